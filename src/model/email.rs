//! An email address: the key of a member.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Options};

use super::text::Excerpt;

/// An email address in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// A text that is no email address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not an email address: {why}", Excerpt(.text))]
pub struct InvalidEmail {
    /// What was given.
    pub text: String,
    why: String,
}

impl Email {
    /// The address, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let invalid = |why: &str| InvalidEmail { text: text.to_owned(), why: why.to_owned() };
        // Lists of owners separate addresses by these; a quoted local part could carry them.
        if trimmed.is_empty() {
            return Err(invalid("it is empty"));
        }
        if trimmed.contains([';', ',', '|', '"', ' ']) {
            return Err(invalid("it has a blank, a quote, or a separator in it"));
        }
        let options = Options::default().without_display_text().without_domain_literal();
        EmailAddress::parse_with_options(trimmed, options)
            .map_err(|error| invalid(error.to_string().to_lowercase().trim_end_matches('.')))?;
        Ok(Self(trimmed.to_lowercase()))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_lower_case() {
        assert_eq!(" Ana@ACME.example ".parse::<Email>().unwrap().as_str(), "ana@acme.example");
        assert!("josé@acme.example".parse::<Email>().is_ok());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "ana",
            "ana@",
            "@acme.example",
            "a b@acme.example",
            "a@b@c",
            "a@b;c@d",
            "a|b@acme.example",
            "Ana <ana@acme.example>",
            "\"a\"@b.example",
        ] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }
}

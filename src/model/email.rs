//! An email address: the key of a member.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Error, Options};
use unicode_normalization::UnicodeNormalization;

use super::text::Excerpt;

/// An email address, folded: trimmed, in lower case, composed (NFC).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// Lists of owners separate addresses by these; a quoted local part could carry them.
const SEPARATORS: [char; 4] = [';', ',', '|', '"'];

/// A text that is not an email address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not an email address: {why}", Excerpt(.text))]
pub struct InvalidEmail {
    /// The invalid text.
    pub text: String,
    why: String,
}

impl Email {
    /// The address, folded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses are compared and stored.
    pub fn fold(text: &str) -> String {
        let text = text.trim();
        if text.is_ascii() {
            return text.to_ascii_lowercase();
        }
        let composed: String = text.nfc().collect();
        composed.to_lowercase().nfc().collect()
    }

    /// An address from a store, unchecked: earlier versions folded and validated differently. `check`
    /// reports such rows.
    pub(crate) fn from_store(text: String) -> Self {
        Self(text)
    }
}

impl FromStr for Email {
    type Err = InvalidEmail;

    /// Folds first and then checks, so that what is accepted is accepted again.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded = Self::fold(text);
        match fault(&folded) {
            Some(why) => Err(InvalidEmail { text: text.to_owned(), why }),
            None => Ok(Self(folded)),
        }
    }
}

fn fault(folded: &str) -> Option<String> {
    if folded.is_empty() {
        return Some("it is empty".to_owned());
    }
    if let Some(why) = odd_sign(folded) {
        return Some(why);
    }
    let options = Options::default().without_display_text().without_domain_literal();
    match EmailAddress::parse_with_options(folded, options).err()? {
        Error::MissingSeparator => Some("it has no `@`".to_owned()),
        error => Some(error.to_string().to_lowercase().trim_end_matches('.').to_owned()),
    }
}

fn odd_sign(folded: &str) -> Option<String> {
    if folded.bytes().all(|byte| byte.is_ascii_graphic() && !SEPARATORS.contains(&char::from(byte))) {
        return None;
    }
    if folded.contains(|sign: char| sign.is_whitespace() || SEPARATORS.contains(&sign)) {
        return Some("it contains a space, a quote or a separator".to_owned());
    }
    // By its code point: it may be invisible or combine with the letter before.
    let odd = folded.chars().find(|sign| sign.is_control() || !sign.is_ascii() && !sign.is_alphanumeric())?;
    Some(format!("it contains the character U+{:04X}", u32::from(odd)))
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<String> {
        text.parse::<Email>().ok().map(|email| email.to_string())
    }

    #[test]
    fn address_is_kept_in_lower_case() {
        assert_eq!(parsed(" Ana@ACME.example ").unwrap(), "ana@acme.example");
        assert_eq!(parsed("\u{a0}ana@acme.example\u{3000}").unwrap(), "ana@acme.example");
        assert!(parsed("josé@acme.example").is_some());
    }

    #[test]
    fn address_is_composed() {
        assert_eq!(parsed("JOSE\u{301}@acme.example").unwrap(), "josé@acme.example");
        assert_eq!(parsed("\u{212a}arl@acme.example").unwrap(), "karl@acme.example");
    }

    #[test]
    fn email_rejects_other_texts() {
        for text in [
            "",
            "ana",
            "ana@",
            "@acme.example",
            "a b@acme.example",
            "a\u{a0}b@acme.example",
            "a@b@c",
            "a@b;c@d",
            "a\u{37e}b@c", // composed, a Greek question mark is a semicolon
            "a|b@acme.example",
            "Ana <ana@acme.example>",
            "\"a\"@b.example",
            "a\0b@acme.example",
        ] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }

    #[test]
    fn invisible_character_is_named() {
        for (text, name) in [
            ("ana\u{200b}@acme.example", "U+200B"),
            ("İlker@acme.example", "U+0307"),
            ("ana@ac\u{ad}me.example", "U+00AD"),
        ] {
            let error = text.parse::<Email>().unwrap_err().to_string();
            assert!(error.ends_with(&format!("it contains the character {name}")), "{error}");
        }
    }

    #[test]
    fn length_is_checked_on_the_folded_form() {
        let grows = |count| format!("{}@acme.example", "\u{23a}".repeat(count));
        assert_eq!(parsed(&grows(21)).unwrap().split('@').next().unwrap().len(), 63);
        assert!(parsed(&grows(32)).is_none());
        assert!(parsed(&format!("{}@acme.example", "a".repeat(64))).is_some());
        assert!(parsed(&format!("{}@acme.example", "a".repeat(65))).is_none());
    }

    #[test]
    fn folding_each_letter_is_idempotent() {
        let changes = |sign: &char| sign.to_lowercase().ne([*sign]) || [*sign].into_iter().nfd().ne([*sign]);
        for sign in (0..0x20000).filter_map(char::from_u32).filter(|sign| !('가'..='힣').contains(sign)).filter(changes)
        {
            check_fold(&format!("{sign}@acme.example"));
            check_fold(&format!("a{sign}\u{301}{sign}@{sign}.example"));
        }
    }

    proptest! {
        #[test]
        fn folding_and_parsing_are_idempotent(text in "[\\PC\u{300}-\u{345}ΣİǅßﬀK]{0,12}@?[\\PCΣİ]{0,12}") {
            check_fold(&text);
        }
    }

    fn check_fold(text: &str) {
        let folded = Email::fold(text);
        assert_eq!(Email::fold(&folded), folded, "{text:?}");
        if let Some(email) = parsed(text) {
            assert_eq!(email, folded, "{text:?}");
            assert_eq!(parsed(&email), Some(email), "{text:?}");
        }
    }
}

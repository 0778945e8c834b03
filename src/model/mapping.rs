//! How a file names owners, and what happens to what can't be used in it.

use std::fmt;
use std::str::FromStr;

use super::code::codes;
use super::text::Excerpt;

codes! {
    /// How a file identifies owners.
    pub enum MatchOwner {
        /// By email.
        Email = "email",
        /// By name, in any case; without accents too, if that leaves one.
        Name = "name",
        /// By the id in another system.
        ExternalId = "external-id",
    }
}

codes! {
    /// What to do with an invalid cell of a column that a row doesn't need, such as the contact's email.
    pub enum OptionalErrors {
        /// Its row is rejected.
        Reject = "reject",
        /// The cell is left out, with a warning: what is stored stays.
        Drop = "drop",
    }
}

/// What to do with an unknown owner.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum UnknownOwner {
    /// Its row is rejected.
    #[default]
    Reject,
    /// The row is imported without it, and the contact loses no owner.
    Ignore,
    /// This member becomes the owner instead.
    Member(String),
}

impl FromStr for UnknownOwner {
    type Err = EmptyMember;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim() {
            "" | "none" => Err(EmptyMember),
            "reject" => Ok(Self::Reject),
            "ignore" => Ok(Self::Ignore),
            member => Ok(Self::Member(member.to_owned())),
        }
    }
}

impl fmt::Display for UnknownOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Reject => "reject",
            Self::Ignore => "ignore",
            Self::Member(member) => member,
        })
    }
}

/// No member where one belongs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `reject`, `ignore` or a member")]
pub struct EmptyMember;

/// The word for no member in an alias.
const NONE: &str = "none";

/// A text in a file that stands for a member, or for no owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerAlias {
    /// The text of the file, matched in any case.
    pub text: String,
    /// The member; `None` for no owner.
    pub member: Option<String>,
}

/// A text that is not an alias.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected TEXT=MEMBER or TEXT=none such as `Ana (sales)=ana@acme.example`, found `{}`", Excerpt(.0))]
pub struct InvalidAlias(pub String);

impl OwnerAlias {
    /// Creates an alias for a member, or with `none` for no owner.
    pub fn new(text: &str, member: &str) -> Self {
        let member = Some(member.trim()).filter(|member| !member.eq_ignore_ascii_case(NONE));
        Self { text: text.trim().to_owned(), member: member.map(str::to_owned) }
    }

    /// The member as it is written in an alias.
    pub fn target(&self) -> &str {
        self.member.as_deref().unwrap_or(NONE)
    }
}

impl FromStr for OwnerAlias {
    type Err = InvalidAlias;

    /// Reads `TEXT=MEMBER`; the text may have a `=` itself.
    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let parts = line.rsplit_once('=').filter(|(text, member)| !text.trim().is_empty() && !member.trim().is_empty());
        parts.map(|(text, member)| Self::new(text, member)).ok_or_else(|| InvalidAlias(line.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alias_is_split_at_its_last_sign() {
        let alias = |line: &str| line.parse::<OwnerAlias>();
        let ana = OwnerAlias { text: "Ana (a=b)".to_owned(), member: Some("ana@x".to_owned()) };
        assert_eq!(alias(" Ana (a=b) = ana@x "), Ok(ana));
        assert_eq!(alias("N/A=NONE"), Ok(OwnerAlias { text: "N/A".to_owned(), member: None }));
        for line in ["", "Ana", "=ana@x", "Ana="] {
            assert_eq!(alias(line), Err(InvalidAlias(line.to_owned())));
        }
    }

    #[test]
    fn unknown_owner_parses_its_display() {
        for text in ["reject", "ignore", "ana@acme.example"] {
            assert_eq!(text.parse::<UnknownOwner>().unwrap().to_string(), text);
        }
        for text in [" ", "none"] {
            assert_eq!(text.parse::<UnknownOwner>(), Err(EmptyMember));
        }
    }
}

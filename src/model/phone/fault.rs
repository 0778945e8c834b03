//! Why a text is not a phone number, with hints.

use super::canonical::Phone;
use crate::model::text::Excerpt;

/// A text that is not a phone number, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a phone number: {why}", Excerpt(.text))]
pub struct InvalidPhone {
    /// The invalid text.
    pub text: String,
    /// The reason.
    pub why: PhoneFault,
}

/// Why a text is not a phone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneFault {
    #[error("it is empty")]
    Empty,
    #[error("it contains letters")]
    Letters,
    #[error("it has an extension")]
    Extension,
    #[error("it contains more than one number")]
    TwoNumbers,
    #[error("it contains a character that is invalid in phone numbers")]
    Character,
    #[error("it is a spreadsheet error value")]
    ErrorCell,
    #[error("a spreadsheet turned it into scientific notation, so digits are lost")]
    Rounded,
    #[error("it is a decimal number from a spreadsheet")]
    Fraction,
    #[error("contacts without a phone number (WhatsApp's own ids) are not supported yet")]
    WhatsAppId,
    #[error("it is a WhatsApp group, channel or broadcast list, not a contact")]
    Group,
    /// Bare digits without a country; with a `+` they may be a number.
    #[error("it has no country code, and no country is set")]
    NoCountryCode {
        /// The number with a `+` in front, if that is a valid one.
        international: Option<Phone>,
    },
    /// Bare digits with two readings (N4).
    #[error("it is ambiguous: `{national}` or `{international}`")]
    Ambiguous {
        /// As a number of the country that was given.
        national: Phone,
        /// With a `+` in front.
        international: Phone,
    },
    #[error("it begins with an international prefix other than `+` or `00`")]
    InternationalPrefix,
    #[error("unknown country code")]
    UnknownCountryCode,
    #[error("it is too short")]
    TooShort,
    #[error("it is too long")]
    TooLong,
    #[error("wrong number of digits for its country")]
    Length,
    #[error("its area code is missing")]
    LocalOnly,
    #[error("it has no stable canonical form")]
    Unstable,
}

impl PhoneFault {
    /// Whether the text has no phone at all: it is empty, an id of WhatsApp, or a group.
    pub fn has_no_phone(&self) -> bool {
        matches!(self, Self::Empty | Self::WhatsAppId | Self::Group)
    }

    /// The hint for a number on the command line.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoCountryCode { international: Some(phone) } => {
                format!("use `{phone}`, or set the country of the number with `--country MX` or {SETTING}")
            }
            Self::NoCountryCode { international: None } => {
                format!("add the country code, or set the country with `--country MX` or {SETTING}")
            }
            Self::Ambiguous { national, international } => format!("use `{international}` or `{national}`"),
            Self::WhatsAppId | Self::Group => return None,
            other => other.common_hint().to_owned(),
        };
        Some(hint)
    }

    /// The hint for a number in a file.
    pub fn hint_in_file(&self) -> Option<String> {
        let hint = match self {
            Self::NoCountryCode { international: Some(phone) } => format!(
                "pass `--phone-format international` for numbers such as `{phone}`, or set the country with \
                 `--country MX` or {SETTING}"
            ),
            Self::Ambiguous { national, international } => format!(
                "use `{international}` or `{national}`, or pass `--phone-format international` or \
                 `--phone-format national`"
            ),
            Self::Empty | Self::WhatsAppId | Self::Group => "skip such entries with `--skip-without-phone`".to_owned(),
            other => return other.hint(),
        };
        Some(hint)
    }

    fn common_hint(&self) -> &'static str {
        match self {
            Self::TwoNumbers => "pass one number at a time",
            Self::Extension => "remove the extension",
            Self::ErrorCell | Self::Rounded | Self::Fraction => {
                "format the column as text in the spreadsheet and export it again"
            }
            _ => "use `+`, country code and number, for example +525512345678",
        }
    }
}

/// The command that sets the country permanently.
const SETTING: &str = "`inboxctl settings set default-country MX`";

//! Why a text is not read as a phone number, and what to do about it.

use super::canonical::Phone;
use crate::model::text::Excerpt;

/// A text that is not read as a phone number, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a phone number: {why}", Excerpt(.text))]
pub struct InvalidPhone {
    /// What was given.
    pub text: String,
    /// What is wrong with it.
    pub why: PhoneFault,
}

/// What keeps a text from being read as a phone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneFault {
    #[error("it is empty")]
    Empty,
    #[error("it has letters in it")]
    Letters,
    #[error("it has an extension")]
    Extension,
    #[error("it holds more than one number")]
    TwoNumbers,
    #[error("it has a character in it that no phone number has")]
    Character,
    #[error("it is an error value of a spreadsheet")]
    ErrorCell,
    #[error("a spreadsheet has rounded it, so digits are lost")]
    Rounded,
    #[error("it is a decimal number of a spreadsheet")]
    Fraction,
    #[error("contacts without a phone number (WhatsApp's own ids) are not supported yet")]
    WhatsAppId,
    #[error("it is a group, channel or broadcast list of WhatsApp, not a contact")]
    Group,
    /// Bare digits without a country; with a `+` they may be a number.
    #[error("it has no country code, and no country was given")]
    NoCountryCode {
        /// The number with a `+` in front, if that is a valid one.
        international: Option<Phone>,
    },
    /// Bare digits with two readings (N4).
    #[error("it can be read as `{national}` or as `{international}`")]
    Ambiguous {
        /// As a number of the country that was given.
        national: Phone,
        /// With a `+` in front.
        international: Phone,
    },
    #[error("it begins with an international prefix other than `+` or `00`")]
    InternationalPrefix,
    #[error("there is no such country code")]
    UnknownCountryCode,
    #[error("it is too short")]
    TooShort,
    #[error("it is too long")]
    TooLong,
    #[error("no number of that country has so many digits")]
    Length,
    #[error("it is too short: it can only be dialled inside a town")]
    LocalOnly,
    #[error("it has no canonical form: read again, it is another number")]
    Unstable,
}

impl PhoneFault {
    /// Whether the text names no phone at all: it is empty, or an id of WhatsApp.
    pub fn is_no_phone(&self) -> bool {
        matches!(self, Self::Empty | Self::WhatsAppId)
    }

    /// What to do about a number that was typed on the command line.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoCountryCode { international: Some(phone) } => {
                format!("write `{phone}` if that is meant, otherwise name the country with `--country MX` or {SETTING}")
            }
            Self::NoCountryCode { international: None } => {
                format!("write it with its country code, or name the country with `--country MX` or {SETTING}")
            }
            Self::Ambiguous { national, international } => format!("write `{international}` or `{national}`"),
            Self::WhatsAppId | Self::Group => return None,
            other => other.common_hint().to_owned(),
        };
        Some(hint)
    }

    /// What to do about a number in a file, which can be read with options.
    pub fn hint_in_file(&self) -> Option<String> {
        let hint = match self {
            Self::NoCountryCode { international: Some(phone) } => format!(
                "pass `--phone-format international` if numbers such as `{phone}` are meant, otherwise name the \
                 country with `--country MX` or {SETTING}"
            ),
            Self::Ambiguous { national, international } => format!(
                "write `{international}` or `{national}`, or pass `--phone-format international` or \
                 `--phone-format national`"
            ),
            Self::Empty | Self::WhatsAppId => "leave such entries out with `--skip-without-phone`".to_owned(),
            other => return other.hint(),
        };
        Some(hint)
    }

    fn common_hint(&self) -> &'static str {
        match self {
            Self::TwoNumbers => "give one number at a time",
            Self::Extension => "remove the extension",
            Self::ErrorCell | Self::Rounded | Self::Fraction => {
                "format the column as text in the spreadsheet, and export it again from the source"
            }
            _ => "write it as `+`, country code, number, for example +525512345678",
        }
    }
}

/// How to name the country for good.
const SETTING: &str = "`inboxctl settings set default-country MX`";

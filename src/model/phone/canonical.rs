//! A phone number in canonical form.

use std::fmt;

/// The number of digits that E.164 allows.
pub(super) const MOST_DIGITS: usize = 15;

/// A phone number in canonical form: E.164 as WhatsApp uses it (`+`, country code, national number).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(pub(super) String);

impl Phone {
    /// The phone, if the text has the shape of a canonical one. It may still be another spelling
    /// (`+521…`): only a stored phone is known to be canonical.
    pub fn if_canonical(text: &str) -> Option<Self> {
        canonical_digits(text).map(|_| Self(text.to_owned()))
    }

    /// The digits of a text of that shape as one number: texts of that shape are the same exactly
    /// if their numbers are.
    pub fn digits_if_canonical(text: &str) -> Option<u64> {
        canonical_digits(text)?.parse().ok()
    }

    /// Whether the text is clearly a phone number with a country code, not a plain number.
    pub fn is_meant(text: &str) -> bool {
        let text = text.trim_start();
        let lower = text.get(..9).unwrap_or(text).to_ascii_lowercase();
        text.starts_with('+') || text.starts_with("00") || lower.starts_with("whatsapp:") || lower.starts_with("tel:")
    }

    /// In canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The digits of a text that has the shape of a canonical phone.
pub(super) fn canonical_digits(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('+')?;
    let shaped = (5..=MOST_DIGITS).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    shaped.then_some(digits)
}

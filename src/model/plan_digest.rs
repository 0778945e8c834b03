//! The name of a reviewed plan: the digest of its effects.

use std::fmt;
use std::str::FromStr;

/// The fewest digits of a digest that name it.
const FEWEST: usize = 8;

/// The digest of the effects of a change, or its first digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDigest(String);

/// A text that is not a digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a digest of a dry run, or its first {FEWEST} digits")]
pub struct InvalidDigest;

impl FromStr for PlanDigest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.trim().to_ascii_lowercase();
        let is_digest = (FEWEST..=64).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if is_digest { Ok(Self(digits)) } else { Err(InvalidDigest) }
    }
}

impl PlanDigest {
    /// Whether it is a whole digest, or its first digits.
    pub fn is_of(&self, digest: &str) -> bool {
        digest.starts_with(&self.0)
    }
}

impl fmt::Display for PlanDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_whole_or_its_first_digits() {
        let whole = "6f1c0a2b".repeat(8);
        for typed in [&whole, "6f1c0a2b", " 6F1C0A2B6 "] {
            assert!(typed.parse::<PlanDigest>().unwrap().is_of(&whole), "{typed}");
        }
        assert!(!"6f1c0a2c".parse::<PlanDigest>().unwrap().is_of(&whole));
        for typed in ["", "6f1c0a2", "6f1c0a2g", &format!("{whole}0")] {
            assert!(typed.parse::<PlanDigest>().is_err(), "{typed}");
        }
    }
}

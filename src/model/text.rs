//! Names that people compare without case: teams and accounts.

use std::fmt;
use std::str::FromStr;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// The form under which two spellings are the same name: composed, then folded (Unicode), so that
/// `ATENCIÓN` is `Atención` however its accent was typed.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let composed: String = text.nfc().collect();
    UniCase::unicode(composed).to_folded_case().nfc().collect()
}

/// The known word that is nearest to what was written, if it is near enough to be a slip of the
/// fingers: two letters, or one in a short word.
pub fn nearest<'w>(written: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let written = fold(written);
    let most = if written.chars().count() < 5 { 1 } else { 2 };
    let distances = known.into_iter().map(|word| (strsim::damerau_levenshtein(&written, &fold(word)), word));
    distances.min().filter(|(distance, _)| *distance <= most).map(|(_, word)| word)
}

/// The name of a team: not empty, kept as it was written, compared without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamName(String);

/// A text that names no team.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a team needs a name that is not blank")]
pub struct InvalidTeamName;

impl TeamName {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it is compared by.
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

impl FromStr for TeamName {
    type Err = InvalidTeamName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        if name.is_empty() || name.contains('\0') {
            return Err(InvalidTeamName);
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for TeamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_composition_do_not_tell_names_apart() {
        for (one, other) in
            [("ATENCIÓN", "atencio\u{301}n"), ("Straße", "STRASSE"), ("Sales", "sALES"), ("ΟΔΟΣ", "οδος")]
        {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("Atención"), fold("Atencion"));
    }

    #[test]
    fn only_a_slip_is_near() {
        let emails = ["ana@acme.example", "luis@acme.example"];
        assert_eq!(nearest("ana@acme.exmaple", emails), Some("ana@acme.example"));
        assert_eq!(nearest("Anna@acme.example", emails), Some("ana@acme.example"));
        assert_eq!(nearest("zed@acme.example", emails), None);
        assert_eq!(nearest("sles", ["Sales"]), Some("Sales"));
        assert_eq!(nearest("ab", ["cd"]), None);
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn a_blank_name_is_refused() {
        assert!(" \t".parse::<TeamName>().is_err());
        assert_eq!(" Sales ".parse::<TeamName>().unwrap().as_str(), "Sales");
    }
}

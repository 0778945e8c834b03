//! Names that people compare without case: teams and accounts; and how a message repeats a text.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::str::FromStr;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

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

/// A text as a message repeats it: the first 100 characters, the invisible ones by their code points
/// (`<U+FE0D>`), so that a message stays short and shows why two values that look alike differ.
///
/// Messages embed values only through this; printing escapes the rest of a line (`output::escaped`)
/// and finds nothing left to escape here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excerpt<'t>(pub &'t str);

impl<'t> Excerpt<'t> {
    /// The number of characters that are shown.
    pub const LENGTH: usize = 100;

    /// The text up to that length, otherwise as it is.
    pub fn cut(self) -> Cow<'t, str> {
        match self.rest() {
            Some(rest) => Cow::Owned(format!("{}…", self.0.strip_suffix(rest).unwrap_or_default())),
            None => Cow::Borrowed(self.0),
        }
    }

    /// Whether the text is shown as it is, so that it can be pasted.
    pub fn is_exact(self) -> bool {
        self.rest().is_none() && !self.0.chars().any(is_invisible)
    }

    /// What isn't shown.
    fn rest(self) -> Option<&'t str> {
        let (end, _) = self.0.char_indices().nth(Self::LENGTH)?;
        self.0.get(end..)
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars().take(Self::LENGTH) {
            match letter {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                _ if is_invisible(letter) => write!(f, "<U+{:04X}>", u32::from(letter))?,
                _ => f.write_char(letter)?,
            }
        }
        if self.rest().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// Control and format characters (Unicode's Cc and Cf), line separators, and what a screen leaves out
/// (`Default_Ignorable_Code_Point`, whose ranges are stable).
pub(super) fn is_invisible(letter: char) -> bool {
    !letter.is_ascii_graphic() && letter != ' ' && (letter.is_control() || is_ignorable(letter))
}

fn is_ignorable(letter: char) -> bool {
    matches!(letter.general_category(), GeneralCategory::Format)
        || matches!(letter, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}')
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{2065}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(letter, '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
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
    fn excerpt_shows_the_first_hundred_characters() {
        let hundred = "é".repeat(Excerpt::LENGTH);
        assert_eq!(Excerpt(&hundred).to_string(), hundred);
        assert_eq!(Excerpt(&hundred).cut(), hundred);
        let long = "é".repeat(200_000);
        assert_eq!(Excerpt(&long).to_string(), format!("{hundred}…"));
        assert_eq!(Excerpt(&long).cut(), format!("{hundred}…"));
        assert!(Excerpt(&hundred).is_exact() && !Excerpt(&long).is_exact());
    }

    #[test]
    fn excerpt_names_invisible_characters() {
        for (text, shown) in [
            ("Ana García", "Ana García"),
            ("+52\u{fe0d}55", "+52<U+FE0D>55"),
            ("\u{feff}a\u{200b}b\u{ad}c\u{202e}d", "<U+FEFF>a<U+200B>b<U+00AD>c<U+202E>d"),
            ("\u{1b}[31m\0\r\n\tx", "<U+001B>[31m<U+0000>\\r\\n\\tx"),
            ("a\u{2028}b\u{3164}c\u{e0041}d", "a<U+2028>b<U+3164>c<U+E0041>d"),
        ] {
            assert_eq!(Excerpt(text).to_string(), shown);
        }
    }

    #[test]
    fn a_blank_name_is_refused() {
        assert!(" \t".parse::<TeamName>().is_err());
        assert_eq!(" Sales ".parse::<TeamName>().unwrap().as_str(), "Sales");
    }
}

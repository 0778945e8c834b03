//! Comparing names without case, suggesting similar names, and showing values in messages.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt::{self, Write as _};
use std::str::{Chars, FromStr};

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The comparison key of a name: composed, case-folded (Unicode), with single spaces and without
/// invisible characters. `ATENCIÓN` equals `Atención` however its accent was typed.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return with_single_blanks(text.to_ascii_lowercase());
    }
    let seen: String = text.nfc().filter(|sign| !is_ignorable(*sign) || sign.is_whitespace()).collect();
    with_single_blanks(UniCase::unicode(seen).to_folded_case().nfc().collect())
}

/// The search key of a name: folded, and without accents. `guera` finds `Güera`.
pub fn fold_accents(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() {
        return folded;
    }
    let bare: String = folded.nfd().filter(|sign| !is_accent(*sign)).map(without_stroke).collect();
    with_single_blanks(bare.nfc().collect())
}

fn with_single_blanks(text: String) -> String {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| byte.is_ascii() && (*byte == b' ' || !byte.is_ascii_whitespace() && *byte != 0x0b);
    let is_tidy = bytes.iter().all(plain)
        && !bytes.starts_with(b" ")
        && !bytes.ends_with(b" ")
        && !bytes.windows(2).any(|pair| pair == b"  ");
    if is_tidy {
        return text;
    }
    text.split_whitespace().fold(String::with_capacity(text.len()), |tidy, word| {
        if tidy.is_empty() { word.to_owned() } else { tidy + " " + word }
    })
}

/// The marks of alphabets that have letters without them; those of other scripts are vowels.
fn is_accent(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

/// Letters with a stroke, which Unicode does not decompose.
fn without_stroke(sign: char) -> char {
    match sign {
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        other => other,
    }
}

/// The known word closest to the written one, if it differs by at most two letters, or one in a short
/// word. Among equally close words, the one with the same text before its `@`.
pub fn nearest<W: AsRef<str>>(written: &str, known: impl IntoIterator<Item = W>) -> Option<W> {
    let written = fold_accents(written);
    let most = if written.chars().count() < 5 { 1 } else { 2 };
    let local = |text: &str| text.split('@').next().map(str::to_owned);
    let near = known.into_iter().filter_map(|word| {
        let folded = fold_accents(word.as_ref());
        let slips = slips(written.chars(), folded.chars(), most)?;
        Some(((slips, local(&folded) != local(&written), folded), word))
    });
    near.min_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, word)| word)
}

/// At most `count` known names, closest first, that contain the written one or differ in at most two letters;
/// from a word of one or two letters in one.
pub fn suggestions<W: AsRef<str>>(written: &str, known: impl IntoIterator<Item = W>, count: usize) -> Vec<W> {
    let written = fold_accents(written);
    let most = if written.chars().count() < 3 { 1 } else { 2 };
    let mut found: Vec<_> = known
        .into_iter()
        .filter_map(|word| {
            let folded = fold_accents(word.as_ref());
            let contains = !written.is_empty() && folded.contains(&written);
            let slips = slips(written.chars(), folded.chars(), most);
            let starts = Reverse(folded.starts_with(&written));
            (contains || slips.is_some()).then(|| ((slips.unwrap_or(most + 1), starts, folded), word))
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.into_iter().map(|(_, word)| word).take(count).collect()
}

/// The number of letters added, omitted, mistaken or swapped; `None` beyond `most`, which bounds the
/// comparison.
fn slips(mut one: Chars<'_>, mut other: Chars<'_>, most: usize) -> Option<usize> {
    loop {
        let (mut behind_one, mut behind_other) = (one.clone(), other.clone());
        match (behind_one.next(), behind_other.next()) {
            (None, None) => return Some(0),
            (first, second) if first == second => (one, other) = (behind_one, behind_other),
            (first, second) => {
                let most = most.checked_sub(1)?;
                let added = first.and_then(|_| slips(behind_one.clone(), other, most));
                let left_out = second.and_then(|_| slips(one, behind_other.clone(), most));
                let mistaken = first.zip(second).and_then(|_| slips(behind_one.clone(), behind_other.clone(), most));
                let swapped = first.is_some() && second.is_some();
                let swapped = swapped && (behind_one.next(), behind_other.next()) == (second, first);
                let swapped = if swapped { slips(behind_one, behind_other, most) } else { None };
                return [added, left_out, mistaken, swapped].into_iter().flatten().min().map(|slips| slips + 1);
            }
        }
    }
}

/// Words as the alternatives of a message: `a, b or c`.
pub fn or_list(words: &[&str]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// A word for a shell, quoted if necessary.
pub fn shell_word(word: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "@%+=:,./-_".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) { Cow::Borrowed(word) } else { Cow::Owned(shell_quoted(word)) }
}

/// Words as a line for a shell.
pub fn shell_line<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> String {
    words.into_iter().map(|word| shell_word(word.as_ref()).into_owned()).collect::<Vec<_>>().join(" ")
}

/// The words of a line that [`shell_line`] made.
pub fn shell_words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), None::<String>, false);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            '\\' if !is_quoted => word.get_or_insert_default().extend(letters.next()),
            ' ' if !is_quoted => words.extend(word.take()),
            letter => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// A word for a shell, always quoted, for names in hints.
pub fn shell_quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A value in a message: its first 100 characters, with invisible ones as code points (`<U+FE0D>`).
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
        self.rest().is_none() && !has_invisible(self.0)
    }

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

/// Whether a text has characters that a screen doesn't show, so that it can't be copied from there.
pub fn has_invisible(text: &str) -> bool {
    text.chars().any(is_invisible)
}

/// Control and format characters (Unicode's Cc and Cf), line separators, and what a screen leaves out
/// (`Default_Ignorable_Code_Point`, whose ranges are stable).
pub fn is_invisible(letter: char) -> bool {
    !letter.is_ascii_graphic() && letter != ' ' && (letter.is_control() || is_ignorable(letter))
}

fn is_ignorable(letter: char) -> bool {
    matches!(letter.general_category(), GeneralCategory::Format)
        || matches!(letter, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}')
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{2065}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(letter, '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
}

/// The first letter that looks like a Latin one but isn't, in a word with Latin letters: `\u{430}na` for `ana`.
pub fn lookalike(text: &str) -> Option<char> {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.find_map(|word| word.chars().find(|letter| looks_latin(*letter)).filter(|_| word.contains(is_latin)))
}

fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || letter.is_alphabetic() && matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Whether a letter is of a script whose letters are mistaken for Latin ones: Greek, Cyrillic, Armenian,
/// Cherokee, Lisu, Coptic, full-width and mathematical letters.
fn looks_latin(letter: char) -> bool {
    letter.is_alphabetic()
        && (matches!(letter, '\u{370}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{1c80}'..='\u{1c8f}')
            || matches!(letter, '\u{1f00}'..='\u{1fff}' | '\u{2c80}'..='\u{2cff}' | '\u{2de0}'..='\u{2dff}')
            || matches!(letter, '\u{a4d0}'..='\u{a4ff}' | '\u{a640}'..='\u{a69f}' | '\u{ab70}'..='\u{abbf}')
            || matches!(letter, '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}'))
}

/// The name of a team: not empty, kept as typed, compared without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamName(String);

/// A text that is not a team name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTeamName {
    /// It is empty, or has only spaces and invisible characters.
    #[error("the team name is empty")]
    Blank,
    /// It contains a NUL byte, where other programs stop reading.
    #[error("the team name contains a NUL byte")]
    Nul,
}

impl TeamName {
    /// The name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The comparison key.
    pub fn key(&self) -> String {
        fold(&self.0)
    }

    /// A name from a store, unchecked: earlier versions validated differently.
    pub(crate) fn from_store(text: String) -> Self {
        Self(text)
    }
}

impl FromStr for TeamName {
    type Err = InvalidTeamName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        if fold(name).is_empty() {
            return Err(InvalidTeamName::Blank);
        }
        if name.contains('\0') {
            return Err(InvalidTeamName::Nul);
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_ignore_case_and_composition() {
        for (one, other) in
            [("ATENCIÓN", "atencio\u{301}n"), ("Straße", "STRASSE"), ("Sales", "sALES"), ("ΟΔΟΣ", "οδος")]
        {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("Atención"), fold("Atencion"));
    }

    #[test]
    fn blanks_are_folded_to_one() {
        for other in [" Ventas  Norte ", "Ventas\u{a0}Norte", "ventas\t\u{3000}norte\n", "Ventas\u{202f}\u{2009}Norte"]
        {
            assert_eq!(fold(other), "ventas norte", "{other:?}");
        }
        assert_eq!(fold("Ven\u{ad}tas\u{200b} Norte\u{feff}"), "ventas norte");
        assert_eq!(fold("a\u{b}b"), "a b");
        assert_ne!(fold("VentasNorte"), fold("Ventas Norte"));
    }

    #[test]
    fn lookup_ignores_accents() {
        for (typed, name) in
            [("guera", "Güera"), ("NUNEZ", "Núñez"), ("lodz", "Łódź"), ("ilker", "İlker"), ("ANA", "ana")]
        {
            assert_eq!(fold_accents(typed), fold_accents(name), "{typed} {name}");
        }
        assert_ne!(fold_accents("か"), fold_accents("が"));
        assert_ne!(fold_accents("ה"), fold_accents("ח"));
    }

    #[test]
    fn folding_each_letter_is_idempotent() {
        let changes = |sign: &char| sign.to_lowercase().ne([*sign]) || [*sign].into_iter().nfd().ne([*sign]);
        for sign in (0..0x20000).filter_map(char::from_u32).filter(|sign| !('가'..='힣').contains(sign)).filter(changes)
        {
            check_fold(&format!("{sign}"));
            check_fold(&format!(" a{sign}\u{301}  {sign}b"));
        }
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "[\\PC\\s\u{300}-\u{345}ΣİßﬀẞØ]{0,16}") {
            check_fold(&text);
        }

        #[test]
        fn slips_are_the_distance(one in "[abc]{0,7}", other in "[abc]{0,7}", most in 0..4_usize) {
            let distance = strsim::osa_distance(&one, &other);
            prop_assert_eq!(slips(one.chars(), other.chars(), most), Some(distance).filter(|found| *found <= most));
        }
    }

    fn check_fold(text: &str) {
        let (folded, bare) = (fold(text), fold_accents(text));
        assert_eq!(fold(&folded), folded, "{text:?}");
        assert_eq!(fold_accents(&bare), bare, "{text:?}");
        assert_eq!(fold_accents(&folded), bare, "{text:?}");
    }

    #[test]
    fn near_words_differ_by_few_letters() {
        let emails = ["ana@acme.example", "luis@acme.example"];
        assert_eq!(nearest("ana@acme.exmaple", emails), Some("ana@acme.example"));
        assert_eq!(nearest("Anna@acme.example", emails), Some("ana@acme.example"));
        assert_eq!(nearest("zed@acme.example", emails), None);
        assert_eq!(nearest("sles", ["Sales"]), Some("Sales"));
        assert_eq!(nearest("ab", ["cd"]), None);
        assert_eq!(nearest("x", [""; 0]), None);
    }

    #[test]
    fn nearest_prefers_the_same_local_part() {
        let members = ["m0@a.example", "m1@a.example", "m5@a.example"];
        assert_eq!(nearest("m5@a.exmaple", members), Some("m5@a.example"));
        assert_eq!(nearest("ana@acm.example", ["an@acm.example", "ana@acme.example"]), Some("ana@acme.example"));
    }

    #[test]
    fn suggestions_begin_with_contain_or_resemble_input() {
        let teams = ["Soporte Ventas", "Ventas Sur", "Atención", "Ventas Norte", "Vetas"];
        assert_eq!(suggestions("ventas", teams, 10), ["Vetas", "Ventas Norte", "Ventas Sur", "Soporte Ventas"]);
        assert_eq!(suggestions("atencoin", teams, 10), ["Atención"]);
        assert_eq!(suggestions("ventas", teams, 1), ["Vetas"]);
        assert!(suggestions("", teams, 10).is_empty());
    }

    #[test]
    fn alternatives_are_joined_by_commas_and_or() {
        let words = ["auto", "international", "national"];
        assert_eq!(
            [0, 1, 2, 3].map(|count| or_list(&words[..count])),
            ["", "auto", "auto or international", "auto, international or national"]
        );
    }

    #[test]
    fn shell_line_is_read_back() {
        let words = ["contact", "add", "+52 55", "it's", "", "''", "a\\b", "--name=O'Hara  X", "ñ"];
        assert_eq!(shell_words(&shell_line(words)), words);
        assert_eq!(shell_words(""), [""; 0]);
    }

    #[test]
    fn shell_word_is_quoted_if_needed() {
        let words = ["+52", "it's", "", "Atención", "Ventas Norte", "$HOME"].map(shell_word);
        assert_eq!(words, ["+52", r"'it'\''s'", "''", "Atención", "'Ventas Norte'", "'$HOME'"]);
    }

    #[test]
    fn lookalike_is_a_letter_of_another_script_in_a_latin_word() {
        for (text, letter) in [
            ("\u{430}na@acme.example", '\u{430}'),
            ("Sal\u{435}s", '\u{435}'),
            ("\u{3bf}lga", '\u{3bf}'),
            ("S\u{ff41}les", '\u{ff41}'),
            ("\u{1d400}na", '\u{1d400}'),
        ] {
            assert_eq!(lookalike(text), Some(letter), "{text}");
        }
        for text in
            ["ana@acme.example", "José Núñez", "Иван Petrov", "иван@acme.example", "Ελένη", "営業A", "Team Ω", ""]
        {
            assert_eq!(lookalike(text), None, "{text}");
        }
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
    fn invisible_name_or_nul_is_rejected() {
        assert_eq!(" \t".parse::<TeamName>(), Err(InvalidTeamName::Blank));
        assert_eq!("\u{200b}\u{a0}".parse::<TeamName>(), Err(InvalidTeamName::Blank));
        assert_eq!("Sa\0les".parse::<TeamName>(), Err(InvalidTeamName::Nul));
        assert_eq!(" Sales ".parse::<TeamName>().unwrap().as_str(), "Sales");
    }
}

//! Finds a text in many others, in any case and without accents.

use super::text::fold_accents;

/// The letters of western alphabets beside ASCII, each a letter of its own.
const LETTERS: std::ops::Range<u32> = 0xa0..0x180;

/// A text that is searched for. Most texts are compared without normalizing them, which takes ten times
/// as long.
pub struct Finder {
    /// Folded.
    wanted: String,
    /// What each of [`LETTERS`] is folded to, wherever it stands; `None` if that depends on its neighbours.
    letters: Vec<Option<String>>,
    /// The folded text that is looked at, to reuse its memory.
    folded: String,
}

impl Finder {
    pub fn new(wanted: &str) -> Self {
        let letters = LETTERS.filter_map(char::from_u32).map(|letter| {
            let folded = fold_accents(letter.encode_utf8(&mut [0; 4]));
            Some(folded).filter(|folded| !folded.is_empty())
        });
        Self { wanted: fold_accents(wanted), letters: letters.collect(), folded: String::new() }
    }

    /// Whether the folded text contains the one that is searched for, folded too.
    pub fn is_in(&mut self, text: &str) -> bool {
        match self.fold_letters(text) {
            Some(()) => self.folded.contains(&self.wanted),
            None => fold_accents(text).contains(&self.wanted),
        }
    }

    /// Whether the folded text is the one that is searched for, folded too.
    pub fn is(&mut self, text: &str) -> bool {
        match self.fold_letters(text) {
            Some(()) => self.folded.trim_matches(' ') == self.wanted,
            None => fold_accents(text) == self.wanted,
        }
    }

    /// Folds a text letter by letter; `None` if it has others or several blanks in a row. A blank at its
    /// beginning or end stays, as no text that is searched for has one there.
    fn fold_letters(&mut self, text: &str) -> Option<()> {
        self.folded.clear();
        let mut is_blank = false;
        for letter in text.chars() {
            let was_blank = std::mem::replace(&mut is_blank, letter == ' ');
            match letter {
                ' ' if was_blank => return None,
                ' '..='\u{7f}' | '\0'..='\u{8}' | '\u{e}'..='\u{1f}' => self.folded.push(letter.to_ascii_lowercase()),
                _ => {
                    let place = u32::from(letter).checked_sub(LETTERS.start)?;
                    self.folded.push_str(self.letters.get(usize::try_from(place).ok()?)?.as_ref()?);
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(wanted: &str, text: &str) -> Result<(), TestCaseError> {
        let expected = fold_accents(text).contains(&fold_accents(wanted));
        let mut finder = Finder::new(wanted);
        prop_assert_eq!(finder.is_in(text), expected, "{:?} in {:?}", wanted, text);
        prop_assert_eq!(finder.is(text), fold_accents(wanted) == fold_accents(text), "{:?} is {:?}", wanted, text);
        Ok(())
    }

    /// Letters of all kinds: plain, with marks before and behind, ignorable, blank.
    const ANY: &str = "[a-cA-C ßÀ-žſŉİıØøŁł\u{a0}\u{ad}\u{85}\t\u{b}\u{1f}\u{300}-\u{345}\u{200b}가-각ΣσςΆά\\PC]{0,12}";

    proptest! {
        #[test]
        fn any_text_is_found_as_by_folding_both(wanted in ANY, text in ANY) {
            check(&wanted, &text)?;
        }

        #[test]
        fn few_letters_are_found_as_by_folding_both(wanted in "[aáÁ \u{301}]{0,3}", text in "[aAáÁ\u{ad} \t\u{301}ß]{0,9}") {
            check(&wanted, &text)?;
        }

        #[test]
        fn part_of_a_text_is_found(before in ANY, wanted in "[a-zà-ÿ]{1,5}", after in ANY) {
            check(&wanted.to_uppercase(), &format!("{before} {wanted} {after}"))?;
        }
    }

    #[test]
    fn same_text_is_recognized_without_case_accents_and_outer_blanks() {
        let mut finder = Finder::new("maria  NUNEZ");
        for (text, is_same) in
            [("María Núñez", true), (" Maria Nun\u{303}ez ", true), ("Maria Nunez 2", false), ("aria nunez", false)]
        {
            assert_eq!(finder.is(text), is_same, "{text:?}");
        }
    }

    #[test]
    fn each_letter_is_found_between_others() {
        let mut finders = ["a", "b", "a b", "ab", "s", "ss", "\u{e6}"].map(|wanted| (wanted, Finder::new(wanted)));
        for letter in (0..0x250).filter_map(char::from_u32) {
            for text in
                [format!("{letter}"), format!("a{letter}b"), format!("a {letter} b"), format!("{letter}\u{301}")]
            {
                for (wanted, finder) in &mut finders {
                    let expected = fold_accents(&text).contains(*wanted);
                    assert_eq!(finder.is_in(&text), expected, "{wanted:?} in {text:?}");
                }
            }
        }
    }
}

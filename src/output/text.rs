//! Text that is safe on a terminal.

use std::borrow::Cow;

use crate::model::is_invisible;

/// Escapes control, bidirectional and invisible characters (`\u{202e}`), which could move the cursor, reverse
/// text, or make two names look alike.
///
/// Joiners stay between the parts of an emoji, and between letters that are not ASCII; so do variation selectors
/// behind what has variants.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() * 2);
    let mut letters = text.chars().peekable();
    let mut last = None;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let selects = selects(letter, last, next);
        let joins = selects || is_joiner(letter) && joinable(last) && joinable(next);
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if is_dangerous(letter) && !joins => shown.extend(letter.escape_unicode()),
            _ => shown.push(letter),
        }
        // A selector belongs to the character before it.
        last = if selects { last } else { Some(letter) };
    }
    Cow::Owned(shown)
}

fn is_dangerous(letter: char) -> bool {
    is_invisible(letter) && !is_visible_format(letter)
}

/// Format characters that a screen shows: signs of numbers and of verses.
fn is_visible_format(letter: char) -> bool {
    matches!(letter, '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}')
        || matches!(letter, '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}')
}

/// Whether a variation selector stands behind an emoji, the digit of a keycap, or a letter with variants.
fn selects(letter: char, last: Option<char>, next: Option<char>) -> bool {
    let Some(last) = last else { return false };
    let is_symbol = !last.is_ascii() && !last.is_alphanumeric() && !last.is_whitespace() && !is_dangerous(last);
    match letter {
        '\u{fe0e}' | '\u{fe0f}' => is_symbol || last.is_ascii() && next == Some('\u{20e3}'),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => matches!(last, '\u{1820}'..='\u{18aa}'),
        '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => {
            matches!(last, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
        }
        _ => false,
    }
}

/// The zero width joiner and non-joiner.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner may stand beside this: beside ASCII it would only hide.
fn joinable(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| !letter.is_ascii() && !letter.is_whitespace() && !is_dangerous(letter))
}

/// The width of a text in columns of a terminal.
pub(super) fn width_of(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// Formats a number: `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats a count: `1 effect`, `2,000 effects`.
pub(super) fn count(number: i64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(number.unsigned_abs())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escaped("Ana García"), "Ana García");
        assert_eq!(escaped("\u{1b}[31mred"), "\\u{1b}[31mred");
        assert_eq!(escaped("a\u{202e}b\u{2066}c\nd\u{9b}e"), "a\\u{202e}b\\u{2066}c\\nd\\u{9b}e");
    }

    #[test]
    fn joiners_are_kept_within_words() {
        for name in [
            "👩\u{200d}💻",
            "❤\u{fe0f}\u{200d}🔥",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "1\u{fe0f}\u{20e3}",
            "葛\u{e0100}城",
        ] {
            assert_eq!(escaped(name), name);
        }
        assert_eq!(escaped("an\u{200d}a"), "an\\u{200d}a");
        assert_eq!(escaped("می\u{200c}"), "می\\u{200c}");
        assert_eq!(escaped("👩\u{200d}\u{202e}💻"), "👩\\u{200d}\\u{202e}💻");
    }

    #[test]
    fn invisible_characters_are_escaped() {
        let hidden = "\u{ad}\u{34f}\u{61c}\u{115f}\u{17b4}\u{180e}\u{2061}\u{2064}\u{2065}\u{3164}\u{fe01}\u{fe0f}\u{ffa0}\
                      \u{fff0}\u{fff9}\u{1d173}\u{e0001}\u{e0041}\u{e007f}\u{e0100}\u{e0fff}";
        for letter in hidden.chars() {
            assert_eq!(escaped(&format!("Sales{letter}")), format!("Sales{}", letter.escape_unicode()));
        }
        assert_eq!(escaped("٣\u{605}"), "٣\u{605}");
    }
}

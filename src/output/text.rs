//! Text that is safe on a terminal.

use std::borrow::Cow;

/// Escapes control and bidirectional characters (`\u{202e}`), which could move the cursor or reverse text.
///
/// Joiners stay between the parts of an emoji, and between letters that are not ASCII.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() * 2);
    let mut letters = text.chars().peekable();
    let mut last = None;
    while let Some(letter) = letters.next() {
        let joins = is_joiner(letter) && joinable(last) && joinable(letters.peek().copied());
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if is_dangerous(letter) && !joins => shown.extend(letter.escape_unicode()),
            _ => shown.push(letter),
        }
        last = Some(letter);
    }
    Cow::Owned(shown)
}

fn is_dangerous(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(letter, '\u{feff}' | '\u{2060}')
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
        for name in ["👩\u{200d}💻", "❤\u{fe0f}\u{200d}🔥", "می\u{200c}خواهم", "क्\u{200d}ष"] {
            assert_eq!(escaped(name), name);
        }
        assert_eq!(escaped("an\u{200d}a"), "an\\u{200d}a");
        assert_eq!(escaped("می\u{200c}"), "می\\u{200c}");
        assert_eq!(escaped("👩\u{200d}\u{202e}💻"), "👩\\u{200d}\\u{202e}💻");
    }
}

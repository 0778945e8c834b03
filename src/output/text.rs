//! Text that is safe to show on a terminal.

use std::borrow::Cow;

use crate::model::Time;

/// The text with its control and bidirectional characters written out (`\u{202e}`), so that no name
/// can move the cursor, colour the screen or turn the line around.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|letter| match letter {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        _ if is_dangerous(letter) => format!("\\u{{{:x}}}", u32::from(letter)),
        _ => letter.to_string(),
    });
    Cow::Owned(shown.collect())
}

fn is_dangerous(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(letter, '\u{feff}' | '\u{2060}')
}

/// A value, or `none` where there is none.
pub(super) fn or_none(value: Option<&str>) -> String {
    value.map_or_else(|| "none".to_owned(), str::to_owned)
}

/// The names, each with a mark if it is one of the inactive.
pub(super) fn marked(names: &[String], inactive: &[String]) -> Vec<String> {
    let mark = |name: &String| if inactive.contains(name) { format!("{name} (inactive)") } else { name.clone() };
    names.iter().map(mark).collect()
}

pub(super) fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// A moment to the minute, or `none`.
pub(super) fn minute(time: Option<Time>) -> String {
    time.map_or_else(|| "none".to_owned(), Time::to_minute)
}

/// A number with its thousands apart: `1,234,567`.
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

/// A number with what it counts: `1 effect`, `2,000 effects`.
pub(super) fn count(number: i64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(number.unsigned_abs())) }
}

/// A text behind its mark; what doesn't fit the width goes on below, as far in.
pub(super) fn wrapped(mark: &str, text: &str, width: usize) -> String {
    let inset = mark.chars().count();
    let (mut lines, mut column) = (mark.to_owned(), inset);
    for (number, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if number > 0 && column + 1 + length > width {
            lines.extend(["\n", &" ".repeat(inset)]);
            column = inset;
        } else if number > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_move_the_cursor_is_written_out() {
        assert_eq!(escaped("Ana García"), "Ana García");
        assert_eq!(escaped("\u{1b}[31mred"), "\\u{1b}[31mred");
        assert_eq!(escaped("a\u{202e}b\u{2066}c\nd\u{9b}e"), "a\\u{202e}b\\u{2066}c\\nd\\u{9b}e");
    }
}

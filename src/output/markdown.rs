//! Markdown as GitHub and GitLab render it.

use super::text::{escaped, grouped};

/// The most bytes of a list: GitHub refuses a summary of more than a mebibyte.
const FULL: usize = 600_000;

/// The text with its markup escaped. A backslash escapes nothing in code, between single backticks;
/// but a cell of a table ends at `|` in code too.
pub(super) fn escape(text: &str) -> String {
    let has_code = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    let (mut in_code, mut last) = (false, ' ');
    let mut letters = text.chars().peekable();
    let mut escaped = String::with_capacity(text.len());
    if begins_block(text) {
        escaped.push('\\');
    }
    while let Some(letter) = letters.next() {
        in_code ^= letter == '`' && has_code;
        let in_word = last.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        let is_markup = matches!(letter, '\\' | '*' | '<' | '[' | '~' | '&' | '$') || letter == '_' && !in_word;
        if letter == '|' || is_markup && !in_code || letter == '`' && !has_code {
            escaped.push('\\');
        }
        escaped.push(letter);
        last = letter;
    }
    escaped
}

/// Whether a line with this text would be a heading, a quotation, a list, a rule or the underline of a heading.
fn begins_block(text: &str) -> bool {
    let mut letters = text.chars();
    match letters.next() {
        Some('#' | '>' | '=') => true,
        Some('+' | '-') => letters.next().is_none_or(|next| next == '-' || next.is_whitespace()),
        _ => false,
    }
}

/// A row of a table.
pub(super) fn row(cells: impl IntoIterator<Item = String>) -> String {
    cells.into_iter().fold("|".to_owned(), |row, cell| row + " " + &cell + " |") + "\n"
}

/// An item of a list, with its hint in a line of its own.
pub(super) fn item(indent: &str, text: &str, hint: Option<&str>) -> String {
    let hint = hint.map(|hint| format!("{indent}  - hint: {}\n", escape(&escaped(hint))));
    format!("{indent}- {}\n{}", escape(&escaped(text)), hint.unwrap_or_default())
}

/// Joins the items of a list until it is full, and says how many of all are left out.
pub(super) fn list(items: impl IntoIterator<Item = String>, all: u64) -> String {
    let (mut text, mut listed) = (String::new(), 0);
    for item in items {
        if text.len() + item.len() > FULL {
            break;
        }
        text.push_str(&item);
        listed += 1;
    }
    let left_out = all.saturating_sub(listed);
    if left_out > 0 { text + &format!("- … and {} more\n", grouped(left_out)) } else { text }
}

/// A block of code, without its colours.
pub(super) fn fenced(text: &str) -> String {
    let text = anstream::adapter::strip_str(text).to_string();
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}\n", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_leaves_code_and_ends_no_cell() {
        assert_eq!(escape("a|b *c* <d> `e|f_*`"), r"a\|b \*c\* \<d> `e\|f_*`");
        assert_eq!(escape("a_b _c ` d"), r"a_b \_c \` d");
        assert_eq!(escape(r"\u{1b}"), r"\\u{1b}");
        assert_eq!(escape("```<b>`"), r"\`\`\`\<b>\`");
        assert_eq!(escape("&lt; $x$"), r"\&lt; \$x\$");
    }

    #[test]
    fn escape_begins_no_block() {
        for (text, escaped) in [("# a", "\\# a"), ("> a", "\\> a"), ("- a", "\\- a"), ("---", "\\---"), ("==", "\\==")]
        {
            assert_eq!(escape(text), escaped);
        }
        for text in ["+525512345678", "-5", "a # b"] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn list_ends_where_it_is_full() {
        let items = || (0..3).map(|number| item("", &format!("{number} {}", "a".repeat(FULL / 3)), None));
        let full = list(items(), 5);
        assert!(full.len() <= FULL + 20 && full.ends_with("\n- … and 3 more\n"), "{}", full.len());
        assert_eq!(list(["- a\n".to_owned()], 1), "- a\n");
    }

    #[test]
    fn fence_is_longer_than_those_inside() {
        assert_eq!(fenced("a\n"), "```\na\n```\n");
        assert_eq!(fenced("\u{1b}[1m````\u{1b}[0m"), "`````\n````\n`````\n");
    }
}

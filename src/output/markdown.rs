//! Markdown as GitHub and GitLab render it.

/// The text with its markup escaped. A backslash escapes nothing in code, between backticks;
/// but a cell of a table ends at `|` in code too.
pub(super) fn escape(text: &str) -> String {
    let has_code = text.matches('`').count().is_multiple_of(2);
    let (mut in_code, mut last) = (false, ' ');
    let mut letters = text.chars().peekable();
    let mut escaped = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        in_code ^= letter == '`' && has_code;
        let in_word = last.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        let is_markup = matches!(letter, '\\' | '*' | '<' | '[' | '~') || letter == '_' && !in_word;
        if letter == '|' || is_markup && !in_code || letter == '`' && !has_code {
            escaped.push('\\');
        }
        escaped.push(letter);
        last = letter;
    }
    escaped
}

/// A row of a table.
pub(super) fn row(cells: impl IntoIterator<Item = String>) -> String {
    cells.into_iter().fold("|".to_owned(), |row, cell| row + " " + &cell + " |") + "\n"
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
    }

    #[test]
    fn fence_is_longer_than_those_inside() {
        assert_eq!(fenced("a\n"), "```\na\n```\n");
        assert_eq!(fenced("\u{1b}[1m````\u{1b}[0m"), "`````\n````\n`````\n");
    }
}

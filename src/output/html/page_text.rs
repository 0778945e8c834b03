//! Texts that are safe to show on a page, and not too long for it.

use crate::output::text::escaped;

/// The most characters of a name.
const NAME: usize = 80;

/// A name with its control and bidirectional characters escaped; a long one is cut. Templates escape it for HTML.
pub(super) fn name(text: &str) -> String {
    cut(text, NAME)
}

/// A text of at most this many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    // What is cut off must not be escaped first: it may be megabytes.
    let begin: String = text.chars().take(most + 1).collect();
    let shown = escaped(&begin);
    if shown.chars().count() <= most {
        return shown.into_owned();
    }
    shown.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut() {
        assert_eq!(name("ana@acme.example"), "ana@acme.example");
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("\u{202e}ab", 6), "\\u{20…");
        assert_eq!(name(&"x".repeat(1 << 20)).chars().count(), NAME);
    }
}

//! How columns share the width of a terminal, and how text fits into a column.

use super::text::width_of;

/// The least width of names and prose.
const NARROW: usize = 14;

/// How a column gets narrower, the best way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Fixed,
    Shortens,
    Wraps,
}

/// The widths of columns, two blanks apart, in this room. A column has its class, its least width and its
/// whole width. Names are shortened before text is wrapped.
pub(super) fn fit(columns: &[(Class, usize, usize)], room: usize) -> Vec<usize> {
    let mut widths: Vec<_> = columns.iter().map(|(.., width)| *width).collect();
    for class in [Class::Shortens, Class::Wraps] {
        let total: usize = widths.iter().sum::<usize>() + 2 * columns.len().saturating_sub(1);
        for _ in room..total {
            let can_shrink = columns
                .iter()
                .zip(&mut widths)
                .filter(|((is, least, _), width)| *is == class && **width > NARROW.max(*least));
            let Some((_, widest)) = can_shrink.max_by_key(|(_, width)| **width) else { break };
            *widest -= 1;
        }
    }
    widths
}

/// The names that fit, and the number of the others: `ana@acme.example +2`.
pub(super) fn shorten(names: &[impl AsRef<str>], width: usize) -> String {
    let Some((first, _)) = names.split_first() else { return String::new() };
    for shown in (1..=names.len()).rev() {
        let some: Vec<_> = names.iter().take(shown).map(AsRef::as_ref).collect();
        let more = more(names.len() - shown);
        let line = some.join(", ") + &more;
        if width_of(&line) <= width {
            return line;
        }
    }
    let more = more(names.len() - 1);
    cut_in_the_middle(first.as_ref(), width.saturating_sub(more.len())) + &more
}

fn more(number: usize) -> String {
    if number == 0 { String::new() } else { format!(" +{number}") }
}

/// Shortens an email: `diego.r…@acme.example (inactive)`.
fn cut_in_the_middle(name: &str, width: usize) -> String {
    let end = name.find(" (").unwrap_or(name.len());
    let (email, remark) = name.split_at(end);
    let width = width.saturating_sub(width_of(remark));
    if width_of(email) <= width {
        return name.to_owned();
    }
    let (local, domain) = email.rfind('@').map_or((email, ""), |at| email.split_at(at));
    let (begin, end) = match width.checked_sub(width_of(domain) + 1) {
        Some(room) if room >= 3 || domain.is_empty() => (first(local, room), domain.to_owned()),
        _ => (first(email, width / 2), last(email, width.saturating_sub(width / 2 + 1))),
    };
    format!("{begin}…{end}{remark}")
}

/// The beginning of a text.
fn first(text: &str, width: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|letter| {
            used += width_of(letter.encode_utf8(&mut [0; 4]));
            used <= width
        })
        .collect()
}

/// The end of a text.
fn last(text: &str, width: usize) -> String {
    first(&text.chars().rev().collect::<String>(), width).chars().rev().collect()
}

/// Breaks text into lines of at most this width, at blanks and within longer words.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for piece in text.split(' ').flat_map(|word| pieces(word, width)) {
        if !line.is_empty() && width_of(&line) + 1 + width_of(piece) > width {
            lines.push(std::mem::take(&mut line));
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(piece);
    }
    lines.push(line);
    lines
}

/// Formats text after a mark; further lines are indented by the width of the mark.
pub(super) fn wrapped(mark: &str, text: &str, width: usize) -> String {
    let inset = width_of(mark);
    let lines = wrap(text, width.saturating_sub(inset).max(1));
    format!("{mark}{}\n", lines.join(&format!("\n{}", " ".repeat(inset))))
}

/// Cuts a word into pieces that fit.
fn pieces(mut word: &str, width: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    while width_of(word) > width {
        let end = first(word, width).len();
        if end == 0 {
            break;
        }
        let (piece, rest) = word.split_at(end);
        pieces.push(piece);
        word = rest;
    }
    pieces.push(word);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_before_text_is_wrapped() {
        let columns = [(Class::Fixed, 2, 10), (Class::Shortens, 5, 30), (Class::Wraps, 4, 30)];
        assert_eq!(fit(&columns, 80), [10, 30, 30]);
        assert_eq!(fit(&columns, 64), [10, 20, 30]);
        assert_eq!(fit(&columns, 50), [10, 14, 22]);
        assert_eq!(fit(&columns, 20), [10, 14, 14]);
    }

    #[test]
    fn emails_are_cut_in_the_middle() {
        assert_eq!(shorten(&["diego.ramirez@acme.mx"], 21), "diego.ramirez@acme.mx");
        assert_eq!(shorten(&["diego.ramirez@acme.mx"], 16), "diego.r…@acme.mx");
        assert_eq!(shorten(&["diego.ramirez@acme.mx (inactive)"], 27), "diego.r…@acme.mx (inactive)");
        assert_eq!(shorten(&["a@a-very-long-domain.example"], 16), "a@a-very…example");
    }

    #[test]
    fn names_that_fit_are_listed_and_others_counted() {
        assert_eq!(shorten(&["ana@a.mx", "eva@a.mx"], 18), "ana@a.mx, eva@a.mx");
        assert_eq!(shorten(&["ana@a.mx", "eva@a.mx", "luis@a.mx"], 21), "ana@a.mx, eva@a.mx +1");
        assert_eq!(shorten(&["ana@a.mx", "eva@a.mx", "luis@a.mx"], 12), "ana@a.mx +2");
        assert_eq!(shorten(&[] as &[&str], 12), "");
    }

    #[test]
    fn text_is_wrapped_and_long_words_are_cut() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("a elephants", 4), ["a", "elep", "hant", "s"]);
        assert_eq!(wrap("", 4), [""]);
    }
}

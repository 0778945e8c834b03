//! Splits the owner cell of a key-account mapping into the owners that it names: `a; b`, `a, b`,
//! `a y b`, `Ana <ana@acme.example>`. A text that is a member's name as a whole is never split.

use crate::model::MatchOwner;

/// The most pieces that are tried as one name: `García, Ana y Paz, Luis` has four.
const MOST_PIECES: usize = 4;

/// Words that separate owners, with blanks around them.
const WORDS: [&str; 4] = ["y", "e", "and", "/"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OwnerText<'c> {
    /// An email, a name or an external id, as the file identifies owners.
    Key(&'c str),
    /// The email of `Ana <ana@acme.example>`.
    Address(&'c str),
}

/// Whether a cell can be anything but a single key.
pub(super) fn may_be_split(cell: &str) -> bool {
    cell.contains(|sign: char| matches!(sign, ';' | '|' | ',' | '<' | '"') || sign.is_whitespace())
}

/// The owners in a cell, in order. `is_owner` tells whether a text is the name or id of a member.
pub(super) fn split<'c>(cell: &'c str, by: MatchOwner, is_owner: &dyn Fn(&str) -> bool) -> Vec<OwnerText<'c>> {
    let mut owners = Vec::new();
    for chunk in chunks(cell) {
        let splitter = Splitter { chunk, by, is_owner };
        splitter.split(&mut owners);
    }
    owners
}

/// The texts between `;`, `|` and line breaks.
fn chunks(cell: &str) -> impl Iterator<Item = &str> {
    let is_strong = |rest: &str| rest.starts_with([';', '|', '\n', '\r']).then_some(1);
    pieces(cell, is_strong).into_iter().map(|(start, end)| cell.get(start..end).unwrap_or_default())
}

/// The length of a separator at the start of a text: a comma, or a word between blanks.
fn weak_separator(text: &str) -> Option<usize> {
    if text.starts_with(',') {
        return Some(1);
    }
    let after_blank = text.strip_prefix(char::is_whitespace)?;
    let blank = text.len() - after_blank.len();
    WORDS.iter().find_map(|word| {
        let start = after_blank.get(..word.len())?;
        let after = after_blank.get(word.len()..)?;
        (start.eq_ignore_ascii_case(word) && after.starts_with(char::is_whitespace)).then_some(blank + word.len())
    })
}

/// The ranges of the pieces between separators, trimmed, without empty ones. A separator in quotes at the
/// start of a piece is ignored.
fn pieces(text: &str, separator: impl Fn(&str) -> Option<usize>) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut add = |start: usize, end: usize| {
        let piece = text.get(start..end).unwrap_or_default();
        let start = start + piece.len() - piece.trim_start().len();
        pieces.extend((!piece.trim().is_empty()).then(|| (start, start + piece.trim().len())));
    };
    let mut is_blank = true;
    while let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(length) = separator(rest) {
            add(start, at);
            at += length;
            (start, is_blank) = (at, true);
            continue;
        }
        let quoted = (is_blank && sign == '"').then(|| quoted(rest)).flatten();
        at += quoted.unwrap_or(sign.len_utf8());
        is_blank &= sign.is_whitespace();
    }
    add(start, text.len());
    pieces
}

/// The length of the quoted text at the start, if it is terminated.
fn quoted(text: &str) -> Option<usize> {
    text.get(1..)?.find('"').map(|length| length + 2)
}

/// A text between `;`, `|` and line breaks.
struct Splitter<'c, 'o> {
    chunk: &'c str,
    by: MatchOwner,
    is_owner: &'o dyn Fn(&str) -> bool,
}

impl<'c> Splitter<'c, '_> {
    fn split(&self, owners: &mut Vec<OwnerText<'c>>) {
        if !may_be_split(self.chunk) || (self.is_owner)(self.chunk) {
            owners.push(OwnerText::Key(self.chunk));
            return;
        }
        let pieces = pieces(self.chunk, weak_separator);
        let before = owners.len();
        let mut rest = pieces.as_slice();
        while !rest.is_empty() {
            let (owner, length) = self.longest(rest);
            owners.push(owner);
            rest = rest.get(length..).unwrap_or_default();
        }
        let found = owners.get(before..).unwrap_or_default();
        if found.len() > 1 && !found.iter().any(|owner| self.is_separate(*owner)) {
            owners.truncate(before);
            owners.push(OwnerText::Key(self.chunk));
        }
    }

    /// The longest owner that the first pieces name, with their number.
    fn longest(&self, pieces: &[(usize, usize)]) -> (OwnerText<'c>, usize) {
        let most = pieces.len().min(MOST_PIECES);
        let whole = (2..=most).rev().find_map(|length| {
            let text = self.text(pieces.get(..length)?);
            (self.is_owner)(text).then_some((OwnerText::Key(text), length))
        });
        whole.unwrap_or_else(|| (owner(self.text(pieces.get(..1).unwrap_or_default())), 1))
    }

    /// The text from the first piece to the last.
    fn text(&self, pieces: &[(usize, usize)]) -> &'c str {
        let range = pieces.first().zip(pieces.last()).map(|((start, _), (_, end))| *start..*end);
        range.and_then(|range| self.chunk.get(range)).unwrap_or_default()
    }

    /// Whether an owner shows that its chunk names several; else the chunk is one unknown owner: `García,
    /// Ana`.
    fn is_separate(&self, owner: OwnerText<'_>) -> bool {
        match (owner, self.by) {
            (OwnerText::Address(_), _) | (OwnerText::Key(_), MatchOwner::ExternalId) => true,
            (OwnerText::Key(text), MatchOwner::Email) => text.contains('@'),
            (OwnerText::Key(text), MatchOwner::Name) => text.contains('@') || (self.is_owner)(text),
        }
    }
}

/// The email of `Ana <ana@acme.example>`, or the text without quotes around it.
fn owner(text: &str) -> OwnerText<'_> {
    let address = text.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    if let Some((_, address)) = address.filter(|(_, address)| address.contains('@')) {
        return OwnerText::Address(address.trim());
    }
    let unquoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    OwnerText::Key(unquoted.map_or(text, str::trim))
}

#[cfg(test)]
mod tests {
    use super::OwnerText::{Address, Key};
    use super::*;

    const NAMES: [&str; 5] = ["García, Ana", "Paz y Miño", "Luis", "Eva", "Paz, Ana y Eva"];

    fn by_email(cell: &str) -> Vec<OwnerText<'_>> {
        split(cell, MatchOwner::Email, &|_| false)
    }

    fn by_name(cell: &str) -> Vec<OwnerText<'_>> {
        split(cell, MatchOwner::Name, &|text| NAMES.contains(&text))
    }

    #[test]
    fn separators_split_emails() {
        for cell in [
            "a@x;b@x",
            "a@x ; b@x;",
            "a@x,b@x",
            "a@x|b@x",
            "a@x\nb@x",
            "a@x\r\n\r\nb@x\r\n",
            "a@x y b@x",
            "a@x Y b@x",
            "a@x e b@x",
            "a@x and b@x",
            "a@x AND\u{a0}b@x",
            "a@x / b@x",
            "a@x, y b@x",
            ", a@x ,, b@x ,",
            "a@x  y\tb@x",
        ] {
            assert_eq!(by_email(cell), [Key("a@x"), Key("b@x")], "{cell:?}");
        }
        assert_eq!(by_email("a@x y b@x, c@x | d@x"), ["a@x", "b@x", "c@x", "d@x"].map(Key));
        for cell in ["", " ", ";", " , | \n", "\u{a0}"] {
            assert_eq!(by_email(cell), [], "{cell:?}");
        }
    }

    #[test]
    fn words_within_an_email_do_not_split_it() {
        for cell in ["andy@x", "y@x", "a/b@x", "e@y.and"] {
            assert_eq!(by_email(cell), [Key(cell)]);
        }
    }

    #[test]
    fn address_is_the_email_in_angle_brackets() {
        assert_eq!(by_email("Ana <ana@x>"), [Address("ana@x")]);
        assert_eq!(by_email("\"Paz, Ana\" <ana@x>; Luis < luis@x >"), [Address("ana@x"), Address("luis@x")]);
        assert_eq!(by_email("\"Paz; Ana y Eva\" <ana@x>, luis@x"), [Address("ana@x"), Key("luis@x")]);
        assert_eq!(by_email("<ana@x>\nluis@x"), [Address("ana@x"), Key("luis@x")]);
        assert_eq!(by_name("Ana <ana@x>, Luis"), [Address("ana@x"), Key("Luis")]);
        // A name without quotes could be two people.
        assert_eq!(by_email("Luis, Ana <ana@x>"), [Key("Luis"), Address("ana@x")]);
        assert_eq!(by_email("Ana <ana>"), [Key("Ana <ana>")]);
        assert_eq!(by_email("Ana \"la jefa; luis@x"), [Key("Ana \"la jefa"), Key("luis@x")]);
    }

    #[test]
    fn name_of_a_member_is_not_split() {
        assert_eq!(by_name("García, Ana"), [Key("García, Ana")]);
        assert_eq!(by_name("Paz y Miño"), [Key("Paz y Miño")]);
        assert_eq!(by_name("Paz y Miño y García, Ana"), [Key("Paz y Miño"), Key("García, Ana")]);
        assert_eq!(by_name("Luis, Paz y Miño; Eva"), [Key("Luis"), Key("Paz y Miño"), Key("Eva")]);
        assert_eq!(by_name("\"García, Ana\", Luis"), [Key("García, Ana"), Key("Luis")]);
        assert_eq!(by_name("Paz, Ana y Eva"), [Key("Paz, Ana y Eva")]);
    }

    #[test]
    fn name_with_comma_is_one_unknown_owner() {
        assert_eq!(by_name("Gómez, Ana"), [Key("Gómez, Ana")]);
        assert_eq!(by_name("Gómez y Miño | Luis"), [Key("Gómez y Miño"), Key("Luis")]);
        assert_eq!(by_name("Gómez y Luis"), [Key("Gómez"), Key("Luis")]);
        assert_eq!(by_email("García, Ana"), [Key("García, Ana")]);
        let by_id = split("7008, 7009", MatchOwner::ExternalId, &|_| false);
        assert_eq!(by_id, [Key("7008"), Key("7009")]);
    }

    #[test]
    fn long_cells_take_linear_time() {
        let cell = "a@x, ".repeat(200_000);
        assert_eq!(by_email(&cell).len(), 200_000);
    }
}

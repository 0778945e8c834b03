//! The short way from text to trees, straight from the events of the parser: in less than half the
//! time, and each item of a list is there before the next is looked at.
//!
//! It knows what nearly all files are made of, and gives up at anything else: anchors, tags, numbers
//! that aren't plain ones, faults. Then [`full`] reads the file from its start the long way,
//! which alone decides what such things mean and what is said about them.

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::full::{Node, NodeContent};
use crate::formats::fault::Position;

/// From here on the long way has limits of its own.
const MOST_BYTES: usize = 64 << 20;
const DEEPEST: usize = 64;

/// Hands over each item of the list that a file holds under its only key, as soon as it is read. None
/// where there is anything unusual; then what was handed over counts for nothing.
pub(super) fn items(text: &str, key: &str, mut hand: impl FnMut(&Node<'_>) -> Option<()>) -> Option<()> {
    let mut events = Events::of(text)?;
    let is_start = matches!(events.next()?, (Event::MappingStart(_, 0, None), _))
        && matches!(events.next()?, (Event::Scalar(found, _, 0, None), _) if found == key)
        && matches!(events.next()?, (Event::SequenceStart(_, 0, None), _));
    if !is_start {
        return None;
    }
    loop {
        match events.next()? {
            (Event::SequenceEnd, _) => break,
            (event, span) => hand(&events.node(event, &span, 2)?)?,
        }
    }
    let is_end = matches!(events.next()?, (Event::MappingEnd, _)) && events.is_over();
    is_end.then_some(())
}

/// What the parser says of a document.
pub(super) struct Events<'s>(Parser<'s, StrInput<'s>>);

impl<'s> Events<'s> {
    /// Those of a text, unless it needs the long way from its start.
    pub(super) fn of(text: &'s str) -> Option<Self> {
        let is_usual = text.len() <= MOST_BYTES && !text.starts_with('\u{feff}');
        is_usual.then(|| Self(Parser::new_from_str(text)))
    }

    /// The next event that says something; none if the text is over, or faulty, or has directives.
    pub(super) fn next(&mut self) -> Option<(Event<'s>, Span)> {
        loop {
            let (event, span) = self.0.next()?.ok()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_, None) | Event::Comment(..) => {}
                event => return Some((event, span)),
            }
        }
    }

    /// Whether nothing follows the first document.
    pub(super) fn is_over(&mut self) -> bool {
        matches!(self.next(), Some((Event::DocumentEnd, _))) && matches!(self.next(), Some((Event::StreamEnd, _)))
    }

    /// The node that begins with an event.
    pub(super) fn node(&mut self, event: Event<'s>, span: &Span, depth: usize) -> Option<Node<'s>> {
        let value = match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => scalar(text)?,
            Event::Scalar(text, _, 0, None) => NodeContent::Text(text),
            Event::SequenceStart(_, 0, None) if depth < DEEPEST => self.list(depth + 1)?,
            Event::MappingStart(_, 0, None) if depth < DEEPEST => self.map(depth + 1)?,
            _ => return None,
        };
        let place = Position { line: span.start.line() as u64, column: span.start.col() as u64 + 1 };
        Some(Node { value, place, written: span.byte_range() })
    }

    fn list(&mut self, depth: usize) -> Option<NodeContent<'s>> {
        let mut list = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Some(NodeContent::List(list)),
                (event, span) => list.push(self.node(event, &span, depth)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<NodeContent<'s>> {
        let mut map = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Some(NodeContent::Map(map)),
                (event, span) => self.node(event, &span, depth)?,
            };
            // It would merge another map into this one.
            if matches!(&key.value, NodeContent::Text(text) if text == "<<") {
                return None;
            }
            let (event, span) = self.next()?;
            map.push((key, self.node(event, &span, depth)?));
        }
    }
}

/// A scalar without quotes, if there can be no doubt what it is.
fn scalar(text: std::borrow::Cow<'_, str>) -> Option<NodeContent<'_>> {
    match &*text {
        "" | "~" | "null" => return Some(NodeContent::Null),
        "true" => return Some(NodeContent::Bool(true)),
        "false" => return Some(NodeContent::Bool(false)),
        _ => {}
    }
    match text.bytes().next()? {
        b'~' | b'<' | b'=' => return None,
        // No number has any of these; a time or an email does.
        b'0'..=b'9' | b'+' | b'-' | b'.' if text.contains([' ', ':', '@', 'T']) => {
            return Some(NodeContent::Text(text));
        }
        b'0'..=b'9' | b'+' | b'-' | b'.' => {}
        _ => return (!is_special(&text)).then_some(NodeContent::Text(text)),
    }
    number(&text).map(|number| NodeContent::Number(number.into()))
}

/// Words that are something else in some spelling.
fn is_special(text: &str) -> bool {
    ["null", "true", "false", "nan", "inf", "infinity"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A whole number that fits, without zeros before it.
fn number(text: &str) -> Option<u64> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if plain && digits.len() < 19 { digits.parse().ok() } else { None }
}

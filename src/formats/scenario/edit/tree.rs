//! A YAML text as a tree of places: where each node starts and ends, and how it is written.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};
use serde_json::Value as Json;

use crate::formats::fault::Place;

/// A node of the file.
#[derive(Debug)]
pub(super) struct Node {
    /// Where in the text it stands, without its anchor.
    pub(super) range: Range<usize>,
    /// The same for people.
    pub(super) place: Place,
    /// Whether another place of the file may show it, or it shows another one.
    pub(super) shared: bool,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// A text, as it reads and as it is quoted.
    Scalar(String, ScalarStyle),
    /// A list.
    List(Style, Vec<Node>),
    /// A map.
    Map(Style, Vec<(Node, Node)>),
}

/// How a list or a map is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Line by line.
    Block,
    /// In brackets or braces.
    Flow,
}

impl Node {
    /// Whether it is written in brackets or braces.
    pub(super) fn is_flow(&self) -> bool {
        matches!(self.kind, Kind::List(Style::Flow, _) | Kind::Map(Style::Flow, _))
    }

    /// Whether it is written as this text, in whatever letters.
    pub(super) fn is_text(&self, text: &str) -> bool {
        matches!(&self.kind, Kind::Scalar(written, _) if written.eq_ignore_ascii_case(text))
    }

    /// Whether it reads as this value, as far as it matters for keeping it as it is written.
    pub(super) fn reads_as(&self, value: &Json) -> bool {
        match (&self.kind, value) {
            (Kind::Scalar(..), Json::String(text)) => self.is_text(text),
            (Kind::Scalar(..), Json::Null | Json::Bool(_) | Json::Number(_)) => self.is_text(&value.to_string()),
            (Kind::List(_, nodes), Json::Array(values)) => {
                nodes.len() == values.len() && nodes.iter().zip(values).all(|(node, value)| node.reads_as(value))
            }
            (Kind::Map(_, entries), Json::Object(map)) => {
                let same = |(key, value): &(Self, Self)| map.iter().any(|(k, v)| key.is_text(k) && value.reads_as(v));
                entries.len() == map.len() && entries.iter().all(same)
            }
            _ => false,
        }
    }

    /// Its children in their order.
    pub(super) fn children(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Scalar(..) => Vec::new(),
            Kind::List(_, items) => items.iter().collect(),
            Kind::Map(_, entries) => entries.iter().flat_map(|(key, value)| [key, value]).collect(),
        }
    }
}

/// Reads the one document of a file; none if it can't be read, or not to the letter.
pub(super) fn read(source: &str) -> Option<Node> {
    let mut parser = Parser::new_from_str(source);
    loop {
        let (event, span) = parser.next()?.ok()?;
        if event.is_node() {
            return node(&mut parser, event, span.byte_range()?, place(&span));
        }
    }
}

fn place(span: &granit_parser::Span) -> Place {
    Place { line: span.start.line() as u64, column: span.start.col() as u64 + 1 }
}

type Source<'s> = Parser<'s, granit_parser::StrInput<'s>>;

fn node(parser: &mut Source<'_>, event: Event<'_>, range: Range<usize>, place: Place) -> Option<Node> {
    let (shared, kind, end) = match event {
        Event::Scalar(text, style, anchor, tag) => {
            (anchor > 0 || tag.is_some(), Kind::Scalar(text.into_owned(), style), range.end)
        }
        Event::Alias(_) => (true, Kind::Scalar(String::new(), ScalarStyle::Plain), range.end),
        Event::SequenceStart(style, anchor, tag) => {
            let (items, end) = children(parser, style.into(), range.end)?;
            (anchor > 0 || tag.is_some(), Kind::List(style.into(), items), end)
        }
        Event::MappingStart(style, anchor, tag) => {
            let (nodes, end) = children(parser, style.into(), range.end)?;
            (anchor > 0 || tag.is_some(), Kind::Map(style.into(), pairs(nodes)), end)
        }
        _ => return None,
    };
    Some(Node { range: range.start..end, place, shared, kind })
}

/// What stands in a list or a map, and where that ends: line by line, with the last of it.
fn children(parser: &mut Source<'_>, style: Style, start: usize) -> Option<(Vec<Node>, usize)> {
    let mut nodes: Vec<Node> = Vec::new();
    loop {
        let (event, span) = parser.next()?.ok()?;
        let range = span.byte_range()?;
        match event {
            Event::SequenceEnd | Event::MappingEnd if style == Style::Flow => return Some((nodes, range.end)),
            Event::SequenceEnd | Event::MappingEnd => {
                let end = nodes.iter().map(|node| node.range.end).max().unwrap_or(start);
                return Some((nodes, end));
            }
            event if event.is_node() => nodes.push(node(parser, event, range, place(&span))?),
            _ => {}
        }
    }
}

fn pairs(nodes: Vec<Node>) -> Vec<(Node, Node)> {
    let mut nodes = nodes.into_iter();
    std::iter::from_fn(|| Some((nodes.next()?, nodes.next()?))).collect()
}

impl From<StructureStyle> for Style {
    fn from(style: StructureStyle) -> Self {
        match style {
            StructureStyle::Block => Self::Block,
            StructureStyle::Flow => Self::Flow,
        }
    }
}

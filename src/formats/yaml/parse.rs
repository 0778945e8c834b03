//! Parses YAML (JSON is YAML too) into a tree in which every node has its position, so that all errors
//! of a file can be reported at once. What nodes mean is not known here.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};
use serde_json::Value as Json;

use super::syntax;
use crate::formats::fault::{FileError, Position};

/// How many nodes aliases may repeat. Scenario files may be generated: a large one is not an attack, but a few nested
/// aliases are enough for more than memory holds.
const MOST_REPEATED: usize = 2_000_000;

/// A value of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'s> {
    pub value: NodeContent<'s>,
    /// Where it is used: the position of an alias, not of its anchor.
    pub place: Position,
}

type Pair<'s> = (Node<'s>, Node<'s>);

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeContent<'s> {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true` or `false`, and how it is written; `on` and `NO` are texts.
    Bool(bool, Cow<'s, str>),
    /// A number as it is written: `+52` and `007` may be meant as text.
    Number(Cow<'s, str>),
    /// Any other scalar.
    Text(Cow<'s, str>),
    List(Vec<Node<'s>>),
    /// A map in the order of the file; keys may repeat.
    Map(Vec<Pair<'s>>),
}

impl Node<'_> {
    /// The same node, used at another position with all that it holds.
    fn placed(&self, place: Position) -> Self {
        let value = match &self.value {
            NodeContent::List(nodes) => NodeContent::List(nodes.iter().map(|node| node.placed(place)).collect()),
            NodeContent::Map(pairs) => {
                NodeContent::Map(pairs.iter().map(|(key, value)| (key.placed(place), value.placed(place))).collect())
            }
            scalar => scalar.clone(),
        };
        Self { value, place }
    }

    /// The node without positions, with numbers as they are written.
    pub fn json(&self) -> Json {
        match &self.value {
            NodeContent::Null => Json::Null,
            NodeContent::Bool(on, _) => (*on).into(),
            NodeContent::Number(text) | NodeContent::Text(text) => (**text).into(),
            NodeContent::List(nodes) => nodes.iter().map(Node::json).collect(),
            NodeContent::Map(pairs) => pairs.iter().map(|(key, value)| (key.key(), value.json())).collect(),
        }
    }

    fn key(&self) -> String {
        match &self.value {
            NodeContent::Text(text) => text.to_string(),
            _ => self.json().to_string(),
        }
    }
}

/// Parses the one document of a file.
pub fn document(text: &str) -> Result<Node<'_>, FileError> {
    check_aliases(text)?;
    let mut tree = TreeBuilder::new(text);
    let root = match tree.next()? {
        (Event::StreamEnd, _) => return Ok(Node { value: NodeContent::Null, place: START }),
        (event, span) => tree.node(event, &span)?,
    };
    tree.end()?;
    Ok(root)
}

/// Passes each item of the list under `key`, the only key of the file, to `emit` as soon as it is
/// parsed. None for any other file and if `emit` or the parser stops: then what was passed doesn't count.
pub fn items<'s>(text: &'s str, key: &str, mut emit: impl FnMut(&Node<'s>) -> Option<()>) -> Option<()> {
    check_aliases(text).ok()?;
    let mut tree = TreeBuilder::new(text);
    let is_start = matches!(tree.next().ok()?, (Event::MappingStart(_, 0, None), _))
        && matches!(tree.next().ok()?, (Event::Scalar(found, _, 0, None), _) if found == key)
        && matches!(tree.next().ok()?, (Event::SequenceStart(_, 0, None), _));
    if !is_start {
        return None;
    }
    loop {
        match tree.next().ok()? {
            (Event::SequenceEnd, _) => break,
            (event, span) => emit(&tree.node(event, &span).ok()?)?,
        }
    }
    let is_end = matches!(tree.next().ok()?, (Event::MappingEnd, _)) && tree.end().is_ok();
    is_end.then_some(())
}

const START: Position = Position { line: 1, column: 1 };

/// Counts what aliases repeat before anything is built. Other errors are left to the builder.
pub(super) fn check_aliases(text: &str) -> Result<(), FileError> {
    if !text.contains('&') {
        return Ok(());
    }
    let (mut sizes, mut open, mut repeated) = (HashMap::new(), Vec::new(), 0_usize);
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        let (anchor, size) = match event {
            Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                open.push((anchor, 1));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().unwrap_or_default(),
            Event::Scalar(_, _, anchor, _) => (anchor, 1),
            Event::Alias(anchor) => {
                let size = sizes.get(&anchor).copied().unwrap_or(1_usize);
                repeated = repeated.saturating_add(size);
                if repeated > MOST_REPEATED {
                    let message = "the file is too large once its aliases (`*`) are expanded";
                    let hint = "split the file, or use fewer aliases".to_owned();
                    return Err(FileError::new(position(&span), message).with_hint(Some(hint)));
                }
                (0, size)
            }
            _ => continue,
        };
        if anchor > 0 {
            sizes.insert(anchor, size);
        }
        if let Some((_, above)) = open.last_mut() {
            *above += size;
        }
    }
    Ok(())
}

/// Builds nodes from the events of the parser.
struct TreeBuilder<'s> {
    text: &'s str,
    parser: Parser<'s, StrInput<'s>>,
    anchors: HashMap<usize, Node<'s>>,
}

impl<'s> TreeBuilder<'s> {
    fn new(text: &'s str) -> Self {
        Self { text, parser: Parser::new_from_str(text), anchors: HashMap::new() }
    }

    /// The next event that matters.
    fn next(&mut self) -> Result<(Event<'s>, Span), FileError> {
        loop {
            let Some(next) = self.parser.next() else { return Ok((Event::StreamEnd, Span::default())) };
            match next.map_err(|error| syntax::error(&error, self.text))? {
                (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd | Event::Comment(..), _) => {}
                next => return Ok(next),
            }
        }
    }

    fn end(&mut self) -> Result<(), FileError> {
        match self.next()? {
            (Event::StreamEnd, _) => Ok(()),
            (_, span) => Err(FileError::new(position(&span), "expected one YAML document, found a second one")),
        }
    }

    /// The node that begins with an event.
    fn node(&mut self, event: Event<'s>, span: &Span) -> Result<Node<'s>, FileError> {
        let place = position(span);
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => (scalar(text, style, tag.as_deref(), place)?, anchor),
            Event::SequenceStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), place)?;
                (NodeContent::List(self.list()?), anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), place)?;
                (NodeContent::Map(self.map()?), anchor)
            }
            Event::Alias(anchor) => return self.alias(anchor, place),
            _ => return Err(FileError::new(place, "expected a value")),
        };
        let node = Node { value, place };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn list(&mut self) -> Result<Vec<Node<'s>>, FileError> {
        let mut nodes = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(nodes),
                (event, span) => nodes.push(self.node(event, &span)?),
            }
        }
    }

    fn map(&mut self) -> Result<Vec<Pair<'s>>, FileError> {
        let mut pairs = Vec::new();
        let mut merged = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => break,
                (event, span) => self.node(event, &span)?,
            };
            let (event, span) = self.next()?;
            let value = self.node(event, &span)?;
            match key.value {
                NodeContent::Text(text) if text == "<<" => merged.extend(merged_pairs(value)?),
                _ => pairs.push((key, value)),
            }
        }
        // A key of the map itself wins, then one of the first map that is merged.
        for (key, value) in merged {
            if pairs.iter().all(|(own, _)| own.value != key.value) {
                pairs.push((key, value));
            }
        }
        Ok(pairs)
    }

    /// The node of an anchor, at the position of its alias.
    fn alias(&self, anchor: usize, place: Position) -> Result<Node<'s>, FileError> {
        let node = self.anchors.get(&anchor).ok_or_else(|| syntax::unknown_alias(place, self.text))?;
        Ok(node.placed(place))
    }
}

/// The entries that a `<<` adds: those of a map, or of several.
fn merged_pairs(value: Node<'_>) -> Result<Vec<Pair<'_>>, FileError> {
    match value.value {
        NodeContent::Map(pairs) => Ok(pairs),
        NodeContent::List(nodes) => {
            let maps: Result<Vec<_>, _> = nodes.into_iter().map(merged_pairs).collect();
            maps.map(|maps| maps.into_iter().flatten().collect())
        }
        _ => Err(FileError::new(value.place, "`<<` must have a map, or a list of maps")),
    }
}

fn scalar<'s>(
    text: Cow<'s, str>,
    style: ScalarStyle,
    tag: Option<&Tag>,
    place: Position,
) -> Result<NodeContent<'s>, FileError> {
    check_tag(tag, place)?;
    let is_text = tag.map_or(style != ScalarStyle::Plain, |tag| tag.is_yaml_core_schema_tag("str"));
    Ok(if is_text { NodeContent::Text(text) } else { plain(text) })
}

fn check_tag(tag: Option<&Tag>, place: Position) -> Result<(), FileError> {
    match tag.filter(|tag| tag.is_custom()) {
        Some(tag) => {
            let (handle, suffix) = tag.original_parts();
            Err(FileError::new(place, format!("unsupported tag `{handle}{suffix}`")))
        }
        None => Ok(()),
    }
}

/// A scalar without quotes, by the core schema of YAML 1.2.
fn plain(text: Cow<'_, str>) -> NodeContent<'_> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => NodeContent::Null,
        "true" | "True" | "TRUE" => NodeContent::Bool(true, text),
        "false" | "False" | "FALSE" => NodeContent::Bool(false, text),
        written if is_number(written) => NodeContent::Number(text),
        _ => NodeContent::Text(text),
    }
}

/// Whether a plain scalar is a number: `0x1f`, `0o17`, or in decimal.
fn is_number(text: &str) -> bool {
    if let Some((radix, digits)) = text.split_at_checked(2).filter(|(start, _)| matches!(*start, "0x" | "0o")) {
        return u64::from_str_radix(digits, if radix == "0x" { 16 } else { 8 }).is_ok();
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') && unsigned.parse::<f64>().is_ok()
}

fn position(span: &Span) -> Position {
    Position { line: span.start.line() as u64, column: span.start.col() as u64 + 1 }
}

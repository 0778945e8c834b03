//! A YAML document (JSON is YAML too) as a tree in which every node knows its place, so that all
//! faults of a file can be told at once. What nodes mean is not known here.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_saphyr::options::DuplicateKeyPolicy;
use serde_saphyr::{Options, Spanned};

use super::syntax::fault;
use crate::formats::fault::{FileError, Position};

/// A value of the document and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'s> {
    /// What it holds.
    pub(super) value: NodeContent<'s>,
    /// Where it is used: for an alias that is the alias, not its anchor.
    pub(super) place: Position,
    /// The bytes that it is written in, as far as that is known; for an alias those of its anchor.
    pub(super) written: Option<Range<usize>>,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NodeContent<'s> {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true` or `false`, in the spellings of YAML 1.2: `on` and `NO` are texts.
    Bool(bool),
    /// A number; how it is spelling (`+52`, `007`) only the source knows.
    Number(Number),
    /// Any other scalar.
    Text(Cow<'s, str>),
    /// A list.
    List(Vec<Node<'s>>),
    /// A map, in the order of the file; whether keys repeat is not looked at yet.
    Map(Vec<(Node<'s>, Node<'s>)>),
}

/// Reads the one document of a file, whatever YAML there is.
pub(super) fn parse(text: &str) -> Result<Node<'_>, FileError> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| fault(&error, text))
}

/// Reads the one document of a file without places; none if it can't be read.
pub(in crate::formats::scenario) fn plain_value(text: &str) -> Option<serde_json::Value> {
    serde_saphyr::from_str_with_options(text, options()).ok()
}

fn options() -> Options {
    serde_saphyr::options! {
        // Told together with all other faults.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        // Otherwise Norway's `NO` would be false.
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
        // Scenario files are the user's own and may be generated: large is no attack.
        budget: serde_saphyr::budget! {
            max_events: 100_000_000,
            max_nodes: 50_000_000,
            enforce_alias_anchor_ratio: false,
        },
    }
}

/// How a scalar is spelling in the source, if that can be told.
pub(super) fn spelling<'s>(node: &Node<'_>, source: &'s str) -> Option<&'s str> {
    source.get(node.written.clone()?)
}

fn written(span: serde_saphyr::Span) -> Option<Range<usize>> {
    let start = usize::try_from(span.byte_offset()?).ok()?;
    Some(start..start.checked_add(usize::try_from(span.byte_len()?).ok()?)?)
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, defined } = Spanned::deserialize(deserializer)?;
        let place = Position { line: referenced.line(), column: referenced.column() };
        Ok(Self { value, place, written: written(defined.span()) })
    }
}

impl<'de> Deserialize<'de> for NodeContent<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = NodeContent<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<NodeContent<'de>, E> {
        Ok(NodeContent::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<NodeContent<'de>, E> {
        Ok(NodeContent::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<NodeContent<'de>, E> {
        Ok(NodeContent::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<NodeContent<'de>, E> {
        Ok(NodeContent::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<NodeContent<'de>, E> {
        Number::from_f64(value).map(NodeContent::Number).ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<NodeContent<'de>, E> {
        Ok(NodeContent::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<NodeContent<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(NodeContent::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<NodeContent<'de>, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(NodeContent::Map(map))
    }
}

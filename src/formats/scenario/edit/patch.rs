//! What of the text one edit replaces.

use std::ops::Range;

use granit_parser::ScalarStyle;
use serde_json::Value as Json;

use super::text::{entry, flow, instead, list};
use super::tree::{Kind, Node, Style};
use super::{Change, Edit, Patch};
use crate::formats::fault::Place;

/// Why something is left to a person.
type Why = &'static str;

const NOT_FOUND: Why = "it can't be found in the file again";
const SHARED: Why = "an anchor, an alias or a tag is not rewritten: other places may share it";
const COMMENT: Why = "a comment stands inside it";
const LAYOUT: Why = "it is written in a way that can't be kept";

/// How wide a line may become where its value could stand on lines of its own.
const WIDE: usize = 100;

/// An entry of a map, with the entry whose value that map is.
struct Found<'t> {
    map: &'t Node,
    at: usize,
    around: Option<Box<Found<'t>>>,
}

impl<'t> Found<'t> {
    fn entries(&self) -> &'t [(Node, Node)] {
        match &self.map.kind {
            Kind::Map(_, entries) => entries,
            Kind::Scalar(..) | Kind::List(..) => &[],
        }
    }

    fn entry(&self) -> Result<&'t (Node, Node), Why> {
        self.entries().get(self.at).ok_or(NOT_FOUND)
    }

    fn around(&self) -> Result<&Self, Why> {
        self.around.as_deref().ok_or(NOT_FOUND)
    }
}

/// What the edit replaces, by what.
pub(super) fn patch(source: &str, root: &Node, edit: &Edit) -> Result<Patch, Why> {
    let found = find(root, edit.place, None)?.ok_or(NOT_FOUND)?;
    match &edit.change {
        Change::Value(value) => set(source, &found, value),
        Change::Names(names) => set(source, &found, &ordered(&found.entry()?.1, names)),
        Change::Entry(key, value) => replace(source, &found, key, value),
        Change::Remove => remove(source, &found),
        Change::Around(value) => set(source, found.around()?, value),
        Change::AroundEntry(key, value) => replace(source, found.around()?, key, value),
        Change::AroundRemove => remove(source, found.around()?),
        Change::Inside(key, value) => append(source, &found.entry()?.1, key, value),
        Change::Beside(key, value) => append(source, found.map, key, value),
    }
}

/// The entry whose key stands at a place.
fn find<'t>(node: &'t Node, place: Place, around: Option<(&'t Node, usize)>) -> Result<Option<Found<'t>>, Why> {
    let found = match &node.kind {
        Kind::Scalar(..) => None,
        Kind::List(_, items) => {
            let mut found = None;
            for item in items {
                found = found.or(find(item, place, None)?);
            }
            found
        }
        Kind::Map(style, entries) => {
            let around = || around.map(|(map, at)| Box::new(Found { map, at, around: None }));
            let mut found = None;
            for (at, (key, value)) in entries.iter().enumerate() {
                let here = key.place == place || (*style == Style::Flow && at == 0 && node.place == place);
                let below = if here { None } else { find(value, place, Some((node, at)))? };
                found = found.or(if here { Some(Found { map: node, at, around: around() }) } else { below });
            }
            found
        }
    };
    if found.is_some() && node.shared { Err(SHARED) } else { Ok(found) }
}

/// Names in the order in which they stand there, new ones last.
fn ordered(old: &Node, names: &[String]) -> Json {
    let stand = |node: &Node| names.iter().find(|name| is_text(node, name)).cloned();
    let kept: Vec<String> = match &old.kind {
        Kind::List(_, items) => items.iter().filter_map(stand).collect(),
        Kind::Scalar(..) => stand(old).into_iter().collect(),
        Kind::Map(..) => Vec::new(),
    };
    let new = names.iter().filter(|name| !kept.contains(name));
    kept.iter().chain(new).cloned().collect()
}

fn is_text(node: &Node, text: &str) -> bool {
    matches!(&node.kind, Kind::Scalar(written, _) if written.eq_ignore_ascii_case(text))
}

/// Whether a node reads as this value, as far as it matters for keeping it as it is written.
fn reads_as(node: &Node, value: &Json) -> bool {
    match (&node.kind, value) {
        (Kind::Scalar(..), Json::String(text)) => is_text(node, text),
        (Kind::Scalar(..), Json::Null | Json::Bool(_) | Json::Number(_)) => is_text(node, &value.to_string()),
        (Kind::List(_, nodes), Json::Array(values)) => {
            nodes.len() == values.len() && nodes.iter().zip(values).all(|(node, value)| reads_as(node, value))
        }
        (Kind::Map(_, entries), Json::Object(map)) => {
            let same = |(key, value): &(Node, Node)| map.iter().any(|(k, v)| is_text(key, k) && reads_as(value, v));
            entries.len() == map.len() && entries.iter().all(same)
        }
        _ => false,
    }
}

/// Gives an entry another value, written as the old one was.
fn set(source: &str, found: &Found<'_>, value: &Json) -> Result<Patch, Why> {
    let (key, old) = found.entry()?;
    check(source, old)?;
    match (&old.kind, value) {
        (Kind::List(Style::Block, items), Json::Array(new)) if !new.is_empty() => {
            return block_list(source, old, items, new);
        }
        (Kind::Map(Style::Block, entries), Json::Object(new)) if !new.is_empty() => {
            let indent = indent(source, entries.first().map_or(0, |(key, _)| key.range.start));
            let lines: Vec<_> = new.iter().map(|(key, value)| entry(key, value)).collect();
            return Ok((old.range.clone(), lines.join(&format!("{}{indent}", line_end(source)))));
        }
        _ => {}
    }
    let text = match (&old.kind, value) {
        (Kind::List(Style::Flow, items), Json::Array(new)) => {
            list(new.iter().map(|value| as_written(source, items, value).unwrap_or_else(|| flow(value))))
        }
        (Kind::Scalar(_, style), Json::Array(new)) => match new.as_slice() {
            [only @ Json::String(_)] => instead(only, *style),
            _ => flow(value),
        },
        (Kind::Scalar(_, style), _) => instead(value, *style),
        _ => flow(value),
    };
    // The value may stand on lines of its own, or be left out; the new one stands beside the key.
    let colon = colon(source, key)?;
    let named = source.get(key.range.clone()).unwrap_or_default();
    if let Some(lines) = lines(source, found, named, value) {
        return Ok(below(source, colon, old.range.end.max(colon), &lines));
    }
    let beside = source.get(colon..old.range.start).is_some_and(|gap| gap.trim().is_empty() && !gap.contains('\n'));
    if beside && !old.range.is_empty() {
        return Ok((old.range.clone(), text));
    }
    let end = if old.range.is_empty() { colon } else { old.range.end };
    Ok((colon..end, format!(" {text}")))
}

/// Gives an entry another key and value.
fn replace(source: &str, found: &Found<'_>, key: &str, value: &Json) -> Result<Patch, Why> {
    let (old_key, old) = found.entry()?;
    check(source, old)?;
    let colon = colon(source, old_key)?;
    let start = old_key.range.start;
    if let Some(lines) = lines(source, found, key, value) {
        let (range, text) = below(source, colon, old.range.end.max(colon), &lines);
        return Ok((start..range.end, format!("{key}:{text}")));
    }
    let end = if old.range.is_empty() { colon } else { old.range.end };
    Ok((start..end, entry(key, value)))
}

/// A list or a map line by line, below the key of an entry, where it would be too wide beside it and
/// its surroundings are written line by line too.
fn lines(source: &str, found: &Found<'_>, key: &str, value: &Json) -> Option<String> {
    let indent = indent(source, found.entry().ok()?.0.range.start);
    let width = format!("{indent}{key}: {}", flow(value)).chars().count();
    if found.map.is_flow() || width <= WIDE {
        return None;
    }
    let lines: Vec<_> = match value {
        Json::Array(items) => items.iter().map(|item| format!("- {}", flow(item))).collect(),
        Json::Object(map) => map.iter().map(|(key, value)| entry(key, value)).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
    };
    let start = format!("{}{indent}  ", line_end(source));
    Some(format!("{start}{}", lines.join(&start)))
}

/// Puts lines below a key in the place of what stands behind its colon; a comment stays beside the key.
fn below(source: &str, colon: usize, end: usize, lines: &str) -> Patch {
    let rest = source.get(end..end_of_line(source, end)).unwrap_or_default().trim_end();
    (colon..end + rest.len(), format!("{rest}{lines}"))
}

/// How an item that reads so is written.
fn as_written(source: &str, items: &[Node], value: &Json) -> Option<String> {
    let item = items.iter().find(|item| reads_as(item, value))?;
    source.get(item.range.clone()).map(str::to_owned)
}

/// An item of a list with its lines: comments above it and beside it are its own.
struct Item<'t> {
    node: &'t Node,
    lines: Range<usize>,
}

impl Item<'_> {
    /// Its lines with another value in its place.
    fn with(&self, source: &str, value: &Json) -> Option<String> {
        let value = match self.node.kind {
            Kind::Scalar(_, style) => instead(value, style),
            Kind::List(..) | Kind::Map(..) => flow(value),
        };
        let (before, after) = (self.lines.start..self.node.range.start, self.node.range.end..self.lines.end);
        Some(format!("{}{value}{}", source.get(before)?, source.get(after)?))
    }
}

/// Items line by line. One that stays keeps its lines, with its comments; so does one that gets
/// another value, if it can be told which.
fn block_list(source: &str, old: &Node, items: &[Node], new: &[Json]) -> Result<Patch, Why> {
    let first = items.first().ok_or(LAYOUT)?;
    let dash = source.get(..first.range.start).and_then(|before| before.rfind('-')).ok_or(LAYOUT)?;
    let begin = start_of_line(source, dash);
    let indent = source.get(begin..dash).filter(|indent| indent.trim().is_empty()).ok_or(LAYOUT)?;
    let mut at = begin;
    let mut rest: Vec<_> = items
        .iter()
        .map(|node| {
            let lines = at..end_of_line(source, node.range.end);
            at = lines.end;
            Item { node, lines }
        })
        .collect();
    // Those that stay are found first, so that nobody else gets their lines.
    let stay: Vec<_> = new.iter().map(|value| take(&mut rest, |item| reads_as(item.node, value))).collect();
    let come = stay.iter().filter(|stays| stays.is_none()).count();
    let only = come == 1 && rest.len() == 1;
    let mut text = String::new();
    for (value, stays) in new.iter().zip(stay) {
        let line = match stays {
            Some(item) => source.get(item.lines).map(str::to_owned),
            None => take(&mut rest, |item| only || has_effect_of(item.node, value))
                .map_or_else(|| Some(format!("{indent}- {}", flow(value))), |item| item.with(source, value)),
        };
        text.push_str(&line.ok_or(LAYOUT)?);
        if !text.ends_with('\n') {
            text.push_str(line_end(source));
        }
    }
    let end = end_of_line(source, old.range.end);
    if !source.get(begin..end).is_some_and(|old| old.ends_with('\n')) {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    Ok((begin..end, text))
}

/// The first item of which this is true, taken out.
fn take<'t>(items: &mut Vec<Item<'t>>, is: impl Fn(&Item<'t>) -> bool) -> Option<Item<'t>> {
    items.iter().position(is).map(|at| items.remove(at))
}

/// Whether an item is of the same effect as a value, whatever else it says.
fn has_effect_of(node: &Node, value: &Json) -> bool {
    let Kind::Map(_, entries) = &node.kind else { return false };
    let Some(effect) = value.get("effect") else { return false };
    entries.iter().any(|(key, written)| is_text(key, "effect") && reads_as(written, effect))
}

/// Takes an entry out; its map keeps others.
fn remove(source: &str, found: &Found<'_>) -> Result<Patch, Why> {
    let (key, value) = found.entry()?;
    check(source, value)?;
    let entries = found.entries();
    let next = entries.get(found.at + 1).map(|(key, _)| key.range.start);
    let previous = found.at.checked_sub(1).and_then(|at| entries.get(at)).map(|(_, value)| value.range.end);
    let end = value.range.end.max(colon(source, key)?);
    let begin = start_of_line(source, key.range.start);
    let own_line = source.get(begin..key.range.start).is_some_and(|before| before.trim().is_empty());
    let range = match (next, previous) {
        _ if own_line && !found.map.is_flow() => begin..end_of_line(source, end),
        (Some(next), _) => key.range.start..next,
        (None, Some(previous)) => previous..end,
        (None, None) => return Err(LAYOUT),
    };
    let gap = source.get(end.min(range.end)..range.end).unwrap_or_default();
    if found.map.is_flow() && gap.contains('#') { Err(COMMENT) } else { Ok((range, String::new())) }
}

/// Adds an entry to a map.
fn append(source: &str, map: &Node, key: &str, value: &Json) -> Result<Patch, Why> {
    let Kind::Map(style, entries) = &map.kind else { return Err(LAYOUT) };
    if map.shared {
        return Err(SHARED);
    }
    let (first, _) = entries.first().ok_or(LAYOUT)?;
    let (last_key, last) = entries.last().ok_or(LAYOUT)?;
    let end = last.range.end.max(colon(source, last_key)?);
    if *style == Style::Flow {
        return Ok((end..end, format!(", {}", entry(key, value))));
    }
    if is_block_text(last) {
        return Err(LAYOUT);
    }
    let end = end_of_line(source, end);
    let line = format!("{}{}", indent(source, first.range.start), entry(key, value));
    let whole = source.get(..end).is_some_and(|before| before.ends_with('\n'));
    let (line_end, nothing) = (line_end(source), "");
    let (before, after) = if whole { (nothing, line_end) } else { (line_end, nothing) };
    Ok((end..end, format!("{before}{line}{after}")))
}

/// Refuses what can't be replaced without losing something.
fn check(source: &str, node: &Node) -> Result<(), Why> {
    if node.shared {
        return Err(SHARED);
    }
    if is_block_text(node) {
        return Err(LAYOUT);
    }
    node.children().into_iter().try_for_each(|child| check(source, child))?;
    let items = matches!(node.kind, Kind::List(Style::Block, _));
    if !items && gaps(source, node).iter().any(|gap| gap.contains('#')) { Err(COMMENT) } else { Ok(()) }
}

fn is_block_text(node: &Node) -> bool {
    matches!(node.kind, Kind::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded))
}

/// What stands between the children of a node.
fn gaps<'s>(source: &'s str, node: &Node) -> Vec<&'s str> {
    let children = node.children();
    if children.is_empty() {
        return Vec::new();
    }
    let mut at = node.range.start;
    let mut gaps = Vec::new();
    for child in children {
        gaps.extend(source.get(at..child.range.start));
        at = child.range.end.max(at);
    }
    gaps.extend(source.get(at..node.range.end));
    gaps
}

/// Behind the colon of a key.
fn colon(source: &str, key: &Node) -> Result<usize, Why> {
    let after = source.get(key.range.end..).ok_or(LAYOUT)?;
    let colon = after.find(':').ok_or(LAYOUT)?;
    let between = after.get(..colon).is_some_and(|gap| gap.trim().is_empty());
    if between { Ok(key.range.end + colon + 1) } else { Err(LAYOUT) }
}

fn start_of_line(source: &str, at: usize) -> usize {
    source.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1)
}

/// Behind the end of the line.
fn end_of_line(source: &str, at: usize) -> usize {
    source.get(at..).and_then(|after| after.find('\n')).map_or(source.len(), |line| at + line + 1)
}

/// As many blanks as stand before a place on its line; what else stands there counts as one each.
fn indent(source: &str, at: usize) -> String {
    let before = source.get(start_of_line(source, at)..at).unwrap_or_default();
    " ".repeat(before.chars().count())
}

fn line_end(source: &str) -> &'static str {
    if source.contains("\r\n") { "\r\n" } else { "\n" }
}

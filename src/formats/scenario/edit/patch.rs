//! What of the text one edit replaces.

use granit_parser::ScalarStyle;
use serde_json::Value as Json;

use super::find::{Found, SHARED, find};
use super::items::block_list;
use super::source::Source;
use super::text::{entry, flow, instead, list};
use super::tree::{Kind, Node, Style};
use super::{Change, Edit, Patch};

/// Why something is left to a person.
pub(super) type Why = &'static str;

pub(super) const LAYOUT: Why = "it is written in a way that can't be kept";
const COMMENT: Why = "a comment stands inside it";

/// How wide a line may become where its value could stand on lines of its own.
const WIDE: usize = 100;

/// What the edit replaces, by what.
pub(super) fn patch(source: &Source<'_>, root: &Node, edit: &Edit) -> Result<Patch, Why> {
    let found = find(root, edit.place)?;
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

/// Names in the order in which they stand there, new ones last.
fn ordered(old: &Node, names: &[String]) -> Json {
    let stand = |node: &Node| names.iter().find(|name| node.is_text(name)).cloned();
    let kept: Vec<String> = match &old.kind {
        Kind::List(_, items) => items.iter().filter_map(stand).collect(),
        Kind::Scalar(..) => stand(old).into_iter().collect(),
        Kind::Map(..) => Vec::new(),
    };
    let new = names.iter().filter(|name| !kept.contains(name));
    kept.iter().chain(new).cloned().collect()
}

/// Gives an entry another value, written as the old one was.
fn set(source: &Source<'_>, found: &Found<'_>, value: &Json) -> Result<Patch, Why> {
    let (key, old) = found.entry()?;
    check(source, old)?;
    match (&old.kind, value) {
        (Kind::List(Style::Block, items), Json::Array(new)) if !new.is_empty() => {
            return block_list(source, old, items, new);
        }
        (Kind::Map(Style::Block, entries), Json::Object(new)) if !new.is_empty() => {
            let indent = source.indent(entries.first().map_or(0, |(key, _)| key.range.start));
            let lines: Vec<_> = new.iter().map(|(key, value)| entry(key, value)).collect();
            return Ok((old.range.clone(), lines.join(&format!("{}{indent}", source.line_end))));
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
    let colon = source.colon(key)?;
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
fn replace(source: &Source<'_>, found: &Found<'_>, key: &str, value: &Json) -> Result<Patch, Why> {
    let (old_key, old) = found.entry()?;
    check(source, old)?;
    let colon = source.colon(old_key)?;
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
fn lines(source: &Source<'_>, found: &Found<'_>, key: &str, value: &Json) -> Option<String> {
    let indent = source.indent(found.entry().ok()?.0.range.start);
    let width = format!("{indent}{key}: {}", flow(value)).chars().count();
    if found.map.is_flow() || width <= WIDE {
        return None;
    }
    let lines: Vec<_> = match value {
        Json::Array(items) => items.iter().map(|item| format!("- {}", flow(item))).collect(),
        Json::Object(map) => map.iter().map(|(key, value)| entry(key, value)).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
    };
    let start = format!("{}{indent}  ", source.line_end);
    Some(format!("{start}{}", lines.join(&start)))
}

/// Puts lines below a key in the place of what stands behind its colon; a comment stays beside the key.
fn below(source: &Source<'_>, colon: usize, end: usize, lines: &str) -> Patch {
    let rest = source.get(end..source.end_of_line(end)).unwrap_or_default().trim_end();
    (colon..end + rest.len(), format!("{rest}{lines}"))
}

/// How an item that reads so is written.
fn as_written(source: &Source<'_>, items: &[Node], value: &Json) -> Option<String> {
    let item = items.iter().find(|item| item.reads_as(value))?;
    source.get(item.range.clone()).map(str::to_owned)
}

/// Takes an entry out; its map keeps others.
fn remove(source: &Source<'_>, found: &Found<'_>) -> Result<Patch, Why> {
    let (key, value) = found.entry()?;
    check(source, value)?;
    let entries = found.entries();
    let next = entries.get(found.at + 1).map(|(key, _)| key.range.start);
    let previous = found.at.checked_sub(1).and_then(|at| entries.get(at)).map(|(_, value)| value.range.end);
    let end = value.range.end.max(source.colon(key)?);
    let begin = source.start_of_line(key.range.start);
    let own_line = source.get(begin..key.range.start).is_some_and(|before| before.trim().is_empty());
    let range = match (next, previous) {
        _ if own_line && !found.map.is_flow() => begin..source.end_of_line(end),
        (Some(next), _) => key.range.start..next,
        (None, Some(previous)) => previous..end,
        (None, None) => return Err(LAYOUT),
    };
    let gap = source.get(end.min(range.end)..range.end).unwrap_or_default();
    if found.map.is_flow() && gap.contains('#') { Err(COMMENT) } else { Ok((range, String::new())) }
}

/// Adds an entry to a map.
fn append(source: &Source<'_>, map: &Node, key: &str, value: &Json) -> Result<Patch, Why> {
    let Kind::Map(style, entries) = &map.kind else { return Err(LAYOUT) };
    if map.shared {
        return Err(SHARED);
    }
    let (first, _) = entries.first().ok_or(LAYOUT)?;
    let (last_key, last) = entries.last().ok_or(LAYOUT)?;
    let end = last.range.end.max(source.colon(last_key)?);
    if *style == Style::Flow {
        return Ok((end..end, format!(", {}", entry(key, value))));
    }
    if is_block_text(last) {
        return Err(LAYOUT);
    }
    let end = source.end_of_line(end);
    let line = format!("{}{}", source.indent(first.range.start), entry(key, value));
    let whole = source.get(..end).is_some_and(|before| before.ends_with('\n'));
    let (line_end, nothing) = (source.line_end, "");
    let (before, after) = if whole { (nothing, line_end) } else { (line_end, nothing) };
    Ok((end..end, format!("{before}{line}{after}")))
}

/// Refuses what can't be replaced without losing something.
fn check(source: &Source<'_>, node: &Node) -> Result<(), Why> {
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
fn gaps<'s>(source: &'s Source<'_>, node: &Node) -> Vec<&'s str> {
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

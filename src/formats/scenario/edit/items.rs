//! Rewriting a list that is written line by line.

use std::ops::Range;

use serde_json::Value as Json;

use super::Patch;
use super::patch::{LAYOUT, Why};
use super::source::Source;
use super::text::{flow, instead};
use super::tree::{Kind, Node};

/// An item of a list with its lines: comments above it and beside it are its own.
struct Item<'t> {
    node: &'t Node,
    lines: Range<usize>,
}

impl Item<'_> {
    /// Its lines with another value in its place.
    fn with(&self, source: &Source<'_>, value: &Json) -> Option<String> {
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
pub(super) fn block_list(source: &Source<'_>, old: &Node, items: &[Node], new: &[Json]) -> Result<Patch, Why> {
    let first = items.first().ok_or(LAYOUT)?;
    let dash = source.get(..first.range.start).and_then(|before| before.rfind('-')).ok_or(LAYOUT)?;
    let begin = source.start_of_line(dash);
    let indent = source.get(begin..dash).filter(|indent| indent.trim().is_empty()).ok_or(LAYOUT)?;
    let mut at = begin;
    let mut rest: Vec<_> = items
        .iter()
        .map(|node| {
            let lines = at..source.end_of_line(node.range.end);
            at = lines.end;
            Item { node, lines }
        })
        .collect();
    // Those that stay are found first, so that nobody else gets their lines.
    let stay: Vec<_> = new.iter().map(|value| take(&mut rest, |item| item.node.reads_as(value))).collect();
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
            text.push_str(source.line_end);
        }
    }
    let end = source.end_of_line(old.range.end);
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
    entries.iter().any(|(key, written)| key.is_text("effect") && written.reads_as(effect))
}

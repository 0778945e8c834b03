//! Finding the entry that an edit is about.

use super::patch::Why;
use super::tree::{Kind, Node, Style};
use crate::formats::fault::Place;

const NOT_FOUND: Why = "it can't be found in the file again";
pub(super) const SHARED: Why = "an anchor, an alias or a tag is not rewritten: other places may share it";

/// An entry of a map, with the entry whose value that map is.
pub(super) struct Found<'t> {
    pub(super) map: &'t Node,
    pub(super) at: usize,
    around: Option<Box<Found<'t>>>,
}

impl<'t> Found<'t> {
    pub(super) fn entries(&self) -> &'t [(Node, Node)] {
        match &self.map.kind {
            Kind::Map(_, entries) => entries,
            Kind::Scalar(..) | Kind::List(..) => &[],
        }
    }

    pub(super) fn entry(&self) -> Result<&'t (Node, Node), Why> {
        self.entries().get(self.at).ok_or(NOT_FOUND)
    }

    pub(super) fn around(&self) -> Result<&Self, Why> {
        self.around.as_deref().ok_or(NOT_FOUND)
    }
}

/// The entry whose key stands at a place. What is before and behind the place isn't looked at.
pub(super) fn find(root: &Node, place: Place) -> Result<Found<'_>, Why> {
    below(root, place, None)?.ok_or(NOT_FOUND)
}

fn below<'t>(node: &'t Node, place: Place, around: Option<(&'t Node, usize)>) -> Result<Option<Found<'t>>, Why> {
    let found = match &node.kind {
        Kind::Scalar(..) => None,
        Kind::List(_, items) => match last_until(items, place, |item| item.place) {
            Some((_, item)) => below(item, place, None)?,
            None => None,
        },
        Kind::Map(style, entries) => {
            let around = || around.map(|(map, at)| Box::new(Found { map, at, around: None }));
            let here = |at| Some(Found { map: node, at, around: around() });
            match last_until(entries, place, |(key, _)| key.place) {
                _ if *style == Style::Flow && node.place == place => here(0),
                Some((at, (key, _))) if key.place == place => here(at),
                Some((at, (_, value))) => below(value, place, Some((node, at)))?,
                None => None,
            }
        }
    };
    if found.is_some() && node.shared { Err(SHARED) } else { Ok(found) }
}

/// The last of those that start at a place or before it, and its number: they stand in their order.
fn last_until<T>(all: &[T], place: Place, start: impl Fn(&T) -> Place) -> Option<(usize, &T)> {
    let at = all.partition_point(|one| start(one) <= place).checked_sub(1)?;
    Some((at, all.get(at)?))
}

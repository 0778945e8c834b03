//! Rewrites expectations of a scenario file where they stand: every other letter of the file stays.
//!
//! [`tree`] says where everything stands and how it is written, [`find`] which entry is meant,
//! [`text`] how a value is written there, and [`patch`] what of the text ([`source`]) has to be
//! replaced; [`items`] does that for lists line by line. [`same`]
//! tells whether nothing else has changed.

mod find;
mod items;
mod patch;
mod same;
mod source;
mod text;
mod tree;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;

pub use self::same::tell_the_same;
use self::source::Source;
use crate::formats::fault::Place;

/// Something to rewrite.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Where the key of an entry stands.
    pub place: Place,
    /// What is to become of it.
    pub change: Change,
}

/// What is to become of an entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It gets this value.
    Value(Json),
    /// It gets these names, in whatever order; those that stand there already keep theirs.
    Names(Vec<String>),
    /// It gets another key, and this value.
    Entry(&'static str, Json),
    /// It goes.
    Remove,
    /// The map that it stands in gets this value.
    Around(Json),
    /// The map that it stands in gets another key, and this value.
    AroundEntry(&'static str, Json),
    /// The map that it stands in goes.
    AroundRemove,
    /// Another entry is added to the map that is its value.
    Inside(&'static str, Json),
    /// Another entry is added beside it. For a map in braces the place may be that of the brace.
    Beside(&'static str, Json),
}

/// A part of the text and what stands there instead.
type Patch = (Range<usize>, String);

/// The file with as much rewritten as can be, and for each edit why it can't be.
pub fn edit(source: &str, edits: &[&Edit]) -> (String, Vec<Result<(), &'static str>>) {
    let Some(root) = tree::read(source) else {
        return (source.to_owned(), vec![Err("the file can't be taken apart"); edits.len()]);
    };
    if root.is_flow() {
        return (
            source.to_owned(),
            vec![Err("only YAML that is written line by line is rewritten, not JSON"); edits.len()],
        );
    }
    let source = Source::new(source);
    let mut patches = Patches::default();
    let done = edits.iter().map(|edit| patches.add(patch::patch(&source, &root, edit)?)).collect();
    (source.with(patches.in_order()), done)
}

/// Parts of the text none of which touches another, by where they start.
#[derive(Default)]
struct Patches(BTreeMap<usize, (usize, String)>);

impl Patches {
    /// Takes a patch, unless it would write where another one writes; the same one twice is one.
    fn add(&mut self, (range, new): Patch) -> Result<(), &'static str> {
        // They don't touch, so the last that starts before the end of this one also ends last.
        if let Some((start, (end, text))) = self.0.range(..=range.end).next_back() {
            if (*start, *end, text) == (range.start, range.end, &new) {
                return Ok(());
            }
            if range.start <= *end {
                return Err("something beside it is rewritten too: run it again");
            }
        }
        self.0.insert(range.start, (range.end, new));
        Ok(())
    }

    fn in_order(self) -> impl Iterator<Item = Patch> {
        self.0.into_iter().map(|(start, (end, new))| (start..end, new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_patch_touches_another() {
        let mut patches = Patches::default();
        let mut add = |range: Range<usize>, new: &str| patches.add((range, new.to_owned())).is_ok();
        assert!(add(10..12, "b") && add(2..4, "a") && add(20..20, "c"));
        assert!(add(10..12, "b"), "the same again");
        for (range, new) in [(10..12, "x"), (4..6, "x"), (0..2, "x"), (11..11, "x"), (5..30, "x"), (20..20, "x")] {
            assert!(!add(range.clone(), new), "{range:?}");
        }
        assert!(add(5..9, ""));
        let text = Source::new("0123456789abcdefghijklmn").with(patches.in_order());
        assert_eq!(text, "01a49bcdefghijcklmn");
    }
}

//! Rewrites expectations of a scenario file where they stand: every other letter of the file stays.
//!
//! [`tree`] says where everything stands and how it is written, [`text`] how a value is written
//! there, and [`patch`] what of the text has to be replaced.

mod patch;
mod text;
mod tree;

use std::ops::Range;

use serde_json::Value as Json;

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
    let mut patches: Vec<Patch> = Vec::new();
    let done = edits.iter().map(|edit| add(&mut patches, patch::patch(source, &root, edit)?));
    let done = done.collect();
    patches.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = source.to_owned();
    for (range, new) in patches {
        text.replace_range(range, &new);
    }
    (text, done)
}

/// Takes a patch, unless it would write where another one writes; the same one twice is one.
fn add(patches: &mut Vec<Patch>, patch: Patch) -> Result<(), &'static str> {
    if patches.contains(&patch) {
        return Ok(());
    }
    let touches = |other: &Range<usize>| patch.0.start <= other.end && other.start <= patch.0.end;
    if patches.iter().any(|(range, _)| touches(range)) {
        return Err("something beside it is rewritten too: run it again");
    }
    patches.push(patch);
    Ok(())
}

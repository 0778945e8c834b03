//! A sheet that was copied, and how it was chosen.

use crate::formats::table::{HeaderRank, MergedCells};

/// A sheet of a workbook whose rows were copied, to be read as a table again and again.
#[derive(Debug)]
pub struct SheetCopy {
    pub name: String,
    /// Cells that are merged with those below them.
    pub merged: Vec<MergedCells>,
    /// The other sheets, unless this one was asked for.
    pub others: Vec<String>,
    pub is_hidden: bool,
}

/// How a sheet is chosen: by its name, or else by what its first rows are worth.
pub struct SheetPick<'p> {
    pub name: Option<&'p str>,
    /// Says what rows are worth as the headers of a table; it is given the start of a copy.
    pub rank: &'p dyn Fn(&[u8]) -> HeaderRank,
}

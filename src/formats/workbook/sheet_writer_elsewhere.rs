//! Stands in for the writer in a build without workbooks.

use std::io::Write;

use super::SheetError;

/// A writer that no build without workbooks has.
pub enum SheetWriter {}

impl SheetWriter {
    pub fn new<'h>(_: &str, _: impl IntoIterator<Item = &'h str>) -> Result<Self, SheetError> {
        Err(SheetError::Unsupported)
    }

    pub fn row<'t>(&mut self, _: impl IntoIterator<Item = &'t str>) -> Result<(), SheetError> {
        match *self {}
    }

    pub fn finish(self, _: impl Write + Send) -> Result<(), SheetError> {
        match self {}
    }
}

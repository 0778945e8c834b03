//! A file that is imported, and how its invalid rows are treated.

use std::path::PathBuf;

use super::rejects::RejectSink;
use super::source::RowSource;
use crate::inbox::progress::Progress;
use crate::model::code::codes;

codes! {
    /// What to do with invalid rows.
    pub enum OnError {
        /// Nothing is written.
        Abort = "abort",
        /// The valid rows are written.
        Skip = "skip",
    }
}

/// How rows and lines without any phone are treated: empty cells, and ids of WhatsApp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutPhone {
    Reject,
    /// They are left out, and counted.
    Skip,
}

impl WithoutPhone {
    /// Skips them if that is asked for.
    pub fn skip_if(skips: Option<bool>) -> Self {
        if skips == Some(true) { Self::Skip } else { Self::Reject }
    }
}

pub struct ImportInput<'a> {
    pub source: &'a mut dyn RowSource,
    /// The folder for rows that are being sorted.
    pub folder: PathBuf,
    pub rejects: Option<&'a mut dyn RejectSink>,
    pub progress: &'a mut dyn Progress,
}

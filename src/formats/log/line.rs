//! A line of the log, read.

use std::borrow::Cow;

use crate::formats::fault::{FileError, Spanned};
use crate::model::Time;
use crate::model::named::Event;

/// A name as it was written.
pub type WrittenName<'t> = Spanned<Cow<'t, str>>;

/// A line of the log.
#[derive(Debug, PartialEq, Eq)]
pub struct LogLine<'t> {
    /// When it happened.
    pub at: Spanned<Time>,
    /// The contact's phone.
    pub contact: WrittenName<'t>,
    /// What happened.
    pub event: Event<WrittenName<'t>, WrittenName<'t>>,
}

/// What a line comes to.
pub type LineResult<'t> = Result<LogLine<'t>, Vec<FileError>>;

//! A line of the log.

use std::borrow::Cow;

use crate::formats::fault::{FileError, Spanned};
use crate::model::{Request, Time};

pub type WrittenName<'t> = Spanned<Cow<'t, str>>;

#[derive(Debug, PartialEq, Eq)]
pub struct LogLine<'t> {
    pub at: Spanned<Time>,
    /// The contact's phone; none for an action about many conversations.
    pub contact: Option<WrittenName<'t>>,
    pub event: Request<WrittenName<'t>, WrittenName<'t>>,
}

pub type LineResult<'t> = Result<LogLine<'t>, Vec<FileError>>;

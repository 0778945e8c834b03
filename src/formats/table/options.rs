//! How a file is read.

use std::str::FromStr;

use super::delimiter::Delimiter;
use super::encoding::Encoding;
use crate::model::Excerpt;

#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// By default the delimiter under which most headers are known.
    pub delimiter: Option<Delimiter>,
    /// Ignored where a byte-order mark names another; by default UTF-8.
    pub encoding: Option<Encoding>,
    pub mappings: Vec<HeaderAlias>,
    pub unknown: UnknownColumns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownColumns {
    #[default]
    Ignore,
    Reject,
}

/// The header of a column in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderAlias {
    pub column: String,
    pub header: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected COLUMN=HEADER such as `phone=Mobile`, found `{}`", Excerpt(.0))]
pub struct InvalidHeaderAlias(pub String);

impl FromStr for HeaderAlias {
    type Err = InvalidHeaderAlias;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (column, header) = text.split_once('=').ok_or_else(|| InvalidHeaderAlias(text.to_owned()))?;
        if column.trim().is_empty() || header.trim().is_empty() {
            return Err(InvalidHeaderAlias(text.to_owned()));
        }
        Ok(Self { column: column.trim().to_owned(), header: header.to_owned() })
    }
}

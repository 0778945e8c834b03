//! How a file is read.

use std::fmt;
use std::str::FromStr;

use super::delimiter::Delimiter;
use super::encoding::Encoding;
use crate::formats::fault::SuggestedOption;
use crate::model::Excerpt;

#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// By default the delimiter under which most headers are known.
    pub delimiter: Option<Delimiter>,
    /// Ignored where a byte-order mark names another; by default UTF-8.
    pub encoding: Option<Encoding>,
    /// Several of one column add up, if the column is a list; each needs a header in the file.
    pub mappings: Vec<ColumnMapping>,
    pub unknown: UnknownColumns,
    /// The sheet of a workbook; by default the first with known headers.
    pub sheet: Option<String>,
    /// Options on values that are set, in a profile too: for suggestions.
    pub given: Vec<SuggestedOption>,
}

impl ReadOptions {
    /// Applies those of an error's options that say how the file is read.
    pub fn apply(&mut self, suggested: &[SuggestedOption]) {
        let mappings: Vec<ColumnMapping> = suggested
            .iter()
            .filter(|option| option.name == "column")
            .filter_map(|option| option.value.parse().ok())
            .collect();
        self.mappings.retain(|mapping| mappings.iter().all(|new| new.column != mapping.column));
        self.mappings.extend(mappings);
        let encoding = suggested.iter().find(|option| option.name == "encoding");
        self.encoding = encoding.and_then(|option| option.value.parse().ok()).or(self.encoding);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownColumns {
    #[default]
    Ignore,
    Reject,
}

/// The headers of a column in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping {
    pub column: String,
    /// Alternatives: the first that is not empty in a row counts. At least one is in the file. `none` alone,
    /// in a file without such a header, leaves the column out.
    pub headers: Vec<String>,
    /// Whether they were typed with commas: together, they may be one header.
    pub may_be_whole: bool,
}

impl ColumnMapping {
    /// Maps a column to exact headers.
    pub fn exact(column: impl Into<String>, headers: Vec<String>) -> Self {
        Self { column: column.into(), headers, may_be_whole: false }
    }

    /// Whether the column is to be left out.
    pub(super) fn is_none(&self) -> bool {
        self.headers == ["none"]
    }

    /// The headers as one, if they may be one.
    pub(super) fn whole(&self) -> Option<String> {
        self.may_be_whole.then(|| self.headers.join(","))
    }
}

impl fmt::Display for ColumnMapping {
    /// As it is typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.column, self.headers.join(","))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected COLUMN=HEADER such as `phone=Mobile`, found `{}`", Excerpt(.0))]
pub struct InvalidColumnMapping(pub String);

impl FromStr for ColumnMapping {
    type Err = InvalidColumnMapping;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (column, headers) = text.split_once('=').ok_or_else(|| InvalidColumnMapping(text.to_owned()))?;
        if column.trim().is_empty() || headers.trim().is_empty() {
            return Err(InvalidColumnMapping(text.to_owned()));
        }
        let may_be_whole = headers.contains(',');
        let headers = headers.split(',').map(str::to_owned).collect();
        Ok(Self { may_be_whole, ..Self::exact(column.trim(), headers) })
    }
}

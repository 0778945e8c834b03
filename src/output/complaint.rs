//! What went wrong, as scripts are told it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::ErrorCode;

/// What went wrong, on stderr.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Complaint<'a> {
    /// What went wrong; of several faults of a file, the first.
    pub error: Problem<'a>,
    /// The other faults.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Problem<'a>>,
}

/// One thing that went wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Problem<'a> {
    /// What kind it is; null where no code says it, as when the output can't be written.
    pub code: Option<ErrorCode>,
    /// The same in words.
    pub message: &'a str,
    /// What to do.
    pub hint: Option<&'a str>,
    /// The file that it is about.
    pub file: Option<String>,
    /// The line of the file.
    pub line: Option<u64>,
    /// The column of the line, in characters as an editor counts.
    pub column: Option<u64>,
    /// What brought it about, the nearest first.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub causes: &'a [String],
}

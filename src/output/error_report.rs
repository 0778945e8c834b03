//! What went wrong, as scripts are told it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::ErrorCode;

/// What went wrong, on stderr.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErrorReport<'a> {
    /// What went wrong: what the faults of a file come to, or the first of them.
    pub error: ErrorDetail<'a>,
    /// The other faults of the file; the first 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<ErrorDetail<'a>>,
    /// How many faults there are in all, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64")]
    pub fault_count: Option<u64>,
    /// How many faults there are of each code, where there are several.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub faults_by_code: BTreeMap<ErrorCode, u64>,
}

/// One thing that went wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErrorDetail<'a> {
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

//! Errors as JSON on stderr.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::ErrorCode;

/// An error, on stderr.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErrorReport {
    /// The error: the summary of a file's errors, or the first of them.
    pub error: ErrorDetail,
    /// The other errors of the file; the first 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<ErrorDetail>,
    /// The number of errors, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64")]
    pub fault_count: Option<u64>,
    /// The number of errors of each code, where there are several.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub faults_by_code: BTreeMap<ErrorCode, u64>,
}

/// One error.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct ErrorDetail {
    /// The code; null if it has none, e.g. when the output can't be written.
    pub code: Option<ErrorCode>,
    /// The error in words.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// The file with the error.
    pub file: Option<String>,
    /// The line of the file.
    pub line: Option<u64>,
    /// The column of the line in characters, as an editor counts.
    pub column: Option<u64>,
    /// Where it is, for people.
    #[serde(skip)]
    pub place: Option<String>,
    /// The causes, the nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
}

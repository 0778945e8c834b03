//! The results of scenarios: for people, for scripts, and as reports for CI.

mod compare;
mod coverage;
mod explain;
mod failure;
mod github;
mod junit;
mod markdown;
mod report;
mod update;

pub(super) use compare::{assignees, reasons};
pub use coverage::CoverageDetail;
pub(super) use failure::{DiffLine, difference};
pub use junit::junit;
pub use markdown::markdown;
pub use report::report_json;

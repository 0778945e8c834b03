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

pub use coverage::CoverageDetail;
pub use junit::junit;
pub use markdown::markdown;
pub use report::report_json;

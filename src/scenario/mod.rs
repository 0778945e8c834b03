//! Scenarios: finds files, runs each scenario on a store of its own, and returns results as values.

mod check;
mod compare;
mod coverage;
mod error;
mod explain;
mod failure;
mod find;
mod given_files;
mod hint;
mod pool;
mod report;
mod run;
mod sandbox;
mod selection;
mod step;
mod suite;
mod unknown_names;
mod update;
mod update_report;
mod world;

pub use compare::{Comparison, ComparisonReport};
pub use coverage::{Coverage, Covered};
pub use error::ScenarioError;
pub use explain::{RuleNote, ScenarioExplanation, StepExplanation, explain};
pub use failure::{Failure, StepDecision};
pub use find::find_files;
pub use pool::run_files;
pub use report::{FileFault, Listed, Report, ScenarioReport, Stopped, Verdict};
pub use run::{run, run_on};
pub use sandbox::Sandbox;
pub use selection::Selection;
pub use suite::{Suite, load};
pub use update::update;
pub use update_report::{ExpectEntry, NotUpdated, Rewritten, UpdateReport};

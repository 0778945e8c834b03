//! Scenarios: routing tested like code. Finds files, plays their scenarios each in a world of its
//! own, and answers with values; printing is somebody else's.

mod check;
mod compare;
mod coverage;
mod error;
mod explain;
mod files;
mod find;
mod hint;
mod play;
mod pool;
mod report;
mod run;
mod step;
mod stranger;
mod suite;
mod update;
mod update_report;
mod world;

pub use compare::{Comparison, Playing, Sides};
pub use coverage::{Coverage, Fired};
pub use error::Error;
pub use explain::{Explained, ExplainedStep, Spoken, explain};
pub use find::find_files;
pub use play::{Selection, Stage, perform};
pub use pool::run_files;
pub use report::{Failure, FileFault, Listed, Report, ScenarioReport, StepDecision, Stopped, Verdict};
pub use run::run;
pub use suite::{Suite, load};
pub use update::update;
pub use update_report::{ExpectEntry, NotUpdated, Rewritten, UpdateReport};

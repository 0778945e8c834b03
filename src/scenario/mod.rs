//! Scenarios: routing tested like code. Finds files, plays their scenarios each in a world of its
//! own, and answers with values; printing is somebody else's.

mod check;
mod files;
mod find;
mod play;
mod report;
mod step;
mod world;

pub use find::{Error, Suite, load};
pub use play::{Selection, run};
pub use report::{Failure, Listed, Report, ScenarioReport, StepDecision, Verdict};

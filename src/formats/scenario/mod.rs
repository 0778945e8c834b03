//! Scenario files: an initial state, what happens, and what is expected.
//!
//! [`read()`] returns all scenarios of a file or all of its errors. A scenario that checks nothing is an
//! error. Running scenarios is not done here.

mod action_text;
mod expect;
mod fields;
mod file;
mod read;
mod scenario_text;
mod schema;
mod step;

pub use expect::{Expect, ExpectKey, Expectation, Expected, LooksAt};
pub use file::{Given, GivenAbsence, GivenContact, GivenFile, GivenMember, GivenTeam, Scenario, World};
pub use read::{parse_streaming, parse_whole, read};
pub use scenario_text::{ScenarioText, reread};
pub use schema::schema;
pub use step::{ActionKind, ScenarioStep, StepAction};

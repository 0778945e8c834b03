//! Scenario files: who owns what, what happens, and what is expected of it.
//!
//! [`read()`] takes a file whole or tells everything that is wrong with it: nothing is half read, and
//! nothing passes by checking nothing. Running a scenario is not done here.

mod action_text;
mod expect;
mod fields;
mod file;
mod read;
mod scenario_text;
mod schema;
mod step;
mod yaml;

pub use expect::{Expect, ExpectKey, Expectation, Expected, LooksAt};
pub use file::{Given, GivenContact, GivenMember, GivenTeam, Scenario, World};
pub use read::{parse_streaming, parse_whole, read};
pub use scenario_text::{ScenarioText, SkipReason, reread};
pub use schema::schema;
pub use step::{ActionKind, ScenarioStep, StepAction, StepTarget};

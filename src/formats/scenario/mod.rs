//! Scenario files: who owns what, what happens, and what is expected of it.
//!
//! [`read()`] takes a file whole or tells everything that is wrong with it: nothing is half read, and
//! nothing passes by checking nothing. Running a scenario is not done here.

mod edit;
mod expect;
mod fields;
mod file;
mod read;
mod schema;
mod step;
mod words;
mod yaml;

pub use edit::{ScenarioText, SkipReason, reread};
pub use expect::{Check, Expect, Expected, LooksAt, Topic};
pub use file::{Given, GivenContact, GivenMember, GivenTeam, Scenario, World};
pub use read::{read, read_ahead, read_whole};
pub use schema::schema;
pub use step::{Action, ActionKind, Step, Target};

//! The rules of assignment: one pure, total function. No clock, no disk, no SQL, no printing.
//!
//! Each family of rules has its file; `builder` gathers what they decide and puts it in order. The
//! matches over [`Request`] have no `_` arm, so that a new kind of request doesn't compile until
//! somebody has decided what it does.
#![warn(missing_docs, clippy::wildcard_enum_match_arm)]

mod decide;
mod decision_builder;
mod flow;
mod manual;
mod offboarding;
mod owners;
mod reply;
mod teams;

pub use decide::decide;
pub use teams::turn_after_leaving;

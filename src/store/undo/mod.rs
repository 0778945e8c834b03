//! Taking a change back: what puts back each thing that it did, and what stands in the way.
//!
//! Looks at the rows as they are now and changes none: whoever asks does what is answered, latest
//! first, so that each question is asked of what the answers before it have made.

mod conflict_reason;
mod conversations;
mod directory;
mod done_effect;
mod history_unit;
mod inverse;
mod later_changes;
mod runs;
mod undo_plan;
mod updates;

pub(crate) use conflict_reason::{ConflictReason, EntityRef};
pub(crate) use done_effect::DoneEffect;
pub(crate) use history_unit::HistoryUnit;
pub(crate) use inverse::Restore;
pub(crate) use runs::{GoneRun, MadeRun, Part};
pub(crate) use undo_plan::UndoPlan;

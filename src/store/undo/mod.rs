//! Plans the undo of a change: the inverse of each effect, or the conflict that prevents it.
//!
//! Reads the current rows and changes none: the caller applies each inverse, latest first, before it
//! asks for the next.

mod absences;
mod conflict_reason;
mod conversations;
mod directory;
mod done_effect;
mod history_unit;
mod inverse;
mod later_changes;
mod runs;
mod undo_plan;
mod undo_states;

pub(crate) use conflict_reason::ConflictReason;
pub(crate) use done_effect::DoneEffect;
pub(crate) use history_unit::HistoryUnit;
pub(crate) use inverse::Restore;
pub(crate) use runs::{GoneRun, MadeRun, Part};
pub(crate) use undo_plan::UndoPlan;
pub(crate) use undo_states::UndoStates;

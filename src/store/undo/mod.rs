//! Taking a change back: what puts back each thing that it did, and what stands in the way.
//!
//! Looks at the rows as they are now and changes none: whoever asks does what is answered, latest
//! first, so that each question is asked of what the answers before it have made.

mod chats;
mod directory;
mod done;
mod inverse;
mod later;
mod obstacle;
mod past;
mod runs;
mod undoing;
mod updates;

pub(crate) use done::Done;
pub(crate) use inverse::PutBack;
pub(crate) use obstacle::{Obstacle, Thing};
pub(crate) use past::Past;
pub(crate) use runs::{GoneRun, MadeRun, Part};
pub(crate) use undoing::Undoing;

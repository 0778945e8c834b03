//! Writing files: whole or not at all, only where the kernel permits it, without leftovers. The one
//! place that creates, replaces and names files, whatever their content.

mod atomic;
mod draft_file;
mod leftovers;
mod place;

pub use atomic::{Access, AtomicFile, Unwritable, is_stream};
pub use draft_file::{briefly_named, unnamed};
pub use leftovers::remove_old_copies;
pub use place::{folder, is_source_of_stdin, open_without_waiting, opened_descriptor, place, same_place};

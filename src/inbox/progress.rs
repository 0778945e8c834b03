//! The progress of long work, reported while it goes on.

/// A phase of long work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reads the file; progress is in bytes.
    Reading,
    /// Decides what to do; progress is in contacts.
    Planning,
    /// Compares and writes; progress is in rows or lines.
    Writing,
    /// Recreates indexes.
    Indexing,
}

/// Receives the progress of long work.
pub trait Progress {
    fn update(&mut self, phase: Phase, done: u64, of: Option<u64>);
}

pub struct NoProgress;

impl Progress for NoProgress {
    fn update(&mut self, _: Phase, _: u64, _: Option<u64>) {}
}

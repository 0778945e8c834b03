//! What is wrong with a log: the first faults in full, and how many there are.

use super::lines::LineFault;
use crate::inbox::answer::SHOWN;

/// A log that can't be played.
#[derive(Debug, Default)]
pub struct FaultyLog {
    /// What is wrong, in the order of the lines; the first [`SHOWN`].
    pub faults: Vec<LineFault>,
    /// How many faults there are.
    pub count: u64,
    /// How many lines have one.
    pub bad: u64,
    /// How many lines there are.
    pub lines: u64,
    last: u64,
    unread: u64,
}

impl FaultyLog {
    /// Takes note of a line that couldn't even be read.
    pub(super) fn push_unread(&mut self, fault: LineFault) {
        self.lines += u64::from(fault.line != self.unread);
        self.unread = fault.line;
        self.push(fault);
    }

    /// Takes note of a fault; faults come in the order of their lines.
    pub(super) fn push(&mut self, fault: LineFault) {
        self.count += 1;
        if fault.line != self.last {
            self.bad += 1;
            self.last = fault.line;
        }
        if self.faults.len() < SHOWN {
            self.faults.push(fault);
        }
    }
}

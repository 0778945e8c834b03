//! What is wrong with a log: the first faults in full, and how many there are.

use super::lines::LogLineError;
use crate::inbox::FaultSample;

/// A log that can't be played.
#[derive(Debug, Default)]
pub struct LogErrors {
    /// What is wrong, in the order of the lines.
    pub sample: FaultSample<LogLineError>,
    /// How many lines have one.
    pub bad: u64,
    /// How many lines there are.
    pub lines: u64,
    last: u64,
    unread: u64,
}

impl LogErrors {
    /// Whether every line so far can be played.
    pub(super) fn is_empty(&self) -> bool {
        self.bad == 0
    }

    /// Takes note of a line that couldn't even be read.
    pub(super) fn push_unread(&mut self, fault: LogLineError) {
        self.lines += u64::from(fault.line != self.unread);
        self.unread = fault.line;
        self.push(fault);
    }

    /// Takes note of a fault; faults come in the order of their lines.
    pub(super) fn push(&mut self, fault: LogLineError) {
        if fault.line != self.last {
            self.bad += 1;
            self.last = fault.line;
        }
        self.sample.push(fault.code, || fault);
    }
}

//! What is wrong with a log: the first faults in full, and how many there are.

use super::fault_sample::FaultSample;
use crate::model::ErrorCode;

/// A log that can't be played.
#[derive(Debug, Default)]
pub struct LogErrors {
    /// What is wrong, in the order of the lines.
    pub sample: FaultSample<LogLineError>,
    /// How many lines have one.
    pub faulty_lines: u64,
    /// How many lines there are.
    pub lines: u64,
    last: u64,
    unread: u64,
}

/// What is wrong with a line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLineError {
    /// The line.
    pub line: u64,
    /// The column, in characters from 1.
    pub column: u64,
    /// What kind of fault it is.
    pub code: ErrorCode,
    /// In words.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl LogErrors {
    /// Whether every line so far can be played.
    pub(super) fn is_empty(&self) -> bool {
        self.faulty_lines == 0
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
            self.faulty_lines += 1;
            self.last = fault.line;
        }
        self.sample.push(fault.code, || fault);
    }
}

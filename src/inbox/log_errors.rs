//! The errors of a log: the first ones in full, and counts of all.

use super::fault_sample::FaultSample;
use crate::model::ErrorCode;

/// The errors of a log.
#[derive(Debug, Default)]
pub struct LogErrors {
    /// The errors, in the order of the lines.
    pub sample: FaultSample<LogLineError>,
    pub faulty_lines: u64,
    pub lines: u64,
    last: u64,
    unread: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLineError {
    pub line: u64,
    /// In characters, from 1.
    pub column: u64,
    pub code: ErrorCode,
    pub message: String,
    pub hint: Option<String>,
}

impl LogErrors {
    /// Whether every line so far is valid.
    pub(super) fn is_empty(&self) -> bool {
        self.faulty_lines == 0
    }

    /// Adds an error of a line that can't be read.
    pub(super) fn push_unread(&mut self, fault: LogLineError) {
        self.lines += u64::from(fault.line != self.unread);
        self.unread = fault.line;
        self.push(fault);
    }

    /// Adds an error; errors come in the order of their lines.
    pub(super) fn push(&mut self, fault: LogLineError) {
        if fault.line != self.last {
            self.faulty_lines += 1;
            self.last = fault.line;
        }
        self.sample.push(fault.code, || fault);
    }
}

//! The first errors of a file, a few of each code, and counts of all.

use std::collections::BTreeMap;

use crate::model::ErrorCode;

/// The most items that an answer lists of a change or file that can have thousands.
pub const SHOWN: usize = 100;

/// The number of errors of each code that are kept, anywhere in the file.
const OF_EACH_CODE: u64 = 4;

/// The first errors of a file, in its order, and counts of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultSample<T> {
    /// The first [`SHOWN`], then those that are among the first four of their code.
    pub faults: Vec<T>,
    pub by_code: BTreeMap<ErrorCode, u64>,
}

impl<T> Default for FaultSample<T> {
    fn default() -> Self {
        Self { faults: Vec::new(), by_code: BTreeMap::new() }
    }
}

impl<T> FaultSample<T> {
    /// Counts an error, and keeps it if it is one of the first.
    pub(super) fn push(&mut self, code: ErrorCode, fault: impl FnOnce() -> T) {
        let count = self.by_code.entry(code).or_default();
        *count += 1;
        if self.faults.len() < SHOWN || *count <= OF_EACH_CODE {
            self.faults.push(fault());
        }
    }

    pub fn count(&self) -> u64 {
        self.by_code.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sample_keeps_first_hundred_and_some_per_code() {
        let mut sample = FaultSample::default();
        for line in 0..200 {
            sample.push(ErrorCode::InvalidPhone, || line);
        }
        for line in 200..210 {
            sample.push(ErrorCode::UnknownMember, || line);
        }
        let kept = (0..100).chain(200..204).collect::<Vec<_>>();
        assert_eq!(sample.faults, kept);
        assert_eq!(sample.count(), 210);
        assert_eq!(sample.by_code, BTreeMap::from([(ErrorCode::UnknownMember, 10), (ErrorCode::InvalidPhone, 200)]));
    }
}

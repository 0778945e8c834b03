//! Where faults are gathered while a file is read, so that one run tells all of them.
//!
//! A function that returns [`Reported`] has told its fault already; nobody tells it again. So a
//! reader first reads all its fields, and only then uses `?`.

use std::cell::RefCell;

use crate::formats::fault::FileError;

/// The text of a file, and what is wrong with it so far.
#[derive(Debug)]
pub(super) struct ReadContext<'s> {
    /// The whole text.
    pub(super) text: &'s str,
    faults: RefCell<Vec<FileError>>,
}

/// The proof that a fault has been reported; only reporting makes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reported(());

impl<'s> ReadContext<'s> {
    /// A file that nobody has looked at yet.
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, faults: RefCell::default() }
    }

    /// Takes note of a fault.
    pub(super) fn report(&self, fault: FileError) -> Reported {
        self.faults.borrow_mut().push(fault);
        Reported(())
    }

    /// Takes note of several faults, at least one.
    pub(super) fn report_all(&self, faults: Vec<FileError>) -> Reported {
        self.faults.borrow_mut().extend(faults);
        Reported(())
    }

    /// All faults, as they stand in the file.
    pub(super) fn into_faults(self) -> Vec<FileError> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| fault.place);
        faults
    }
}

/// All of them, once each has had its chance to report.
pub(super) fn collect<T>(items: impl Iterator<Item = Result<T, Reported>>) -> Result<Vec<T>, Reported> {
    let read: Vec<_> = items.collect();
    read.into_iter().collect()
}

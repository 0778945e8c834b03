//! Collects the errors of a file while it is read, so that all are reported at once.
//!
//! A function that returns [`Reported`] has already reported its error. So a reader first reads all its
//! fields, and only then uses `?`.

use std::cell::RefCell;

use crate::formats::fault::FileError;

/// The text of a file and its errors so far.
#[derive(Debug)]
pub struct ReadContext<'s> {
    pub text: &'s str,
    errors: RefCell<Vec<FileError>>,
}

/// The proof that an error was reported; only reporting creates it.
#[derive(Debug, Clone, Copy)]
pub struct Reported(());

impl<'s> ReadContext<'s> {
    pub fn new(text: &'s str) -> Self {
        Self { text, errors: RefCell::default() }
    }

    pub fn report(&self, error: FileError) -> Reported {
        self.errors.borrow_mut().push(error);
        Reported(())
    }

    pub fn report_all(&self, errors: Vec<FileError>) -> Reported {
        self.errors.borrow_mut().extend(errors);
        Reported(())
    }

    /// All errors, in the order of the file.
    pub fn into_errors(self) -> Vec<FileError> {
        let mut errors = self.errors.into_inner();
        errors.sort_by_key(|error| error.place);
        errors
    }
}

/// All items, after each could report its errors.
pub fn collect<T>(items: impl Iterator<Item = Result<T, Reported>>) -> Result<Vec<T>, Reported> {
    let read: Vec<_> = items.collect();
    read.into_iter().collect()
}

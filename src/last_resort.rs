//! The last resort: a panic, which is a defect of this program, ends in an error like any other.
//!
//! Unwinding drops the open transaction, which rolls it back.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

/// A defect of this program that ended a command.
#[derive(Debug, thiserror::Error)]
#[error("internal error: {0}")]
pub struct InternalError(String);

impl InternalError {
    pub const HINT: &str = "this is a bug: run `inboxctl check`, and report this message with the command";

    fn of(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown");
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        Self(place.map_or_else(|| text.to_owned(), |place| format!("{text} ({place})")))
    }
}

/// Where the last panic began.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Keeps panics from being printed.
pub fn silence_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}

/// Runs work, and turns a panic into an error.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, InternalError> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|panic| InternalError::of(&*panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_becomes_an_error() {
        assert_eq!(catch(|| 7).unwrap(), 7);
        let number: i64 = "9223372036854775807".parse().unwrap();
        let messages = [
            catch(|| panic!("no turn")),
            catch(|| panic!("no turn of {number}")),
            catch(|| assert_ne!(number + 1, 0)),
            catch(|| panic::resume_unwind(Box::new(7))),
        ]
        .map(|done| done.unwrap_err().to_string());
        let expected = ["no turn", "no turn of 9223372036854775807", "attempt to add with overflow", "unknown"];
        for (message, expected) in messages.iter().zip(expected) {
            assert!(message.starts_with(&format!("internal error: {expected}")), "{message}");
        }
    }
}

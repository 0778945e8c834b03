//! Wrong usage.

use crate::model::InvalidPhrase;

/// Wrong usage that the parser of the command line can't find.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Usage {
    pub message: String,
    pub hint: String,
}

impl Usage {
    pub(super) fn new(message: &str, hint: &str) -> Self {
        Self { message: message.to_owned(), hint: hint.to_owned() }
    }
}

impl From<InvalidPhrase> for Usage {
    fn from(invalid: InvalidPhrase) -> Self {
        Self::new(&invalid.to_string(), "give the time with its zone, for example 2026-01-31T09:00:00Z")
    }
}

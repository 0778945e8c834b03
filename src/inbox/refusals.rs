//! What is refused of a request about several contacts, conversations or changes.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use super::error::{InboxError, Result};
use super::fault_sample::SHOWN;
use crate::model::{ChangeId, ConversationId, ErrorCode, Target};

/// How a request about several is treated where it is refused for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRefused {
    /// It is refused for all.
    Fail,
    /// The others are changed.
    Skip,
}

/// A conversation, a contact or a change for which a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RefusedTarget {
    /// The conversation, for requests about conversations named by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ConversationId")]
    pub conversation: Option<ConversationId>,
    /// The phone of the contact as it was given, otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub contact: Option<String>,
    /// The change, for an undo.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ChangeId")]
    pub change: Option<ChangeId>,
    /// The code of the refusal.
    pub code: ErrorCode,
    /// The refusal in words.
    pub message: String,
    /// What to do; only for errors.
    #[serde(skip)]
    hint: Option<String>,
}

impl RefusedTarget {
    fn of(target: &Target, error: &InboxError) -> Self {
        let (conversation, contact) = match target {
            Target::Number(id) => (Some(*id), None),
            Target::Contact(phone) => (None, Some(phone.clone())),
        };
        let (code, message, hint) = (error.code(), error.to_string(), error.hint());
        Self { conversation, contact, change: None, code, message, hint }
    }

    pub(super) fn of_change(id: ChangeId, error: &InboxError) -> Self {
        let (code, message, hint) = (error.code(), error.to_string(), error.hint());
        Self { conversation: None, contact: None, change: Some(id), code, message, hint }
    }
}

/// The most refusals whose own hints are shown.
const FEW: usize = 3;

/// The refusals of a request about several, in the order named: the first 100, and the number of all.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    pub(super) first: Vec<RefusedTarget>,
    pub(super) count: u64,
}

impl Refusals {
    /// Returns the answer about one; keeps a refusal, and fails with any other error.
    pub(super) fn accept<T>(&mut self, target: &Target, answer: Result<T>) -> Result<Option<T>> {
        match answer {
            Err(error) if error.is_refusal() => self.push(|| RefusedTarget::of(target, &error)),
            other => return other.map(Some),
        }
        Ok(None)
    }

    pub(super) fn push(&mut self, refused: impl FnOnce() -> RefusedTarget) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push(refused());
        }
    }

    /// Fails if anything was refused, with a line for each; where they are few, also with the hints of each.
    pub(super) fn fail(self, hint: &str) -> Result<()> {
        let Some(first) = self.first.first() else { return Ok(()) };
        let (code, mut hints) = (first.code, Vec::new());
        for own in self.first.iter().filter_map(|refused| refused.hint.as_deref()) {
            if self.first.len() <= FEW && !hints.contains(&own) {
                hints.push(own);
            }
        }
        hints.push(hint);
        let hint = hints.join("\n");
        let mut message = self.first.into_iter().map(|refused| refused.message).collect::<Vec<_>>().join("\n");
        let more = self.count.saturating_sub(SHOWN as u64);
        if more > 0 {
            let _ = write!(message, "\n… and {more} more");
        }
        Err(InboxError::RefusedForSome { code, message, hint })
    }
}

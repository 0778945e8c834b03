//! The digest of the effects of a change, so that what was reviewed in a dry run is what is applied.

use std::ops::ControlFlow;

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::error::{InboxError, Result};
use super::{LockWait, history_lines, view};
use crate::model::{ChangeId, PlanDigest, Time};
use crate::store::history;

/// How the digest of a change is used.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// The answer tells it.
    pub told: bool,
    /// The change is applied only if it has this one.
    pub expected: Option<PlanDigest>,
}

impl Review {
    /// Computes the digest of a change, before it is committed, where it is told or expected; fails if it is
    /// another one than expected.
    pub(super) fn digest(
        &self,
        connection: &Connection,
        change: Option<ChangeId>,
        wait: LockWait,
    ) -> Result<Option<String>> {
        if !self.told && self.expected.is_none() {
            return Ok(None);
        }
        let found = digest_of(connection, change, wait)?;
        match &self.expected {
            Some(expected) if !expected.is_of(&found) => {
                let found = change.map(|_| found.chars().take(SHORTEST).collect());
                Err(InboxError::PlanChanged { expected: expected.clone(), found })
            }
            _ => Ok(Some(found)),
        }
    }
}

/// The digits of a digest that are told.
const SHORTEST: usize = 8;

/// Writes *now* for a time of an absence that is the time of the change.
fn mark_present(effect: &mut view::EffectView, at: Option<Time>, line: &mut Vec<u8>) {
    for (time, word) in [(&mut effect.from, b"from now "), (&mut effect.until, b"until now")] {
        if time.is_some() && *time == at {
            *time = None;
            line.extend_from_slice(word);
        }
    }
}

/// SHA-256 over the effects in order, each as a line of JSON. They name no number of a change and no time of
/// it, so that a dry run and a real one that do the same have the same digest.
fn digest_of(connection: &Connection, change: Option<ChangeId>, wait: LockWait) -> Result<String> {
    let mut hash = Sha256::new();
    if let Some(change) = change {
        let (mut line, at) = (Vec::new(), history::change(connection, change)?.map(|change| change.at));
        history_lines::effects(connection, change, wait, &mut |mut effect| {
            line.clear();
            mark_present(&mut effect, at, &mut line);
            // Writing JSON to memory can't fail.
            let _ = serde_json::to_writer(&mut line, &effect);
            line.push(b'\n');
            hash.update(&line);
            ControlFlow::Continue(())
        })?;
    }
    Ok(hash.finalize().iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}")))
}

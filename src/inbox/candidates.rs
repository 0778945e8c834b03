//! Values of a store that a shell can complete.

use std::path::Path;

use super::{LockWait, Result};
use crate::store::Store;
use crate::store::candidates::{CandidateKind, StoreCandidate, candidates};

/// Lists the values that begin with a text, in any case. Never writes, and never waits for a lock.
pub fn list_candidates(path: &Path, kind: CandidateKind, typed: &str) -> Result<Vec<StoreCandidate>> {
    let mut store = Store::open_to_copy(path, LockWait::ZERO)?.verified()?;
    Ok(store.reading(|connection| candidates(connection, kind, typed))?)
}

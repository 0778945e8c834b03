//! The fields that later changes overwrote.

use std::collections::HashMap;

use super::done_effect::EffectPosition;
use crate::model::Field;

/// The fields that were overwritten, each with where; in the order of the history.
pub(super) type Overwritten = Vec<(EffectPosition, Field, Option<String>)>;

/// What was overwritten of members and teams.
#[derive(Debug, Default)]
pub(super) struct Updates {
    pub(super) members: HashMap<i64, Overwritten>,
    pub(super) teams: HashMap<i64, Overwritten>,
}

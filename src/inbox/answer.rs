//! What a change answers: the one shape of every command that writes.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Run, view};
use crate::model::{ChangeId, ConversationId, EffectKind, RuleId};

/// How many effects, and how many passed over, are listed of a change that can touch thousands.
pub const SHOWN: usize = 100;

/// What a change did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Answer {
    /// Whether it was only shown.
    pub dry_run: bool,
    /// Its number in the history; none for a dry run and when nothing changed.
    pub change: Option<ChangeId>,
    /// What changed, in order; the first 100 where `effect_count` is given.
    pub effects: Vec<view::Effect>,
    /// How many effects there were, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub effect_count: Option<i64>,
    /// Who was passed over; the first 100 where `effect_count` is given.
    pub passed_over: Vec<view::PassedOver>,
    /// The conversation as it is afterwards, for commands about one; null if none is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Option<view::Conversation>>,
    /// Of a deactivation: what it left behind.
    #[serde(flatten)]
    pub left: Option<Left>,
    /// Of an undo: the change that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ChangeId")]
    pub undoes: Option<ChangeId>,
    /// Of an undo: what it left as it is; the first 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<view::Conflict>")]
    pub conflicts: Option<Vec<view::Conflict>>,
    /// Of an undo: how much it left as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub conflict_count: Option<i64>,
    /// The rules that spoke.
    #[serde(skip)]
    pub rules: Vec<RuleId>,
    /// For changes that can touch thousands: how many of what, of whom.
    #[serde(skip)]
    pub totals: Vec<Total>,
}

/// What a deactivated member left behind (D1, D4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Left {
    /// Contacts now without an active owner.
    pub left_unowned: Vec<String>,
    /// Open conversations now without a member.
    pub left_unassigned: Vec<ConversationId>,
    /// Places in teams that the member keeps.
    pub roles: Vec<view::Role>,
}

/// What an undo answers: what every change answers, what it undoes, and what it left.
#[derive(Debug, JsonSchema)]
#[schemars(extend("required" = ["undoes", "effect_count", "conflicts", "conflict_count"]))]
pub struct UndoAnswer(pub Answer);

/// How many effects of a kind name a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The kind.
    pub effect: EffectKind,
    /// The member, if they name one.
    pub member: Option<String>,
    /// How many.
    pub count: i64,
}

impl Answer {
    /// An undo that was refused, since this stands in the way.
    pub fn of_refused_undo(run: Run, change: ChangeId, conflicts: &[view::Conflict], count: i64) -> Self {
        Self {
            dry_run: run == Run::Dry,
            effect_count: Some(0),
            undoes: Some(change),
            conflicts: Some(conflicts.to_vec()),
            conflict_count: Some(count),
            ..Self::default()
        }
    }

    /// Whether an undo left something as it is, or would.
    pub fn has_conflicts(&self) -> bool {
        self.conflict_count.is_some_and(|count| count > 0)
    }

    /// Whether anything changed, or would.
    pub fn has_effects(&self) -> bool {
        !self.effects.is_empty()
    }
}

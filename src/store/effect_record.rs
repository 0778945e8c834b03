//! Decisions as the history keeps them, in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    AssignReason, ChangeId, ContactId, ConversationId, Effect, Fields, MemberId, OwnerReason, PassedOver, RuleId,
    Setting, Status, TeamId,
};

/// The contact and the conversation of an entry of the history.
pub(crate) type EntrySubject = (Option<ContactId>, Option<ConversationId>);

/// A decision as the history keeps it. Fields are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct StoredDecision {
    /// The time in nanoseconds; by default that of the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) did: Vec<EffectRecord>,
    /// Instead of `did`: a batch of contacts was created, with the owners of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) made: Option<Vec<Vec<MemberId>>>,
    /// Of a created batch: an undo restored it, with the owners of this change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) back: Option<ChangeId>,
    /// Instead of `did`: a batch of contacts was removed; their rows are kept.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) gone: bool,
    /// The number of effects of a batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) effects: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) passed: Vec<PassedOver>,
}

impl StoredDecision {
    pub(super) fn effect_count(&self) -> i64 {
        self.effects.unwrap_or_else(|| i64::try_from(self.did.len()).unwrap_or(i64::MAX))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// An effect in the history: `[effect, rule, before]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectRecord {
    pub effect: Effect,
    pub rule: Option<RuleId>,
    pub was: Option<Before>,
}

impl Serialize for EffectRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.effect, &self.rule, &self.was).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for EffectRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (effect, rule, was) = Deserialize::deserialize(deserializer)?;
        Ok(Self { effect, rule, was })
    }
}

/// The before-image of an effect: enough to restore it exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Before {
    Assignment { position: i64, reason: AssignReason, since: i64, change: ChangeId },
    Ownership { position: i64, reason: OwnerReason, since: i64, change: ChangeId },
    Membership { position: i64, turn: usize },
    Team(Option<TeamId>),
    Turn { turn: usize, last_picked: Option<MemberId> },
    Status(Status),
    Setting(Setting),
    Fields(Fields),
    Member { fields: Fields, active: bool },
    RemovedTeam { fields: Fields, turn: usize, last_picked: Option<MemberId> },
    Conversation { status: Status, opened_at: i64 },
    ClosedAt(i64),
}

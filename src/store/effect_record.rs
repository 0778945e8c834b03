//! Decisions as the history keeps them, in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Before, ChangeId, ContactId, ConversationId, DecidedEffect, Effect, MemberId, PassedOver, RuleId};

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
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) gone: bool,
    /// The number of effects of a batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) effects: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) passed: Vec<PassedOver>,
}

impl StoredDecision {
    /// The members that it names, as often as it does.
    pub(super) fn members(&self) -> impl Iterator<Item = MemberId> {
        let changed = self.did.iter().filter_map(|record| record.effect.member());
        let passed_over = self.passed.iter().filter_map(|entry| entry.member);
        changed.chain(passed_over).chain(self.made.iter().flatten().flatten().copied())
    }

    pub(super) fn effect_count(&self) -> i64 {
        self.effects.map_or_else(|| i64::try_from(self.did.len()).unwrap_or(i64::MAX), i64::from)
    }
}

/// An effect in the history: `[effect, rule, before]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectRecord {
    pub effect: Effect,
    pub rule: Option<RuleId>,
    pub was: Option<Before>,
}

impl EffectRecord {
    /// The subject under which the history files a decision about a contact.
    pub(crate) fn subject(contact: ContactId, effects: &[DecidedEffect]) -> EntrySubject {
        let conversation = effects.iter().find_map(|ruled| ruled.effect.subject().1);
        let about_contact = conversation.is_none() || effects.iter().any(|ruled| ruled.effect.subject().0.is_some());
        (about_contact.then_some(contact), conversation)
    }
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

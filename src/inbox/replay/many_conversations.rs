//! What one line of a log does to many conversations, sorted by conversation for the history.

use std::collections::BTreeMap;

use crate::model::{ContactId, ContactState, ConversationId, Effect, PassedOver};
use crate::store::EffectRecord;

/// The conversations that a line looks at, with what it does to them.
pub(super) struct ManyConversations {
    pub(super) all: BTreeMap<ConversationId, ChangedConversation>,
    /// The rotations that it moves.
    pub(super) turns: Vec<EffectRecord>,
    /// Stands for a contact where an effect has none.
    none: ContactState,
}

pub(super) struct ChangedConversation {
    pub(super) state: ContactState,
    pub(super) did: Vec<EffectRecord>,
    pub(super) passed: Vec<PassedOver>,
}

impl ManyConversations {
    pub(super) fn new(backlog: Vec<ContactState>) -> Self {
        let changed = |state: ContactState| {
            let id = state.open()?.id;
            Some((id, ChangedConversation { state, did: Vec::new(), passed: Vec::new() }))
        };
        let all = backlog.into_iter().filter_map(changed).collect();
        Self { all, turns: Vec::new(), none: ContactState::new(ContactId(0), ConversationId(0)) }
    }

    /// The state that an effect on a conversation changes.
    pub(super) fn state(&mut self, conversation: Option<ConversationId>) -> &mut ContactState {
        let one = conversation.and_then(|conversation| self.all.get_mut(&conversation));
        one.map_or(&mut self.none, |one| &mut one.state)
    }

    /// Adds an effect to its conversation.
    pub(super) fn push(&mut self, record: EffectRecord) {
        match record.effect.subject().1 {
            Some(conversation) => {
                if let Some(one) = self.all.get_mut(&conversation) {
                    one.did.push(record);
                }
            }
            None if matches!(record.effect, Effect::AdvanceTurn { .. }) => self.turns.push(record),
            None => {}
        }
    }

    /// Adds to each conversation who was passed over for it.
    pub(super) fn pass_over(&mut self, passed_over: Vec<PassedOver>) {
        for passed in passed_over {
            if let Some(one) = passed.conversation.and_then(|conversation| self.all.get_mut(&conversation)) {
                one.passed.push(passed);
            }
        }
    }
}

//! A decision in the making. Knows nothing of any rule but one: a request looks at a member once.

use crate::model::{
    AssignReason, Conversation, ConversationId, CurrentConversation, DecidedEffect, Decision, Effect, MemberId,
    OffboardingReport, PassOverReason, PassedOver, Refusal, RuleId, Situation, Status, TeamId,
};

/// Gathers effects, passed-over members and rules, and puts the effects in order at the end.
pub(super) struct DecisionBuilder<'a> {
    pub(super) situation: &'a Situation<'a>,
    decision: Decision,
    /// Who has been looked at for the assignment.
    seen: Vec<MemberId>,
}

impl<'a> DecisionBuilder<'a> {
    pub(super) fn new(situation: &'a Situation<'a>) -> Self {
        Self { situation, decision: Decision::default(), seen: Vec::new() }
    }

    /// The effects in the order of their kinds; within a kind, as they were pushed.
    pub(super) fn finish(mut self) -> Decision {
        self.decision.effects.sort_by_key(|ruled| ruled.effect.kind());
        self.decision
    }

    /// The open conversation, if there is one.
    pub(super) fn open(&self) -> Option<&'a Conversation> {
        match &self.situation.state.current {
            CurrentConversation::Open(conversation) => Some(conversation),
            CurrentConversation::None | CurrentConversation::OnlyClosed | CurrentConversation::Closed(_) => None,
        }
    }

    /// The open conversation, for what can't be asked without one.
    pub(super) fn require_open(&self) -> Result<&'a Conversation, Refusal> {
        match &self.situation.state.current {
            CurrentConversation::Open(conversation) => Ok(conversation),
            CurrentConversation::None | CurrentConversation::OnlyClosed => Err(Refusal::NoOpenConversation),
            CurrentConversation::Closed(id) => Err(Refusal::ConversationClosed(*id)),
        }
    }

    /// The conversation that the effects are about: the open one, or the one about to be opened.
    pub(super) fn conversation(&self) -> ConversationId {
        self.open().map_or(self.situation.state.next_conversation, |conversation| conversation.id)
    }

    /// A rule decided something, maybe that nothing happens.
    pub(super) fn cite(&mut self, rule: RuleId) {
        if !self.decision.rules.contains(&rule) {
            self.decision.rules.push(rule);
        }
    }

    pub(super) fn push(&mut self, effect: Effect, rule: RuleId) {
        self.cite(rule);
        self.decision.effects.push(DecidedEffect { effect, rule: Some(rule) });
    }

    pub(super) fn push_without_rule(&mut self, effect: Effect) {
        self.decision.effects.push(effect.without_rule());
    }

    pub(super) fn pass_over(&mut self, member: MemberId, reason: PassOverReason, rule: RuleId) {
        self.cite(rule);
        self.decision.passed_over.push(PassedOver::new(Some(member), None, reason, rule));
    }

    /// Nobody in particular was passed over; the team is named where one is meant.
    pub(super) fn pass_over_none(&mut self, team: Option<TeamId>, reason: PassOverReason, rule: RuleId) {
        self.cite(rule);
        self.decision.passed_over.push(PassedOver::new(None, team, reason, rule));
    }

    pub(super) fn pass_over_entry(&mut self, entry: PassedOver) {
        self.cite(entry.rule);
        self.decision.passed_over.push(entry);
    }

    pub(super) fn set_offboarding(&mut self, report: OffboardingReport) {
        self.decision.offboarding = Some(report);
    }

    /// Opens a conversation for the contact.
    pub(super) fn open_conversation(&mut self, status: Status, rule: RuleId) {
        let (conversation, contact) = (self.situation.state.next_conversation, self.situation.state.contact);
        self.push(Effect::OpenConversation { conversation, contact, status }, rule);
    }

    pub(super) fn set_status(&mut self, status: Status, rule: RuleId) {
        let conversation = self.conversation();
        self.push(Effect::SetStatus { conversation, status }, rule);
    }

    /// Puts a member on the conversation, unless the request has looked at it before.
    pub(super) fn assign(&mut self, member: MemberId, reason: AssignReason, rule: RuleId) {
        if !self.mark_seen(member) {
            return;
        }
        if self.open().is_some_and(|conversation| conversation.assigned.contains(&member)) {
            self.pass_over(member, PassOverReason::AlreadyAssigned, rule);
        } else {
            self.push(Effect::AssignMember { conversation: self.conversation(), member, reason }, rule);
        }
    }

    /// The same, for one whom the rule takes only if active; `dormant` is the rule that passes
    /// over an inactive one.
    pub(super) fn assign_active(&mut self, member: MemberId, reason: AssignReason, rule: RuleId, dormant: RuleId) {
        if self.situation.directory.is_active(member) {
            self.assign(member, reason, rule);
        } else if self.mark_seen(member) {
            self.pass_over(member, PassOverReason::InactiveMember, dormant);
        }
    }

    /// Adds all active owners of the contact.
    pub(super) fn assign_owners(&mut self, rule: RuleId) {
        for owner in &self.situation.state.owners {
            self.assign_active(*owner, AssignReason::ContactOwner, rule, RuleId::O5);
        }
    }

    /// Refuses when a member isn't active; names all who aren't.
    pub(super) fn require_active(&self, members: &[MemberId], rule: RuleId) -> Result<(), Refusal> {
        let members = distinct(members).filter(|member| !self.situation.directory.is_active(*member));
        let members: Vec<_> = members.collect();
        if members.is_empty() { Ok(()) } else { Err(Refusal::InactiveMembers { members, rule }) }
    }

    fn mark_seen(&mut self, member: MemberId) -> bool {
        let first = !self.seen.contains(&member);
        if first {
            self.seen.push(member);
        }
        first
    }
}

/// Each member once, at the first mention.
pub(super) fn distinct(members: &[MemberId]) -> impl Iterator<Item = MemberId> {
    members.iter().enumerate().filter(|(at, member)| !members.iter().take(*at).any(|m| m == *member)).map(|(_, m)| *m)
}

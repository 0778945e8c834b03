//! Builds a decision. The only rule here: a request considers a member for assignment once.

use crate::model::{
    AssignReason, Conversation, ConversationId, CurrentConversation, DecidedEffect, Decision, Effect, MemberId,
    OffboardingReport, PassOverReason, PassedOver, Refusal, RuleId, Situation, Status, TeamId,
};

/// Collects effects, passed-over members and rules; orders the effects at the end.
pub(super) struct DecisionBuilder<'a> {
    pub(super) situation: &'a Situation<'a>,
    decision: Decision,
    /// The members already considered for assignment.
    seen: Vec<MemberId>,
}

impl<'a> DecisionBuilder<'a> {
    pub(super) fn new(situation: &'a Situation<'a>) -> Self {
        Self { situation, decision: Decision::default(), seen: Vec::new() }
    }

    /// Orders the effects by kind; within a kind, as pushed.
    pub(super) fn finish(mut self) -> Decision {
        self.decision.effects.sort_by_key(|ruled| ruled.effect.kind());
        self.decision
    }

    pub(super) fn open(&self) -> Option<&'a Conversation> {
        self.situation.state.open()
    }

    /// The open conversation, or a refusal.
    pub(super) fn require_open(&self) -> Result<&'a Conversation, Refusal> {
        match &self.situation.state.current {
            CurrentConversation::Open(conversation) => Ok(conversation),
            CurrentConversation::None | CurrentConversation::OnlyClosed => Err(Refusal::NoOpenConversation),
            CurrentConversation::Closed(closed) => Err(Refusal::ConversationClosed(closed.conversation.id)),
        }
    }

    /// The open conversation, or the one about to be opened.
    pub(super) fn conversation(&self) -> ConversationId {
        self.open().map_or(self.situation.state.next_conversation, |conversation| conversation.id)
    }

    /// Notes that a rule decided something, or that nothing happens.
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

    /// Notes that no particular member was passed over, for a team or the members of a step.
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

    /// Assigns a member, unless the request has considered them before.
    pub(super) fn assign(&mut self, member: MemberId, reason: AssignReason, rule: RuleId) {
        if !self.mark_seen(member) {
            return;
        }
        if self.open().is_some_and(|conversation| conversation.assigned.contains(member)) {
            self.pass_over(member, PassOverReason::AlreadyAssigned, rule);
        } else {
            self.push(Effect::AssignMember { conversation: self.conversation(), member, reason }, rule);
        }
    }

    /// Assigns a member if active; `dormant` is the rule that passes over an inactive one.
    pub(super) fn assign_active(&mut self, member: MemberId, reason: AssignReason, rule: RuleId, dormant: RuleId) {
        if self.situation.directory.is_active(member) {
            self.assign(member, reason, rule);
        } else if self.mark_seen(member) {
            self.pass_over(member, PassOverReason::InactiveMember, dormant);
        }
    }

    /// Adds all active owners of the contact.
    pub(super) fn assign_owners(&mut self, rule: RuleId) {
        for owner in self.situation.state.owners.members() {
            self.assign_active(owner, AssignReason::ContactOwner, rule, RuleId::O5);
        }
    }

    /// Refuses inactive members, naming all of them.
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

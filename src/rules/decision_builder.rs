//! Builds a decision. The only rule here: a request considers a member for assignment once.

use std::collections::BTreeMap;

use crate::model::{
    AssignReason, ContactState, Conversation, ConversationId, CurrentConversation, DecidedEffect, Decision, Effect,
    MemberId, OffboardingReport, PassOverReason, PassedOver, Refusal, RuleId, Situation, Status, Team, TeamId,
};

/// Collects effects, passed-over members and rules; orders the effects at the end.
pub(super) struct DecisionBuilder<'a> {
    pub(super) situation: &'a Situation<'a>,
    /// The contact that is looked at; of many, one after the other.
    state: &'a ContactState,
    decision: Decision,
    /// The members already considered for assignment.
    seen: Vec<MemberId>,
    /// The members passed over since they are away, in this order (V2).
    absent: Vec<MemberId>,
    /// The rotations of teams that have picked, in the order of their first picks.
    rotations: Vec<TeamTurn<'a>>,
    /// By how much the decision changes the number of a member's active conversations.
    loads: BTreeMap<MemberId, i64>,
    /// The conversation that is looked at, for requests about many.
    subject: Option<ConversationId>,
    /// The number of members assigned to it.
    assigned: usize,
}

/// Where the rotation of a team is after the picks so far (T1, T2).
struct TeamTurn<'a> {
    team: &'a Team,
    turn: usize,
    picked: MemberId,
    rule: RuleId,
}

impl<'a> DecisionBuilder<'a> {
    pub(super) fn new(situation: &'a Situation<'a>) -> Self {
        Self {
            situation,
            state: situation.state,
            decision: Decision::default(),
            seen: Vec::new(),
            absent: Vec::new(),
            rotations: Vec::new(),
            loads: BTreeMap::new(),
            subject: None,
            assigned: 0,
        }
    }

    /// Looks at the next of many conversations.
    pub(super) fn look_at(&mut self, state: &'a ContactState) {
        self.state = state;
        self.seen.clear();
        self.absent.clear();
        self.subject = self.open().map(|open| open.id);
        self.assigned = 0;
    }

    /// Whether a member was assigned to the conversation that is looked at.
    pub(super) fn has_assigned(&self) -> bool {
        self.assigned > 0
    }

    /// Orders the effects by kind; within a kind, as pushed.
    pub(super) fn finish(mut self) -> Decision {
        for TeamTurn { team, turn, picked, rule } in std::mem::take(&mut self.rotations) {
            if (turn, Some(picked)) != (team.turn, team.last_picked) {
                self.push(Effect::AdvanceTurn { team: team.id, turn, picked: Some(picked) }, rule);
            }
        }
        self.decision.effects.sort_by_key(|ruled| ruled.effect.kind());
        self.decision
    }

    pub(super) fn open(&self) -> Option<&'a Conversation> {
        self.state.open()
    }

    /// The open conversation, or a refusal.
    pub(super) fn require_open(&self) -> Result<&'a Conversation, Refusal> {
        match &self.state.current {
            CurrentConversation::Open(conversation) => Ok(conversation),
            CurrentConversation::None | CurrentConversation::OnlyClosed => Err(Refusal::NoOpenConversation),
            CurrentConversation::Closed(closed) => Err(Refusal::ConversationClosed(closed.conversation.id)),
        }
    }

    /// The open conversation, or the one about to be opened.
    pub(super) fn conversation(&self) -> ConversationId {
        self.open().map_or(self.state.next_conversation, |conversation| conversation.id)
    }

    /// Notes that a rule decided something, or that nothing happens.
    pub(super) fn cite(&mut self, rule: RuleId) {
        if !self.decision.rules.contains(&rule) {
            self.decision.rules.push(rule);
        }
    }

    pub(super) fn push(&mut self, effect: Effect, rule: RuleId) {
        self.cite(rule);
        self.count(&effect);
        self.decision.effects.push(DecidedEffect { effect, rule: Some(rule) });
    }

    pub(super) fn push_without_rule(&mut self, effect: Effect) {
        self.decision.effects.push(effect.without_rule());
    }

    pub(super) fn pass_over(&mut self, member: MemberId, reason: PassOverReason, rule: RuleId) {
        self.pass_over_entry(PassedOver::new(Some(member), None, reason, rule));
    }

    /// Notes that no particular member was passed over, for a team or the members of a step.
    pub(super) fn pass_over_none(&mut self, team: Option<TeamId>, reason: PassOverReason, rule: RuleId) {
        self.pass_over_entry(PassedOver::new(None, team, reason, rule));
    }

    pub(super) fn pass_over_entry(&mut self, mut entry: PassedOver) {
        self.cite(entry.rule);
        entry.conversation = entry.conversation.or(self.subject);
        self.decision.passed_over.push(entry);
    }

    pub(super) fn set_offboarding(&mut self, report: OffboardingReport) {
        self.decision.offboarding = Some(report);
    }

    /// Opens a conversation for the contact.
    pub(super) fn open_conversation(&mut self, status: Status, rule: RuleId) {
        let (conversation, contact) = (self.state.next_conversation, self.state.contact);
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
        if self.is_assigned(member) {
            self.pass_over(member, PassOverReason::AlreadyAssigned, rule);
        } else {
            self.push(Effect::AssignMember { conversation: self.conversation(), member, reason }, rule);
        }
    }

    /// Assigns a member by hand, away or not (V3).
    pub(super) fn assign_by_hand(&mut self, member: MemberId, reason: AssignReason, rule: RuleId) {
        self.cite_by_hand(member);
        self.assign(member, reason, rule);
    }

    /// Notes that a person decided about a member who is away (V3).
    pub(super) fn cite_by_hand(&mut self, member: MemberId) {
        if self.is_away(member) {
            self.cite(RuleId::V3);
        }
    }

    /// Assigns a member by hand, if active; `dormant` is the rule that passes over an inactive one.
    pub(super) fn assign_active(&mut self, member: MemberId, reason: AssignReason, rule: RuleId, dormant: RuleId) {
        if self.situation.directory.is_active(member) {
            self.assign_by_hand(member, reason, rule);
        } else if self.mark_seen(member) {
            self.pass_over(member, PassOverReason::InactiveMember, dormant);
        }
    }

    /// Assigns a member if active and not away (V2); `dormant` is the rule that passes over an inactive one.
    pub(super) fn assign_present(&mut self, member: MemberId, reason: AssignReason, rule: RuleId, dormant: RuleId) {
        if !self.situation.directory.is_active(member) {
            if self.mark_seen(member) {
                self.pass_over(member, PassOverReason::InactiveMember, dormant);
            }
        } else if self.is_assigned(member) || !self.is_away(member) {
            self.assign(member, reason, rule);
        } else if self.mark_seen(member) {
            self.pass_over(member, PassOverReason::Away, RuleId::V2);
            self.absent.push(member);
        }
    }

    /// Adds all active owners of the contact, and at last the substitutes of members who are away (V2).
    pub(super) fn assign_owners(&mut self, rule: RuleId) {
        for owner in self.state.owners.members() {
            self.assign_present(owner, AssignReason::ContactOwner, rule, RuleId::O5);
        }
        for member in std::mem::take(&mut self.absent) {
            if let Some(substitute) = self.substitute(member) {
                self.assign(substitute, AssignReason::Covering, RuleId::V2);
            }
        }
    }

    /// The first substitute of a member who is away that can come (V2).
    fn substitute(&self, member: MemberId) -> Option<MemberId> {
        let absence = self.situation.directory.absence_at(member, self.situation.at)?;
        absence.cover.iter().copied().find(|substitute| self.is_present(*substitute))
    }

    /// Whether a member, or a substitute, can come or is assigned already (F5).
    pub(super) fn can_come(&self, member: MemberId) -> bool {
        let is_active = self.situation.directory.is_active(member);
        is_active && (self.is_assigned(member) || !self.is_away(member) || self.substitute(member).is_some())
    }

    /// Whether a member is active and not away.
    pub(super) fn is_present(&self, member: MemberId) -> bool {
        self.situation.directory.is_active(member) && !self.is_away(member)
    }

    pub(super) fn is_away(&self, member: MemberId) -> bool {
        self.situation.directory.absence_at(member, self.situation.at).is_some()
    }

    pub(super) fn is_assigned(&self, member: MemberId) -> bool {
        self.open().is_some_and(|open| open.assigned.contains(member))
    }

    /// Refuses inactive members, naming all of them.
    pub(super) fn require_active(&self, members: &[MemberId], rule: RuleId) -> Result<(), Refusal> {
        let members = distinct(members).filter(|member| !self.situation.directory.is_active(*member));
        let members: Vec<_> = members.collect();
        if members.is_empty() { Ok(()) } else { Err(Refusal::InactiveMembers { members, rule }) }
    }

    /// Refuses inactive members, and takers without another than the giver (D2, P5).
    pub(super) fn require_takers(&self, giver: MemberId, takers: &[MemberId], rule: RuleId) -> Result<(), Refusal> {
        if !takers.is_empty() && takers.iter().all(|taker| *taker == giver) {
            return Err(Refusal::SuccessorLeaves { member: giver, rule });
        }
        self.require_active(takers, rule)
    }

    /// The turn of a team after the picks so far.
    pub(super) fn turn(&self, team: &Team) -> usize {
        self.rotations.iter().find(|rotation| rotation.team.id == team.id).map_or(team.turn, |rotation| rotation.turn)
    }

    /// Moves the turn of a team; [`Self::finish`] makes one effect of all its moves.
    pub(super) fn advance(&mut self, team: &'a Team, turn: usize, picked: MemberId, rule: RuleId) {
        let moved = TeamTurn { team, turn, picked, rule };
        match self.rotations.iter_mut().find(|rotation| rotation.team.id == team.id) {
            Some(rotation) => *rotation = moved,
            None => self.rotations.push(moved),
        }
    }

    /// By how much the decision so far changes the number of a member's active conversations.
    pub(super) fn added_load(&self, member: MemberId) -> i64 {
        self.loads.get(&member).copied().unwrap_or(0)
    }

    /// Counts the members that an effect assigns to the conversation that is looked at.
    fn count(&mut self, effect: &Effect) {
        let Some(load) = self.subject.and(self.open()).map(|open| open.status.load()) else { return };
        if let Effect::AssignMember { member, .. } = effect {
            *self.loads.entry(*member).or_default() += load;
            self.assigned += 1;
        } else if let Effect::UnassignMember { member, .. } = effect {
            *self.loads.entry(*member).or_default() -= load;
        }
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

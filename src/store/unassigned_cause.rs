//! Why no member is assigned to a conversation: the last decision that unassigned one or found none.

use rusqlite::Connection;

use super::effect_record::EffectRecord;
use super::history::DecisionRecord;
use super::view::UnassignedCause;
use super::{NameResolver, StoreResult, contacts};
use crate::model::{
    ChangeId, Conversation, ConversationId, Effect, EffectKind, MemberId, PassOverReason, PassedOver, RemovalReason,
    RuleId, Status, TeamId, UnassignedReason,
};

/// Follows the decisions about a conversation, in order.
pub(super) struct CauseFinder {
    conversation: ConversationId,
    status: Option<Status>,
    last: Option<LastDecision>,
    /// The change that assigned the present team by hand.
    team_by_hand: Option<(TeamId, ChangeId)>,
}

/// The last decision after which no member was assigned.
struct LastDecision {
    change: ChangeId,
    actor: String,
    kind: CauseKind,
}

enum CauseKind {
    Unassigned(Vec<MemberId>, RemovalReason),
    /// At the contact's first message; none if it had none.
    OwnersPassedOver(Vec<PassedOver>),
    NoEligibleMember(PassedOver),
}

impl CauseFinder {
    pub(super) fn new(conversation: ConversationId) -> Self {
        Self { conversation, status: None, last: None, team_by_hand: None }
    }

    /// Looks at the next decision.
    pub(super) fn follow(&mut self, entry: &DecisionRecord) {
        let (id, has_replied) = (self.conversation, self.status == Some(Status::InProgress));
        let about = || entry.effects.iter().filter(move |record| record.effect.subject().1 == Some(id));
        about().for_each(|record| self.follow_effect(entry, record));
        if about().any(|record| record.effect.kind() == EffectKind::AssignMember) {
            return;
        }
        // What an undo restores is not decided again.
        let is_first_message =
            |it: &EffectRecord| it.effect.kind() == EffectKind::MarkContactWrote && it.rule.is_some();
        let passed_over = entry.passed_over.iter().filter(|passed| passed.conversation.is_none_or(|of| of == id));
        if let Some(none) = passed_over.clone().find(|passed| passed.reason == PassOverReason::NoEligibleMember) {
            self.set(entry, CauseKind::NoEligibleMember(none.clone()));
        } else if about().any(is_first_message) && !has_replied {
            self.set(entry, CauseKind::OwnersPassedOver(passed_over.cloned().collect()));
        }
    }

    fn follow_effect(&mut self, entry: &DecisionRecord, record: &EffectRecord) {
        match &record.effect {
            Effect::AssignMember { .. } => self.last = None,
            Effect::UnassignMember { member, reason, .. } => self.unassigned(entry, *member, *reason),
            Effect::SetTeam { team, .. } => {
                self.team_by_hand = (record.rule == Some(RuleId::A2)).then_some((*team, entry.change));
            }
            Effect::ClearTeam { .. } => self.team_by_hand = None,
            effect => self.status = effect.parts().status.copied().or(self.status),
        }
    }

    fn unassigned(&mut self, entry: &DecisionRecord, member: MemberId, reason: RemovalReason) {
        match &mut self.last {
            Some(LastDecision { change, kind: CauseKind::Unassigned(members, last), .. })
                if *change == entry.change && *last == reason =>
            {
                members.push(member);
            }
            _ => self.set(entry, CauseKind::Unassigned(vec![member], reason)),
        }
    }

    fn set(&mut self, entry: &DecisionRecord, kind: CauseKind) {
        self.last = Some(LastDecision { change: entry.change, actor: entry.actor.clone(), kind });
    }

    /// The cause, if the conversation is open and has no member. `None` also where the history is missing.
    pub(super) fn finish(
        self,
        connection: &Connection,
        names: &mut NameResolver,
        conversation: &Conversation,
    ) -> StoreResult<Option<UnassignedCause>> {
        if !conversation.is_open() || !conversation.assigned.is_empty() {
            return Ok(None);
        }
        let Some(last) = &self.last else {
            let text = "the contact has not written yet, and no flow has assigned a member".to_owned();
            let cause = UnassignedCause { reason: UnassignedReason::NotStarted, text };
            return Ok(Some(cause).filter(|_| !conversation.contact_wrote));
        };
        let mut cause = last.describe(connection, names)?;
        if let Some((team, change)) = self.team_by_hand {
            let team = names.team(connection, team)?;
            let by_hand = format!("; team {team} was assigned by hand (change {change}), which picks no member");
            cause.text += &by_hand;
        }
        if matches!(last.kind, CauseKind::OwnersPassedOver(_)) {
            cause.text += &owners_now(connection, conversation)?;
        }
        Ok(Some(cause))
    }
}

impl LastDecision {
    fn describe(&self, connection: &Connection, names: &mut NameResolver) -> StoreResult<UnassignedCause> {
        let Self { change, actor, kind } = self;
        let (reason, text) = match kind {
            CauseKind::Unassigned(members, reason) => {
                let members = members.iter().map(|id| names.member(connection, *id));
                let (members, why) = (members.collect::<StoreResult<Vec<_>>>()?.join(", "), reason.sentence());
                (unassigned_reason(*reason), format!("{members} unassigned in change {change} by {actor}: {why}"))
            }
            CauseKind::OwnersPassedOver(owners) if owners.is_empty() => {
                (UnassignedReason::NoOwner, format!("the contact had no owner when it first wrote (change {change})"))
            }
            CauseKind::OwnersPassedOver(owners) => {
                let is_away = owners.iter().any(|owner| owner.reason == PassOverReason::Away);
                let reason = if is_away { UnassignedReason::Away } else { UnassignedReason::InactiveMember };
                let owners = sentences(connection, names, owners)?;
                let text =
                    format!("no owner could be assigned when the contact first wrote (change {change}): {owners}");
                (reason, text)
            }
            CauseKind::NoEligibleMember(none) => {
                let what = if none.rule == RuleId::P3 { "a distribution" } else { "a flow's step" };
                let none = sentences(connection, names, std::slice::from_ref(none))?;
                let text = format!("{what} found no member to assign (change {change}): {none}");
                (UnassignedReason::NoEligibleMember, text)
            }
        };
        Ok(UnassignedCause { reason, text })
    }
}

fn unassigned_reason(reason: RemovalReason) -> UnassignedReason {
    match reason {
        RemovalReason::MemberDeactivated => UnassignedReason::MemberDeactivated,
        RemovalReason::Undone => UnassignedReason::Undone,
        _ => UnassignedReason::Unassigned,
    }
}

fn sentences(connection: &Connection, names: &mut NameResolver, passed_over: &[PassedOver]) -> StoreResult<String> {
    let sentence = |passed| Ok(names.passed_over(connection, passed)?.sentence());
    Ok(passed_over.iter().map(sentence).collect::<StoreResult<Vec<_>>>()?.join(", "))
}

/// Says who owns the contact now, where that is not why.
fn owners_now(connection: &Connection, conversation: &Conversation) -> StoreResult<String> {
    let owners = contacts::owner_emails(connection, conversation.contact)?;
    let active: Vec<_> = owners.into_iter().filter(|(_, active)| *active).map(|(email, _)| email).collect();
    Ok(match active.as_slice() {
        [] => String::new(),
        [owner] => format!("; {owner} is an owner now, assigned from the next conversation on"),
        owners => format!("; {} are owners now, assigned from the next conversation on", owners.join(", ")),
    })
}

//! Members who are away: V1, and the conversations they hand over, V4.

use super::backlog::move_to;
use super::decision_builder::{DecisionBuilder, distinct};
use crate::model::{Absence, AssignReason, Effect, MemberId, PassOverReason, Refusal, RuleId, Time};

/// V1: an absence from one time until another, which is not part of it. V4: nothing else changes, unless open
/// conversations are handed over.
pub(super) fn away(
    builder: &mut DecisionBuilder<'_>,
    member: MemberId,
    (from, until): (Option<Time>, Time),
    cover: &[MemberId],
    hand_over_open: bool,
) -> Result<(), Refusal> {
    let (from, until) = (from.map_or(builder.situation.at, Time::as_nanoseconds), until.as_nanoseconds());
    if until <= from {
        return Err(Refusal::EmptyAbsence);
    }
    if cover.contains(&member) {
        return Err(Refusal::CoversThemselves(member));
    }
    builder.require_active(cover, RuleId::V1)?;
    let overlaps = |other: &&Absence| other.from < until && from < other.until;
    if let Some(Absence { from, until, .. }) = absences(builder, member).iter().find(overlaps) {
        return Err(Refusal::OverlappingAbsence { from: *from, until: *until });
    }
    let cover: Vec<_> = distinct(cover).collect();
    builder.cite(RuleId::V4);
    if hand_over_open {
        hand_over(builder, member, &cover);
    }
    let absence = builder.situation.next_absence;
    builder.push(Effect::AddAbsence { member, absence, from, until, cover }, RuleId::V1);
    Ok(())
}

/// V4: the substitutes who are there take over in turn, in the order of the conversations' numbers.
fn hand_over(builder: &mut DecisionBuilder<'_>, member: MemberId, cover: &[MemberId]) {
    let present: Vec<_> = cover.iter().copied().filter(|substitute| builder.is_present(*substitute)).collect();
    let mut turns = present.iter().cycle();
    for state in &builder.situation.backlog {
        builder.look_at(state);
        match turns.next() {
            Some(substitute) => move_to(builder, member, *substitute, AssignReason::Covering, RuleId::V4),
            None => builder.pass_over_none(None, PassOverReason::NoEligibleMember, RuleId::V4),
        }
    }
}

/// V1: ends the absence that lasts, and removes one that would follow without a break; or removes the planned one
/// that begins at `from`.
pub(super) fn back(builder: &mut DecisionBuilder<'_>, member: MemberId, from: Option<Time>) {
    builder.cite(RuleId::V1);
    let at = builder.situation.at;
    let begins = |from: i64| absences(builder, member).iter().find(|absence| absence.from == from);
    if let Some(from) = from.map(Time::as_nanoseconds) {
        if let Some(planned) = begins(from).filter(|planned| planned.from >= at) {
            remove(builder, member, planned);
        }
        return;
    }
    let Some(present) = absences(builder, member).iter().find(|absence| absence.lasts_at(at)) else { return };
    let next = begins(present.until);
    if present.from == at {
        remove(builder, member, present);
    } else {
        let effect = Effect::EndAbsence { member, absence: present.id, from: None, until: Some(at) };
        builder.push(effect, RuleId::V1);
    }
    if let Some(next) = next {
        remove(builder, member, next);
    }
}

fn remove(builder: &mut DecisionBuilder<'_>, member: MemberId, absence: &Absence) {
    let (absence, from) = (absence.id, Some(absence.from));
    builder.push(Effect::EndAbsence { member, absence, from, until: None }, RuleId::V1);
}

fn absences<'a>(builder: &DecisionBuilder<'a>, member: MemberId) -> &'a [Absence] {
    let directory = builder.situation.directory;
    directory.members.get(&member).map(|member| member.absences.as_slice()).unwrap_or_default()
}

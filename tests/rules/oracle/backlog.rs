//! What takes time or is about many conversations: absences, substitutes, overdue picks, transfers and
//! distributions.

use inboxctl::testing::model::{
    AbsenceId, AssignReason, Effect, ErrorCode, MemberId, OpenStatus, PassOverReason, RemovalReason, RuleId, Status,
    Strategy, TeamId, Time,
};

use super::people::distinct;
use super::{Number, Oracle, Refused};

/// An absence, in nanoseconds.
#[derive(Clone)]
pub(super) struct Away {
    id: i64,
    from: i64,
    until: i64,
    cover: Vec<MemberId>,
}

/// How the picks of a strategy are called.
pub(super) fn reason_of_pick(strategy: Strategy) -> AssignReason {
    match strategy {
        Strategy::RoundRobin => AssignReason::TeamRoundRobin,
        Strategy::LeastBusy => AssignReason::TeamLeastBusy,
        Strategy::DefaultAgent => AssignReason::TeamDefaultAgent,
    }
}

impl Oracle {
    pub(crate) fn wait_until(&mut self, minute: i64) {
        self.now = minute * 60_000_000_000;
    }

    pub(crate) fn reassign_after(&mut self, team: TeamId, minutes: i64) {
        self.patience.insert(team, minutes * 60_000_000_000);
    }

    // Absences

    pub(super) fn is_away(&self, member: MemberId) -> bool {
        self.absence(member).is_some()
    }

    fn absence(&self, member: MemberId) -> Option<&Away> {
        self.away.get(&member)?.iter().find(|absence| absence.from <= self.now && self.now < absence.until)
    }

    pub(super) fn can_stand_in(&self, member: MemberId) -> bool {
        self.active[&member] && !self.is_away(member)
    }

    fn substitute_of(&self, member: MemberId) -> Option<MemberId> {
        self.absence(member)?.cover.iter().copied().find(|substitute| self.can_stand_in(*substitute))
    }

    /// Whether a step that names this member yields a member (F5).
    pub(super) fn yields(&self, number: Number, member: MemberId) -> bool {
        let comes = self.is_on(number, member) || !self.is_away(member) || self.substitute_of(member).is_some();
        self.active[&member] && comes
    }

    /// Puts a member on, unless inactive or away; the away ones wait for their substitutes.
    pub(super) fn call(
        &mut self,
        number: Number,
        member: MemberId,
        (reason, rule, dormant): (AssignReason, RuleId, RuleId),
    ) {
        if !self.active[&member] {
            self.pass_once(member, PassOverReason::InactiveMember, dormant);
        } else if self.is_away(member) && !self.is_on(number, member) {
            if !self.looked_at.contains(&member) {
                self.pass_once(member, PassOverReason::Away, RuleId::V2);
                self.missing.push(member);
            }
        } else {
            self.put_on(number, member, reason, rule);
        }
    }

    /// After all who come in their own right.
    pub(super) fn call_substitutes(&mut self, number: Number) {
        for member in std::mem::take(&mut self.missing) {
            if let Some(substitute) = self.substitute_of(member) {
                self.put_on(number, substitute, AssignReason::Covering, RuleId::V2);
            }
        }
    }

    pub(super) fn go_away(
        &mut self,
        member: MemberId,
        (from, until): (Option<Time>, Time),
        cover: &[MemberId],
        hands_over: bool,
    ) -> Result<(), Refused> {
        let (from, until) = (from.map_or(self.now, Time::as_nanoseconds), until.as_nanoseconds());
        if from >= until || cover.contains(&member) {
            return Err((ErrorCode::InvalidValue, RuleId::V1));
        }
        self.must_be_active(cover, RuleId::V1)?;
        let others = self.away.entry(member).or_default();
        if !others.iter().all(|other| other.until <= from || until <= other.from) {
            return Err((ErrorCode::AlreadyExists, RuleId::V1));
        }
        let cover = distinct(cover);
        if hands_over {
            self.leave_to(member, &cover);
        }
        self.absences += 1;
        let id = self.absences;
        self.away.entry(member).or_default().push(Away { id, from, until, cover: cover.clone() });
        self.say(RuleId::V1, Effect::AddAbsence { member, absence: AbsenceId(id), from, until, cover });
        Ok(())
    }

    fn leave_to(&mut self, member: MemberId, cover: &[MemberId]) {
        let mut turns: Vec<_> = cover.iter().copied().filter(|one| self.can_stand_in(*one)).collect();
        for number in (0..self.chats.len()).filter(|number| self.is_on(*number, member)).collect::<Vec<_>>() {
            self.look_at(number);
            if turns.is_empty() {
                self.pass_team(None, PassOverReason::NoEligibleMember, RuleId::V4);
                continue;
            }
            self.take_off(number, member, RemovalReason::HandedOver, RuleId::V4);
            self.put_on(number, turns[0], AssignReason::Covering, RuleId::V4);
            turns.rotate_left(1);
        }
    }

    pub(super) fn come_back(&mut self, member: MemberId, from: Option<Time>) {
        let (now, all) = (self.now, self.away.entry(member).or_default().clone());
        if let Some(from) = from.map(Time::as_nanoseconds) {
            all.iter().filter(|one| one.from == from && from >= now).for_each(|one| self.cancel(member, one));
            return;
        }
        let Some(present) = all.iter().find(|one| (one.from..one.until).contains(&now)) else { return };
        if present.from < now {
            let one = self.away.get_mut(&member).unwrap().iter_mut().find(|one| one.id == present.id).unwrap();
            one.until = now;
            let absence = AbsenceId(present.id);
            self.say(RuleId::V1, Effect::EndAbsence { member, absence, from: None, until: Some(now) });
        } else {
            self.cancel(member, present);
        }
        all.iter().filter(|one| one.from == present.until).for_each(|one| self.cancel(member, one));
    }

    fn cancel(&mut self, member: MemberId, absence: &Away) {
        self.away.get_mut(&member).unwrap().retain(|one| one.id != absence.id);
        let (from, absence) = (Some(absence.from), AbsenceId(absence.id));
        self.say(RuleId::V1, Effect::EndAbsence { member, absence, from, until: None });
    }

    // Many conversations

    /// Each conversation of a request looks at the members anew, and names itself.
    fn look_at(&mut self, number: Number) {
        self.looked_at.clear();
        self.subject = Some(self.chats[number].id);
    }

    /// When the pick of a conversation should have answered at last.
    fn due(&self, number: Number) -> Option<i64> {
        let chat = &self.chats[number];
        let patience = self.patience.get(&chat.team?)?;
        let (reason, since) = chat.seated.get(&chat.picked?)?;
        let is_pick = reason.code().starts_with("team-");
        (is_pick && chat.status == Status::New).then_some(since + patience)
    }

    pub(super) fn reassign(&mut self, team: Option<TeamId>, limit: Option<u64>) {
        let is_asked = |number: &Number| team.is_none() || self.chats[*number].team == team;
        let overdue = (0..self.chats.len()).filter(is_asked).filter_map(|number| Some((self.due(number)?, number)));
        let mut overdue: Vec<_> = overdue.filter(|(due, _)| *due <= self.now).collect();
        overdue.sort_unstable();
        let looked_at = overdue.into_iter().take(limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap()));
        for (_, number) in looked_at.collect::<Vec<_>>() {
            self.look_at(number);
            let (team, pick) = (self.chats[number].team.unwrap(), self.chats[number].picked.unwrap());
            let reason = reason_of_pick(self.round_robins[&team].strategy);
            match self.pick(number, team, Some(pick)) {
                Some(next) => {
                    self.take_off(number, pick, RemovalReason::NoAnswer, RuleId::T5);
                    self.put_on(number, next, reason, RuleId::T5);
                }
                None => self.pass_team(Some(team), PassOverReason::NoEligibleMember, RuleId::T5),
            }
        }
    }

    pub(super) fn deal(&mut self, team: Option<TeamId>, status: Option<OpenStatus>, limit: Option<u64>) {
        let wanted = status.map_or(vec!["new", "in-progress"], |status| vec![status.code()]);
        let waits = |number: &Number| {
            let chat = &self.chats[*number];
            chat.is_open() && chat.on.is_empty() && wanted.contains(&chat.status.code())
        };
        let mut left = limit.unwrap_or(u64::MAX);
        for number in (0..self.chats.len()).filter(waits).collect::<Vec<_>>() {
            if left == 0 {
                return;
            }
            self.look_at(number);
            match team.or(self.chats[number].team) {
                Some(team) => self.give_to_team(number, team, RuleId::P3, RuleId::P3),
                None => self.pass_team(None, PassOverReason::NoEligibleMember, RuleId::P3),
            }
            left -= u64::from(!self.chats[number].on.is_empty());
        }
    }

    pub(super) fn pass_on(
        &mut self,
        from: MemberId,
        successors: &[MemberId],
        (team, status): (Option<TeamId>, Option<OpenStatus>),
        limit: Option<u64>,
    ) -> Result<(), Refused> {
        if distinct(successors) == [from] {
            return Err((ErrorCode::InvalidValue, RuleId::P5));
        }
        self.must_be_active(successors, RuleId::P5)?;
        let is_meant = |number: &Number| {
            let chat = &self.chats[*number];
            self.is_on(*number, from)
                && (team.is_none() || chat.team == team)
                && status.is_none_or(|status| status.code() == chat.status.code())
        };
        let (mut heirs, mut moved) = (distinct(successors).into_iter().cycle(), 0);
        for number in (0..self.chats.len()).filter(is_meant).collect::<Vec<_>>() {
            if Some(moved) == limit {
                break;
            }
            self.look_at(number);
            match heirs.next() {
                Some(heir) if heir == from => self.pass_once(from, PassOverReason::AlreadyAssigned, RuleId::P5),
                Some(heir) => {
                    self.take_off(number, from, RemovalReason::HandedOver, RuleId::P5);
                    self.put_on(number, heir, AssignReason::HandedOver, RuleId::P5);
                    moved += 1;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// The team, its pick, the owners, and the substitutes of those who are away.
    pub(super) fn give_to_team(&mut self, number: Number, team: TeamId, rule: RuleId, none: RuleId) {
        if self.chats[number].team != Some(team) {
            self.set_team(number, team, rule);
        }
        let reason = reason_of_pick(self.round_robins[&team].strategy);
        let picked = self.pick(number, team, None);
        let yields = picked.is_some_and(|member| self.yields(number, member));
        if let Some(member) = picked {
            self.call(number, member, (reason, rule, none));
        }
        if !yields {
            self.pass_team(Some(team), PassOverReason::NoEligibleMember, none);
        }
        self.put_owners_on(number, rule);
    }
}

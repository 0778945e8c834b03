//! Requests about many conversations: transfers (P5), distribution (P3), reassignment (T5) and hand-overs (V4).

use super::error::Result;
use super::session::{Loaded, Session};
use super::sums::Measure;
use crate::model::{
    ContactId, ContactState, ConversationId, Decision, MemberId, OpenStatus, Request, Situation, TeamId, Time,
};
use crate::rules;
use crate::store::backlog;

impl Session<'_> {
    /// Transfers open conversations of a member (P5).
    pub(super) fn transfer_conversations(
        &mut self,
        member: MemberId,
        (team, status): (Option<TeamId>, Option<OpenStatus>),
        successors: &[MemberId],
        request: &Request,
    ) -> Result<()> {
        let backlog = backlog::of_member(self.connection, member, team, status)?;
        self.measure(Measure::OpenConversations, successors.iter().copied().chain([member]));
        self.ask_backlog(backlog, request)
    }

    /// Distributes open conversations without a member (P3).
    pub(super) fn distribute_conversations(
        &mut self,
        team: Option<TeamId>,
        status: Option<OpenStatus>,
        request: &Request,
    ) -> Result<()> {
        let backlog = backlog::without_member(self.connection, status)?;
        let own_teams = backlog.iter().filter_map(|state| state.open()?.team);
        self.load_teams(team.map_or_else(|| own_teams.collect(), |team| vec![team]))?;
        self.load_members(backlog.iter().flat_map(|state| state.owners.members()))?;
        let named = team.and_then(|team| self.directory.teams.get(&team)).map(|team| team.members.clone());
        let active = named.into_iter().flatten().filter(|member| self.directory.is_active(*member));
        let active: Vec<_> = active.collect();
        self.measure(Measure::OpenConversations, active);
        self.ask_backlog(backlog, request)
    }

    /// Reassigns conversations whose pick has not answered in time (T5).
    pub(super) fn reassign_overdue(
        &mut self,
        team: Option<TeamId>,
        limit: Option<u64>,
        request: &Request,
    ) -> Result<()> {
        let backlog = self.load_overdue(self.at, team, limit)?;
        self.ask_backlog(backlog, request)
    }

    /// Loads the conversations that are overdue at a time, with their teams.
    pub(super) fn load_overdue(
        &mut self,
        at: Time,
        team: Option<TeamId>,
        limit: Option<u64>,
    ) -> Result<Vec<ContactState>> {
        let backlog = backlog::overdue(self.connection, team, at, limit)?;
        self.load_teams(backlog.iter().filter_map(|state| state.open()?.team).collect())?;
        Ok(backlog)
    }

    /// Decides about the conversations that are overdue at a time, without applying the decision (T5).
    pub(super) fn decide_overdue(&mut self, at: Time, request: &Request) -> Result<(Vec<ContactState>, Decision)> {
        let Request::ReassignOverdue { team, limit } = request else { return Ok(Default::default()) };
        let backlog = self.load_overdue(at, *team, *limit)?;
        let none = ContactState::new(ContactId(0), ConversationId(0));
        let situation = Situation::new(at, self.settings, &self.directory, &none);
        let situation = Situation { backlog, ..situation };
        // It is never refused.
        let decision = rules::decide(&situation, request).unwrap_or_default();
        Ok((situation.backlog, decision))
    }

    /// Adds an absence; with a hand-over, the substitutes take over the open conversations (V1, V4).
    pub(super) fn add_absence(&mut self, member: MemberId, hand_over_open: bool, request: &Request) -> Result<()> {
        let mut backlog = Vec::new();
        if hand_over_open {
            backlog = backlog::of_member(self.connection, member, None, None)?;
            self.summarize();
        }
        self.decide_and_apply(Loaded { backlog, ..Loaded::default() }, request)
    }

    fn load_teams(&mut self, mut teams: Vec<TeamId>) -> Result<()> {
        teams.sort_unstable();
        teams.dedup();
        teams.into_iter().try_for_each(|team| self.load_team(team))
    }

    fn ask_backlog(&mut self, backlog: Vec<ContactState>, request: &Request) -> Result<()> {
        self.summarize();
        self.decide_and_apply(Loaded { backlog, ..Loaded::default() }, request)
    }
}

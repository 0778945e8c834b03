//! Requests about many conversations: transfers (P5) and distribution (P3).

use super::error::Result;
use super::session::{Loaded, Session};
use super::sums::Measure;
use crate::model::{ContactState, MemberId, OpenStatus, Request, TeamId};
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
        let mut teams: Vec<_> = team.into_iter().collect();
        if team.is_none() {
            teams.extend(backlog.iter().filter_map(|state| state.open()?.team));
            teams.sort_unstable();
            teams.dedup();
        }
        teams.into_iter().try_for_each(|team| self.load_team(team))?;
        self.load_members(backlog.iter().flat_map(|state| state.owners.members()))?;
        let named = team.and_then(|team| self.directory.teams.get(&team)).map(|team| team.members.clone());
        let active = named.into_iter().flatten().filter(|member| self.directory.is_active(*member));
        let active: Vec<_> = active.collect();
        self.measure(Measure::OpenConversations, active);
        self.ask_backlog(backlog, request)
    }

    fn ask_backlog(&mut self, backlog: Vec<ContactState>, request: &Request) -> Result<()> {
        self.summarize();
        self.decide_and_apply(Loaded { backlog, ..Loaded::default() }, request)
    }
}

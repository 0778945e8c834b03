//! Members and teams: those that a decision has to look at.

use std::collections::HashMap;

use super::code::codes;
use super::effect::{Field, Fields};
use super::email::Email;
use super::ids::{MemberId, TeamId};
use super::text::TeamName;

/// A person of the team who can be assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its number in the store.
    pub id: MemberId,
    /// The key.
    pub email: Email,
    /// The name, for people.
    pub name: Option<String>,
    /// The id in another system.
    pub external_id: Option<String>,
    /// Whether assignments reach the member.
    pub active: bool,
    /// How many active conversations the member is on (T2): those in `new` or `in-progress`.
    pub active_conversations: i64,
}

impl Member {
    /// What an update compares and sets.
    pub fn fields(&self) -> Fields {
        Fields::from([
            (Field::Email, Some(self.email.to_string())),
            (Field::Name, self.name.clone()),
            (Field::ExternalId, self.external_id.clone()),
        ])
    }
}

codes! {
    /// How a flow's *Assign Team* step picks a member of the team.
    pub enum Strategy {
        /// The next member in rotation (T1).
        RoundRobin = "round-robin",
        /// The member with the fewest active conversations (T2).
        LeastBusy = "least-busy",
        /// Always the default agent (T3).
        DefaultAgent = "default-agent",
    }
}

/// A named, ordered list of members with a strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its number in the store.
    pub id: TeamId,
    /// The key.
    pub name: TeamName,
    /// How it picks.
    pub strategy: Strategy,
    /// Whom `default-agent` picks; need not be one of the members (T3).
    pub default_agent: Option<MemberId>,
    /// The members, as they joined.
    pub members: Vec<MemberId>,
    /// Whose turn it is: a place in `members`, or their number when the last was picked last (T1).
    pub turn: usize,
    /// Who was picked last, for when a file replaces the order.
    pub last_picked: Option<MemberId>,
}

impl Team {
    /// What an update compares and sets; the default agent by number.
    pub fn fields(&self) -> Fields {
        Fields::from([
            (Field::Name, Some(self.name.to_string())),
            (Field::Strategy, Some(self.strategy.to_string())),
            (Field::DefaultAgent, self.default_agent.map(|agent| agent.to_string())),
        ])
    }
}

/// The members and teams that a decision may look at.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    members: HashMap<MemberId, Member>,
    teams: HashMap<TeamId, Team>,
}

impl Directory {
    /// Adds a member, or replaces what was known of it.
    pub fn put_member(&mut self, member: Member) {
        self.members.insert(member.id, member);
    }

    /// Adds a team, or replaces what was known of it.
    pub fn put_team(&mut self, team: Team) {
        self.teams.insert(team.id, team);
    }

    /// Forgets a member.
    pub fn drop_member(&mut self, id: MemberId) {
        self.members.remove(&id);
    }

    /// Forgets a team.
    pub fn drop_team(&mut self, id: TeamId) {
        self.teams.remove(&id);
    }

    /// A member, if it is known here.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.get(&id)
    }

    /// A member to be changed.
    pub fn member_mut(&mut self, id: MemberId) -> Option<&mut Member> {
        self.members.get_mut(&id)
    }

    /// A team, if it is known here.
    pub fn team(&self, id: TeamId) -> Option<&Team> {
        self.teams.get(&id)
    }

    /// A team to be changed.
    pub fn team_mut(&mut self, id: TeamId) -> Option<&mut Team> {
        self.teams.get_mut(&id)
    }

    /// Whether assignments reach the member. Who isn't known can't be reached.
    pub fn is_active(&self, id: MemberId) -> bool {
        self.member(id).is_some_and(|member| member.active)
    }
}

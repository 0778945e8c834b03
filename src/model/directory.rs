//! Members and teams.

use std::collections::HashMap;

use super::before::Before;
use super::code::codes;
use super::email::Email;
use super::field::{Field, Fields};
use super::ids::{AbsenceId, MemberId, TeamId};
use super::text::TeamName;

/// A person that conversations can be assigned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The number in the store.
    pub id: MemberId,
    /// The key.
    pub email: Email,
    /// The display name.
    pub name: Option<String>,
    /// The id in another system.
    pub external_id: Option<String>,
    /// Whether the member can be assigned.
    pub active: bool,
    /// The number of assigned conversations in `new` or `in-progress` (T2).
    pub active_conversations: i64,
    /// Past, present and planned absences, by their beginning; none overlap (V1).
    pub absences: Vec<Absence>,
}

/// When a member is away, and who covers meanwhile (V1, V2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// The number in the store.
    pub id: AbsenceId,
    /// The first moment, in nanoseconds since 1970.
    pub from: i64,
    /// The end, which is not part of it; nanoseconds since 1970.
    pub until: i64,
    /// The substitutes: the first one who is active and not away covers.
    pub cover: Vec<MemberId>,
}

impl Absence {
    /// Whether it lasts at this time.
    pub fn lasts_at(&self, at: i64) -> bool {
        (self.from..self.until).contains(&at)
    }
}

impl Member {
    /// The absence that lasts at this time.
    pub fn absence_at(&self, at: i64) -> Option<&Absence> {
        self.absences.iter().find(|absence| absence.lasts_at(at))
    }

    /// The fields that an update compares and sets.
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
    /// The number in the store.
    pub id: TeamId,
    /// The key.
    pub name: TeamName,
    /// The assignment strategy.
    pub strategy: Strategy,
    /// The member that `default-agent` picks; may be outside of the team (T3).
    pub default_agent: Option<MemberId>,
    /// The members, in the order of the rotation.
    pub members: Vec<MemberId>,
    /// The next position in `members`; their number after the last one was picked (T1).
    pub turn: usize,
    /// The member picked last, to restore the rotation when an import reorders the members.
    pub last_picked: Option<MemberId>,
    /// The minutes after which a pick that has not answered is reassigned (T5).
    pub reassign_after: Option<u32>,
}

impl Team {
    /// The fields that an update compares and sets; the default agent by number.
    pub fn fields(&self) -> Fields {
        Fields::from([
            (Field::Name, Some(self.name.to_string())),
            (Field::Strategy, Some(self.strategy.to_string())),
            (Field::DefaultAgent, self.default_agent.map(|agent| agent.to_string())),
            (Field::ReassignAfter, self.reassign_after.map(|minutes| minutes.to_string())),
        ])
    }

    /// Moves the rotation (T1), and returns the before-image.
    pub(crate) fn advance(&mut self, turn: usize, picked: Option<MemberId>) -> Before {
        let was = Before::Turn { turn: self.turn, last_picked: self.last_picked };
        (self.turn, self.last_picked) = (turn, picked);
        was
    }
}

/// The members and teams that a decision needs, where they are loaded.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// By number.
    pub members: HashMap<MemberId, Member>,
    /// By number.
    pub teams: HashMap<TeamId, Team>,
}

impl Directory {
    /// Whether the member is loaded and active.
    pub fn is_active(&self, id: MemberId) -> bool {
        self.members.get(&id).is_some_and(|member| member.active)
    }

    /// The absence of a loaded member at this time (V1).
    pub fn absence_at(&self, id: MemberId, at: i64) -> Option<&Absence> {
        self.members.get(&id)?.absence_at(at)
    }
}

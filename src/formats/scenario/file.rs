//! A scenario file as values. Phones stay as written: which number one is depends on the country in
//! force when it is used.

use super::step::ScenarioStep;
use crate::formats::fault::{Position, Spanned};
use crate::formats::profile::Profile;
use crate::model::{Email, Fields, Setting, Strategy, TeamName, Time};

/// A scenario with at least one expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Unique in the file.
    pub name: Spanned<String>,
    pub place: Position,
    pub world: World,
    /// At least one.
    pub steps: Vec<ScenarioStep>,
}

/// The store that a scenario runs on.
#[derive(Debug, Clone, PartialEq)]
pub enum World {
    /// An empty store with this initial state.
    Given(Box<Given>),
    /// A copy of the user's store.
    CurrentStore,
}

/// The initial state; empty by default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given {
    /// Settings that differ from their defaults.
    pub settings: Vec<Spanned<Setting>>,
    pub members: Vec<Spanned<GivenMember>>,
    pub teams: Vec<Spanned<GivenTeam>>,
    pub contacts: Vec<Spanned<GivenContact>>,
    /// A file for `member import`.
    pub members_csv: Option<Spanned<GivenFile>>,
    /// A file for `team import`.
    pub teams_csv: Option<Spanned<GivenFile>>,
    /// A file for `owner import`.
    pub owners_csv: Option<Spanned<GivenFile>>,
}

impl World {
    /// Whether both are the same state, wherever they stand in their files. States from other files are
    /// never known to be.
    pub fn is_same(&self, other: &Self) -> bool {
        matches!(self, Self::Given(given) if !given.has_files()) && self == other
    }
}

impl Given {
    pub fn has_files(&self) -> bool {
        [&self.members_csv, &self.teams_csv, &self.owners_csv].into_iter().any(Option::is_some)
    }
}

/// A file to import. Paths are relative to the scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenFile {
    pub file: String,
    /// A file with a profile.
    pub saved_profile: Option<String>,
    /// What is said in the scenario itself, which comes first.
    pub profile: Profile,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenMember {
    pub email: Email,
    pub name: Option<String>,
    /// True by default.
    pub active: bool,
    pub external_id: Option<String>,
    pub away: Vec<Spanned<GivenAbsence>>,
}

/// An absence of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAbsence {
    pub from: Time,
    /// Not part of it.
    pub until: Time,
    pub cover: Vec<Spanned<Email>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenTeam {
    pub name: TeamName,
    /// Round-robin by default.
    pub strategy: Option<Strategy>,
    pub default_agent: Option<Spanned<Email>>,
    /// Minutes until a conversation without an answer is overdue.
    pub reassign_after: Option<u64>,
    /// In rotation order.
    pub members: Vec<Spanned<Email>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenContact {
    /// As written.
    pub phone: Spanned<String>,
    pub fields: Fields,
    pub owners: Vec<Spanned<Email>>,
    /// Some of the owners.
    pub pinned: Vec<Spanned<Email>>,
}

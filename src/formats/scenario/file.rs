//! A scenario file as values. Phones stay as written: which number one is depends on the country in
//! force when it is used.

use super::step::ScenarioStep;
use crate::formats::fault::{Position, Spanned};
use crate::model::{Email, Fields, Setting, Strategy, TeamName};

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
    /// A file for `member import`, relative to the scenario file.
    pub members_csv: Option<Spanned<String>>,
    /// A file for `team import`, relative to the scenario file.
    pub teams_csv: Option<Spanned<String>>,
    /// A file for `owner import`, relative to the scenario file.
    pub owners_csv: Option<Spanned<String>>,
}

impl World {
    /// Whether both are the same state, wherever they stand in their files. States from other files are
    /// never known to be.
    pub fn is_same(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Given(one), Self::Given(other)) if one.is_same(other))
    }
}

impl Given {
    fn is_same(&self, other: &Self) -> bool {
        let Self { settings, members, teams, contacts, members_csv, teams_csv, owners_csv } = self;
        let is_here = |file: &Option<_>| file.is_none();
        [members_csv, teams_csv, owners_csv].into_iter().all(is_here)
            && [&other.members_csv, &other.teams_csv, &other.owners_csv].into_iter().all(is_here)
            && are_same(settings, &other.settings, PartialEq::eq)
            && are_same(members, &other.members, PartialEq::eq)
            && are_same(teams, &other.teams, GivenTeam::is_same)
            && are_same(contacts, &other.contacts, GivenContact::is_same)
    }
}

fn are_same<T>(ones: &[Spanned<T>], others: &[Spanned<T>], is_same: fn(&T, &T) -> bool) -> bool {
    ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| is_same(&one.value, &other.value))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenMember {
    pub email: Email,
    pub name: Option<String>,
    /// True by default.
    pub active: bool,
    pub external_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenTeam {
    pub name: TeamName,
    /// Round-robin by default.
    pub strategy: Option<Strategy>,
    pub default_agent: Option<Spanned<Email>>,
    /// In rotation order.
    pub members: Vec<Spanned<Email>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenContact {
    /// As written.
    pub phone: Spanned<String>,
    pub fields: Fields,
    pub owners: Vec<Spanned<Email>>,
}

impl GivenTeam {
    fn is_same(&self, other: &Self) -> bool {
        let Self { name, strategy, default_agent, members } = self;
        (name, strategy) == (&other.name, &other.strategy)
            && are_same(default_agent.as_slice(), other.default_agent.as_slice(), PartialEq::eq)
            && are_same(members, &other.members, PartialEq::eq)
    }
}

impl GivenContact {
    fn is_same(&self, other: &Self) -> bool {
        let Self { phone, fields, owners } = self;
        (&phone.value, fields) == (&other.phone.value, &other.fields) && are_same(owners, &other.owners, PartialEq::eq)
    }
}

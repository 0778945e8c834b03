//! A scenario file as values: its scenarios and what each starts from. Contacts stay the text that
//! was typed; which number that is depends on the country in force when it is used.

use super::step::ScenarioStep;
use crate::formats::fault::{Position, Spanned};
use crate::model::{Email, Setting, Strategy, TeamName};

/// What a file holds: at least one scenario, each with its own name.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioFile {
    /// The scenarios, in order.
    pub scenarios: Vec<Scenario>,
}

/// A story with at least one expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its name, which no other of the file has.
    pub name: Spanned<String>,
    /// Where it starts.
    pub place: Position,
    /// Where it takes place.
    pub world: World,
    /// What happens, at least one step.
    pub steps: Vec<ScenarioStep>,
}

/// Where a scenario takes place.
#[derive(Debug, Clone, PartialEq)]
pub enum World {
    /// In an empty store with what is given.
    Given(Box<Given>),
    /// On a copy of the user's store.
    CurrentStore,
}

/// What is there before the first step; nothing by default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given {
    /// Settings that aren't as nobody has set them.
    pub settings: Vec<Spanned<Setting>>,
    /// Members.
    pub members: Vec<Spanned<GivenMember>>,
    /// Teams.
    pub teams: Vec<Spanned<GivenTeam>>,
    /// Contacts.
    pub contacts: Vec<Spanned<GivenContact>>,
    /// A file for `member import`, relative to the scenario file.
    pub members_csv: Option<Spanned<String>>,
    /// A file for `team import`, relative to the scenario file.
    pub teams_csv: Option<Spanned<String>>,
    /// A file for `owner import`, relative to the scenario file.
    pub owners_csv: Option<Spanned<String>>,
}

/// A member that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenMember {
    /// The key.
    pub email: Email,
    /// The name, for people.
    pub name: Option<String>,
    /// Whether assignments reach the member; so unless stated otherwise.
    pub active: bool,
    /// The id in another system.
    pub external_id: Option<String>,
}

/// A team that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenTeam {
    /// The key.
    pub name: TeamName,
    /// How it picks; what a new team does if not stated.
    pub strategy: Option<Strategy>,
    /// Whom `default-agent` picks.
    pub default_agent: Option<Spanned<Email>>,
    /// The members in their order.
    pub members: Vec<Spanned<Email>>,
}

/// A contact that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenContact {
    /// The phone as it was typed.
    pub phone: Spanned<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The email as it was typed.
    pub email: Option<String>,
    /// The company.
    pub account: Option<String>,
    /// The id in another system.
    pub external_id: Option<String>,
    /// The owners.
    pub owners: Vec<Spanned<Email>>,
}

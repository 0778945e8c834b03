//! Unknown names in an expectation, which are most likely typos.

use serde_json::{Value, json};

use super::error::{ScenarioError, expectable};
use super::hint::hint;
use super::step::START;
use crate::formats::scenario::{Expected, World};
use crate::inbox::{self, ChangeBatch};
use crate::model::{Email, TeamName};

/// The members and teams that an expectation names and that never existed.
pub(super) struct UnknownNames(Vec<UnknownName>);

struct UnknownName {
    error: inbox::InboxError,
    hint: Option<String>,
}

impl UnknownNames {
    /// Finds the unknown names of an expectation. Removed members are known.
    pub(super) fn of(batch: &ChangeBatch<'_>, world: &World, expected: &Expected) -> Result<Self, ScenarioError> {
        let (members, team) = named(expected);
        let members = members.into_iter().map(|member| batch.read(START, |reader| reader.check_known(member)));
        let team = team.map(|team| batch.read(START, |reader| reader.team_id(team)).map(|_| ()));
        let mut unknown = Vec::new();
        for known in members.chain(team) {
            if let Err(error) = expectable(known)? {
                let hint = if is_none(expected) { Some(NO_TEAM.to_owned()) } else { hint(&error, world, None) };
                unknown.push(UnknownName { error, hint });
            }
        }
        Ok(Self(unknown))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Describes the failure of an expectation that would hold for any unknown name.
    pub(super) fn difference(&self) -> Option<(Value, Value)> {
        let first = self.0.first()?;
        let expected = if self.0.len() == 1 { "an existing member" } else { "existing members" };
        let messages: Vec<_> = self.0.iter().map(|unknown| unknown.error.to_string()).collect();
        Some((json!(expected), json!(format!("{}: {}", first.error.code(), messages.join(", ")))))
    }

    /// The unknown names with what may have been meant.
    pub(super) fn hint(&self) -> Option<String> {
        let hints = self.0.iter().map(|UnknownName { error, hint }| match hint {
            Some(hint) => format!("{error}: {hint}"),
            None => error.to_string(),
        });
        let hints: Vec<_> = hints.collect();
        (!hints.is_empty()).then(|| hints.join("; "))
    }

    /// The same where the failure names the only one.
    pub(super) fn short_hint(&self) -> Option<String> {
        match self.0.as_slice() {
            [only] => only.hint.clone(),
            _ => self.hint(),
        }
    }
}

/// `none` is how no team is printed, not how it is written.
const NO_TEAM: &str = "write `null` for no team";

fn is_none(expected: &Expected) -> bool {
    matches!(expected, Expected::Team(Some(team)) if team.key() == "none")
}

fn named(expected: &Expected) -> (Vec<&Email>, Option<&TeamName>) {
    match expected {
        Expected::Assigned(members) | Expected::NotAssigned(members) | Expected::Owners(members) => {
            (members.iter().collect(), None)
        }
        Expected::Because { member, .. } => (vec![member], None),
        Expected::PassedOver { member, .. } | Expected::FirstResponder(member) => (member.iter().collect(), None),
        Expected::Team(team) => (Vec::new(), team.as_ref()),
        Expected::Status(_) | Expected::Unassigned | Expected::Effects(_) | Expected::Refused(_) => (Vec::new(), None),
    }
}

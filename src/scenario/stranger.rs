//! Names in an expectation that nobody has: most likely slips.

use serde_json::{Value, json};

use super::error::Error;
use super::hint::hint;
use crate::formats::scenario::{Expected, World};
use crate::inbox::{self, ChangeBatch};
use crate::model::{Email, TeamName};

/// Those whom an expectation names and who aren't there.
pub(super) struct Strangers(Vec<Stranger>);

struct Stranger {
    error: inbox::InboxError,
    hint: Option<String>,
}

/// Those whom an expectation names and who neither are nor were there: who was removed is no stranger.
pub(super) fn strangers(batch: &ChangeBatch<'_>, world: &World, expected: &Expected) -> Result<Strangers, Error> {
    let (members, team) = named(expected);
    let members = members.into_iter().map(|member| batch.read(|reader| reader.check_known(member)));
    let team = team.map(|team| batch.read(|reader| reader.team_id(team)).map(|_| ()));
    let mut found = Vec::new();
    for known in members.chain(team) {
        match known {
            Ok(()) => {}
            Err(error @ inbox::InboxError::Store(_)) => return Err(error.into()),
            Err(error) if is_nothing(expected) => found.push(Stranger { hint: Some(NO_TEAM.to_owned()), error }),
            Err(error) => found.push(Stranger { hint: hint(&error, world, None), error }),
        }
    }
    Ok(Strangers(found))
}

/// What prints as `none` is written in another way.
const NO_TEAM: &str = "write `null` for no team";

fn is_nothing(expected: &Expected) -> bool {
    matches!(expected, Expected::Team(Some(team)) if team.key() == "none")
}

/// The members and the team that an expectation names.
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

impl Strangers {
    /// Whether all who are named are known.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with an expectation that would come whoever they were; none if all are known.
    pub(super) fn difference(&self) -> Option<(Value, Value)> {
        let first = self.0.first()?;
        let expected = if self.0.len() == 1 { "an existing member" } else { "existing members" };
        let messages: Vec<_> = self.0.iter().map(|stranger| stranger.error.to_string()).collect();
        Some((json!(expected), json!(format!("{}: {}", first.error.code(), messages.join(", ")))))
    }

    /// That they aren't known, and what may have been meant.
    pub(super) fn hint(&self) -> Option<String> {
        let hints = self.0.iter().map(|Stranger { error, hint }| match hint {
            Some(hint) => format!("{error}: {hint}"),
            None => error.to_string(),
        });
        let hints: Vec<_> = hints.collect();
        (!hints.is_empty()).then(|| hints.join("; "))
    }

    /// The same where it has been said that they aren't known.
    pub(super) fn hint_alone(&self) -> Option<String> {
        match self.0.as_slice() {
            [only] => only.hint.clone(),
            _ => self.hint(),
        }
    }
}

//! Making the world that a scenario gives. What can't be is a fault of the file, with its place.

use std::path::Path;

use super::files::Files;
use super::find::Error;
use super::play::START;
use super::step::order;
use crate::formats::scenario::{Given, GivenContact, GivenMember, GivenTeam, Scenario, World};
use crate::formats::{Fault, Located, Place};
use crate::inbox::{self, NewContact, NewMember, NewTeam, Rehearsal, Session};
use crate::model::{Email, ErrorCode, Field, Strategy};

/// Makes the world; what in it can't be. Members are made active and deactivated last, so that
/// inactive ones can be owners too.
pub(super) fn prepare(rehearsal: &Rehearsal<'_>, file: &Path, scenario: &Scenario) -> Result<Vec<Fault>, Error> {
    let World::Given(given) = &scenario.world else { return Ok(Vec::new()) };
    let mut faults = Vec::new();
    if given.members_csv.is_none() && given.teams_csv.is_none() && given.owners_csv.is_none() {
        rehearsal.change(&order(START), |session| {
            make_members(session, given, &mut faults)?;
            make_teams(session, given, &mut faults)?;
            make_contacts(session, given, &mut faults)?;
            deactivate(session, given, &mut faults)
        })?;
        return Ok(faults);
    }
    let files = Files { rehearsal, folder: file.parent().unwrap_or(Path::new("")) };
    rehearsal.change(&order(START), |session| make_members(session, given, &mut faults))?;
    files.members(given.members_csv.as_ref(), &mut faults)?;
    rehearsal.change(&order(START), |session| make_teams(session, given, &mut faults))?;
    files.teams(given.teams_csv.as_ref(), &mut faults)?;
    rehearsal.change(&order(START), |session| make_contacts(session, given, &mut faults))?;
    files.owners(given.owners_csv.as_ref(), &mut faults)?;
    rehearsal.change(&order(START), |session| deactivate(session, given, &mut faults))?;
    Ok(faults)
}

fn make_members(session: &mut Session<'_>, given: &Given, faults: &mut Vec<Fault>) -> inbox::Result<()> {
    for setting in &given.settings {
        note(faults, setting.place, session.set(setting.value))?;
    }
    for member in &given.members {
        note(faults, member.place, add_member(session, &member.value))?;
    }
    Ok(())
}

fn make_teams(session: &mut Session<'_>, given: &Given, faults: &mut Vec<Fault>) -> inbox::Result<()> {
    for team in &given.teams {
        let named = team.value.members.iter().chain(&team.value.default_agent);
        if know(faults, session, named)? {
            note(faults, team.place, add_team(session, &team.value))?;
        }
    }
    Ok(())
}

fn make_contacts(session: &mut Session<'_>, given: &Given, faults: &mut Vec<Fault>) -> inbox::Result<()> {
    for contact in &given.contacts {
        if know(faults, session, &contact.value.owners)? {
            note(faults, contact.value.phone.place, add_contact(session, &contact.value))?;
        }
    }
    Ok(())
}

fn deactivate(session: &mut Session<'_>, given: &Given, faults: &mut Vec<Fault>) -> inbox::Result<()> {
    for member in given.members.iter().filter(|member| !member.value.active) {
        note(faults, member.place, session.deactivate(&member.value.email, &[]))?;
    }
    Ok(())
}

/// Takes note of what can't be; a store that fails is no fault of the file.
fn note(faults: &mut Vec<Fault>, place: Place, done: inbox::Result<()>) -> inbox::Result<()> {
    match done {
        Err(error @ inbox::Error::Store(_)) => Err(error),
        Err(error) => {
            faults.push(Fault::new(place, error.to_string()).with_hint(hint(&error)));
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Whether all who are named are members of this world.
fn know<'a>(
    faults: &mut Vec<Fault>,
    session: &Session<'_>,
    named: impl IntoIterator<Item = &'a Located<Email>>,
) -> inbox::Result<bool> {
    let before = faults.len();
    for member in named {
        note(faults, member.place, session.check_member(&member.value))?;
    }
    Ok(faults.len() == before)
}

/// What to do about it in a scenario, where no command adds anything.
fn hint(error: &inbox::Error) -> Option<String> {
    let hint = error.hint().filter(|hint| error.code() != ErrorCode::UnknownMember || hint.starts_with("did you mean"));
    hint.or_else(|| Some("name it among the `members` of this scenario".to_owned()))
}

fn add_member(session: &mut Session<'_>, member: &GivenMember) -> inbox::Result<()> {
    let (email, name, external_id) = (member.email.clone(), member.name.clone(), member.external_id.clone());
    session.add_member(&NewMember { email, name, external_id })
}

fn add_team(session: &mut Session<'_>, team: &GivenTeam) -> inbox::Result<()> {
    session.add_team(&NewTeam {
        name: team.name.clone(),
        strategy: team.strategy.unwrap_or(Strategy::RoundRobin),
        default_agent: team.default_agent.as_ref().map(|agent| agent.value.clone()),
        members: team.members.iter().map(|member| member.value.clone()).collect(),
    })
}

fn add_contact(session: &mut Session<'_>, contact: &GivenContact) -> inbox::Result<()> {
    let fields = [
        (Field::FirstName, &contact.first_name),
        (Field::LastName, &contact.last_name),
        (Field::Email, &contact.email),
        (Field::Account, &contact.account),
        (Field::ExternalId, &contact.external_id),
    ];
    session.add_contact(&NewContact {
        phone: contact.phone.value.clone(),
        fields: fields.into_iter().map(|(field, value)| (field, value.clone())).collect(),
        owners: contact.owners.iter().map(|owner| owner.value.clone()).collect(),
    })
}

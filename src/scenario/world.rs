//! Making the world that a scenario gives. What can't be is a fault of the file, with its place.

use std::path::Path;

use super::error::Error;
use super::files::Files;
use super::hint::{hint, message};
use super::play::START;
use super::step::order;
use crate::formats::scenario::{Given, GivenContact, GivenMember, GivenTeam, Scenario, World};
use crate::formats::{FileError, Position, Spanned};
use crate::inbox::{self, ChangeBatch, NewContact, NewMember, NewTeam, Session};
use crate::model::{Email, Field, Strategy};

/// Makes the world; what in it can't be. Members are made active and deactivated last, so that
/// inactive ones can be owners too.
pub(super) fn prepare(batch: &ChangeBatch<'_>, file: &Path, scenario: &Scenario) -> Result<Vec<FileError>, Error> {
    let World::Given(given) = &scenario.world else { return Ok(Vec::new()) };
    let mut faults = Faults { world: &scenario.world, found: Vec::new() };
    if given.members_csv.is_none() && given.teams_csv.is_none() && given.owners_csv.is_none() {
        batch.change(&order(START), |session| {
            make_members(session, given, &mut faults)?;
            make_teams(session, given, &mut faults)?;
            make_contacts(session, given, &mut faults)?;
            deactivate(session, given, &mut faults)
        })?;
        return Ok(faults.found);
    }
    let files = Files { batch, folder: file.parent().unwrap_or(Path::new("")) };
    batch.change(&order(START), |session| make_members(session, given, &mut faults))?;
    files.members(given.members_csv.as_ref(), &mut faults.found)?;
    batch.change(&order(START), |session| make_teams(session, given, &mut faults))?;
    files.teams(given.teams_csv.as_ref(), &mut faults.found)?;
    batch.change(&order(START), |session| make_contacts(session, given, &mut faults))?;
    files.owners(given.owners_csv.as_ref(), &mut faults.found)?;
    batch.change(&order(START), |session| deactivate(session, given, &mut faults))?;
    Ok(faults.found)
}

fn make_members(session: &mut Session<'_>, given: &Given, faults: &mut Faults<'_>) -> inbox::Result<()> {
    for setting in &given.settings {
        faults.note(setting.place, session.set(setting.value))?;
    }
    for member in &given.members {
        let added = add_member(session, &member.value);
        faults.note_once(member.place, added, "list each member once")?;
    }
    Ok(())
}

fn make_teams(session: &mut Session<'_>, given: &Given, faults: &mut Faults<'_>) -> inbox::Result<()> {
    for team in &given.teams {
        let named = team.value.members.iter().chain(&team.value.default_agent);
        if faults.know(session, named)? {
            let added = add_team(session, &team.value);
            faults.note_once(team.place, added, "list each team once; names are compared without case")?;
        }
    }
    Ok(())
}

fn make_contacts(session: &mut Session<'_>, given: &Given, faults: &mut Faults<'_>) -> inbox::Result<()> {
    for contact in &given.contacts {
        if faults.know(session, &contact.value.owners)? {
            let added = add_contact(session, &contact.value);
            let once = "list each contact once; spellings of one phone are the same contact";
            faults.note_once(contact.value.phone.place, added, once)?;
        }
    }
    Ok(())
}

fn deactivate(session: &mut Session<'_>, given: &Given, faults: &mut Faults<'_>) -> inbox::Result<()> {
    for member in given.members.iter().filter(|member| !member.value.active) {
        faults.note(member.place, session.deactivate(&member.value.email, &[]))?;
    }
    Ok(())
}

/// What can't be in a world.
struct Faults<'w> {
    world: &'w World,
    found: Vec<FileError>,
}

impl Faults<'_> {
    /// Takes note of what can't be; a store that fails is no fault of the file.
    fn note(&mut self, place: Position, done: inbox::Result<()>) -> inbox::Result<()> {
        match done {
            Err(error @ inbox::InboxError::Store(_)) => Err(error),
            Err(error) => {
                let fault = FileError::new(place, message(&error));
                self.found.push(fault.with_hint(hint(&error, self.world, None)));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// The same for what can be given only once. Who gives it twice gets told that it is so: there is
    /// nothing here that a command could change.
    fn note_once(&mut self, place: Position, done: inbox::Result<()>, once: &str) -> inbox::Result<()> {
        match done {
            Err(error @ inbox::InboxError::AlreadyExists { .. }) => {
                let own = error.hint().filter(|hint| !hint.contains("inboxctl"));
                let hint = own.unwrap_or_else(|| once.to_owned());
                self.found.push(FileError::new(place, error.to_string()).with_hint(Some(hint)));
                Ok(())
            }
            done => self.note(place, done),
        }
    }

    /// Whether all who are named are members of this world.
    fn know<'a>(
        &mut self,
        session: &Session<'_>,
        named: impl IntoIterator<Item = &'a Spanned<Email>>,
    ) -> inbox::Result<bool> {
        let before = self.found.len();
        for member in named {
            self.note(member.place, session.check_member(&member.value))?;
        }
        Ok(self.found.len() == before)
    }
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

//! Creates the world of a scenario from its `given`.

use std::path::Path;

use super::error::ScenarioError;
use super::given_files::{GivenContent, GivenFiles};
use super::hint::{hint, message};
use super::step::{START, order};
use crate::formats::scenario::{Given, GivenAbsence, GivenContact, GivenMember, GivenTeam, Scenario, World};
use crate::formats::{FileError, Position, Spanned};
use crate::inbox::{self, ChangeBatch, NewContact, NewMember, NewTeam, OnMissingContact, Session};
use crate::model::{Email, Request, Strategy, Target};

/// Creates the world of a scenario and returns what is invalid in it. Members are deactivated last, so
/// that inactive ones can be owners too.
pub(super) fn prepare(
    batch: &ChangeBatch<'_>,
    file: &Path,
    scenario: &Scenario,
) -> Result<Vec<FileError>, ScenarioError> {
    let World::Given(given) = &scenario.world else { return Ok(Vec::new()) };
    let mut faults = WorldFaults { world: &scenario.world, found: Vec::new() };
    if !given.has_files() {
        batch.change(&order(START), |session| {
            add_members(session, given, &mut faults)?;
            add_teams(session, given, &mut faults)?;
            add_contacts(session, given, &mut faults)?;
            add_absences(session, given, &mut faults)?;
            deactivate(session, given, &mut faults)
        })?;
        return Ok(faults.found);
    }
    let files = GivenFiles { batch, folder: file.parent().unwrap_or(Path::new("")) };
    batch.change(&order(START), |session| add_members(session, given, &mut faults))?;
    files.import(given.members_csv.as_ref(), GivenContent::Members, &mut faults.found)?;
    batch.change(&order(START), |session| add_teams(session, given, &mut faults))?;
    files.import(given.teams_csv.as_ref(), GivenContent::Teams, &mut faults.found)?;
    batch.change(&order(START), |session| add_contacts(session, given, &mut faults))?;
    files.import(given.owners_csv.as_ref(), GivenContent::Owners, &mut faults.found)?;
    batch.change(&order(START), |session| {
        add_absences(session, given, &mut faults)?;
        deactivate(session, given, &mut faults)
    })?;
    Ok(faults.found)
}

fn add_members(session: &mut Session<'_>, given: &Given, faults: &mut WorldFaults<'_>) -> inbox::Result<()> {
    for setting in &given.settings {
        faults.note(setting.place, session.set(setting.value))?;
    }
    for member in &given.members {
        let added = add_member(session, &member.value);
        faults.note_once(member.place, added, "list each member once")?;
    }
    Ok(())
}

fn add_teams(session: &mut Session<'_>, given: &Given, faults: &mut WorldFaults<'_>) -> inbox::Result<()> {
    for team in &given.teams {
        let named = team.value.members.iter().chain(&team.value.default_agent);
        if faults.check_members(session, named)? {
            let added = add_team(session, &team.value);
            faults.note_once(team.place, added, "list each team once; names are compared without case")?;
        }
    }
    Ok(())
}

fn add_contacts(session: &mut Session<'_>, given: &Given, faults: &mut WorldFaults<'_>) -> inbox::Result<()> {
    for contact in &given.contacts {
        if faults.check_members(session, &contact.value.owners)? {
            let added = add_contact(session, &contact.value);
            let once = "list each contact once; spellings of one phone are the same contact";
            faults.note_once(contact.value.phone.place, added, once)?;
        }
    }
    Ok(())
}

fn add_absences(session: &mut Session<'_>, given: &Given, faults: &mut WorldFaults<'_>) -> inbox::Result<()> {
    for member in &given.members {
        for absence in &member.value.away {
            let GivenAbsence { from, until, cover } = &absence.value;
            if faults.check_members(session, cover)? {
                let cover = cover.iter().map(|substitute| substitute.value.clone()).collect();
                let (member, from, until) = (member.value.email.clone(), Some(*from), *until);
                let request = Request::Away { member, from, until, cover, hand_over_open: false };
                faults.note(absence.place, session.request(None, &request, OnMissingContact::Fail))?;
            }
        }
    }
    Ok(())
}

fn deactivate(session: &mut Session<'_>, given: &Given, faults: &mut WorldFaults<'_>) -> inbox::Result<()> {
    for member in given.members.iter().filter(|member| !member.value.active) {
        let request = Request::Deactivate { member: member.value.email.clone(), successors: Vec::new() };
        faults.note(member.place, session.request(None, &request, OnMissingContact::Fail))?;
    }
    Ok(())
}

/// What is invalid in a world.
struct WorldFaults<'w> {
    world: &'w World,
    found: Vec<FileError>,
}

impl WorldFaults<'_> {
    /// Notes an error of the file; one of the store ends the run.
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

    /// Notes an error of something that is listed once, with a hint that names no command.
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

    /// Whether all named members exist; notes those that don't.
    fn check_members<'a>(
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
        reassign_after: team.reassign_after,
        members: team.members.iter().map(|member| member.value.clone()).collect(),
    })
}

fn add_contact(session: &mut Session<'_>, contact: &GivenContact) -> inbox::Result<()> {
    session.add_contact(&NewContact {
        phone: contact.phone.value.clone(),
        fields: contact.fields.clone(),
        owners: contact.owners.iter().map(|owner| owner.value.clone()).collect(),
    })?;
    if contact.pinned.is_empty() {
        return Ok(());
    }
    let target = Target::Contact(contact.phone.value.clone());
    let members = contact.pinned.iter().map(|owner| owner.value.clone()).collect();
    session.request(Some(&target), &Request::PinOwners { members }, OnMissingContact::Fail)
}

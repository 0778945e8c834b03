//! Members and teams by the names in a log: all are in memory, and each spelling is looked up once.

use std::collections::HashMap;

use crate::inbox::error::Result;
use crate::inbox::find::{self, Suggest};
use crate::inbox::session::Session;
use crate::model::{Email, MemberId, TeamId, TeamName};
use crate::store::directory;

/// The most spellings that are remembered.
const SPELLINGS: usize = 10_000;

/// Members and teams by their spellings in the log.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    members: HashMap<String, MemberId>,
    teams: HashMap<String, TeamId>,
}

impl NameIndex {
    /// Loads all members and teams for the rules.
    pub(super) fn new(session: &mut Session<'_>) -> Result<Self> {
        let mut name_index = Self::default();
        for member in directory::all_members(session.connection)? {
            name_index.members.insert(member.email.to_string(), member.id);
            session.directory.members.insert(member.id, member);
        }
        for team in directory::all_teams(session.connection)? {
            name_index.teams.insert(team.name.to_string(), team.id);
            session.directory.teams.insert(team.id, team);
        }
        Ok(name_index)
    }

    pub(super) fn member(&mut self, session: &Session<'_>, name: &str, suggest: Suggest) -> Result<MemberId> {
        if let Some(member) = self.members.get(name) {
            return Ok(*member);
        }
        let email: Email = name.parse()?;
        let member = match self.members.get(email.as_str()) {
            Some(member) => *member,
            None => find::member_or(session.connection, &email, suggest)?.id,
        };
        if self.members.len() < SPELLINGS {
            self.members.insert(name.to_owned(), member);
        }
        Ok(member)
    }

    pub(super) fn team(&mut self, session: &Session<'_>, name: &str, suggest: Suggest) -> Result<TeamId> {
        if let Some(team) = self.teams.get(name) {
            return Ok(*team);
        }
        let team = find::team_or(session.connection, &name.parse::<TeamName>()?, suggest)?.id;
        if self.teams.len() < SPELLINGS {
            self.teams.insert(name.to_owned(), team);
        }
        Ok(team)
    }
}

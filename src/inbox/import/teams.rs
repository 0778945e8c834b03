//! Teams from a file: each gets exactly the members and the order of the file (T1).

use super::answer::{ImportCounts, ImportedTeams, WrittenCounts};
use super::input::{ImportInput, OnError};
use super::row_grouper::{DirectoryGroup, RowGrouper, message_with_suggestion};
use super::source::BatchRow;
use crate::inbox::error::{InboxError, Result};
use crate::inbox::find::{self, Suggest};
use crate::inbox::session::Session;
use crate::inbox::teams::{NewTeam, TeamChanges, check_reassignment};
use crate::model::{Email, ErrorCode, Strategy, TeamName, fold};
use crate::store::directory;

const COLUMNS: [&str; 5] = ["team", "member", "strategy", "default_agent", "reassign_after"];

const MEMBER: usize = 1;
const STRATEGY: usize = 2;
const AGENT: usize = 3;
const MINUTES: usize = 4;

impl Session<'_> {
    pub(super) fn import_teams(&mut self, on_error: OnError, input: ImportInput<'_>) -> Result<ImportCounts> {
        let (grouper, rejects) = RowGrouper::read(self, ("team", &COLUMNS), input, RowGrouper::add_team)?;
        let written = |teams| WrittenCounts { teams: Some(teams), ..WrittenCounts::default() };
        grouper.import(self, (on_error, rejects), None, written, Session::import_team)
    }

    fn import_team(&mut self, group: &DirectoryGroup<TeamName>, counts: &mut ImportedTeams) -> Result<()> {
        let [strategy, agent, minutes] = group.fields();
        let reassign_after = minutes.and_then(|text| minutes_of(text).ok());
        let strategy = strategy.and_then(|text| text.parse::<Strategy>().ok());
        let default_agent = agent.map(|agent| self.email(agent)).transpose()?;
        let (name, members) = (&group.key, group.members());
        if directory::team_by_name(self.connection, name)?.is_none() {
            counts.created += 1;
            let strategy = strategy.unwrap_or(Strategy::RoundRobin);
            return self.add_team(&NewTeam {
                name: name.clone(),
                strategy,
                default_agent,
                reassign_after: reassign_after.flatten(),
                members,
            });
        }
        let before = self.effect_count();
        let default_agent = default_agent.map(Some);
        let changes = TeamChanges { strategy, default_agent, reassign_after, ..TeamChanges::default() };
        self.update_team(name, &changes)?;
        self.set_team_members(name, &members)?;
        counts.updated += u64::from(self.effect_count() > before);
        Ok(())
    }
}

/// The minutes of a cell, or `none`.
fn minutes_of(text: &str) -> std::result::Result<Option<u64>, String> {
    if fold(text) == "none" {
        return Ok(None);
    }
    let minutes = text.parse().ok().filter(|minutes| check_reassignment(Strategy::RoundRobin, Some(*minutes)).is_ok());
    minutes.map(Some).ok_or_else(|| "expected a number of minutes from 1 to 10080, or none".to_owned())
}

impl RowGrouper<TeamName> {
    fn add_team(&mut self, session: &mut Session<'_>, row: BatchRow<'_>) -> Result<()> {
        let (line, before, faulty) = (row.line(), self.rejects.pushed(), self.reject_faulty(row, &COLUMNS)?);
        let name = row.cell(0).parse::<TeamName>();
        let (mut members, mut agent) = (Vec::new(), None);
        if !faulty {
            if let Err(error) = &name {
                self.rejects.reject(line, Some(0), ErrorCode::InvalidValue, row.cell(0), error.to_string())?;
            }
            members = self.known_members(session, row)?;
            agent = self.known_member(session, row, AGENT, row.cell(AGENT).trim())?;
            if let Some(Err(error)) = row.filled(STRATEGY).map(|text| text.trim().parse::<Strategy>()) {
                self.rejects.reject(
                    line,
                    Some(STRATEGY),
                    ErrorCode::InvalidValue,
                    row.cell(STRATEGY),
                    error.to_string(),
                )?;
            }
        }
        let minutes = row.filled(MINUTES).map(|text| minutes_of(text.trim())).transpose();
        if let (Err(message), false) = (&minutes, faulty) {
            self.rejects.reject(line, Some(MINUTES), ErrorCode::InvalidValue, row.cell(MINUTES), message.clone())?;
        }
        let is_valid = self.rejects.pushed() == before;
        let Ok(name) = name else { return Ok(()) };
        let Some(group) = self.add_row(name.key(), &name, line, is_valid) else { return Ok(()) };
        let agent = agent.map(|email| email.to_string()).unwrap_or_default();
        let fields = [
            ("strategy", row.cell(STRATEGY).trim()),
            ("default_agent", agent.as_str()),
            ("reassign_after", row.cell(MINUTES).trim()),
        ];
        for (position, (column, value)) in fields.into_iter().enumerate() {
            group.merge((position, column), line, value, |one, other| fold(one) == fold(other));
        }
        group.named.extend(members.into_iter().map(|member| (member, line)));
        Ok(())
    }

    /// The members in a cell, separated by `;` as `team list` writes them; unknown ones are rejected.
    fn known_members(&mut self, session: &Session<'_>, row: BatchRow<'_>) -> Result<Vec<Email>> {
        let texts = row.cell(MEMBER).split(';').map(str::trim);
        let known = texts.map(|text| self.known_member(session, row, MEMBER, text)).collect::<Result<Vec<_>>>()?;
        Ok(known.into_iter().flatten().collect())
    }

    /// The member with this email; none if the text is empty, or after rejecting it.
    fn known_member(
        &mut self,
        session: &Session<'_>,
        row: BatchRow<'_>,
        column: usize,
        text: &str,
    ) -> Result<Option<Email>> {
        if text.is_empty() {
            return Ok(None);
        }
        let suggest = Suggest::after(self.rejects.pushed());
        let known = session.email(text).and_then(|email| {
            find::member_or(session.connection, &email, suggest)?;
            Ok(email)
        });
        match known {
            Ok(email) => Ok(Some(email)),
            Err(InboxError::Store(error)) => Err(InboxError::Store(error)),
            Err(error) => {
                self.rejects.reject(row.line(), Some(column), error.code(), text, message_with_suggestion(&error))?;
                Ok(None)
            }
        }
    }
}

//! Members and teams from files: small next to contacts, so they are gathered in memory, each with
//! all its rows, before anything is changed.

use std::collections::HashMap;
use std::fmt::Display;

use super::answer::{ImportCounts, ImportedMembers, ImportedTeams, WrittenCounts};
use super::faults::{RejectCollector, RowError};
use super::merged_field::{MergedField, RowSubject};
use super::source::{BatchRow, RowBatch};
use super::{ImportInput, OnError, Phase, spill_error};
use crate::inbox::error::{InboxError, Result};
use crate::inbox::find::{self, Suggest};
use crate::inbox::session::Session;
use crate::inbox::{NewMember, NewTeam, TeamChanges};
use crate::model::{Email, ErrorCode, Excerpt, Field, Fields, Strategy, TeamName, fold};
use crate::store::directory;

/// The columns of a file of members.
const MEMBER_COLUMNS: [&str; 4] = ["email", "name", "active", "external_id"];

/// The columns of a file of teams.
const TEAM_COLUMNS: [&str; 4] = ["team", "member", "strategy", "default_agent"];

/// The rows about one thing.
struct Thing<K> {
    /// What it is, in a word.
    kind: &'static str,
    key: K,
    lines: Vec<u64>,
    /// A line that has been rejected.
    rejected_line: Option<u64>,
    conflicts: Vec<RowError>,
    fields: [MergedField; 3],
    /// For a team, its members in order.
    members: Vec<Email>,
}

/// Gathers rows by what they are about, in the order in which they come.
struct RowGrouper<K> {
    /// What the rows are about, in a word.
    kind: &'static str,
    columns: [&'static str; 4],
    things: Vec<Thing<K>>,
    by_key: HashMap<String, usize>,
    faults: RejectCollector,
    rows: u64,
}

impl<K: Clone> RowGrouper<K> {
    fn new(kind: &'static str, columns: [&'static str; 4], faults: RejectCollector) -> Self {
        Self { kind, columns, things: Vec::new(), by_key: HashMap::new(), faults, rows: 0 }
    }

    fn thing(&mut self, name: String, key: &K) -> Option<&mut Thing<K>> {
        let next = self.things.len();
        let at = *self.by_key.entry(name).or_insert(next);
        if at == next {
            self.things.push(Thing {
                kind: self.kind,
                key: key.clone(),
                lines: Vec::new(),
                rejected_line: None,
                conflicts: Vec::new(),
                fields: Default::default(),
                members: Vec::new(),
            });
        }
        self.things.get_mut(at)
    }

    fn reject(
        &mut self,
        line: u64,
        column: Option<usize>,
        code: ErrorCode,
        value: &str,
        message: String,
    ) -> Result<()> {
        let column = column.and_then(|column| self.columns.get(column)).copied();
        self.faults.push(&RowError::new(line, column, code, value, message)).map_err(spill_error)
    }

    fn ragged(&mut self, row: BatchRow<'_>) -> Result<bool> {
        let Some(ragged) = row.ragged() else { return Ok(false) };
        let message = format!("expected {} cells, found {}", ragged.expected, ragged.found);
        self.reject(row.line(), None, ErrorCode::RaggedRow, "", message)?;
        Ok(true)
    }

    /// Rejects what contradicts itself; with a rejected row, the others of its thing.
    fn reject_conflicts(&mut self, on_error: OnError) -> Result<Vec<Thing<K>>> {
        let things = std::mem::take(&mut self.things);
        let mut sound = Vec::with_capacity(things.len());
        for thing in things {
            for conflict in &thing.conflicts {
                self.faults.push(conflict).map_err(spill_error)?;
            }
            if thing.rejected_line.is_none() && thing.conflicts.is_empty() {
                sound.push(thing);
            } else if on_error == OnError::Skip {
                self.reject_siblings(&thing)?;
            }
        }
        Ok(sound)
    }

    fn reject_siblings(&mut self, thing: &Thing<K>) -> Result<()> {
        let because = thing.rejected_line.or(thing.conflicts.first().map(|conflict| conflict.line)).unwrap_or_default();
        let rest = thing.lines.iter().filter(|line| !thing.conflicts.iter().any(|conflict| conflict.line == **line));
        for line in rest {
            let message = RowSubject { kind: self.kind, key: "" }.rejected_with(because);
            self.reject(*line, None, ErrorCode::ConflictingRows, "", message)?;
        }
        Ok(())
    }

    fn finish(
        self,
        changed: u64,
        kind: WrittenCounts,
        input: Option<&mut dyn super::RejectSink>,
    ) -> Result<ImportCounts> {
        let mut counts = ImportCounts { read: self.rows, changed, kind, ..ImportCounts::default() };
        counts.take(self.faults.finish(input).map_err(spill_error)?);
        Ok(counts)
    }
}

impl Session<'_> {
    /// Members are made, changed, deactivated (D1) and brought back (O5), as a file says.
    pub(super) fn import_members(&mut self, on_error: OnError, input: ImportInput<'_>) -> Result<ImportCounts> {
        let mut grouper = RowGrouper::new("member", MEMBER_COLUMNS, RejectCollector::new(input.folder.clone()));
        let rejects = read(self, &MEMBER_COLUMNS, input, |session, row| grouper.member(session, row))?;
        let (mut counts, mut changed) = (ImportedMembers::default(), 0);
        for member in grouper.reject_conflicts(on_error)? {
            let before = self.effect_count();
            match self.import_member(&member, &mut counts) {
                Ok(()) if self.effect_count() > before => changed += member.lines.len() as u64,
                Ok(()) => {}
                Err(error) => grouper.refuse(&member, Some(3), error)?,
            }
        }
        grouper.finish(changed, WrittenCounts::Members(counts), rejects)
    }

    fn import_member(&mut self, member: &Thing<Email>, counts: &mut ImportedMembers) -> Result<()> {
        let [name, active, external_id] = member.fields.each_ref().map(|fields| fields.value().map(str::to_owned));
        let email = &member.key;
        let known = directory::member_by_email(self.connection, email)?;
        if known.is_none() {
            self.add_member(&NewMember { email: email.clone(), name, external_id })?;
            counts.created += 1;
        } else {
            let before = self.effect_count();
            let fields = [(Field::Name, name), (Field::ExternalId, external_id)];
            self.update_member(email, fields.into_iter().filter(|(_, value)| value.is_some()).collect::<Fields>())?;
            counts.updated += u64::from(self.effect_count() > before);
        }
        let is_active = known.is_none_or(|member| member.active);
        match active.as_deref().and_then(yes_or_no) {
            Some(true) if !is_active => {
                counts.activated += 1;
                self.activate(email)
            }
            Some(false) if is_active => {
                counts.deactivated += 1;
                self.deactivate(email, &[])
            }
            _ => Ok(()),
        }
    }

    /// Teams get exactly the members and the order of a file.
    pub(super) fn import_teams(&mut self, on_error: OnError, input: ImportInput<'_>) -> Result<ImportCounts> {
        let mut grouper = RowGrouper::new("team", TEAM_COLUMNS, RejectCollector::new(input.folder.clone()));
        let rejects = read(self, &TEAM_COLUMNS, input, |session, row| grouper.team(session, row))?;
        let (mut counts, mut changed) = (ImportedTeams::default(), 0);
        for team in grouper.reject_conflicts(on_error)? {
            let before = self.effect_count();
            match self.import_team(&team, &mut counts) {
                Ok(()) if self.effect_count() > before => changed += team.lines.len() as u64,
                Ok(()) => {}
                Err(error) => grouper.refuse(&team, None, error)?,
            }
        }
        grouper.finish(changed, WrittenCounts::Teams(counts), rejects)
    }

    fn import_team(&mut self, team: &Thing<TeamName>, counts: &mut ImportedTeams) -> Result<()> {
        let [strategy, agent, _] = team.fields.each_ref().map(MergedField::value);
        let strategy = strategy.and_then(|text| text.parse::<Strategy>().ok());
        let agent = agent.map(|agent| self.email(agent)).transpose()?;
        if directory::team_by_name(self.connection, &team.key)?.is_none() {
            counts.created += 1;
            return self.add_team(&NewTeam {
                name: team.key.clone(),
                strategy: strategy.unwrap_or(Strategy::RoundRobin),
                default_agent: agent,
                members: team.members.clone(),
            });
        }
        let before = self.effect_count();
        self.update_team(&team.key, &TeamChanges { name: None, strategy, default_agent: agent.map(Some) })?;
        self.set_team_members(&team.key, &team.members)?;
        counts.updated += u64::from(self.effect_count() > before);
        Ok(())
    }
}

impl RowGrouper<Email> {
    fn member(&mut self, session: &Session<'_>, row: BatchRow<'_>) -> Result<()> {
        self.rows += 1;
        let line = row.line();
        let (before, ragged) = (self.faults.pushed(), self.ragged(row)?);
        let email = match session.email(row.cell(0)) {
            Err(InboxError::Store(error)) => return Err(InboxError::Store(error)),
            email => email,
        };
        if let (Err(error), false) = (&email, ragged) {
            self.reject(line, Some(0), ErrorCode::InvalidEmail, row.cell(0), error.to_string())?;
        }
        if !ragged && row.filled(2).is_some_and(|text| yes_or_no(text).is_none()) {
            let message = format!("expected `yes` or `no`, found `{}`", Excerpt(row.cell(2)));
            self.reject(line, Some(2), ErrorCode::InvalidValue, row.cell(2), message)?;
        }
        let whole = self.faults.pushed() == before;
        let Ok(email) = email else { return Ok(()) };
        let active = row.filled(2).and_then(yes_or_no).map(|yes| if yes { "yes" } else { "no" }).unwrap_or_default();
        let values = [row.cell(1), active, row.cell(3)];
        let Some(thing) = self.thing(email.to_string(), &email) else { return Ok(()) };
        thing.take(line, whole, ["name", "active", "external_id"].into_iter().zip(values), |one, other| one == other);
        Ok(())
    }
}

impl RowGrouper<TeamName> {
    fn team(&mut self, session: &Session<'_>, row: BatchRow<'_>) -> Result<()> {
        self.rows += 1;
        let line = row.line();
        let (before, ragged) = (self.faults.pushed(), self.ragged(row)?);
        let name = row.cell(0).parse::<TeamName>();
        if let (Err(error), false) = (&name, ragged) {
            self.reject(line, Some(0), ErrorCode::InvalidValue, row.cell(0), error.to_string())?;
        }
        let members = if ragged { Vec::new() } else { self.known_members(session, row, 1)? };
        let agent = if ragged { None } else { self.known_member(session, row, 3, row.cell(3).trim())? };
        if let (false, Some(Err(error))) = (ragged, row.filled(2).map(|text| text.trim().parse::<Strategy>())) {
            self.reject(line, Some(2), ErrorCode::InvalidValue, row.cell(2), error.to_string())?;
        }
        let whole = self.faults.pushed() == before;
        let Ok(name) = name else { return Ok(()) };
        let agent = agent.map(|email| email.to_string()).unwrap_or_default();
        let values = [row.cell(2).trim(), agent.as_str()];
        let Some(thing) = self.thing(name.key(), &name) else { return Ok(()) };
        thing.take(line, whole, ["strategy", "default_agent"].into_iter().zip(values), |one, other| {
            fold(one) == fold(other)
        });
        for member in members.into_iter().filter(|_| whole) {
            if !thing.members.contains(&member) {
                thing.members.push(member);
            }
        }
        Ok(())
    }

    /// The members in a cell, separated by `;` as `team list` writes them; unknown ones are rejected.
    fn known_members(&mut self, session: &Session<'_>, row: BatchRow<'_>, column: usize) -> Result<Vec<Email>> {
        let texts = row.cell(column).split(';').map(str::trim);
        let known = texts.map(|text| self.known_member(session, row, column, text)).collect::<Result<Vec<_>>>()?;
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
        let suggest = Suggest::after(self.faults.pushed());
        let known = session.email(text).and_then(|email| {
            find::member_or(session.connection, &email, suggest)?;
            Ok(email)
        });
        match known {
            Ok(email) => Ok(Some(email)),
            Err(InboxError::Store(error)) => Err(InboxError::Store(error)),
            Err(error) => {
                self.reject(row.line(), Some(column), error.code(), text, in_words(&error))?;
                Ok(None)
            }
        }
    }
}

impl<K: Clone> RowGrouper<K> {
    /// What can't be done is a fault of all rows about it, and of one column if it says so; a store that
    /// fails is not.
    fn refuse(&mut self, thing: &Thing<K>, column: Option<usize>, error: InboxError) -> Result<()> {
        if let InboxError::Store(error) = error {
            return Err(InboxError::Store(error));
        }
        let value =
            column.and_then(|column| thing.fields.get(column - 1)).and_then(MergedField::value).unwrap_or_default();
        let words = in_words(&error);
        thing.lines.iter().try_for_each(|line| self.reject(*line, column, error.code(), value, words.clone()))
    }
}

impl<K: Display> Thing<K> {
    fn take<'v>(
        &mut self,
        line: u64,
        whole: bool,
        values: impl Iterator<Item = (&'static str, &'v str)>,
        same: fn(&str, &str) -> bool,
    ) {
        if !whole {
            self.rejected_line.get_or_insert(line);
            return;
        }
        self.lines.push(line);
        let key = self.key.to_string();
        let subject = RowSubject { kind: self.kind, key: &key };
        for (fields, (column, value)) in self.fields.iter_mut().zip(values) {
            fields.merge(subject, column, line, value, same, &mut self.conflicts);
        }
    }
}

/// Hands over all rows, and gives back who wants the rejected ones.
fn read<'i>(
    session: &mut Session<'_>,
    columns: &[&str],
    input: ImportInput<'i>,
    mut work: impl FnMut(&mut Session<'_>, BatchRow<'_>) -> Result<()>,
) -> Result<Option<&'i mut dyn super::RejectSink>> {
    let ImportInput { source, rejects, progress, .. } = input;
    let mut more = true;
    while more {
        let mut batch = RowBatch::default();
        more = source.fill(columns, &mut batch).map_err(InboxError::Source)?;
        batch.rows().try_for_each(|row| work(session, row))?;
        session.wait.check_cancelled()?;
        progress.update(Phase::Reading, source.bytes_read(), None);
    }
    Ok(rejects)
}

/// A suggestion belongs to the message: a file's faults are read many at a time.
fn in_words(error: &InboxError) -> String {
    match error.hint().filter(|hint| hint.starts_with("did you mean")) {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text.trim()).as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

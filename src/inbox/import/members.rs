//! Members from a file: added, updated, deactivated (D1) and reactivated (O5).

use super::answer::{ImportCounts, ImportedMembers, WrittenCounts};
use super::input::{ImportInput, OnError};
use super::row_grouper::{DirectoryGroup, RowGrouper};
use super::source::BatchRow;
use crate::inbox::error::{InboxError, Result};
use crate::inbox::members::NewMember;
use crate::inbox::requests::OnMissingContact;
use crate::inbox::session::Session;
use crate::model::{Email, ErrorCode, Excerpt, Field, Fields, Request, fold_accents};
use crate::store::directory;

const COLUMNS: [&str; 4] = ["email", "name", "active", "external_id"];

const ACTIVE: usize = 2;
const EXTERNAL_ID: usize = 3;

impl Session<'_> {
    pub(super) fn import_members(&mut self, on_error: OnError, input: ImportInput<'_>) -> Result<ImportCounts> {
        let mut marks = MarkedColumn::default();
        let add = |grouper: &mut RowGrouper<Email>, session: &mut Session<'_>, row: BatchRow<'_>| {
            marks.read(row.cell(ACTIVE));
            grouper.add_member(session, row)
        };
        let (mut grouper, rejects) = RowGrouper::read(self, ("member", &COLUMNS), input, add)?;
        if marks.has_only_marks() {
            grouper.fill_blank((ACTIVE - 1, "active"), "no");
        }
        let written = |members| WrittenCounts { members: Some(members), ..WrittenCounts::default() };
        grouper.import(self, (on_error, rejects), Some(EXTERNAL_ID), written, Session::import_member)
    }

    fn import_member(&mut self, group: &DirectoryGroup<Email>, counts: &mut ImportedMembers) -> Result<()> {
        let [name, active, external_id] = group.fields().map(|value| value.map(str::to_owned));
        let email = &group.key;
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
                self.request(None, &Request::Activate { member: email.clone() }, OnMissingContact::Fail)
            }
            Some(false) if is_active => {
                counts.deactivated += 1;
                let request = Request::Deactivate { member: email.clone(), successors: Vec::new() };
                self.request(None, &request, OnMissingContact::Fail)
            }
            _ => Ok(()),
        }
    }
}

impl RowGrouper<Email> {
    fn add_member(&mut self, session: &mut Session<'_>, row: BatchRow<'_>) -> Result<()> {
        let (line, before, faulty) = (row.line(), self.rejects.pushed(), self.reject_faulty(row, &COLUMNS)?);
        let email = match session.email(row.cell(0)) {
            Err(InboxError::Store(error)) => return Err(InboxError::Store(error)),
            email => email,
        };
        if let (Err(error), false) = (&email, faulty) {
            self.rejects.reject(line, Some(0), ErrorCode::InvalidEmail, row.cell(0), error.to_string())?;
        }
        let active = row.filled(ACTIVE);
        if !faulty && active.is_some_and(|text| yes_or_no(text).is_none()) {
            let pairs = YES_OR_NO.map(|(yes, no)| format!("{yes}/{no}")).join(", ");
            let message = format!("expected {pairs} or {MARK}, found `{}`", Excerpt(row.cell(ACTIVE)));
            self.rejects.reject(line, Some(ACTIVE), ErrorCode::InvalidValue, row.cell(ACTIVE), message)?;
        }
        let is_valid = self.rejects.pushed() == before;
        let Ok(email) = email else { return Ok(()) };
        let Some(group) = self.add_row(email.to_string(), &email, line, is_valid) else { return Ok(()) };
        let active = active.and_then(yes_or_no).map(|yes| if yes { "yes" } else { "no" }).unwrap_or_default();
        let fields = [("name", row.cell(1)), ("active", active), ("external_id", row.cell(EXTERNAL_ID))];
        for (position, (column, value)) in fields.into_iter().enumerate() {
            group.merge((position, column), line, value, |one, other| one == other);
        }
        Ok(())
    }
}

/// The words for an active member and for an inactive one, in any case and without accents.
const YES_OR_NO: [(&str, &str); 12] = [
    ("yes", "no"),
    ("sí", "no"),
    ("sim", "não"),
    ("true", "false"),
    ("1", "0"),
    ("active", "inactive"),
    ("activo", "inactivo"),
    ("activa", "inactiva"),
    ("ativo", "inativo"),
    ("ativa", "inativa"),
    ("verdadero", "falso"),
    ("verdadeiro", "falso"),
];

/// The mark of active members in a column of marks.
const MARK: &str = "x";

fn yes_or_no(text: &str) -> Option<bool> {
    let text = fold_accents(text.trim());
    if text == MARK {
        return Some(true);
    }
    YES_OR_NO.iter().find_map(|(yes, no)| {
        if fold_accents(yes) == text { Some(true) } else { (fold_accents(no) == text).then_some(false) }
    })
}

/// What a column holds: where there are only marks, an empty cell is a *no*.
#[derive(Default)]
struct MarkedColumn {
    has_marks: bool,
    has_others: bool,
}

impl MarkedColumn {
    fn read(&mut self, cell: &str) {
        let is_mark = fold_accents(cell.trim()) == MARK;
        self.has_marks |= is_mark;
        self.has_others |= !is_mark && !cell.trim().is_empty();
    }

    fn has_only_marks(&self) -> bool {
        self.has_marks && !self.has_others
    }
}

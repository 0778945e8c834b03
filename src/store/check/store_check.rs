//! Runs every check and gathers the problems.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, Row};

use super::functions::add_functions;
use super::invariants::{INVARIANTS, ROWS};
use crate::model::ProblemCode;
use crate::store::effect_record::StoredDecision;
use crate::store::{Store, StoreError, StoreResult, file, view};

/// The number of problems of a kind that are listed; the rest is counted.
const SHOWN: usize = 100;

pub(crate) fn check(connection: &Connection) -> StoreResult<view::CheckReport> {
    add_functions(connection)?;
    let mut check = StoreCheck { connection, found: BTreeMap::new(), broken: BTreeSet::new() };
    check.attempt("the schema", StoreCheck::schema)?;
    for invariant in INVARIANTS {
        check.invariant(invariant.code, invariant.table, invariant.violations)?;
    }
    check.attempt("references", StoreCheck::references)?;
    check.attempt("entries", StoreCheck::history)?;
    check.file()?;
    check.need_readable_file()?;
    Ok(check.finish())
}

struct StoreCheck<'a> {
    connection: &'a Connection,
    found: BTreeMap<ProblemCode, FoundProblems>,
    /// The tables with a violated invariant.
    broken: BTreeSet<String>,
}

#[derive(Default)]
struct FoundProblems {
    /// The first [`SHOWN`].
    shown: Vec<String>,
    count: usize,
}

impl StoreCheck<'_> {
    fn fault(&mut self, code: ProblemCode, what: String) {
        let found = self.found.entry(code).or_default();
        found.count += 1;
        if found.shown.len() < SHOWN {
            found.shown.push(what);
        }
    }

    fn finish(self) -> view::CheckReport {
        let mut faults = Vec::new();
        let mut count = 0;
        for (code, found) in self.found {
            count += found.count;
            let more = found.count - found.shown.len();
            faults.extend(found.shown.into_iter().map(|what| view::Problem { code, what }));
            if more > 0 {
                faults.push(view::Problem { code, what: format!("and {more} more") });
            }
        }
        view::CheckReport { ok: faults.is_empty(), faults, count: i64::try_from(count).unwrap_or(i64::MAX) }
    }

    /// Runs a check; if damage prevents it, reports that and continues.
    fn attempt(&mut self, what: &str, look: impl FnOnce(&mut Self) -> StoreResult<()>) -> StoreResult<()> {
        match look(self) {
            Err(error @ (StoreError::Damaged(_) | StoreError::Sqlite(_))) => {
                let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
                self.fault(ProblemCode::Unchecked, format!("can't check `{what}`: {error}{cause}"));
                Ok(())
            }
            done => done,
        }
    }

    fn invariant(&mut self, code: ProblemCode, table: &str, violations: &str) -> StoreResult<()> {
        self.attempt(table, |check| {
            let connection = check.connection;
            let mut statement = connection.prepare(violations)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                check.broken.insert(table.to_owned());
                check.fault(code, text(row)?);
            }
            Ok(())
        })
    }

    /// Checks each reference of each table, as SQLite's own check does, but with names.
    fn references(&mut self) -> StoreResult<()> {
        let sql =
            "SELECT child.name, \"from\", \"table\" FROM sqlite_schema AS child, pragma_foreign_key_list(child.name)
                   WHERE child.type = 'table' ORDER BY child.name, \"from\"";
        let mut references: Vec<(String, String, String)> = Vec::new();
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            references.push((row.get(0)?, row.get(1)?, row.get(2)?));
        }
        for (table, column, parent) in references {
            let Some((_, name)) = ROWS.iter().find(|(known, _)| *known == table) else { continue };
            let violations = format!(
                "SELECT {name} || printf(' refers to missing row %d of `{parent}`', {column}) FROM {table}
                 WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
            );
            self.invariant(ProblemCode::DanglingReference, &table, &violations)?;
        }
        Ok(())
    }

    /// Every expected table, index and view must exist; additional ones are allowed.
    fn schema(&mut self) -> StoreResult<()> {
        let expected = names_of_schema(&*Store::in_memory()?.read()?)?;
        let actual = names_of_schema(self.connection)?;
        for (kind, name) in expected.difference(&actual) {
            self.fault(ProblemCode::MissingFromSchema, format!("the {kind} `{name}` is missing"));
        }
        Ok(())
    }

    /// Reports SQLite's own findings, except constraints of which an invariant has named the row.
    fn file(&mut self) -> StoreResult<()> {
        let mut messages = Vec::new();
        let read = read_integrity(self.connection, &mut messages);
        for message in messages {
            let constraint = ["CHECK constraint failed in ", "NULL value in ", "non-"];
            match message.strip_prefix("CHECK constraint failed in ") {
                Some(table) if self.broken.contains(table) => {}
                _ if constraint.iter().any(|start| message.starts_with(start)) && !message.contains(" index ") => {
                    self.fault(ProblemCode::BrokenConstraint, message);
                }
                _ => self.fault(ProblemCode::DamagedFile, message),
            }
        }
        self.attempt("the file", |_| read)
    }

    /// Fails if the disk can't be read, which SQLite reports as damage.
    fn need_readable_file(&self) -> StoreResult<()> {
        let damaged =
            [ProblemCode::DamagedFile, ProblemCode::Unchecked].iter().any(|code| self.found.contains_key(code));
        match self.connection.path() {
            Some(path) if damaged && !path.is_empty() => file::read_through(Path::new(path)),
            Some(_) | None => Ok(()),
        }
    }

    /// Each change must be readable and have as many effects as it counts.
    fn history(&mut self) -> StoreResult<()> {
        let connection = self.connection;
        let mut changes = connection.prepare("SELECT id, effect_count, first_entry, last_entry FROM changes")?;
        let mut entries = connection
            .prepare("SELECT steps FROM entries WHERE id BETWEEN ?2 AND ?3 AND change_id = ?1 ORDER BY id")?;
        let mut rows = changes.query([])?;
        while let Some(row) = rows.next()? {
            let (change, counted): (i64, i64) = (row.get(0)?, row.get(1)?);
            let (first, last): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
            match effects(entries.query((change, first, last))?)? {
                Ok(0) => self.fault(ProblemCode::EffectsMiscounted, format!("change {change} has no effects")),
                Ok(found) if found == counted => {}
                Ok(found) => {
                    let what = format!("change {change} counts {counted} effects, but its entries have {found}");
                    self.fault(ProblemCode::EffectsMiscounted, what);
                }
                Err(error) => {
                    let what = format!("change {change} is unreadable: {error}");
                    self.fault(ProblemCode::UnreadableEntry, what);
                }
            }
        }
        Ok(())
    }
}

/// The number of effects of entries, if readable.
fn effects(mut rows: rusqlite::Rows<'_>) -> StoreResult<Result<i64, serde_json::Error>> {
    let mut found = 0;
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
        match serde_json::from_slice::<Vec<StoredDecision>>(bytes) {
            Ok(steps) => found += steps.iter().map(StoredDecision::effect_count).sum::<i64>(),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(found))
}

/// The text of a problem; invalid UTF-8 is replaced.
fn text(row: &Row<'_>) -> StoreResult<String> {
    let bytes = row.get_ref(0)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// SQLite's messages, until it fails.
fn read_integrity(connection: &Connection, messages: &mut Vec<String>) -> StoreResult<()> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({SHOWN})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = text(row)?;
        messages.extend(text.lines().filter(|line| *line != "ok" && !line.starts_with("***")).map(str::to_owned));
    }
    Ok(())
}

/// The tables, indexes and views of a store.
fn names_of_schema(connection: &Connection) -> StoreResult<BTreeSet<(String, String)>> {
    let sql = "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'";
    let mut statement = connection.prepare(sql)?;
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

//! Runs every check and gathers the problems.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Rows};

use super::file_check::is_sound;
use super::functions::add_functions;
use super::invariants::{INVARIANTS, NUMBERS, ROW_LAWS, ROWS, RowLaw};
use crate::model::{MemberId, ProblemCode};
use crate::store::contact_batches::ContactRange;
use crate::store::effect_record::StoredDecision;
use crate::store::history::ChangeCounts;
use crate::store::numbers::HIGHEST;
use crate::store::schema::SchemaDiff;
use crate::store::{Store, StoreError, StoreResult, file, view};

/// The number of problems of a kind that are listed; the rest is counted.
const SHOWN: usize = 100;

/// The cache of the connection that looks at rows, in negative KiB: two connections stay below 32 MiB in all.
const CACHE: i64 = -6_144;

/// The table whose laws are looked at beside the others: to read its phones takes as long as most of them.
const PHONES: &str = "contacts";

/// Checks a store. A part is done on a second thread where the file may be opened again: what each law finds
/// holds of whichever state it sees.
///
/// Of a store whose tables are others, only the schema is checked: to read what looks like a table may never end.
pub(crate) fn check(store: &mut Store) -> StoreResult<view::CheckReport> {
    let schema = store.schema().clone();
    let is_readable = schema.problems.is_empty() || store.is_current() && schema.is_readable();
    if !is_readable {
        let mut check = StoreCheck::new(store.connection())?;
        check.add_schema(schema);
        check.fault(ProblemCode::Unchecked, "can't check rows and history while the schema differs".to_owned());
        return Ok(check.finish());
    }
    let beside = store.connect_beside();
    thread::scope(|scope| {
        let beside = beside.map(|connection| scope.spawn(move || check_beside(&connection)));
        store.reading(|connection| {
            connection.pragma_update(None, "cache_size", CACHE)?;
            let mut check = StoreCheck::new(connection)?;
            check.add_schema(schema);
            check.check_rows()?;
            let is_sound = match beside {
                Some(beside) => {
                    let (found, broken, is_sound) = beside.join().unwrap_or_else(|panic| resume_unwind(panic))?;
                    check.merge(found, broken);
                    is_sound
                }
                None => check.check_phones_and_file()?,
            };
            if !is_sound {
                check.file()?;
            }
            check.need_readable_file()?;
            Ok(check.finish())
        })
    })
}

/// What a second thread finds, in which tables, and whether the file is sound.
type FoundBeside = (BTreeMap<ProblemCode, FoundProblems>, BTreeSet<String>, bool);

fn check_beside(connection: &Connection) -> StoreResult<FoundBeside> {
    let mut check = StoreCheck::new(connection)?;
    let is_sound = check.check_phones_and_file()?;
    Ok((check.found, check.broken, is_sound))
}

struct StoreCheck<'a> {
    connection: &'a Connection,
    found: BTreeMap<ProblemCode, FoundProblems>,
    /// The tables with a violated invariant.
    broken: BTreeSet<String>,
    notes: Vec<String>,
}

#[derive(Clone, Default)]
struct FoundProblems {
    /// The first [`SHOWN`].
    shown: Vec<String>,
    count: usize,
}

impl<'a> StoreCheck<'a> {
    fn new(connection: &'a Connection) -> StoreResult<Self> {
        add_functions(connection)?;
        Ok(Self { connection, found: BTreeMap::new(), broken: BTreeSet::new(), notes: Vec::new() })
    }

    /// Adds what was found beside.
    fn merge(&mut self, found: BTreeMap<ProblemCode, FoundProblems>, broken: BTreeSet<String>) {
        for (code, more) in found {
            let found = self.found.entry(code).or_default();
            found.count += more.count;
            found.shown.extend(more.shown.into_iter().take(SHOWN - found.shown.len()));
        }
        self.broken.extend(broken);
    }

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
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        view::CheckReport { ok: faults.is_empty(), faults, notes: self.notes, count }
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

    fn check_rows(&mut self) -> StoreResult<()> {
        for invariant in INVARIANTS {
            self.attempt(invariant.table, |check| {
                let connection = check.connection;
                let mut statement = connection.prepare(invariant.violations)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    check.violation(invariant.table, invariant.code, text(row, 0)?);
                }
                Ok(())
            })?;
        }
        self.laws_of_tables(|table| table != PHONES)?;
        self.attempt("entries", StoreCheck::history)
    }

    /// Returns whether the file is sound.
    fn check_phones_and_file(&mut self) -> StoreResult<bool> {
        self.laws_of_tables(|table| table == PHONES)?;
        match is_sound(self.connection) {
            Err(StoreError::Interrupted) => Err(StoreError::Interrupted),
            is_sound => Ok(is_sound.unwrap_or(false)),
        }
    }

    fn laws_of_tables(&mut self, are_those: fn(&str) -> bool) -> StoreResult<()> {
        self.attempt("references", |check| {
            let laws = laws_by_table(check.connection)?;
            laws.iter().filter(|(table, _)| are_those(table)).try_for_each(|(table, laws)| check.laws(table, laws))
        })
    }

    fn violation(&mut self, table: &str, code: ProblemCode, what: String) {
        self.broken.insert(table.to_owned());
        self.fault(code, what);
    }

    /// Looks at each row of a table once; in a damaged one law by law, as far as each gets.
    fn laws(&mut self, table: &str, laws: &[TableLaw]) -> StoreResult<()> {
        let before = self.found.clone();
        match self.violations(table, laws) {
            Err(StoreError::Damaged(_) | StoreError::Sqlite(_)) => {
                self.found = before;
                laws.chunks(1).try_for_each(|law| self.attempt(table, |check| check.violations(table, law)))
            }
            done => done,
        }
    }

    fn violations(&mut self, table: &str, laws: &[TableLaw]) -> StoreResult<()> {
        let texts = laws.iter().map(|law| format!("CASE WHEN {} THEN coalesce({}, '') END", law.broken, law.text));
        let is_broken = laws.iter().map(|law| format!("WHEN {} THEN 1", law.broken));
        let [texts, is_broken] = [texts.collect::<Vec<_>>().join(", "), is_broken.collect::<Vec<_>>().join(" ")];
        let connection = self.connection;
        let mut statement = connection.prepare(&format!("SELECT {texts} FROM {table} WHERE CASE {is_broken} END"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (place, law) in laws.iter().enumerate() {
                if row.get_ref(place)? != ValueRef::Null {
                    self.violation(table, law.code, text(row, place)?);
                }
            }
        }
        Ok(())
    }

    fn add_schema(&mut self, schema: SchemaDiff) {
        schema.problems.into_iter().for_each(|problem| self.fault(problem.code, problem.what));
        self.notes.extend(schema.notes);
    }

    /// Reports SQLite's own findings in a file that is not sound, except constraints of which a law has named
    /// the row.
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

    /// The totals that a change keeps must be those of its effects.
    fn totals(&mut self, change: i64, counted: i64, totals: &str) {
        let kept = ChangeCounts::parse(totals).map(|totals| totals.effects());
        match kept {
            Ok(kept) if kept == counted => {}
            Ok(kept) => {
                let what = format!("change {change} counts {counted} effects, but its totals have {kept}");
                self.fault(ProblemCode::EffectsMiscounted, what);
            }
            Err(error) => {
                let what = format!("the totals of change {change} are unreadable: {error}");
                self.fault(ProblemCode::UnreadableEntry, what);
            }
        }
    }

    /// Each change must be readable, have its entries in one range, and as many effects as it counts.
    fn history(&mut self) -> StoreResult<()> {
        let connection = self.connection;
        let mut changes = connection.prepare(
            "SELECT id, effect_count, first_entry, last_entry, totals FROM changes WHERE NOT is_restore ORDER BY id",
        )?;
        let mut member_lists = MemberLists::new(connection)?;
        let mut entries = connection.prepare(
            "SELECT id, contact_id, contact_count, steps FROM entries
                      WHERE id BETWEEN ?2 AND ?3 AND change_id = ?1 ORDER BY id",
        )?;
        let mut rows = changes.query([])?;
        while let Some(row) = rows.next()? {
            let (change, counted): (i64, i64) = (row.get(0)?, row.get(1)?);
            let (first, last): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
            let found = count_entries(entries.query((change, first, last))?)?;
            if !found.members.is_subset(&member_lists.of(change)) {
                let what = format!("the member list of change {change} lacks members that its entries name");
                self.violation("change_members", ProblemCode::MemberListDiffers, what);
            }
            let length = first.zip(last).and_then(|(first, last)| last.checked_sub(first)?.checked_add(1));
            if length != Some(found.entries) {
                let what = format!("the entries of change {change} are not in one range");
                self.violation("changes", ProblemCode::EntriesAstray, what);
            }
            if let Some(totals) = row.get::<_, Option<String>>(4)? {
                self.totals(change, counted, &totals);
            }
            match found.effects {
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

/// The members of each change, read in the order of the changes.
struct MemberLists {
    /// The rows that are left, the last change first.
    rows: Vec<(i64, MemberId)>,
}

impl MemberLists {
    fn new(connection: &Connection) -> StoreResult<Self> {
        let mut statement = connection.prepare("SELECT change_id, member_id FROM change_members")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, MemberId(row.get(1)?))))?;
        let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.sort_unstable_by(|one, other| other.cmp(one));
        Ok(Self { rows })
    }

    /// The members of a change; those of earlier ones are passed.
    fn of(&mut self, change: i64) -> BTreeSet<MemberId> {
        let mut members = BTreeSet::new();
        while let Some((of, member)) = self.rows.pop_if(|(of, _)| *of <= change) {
            if of == change {
                members.insert(member);
            }
        }
        members
    }
}

/// A law of a row, with the text that describes a violation.
struct TableLaw {
    code: ProblemCode,
    broken: Cow<'static, str>,
    text: Cow<'static, str>,
}

/// The laws of each table, and its references, as SQLite's own check has them, but with names.
fn laws_by_table(connection: &Connection) -> StoreResult<BTreeMap<String, Vec<TableLaw>>> {
    let mut laws: BTreeMap<String, Vec<TableLaw>> = BTreeMap::new();
    for RowLaw { code, table, broken, text } in ROW_LAWS {
        let law = TableLaw { code: *code, broken: (*broken).into(), text: (*text).into() };
        laws.entry((*table).to_owned()).or_default().push(law);
    }
    for (table, ids, positions) in NUMBERS {
        let Some((_, name)) = ROWS.iter().find(|(known, _)| known == table) else { continue };
        let ids = ids.iter().map(|id| format!("{id} NOT BETWEEN -{HIGHEST} AND {HIGHEST}"));
        let positions = positions.iter().map(|position| format!("{position} NOT BETWEEN 0 AND {}", i32::MAX));
        let law = TableLaw {
            code: ProblemCode::NumberOutOfRange,
            broken: ids.chain(positions).collect::<Vec<_>>().join(" OR ").into(),
            text: format!("{name} || ' has a number out of range'").into(),
        };
        laws.entry((*table).to_owned()).or_default().push(law);
    }
    let sql = "SELECT child.name, \"from\", \"table\" FROM sqlite_schema AS child, pragma_foreign_key_list(child.name)
               WHERE child.type = 'table' ORDER BY child.name, \"from\"";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, column, parent): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let Some((_, name)) = ROWS.iter().find(|(known, _)| *known == table) else { continue };
        let law = TableLaw {
            code: ProblemCode::DanglingReference,
            broken: format!("{column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})").into(),
            text: format!("{name} || printf(' refers to missing row %d of `{parent}`', {column})").into(),
        };
        laws.entry(table).or_default().push(law);
    }
    Ok(laws)
}

/// The entries of a change, and the number of their effects, if readable.
struct FoundEntries {
    entries: i64,
    /// The members that they name.
    members: BTreeSet<MemberId>,
    effects: Result<i64, String>,
}

fn count_entries(mut rows: Rows<'_>) -> StoreResult<FoundEntries> {
    let mut found = FoundEntries { entries: 0, members: BTreeSet::new(), effects: Ok(0) };
    while let Some(row) = rows.next()? {
        found.entries += 1;
        let Ok(effects) = &mut found.effects else { continue };
        match read_decisions(row) {
            Ok(steps) => {
                found.members.extend(steps.iter().flat_map(StoredDecision::members));
                let counts = steps.iter().map(StoredDecision::effect_count);
                *effects = counts.fold(*effects, i64::saturating_add);
            }
            Err(error) => found.effects = Err(error),
        }
    }
    Ok(found)
}

/// The decisions of an entry, which agree with the contacts that it is about.
fn read_decisions(row: &Row<'_>) -> Result<Vec<StoredDecision>, String> {
    let bytes = row.get_ref("steps").ok().and_then(|steps| steps.as_bytes_or_null().ok().flatten()).unwrap_or_default();
    let steps: Vec<StoredDecision> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let check = || -> StoreResult<()> {
        let (entry, range) = (row.get("id")?, ContactRange::read(row)?);
        let owners = steps.iter().filter_map(|step| step.made.as_ref());
        range.map_or(Ok(()), |range| owners.into_iter().try_for_each(|owners| range.check_owners(entry, owners)))
    };
    match check() {
        Err(StoreError::Damaged(what)) => Err(what),
        Err(error) => Err(error.to_string()),
        Ok(()) => Ok(steps),
    }
}

/// The text of a problem; invalid UTF-8 is replaced.
fn text(row: &Row<'_>, place: usize) -> StoreResult<String> {
    let bytes = row.get_ref(place)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// SQLite's messages, until it fails.
fn read_integrity(connection: &Connection, messages: &mut Vec<String>) -> StoreResult<()> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({SHOWN})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = text(row, 0)?;
        messages.extend(text.lines().filter(|line| *line != "ok" && !line.starts_with("***")).map(str::to_owned));
    }
    Ok(())
}

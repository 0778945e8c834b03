//! The schema of a store, compared with that of a new store of the same version.
//!
//! A trigger, a view or an altered table would change what a command does without a trace in the history, so a
//! store with any of them is refused. The texts must be the same to the byte: SQLite keeps them as they were
//! written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::Connection;

use super::migration::{SCHEMA_VERSION, empty_of_version};
use super::{StoreError, StoreResult};
use crate::model::ProblemCode;

/// The schema of a new store; a test compares them.
const CURRENT: &str = include_str!("../../fixtures/schema/0008.sql");

/// What separates the statements of [`CURRENT`].
const BETWEEN: &str = ";\n\n";

/// The table in which SQLite keeps the last numbers; it is not listed in [`CURRENT`].
const SEQUENCE: &str = "CREATE TABLE sqlite_sequence(name,seq)";

/// The tables of `ANALYZE`, which users may run.
const STATISTICS: [(&str, &str); 2] = [
    ("sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
    ("sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
];

/// A table, an index, a view or a trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SchemaObject {
    kind: Cow<'static, str>,
    name: Cow<'static, str>,
    /// The table of an index or a trigger.
    table: Cow<'static, str>,
    /// None for an index that belongs to a constraint.
    sql: Option<Cow<'static, str>>,
}

impl SchemaObject {
    /// The columns of `sqlite_schema` that are read.
    pub(super) const COLUMNS: &str = "type, name, tbl_name, sql";

    /// Reads these columns, from one on; `None` where an outer join has no row.
    pub(super) fn read(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Option<Self>> {
        let text = |place| -> rusqlite::Result<Option<Cow<'static, str>>> {
            let value = row.get_ref(first + place)?;
            // Invalid UTF-8 and other types are in no schema of a store.
            let bytes = value.as_bytes_or_null().unwrap_or(Some(b"?"));
            Ok(bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned().into()))
        };
        let [kind, name, table, sql] = [text(0)?, text(1)?, text(2)?, text(3)?];
        if [&kind, &name, &table, &sql].iter().all(|text| text.is_none()) {
            return Ok(None);
        }
        let [kind, name, table] = [kind, name, table].map(Option::unwrap_or_default);
        Ok(Some(Self { kind, name, table, sql }))
    }

    fn all(connection: &Connection) -> StoreResult<Vec<Self>> {
        let mut statement = connection.prepare(&format!("SELECT {} FROM sqlite_schema", Self::COLUMNS))?;
        let objects = statement.query_map([], |row| Self::read(row, 0))?;
        Ok(objects.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    /// The object that a statement creates.
    fn of_statement(sql: &'static str) -> Self {
        let mut words = sql.split([' ', '(']).skip(1).filter(|word| *word != "UNIQUE");
        let [kind, name] = [words.next(), words.next()].map(Option::unwrap_or_default);
        Self { kind: kind.to_ascii_lowercase().into(), name: name.into(), table: name.into(), sql: Some(sql.into()) }
    }

    /// What it is, such as ``trigger `t` on `contacts` ``.
    fn title(&self) -> String {
        let is_virtual = self.sql.as_ref().is_some_and(|sql| sql.starts_with("CREATE VIRTUAL"));
        let mut title = format!("{}{} `{}`", if is_virtual { "virtual " } else { "" }, self.kind, self.name);
        if self.name != self.table {
            let _ = write!(title, " on `{}`", self.table);
        }
        title
    }

    fn is_of_constraint(&self) -> bool {
        self.kind == "index" && self.sql.is_none() && self.name.starts_with("sqlite_autoindex_")
    }

    /// Whether it is an index, also by its text, which is what SQLite goes by.
    fn is_further_index(&self) -> bool {
        let starts = ["CREATE INDEX ", "CREATE UNIQUE INDEX "];
        self.kind == "index" && self.sql.as_ref().is_some_and(|sql| starts.iter().any(|start| sql.starts_with(start)))
    }

    fn is_statistics(&self) -> bool {
        let mut known = STATISTICS.iter();
        known.any(|(name, sql)| self.kind == "table" && self.name == *name && self.sql.as_deref() == Some(sql))
    }
}

/// How the schema of a store differs from the expected one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SchemaDiff {
    pub(super) problems: Vec<SchemaProblem>,
    /// What a store may have besides: indexes, and statistics.
    pub(super) notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SchemaProblem {
    pub(super) code: ProblemCode,
    pub(super) what: String,
    effect: SchemaEffect,
}

/// What a difference does to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SchemaEffect {
    /// It is slower, or other programs miss a view.
    Harmless,
    /// Changes may not do what they report.
    Refused,
    /// Its tables can't be read as tables of a store.
    Unreadable,
}

impl SchemaDiff {
    /// Compares the schema of a store of a version, whose objects were read in one statement with it.
    pub(super) fn of(objects: &[SchemaObject], version: usize) -> StoreResult<Self> {
        let mut missing = expected(version)?;
        let mut diff = Self::default();
        for object in objects.iter().filter(|object| !object.is_of_constraint()) {
            match missing.remove(&object.name) {
                Some(expected) if expected.kind == object.kind && expected.sql == object.sql => {}
                Some(expected) => diff.add_altered(&expected, object),
                None if object.is_further_index() => {
                    diff.notes.push(format!("additional index `{}` on `{}`", object.name, object.table));
                }
                None if object.is_statistics() => {
                    diff.notes.push(format!("statistics of the query planner in `{}`", object.name));
                }
                None => {
                    let what = format!("unexpected {}", object.title());
                    diff.add(ProblemCode::UnexpectedInSchema, what, SchemaEffect::Refused);
                }
            }
        }
        for object in missing.into_values() {
            let is_table = object.kind == "table";
            let effect = if is_table { SchemaEffect::Refused } else { SchemaEffect::Harmless };
            let what = format!("the {} `{}` is missing", object.kind, object.name);
            diff.add(ProblemCode::MissingFromSchema, what, effect);
        }
        Ok(diff)
    }

    fn add(&mut self, code: ProblemCode, what: String, effect: SchemaEffect) {
        self.problems.push(SchemaProblem { code, what, effect });
    }

    fn add_altered(&mut self, expected: &SchemaObject, found: &SchemaObject) {
        let SchemaObject { kind, name, .. } = expected;
        let what = if found.kind == *kind {
            format!("the {kind} `{name}` was altered")
        } else {
            format!("expected `{name}` to be a {kind}, found a {}", found.kind)
        };
        let is_table = kind == "table";
        let effect = if is_table { SchemaEffect::Unreadable } else { SchemaEffect::Refused };
        self.add(ProblemCode::AlteredSchema, what, effect);
    }

    /// The error of a store that is refused.
    pub(super) fn refusal(&self) -> Option<StoreError> {
        let first = |effect| self.problems.iter().find(|problem| problem.effect == effect);
        let worst = first(SchemaEffect::Unreadable).or_else(|| first(SchemaEffect::Refused))?;
        Some(StoreError::Damaged(worst.what.clone()))
    }

    /// Whether the tables can be read as those of a store.
    pub(super) fn is_readable(&self) -> bool {
        self.problems.iter().all(|problem| problem.effect != SchemaEffect::Unreadable)
    }
}

/// The objects of a new store of a version, by name. Of former versions there are few stores: their schema is
/// created in memory.
fn expected(version: usize) -> StoreResult<BTreeMap<Cow<'static, str>, SchemaObject>> {
    let objects = if version == SCHEMA_VERSION {
        let statements = CURRENT.trim_end().trim_end_matches(';').split(BETWEEN);
        let created = statements.filter(|statement| statement.starts_with("CREATE "));
        [SEQUENCE].into_iter().chain(created).map(SchemaObject::of_statement).collect()
    } else {
        SchemaObject::all(&empty_of_version(version)?)?
    };
    let objects = objects.into_iter().filter(|object| !object.is_of_constraint());
    Ok(objects.map(|object| (object.name.clone(), object)).collect())
}

//! The files of a folder, with the meaning of those that are stores.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use inboxctl::testing::inbox::{Inbox, LockWait};
use inboxctl::testing::model::ErrorCode;
use rusqlite::Connection;

use crate::program::Program;
use crate::rows::{column, open, rows};

/// The content of each file; of a store, every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Files(pub(super) BTreeMap<String, Content>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    Rows(BTreeSet<String>),
}

/// What a restoration and an upgrade may leave beside.
const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

impl Files {
    /// Reads a folder without its side files of stores, after checking each store.
    pub(super) fn of(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let names: Vec<String> = names(folder);
        // A draft is not finished.
        let is_draft = |name: &String| name.starts_with(".inboxctl-draft-");
        let stores = names.iter().filter(|name| !is_draft(name) && is_store(&folder.join(name)));
        for name in stores {
            files.insert(name.clone(), Content::Rows(checked_rows(&folder.join(name))));
        }
        for name in &names {
            let is_beside =
                SIDE_FILES.iter().any(|end| name.strip_suffix(end).is_some_and(|it| files.contains_key(it)));
            if !files.contains_key(name) && !is_beside {
                files.insert(name.clone(), Content::Bytes(bytes(&folder.join(name))));
            }
        }
        Self(files)
    }

    /// The rows of the store, if it has any.
    pub(super) fn store(&self) -> Option<&BTreeSet<String>> {
        match self.0.get("inbox.db") {
            Some(Content::Rows(rows)) => Some(rows),
            _ => None,
        }
    }

    /// The differences, for a message.
    pub(super) fn difference(&self, other: &Self) -> String {
        let all: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).collect();
        let differ = all.into_iter().filter(|name| self.0.get(*name) != other.0.get(*name));
        let lines = differ.map(|name| format!("{name}: {}\n", describe(self.0.get(name), other.0.get(name))));
        lines.collect::<Vec<_>>().concat()
    }
}

fn describe(found: Option<&Content>, expected: Option<&Content>) -> String {
    match (found, expected) {
        (Some(Content::Rows(found)), Some(Content::Rows(expected))) => {
            let more: Vec<_> = found.difference(expected).take(4).collect();
            let less: Vec<_> = expected.difference(found).take(4).collect();
            format!("too much: {more:?}, missing: {less:?}")
        }
        (found, expected) => format!("{}, expected {}", brief(found), brief(expected)),
    }
}

fn brief(content: Option<&Content>) -> String {
    match content {
        None => "absent".to_owned(),
        Some(Content::Rows(rows)) => format!("{} rows", rows.len()),
        Some(Content::Bytes(bytes)) => format!("{} bytes", bytes.len()),
    }
}

/// The plain files of a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file());
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

/// The content of a file; of a complete workbook, which holds the time of its creation, only what it is.
fn bytes(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    let is_complete = bytes.starts_with(b"PK") && bytes.windows(4).any(|end| end == b"PK\x05\x06");
    if is_complete { b"workbook".to_vec() } else { bytes }
}

fn is_store(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3"))
}

/// Every row of every table of a store that `check` finds sound; none of a store that `init` has not finished.
fn checked_rows(path: &Path) -> BTreeSet<String> {
    match Inbox::open_for_reading(path, LockWait::ZERO) {
        Ok(mut inbox) => {
            let check = inbox.check().unwrap();
            assert!(check.ok, "{:#?}", check.faults);
        }
        Err(error) => assert_eq!(error.code(), ErrorCode::StoreMissing, "{error}"),
    }
    every_row(&open(path))
}

fn every_row(store: &Connection) -> BTreeSet<String> {
    let schema: Vec<String> = column(store, "SELECT coalesce(sql, name) FROM sqlite_schema", []);
    let tables: Vec<String> = column(store, "SELECT name FROM sqlite_schema WHERE type = 'table'", []);
    let of_table = |table: &String| {
        let all = rows(store, &format!("SELECT * FROM {table}"), []);
        all.into_iter().map(|row| format!("{table}: {row:?}")).collect::<Vec<_>>()
    };
    schema.into_iter().chain(tables.iter().flat_map(of_table)).collect()
}

/// Replaces the folder of a program by a copy of another one.
pub(super) fn put_back(program: &Program, from: &Path) {
    clear(program.home());
    copy(from, program.home());
}

pub(super) fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
}

/// Copies the plain files of a folder, with an empty folder for temporary files.
pub(super) fn copy(from: &Path, to: &Path) {
    for name in names(from) {
        fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
    fs::create_dir_all(to.join("tmp")).unwrap();
}

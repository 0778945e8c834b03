//! Mappings larger than the memory limit or a write batch.

use inboxctl::testing::inbox::{
    ChangeMeta, ChangeOptions, ImportInput, ImportKind, ImportMode, ImportReport, Inbox, LockWait, NoProgress, OnError,
    OwnerImportOptions, Review, RowBatch, RowSource, RunMode, SourceError,
};
use inboxctl::testing::model::Time;
use rusqlite::Connection;
use serde_json::Value;

use super::{phone, with_people};
use crate::program::Program;
use crate::rows::{assert_same, assert_sound, column, dump, open};

/// The cells of one row: phone, owner, first name.
type Cells = [String; 3];

/// Rows generated one by one.
struct Rows<F> {
    row: F,
    next: usize,
    end: usize,
}

impl<F: Fn(usize) -> Cells + Send> RowSource for Rows<F> {
    fn has(&self, column: &str) -> bool {
        ["phone", "owner", "first_name"].contains(&column)
    }

    fn is_rejects(&self) -> bool {
        false
    }

    fn fill(&mut self, columns: &[&str], batch: &mut RowBatch) -> Result<bool, SourceError> {
        while self.next < self.end && !batch.is_full() {
            let [phone, owner, first_name] = (self.row)(self.next);
            batch.begin(self.next as u64 + 2, None);
            for column in columns {
                batch.cell(match *column {
                    "phone" => &phone,
                    "owner" => &owner,
                    "first_name" => &first_name,
                    _ => "",
                });
            }
            self.next += 1;
        }
        Ok(self.next < self.end)
    }

    fn bytes_read(&self) -> u64 {
        0
    }
}

fn import(program: &Program, on_error: OnError, rows: usize, row: impl Fn(usize) -> Cells + Send) -> ImportReport {
    let stamp = ChangeMeta {
        at: Time::from_nanoseconds(0),
        recorded_at: Time::from_nanoseconds(0),
        actor: "tester".to_owned(),
        user: "tester".to_owned(),
        command: "a test".to_owned(),
    };
    let order = ChangeOptions {
        stamp,
        run: RunMode::Apply,
        phones: inboxctl::testing::model::PhoneOptions::default(),
        review: Review::default(),
    };
    let mapping = OwnerImportOptions { mode: ImportMode::Replace, on_error, ..OwnerImportOptions::default() };
    let mut source = Rows { row, next: 0, end: rows };
    let folder = program.home().to_owned();
    let input = ImportInput { source: &mut source, folder, rejects: None, progress: &mut NoProgress };
    Inbox::open(program.store(), LockWait::ZERO)
        .unwrap()
        .import(&order, ImportKind::Owners(&mapping), input, None)
        .unwrap()
}

/// A permutation of the numbers below `of`.
fn shuffled(number: usize, of: usize) -> u32 {
    u32::try_from(number * 7_919 % of).unwrap()
}

fn indexes(store: &Connection) -> Vec<String> {
    column(store, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name", [])
}

/// Contacts by phone, each with its owners in order.
fn owned(store: &Connection) -> Vec<String> {
    let sql = "SELECT phone || coalesce((SELECT group_concat(email, ' ' ORDER BY position) FROM contact_owners
                                         JOIN members ON members.id = member_id WHERE contact_id = contacts.id), '')
               FROM contacts ORDER BY phone";
    column(store, sql, [])
}

const OWNERS: [&str; 3] = ["", "ana@acme.example", "luis@acme.example;ana@acme.example"];

/// Enough for full batches of contacts and recreated indexes.
#[test]
fn large_import_is_applied_and_undone() {
    const CONTACTS: usize = 10_500;

    let program = with_people();
    let (before, schema) = (dump(program.store()).without_history(), indexes(&open(program.store())));
    let done = import(&program, OnError::Abort, CONTACTS, |number| {
        let contact = shuffled(number, CONTACTS);
        [phone(contact), OWNERS[contact as usize % 3].to_owned(), String::new()]
    });
    assert_eq!((done.rows.changed, done.written.contacts.unwrap().created), (CONTACTS as u64, CONTACTS as u64));
    assert_eq!((done.written.owners.unwrap().added, done.effects.len()), (CONTACTS as u64, 100));
    let store = open(program.store());
    assert_sound(&store);
    assert_eq!(indexes(&store), schema);
    let owners = |number: u32| OWNERS[number as usize % 3].replace(';', " ");
    let expected: Vec<_> =
        (0..u32::try_from(CONTACTS).unwrap()).map(|number| phone(number) + &owners(number)).collect();
    assert_eq!(owned(&store), expected);
    let longest: Vec<i64> = column(&store, "SELECT max(contact_count) FROM entries", []);
    assert_eq!(longest, [512]);
    // The history finds every contact, also one in the middle of a run.
    let shown = program.done(&["history", "list", "--contact", &phone(700)]);
    assert_eq!(shown[0]["id"], done.change.unwrap().0);
    let undone = program.done(&["undo", &done.change.unwrap().to_string()]);
    assert_eq!(undone["effect_count"], Value::from(2 * CONTACTS));
    assert_same(&dump(program.store()).without_history(), &before, "undone");
}

/// The rows of one contact are merged in the order of the file.
#[test]
fn rows_beyond_memory_are_sorted_on_disk() {
    const ROWS: usize = 60;

    let program = with_people();
    let long = "x".repeat(700_000);
    // Each contact has a row at the start, in the middle, and at the end.
    let owner = |number: usize| ["luis@acme.example", "", "ana@acme.example"][number / 20];
    let done = import(&program, OnError::Abort, ROWS, |number| {
        [phone(shuffled(number % 20, 20)), owner(number).to_owned(), long.clone()]
    });
    assert_eq!((done.rows.changed, done.written.contacts.unwrap().created), (60, 20));
    let expected: Vec<_> = (0..20).map(|number| phone(number) + "luis@acme.example ana@acme.example").collect();
    assert_eq!(owned(&open(program.store())), expected);
    let left: Vec<_> = program.home().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["inbox.db"]);
}

/// Errors are reported in the order of the file.
#[test]
fn errors_beyond_memory_are_sorted_on_disk() {
    let program = with_people();
    let done = import(&program, OnError::Skip, 40, |number| {
        let owner = if number % 2 == 0 { "n".repeat(60_000) } else { "ana@acme.example".to_owned() };
        [phone(u32::try_from(39 - number).unwrap()), owner, String::new()]
    });
    let lines: Vec<_> = done.rejected.iter().map(|rejected| rejected.line).collect();
    assert_eq!(lines, (2..42).step_by(2).collect::<Vec<_>>());
    assert_eq!((done.rows.rejected, done.rows.changed), (20, 20));
}

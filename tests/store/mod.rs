//! The store file: refusals, crashes, permissions, and views for other programs.

mod active_conversations;
mod as_of;
mod backup;
mod check;
mod crowd;
mod dry_run;
mod export;
mod full;
mod hostile;
mod hostile_numbers;
mod import_great;
mod import_model;
mod init;
mod interrupted;
mod killed;
mod numbers;
mod private;
mod private_copies;
#[cfg(unix)]
mod reading;
mod refused;
mod schema;
mod spellings;
mod together;
mod totals;
mod undo;
mod undo_conflicts;
mod undo_runs;
#[cfg(unix)]
mod user;
mod views;
mod written;

use inboxctl::testing::inbox::{ChangeMeta, ChangeOptions, Inbox, LockWait, NewContact, Review, RunMode, Session};
use inboxctl::testing::model::Time;

use crate::program::Program;

/// A program and a store with members Ana, alone in team Sales, and Luis, without contacts.
fn with_people() -> Program {
    let program = Program::with_store();
    program.done(&["member", "add", "ana@acme.example"]);
    program.done(&["member", "add", "luis@acme.example"]);
    program.done(&["team", "add", "Sales", "--member", "ana@acme.example"]);
    program
}

/// The same with a number of contacts owned by Ana; more than one page of each table.
fn with_contacts(contacts: u32) -> Program {
    let program = with_people();
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
    let add_all = |session: &mut Session<'_>| (0..contacts).try_for_each(|number| session.add_contact(&owned(number)));
    Inbox::open(program.store(), LockWait::ZERO).unwrap().change(&order, add_all).unwrap();
    program
}

fn owned(number: u32) -> NewContact {
    NewContact { phone: phone(number), owners: vec!["ana@acme.example".parse().unwrap()], ..NewContact::default() }
}

/// Rows of an import: existing contacts get Luis as owner, the others are new.
fn mapping(contacts: u32) -> String {
    let rows = (0..contacts).map(|number| format!("{},luis@acme.example,Name {number}\n", phone(number)));
    rows.fold("phone,owner,first_name\n".to_owned(), |file, row| file + &row)
}

fn phone(number: u32) -> String {
    format!("+5255{number:08}")
}

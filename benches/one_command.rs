//! One command on a store of 100,000 contacts, side by side with the `sqlite3` shell doing the same
//! statement with `synchronous = FULL` and no history: `cargo bench --bench one_command`.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod whole;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use inboxctl::testing::inbox::{ChangeMeta, ChangeOptions, Inbox, LockWait, NewContact, NewMember, Review, RunMode};
use inboxctl::testing::model::{Email, Field, Fields};
use rusqlite::Connection;
use whole::{Fallible, is_installed, median, timed};

const CONTACTS: u32 = 100_000;
const PAIRS: usize = 40;

fn main() -> Fallible {
    if !is_installed("sqlite3") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let (store, peer) = (folder.path().join("inbox.db"), folder.path().join("peer.db"));
    fill_store(&store)?;
    fill_peer(&peer)?;
    println!("{:<28}{:>12}{:>12}{:>8}", "on 100,000 contacts", "inboxctl", "sqlite3", "ratio");
    compare("owner list --contact", || list(&store), || shell(&peer, LIST))?;
    let mut round = 0;
    let mut add = || {
        round += 1;
        change(&store, if round % 2 == 1 { "add" } else { "remove" })
    };
    let mut turn = 0;
    let mut write = || {
        turn += 1;
        shell(&peer, if turn % 2 == 1 { ADD } else { REMOVE })
    };
    compare("owner add, owner remove", &mut add, &mut write)
}

/// Runs both in turn and prints their medians and the ratio.
fn compare(
    what: &str,
    mut ours: impl FnMut() -> Fallible<Duration>,
    mut theirs: impl FnMut() -> Fallible<Duration>,
) -> Fallible {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        one.push(ours()?);
        other.push(theirs()?);
    }
    let (one, other) = (median(one), median(other));
    let ratio = one.as_secs_f64() / other.as_secs_f64();
    println!("{what:<28}{:>9.2} ms{:>9.2} ms{ratio:>8.2}", one.as_secs_f64() * 1e3, other.as_secs_f64() * 1e3);
    Ok(())
}

fn list(store: &Path) -> Fallible<Duration> {
    inboxctl(store, &["owner", "list", "--contact", &phone(CONTACTS / 2)])
}

fn change(store: &Path, verb: &str) -> Fallible<Duration> {
    inboxctl(store, &["owner", verb, &phone(CONTACTS / 2), "agent005@acme.example"])
}

fn inboxctl(store: &Path, arguments: &[&str]) -> Fallible<Duration> {
    timed(Command::new(env!("CARGO_BIN_EXE_inboxctl")).arg("--store").arg(store).args(arguments))
}

const LIST: &str = "SELECT c.phone, m.email FROM contact_owners o JOIN contacts c ON c.id = o.contact_id
    JOIN members m ON m.id = o.member_id WHERE c.phone = '+525500050000'";
const ADD: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE; INSERT INTO contact_owners
    SELECT c.id, m.id FROM contacts c, members m WHERE c.phone = '+525500050000' AND m.email = 'agent005@acme.example';
    COMMIT";
const REMOVE: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE; DELETE FROM contact_owners WHERE
    contact_id = (SELECT id FROM contacts WHERE phone = '+525500050000') AND
    member_id = (SELECT id FROM members WHERE email = 'agent005@acme.example'); COMMIT";

fn shell(peer: &Path, sql: &str) -> Fallible<Duration> {
    timed(Command::new("sqlite3").arg(peer).arg(sql))
}

fn phone(number: u32) -> String {
    format!("+5255{number:08}")
}

fn email(number: u32) -> Fallible<Email> {
    Ok(format!("agent{number:03}@acme.example").parse()?)
}

/// Creates 200 members and contacts with one owner each, through the inbox.
fn fill_store(path: &Path) -> Fallible {
    Inbox::create(path, LockWait::ZERO)?;
    let stamp = ChangeMeta {
        at: "2026-01-01T00:00:00Z".parse()?,
        recorded_at: "2026-01-01T00:00:00Z".parse()?,
        actor: "bench".to_owned(),
        user: "bench".to_owned(),
        command: "fill".to_owned(),
    };
    let order = ChangeOptions {
        stamp,
        run: RunMode::Apply,
        phones: inboxctl::testing::model::PhoneOptions::default(),
        review: Review::default(),
    };
    let emails = (0..200).map(email).collect::<Fallible<Vec<_>>>()?;
    Inbox::open(path, LockWait::ZERO)?.change(&order, |session| {
        for email in &emails {
            session.add_member(&NewMember { email: email.clone(), name: None, external_id: None })?;
        }
        for (number, owner) in (0..CONTACTS).zip(emails.iter().cycle()) {
            let fields = Fields::from([(Field::Account, Some(format!("Customer {}", number % 5000)))]);
            session.add_contact(&NewContact { phone: phone(number), fields, owners: vec![owner.clone()] })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Creates the smallest schema that holds the same rows, as a script would.
fn fill_peer(path: &Path) -> Fallible {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE) STRICT;
         CREATE TABLE contacts (id INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE, account TEXT) STRICT;
         CREATE TABLE contact_owners (contact_id INTEGER NOT NULL, member_id INTEGER NOT NULL,
             PRIMARY KEY (contact_id, member_id)) STRICT, WITHOUT ROWID;
         CREATE INDEX owners_by_member ON contact_owners (member_id);",
    )?;
    let transaction = connection.transaction()?;
    for number in 0..200 {
        transaction.execute("INSERT INTO members (email) VALUES (?1)", [email(number)?.as_str()])?;
    }
    for number in 0..CONTACTS {
        let account = format!("Customer {}", number % 5000);
        transaction.execute("INSERT INTO contacts (phone, account) VALUES (?1, ?2)", (phone(number), account))?;
        transaction.execute("INSERT INTO contact_owners VALUES (?1, ?2)", (number + 1, number % 200 + 1))?;
    }
    Ok(transaction.commit()?)
}

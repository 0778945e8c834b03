//! Concurrent processes on one store.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::Child;

use serde_json::Value;

use super::{phone, with_contacts, with_people};
use crate::program::{Program, Ran};
use crate::rows::{assert_sound, column, open};

/// Runs all of these concurrently; all must succeed.
fn at_once(program: &Program, commands: &[Vec<&str>]) -> Vec<Value> {
    let start =
        |words: &Vec<&str>| program.command(&[words, &["--wait", "60", "--json"][..]].concat()).spawn().unwrap();
    let children: Vec<Child> = commands.iter().map(start).collect();
    let ran: Vec<Ran> = children.into_iter().map(|child| child.wait_with_output().unwrap().into()).collect();
    assert!(ran.iter().all(|ran| ran.code == Some(0)), "{ran:?}");
    ran.iter().map(Ran::json).collect()
}

/// Each round uses a new contact, which the first command creates.
#[test]
fn concurrent_owner_adds_succeed() {
    let program = Program::with_store();
    let members: Vec<String> = (1..=8).map(|number| format!("member-{number}@acme.example")).collect();
    for member in &members {
        program.done(&["member", "add", member]);
    }
    let mut changes = BTreeSet::new();
    for round in 0..4 {
        let contact = phone(round);
        let add = |member| vec!["owner", "add", &contact, member, "--create-contacts"];
        let commands: Vec<Vec<&str>> = members.iter().map(|member| add(member.as_str())).collect();
        changes.extend(at_once(&program, &commands).iter().map(|answer| answer["change"].as_i64().unwrap()));
    }
    assert_eq!(changes, (9..9 + 32).collect());
    let store = open(program.store());
    assert_eq!(column::<i64>(&store, "SELECT id FROM changes ORDER BY id", []), (1..=40).collect::<Vec<_>>());
    assert_eq!(column::<i64>(&store, "SELECT count(*) FROM contact_owners", []), [32]);
    assert_eq!(column::<i64>(&store, "SELECT count(*) FROM contacts", []), [4]);
    assert_sound(&store);
}

#[test]
fn concurrent_messages_open_one_conversation() {
    let program = with_people();
    let message = vec!["simulate-message", "--contact", "+525512345678", "--from", "contact", "--create-contacts"];
    let answers = at_once(&program, &vec![message; 8]);
    assert!(answers.iter().all(|answer| answer["conversation"]["id"] == 1), "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer["change"].is_i64()).count(), 1, "{answers:?}");
    assert_sound(&open(program.store()));
}

#[test]
fn readers_are_not_blocked_by_writers() {
    let program = with_people();
    let writer = open(program.store());
    writer.execute_batch("BEGIN IMMEDIATE; INSERT INTO members (email) VALUES ('eva@acme.example')").unwrap();
    let emails = || program.done(&["member", "list", "--wait", "0"]).as_array().unwrap().len();
    assert_eq!(emails(), 2);
    writer.execute_batch("COMMIT").unwrap();
    assert_eq!(emails(), 3);
}

/// The reader has begun with its first line, and blocks until the rest is read.
#[test]
fn writers_are_not_blocked_by_snapshot_readers() {
    let program = with_contacts(2_000);
    let mut reader = program.command(&["contact", "list", "--format", "ndjson"]).spawn().unwrap();
    let mut lines = BufReader::new(reader.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    program.done(&["contact", "add", "+525599999999", "--wait", "0"]);
    assert_eq!(lines.map(Result::unwrap).filter(|line| line.contains("+525599999999")).count(), 0);
    assert!(reader.wait().unwrap().success());
    assert_eq!(program.done(&["contact", "show", "+525599999999"])["phone"], "+525599999999");
}

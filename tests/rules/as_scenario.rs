//! The same events have the same result one by one, in logs, and as the steps of a scenario file: every row,
//! and the history of each conversation.

use std::fmt::Write as _;
use std::path::Path;

use inboxctl::testing::formats::scenario;
use inboxctl::testing::inbox::{self, LockWait, SPACE};
use inboxctl::testing::model::{MemberId, Request, Setting};
use inboxctl::testing::scenario::run_on;
use proptest::test_runner::{TestCaseResult, TestRunner};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::batch::{Happened, emails, fields, in_logs, line, one_by_one, stories, time};
use super::inbox::{About, CONTACTS, Event, MEMBERS, TEAMS};
use super::names::{email, phone, team_name};
use super::sequences::{Sequence, random, sequences_without_files};
use super::store::in_file;
use crate::rows::{assert_sound, open, state};

/// The scenario step of an event, if it has one: kind and fields.
fn step(second: usize, event: &Event) -> Option<(&'static str, Value)> {
    let (kind, mut step) = match (line(second, event), event) {
        (Some(line), _) => of_line(&line),
        (None, Event::Ask(About::Conversation(number), Request::Reopen)) => {
            ("reopen", json!({ "conversation": number }))
        }
        (None, Event::Ask(About::Conversation(number), request)) => {
            let (kind, mut step) = of_fields(fields(request)?);
            put(&mut step, "conversation", json!(number));
            (kind, step)
        }
        (None, Event::Ask(About::Contact(contact), request)) => {
            let (kind, mut step) = about_contact(request)?;
            put(&mut step, "contact", json!(phone(*contact)));
            (kind, step)
        }
        (None, Event::Ask(About::Inbox, request)) => administration(request)?,
        (None, Event::Join(..) | Event::Leave(..)) => return None,
    };
    put(&mut step, "at", json!(time(second)));
    Some((kind, step))
}

/// A log line as a step, whose kind depends on the action or the sender.
fn of_line(line: &str) -> (&'static str, Value) {
    of_fields(serde_json::from_str(line).unwrap())
}

fn of_fields(mut fields: Value) -> (&'static str, Value) {
    let map = fields.as_object_mut().unwrap();
    map.retain(|_, value| !value.is_null());
    let kind = match map.remove("action").as_ref().map(|action| action.as_str().unwrap()) {
        None => "message",
        Some("assign") => "assign",
        Some("unassign") => "unassign",
        Some("close") => "close",
        Some(other) => panic!("{other}"),
    };
    (kind, fields)
}

fn put(step: &mut Value, key: &str, value: Value) {
    step.as_object_mut().unwrap().insert(key.to_owned(), value);
}

fn about_contact(request: &Request) -> Option<(&'static str, Value)> {
    let several = |members: &[MemberId]| (!members.is_empty()).then(|| emails(members));
    Some(match request {
        Request::AddOwners { members, assign_open, pin } => {
            ("owner_add", json!({ "member": several(members)?, "assign_open": assign_open, "pin": pin }))
        }
        Request::RemoveOwners { members } => ("owner_remove", json!({ "member": several(members)? })),
        Request::PinOwners { members } => ("owner_pin", json!({ "member": several(members)? })),
        Request::UnpinOwners { members } => ("owner_unpin", json!({ "member": several(members)? })),
        Request::SetOwners { members } => ("owner_set", json!({ "member": emails(members) })),
        Request::Reopen => ("reopen", json!({})),
        Request::RemoveContact => ("contact_remove", json!({})),
        _ => return None,
    })
}

fn administration(request: &Request) -> Option<(&'static str, Value)> {
    let named = |member: &MemberId| json!({ "member": email(*member).as_str() });
    Some(match request {
        Request::Deactivate { member, successors } if successors.is_empty() => ("deactivate", named(member)),
        Request::Deactivate { member, successors } => {
            ("deactivate", json!({ "member": email(*member).as_str(), "hand_over_to": emails(successors) }))
        }
        Request::TransferOwners { member, successors, limit, .. } if !successors.is_empty() => {
            ("owner_transfer", json!({ "from": email(*member).as_str(), "to": emails(successors), "limit": limit }))
        }
        Request::Activate { member } => ("activate", named(member)),
        Request::RemoveMember { member } => ("member_remove", named(member)),
        Request::RemoveTeam { team } => ("team_remove", json!({ "team": team_name(*team).as_str() })),
        Request::Set(Setting::AssignFirstResponder(on)) => ("settings", json!({ "assign-first-responder": on })),
        _ => return None,
    })
}

/// A scenario that starts as every inbox does and expects the answer of each step.
fn written(happened: &[Happened]) -> String {
    let members: Vec<_> = MEMBERS.iter().map(|member| email(*member).to_string()).collect();
    let contacts = CONTACTS.map(|(_, phone)| phone);
    let mut text = format!(
        "scenarios:\n  - name: what happened\n    given:\n      members: {}\n      contacts: {}\n      teams:\n",
        json!(members),
        json!(contacts)
    );
    for team in &TEAMS {
        let mut given = json!({
            "name": team_name(team.id).as_str(), "strategy": team.strategy.code(), "members": emails(team.members),
        });
        if let Some(agent) = team.default_agent {
            put(&mut given, "default_agent", json!(email(agent).as_str()));
        }
        writeln!(text, "        - {given}").unwrap();
    }
    text.push_str("    steps:\n");
    for Happened { second, event, answer } in happened {
        let (kind, step) = step(*second, event).unwrap();
        let effects = json!(answer.effects);
        write!(text, "      - {kind}: {step}\n        expect: {{ effects: {effects} }}\n").unwrap();
    }
    text
}

/// Runs a scenario in a new store.
fn as_scenario(store: &Path, text: &str) -> inbox::Inbox {
    inbox::Inbox::create(store, LockWait::ZERO).unwrap();
    let mut played = inbox::Inbox::open(store, LockWait::ZERO).unwrap();
    let file = scenario::read(text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    let failures = run_on(Path::new("what-happened.yaml"), &file[0], &mut played).unwrap();
    assert!(failures.is_empty(), "{failures:#?}\n{text}");
    played
}

#[test]
fn rules_store_and_scenario_agree() {
    let cases = |sequence: Sequence| -> TestCaseResult {
        let folder = TempDir::new().unwrap();
        let [one, log, story] = ["one.db", "log.db", "story.db"].map(|name| folder.path().join(name));
        let sequence = Sequence(sequence.0.into_iter().filter(|event| step(0, event).is_some()).collect());
        let mut expected = in_file(&one);
        let happened = one_by_one(&mut expected, &sequence);
        if happened.is_empty() {
            return Ok(());
        }
        in_logs(&mut in_file(&log), &log, &happened, SPACE);
        let mut played = as_scenario(&story, &written(&happened));
        assert_eq!(state(&log), state(&one));
        assert_eq!(state(&story), state(&one));
        assert_eq!(stories(&mut played, &story), stories(&mut expected, &one));
        assert_sound(&open(&story));
        Ok(())
    };
    if let Err(failure) = TestRunner::new(random(12)).run(&sequences_without_files(), cases) {
        panic!("{failure}");
    }
}

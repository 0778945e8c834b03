//! A log must have the same result as its events one by one: every row, every answer, and the history of
//! each conversation. It can be undone.

use std::fs;
use std::path::Path;

use inboxctl::testing::inbox::{
    self, ChangeMeta, ChangeOptions, Conflicts, LineDecision, NoProgress, OnMissingContact, Replay, Review, RunMode,
    SPACE, view,
};
use inboxctl::testing::input::LogFile;
use inboxctl::testing::model::{ConversationId, MemberId, Request, Target, Time, Unassign};
use proptest::test_runner::{TestCaseResult, TestRunner};
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::inbox::{About, Event, Inbox as _};
use super::names::{email, phone, team_name};
use super::oracle::Oracle;
use super::sequences::{Sequence, random, sequences_without_files};
use super::store::{happen, in_file};
use crate::rows::{assert_same, assert_sound, dump, open, rows, state};

/// A change with its own time.
fn order(second: usize) -> ChangeOptions {
    let stamp = ChangeMeta {
        at: time(second),
        recorded_at: time(second),
        actor: "tester".to_owned(),
        user: "tester".to_owned(),
        command: "a test".to_owned(),
    };
    ChangeOptions {
        stamp,
        run: RunMode::Apply,
        phones: inboxctl::testing::model::PhoneOptions::default(),
        review: Review::default(),
    }
}

pub(super) fn time(second: usize) -> Time {
    Time::from_nanoseconds(i64::try_from(second).unwrap() * 1_000_000_000)
}

/// The log line of an event, if a log supports it.
pub(super) fn line(second: usize, event: &Event) -> Option<String> {
    let Event::Ask(About::Contact(contact), request) = event else { return None };
    let Value::Object(fields) = fields(request)? else { return None };
    let mut line = json!({ "at": time(second), "contact": phone(*contact) });
    line.as_object_mut().unwrap().extend(fields);
    Some(line.to_string())
}

pub(super) fn fields(request: &Request) -> Option<Value> {
    Some(match request {
        Request::ContactMessage => json!({ "from": "contact" }),
        Request::MemberMessage { member } => json!({ "from": "member", "member": email(*member).as_str() }),
        Request::MemberNote { member } => json!({ "from": "member", "member": email(*member).as_str(), "note": true }),
        Request::FlowMessage => json!({ "from": "flow" }),
        Request::FlowAssign { members } if !members.is_empty() => json!({ "from": "flow", "assign": emails(members) }),
        Request::FlowAssignTeam { team } => json!({ "from": "flow", "assign_team": team_name(*team).as_str() }),
        Request::FlowEnd => json!({ "from": "flow", "end_flow": true }),
        Request::SystemMessage => json!({ "from": "system" }),
        Request::Assign { members, team, replace } if !members.is_empty() => {
            let team = team.map(|team| team_name(team).to_string());
            json!({ "action": "assign", "member": emails(members), "team": team, "replace": replace })
        }
        Request::Unassign(Unassign::Named { members, team }) if !members.is_empty() => {
            json!({ "action": "unassign", "member": emails(members), "team": team })
        }
        Request::Unassign(Unassign::All) => json!({ "action": "unassign", "all": true }),
        Request::Close => json!({ "action": "close" }),
        _ => return None,
    })
}

pub(super) fn emails(members: &[MemberId]) -> Vec<String> {
    members.iter().map(|member| email(*member).to_string()).collect()
}

/// An event that was not refused, with its answer.
pub(super) struct Happened {
    pub(super) second: usize,
    pub(super) event: Event,
    pub(super) answer: inbox::Answer,
}

/// Applies the events one by one.
pub(super) fn one_by_one(inbox: &mut inbox::Inbox, sequence: &Sequence) -> Vec<Happened> {
    let mut oracle = Oracle::new();
    let mut happened = Vec::new();
    for (second, event) in sequence.0.iter().enumerate() {
        if oracle.picture().has_subject_of(event) {
            oracle.ask(event);
            if let Ok(answer) = inbox.change(&order(second), |session| happen(session, event)) {
                happened.push(Happened { second, event: event.clone(), answer });
            }
        }
    }
    happened
}

/// Applies the same events, in logs where these support them.
pub(super) fn in_logs(inbox: &mut inbox::Inbox, store: &Path, happened: &[Happened], space: usize) {
    let is_of_log = |it: &Happened| line(it.second, &it.event).is_some();
    for run in happened.chunk_by(|one, other| is_of_log(one) && is_of_log(other)) {
        if run.iter().all(is_of_log) {
            let before = dump(store).without_history();
            play(inbox, store, run, space);
            take_back_and_again(inbox, store, &before);
        } else {
            for it in run {
                inbox.change(&order(it.second), |session| happen(session, &it.event)).unwrap();
            }
        }
    }
}

/// Replays a log, and checks that the decision of each line is that of the single event.
fn play(inbox: &mut inbox::Inbox, store: &Path, run: &[Happened], space: usize) {
    let log = store.with_file_name("log.ndjson");
    let lines: Vec<_> = run.iter().map(|it| line(it.second, &it.event).unwrap()).collect();
    fs::write(&log, lines.join("\n")).unwrap();
    let mut told = Vec::new();
    let replay = Replay {
        missing: OnMissingContact::Fail,
        without_phone: inbox::WithoutPhone::Reject,
        folder: store.parent().unwrap().to_owned(),
        space,
        decided: Some(&mut |decided: LineDecision| {
            told.push(decided);
            std::ops::ControlFlow::Continue(())
        }),
        progress: &mut NoProgress,
    };
    let replayed = inbox.replay(&order(run[0].second), LogFile::open(&log).unwrap(), replay, None).unwrap();
    let effects: usize = run.iter().map(|it| it.answer.effects.len()).sum();
    assert_eq!(usize::try_from(replayed.effect_count).unwrap(), effects);
    assert_eq!(replayed.change.is_some(), effects > 0);
    assert_eq!(told.len(), run.len());
    for (decided, it) in told.iter().zip(run) {
        assert_eq!(decided.answer.effects, it.answer.effects, "{:?}", it.event);
        assert_eq!(decided.answer.passed_over, it.answer.passed_over, "{:?}", it.event);
        assert_eq!(decided.answer.conversation, it.answer.conversation, "{:?}", it.event);
    }
}

fn take_back_and_again(inbox: &mut inbox::Inbox, store: &Path, before: &crate::rows::Dump) {
    let after = dump(store).without_history();
    let latest = rows(&open(store), "SELECT id, command, undone_by FROM changes ORDER BY id DESC LIMIT 1", []);
    let Cell::Integer(change) = latest[0][0] else { panic!("{latest:?}") };
    if &after == before {
        return;
    }
    let undone = inbox.undo(&order(0), inboxctl::testing::model::ChangeId(change), Conflicts::Refuse, None).unwrap();
    assert_same(&dump(store).without_history(), before, "undone");
    inbox.undo(&order(0), undone.change.unwrap(), Conflicts::Refuse, None).unwrap();
    assert_same(&dump(store).without_history(), &after, "got back");
}

/// The history of every conversation, without the changes and their authors.
pub(super) fn stories(inbox: &mut inbox::Inbox, store: &Path) -> Vec<Vec<view::ConversationEvent>> {
    let ids = rows(&open(store), "SELECT id FROM conversations ORDER BY id", []);
    let tell = |row: &Vec<Cell>| {
        let Cell::Integer(id) = row[0] else { panic!("{row:?}") };
        let why = inbox
            .read(inboxctl::testing::model::PhoneOptions::default(), Time::from_nanoseconds(0), |reader| {
                reader.why(&Target::Number(ConversationId(id)), None)
            })
            .unwrap();
        let (change, actor) = (inboxctl::testing::model::ChangeId(0), String::new());
        let same = |mut event: view::ConversationEvent| {
            if let Some(origin) = &mut event.ownership {
                let numbered = format!("change {}", origin.change);
                let text = event.text.replace(&numbered, "a change").replace(", by scenario)", ", by tester)");
                (event.text, origin.change) = (text, change);
            }
            view::ConversationEvent { change, actor: actor.clone(), ..event }
        };
        why.events.into_iter().map(same).collect()
    };
    ids.iter().map(tell).collect()
}

#[test]
fn log_equals_its_events_one_by_one() {
    // Without cache, with a cache for a few contacts, and with a cache for all.
    for space in [0, 1_000, SPACE] {
        let cases = |sequence: Sequence| -> TestCaseResult {
            let folder = TempDir::new().unwrap();
            let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
            let mut expected = in_file(&one);
            let happened = one_by_one(&mut expected, &sequence);
            in_logs(&mut in_file(&other), &other, &happened, space);
            assert_eq!(state(&other), state(&one));
            assert_sound(&open(&other));
            Ok(())
        };
        if let Err(failure) = TestRunner::new(random(12)).run(&sequences_without_files(), cases) {
            panic!("with room for {space}: {failure}");
        }
    }
}

#[test]
fn log_has_the_same_history_as_single_events() {
    for space in [0, SPACE] {
        let cases = |sequence: Sequence| -> TestCaseResult {
            let folder = TempDir::new().unwrap();
            let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
            let mut expected = in_file(&one);
            let of_log = |event: &Event| line(0, event).is_some();
            let sequence = Sequence(sequence.0.into_iter().filter(of_log).collect());
            let happened = one_by_one(&mut expected, &sequence);
            if happened.is_empty() {
                return Ok(());
            }
            let mut played = in_file(&other);
            play(&mut played, &other, &happened, space);
            assert_eq!(stories(&mut played, &other), stories(&mut expected, &one));
            Ok(())
        };
        if let Err(failure) = TestRunner::new(random(12)).run(&sequences_without_files(), cases) {
            panic!("with room for {space}: {failure}");
        }
    }
}

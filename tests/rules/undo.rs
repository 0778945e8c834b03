//! Undo and redo of any event restore every row.

use std::path::Path;

use inboxctl::testing::inbox::{self, ChangeMeta, ChangeOptions, Conflicts, EntryFilter, Review, RunMode};
use inboxctl::testing::model::{ChangeId, Time};
use proptest::test_runner::{TestCaseResult, TestRunner};
use tempfile::TempDir;

use super::inbox::{Event, Inbox as _};
use super::oracle::Oracle;
use super::sequences::{random, sequences_without_files};
use super::store::{happen, in_file};
use crate::rows::{Dump, assert_same, assert_sound, dump, open};

/// A change with its own time, so that rows show their change.
fn order(second: usize) -> ChangeOptions {
    let at = Time::from_nanoseconds(i64::try_from(second).unwrap() * 1_000_000_000);
    let stamp = ChangeMeta {
        at,
        recorded_at: at,
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

fn held(store: &Path) -> Dump {
    dump(store).without_history()
}

/// Undoes a change and returns the number of the undo.
fn undo(inbox: &mut inbox::Inbox, change: ChangeId, second: usize) -> ChangeId {
    let undone = inbox.undo(&order(second), change, Conflicts::Refuse, None);
    let answer = undone.unwrap_or_else(|error| panic!("undo of {change}: {error:?}"));
    let kept = inbox
        .read(inboxctl::testing::model::PhoneOptions::default(), Time::from_nanoseconds(0), |reader| {
            reader.change(answer.change.unwrap(), &EntryFilter::default())
        })
        .unwrap();
    assert_eq!(kept.effects, answer.effects);
    answer.change.unwrap()
}

#[test]
fn undo_is_the_identity_repeatedly() {
    let cases = |sequence: super::sequences::Sequence| -> TestCaseResult {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("inbox.db");
        let mut inbox = in_file(&path);
        let mut oracle = Oracle::new();
        for (second, event) in sequence.0.iter().enumerate() {
            if oracle.picture().has_subject_of(event) {
                do_and_undo(&mut inbox, &path, event, second);
                oracle.ask(event);
            }
        }
        assert_sound(&open(&path));
        Ok(())
    };
    if let Err(failure) = TestRunner::new(random(6)).run(&sequences_without_files(), cases) {
        panic!("{failure}");
    }
}

/// Applies, undoes, redoes, undoes and redoes an event.
fn do_and_undo(inbox: &mut inbox::Inbox, path: &Path, event: &Event, second: usize) {
    let before = held(path);
    let Ok(answer) = inbox.change(&order(second), |session| happen(session, event)) else { return };
    let Some(mut change) = answer.change else { return };
    let after = held(path);
    for (round, expected) in [&before, &after, &before, &after].into_iter().enumerate() {
        change = undo(inbox, change, 1_000 + second);
        assert_same(&held(path), expected, (event, round));
    }
}

/// Undoes all changes one by one, the latest first, then redoes all.
#[test]
fn whole_history_can_be_undone_and_restored() {
    let cases = |sequence: super::sequences::Sequence| -> TestCaseResult {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("inbox.db");
        let mut inbox = in_file(&path);
        let mut oracle = Oracle::new();
        let mut done = Vec::new();
        for (second, event) in sequence.0.iter().enumerate() {
            if oracle.picture().has_subject_of(event) {
                let before = held(&path);
                let answer = inbox.change(&order(second), |session| happen(session, event));
                oracle.ask(event);
                done.extend(answer.ok().and_then(|answer| answer.change).map(|change| (change, before)));
            }
        }
        let after = held(&path);
        let mut undone = Vec::new();
        while let Some((change, before)) = done.pop() {
            undone.push((undo(&mut inbox, change, 1_000), change));
            assert_same(&held(&path), &before, change);
        }
        for (undo_of, change) in undone.into_iter().rev() {
            undo(&mut inbox, undo_of, 2_000);
            let kept = inbox
                .read(inboxctl::testing::model::PhoneOptions::default(), Time::from_nanoseconds(0), |reader| {
                    reader.change(change, &EntryFilter::default())
                })
                .unwrap();
            assert_eq!(kept.change.undone_by, None, "{change}");
        }
        assert_same(&held(&path), &after, "all is back");
        assert_sound(&open(&path));
        Ok(())
    };
    if let Err(failure) = TestRunner::new(random(6)).run(&sequences_without_files(), cases) {
        panic!("{failure}");
    }
}

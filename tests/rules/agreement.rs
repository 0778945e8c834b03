//! The rules, the store and the oracle must give the same answer to every event, and have the same state
//! after it.

use std::cell::RefCell;

use inboxctl::testing::inbox::{self, view};
use inboxctl::testing::model::TeamId;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use tempfile::TempDir;

use super::inbox::{BUSY, Event, Inbox, TURNS};
use super::names::NamedAnswer;
use super::oracle::Oracle;
use super::sequences::{Sequence, random, sequences, sequences_without_files, timed_sequences};
use super::store::{Stored, in_file, in_memory, in_one_change, picture_of_rows, without_the_unshown};
use super::world::World;
use crate::rows::{assert_sound, open};

proptest! {
    #![proptest_config(random(10_000))]

    #[test]
    fn rules_agree_with_the_oracle(sequence in sequences()) {
        agree(&mut World::new(), &mut Oracle::new(), &sequence.0)?;
    }
}

/// The teams in which overdue picks are reassigned, with the minutes they wait.
const PATIENCE: [(TeamId, u32); 2] = [(TURNS, 5), (BUSY, 12)];

proptest! {
    #![proptest_config(random(10_000))]

    #[test]
    fn rules_agree_with_the_oracle_over_time(sequence in timed_sequences()) {
        let (mut world, mut oracle, mut minute) = (World::new(), Oracle::new(), 0);
        for (team, minutes) in PATIENCE {
            world.reassign_after(team, minutes);
            oracle.reassign_after(team, minutes.into());
        }
        for (minutes, event) in sequence.0 {
            minute += minutes;
            world.wait_until(minute);
            oracle.wait_until(minute);
            agree(&mut world, &mut oracle, &[event])?;
        }
    }
}

/// Applies the events to both, one by one, and compares answers and states.
fn agree(one: &mut impl Inbox, other: &mut impl Inbox, events: &[Event]) -> TestCaseResult {
    let mut before = one.picture();
    for event in events {
        if !before.has_subject_of(event) {
            continue;
        }
        prop_assert_eq!(one.ask(event), other.ask(event), "to {:?}, asked of {:?}", event, before);
        let after = one.picture();
        prop_assert_eq!(&after, &other.picture(), "after {:?}, asked of {:?}", event, before);
        before = after;
    }
    Ok(())
}

/// The store is created once; each sequence is rolled back.
#[test]
fn store_agrees_with_the_oracle() {
    let inbox = RefCell::new(in_memory());
    for_each(1_000, |sequence| {
        let play = |batch: &inbox::ChangeBatch<'_>| {
            agree_by_names(&mut Stored::Rehearsed(batch), &mut Oracle::new(), &sequence.0)
        };
        inbox.borrow_mut().rolled_back(play).unwrap()
    });
}

/// The rows contain state that the store doesn't show; each event is committed.
#[test]
fn store_rows_agree_with_the_oracle() {
    for_each(20, |sequence| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("inbox.db");
        let mut inbox = in_file(&path);
        let mut oracle = Oracle::new();
        agree_by_names(&mut Stored::Kept(&mut inbox), &mut oracle, &sequence.0)?;
        check_rows(&path, &oracle)
    });
}

/// As in a message log, each event must see the changes of those before it.
#[test]
fn batched_events_equal_single_events() {
    for_each(100, |sequence| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("inbox.db");
        let mut inbox = in_file(&path);
        let oracle = RefCell::new(Oracle::new());
        let mut expected = Vec::new();
        let mut events = sequence.0.iter();
        let next = || events.find(|event| oracle.borrow().picture().has_subject_of(event));
        let answer = in_one_change(&mut inbox, next, |event, done| {
            let told = NamedAnswer::from(oracle.borrow_mut().ask(event));
            expected.extend(effects_if_agreed(told, done, event));
        });
        // A change with possibly thousands of effects lists only the first ones.
        prop_assert!(expected.starts_with(&answer.effects), "{:?}", answer.effects);
        prop_assert!(answer.effect_count.is_some() || answer.effects.len() == expected.len());
        check_rows(&path, &oracle.into_inner())
    });
}

fn for_each(cases: u32, check: impl Fn(Sequence) -> TestCaseResult) {
    if let Err(failure) = TestRunner::new(random(cases)).run(&sequences_without_files(), check) {
        panic!("{failure}");
    }
}

/// As [`agree`], between the store and an oracle; the states are compared only at the end, to save time.
fn agree_by_names(store: &mut Stored<'_>, oracle: &mut Oracle, events: &[Event]) -> TestCaseResult {
    for event in events {
        let before = oracle.picture();
        if before.has_subject_of(event) {
            prop_assert_eq!(store.ask(event), oracle.ask(event).into(), "to {:?}, asked of {:?}", event, before);
        }
    }
    prop_assert_eq!(store.picture(), without_the_unshown(oracle.picture()));
    Ok(())
}

/// The effects of an event that both accept; none if both refuse it.
fn effects_if_agreed(told: NamedAnswer, done: inbox::Result<()>, event: &Event) -> Vec<view::EffectView> {
    match (told, done) {
        (NamedAnswer::Done(tale), Ok(())) => tale.effects,
        (NamedAnswer::Refused(code), Err(error)) if error.code() == code => Vec::new(),
        (told, done) => panic!("to {event:?}: {done:?} in place of {told:?}"),
    }
}

fn check_rows(store: &std::path::Path, oracle: &Oracle) -> TestCaseResult {
    let rows = open(store);
    prop_assert_eq!(picture_of_rows(&rows), oracle.picture());
    assert_sound(&rows);
    Ok(())
}

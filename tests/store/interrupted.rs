//! A cancelled change is rolled back, at any of its decisions.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use inboxctl::testing::inbox::{
    CancelFlag, ChangeMeta, ChangeOptions, ImportInput, ImportKind, ImportMode, Inbox, LockWait, NewMember, NoProgress,
    OnError, OwnerImportOptions, Result, Review, RowBatch, RowSource, RunMode, Session, SourceError,
};
use inboxctl::testing::model::{ErrorCode, Time};

use super::{phone, with_people};
use crate::rows::{assert_same, dump};

fn assert_interrupted(stop: CancelFlag, work: impl FnOnce(&mut Session<'_>) -> Result<()>) {
    let program = with_people();
    let before = dump(program.store());
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
    let mut inbox = Inbox::open(program.store(), LockWait::ZERO.cancelled_by(stop)).unwrap();
    let refused = inbox.change(&order, work).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Interrupted, "{refused}");
    drop(inbox);
    assert_same(&dump(program.store()), &before, "interrupted");
}

fn add_member(session: &mut Session<'_>, number: u32) -> Result<()> {
    let email = format!("member-{number}@acme.example").parse()?;
    session.add_member(&NewMember { email, name: None, external_id: None })
}

#[test]
fn long_change_is_cancelled_at_next_decision() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let mut added = 0;
    assert_interrupted(
        || ASKED.fetch_add(1, Ordering::Relaxed) >= 100,
        |session| {
            (0..1_000).try_for_each(|number| {
                added = number;
                add_member(session, number)
            })
        },
    );
    assert!((10..=100).contains(&added), "{added}");
}

#[test]
fn cancelled_change_is_not_committed() {
    static STOP: AtomicBool = AtomicBool::new(false);
    assert_interrupted(
        || STOP.load(Ordering::Relaxed),
        |session| {
            add_member(session, 1)?;
            assert!(!session.stopped());
            STOP.store(true, Ordering::Relaxed);
            assert!(session.stopped());
            Ok(())
        },
    );
}

/// Nine hundred contacts owned by Ana, in batches of ten.
struct Contacts(u32);

impl RowSource for Contacts {
    fn has(&self, column: &str) -> bool {
        ["phone", "owner"].contains(&column)
    }

    fn is_rejects(&self) -> bool {
        false
    }

    fn fill(&mut self, columns: &[&str], batch: &mut RowBatch) -> std::result::Result<bool, SourceError> {
        for number in self.0..self.0 + 10 {
            batch.begin(u64::from(number) + 2, None);
            for column in columns {
                batch.cell(&match *column {
                    "phone" => phone(number),
                    "owner" => "ana@acme.example".to_owned(),
                    _ => String::new(),
                });
            }
        }
        self.0 += 10;
        Ok(self.0 < 900)
    }

    fn bytes_read(&self) -> u64 {
        0
    }
}

/// While the file is read, while contacts are written, and at the end.
#[test]
fn import_is_cancelled_in_every_phase() {
    static LEFT: AtomicU32 = AtomicU32::new(0);
    let stop: CancelFlag =
        || LEFT.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err();

    let program = with_people();
    let before = dump(program.store());
    let mut inbox = Inbox::open(program.store(), LockWait::ZERO.cancelled_by(stop)).unwrap();
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
    let mapping =
        OwnerImportOptions { mode: ImportMode::Sync, on_error: OnError::Abort, ..OwnerImportOptions::default() };
    let mut stopped = 0;
    for wish in (0..).step_by(37) {
        LEFT.store(wish, Ordering::Relaxed);
        let folder = program.home().to_owned();
        let input = ImportInput { source: &mut Contacts(0), folder, rejects: None, progress: &mut NoProgress };
        match inbox.import(&order, ImportKind::Owners(&mapping), input, None) {
            Ok(import) => {
                assert_eq!(import.rows.changed, 900);
                break;
            }
            Err(error) => assert_eq!(error.code(), ErrorCode::Interrupted, "{error}"),
        }
        assert_same(&dump(program.store()), &before, wish);
        stopped += 1;
    }
    assert!(stopped > 20, "{stopped}");
}

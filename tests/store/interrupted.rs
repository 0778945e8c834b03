//! A change that is to stop is rolled back, at whichever of its decisions the wish comes.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use inboxctl::inbox::{Inbox, NewMember, Order, Result, Run, Session, Stamp, Stop, Wait};
use inboxctl::model::{ErrorCode, Time};

use super::with_people;
use crate::rows::{assert_same, dump};

fn assert_interrupted(stop: Stop, work: impl FnOnce(&mut Session<'_>) -> Result<()>) {
    let program = with_people();
    let before = dump(program.store());
    let stamp = Stamp { at: Time::from_nanoseconds(0), actor: "tester".to_owned(), command: "a test".to_owned() };
    let order = Order { stamp, run: Run::Real, country: None };
    let mut inbox = Inbox::open(program.store(), Wait::ZERO.unless(stop)).unwrap();
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
fn a_long_change_ends_at_its_next_decision() {
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
fn a_change_that_is_to_stop_is_not_kept_even_if_all_is_done() {
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

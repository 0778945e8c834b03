//! The rules and the oracle must say the same of every event, and see the same inbox after it.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::inbox::{Event, Inbox};
use super::oracle::Oracle;
use super::sequences::{random, sequences};
use super::world::World;

proptest! {
    #![proptest_config(random(10_000))]

    #[test]
    fn the_rules_agree_with_the_oracle(sequence in sequences()) {
        agree(&mut World::new(), &mut Oracle::new(), &sequence.0)?;
    }
}

/// Lets the events happen to both, one by one, and compares what they answer and become.
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

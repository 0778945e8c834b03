//! `owner import` restores the output of `owner export`, for any texts.

use std::fs;

use inboxctl::testing::inbox::{
    ChangeMeta, ChangeOptions, Inbox, LockWait, NewContact, NewMember, OnMissingContact, Review, RunMode,
};
use inboxctl::testing::model::{Field, Fields, Request, Time};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::{phone, with_people};
use crate::program::Program;
use crate::rows::{assert_same, dump};
use crate::rules::random;

/// Formulas, quotes, breaks, blanks at both ends, signs that turn the direction of text.
fn text() -> impl Strategy<Value = String> {
    let nasty = "[=+\\-@'\"\t\r\n;,| \u{202e}\u{feff}\u{1}]{0,5}\\PC{0,5}[ \r\n'\"\u{a0}]{0,2}";
    nasty.prop_filter("a blank text is none", |text| !text.trim().is_empty())
}

/// A contact without its phone; accounts are always trimmed.
fn contact() -> impl Strategy<Value = NewContact> {
    let account = text().prop_map(|text| text.trim().to_owned());
    let email = select(vec!["rosa@acme.example", "'=x@acme.example", "-x@acme.example"]).prop_map(str::to_owned);
    let fields = (option::of(text()), option::of(text()), option::of(email), option::of(account), option::of(text()));
    (fields, 0..4_usize).prop_map(|((first, last, email, account, external), owners)| {
        let fields = [
            (Field::FirstName, first),
            (Field::LastName, last),
            (Field::Email, email),
            (Field::Account, account),
            (Field::ExternalId, external),
        ];
        let owners: &[&str] =
            [&[][..], &["ana@acme.example"], &["-o@acme.example"], &["luis@acme.example", "-o@acme.example"]][owners];
        NewContact {
            phone: String::new(),
            fields: fields.into_iter().filter(|(_, value)| value.is_some()).collect::<Fields>(),
            owners: owners.iter().map(|owner| owner.parse().unwrap()).collect(),
        }
    })
}

/// A store with these contacts, one of whose owners is inactive.
fn store(contacts: &[NewContact]) -> Program {
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
    Inbox::open(program.store(), LockWait::ZERO)
        .unwrap()
        .change(&order, |session| {
            session.add_member(&NewMember { email: "-o@acme.example".parse()?, name: None, external_id: None })?;
            for (contact, number) in contacts.iter().zip(0..) {
                session.add_contact(&NewContact { phone: phone(number), ..contact.clone() })?;
            }
            session.request(
                None,
                &Request::Deactivate { member: "ana@acme.example".parse()?, successors: Vec::new() },
                OnMissingContact::Fail,
            )
        })
        .unwrap();
    program
}

fn export(program: &Program) -> String {
    let ran = program.run(&["owner", "export"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn export_and_import_round_trip() {
    let cases = |contacts: Vec<NewContact>| {
        let program = store(&contacts);
        let (before, out) = (dump(program.store()), export(&program));
        fs::write(program.home().join("out.csv"), &out).unwrap();
        let sync = ["owner", "import", "out.csv", "--mode", "sync", "--allow-inactive"];
        let again = program.done(&sync);
        assert_eq!(
            (&again["change"], &again["rows"]["unchanged"]),
            (&Value::Null, &again["rows"]["read"]),
            "{again:#}"
        );
        assert_same(&dump(program.store()), &before, "the same store");
        let fresh = Program::with_store();
        fs::write(fresh.home().join("out.csv"), &out).unwrap();
        fresh.done(&[&sync[..], &["--create-members"]].concat());
        assert_eq!(export(&fresh), out);
        Ok(())
    };
    if let Err(failure) = TestRunner::new(random(3)).run(&vec(contact(), 20..50), cases) {
        panic!("{failure}");
    }
}

//! What is exported comes back unchanged, for any texts, as CSV, CSV for Excel and as a workbook.

use inboxctl::testing::inbox::{
    ChangeMeta, ChangeOptions, Inbox, LockWait, NewContact, NewMember, NewTeam, OnMissingContact, Review, RunMode,
};
use inboxctl::testing::model::{Email, Field, Fields, Request, Strategy as TeamStrategy, TeamName, Time};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::phone;
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

/// A store besides its contacts: the names and ids of members, and teams.
#[derive(Debug, Clone)]
struct Directory {
    members: Vec<(Option<String>, Option<String>)>,
    /// Names with the numbers of members.
    teams: Vec<(String, Vec<usize>)>,
}

/// Addresses that a spreadsheet would run, and others.
const EMAILS: [&str; 4] = ["ana@acme.example", "luis@acme.example", "-o@acme.example", "=f@acme.example"];

fn directory() -> impl Strategy<Value = Directory> {
    let members = vec((option::of(text()), option::of(text())), EMAILS.len());
    // Some look like a title or like headers.
    let name = prop_oneof![
        text(),
        select(vec!["sep=;", "team", "member", "2026-01-01", "'=1", "+525512345678"]).prop_map(str::to_owned)
    ];
    let teams = vec((name, vec(0..EMAILS.len(), 0..4)), 0..5);
    (members, teams).prop_map(|(members, teams)| Directory { members, teams })
}

fn email(number: usize) -> Email {
    EMAILS[number].parse().unwrap()
}

impl Directory {
    /// Adds what is valid, and deactivates Ana, who owns contacts and is in teams.
    fn add(&self, session: &mut inboxctl::testing::inbox::Session<'_>, contacts: &[NewContact]) {
        for (number, (name, external_id)) in self.members.iter().enumerate() {
            let member = |external_id| NewMember { email: email(number), name: name.clone(), external_id };
            if session.add_member(&member(external_id.clone())).is_err() {
                session.add_member(&member(None)).unwrap();
            }
        }
        for (number, (name, members)) in self.teams.iter().enumerate() {
            let Ok(name) = name.parse::<TeamName>() else { continue };
            let strategy = TeamStrategy::ALL[number % TeamStrategy::ALL.len()];
            let default_agent = members.last().map(|member| email(*member));
            let members = members.iter().map(|member| email(*member)).collect();
            // Another one may have the name.
            let _ = session.add_team(&NewTeam { name, strategy, default_agent, reassign_after: None, members });
        }
        for (contact, number) in contacts.iter().zip(0..) {
            session.add_contact(&NewContact { phone: phone(number), ..contact.clone() }).unwrap();
        }
        let request = Request::Deactivate { member: email(0), successors: Vec::new() };
        session.request(None, &request, OnMissingContact::Fail).unwrap();
    }
}

fn store(directory: &Directory, contacts: &[NewContact]) -> Program {
    let program = Program::with_store();
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
    let mut inbox = Inbox::open(program.store(), LockWait::ZERO).unwrap();
    inbox
        .change(&order, |session| {
            directory.add(session, contacts);
            Ok(())
        })
        .unwrap();
    program
}

/// What is exported, with the options of its import.
const KINDS: [(&str, &[&str]); 4] =
    [("member", &[]), ("team", &[]), ("contact", &[]), ("owner", &["--mode", "sync", "--allow-inactive"])];

/// The ways to export: the ending of the file, and options.
const WAYS: [(&str, &[&str]); 3] =
    [("csv", &[]), ("csv", &["--for", "excel", "--delimiter", ";"]), ("txt", &["--delimiter", "tab"])];

/// A workbook holds no control characters, but tabs and line breaks.
#[cfg(feature = "workbooks")]
#[test]
fn workbooks_round_trip() {
    let clean = |text: &mut Option<String>| {
        *text = text.take().map(|text| text.replace('\u{1}', "_x0001_")).filter(|text| !text.trim().is_empty());
    };
    let cases = |(mut directory, mut contacts): (Directory, Vec<NewContact>)| {
        directory.teams.iter_mut().for_each(|(name, _)| *name = name.replace('\u{1}', "_x0001_"));
        directory.members.iter_mut().flat_map(|(name, id)| [name, id]).for_each(clean);
        contacts.iter_mut().flat_map(|contact| contact.fields.values_mut()).for_each(clean);
        check_way(&store(&directory, &contacts), ("xlsx", &[]));
        Ok(())
    };
    if let Err(failure) = TestRunner::new(random(2)).run(&(directory(), vec(contact(), 10..20)), cases) {
        panic!("{failure}");
    }
}

/// All exports as CSV.
fn exported(program: &Program) -> Vec<String> {
    let export = |(kind, _): &(&str, &[&str])| {
        let ran = program.run(&[*kind, "export"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        ran.stdout
    };
    KINDS.iter().map(export).collect()
}

/// Exports everything to files; into the same store they change nothing, and into an empty one they bring it back.
fn check_way(program: &Program, (ending, options): (&str, &[&str])) {
    let (before, fresh) = (dump(program.store()), Program::with_store());
    for (kind, import_options) in KINDS {
        let file = fresh.home().join(format!("{kind}.{ending}"));
        let file = file.to_str().unwrap();
        let ran = program.run(&[&[kind, "export", "--output", file], options].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
        let import = [&[kind, "import", file], import_options].concat();
        let again = program.done(&import);
        assert_eq!(
            (&again["change"], &again["rows"]["unchanged"]),
            (&Value::Null, &again["rows"]["read"]),
            "{kind} {ending} {options:?}: {again:#}"
        );
        fresh.done(&import);
    }
    assert_same(&dump(program.store()), &before, "the same store");
    assert_eq!(exported(&fresh), exported(program), "{ending} {options:?}");
}

#[test]
fn exports_and_imports_round_trip() {
    let cases = |(directory, contacts): (Directory, Vec<NewContact>)| {
        let program = store(&directory, &contacts);
        for way in WAYS {
            check_way(&program, way);
        }
        Ok(())
    };
    if let Err(failure) = TestRunner::new(random(2)).run(&(directory(), vec(contact(), 10..20)), cases) {
        panic!("{failure}");
    }
}

//! `--as-of` answers what the same command answered at that time, to the byte, and leaves the store as it is.

use std::fs;
use std::ops::ControlFlow;

use inboxctl::testing::inbox::{
    ChangeFilter, ContactFilter, ConversationFilter, EntryFilter, Inbox, InboxReader, LockWait, MemberFilter,
    OwnerFilter, PastPoint, Result, Visit,
};
use inboxctl::testing::model::{ChangeId, ConversationId, PhoneOptions, Target, Time};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde::Serialize;
use serde_json::Value;

use super::commands::{Typed, seeds};
use super::session::{Admin, rfc3339};
use crate::program::Ran;
use crate::rules::random;

/// Everything that can be asked, with its answer.
#[derive(Default, PartialEq)]
struct Answers(Vec<(String, String)>);

/// The answers after a change.
struct Moment {
    change: u64,
    recorded_at: i64,
    answers: Answers,
    /// Commands that read, as they were printed.
    printed: Vec<(Typed, Ran)>,
}

impl Answers {
    fn of(mut inbox: Inbox, at: i64) -> Self {
        let (mut answers, now) = (Self::default(), rfc3339(at).parse().unwrap());
        inbox.read(PhoneOptions::default(), now, |reader| answers.ask(reader)).unwrap();
        answers
    }

    fn ask(&mut self, reader: &mut InboxReader<'_>) -> Result<()> {
        self.put("status", &reader.counts()?);
        self.put("settings", &reader.settings());
        self.list("owners", |visit| reader.owners(&OwnerFilter::default(), visit).map(drop))?;
        self.list("owners by member", |visit| reader.owners_by_member(&OwnerFilter::default(), visit).map(drop))?;
        self.list("owners by account", |visit| reader.owners_by_account(&OwnerFilter::default(), visit).map(drop))?;
        self.list("owner export", |visit| reader.export_owners(visit))?;
        self.list("contact export", |visit| reader.export_contacts(visit))?;
        self.list("teams", |visit| reader.teams(visit).map(drop))?;
        for member in self.list("members", |visit| reader.members(MemberFilter::All, visit).map(drop))? {
            let email = member["email"].as_str().unwrap();
            self.put(&format!("member {email}"), &reader.member(email)?);
        }
        for contact in self.list("contacts", |visit| reader.contacts(&ContactFilter::default(), visit).map(drop))? {
            let phone = contact["phone"].as_str().unwrap();
            self.put(&format!("contact {phone}"), &reader.contact_details(&Target::Contact(phone.to_owned()))?);
        }
        let all = ConversationFilter::default();
        for conversation in self.list("conversations", |visit| reader.conversations(&all, visit).map(drop))? {
            let id = conversation["id"].as_i64().unwrap();
            self.put(&format!("why {id}"), &reader.why(&Target::Number(ConversationId(id)), None)?);
        }
        for change in self.list("history", |visit| reader.changes(&ChangeFilter::default(), visit).map(drop))? {
            let id = ChangeId(change["id"].as_i64().unwrap());
            self.put(&format!("change {id}"), &reader.change(id, &EntryFilter::default())?);
            self.list(&format!("effects {id}"), |visit| reader.history_lines(id, &EntryFilter::default(), visit))?;
        }
        Ok(())
    }

    fn put(&mut self, name: &str, answer: &impl Serialize) {
        self.0.push((name.to_owned(), serde_json::to_string(answer).unwrap()));
    }

    fn list<T: Serialize>(&mut self, name: &str, list: impl FnOnce(Visit<'_, T>) -> Result<()>) -> Result<Vec<Value>> {
        let mut rows = Vec::new();
        list(&mut |row| {
            rows.push(serde_json::to_value(row).unwrap());
            ControlFlow::Continue(())
        })?;
        self.put(name, &rows);
        Ok(rows)
    }

    fn count(&self, prefix: &str) -> u64 {
        self.0.iter().filter(|(name, _)| name.starts_with(prefix)).count() as u64
    }

    /// The answers that differ from others.
    fn differences(&self, others: &Self) -> Vec<String> {
        let differ = self.0.iter().filter(|one| !others.0.contains(one)).map(|one| format!("then {one:?}"));
        differ.chain(others.0.iter().filter(|one| !self.0.contains(one)).map(|one| format!("now  {one:?}"))).collect()
    }
}

/// Types commands and looks at the store after each change.
fn moments(admin: &mut Admin, seeds: &[Option<u64>]) -> Vec<Moment> {
    let mut moments = Vec::new();
    let mut recorded_at = admin.clock();
    for seed in seeds.iter().flatten() {
        let mut choose = admin.chooser(*seed);
        admin.let_time_pass(&mut choose);
        let typed = choose.writer();
        let (mut answer, code) = admin.answer(&typed);
        if code.as_deref() == Some("needs-confirmation") {
            let plan = admin.answer(&typed.with(&["--dry-run"])).0;
            answer = admin.answer(&typed.with(&["--confirm", &plan["owners"]["removed"].to_string()])).0;
        }
        if answer["change"].is_null() {
            continue;
        }
        recorded_at = recorded_at.max(admin.clock());
        let answers = Answers::of(Inbox::open_for_reading(admin.store(), LockWait::ZERO).unwrap(), recorded_at);
        admin.conversations = answers.count("why ");
        // Who is away is told for the clock; after it has gone back, not for the time of the change.
        let readers = [choose.reader(), choose.reader()];
        let readers = readers.into_iter().filter(|_| admin.clock() == recorded_at);
        let printed = readers.map(|reader| (reader.clone(), admin.run(&reader))).collect();
        moments.push(Moment { change: admin.changes, recorded_at, answers, printed });
    }
    moments
}

/// Whether the past is what was recorded.
fn past_is_kept(seeds: &[Option<u64>]) -> TestCaseResult {
    let mut admin = Admin::new();
    let moments = moments(&mut admin, seeds);
    let file = fs::read(admin.store()).unwrap();
    for (moment, later) in moments.iter().zip(moments.iter().skip(1).map(Some).chain([None])) {
        let is_last_then = later.is_none_or(|later| later.recorded_at > moment.recorded_at);
        let (point, words) = if is_last_then && moment.change % 2 == 0 {
            let time = rfc3339(moment.recorded_at);
            (PastPoint::Time(time.parse::<Time>().unwrap()), time)
        } else {
            let change = i64::try_from(moment.change).unwrap();
            (PastPoint::Change(ChangeId(change)), format!("change:{change}"))
        };
        let past = Inbox::open_as_of(admin.store(), LockWait::ZERO, point);
        let now = past.unwrap_or_else(|error| panic!("as of {words}: {error:?}\n{admin}"));
        let now = Answers::of(now, 0);
        let differences = moment.answers.differences(&now);
        prop_assert!(now == moment.answers, "as of {}:\n{:#?}\n{}", words, differences, admin);
        for (reader, then) in &moment.printed {
            let now = admin.run(&reader.with(&["--as-of", &words]));
            prop_assert_eq!(&now, then, "{:?} as of {}:\n{}", reader.words, words, admin);
        }
    }
    prop_assert!(fs::read(admin.store()).unwrap() == file, "{}", admin);
    Ok(())
}

proptest! {
    #![proptest_config(random(2))]

    #[test]
    fn past_answers_are_those_of_the_time_after_random_commands(seeds in seeds(25)) {
        past_is_kept(&seeds)?;
    }
}

proptest! {
    #![proptest_config(random(200))]

    /// `cargo test --test integration -- --ignored long_past`
    #[test]
    #[ignore = "takes many minutes"]
    fn long_past_answers_are_those_of_the_time(seeds in seeds(60)) {
        past_is_kept(&seeds)?;
    }
}

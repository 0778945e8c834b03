//! Small mappings on small stores, compared with a simple model of the import. The model considers all rows
//! at once, without sorting or grouping.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

use inboxctl::testing::inbox::{
    ChangeMeta, ChangeOptions, Conflicts, ContactFilter, ImportInput, ImportKind, ImportMode, ImportReport, Inbox,
    InboxError, LockWait, MemberFilter, NewContact, NewMember, NoProgress, OnError, OnMissingContact, OwnerFilter,
    OwnerImportOptions, Ragged, RemovalLimit, Review, RowBatch, RowSource, RunMode, SourceError,
};
use inboxctl::testing::model::{ChangeId, Field, Fields, OwnerReason, Request, Time};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use tempfile::TempDir;

use crate::rows::{Dump, assert_same, assert_sound, dump, open};
use crate::rules::random;

/// Members by their letters; the last one does not exist.
const MEMBERS: [(&str, bool); 4] =
    [("a@x.example", true), ("b@x.example", true), ("c@x.example", false), ("new@x.example", true)];

/// Contacts, each in two spellings; only the first ones exist.
const PHONES: [[&str; 2]; 5] = [
    ["+525500000010", "0052 55 0000 0010"],
    ["+525500000020", "+52 1 55 0000 0020"],
    ["+525500000030", "whatsapp:+525500000030"],
    ["+525500000040", "+52-55-0000-0040"],
    ["+525500000050", "+52 (55) 0000 0050"],
];

/// Spellings of two accounts.
const ACCOUNTS: [&str; 4] = ["Uno", "UNO", "Ámbar", "A\u{301}MBAR"];

/// The key of an account.
fn key(account: &str) -> &'static str {
    if account.to_lowercase() == "uno" { "uno" } else { "ámbar" }
}

/// The number of cases; each takes a while.
const CASES: u32 = 16;

/// The number of additional contacts of a large store.
const FILLERS: u32 = 60;

/// A row of a file.
#[derive(Debug, Clone)]
struct Line {
    phone: Option<(usize, usize)>,
    account: Option<usize>,
    /// The named members; 4 is an unknown email.
    owners: Vec<usize>,
    first_name: Option<&'static str>,
    is_ragged: bool,
}

/// A file with its import options.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they are the options of the command")]
struct Task {
    lines: Vec<Line>,
    by_account: bool,
    mode: ImportMode,
    on_error: OnError,
    existing_only: bool,
    create_members: bool,
    allow_inactive: bool,
    keep: Vec<OwnerReason>,
}

fn line() -> impl Strategy<Value = Line> {
    let rarely = |weight| prop_oneof![weight => Just(false), 1 => Just(true)];
    (
        option::weighted(0.95, (0..PHONES.len(), 0..2_usize)),
        option::of(0..ACCOUNTS.len()),
        vec(prop_oneof![8 => 0..2_usize, 1 => 2..5_usize], 0..3),
        option::weighted(0.3, select(vec!["Rosa", "Rita"])),
        rarely(15),
    )
        .prop_map(|(phone, account, owners, first_name, is_ragged)| Line {
            phone,
            account,
            owners,
            first_name,
            is_ragged,
        })
}

fn task() -> impl Strategy<Value = Task> {
    let mode = select(vec![ImportMode::Add, ImportMode::Replace, ImportMode::Sync]);
    let keep = select(vec![vec![], vec![OwnerReason::Manual], vec![OwnerReason::Import, OwnerReason::HandedOver]]);
    let lines = prop_oneof![1 => vec(line(), 0..3), 1 => vec(line(), 0..8)];
    (lines, any::<[bool; 5]>(), mode, keep).prop_map(|(lines, flags, mode, keep)| {
        let [by_account, skip, existing_only, create_members, allow_inactive] = flags;
        let on_error = if skip && mode != ImportMode::Sync { OnError::Skip } else { OnError::Abort };
        Task { lines, by_account, mode, on_error, existing_only, create_members, allow_inactive, keep }
    })
}

/// The rows as an import source.
struct Rows<'t> {
    task: &'t Task,
    next: usize,
}

impl RowSource for Rows<'_> {
    fn has(&self, column: &str) -> bool {
        !(self.task.by_account && column == "phone")
    }

    fn is_rejects(&self) -> bool {
        false
    }

    /// One row at a time, so that batches matter too.
    fn fill(&mut self, columns: &[&str], batch: &mut RowBatch) -> Result<bool, SourceError> {
        let Some(line) = self.task.lines.get(self.next) else { return Ok(false) };
        batch.begin(self.next as u64 + 2, line.is_ragged.then_some(Ragged { found: 1, expected: columns.len() }));
        for column in columns {
            batch.cell(&line.cell(column));
        }
        self.next += 1;
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        0
    }
}

impl Line {
    fn cell(&self, column: &str) -> String {
        match column {
            "phone" => self.phone.map_or("12", |(contact, spelling)| PHONES[contact][spelling]).to_owned(),
            "account" => self.account.map(|account| format!(" {} ", ACCOUNTS[account])).unwrap_or_default(),
            "owner" => {
                let email = |owner: &usize| MEMBERS.get(*owner).map_or("no email", |(email, _)| *email);
                self.owners.iter().map(email).collect::<Vec<_>>().join(";")
            }
            "first_name" => self.first_name.unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    }
}

/// A contact of the model.
#[derive(Debug, Clone, PartialEq, Default)]
struct Held {
    first_name: Option<String>,
    account: Option<String>,
    owners: Vec<(String, OwnerReason)>,
}

/// The contents of a store: contacts by phone, and members.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    contacts: BTreeMap<String, Held>,
    members: BTreeSet<String>,
}

/// The model's result for a file.
#[derive(Debug, PartialEq)]
struct Expected {
    rejected: BTreeSet<u64>,
    changed: u64,
    created: u64,
    updated: u64,
    added: u64,
    removed: u64,
}

impl Model {
    /// Whether a row is invalid by itself.
    fn is_faulty(&self, task: &Task, line: &Line) -> bool {
        let unknown = |owner: &usize| match MEMBERS.get(*owner) {
            Some((email, _)) => !task.create_members && !self.members.contains(*email),
            None => true,
        };
        line.is_ragged || line.subject(task).is_none() || line.owners.iter().any(unknown)
    }

    /// The contacts of a subject.
    fn contacts_of(&self, task: &Task, subject: &str) -> Vec<String> {
        let of_account = |held: &Held| held.account.as_deref().is_some_and(|name| key(name) == subject);
        if task.by_account {
            self.contacts.iter().filter(|(_, held)| of_account(held)).map(|(phone, _)| phone.clone()).collect()
        } else {
            vec![subject.to_owned()]
        }
    }

    /// The invalid rows.
    fn rejected(&self, task: &Task) -> BTreeSet<u64> {
        let numbered = || task.lines.iter().zip(2_u64..);
        let mut rejected: BTreeSet<u64> =
            numbered().filter(|(line, _)| self.is_faulty(task, line)).map(|(_, number)| number).collect();
        let subjects: BTreeSet<String> = task.lines.iter().filter_map(|line| line.subject(task)).collect();
        for subject in subjects {
            let of_it: Vec<_> = numbered().filter(|(line, _)| line.subject(task).as_ref() == Some(&subject)).collect();
            let sound: Vec<_> = of_it.iter().filter(|(_, number)| !rejected.contains(number)).copied().collect();
            let mut faulty: BTreeSet<u64> = BTreeSet::new();
            if !task.by_account {
                for says in [
                    |line: &Line| line.first_name.map(str::to_owned),
                    |line: &Line| line.account.map(|account| key(ACCOUNTS[account]).to_owned()),
                ] {
                    let said: BTreeSet<_> = sound.iter().filter_map(|(line, _)| says(line)).collect();
                    if said.len() > 1 {
                        faulty.extend(sound.iter().filter(|(line, _)| says(line).is_some()).map(|(_, number)| number));
                    }
                }
            }
            if faulty.is_empty() && sound.len() == of_it.len() {
                faulty.extend(self.refused(task, &subject, &sound));
            }
            let any_is_faulty = !faulty.is_empty() || sound.len() < of_it.len();
            if any_is_faulty && task.on_error == OnError::Skip {
                rejected.extend(of_it.iter().map(|(_, number)| number));
            }
            rejected.extend(faulty);
        }
        rejected
    }

    /// The rows of a missing contact, or with owners that are not allowed.
    fn refused(&self, task: &Task, subject: &str, rows: &[(&Line, u64)]) -> BTreeSet<u64> {
        let contacts = self.contacts_of(task, subject);
        let is_there = contacts.iter().any(|phone| self.contacts.contains_key(phone));
        if !is_there && (task.existing_only || task.by_account) {
            return rows.iter().map(|(_, number)| *number).collect();
        }
        let owns = |phone: &String, email: &str| {
            self.contacts.get(phone).is_some_and(|held| held.owners.iter().any(|(owner, _)| owner == email))
        };
        let is_refused = |owner: &usize| {
            let (email, active) = MEMBERS[*owner];
            !task.allow_inactive && !active && contacts.iter().any(|phone| !owns(phone, email))
        };
        rows.iter().filter(|(line, _)| line.owners.iter().any(is_refused)).map(|(_, number)| *number).collect()
    }

    /// Applies the file.
    fn import(&mut self, task: &Task) -> Expected {
        let rejected = self.rejected(task);
        let mut told = Expected { rejected, changed: 0, created: 0, updated: 0, added: 0, removed: 0 };
        if task.on_error == OnError::Abort && !told.rejected.is_empty() {
            return told;
        }
        let mut named = BTreeSet::new();
        let taken: Vec<_> = task
            .lines
            .iter()
            .zip(2_u64..)
            .filter(|(_, number)| !told.rejected.contains(number))
            .map(|(line, _)| line)
            .collect();
        let subjects: BTreeSet<String> = taken.iter().filter_map(|line| line.subject(task)).collect();
        for subject in subjects {
            let lines: Vec<&Line> =
                taken.iter().filter(|line| line.subject(task).as_ref() == Some(&subject)).copied().collect();
            let mut is_changed = false;
            for phone in self.contacts_of(task, &subject) {
                is_changed |= self.import_contact(task, &phone, &lines, &mut told);
                named.insert(phone);
            }
            told.changed += if is_changed { lines.len() as u64 } else { 0 };
        }
        if task.mode == ImportMode::Sync {
            for held in self.contacts.iter_mut().filter(|(phone, _)| !named.contains(*phone)).map(|(_, held)| held) {
                let before = held.owners.len();
                held.owners.retain(|(_, reason)| task.keep.contains(reason));
                told.removed += (before - held.owners.len()) as u64;
            }
        }
        told
    }

    fn import_contact(&mut self, task: &Task, phone: &str, lines: &[&Line], told: &mut Expected) -> bool {
        let is_new = !self.contacts.contains_key(phone);
        let held = self.contacts.entry(phone.to_owned()).or_default();
        let before = held.clone();
        if !task.by_account {
            let first_name = lines.iter().find_map(|line| line.first_name).map(str::to_owned);
            let account = lines.iter().find_map(|line| line.account).map(|account| ACCOUNTS[account].to_owned());
            held.first_name = first_name.or(held.first_name.take());
            held.account = account.or(held.account.take());
        }
        told.created += u64::from(is_new);
        told.updated +=
            u64::from(!is_new && (&before.first_name, &before.account) != (&held.first_name, &held.account));
        let wanted: Vec<&str> = lines.iter().flat_map(|line| &line.owners).map(|owner| MEMBERS[*owner].0).collect();
        if task.mode != ImportMode::Add {
            held.owners.retain(|(owner, reason)| wanted.contains(&owner.as_str()) || task.keep.contains(reason));
            told.removed += (before.owners.len() - held.owners.len()) as u64;
        }
        for owner in wanted {
            if !held.owners.iter().any(|(email, _)| email == owner) {
                held.owners.push((owner.to_owned(), OwnerReason::Import));
                self.members.insert(owner.to_owned());
                told.added += 1;
            }
        }
        is_new || *held != before
    }
}

impl Line {
    /// The subject of the row: a phone in canonical form, or the key of an account.
    fn subject(&self, task: &Task) -> Option<String> {
        if task.by_account {
            self.account.map(|account| key(ACCOUNTS[account]).to_owned())
        } else {
            self.phone.map(|(contact, _)| PHONES[contact][0].to_owned())
        }
    }
}

fn order(run: RunMode) -> ChangeOptions {
    let stamp = ChangeMeta {
        at: Time::from_nanoseconds(0),
        recorded_at: Time::from_nanoseconds(0),
        actor: "tester".to_owned(),
        user: "tester".to_owned(),
        command: "a test".to_owned(),
    };
    ChangeOptions { stamp, run, phones: inboxctl::testing::model::PhoneOptions::default(), review: Review::default() }
}

/// A store with members, three contacts, and a number of additional ones.
fn store(path: &Path, fillers: u32) -> Inbox {
    Inbox::create(path, LockWait::ZERO).unwrap();
    let mut inbox = Inbox::open(path, LockWait::ZERO).unwrap();
    let emails = |owners: &[usize]| owners.iter().map(|owner| MEMBERS[*owner].0.parse().unwrap()).collect();
    let contact = |phone: &str, account: Option<&str>, owners: &[usize]| NewContact {
        phone: phone.to_owned(),
        fields: account.map(|account| Fields::from([(Field::Account, Some(account.to_owned()))])).unwrap_or_default(),
        owners: emails(owners),
    };
    inbox
        .change(&order(RunMode::Apply), |session| {
            for (email, _) in &MEMBERS[..3] {
                session.add_member(&NewMember { email: email.parse()?, name: None, external_id: None })?;
            }
            session.add_contact(&contact(PHONES[2][0], Some("Ámbar"), &[1]))?;
            session.add_contact(&contact(PHONES[0][0], Some("Uno"), &[2, 0]))?;
            session.add_contact(&contact(PHONES[1][0], None, &[1, 0]))?;
            for number in 0..fillers {
                session.add_contact(&contact(
                    &format!("+525500000{number:02}5"),
                    None,
                    &[usize::try_from(number % 3).unwrap()],
                ))?;
            }
            session.request(
                None,
                &Request::Deactivate { member: MEMBERS[2].0.parse()?, successors: Vec::new() },
                OnMissingContact::Fail,
            )
        })
        .unwrap();
    inbox
}

/// The file of a new store.
fn made(fillers: u32) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("inbox.db");
    drop(store(&path, fillers));
    fs::read(path).unwrap()
}

/// The contents of a store, read through its public functions.
fn shown(inbox: &mut Inbox) -> Model {
    let mut model = Model { contacts: BTreeMap::new(), members: BTreeSet::new() };
    inbox
        .read(inboxctl::testing::model::PhoneOptions::default(), Time::from_nanoseconds(0), |reader| {
            reader.members(MemberFilter::All, &mut |member| {
                model.members.insert(member.email);
                ControlFlow::Continue(())
            })?;
            reader.contacts(&ContactFilter::default(), &mut |contact| {
                let field = |field| contact.fields.get(field).map(str::to_owned);
                let held =
                    Held { first_name: field(Field::FirstName), account: field(Field::Account), owners: Vec::new() };
                model.contacts.insert(contact.phone, held);
                ControlFlow::Continue(())
            })?;
            reader.owners(&OwnerFilter::default(), &mut |owner| {
                model.contacts.get_mut(&owner.phone).unwrap().owners.push((owner.owner, owner.reason));
                ControlFlow::Continue(())
            })
        })
        .unwrap();
    model
}

fn mapping(task: &Task, removals: RemovalLimit) -> OwnerImportOptions {
    OwnerImportOptions {
        mode: task.mode,
        existing_only: task.existing_only,
        create_members: task.create_members,
        allow_inactive: task.allow_inactive,
        on_error: task.on_error,
        keep: task.keep.clone(),
        removals,
        ..OwnerImportOptions::default()
    }
}

/// Imports through the public functions.
fn import(
    inbox: &mut Inbox,
    folder: &Path,
    task: &Task,
    run: RunMode,
    removals: RemovalLimit,
) -> Result<ImportReport, InboxError> {
    let mut rows = Rows { task, next: 0 };
    let input = ImportInput { source: &mut rows, folder: folder.to_owned(), rejects: None, progress: &mut NoProgress };
    inbox.import(&order(run), ImportKind::Owners(&mapping(task, removals)), input, None)
}

/// Converts an answer to the model's result.
fn told(import: &ImportReport) -> Expected {
    let (contacts, owners) = (import.written.contacts.unwrap(), import.written.owners.unwrap());
    Expected {
        rejected: import.rejected.iter().map(|rejected| rejected.line).collect(),
        changed: import.rows.changed,
        created: contacts.created,
        updated: contacts.updated,
        added: owners.added,
        removed: owners.removed,
    }
}

fn held(path: &Path) -> Dump {
    dump(path).without_history()
}

/// A store and its model.
struct Pair {
    folder: TempDir,
    inbox: Inbox,
    model: Model,
}

impl Pair {
    fn new(fillers: u32) -> Self {
        static SMALL: LazyLock<Vec<u8>> = LazyLock::new(|| made(0));
        static GREAT: LazyLock<Vec<u8>> = LazyLock::new(|| made(FILLERS));
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("inbox.db");
        fs::write(&path, if fillers == 0 { &*SMALL } else { &*GREAT }).unwrap();
        let mut inbox = Inbox::open(&path, LockWait::ZERO).unwrap();
        let model = shown(&mut inbox);
        Self { folder, inbox, model }
    }

    /// Imports a file into both, as a dry run and as a real run.
    fn import(&mut self, task: &Task) -> Option<ChangeId> {
        let path = self.folder.path().join("inbox.db");
        let before = self.model.clone();
        let ownerships =
            before.contacts.values().flat_map(|held| &held.owners).filter(|(_, reason)| !task.keep.contains(reason));
        let ownerships = ownerships.count() as u64;
        let expected = self.model.import(task);
        let rows = dump(&path);
        let dry = import(&mut self.inbox, self.folder.path(), task, RunMode::DryRun, RemovalLimit::Default).unwrap();
        assert_same(&dump(&path), &rows, "a dry run");
        assert_eq!(told(&dry), expected, "dry");
        let asked = import(&mut self.inbox, self.folder.path(), task, RunMode::Apply, RemovalLimit::Default);
        let is_much = expected.removed > 5 && expected.removed * 10 > ownerships;
        let real = match asked {
            Err(InboxError::NeedsConfirmation { removed, of, .. }) => {
                assert_eq!((is_much, removed, of), (true, expected.removed, ownerships));
                assert_same(&dump(&path), &rows, "unconfirmed");
                import(&mut self.inbox, self.folder.path(), task, RunMode::Apply, RemovalLimit::Exactly(removed))
                    .unwrap()
            }
            other => {
                assert!(!is_much);
                other.unwrap()
            }
        };
        let counted = real.rows.changed + real.rows.unchanged + real.rows.rejected;
        assert_eq!((real.rows.read, counted), (task.lines.len() as u64, task.lines.len() as u64));
        assert_eq!(real.rows.rejected, expected.rejected.len() as u64);
        assert_eq!(
            ImportReport { dry_run: true, change: None, needs_confirmation: dry.needs_confirmation, ..real.clone() },
            dry
        );
        assert_eq!(told(&real), expected);
        assert_eq!(shown(&mut self.inbox), self.model);
        assert_eq!(real.change.is_some(), self.model != before);
        let again = import(&mut self.inbox, self.folder.path(), task, RunMode::Apply, RemovalLimit::AtMost(0)).unwrap();
        assert_eq!((again.change, again.rows.changed), (None, 0), "again");
        real.change
    }
}

#[test]
fn import_agrees_with_a_model_and_can_be_undone() {
    let cases = |(tasks, is_great): (Vec<Task>, bool)| {
        let mut pair = Pair::new(if is_great { FILLERS } else { 0 });
        let path = pair.folder.path().join("inbox.db");
        for task in &tasks {
            let (before, model) = (held(&path), pair.model.clone());
            let Some(change) = pair.import(task) else { continue };
            assert_sound(&open(&path));
            let after = held(&path);
            let undo =
                pair.inbox.undo(&order(RunMode::Apply), change, Conflicts::Refuse, None).unwrap().change.unwrap();
            assert_same(&held(&path), &before, "undone");
            assert_sound(&open(&path));
            assert_eq!(shown(&mut pair.inbox), model);
            pair.inbox.undo(&order(RunMode::Apply), undo, Conflicts::Refuse, None).unwrap();
            assert_same(&held(&path), &after, "got back");
        }
        Ok(())
    };
    let strategy = (vec(task(), 1..3), any::<bool>());
    if let Err(failure) = TestRunner::new(random(CASES)).run(&strategy, cases) {
        panic!("{failure}");
    }
}

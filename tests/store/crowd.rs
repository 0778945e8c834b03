//! Many processes on one store, some of them killed: every acknowledged change is kept, and none is half made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Child;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{phone, with_contacts};
use crate::chance::below;
use crate::program::{Program, Ran};
use crate::rows::{assert_sound, column, open};

/// The contacts that each writer has for itself.
const EACH: u32 = 20;

/// The rows of an import.
const ROWS: usize = 5;

/// How long a command waits for the store unless it is told otherwise.
const WAIT: Duration = Duration::from_secs(10);

/// Numbers of the processes, for names that none shares.
static NUMBERS: AtomicU32 = AtomicU32::new(0);

/// What a process of the crowd has left.
#[derive(Default)]
struct Log {
    /// The number and the command of each change that was acknowledged.
    acknowledged: BTreeMap<i64, String>,
    /// Whether an owner and a contact belong together; unknown after a kill.
    owned: BTreeMap<(String, &'static str), Option<bool>>,
    /// How many contacts of an account exist; unknown after a kill.
    imported: BTreeMap<String, Option<usize>>,
    /// How long each command took that was not killed.
    waits: Vec<Duration>,
    killed: usize,
    busy: usize,
}

/// A writer or a reader, with its random numbers.
struct Worker<'a> {
    program: &'a Program,
    number: u32,
    seed: u64,
    log: Log,
    /// Its last import that was not undone: the change, and the account.
    last: Option<(i64, String)>,
}

enum Ended {
    Done(Ran),
    /// Killed, or the store was locked for too long.
    Unknown,
}

/// What is known of a change.
enum Changed {
    Acknowledged(i64),
    /// There was nothing to change.
    Unchanged,
    Unknown,
}

impl Changed {
    fn known<T>(&self, value: T) -> Option<T> {
        (!matches!(self, Self::Unknown)).then_some(value)
    }
}

#[derive(Clone, Copy)]
enum Role {
    Writer,
    Reader,
}

impl<'a> Worker<'a> {
    fn new(program: &'a Program, number: u32) -> Self {
        Self { program, number, seed: u64::from(number), log: Log::default(), last: None }
    }

    fn below(&mut self, end: u64) -> u64 {
        below(&mut self.seed, end)
    }

    /// Runs a command, and kills every fifth at some moment.
    fn run(&mut self, words: &[&str]) -> Ended {
        let begun = Instant::now();
        let mut child = self.program.command(words).spawn().unwrap();
        if self.below(5) == 0 {
            thread::sleep(Duration::from_micros(self.below(120_000)));
            child.kill().unwrap();
        }
        let ran = ended(child);
        if ran.code.is_none() {
            self.log.killed += 1;
            return Ended::Unknown;
        }
        self.log.waits.push(begun.elapsed());
        if ran.code == Some(4) && ran.stderr.contains("locked by another process") && begun.elapsed() >= WAIT {
            self.log.busy += 1;
            return Ended::Unknown;
        }
        assert_eq!(ran.code, Some(0), "{words:?}: {ran:?}");
        Ended::Done(ran)
    }

    /// Runs a command that changes the store.
    fn change(&mut self, words: &[&str]) -> Changed {
        let Ended::Done(ran) = self.run(&[words, &["--json"]].concat()) else { return Changed::Unknown };
        let Some(change) = ran.json()["change"].as_i64() else { return Changed::Unchanged };
        let twice = self.log.acknowledged.insert(change, words.join(" "));
        assert_eq!(twice, None, "change {change}");
        Changed::Acknowledged(change)
    }

    fn act(&mut self, role: Role) {
        match role {
            Role::Writer => self.write(),
            Role::Reader => self.read(),
        }
    }

    fn contact(&mut self) -> String {
        let first = self.number * EACH;
        phone(first + u32::try_from(self.below(EACH.into())).unwrap())
    }

    fn write(&mut self) {
        match self.below(8) {
            0..3 => self.set_owner("add", true),
            3..5 => self.set_owner("remove", false),
            5 => {
                let contact = self.contact();
                let _ = self.change(&["simulate-message", "--contact", &contact, "--from", "contact"]);
            }
            6 => self.import(),
            _ => self.undo(),
        }
    }

    fn set_owner(&mut self, verb: &'static str, is_owned: bool) {
        let (contact, member) = (self.contact(), "luis@acme.example");
        let known = self.log.owned.get(&(contact.clone(), member)).copied().unwrap_or(Some(false));
        // Removing an owner that isn't one is refused.
        if verb == "remove" && known != Some(true) {
            return;
        }
        let done = self.change(&["owner", verb, &contact, member]);
        self.log.owned.insert((contact, member), done.known(is_owned));
    }

    fn import(&mut self) {
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let account = format!("Account {number}");
        let file = format!("import-{number}.csv");
        let row = |row| format!("{},ana@acme.example,{account}\n", phone(1_000_000 + number * 10 + row));
        let rows: String = (0..u32::try_from(ROWS).unwrap()).map(row).collect();
        fs::write(self.program.home().join(&file), format!("phone,owner,account\n{rows}")).unwrap();
        let change = self.change(&["owner", "import", &file]);
        self.log.imported.insert(account.clone(), change.known(ROWS));
        if let Changed::Acknowledged(change) = change {
            self.last = Some((change, account));
        }
    }

    fn undo(&mut self) {
        let Some((change, account)) = self.last.take() else { return };
        let undone = self.change(&["undo", &change.to_string()]);
        self.log.imported.insert(account, undone.known(0));
    }

    fn read(&mut self) {
        let contact = phone(0);
        match self.below(6) {
            0 => drop(self.run(&["owner", "list"])),
            1 => drop(self.run(&["why", &contact])),
            2 => drop(self.run(&["status"])),
            3 => drop(self.run(&["check"])),
            4 => drop(self.run(&["history", "list", "--limit", "20"])),
            _ => self.back_up(),
        }
    }

    /// A backup is whole or missing, and sound.
    fn back_up(&mut self) {
        let file = format!("backup-{}.db", NUMBERS.fetch_add(1, Ordering::Relaxed));
        let path = self.program.home().join(&file);
        let ended = self.run(&["backup", &file]);
        assert!(path.exists() || matches!(ended, Ended::Unknown), "{file}");
        if path.exists() {
            assert_sound(&open(&path));
            fs::remove_file(path).unwrap();
        }
    }
}

fn ended(child: Child) -> Ran {
    child.wait_with_output().unwrap().into()
}

/// Runs writers and readers for some time, and checks the store afterwards. The answer is a table of figures.
fn crowd(writers: u32, readers: u32, time: Duration) -> String {
    let program = with_contacts(writers * EACH);
    program.done(&["simulate-message", "--contact", &phone(0), "--from", "contact"]);
    let end = Instant::now() + time;
    let work = |number: u32, role: Role| {
        let mut worker = Worker::new(&program, number);
        while Instant::now() < end {
            worker.act(role);
        }
        worker.log
    };
    let (written, read): (Vec<Log>, Vec<Log>) = thread::scope(|scope| {
        let start = |number, role| scope.spawn(move || work(number, role));
        let writers: Vec<_> = (0..writers).map(|number| start(number, Role::Writer)).collect();
        let readers: Vec<_> = (0..readers).map(|number| start(writers_and(number), Role::Reader)).collect();
        (joined(writers), joined(readers))
    });
    assert_kept(&program, &written);
    // The next backup removes the drafts of killed ones.
    program.done(&["backup", "last.db"]);
    let names = fs::read_dir(program.home()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.contains("draft")).collect::<Vec<_>>(), [""; 0]);
    format!("writers: {}\nreaders: {}", figures(&written), figures(&read))
}

fn joined(threads: Vec<thread::ScopedJoinHandle<'_, Log>>) -> Vec<Log> {
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

/// Readers have other random numbers than writers.
fn writers_and(reader: u32) -> u32 {
    1_000 + reader
}

fn assert_kept(program: &Program, logs: &[Log]) {
    let store = open(program.store());
    assert_sound(&store);
    let mut seen = BTreeSet::new();
    for log in logs {
        assert!(!log.acknowledged.is_empty(), "a writer made no change");
        for (change, command) in &log.acknowledged {
            assert!(seen.insert(*change), "change {change} was acknowledged twice");
            let recorded = column::<String>(&store, "SELECT command FROM changes WHERE id = ?1", [change]);
            assert!(recorded.first().is_some_and(|it| it.starts_with(command)), "{change} {command}: {recorded:?}");
        }
        assert_rows(&store, log);
    }
}

fn assert_rows(store: &Connection, log: &Log) {
    const OWNED: &str = "SELECT count(*) FROM contact_owners
        WHERE contact_id = (SELECT id FROM contacts WHERE phone = ?1) AND member_id = (SELECT id FROM members WHERE email = ?2)";
    const IMPORTED: &str = "SELECT count(*) FROM contacts WHERE account_id = (SELECT id FROM accounts WHERE name = ?1)";
    for ((contact, member), is_owned) in &log.owned {
        let found = column::<i64>(store, OWNED, [contact, *member]) == [1];
        assert!(is_owned.is_none_or(|is_owned| is_owned == found), "{contact} {member}: {found}");
    }
    for (account, expected) in &log.imported {
        let found = usize::try_from(column::<i64>(store, IMPORTED, [account])[0]).unwrap();
        assert!(expected.map_or([0, ROWS].contains(&found), |expected| expected == found), "{account}: {found}");
    }
}

fn figures(logs: &[Log]) -> String {
    let mut waits: Vec<Duration> = logs.iter().flat_map(|log| log.waits.iter().copied()).collect();
    waits.sort();
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
    let sum = |count: fn(&Log) -> usize| logs.iter().map(count).sum::<usize>();
    let changes = logs.iter().map(|log| log.acknowledged.len());
    format!(
        "{} processes, {} killed, {} busy, {} changes (by worker {:?}), p50 {:?}, p99 {:?}, max {:?}",
        waits.len() + sum(|log| log.killed),
        sum(|log| log.killed),
        sum(|log| log.busy),
        changes.clone().sum::<usize>(),
        changes.collect::<Vec<_>>(),
        at(50),
        at(99),
        at(100),
    )
}

#[expect(clippy::disallowed_methods, reason = "the caller knows how long it may take")]
fn seconds() -> u64 {
    std::env::var("INBOXCTL_CROWD_SECONDS").map_or(600, |seconds| seconds.parse().unwrap())
}

#[test]
#[ignore = "ten minutes on all cores"]
fn eight_writers_and_eight_readers_lose_nothing() {
    eprintln!("{}", crowd(8, 8, Duration::from_secs(seconds())));
}

#[test]
fn three_writers_and_three_readers_lose_nothing() {
    crowd(3, 3, Duration::from_secs(5));
}

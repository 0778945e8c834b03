//! A key-account mapping of a million rows, side by side with what an admin would write for the
//! `sqlite3` shell, which neither validates nor keeps a history: `cargo bench --bench bulk`. With
//! another number of rows: `cargo bench --bench bulk -- 100000`. Then the import is undone.
//!
//! One row in twenty has a phone with blanks, one in ten has two of the 200 owners, and phones are in
//! random order.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod whole;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use whole::{Fallible, is_installed, median, timed};

const ROWS: u64 = 1_000_000;
const ROUNDS: usize = 3;
const MEMBERS: u64 = 200;
const ACCOUNTS: u64 = 5_000;

fn main() -> Fallible {
    if !is_installed("sqlite3") {
        return Ok(());
    }
    let rows = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(ROWS);
    let folder = tempfile::tempdir()?;
    let bench = Bench::new(folder.path(), rows)?;
    let mut times: [Vec<Duration>; 5] = Default::default();
    for _ in 0..ROUNDS {
        bench.begin()?;
        let round = [bench.import()?, bench.peer(LOAD)?, bench.import()?, bench.peer(LOAD)?, bench.undo()?];
        times.iter_mut().zip(round).for_each(|(times, time)| times.push(time));
    }
    let [fresh, peer_fresh, again, peer_again, undo] = times.map(median);
    println!("{:<28}{:>12}{:>12}{:>8}", format!("{rows} rows"), "inboxctl", "sqlite3", "ratio");
    report("a first import", fresh, peer_fresh);
    report("the same file again", again, peer_again);
    println!("{:<28}{:>10.2} s", "undo of the first import", undo.as_secs_f64());
    Ok(())
}

fn report(what: &str, ours: Duration, theirs: Duration) {
    let (ours, theirs) = (ours.as_secs_f64(), theirs.as_secs_f64());
    println!("{what:<28}{ours:>10.2} s{theirs:>10.2} s{:>8.2}", ours / theirs);
}

/// The files of a bench.
struct Bench {
    mapping: PathBuf,
    members: PathBuf,
    store: PathBuf,
    peer: PathBuf,
}

impl Bench {
    fn new(folder: &Path, rows: u64) -> Fallible<Self> {
        let file = |name: &str| folder.join(name);
        let bench = Self {
            mapping: file("accounts.csv"),
            members: file("members.csv"),
            store: file("inbox.db"),
            peer: file("peer.db"),
        };
        bench.write_members()?;
        bench.write_mapping(rows)?;
        Ok(bench)
    }

    fn write_members(&self) -> Fallible {
        let mut file = BufWriter::new(File::create(&self.members)?);
        writeln!(file, "email")?;
        (0..MEMBERS).try_for_each(|number| writeln!(file, "agent{number:03}@acme.example"))?;
        Ok(file.flush()?)
    }

    fn write_mapping(&self, rows: u64) -> Fallible {
        let mut file = BufWriter::new(File::create(&self.mapping)?);
        writeln!(file, "phone,first_name,last_name,email,account,owner")?;
        for row in 0..rows {
            // A step that is coprime to the number of phones visits all of them.
            let number = (row * 61_803_399 + 7) % 100_000_000;
            let (one, other) = (number * 7 % MEMBERS, number * 13 % MEMBERS);
            let phone = if row % 20 == 0 { format!("+52 55 {number:08}") } else { format!("+5255{number:08}") };
            let account = row % ACCOUNTS;
            write!(file, "{phone},Rosa,Hernández,c{row}@customer{account}.example,Customer {account},")?;
            write!(file, "agent{one:03}@acme.example")?;
            let second =
                if row % 10 == 0 && one != other { format!(";agent{other:03}@acme.example") } else { String::new() };
            writeln!(file, "{second}")?;
        }
        Ok(file.flush()?)
    }

    /// Creates stores with members only.
    fn begin(&self) -> Fallible {
        for path in [&self.store, &self.peer] {
            for suffix in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{suffix}", path.display()));
            }
        }
        self.inboxctl(&["init"])?;
        self.inboxctl(&["member", "import", &self.members.display().to_string()])?;
        self.peer(SCHEMA).map(drop)
    }

    fn import(&self) -> Fallible<Duration> {
        self.inboxctl(&["owner", "import", &self.mapping.display().to_string(), "--quiet"])
    }

    fn undo(&self) -> Fallible<Duration> {
        self.inboxctl(&["undo", "2", "--quiet"])
    }

    fn inboxctl(&self, arguments: &[&str]) -> Fallible<Duration> {
        timed(Command::new(env!("CARGO_BIN_EXE_inboxctl")).arg("--store").arg(&self.store).args(arguments))
    }

    fn peer(&self, script: &str) -> Fallible<Duration> {
        let script = script.replace("MAPPING", &self.mapping.display().to_string());
        let script = script.replace("MEMBERS_CSV", &self.members.display().to_string());
        let input = self.mapping.with_file_name("script.sql");
        fs::write(&input, script)?;
        timed(Command::new("sqlite3").arg(&self.peer).stdin(File::open(input)?))
    }
}

/// The smallest schema that holds a mapping.
const SCHEMA: &str = "PRAGMA journal_mode = WAL;
CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE) STRICT;
CREATE TABLE contacts (id INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE, first_name TEXT, last_name TEXT,
    email TEXT, account TEXT) STRICT;
CREATE TABLE contact_owners (contact_id INTEGER NOT NULL REFERENCES contacts (id),
    member_id INTEGER NOT NULL REFERENCES members (id), PRIMARY KEY (contact_id, member_id)) STRICT, WITHOUT ROWID;
CREATE INDEX contact_owners_by_member ON contact_owners (member_id);
CREATE TEMP TABLE emails (email);
.import --csv --skip 1 --schema temp MEMBERS_CSV emails
INSERT INTO members (email) SELECT email FROM emails;
";

/// Loads the file into a table, then contacts by phone, then the first and second owners.
const LOAD: &str = "CREATE TEMP TABLE rows (phone, first_name, last_name, email, account, owner);
.import --csv --skip 1 --schema temp MAPPING rows
BEGIN IMMEDIATE;
UPDATE rows SET phone = replace(phone, ' ', '') WHERE phone LIKE '% %';
INSERT INTO contacts (phone, first_name, last_name, email, account)
    SELECT phone, first_name, last_name, email, account FROM rows WHERE true
    ON CONFLICT (phone) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,
        email = excluded.email, account = excluded.account;
INSERT OR IGNORE INTO contact_owners SELECT contacts.id, members.id FROM rows
    JOIN contacts ON contacts.phone = rows.phone JOIN members
    ON members.email = iif(instr(owner, ';'), substr(owner, 1, instr(owner, ';') - 1), owner);
INSERT OR IGNORE INTO contact_owners SELECT contacts.id, members.id FROM rows
    JOIN contacts ON contacts.phone = rows.phone JOIN members
    ON members.email = substr(owner, instr(owner, ';') + 1) WHERE instr(owner, ';');
COMMIT;
";

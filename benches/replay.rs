//! A message log of a million lines over a hundred thousand contacts, side by side with what an admin
//! would write in Python over SQLite, without a history and without reasons for members passed over:
//! `cargo bench --bench replay`. With another number of lines: `cargo bench --bench replay -- 100000`.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod whole;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use whole::{Fallible, is_installed, median, timed};

const LINES: u64 = 1_000_000;
const ROUNDS: usize = 3;
const MEMBERS: u64 = 200;
const TEAMS: u64 = 10;

fn main() -> Fallible {
    if !is_installed("python3") {
        return Ok(());
    }
    let lines = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(LINES);
    let folder = tempfile::tempdir()?;
    let bench = Bench { folder: folder.path().to_owned(), contacts: (lines / 10).max(1) };
    bench.prepare(lines)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(bench.play()?);
        theirs.push(bench.peer()?);
    }
    let (ours, theirs) = (median(ours).as_secs_f64(), median(theirs).as_secs_f64());
    println!("{:<28}{:>12}{:>12}{:>8}", format!("{lines} lines"), "inboxctl", "python", "ratio");
    println!("{:<28}{ours:>10.2} s{theirs:>10.2} s{:>8.2}", "a log", ours / theirs);
    Ok(())
}

/// The files of a bench.
struct Bench {
    folder: PathBuf,
    contacts: u64,
}

impl Bench {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn write(&self, name: &str, work: impl FnOnce(&mut BufWriter<File>) -> Fallible) -> Fallible {
        let mut file = BufWriter::new(File::create(self.file(name))?);
        work(&mut file)?;
        Ok(file.flush()?)
    }

    /// Creates a store with members, teams and contacts, each with an owner.
    fn prepare(&self, lines: u64) -> Fallible {
        self.write("members.csv", |file| {
            writeln!(file, "email")?;
            (0..MEMBERS).try_for_each(|number| Ok(writeln!(file, "{}", member(number))?))
        })?;
        self.write("teams.csv", |file| {
            writeln!(file, "team,member")?;
            (0..MEMBERS).try_for_each(|number| Ok(writeln!(file, "Team {},{}", number % TEAMS, member(number))?))
        })?;
        self.write("owners.csv", |file| {
            writeln!(file, "phone,owner")?;
            (0..self.contacts).try_for_each(|number| Ok(writeln!(file, "{},{}", phone(number), member(number * 7))?))
        })?;
        self.write("log.ndjson", |file| self.write_log(lines, file))?;
        fs::write(self.file("peer.py"), PEER)?;
        self.inboxctl(&["init"])?;
        for (what, name) in [("member", "members.csv"), ("team", "teams.csv"), ("owner", "owners.csv")] {
            self.inboxctl(&[what, "import", &self.file(name).display().to_string()])?;
        }
        fs::rename(self.file("inbox.db"), self.file("begin.db"))?;
        Ok(())
    }

    /// Writes messages: of 20 lines, 9 from the contact, 9 from a member, one flow step *Assign*, one
    /// *Assign Team*.
    fn write_log(&self, lines: u64, file: &mut BufWriter<File>) -> Fallible {
        let mut random = 7_u64;
        for line in 0..lines {
            // A linear congruential generator; its high bits are the random ones.
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (kind, who, number) = ((random >> 33) % 20, (random >> 40) % MEMBERS, (random >> 17) % self.contacts);
            let (day, hour, minute, second) = (line / 86_400, line / 3_600 % 24, line / 60 % 60, line % 60);
            let (day, month) = (day % 28 + 1, day / 28 % 12 + 1);
            write!(file, "{{\"at\": \"2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z\", ")?;
            write!(file, "\"contact\": \"{}\", ", phone(number))?;
            match kind {
                0..9 => writeln!(file, "\"from\": \"contact\"}}")?,
                9..18 => writeln!(file, "\"from\": \"member\", \"member\": \"{}\"}}", member(who))?,
                18 => writeln!(file, "\"from\": \"flow\", \"assign\": [\"{}\"]}}", member(who))?,
                _ => writeln!(file, "\"from\": \"flow\", \"assign_team\": \"Team {}\"}}", who % TEAMS)?,
            }
        }
        Ok(())
    }

    fn play(&self) -> Fallible<Duration> {
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(self.file(&format!("inbox.db{suffix}")));
        }
        fs::copy(self.file("begin.db"), self.file("inbox.db"))?;
        self.inboxctl(&["simulate-message", "--batch", &self.file("log.ndjson").display().to_string(), "--quiet"])
    }

    fn peer(&self) -> Fallible<Duration> {
        timed(Command::new("python3").arg("peer.py").current_dir(&self.folder))
    }

    fn inboxctl(&self, arguments: &[&str]) -> Fallible<Duration> {
        let store = self.file("inbox.db");
        timed(Command::new(env!("CARGO_BIN_EXE_inboxctl")).arg("--store").arg(store).args(arguments))
    }
}

fn member(number: u64) -> String {
    format!("agent{:03}@acme.example", number % MEMBERS)
}

/// The step is coprime to the number of phones, so that all of them are visited.
fn phone(number: u64) -> String {
    format!("+5255{:08}", (number * 61_803_399 + 7) % 100_000_000)
}

/// Applies the log line by line to its own database, whose setup takes a small part of the time.
const PEER: &str = r#"import csv, json, os, sqlite3

for name in ("peer.db", "peer.db-wal", "peer.db-shm"):
    if os.path.exists(name):
        os.remove(name)
db = sqlite3.connect("peer.db", isolation_level=None)
db.executescript("""PRAGMA journal_mode = WAL;
CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
CREATE TABLE contacts (id INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE);
CREATE TABLE owners (contact INTEGER, member INTEGER, PRIMARY KEY (contact, member)) WITHOUT ROWID;
CREATE TABLE talks (id INTEGER PRIMARY KEY, contact INTEGER, status TEXT, team TEXT, wrote TEXT, responder INTEGER);
CREATE INDEX talks_by_contact ON talks (contact) WHERE status <> 'closed';
CREATE TABLE assigned (talk INTEGER, member INTEGER, reason TEXT, at TEXT, PRIMARY KEY (talk, member)) WITHOUT ROWID;
BEGIN IMMEDIATE;""")
teams, turns = {}, {}
for row in csv.DictReader(open("members.csv")):
    db.execute("INSERT INTO members (email) VALUES (?)", (row["email"],))
members = dict(db.execute("SELECT email, id FROM members"))
for row in csv.DictReader(open("teams.csv")):
    teams.setdefault(row["team"], []).append(members[row["member"]])
for row in csv.DictReader(open("owners.csv")):
    contact = db.execute("INSERT INTO contacts (phone) VALUES (?)", (row["phone"],)).lastrowid
    db.execute("INSERT INTO owners VALUES (?, ?)", (contact, members[row["owner"]]))


def owners_of(contact):
    return [(member, "contact-owner") for member, in db.execute("SELECT member FROM owners WHERE contact = ?", (contact,))]


for line in open("log.ndjson"):
    event = json.loads(line)
    at, sender = event["at"], event["from"]
    contact, = db.execute("SELECT id FROM contacts WHERE phone = ?", (event["contact"],)).fetchone()
    sql = "SELECT id, wrote, responder FROM talks WHERE contact = ? AND status <> 'closed'"
    talk = db.execute(sql, (contact,)).fetchone()
    if talk is None:
        talk = db.execute("INSERT INTO talks (contact, status) VALUES (?, 'new')", (contact,)).lastrowid, None, None
    id, wrote, responder = talk
    puts = []
    if sender == "contact" and wrote is None:
        db.execute("UPDATE talks SET wrote = ? WHERE id = ?", (at, id))
        puts = [] if responder else owners_of(contact)
    elif sender == "member":
        member = members[event["member"]]
        puts = [(member, "replied")]
        if responder is None:
            db.execute("UPDATE talks SET responder = ?, status = 'in-progress' WHERE id = ?", (member, id))
    elif "assign" in event:
        puts = [(members[name], "flow-assign") for name in event["assign"]] + owners_of(contact)
    elif "assign_team" in event:
        team = event["assign_team"]
        turn = turns[team] = turns.get(team, -1) + 1
        db.execute("UPDATE talks SET team = ? WHERE id = ?", (team, id))
        puts = [(teams[team][turn % len(teams[team])], "team-round-robin")] + owners_of(contact)
    for member, reason in puts:
        db.execute("INSERT OR IGNORE INTO assigned VALUES (?, ?, ?, ?)", (id, member, reason, at))
db.execute("COMMIT")
"#;

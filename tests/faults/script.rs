//! The commands that are tried, one after the other on one store.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::{layer, state};
use crate::program::{Program, Ran};

/// A command, and the folder before it.
pub(super) struct Step {
    pub(super) words: Vec<&'static str>,
    pub(super) before: TempDir,
}

/// Every command of the story; each must succeed, or report rejected rows.
pub(super) const STORY: [&str; 32] = [
    "init",
    "member add ana@acme.example --name Ana",
    "member import members.csv",
    "team add Sales --member ana@acme.example --member luis@acme.example",
    "contact import contacts.csv",
    "owner import add.csv",
    "owner import replace.csv --mode replace --confirm 20 --on-error skip --rejects bad.csv",
    "owner import sync.csv --mode sync --confirm 60",
    "simulate-message --contact +525500000001 --from contact",
    "simulate-message --batch log.ndjson",
    "assign 1 --member eva@acme.example",
    "settings set assign-first-responder on",
    "undo 7",
    "undo 10 11",
    "contact merge +525500000050 +525500000051",
    "contact erase +525500000052 --confirm 1",
    "conversation close 1 2",
    "member away luis@acme.example --until 2026-03-01 --cover eva@acme.example --hand-over-open",
    "owner distribute --from luis@acme.example --to ana@acme.example,eva@acme.example",
    "member deactivate eva@acme.example --hand-over-to ana@acme.example",
    "undo 19",
    "backup backup.db",
    "backup -",
    "owner export --output owners.csv",
    "contact export --output contacts.xlsx",
    "scenario compare log.ndjson --with assign-first-responder=off",
    "report --html report.html",
    "check",
    "status",
    "history list",
    "contact add +525599999999",
    "restore backup.db",
];

/// A story whose steps are run when they are recorded.
pub(super) struct Story {
    pub(super) program: Program,
    pub(super) steps: Vec<Step>,
}

impl Story {
    /// Runs these commands one after the other, and keeps the folder before each.
    pub(super) fn run(commands: &[&'static str]) -> Self {
        let program = Program::new();
        write_inputs(program.home());
        let mut steps = Vec::new();
        for command in commands {
            let words: Vec<&str> = command.split(' ').collect();
            let before = TempDir::new().unwrap();
            state::copy(program.home(), before.path());
            let ran = layer::output(program.command(&words).env("TMPDIR", program.home().join("tmp")));
            assert_done(&ran, command);
            steps.push(Step { words, before });
        }
        Self { program, steps }
    }

    /// A change on a store of each earlier version, which is upgraded first.
    pub(super) fn upgrades() -> Self {
        let program = Program::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schema");
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.pop();
        let step = |file: &Path| {
            let before = TempDir::new().unwrap();
            let store = Connection::open(before.path().join("inbox.db")).unwrap();
            store.pragma_update(None, "journal_mode", "WAL").unwrap();
            store.execute_batch(&fs::read_to_string(file).unwrap()).unwrap();
            store.execute_batch(OLD).unwrap();
            Step { words: "owner add +525512345671 luis@acme.example".split(' ').collect(), before }
        };
        Self { program, steps: files.iter().map(|file| step(file)).collect() }
    }
}

/// Rows that every version can hold.
const OLD: &str = "
    INSERT INTO members (id, email) VALUES (1, 'ana@acme.example'), (2, 'luis@acme.example');
    INSERT INTO contacts (id, phone) VALUES (1, '+525512345671'), (2, '+525512345672');
    INSERT INTO settings (key, value) VALUES ('assign-first-responder', 'on');";

/// Rows that were left out give 1.
pub(super) fn assert_done(ran: &Ran, command: &str) {
    let is_done = ran.code == Some(0) || (ran.code == Some(1) && command.contains("--on-error skip"));
    assert!(is_done, "{command}: {:?} {}", ran.code, ran.stderr);
}

fn phone(number: u32) -> String {
    format!("+5255{number:08}")
}

pub(super) fn write_inputs(home: &Path) {
    let write = |name: &str, text: &str| fs::write(home.join(name), text).unwrap();
    write("members.csv", "email,name\nluis@acme.example,Luis\neva@acme.example,Eva\n");
    let rows = |numbers: std::ops::Range<u32>, rest: &str| {
        numbers.fold(String::new(), |mut file, number| {
            writeln!(file, "{},{rest}", phone(number)).unwrap();
            file
        })
    };
    write("contacts.csv", &format!("phone,account\n{}", rows(0..20, "Acme")));
    write("add.csv", &format!("phone,owner\n{}", rows(0..40, "ana@acme.example")));
    let replace = rows(20..60, "luis@acme.example");
    write("replace.csv", &format!("phone,owner\n{replace}+525500000070,unknown@acme.example\n"));
    write("sync.csv", &format!("phone,owner\n{}", rows(10..60, "eva@acme.example")));
    let line = |number| {
        format!("{{\"at\":\"2026-02-01T09:00:00Z\",\"contact\":\"{}\",\"from\":\"contact\"}}\n", phone(number))
    };
    write("log.ndjson", &(2..30).map(line).collect::<String>());
    fs::create_dir_all(home.join("tmp")).unwrap();
}

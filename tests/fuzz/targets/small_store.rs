//! A small store with a row in every table, and commands that run on it in this process.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use inboxctl::testing::inbox::view::CheckReport;
use inboxctl::testing::inbox::{Inbox, LockWait};
use inboxctl::testing::model::ProblemCode;
use tempfile::TempDir;

/// The time of all changes.
pub(super) const AT: &str = "2026-01-31T09:00:00Z";

/// The commands that fill the small store.
pub(super) const FILLED_BY: &str = "\
member add ana@acme.example --name Ana --external-id 7001
member add luis@acme.example --name Luis
member add eva@acme.example --name Eva
member add max@acme.example
team add Sales --strategy round-robin --member ana@acme.example --member luis@acme.example
team add Support --strategy least-busy --member eva@acme.example --member max@acme.example
team add Front --strategy default-agent --member max@acme.example --default-agent max@acme.example
contact add +525512345678 --first-name Rosa --account Acme --owner ana@acme.example
contact add +525587654321 --first-name Jorge --account Iberia
contact add +34612345678 --last-name Ruiz --account ACME --owner luis@acme.example --owner ana@acme.example
owner pin +34612345678 ana@acme.example
settings set assign-first-responder on
settings set default-country MX
simulate-message --contact +525512345678 --from contact
simulate-message --contact +525512345678 --from member --member luis@acme.example
simulate-message --contact +525587654321 --from flow --assign-team Sales
simulate-message --contact +34612345678 --from contact
conversation close +34612345678
assign +525512345678 --member eva@acme.example
member away luis@acme.example --until 2026-02-10 --cover ana@acme.example
member deactivate max@acme.example
undo --last
contact add +525512340000 --owner eva@acme.example
contact remove +525512340000";

/// A folder with the store in it, removed afterwards.
pub(super) struct SmallStore {
    folder: TempDir,
}

/// The bytes of the small store.
pub(super) static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let store = SmallStore::of(None);
    assert_eq!(store.run(&["init"]), 0);
    for line in FILLED_BY.lines() {
        let words: Vec<_> = line.split(' ').chain(["--at", AT]).collect();
        assert_eq!(store.run(&words), 0, "{line}");
    }
    fs::read(store.path()).unwrap()
});

impl SmallStore {
    pub(super) fn new() -> Self {
        Self::of(Some(&BYTES))
    }

    /// A store of these bytes, or none.
    pub(super) fn of(bytes: Option<&[u8]>) -> Self {
        let store = Self { folder: TempDir::new().unwrap() };
        if let Some(bytes) = bytes {
            fs::write(store.path(), bytes).unwrap();
        }
        store
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("inbox.db")
    }

    /// Writes a file beside the store, and returns its path as text.
    pub(super) fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs a command on the store, and returns its exit code.
    pub(super) fn run(&self, words: &[&str]) -> u8 {
        let path = self.path();
        let words = [&["inboxctl"], words, &["--store", path.to_str().unwrap()]].concat();
        inboxctl::run_one_of_several(&words.into_iter().map(OsString::from).collect::<Vec<_>>())
    }

    /// Fails if `check` finds damage.
    pub(super) fn assert_sound(&self, when: &[&str]) {
        let report = Inbox::open(&self.path(), LockWait::ZERO).unwrap().check().unwrap();
        assert_no_damage(&report);
        assert_eq!(self.run(&["check"]), u8::from(!report.ok), "{when:?}");
    }
}

/// Fails if `check` found more than phones that are accepted, although they look like misread ones.
pub(super) fn assert_no_damage(report: &CheckReport) {
    let is_fine = report.faults.iter().all(|fault| fault.code == ProblemCode::PhoneMisread);
    assert!(is_fine, "{:#?}", report.faults);
}

//! Runs the program as users bound by permissions.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::program::{Program, Ran};

/// A user without any rights.
const NOBODY: u32 = 65_534;

/// Another user without any rights.
const OTHER_USER: u32 = 65_533;

/// A user without a name.
const UNKNOWN: u32 = 54_321;

/// Whether this process may act as other users.
pub(super) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Prints why a test was skipped.
#[expect(clippy::print_stderr, reason = "shown beside the test by --nocapture")]
pub(super) fn skip(reason: &str) {
    eprintln!("skipped: {reason}");
}

/// A user with a program in a public folder.
pub(super) struct User {
    folder: TempDir,
    store: PathBuf,
    /// `None` is the user of the tests.
    id: Option<u32>,
}

impl User {
    /// A user that doesn't own the store; without root, the user of the tests.
    pub(super) fn other(program: &Program) -> Self {
        Self::new(program, is_root().then_some(NOBODY))
    }

    /// Another user than root. Only root can be two users.
    pub(super) fn owner(program: &Program) -> Option<Self> {
        is_root().then(|| Self::new(program, Some(OTHER_USER)))
    }

    /// A user unknown to the system, without a home. Only root can be one.
    pub(super) fn unknown(program: &Program) -> Option<Self> {
        is_root().then(|| Self::new(program, Some(UNKNOWN)))
    }

    fn new(program: &Program, id: Option<u32>) -> Self {
        let folder = TempDir::new().unwrap();
        permit(folder.path(), 0o755);
        let (built, found) = (env!("CARGO_BIN_EXE_inboxctl"), folder.path().join("inboxctl"));
        fs::hard_link(built, &found).or_else(|_| fs::copy(built, &found).map(drop)).unwrap();
        Self { folder, store: program.store().to_owned(), id }
    }

    /// The program with these arguments, ready to run.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.folder.path().join("inboxctl"));
        command.args(words).env_clear().env("INBOXCTL_STORE", &self.store).current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(id) = self.id {
            command.uid(id).gid(id);
        }
        command
    }

    /// The folder of its program.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file to the folder.
    pub(super) fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(super) fn run(&self, words: &[&str]) -> Ran {
        self.command(words).output().unwrap().into()
    }

    /// Runs a command that must succeed.
    pub(super) fn done(&self, words: &[&str]) -> Ran {
        let ran = self.run(words);
        assert_eq!(ran.code, Some(0), "{words:?}: {ran:?}");
        ran
    }

    /// Makes this user the owner of a file.
    pub(super) fn own(&self, path: &Path) {
        std::os::unix::fs::chown(path, self.id, self.id).unwrap();
    }
}

pub(super) fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

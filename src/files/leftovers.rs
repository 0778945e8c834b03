//! What killed programs left behind. A file in the making is locked for as long as its program
//! lives, so one with such a name that can be locked is a leftover.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::draft::is_same;

/// What names of files in the making begin and end with.
const PREFIX: &str = ".inboxctl-draft-";
const SUFFIX: &str = ".tmp";

/// What such names began with in versions that locked nothing, before six letters or digits.
const OLD_PREFIX: &str = ".inboxctl-";

/// After how long without a write a file of such a version is a leftover.
const OLD: Duration = Duration::from_hours(24);

/// Makes names for files in the making.
pub(super) fn names() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

/// Removes leftovers from a folder, as far as the system permits it.
pub(super) fn remove(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| Maker::of(&entry.file_name()).is_some()) {
        remove_if_left(&entry.path());
    }
}

/// Which version named a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Maker {
    Locking,
    Old,
}

impl Maker {
    fn of(name: &OsStr) -> Option<Self> {
        let name = name.to_str()?.strip_suffix(SUFFIX)?;
        if name.starts_with(PREFIX) {
            return Some(Self::Locking);
        }
        let random = name.strip_prefix(OLD_PREFIX)?;
        (random.len() == 6 && random.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(Self::Old)
    }
}

/// Removes a file if nobody has it locked; none if it stays.
fn remove_if_left(path: &Path) -> Option<()> {
    let named = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let file = File::open(path).ok()?;
    file.try_lock().ok()?;
    let opened = file.metadata().ok()?;
    let is_left = match Maker::of(path.file_name()?)? {
        Maker::Locking => true,
        Maker::Old => age(&opened)? > OLD,
    };
    if is_left && is_same(&named, &opened) { fs::remove_file(path).ok() } else { None }
}

#[expect(clippy::disallowed_methods, reason = "the age of a leftover is no time of the domain")]
fn age(file: &fs::Metadata) -> Option<Duration> {
    SystemTime::now().duration_since(file.modified().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::fs::FileTimes;

    use super::*;

    #[test]
    fn leftovers_are_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let (new, old, fresh) = (".inboxctl-draft-AbCd12.tmp", ".inboxctl-AbCd12.tmp", ".inboxctl-EfGh34.tmp");
        let others = [fresh, ".inboxctl-notes.tmp", ".tmpAbCd12", "inboxctl-draft-x.tmp", ".inboxctl-draft-x.db"];
        for name in [new, old].iter().chain(&others) {
            fs::write(path(name), "personal").unwrap();
        }
        fs::create_dir(path(".inboxctl-draft-folder.tmp")).unwrap();
        let two_days_ago = SystemTime::UNIX_EPOCH + Duration::from_hours(24);
        File::options()
            .write(true)
            .open(path(old))
            .unwrap()
            .set_times(FileTimes::new().set_modified(two_days_ago))
            .unwrap();
        let living = File::create(path(".inboxctl-draft-living.tmp")).unwrap();
        living.lock().unwrap();

        remove(folder.path());
        assert!(!path(new).exists() && !path(old).exists());
        let stay = others.into_iter().chain([".inboxctl-draft-folder.tmp", ".inboxctl-draft-living.tmp"]);
        for name in stay {
            assert!(path(name).exists(), "{name}");
        }
        drop(living);
        remove(folder.path());
        assert!(!path(".inboxctl-draft-living.tmp").exists());
    }
}

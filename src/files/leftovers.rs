//! Drafts of killed programs. A draft is locked as long as its program lives, so a draft that can be
//! locked is a leftover.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::place::is_same;

/// The start and the end of the name of a draft.
const PREFIX: &str = ".inboxctl-draft-";
const SUFFIX: &str = ".tmp";

/// The start of such names in versions without locks; six letters or digits follow.
const OLD_PREFIX: &str = ".inboxctl-";

/// The start of the names of folders with a private copy in such versions, and their files.
const OLD_COPY: &str = "inboxctl-";
const COPIED: [&str; 4] = ["copy.db", "copy.db-wal", "copy.db-shm", "copy.db-journal"];

/// The age from which a file of such a version is a leftover.
const OLD: Duration = Duration::from_hours(24);

pub(super) fn names() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

/// Removes leftovers from a folder, where permitted.
pub(super) fn remove(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| Maker::of(&entry.file_name()).is_some()) {
        remove_if_left(&entry.path());
    }
}

/// Removes private copies of older versions from the temporary folder.
pub fn remove_old_copies(temporary: &Path) {
    let Ok(entries) = fs::read_dir(temporary) else { return };
    for entry in entries.flatten().filter(|entry| is_old_copy(&entry.file_name())) {
        remove_copy_if_old(&entry.path());
    }
}

fn is_old_copy(name: &OsStr) -> bool {
    name.to_str().and_then(|name| name.strip_prefix(OLD_COPY)).is_some_and(is_random)
}

/// Removes the folder of a copy that was not written for a day.
fn remove_copy_if_old(folder: &Path) -> Option<()> {
    // Another user's folder could be replaced by a link meanwhile.
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|there| there.is_dir() && is_ours(&there));
    let files = COPIED.map(|name| folder.join(name));
    let is_old =
        |path: &Path| fs::symlink_metadata(path).map_or(true, |there| age(&there).is_some_and(|age| age > OLD));
    if is_folder && is_old(folder) && files.iter().all(|file| is_old(file)) {
        for file in files {
            let _ = fs::remove_file(file);
        }
        fs::remove_dir(folder).ok()
    } else {
        None
    }
}

#[cfg(unix)]
fn is_ours(file: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(file) == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_ours(_: &fs::Metadata) -> bool {
    true
}

fn is_random(part: &str) -> bool {
    part.len() == 6 && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The version that named a file.
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
        is_random(name.strip_prefix(OLD_PREFIX)?).then_some(Self::Old)
    }
}

/// Removes a file unless a living program has locked it.
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

#[expect(clippy::disallowed_methods, reason = "the age of a leftover is not a time of the domain")]
fn age(file: &fs::Metadata) -> Option<Duration> {
    SystemTime::now().duration_since(file.modified().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::fs::FileTimes;

    use super::*;

    fn make_old(path: &Path) {
        let old = FileTimes::new().set_modified(SystemTime::UNIX_EPOCH + OLD);
        File::open(path).unwrap().set_times(old).unwrap();
    }

    #[test]
    fn only_old_copies_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["inboxctl-AbCd12", "inboxctl-EfGh34", "inboxctl-IjKl56", "inboxctl-notes"] {
            fs::create_dir(path(name)).unwrap();
            fs::write(path(name).join("copy.db"), "personal").unwrap();
            make_old(&path(name).join("copy.db"));
        }
        fs::write(path("inboxctl-EfGh34/copy.db-wal"), "written to").unwrap();
        fs::write(path("inboxctl-IjKl56/mine.txt"), "mine").unwrap();
        for name in ["inboxctl-AbCd12", "inboxctl-EfGh34", "inboxctl-IjKl56", "inboxctl-notes"] {
            make_old(&path(name));
        }
        remove_old_copies(folder.path());
        assert!(!path("inboxctl-AbCd12").exists());
        for stays in ["inboxctl-EfGh34/copy.db", "inboxctl-IjKl56/mine.txt", "inboxctl-notes/copy.db"] {
            assert!(path(stays).exists(), "{stays}");
        }
    }

    #[test]
    fn only_leftovers_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let (new, old, fresh) = (".inboxctl-draft-AbCd12.tmp", ".inboxctl-AbCd12.tmp", ".inboxctl-EfGh34.tmp");
        let others = [fresh, ".inboxctl-notes.tmp", ".tmpAbCd12", "inboxctl-draft-x.tmp", ".inboxctl-draft-x.db"];
        for name in [new, old].iter().chain(&others) {
            fs::write(path(name), "personal").unwrap();
        }
        fs::create_dir(path(".inboxctl-draft-folder.tmp")).unwrap();
        make_old(&path(old));
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

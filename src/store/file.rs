//! The file of a store and the files beside it: where links lead, what may be written, how a new
//! file is created. Never opens a database.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{StoreError, StoreResult};
use crate::files::folder;

/// The size of a database's header; a shorter file can't be a store.
pub(super) const HEADER: u64 = 100;

/// What SQLite appends to a database's name for the files beside it.
pub(super) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// How many links are followed from one to the next, as on Linux.
const LINKS: usize = 40;

/// The files that SQLite keeps beside a database, whether they exist or not.
pub(super) fn beside(path: &Path) -> [PathBuf; 3] {
    BESIDE.map(|suffix| {
        let mut name = OsString::from(path);
        name.push(suffix);
        PathBuf::from(name)
    })
}

/// The size of a file that may be a store: none yet, or at least the header of a database. SQLite
/// itself would take a file of one byte for an empty one, and write over it.
pub(super) fn size(path: &Path) -> StoreResult<u64> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() || (1..HEADER).contains(&found.len()) => {
            Err(StoreError::Foreign(path.to_owned()))
        }
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(missing(path)),
        Err(error) => Err(io_error(path, &error)),
    }
}

/// Why no store was found: nothing has that name, or it is a link to nothing.
pub(super) fn missing(path: &Path) -> StoreError {
    let target = target(path);
    if target == path {
        StoreError::Missing(target)
    } else {
        StoreError::DanglingLink { link: path.to_owned(), target }
    }
}

/// The path that a path leads to, link by link, whether something exists there or not.
pub(super) fn target(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => break,
        }
    }
    path
}

/// Creates an empty file that its user alone can read, before SQLite sees it; SQLite gives its side
/// files the same permissions. Missing folders are created. A link is opened, so that the kernel
/// decides whether it is to be trusted, and the file that it leads to is created.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let open = || private_file().write(true).create(true).truncate(false).open(path).map(drop);
    match open() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            private_folder().recursive(true).create(folder(&target(path)))?;
            open()
        }
        done => done,
    }
}

/// Makes a file that existed before readable by its user alone.
#[cfg(unix)]
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
pub(super) fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn private_file() -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
fn private_file() -> fs::OpenOptions {
    fs::OpenOptions::new()
}

#[cfg(unix)]
fn private_folder() -> fs::DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private_folder() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

/// Whether files that SQLite creates beside a store belong to the store's owner: this user owns the
/// store, and may write it, the files beside it, and its folder. Others would lock the owner out of
/// what they create.
#[cfg(unix)]
pub(super) fn is_ours_to_write(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let user = rustix::process::geteuid().as_raw();
    let owned = fs::metadata(path).is_ok_and(|file| file.uid() == user);
    owned && why_unwritable(path).is_none() && why_closed(path).is_none()
}

#[cfg(not(unix))]
pub(super) fn is_ours_to_write(path: &Path) -> bool {
    why_unwritable(path).is_none()
}

#[cfg(unix)]
fn may_write(path: &Path) -> bool {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    accessat(CWD, path, Access::WRITE_OK, AtFlags::EACCESS).is_ok()
}

#[cfg(not(unix))]
fn may_write(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| !file.permissions().readonly())
}

/// Why a store can't be written, if its media or the permissions of its files are the reason.
pub(super) fn why_unwritable(path: &Path) -> Option<String> {
    let path = &target(path);
    if is_on_read_only_media(path) {
        return Some(format!("`{}` is on a read-only file system", path.display()));
    }
    let files = [path.clone()].into_iter().chain(beside(path));
    let file = files.into_iter().find(|file| file.exists() && !may_write(file))?;
    Some(format!("no permission to write the file `{}`", file.display()))
}

/// Why the files beside a store can't be created, if its folder is the reason.
pub(super) fn why_closed(path: &Path) -> Option<String> {
    let path = target(path);
    let folder = folder(&path);
    (!may_write(folder)).then(|| format!("no permission to create files in its folder `{}`", folder.display()))
}

#[cfg(unix)]
fn is_on_read_only_media(path: &Path) -> bool {
    use rustix::fs::{StatVfsMountFlags, statvfs};
    statvfs(path).is_ok_and(|system| system.f_flag.contains(StatVfsMountFlags::RDONLY))
}

#[cfg(not(unix))]
fn is_on_read_only_media(_: &Path) -> bool {
    false
}

/// Fails if the disk doesn't give a file's bytes.
pub(super) fn read_through(path: &Path) -> StoreResult<()> {
    let read = fs::File::open(path).and_then(|mut file| io::copy(&mut file, &mut io::sink()));
    read.map(drop).map_err(|error| io_error(path, &error))
}

pub(super) fn io_error(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Unreadable { path: path.to_owned(), why: error.to_string() }
}

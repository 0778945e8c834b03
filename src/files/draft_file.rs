//! Drafts of files: without a name where the system supports it, otherwise with a name by which
//! leftovers are found.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::leftovers;
use super::place::is_same;

pub(super) struct DraftFile {
    pub(super) file: File,
    /// The temporary name, removed on drop.
    name: Option<TempPath>,
    folder: PathBuf,
}

/// An empty file without a name, for its user alone; it is gone once it is closed.
pub fn unnamed(folder: &Path) -> io::Result<File> {
    let file = tempfile::tempfile_in(folder)?;
    make_private(&file)?;
    Ok(file)
}

/// A file without a name can be opened by those who may inspect the process.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(PRIVATE))
}

#[cfg(not(unix))]
fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}

/// The same with a name, until that is dropped, for writers that need a path.
pub fn briefly_named(folder: &Path) -> io::Result<(File, TempPath)> {
    leftovers::remove(folder);
    new_named(folder, PRIVATE)
}

pub(super) const PRIVATE: u32 = 0o600;

impl DraftFile {
    /// Creates a file with these permissions, less those of the user's `umask`.
    pub(super) fn create(folder: &Path, mode: u32) -> io::Result<Self> {
        leftovers::remove(folder);
        match linkable(folder, mode) {
            Some(file) => Ok(Self { file, name: None, folder: folder.to_owned() }),
            None => Self::create_named(folder, mode),
        }
    }

    pub(super) fn create_named(folder: &Path, mode: u32) -> io::Result<Self> {
        leftovers::remove(folder);
        let (file, name) = new_named(folder, mode)?;
        Ok(Self { file, name: Some(name), folder: folder.to_owned() })
    }

    pub(super) fn name(&self) -> Option<&Path> {
        self.name.as_deref()
    }

    /// Gives it this name unless it is taken.
    pub(super) fn persist_new(self, target: &Path) -> io::Result<()> {
        match self.name {
            Some(name) => name.persist_noclobber(target).map_err(|error| error.error)?,
            None => link(&self.file, target)?,
        }
        sync_folder(&self.folder);
        Ok(())
    }

    /// Gives it this name and replaces the existing file.
    pub(super) fn persist(self, target: &Path) -> io::Result<()> {
        let name = match self.name {
            Some(name) => name,
            None => match link(&self.file, target) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    // Only a name can replace another one.
                    leftovers::names().make_in(&self.folder, |name| link(&self.file, name))?.into_temp_path()
                }
                linked => {
                    linked?;
                    sync_folder(&self.folder);
                    return Ok(());
                }
            },
        };
        name.persist(target).map_err(|error| error.error)?;
        sync_folder(&self.folder);
        Ok(())
    }
}

fn new_named(folder: &Path, mode: u32) -> io::Result<(File, TempPath)> {
    loop {
        let create = |name: &Path| new_file(mode).create_new(true).open(name);
        let (file, name) = leftovers::names().make_in(folder, create)?.into_parts();
        if is_still_named(&file, &name) {
            return Ok((file, name));
        }
    }
}

/// Locks a new file as that of a living program. Until then another program may take it for a leftover:
/// it has the lock, and removes the file.
fn is_still_named(file: &File, name: &Path) -> bool {
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
        return false;
    }
    // Where files can't be locked, leftovers are kept.
    fs::symlink_metadata(name).is_ok_and(|named| file.metadata().is_ok_and(|opened| is_same(&named, &opened)))
}

fn new_file(mode: u32) -> fs::OpenOptions {
    let mut options = File::options();
    set_mode(options.read(true).write(true), mode);
    options
}

#[cfg(unix)]
pub(super) fn set_mode(options: &mut fs::OpenOptions, mode: u32) {
    std::os::unix::fs::OpenOptionsExt::mode(options, mode);
}

#[cfg(not(unix))]
pub(super) fn set_mode(_: &mut fs::OpenOptions, _: u32) {}

/// A locked file without a name that can be given one, where the file system supports it.
#[cfg(target_os = "linux")]
fn linkable(folder: &Path, mode: u32) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = i32::try_from(rustix::fs::OFlags::TMPFILE.bits()).ok()?;
    let file = new_file(mode).custom_flags(flags).open(folder).ok()?;
    let _ = file.try_lock();
    descriptor(&file).exists().then_some(file)
}

#[cfg(not(target_os = "linux"))]
fn linkable(_: &Path, _: u32) -> Option<File> {
    None
}

/// Where the system shows an open file.
#[cfg(target_os = "linux")]
fn descriptor(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd as _;
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    Ok(linkat(CWD, descriptor(file), CWD, name, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Syncs the names in a folder, where the system supports it.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draft_that_another_program_removes_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("draft");
        let file = File::create_new(&name).unwrap();
        let remover = File::open(&name).unwrap();
        remover.try_lock().unwrap();
        assert!(!is_still_named(&file, &name));
        drop(remover);
        assert!(is_still_named(&file, &name));
        fs::remove_file(&name).unwrap();
        assert!(!is_still_named(&file, &name));
    }
}

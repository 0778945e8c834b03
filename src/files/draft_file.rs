//! Files in the making. They have no name where the system can do without one; else one by which
//! leftovers of killed programs are known.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::leftovers;
use super::place::is_same;

/// A file that is to take a name in its folder.
pub(super) struct DraftFile {
    pub(super) file: File,
    /// Removed with it; none where the system can do without.
    name: Option<TempPath>,
    folder: PathBuf,
}

/// An empty file without a name, for its user alone; it is gone once it is closed.
pub fn unnamed(folder: &Path) -> io::Result<File> {
    let file = tempfile::tempfile_in(folder)?;
    make_private(&file)?;
    Ok(file)
}

/// A file without a name can still be opened by those who may look at the process.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(PRIVATE))
}

#[cfg(not(unix))]
fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}

/// The same for those who can't write to an open file: it has a name until that is dropped.
pub fn briefly_named(folder: &Path) -> io::Result<(File, TempPath)> {
    leftovers::remove(folder);
    new_named(folder, PRIVATE)
}

/// The mode of what is for its user alone.
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

    /// The same for those who need a name to open it.
    pub(super) fn create_named(folder: &Path, mode: u32) -> io::Result<Self> {
        leftovers::remove(folder);
        let (file, name) = new_named(folder, mode)?;
        Ok(Self { file, name: Some(name), folder: folder.to_owned() })
    }

    /// Its name, if it was created with one.
    pub(super) fn name(&self) -> Option<&Path> {
        self.name.as_deref()
    }

    /// Gives it this name; whatever has it keeps it.
    pub(super) fn persist_new(self, target: &Path) -> io::Result<()> {
        match self.name {
            Some(name) => name.persist_noclobber(target).map_err(|error| error.error)?,
            None => link(&self.file, target)?,
        }
        sync_folder(&self.folder);
        Ok(())
    }

    /// Gives it this name; what has it is replaced.
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

/// Marks a new file as that of a living program. Until it was marked, another one may have taken it
/// for a leftover.
fn is_still_named(file: &File, name: &Path) -> bool {
    // Where files can't be locked, none is ever taken for a leftover.
    let _ = file.try_lock();
    fs::symlink_metadata(name).is_ok_and(|named| file.metadata().is_ok_and(|opened| is_same(&named, &opened)))
}

#[cfg(unix)]
fn new_file(mode: u32) -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = File::options();
    options.read(true).write(true).mode(mode);
    options
}

#[cfg(not(unix))]
fn new_file(_: u32) -> fs::OpenOptions {
    let mut options = File::options();
    options.read(true).write(true);
    options
}

/// A file without a name that can be given one, if the system and the folder's file system have such.
/// It is marked before it has any name.
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

/// Makes names in a folder last. Some systems can't; the files themselves are safe by then.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

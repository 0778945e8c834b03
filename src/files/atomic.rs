//! A file that appears whole or not at all.
//!
//! A plain file is written to a draft in its folder, which then replaces it and keeps its mode and,
//! where permitted, its owner. A link is followed by opening it, so that the kernel checks the
//! permissions; the finished draft is copied into its target (only a power cut can tear that). A pipe
//! or a device receives the content.

use std::cell::RefCell;
use std::fs::{self, File, Metadata};
use std::io::{self, Seek as _, Write};
use std::path::{Path, PathBuf};

use super::draft_file::{DraftFile, PRIVATE, set_mode, unnamed};
use super::place::{folder, opened_descriptor};

#[derive(Debug, thiserror::Error)]
#[error("`{}` can't be written", path.display())]
pub struct Unwritable {
    pub path: PathBuf,
    pub source: io::Error,
}

impl Unwritable {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self.source.kind() {
            io::ErrorKind::InvalidFilename => "use a shorter name",
            _ => "check the folder, its permissions and free disk space, or choose another file",
        }
    }
}

/// Who may read a new file; an existing file keeps its mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only its user, because it holds personal data.
    Private,
    /// Everyone that the user's umask allows.
    Shared,
}

/// A file that is in place once it is committed, and is removed otherwise. Creating it fails if it
/// can't be written.
pub struct AtomicFile {
    path: PathBuf,
    target: FileTarget,
}

/// What a path names, and how it is written.
enum FileTarget {
    /// Nothing, or a plain file that is replaced.
    Plain { draft: DraftFile, replaced: Option<Metadata> },
    /// A link, with its target.
    Linked { opened: Opened, draft: File },
    /// A pipe, a device, or a descriptor of the shell; the draft until it is copied.
    Stream { draft: RefCell<Option<File>> },
}

impl Access {
    fn mode(self) -> u32 {
        match self {
            Self::Private => PRIVATE,
            Self::Shared => 0o666,
        }
    }
}

impl AtomicFile {
    /// Begins a file that may replace an existing one.
    pub fn create(path: &Path, access: Access) -> Result<Self, Unwritable> {
        let target = FileTarget::at(path, access).map_err(unwritable(path))?;
        Ok(Self { path: path.to_owned(), target })
    }

    /// Begins a private file with a temporary name, for writers that need a path. Must be committed with
    /// [`AtomicFile::commit_new`].
    pub fn create_named(path: &Path) -> Result<Self, Unwritable> {
        let draft = existing_folder(path).and_then(|folder| DraftFile::create_named(folder, PRIVATE));
        let target = FileTarget::Plain { draft: draft.map_err(unwritable(path))?, replaced: None };
        Ok(Self { path: path.to_owned(), target })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The temporary name, if it has one.
    pub fn draft_name(&self) -> Option<&Path> {
        match &self.target {
            FileTarget::Plain { draft, .. } => draft.name(),
            FileTarget::Linked { .. } | FileTarget::Stream { .. } => None,
        }
    }

    /// Whether writing may have to wait for a reader.
    pub fn is_stream(&self) -> bool {
        matches!(self.target, FileTarget::Stream { .. })
    }

    /// Syncs the draft and reserves its space, so that the commit can hardly fail. A stream receives its
    /// content now; nothing can be written after that.
    pub fn complete(&self) -> io::Result<()> {
        match &self.target {
            FileTarget::Plain { draft, .. } => draft.file.sync_all(),
            FileTarget::Linked { opened, draft } => reserve(&opened.file, draft.metadata()?.len()),
            FileTarget::Stream { draft } => draft.take().map_or(Ok(()), |draft| pour(draft, &self.path)),
        }
    }

    pub fn commit(self) -> Result<(), Unwritable> {
        let completed = self.complete();
        let Self { path, target } = self;
        completed.and_then(|()| target.commit(&path)).map_err(unwritable(&path))
    }

    /// Commits unless the name is taken; then the error is [`io::ErrorKind::AlreadyExists`].
    pub fn commit_new(self) -> Result<(), Unwritable> {
        let completed = self.complete();
        let Self { path, target } = self;
        let put = |()| match target {
            FileTarget::Plain { draft, .. } => draft.persist_new(&path),
            FileTarget::Linked { .. } | FileTarget::Stream { .. } => Err(io::ErrorKind::AlreadyExists.into()),
        };
        completed.and_then(put).map_err(unwritable(&path))
    }

    /// Commits with these contents.
    pub fn commit_with(mut self, contents: &[u8]) -> Result<(), Unwritable> {
        self.write_all(contents).map_err(unwritable(&self.path))?;
        self.commit()
    }

    fn draft(&mut self) -> io::Result<&mut File> {
        match &mut self.target {
            FileTarget::Plain { draft, .. } => Ok(&mut draft.file),
            FileTarget::Linked { draft, .. } => Ok(draft),
            FileTarget::Stream { draft } => draft.get_mut().as_mut().ok_or_else(|| io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.draft()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &self.target {
            // A stream that has received its content has nothing left to flush.
            FileTarget::Stream { draft } if draft.borrow().is_none() => Ok(()),
            _ => self.draft()?.flush(),
        }
    }
}

/// Whether a path names a pipe, a device, or a descriptor of the shell, which can't be replaced.
pub fn is_stream(path: &Path) -> bool {
    let is_special = |there: Metadata| !there.is_file() && !there.is_dir();
    opened_descriptor(path).is_some() || fs::metadata(path).is_ok_and(is_special)
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> Unwritable {
    move |source| Unwritable { path: path.to_owned(), source }
}

impl FileTarget {
    fn at(path: &Path, access: Access) -> io::Result<Self> {
        if is_stream(path) {
            return Ok(Self::Stream { draft: RefCell::new(Some(unnamed(&std::env::temp_dir())?)) });
        }
        let folder = existing_folder(path)?;
        if fs::metadata(path).is_ok_and(|there| there.is_dir()) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        match fs::symlink_metadata(path) {
            Ok(there) if there.is_symlink() => {
                let opened = Opened::through(path, access)?;
                Ok(Self::Linked { opened, draft: unnamed(&std::env::temp_dir())? })
            }
            Ok(_) => {
                // A file without write permission is not replaced.
                let replaced = Some(File::options().write(true).open(path)?.metadata()?);
                Ok(Self::Plain { draft: DraftFile::create(folder, PRIVATE)?, replaced })
            }
            Err(_) => Ok(Self::Plain { draft: DraftFile::create(folder, access.mode())?, replaced: None }),
        }
    }

    fn commit(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Plain { draft, replaced } => {
                if let Some(replaced) = replaced {
                    keep_owner_and_mode(&draft.file, &replaced)?;
                }
                match fs::symlink_metadata(path) {
                    Ok(there) if !there.is_file() => Err(io::Error::other("another file was created in its place")),
                    Ok(_) | Err(_) => draft.persist(path),
                }
            }
            Self::Linked { opened, draft } => opened.write(draft),
            // Its content was copied by `complete`.
            Self::Stream { .. } => Ok(()),
        }
    }
}

/// The folder of a path; fails if it does not exist.
fn existing_folder(path: &Path) -> io::Result<&Path> {
    let folder = folder(path);
    if folder.is_dir() {
        return Ok(folder);
    }
    let (kind, why) = if folder.exists() {
        (io::ErrorKind::NotADirectory, "is not a folder")
    } else {
        (io::ErrorKind::NotFound, "does not exist")
    };
    Err(io::Error::new(kind, format!("`{}` {why}", folder.display())))
}

/// Copies the draft to a stream; a reader that closes early is ignored, as with stdout.
fn pour(mut draft: File, path: &Path) -> io::Result<()> {
    draft.rewind()?;
    let mut stream = File::options().append(true).open(path)?;
    match io::copy(&mut draft, &mut stream) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.map(drop),
    }
}

/// The target of a link, open for writing.
struct Opened {
    file: File,
    /// The path if opening created it; then it is removed unless it is written.
    created: Option<PathBuf>,
}

impl Opened {
    fn through(link: &Path, access: Access) -> io::Result<Self> {
        let is_new = matches!(fs::metadata(link), Err(error) if error.kind() == io::ErrorKind::NotFound);
        let mut options = File::options();
        options.write(true).create(is_new).truncate(false);
        set_mode(&mut options, access.mode());
        let file = options.open(link)?;
        let created = if is_new { Some(fs::canonicalize(link)?) } else { None };
        Ok(Self { file, created })
    }

    fn write(mut self, mut draft: File) -> io::Result<()> {
        self.created = None;
        draft.rewind()?;
        let length = io::copy(&mut draft, &mut self.file)?;
        self.file.set_len(length)?;
        self.file.sync_all()
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(created) = self.created.take() {
            let _ = fs::remove_file(created);
        }
    }
}

/// Reserves space, so that a full disk does not tear the existing content.
#[cfg(target_os = "linux")]
fn reserve(file: &File, length: u64) -> io::Result<()> {
    use rustix::fs::{FallocateFlags, fallocate};
    use rustix::io::Errno;
    if length == 0 {
        return Ok(());
    }
    match fallocate(file, FallocateFlags::KEEP_SIZE, 0, length) {
        Err(error @ (Errno::NOSPC | Errno::DQUOT | Errno::FBIG)) => Err(error.into()),
        // Not every file system supports it.
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
fn reserve(_: &File, _: u64) -> io::Result<()> {
    Ok(())
}

/// Gives a file the mode of the replaced one and, where permitted, its owner and group. If the group
/// can't be kept, the group loses its access.
#[cfg(unix)]
fn keep_owner_and_mode(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let new = file.metadata()?;
    let mut mode = replaced.mode() & 0o777;
    if (new.uid(), new.gid()) != (replaced.uid(), replaced.gid()) {
        let kept = fchown(file, Some(replaced.uid()), Some(replaced.gid()));
        let kept = kept.or_else(|_| fchown(file, None, Some(replaced.gid())));
        if kept.is_err() && new.gid() != replaced.gid() {
            mode &= !0o070 | (mode & 0o007) << 3;
        }
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_owner_and_mode(file: &File, replaced: &Metadata) -> io::Result<()> {
    file.set_permissions(replaced.permissions())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
    use std::process::Command;

    use super::*;

    fn folder_with_file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "before, and longer than after").unwrap();
        (folder, file)
    }

    fn write(path: &Path, access: Access) -> Result<(), Unwritable> {
        AtomicFile::create(path, access)?.commit_with(b"after")
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    fn is_root() -> bool {
        fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
    }

    #[test]
    fn atomic_file_is_invisible_until_committed() {
        let (folder, file) = folder_with_file();
        let new = folder.path().join("new");
        for path in [&file, &new] {
            let mut draft = AtomicFile::create(path, Access::Shared).unwrap();
            draft.write_all(b"half").unwrap();
            drop(draft);
        }
        assert_eq!(names(folder.path()), ["file"]);
        assert!(fs::read_to_string(&file).unwrap().starts_with("before"));
        for path in [&file, &new] {
            write(path, Access::Shared).unwrap();
            assert_eq!(fs::read_to_string(path).unwrap(), "after");
        }
        assert_eq!(names(folder.path()), ["file", "new"]);
    }

    #[test]
    fn atomic_file_keeps_mode_of_replaced_file() {
        let (_folder, file) = folder_with_file();
        for kept in [0o600, 0o640, 0o664, 0o755] {
            fs::set_permissions(&file, fs::Permissions::from_mode(kept)).unwrap();
            for access in [Access::Private, Access::Shared] {
                let before = File::open(&file).unwrap();
                write(&file, access).unwrap();
                assert_eq!(mode(&file), kept);
                assert_ne!(fs::metadata(&file).unwrap().ino(), before.metadata().unwrap().ino());
            }
        }
    }

    #[test]
    fn new_atomic_file_has_mode_of_its_access() {
        let (folder, file) = folder_with_file();
        let path = |name: &str| folder.path().join(name);
        write(&path("private"), Access::Private).unwrap();
        write(&path("shared"), Access::Shared).unwrap();
        symlink("target", path("link")).unwrap();
        write(&path("link"), Access::Private).unwrap();
        assert_eq!((mode(&path("private")), mode(&path("target"))), (0o600, 0o600));
        assert_eq!(mode(&path("shared")), mode(&file));
    }

    #[test]
    fn atomic_file_keeps_owner_of_replaced_file() {
        let (_folder, file) = folder_with_file();
        if !is_root() {
            eprintln!("skipped: it needs root to give a file away");
            return;
        }
        chown(&file, Some(2001), Some(2002)).unwrap();
        write(&file, Access::Shared).unwrap();
        let there = fs::metadata(&file).unwrap();
        assert_eq!((there.uid(), there.gid()), (2001, 2002));
    }

    #[test]
    fn unnamed_file_is_private() {
        let (folder, _) = folder_with_file();
        assert_eq!(unnamed(folder.path()).unwrap().metadata().unwrap().mode() & 0o7777, 0o600);
    }

    #[test]
    fn stream_is_complete_after_commit() {
        use std::os::fd::AsRawFd as _;
        let (mut reader, writer) = io::pipe().unwrap();
        let path = format!("/dev/fd/{}", writer.as_raw_fd());
        let mut file = AtomicFile::create(Path::new(&path), Access::Shared).unwrap();
        file.write_all(b"rows").unwrap();
        file.complete().unwrap();
        let mut got = [0; 4];
        io::Read::read_exact(&mut reader, &mut got).unwrap();
        assert_eq!(&got, b"rows");
        assert!(file.write_all(b"more").is_err());
        file.commit().unwrap();
        drop(writer);
        assert_eq!(io::Read::read(&mut reader, &mut got).unwrap(), 0);
    }

    #[test]
    fn link_is_written_through_and_stays() {
        let (folder, file) = folder_with_file();
        let (link, chain) = (folder.path().join("link"), folder.path().join("chain"));
        symlink("file", &link).unwrap();
        symlink("link", &chain).unwrap();
        let before = fs::metadata(&file).unwrap().ino();
        for path in [&link, &chain] {
            fs::write(&file, "before, and longer than after").unwrap();
            write(path, Access::Private).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), "after");
            assert!(fs::symlink_metadata(path).unwrap().is_symlink());
        }
        assert_eq!(fs::metadata(&file).unwrap().ino(), before);
        assert_eq!(names(folder.path()), ["chain", "file", "link"]);
    }

    #[test]
    fn dangling_link_creates_target_on_commit() {
        let (folder, _) = folder_with_file();
        let link = folder.path().join("link");
        symlink("target", &link).unwrap();
        drop(AtomicFile::create(&link, Access::Shared).unwrap());
        assert_eq!(names(folder.path()), ["file", "link"]);
        write(&link, Access::Shared).unwrap();
        assert_eq!(names(folder.path()), ["file", "link", "target"]);
        assert_eq!(fs::read_to_string(folder.path().join("target")).unwrap(), "after");
    }

    #[test]
    fn folder_and_missing_folder_are_refused() {
        let (folder, file) = folder_with_file();
        symlink(".", folder.path().join("link")).unwrap();
        symlink("circle", folder.path().join("circle")).unwrap();
        let why = |path: &Path| write(path, Access::Shared).unwrap_err().source.to_string();
        assert_eq!(why(folder.path()), "it is a folder");
        assert_eq!(why(&folder.path().join("link")), "it is a folder");
        assert!(why(&folder.path().join("none/file")).ends_with("none` does not exist"));
        assert!(why(&file.join("file")).ends_with("file` is not a folder"));
        assert!(!why(&folder.path().join("circle")).is_empty());
        assert_eq!(names(folder.path()), ["circle", "file", "link"]);
    }

    #[test]
    fn device_and_pipe_are_written_to_and_stay() {
        let (folder, _) = folder_with_file();
        write(Path::new("/dev/null"), Access::Private).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        write(&pipe, Access::Private).unwrap();
        assert_eq!(reader.join().unwrap(), "after");
        assert_eq!(names(folder.path()), ["file", "pipe"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn opened_file_is_appended_to() {
        use std::os::fd::AsRawFd as _;
        let (folder, file) = folder_with_file();
        let opened = File::options().write(true).open(&file).unwrap();
        let link = folder.path().join("link");
        symlink(format!("/dev/fd/{}", opened.as_raw_fd()), &link).unwrap();
        for path in [&PathBuf::from(format!("/proc/self/fd/{}", opened.as_raw_fd())), &link] {
            write(path, Access::Shared).unwrap();
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "before, and longer than afterafterafter");
    }

    /// The exit code doesn't depend on the reader of the output.
    #[cfg(target_os = "linux")]
    #[test]
    fn stream_without_reader_is_ignored() {
        use std::os::fd::AsRawFd as _;
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let path = format!("/dev/fd/{}", writer.as_raw_fd());
        write(Path::new(&path), Access::Shared).unwrap();
    }

    #[test]
    fn named_draft_takes_only_a_free_name() {
        let (folder, file) = folder_with_file();
        let path = folder.path().join("copy.db");
        let named = AtomicFile::create_named(&path).unwrap();
        assert_eq!(mode(named.draft_name().unwrap()), 0o600);
        fs::write(named.draft_name().unwrap(), "copy").unwrap();
        named.commit_new().unwrap();
        let taken = AtomicFile::create_named(&file).unwrap().commit_new().unwrap_err();
        assert_eq!(taken.source.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(names(folder.path()), ["copy.db", "file"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "copy");
    }
}

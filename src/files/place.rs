//! Where paths lead.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const MOST_LINKS: usize = 40;

/// The target of a path through links, whether it exists or not.
pub fn place(path: &Path) -> PathBuf {
    match (fs::canonicalize(path), fs::read_link(path)) {
        (Ok(place), _) => place,
        // Links that lead in a circle fail in another way.
        (Err(error), Ok(named)) if error.kind() == io::ErrorKind::NotFound => place(&folder(path).join(named)),
        (Err(_), _) => place_to_be(path).unwrap_or_else(|| path.to_owned()),
    }
}

/// Whether two paths lead to the same file or place.
pub fn same_place(one: &Path, other: &Path) -> bool {
    let is_one_file = |one: &fs::Metadata| fs::metadata(other).is_ok_and(|other| is_same(one, &other));
    place(one) == place(other) || cfg!(unix) && fs::metadata(one).is_ok_and(|one| is_one_file(&one))
}

/// Whether both are of one file; where that can't be told, they are.
#[cfg(unix)]
pub(super) fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
pub(super) fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

/// Whether a path leads to the file that stdin comes from.
pub fn is_source_of_stdin(path: &Path) -> bool {
    same_place(path, Path::new("/dev/stdin"))
}

/// The open descriptor that a path names, through links: `/dev/stdout` and `/dev/fd/1` are 1.
pub fn opened_descriptor(path: &Path) -> Option<u32> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let folder = fs::canonicalize(folder(&path)).ok()?;
        if folder == Path::new("/dev/fd") || folder.starts_with("/proc") && folder.ends_with("fd") {
            return path.file_name()?.to_str()?.parse().ok();
        }
        path = folder.join(fs::read_link(&path).ok()?);
    }
    None
}

/// Opens a file for reading; a pipe without a writer does not block.
pub fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(target_os = "linux")]
    {
        let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    options.open(path)
}

pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn place_to_be(path: &Path) -> Option<PathBuf> {
    Some(fs::canonicalize(folder(path)).ok()?.join(path.file_name()?))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn path_resolves_to_missing_file() {
        let home = tempfile::tempdir().unwrap();
        let home = fs::canonicalize(home.path()).unwrap();
        fs::write(home.join("file"), "").unwrap();
        symlink("file", home.join("link")).unwrap();
        symlink("none", home.join("dangling")).unwrap();
        symlink("circle", home.join("circle")).unwrap();
        for (path, leads) in [("link", "file"), ("./file", "file"), ("dangling", "none"), ("circle", "circle")] {
            assert_eq!(place(&home.join(path)), home.join(leads), "{path}");
        }
        assert!(same_place(&home.join("new"), &home.join("./new")));
        assert!(!same_place(&home.join("new"), &home.join("file")));
        fs::hard_link(home.join("file"), home.join("name")).unwrap();
        assert!(same_place(&home.join("link"), &home.join("name")));
        assert_eq!(place(&home.join("no/where")), home.join("no/where"));
    }
}

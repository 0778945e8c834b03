//! A file that appears whole or not at all; a pipe or a device just gets what it would hold.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::intake::{folder, place};

/// A file that can't be written.
#[derive(Debug, thiserror::Error)]
#[error("`{}` can't be written", path.display())]
pub struct Unwritable {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// A file in the making; that it can be made is known from the start.
pub struct WholeFile {
    path: PathBuf,
    /// Nothing for a stream.
    draft: Option<Draft>,
}

/// What becomes a file, and where.
struct Draft {
    file: NamedTempFile,
    place: PathBuf,
}

impl WholeFile {
    /// Begins a file beside the place where it is to be. For a stream nothing is begun: opening it may
    /// wait for its reader.
    pub fn begin(path: &Path) -> Result<Self, Unwritable> {
        let draft = if is_stream(path) { None } else { Some(Draft::begin(path).map_err(unwritable(path))?) };
        Ok(Self { path: path.to_owned(), draft })
    }

    /// Where it is to be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in place with these contents, over what was there; a stream gets them.
    pub fn put(self, contents: &[u8]) -> Result<(), Unwritable> {
        let put = match self.draft {
            Some(draft) => draft.put(contents),
            None => pour(&self.path, contents),
        };
        put.map_err(unwritable(&self.path))
    }
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> Unwritable {
    move |source| Unwritable { path: path.to_owned(), source }
}

/// Whether a path names what is no file that could be replaced: a pipe, a device, or what a shell has
/// opened, which may be a file whose beginning is somebody else's.
pub fn is_stream(path: &Path) -> bool {
    let is_opened = path == "/dev/stdout" || path == "/dev/stderr" || path.starts_with("/dev/fd");
    is_opened || fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// Writes to a stream; what its reader does with it is the reader's business, as with stdout.
fn pour(path: &Path, contents: &[u8]) -> io::Result<()> {
    match File::options().append(true).open(path)?.write_all(contents) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

impl Draft {
    /// A file beside the place where it is to be: through a link, which stays one.
    fn begin(path: &Path) -> io::Result<Self> {
        let place = place(path);
        let folder = folder(&place);
        if !folder.is_dir() {
            let why = format!("the folder `{}` is not there", folder.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, why));
        }
        if place.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        Ok(Self { file: readable().tempfile_in(folder)?, place })
    }

    fn put(mut self, contents: &[u8]) -> io::Result<()> {
        self.file.write_all(contents)?;
        self.file.as_file().sync_all()?;
        self.file.persist(self.place)?;
        Ok(())
    }
}

/// Others may read it, as far as the user lets them read any new file.
fn readable() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".inboxctl-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a command ends doesn't depend on who reads it.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_reader_who_has_gone_is_no_error() {
        use std::os::fd::AsRawFd as _;
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let path = format!("/dev/fd/{}", writer.as_raw_fd());
        WholeFile::begin(Path::new(&path)).unwrap().put(b"a report").unwrap();
    }
}

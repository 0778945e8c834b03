//! A file that appears whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

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
    file: NamedTempFile,
}

impl WholeFile {
    /// Begins a file beside the place where it is to be.
    pub fn begin(path: &Path) -> Result<Self, Unwritable> {
        let file = draft(path).map_err(|source| Unwritable { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Where it is to be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in place with these contents, over what was there.
    pub fn put(self, contents: &[u8]) -> Result<(), Unwritable> {
        let Self { path, file } = self;
        put(file, &path, contents).map_err(|source| Unwritable { path, source })
    }
}

fn put(mut file: NamedTempFile, path: &Path, contents: &[u8]) -> io::Result<()> {
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    // Through a link, which stays one.
    file.persist(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))?;
    Ok(())
}

/// A file beside the place where it is to be.
fn draft(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let why = format!("the folder `{}` is not there", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, why));
    }
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    readable().tempfile_in(folder)
}

/// Others may read it, as far as the user lets them read any new file.
fn readable() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".inboxctl-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

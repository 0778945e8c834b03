//! `man`

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Result;

use super::page::{ManPage, pages};
use crate::commands::{Context, Outcome};
use crate::files::{Access, AtomicFile, Unwritable};

/// Writes a page for each command (section 1) and each help topic (section 7) to the folder, for example
/// `inboxctl-owner-import.1` and `inboxctl-rules.7`. Existing pages are replaced, and links of their names;
/// other files in the folder are not changed. To read the first page: `inboxctl man | man -l -`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl man ~/.local/share/man/man1
  inboxctl man > inboxctl.1")]
pub struct ManArgs {
    /// Folder to write to, created if missing; without it, or with -, print the first page
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl ManArgs {
    pub(in crate::commands) fn run(&self, context: &Context) -> Result<Outcome> {
        let pages = pages((context.parser)())?;
        let Some(folder) = self.folder.as_deref().filter(|folder| folder.as_os_str() != "-") else {
            let first = pages.first().map(|page| page.text.as_str());
            context.ui.print_text(first.unwrap_or_default())?;
            return Ok(Outcome::Done);
        };
        write(folder, &pages)?;
        context.ui.note(&format!("wrote {} pages to `{}`", pages.len(), folder.display()));
        Ok(Outcome::Done)
    }
}

fn write(folder: &Path, pages: &[ManPage]) -> Result<(), Unwritable> {
    fs::create_dir_all(folder).map_err(|source| Unwritable { path: folder.to_owned(), source })?;
    pages.iter().try_for_each(|page| {
        let path = folder.join(&page.file);
        remove_link(&path).map_err(|source| Unwritable { path: path.clone(), source })?;
        AtomicFile::create(&path, Access::Shared)?.commit_with(page.text.as_bytes())
    })
}

/// Removes a link with the name of a page: what it leads to is not a page, and stays.
fn remove_link(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_symlink() => fs::remove_file(path),
        Ok(_) | Err(_) => Ok(()),
    }
}

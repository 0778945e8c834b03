//! Where a page for a browser goes: to a file, whole or not at all, or to stdout.

use std::path::Path;

use anyhow::Result;

use super::{Context, Usage};
use crate::files::{Access, AtomicFile, same_place};

/// The place of a page, known to be writable before anything runs.
pub(super) enum PageFile {
    File(Box<AtomicFile>),
    Stdout,
}

impl PageFile {
    /// Opens the place of a page that is written beside other results, but never over the store or a file that is
    /// read. `option` names it in errors.
    pub(super) fn open(context: &Context, path: &Path, option: &str, inputs: &[&Path]) -> Result<Self> {
        if ["-", "/dev/stdout"].iter().any(|stdout| path == Path::new(stdout)) {
            if context.ui.prints_data() {
                let message =
                    format!("`{option}-` can't be combined with `--json` or `--format`: both write to stdout");
                return Err(Usage { message, hint: format!("write the page to a file: `{option}report.html`") }.into());
            }
            return Ok(Self::Stdout);
        }
        let what = if context.is_of_store(path) {
            "it is the store"
        } else if inputs.iter().any(|input| same_place(input, path)) {
            "it is read"
        } else {
            // It names members and accounts.
            return Ok(Self::File(Box::new(AtomicFile::create(path, Access::Private)?)));
        };
        let message = format!("can't write the page to `{}`: {what}", path.display());
        Err(Usage { message, hint: format!("pass another file with `{option}FILE`") }.into())
    }

    pub(super) fn is_stdout(&self) -> bool {
        matches!(self, Self::Stdout)
    }

    pub(super) fn write(self, context: &Context, page: &str) -> Result<()> {
        match self {
            Self::Stdout => context.ui.print_bytes(page.as_bytes())?,
            Self::File(file) => {
                let path = file.path().display().to_string();
                file.commit_with(page.as_bytes())?;
                context.ui.note(&format!("wrote the page to `{path}`"));
            }
        }
        Ok(())
    }
}

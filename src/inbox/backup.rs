//! A copy of the store.

use std::fs::File;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use super::{Inbox, Wait};
use crate::store::Store;
use crate::store::backup::{self, Draft};
use tempfile::TempDir;

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Copied {
    /// Always false: there is no dry run of it.
    pub dry_run: bool,
    /// Where it lies, as it was named.
    pub file: String,
    /// How long it is.
    pub bytes: u64,
}

/// A copy of a store that is gone in the end.
pub struct Aside {
    inbox: Inbox,
    // Dropped last.
    folder: TempDir,
}

impl Aside {
    /// Copies a store as it is at one moment. The store itself is not locked and left as it is; it
    /// may be one that can only be read, or of an older version.
    pub fn copy_of(store: &Path, wait: Wait) -> Result<Self> {
        let (store, folder) = backup::aside(store, wait)?;
        Ok(Self { inbox: Inbox { store }, folder })
    }

    /// The copy.
    pub fn inbox(&mut self) -> &mut Inbox {
        &mut self.inbox
    }

    /// The copy, opened anew: a connection that has done great work is good for nothing else.
    pub fn opened_anew(&mut self) -> Result<&mut Inbox> {
        let wait = self.inbox.store.wait();
        self.inbox = Inbox::open(&backup::copy_in(self.folder.path()), wait)?;
        Ok(&mut self.inbox)
    }

    /// Another copy of the same moment, if this one hasn't been changed.
    pub fn again(&self) -> Result<Self> {
        Self::copy_of(&backup::copy_in(self.folder.path()), self.inbox.store.wait())
    }

    /// Where the copy lies, and what goes with it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Inbox {
    /// Copies the store to a file that isn't there yet, as it is at one moment and without upgrading
    /// it. The file appears whole or not at all.
    pub fn back_up(store: &Path, wait: Wait, file: &Path) -> Result<Copied> {
        let mut store = Store::open_as_it_is(store, wait)?;
        let draft = Draft::at(file)?;
        let bytes = draft.fill(&mut store)?;
        draft.put()?;
        Ok(Copied { dry_run: false, file: file.display().to_string(), bytes })
    }

    /// Copies the store to a file that has no name, to be read from its start.
    pub fn back_up_unnamed(store: &Path, wait: Wait) -> Result<File> {
        let mut store = Store::open_as_it_is(store, wait)?;
        let draft = Draft::passing()?;
        draft.fill(&mut store)?;
        Ok(draft.read()?)
    }
}

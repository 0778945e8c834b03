//! The CSV files that a scenario is given: the very ones that admins import.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::play::START;
use super::step::order;
use crate::files;
use crate::formats::table::{Columns, ReadOptions};
use crate::formats::{FileError, Position, Spanned, columns};
use crate::inbox::{
    self, ChangeBatch, ChangeOptions, ImportInput, ImportMode, ImportReport, MatchOwner, NoProgress, OnError,
    OwnerImportOptions, RemovalLimit, WithoutPhone,
};
use crate::input::{self, FaultyFile, ImportFile};
use crate::model::Excerpt;

/// Imports files into the world of a scenario.
pub(super) struct Files<'f> {
    pub(super) batch: &'f ChangeBatch<'f>,
    /// Where the scenario's own file is.
    pub(super) folder: &'f Path,
}

/// A file by its name, where the scenario names it.
type Named<'n> = Option<&'n Spanned<String>>;

impl Files<'_> {
    pub(super) fn members(&self, file: Named<'_>, faults: &mut Vec<FileError>) -> Result<(), Error> {
        self.import(file, columns::MEMBERS, faults, |order, input| self.batch.import_members(order, input))
    }

    pub(super) fn teams(&self, file: Named<'_>, faults: &mut Vec<FileError>) -> Result<(), Error> {
        self.import(file, columns::TEAMS, faults, |order, input| self.batch.import_teams(order, input))
    }

    pub(super) fn owners(&self, file: Named<'_>, faults: &mut Vec<FileError>) -> Result<(), Error> {
        self.import(file, columns::OWNERS, faults, |order, input| self.batch.import_owners(order, &mapping(), input))
    }

    fn import(
        &self,
        file: Named<'_>,
        columns: Columns,
        faults: &mut Vec<FileError>,
        work: impl FnOnce(&ChangeOptions, ImportInput<'_>) -> inbox::Result<ImportReport>,
    ) -> Result<(), Error> {
        let Some(named) = file else { return Ok(()) };
        match self.try_import(&named.value, columns, work) {
            Ok(()) => Ok(()),
            Err(input::ImportError::Inbox(error @ inbox::InboxError::Store(_))) => Err(error.into()),
            Err(input::ImportError::Inbox(error)) => {
                faults.push(
                    FileError::new(named.place, format!("`{}`: {error}", Excerpt(&named.value)))
                        .with_hint(error.hint()),
                );
                Ok(())
            }
            Err(input::ImportError::Faulty(file)) => {
                faults.extend(of_file(&file, named.place));
                Ok(())
            }
        }
    }

    /// Where the path of a file leads that a scenario may read: a scenario may be a stranger's, on its
    /// way through CI, and is given nothing from elsewhere.
    fn permitted(&self, path: &Path) -> Result<PathBuf, FaultyFile> {
        let place = fs::canonicalize(path).map_err(|error| FaultyFile::unreadable(path, &error))?;
        let folders = [self.folder, Path::new(".")].map(|folder| files::place(&folder.join(".")));
        if folders.iter().any(|folder| place.starts_with(folder)) {
            return Ok(place);
        }
        let why = "it is outside the folder of the scenario file and the working directory";
        Err(FaultyFile::unreadable(path, &io::Error::other(why)))
    }

    fn try_import(
        &self,
        name: &str,
        columns: Columns,
        work: impl FnOnce(&ChangeOptions, ImportInput<'_>) -> inbox::Result<ImportReport>,
    ) -> Result<(), input::ImportError> {
        let path = self.folder.join(name);
        let place = self.permitted(&path).map_err(input::ImportError::Faulty)?;
        let file = ImportFile::open_plain(&path, &place, columns, ReadOptions::default())
            .map_err(input::ImportError::Faulty)?;
        let mut rows = file.rows().map_err(input::ImportError::Faulty)?;
        let folder = std::env::temp_dir();
        let input = ImportInput { source: &mut rows, folder, rejects: None, progress: &mut NoProgress };
        let import = work(&order(START), input).map_err(|error| file.explain(error))?;
        if import.rows.rejected == 0 {
            return Ok(());
        }
        Err(input::ImportError::Faulty(file.faulty(&import).unwrap_or_else(|error| error)))
    }
}

/// The faults of a file at the place where the scenario names it; its rows are faults of the scenario.
fn of_file(file: &FaultyFile, place: Position) -> impl Iterator<Item = FileError> {
    let path = file.path.display().to_string();
    let more = file.by_code.values().sum::<u64>().saturating_sub(file.faults.len() as u64);
    let rest = (more > 0).then(|| FileError::new(place, format!("{path}: and {more} more errors")));
    let whole = file.faults.is_empty().then(|| FileError::new(place, file.message.clone()).with_code(file.code));
    let of_row = move |fault: &FileError| FileError::new(place, format!("{path}:{fault}"));
    file.faults.iter().map(of_row).chain(whole).chain(rest)
}

/// The mapping as it is, whoever is active.
fn mapping() -> OwnerImportOptions {
    OwnerImportOptions {
        mode: ImportMode::Add,
        match_owner: MatchOwner::Email,
        owner: None,
        existing_only: false,
        create_members: false,
        allow_inactive: true,
        without_phone: WithoutPhone::Reject,
        on_error: OnError::Abort,
        keep: Vec::new(),
        removals: RemovalLimit::Default,
    }
}

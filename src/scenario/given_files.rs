//! Imports the CSV files of `given` into the world of a scenario.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{ScenarioError, expectable};
use super::step::{START, order};
use crate::files;
use crate::formats::table::{Columns, ReadOptions};
use crate::formats::{FileError, Position, Spanned};
use crate::inbox::{
    ChangeBatch, ImportInput, ImportKind, ImportMode, MatchOwner, NoProgress, OnError, OwnerImportOptions,
    RemovalLimit, WithoutPhone,
};
use crate::input::{self, FaultyFile, ImportFile};
use crate::model::Excerpt;

pub(super) struct GivenFiles<'f> {
    pub(super) batch: &'f ChangeBatch<'f>,
    /// The folder of the scenario file.
    pub(super) folder: &'f Path,
}

impl GivenFiles<'_> {
    /// Imports a file, if there is one.
    pub(super) fn import(
        &self,
        file: Option<&Spanned<String>>,
        columns: Columns,
        kind: ImportKind<'_>,
        faults: &mut Vec<FileError>,
    ) -> Result<(), ScenarioError> {
        let Some(Spanned { value: name, place }) = file else { return Ok(()) };
        match self.try_import(name, columns, kind) {
            Ok(()) => {}
            Err(input::ImportError::Inbox(error)) => {
                if let Err(error) = expectable::<()>(Err(error))? {
                    let fault = FileError::new(*place, format!("`{}`: {error}", Excerpt(name)));
                    faults.push(fault.with_hint(error.hint()));
                }
            }
            Err(input::ImportError::Faulty(file)) => faults.extend(faults_of(&file, *place)),
        }
        Ok(())
    }

    fn try_import(&self, name: &str, columns: Columns, kind: ImportKind<'_>) -> Result<(), input::ImportError> {
        let path = self.folder.join(name);
        let place = self.permitted(&path)?;
        let file = ImportFile::open_plain(&path, &place, columns, ReadOptions::default())?;
        let mut rows = file.rows()?;
        let folder = std::env::temp_dir();
        let input = ImportInput { source: &mut rows, folder, rejects: None, progress: &mut NoProgress };
        let import = self.batch.import(&order(START), kind, input).map_err(|error| file.explain(error))?;
        if import.rows.rejected == 0 {
            return Ok(());
        }
        Err(file.faulty(&import)?.into())
    }

    /// Resolves a path. A scenario may come from a stranger's pull request: it reads no file outside.
    fn permitted(&self, path: &Path) -> Result<PathBuf, FaultyFile> {
        let place = fs::canonicalize(path).map_err(|error| FaultyFile::unreadable(path, &error))?;
        let folders = [self.folder, Path::new(".")].map(|folder| files::place(&folder.join(".")));
        if folders.iter().any(|folder| place.starts_with(folder)) {
            return Ok(place);
        }
        let why = "it is outside the folder of the scenario file and the working directory";
        Err(FaultyFile::unreadable(path, &io::Error::other(why)))
    }
}

/// The errors of a file, at the place where the scenario names it.
fn faults_of(file: &FaultyFile, place: Position) -> impl Iterator<Item = FileError> {
    let path = file.path.display().to_string();
    let more = file.by_code.values().sum::<u64>().saturating_sub(file.faults.len() as u64);
    let rest = (more > 0).then(|| FileError::new(place, format!("{path}: and {more} more errors")));
    let whole = file.faults.is_empty().then(|| FileError::new(place, file.message.clone()).with_code(file.code));
    let of_row = move |fault: &FileError| FileError::new(place, format!("{path}:{fault}"));
    file.faults.iter().map(of_row).chain(whole).chain(rest)
}

/// Imports all owners of the file, inactive ones too.
pub(super) fn mapping() -> OwnerImportOptions {
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

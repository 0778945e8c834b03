//! Imports the files of `given` into the world of a scenario.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{ScenarioError, expectable};
use super::step::{START, order};
use crate::files;
use crate::formats::profile::Profile;
use crate::formats::scenario::GivenFile;
use crate::formats::{FileError, Position, Spanned, columns};
use crate::inbox::{ChangeBatch, ChangeOptions, ImportInput, ImportKind, NoProgress, OnError, OwnerImportOptions};
use crate::input::{self, FaultyFile, ImportFile};
use crate::model::Excerpt;

/// What is in a file of `given`.
#[derive(Debug, Clone, Copy)]
pub(super) enum GivenContent {
    Members,
    Teams,
    Owners,
}

pub(super) struct GivenFiles<'f> {
    pub(super) batch: &'f ChangeBatch<'f>,
    /// The folder of the scenario file.
    pub(super) folder: &'f Path,
}

impl GivenFiles<'_> {
    /// Imports a file, if there is one.
    pub(super) fn import(
        &self,
        given: Option<&Spanned<GivenFile>>,
        content: GivenContent,
        faults: &mut Vec<FileError>,
    ) -> Result<(), ScenarioError> {
        let Some(Spanned { value: given, place }) = given else { return Ok(()) };
        match self.try_import(given, content) {
            Ok(()) => {}
            Err(input::ImportError::Inbox(error)) => {
                if let Err(error) = expectable::<()>(Err(error))? {
                    let fault = FileError::new(*place, format!("`{}`: {error}", Excerpt(&given.file)));
                    faults.push(fault.with_hint(error.hint()));
                }
            }
            Err(input::ImportError::Faulty(file)) => faults.extend(faults_of(&file, *place)),
        }
        Ok(())
    }

    fn try_import(&self, given: &GivenFile, content: GivenContent) -> Result<(), input::ImportError> {
        let profile = self.profile(given)?;
        let file = self.open(given, &profile, content)?;
        // Inactive owners too, as they may be in a store.
        let mapping = OwnerImportOptions { allow_inactive: true, ..input::owner_import(&profile) };
        let kind = match content {
            GivenContent::Members => ImportKind::Members(OnError::Abort),
            GivenContent::Teams => ImportKind::Teams(OnError::Abort),
            GivenContent::Owners => ImportKind::Owners(&mapping),
        };
        let order = order(START);
        let order = ChangeOptions { phones: profile.phones(order.phones), ..order };
        let mut rows = file.rows()?;
        let folder = std::env::temp_dir();
        let input = ImportInput { source: &mut rows, folder, rejects: None, progress: &mut NoProgress };
        let import = self.batch.import(&order, kind, input).map_err(|error| file.explain(error))?;
        if import.rows.rejected == 0 {
            return Ok(());
        }
        Err(file.faulty(&import)?.into())
    }

    /// What the scenario says of a file, before what its profile says.
    fn profile(&self, given: &GivenFile) -> Result<Profile, FaultyFile> {
        let Some(saved) = &given.saved_profile else { return Ok(given.profile.clone()) };
        let path = self.folder.join(saved);
        Ok(given.profile.clone().over(input::read_plain_profile(&path, &self.permitted(&path)?)?))
    }

    fn open(&self, given: &GivenFile, profile: &Profile, content: GivenContent) -> Result<ImportFile, FaultyFile> {
        let path = self.folder.join(&given.file);
        let place = self.permitted(&path)?;
        let open = |columns| ImportFile::open_plain(&path, &place, columns, profile.read_options());
        let file = match content {
            GivenContent::Members => open(columns::MEMBERS),
            GivenContent::Teams => open(columns::TEAMS),
            GivenContent::Owners => input::open_owners(profile, open),
        }?;
        if input::has_two_owners(profile, &file)? {
            let message = "`owner` can't be used with a file that has an owner column".to_owned();
            return Err(FaultyFile::unfit(&path, message, Some("remove `owner`".to_owned())));
        }
        Ok(file)
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
    let path = file.path.display();
    let more = file.by_code.values().sum::<u64>().saturating_sub(file.faults.len() as u64);
    let rest = (more > 0).then(|| FileError::new(place, format!("{path}: and {more} more errors")));
    let whole = file.faults.is_empty().then(|| FileError::new(place, file.message.clone()).with_code(file.code));
    let of_row = move |fault: &FileError| FileError::new(place, format!("{}: {}", file.place_of(fault), fault.message));
    file.faults.iter().map(of_row).chain(whole).chain(rest)
}

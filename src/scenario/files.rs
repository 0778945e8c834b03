//! The CSV files that a scenario is given: the very ones that admins import.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::play::START;
use super::step::order;
use crate::files;
use crate::formats::table::{Columns, Options};
use crate::formats::{Fault, Located, Place, columns};
use crate::inbox::{
    self, Import, Intake, Mapping, MatchOwner, Mode, OnError, Order, Rehearsal, Removals, Unwatched, WithoutPhone,
};
use crate::intake::{self, FaultyFile, File};
use crate::model::Excerpt;

/// Imports files into the world of a scenario.
pub(super) struct Files<'f> {
    pub(super) rehearsal: &'f Rehearsal<'f>,
    /// Where the scenario's own file is.
    pub(super) folder: &'f Path,
}

/// A file by its name, where the scenario names it.
type Named<'n> = Option<&'n Located<String>>;

impl Files<'_> {
    pub(super) fn members(&self, file: Named<'_>, faults: &mut Vec<Fault>) -> Result<(), Error> {
        self.import(file, columns::MEMBERS, faults, |order, intake| self.rehearsal.import_members(order, intake))
    }

    pub(super) fn teams(&self, file: Named<'_>, faults: &mut Vec<Fault>) -> Result<(), Error> {
        self.import(file, columns::TEAMS, faults, |order, intake| self.rehearsal.import_teams(order, intake))
    }

    pub(super) fn owners(&self, file: Named<'_>, faults: &mut Vec<Fault>) -> Result<(), Error> {
        self.import(file, columns::OWNERS, faults, |order, intake| {
            self.rehearsal.import_owners(order, &mapping(), intake)
        })
    }

    fn import(
        &self,
        file: Named<'_>,
        columns: Columns,
        faults: &mut Vec<Fault>,
        work: impl FnOnce(&Order, Intake<'_>) -> inbox::Result<Import>,
    ) -> Result<(), Error> {
        let Some(named) = file else { return Ok(()) };
        match self.try_import(&named.value, columns, work) {
            Ok(()) => Ok(()),
            Err(intake::Error::Inbox(error @ inbox::Error::Store(_))) => Err(error.into()),
            Err(intake::Error::Inbox(error)) => {
                faults.push(
                    Fault::new(named.place, format!("`{}`: {error}", Excerpt(&named.value))).with_hint(error.hint()),
                );
                Ok(())
            }
            Err(intake::Error::Faulty(file)) => {
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
        work: impl FnOnce(&Order, Intake<'_>) -> inbox::Result<Import>,
    ) -> Result<(), intake::Error> {
        let path = self.folder.join(name);
        let place = self.permitted(&path).map_err(intake::Error::Faulty)?;
        let file = File::open_plain(&path, &place, columns, Options::default()).map_err(intake::Error::Faulty)?;
        let mut rows = file.rows().map_err(intake::Error::Faulty)?;
        let folder = std::env::temp_dir();
        let intake = Intake { source: &mut rows, folder, rejects: None, watch: &mut Unwatched };
        let import = work(&order(START), intake).map_err(|error| file.explain(error))?;
        if import.rows.rejected == 0 {
            return Ok(());
        }
        Err(intake::Error::Faulty(file.faulty(&import).unwrap_or_else(|error| error)))
    }
}

/// The faults of a file at the place where the scenario names it; its rows are faults of the scenario.
fn of_file(file: &FaultyFile, place: Place) -> impl Iterator<Item = Fault> {
    let path = file.path.display().to_string();
    let more = file.by_code.values().sum::<u64>().saturating_sub(file.faults.len() as u64);
    let rest = (more > 0).then(|| Fault::new(place, format!("{path}: and {more} more errors")));
    let whole = file.faults.is_empty().then(|| Fault::new(place, file.message.clone()).with_code(file.code));
    let of_row = move |fault: &Fault| Fault::new(place, format!("{path}:{fault}"));
    file.faults.iter().map(of_row).chain(whole).chain(rest)
}

/// The mapping as it is, whoever is active.
fn mapping() -> Mapping {
    Mapping {
        mode: Mode::Add,
        match_owner: MatchOwner::Email,
        owner: None,
        existing_only: false,
        create_members: false,
        allow_inactive: true,
        without_phone: WithoutPhone::Reject,
        on_error: OnError::Abort,
        keep: Vec::new(),
        removals: Removals::Few,
    }
}

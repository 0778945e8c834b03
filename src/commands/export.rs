//! Arguments and steps that all exports have: where they go, and as what.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::arguments::codes;
use super::{Context, Outcome, Usage};
use crate::files::{Access, AtomicFile, Unwritable};
use crate::formats::table::Delimiter;
use crate::formats::workbook::{is_workbook_name, require_workbooks};
use crate::inbox::{self, InboxReader};
use crate::output::{CsvReader, CsvStyle, ExportWriter, Exported, OutputError};

#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// Write to this file: CSV, or a workbook if its name ends in `.xlsx` [default: stdout, as CSV]
    ///
    /// It is written whole or not at all. An existing file is replaced and keeps its permissions; a new one
    /// is readable by your user only.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write CSV for this program, which would change phone numbers
    ///
    /// `excel`: with a byte-order mark, and phone numbers as `="+525512345678"`, so that they stay text. A
    /// workbook (`--output FILE.xlsx`) is the better way: it keeps ids such as 007 and names such as 1/2 too.
    #[arg(id = "for", long = "for", value_name = "PROGRAM", value_parser = codes::<CsvReader>())]
    reader: Option<CsvReader>,
    /// Field delimiter of CSV [default: ,]
    ///
    /// One of `,`, `;`, `|` or `tab`. Excel expects `;` in countries with a decimal comma.
    #[arg(long)]
    delimiter: Option<Delimiter>,
}

impl ExportArgs {
    /// Reads items from the store and writes them.
    pub(super) fn run<T: Exported>(
        &self,
        context: &Context,
        read: impl FnOnce(&mut InboxReader<'_>, &mut dyn FnMut(T) -> ControlFlow<()>) -> inbox::Result<()>,
    ) -> Result<Outcome> {
        self.run_with(context, |_| Ok(T::columns()), read)
    }

    /// The same, where the columns depend on what the store holds.
    pub(super) fn run_with<T: Exported>(
        &self,
        context: &Context,
        columns: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<Vec<&'static str>>,
        read: impl FnOnce(&mut InboxReader<'_>, &mut dyn FnMut(T) -> ControlFlow<()>) -> inbox::Result<()>,
    ) -> Result<Outcome> {
        let write = |reader: &mut InboxReader<'_>, export: Result<ExportWriter<'_>, OutputError>| {
            let mut export = match export {
                Ok(export) => export,
                Err(error) => return Ok(Err(error)),
            };
            read(reader, &mut |item| export.item(&item))?;
            Ok(export.finish())
        };
        match self.output.as_deref().filter(|path| path.as_os_str() != "-") {
            None => {
                context.read(|reader| {
                    let columns = columns(reader)?;
                    write(reader, Ok(context.ui.export(&columns, self.style())))
                })??;
            }
            Some(path) => {
                let mut file = self.open(context, path)?;
                let written = context.read(|reader| {
                    let columns = columns(reader)?;
                    let export = if is_workbook_name(path) {
                        ExportWriter::workbook::<T>(&mut file, &columns)
                    } else {
                        Ok(ExportWriter::csv(Box::new(&mut file), &columns, self.style()))
                    };
                    write(reader, export)
                })?;
                let items = written.map_err(|error| unwritable(path, error.into()))?;
                file.commit()?;
                context.ui.note_export::<T>(items, &path.display().to_string());
            }
        }
        Ok(Outcome::Done)
    }

    fn style(&self) -> CsvStyle {
        CsvStyle { delimiter: self.delimiter, reader: self.reader }
    }

    /// Opens the file, before the store is read.
    fn open(&self, context: &Context, path: &Path) -> Result<AtomicFile> {
        if context.is_of_store(path) {
            let message = format!("can't write the export to `{}`: it is the store", path.display());
            return Err(Usage::new(&message, "pass another file with `--output FILE`").into());
        }
        if is_workbook_name(path) {
            self.check_workbook()?;
        }
        Ok(AtomicFile::create(path, Access::Private)?)
    }

    /// Refuses options of CSV, and workbooks in a build without them.
    fn check_workbook(&self) -> Result<(), Usage> {
        let given = [("--for", self.reader.is_some()), ("--delimiter", self.delimiter.is_some())];
        if let Some((option, _)) = given.iter().find(|(_, given)| *given) {
            let message = format!("`{option}` can't be used with a workbook: it is for CSV");
            return Err(Usage {
                message,
                hint: format!("remove `{option}`, or choose a file name that ends in `.csv`"),
            });
        }
        require_workbooks().map_err(|error| Usage::new(&error.to_string(), error.hint()))
    }
}

/// An error of the output is one of the file.
fn unwritable(path: &Path, error: anyhow::Error) -> anyhow::Error {
    match error.downcast() {
        Ok(OutputError::Write(source)) => Unwritable { path: path.to_owned(), source }.into(),
        Ok(other) => other.into(),
        Err(other) => other,
    }
}

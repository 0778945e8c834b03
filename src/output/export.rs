//! The key-account mapping as CSV, as an import reads it.

use std::ops::ControlFlow;

use super::csv::CsvWriter;
use super::error::OutputError;
use super::ui::Ui;
use crate::inbox::view::Mapped;

/// The headers, in the order of [`Mapped`].
const HEADERS: [&str; 7] = ["phone", "first_name", "last_name", "email", "account", "external_id", "owner"];

/// A mapping, printed row by row.
pub struct MappingWriter {
    csv: CsvWriter,
    failed: Option<OutputError>,
}

impl Ui {
    /// Begins a mapping, as CSV whatever the format.
    pub fn export(&self) -> MappingWriter {
        let keys = HEADERS.map(str::to_owned).to_vec();
        MappingWriter { csv: CsvWriter::new(Box::new(self.data_out()), keys), failed: None }
    }
}

impl MappingWriter {
    /// Prints a contact with its owners; breaks where the output is closed.
    pub fn row(&mut self, mapped: &Mapped) -> ControlFlow<()> {
        let fields = mapped.fields.iter().map(|field| field.as_deref().unwrap_or_default());
        let owners = mapped.owners.join(";");
        let texts = std::iter::once(&*mapped.phone).chain(fields).chain([&*owners]);
        OutputError::or_break(self.csv.texts(texts), &mut self.failed)
    }

    /// Prints the rest.
    pub fn finish(self) -> Result<(), OutputError> {
        self.failed.map_or_else(|| self.csv.finish(), Err)
    }
}

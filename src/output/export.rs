//! The key-account mapping as CSV, as an import reads it.

use std::ops::ControlFlow;

use super::csv::CsvWriter;
use super::error::OutputError;
use super::ui::Ui;
use crate::inbox::view::ContactView;
use crate::model::{CONTACT_FIELDS, ContactField};

/// A mapping, printed row by row.
pub struct MappingWriter {
    csv: CsvWriter,
    failed: Option<OutputError>,
}

impl Ui {
    /// Begins a mapping, as CSV whatever the format.
    pub fn export(&self) -> MappingWriter {
        let fields = CONTACT_FIELDS.iter().map(ContactField::key);
        let keys = ["phone"].into_iter().chain(fields).chain(["owner"]).map(str::to_owned).collect();
        MappingWriter { csv: CsvWriter::new(Box::new(self.data_out()), keys), failed: None }
    }
}

impl MappingWriter {
    /// Prints a contact with its owners; breaks where the output is closed.
    pub fn row(&mut self, contact: &ContactView) -> ControlFlow<()> {
        let fields = contact.fields.iter().map(|(_, value)| value.unwrap_or_default());
        let owners = contact.owners.join(";");
        let texts = std::iter::once(&*contact.phone).chain(fields).chain([&*owners]);
        OutputError::or_break(self.csv.texts(texts), &mut self.failed)
    }

    /// Prints the rest.
    pub fn finish(self) -> Result<(), OutputError> {
        self.failed.map_or_else(|| self.csv.finish(), Err)
    }
}

//! The key-account mapping as CSV, as an import reads it.

use std::io::Write;
use std::ops::ControlFlow;

use super::error::OutputError;
use super::ui::Ui;
use crate::formats::csv::escape_formula;
use crate::inbox::view::Mapped;

/// The headers, in the order of [`Mapped`]; the owners come last.
const HEADERS: [&str; 7] = ["phone", "first_name", "last_name", "email", "account", "external_id", "owner"];

/// A mapping on its way out, row by row.
pub struct Export {
    csv: ::csv::Writer<Box<dyn Write>>,
    /// Whether the headers are written.
    begun: bool,
    failed: Option<OutputError>,
}

impl Ui {
    /// Begins a mapping; it is CSV whatever the format. The headers come with the first row, or at the
    /// end: a command that fails before prints nothing.
    pub fn export(&self) -> Export {
        let csv = ::csv::Writer::from_writer(Box::new(self.data_out()) as Box<dyn Write>);
        Export { csv, begun: false, failed: None }
    }
}

impl Export {
    /// Takes a contact; says whether there is room for more.
    pub fn row(&mut self, mapped: &Mapped) -> ControlFlow<()> {
        match self.write(mapped) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn write_headers(&mut self) -> Result<(), OutputError> {
        if !self.begun {
            self.csv.write_record(HEADERS)?;
            self.begun = true;
        }
        Ok(())
    }

    fn write(&mut self, mapped: &Mapped) -> Result<(), OutputError> {
        self.write_headers()?;
        self.csv.write_field(&mapped.phone)?;
        for field in &mapped.fields {
            self.csv.write_field(escape_formula(field.as_deref().unwrap_or_default()).as_bytes())?;
        }
        self.csv.write_field(escape_formula(&mapped.owners.join(";")).as_bytes())?;
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<(), OutputError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.write_headers()?;
        Ok(self.csv.flush()?)
    }
}

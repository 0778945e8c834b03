//! The key-account mapping as CSV, as an import reads it.

use std::io::Write;
use std::ops::ControlFlow;

use super::screen::{Error, Screen};
use crate::formats::csv::defused;
use crate::inbox::view::Mapped;

/// The headers, in the order of [`Mapped`]; the owners come last.
const HEADERS: [&str; 7] = ["phone", "first_name", "last_name", "email", "account", "external_id", "owner"];

/// A mapping on its way out, row by row.
pub struct Export {
    csv: ::csv::Writer<Box<dyn Write>>,
    failed: Option<Error>,
}

impl Screen {
    /// Begins a mapping; it is CSV whatever the format.
    pub fn export(&self) -> Result<Export, Error> {
        let mut csv = ::csv::Writer::from_writer(Box::new(self.data_out()) as Box<dyn Write>);
        csv.write_record(HEADERS)?;
        Ok(Export { csv, failed: None })
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

    fn write(&mut self, mapped: &Mapped) -> Result<(), Error> {
        self.csv.write_field(&mapped.phone)?;
        for field in &mapped.fields {
            self.csv.write_field(defused(field.as_deref().unwrap_or_default()).as_bytes())?;
        }
        self.csv.write_field(defused(&mapped.owners.join(";")).as_bytes())?;
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<(), Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        Ok(self.csv.flush()?)
    }
}

//! What an import takes back: contacts, owners, members and teams, as CSV or as a workbook.

use std::io::Write;
use std::ops::ControlFlow;

use super::csv::{CsvStyle, CsvWriter};
use super::error::OutputError;
use super::text::count;
use super::ui::Ui;
use crate::formats::workbook::SheetWriter;
use crate::inbox::view::{ContactView, MemberView, TeamView};
use crate::model::{CONTACT_FIELDS, ContactField};

/// Something that is exported, in one or more rows.
pub trait Exported {
    /// What it is called, in the singular; the sheet of a workbook has the plural.
    const NAME: &'static str;

    /// The columns, as the import names them.
    fn columns() -> Vec<&'static str>;

    /// Writes its rows: a text for each column.
    fn write(&self, row: &mut dyn FnMut(&[&str]) -> Result<(), OutputError>) -> Result<(), OutputError>;
}

/// A contact with its owners: a row of the key-account mapping.
pub struct MappedContact {
    pub contact: ContactView,
    /// The pinned owners; none if no contact has any.
    pub pinned: Option<Vec<String>>,
}

impl MappedContact {
    /// The column of pinned owners.
    pub const PINNED: &str = "pinned";
}

/// Writes an export item by item.
pub struct ExportWriter<'w> {
    table: ExportTable<'w>,
    items: i64,
    failed: Option<OutputError>,
}

enum ExportTable<'w> {
    Csv(Box<CsvWriter<'w>>),
    Workbook(Box<SheetWriter>, &'w mut (dyn Write + Send)),
}

impl Ui {
    /// Begins an export to stdout, as CSV whatever the format.
    pub fn export(&self, columns: &[&str], style: CsvStyle) -> ExportWriter<'static> {
        ExportWriter::csv(Box::new(self.data_out()), columns, style)
    }

    /// Says how much was exported to a file.
    pub fn note_export<T: Exported>(&self, items: i64, file: &str) {
        self.note(&format!("wrote {} to `{file}`", count(items, T::NAME)));
    }
}

impl<'w> ExportWriter<'w> {
    pub fn csv(out: Box<dyn Write + 'w>, columns: &[&str], style: CsvStyle) -> Self {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        let table = ExportTable::Csv(Box::new(CsvWriter::with_style(out, columns, style)));
        Self { table, items: 0, failed: None }
    }

    /// Begins a workbook, which is written at the end.
    pub fn workbook<T: Exported>(
        out: &'w mut (dyn Write + Send),
        columns: &[&'static str],
    ) -> Result<Self, OutputError> {
        let sheet = SheetWriter::new(&format!("{}s", T::NAME), columns.to_vec())?;
        Ok(Self { table: ExportTable::Workbook(Box::new(sheet), out), items: 0, failed: None })
    }

    /// Writes an item; breaks where the output is closed or refuses it.
    pub fn item(&mut self, item: &impl Exported) -> ControlFlow<()> {
        self.items += 1;
        let table = &mut self.table;
        OutputError::or_break(item.write(&mut |texts| table.row(texts)), &mut self.failed)
    }

    /// Writes the rest; returns the number of items.
    pub fn finish(self) -> Result<i64, OutputError> {
        self.failed.map_or(Ok(()), Err)?;
        match self.table {
            ExportTable::Csv(csv) => csv.finish()?,
            ExportTable::Workbook(sheet, out) => sheet.finish(out)?,
        }
        Ok(self.items)
    }
}

impl ExportTable<'_> {
    fn row(&mut self, texts: &[&str]) -> Result<(), OutputError> {
        match self {
            Self::Csv(csv) => csv.texts(texts.iter().copied()),
            Self::Workbook(sheet, _) => Ok(sheet.row(texts.iter().copied())?),
        }
    }
}

impl ContactView {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().map(|(_, value)| value.unwrap_or_default());
        std::iter::once(self.phone.as_str()).chain(fields)
    }
}

impl Exported for ContactView {
    const NAME: &'static str = "contact";

    fn columns() -> Vec<&'static str> {
        ["phone"].into_iter().chain(CONTACT_FIELDS.iter().map(ContactField::key)).collect()
    }

    fn write(&self, row: &mut dyn FnMut(&[&str]) -> Result<(), OutputError>) -> Result<(), OutputError> {
        row(&self.texts().collect::<Vec<_>>())
    }
}

impl Exported for MappedContact {
    const NAME: &'static str = ContactView::NAME;

    fn columns() -> Vec<&'static str> {
        ContactView::columns().into_iter().chain(["owner"]).collect()
    }

    fn write(&self, row: &mut dyn FnMut(&[&str]) -> Result<(), OutputError>) -> Result<(), OutputError> {
        let (owners, pinned) = (self.contact.owners.join(";"), self.pinned.as_ref().map(|pinned| pinned.join(";")));
        row(&self.contact.texts().chain([owners.as_str()]).chain(pinned.as_deref()).collect::<Vec<_>>())
    }
}

impl Exported for MemberView {
    const NAME: &'static str = "member";

    fn columns() -> Vec<&'static str> {
        vec!["email", "name", "active", "external_id"]
    }

    fn write(&self, row: &mut dyn FnMut(&[&str]) -> Result<(), OutputError>) -> Result<(), OutputError> {
        let text = |value: &'_ Option<String>| value.as_deref().unwrap_or_default().to_owned();
        let active = if self.active { "yes" } else { "no" };
        row(&[&self.email, &text(&self.name), active, &text(&self.external_id)])
    }
}

/// A row for each member in the order of the rotation; what belongs to the team is in the first. A team without
/// members has one row.
impl Exported for TeamView {
    const NAME: &'static str = "team";

    fn columns() -> Vec<&'static str> {
        vec!["team", "member", "strategy", "default_agent", "reassign_after"]
    }

    fn write(&self, row: &mut dyn FnMut(&[&str]) -> Result<(), OutputError>) -> Result<(), OutputError> {
        let first = self.members.first().map(String::as_str).unwrap_or_default();
        let agent = self.default_agent.as_deref().unwrap_or_default();
        let minutes = self.reassign_after.map(|minutes| minutes.to_string()).unwrap_or_default();
        row(&[&self.name, first, self.strategy.code(), agent, &minutes])?;
        self.members.iter().skip(1).try_for_each(|member| row(&[&self.name, member, "", "", ""]))
    }
}

//! Guesses from the first rows which column is which, only for hints.

use std::io::Read;

use super::options::ColumnMapping;
use super::records::Records;
use super::row::TableRow;
use crate::model::shell_quoted;

/// The number of rows in a sample.
const ROWS: usize = 20;

const PHONE_DIGITS: usize = 7;

/// The contents of a column in the first rows.
#[derive(Debug, Clone, Copy, Default)]
struct ColumnSample {
    filled: usize,
    emails: usize,
    phones: usize,
}

/// The contents of the columns in the first rows.
#[derive(Debug, Default)]
pub(super) struct Samples(Vec<ColumnSample>);

impl Samples {
    pub(super) fn read<R: Read>(records: &mut Records<R>, headers: usize) -> Self {
        let mut columns = vec![ColumnSample::default(); headers];
        let mut row = TableRow::default();
        for _ in 0..ROWS {
            if !matches!(records.read(&mut row), Ok(true)) {
                break;
            }
            for (column, cell) in columns.iter_mut().zip(row.cells()) {
                column.add(cell.trim());
            }
        }
        Self(columns)
    }

    /// The position of the likeliest of some columns for a name: of several columns of phones the fullest, of
    /// several of emails none.
    pub(super) fn likeliest(&self, name: &str, positions: &[usize]) -> Option<usize> {
        let columns = positions.iter().filter_map(|position| Some((*position, self.0.get(*position)?)));
        match name {
            "phone" => {
                let phones = columns.rev().filter(|(_, column)| column.phones * 2 > column.filled);
                phones.max_by_key(|(_, column)| column.phones).map(|(position, _)| position)
            }
            "owner" | "member" | "email" => {
                let mut emails = columns.filter(|(_, column)| column.emails * 2 > column.filled);
                emails.next().filter(|_| emails.next().is_none()).map(|(position, _)| position)
            }
            _ => None,
        }
    }
}

impl ColumnSample {
    fn add(&mut self, cell: &str) {
        self.filled += usize::from(!cell.is_empty());
        let is_email =
            |part: &str| part.contains('@') && !part.trim().contains(|sign: char| sign.is_whitespace() || sign == '(');
        self.emails += usize::from(cell.split([';', ',', '|', '\n']).all(is_email));
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let is_phone = |sign: char| sign.is_ascii_digit() || " +-().'".contains(sign);
        self.phones += usize::from(digits >= PHONE_DIGITS && cell.chars().all(is_phone));
    }
}

/// The option of a mapping, ready to paste.
pub(super) fn column_option(mapping: &ColumnMapping) -> String {
    format!("--column {}={}", mapping.column, shell_quoted(&mapping.headers.join(",")))
}

/// The options of mappings, ready to paste.
pub(super) fn column_options(mappings: &[ColumnMapping]) -> String {
    mappings.iter().map(column_option).collect::<Vec<_>>().join(" ")
}

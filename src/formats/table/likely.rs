//! Guesses from the first rows which column is which, only for hints.

use std::io::Read;

use super::record::RecordReader;
use super::row::TableRow;

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
    pub(super) fn read<R: Read>(records: &mut RecordReader<R>, headers: usize) -> Self {
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

    /// The position of the likeliest column for a name: of several columns of phones the fullest, of
    /// several of emails none.
    pub(super) fn likeliest(&self, name: &str) -> Option<usize> {
        match name {
            "phone" => {
                let phones = self.0.iter().enumerate().rev().filter(|(_, column)| column.phones * 2 > column.filled);
                phones.max_by_key(|(_, column)| column.phones).map(|(position, _)| position)
            }
            "owner" | "member" | "email" => {
                let emails = |column: &ColumnSample| column.emails * 2 > column.filled;
                let mut positions = (0..self.0.len()).filter(|at| self.0.get(*at).is_some_and(emails));
                positions.next().filter(|_| positions.next().is_none())
            }
            _ => None,
        }
    }
}

impl ColumnSample {
    fn add(&mut self, cell: &str) {
        self.filled += usize::from(!cell.is_empty());
        self.emails += usize::from(cell.contains('@'));
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let is_phone = |sign: char| sign.is_ascii_digit() || " +-().'".contains(sign);
        self.phones += usize::from(digits >= PHONE_DIGITS && cell.chars().all(is_phone));
    }
}

/// The option that maps a column to a header, ready to paste.
pub(super) fn column_option(name: &str, header: &str) -> String {
    format!("--column {name}='{}'", header.trim().replace('\'', r"'\''"))
}

//! The rows of a sheet that was copied from a workbook: written once, and read as often as a CSV file would
//! be. Only cells that are not blank are kept, so that a sheet costs what it holds, and not what it claims
//! to be.

use std::collections::VecDeque;
use std::io::{self, BufReader, Read, Write};

use super::cell_fault::CellFault;
use super::record::RowPreview;
use super::row::TableRow;

/// The most bytes that a row of four numbers, its cells and their errors take beside its text.
const HEAD: usize = 16;
const CELL: usize = 8;

/// A row of a sheet as it is copied.
#[derive(Debug, Default)]
pub struct SheetRecord {
    row: u32,
    text: String,
    /// The column of each cell, from 0, and its end in the text.
    cells: Vec<(u32, u32)>,
    faults: Vec<(u32, CellFault)>,
}

/// Cells below each other that are merged: the first of them holds the value of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergedCells {
    /// The first and the last row, from 1.
    pub first: u32,
    pub last: u32,
    /// The column, from 0.
    pub column: u32,
}

impl SheetRecord {
    /// Begins a row, from 1.
    pub fn begin(&mut self, row: u32) {
        self.row = row;
        self.text.clear();
        self.cells.clear();
        self.faults.clear();
    }

    /// Adds the cell of a column right of the others, with the text that `write` adds; blank ones are left out.
    pub fn cell<E>(
        &mut self,
        column: u32,
        write: impl FnOnce(&mut String) -> Result<Option<CellFault>, E>,
    ) -> Result<(), E> {
        let start = self.text.len();
        let fault = write(&mut self.text)?;
        self.faults.extend(fault.map(|fault| (column, fault)));
        if fault.is_none() && self.text.get(start..).is_none_or(|text| text.trim().is_empty()) {
            self.text.truncate(start);
        } else {
            self.cells.push((column, u32::try_from(self.text.len()).unwrap_or(u32::MAX)));
        }
        Ok(())
    }

    /// The length of its text, in bytes.
    pub fn length(&self) -> usize {
        self.text.len()
    }

    pub fn is_blank(&self) -> bool {
        self.cells.is_empty()
    }

    /// The bytes that it takes.
    pub fn size(&self) -> u64 {
        (HEAD + self.text.len() + CELL * (self.cells.len() + self.faults.len())) as u64
    }

    pub fn write(&self, target: &mut impl Write) -> io::Result<()> {
        let count = |length: usize| u32::try_from(length).map_err(io::Error::other);
        for number in [self.row, count(self.cells.len())?, count(self.faults.len())?, count(self.text.len())?] {
            target.write_all(&number.to_le_bytes())?;
        }
        let faults = self.faults.iter().map(|(column, fault)| (*column, *fault as u32));
        for (column, number) in self.cells.iter().copied().chain(faults) {
            target.write_all(&column.to_le_bytes())?;
            target.write_all(&number.to_le_bytes())?;
        }
        target.write_all(self.text.as_bytes())
    }

    /// Reads the next row; `false` at the end.
    fn read(&mut self, source: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let mut head = [0; HEAD];
        if source.read(head.get_mut(..1).unwrap_or_default())? == 0 {
            return Ok(false);
        }
        source.read_exact(head.get_mut(1..).unwrap_or_default())?;
        let mut numbers = numbers(&head);
        let mut next = || numbers.next().unwrap_or_default() as usize;
        let (row, cells, faults, length) = (next(), next(), next(), next());
        self.begin(u32::try_from(row).unwrap_or(u32::MAX));
        bytes.resize(CELL * (cells + faults) + length, 0);
        source.read_exact(bytes)?;
        let (pairs, text) = bytes.split_at_checked(CELL * (cells + faults)).unwrap_or_default();
        let mut pairs = self::numbers(pairs);
        let mut pair = || Some((pairs.next()?, pairs.next()?));
        self.cells.extend((0..cells).map_while(|_| pair()));
        let fault = |(column, code)| Some((column, CellFault::of(code)?));
        self.faults.extend((0..faults).map_while(|_| pair()).filter_map(fault));
        self.text.push_str(str::from_utf8(text).map_err(io::Error::other)?);
        Ok(true)
    }

    /// The cells: column, text and error.
    fn cells(&self) -> impl Iterator<Item = (u32, &str, Option<CellFault>)> {
        let starts = [0].into_iter().chain(self.cells.iter().map(|(_, end)| *end));
        let mut faults = self.faults.iter().peekable();
        self.cells.iter().zip(starts).map(move |((column, end), start)| {
            let fault = faults.next_if(|(of, _)| of == column).map(|(_, fault)| *fault);
            (*column, self.text.get(start as usize..*end as usize).unwrap_or_default(), fault)
        })
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

/// A value that also stands for the cells below it.
struct MergedValue {
    column: u32,
    last: u32,
    text: String,
    fault: Option<CellFault>,
}

/// Reads the rows of a copied sheet.
pub(super) struct SheetRecords<R> {
    source: BufReader<R>,
    record: SheetRecord,
    bytes: Vec<u8>,
    /// The merged cells, by their first rows.
    merged: Vec<MergedCells>,
    /// The number of them that have begun.
    begun: usize,
    /// The values of those that reach below the present row, by column.
    values: Vec<MergedValue>,
    /// Rows that were looked at.
    seen: VecDeque<TableRow>,
    read: u64,
}

impl<R: Read> SheetRecords<R> {
    pub(super) fn new(source: R, merged: &[MergedCells]) -> Self {
        let mut merged = merged.to_vec();
        merged.sort_unstable();
        Self {
            source: BufReader::with_capacity(128 * 1024, source),
            record: SheetRecord::default(),
            bytes: Vec::new(),
            merged,
            begun: 0,
            values: Vec::new(),
            seen: VecDeque::new(),
            read: 0,
        }
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn read(&mut self, row: &mut TableRow) -> io::Result<bool> {
        if let Some(seen) = self.seen.pop_front() {
            *row = seen;
            return Ok(true);
        }
        if !self.record.read(&mut self.source, &mut self.bytes)? {
            return Ok(false);
        }
        self.read += self.record.size();
        row.begin_sheet_row(self.record.row.into());
        self.fill(row);
        self.remember();
        Ok(true)
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.read
    }

    /// Looks at the next rows without reading them.
    pub(super) fn preview(&mut self) -> SheetPreview<'_, R> {
        SheetPreview { records: self, next: 0, used: 0 }
    }

    /// Adds the cells of the row, and the values of merged ones where it has none.
    fn fill(&mut self, row: &mut TableRow) {
        self.values.retain(|value| value.last >= self.record.row);
        let mut values = self.values.iter().peekable();
        for (column, text, fault) in self.record.cells() {
            while let Some(value) = values.next_if(|value| value.column < column) {
                row.add_cell(value.column as usize, &value.text, value.fault);
            }
            values.next_if(|value| value.column == column);
            row.add_cell(column as usize, text, fault);
        }
        for value in values {
            row.add_cell(value.column as usize, &value.text, value.fault);
        }
    }

    /// Remembers the values of merged cells that begin at this row.
    fn remember(&mut self) {
        while let Some(merged) = self.merged.get(self.begun).filter(|merged| merged.first <= self.record.row) {
            self.begun += 1;
            if merged.first < self.record.row {
                continue;
            }
            let (column, last) = (merged.column, merged.last);
            let Some((_, text, fault)) = self.record.cells().find(|(of, ..)| *of == column) else { continue };
            let value = MergedValue { column, last, text: text.to_owned(), fault };
            // Merged cells don't overlap; of those that do, the later ones count.
            self.values.retain(|value| value.column != column);
            let at = self.values.partition_point(|value| value.column < column);
            self.values.insert(at, value);
        }
    }
}

/// Whether a copy has at most `most` bytes once the values of merged cells are in all their rows.
#[cfg(feature = "workbooks")]
pub fn fits_filled(copy: impl Read, merged: &[MergedCells], most: u64) -> io::Result<bool> {
    let (mut records, mut row) = (SheetRecords::new(copy, merged), TableRow::default());
    let mut size = 0;
    while size <= most && records.read(&mut row)? {
        let filled = row.cells().filter(|cell| !cell.is_empty());
        size += filled.map(|cell| (CELL + cell.len()) as u64).sum::<u64>();
    }
    Ok(size <= most)
}

pub(super) struct SheetPreview<'s, R> {
    records: &'s mut SheetRecords<R>,
    next: usize,
    used: usize,
}

impl<R: Read> RowPreview for SheetPreview<'_, R> {
    fn used(&self) -> usize {
        self.used
    }

    fn read(&mut self) -> io::Result<Option<&TableRow>> {
        if self.next == self.records.seen.len() {
            let mut row = TableRow::default();
            // What was seen is read again; what is read now is new.
            let seen = std::mem::take(&mut self.records.seen);
            let more = self.records.read(&mut row);
            self.records.seen = seen;
            if !more? {
                return Ok(None);
            }
            self.records.seen.push_back(row);
        }
        self.next += 1;
        let row = self.records.seen.get(self.next - 1);
        self.used += row.map_or(0, |row| row.cells().map(str::len).sum());
        Ok(row)
    }
}

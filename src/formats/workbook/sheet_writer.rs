//! Writes a workbook of one sheet: headers, then rows of text.
//!
//! Every cell is text with the number format `@`, so that a spreadsheet shows it, and what is typed in
//! its place, as it is: no phone loses its `+`, no id its zeros, and nothing runs as a formula. Rows go
//! to a temporary file, so that memory does not grow with them.

use std::cell::Cell;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use rust_xlsxwriter::{Format, IgnoreError, Workbook, Worksheet, XlsxError};

use super::SheetError;

/// The most rows below the headers.
const MOST_ROWS: u32 = 1_048_575;
/// The most characters of a cell, in UTF-16 as Excel counts.
const LONGEST: usize = 32_767;
/// The width of columns, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 50;

/// A sheet of text. Rows that it can't hold are errors; nothing reaches the target before `finish`.
pub struct SheetWriter {
    workbook: Workbook,
    sheet: Worksheet,
    text: Format,
    columns: Vec<SheetColumn>,
    /// The number of rows, without the headers.
    rows: u32,
}

struct SheetColumn {
    header: String,
    /// The longest line of its cells, in characters.
    width: usize,
}

impl SheetWriter {
    /// Begins a sheet with this name and these headers.
    pub fn new<'h>(name: &str, headers: impl IntoIterator<Item = &'h str>) -> Result<Self, SheetError> {
        let mut workbook = Workbook::new();
        let mut sheet = guarded(|| workbook.new_worksheet_with_constant_memory())?;
        sheet.set_name(name).map_err(write_error)?;
        sheet.set_freeze_panes(1, 0).map_err(write_error)?;
        let columns = headers.into_iter().map(|header| SheetColumn { header: header.to_owned(), width: NARROWEST });
        let (text, columns) = (Format::new().set_num_format("@"), columns.collect());
        let mut writer = Self { workbook, sheet, text, columns, rows: 0 };
        writer.write_headers()?;
        Ok(writer)
    }

    fn write_headers(&mut self) -> Result<(), SheetError> {
        let headers: Vec<_> = self.columns.iter().map(|column| column.header.clone()).collect();
        let bold = self.text.clone().set_bold();
        self.cells(0, headers.iter().map(String::as_str), &bold)
    }

    /// Adds a row with a text for each column; empty texts are empty cells.
    pub fn row<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Result<(), SheetError> {
        if self.rows == MOST_ROWS {
            return Err(SheetError::TooManyRows);
        }
        self.rows += 1;
        let text = self.text.clone();
        self.cells(self.rows, texts, &text)
    }

    fn cells<'t>(
        &mut self,
        row: u32,
        texts: impl IntoIterator<Item = &'t str>,
        format: &Format,
    ) -> Result<(), SheetError> {
        for ((column, position), text) in self.columns.iter_mut().zip(0..).zip(texts) {
            column.check(row, text)?;
            column.widen(text);
            if !text.is_empty() {
                guarded(|| self.sheet.write_string_with_format(row, position, text, format).map(drop))?;
            }
        }
        Ok(())
    }

    /// Writes the workbook.
    pub fn finish(mut self, out: impl Write + Send) -> Result<(), SheetError> {
        for (column, position) in self.columns.iter().zip(0..) {
            self.sheet.set_column_format(position, &self.text).map_err(write_error)?;
            self.sheet.set_column_width(position, column.shown_width()).map_err(write_error)?;
        }
        let last = self.columns.len().saturating_sub(1).try_into().unwrap_or_default();
        let ignored = IgnoreError::NumberStoredAsText;
        self.sheet.ignore_error_range(0, 0, self.rows, last, ignored).map_err(write_error)?;
        self.workbook.push_worksheet(self.sheet);
        guarded(|| self.workbook.save_to_writer(FailingOnce { out, has_failed: false }))
    }
}

/// Ignores what is written after an error: the library completes the archive on drop, and would print each further
/// error.
struct FailingOnce<W> {
    out: W,
    has_failed: bool,
}

impl<W: Write> FailingOnce<W> {
    fn attempt<T>(&mut self, ignored: T, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.has_failed {
            return Ok(ignored);
        }
        let written = write(&mut self.out);
        // An interrupted write is repeated.
        self.has_failed = written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }
}

impl<W: Write> Write for FailingOnce<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), W::flush)
    }
}

impl SheetColumn {
    /// Fails if a workbook can't hold a text. The rows of an error are those of the sheet, from 1 on.
    fn check(&self, row: u32, text: &str) -> Result<(), SheetError> {
        let (row, column) = (row + 1, &self.header);
        if text.len() > LONGEST && text.encode_utf16().count() > LONGEST {
            return Err(SheetError::TooLong { row, column: column.clone(), text: text.to_owned() });
        }
        if text.contains(is_unfit) {
            return Err(SheetError::ControlCharacter { row, column: column.clone(), text: text.to_owned() });
        }
        Ok(())
    }

    fn widen(&mut self, text: &str) {
        if self.width < WIDEST {
            let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            self.width = self.width.max(longest);
        }
    }

    fn shown_width(&self) -> f64 {
        // Room for the margins of a cell.
        f64::from(u8::try_from(self.width.min(WIDEST)).unwrap_or(u8::MAX)) + 2.0
    }
}

/// Whether XML can't hold a character, or a spreadsheet shows it as garbage.
fn is_unfit(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\t' | '\n' | '\r') || matches!(sign, '\u{fffe}' | '\u{ffff}')
}

fn write_error(error: XlsxError) -> SheetError {
    SheetError::Write(match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    })
}

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Calls the library, which panics where its temporary file can't be written, as on a full disk.
fn guarded<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, SheetError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                before(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    let full = || io::Error::other("the temporary file of the workbook can't be written");
    done.map_err(|_| SheetError::Write(full()))?.map_err(write_error)
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx};
    use proptest::prelude::*;

    use super::*;

    fn written(headers: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, SheetError> {
        let mut sheet = SheetWriter::new("contacts", headers.iter().copied())?;
        rows.iter().try_for_each(|row| sheet.row(row.iter().map(String::as_str)))?;
        let mut file = Vec::new();
        sheet.finish(&mut file)?;
        Ok(file)
    }

    /// The rows of the only sheet below the headers, an empty cell as an empty text.
    fn read(file: Vec<u8>) -> Vec<Vec<String>> {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(io::Cursor::new(file)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let cell = |cell: &Data| match cell {
            Data::Empty => String::new(),
            Data::String(text) => text.clone(),
            other => panic!("{other:?} is not text"),
        };
        sheet.rows().skip(1).map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn cells_are_text() {
        let rows = [
            ["+525512345678", "=1+1", "007", "1e5"],
            ["1/2", "TRUE", "#N/A", "_x000D_"],
            ["", " a\r\nb\t", "'x", "http://acme.example"],
        ];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let file = written(&["phone", "a", "b", "c"], &rows).unwrap();
        assert_eq!(read(file), rows);
    }

    #[test]
    fn sheet_without_rows_has_headers() {
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(io::Cursor::new(written(&["phone", "name"], &[]).unwrap())).unwrap();
        let sheet = book.worksheet_range("contacts").unwrap();
        assert_eq!(sheet.rows().collect::<Vec<_>>(), [["phone", "name"].map(|header| Data::String(header.into()))]);
    }

    #[test]
    fn text_that_a_sheet_cannot_hold_is_refused() {
        let refused = |text: &str| {
            let error = written(&["name"], &[vec!["Ana".to_owned()], vec![text.to_owned()]]).unwrap_err();
            (error.code(), error.to_string())
        };
        let (code, message) = refused("bell \u{7}");
        assert_eq!(code, crate::model::ErrorCode::InvalidValue);
        assert_eq!(message, "row 3: column `name`: a workbook can't hold a control character: `bell <U+0007>`");
        assert!(refused("\u{ffff}").1.contains("control character"));
        let (code, message) = refused(&"🎈".repeat(LONGEST / 2 + 1));
        assert_eq!(code, crate::model::ErrorCode::InvalidValue);
        assert!(
            message.starts_with("row 3: column `name`: the text is longer than the 32,767 characters"),
            "{message}"
        );
        assert!(written(&["name"], &[vec!["é".repeat(LONGEST)]]).is_ok());
    }

    #[test]
    fn sheet_holds_no_more_than_its_rows() {
        let mut sheet = SheetWriter::new("contacts", ["phone"]).unwrap();
        sheet.rows = MOST_ROWS - 1;
        sheet.row(["+525512345678"]).unwrap();
        assert!(matches!(sheet.row(["+525512345679"]), Err(SheetError::TooManyRows)));
    }

    #[test]
    fn failed_write_is_an_error() {
        struct FullDisk;
        impl Write for FullDisk {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::other("no space"))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = SheetWriter::new("contacts", ["phone"]).unwrap().finish(FullDisk).unwrap_err();
        assert_eq!(error.code(), crate::model::ErrorCode::UnwritableFile);
        let panicked = guarded(|| -> Result<(), XlsxError> { panic!("it can't be written") });
        assert!(matches!(panicked, Err(SheetError::Write(_))));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

        #[test]
        fn written_texts_are_read_back(rows in proptest::collection::vec(["[^\\pC ]", r"(_x00[0-9a-fA-F]{2}_|[=+\-@'\t\r\n ]|\PC){0,12}"], 1..5)) {
            let rows: Vec<_> = rows.into_iter().map(|row| row.to_vec()).collect();
            prop_assert_eq!(read(written(&["key", "text"], &rows).unwrap()), rows);
        }
    }
}

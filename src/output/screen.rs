//! Where results go and in which format.

use std::io::{self, Write};
use std::ops::ControlFlow;

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use super::csv::cells;
use super::rows::Row;
use super::table::Table;
use super::text::escaped;

/// The format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[expect(missing_docs, reason = "a documented value would make every help text long")]
pub enum Format {
    // For people.
    Table,
    Json,
    // One JSON object a line.
    Ndjson,
    Csv,
}

/// How much is said on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noise {
    /// Errors only.
    Quiet,
    /// Warnings and remarks too.
    Normal,
    /// And what was done on the way.
    Verbose,
}

/// How wide the terminals are; none where a stream isn't one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Widths {
    /// Of stdout.
    pub out: Option<u16>,
    /// Of stderr.
    pub err: Option<u16>,
}

/// What can go wrong with a result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The reader went away; nobody is left to tell.
    #[error("the output was closed")]
    Closed,
    /// The result can't be written.
    #[error("the output can't be written")]
    Write(#[source] io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Write(error) }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<::csv::Error> for Error {
    fn from(error: ::csv::Error) -> Self {
        match error.into_kind() {
            ::csv::ErrorKind::Io(error) => error.into(),
            other => Self::Write(io::Error::other(format!("{other:?}"))),
        }
    }
}

/// stdout and stderr, with what was said about them.
pub struct Screen {
    /// The format of results.
    pub format: Format,
    /// How much is said on stderr.
    pub noise: Noise,
    /// How wide the terminals are.
    pub widths: Widths,
    /// Whether colours are wanted.
    pub color: ColorChoice,
}

impl Screen {
    /// A stream for results.
    pub(super) fn out(&self) -> impl Write + use<> {
        io::BufWriter::with_capacity(1 << 16, AutoStream::new(io::stdout(), self.color).lock())
    }

    fn err(&self) -> impl Write + use<> {
        AutoStream::new(io::stderr(), self.color)
    }

    /// One thing.
    pub fn thing<T: Row>(&self, thing: &T) -> Result<(), Error> {
        let mut out = self.out();
        match self.format {
            Format::Table => {
                let mut table = Table::whole(self.widths.out);
                for (label, value) in thing.fields() {
                    table.row([label.to_owned().into(), value]);
                }
                write!(out, "{table}")?;
            }
            Format::Json => json(&mut out, thing)?,
            Format::Ndjson => ndjson(&mut out, thing)?,
            Format::Csv => {
                let mut csv = ::csv::Writer::from_writer(&mut out);
                csv.write_record(T::KEYS)?;
                csv.write_record(cells(&serde_json::to_value(thing)?, T::KEYS))?;
                csv.flush()?;
            }
        }
        Ok(out.flush()?)
    }

    /// Anything with a text of its own for people.
    pub fn document(&self, document: &impl Serialize, text: impl FnOnce(Option<u16>) -> String) -> Result<(), Error> {
        let mut out = self.out();
        match self.format {
            Format::Table | Format::Csv => write!(out, "{}", text(self.widths.out))?,
            Format::Json => json(&mut out, document)?,
            Format::Ndjson => ndjson(&mut out, document)?,
        }
        Ok(out.flush()?)
    }

    /// Text, whatever the format.
    pub fn text(&self, text: &str) -> Result<(), Error> {
        let mut out = self.out();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// A list, row by row.
    pub fn page<T: Row>(&self, limit: Option<u64>) -> Page<'_, T> {
        Page::new(self, limit)
    }

    /// A remark on stderr; not if quiet.
    pub fn remark(&self, text: &str) {
        if self.noise > Noise::Quiet {
            self.complain(text);
        }
    }

    /// A line on stderr.
    pub fn complain(&self, text: &str) {
        // If stderr is gone there is nowhere left to say so.
        let _ = writeln!(self.err(), "{}", escaped(text));
    }

    /// Lines on stderr that are escaped already, and may have colours.
    pub fn complain_styled(&self, text: &str) {
        let _ = write!(self.err(), "{text}");
    }
}

pub(super) fn json(out: &mut impl Write, value: &impl Serialize) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

pub(super) fn ndjson(out: &mut impl Write, value: &impl Serialize) -> Result<(), Error> {
    serde_json::to_writer(&mut *out, value)?;
    Ok(writeln!(out)?)
}

/// A list on its way out. JSON and CSV are streamed; a table has to see its rows first.
pub struct Page<'a, T: Row> {
    screen: &'a Screen,
    out: Box<dyn Write>,
    table: Table,
    rows: u64,
    limit: u64,
    /// Whether there was more than the limit lets through.
    cut: bool,
    failed: Option<Error>,
    kind: std::marker::PhantomData<T>,
}

impl<'a, T: Row> Page<'a, T> {
    fn new(screen: &'a Screen, limit: Option<u64>) -> Self {
        Self {
            screen,
            out: Box::new(screen.out()),
            table: Table::list(screen.widths.out, T::HEADINGS),
            rows: 0,
            limit: limit.unwrap_or(u64::MAX),
            cut: false,
            failed: None,
            kind: std::marker::PhantomData,
        }
    }

    /// Takes a row; says whether there is room for more.
    #[expect(clippy::needless_pass_by_value, reason = "a list hands its rows over")]
    pub fn row(&mut self, row: T) -> ControlFlow<()> {
        if self.rows >= self.limit {
            self.cut = true;
            return ControlFlow::Break(());
        }
        if let Err(error) = self.write(&row) {
            self.failed = Some(error);
            return ControlFlow::Break(());
        }
        self.rows += 1;
        ControlFlow::Continue(())
    }

    fn write(&mut self, row: &T) -> Result<(), Error> {
        match self.screen.format {
            Format::Table => self.table.row(row.cells()),
            Format::Json => {
                self.out.write_all(if self.rows == 0 { b"[\n  " } else { b",\n  " })?;
                serde_json::to_writer(&mut self.out, row)?;
            }
            Format::Ndjson => ndjson(&mut self.out, row)?,
            Format::Csv => {
                if self.rows == 0 {
                    self.record(T::KEYS)?;
                }
                let cells = cells(&serde_json::to_value(row)?, T::KEYS);
                self.record(&cells)?;
            }
        }
        Ok(())
    }

    fn record<C: AsRef<[u8]>>(&mut self, cells: &[C]) -> Result<(), Error> {
        let mut csv = ::csv::Writer::from_writer(&mut self.out);
        csv.write_record(cells)?;
        Ok(csv.flush()?)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<(), Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.screen.format {
            Format::Table if self.rows == 0 && !self.cut => self.screen.remark(&format!("no {}", T::PLURAL)),
            Format::Table => write!(self.out, "{}", self.table)?,
            Format::Json if self.rows == 0 => writeln!(self.out, "[]")?,
            Format::Json => writeln!(self.out, "\n]")?,
            Format::Csv if self.rows == 0 => self.record(T::KEYS)?,
            Format::Ndjson | Format::Csv => {}
        }
        self.out.flush()?;
        if self.cut {
            self.screen.remark(&format!("there are more {}; the list ends at --limit {}", T::PLURAL, self.limit));
        }
        Ok(())
    }
}

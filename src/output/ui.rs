//! Where results go and in which format.

use std::io::{self, IsTerminal as _, Write};
use std::ops::ControlFlow;

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use super::csv::cells;
use super::rows::Row;
use super::table::Table;
use super::text::escaped;

/// The format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    // For people.
    Table,
    Json,
    // One JSON object a line.
    Ndjson,
    Csv,
}

/// When colours are used; each stream is judged by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    // As the environment and the terminal say.
    Auto,
    // As the terminal says, whatever the environment.
    #[value(skip)]
    OnTerminals,
    Always,
    Never,
}

impl Color {
    fn of(self, stream: &impl io::IsTerminal) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::OnTerminals if stream.is_terminal() => ColorChoice::Always,
            Self::Always => ColorChoice::Always,
            Self::OnTerminals | Self::Never => ColorChoice::Never,
        }
    }
}

/// How much is said on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    /// Warnings and remarks too.
    Normal,
    /// And what was done on the way.
    Verbose,
}

/// What can go wrong with a result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The reader went away; nobody is left to tell.
    #[error("the output was closed")]
    Closed,
    /// The reader went away, and has less than it may think.
    #[error("the output was closed before all of it was written")]
    CutShort,
    /// The result can't be written.
    #[error("the output can't be written")]
    Write(#[source] io::Error),
    /// What is to be written can't be read.
    #[error("the temporary copy of the store can't be read")]
    Read(#[source] io::Error),
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
#[derive(Debug, Clone)]
pub struct Ui {
    /// The format of results.
    pub format: Format,
    /// How much is said on stderr.
    pub verbosity: Verbosity,
    /// How wide the terminal is; none where stdout isn't one.
    pub width: Option<u16>,
    /// Whether colours are wanted.
    pub color: Color,
}

/// stdout, written to a good deal at a time.
type Out = io::BufWriter<AutoStream<io::StdoutLock<'static>>>;

fn stdout(color: ColorChoice) -> Out {
    io::BufWriter::with_capacity(1 << 16, AutoStream::new(io::stdout(), color).lock())
}

/// Whether the program was started without stdout. The standard library puts the null device in its
/// place, open for reading too, so that it can't be told from one that a caller opened like that:
/// there a copy of the store is of no use either.
#[cfg(target_os = "linux")]
fn is_closed() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let (Ok(opened), Ok(null)) = (fstat(io::stdout()), stat("/dev/null")) else { return true };
    let is_read_too = || fcntl_getfl(io::stdout()).is_ok_and(|flags| flags.contains(OFlags::RDWR));
    opened.st_rdev == null.st_rdev && (opened.st_mode & 0o170_000 == 0o020_000) && is_read_too()
}

#[cfg(not(target_os = "linux"))]
fn is_closed() -> bool {
    false
}

impl Ui {
    /// A stream for results.
    fn out(&self) -> Out {
        match self.format {
            Format::Table => self.text_out(),
            Format::Json | Format::Ndjson | Format::Csv => self.data_out(),
        }
    }

    /// A stream for text.
    fn text_out(&self) -> Out {
        stdout(self.color.of(&io::stdout()))
    }

    /// A stream for data, which goes out as it is: taking colours away would take control characters
    /// with them that belong to somebody's texts.
    #[expect(clippy::unused_self, reason = "the other streams for results are the screen's too")]
    pub(super) fn data_out(&self) -> Out {
        stdout(ColorChoice::AlwaysAnsi)
    }

    fn err(&self) -> impl Write + use<> {
        AutoStream::new(io::stderr(), self.color.of(&io::stderr()))
    }

    /// One thing.
    pub fn thing<T: Row>(&self, thing: &T) -> Result<(), Error> {
        unless_closed(self.write_thing(thing))
    }

    fn write_thing<T: Row>(&self, thing: &T) -> Result<(), Error> {
        let mut out = self.out();
        match self.format {
            Format::Table => {
                let mut table = Table::whole(self.width);
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
        if matches!(self.format, Format::Table | Format::Csv) {
            return self.text(&text(self.width));
        }
        unless_closed(self.write_document(document))
    }

    fn write_document(&self, document: &impl Serialize) -> Result<(), Error> {
        let mut out = self.data_out();
        if self.format == Format::Json {
            json(&mut out, document)?;
        } else {
            ndjson(&mut out, document)?;
        }
        Ok(out.flush()?)
    }

    /// What a command did, with a text of its own for people, who needn't be told if quiet.
    pub fn done(&self, document: &impl Serialize, text: impl FnOnce(Option<u16>) -> String) -> Result<(), Error> {
        if self.verbosity == Verbosity::Quiet && self.format == Format::Table {
            return Ok(());
        }
        self.document(document, text)
    }

    /// Text, whatever the format.
    pub fn text(&self, text: &str) -> Result<(), Error> {
        let mut out = self.text_out();
        unless_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::from))
    }

    /// A report as it is, whatever the format.
    #[expect(clippy::unused_self, reason = "only the screen prints")]
    pub fn bytes(&self, report: &[u8]) -> Result<(), Error> {
        let mut out = io::stdout().lock();
        unless_closed(out.write_all(report).and_then(|()| out.flush()).map_err(Error::from))
    }

    /// A file as it is, which is of no use in part.
    #[expect(clippy::unused_self, reason = "only the screen prints")]
    pub fn file(&self, file: &mut impl io::Read) -> Result<(), Error> {
        if is_closed() {
            return Err(Error::Write(io::Error::other("stdout is closed")));
        }
        copy(file, &mut io::stdout().lock())
    }

    /// Whether results go to a terminal.
    #[expect(clippy::unused_self, reason = "only the screen prints")]
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// A list, row by row.
    pub fn page<T: Row>(&self, limit: Option<u64>) -> Page<'_, T> {
        Page::new(self, limit)
    }

    /// A remark on stderr; not if quiet.
    pub fn note(&self, text: &str) {
        if self.verbosity > Verbosity::Quiet {
            self.warn(text);
        }
    }

    /// A line on stderr.
    pub fn warn(&self, text: &str) {
        // If stderr is gone there is nowhere left to say so.
        let _ = writeln!(self.err(), "{}", escaped(text));
    }

    /// Lines on stderr that are escaped already, and may have colours.
    pub fn print_to_stderr(&self, text: &str) {
        let _ = write!(self.err(), "{text}");
    }
}

/// A reader that went away wants no more; how the command ends is another question.
pub(super) fn unless_closed(written: Result<(), Error>) -> Result<(), Error> {
    match written {
        Err(Error::Closed) => Ok(()),
        other => other,
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
    ui: &'a Ui,
    sink: Sink,
    rows: u64,
    limit: u64,
    /// Whether there was more than the limit lets through.
    cut: bool,
    failed: Option<Error>,
    kind: std::marker::PhantomData<T>,
}

/// What rows are written to.
enum Sink {
    Table(Box<Table>),
    Lines(Box<dyn Write>),
    Csv(Box<::csv::Writer<Box<dyn Write>>>),
}

impl<'a, T: Row> Page<'a, T> {
    fn new(ui: &'a Ui, limit: Option<u64>) -> Self {
        let sink = match ui.format {
            Format::Table => Sink::Table(Box::new(Table::list(ui.width, T::HEADINGS))),
            Format::Json | Format::Ndjson => Sink::Lines(Box::new(ui.out())),
            Format::Csv => Sink::Csv(Box::new(::csv::Writer::from_writer(Box::new(ui.out())))),
        };
        let limit = limit.unwrap_or(u64::MAX);
        Self { ui, sink, rows: 0, limit, cut: false, failed: None, kind: std::marker::PhantomData }
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
        let first = self.rows == 0;
        match &mut self.sink {
            Sink::Table(table) => table.row(row.cells()),
            Sink::Lines(out) if self.ui.format == Format::Json => {
                out.write_all(if first { b"[\n  " } else { b",\n  " })?;
                serde_json::to_writer(out, row)?;
            }
            Sink::Lines(out) => ndjson(out, row)?,
            Sink::Csv(csv) => {
                if first {
                    csv.write_record(T::KEYS)?;
                }
                csv.write_record(cells(&serde_json::to_value(row)?, T::KEYS))?;
            }
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), Error> {
        unless_closed(self.write_rest())
    }

    fn write_rest(self) -> Result<(), Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let empty = self.rows == 0;
        match self.sink {
            Sink::Table(_) if empty && !self.cut => self.ui.note(&format!("no {}", T::PLURAL)),
            Sink::Table(table) => self.ui.text(&table.to_string())?,
            Sink::Lines(mut out) => {
                if self.ui.format == Format::Json {
                    writeln!(out, "{}", if empty { "[]" } else { "\n]" })?;
                }
                out.flush()?;
            }
            Sink::Csv(mut csv) => {
                if empty {
                    csv.write_record(T::KEYS)?;
                }
                csv.flush()?;
            }
        }
        if self.cut {
            self.ui.note(&format!("there are more {}; the list ends at --limit {}", T::PLURAL, self.limit));
        }
        Ok(())
    }
}

/// Copies a file that is of no use in part; which side failed is told.
fn copy(file: &mut impl io::Read, out: &mut impl Write) -> Result<(), Error> {
    let mut piece = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut piece).map_err(Error::Read)?;
        let written = out.write_all(piece.get(..read).unwrap_or_default());
        written.and_then(|()| out.flush()).map_err(|error| match error.into() {
            Error::Closed => Error::CutShort,
            other => other,
        })?;
        if read == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that fails, and a reader that goes away.
    struct Failing;

    impl io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk failed"))
        }
    }

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn copy_that_fails_names_the_side() {
        assert!(matches!(copy(&mut Failing, &mut Vec::new()), Err(Error::Read(_))));
        assert!(matches!(copy(&mut &b"page"[..], &mut Failing), Err(Error::CutShort)));
        let mut out = Vec::new();
        copy(&mut &b"page"[..], &mut out).unwrap();
        assert_eq!(out, b"page");
    }
}

//! The user interface: results on stdout in the requested format, everything else on stderr.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use super::csv::CsvRecords;
use super::document::Document;
use super::error::OutputError;
use super::format::{Color, Format, Shape, Verbosity};
use super::local_times::LocalTimes;
use super::printable::Printable;
use super::text::escaped;
use super::workflow::{Workflow, without_commands};

/// stdout and stderr with their options.
#[derive(Debug, Clone)]
pub struct Ui {
    pub format: Format,
    pub verbosity: Verbosity,
    /// The width of the terminal, if stdout is one.
    pub width: Option<u16>,
    pub color: Color,
    pub times: LocalTimes,
    /// The GitHub workflow whose log text goes to.
    pub workflow: Option<Workflow>,
}

/// Buffered stdout.
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
    fn text_out(&self) -> Out {
        stdout(self.color.of(&io::stdout()))
    }

    /// A stream for data, which goes out as it is: taking colours away would take control characters of
    /// texts with them.
    #[expect(clippy::unused_self, reason = "the other streams belong to the interface too")]
    pub(super) fn data_out(&self) -> Out {
        stdout(ColorChoice::AlwaysAnsi)
    }

    fn err(&self) -> impl Write + use<> {
        AutoStream::new(io::stderr(), self.color.of(&io::stderr()))
    }

    pub fn print(&self, answer: &impl Printable) -> Result<(), OutputError> {
        match self.format.shape() {
            Shape::Document => self.print_document(answer.document()),
            Shape::Value | Shape::Lines => OutputError::unless_closed(self.print_json(answer)),
            Shape::Rows => self.print_records(answer.records()?),
        }
    }

    /// Prints CSV, whatever the format.
    pub(super) fn print_records(&self, records: CsvRecords) -> Result<(), OutputError> {
        OutputError::unless_closed(records.write(Box::new(self.data_out())))
    }

    /// Prints the result of a write; with `--quiet` no table.
    pub fn print_result(&self, answer: &impl Printable) -> Result<(), OutputError> {
        if self.is_silent() { Ok(()) } else { self.print(answer) }
    }

    /// Whether the results of writes are not printed.
    pub(super) fn is_silent(&self) -> bool {
        self.verbosity == Verbosity::Quiet && !self.prints_data()
    }

    /// Whether results have a format that was asked for.
    pub fn prints_data(&self) -> bool {
        self.format != Format::default()
    }

    /// Whether effects are printed one by one.
    pub fn lists_effects(&self) -> bool {
        matches!(self.format.shape(), Shape::Lines | Shape::Rows)
    }

    /// Whether decisions are printed one by one, with the members passed over.
    pub fn lists_decisions(&self) -> bool {
        self.format.shape() == Shape::Lines
    }

    /// Prints an answer without its effects where those were printed one by one.
    pub fn print_without_effects(&self, answer: &impl Printable) -> Result<(), OutputError> {
        match self.format.shape() {
            Shape::Rows => Ok(()),
            Shape::Lines => {
                let mut answer = serde_json::to_value(answer)?;
                if let Some(keys) = answer.as_object_mut() {
                    keys.shift_remove("effects");
                }
                OutputError::unless_closed(self.print_json(&answer))
            }
            Shape::Document | Shape::Value => self.print(answer),
        }
    }

    /// Prints JSON as it is, over lines or in one.
    pub(super) fn print_json(&self, answer: &impl Serialize) -> Result<(), OutputError> {
        let mut out = self.data_out();
        if self.format.shape() == Shape::Value {
            json(&mut out, answer)?;
        } else {
            ndjson(&mut out, answer)?;
        }
        Ok(out.flush()?)
    }

    pub(super) fn print_document(&self, mut document: Document) -> Result<(), OutputError> {
        document.show_times(&self.times);
        self.print_for_people(|| document.to_text(self.width), || document.to_markdown())
    }

    /// Prints text for the terminal or as Markdown.
    pub(super) fn print_for_people(
        &self,
        text: impl FnOnce() -> String,
        markdown: impl FnOnce() -> String,
    ) -> Result<(), OutputError> {
        let text = if self.format == Format::Markdown { markdown() } else { text() };
        self.print_text(&self.for_log(&text))
    }

    /// Escapes commands where a runner would obey them.
    fn for_log<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.workflow.is_some() { without_commands(text) } else { Cow::Borrowed(text) }
    }

    /// Prints text, whatever the format.
    pub fn print_text(&self, text: &str) -> Result<(), OutputError> {
        let mut out = self.text_out();
        OutputError::unless_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Into::into))
    }

    /// Prints a report as it is, whatever the format.
    pub fn print_bytes(&self, report: &[u8]) -> Result<(), OutputError> {
        let mut out = self.data_out();
        OutputError::unless_closed(out.write_all(report).and_then(|()| out.flush()).map_err(Into::into))
    }

    /// Prints a file that is useless in part.
    pub fn print_file(&self, file: &mut impl io::Read) -> Result<(), OutputError> {
        if is_closed() {
            return Err(OutputError::Write(io::Error::other("stdout is closed")));
        }
        copy(file, &mut self.data_out())
    }

    /// Whether results go to a terminal.
    #[expect(clippy::unused_self, reason = "stdout belongs to the interface")]
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Prints a note or a warning to stderr, unless quiet.
    pub fn note(&self, text: &str) {
        if self.verbosity > Verbosity::Quiet {
            self.print_to_stderr(&format!("{}\n", escaped(text)));
        }
    }

    /// Prints lines to stderr that are escaped, and may have colours.
    pub fn print_to_stderr(&self, text: &str) {
        // If stderr is gone there is nowhere left to say so.
        let _ = write!(self.err(), "{}", self.for_log(text));
    }
}

pub(super) fn json(out: &mut impl Write, value: &impl Serialize) -> Result<(), OutputError> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

pub(super) fn ndjson(out: &mut impl Write, value: &impl Serialize) -> Result<(), OutputError> {
    serde_json::to_writer(&mut *out, value)?;
    Ok(writeln!(out)?)
}

/// Copies a file that is of no use in part; the error says which side failed.
fn copy(file: &mut impl io::Read, out: &mut impl Write) -> Result<(), OutputError> {
    let mut piece = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut piece).map_err(OutputError::Read)?;
        let written = out.write_all(piece.get(..read).unwrap_or_default());
        written.and_then(|()| out.flush()).map_err(|error| match error.into() {
            OutputError::Closed => OutputError::CutShort,
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

    /// A failing input and a closed output.
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
        assert!(matches!(copy(&mut Failing, &mut Vec::new()), Err(OutputError::Read(_))));
        assert!(matches!(copy(&mut &b"page"[..], &mut Failing), Err(OutputError::CutShort)));
        let mut out = Vec::new();
        copy(&mut &b"page"[..], &mut out).unwrap();
        assert_eq!(out, b"page");
    }
}

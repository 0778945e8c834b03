//! A message log: read once, line by line, also while it is still being written.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::faulty_file::{FIRST_LINES, FaultyFile};
use super::import_file::{InputSource, open};
use super::spool::Spool;
use crate::formats::FileError;
use crate::formats::log::{self, WrittenName};
use crate::inbox::{LogBatch, LogEvent, LogLineError, LogSource, SourceError};

pub struct LogFile {
    log: log::LogReader<Box<dyn Read + Send>>,
    size: Option<u64>,
    /// The number of lines that are still read without an event; none if any number is.
    doubt: Option<u64>,
}

impl LogFile {
    /// Opens a log; `-` is stdin.
    pub fn open(path: &Path) -> Result<Self, FaultyFile> {
        let unreadable = |error: io::Error| FaultyFile::unreadable(path, &error);
        match open(path).map_err(|error| FaultyFile::unopened(path, &error))? {
            InputSource::Plain(file) => {
                let size = Some(file.metadata().map_err(unreadable)?.len());
                Ok(Self { log: log::LogReader::new(Box::new(file)), size, doubt: None })
            }
            InputSource::Once(source) => {
                Ok(Self { log: log::LogReader::new(source), size: None, doubt: Some(FIRST_LINES) })
            }
        }
    }

    /// Opens a log to read it twice; a stream is buffered in the folder `scratch`, unless its first lines
    /// are no events.
    pub fn open_twice(path: &Path, scratch: &Path) -> Result<[Self; 2], FaultyFile> {
        let unreadable = |error: io::Error| FaultyFile::unreadable(path, &error);
        let file = match open(path).map_err(|error| FaultyFile::unopened(path, &error))? {
            InputSource::Plain(_) => return Ok([Self::open(path)?, Self::open(path)?]),
            InputSource::Once(source) => keep(source, path, scratch)?,
        };
        let (size, file) = (Some(file.metadata().map_err(unreadable)?.len()), Arc::new(file));
        Ok([Arc::clone(&file), file].map(|file| {
            let source: Box<dyn Read + Send> = Box::new(SharedFile { file, at: 0 });
            Self { log: log::LogReader::new(source), size, doubt: Some(FIRST_LINES) }
        }))
    }

    /// The size in bytes, unless it is a stream.
    pub fn size(&self) -> Option<u64> {
        self.size
    }
}

/// A file with several readers, each from its start.
struct SharedFile {
    file: Arc<File>,
    at: u64,
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, buffer, self.at)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// Buffers a log, or only its first lines if none is an event.
fn keep(source: impl Read, path: &Path, scratch: &Path) -> Result<File, FaultyFile> {
    let mut spool = Spool::new(source, path, scratch)?;
    let is_log = spool.begin(|source| begins_as_log(source).map_err(|error| FaultyFile::unreadable(path, &error)))?;
    if is_log { spool.finish() } else { Ok(spool.stop()) }
}

/// Whether one of the first lines is an event, or there are fewer.
fn begins_as_log(source: impl Read) -> io::Result<bool> {
    let mut log = log::LogReader::new(source);
    for _ in 0..FIRST_LINES {
        if log.read()?.is_none_or(|line| line.is_ok()) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl LogSource for LogFile {
    fn fill(&mut self, lines: &mut LogBatch) -> Result<bool, SourceError> {
        loop {
            if self.doubt == Some(0) {
                return Ok(false);
            }
            let Some(read) = self.log.read()? else { return Ok(false) };
            match read {
                Ok(line) => {
                    self.doubt = None;
                    let contact = line.contact.map(|contact| lines.name(&contact.value, contact.place.column));
                    let name = |lines: &mut LogBatch, name: &WrittenName<'_>| -> Result<_, Infallible> {
                        Ok(lines.name(&name.value, name.place.column))
                    };
                    let Ok(event) = line.event.try_map(lines, name, name);
                    let (at, at_column) = (line.at.value, line.at.place.column);
                    lines.entries.push(LogEvent { line: line.at.place.line, at, at_column, contact, event });
                }
                Err(faults) => {
                    lines.faults.extend(faults.into_iter().map(rejected));
                    if let Some(left) = &mut self.doubt {
                        *left = left.saturating_sub(1);
                    }
                }
            }
            if lines.is_full() || !self.log.has_more_at_hand() {
                return Ok(true);
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.log.bytes_read()
    }
}

fn rejected(fault: FileError) -> LogLineError {
    let FileError { place, message, hint, code, .. } = fault;
    LogLineError { line: place.line, column: place.column, code, message, hint }
}

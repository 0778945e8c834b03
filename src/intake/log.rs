//! A message log that is played: read once, line by line, also while it is still being written.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use tempfile::NamedTempFile;

use super::fault::FaultyFile;
use crate::formats::Fault;
use crate::formats::log;
use crate::inbox::{Entry, LineFault, Lines, Log, SourceError};

/// A message log.
pub struct LogFile {
    log: log::Log<Box<dyn Read + Send>>,
    size: Option<u64>,
}

impl LogFile {
    /// Opens a log; `-` is stdin.
    pub fn open(path: &Path) -> Result<Self, FaultyFile> {
        let (source, size) = source(path).map_err(|error| FaultyFile::unreadable(path, &error))?;
        Ok(Self { log: log::Log::new(source), size })
    }

    /// Opens a log that is to be read twice; what can be read only once is kept in a file of its own.
    pub fn open_twice(path: &Path) -> Result<[Self; 2], FaultyFile> {
        twice(path).map_err(|error| FaultyFile::unreadable(path, &error))
    }

    /// Its size in bytes, unless that is still to be seen.
    pub fn size(&self) -> Option<u64> {
        self.size
    }
}

/// What to read, and its size, unless that is still to be seen.
fn source(path: &Path) -> io::Result<(Box<dyn Read + Send>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(path)?;
    let kind = file.metadata()?;
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok((Box::new(file), kind.is_file().then_some(kind.len())))
}

fn twice(path: &Path) -> io::Result<[LogFile; 2]> {
    let log = |source, size| LogFile { log: log::Log::new(source), size: Some(size) };
    let (mut first, size) = source(path)?;
    if let Some(size) = size {
        return Ok([log(first, size), log(source(path)?.0, size)]);
    }
    let mut kept = NamedTempFile::new()?;
    let size = io::copy(&mut first, &mut kept)?;
    Ok([log(Box::new(kept.reopen()?), size), log(Box::new(kept.reopen()?), size)])
}

impl Log for LogFile {
    fn fill(&mut self, lines: &mut Lines) -> Result<bool, SourceError> {
        loop {
            let Some(read) = self.log.read()? else { return Ok(false) };
            match read {
                Ok(line) => {
                    let contact = lines.name(&line.contact.value, line.contact.place.column);
                    let event = line.event.map(|name| lines.name(&name.value, name.place.column));
                    let (at, at_column) = (line.at.value, line.at.place.column);
                    lines.add(Entry { line: line.at.place.line, at, at_column, contact, event });
                }
                Err(faults) => faults.into_iter().for_each(|fault| lines.reject(rejected(fault))),
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

fn rejected(fault: Fault) -> LineFault {
    let Fault { place, message, hint, code } = fault;
    LineFault { line: place.line, column: place.column, code, message, hint }
}

//! A message log that is played: read once, line by line, also while it is still being written.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

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
        if path == Path::new("-") {
            return Ok(Self { log: log::Log::new(Box::new(io::stdin())), size: None });
        }
        let unreadable = |error: io::Error| FaultyFile::unreadable(path, &error);
        let file = File::open(path).map_err(unreadable)?;
        let kind = file.metadata().map_err(unreadable)?;
        if kind.is_dir() {
            return Err(unreadable(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
        }
        Ok(Self { log: log::Log::new(Box::new(file)), size: kind.is_file().then_some(kind.len()) })
    }

    /// Its size in bytes, unless that is still to be seen.
    pub fn size(&self) -> Option<u64> {
        self.size
    }
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

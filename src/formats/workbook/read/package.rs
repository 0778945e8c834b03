//! The parts of a workbook in its ZIP archive, with limits on what is really unpacked: what the archive
//! claims about its sizes is not believed.

use std::cell::Cell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::unpack_limit::UnpackLimit;
use super::workbook_error::WorkbookError;
use super::xml_part::XmlPart;

/// The most bytes that are unpacked of a workbook: 2 GiB.
pub(super) const MOST_UNPACKED: u64 = 2 << 30;

/// The most bytes of the shared strings: 512 MiB.
pub(super) const MOST_STRINGS: u64 = 512 << 20;

/// The most bytes of a part that is neither a sheet nor the shared strings.
const MOST_SMALL: u64 = 64 << 20;

/// The most elements of the shared strings, and of a part that is neither: what they cost is time.
const MOST_STRING_ELEMENTS: u64 = 32 << 20;
const MOST_SMALL_ELEMENTS: u64 = 2 << 20;

/// The most parts of an archive.
const MOST_PARTS: usize = 1 << 16;

const PIECE: usize = 64 * 1024;

pub(super) struct Package {
    archive: ZipArchive<BufReader<File>>,
    /// Parts by their names in lower case; names of parts are compared without case.
    parts: HashMap<String, usize>,
    /// The bytes that may still be unpacked.
    left: Rc<Cell<u64>>,
}

/// What a part is, which decides how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    Sheet,
    Strings,
    Small,
}

impl Package {
    pub(super) fn open(file: File) -> Result<Self, WorkbookError> {
        let archive = ZipArchive::new(BufReader::with_capacity(PIECE, file)).map_err(|error| damaged(None, error))?;
        if archive.len() > MOST_PARTS {
            return Err(WorkbookError::damaged("the workbook has more than 65,536 parts"));
        }
        let mut parts = HashMap::new();
        for (index, name) in archive.file_names_raw().enumerate() {
            parts.entry(normal(&String::from_utf8_lossy(name))).or_insert(index);
        }
        Ok(Self { archive, parts, left: Rc::new(Cell::new(MOST_UNPACKED)) })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// Opens a part that must be there.
    pub(super) fn part(&mut self, name: &str, kind: PartKind) -> Result<XmlPart<'_>, WorkbookError> {
        let Some(index) = self.parts.get(&normal(name)).copied() else {
            return Err(WorkbookError::damaged(format!("the workbook has no part `{name}`")));
        };
        let file = self.archive.by_index(index).map_err(|error| damaged(Some(name), error))?;
        let (own, elements) = match kind {
            PartKind::Sheet => (u64::MAX, u64::MAX),
            PartKind::Strings => (MOST_STRINGS, MOST_STRING_ELEMENTS),
            PartKind::Small => (MOST_SMALL, MOST_SMALL_ELEMENTS),
        };
        let counted = CountedPart { source: file, kind, own, left: Rc::clone(&self.left) };
        Ok(XmlPart::new(name, BufReader::with_capacity(PIECE, Box::new(counted)), elements))
    }
}

/// The name of a part as it is compared: old programs write `\`.
fn normal(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

fn damaged(part: Option<&str>, error: ZipError) -> WorkbookError {
    let of = part.map_or_else(String::new, |part| format!(", part `{part}`"));
    match error {
        ZipError::Io(error) if error.raw_os_error().is_some() => WorkbookError::Unreadable(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            let hint = "save it without a password";
            WorkbookError::refused(format!("the workbook is encrypted{of}"), hint)
        }
        error => WorkbookError::damaged(format!("the workbook is truncated or damaged{of}: {error}")),
    }
}

/// The bytes of a part, counted while they are unpacked.
struct CountedPart<R> {
    source: R,
    kind: PartKind,
    /// What is left of the limit of this part.
    own: u64,
    /// What is left of the limit of the workbook.
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for CountedPart<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64).ok_or(UnpackLimit::Whole).map_err(io::Error::other)?;
        self.left.set(left);
        self.own = self.own.checked_sub(read as u64).ok_or_else(|| io::Error::other(self.limit()))?;
        Ok(read)
    }
}

impl<R> CountedPart<R> {
    fn limit(&self) -> UnpackLimit {
        match self.kind {
            PartKind::Sheet => UnpackLimit::Whole,
            PartKind::Strings => UnpackLimit::Strings,
            PartKind::Small => UnpackLimit::Small,
        }
    }
}

//! Recognizes files in other formats by their first bytes, so that the error names the format and
//! what to do, instead of the first byte that isn't text.

use super::encoding::Encoding;
use crate::formats::fault::{FileError, Position};

/// The number of bytes that a format is recognized by: enough for the first names in a workbook.
pub const SNIFFED: usize = 8 * 1024;

/// A file format other than CSV, and what to do with such a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    name: &'static str,
    hint: &'static str,
}

/// Spreadsheets that can't be read.
const SAVE_AGAIN: &str = if cfg!(feature = "workbooks") {
    "open it in a spreadsheet, save it as `.xlsx` or the sheet as `CSV UTF-8`, and import that file"
} else {
    SAVE_AS_CSV
};
const SAVE_AS_CSV: &str = "open it in a spreadsheet, save the sheet as `CSV UTF-8`, and import that file";
const UNPACK: &str = "unpack it, and import the CSV file in it";
const EXPORT: &str = "export the data as CSV, and import that file";
const SAVE_AS_UTF8: &str = "save it as UTF-8, and import that file";

const WORKBOOK: &str = "an Excel workbook (.xlsx)";
const OFFICE: &str = "an Office file, perhaps a workbook (.xlsx)";
const ARCHIVE: &str = "a ZIP archive";

/// Signatures at the start of a file; `?` is any byte.
const SIGNATURES: [(&[u8], &str, &str); 22] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a workbook of Excel 97-2003 or one with a password", SAVE_AGAIN),
    (b"PK\x05\x06", "an empty ZIP archive", UNPACK),
    (b"\x1F\x8B", "a gzip archive", UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", UNPACK),
    (b"\xFD7zXZ\0", "an xz archive", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a zstd archive", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (b"%PDF-", "a PDF", EXPORT),
    (b"{\\rtf", "an RTF document", EXPORT),
    (b"SQLite format 3\0", "a SQLite database", EXPORT),
    (b"PAR1", "a Parquet file", EXPORT),
    (b"\x89PNG\r\n\x1A\n", "an image (PNG)", EXPORT),
    (b"\xFF\xD8\xFF", "an image (JPEG)", EXPORT),
    (b"GIF87a", "an image (GIF)", EXPORT),
    (b"GIF89a", "an image (GIF)", EXPORT),
    (b"II*\0", "an image (TIFF)", EXPORT),
    (b"MM\0*", "an image (TIFF)", EXPORT),
    (b"RIFF????WEBP", "an image (WebP)", EXPORT),
    (b"\0\0\0?ftyp", "an image or a video", EXPORT),
    (b"\xFF\xFE\0\0", "UTF-32 text", SAVE_AS_UTF8),
    (b"\0\0\xFE\xFF", "UTF-32 text", SAVE_AS_UTF8),
];

/// Parts of the ZIP archives that other formats are; the last one is in every archive.
const CONTAINERS: [(&[u8], &str, &str); 7] = [
    (b"xl/", WORKBOOK, SAVE_AS_CSV),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", SAVE_AGAIN),
    (b"Index/Document.iwa", "a Numbers spreadsheet", SAVE_AGAIN),
    (b"Index/Tables/", "a Numbers spreadsheet", SAVE_AGAIN),
    (b"word/", "a Word document (.docx)", EXPORT),
    (b"[Content_Types].xml", OFFICE, SAVE_AS_CSV),
    (b"PK", ARCHIVE, UNPACK),
];

/// The first tags of HTML, which some programs save as `.xls`.
const HTML: [&str; 8] = ["<!doctype html", "<html", "<head", "<body", "<meta", "<style", "<table", "<div"];

impl FileKind {
    /// Returns the format, or `None` if it may be CSV in the given encoding, in UTF-8 or in marked UTF-16.
    pub(super) fn of(start: &[u8], given: Option<Encoding>) -> Option<Self> {
        let is_said = given.is_some_and(Encoding::is_utf_16) || Encoding::marked(start).is_some();
        Self::of_binary(start).or_else(|| text(start)).or_else(|| if is_said { None } else { unmarked_unicode(start) })
    }

    /// Returns the format of a file that is not text, if it is known.
    pub fn of_binary(start: &[u8]) -> Option<Self> {
        let is_tar = start.get(257..).is_some_and(|rest| rest.starts_with(b"ustar"));
        signature(start).or_else(|| is_tar.then_some(Self::new("a tar archive", UNPACK))).or_else(|| container(start))
    }

    /// The name of the format, with an article.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Whether it may be a workbook, which only its table of contents says, at its end.
    pub fn may_be_workbook(self) -> bool {
        self.is_office() || self.name == ARCHIVE
    }

    /// Whether it looks like a workbook, also one that is truncated or damaged.
    pub fn is_office(self) -> bool {
        [WORKBOOK, OFFICE].contains(&self.name)
    }

    const fn new(name: &'static str, hint: &'static str) -> Self {
        Self { name, hint }
    }

    pub(super) fn fault(self) -> FileError {
        let message = format!("expected CSV, found {}", self.name);
        FileError::new(Position { line: 1, column: 1 }, message).with_hint(Some(self.hint.to_owned()))
    }
}

fn signature(start: &[u8]) -> Option<FileKind> {
    let fits = |signature: &[u8]| {
        let mut bytes = signature.iter().zip(start);
        signature.len() <= start.len() && bytes.all(|(wanted, byte)| wanted == byte || *wanted == b'?')
    };
    let (_, name, hint) = SIGNATURES.iter().find(|(signature, ..)| fits(signature))?;
    Some(FileKind::new(name, hint))
}

fn container(start: &[u8]) -> Option<FileKind> {
    if !start.starts_with(b"PK\x03\x04") {
        return None;
    }
    let has = |part: &[u8]| start.windows(part.len()).any(|window| window == part);
    let (_, name, hint) = CONTAINERS.iter().find(|(part, ..)| has(part))?;
    Some(FileKind::new(name, hint))
}

fn text(start: &[u8]) -> Option<FileKind> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()));
    if HTML.iter().any(|tag| begins(tag)) {
        Some(FileKind::new("HTML, which some programs save as `.xls`", SAVE_AGAIN))
    } else if begins("<?xml") {
        Some(FileKind::new("XML", SAVE_AS_CSV))
    } else if begins("BEGIN:VCARD") {
        Some(FileKind::new("contacts as vCard (.vcf)", EXPORT))
    } else {
        is_json(start).then_some(FileKind::new("JSON", EXPORT))
    }
}

/// Whether a bracket is followed by something that only JSON has there.
fn is_json(start: &[u8]) -> bool {
    let Some((first, rest)) = start.split_first() else { return false };
    let next = rest.trim_ascii_start().first();
    match first {
        b'{' => matches!(next, Some(b'"' | b'}')),
        b'[' => matches!(next, Some(b'"' | b'{' | b'[' | b']')),
        _ => false,
    }
}

/// Recognizes UTF-16 and UTF-32 without a byte-order mark: in most characters of a table every other byte,
/// or all but one, are NUL; in UTF-32 two of four always are.
fn unmarked_unicode(start: &[u8]) -> Option<FileKind> {
    let nuls = |offset: usize, step: usize| start.iter().skip(offset).step_by(step).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0, 2), nuls(1, 2));
    let most = |count: usize, other: usize| count > 1 && count * 4 > start.len() && other * 8 < count;
    let quarter = start.len() / 4;
    let always = |one: usize, other: usize| quarter > 1 && nuls(one, 4).min(nuls(other, 4)) >= quarter;
    if always(2, 3) || always(0, 1) {
        Some(FileKind::new("UTF-32 text", SAVE_AS_UTF8))
    } else if most(odd, even) {
        Some(FileKind::new("UTF-16 text without a byte-order mark", "pass `--encoding utf-16le`"))
    } else if most(even, odd) {
        Some(FileKind::new("UTF-16 text without a byte-order mark", "pass `--encoding utf-16be`"))
    } else if even + odd > quarter && quarter > 1 {
        Some(FileKind::new("a binary file", EXPORT))
    } else {
        None
    }
}

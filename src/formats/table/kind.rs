//! Recognizes files in other formats by their first bytes, so that the error names the format and
//! what to do, instead of the first byte that isn't text.

use super::encoding::Encoding;
use crate::formats::fault::{FileError, Position};

/// The number of bytes that a format is recognized by: enough for the first names in a workbook.
pub const SNIFFED: usize = 8 * 1024;

/// A file format other than CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    name: &'static str,
    advice: Advice,
}

/// The advice for a file in another format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Advice {
    /// A table that a spreadsheet can open.
    SaveAsCsv,
    /// An archive of other files.
    Unpack,
    /// Data that another program can export.
    Export,
    /// Text in a known encoding without a byte-order mark.
    SayUtf16Le,
    SayUtf16Be,
    /// Text in an unsupported encoding.
    SaveAsUtf8,
}

/// Signatures at the start of a file.
const SIGNATURES: [(&[u8], &str, Advice); 20] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a workbook of Excel 97-2003 or one with a password", Advice::SaveAsCsv),
    (b"PK\x05\x06", "an empty ZIP archive", Advice::Unpack),
    (b"\x1F\x8B", "a gzip archive", Advice::Unpack),
    (b"BZh91AY&SY", "a bzip2 archive", Advice::Unpack),
    (b"\xFD7zXZ\0", "an xz archive", Advice::Unpack),
    (b"\x28\xB5\x2F\xFD", "a zstd archive", Advice::Unpack),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", Advice::Unpack),
    (b"Rar!\x1A\x07", "a RAR archive", Advice::Unpack),
    (b"%PDF-", "a PDF", Advice::Export),
    (b"{\\rtf", "an RTF document", Advice::Export),
    (b"SQLite format 3\0", "a SQLite database", Advice::Export),
    (b"PAR1", "a Parquet file", Advice::Export),
    (b"\x89PNG\r\n\x1A\n", "an image (PNG)", Advice::Export),
    (b"\xFF\xD8\xFF", "an image (JPEG)", Advice::Export),
    (b"GIF87a", "an image (GIF)", Advice::Export),
    (b"GIF89a", "an image (GIF)", Advice::Export),
    (b"II*\0", "an image (TIFF)", Advice::Export),
    (b"MM\0*", "an image (TIFF)", Advice::Export),
    (b"\xFF\xFE\0\0", "UTF-32 text", Advice::SaveAsUtf8),
    (b"\0\0\xFE\xFF", "UTF-32 text", Advice::SaveAsUtf8),
];

/// Parts of the ZIP archives that other formats are; the last one is in every archive.
const CONTAINERS: [(&[u8], &str, Advice); 7] = [
    (b"xl/", "an Excel workbook (.xlsx)", Advice::SaveAsCsv),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", Advice::SaveAsCsv),
    (b"Index/Document.iwa", "a Numbers spreadsheet", Advice::SaveAsCsv),
    (b"Index/Tables/", "a Numbers spreadsheet", Advice::SaveAsCsv),
    (b"word/", "a Word document (.docx)", Advice::Export),
    (b"[Content_Types].xml", "an Office file, perhaps a workbook (.xlsx)", Advice::SaveAsCsv),
    (b"PK", "a ZIP archive", Advice::Unpack),
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
        signature(start)
            .or_else(|| at(start, 257, b"ustar").then_some(Self::new("a tar archive", Advice::Unpack)))
            .or_else(|| container(start))
            .or_else(|| media(start))
    }

    /// The name of the format, with an article.
    pub fn name(self) -> &'static str {
        self.name
    }

    const fn new(name: &'static str, advice: Advice) -> Self {
        Self { name, advice }
    }

    pub(super) fn fault(self) -> FileError {
        let hint = match self.advice {
            Advice::SaveAsCsv => "open it in a spreadsheet, save the sheet as `CSV UTF-8`, and import that file",
            Advice::Unpack => "unpack it, and import the CSV file in it",
            Advice::Export => "export the data as CSV, and import that file",
            Advice::SayUtf16Le => "pass `--encoding utf-16le`",
            Advice::SayUtf16Be => "pass `--encoding utf-16be`",
            Advice::SaveAsUtf8 => "save it as UTF-8, and import that file",
        };
        let message = format!("expected CSV, found {}", self.name);
        FileError::new(Position { line: 1, column: 1 }, message).with_hint(Some(hint.to_owned()))
    }
}

fn at(start: &[u8], offset: usize, bytes: &[u8]) -> bool {
    start.get(offset..).is_some_and(|rest| rest.starts_with(bytes))
}

fn signature(start: &[u8]) -> Option<FileKind> {
    let (_, name, advice) = SIGNATURES.iter().find(|(signature, ..)| start.starts_with(signature))?;
    Some(FileKind::new(name, *advice))
}

fn container(start: &[u8]) -> Option<FileKind> {
    if !start.starts_with(b"PK\x03\x04") {
        return None;
    }
    let has = |part: &[u8]| start.windows(part.len()).any(|window| window == part);
    let (_, name, advice) = CONTAINERS.iter().find(|(part, ..)| has(part))?;
    Some(FileKind::new(name, *advice))
}

fn media(start: &[u8]) -> Option<FileKind> {
    let name = if start.starts_with(b"RIFF") && at(start, 8, b"WEBP") {
        "an image (WebP)"
    } else if start.starts_with(b"\0\0\0") && at(start, 4, b"ftyp") {
        "an image or a video"
    } else {
        return None;
    };
    Some(FileKind::new(name, Advice::Export))
}

fn text(start: &[u8]) -> Option<FileKind> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()));
    if HTML.iter().any(|tag| begins(tag)) {
        Some(FileKind::new("HTML, which some programs save as `.xls`", Advice::SaveAsCsv))
    } else if begins("<?xml") {
        Some(FileKind::new("XML", Advice::SaveAsCsv))
    } else if begins("BEGIN:VCARD") {
        Some(FileKind::new("contacts as vCard (.vcf)", Advice::Export))
    } else {
        is_json(start).then_some(FileKind::new("JSON", Advice::Export))
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
        Some(FileKind::new("UTF-32 text", Advice::SaveAsUtf8))
    } else if most(odd, even) {
        Some(FileKind::new("UTF-16 text without a byte-order mark", Advice::SayUtf16Le))
    } else if most(even, odd) {
        Some(FileKind::new("UTF-16 text without a byte-order mark", Advice::SayUtf16Be))
    } else if even + odd > quarter && quarter > 1 {
        Some(FileKind::new("a binary file", Advice::Export))
    } else {
        None
    }
}

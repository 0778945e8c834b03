//! Whole files, each read at once and in small pieces: rows with lines, errors with positions and hints.

use std::io::{self, Cursor, Read};

use super::record::{MOST_CELL_BYTES, MOST_CELLS};
use super::{
    ColumnCells, ColumnMapping, ColumnSpec, Columns, Delimiter, KnownHeaders, ReadOptions, RejectsWriter, TableRow,
};
use super::{TableError, TableReader, UnknownColumns};
use crate::formats::Position;
use crate::model::ErrorCode;

const COLUMNS: Columns = Columns {
    known: &[
        ColumnSpec::new("phone", &[]),
        ColumnSpec::new("account", &[]),
        ColumnSpec {
            is_list: true,
            ..ColumnSpec::new("owner", &[KnownHeaders { source: "", headers: &["owners", "contact_owner"] }])
        },
        ColumnSpec::new("first_name", &[]),
    ],
    required: &[&["phone", "account"], &["owner"]],
    listed: &[],
    figures: &[],
};

/// A source that gives a few bytes at a time.
struct Slivers<'b>(&'b [u8], usize);

impl Read for Slivers<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(buffer.len());
        self.0.read(&mut buffer[..length])
    }
}

/// The result of reading a file.
#[derive(Debug, PartialEq)]
struct File {
    headers: Vec<String>,
    delimiter: Delimiter,
    ignored: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

fn read_from(source: impl Read, options: &ReadOptions) -> Result<File, TableError> {
    let mut table = TableReader::open(source, COLUMNS, options)?;
    let (mut row, mut rows) = (TableRow::default(), Vec::new());
    while table.read(&mut row)? {
        rows.push((row.line(), row.cells().map(str::to_owned).collect()));
    }
    let ignored = table.ignored().map(str::to_owned).collect();
    Ok(File { headers: table.headers().to_vec(), delimiter: table.delimiter(), ignored, rows })
}

/// The errors of a file, each with its hint in brackets.
fn told(error: TableError) -> Vec<String> {
    let TableError::Faulty(faults) = error else { panic!("{error}") };
    let told = |fault: &crate::formats::FileError| match &fault.hint {
        Some(hint) => format!("{fault} [{hint}]"),
        None => fault.to_string(),
    };
    faults.iter().map(told).collect()
}

/// Reads a file at once and in small pieces, with equal results.
#[track_caller]
fn read_with(file: impl AsRef<[u8]>, options: &ReadOptions) -> Result<File, Vec<String>> {
    let whole = read_from(file.as_ref(), options).map_err(told);
    for length in 1..8 {
        assert_eq!(read_from(Slivers(file.as_ref(), length), options).map_err(told), whole, "{length} at a time");
    }
    whole
}

#[track_caller]
fn read(file: impl AsRef<[u8]>) -> File {
    read_with(file, &ReadOptions::default()).unwrap()
}

#[track_caller]
fn check_rows(file: impl AsRef<[u8]>, expected: &[(u64, &[&str])]) {
    let rows = read(file).rows;
    let rows: Vec<(u64, Vec<&str>)> =
        rows.iter().map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect())).collect();
    let expected: Vec<_> = expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
    assert_eq!(rows, expected);
}

#[track_caller]
fn check_faults_with(file: impl AsRef<[u8]>, options: &ReadOptions, expected: &[&str]) {
    assert_eq!(read_with(file, options).unwrap_err(), expected);
}

#[track_caller]
fn check_faults(file: impl AsRef<[u8]>, expected: &[&str]) {
    check_faults_with(file, &ReadOptions::default(), expected);
}

fn mapped(mappings: &[&str]) -> ReadOptions {
    ReadOptions {
        mappings: mappings.iter().map(|mapping| mapping.parse().unwrap()).collect(),
        ..ReadOptions::default()
    }
}

fn encoded(label: &str) -> ReadOptions {
    ReadOptions { encoding: Some(label.parse().unwrap()), ..ReadOptions::default() }
}

fn utf_16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

// Lines

#[test]
fn row_has_the_line_of_its_start() {
    let file = "phone,owner\n1,a\n\n\n2,\"b\nb\"\r\n3,c\r4,\"d\r\nd\rd\"\r\r\r\n5,e";
    check_rows(
        file,
        &[(2, &["1", "a"]), (5, &["2", "b\nb"]), (7, &["3", "c"]), (8, &["4", "d\r\nd\rd"]), (13, &["5", "e"])],
    );
}

#[test]
fn blank_lines_are_skipped_anywhere() {
    check_rows("\r\n\n  \nphone,owner\n \t\n1,a\n   ", &[(6, &["1", "a"])]);
}

#[test]
fn row_of_empty_cells_is_a_blank_line() {
    check_rows(
        "phone,owner\n,\n1,a\n,,,,\n \t, \u{a0}\n\"\"\n\"\",\"  \"\n2,\n,",
        &[(3, &["1", "a"]), (8, &["2", ""])],
    );
    check_rows(",,,\r\nphone;owner;\r\n;;\r\n\r\n1;a;\r\n;;", &[(5, &["1", "a", ""])]);
    check_rows("phone,owner\n\"\n\n\",\n1,a\n", &[(5, &["1", "a"])]);
    check_rows(utf_16("\u{feff}phone\towner\n\t\n1\ta\n", u16::to_le_bytes), &[(3, &["1", "a"])]);
}

#[test]
fn last_line_end_is_optional() {
    for file in ["phone,owner\n1,", "phone,owner\n1,\n", "phone,owner\r1,\r", "phone,owner\r\n1,\"\"\r\n"] {
        check_rows(file, &[(2, &["1", ""])]);
    }
}

#[test]
fn cell_has_the_position_of_its_start() {
    let file = "phone,owner,account\n\"ñ\n€\",\"é\"\"\",x\n,y";
    let mut table = TableReader::open(file.as_bytes(), COLUMNS, &ReadOptions::default()).unwrap();
    let mut row = TableRow::default();
    assert!(table.read(&mut row).unwrap());
    let places = [Position { line: 2, column: 1 }, Position { line: 3, column: 4 }, Position { line: 3, column: 10 }];
    assert_eq!([0, 1, 2].map(|position| row.place(position)), places);
    assert!(table.read(&mut row).unwrap());
    // A missing cell would start at the end of the row.
    assert_eq!([1, 2].map(|position| row.place(position)), [2, 3].map(|column| Position { line: 4, column }));
}

// Cells

#[test]
fn cell_has_its_text_and_its_value() {
    let file = "phone,owner,account,first_name\n '1 ,' x , \u{a0}\t ,\"'=1\"\n'-x,''@y,\"'\n\",'+525512345678";
    let mut table = TableReader::open(file.as_bytes(), COLUMNS, &ReadOptions::default()).unwrap();
    let mut row = TableRow::default();
    assert!(table.read(&mut row).unwrap());
    assert_eq!(row.cells().collect::<Vec<_>>(), [" '1 ", "' x ", " \u{a0}\t ", "'=1"]);
    assert_eq!([0, 1, 2, 3].map(|position| row.value(position)), [" '1 ", "' x ", "", "=1"]);
    assert!(table.read(&mut row).unwrap());
    assert_eq!([0, 1, 2, 3].map(|position| row.value(position)), ["-x", "'@y", "'\n", "'+525512345678"]);
    assert_eq!((row.cell(4), row.value(4)), ("", ""));
}

#[test]
fn ragged_row_keeps_its_cells() {
    let file = "phone,owner\n1\n1,a,\n1,a\n";
    let mut table = TableReader::open(file.as_bytes(), COLUMNS, &ReadOptions::default()).unwrap();
    let mut row = TableRow::default();
    let mut seen = Vec::new();
    while table.read(&mut row).unwrap() {
        seen.push((row.len(), table.headers().len()));
    }
    assert_eq!(seen, [(1, 2), (3, 2), (2, 2)]);
}

#[test]
fn quote_within_a_cell_is_text() {
    check_rows("phone,owner\n5\" pipe, a \"b\"\n\"a\" ,b\n", &[(2, &["5\" pipe", " a \"b\""]), (3, &["a ", "b"])]);
}

#[test]
fn blank_before_a_quote_is_an_error() {
    let blank = |place| {
        format!(
            "{place}: unexpected blank before an opening quote \
             [remove the blanks between the delimiter and the quote]"
        )
    };
    check_faults("phone,owner\n1,a\n1, \"a\"\n", &[&blank("3:3")]);
    check_faults("phone,owner\n1, \"Paz, Ana\"\n", &[&blank("2:3")]);
    check_faults("phone;owner\n\t\"1\";a\n", &[&blank("2:1")]);
    check_faults("phone,owner\n\"ñ\n2\",\u{a0} \"a", &[&blank("3:4")]);
    check_faults("\"phone\", \"owner\"\n1,a\n", &[&blank("1:9")]);
    check_faults("\"x\", \"y\"\n\"1\", \"a\"\n", &[&blank("1:5")]);
    // The first one of a row is reported, of this kind or another.
    check_faults("phone,owner,account\n1, \"a\",\"b\"c\n", &[&blank("2:3")]);
    check_faults("phone,owner,account\n1, \"a\",\"b\n", &[&blank("2:3")]);
}

#[test]
fn text_behind_a_closing_quote_is_an_error() {
    let stray = |place| {
        format!("{place}: unexpected text after a closing quote [double the quotes within a quoted cell: `\"\"`]")
    };
    check_faults("phone,owner\n1,a\n1,\"é\" b\n", &[&stray("3:7")]);
    check_faults("phone,owner\n\"Ana \"la jefa\" Paz\",\"b", &[&stray("2:7")]);
    check_faults("phone,\"owner\"x\n", &[&stray("1:14")]);
}

#[test]
fn unterminated_quote_is_reported_at_its_start() {
    let open = |place| {
        format!(
            "{place}: unterminated quoted cell \
             [add the missing `\"` at the end of the cell, or remove this one]"
        )
    };
    check_faults("phone,owner\n1,\"a\n2,b\n3,c\n", &[&open("2:3")]);
    check_faults("phone,owner\n\"x\ny\",\"ab\"\"", &[&open("3:4")]);
    check_faults("phone,owner\n1,\"", &[&open("2:3")]);
    check_faults("phone,owner,\"x\n1,a,b", &[&open("1:13")]);
}

// Limits

#[test]
fn cell_over_one_mebibyte_is_an_error() {
    let start = Cursor::new("phone,owner\n1,\"");
    let mut table =
        TableReader::open(start.chain(io::repeat(b'x').take(10 << 30)), COLUMNS, &ReadOptions::default()).unwrap();
    let fault = "2:3: cell longer than 1 MiB [check for a missing closing quote (`\"`)]";
    assert_eq!(told(table.read(&mut TableRow::default()).unwrap_err()), [fault]);
    assert!(table.bytes_read() <= 2 << 20, "{}", table.bytes_read());
    // It is reported again: the rest is never treated as the end.
    assert_eq!(told(table.read(&mut TableRow::default()).unwrap_err()), [fault]);
}

#[test]
fn longest_cell_is_read() {
    let cell = "x".repeat(MOST_CELL_BYTES);
    let file = format!("phone,owner\n1,{cell}\n\"{cell}\",2\n\n3,c\n");
    let read = read_from(file.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(
        read.rows,
        [(2, vec!["1".to_owned(), cell.clone()]), (3, vec![cell, "2".to_owned()]), {
            (5, vec!["3".to_owned(), "c".to_owned()])
        }]
    );
    let longer = file.replacen("1,", "1,y", 1);
    let faults = told(read_from(longer.as_bytes(), &ReadOptions::default()).unwrap_err());
    assert_eq!(faults, ["2:3: cell longer than 1 MiB [check for a missing closing quote (`\"`)]"]);
}

#[test]
fn row_limits_are_errors() {
    let cell = "x".repeat(MOST_CELL_BYTES);
    let file = format!("phone,owner\n1,a\n{}\n", [cell.as_str(); 9].join(","));
    for source in [&mut file.as_bytes() as &mut dyn Read, &mut Slivers(file.as_bytes(), 1000)] {
        let faults = told(read_from(source, &ReadOptions::default()).unwrap_err());
        assert_eq!(faults, ["3:1: row longer than 8 MiB"]);
    }
    let most = format!("phone,owner\n{}x\n", ",".repeat(MOST_CELLS - 1));
    assert_eq!(read_from(most.as_bytes(), &ReadOptions::default()).unwrap().rows[0].1.len(), MOST_CELLS);
    let start = Cursor::new("phone,owner\n1,a\n");
    let endless = start.chain(io::repeat(b','));
    let faults = told(read_from(endless, &ReadOptions::default()).unwrap_err());
    assert_eq!(faults, ["3:1: row of more than 100000 cells"]);
    let faults = told(read_from(io::repeat(b','), &ReadOptions::default()).unwrap_err());
    assert_eq!(faults, ["1:1: row of more than 100000 cells"]);
}

#[test]
fn first_of_two_limits_is_reported() {
    // The last cell is too long ten bytes before the row is, and then ten bytes after it.
    let cell = "x".repeat(MOST_CELL_BYTES);
    for (more, fault) in [("", "2:7340031: cell longer than 1 MiB"), (&cell[..20], "2:1: row longer than 8 MiB")] {
        let cells = [&cell, &cell, &cell, &cell, &cell, &cell, &cell[10..], more, &cell[..]].join(",");
        let file = format!("phone,owner\n{cells}xxx\n");
        let (start, end) = file.as_bytes().split_at(8 * MOST_CELL_BYTES - 100);
        for source in [&mut file.as_bytes() as &mut dyn Read, &mut start.chain(Slivers(end, 7))] {
            let faults = told(read_from(source, &ReadOptions::default()).unwrap_err());
            assert!(faults[0].starts_with(fault), "{faults:?}");
        }
    }
}

// Encodings

#[test]
fn byte_order_mark_is_removed_once() {
    assert_eq!(read("\u{feff}phone,owner\n1,a\n").headers, ["phone", "owner"]);
    assert_eq!(read("\u{feff}\"phone\",owner\n1,a\n").headers, ["phone", "owner"]);
    assert_eq!(read("\u{feff}\u{feff}phone,owner\n1,\u{feff}\n").headers, ["\u{feff}phone", "owner"]);
    check_rows("\u{feff}phone,owner\n1,\u{feff}\n", &[(2, &["1", "\u{feff}"])]);
}

#[test]
fn utf_16_is_recognized_by_its_bom() {
    let text = "\u{feff}phone,owner\r\n1,\"ñ\r\n€\"\n2,😀\n";
    for file in [utf_16(text, u16::to_le_bytes), utf_16(text, u16::to_be_bytes)] {
        check_rows(&file, &[(2, &["1", "ñ\r\n€"]), (4, &["2", "😀"])]);
        // The byte-order mark wins.
        let read = read_with(&file, &encoded("windows-1252")).unwrap();
        assert_eq!(read.rows[1].1, ["2", "😀"]);
    }
}

#[test]
fn truncated_utf_16_is_an_error() {
    let mut file = utf_16("\u{feff}phone,owner\n1,ab", u16::to_le_bytes);
    file.pop();
    let hint = "save the file again as UTF-8; it is damaged or has another encoding";
    check_faults(&file, &[&format!("2:4: invalid UTF-16LE bytes [{hint}]")]);
    let lone = [utf_16("\u{feff}phone,owner\n1,a", u16::to_be_bytes), vec![0xD8, 0, 0, b'b']].concat();
    check_faults(&lone, &[&format!("2:4: invalid UTF-16BE bytes [{hint}]")]);
}

#[test]
fn invalid_utf_8_is_reported_with_a_hint() {
    let hint = "pass the encoding of the file, such as `--encoding windows-1252`";
    let fault = |place, byte| format!("{place}: invalid UTF-8 byte `{byte}` [{hint}]");
    check_faults(b"phone,owner\n1,a\n2,Mu\xF1oz\n", &[&fault("3:5", "0xF1")]);
    check_faults(b"phone,owner\n1,\"\xC3\xB1\n\xC3\xB1\xC3\"\n", &[&fault("3:2", "0xC3")]);
    check_faults(b"phone,owner\n1,\xE2\x82", &[&fault("2:3", "0xE2")]);
    check_faults(b"tel\xE9fono,owner\n", &[&fault("1:4", "0xE9")]);
    check_faults(b"\xFF", &[&fault("1:1", "0xFF")]);
}

#[test]
fn file_is_converted_from_the_given_encoding() {
    let file = b"phone,owner\n1,Mu\xF1oz\x80\n";
    assert_eq!(read_with(file, &encoded("latin1")).unwrap().rows[0].1, ["1", "Muñoz€"]);
    let file = utf_16("phone;owner\n1;ñ", u16::to_le_bytes);
    assert_eq!(read_with(file, &encoded("utf-16")).unwrap().rows[0].1, ["1", "ñ"]);
    let hint = "save the file again as UTF-8; it is damaged or has another encoding";
    let fault = format!("2:4: invalid SHIFT_JIS bytes [{hint}]");
    check_faults_with(b"phone,owner\n1,\x83\x41\xFF", &encoded("shift_jis"), &[&fault]);
    let file = "phone,owner\n1,ñ\n";
    assert_eq!(read_with(file, &encoded("utf-8")).unwrap().rows[0].1, ["1", "ñ"]);
}

#[test]
fn nul_is_an_error() {
    let hint = "save the file again as `CSV UTF-8`; it is damaged or not CSV";
    let fault = |place| format!("{place}: unexpected NUL byte [{hint}]");
    check_faults("phone,owner\n1,a\n2,\"x\n\0\"\n", &[&fault("4:1")]);
    check_faults(b"phone,owner\n1,a\n\n\0\xFF", &[&fault("4:1")]);
    check_faults(utf_16("\u{feff}phone,owner\n1,\0", u16::to_le_bytes), &[&fault("2:3")]);
}

// Other formats

/// The name of a file's format in the error.
fn kind(file: &[u8]) -> String {
    let faults = read_with(file, &ReadOptions::default()).unwrap_err();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    let kind = fault.strip_prefix("1:1: expected CSV, found ").unwrap_or_else(|| panic!("{fault}"));
    kind.split(" [").next().unwrap().to_owned()
}

/// The start of a ZIP archive whose files have these names.
fn zip(names: &[&str]) -> Vec<u8> {
    let file = |name: &&str| [b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", name.as_bytes(), &[0x9c; 300]].concat();
    names.iter().flat_map(file).collect()
}

#[test]
fn workbook_is_recognized_by_its_contents() {
    let xlsx = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"];
    assert_eq!(kind(&zip(&xlsx)), "an Excel workbook (.xlsx)");
    let ods = ["mimetypeapplication/vnd.oasis.opendocument.spreadsheet"];
    assert_eq!(kind(&zip(&ods)), "an OpenDocument spreadsheet (.ods)");
    assert_eq!(kind(&zip(&["Index/Document.iwa"])), "a Numbers spreadsheet");
    assert_eq!(kind(&zip(&["[Content_Types].xml", "word/document.xml"])), "a Word document (.docx)");
    assert_eq!(kind(&zip(&["contacts.csv"])), "a ZIP archive");
    assert_eq!(kind(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"), "a workbook of Excel 97-2003 or one with a password");
    // It is not text in any encoding.
    check_faults_with(
        zip(&xlsx),
        &encoded("windows-1252"),
        &["1:1: expected CSV, found an Excel workbook (.xlsx) \
           [open it in a spreadsheet, save the sheet as `CSV UTF-8`, and import that file]"],
    );
}

#[test]
fn other_formats_are_recognized_by_signature() {
    let tar = [&[b'x'; 257][..], b"ustar\0"].concat();
    for (start, expected) in [
        (&b"\x1F\x8B\x08\0"[..], "a gzip archive"),
        (tar.as_slice(), "a tar archive"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1A\n\0\0", "an image (PNG)"),
        (b"\xFF\xD8\xFF\xE0", "an image (JPEG)"),
        (b"SQLite format 3\0\x10\0", "a SQLite database"),
        (b"\n<!DOCTYPE HTML><table>", "HTML, which some programs save as `.xls`"),
        (b"\xEF\xBB\xBF<TABLE border=1>", "HTML, which some programs save as `.xls`"),
        (b"<?xml version=\"1.0\"?><Workbook>", "XML"),
        (b"[\n {\"phone\": 1}]", "JSON"),
        (b"{\"phone\": 1}\n{", "JSON"),
        (b"BEGIN:VCARD\r\nVERSION:3.0", "contacts as vCard (.vcf)"),
    ] {
        assert_eq!(kind(start), expected);
    }
}

#[test]
fn unicode_without_bom_is_named_with_its_encoding() {
    let text = "phone;owner\r\n1;Señora Muñoz\r\n";
    let fault = |order| {
        format!("1:1: expected CSV, found UTF-16 text without a byte-order mark [pass `--encoding utf-16{order}`]")
    };
    let (le, be) = (utf_16(text, u16::to_le_bytes), utf_16(text, u16::to_be_bytes));
    check_faults(&le, &[&fault("le")]);
    check_faults(&be, &[&fault("be")]);
    assert_eq!(read_with(&le, &encoded("utf-16le")).unwrap().rows[0].1, ["1", "Señora Muñoz"]);
    let utf_32: Vec<u8> = text.chars().flat_map(|sign| u32::from(sign).to_le_bytes()).collect();
    assert_eq!(kind(&utf_32), "UTF-32 text");
    assert_eq!(kind(&[&[0xFF, 0xFE, 0, 0][..], &utf_32].concat()), "UTF-32 text");
}

#[test]
fn binary_file_is_recognized() {
    let program =
        [b"\x7FELF\x02\x01\x01".as_slice(), &[0; 9], b"\x03\0\x3e\0\x01\0\0\0\xc0\x6e\0\0", &[0; 40]].concat();
    assert_eq!(kind(&program), "a binary file");
    let mut big_endian: Vec<u8> = "phone;owner\n1;a\n".chars().flat_map(|sign| u32::from(sign).to_be_bytes()).collect();
    assert_eq!(kind(&big_endian), "UTF-32 text");
    big_endian.truncate(big_endian.len() - 3);
    assert_eq!(kind(&big_endian), "UTF-32 text");
}

#[test]
fn text_that_begins_like_another_format_is_csv() {
    for header in ["PK,phone,owner", "BM,phone,owner", "[x],phone,owner", "{x},phone,owner", "<b>,phone,owner"] {
        assert_eq!(read(format!("{header}\n0,1,a\n")).rows.len(), 1, "{header}");
    }
}

// Above the headers

#[test]
fn separator_line_sets_the_delimiter() {
    for (start, delimiter) in [
        ("sep=;\r\n", ";"),
        ("SEP=;\n", ";"),
        ("\"sep=;\"\n", ";"),
        ("\u{feff}sep=;\r\n", ";"),
        ("\u{feff}\"sep=|\"\r", "|"),
        ("sep=\t\n", "\t"),
        ("sep=,\n", ","),
    ] {
        let file = format!("{start}phone{delimiter}owner\n1{delimiter}a\n");
        let read = read(&file);
        assert_eq!(
            (char::from(read.delimiter.byte()).to_string().as_str(), read.rows[0].0),
            (delimiter, 3),
            "{file:?}"
        );
    }
    let utf_16 = utf_16("\u{feff}sep=\t\r\nphone\towner\r\n1\ta\r\n", u16::to_le_bytes);
    check_rows(utf_16, &[(3, &["1", "a"])]);
    // More headers would be known with the comma.
    assert_eq!(read("sep=;\nphone;owner;phone,owner,account\n").delimiter, Delimiter::Semicolon);
}

#[test]
fn given_delimiter_wins_over_the_separator_line() {
    let options = ReadOptions { delimiter: Some(Delimiter::Comma), ..ReadOptions::default() };
    for line in ["sep=;", "sep=:", "\"sep=;\""] {
        assert_eq!(read_with(format!("{line}\nphone,owner\n1,a\n"), &options).unwrap().rows[0].0, 3);
    }
    check_faults(
        "sep=:\nphone:owner\n",
        &["1:1: unsupported delimiter `:`: expected `,` `;` `|` or a tab \
           [save the file with another delimiter, and remove the line `sep=`]"],
    );
    check_faults("sep=;", &["1:1: the file is empty [add a line of column headers]"]);
}

/// The line of the headers below a title and the rows.
fn below_title(file: &str) -> (Option<u64>, Vec<(u64, Vec<String>)>) {
    let table = TableReader::open(file.as_bytes(), COLUMNS, &ReadOptions::default()).unwrap();
    (table.line_below_title(), read(file).rows)
}

#[test]
fn title_above_the_headers_is_skipped() {
    let row = |line| vec![(line, vec!["1".to_owned(), "a".to_owned()])];
    for (title, line) in [
        ("Contacts of November\n", 2),
        ("Contacts, November 2026\n\n2026-11-28;Ana\n", 4),
        ("\"Contacts\nof November\"\r\n,,,\r\n", 4),
        ("sep=;\nReport\n", 3),
        ("\u{feff}Report;;;\n", 2),
        (&"x\n".repeat(20), 21),
    ] {
        assert_eq!(below_title(&format!("{title}phone;owner\n1;a\n")), (Some(line), row(line + 1)), "{title:?}");
    }
    assert_eq!(below_title("\n;;\nphone;owner\n1;a\n"), (None, row(4)));
    assert_eq!(below_title("sep=;\nphone;owner\n1;a\n"), (None, row(3)));
}

#[test]
fn headers_below_too_many_lines_are_not_found() {
    let faults = read_with("x\n".repeat(21) + "phone,owner\n", &ReadOptions::default()).unwrap_err();
    assert!(faults[0].starts_with("1:1: ") && faults[0].contains("found `x`;"), "{faults:?}");
}

#[test]
fn unknown_headers_below_a_title_are_listed() {
    for file in [
        "Contacts of November\n\nTeléfono;Dueño\n1;a\n2;b\n",
        "Contacts of November;\n\nTeléfono;Dueño\n1;a\n",
        // A word of a row is not treated as a header.
        "Contacts\n\nTeléfono;Dueño\n1;owner\n",
    ] {
        let faults = read_with(file, &ReadOptions::default()).unwrap_err();
        assert!(faults[0].starts_with("3:1: ") && faults[0].contains("found `Teléfono`, `Dueño`"), "{faults:?}");
    }
}

#[test]
fn missing_column_below_a_title_is_reported_there() {
    let faults = read_with("Report\nphone;Dueño\n1;a\n", &ReadOptions::default()).unwrap_err();
    assert!(faults[0].starts_with("2:1: missing column `owner`"), "{faults:?}");
}

#[test]
fn stream_is_read_no_further_than_its_headers() {
    let start = Cursor::new(format!("{}\nphone,owner\n1,a\n", "x".repeat(9_000)));
    let table = TableReader::open(start.chain(Unreadable), COLUMNS, &ReadOptions::default());
    assert_eq!(table.unwrap().line_below_title(), Some(2));
}

#[test]
fn stream_without_known_headers_is_refused_early() {
    let mut bytes = 0;
    let lines = io::BufReader::new(Counting(&mut bytes, b"Some,Thing\n"));
    let faults = told(TableReader::open(lines, COLUMNS, &ReadOptions::default()).err().unwrap());
    assert!(faults[0].contains("found `Some`, `Thing`"), "{faults:?}");
    assert!(bytes < 1 << 20, "{bytes}");
}

/// A source that must not be read.
struct Unreadable;

impl Read for Unreadable {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("asked for more"))
    }
}

/// A source that repeats a text and counts the bytes.
struct Counting<'c>(&'c mut u64, &'static [u8]);

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        *self.0 += self.1.len() as u64;
        buffer[..self.1.len()].copy_from_slice(self.1);
        Ok(self.1.len())
    }
}

// Headers

#[test]
fn file_without_headers_is_an_error() {
    let empty = "1:1: the file is empty [add a line of column headers]";
    for file in ["", "\u{feff}", "\n\r\n  \n"] {
        check_faults(file, &[empty]);
    }
    for file in ["phone,owner", "\u{feff}phone,owner\r\n\r\n"] {
        assert_eq!(read(file).rows, []);
    }
}

#[test]
fn delimiter_with_most_known_headers_is_detected() {
    for delimiter in Delimiter::ALL.map(|delimiter| char::from(delimiter.byte())) {
        for other in [",", ";", "\t", "|"].into_iter().filter(|other| !other.contains(delimiter)) {
            // The other one would give more cells, but fewer known headers.
            let headers = ["phone", "owner", &["x"; 9].join(other), &format!("{other}account{other}")];
            let file = headers.join(&delimiter.to_string());
            assert_eq!(char::from(read(&file).delimiter.byte()), delimiter, "{file}");
        }
    }
}

#[test]
fn delimiter_with_most_cells_wins_a_tie() {
    for (header, found) in [("phone,x|owner|c|d", "`phone,x`, `owner`, `c`, `d`"), ("x;y,z;z", "`x`, `y,z`, `z`")] {
        let faults = read_with(header, &ReadOptions::default()).unwrap_err();
        assert!(faults[0].contains(&format!("found {found}")), "{faults:?}");
    }
}

#[test]
fn quoted_headers_may_contain_delimiters_and_breaks() {
    let read = read("\"phone\";\"a,b,\nc\";\"owner\"\n1;2;3\n");
    assert_eq!((read.delimiter, read.rows[0].0), (Delimiter::Semicolon, 3));
    assert_eq!(read.ignored, ["a,b,\nc"]);
}

#[test]
fn mapping_counts_for_delimiter_detection() {
    let options = mapped(&["phone=Teléfono celular", "owner=Dueño"]);
    let read = read_with("Teléfono celular;Dueño\n1;a\n", &options).unwrap();
    assert_eq!(read.delimiter, Delimiter::Semicolon);
}

#[test]
fn given_delimiter_is_used() {
    let options = ReadOptions { delimiter: Some(Delimiter::Pipe), ..ReadOptions::default() };
    let read = read_with("phone|owner|a,b,account,first_name\n1|2|3\n", &options).unwrap();
    assert_eq!(read.ignored, ["a,b,account,first_name"]);
}

#[test]
fn headers_are_matched_in_any_spelling() {
    let file = "PHONE, Contact-Owner ,FIRST  name,_account,Deal stage,,_line\n1,2,3,4,5,6,7\n";
    let mut table = TableReader::open(file.as_bytes(), COLUMNS, &ReadOptions::default()).unwrap();
    assert_eq!(
        ["phone", "owner", "first_name"].map(|name| table.cells(name).and_then(ColumnCells::first)),
        [Some(0), Some(1), Some(2)]
    );
    assert_eq!(["account", "other"].map(|name| table.cells(name).and_then(ColumnCells::first)), [None, None]);
    assert_eq!(table.ignored().collect::<Vec<_>>(), ["Deal stage", "column 6"]);
    assert!(!table.has_rejects_columns());
    assert!(table.read(&mut TableRow::default()).unwrap());
}

#[test]
fn mapping_wins_over_column_names() {
    let options = mapped(&["Owner=key account", "phone= TELEFONO-celular"]);
    let file = "Telefono celular,owner,Key Account,account\n1,2,3,4\n";
    let table = TableReader::open(file.as_bytes(), COLUMNS, &options).unwrap();
    assert_eq!(
        ["phone", "owner", "account"].map(|name| table.cells(name).and_then(ColumnCells::first)),
        [Some(0), Some(2), Some(3)]
    );
    assert_eq!(table.ignored().collect::<Vec<_>>(), ["owner"]);
    // A mapped header has no other meaning; of two matches the exact one is used.
    let options = mapped(&["first_name=account", "owner=O-1"]);
    let table = TableReader::open("phone,account,O1,O-1\n".as_bytes(), COLUMNS, &options).unwrap();
    assert_eq!(
        ["account", "first_name", "owner"].map(|name| table.cells(name).and_then(ColumnCells::first)),
        [None, Some(1), Some(3)]
    );
}

#[test]
fn missing_column_is_reported_with_found_headers() {
    check_faults(
        "first_name,Deal stage\n1,2\n",
        &[
            "1:1: missing column `phone` or `account`; found `first_name`, `Deal stage` \
             [map the column with `--column phone=HEADER`]",
            "1:1: missing column `owner`; found `first_name`, `Deal stage` \
             [map the column with `--column owner=HEADER`]",
        ],
    );
    check_faults(
        "\nphone;ownr\n1;2\n",
        &["2:1: missing column `owner`; found `phone`, `ownr` \
           [map the column with `--column owner='ownr'`]"],
    );
}

#[test]
fn unknown_header_is_one_error() {
    let hint = "map the columns with `--column phone=HEADER --column owner=HEADER`, or pass `--delimiter`";
    let expected = "expected some of `phone`, `account`, `owner`, `first_name`";
    let fault =
        format!("1:1: no recognized column headers: found `Teléfono`, `Deal stage`, `column 3`; {expected} [{hint}]");
    check_faults("Teléfono;Deal stage;;\n", &[&fault.replace("`column 3`", "`column 3`, `column 4`")]);
    // Possible data or secrets are not repeated.
    let fault =
        format!("1:1: no recognized column headers: the first line does not look like headers; {expected} [{hint}]");
    for first in [
        "+52 1;ana@acme.example",
        "root:*:20228:0:99999:7:::",
        "TOPSECRET=hunter2",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "5255123,12",
        "-----BEGIN OPENSSH PRIVATE KEY-----,",
        "a sentence that is much too long to be a header of a column in any table",
    ] {
        check_faults(format!("{first}\n"), &[&fault]);
    }
    let many: Vec<_> = (0..23).map(|number| format!("{} {number}", "x".repeat(40))).collect();
    let faults = read_with(many.join("|"), &ReadOptions::default()).unwrap_err();
    assert!(faults[0].contains(&format!("`{}…`, … and 3 more; expected", "x".repeat(40))), "{faults:?}");
}

#[test]
fn hint_maps_unknown_headers_by_their_contents() {
    let hint = |file: &str| {
        let faults = read_with(file, &ReadOptions::default()).unwrap_err();
        faults[0].split(" [").nth(1).unwrap().trim_end_matches(']').to_owned()
    };
    let both =
        "map the columns with `--column phone='Teléfono celular' --column owner='D'\\''Ana'`, or pass `--delimiter`";
    assert_eq!(
        hint("Report\nTeléfono celular;D'Ana;Alta\n55 1234 5678;a@x;2026\n(55) 1234-5678;a@x, b@x;2026\n"),
        both
    );
    // Of two phone columns the fuller one is suggested; two email columns are ambiguous.
    let fuller = "map the columns with `--column phone='Cel' --column owner=HEADER`, or pass `--delimiter`";
    assert_eq!(hint("Tel,Cel,De,A\n,5512345678,a@x,b@x\n5512345679,5512345670,a@x,c@x\n"), fuller);
    assert_eq!(hint("phone,Dueño\n1,a@x\n"), "map the column with `--column owner='Dueño'`");
}

#[test]
fn list_headers_count_only_together() {
    const LISTED: Columns = Columns { listed: &[("phone", "number"), ("owner", "people")], ..COLUMNS };
    let positions = |file: &str, mappings: &[&str]| {
        let table = TableReader::open(file.as_bytes(), LISTED, &mapped(mappings)).ok()?;
        Some(["phone", "owner"].map(|name| table.cells(name)?.first()))
    };
    assert_eq!(positions("Number,People,account\n", &[]), Some([Some(0), Some(1)]));
    assert_eq!(positions("phone,number,owner,people\n", &[]), Some([Some(0), Some(2)]));
    assert_eq!(positions("number,account,owner\n", &[]), Some([None, Some(2)]));
    assert_eq!(positions("number,people,x,account\n", &["phone=x"]), None);
    assert_eq!(positions("number,people,owner\n", &["phone=number"]), Some([Some(0), Some(2)]));
}

#[test]
fn header_errors_are_reported_at_once() {
    let options = ReadOptions { unknown: UnknownColumns::Reject, ..mapped(&["phne=a", "account=Acount", "account=x"]) };
    check_faults_with(
        "Owner,owners,owner,Acconut,first_nam,_code,\n",
        &options,
        &[
            "1:1: unknown column `phne` is mapped; expected one of `phone`, `account`, `owner`, `first_name` \
             [did you mean `phone`?]",
            "1:1: no header `Acount` for column `account`; found `Owner`, `owners`, `owner`, `Acconut`, `first_nam`, `_code`, \
             `column 7` \
             [did you mean `Acconut`?]",
            "1:1: column `account` is mapped twice \
             [separate alternatives with commas: `--column account=HEADER,HEADER`]",
            "1:7: several headers for column `owner`: `Owner`, `owners`, `owner` \
             [choose with `--column owner='owners' --column owner='Owner' --column owner='owner'`]",
            "1:20: unknown column `Acconut`; expected one of `phone`, `account`, `owner`, `first_name` \
             [did you mean `account`?]",
            "1:28: unknown column `first_nam`; expected one of `phone`, `account`, `owner`, `first_name` \
             [did you mean `first_name`?]",
            "1:44: unknown column `column 7`; expected one of `phone`, `account`, `owner`, `first_name` \
             [remove the column, or run without `--strict-columns`]",
        ],
    );
}

#[test]
fn mapped_header_must_occur_once() {
    let twice = "1:13: duplicate column `Name` [rename one of the two headers]";
    check_faults_with("phone,owner,Name,Name\n", &mapped(&["first_name=name"]), &[&twice.replace("13", "18")]);
    check_faults(
        "phone,owner,phone\n",
        &["1:13: several headers for column `phone`: `phone`, `phone` [rename one of the headers]"],
    );
}

#[test]
fn column_mapping_is_a_name_and_headers() {
    let mapping = |headers: &[&str]| ColumnMapping {
        may_be_whole: headers.len() > 1,
        ..ColumnMapping::exact("phone", headers.iter().map(|header| (*header).to_owned()).collect())
    };
    assert_eq!("phone=a=b".parse(), Ok(mapping(&["a=b"])));
    assert_eq!(" phone =a, b".parse(), Ok(mapping(&["a", " b"])));
    for text in ["phone", "=x", "phone= "] {
        let error = text.parse::<ColumnMapping>().unwrap_err();
        assert_eq!(error.to_string(), format!("expected COLUMN=HEADER such as `phone=Mobile`, found `{text}`"));
    }
}

/// The phones and owners of a file, and the mappings as understood.
fn mapped_values(file: &str, options: &ReadOptions) -> (Vec<[String; 2]>, Vec<String>) {
    let mut table = TableReader::open(file.as_bytes(), COLUMNS, options).unwrap();
    let (mut row, mut values) = (TableRow::default(), Vec::new());
    while table.read(&mut row).unwrap() {
        values.push(["phone", "owner"].map(|name| table.cells(name).unwrap().value(&row).into_owned()));
    }
    let understood = |mapping: &ColumnMapping| format!("{}={}", mapping.column, mapping.headers.join("|"));
    (values, table.mappings().iter().map(understood).collect())
}

#[test]
fn first_filled_alternative_counts() {
    let options = mapped(&["phone=MOBILE, Phone", "owner=Ejecutivo"]);
    let (values, understood) = mapped_values("Phone,Mobile,Ejecutivo\n1,2,a@x\n3,,a@x\n4,\" \",a@x\n,,a@x\n", &options);
    assert_eq!(values, ["2", "3", "4", ""].map(|phone| [phone.to_owned(), "a@x".to_owned()]));
    assert_eq!(understood, ["phone=Mobile|Phone", "owner=Ejecutivo"]);
}

#[test]
fn list_column_adds_up() {
    let options = mapped(&["owner=Zweiter,Dritter", "owner=Erster"]);
    let (values, _) = mapped_values("phone,Erster,Zweiter,Dritter\n1,a,b,c\n2,a,,c\n3,,b,\n4,,,\n", &options);
    let owners: Vec<_> = values.iter().map(|[_, owner]| owner.as_str()).collect();
    assert_eq!(owners, ["b\na", "c\na", "b", ""]);
}

#[test]
fn header_with_a_comma_wins_over_alternatives() {
    let file = "\"Phone, mobile\",Phone,mobile,owner\n1,2,3,a@x\n";
    let (values, understood) = mapped_values(file, &mapped(&["phone=Phone, mobile"]));
    assert_eq!((values[0][0].as_str(), understood), ("1", vec!["phone=Phone, mobile".to_owned()]));
    let exact = ColumnMapping::exact("phone", vec!["Phone".to_owned(), "mobile".to_owned()]);
    let options = ReadOptions { mappings: vec![exact], ..ReadOptions::default() };
    assert_eq!(mapped_values(file, &options).0[0][0], "2");
}

#[test]
fn one_of_the_alternatives_must_be_a_header() {
    let options = mapped(&["phone=Mobile,Tel,Teh"]);
    let table = TableReader::open("Tel,owner\n".as_bytes(), COLUMNS, &options).unwrap();
    assert_eq!(table.missing_headers(), ["Mobile", "Teh"]);
    assert_eq!(table.mappings()[0].headers, ["Mobile", "Tel", "Teh"]);
    let fault = "1:1: no header `Mobile` or `Teh` for column `phone`; found `Tel`, `owner` [did you mean `Tel`?]";
    let strict = ReadOptions { unknown: UnknownColumns::Reject, ..options };
    check_faults_with("Tel,owner\n", &strict, &[fault]);
    let fault = "1:1: no header `Mobile` or `Teh` for column `phone`; found `Fax`, `owner`";
    check_faults_with("Fax,owner\n", &mapped(&["phone=Mobile,Teh"]), &[fault]);
    // Each of several mappings needs one.
    check_faults_with(
        "phone,A\n",
        &mapped(&["owner=A", "owner=B"]),
        &["1:1: no header `B` for column `owner`; found `phone`, `A` [did you mean `A`?]"],
    );
}

#[test]
fn position_is_that_of_the_cell_with_the_text() {
    let options = mapped(&["phone=Tel,Mobile", "owner=A", "owner=B"]);
    let mut table = TableReader::open("Tel,Mobile,A,B\n,5,ana@x,luis@x\n,,,\n".as_bytes(), COLUMNS, &options).unwrap();
    let mut row = TableRow::default();
    let position = |table: &TableReader<&[u8]>, row: &TableRow, name: &str, text: &str| {
        table.cells(name).unwrap().position_of(text, row).unwrap()
    };
    assert!(table.read(&mut row).unwrap());
    for (name, text, at) in
        [("phone", "5", 1), ("owner", "luis@x", 3), ("owner", "lui…", 3), ("owner", "ana@x", 2), ("owner", "z", 2)]
    {
        assert_eq!(position(&table, &row, name, text), at, "{text}");
    }
    assert_eq!(position(&table, &TableRow::default(), "phone", ""), 0);
}

#[test]
fn several_headers_are_chosen_by_preference() {
    const PHONES: Columns = Columns {
        known: &[
            ColumnSpec::new("phone", &[KnownHeaders { source: "A", headers: &["Móvil", "Phone", "Fijo"] }]),
            ColumnSpec::new("first_name", &[]),
        ],
        required: &[&["phone"]],
        listed: &[],
        figures: &[],
    };
    let fault = |file: &str| match TableReader::open(file.as_bytes(), PHONES, &ReadOptions::default()) {
        Err(TableError::Faulty(faults)) => faults[0].clone(),
        other => panic!("{:?}", other.map(|table| table.headers().to_vec())),
    };
    let options = |file: &str| fault(file).options.into_iter().map(|option| option.value).collect::<Vec<_>>();
    assert_eq!(options("Fijo;PHONE;movil\n"), ["phone=movil,PHONE,Fijo"]);
    assert_eq!(options("Fijo;Fijo;movil\n"), ["phone=movil"]);
    assert_eq!(options("Fijo;Fijo\n"), [""; 0]);
    assert_eq!(options("Fijo;first_name;first_name\n"), ["first_name=none"]);
    let none = mapped(&["first_name=none"]);
    let table = TableReader::open("Fijo;first_name;first_name\n".as_bytes(), PHONES, &none).unwrap();
    assert_eq!((table.cells("first_name"), table.mappings().len()), (None, 1));
    check_faults_with(
        "phone,owner\n",
        &mapped(&["owner=none"]),
        &["1:1: missing column `owner`; found `phone`, `owner` [map the column with `--column owner='owner'`]"],
    );
    // A header of that name wins.
    assert_eq!(mapped_values("phone,none\n1,a\n", &mapped(&["owner=none"])).0[0][1], "a");
}

// Sources

#[test]
fn failing_source_is_not_the_end() {
    struct Failing(io::ErrorKind);
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
    }
    let start = format!("phone,owner\n1,{}\n2", "a".repeat(9_000));
    let source = Cursor::new(start).chain(Failing(io::ErrorKind::TimedOut)).chain(Cursor::new(",b\n"));
    let mut table = TableReader::open(source, COLUMNS, &ReadOptions::default()).unwrap();
    let mut row = TableRow::default();
    assert!(table.read(&mut row).unwrap());
    for _ in 0..2 {
        let error = table.read(&mut row).unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), (ErrorCode::UnreadableFile, "the file can't be read"));
    }
}

#[test]
fn interrupted_source_is_read_again() {
    struct Interrupted<'b>(&'b [u8], bool);
    impl Read for Interrupted<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                Err(io::ErrorKind::Interrupted.into())
            } else {
                Slivers(self.0, 2).read(buffer).inspect(|read| self.0 = &self.0[*read..])
            }
        }
    }
    let read = read_from(Interrupted(b"phone,owner\n1,a\n", false), &ReadOptions::default()).unwrap();
    assert_eq!(read.rows.len(), 1);
}

#[test]
fn bytes_read_include_the_bom() {
    for file in [b"\xEF\xBB\xBFphone,owner\n1,a\n".to_vec(), utf_16("\u{feff}phone,owner\n1,a\n", u16::to_le_bytes)] {
        let mut table = TableReader::open(file.as_slice(), COLUMNS, &ReadOptions::default()).unwrap();
        while table.read(&mut TableRow::default()).unwrap() {}
        assert_eq!(table.bytes_read(), file.len() as u64);
    }
}

#[test]
fn table_reader_is_send() {
    fn is_send<T: Send>() {}
    is_send::<TableReader<std::fs::File>>();
    is_send::<TableRow>();
}

// Rejects

/// The file of rejects of all rows of a file.
fn rejected(file: &str, message: &str) -> String {
    let mut table = TableReader::open(file.as_bytes(), COLUMNS, &ReadOptions::default()).unwrap();
    let mut rejects = RejectsWriter::new(Vec::new(), None, &table).unwrap();
    let mut row = TableRow::default();
    while table.read(&mut row).unwrap() {
        rejects.write(&row, Some("owner"), ErrorCode::UnknownMember, message).unwrap();
    }
    String::from_utf8(rejects.finish().unwrap()).unwrap()
}

#[test]
fn rejects_escape_formulas_and_add_errors() {
    assert_eq!(
        rejected("Phone;Deal stage;Owner\n+1;=1;\"a;b\"\n2\n3;'=x;c;d;=e\n", "=no, `x`"),
        "Phone;Deal stage;Owner;_line;_column;_code;_message;_surplus\n\
         +1;'=1;\"a;b\";2;owner;unknown-member;'=no, `x`;\n\
         2;;;3;owner;unknown-member;'=no, `x`;\n\
         3;'=x;c;4;owner;unknown-member;'=no, `x`;\"d;=e\"\n"
    );
}

#[test]
fn file_of_rejects_is_recognized() {
    let first = rejected("phone,owner,x\n1,a,b\n2,c\n3,d,e,f\n", "no");
    let mut table = TableReader::open(first.as_bytes(), COLUMNS, &ReadOptions::default()).unwrap();
    assert!(table.has_rejects_columns());
    assert_eq!(table.ignored().collect::<Vec<_>>(), ["x"]);
    let mut row = TableRow::default();
    let mut rows = Vec::new();
    while table.read(&mut row).unwrap() {
        assert_eq!(row.len(), table.headers().len());
        rows.push([0, 1, 2].map(|position| row.value(position).to_owned()));
    }
    assert_eq!(rows, [["1", "a", "b"], ["2", "c", ""], ["3", "d", "e"]]);
}

#[test]
fn columns_of_rejects_are_replaced() {
    let first = rejected("phone,owner\n1,a\n2,b,c,d\n", "no");
    let again = rejected(&first, "still not");
    assert_eq!(
        again,
        "phone,owner,_line,_column,_code,_message,_surplus\n\
         1,a,2,owner,unknown-member,still not,\n\
         2,b,3,owner,unknown-member,still not,\"c,d\"\n"
    );
    let moved = "_Code,phone,_surplus,owner\nx,1,y,a,z\n";
    assert_eq!(
        rejected(moved, "no"),
        "phone,owner,_line,_column,_code,_message,_surplus\n1,a,2,owner,unknown-member,no,\"y,z\"\n"
    );
}

#[test]
fn rejects_have_bom_unless_file_was_plain() {
    let start = |file: &[u8], options: &ReadOptions| {
        let table = TableReader::open(file, COLUMNS, options).unwrap();
        let rejects = RejectsWriter::new(Vec::new(), None, &table).unwrap().finish().unwrap();
        String::from_utf8(rejects).unwrap().chars().next()
    };
    let text = "phone,owner\n";
    assert_eq!(start(text.as_bytes(), &ReadOptions::default()), Some('p'));
    assert_eq!(start(["\u{feff}", text].concat().as_bytes(), &ReadOptions::default()), Some('\u{feff}'));
    assert_eq!(
        start(&utf_16(&["\u{feff}", text].concat(), u16::to_le_bytes), &ReadOptions::default()),
        Some('\u{feff}')
    );
    assert_eq!(start(text.as_bytes(), &encoded("windows-1252")), Some('\u{feff}'));
}

#[test]
fn misread_byte_order_mark_is_skipped() {
    for file in ["\u{ef}\u{bb}\u{bf}phone,owner\n1,2\n", "\u{feff}\u{ef}\u{bb}\u{bf}\"phone\",owner\n1,2\n"] {
        assert_eq!(read(file).headers, ["phone", "owner"]);
    }
}

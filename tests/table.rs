//! Random files: the reader of tables never panics, pieces make no difference, and it
//! agrees with a second reader that was written differently.
//!
//! For a longer run: `INBOXCTL_FUZZ_CASES=1000000 cargo test --release --test integration -- table::fuzz`

use std::fmt;
use std::io::{self, Read};

use inboxctl::testing::formats::Position;
use inboxctl::testing::formats::table::{
    ColumnSpec, Columns, Delimiter, Encoding, KnownHeaders, ReadOptions, TableError, TableReader, TableRow,
    UnknownColumns,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::rules::random;

/// Any header is accepted; headers are tested elsewhere.
const COLUMNS: Columns = Columns {
    known: &[
        ColumnSpec::new("phone", &[KnownHeaders { source: "", headers: &["a"] }]),
        ColumnSpec::new("account", &[KnownHeaders { source: "", headers: &["b"] }]),
        ColumnSpec::new("owner", &[KnownHeaders { source: "", headers: &["c"] }]),
    ],
    required: &[],
    listed: &[],
    figures: &[],
};

/// The number of files, by default.
const CASES: u32 = 400;

#[expect(clippy::disallowed_methods, reason = "the caller knows how long the tests may take")]
fn cases() -> ProptestConfig {
    let asked = std::env::var("INBOXCTL_FUZZ_CASES");
    random(asked.map_or(CASES, |cases| cases.parse().unwrap()))
}

/// A source that gives these numbers of bytes at a time, in turn.
struct Pieces<'b> {
    bytes: &'b [u8],
    lengths: std::iter::Cycle<std::slice::Iter<'b, usize>>,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(*self.lengths.next().unwrap());
        self.bytes.read(&mut buffer[..length])
    }
}

/// The result of reading a file.
#[derive(Debug, PartialEq)]
struct TableOutcome {
    headers: Vec<String>,
    delimiter: Option<Delimiter>,
    rows: Vec<Vec<(Position, String)>>,
    faults: Vec<(Position, String)>,
}

fn outcome(source: impl Read, options: &ReadOptions) -> TableOutcome {
    let mut outcome = TableOutcome { headers: Vec::new(), delimiter: None, rows: Vec::new(), faults: Vec::new() };
    if let Err(error) = read_into(source, options, &mut outcome) {
        let TableError::Faulty(faults) = error else { panic!("{error:?}") };
        assert!(!faults.is_empty());
        outcome.faults = faults.into_iter().map(|fault| (fault.place, fault.message)).collect();
    }
    outcome
}

fn read_into(source: impl Read, options: &ReadOptions, outcome: &mut TableOutcome) -> Result<(), TableError> {
    let mut table = TableReader::open(source, COLUMNS, options)?;
    outcome.headers = table.headers().to_vec();
    outcome.delimiter = Some(table.delimiter());
    let mut row = TableRow::default();
    while table.read(&mut row)? {
        assert_eq!(row.line(), row.place(0).line);
        let cells = row.cells().enumerate();
        outcome.rows.push(cells.map(|(position, cell)| (row.place(position), cell.to_owned())).collect());
    }
    Ok(())
}

// The second reader

/// A cell and its position.
type Cell = (Position, String);

/// A reader of the whole text, as characters with their positions.
struct Second {
    text: Vec<(Position, char)>,
    next: usize,
    delimiter: char,
}

impl Second {
    fn new(text: &str, delimiter: Delimiter) -> Self {
        let mut place = Position { line: 1, column: 1 };
        let mut placed = Vec::new();
        let mut before = None;
        for sign in text.chars() {
            // The LF of a CRLF does not start a line.
            if before == Some('\r') && sign != '\n' || before == Some('\n') {
                place = Position { line: place.line + 1, column: 1 };
            }
            placed.push((place, sign));
            place.column += 1;
            before = Some(sign);
        }
        Self { text: placed, next: 0, delimiter: char::from(delimiter.byte()) }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.next).map(|(_, sign)| *sign)
    }

    fn take(&mut self, so_long_as: impl Fn(char) -> bool) -> String {
        let from = self.next;
        while self.peek().is_some_and(&so_long_as) {
            self.next += 1;
        }
        self.text[from..self.next].iter().map(|(_, sign)| sign).collect()
    }

    /// The position of the next character.
    fn place(&self) -> Position {
        let last = || {
            let Some((place, sign)) = self.text.last() else { return Position { line: 1, column: 1 } };
            match sign {
                '\n' | '\r' => Position { line: place.line + 1, column: 1 },
                _ => Position { line: place.line, column: place.column + 1 },
            }
        };
        self.text.get(self.next).map_or_else(last, |(place, _)| *place)
    }

    /// All records up to the first error.
    fn records(&mut self) -> (Vec<Vec<Cell>>, Option<Position>) {
        let mut records = Vec::new();
        loop {
            self.take(|sign| sign == '\n' || sign == '\r');
            if self.peek().is_none() {
                return (records, None);
            }
            match self.record() {
                Err(place) => return (records, Some(place)),
                Ok(record) if record.iter().all(|(_, cell)| cell.trim().is_empty()) => {}
                Ok(record) => records.push(record),
            }
        }
    }

    fn record(&mut self) -> Result<Vec<Cell>, Position> {
        let (mut cells, mut misplaced) = (Vec::new(), None);
        loop {
            let place = self.place();
            let quoted = self.peek() == Some('"');
            let mut stray = misplaced;
            let mut cell = if quoted { self.quoted().map_err(|()| stray.unwrap_or(place))? } else { String::new() };
            loop {
                let delimiter = self.delimiter;
                let is_blank = |sign| quoted && stray.is_none() && (sign == ' ' || sign == '\t');
                cell += &self.take(|sign| is_blank(sign) && sign != delimiter);
                match self.peek() {
                    Some(sign) if sign != delimiter && sign != '\n' && sign != '\r' => {
                        if quoted && stray.is_none() {
                            stray = Some(self.place());
                        }
                        cell.push(sign);
                        self.next += 1;
                    }
                    _ => break,
                }
            }
            if !quoted && cell.trim_start().starts_with('"') {
                stray = stray.or(Some(place));
            }
            misplaced = stray;
            cells.push((place, cell));
            if self.peek() != Some(self.delimiter) {
                return misplaced.map_or(Ok(cells), Err);
            }
            self.next += 1;
        }
    }

    /// The text in quotes, if they are closed.
    fn quoted(&mut self) -> Result<String, ()> {
        let mut text = String::new();
        self.next += 1;
        loop {
            text += &self.take(|sign| sign != '"');
            self.next += 1;
            match self.peek() {
                _ if self.next > self.text.len() => return Err(()),
                Some('"') => {
                    text.push('"');
                    self.next += 1;
                }
                _ => return Ok(text),
            }
        }
    }
}

fn read_by_second(text: &str, delimiter: Delimiter) -> TableOutcome {
    let (mut records, fault) = Second::new(text, delimiter).records();
    let known = ["phone", "a", "account", "b", "owner", "c"];
    let normal = |header: &str| header.replace(|sign: char| sign.is_whitespace() || sign == '\u{feff}', "");
    let is_known = |header: &String| known.contains(&normal(header).as_str());
    let headers = records.iter().position(|record| record.iter().any(|(_, header)| is_known(header)));
    records.drain(..headers.unwrap_or(records.len()));
    let mut records = records.into_iter();
    let headers = records.next().map(|header| header.into_iter().map(|(_, cell)| cell).collect::<Vec<_>>());
    let rows = records.collect();
    let faults = fault.into_iter().map(|place| (place, String::new())).collect();
    let delimiter = headers.is_some().then_some(delimiter);
    TableOutcome { headers: headers.unwrap_or_default(), delimiter, rows, faults }
}

// Files

/// Bytes that print as text where they are valid UTF-8.
#[derive(Clone)]
struct Bytes(Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// Characters with a meaning in CSV, and a few without.
const PARTS: [&str; 24] = [
    "\"", "\"", "\"\"", ",", ",", ";", "\t", "|", "\n", "\n", "\r", "\r\n", " ", "a", "b", "c", "ñ", "€", "😀",
    "\u{feff}", "\u{a0}", "'=1", "_code", "\n\n",
];

/// Bytes that are invalid in UTF-8, or valid only at the start.
const NO_TEXT: &[&[u8]] = &[b"\0", b"", b"\xF1", b"\xE2\x82", b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF"];

/// Starts of files that declare their encoding, and some that don't.
const STARTS: &[&[u8]] = &[
    b"",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xEF\xBB\xBF",
    b"a\0,\0",
    b"sep=;\n",
    b"\xEF\xBB\xBF\"sep=|\"\r\n",
    b"PK\x03\x04",
];

fn text() -> impl Strategy<Value = String> {
    vec(select(&PARTS[..]), 0..60).prop_map(|parts| parts.concat())
}

/// A text after a header that is known with any delimiter.
fn table() -> impl Strategy<Value = String> {
    (select(&Delimiter::ALL[..]), 1..4_usize, text()).prop_map(|(delimiter, columns, text)| {
        let header = ["phone", "account", "owner"][..columns].join(&char::from(delimiter.byte()).to_string());
        format!("{header}\n{text}")
    })
}

/// A real file with a few bytes changed, removed or inserted.
fn damaged() -> impl Strategy<Value = Bytes> {
    let change = (any::<prop::sample::Index>(), 0..3_u8, damage());
    let file = prop_oneof![
        Just(
            "\u{feff}phone,owner,first_name\r\n+525512345678,ana@acme.example,\"Ana \"\"la jefa\"\" Paz\"\r\n\r\n+1,,\r\n"
        ),
        Just("Teléfono;owner;account\n\"+52 55\";ana@acme.example;\"Niño; Cía.\n2ª línea\"\n;;\n"),
        Just("phone\towner\n1\t\"a\tb\"\n"),
        Just("account|owner|_code|_message\nAcme|a|x|y\n"),
    ];
    (file, vec(change, 0..6)).prop_map(|(file, changes)| {
        let mut bytes = file.as_bytes().to_vec();
        for (at, how, damage) in changes {
            let at = at.index(bytes.len() + 1);
            let end = if how == 0 { at } else { (at + usize::from(how)).min(bytes.len()) };
            bytes.splice(at..end, damage);
        }
        Bytes(bytes)
    })
}

fn damage() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => select(&PARTS[..]).prop_map(|part| part.as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => select(NO_TEXT).prop_map(<[u8]>::to_vec),
    ]
}

fn bytes() -> impl Strategy<Value = Bytes> {
    prop_oneof![
        4 => damaged(),
        2 => (select(STARTS), vec(damage(), 0..40))
            .prop_map(|(mark, parts)| Bytes([mark, &parts.concat()].concat())),
        1 => vec(any::<u8>(), 0..200).prop_map(Bytes),
    ]
}

fn options() -> impl Strategy<Value = ReadOptions> {
    let delimiter = option::of(select(&Delimiter::ALL[..]));
    let labels = ["utf-8", "windows-1252", "utf-16le", "utf-16be", "shift_jis", "gb18030", "iso-2022-jp", "big5"];
    let encoding = option::weighted(0.2, select(labels.map(|label| label.parse::<Encoding>().unwrap()).to_vec()));
    let unknown = select(&[UnknownColumns::Ignore, UnknownColumns::Ignore, UnknownColumns::Reject][..]);
    let mappings = option::weighted(0.2, Just("phone=teléfono".parse().unwrap()));
    (delimiter, encoding, unknown, mappings).prop_map(|(delimiter, encoding, unknown, mapping)| ReadOptions {
        sheet: None,
        given: Vec::new(),
        delimiter,
        encoding,
        mappings: mapping.into_iter().collect(),
        unknown,
    })
}

// Properties

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn fuzz_pieces_of_any_size_agree(file in bytes(), lengths in vec(1..8_usize, 1..5), options in options()) {
        let pieces = Pieces { bytes: &file.0, lengths: lengths.iter().cycle() };
        prop_assert_eq!(outcome(pieces, &options), outcome(file.0.as_slice(), &options));
    }

    #[test]
    fn fuzz_two_readers_agree(text in prop_oneof![1 => text(), 4 => table()], given in option::of(select(&Delimiter::ALL[..]))) {
        let outcome = outcome(text.as_bytes(), &ReadOptions { delimiter: given, ..ReadOptions::default() });
        let is_about_the_header = |(_, message): &(Position, String)| {
            ["no recognized column headers", "the file is empty", "several headers for column"].iter().any(|about| message.contains(about))
        };
        if !outcome.faults.iter().any(is_about_the_header) {
            let unmarked = text.strip_prefix('\u{feff}').unwrap_or(&text);
            // An invalid header has no delimiter.
            let delimiters: Vec<_> = outcome.delimiter.or(given).map_or(Delimiter::ALL.to_vec(), |delimiter| vec![delimiter]);
            let places = |outcome: &TableOutcome| outcome.faults.iter().map(|(place, _)| *place).collect::<Vec<_>>();
            let agree = |second: &TableOutcome| {
                (&outcome.headers, &outcome.rows, places(&outcome)) == (&second.headers, &second.rows, places(second))
            };
            let second: Vec<_> = delimiters.iter().map(|delimiter| read_by_second(unmarked, *delimiter)).collect();
            prop_assert!(second.iter().any(agree), "{:#?}\n{:#?}", outcome, second);
        }
    }

    #[test]
    fn fuzz_encodings_agree(text in table()) {
        let told_as = |bytes: Vec<u8>| outcome(bytes.as_slice(), &ReadOptions::default());
        let expected = told_as(text.clone().into_bytes());
        prop_assert_eq!(&told_as([b"\xEF\xBB\xBF", text.as_bytes()].concat()), &expected);
        prop_assert_eq!(&told_as(utf_16(&text, u16::to_le_bytes)), &expected);
        prop_assert_eq!(&told_as(utf_16(&text, u16::to_be_bytes)), &expected);
    }

    #[test]
    fn fuzz_written_tables_are_read_back(
        rows in vec(vec(cell(), 1..5), 0..8),
        delimiter in select(&Delimiter::ALL[..]),
        quotes in select(&[csv::QuoteStyle::Necessary, csv::QuoteStyle::Always, csv::QuoteStyle::NonNumeric]),
        line_end in select(&[csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')]),
        lengths in vec(1..8_usize, 1..5),
    ) {
        let mut writer = csv::WriterBuilder::new();
        writer.flexible(true).delimiter(delimiter.byte()).quote_style(quotes).terminator(line_end);
        let mut writer = writer.from_writer(Vec::new());
        writer.write_record(["phone", "owner"]).unwrap();
        let is_row = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let rows: Vec<_> = rows.iter().filter(is_row).cloned().collect();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let file = writer.into_inner().unwrap();
        let outcome = outcome(Pieces { bytes: &file, lengths: lengths.iter().cycle() }, &ReadOptions::default());
        let read: Vec<Vec<_>> = outcome.rows.into_iter().map(|row| row.into_iter().map(|(_, cell)| cell).collect()).collect();
        prop_assert_eq!((outcome.delimiter, read, outcome.faults), (Some(delimiter), rows, Vec::new()));
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![vec(select(&PARTS[..]), 0..4).prop_map(|parts| parts.concat()), "[^\0]{0,8}"]
}

fn utf_16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    ["\u{feff}", text].concat().encode_utf16().flat_map(bytes).collect()
}

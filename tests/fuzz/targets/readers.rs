//! Readers of files and values: they never panic, pieces make no difference, and what is accepted is
//! accepted again.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Seek as _, Write as _};
use std::path::Path;

use inboxctl::testing::formats::log::LogReader;
use inboxctl::testing::formats::table::{
    Columns, HeaderRank, ReadOptions, TableError, TableReader, TableRow, UnknownColumns,
};
use inboxctl::testing::formats::workbook::{SheetPick, copy_sheet};
use inboxctl::testing::formats::{columns, profile as profiles, scenario as scenarios};
use inboxctl::testing::inbox::Inbox;
use inboxctl::testing::model::{Email, Phone, PhoneFormat, PhoneReader};
use inboxctl::testing::scenario::run_on;

use super::inputs::{Pieces, split_options, text};
use super::small_store::assert_no_damage;
use crate::workbook::Book;

/// The columns of a kind of import.
fn columns_of(kind: &str) -> Columns {
    match kind {
        "contacts" => columns::CONTACTS,
        "members" => columns::MEMBERS,
        "teams" => columns::TEAMS,
        "accounts" => columns::account_mapping(false),
        "owned" => columns::mapping(true),
        _ => columns::mapping(false),
    }
}

/// A table: `KIND [delimiter=D] [encoding=E] [column=C=H]… [strict]`, and the file below.
pub(super) fn table(input: &[u8]) {
    let (words, file) = split_options(input);
    let mut options = ReadOptions::default();
    for word in &words {
        match word.split_once('=') {
            Some(("delimiter", value)) => options.delimiter = value.parse().ok(),
            Some(("encoding", value)) => options.encoding = value.parse().ok(),
            Some(("column", value)) => options.mappings.extend(value.parse().ok()),
            _ if *word == "strict" => options.unknown = UnknownColumns::Reject,
            _ => {}
        }
    }
    let columns = columns_of(words.first().copied().unwrap_or_default());
    let whole = described(TableReader::open(file, columns, &options));
    let pieces = described(TableReader::open(Pieces::new(file), columns, &options));
    assert_eq!(whole, pieces);
}

/// The header, the rows and the errors of a table.
fn described<R: Read>(table: Result<TableReader<R>, TableError>) -> String {
    let mut found = String::new();
    if let Err(error) = table.and_then(|mut table| {
        let ignored: Vec<_> = table.ignored().map(str::to_owned).collect();
        let header = (table.headers(), ignored, table.mappings(), table.missing_headers(), table.line_below_title());
        writeln!(found, "{header:?} {:?} {}", table.delimiter(), table.has_rejects_columns()).unwrap();
        let mut row = TableRow::default();
        while table.read(&mut row)? {
            for (number, cell) in row.cells().enumerate() {
                writeln!(found, "{:?} {cell:?}", row.place(number)).unwrap();
            }
        }
        Ok(())
    }) {
        writeln!(found, "{error:?}").unwrap();
    }
    found
}

/// A workbook: its bytes, or its parts, each below a line `=== NAME`.
pub(super) fn workbook(input: &[u8]) {
    let bytes = if input.starts_with(b"PK") { input.to_vec() } else { packed(input) };
    let (mut file, copy) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    file.write_all(&bytes).unwrap();
    file.rewind().unwrap();
    let options = ReadOptions::default();
    let rank = |start: &[u8]| HeaderRank::of(start, columns::mapping(false), &options);
    let Ok(sheet) = copy_sheet(file, &SheetPick { name: None, rank: &rank }, &copy) else { return };
    let reader = |mut copy: &File| {
        copy.rewind().unwrap();
        described(TableReader::open_sheet(copy, &sheet.merged, columns::mapping(false), &options))
    };
    assert_eq!(reader(&copy), reader(&copy));
}

/// A workbook with these parts in place of its own.
fn packed(input: &[u8]) -> Vec<u8> {
    let input = String::from_utf8_lossy(input);
    let parts = input.split("=== ").filter_map(|part| part.split_once('\n'));
    let named = |name: &str| name.len() < 100 && !name.is_empty();
    let parts = parts.filter(|(name, _)| named(name)).take(20);
    parts.fold(Book::of(""), |book, (name, content)| book.part(name, content)).bytes()
}

/// A message log.
pub(super) fn log(input: &[u8]) {
    assert_eq!(lines(LogReader::new(input)), lines(LogReader::new(Pieces::new(input))));
}

fn lines<R: Read>(mut log: LogReader<R>) -> Vec<String> {
    let mut lines = Vec::new();
    while let Some(line) = log.read().unwrap() {
        lines.push(format!("{line:?}"));
    }
    lines
}

/// A scenario file, whose scenarios run.
pub(super) fn scenario(input: &[u8]) {
    let Some(Ok(read)) = text(input).map(scenarios::read) else { return };
    for scenario in read.iter().take(3) {
        let mut inbox = Inbox::in_memory().unwrap();
        // Failed expectations and invalid worlds are results.
        let _ = run_on(Path::new("fuzzed.yaml"), scenario, &mut inbox);
        assert_no_damage(&inbox.check().unwrap());
    }
}

/// A profile: saved, it is read as the same. One without options is not saved.
pub(super) fn profile(input: &[u8]) {
    let Some(Ok(read)) = text(input).map(profiles::read) else { return };
    let written = profiles::write(&read);
    if !written.is_empty() {
        assert_eq!(profiles::read(&written), Ok(read), "{written}");
    }
}

/// A phone: `COUNTRY FORMAT`, and the number below. An accepted number is accepted as the same again.
pub(super) fn phone(input: &[u8]) {
    let (words, number) = split_options(input);
    let Some(number) = text(number) else { return };
    let country = words.first().and_then(|word| word.parse().ok());
    let format = words.get(1).and_then(|word| word.parse().ok()).unwrap_or(PhoneFormat::Auto);
    let has_none = PhoneReader::has_no_phone(number);
    let Ok(phone) = (PhoneReader { country, format }).read(number) else { return };
    assert!(!has_none, "{phone}");
    assert_eq!(PhoneReader::INTERNATIONAL_ONLY.read(phone.as_str()), Ok(phone.clone()));
    assert_eq!(Phone::if_canonical(phone.as_str()), Some(phone.clone()));
    assert!(Phone::digits_if_canonical(phone.as_str()).is_some());
    let _ = phone.misread_from();
}

/// An email address: an accepted one is accepted as the same again.
pub(super) fn email(input: &[u8]) {
    let Some(written) = text(input) else { return };
    let folded = Email::fold(written);
    assert_eq!(Email::fold(&folded), folded);
    match (written.parse::<Email>(), folded.parse::<Email>()) {
        (Ok(email), Ok(again)) => assert_eq!((email.as_str(), &email), (folded.as_str(), &again)),
        (Err(_), Err(_)) => {}
        (one, other) => panic!("{one:?} {other:?}"),
    }
}

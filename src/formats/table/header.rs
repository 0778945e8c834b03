//! Reads the headers: finds the positions of the known columns.

use super::column_cells::ColumnCells;
use super::likely::{Samples, column_option, column_options};
use super::options::{ColumnMapping, ReadOptions, UnknownColumns};
use super::row::TableRow;
use crate::formats::csv::unescape_formula;
use crate::formats::fault::{FileError, SuggestedOption, did_you_mean};
use crate::model::{Excerpt, fold_accents, has_invisible, nearest};

/// The most headers that an error lists, and half the characters of each.
const LISTED: usize = 20;

/// A column that a kind of file can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSpec {
    /// The name of the column, and one of its headers.
    pub name: &'static str,
    /// Other headers of the column, by preference.
    pub headers: &'static [KnownHeaders],
    /// Headers that are only suggested, and words of those that never are, in lower case and without accents.
    pub likely: &'static [&'static str],
    /// Separated by blanks.
    pub unlikely: &'static str,
    /// Whether a row can have several values, which several headers add up to.
    pub is_list: bool,
    /// The option that stands in for the column, and its value as a placeholder.
    pub instead: Option<(&'static str, &'static str)>,
}

/// What some programs call a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownHeaders {
    /// The programs, and the language if it is not English.
    pub source: &'static str,
    pub headers: &'static [&'static str],
}

impl ColumnSpec {
    /// A column of single values.
    pub const fn new(name: &'static str, headers: &'static [KnownHeaders]) -> Self {
        Self { name, headers, likely: &[], unlikely: "", is_list: false, instead: None }
    }

    /// All headers of the column by preference, its name last.
    pub fn all(&self) -> impl Iterator<Item = &'static str> {
        self.headers.iter().flat_map(|known| known.headers).copied().chain([self.name])
    }

    /// Whether a header may name the column in other words.
    fn may_be_called(&self, header: &str) -> bool {
        let folded = fold_accents(header);
        !folded
            .split(|sign: char| !sign.is_alphanumeric())
            .any(|word| self.unlikely.split(' ').any(|unlikely| unlikely == word && !word.is_empty()))
    }

    /// Whether a header is nearly one of the column, or suggested.
    fn is_near(&self, header: &str) -> bool {
        self.may_be_called(header) && nearest(header, self.all().chain(self.likely.iter().copied())).is_some()
    }
}

/// The columns of a kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    pub known: &'static [ColumnSpec],
    /// Groups of names; each needs at least one column.
    pub required: &'static [&'static [&'static str]],
    /// The headers of the list command, by column. They count only where a file has all of them and none
    /// of the names.
    pub listed: &'static [(&'static str, &'static str)],
    /// The headers of figures that the list command adds. Where a file has all of them, they are ignored
    /// without a warning.
    pub figures: &'static [&'static str],
}

/// Normalizes a header for comparison: without case, accents, blanks, `-` and `_`.
pub fn normal(header: &str) -> String {
    let mark = '\u{feff}';
    let folded = fold_accents(unescape_formula(header));
    folded.chars().filter(|sign| !sign.is_whitespace() && !['-', '_', mark].contains(sign)).collect()
}

/// Whether a cell looks like a header or is empty: words of letters, digits and a few signs, but no
/// number, address or key. Other lines may be private data of a file named by mistake, and are not
/// repeated in messages.
fn looks_like_header(cell: &str) -> bool {
    const MOST_LETTERS: usize = 60;
    let is_fine = |sign: char| sign.is_alphanumeric() || sign.is_whitespace() || "_-./()#'’&?%°º*,;|".contains(sign);
    let is_first = |sign: char| sign.is_alphanumeric() || "_#(*¿".contains(sign);
    let is_key = |word: &str| word.len() > 12 && word.contains(|sign: char| sign.is_ascii_digit());
    let is_number = |cell: &str| !cell.contains(char::is_alphabetic);
    cell.trim().is_empty()
        || cell.chars().count() <= MOST_LETTERS
            && cell.trim_start().starts_with(is_first)
            && cell.chars().all(is_fine)
            && !is_number(cell)
            && !cell.split(|sign: char| !sign.is_alphanumeric()).any(is_key)
}

/// The columns that a file of rejects adds to each row, in this order.
pub(super) const REJECT_COLUMNS: [&str; 5] = ["_line", "_column", CODE, "_message", SURPLUS];
const CODE: &str = "_code";
pub(super) const SURPLUS: &str = "_surplus";

/// Whether a header has this name.
pub(super) fn is_named(header: &str, name: &str) -> bool {
    header.trim().eq_ignore_ascii_case(name)
}

/// Whether a header is the one by which a file of rejects is known.
pub(super) fn is_code(header: &str) -> bool {
    is_named(header, CODE)
}

/// Whether a column may be one that a file of rejects adds: it is ignored without a warning.
fn is_aside(header: &str) -> bool {
    header.trim().starts_with('_')
}

/// The column of a mapping with each header that it may mean, normalized.
fn mapped_headers(mapping: &ColumnMapping) -> impl Iterator<Item = (String, String)> {
    let headers = mapping.headers.iter().cloned().chain(mapping.whole());
    headers.map(|header| (mapping.column.clone(), normal(&header)))
}

pub(super) struct ExpectedColumns {
    columns: Columns,
    names: Vec<Vec<String>>,
    /// The mappings: a column with each of its headers, normalized.
    mapped: Vec<(String, String)>,
}

impl ExpectedColumns {
    /// Combines the names of columns with the mappings of a file.
    pub(super) fn new(columns: Columns, mappings: &[ColumnMapping]) -> Self {
        let names = |column: &ColumnSpec| column.all().map(normal).collect();
        Self {
            columns,
            names: columns.known.iter().map(names).collect(),
            mapped: mappings.iter().flat_map(mapped_headers).collect(),
        }
    }

    /// The number of known headers.
    pub(super) fn count<'h>(&self, headers: impl Iterator<Item = &'h str>) -> usize {
        let is_mapped = |header: &str| self.mapped.iter().any(|(_, mapped)| *mapped == normal(header));
        headers.filter(|header| self.column(header).is_some() || is_mapped(header)).count()
    }

    /// The known column that a header names.
    fn column(&self, header: &str) -> Option<usize> {
        let normal = normal(header);
        self.names.iter().position(|names| names.contains(&normal)).filter(|_| !is_aside(header))
    }

    /// Whether all required columns are among the headers.
    pub(super) fn has_required(&self, headers: &TableRow) -> bool {
        let is_there = |name: &&str| {
            let column = self.column(name);
            headers.cells().any(|header| self.column(header) == column || self.is_mapped_to(header, column))
        };
        self.columns.required.iter().all(|group| group.iter().any(is_there))
    }

    fn is_mapped_to(&self, header: &str, column: Option<usize>) -> bool {
        self.mapped.iter().any(|(name, mapped)| *mapped == normal(header) && self.column(name) == column)
    }

    fn known(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.columns.known.iter().map(|column| column.name)
    }
}

/// The header of a file.
#[derive(Debug)]
pub(super) struct TableHeader {
    pub(super) written: Vec<String>,
    /// The cells of each known column.
    pub(super) cells: Vec<ColumnCells>,
    pub(super) ignored: Vec<String>,
    /// The mappings with the headers as they are in the file.
    pub(super) mappings: Vec<ColumnMapping>,
    /// The alternatives of mappings that the file doesn't have.
    pub(super) missing: Vec<String>,
}

impl TableHeader {
    /// Reads the first record, or returns all its errors. The samples matter only to the hints.
    pub(super) fn read(
        row: &TableRow,
        wanted: &ExpectedColumns,
        options: &ReadOptions,
        samples: &Samples,
    ) -> Result<Self, Vec<FileError>> {
        let mut matching = HeaderMatcher::new(row, wanted, samples);
        matching.map(options);
        matching.map_listed();
        matching.match_names();
        matching.ignore_figures();
        if matching.cells.iter().all(ColumnCells::is_missing) && matching.faults.is_empty() {
            return Err(vec![matching.nothing_known()]);
        }
        matching.require();
        if options.unknown == UnknownColumns::Reject {
            matching.refuse_unknown();
        }
        matching.finish()
    }
}

struct HeaderMatcher<'w> {
    row: &'w TableRow,
    wanted: &'w ExpectedColumns,
    samples: &'w Samples,
    cells: Vec<ColumnCells>,
    /// Whether a column has a mapping, valid or not: its own names are ignored then.
    is_mapped: Vec<bool>,
    /// Whether an error of a column has been reported.
    is_faulty: Vec<bool>,
    mappings: Vec<ColumnMapping>,
    taken: Vec<usize>,
    unknown: Vec<usize>,
    missing: Vec<String>,
    faults: Vec<FileError>,
}

impl<'w> HeaderMatcher<'w> {
    fn new(row: &'w TableRow, wanted: &'w ExpectedColumns, samples: &'w Samples) -> Self {
        let columns = wanted.names.len();
        Self {
            row,
            wanted,
            samples,
            cells: vec![ColumnCells::default(); columns],
            is_mapped: vec![false; columns],
            is_faulty: vec![false; columns],
            mappings: Vec::new(),
            taken: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn map(&mut self, options: &ReadOptions) {
        for mapping in &options.mappings {
            match self.target(&mapping.column) {
                Ok(column) => self.map_one(column, mapping, options),
                Err(fault) => self.faults.push(fault),
            }
        }
    }

    /// Maps the headers of a list command, if the file has them.
    fn map_listed(&mut self) {
        let listed = self.wanted.columns.listed.iter();
        let found: Vec<_> = listed
            .filter_map(|(name, header)| {
                let column = self.wanted.column(name).filter(|column| self.is_mapped.get(*column) == Some(&false))?;
                let is_named = self.row.cells().any(|header| self.wanted.column(header) == Some(column));
                let position = self.find(header).first().copied().filter(|_| !is_named)?;
                Some((column, position))
            })
            .collect();
        if found.len() < self.wanted.columns.listed.len() {
            return;
        }
        for (column, position) in found {
            self.add(column, vec![position]);
        }
    }

    /// The column of a mapping, unless it is unknown or already has one.
    fn target(&mut self, name: &str) -> Result<usize, FileError> {
        let place = self.row.place(0);
        let Some(column) = self.wanted.column(name) else {
            let known = listed(self.wanted.known());
            let fault =
                FileError::new(place, format!("unknown column `{}` is mapped; expected one of {known}", Excerpt(name)));
            return Err(fault.with_hint(did_you_mean(name, self.wanted.known())));
        };
        let is_list = self.wanted.columns.known.get(column).is_some_and(|column| column.is_list);
        match self.is_mapped.get_mut(column) {
            Some(mapped) if is_list || !*mapped => *mapped = true,
            _ => return Err(self.mapped_twice(name)),
        }
        Ok(column)
    }

    fn mapped_twice(&self, name: &str) -> FileError {
        let message = format!("column `{}` is mapped twice", Excerpt(name));
        let hint = format!("separate alternatives with commas: `--column {name}=HEADER,HEADER`");
        FileError::new(self.row.place(0), message).with_hint(Some(hint))
    }

    /// Maps a column to those of its headers that the file has. The others are an error if there are none,
    /// or with strict columns; a mapping may be shared by exports of which not all have all columns.
    fn map_one(&mut self, column: usize, mapping: &ColumnMapping, options: &ReadOptions) {
        let column_name = self.wanted.known().nth(column).unwrap_or_default();
        if mapping.is_none() && self.find("none").is_empty() {
            self.mappings.push(ColumnMapping::exact(column_name, mapping.headers.clone()));
            return;
        }
        let whole = mapping.whole().filter(|whole| !self.find(whole).is_empty());
        let mut headers = whole.map_or_else(|| mapping.headers.clone(), |whole| vec![whole]);
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for header in &mut headers {
            match self.find_one(header) {
                Some(position) => {
                    self.row.cell(position).trim().clone_into(header);
                    found.push(position);
                }
                None => missing.push(header.trim().to_owned()),
            }
        }
        if found.is_empty() {
            let is_only_one = options.mappings.iter().filter(|other| other.column == mapping.column).count() == 1;
            let others = if is_only_one { self.other_headers(column, &missing) } else { Vec::new() };
            self.report_missing_headers(column, &missing, &others);
            return;
        }
        if !missing.is_empty() && options.unknown == UnknownColumns::Reject {
            self.report_missing_headers(column, &missing, &[]);
        }
        self.mappings.push(ColumnMapping::exact(column_name, headers));
        self.missing.extend(missing);
        self.add(column, found);
    }

    /// The position of a header; the others of the same name are errors.
    fn find_one(&mut self, header: &str) -> Option<usize> {
        let found = self.find(header);
        let (first, rest) = found.split_first()?;
        for second in rest {
            let message = format!("duplicate column `{}`", Excerpt(self.row.cell(*second)));
            let hint = "rename one of the two headers".to_owned();
            self.faults.push(FileError::new(self.row.place(*second), message).with_hint(Some(hint)));
        }
        Some(*first)
    }

    fn report_missing_headers(&mut self, column: usize, missing: &[String], others: &[ColumnMapping]) {
        self.mark_faulty(column);
        let names: Vec<_> = missing.iter().map(|header| format!("`{}`", Excerpt(header))).collect();
        let (headers, name) = (names.join(" or "), self.wanted.known().nth(column).unwrap_or_default());
        let message = format!("no header {headers} for column `{name}`; found {}", self.found());
        let hint = missing.iter().find_map(|header| did_you_mean(header, self.row.cells()));
        let hint = hint.or_else(|| (!others.is_empty()).then(|| format!("use `{}`", column_options(others))));
        let fault = FileError::new(self.row.place(0), message).with_hint(hint);
        self.faults.push(fault.with_options(typed(others)));
    }

    /// The mappings to headers that the file has instead: known ones of the column, or one near to a missing
    /// one.
    fn other_headers(&self, column: usize, missing: &[String]) -> Vec<ColumnMapping> {
        let Some(spec) = self.wanted.columns.known.get(column) else { return Vec::new() };
        let headers = self.row.cells().map(str::trim);
        let named: Vec<_> = headers.filter(|header| self.wanted.column(header) == Some(column)).collect();
        if named.is_empty() {
            let near = missing.iter().find_map(|header| nearest(header, self.row.cells()));
            return near.and_then(|header| mapping(spec.name, header)).into_iter().collect();
        }
        choice(spec, &named).into_iter().filter(|mapping| !mapping.is_none()).collect()
    }

    /// The positions of a header: as written or, if there is none, normalized.
    fn find(&self, header: &str) -> Vec<usize> {
        let positions = |is_meant: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let cells = self.row.cells().enumerate();
            cells.filter(|(_, cell)| is_meant(cell)).map(|(position, _)| position).collect()
        };
        let exact = positions(&|cell| cell.trim() == header.trim());
        if exact.is_empty() { positions(&|cell| normal(cell) == normal(header)) } else { exact }
    }

    fn match_names(&mut self) {
        let mut named = vec![Vec::new(); self.cells.len()];
        for position in (0..self.row.len()).filter(|position| !self.taken.contains(position)) {
            let header = self.row.cell(position);
            let column = self.wanted.column(header).filter(|column| self.is_mapped.get(*column) == Some(&false));
            match column.and_then(|column| named.get_mut(column)) {
                Some(positions) => positions.push(position),
                None if is_aside(header) => {}
                None => self.unknown.push(position),
            }
        }
        for (column, positions) in named.into_iter().enumerate() {
            match *positions {
                [] => {}
                [position] => self.add(column, vec![position]),
                [_, second, ..] => self.report_several(column, &positions, second),
            }
        }
    }

    /// Forgets the figures of a list command, if the file has all of them.
    fn ignore_figures(&mut self) {
        let figures: Vec<_> = self.wanted.columns.figures.iter().map(|header| self.find(header)).collect();
        if figures.iter().all(|found| !found.is_empty()) {
            let figures = figures.concat();
            self.unknown.retain(|position| !figures.contains(position));
        }
    }

    /// Refuses several headers of one column: their order in the file decides nothing.
    fn report_several(&mut self, column: usize, positions: &[usize], second: usize) {
        self.mark_faulty(column);
        let Some(spec) = self.wanted.columns.known.get(column) else { return };
        let headers: Vec<_> = positions.iter().map(|position| self.row.cell(*position).trim()).collect();
        let message = format!("several headers for column `{}`: {}", spec.name, listed(headers.iter().copied()));
        let is_required = self.wanted.columns.required.iter().any(|group| group.contains(&spec.name));
        let mut mappings = choice(spec, &headers);
        mappings.retain(|mapping| !is_required || !mapping.is_none());
        let hint = match mappings.as_slice() {
            [mapping] if mapping.is_none() => {
                format!("rename one of the headers, or leave the column out with `{}`", column_option(mapping))
            }
            [] => "rename one of the headers".to_owned(),
            mappings => format!("choose with `{}`", column_options(mappings)),
        };
        self.push(FileError::new(self.row.place(second), message), hint, &mappings);
    }

    /// Reports an error with a hint and the mappings that solve it.
    fn push(&mut self, fault: FileError, hint: String, mappings: &[ColumnMapping]) {
        self.faults.push(fault.with_hint(Some(hint)).with_options(typed(mappings)));
    }

    fn mark_faulty(&mut self, column: usize) {
        if let Some(is_faulty) = self.is_faulty.get_mut(column) {
            *is_faulty = true;
        }
    }

    fn add(&mut self, column: usize, alternatives: Vec<usize>) {
        self.taken.extend(&alternatives);
        if let Some(cells) = self.cells.get_mut(column) {
            cells.add(alternatives);
        }
    }

    fn require(&mut self) {
        for group in self.wanted.columns.required {
            let columns: Vec<_> = group.iter().filter_map(|name| self.wanted.column(name)).collect();
            let is_there = |column: &usize| {
                let has_cells = self.cells.get(*column).is_some_and(|cells| !cells.is_missing());
                has_cells || self.is_faulty.get(*column) == Some(&true)
            };
            if !columns.iter().any(is_there) {
                self.report_missing(group, &columns);
            }
        }
    }

    fn report_missing(&mut self, group: &[&str], columns: &[usize]) {
        let names: Vec<_> = group.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("missing column {}; found {}", names.join(" or "), self.found());
        let fault = FileError::new(self.row.place(0), message);
        let near = self.near_mappings(columns);
        let likely = || group.iter().find_map(|name| self.likely_mapping(name)).into_iter().collect();
        let mappings = if near.is_empty() { likely() } else { near };
        if !mappings.is_empty() {
            self.push(fault, format!("map the column with `{}`", column_options(&mappings)), &mappings);
            return;
        }
        let hint = format!("map the column with `--column {}=HEADER`", group.first().unwrap_or(&"NAME"));
        let known = columns.iter().filter_map(|column| self.wanted.columns.known.get(*column));
        let instead = known.filter_map(|column| column.instead);
        let options = instead.map(|(name, value)| SuggestedOption::new(name, value)).collect();
        self.faults.push(fault.with_hint(Some(hint)).with_options(options));
    }

    /// The mapping of the first unknown header that is near a name of the columns; of a list of all.
    fn near_mappings(&self, columns: &[usize]) -> Vec<ColumnMapping> {
        let known: Vec<_> = columns.iter().filter_map(|column| self.wanted.columns.known.get(*column)).collect();
        let near = self.unknown.iter().map(|position| self.row.cell(*position)).filter_map(|header| {
            let column = known.iter().find(|column| column.is_near(header))?;
            mapping(column.name, header)
        });
        near.take(if known.iter().any(|column| column.is_list) { usize::MAX } else { 1 }).collect()
    }

    /// The mapping of the likeliest of the unknown columns.
    fn likely_mapping(&self, name: &str) -> Option<ColumnMapping> {
        let column = self.wanted.columns.known.iter().find(|column| column.name == name)?;
        let may_be = |position: &usize| column.may_be_called(self.row.cell(*position));
        let positions: Vec<_> = self.unknown.iter().copied().filter(may_be).collect();
        let position = self.samples.likeliest(name, &positions).filter(|_| self.looks_like_headers())?;
        mapping(name, self.row.cell(position))
    }

    fn refuse_unknown(&mut self) {
        for position in &self.unknown {
            let header = name(self.row, *position);
            let message =
                format!("unknown column `{}`; expected one of {}", Excerpt(&header), listed(self.wanted.known()));
            let hint = did_you_mean(&header, self.wanted.known());
            let hint = hint.unwrap_or_else(|| "remove the column, or run without `--strict-columns`".to_owned());
            self.faults.push(FileError::new(self.row.place(*position), message).with_hint(Some(hint)));
        }
    }

    fn nothing_known(&self) -> FileError {
        let known = listed(self.wanted.known());
        let found = if self.looks_like_headers() {
            format!("found {}", self.found())
        } else {
            "the first line does not look like headers".to_owned()
        };
        let message = format!("no recognized column headers: {found}; expected some of {known}");
        let (hint, mappings) = self.mappings_of_required();
        FileError::new(self.row.place(0), message).with_hint(Some(hint)).with_options(typed(&mappings))
    }

    /// Whether the line may be repeated; see [`looks_like_header`].
    fn looks_like_headers(&self) -> bool {
        self.row.cells().all(looks_like_header)
    }

    /// The hint with the likeliest header of each required column, and the mappings if none is missing.
    fn mappings_of_required(&self) -> (String, Vec<ColumnMapping>) {
        let required = self.wanted.columns.required.iter();
        let mappings: Vec<_> =
            required.clone().map(|group| group.iter().find_map(|name| self.likely_mapping(name))).collect();
        let options = required.zip(&mappings).map(|(group, mapping)| match mapping {
            Some(mapping) => column_option(mapping),
            None => format!("--column {}=HEADER", group.first().unwrap_or(&"NAME")),
        });
        let options: Vec<_> = options.collect();
        let options = if options.is_empty() { "--column NAME=HEADER".to_owned() } else { options.join(" ") };
        let hint = format!("map the columns with `{options}`, or pass `{}`", self.row.option_of_rows());
        (hint, mappings.into_iter().collect::<Option<_>>().unwrap_or_default())
    }

    /// The headers of the file, for a message.
    fn found(&self) -> String {
        let names: Vec<_> = (0..self.row.len()).map(|position| name(self.row, position)).collect();
        listed(names.iter().map(String::as_str))
    }

    fn finish(mut self) -> Result<TableHeader, Vec<FileError>> {
        if !self.faults.is_empty() {
            self.faults.sort_by_key(|fault| fault.place);
            return Err(self.faults);
        }
        Ok(TableHeader {
            written: self.row.cells().map(str::to_owned).collect(),
            cells: self.cells,
            ignored: self.unknown.iter().map(|position| name(self.row, *position)).collect(),
            mappings: self.mappings,
            missing: self.missing,
        })
    }
}

/// The options of mappings.
fn typed(mappings: &[ColumnMapping]) -> Vec<SuggestedOption> {
    mappings.iter().map(|mapping| SuggestedOption::new("column", mapping.to_string())).collect()
}

/// The mapping of a column to a header, if it can be typed.
fn mapping(column: &str, header: &str) -> Option<ColumnMapping> {
    let header = header.trim();
    let can_be_typed = !header.is_empty() && !has_invisible(header);
    can_be_typed.then(|| ColumnMapping::exact(column, vec![header.to_owned()]))
}

/// The mappings that choose among several headers of a column, by preference: all of them if they add up,
/// else as alternatives. If no header occurs only once, the column is left out.
fn choice(column: &ColumnSpec, headers: &[&str]) -> Vec<ColumnMapping> {
    let count = |header: &str| headers.iter().filter(|other| **other == header).count();
    let mut single: Vec<_> = headers.iter().filter(|header| count(header) == 1 && !header.contains(',')).collect();
    single.sort_by_key(|header| column.all().position(|known| normal(known) == normal(header)));
    let mappings: Vec<_> = single.into_iter().filter_map(|header| mapping(column.name, header)).collect();
    match mappings.as_slice() {
        [] => vec![ColumnMapping::exact(column.name, vec!["none".to_owned()])],
        _ if column.is_list => mappings,
        _ => {
            let headers = mappings.into_iter().flat_map(|mapping| mapping.headers).collect();
            vec![ColumnMapping::exact(column.name, headers)]
        }
    }
}

fn name(row: &TableRow, position: usize) -> String {
    let header = row.cell(position).trim();
    if header.is_empty() { format!("column {}", position + 1) } else { header.to_owned() }
}

/// Joins names in backticks: the first ones, and the start of long ones.
fn listed<'h>(mut headers: impl Iterator<Item = &'h str>) -> String {
    let short = |header: &str| match header.char_indices().nth(LISTED * 2) {
        Some((end, _)) => format!("`{}…`", Excerpt(header.get(..end).unwrap_or_default())),
        None => format!("`{}`", Excerpt(header)),
    };
    let mut list: Vec<_> = headers.by_ref().take(LISTED).map(short).collect();
    let more = headers.count();
    if more > 0 {
        list.push(format!("… and {more} more"));
    }
    list.join(", ")
}

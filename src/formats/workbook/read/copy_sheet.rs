//! Chooses a sheet of a workbook and copies its rows, so that they can be read again and again.

use std::fs::File;
use std::io::{BufWriter, Seek as _, Write as _};

use super::cell_styles::CellStyles;
use super::package::{MOST_UNPACKED, Package, PartKind};
use super::shared_strings::SharedStrings;
use super::sheet_copy::{SheetCopy, SheetPick};
use super::sheet_list::{SheetEntry, SheetList};
use super::sheet_rows::{CellContext, SheetRows};
use super::workbook_error::WorkbookError;
use crate::formats::table::{HeaderRank, MergedCells, SheetRecord, fits_filled};
use crate::model::{Excerpt, fold, nearest};

/// The rows of a sheet that are looked at: the most that can be a title, and the headers.
const FIRST_ROWS: usize = 22;

/// Copies the rows of a sheet to an empty file.
pub fn copy_sheet(file: File, pick: &SheetPick<'_>, copy: &File) -> Result<SheetCopy, WorkbookError> {
    let mut package = Package::open(file)?;
    let list = SheetList::read(&mut package)?;
    let mut context = CellContext { is_1904: list.is_1904, ..CellContext::default() };
    if let Some(part) = &list.strings {
        context.strings = SharedStrings::read(&mut package, part)?;
    }
    if let Some(part) = &list.styles {
        context.styles = CellStyles::read(&mut package, part)?;
    }
    let sheet = match pick.name {
        Some(name) => named(&list.sheets, name)?,
        None => likeliest(&mut package, &list.sheets, &context, pick.rank)?,
    };
    let merged = copy_rows(&mut package, sheet, &context, copy)?;
    let others = list.sheets.iter().filter(|other| pick.name.is_none() && other.name != sheet.name);
    let others = others.map(|other| other.name.clone()).collect();
    Ok(SheetCopy { name: sheet.name.clone(), merged, others, is_hidden: sheet.is_hidden })
}

/// The sheet with a name, as spreadsheets compare them: in any case.
fn named<'s>(sheets: &'s [SheetEntry], name: &str) -> Result<&'s SheetEntry, WorkbookError> {
    let alike = |sheet: &&SheetEntry| fold(sheet.name.trim()) == fold(name.trim());
    let found = sheets.iter().find(|sheet| sheet.name == name).or_else(|| sheets.iter().find(alike));
    found.ok_or_else(|| {
        let names = || sheets.iter().map(|sheet| sheet.name.as_str());
        let list: Vec<_> = names().take(20).map(|name| format!("`{}`", Excerpt(name))).collect();
        let message = format!("no sheet `{}`; found {}", Excerpt(name), list.join(", "));
        let hint = nearest(name, names()).map(|name| format!("did you mean `{name}`?"));
        WorkbookError::refused(message, hint.unwrap_or_else(|| "pass the name of a tab with `--sheet`".to_owned()))
    })
}

/// The first sheet with known headers, if possible with all that are required; hidden ones come last. If no
/// header is known, the first sheet with rows.
fn likeliest<'s>(
    package: &mut Package,
    sheets: &'s [SheetEntry],
    context: &CellContext,
    rank: &dyn Fn(&[u8]) -> HeaderRank,
) -> Result<&'s SheetEntry, WorkbookError> {
    let mut best: Option<(&SheetEntry, HeaderRank)> = None;
    for is_hidden in [false, true] {
        for sheet in sheets.iter().filter(|sheet| sheet.is_hidden == is_hidden) {
            if sheets.len() == 1 {
                return Ok(sheet);
            }
            let found = rank(&start(package, sheet, context)?);
            if best.is_none_or(|(_, best)| best < found) {
                best = Some((sheet, found));
            }
        }
        if best.is_some_and(|(_, rank)| rank >= HeaderRank::Known) {
            break;
        }
    }
    let none = || WorkbookError::refused("the workbook has no sheet with cells", "add a sheet with column headers");
    best.map(|(sheet, _)| sheet).ok_or_else(none)
}

/// The copy of the first rows of a sheet.
fn start(package: &mut Package, sheet: &SheetEntry, context: &CellContext) -> Result<Vec<u8>, WorkbookError> {
    let mut rows = SheetRows::new(package.part(&sheet.part, PartKind::Sheet)?, &sheet.name, context);
    let (mut record, mut start) = (SheetRecord::default(), Vec::new());
    for _ in 0..FIRST_ROWS {
        if !rows.read(&mut record)? {
            break;
        }
        record.write(&mut start).map_err(WorkbookError::Unwritable)?;
    }
    Ok(start)
}

fn copy_rows(
    package: &mut Package,
    sheet: &SheetEntry,
    context: &CellContext,
    mut target: &File,
) -> Result<Vec<MergedCells>, WorkbookError> {
    let mut rows = SheetRows::new(package.part(&sheet.part, PartKind::Sheet)?, &sheet.name, context);
    let (mut record, mut size) = (SheetRecord::default(), 0);
    let mut copy = BufWriter::with_capacity(256 * 1024, target);
    while rows.read(&mut record)? {
        size += record.size();
        if size > MOST_UNPACKED {
            return Err(too_large());
        }
        record.write(&mut copy).map_err(WorkbookError::Unwritable)?;
    }
    copy.flush().map_err(WorkbookError::Unwritable)?;
    drop(copy);
    let merged = rows.into_merged();
    target.rewind().map_err(WorkbookError::Unwritable)?;
    if merged.is_empty() || fits_filled(target, &merged, MOST_UNPACKED).map_err(WorkbookError::Unwritable)? {
        Ok(merged)
    } else {
        Err(too_large())
    }
}

fn too_large() -> WorkbookError {
    let hint = "split it into several workbooks, or save the sheet as `CSV UTF-8`";
    WorkbookError::refused("the workbook is too large: its text is longer than 2 GiB", hint)
}

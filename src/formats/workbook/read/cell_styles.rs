//! Which numbers of a workbook are dates: that is said only by how they are shown.

use std::collections::HashMap;

use super::package::{Package, PartKind};
use super::workbook_error::WorkbookError;
use super::xml_part::{XmlPart, XmlPiece};

/// The most styles of cells; a spreadsheet keeps about as many.
const MOST_STYLES: usize = 1 << 16;

/// What a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberKind {
    Number,
    /// Days since an epoch.
    Date,
    /// Days.
    Duration,
}

/// What the numbers of each cell style mean.
#[derive(Default)]
pub(super) struct CellStyles(Vec<NumberKind>);

impl CellStyles {
    pub(super) fn read(package: &mut Package, part: &str) -> Result<Self, WorkbookError> {
        let mut xml = package.part(part, PartKind::Small)?;
        let (mut formats, mut styles) = (HashMap::new(), Self::default());
        // The styles of cells are among others that look alike.
        let mut is_of_cells = false;
        loop {
            match xml.next()? {
                XmlPiece::Start => {}
                XmlPiece::Done => return Ok(styles),
                XmlPiece::End | XmlPiece::Text => continue,
            }
            match (xml.depth(), xml.tag()) {
                (2, tag) => is_of_cells = tag == "cellXfs",
                (3, "numFmt") => {
                    let code = xml.attribute("formatCode")?.unwrap_or_default().into_owned();
                    formats.insert(format_id(&xml)?, kind_of(&code));
                }
                (3, "xf") if is_of_cells => {
                    let id = format_id(&xml)?;
                    styles.0.push(formats.get(&id).copied().unwrap_or_else(|| kind_of_built_in(id)));
                    if styles.0.len() > MOST_STYLES {
                        return Err(xml.invalid("more than 65,536 styles of cells"));
                    }
                }
                _ => {}
            }
        }
    }

    /// The meaning of the numbers in a style; a cell without one has the first.
    pub(super) fn kind(&self, style: Option<usize>) -> NumberKind {
        self.0.get(style.unwrap_or_default()).copied().unwrap_or(NumberKind::Number)
    }
}

fn format_id(xml: &XmlPart<'_>) -> Result<u32, WorkbookError> {
    let Some(id) = xml.attribute("numFmtId")? else { return Ok(0) };
    id.parse().map_err(|_| xml.invalid(&format!("`{id}` isn't a number format")))
}

/// The formats that every workbook has, those of East Asia among them.
fn kind_of_built_in(id: u32) -> NumberKind {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => NumberKind::Date,
        46 => NumberKind::Duration,
        _ => NumberKind::Number,
    }
}

/// The meaning of a format by its first section: `dd/mm/yyyy` is a date, `[h]:mm` a duration.
fn kind_of(code: &str) -> NumberKind {
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => break,
            '"' => drop(signs.by_ref().find(|sign| *sign == '"')),
            // A sign as it is, a blank as wide as it, or one that fills the cell.
            '\\' | '_' | '*' => drop(signs.next()),
            '[' => {
                let text: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                let first = text.chars().next().map(|sign| sign.to_ascii_lowercase());
                let is_unit = |sign: char| Some(sign.to_ascii_lowercase()) == first;
                if matches!(first, Some('h' | 'm' | 's')) && text.chars().all(is_unit) {
                    return NumberKind::Duration;
                }
            }
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => {
                // `General` is a word, in the language of some programs.
                return if code.eq_ignore_ascii_case("standard") { NumberKind::Number } else { NumberKind::Date };
            }
            _ => {}
        }
    }
    NumberKind::Number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_what_numbers_mean() {
        for code in ["dd/mm/yyyy", "[$-409]d-mmm-yy;@", "h:mm AM/PM", "m\"M\"d\"D\";@", "*-yyyy-mm-dd", "DD.MM.YY"] {
            assert_eq!(kind_of(code), NumberKind::Date, "{code}");
        }
        for code in ["[h]:mm", "[hh]:mm:ss", "[Blue]\\+[h]:mm;[Red]\\-[h]:mm", "[ss].00", "[>=1][M]"] {
            assert_eq!(kind_of(code), NumberKind::Duration, "{code}");
        }
        for code in [
            "General",
            "Standard",
            "0",
            "0.00E+00",
            "@",
            "#,##0\\ [$\u{20bd}-46D]",
            "[Red]0",
            "\"day \"0",
            "#,##0*y",
            "0_d",
            "\\Y0",
            "0;yyyy",
        ] {
            assert_eq!(kind_of(code), NumberKind::Number, "{code}");
        }
        assert_eq!(kind_of_built_in(14), NumberKind::Date);
        assert_eq!(kind_of_built_in(46), NumberKind::Duration);
        assert_eq!(kind_of_built_in(49), NumberKind::Number);
    }
}

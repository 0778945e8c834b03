//! The texts that the cells of a workbook share.

use super::package::{Package, PartKind};
use super::workbook_error::WorkbookError;
use super::xml_part::{XmlPart, XmlPiece};
use crate::formats::table::MOST_CELL_BYTES;

/// The most shared texts: ten columns of all rows.
const MOST_TEXTS: usize = 10 << 20;

/// The shared texts, one behind the other.
#[derive(Default)]
pub(super) struct SharedStrings {
    text: String,
    /// The end of each text; all of them together have at most 512 MiB.
    ends: Vec<u32>,
}

impl SharedStrings {
    pub(super) fn read(package: &mut Package, part: &str) -> Result<Self, WorkbookError> {
        let mut xml = package.part(part, PartKind::Strings)?;
        let mut strings = Self::default();
        loop {
            match xml.next()? {
                XmlPiece::Start if xml.tag() == "si" => {
                    read_string(&mut xml, &mut strings.text)?;
                    let end = u32::try_from(strings.text.len());
                    strings.ends.push(end.map_err(|_| xml.invalid("too many shared strings"))?);
                }
                XmlPiece::Start if xml.depth() == 1 && xml.tag() == "sst" => {}
                XmlPiece::Start if xml.tag() == "extLst" => xml.skip()?,
                // It could hold a text, and all behind it would be others.
                XmlPiece::Start => return Err(xml.unexpected("the shared strings")),
                XmlPiece::Text => xml.refuse_text()?,
                XmlPiece::Done => return Ok(strings),
                XmlPiece::End => {}
            }
            if strings.ends.len() > MOST_TEXTS {
                return Err(xml.invalid("more than 10,485,760 shared strings"));
            }
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start as usize..end as usize)
    }
}

/// Adds the text of a string item or an inline string: its runs, without the hints for pronunciation.
pub(super) fn read_string(xml: &mut XmlPart<'_>, text: &mut String) -> Result<(), WorkbookError> {
    let (depth, start) = (xml.depth(), text.len());
    loop {
        match xml.next()? {
            XmlPiece::Start if xml.tag() == "t" => read_run(xml, text)?,
            // A run; its texts come next.
            XmlPiece::Start if xml.tag() == "r" => {}
            XmlPiece::Start if matches!(xml.tag(), "rPr" | "rPh" | "phoneticPr" | "extLst") => xml.skip()?,
            XmlPiece::Start => return Err(xml.unexpected("a text")),
            XmlPiece::Text => xml.refuse_text()?,
            XmlPiece::End if xml.depth() < depth => return Ok(()),
            XmlPiece::End | XmlPiece::Done => {}
        }
        if text.len() - start > MOST_CELL_BYTES {
            return Err(xml.invalid("text longer than 1 MiB"));
        }
    }
}

/// Adds a text without the blanks around it, unless it keeps them.
fn read_run(xml: &mut XmlPart<'_>, text: &mut String) -> Result<(), WorkbookError> {
    let keeps_blanks = xml.attribute("space")?.is_some_and(|space| space == "preserve");
    let start = text.len();
    xml.read_text(text, start + MOST_CELL_BYTES)?;
    if !keeps_blanks {
        let run = text.get(start..).unwrap_or_default();
        let blank = |sign: char| matches!(sign, ' ' | '\t' | '\r' | '\n');
        let (end, leading) = (run.trim_end_matches(blank).len(), run.len() - run.trim_start_matches(blank).len());
        text.truncate(start + end);
        text.drain(start..start + leading.min(end));
    }
    unescape_from(text, start);
    Ok(())
}

/// Replaces the escapes that a workbook writes for characters that XML can't hold: `_x000D_` is CR.
pub(super) fn unescape_from(text: &mut String, start: usize) {
    let run = text.get(start..).unwrap_or_default();
    if !run.contains("_x") {
        return;
    }
    let (mut rest, mut unescaped) = (run, String::with_capacity(run.len()));
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        unescaped.push_str(before);
        let (sign, length) = escaped(escape).unwrap_or(('_', 1));
        unescaped.push(sign);
        rest = escape.get(length..).unwrap_or_default();
    }
    unescaped.push_str(rest);
    text.truncate(start);
    text.push_str(&unescaped);
}

/// The bytes of an escape.
const LENGTH: usize = 7;

/// The character that an escape stands for, and the bytes of the escape. One that isn't a character (a NUL, or a
/// half of a pair) stays as it is written.
fn escaped(escape: &str) -> Option<(char, usize)> {
    let unit = |text: &str| {
        let digits = text.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let first = unit(escape)?;
    if let Some(sign) = char::from_u32(first) {
        return (sign != '\0').then_some((sign, LENGTH));
    }
    let second = unit(escape.get(LENGTH..)?)?;
    let pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
    let sign = pair.then(|| char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)))??;
    Some((sign, 2 * LENGTH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_characters() {
        for (written, meant) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_!", "\u{1F600}!"),
            ("_x0000_", "_x0000_"),
            ("_xD83D_", "_xD83D_"),
            ("_xDE00_", "_xDE00_"),
            ("a_xyz_b_x00G0_", "a_xyz_b_x00G0_"),
            ("_x00é0_", "_x00é0_"),
            ("_x", "_x"),
        ] {
            let mut text = format!("_x0041_{written}");
            unescape_from(&mut text, 7);
            assert_eq!(text, format!("_x0041_{meant}"));
        }
    }
}

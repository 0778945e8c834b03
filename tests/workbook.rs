//! Builds workbooks in memory, valid ones and others.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook by its parts.
#[derive(Clone)]
pub(crate) struct Book {
    parts: Vec<(String, Vec<u8>)>,
}

impl Book {
    /// A workbook with a sheet `Cuentas` of these rows.
    pub(crate) fn of(rows: &str) -> Self {
        Self::with_sheets(&[("Cuentas", "visible", &format!("<sheetData>{rows}</sheetData>"))])
    }

    /// A workbook with these sheets: name, state and content.
    pub(crate) fn with_sheets(sheets: &[(&str, &str, &str)]) -> Self {
        let relation = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{target}"/>"#)
        };
        let relations = |list: &str| format!("<Relationships>{list}</Relationships>");
        let sheet = |(number, (name, state, _)): (usize, &(&str, &str, &str))| {
            format!(r#"<sheet name="{name}" sheetId="{number}" state="{state}" r:id="sheet{number}"/>"#)
        };
        let list = sheets.iter().enumerate().map(sheet).collect::<Vec<_>>().concat();
        let (mut book, mut targets) =
            (Self { parts: Vec::new() }, relation("strings", "sharedStrings", "sharedStrings.xml"));
        targets += &relation("styles", "styles", "styles.xml");
        for (number, (_, _, content)) in sheets.iter().enumerate() {
            targets += &relation(&format!("sheet{number}"), "worksheet", &format!("worksheets/sheet{number}.xml"));
            let sheet = format!(r#"<worksheet xmlns="{MAIN}">{content}</worksheet>"#);
            book = book.part(&format!("xl/worksheets/sheet{number}.xml"), sheet);
        }
        let formats = [0, 14, 22, 46].map(|id| format!(r#"<xf numFmtId="{id}"/>"#)).concat();
        book.part("[Content_Types].xml", "<Types/>")
            .part("_rels/.rels", relations(&relation("main", "officeDocument", "xl/workbook.xml")))
            .part("xl/workbook.xml", format!(r#"<workbook xmlns:r="{RELATION}"><sheets>{list}</sheets></workbook>"#))
            .part("xl/_rels/workbook.xml.rels", relations(&targets))
            .part("xl/sharedStrings.xml", "<sst/>")
            .part("xl/styles.xml", format!("<styleSheet><cellXfs>{formats}</cellXfs></styleSheet>"))
    }

    /// Replaces a part, or adds one.
    pub(crate) fn part(self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        let mut book = self.without(name);
        book.parts.push((name.to_owned(), content.into()));
        book
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parts.retain(|(part, _)| part != name);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }
}

/// A row of cells that hold texts.
pub(crate) fn texts<'t>(row: u32, texts: impl IntoIterator<Item = &'t str>) -> String {
    let cells: String = texts.into_iter().map(text).collect();
    format!(r#"<row r="{row}">{cells}</row>"#)
}

/// A cell that holds a text; it is the next of its row.
pub(crate) fn text(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(r#"<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
}

//! The sheets of a workbook, and the parts in which they and what they refer to are.

use std::collections::HashMap;

use super::package::{Package, PartKind};
use super::workbook_error::WorkbookError;
use super::xml_part::XmlPiece;

/// The most sheets: each is looked at for its headers.
const MOST_SHEETS: usize = 10_000;

const SAVE_AS_XLSX: &str = "open it in a spreadsheet and save it as `Excel Workbook (.xlsx)` or CSV";

/// What a workbook says about itself.
#[derive(Debug, Default)]
pub(super) struct SheetList {
    /// The sheets with cells, in the order of their tabs.
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    /// Whether days are counted from 1904, as old Macs did.
    pub(super) is_1904: bool,
}

#[derive(Debug)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) part: String,
    pub(super) is_hidden: bool,
}

/// A reference to another part.
struct Relation {
    kind: String,
    target: String,
}

impl SheetList {
    pub(super) fn read(package: &mut Package) -> Result<Self, WorkbookError> {
        if !package.has("_rels/.rels") {
            return Err(WorkbookError::NoWorkbook);
        }
        let main = relations(package, "")?.into_values().find(|relation| relation.is("officeDocument"));
        let Some(Relation { target: main, .. }) = main else { return Err(WorkbookError::NoWorkbook) };
        if main.to_lowercase().ends_with(".bin") {
            return Err(WorkbookError::refused("expected a workbook as `.xlsx`, found one as `.xlsb`", SAVE_AS_XLSX));
        }
        let relations = relations(package, &main)?;
        let target = |kind| relations.values().find(|relation| relation.is(kind)).map(|found| found.target.clone());
        let list = Self { strings: target("sharedStrings"), styles: target("styles"), ..Self::default() };
        list.read_workbook(package, &main, &relations)
    }

    fn read_workbook(
        mut self,
        package: &mut Package,
        main: &str,
        relations: &HashMap<String, Relation>,
    ) -> Result<Self, WorkbookError> {
        let mut xml = package.part(main, PartKind::Small)?;
        let mut is_workbook = false;
        loop {
            match xml.next()? {
                XmlPiece::Start => {}
                XmlPiece::Done => break,
                XmlPiece::End | XmlPiece::Text => continue,
            }
            match (xml.depth(), xml.tag()) {
                (1, tag) => is_workbook = tag == "workbook",
                (2, "workbookPr") => {
                    self.is_1904 = xml.attribute("date1904")?.is_some_and(|value| matches!(&*value, "1" | "true"));
                }
                (3, "sheet") => {
                    let (mut name, mut id, mut is_hidden) = Default::default();
                    for attribute in xml.attributes() {
                        match attribute? {
                            ("name", value) => name = value.into_owned(),
                            ("state", value) => is_hidden = value != "visible",
                            (key, value) if key.ends_with(":id") => id = value.into_owned(),
                            _ => {}
                        }
                    }
                    let Some(relation) = relations.get(&id) else {
                        return Err(xml.invalid(&format!("the sheet `{name}` has no part")));
                    };
                    // Charts and dialogs have sheets of their own.
                    if relation.is("worksheet") {
                        self.sheets.push(SheetEntry { name, part: relation.target.clone(), is_hidden });
                    }
                    if self.sheets.len() > MOST_SHEETS {
                        return Err(xml.invalid("more than 10,000 sheets"));
                    }
                }
                _ => {}
            }
        }
        if is_workbook { Ok(self) } else { Err(WorkbookError::NoWorkbook) }
    }
}

impl Relation {
    /// Whether it is of this kind; the kinds of the strict format begin otherwise.
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// The references of a part by their ids; those of the whole package have no part.
fn relations(package: &mut Package, part: &str) -> Result<HashMap<String, Relation>, WorkbookError> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut xml = package.part(&format!("{folder}{slash}_rels/{name}.rels"), PartKind::Small)?;
    let mut relations = HashMap::new();
    loop {
        match xml.next()? {
            XmlPiece::Start if xml.tag() == "Relationship" => {
                let (mut id, mut kind, mut target) = <(String, String, String)>::default();
                for attribute in xml.attributes() {
                    match attribute? {
                        ("Id", value) => id = value.into_owned(),
                        ("Type", value) => kind = value.into_owned(),
                        ("Target", value) => target = resolved(folder, &value),
                        _ => {}
                    }
                }
                relations.insert(id, Relation { kind, target });
            }
            XmlPiece::Done => return Ok(relations),
            XmlPiece::Start | XmlPiece::End | XmlPiece::Text => {}
        }
    }
}

/// The name of a part that is referred to from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_resolve_from_their_folder() {
        for (target, part) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            (r"worksheets\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../docs/../../x.xml", "x.xml"),
        ] {
            assert_eq!(resolved("xl", target), part);
        }
        assert_eq!(resolved("", "xl/workbook.xml"), "xl/workbook.xml");
    }
}

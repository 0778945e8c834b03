//! Workbooks that are damaged or meant to do harm: an error that names it, and no change.

use super::Test;
use crate::workbook::{Book, text, texts};

/// A workbook with one valid row, and these rows below it.
fn book(rows: &str) -> Book {
    Book::of(&(texts(1, ["phone", "owner"]) + &texts(2, ["+525510000001", "ana@acme.example"]) + rows))
}

/// Checks that a workbook is refused with a message that contains this.
fn refused(bytes: impl AsRef<[u8]>, place: &str, part: &str) {
    let test = Test::acme().file("book.xlsx", bytes);
    let error = test.error("owner import book.xlsx --json");
    assert_eq!(error["code"], "invalid-file", "{error}");
    assert!(error["message"].as_str().unwrap().contains(part), "{part}: {error}");
    let _folder = test
        .run("owner import book.xlsx")
        .stderr_starts(&format!("error: book.xlsx{place}: {}", error["message"].as_str().unwrap()))
        .status(3)
        .leaves_the_store()
        .done();
}

fn refused_rows(rows: &str, place: &str, part: &str) {
    refused(book(rows).bytes(), place, part);
}

#[test]
fn rows_and_cells_out_of_order_are_refused() {
    refused_rows(r#"<row r="2"/>"#, ":Cuentas!A2", "row 2 comes after row 2");
    refused_rows(r#"<row r="1"/>"#, ":Cuentas!A2", "row 1 comes after row 2");
    refused_rows(r#"<row r="3"><c r="B3"/><c r="A3"/></row>"#, ":Cuentas!B3", "twice, or out of order");
    refused_rows(r#"<row r="3"><c r="B3"/><c r="B3"/></row>"#, ":Cuentas!B3", "twice, or out of order");
    refused_rows(r#"<row r="3"><c r="B4"/></row>"#, ":Cuentas!A3", "a cell of row 4 is in row 3");
}

#[test]
fn places_outside_of_a_sheet_are_refused() {
    for row in ["0", "1048577", "99999999999999999999", "x", "-1", ""] {
        refused_rows(&format!(r#"<row r="{row}"/>"#), ":Cuentas!A2", &format!("a sheet has no row `{row}`"));
    }
    refused_rows(r#"<row r="1048576"><c r="XFE1048576"/></row>"#, ":Cuentas!A1048576", "beyond the last column");
    for cell in ["ZZZZZ3", "A0", "A1048577", "3", "A", "A+3", "", "A3:B4"] {
        refused_rows(
            &format!(r#"<row r="3"><c r="{cell}"/></row>"#),
            ":Cuentas!A3",
            &format!("a sheet has no cell `{cell}`"),
        );
    }
}

#[test]
fn last_cell_of_a_sheet_is_read() {
    let row = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>"#;
    let dimension = r#"<dimension ref="XFD1048576:A1"/>"#;
    let rows = texts(1, ["phone", "owner"]) + row;
    let book = Book::with_sheets(&[("a", "visible", &format!("{dimension}<sheetData>{rows}</sheetData>"))]);
    Test::acme()
        .file("book.xlsx", book.bytes())
        .run("owner import book.xlsx --json")
        .part("/rejected/0/line", 1_048_576)
        .part("/rejected/0/message", "expected 2 cells, found 16384")
        .stderr_starts(r#"{"error":{"code":"rejected-rows""#)
        .status(3)
        .done();
}

#[test]
fn wrong_types_are_refused() {
    for (cell, part) in [
        (r#"<c t="s"><v>x</v></c>"#, "no shared string `x`"),
        (r#"<c t="s"><v>0</v></c>"#, "no shared string `0`"),
        (r#"<c t="s"><v>-1</v></c>"#, "no shared string `-1`"),
        (r#"<c t="b"><v>2</v></c>"#, "`2` is not true or false"),
        (r#"<c t="x"><v>2</v></c>"#, "unknown type of cell `x`"),
        ("<c><v>abc</v></c>", "`abc` isn't a number"),
        ("<c><v>nan</v></c>", "`nan` isn't a number"),
        ("<c><v>1e999</v></c>", "`1e999` isn't a number"),
        ("<c><v>1<b/>2</v></c>", "unexpected element `b` in a text"),
        // Values where they can't be: the cell would be read as empty, or as half of what it holds.
        (r#"<c t="str"><is><t>a</t></is></c>"#, "unexpected element `is` in a cell"),
        ("<c><is><t>a</t></is></c>", "unexpected element `is` in a cell"),
        (r#"<c t="s"><is><t>a</t></is></c>"#, "unexpected element `is` in a cell"),
        (r#"<c t="inlineStr"><v>a</v></c>"#, "unexpected element `v` in a cell"),
        (r#"<c t="inlineStr"><t>a</t></c>"#, "unexpected element `t` in a cell"),
        (r#"<c t="inlineStr"><is>a</is></c>"#, "unexpected text `a`"),
        (r#"<c t="inlineStr"><is><x><t>a</t></x></is></c>"#, "unexpected element `x` in a text"),
        (r#"<c t="inlineStr"><is><t>a</t></is><is><t>b</t></is></c>"#, "unexpected element `is` in a cell"),
        ("<c>5</c>", "unexpected text `5`"),
        ("<c><v>5255123</v><v>45670</v></c>", "unexpected element `v` in a cell"),
        (
            "<c><mc:AlternateContent><v>1</v></mc:AlternateContent></c>",
            "unexpected element `AlternateContent` in a cell",
        ),
    ] {
        refused_rows(&format!(r#"<row r="3">{cell}</row>"#), ":Cuentas!A3", part);
    }
}

#[test]
fn hidden_rows_and_cells_are_refused() {
    let wrapped = |rows: &str| format!("<mc:AlternateContent><mc:Choice>{rows}</mc:Choice></mc:AlternateContent>");
    refused_rows(
        &format!("<row>{}</row>", wrapped("<c/>")),
        ":Cuentas!A3",
        "unexpected element `AlternateContent` in a row",
    );
    refused_rows("<row>a</row>", ":Cuentas!A3", "unexpected text `a`");
    refused_rows(&wrapped("<row/>"), ":Cuentas!B2", "unexpected element `AlternateContent` in a sheet");
    refused_rows("a", ":Cuentas!B2", "unexpected text `a`");
    let data = format!("<sheetData>{}</sheetData>", texts(1, ["phone", "owner"]));
    let book = Book::with_sheets(&[("Cuentas", "visible", &(data + &wrapped("<sheetData/>")))]);
    refused(book.bytes(), ":Cuentas!B1", "unexpected element `sheetData`");
    let strings = format!("<sst>{}</sst>", wrapped("<si/>"));
    let unexpected = "unexpected element `AlternateContent` in the shared strings";
    refused(self::book("").part("xl/sharedStrings.xml", strings).bytes(), "", unexpected);
}

#[test]
fn harmless_extras_are_passed_over() {
    let extra = "<extLst><ext><x>1</x></ext></extLst>";
    let row = format!(
        "<row>{}{}{extra}</row>\n",
        text("+525510000002"),
        r#"<c t="str"><f>A1</f><v>ana@acme.example</v><extLst/></c>"#
    );
    let rows = texts(1, ["phone", "owner"]) + &row + extra;
    let around = "<mc:AlternateContent><mc:Choice><controls><row>1</row></controls></mc:Choice></mc:AlternateContent>";
    let content = format!("<sheetPr/><cols><col/></cols>\n<sheetData>\n{rows}</sheetData>{around}<drawing/>{extra}");
    Test::acme()
        .file("book.xlsx", Book::with_sheets(&[("a", "visible", &content)]).bytes())
        .run("owner import book.xlsx --json")
        .part("/rows/changed", 1)
        .done();
}

#[test]
fn xml_tricks_are_refused() {
    let entity = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><sst><si><t>&a;</t></si></sst>"#;
    refused(book("").part("xl/sharedStrings.xml", entity).bytes(), "", "it has a document type");
    refused_rows("<row><c><v>&a;</v></c></row>", ":Cuentas!A3", "unknown entity `&a;`");
    let deep = "<a>".repeat(100_000);
    refused(book("").part("xl/styles.xml", deep).bytes(), "", "elements too deep");
    let wide = format!("<row r='{}'/>", " ".repeat(5 << 20));
    refused_rows(&wide, ":Cuentas!B2", "longer than 4 MiB");
    refused_rows("<row><c><v>1</c></row>", ":Cuentas!A3", "damaged, part `xl/worksheets/sheet0.xml`");
    refused(
        book("").part("xl/worksheets/sheet0.xml", "<worksheet><sheetData>").bytes(),
        ":Cuentas!A1",
        "it ends within an element",
    );
    refused(
        book("").part("xl/worksheets/sheet0.xml", "<chartsheet/>").bytes(),
        ":Cuentas!A1",
        "expected a worksheet, found `chartsheet`",
    );
    refused(
        book("").part("xl/worksheets/sheet0.xml", b"<worksheet>\xFF</worksheet>").bytes(),
        ":Cuentas!A1",
        "damaged",
    );
}

#[test]
fn long_cells_are_refused() {
    let long = "x".repeat((1 << 20) + 1);
    refused_rows(&format!("<row>{}</row>", text(&long)), ":Cuentas!A3", "text longer than 1 MiB");
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(9);
    refused(
        book(&format!("<row>{cells}</row>")).part("xl/sharedStrings.xml", strings).bytes(),
        ":Cuentas!I3",
        "row longer than 8 MiB",
    );
}

#[test]
fn missing_parts_are_refused() {
    for part in ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/worksheets/sheet0.xml"] {
        refused(book("").without(part).bytes(), "", &format!("the workbook has no part `{part}`"));
    }
    let other = r#"<workbook xmlns:r="r"><sheets><sheet name="a" r:id="none"/></sheets></workbook>"#;
    refused(book("").part("xl/workbook.xml", other).bytes(), "", "the sheet `a` has no part");
    refused(Book::with_sheets(&[]).bytes(), "", "the workbook has no sheet with cells");
}

#[test]
fn damaged_archives_are_refused() {
    let bytes = book("").bytes();
    refused(&bytes[..bytes.len() - 30], "", "the workbook is truncated or damaged");
    refused(&bytes[..bytes.len() / 2], "", "the workbook is truncated or damaged");
    // A byte of the sheet's compressed data.
    let start = bytes.windows(24).position(|name| name == b"xl/worksheets/sheet0.xml").unwrap() + 24;
    for flipped in start..start + 40 {
        let mut damaged = bytes.clone();
        damaged[flipped] ^= 0x55;
        let test = Test::acme().file("book.xlsx", &damaged);
        assert_eq!(test.error("owner import book.xlsx --json")["code"], "invalid-file", "{flipped}");
    }
}

/// The sizes that the archive claims are lies; what counts is what is unpacked.
#[test]
fn bombs_are_refused() {
    let blanks = " ".repeat(5 << 20);
    refused(book("").part("xl/styles.xml", format!("<styleSheet>{blanks}")).bytes(), "", "longer than 4 MiB");
    let styles = format!("<styleSheet>{}", format!("<a>{}</a>", " ".repeat(3 << 20)).repeat(22));
    refused(book("").part("xl/styles.xml", styles).bytes(), "", "it has settings of more than 64 MiB");
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(8));
    let rows = row.repeat(257);
    let large = "the workbook is too large: its text is longer than 2 GiB";
    refused(book(&rows).part("xl/sharedStrings.xml", strings.as_str()).bytes(), "", large);
    // A value that is merged with the cells below it is in all their rows.
    let rows = texts(1, ["phone", "owner", "account"])
        + r#"<row r="2"><c r="C2" t="s"><v>0</v></c></row>"#
        + &(3..2060).map(|row| format!(r#"<row r="{row}"><c><v>1</v></c></row>"#)).collect::<Vec<_>>().concat();
    let merged = format!(r#"<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="C2:C1048576"/></mergeCells>"#);
    let book = Book::with_sheets(&[("Cuentas", "visible", &merged)]).part("xl/sharedStrings.xml", strings);
    refused(book.bytes(), "", large);
}

#[test]
fn endless_lists_are_refused() {
    let sheets = r#"<sheet name="a" r:id="sheet0"/>"#.repeat(10_001);
    let workbook = format!(r#"<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>"#);
    refused(book("").part("xl/workbook.xml", workbook).bytes(), "", "more than 10,000 sheets");
    let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(65_537));
    refused(book("").part("xl/styles.xml", styles).bytes(), "", "more than 65,536 styles");
}

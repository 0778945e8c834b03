//! Workbooks in imports: what their cells mean, which sheet is read, and where errors are.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use super::Test;
use crate::program::Program;
use crate::workbook::{Book, text, texts};

const HEADERS: [&str; 3] = ["phone", "owner", "first_name"];

/// A row with a phone, Ana, and a first name in this cell.
fn named(row: usize, cell: &str) -> String {
    let phone = format!("+5255100{row:05}");
    format!(r#"<row r="{row}">{}{}{cell}</row>"#, text(&phone), text("ana@acme.example"))
}

/// The first names in a workbook, or the messages of their errors.
fn names_in(book: &Book, rows: usize) -> Vec<String> {
    let program = Program::with_store();
    program.done(&["member", "add", "ana@acme.example"]);
    fs::write(program.home().join("book.xlsx"), book.bytes()).unwrap();
    let report = program.run(&["owner", "import", "book.xlsx", "--on-error", "skip", "--json"]).json();
    let name = |row: usize| {
        let rejected = report["rejected"].as_array().unwrap().iter().find(|error| error["line"] == row);
        if let Some(error) = rejected {
            assert_eq!((&error["code"], &error["column"]), (&json!("invalid-value"), &json!("first_name")), "{error}");
            return error["message"].as_str().unwrap().to_owned();
        }
        let contact = program.done(&["contact", "show", &format!("+5255100{row:05}")]);
        contact["first_name"].as_str().unwrap_or_default().to_owned()
    };
    (2..rows + 2).map(name).collect()
}

/// The first names that these cells give.
fn names(cells: &[&str], change: impl FnOnce(Book) -> Book) -> Vec<String> {
    let rows: String = cells.iter().zip(2..).map(|(cell, row)| named(row, cell)).collect();
    names_in(&change(Book::of(&(texts(1, HEADERS) + &rows))), cells.len())
}

fn check(cells: &[(&str, &str)]) {
    let (cells, expected): (Vec<_>, Vec<_>) = cells.iter().copied().unzip();
    assert_eq!(names(&cells, |book| book), expected);
}

#[test]
fn texts_are_kept_as_they_are() {
    check(&[
        (&text("'=1+1"), "'=1+1"),
        (&text("=1+1"), "=1+1"),
        (&text(" a\nb\t"), " a\nb\t"),
        (&text("007"), "007"),
        (r#"<c t="inlineStr"><is><t> a </t></is></c>"#, "a"),
        (
            r#"<c t="inlineStr"><is><r><rPr><b/></rPr><t>Ana </t></r><r><t xml:space="preserve"> b</t></r></is></c>"#,
            "Ana b",
        ),
        (r#"<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>"#, "東京"),
        (r#"<c t="inlineStr"><is><t>a_x000D_b_x005F_x000D_</t></is></c>"#, "a\rb_x000D_"),
        (r#"<c t="inlineStr"><is><t>&amp;&#241;&#x1F600;<![CDATA[<b>]]></t></is></c>"#, "&ñ😀<b>"),
        (r#"<c t="str"><f>A1&amp;B1</f><v>x &lt; y</v></c>"#, "x < y"),
        (r#"<c t="str"><f>T("")</f><v></v></c>"#, ""),
        (r#"<c t="inlineStr"><is><t xml:space="preserve">   </t></is></c>"#, ""),
        ("<c/>", ""),
    ]);
}

#[test]
fn shared_strings_are_read_by_number() {
    let strings = "<sst count='99999999999' uniqueCount='99999999999'><si><t>zero</t></si><si/><si><r><t>t</t></r><r><t>wo</t></r></si></sst>";
    let cell = |index: &str| format!(r#"<c t="s"><v>{index}</v></c>"#);
    let cells = ["0", "1", "2"].map(cell);
    let cells: Vec<_> = cells.iter().map(String::as_str).collect();
    assert_eq!(names(&cells, |book| book.part("xl/sharedStrings.xml", strings)), ["zero", "", "two"]);
}

#[test]
fn numbers_keep_their_digits() {
    let too_long = |number: &str| {
        format!("`{number}` has more digits than a spreadsheet keeps; format the column as text, and enter it again")
    };
    check(&[
        ("<c><v>525512345678</v></c>", "525512345678"),
        ("<c><v>5.25512345678E+11</v></c>", "525512345678"),
        (r#"<c t="n"><v>999999999999999</v></c>"#, "999999999999999"),
        ("<c><v>1.1000000000000001</v></c>", "1.1"),
        ("<c><v>-0</v></c>", "0"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ("<c><v>1234567890123456789</v></c>", &too_long("1234567890123456789")),
        ("<c><v>1E+15</v></c>", &too_long("1E+15")),
        (r#"<c t="b"><v>1</v></c>"#, "true"),
        (r#"<c t="b"><v>0</v></c>"#, "false"),
    ]);
}

#[test]
fn dates_are_iso() {
    let cells = [
        (r#"<c s="1"><v>46053</v></c>"#, "2026-01-31", "2030-02-01"),
        (r#"<c s="2"><v>46053.572916666664</v></c>"#, "2026-01-31T13:45:00", "2030-02-01T13:45:00"),
        (r#"<c s="2"><v>0.5</v></c>"#, "12:00:00", "12:00:00"),
        (r#"<c s="3"><v>1.1041666666666667</v></c>"#, "PT26H30M", "PT26H30M"),
        (r#"<c t="d"><v>2026-01-31T00:00:00</v></c>"#, "2026-01-31", "2026-01-31"),
        (r#"<c s="1"><v>-1</v></c>"#, "`-1` is shown as a date, but is none", "`-1` is shown as a date, but is none"),
        (
            r#"<c s="1"><v>9999999</v></c>"#,
            "`9999999` is shown as a date, but is none",
            "`9999999` is shown as a date, but is none",
        ),
    ];
    assert_eq!(names(&cells.map(|(cell, ..)| cell), |book| book), cells.map(|(_, text, _)| text));
    let workbook = r#"<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="a" r:id="sheet0"/></sheets></workbook>"#;
    let in_1904 = names(&cells.map(|(cell, ..)| cell), |book| book.part("xl/workbook.xml", workbook));
    assert_eq!(in_1904, cells.map(|(.., text)| text));
}

#[test]
fn cells_without_a_value_are_errors() {
    let error =
        |name: &str| format!("the cell holds the error `{name}`; correct it in the workbook, or clear the cell");
    let not_calculated = "the formula has no result; open the workbook in a spreadsheet, and save it";
    check(&[
        (r#"<c t="e"><v>#N/A</v></c>"#, &error("#N/A")),
        (r#"<c t="e"><f>A1</f><v>#SPILL!</v></c>"#, &error("#SPILL!")),
        ("<c><f>A1</f></c>", not_calculated),
        ("<c><f>C2</f><v/></c>", not_calculated),
    ]);
}

#[test]
fn numbers_that_are_no_phones_are_errors() {
    let cells = [
        (r#"<c s="1"><v>45000</v></c>"#, "the cell holds a date or a time; enter the phone as text"),
        (r#"<c t="d"><v>2023-03-15</v></c>"#, "the cell holds a date or a time; enter the phone as text"),
        (
            "<c><f>+52-5512345678</f><v>-5512345626</v></c>",
            "`-5512345626` is a negative number, perhaps the result of a formula; enter the phone as text",
        ),
        ("<c><v>11.98765432</v></c>", "`11.98765432` is a number with a fraction; enter the phone as text"),
        (
            "<c><v>5.25512E+11</v></c>",
            "`525512000000` may be rounded, its last digits are zeros; enter the phone as text",
        ),
    ];
    let row = |phone: &str| format!("<row>{phone}{}</row>", text("ana@acme.example"));
    let rows = cells.map(|(phone, _)| row(phone)).concat() + &row("<c><v>525512345678</v></c>");
    let program = Program::with_store();
    program.done(&["member", "add", "ana@acme.example"]);
    fs::write(program.home().join("book.xlsx"), Book::of(&(texts(1, ["phone", "owner"]) + &rows)).bytes()).unwrap();
    let import = ["owner", "import", "book.xlsx", "--on-error", "skip", "--country", "CR", "--json"];
    let report = program.run(&import).json();
    let rejected = report["rejected"].as_array().unwrap();
    assert!(rejected.iter().all(|error| error["column"] == "phone" && error["code"] == "invalid-value"), "{report}");
    let messages: Vec<_> = rejected.iter().map(|error| error["message"].as_str().unwrap()).collect();
    assert_eq!(messages, cells.map(|(_, message)| message));
    assert_eq!(program.done(&["contact", "show", "+525512345678"])["owners"], json!(["ana@acme.example"]));
}

#[test]
fn error_in_an_unused_column_does_not_matter() {
    let book = Book::of(
        &(texts(1, ["phone", "owner", "score"])
            + &format!(r#"<row>{}{}<c t="e"><v>#REF!</v></c></row>"#, text("+525510000001"), text("ana@acme.example"))),
    );
    Test::acme()
        .file("book.xlsx", book.bytes())
        .run("owner import book.xlsx --json")
        .part("/rows/changed", 1)
        .stderr("warning: ignored unknown columns: `score`\n")
        .done();
}

#[test]
fn error_in_an_optional_column_can_be_dropped() {
    let fault = r#"<c t="e"><v>#N/A</v></c>"#;
    let row = |cells: [&str; 4]| format!("<row>{}</row>", cells.concat());
    let (rosa, sara, luis) = (text("+525512345678"), text("+525587654321"), text("luis@acme.example"));
    let book = Book::of(
        &(texts(1, ["phone", "owner", "account", "email"])
            + &row([&rosa, &luis, fault, fault])
            + &row([&sara, fault, "<c/>", "<c/>"])),
    );
    Test::acme()
        .file("book.xlsx", book.bytes())
        .run("owner import book.xlsx --optional-errors drop --on-error skip --json")
        .status(1)
        .part("/rows", json!({ "read": 2, "changed": 1, "unchanged": 0, "rejected": 1, "skipped": 0 }))
        .part("/dropped/0/column", "email")
        .part("/dropped/1/column", "account")
        .part("/dropped/1/code", "invalid-value")
        .part("/dropped_count", 2)
        .part("/rejected/0/column", "owner")
        .run("contact show +525512345678 --json")
        .part("/account", "Acme")
        .part("/owners", json!(["ana@acme.example", "luis@acme.example"]))
        .done();
}

#[test]
fn merged_cells_hold_their_value_in_every_row() {
    let rows = texts(1, ["phone", "owner", "account"])
        + &texts(3, ["+525510000001", "ana@acme.example", "Acme"])
        + &texts(4, ["+525510000002"])
        + &texts(5, ["+525510000003", "luis@acme.example", "Sur"])
        + &texts(8, ["+525510000004"]);
    let merged = r#"<mergeCells><mergeCell ref="B3:B4"/><mergeCell ref="C3:C8"/><mergeCell ref="A1:C1"/><mergeCell ref="B5:B8"/></mergeCells>"#;
    let book = Book::with_sheets(&[("a", "visible", &format!("<sheetData>{rows}</sheetData>{merged}"))]);
    Test::acme()
        .file("book.xlsx", book.bytes())
        .run("owner import book.xlsx --json")
        .part("/rows/changed", 4)
        .run("contact list --limit 9 --json")
        .column("account", json!(["Acme", "Acme", "Sur", "Acme", "Acme"]))
        .run("owner list --member luis@acme.example --ids")
        .stdout("+525510000003\n+525510000004\n")
        .done();
}

#[test]
fn first_visible_sheet_with_headers_is_read() {
    let sheet =
        |phone: &str| format!("<sheetData>{}{}</sheetData>", texts(1, HEADERS), texts(2, [phone, "ana@acme.example"]));
    let notes = format!("<sheetData>{}</sheetData>", texts(1, ["Notes", "phone"]));
    let (hidden, first, second) = (sheet("+525510000001"), sheet("+525510000002"), sheet("+525510000003"));
    let book = Book::with_sheets(&[
        ("Old", "hidden", &hidden),
        ("Notes", "visible", &notes),
        ("Now", "visible", &first),
        ("Más", "visible", &second),
    ]);
    let only_hidden = Book::with_sheets(&[("Notes", "visible", "<sheetData/>"), ("Old", "veryHidden", &hidden)]);
    Test::acme()
        .file("book.xlsx", book.bytes())
        .file("hidden.xlsx", only_hidden.bytes())
        .run("owner import book.xlsx --json")
        .part("/rows/changed", 1)
        .stderr("note: read sheet `Now`; choose another with `--sheet`: `Old`, `Notes`, `Más`\n")
        .run("contact show +525510000002 --json")
        .part("/phone", "+525510000002")
        .run("owner import book.xlsx --sheet ' MÁS' --json")
        .part("/rows/changed", 1)
        .run("contact show +525510000003 --json")
        .part("/phone", "+525510000003")
        .run("owner import hidden.xlsx --json")
        .part("/rows/changed", 1)
        .stderr("note: read hidden sheet `Old`; choose another with `--sheet`: `Notes`\n")
        .run("owner import book.xlsx --sheet Nows")
        .stderr("error: book.xlsx: no sheet `Nows`; found `Old`, `Notes`, `Now`, `Más`\nhint: did you mean `Now`?\n")
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn places_are_cells() {
    let row = |row: u32, cells: &[&str]| texts(row, cells.iter().copied());
    let rows = row(1, &["Cuentas clave"])
        + &row(4, &["phone", "notes", "owner"])
        + &row(6, &["12", "", "ana@acme.example"])
        + &row(9, &["+525510000001", "", "nobody@acme.example"])
        + &row(12, &["+525510000002", "", "ana@acme.example", "", "x"]);
    Test::acme()
        .file("book.xlsx", Book::of(&rows).bytes())
        .run("owner import book.xlsx --quiet")
        .stderr_starts("error: book.xlsx:Cuentas!A6: phone: `12` is not a phone number")
        .status(3)
        .run("owner import book.xlsx --json")
        .part("/rejected/0/line", 6)
        .part("/rejected/1/line", 9)
        .part("/rejected/2/line", 12)
        .part("/rejected/2/code", "ragged-row")
        .part("/rejected/2/message", "expected 3 cells, found 5")
        .stderr_starts(r#"{"error":{"code":"rejected-rows","#)
        .status(3)
        .run("owner import book.xlsx --on-error skip --quiet --rejects bad.csv")
        .status(1)
        .done();
}

#[test]
fn missing_headers_are_placed_in_the_sheet() {
    let test = Test::acme()
        .file("book.xlsx", Book::of(&texts(3, ["Teléfonos", "Nada"])).bytes())
        .file("empty.xlsx", Book::of("").bytes());
    let error = test.error("member import book.xlsx --json");
    assert_eq!((&error["code"], &error["line"], &error["column"]), (&json!("invalid-file"), &json!(3), &json!(1)));
    test.run("member import book.xlsx")
        .stderr_starts("error: book.xlsx:Cuentas!A3: no recognized column headers: found `Teléfonos`, `Nada`;")
        .status(3)
        .run("member import empty.xlsx")
        .stderr("error: empty.xlsx:Cuentas!A1: the sheet is empty\nhint: add a line of column headers\n")
        .status(3)
        .done();
}

#[test]
fn rejects_of_a_workbook_are_csv_that_imports_again() {
    let rows = texts(1, ["phone", "owner", "first_name"])
        + &texts(2, ["+525510000001", "ana@acme.example", "Rosa"])
        + &texts(4, ["+525510000002", "nobody@acme.example", "'=1+1"])
        + &texts(5, ["12", "ana@acme.example", "=1+1"]);
    let folder = Test::acme()
        .file("book.xlsx", Book::of(&rows).bytes())
        .run("owner import book.xlsx --on-error skip --rejects bad.csv --json")
        .part("/rows/rejected", 2)
        .status(1)
        .run("owner import bad.csv --create-members --on-error skip --json")
        .part("/rows/changed", 1)
        .status(1)
        .run("contact show +525510000002 --json")
        .part("/first_name", "'=1+1")
        .done();
    let rejects = fs::read_to_string(folder.path().join("bad.csv")).unwrap();
    let lines: Vec<_> = rejects.lines().collect();
    assert_eq!(lines[0], "\u{feff}phone,owner,first_name,_line,_column,_code,_message,_surplus");
    assert!(lines[1].starts_with("+525510000002,nobody@acme.example,''=1+1,4,owner,unknown-member,"), "{}", lines[1]);
    assert!(lines[2].starts_with("12,ana@acme.example,'=1+1,5,phone,invalid-phone,"), "{}", lines[2]);
}

#[test]
fn rejects_named_as_a_workbook_are_one() {
    let rows = texts(1, ["phone", "owner", "first_name"])
        + &texts(2, ["12", "ana@acme.example"])
        + &texts(4, ["+525510000002", "noe@acme.example", "'=1+1", "extra"])
        + &texts(6, ["+525510000003", "noe@acme.example", "=1+1"]);
    Test::acme()
        .file("book.xlsx", Book::of(&rows).bytes())
        .file("map.csv", "phone,owner,first_name\n+525510000004,zoe@acme.example,'=1+1\n")
        .file("sheet.yaml", "sheet: cuentas\n")
        .run("owner import book.xlsx --on-error skip --rejects bad.xlsx --json")
        .part("/rows/rejected", 3)
        .status(1)
        .run("owner import bad.xlsx --profile sheet.yaml --create-members --on-error skip --json")
        .part("/rows/rejected", 1)
        .part("/rows/changed", 2)
        .part("/ignored_columns", json!([]))
        .part("/rejected/0/line", 2)
        .status(1)
        .run("contact show +525510000002 --json")
        .part("/first_name", "'=1+1")
        .run("owner import map.csv --on-error skip --rejects csv.xlsx --json")
        .part("/rows/rejected", 1)
        .status(1)
        .run("owner import csv.xlsx --create-members --json")
        .part("/rows/changed", 1)
        .run("contact show +525510000004 --json")
        .part("/first_name", "=1+1")
        .run("owner import bad.xlsx --mode sync")
        .stderr_starts("error: expected a ")
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn every_import_takes_a_workbook_by_its_content() {
    let book = |rows: [&[&str]; 2]| {
        Book::of(&rows.iter().zip(1..).map(|(cells, row)| texts(row, cells.iter().copied())).collect::<String>())
            .bytes()
    };
    Test::acme()
        .file("owners.csv", book([&["phone", "owner"], &["+525512345678", "luis@acme.example"]]))
        .file("members.txt", book([&["Email", "active"], &["noe@acme.example", "no"]]))
        .file("teams", book([&["team", "member"], &["Support", "ana@acme.example"]]))
        .file("day.ndjson", "")
        .run("member import members.txt --json")
        .part("/members/deactivated", 1)
        .run("team import teams --json")
        .part("/teams/created", 1)
        .run("scenario compare day.ndjson --with-owners owners.csv --json")
        .part("/owners/0/contact", "+525512345678")
        .done();
}

#[test]
fn workbook_is_read_from_a_pipe() {
    let program = Program::with_store();
    program.done(&["member", "add", "ana@acme.example"]);
    let book = Book::of(&(texts(1, HEADERS) + &named(2, &text("Rosa"))));
    let mut child = program.command(&["owner", "import", "-", "--json"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&book.bytes()).unwrap();
    let ran: crate::program::Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, &ran.json()["rows"]["changed"]), (Some(0), &json!(1)));
}

#[test]
fn options_of_other_formats_are_wrong_usage() {
    let book = Book::of(&(texts(1, HEADERS) + &named(2, &text("Rosa"))));
    let test = Test::acme().file("book.xlsx", book.bytes()).file("map.csv", "phone,owner\n");
    for (file, option, why) in [
        ("book.xlsx", "--delimiter=';'", "is"),
        ("book.xlsx", "--encoding=latin1", "is"),
        ("map.csv", "--sheet=Cuentas", "isn't"),
    ] {
        let error = test.error(&format!("owner import {file} {option} --json"));
        let option = option.split_once('=').unwrap().0;
        assert_eq!(error["code"], "wrong-usage");
        assert_eq!(error["message"], format!("`{option}` can't be used with `{file}`: it {why} a workbook"));
        assert_eq!(error["hint"], format!("remove `{option}`"));
    }
}

#[test]
fn scenarios_are_given_workbooks() {
    let book = Book::of(&(texts(1, HEADERS) + &named(2, &text("Rosa"))));
    let scenario = "scenarios:\n- name: a\n  given: { members: [ana@acme.example], owners_csv: map.xlsx }\n  steps:\n  - message: { contact: \"+525510000002\", from: contact }\n    expect: { owners: [ana@acme.example] }\n";
    let bad = Book::of(&(texts(1, HEADERS) + &texts(2, ["12", "ana@acme.example"])));
    Test::bare()
        .file("map.xlsx", book.bytes())
        .file("a.yaml", scenario)
        .run("scenario test a.yaml --json")
        .part("/passed", 1)
        .file("map.xlsx", bad.bytes())
        .run("scenario test a.yaml")
        .stderr_starts("error: a.yaml:3:53: map.xlsx:Cuentas!A2: phone: `12` is not a phone number")
        .status(3)
        .done();
}

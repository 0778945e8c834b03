//! Files of other programs in every import: skipped lines, other formats, and their messages.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use super::Test;
use crate::program::Program;

/// The start of a workbook.
const WORKBOOK: &[u8] =
    b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml\x03\x04PK\x03\x04\x14\0xl/workbook.xml";

/// Each import with its headers.
const IMPORTS: [(&str, &str); 3] = [("owner", "phone;owner"), ("member", "name;email"), ("team", "team;member")];

/// A row for each import.
fn row(import: &str) -> &'static str {
    match import {
        "owner" => "+525500000001;ana@acme.example",
        "member" => "Noé;noe@acme.example",
        _ => "Support;ana@acme.example",
    }
}

#[test]
fn rows_of_empty_cells_are_not_counted() {
    for (import, headers) in IMPORTS {
        let file = format!("{headers}\n;\n{}\n;;;\n\"\";\" \"\n", row(import));
        Test::acme()
            .file("map.csv", file)
            .run(&format!("{import} import map.csv --json"))
            .part("/rows", json!({ "read": 1, "changed": 1, "unchanged": 0, "rejected": 0, "skipped": 0 }))
            .done();
    }
}

#[test]
fn separator_line_and_title_are_not_rows() {
    for (import, headers) in IMPORTS {
        let file = format!("sep=;\nReport\n2026-11-28;;\n{headers}\n{}\n", row(import));
        Test::acme()
            .file("map.csv", file)
            .run(&format!("{import} import map.csv --json"))
            .part("/rows", json!({ "read": 1, "changed": 1, "unchanged": 0, "rejected": 0, "skipped": 0 }))
            .stderr("note: the headers are on line 4; ignored the lines above them\n")
            .run(&format!("{import} import map.csv --quiet --json"))
            .part("/change", json!(null))
            .done();
    }
}

/// A file of a Spanish spreadsheet, in Windows-1252.
fn staff() -> Vec<u8> {
    let text = "Nombre;Correo electrónico;Equipo;Activo\nPía Núñez;pia@acme.example;Ventas;Sí\n";
    text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect()
}

#[test]
fn members_and_teams_come_from_one_spanish_file() {
    Test::acme()
        .file("staff.csv", staff())
        .run("member import staff.csv --quiet")
        .stderr(
            "
            error: staff.csv:1:21: invalid UTF-8 byte `0xF3`
            hint: run `inboxctl member import staff.csv --quiet --at 2026-01-01T00:00:00Z --encoding windows-1252`
            ",
        )
        .status(3)
        .run("member import staff.csv --encoding windows-1252 --json")
        .part("/members/created", 1)
        .part("/ignored_columns", json!(["Equipo"]))
        .stderr("warning: ignored unknown columns: `Equipo`\n")
        .run("team import staff.csv --encoding windows-1252 --json")
        .part("/teams/created", 1)
        .stderr("warning: ignored unknown columns: `Nombre`, `Activo`\n")
        .done();
}

#[test]
fn command_to_paste_is_the_one_typed() {
    let file = "Phone,Mobile,Contact owner\n55 1234 5678,,Ana\n,+525500000001,Luis\n";
    let added = "--column phone=Mobile,Phone --match-owner name --country MX";
    let two = "several headers for column `phone`: `Phone`, `Mobile`";
    Test::acme()
        .file("a b.csv", file)
        .file("log.ndjson", "")
        .run("scenario compare log.ndjson --with-owners 'a b.csv'")
        .stderr(&format!(
            "
            error: a b.csv:1:7: {two}
            hint: run `inboxctl scenario compare log.ndjson --with-owners 'a b.csv' {added}`
            "
        ))
        .status(3)
        .run("owner import 'a b.csv' --column phone=Celular --match-owner name --quiet")
        .stderr(
            "
            error: a b.csv:1:1: no header `Celular` for column `phone`; found `Phone`, `Mobile`, `Contact owner`
            hint: run `inboxctl owner import 'a b.csv' --match-owner name --quiet --at 2026-01-01T00:00:00Z --column phone=Mobile,Phone --country MX`
            ",
        )
        .status(3)
        .run("contact import 'a b.csv' --column phone=Mobil --quiet --country MX")
        .stderr_starts("error: a b.csv:1:1: no header `Mobil` for column `phone`;")
        .status(3)
        .done();
}

#[test]
fn country_is_suggested_only_where_none_is_set() {
    let run = |file: &str, environment: &str| {
        let test = Test::acme().file("map.csv", file).env("INBOXCTL_COUNTRY", environment);
        test.error("owner import map.csv --json")["hint"].as_str().unwrap_or_default().to_owned()
    };
    let alone = "phone,owner\n5512345678,ana@acme.example\n";
    assert!(run(alone, "").contains("--country COUNTRY`, which reads numbers without country code as those of"));
    assert!(run(&format!("{alone}+525500000001,\n"), "").contains("--country MX`"));
    assert!(!run("phone,owner\n55123456,ana@acme.example\n", "MX").contains("run `"));
    let two = "Phone,Mobile,owner\n5512345678,,\n,+525500000001,ana@acme.example\n";
    assert!(run(two, "").ends_with("--column phone=Mobile,Phone --country MX`"));
    assert!(run(two, "BR").ends_with("--column phone=Mobile,Phone`"));
    let long = "phone,owner\n123456789012345678,ana@acme.example\n";
    assert!(!run(long, "").contains("run `"));
}

#[test]
fn country_is_not_suggested_beside_that_of_a_profile_or_the_store() {
    let file = "Phone,Mobile,owner\n5512345678,,\n,+525500000001,ana@acme.example\n";
    let test = Test::acme().file("map.csv", file).file("crm.yaml", "country: BR\n");
    let hint = test.error("owner import map.csv --profile crm.yaml --json")["hint"].clone();
    assert!(hint.as_str().unwrap().ends_with("--column phone=Mobile,Phone`"), "{hint}");
    Test::acme()
        .file("map.csv", file)
        .run("settings set default-country BR --json")
        .part("/change", 6)
        .run("owner import map.csv --quiet")
        .stderr(
            "
            error: map.csv:1:7: several headers for column `phone`: `Phone`, `Mobile`
            hint: run `inboxctl owner import map.csv --quiet --at 2026-01-01T00:00:00Z --column phone=Mobile,Phone`
            ",
        )
        .status(3)
        .done();
}

#[test]
fn placeholders_of_the_command_are_refused() {
    Test::acme()
        .file("map.csv", "phone\n5512345678\n")
        .run("owner import map.csv --owner ana@acme.example --country COUNTRY")
        .stderr_starts("error: invalid value `COUNTRY` for `--country <CC>`")
        .status(2)
        .leaves_the_store()
        .run("owner import map.csv --country MX --owner MEMBER")
        .stderr_starts("error: unknown member `MEMBER`")
        .status(3)
        .leaves_the_store()
        .run("owner import map.csv --country MX --owner MEMBER --create-members")
        .stderr_starts("error: unknown member `MEMBER`")
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn unknown_owners_of_a_whole_file_are_not_ignored() {
    let hint = |file: &str, options: &str| {
        let test = Test::acme().file("map.csv", file);
        test.error(&format!("owner import map.csv{options} --json"))["hint"].as_str().unwrap_or_default().to_owned()
    };
    let names = "phone,owner\n+525500000001,Rita Gil\n+525500000002,Hugo Sol\n";
    let first = "no owner in the file is a member: add them first with `inboxctl member import FILE` or";
    assert!(hint(names, " --match-owner name").starts_with(first));
    assert!(hint(&format!("{names}+525500000003,Ana\n"), " --match-owner name").contains("--unknown-owner ignore`"));
    assert!(hint(names, " --create-members").starts_with(
        "import the members first with `inboxctl member import FILE`, then run `inboxctl owner import map.csv"
    ));
    let emails = "phone,owner\n+525500000001,rita@acme.example\n";
    assert!(hint(emails, "").contains("--create-members`, which adds unknown owners as members"));
    assert!(hint(emails, " --match-owner name").contains("--match-owner email`"));
}

#[test]
fn rejects_keep_separator_line_without_title() {
    let folder = Test::acme()
        .file("map.csv", "sep=;\r\nReport\r\n\r\nphone;owner\r\n;;\r\n12;ana@acme.example\r\n")
        .run("owner import map.csv --on-error skip --rejects bad.csv --json")
        .part("/rejected/0/line", 6)
        .stderr("note: the headers are on line 4; ignored the lines above them\n")
        .status(1)
        .done();
    let rejects = std::fs::read_to_string(folder.path().join("bad.csv")).unwrap();
    assert!(rejects.starts_with("sep=;\nphone;owner;_line;_column;_code;_message;_surplus\n12;ana@"), "{rejects}");
    Test::acme()
        .file("map.csv", rejects.replace("\n12;", "\n+525500000001;"))
        .run("owner import map.csv --json")
        .part("/rows", json!({ "read": 1, "changed": 1, "unchanged": 0, "rejected": 0, "skipped": 0 }))
        .done();
}

#[test]
fn blank_before_a_quote_is_refused() {
    for (import, headers) in IMPORTS {
        let (first, second) = headers.split_once(';').unwrap();
        let (one, other) = row(import).split_once(';').unwrap();
        for (line, file) in [
            (1, format!("{first}, \"{second}\"\n{one},{other}\n")),
            (2, format!("{first},{second}\n{one}, \"{other}\"\n")),
            (2, format!("{first},{second}\n \"{one}, x\",{other}\n")),
        ] {
            Test::acme()
                .file("map.csv", file)
                .run(&format!("{import} import map.csv --on-error skip"))
                .stderr_starts(&format!("error: map.csv:{line}:"))
                .status(3)
                .leaves_the_store()
                .run(&format!("{import} import map.csv -q --json"))
                .stderr_starts(
                    "{\"error\":{\"code\":\"invalid-file\",\"message\":\"unexpected blank before an opening quote\"",
                )
                .status(3)
                .done();
        }
    }
}

#[test]
fn truncated_workbook_is_recognized_by_every_import() {
    let (place, message, hint) = if cfg!(feature = "workbooks") {
        (
            "",
            "the workbook is truncated or damaged: invalid Zip archive: Could not find EOCD",
            "open it in a spreadsheet and save it again as `.xlsx`, or save the sheet as `CSV UTF-8`",
        )
    } else {
        (
            ":1:1",
            "expected CSV, found an Excel workbook (.xlsx)",
            "open it in a spreadsheet, save the sheet as `CSV UTF-8`, and import that file",
        )
    };
    for (import, _) in IMPORTS {
        Test::acme()
            .file("map.csv", WORKBOOK)
            .run(&format!("{import} import map.csv"))
            .stderr(&format!("error: map.csv{place}: {message}\nhint: {hint}\n"))
            .status(3)
            .leaves_the_store()
            .done();
    }
}

#[test]
fn other_archives_are_recognized_by_their_content() {
    for (start, name) in [
        ("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
        ("word/document.xml", "a Word document (.docx)"),
        ("map.csv", "a ZIP archive"),
    ] {
        let file = [b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", start.as_bytes()].concat();
        let test = Test::acme().file("map.csv", file);
        let error = test.error("owner import map.csv --json");
        assert_eq!(error["message"], format!("expected CSV, found {name}"));
        let is_sheet = name.contains(".ods") && cfg!(feature = "workbooks");
        assert_eq!(error["hint"].as_str().unwrap().contains("save it as `.xlsx` or"), is_sheet);
    }
}

#[test]
fn workbook_is_recognized_by_batch() {
    Test::acme()
        .file("book.xlsx", WORKBOOK)
        .run("simulate-message --batch book.xlsx")
        .stderr(
            "
            error: book.xlsx:1:1: expected a message log (NDJSON), found an Excel workbook (.xlsx)
            hint: pass a text file with one JSON event a line; see `inboxctl schema log`
            error: 1 of 1 lines in `book.xlsx` is invalid; nothing was changed
            ",
        )
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn workbook_is_recognized_in_a_pipe() {
    let program = Program::with_store();
    let mut child = program.command(&["owner", "import", "-", "--json"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(WORKBOOK).unwrap();
    let ran: crate::program::Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.error()["code"], "invalid-file");
}

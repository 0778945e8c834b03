//! `member`, `team`, `contact` and `owner export`.

use std::fs;

use serde_json::Value;

use super::Test;

/// Names that spreadsheets change, an inactive member, and a team without members.
fn hostile() -> Test {
    Test::acme().given(
        "member update ana --name '=Ana;\"A\"' --external-id 007
        team add Night --strategy default-agent --default-agent eva
        member deactivate luis@acme.example
        contact update +525512345678 --first-name=-1 --last-name \"'=x\" --account 'A;B, C'
        contact add +12125550117 --external-id 00123",
    )
}

const CONTACTS: &str = "phone,first_name,last_name,email,account,external_id
+12125550117,,,,,00123
+525512345678,-1,''=x,,\"A;B, C\",
";
const MEMBERS: &str = "email,name,active,external_id
ana@acme.example,\"'=Ana;\"\"A\"\"\",yes,007
eva@acme.example,,yes,
luis@acme.example,,no,
";
const TEAMS: &str = "team,member,strategy,default_agent,reassign_after
Night,,default-agent,eva@acme.example,
Sales,ana@acme.example,round-robin,,
Sales,luis@acme.example,,,
";

#[test]
fn exports_write_what_their_imports_take() {
    hostile()
        .run("contact export")
        .stdout(CONTACTS)
        .run("member export")
        .stdout(MEMBERS)
        .run("team export --output -")
        .stdout(TEAMS)
        .run("contact export --as-of change:5")
        .stdout("phone,first_name,last_name,email,account,external_id\n+525512345678,Rosa,,,Acme,\n")
        .done();
    Test::new()
        .run("team export")
        .stdout("team,member,strategy,default_agent,reassign_after\n")
        .run("member export")
        .stdout("email,name,active,external_id\n")
        .run("contact export")
        .stdout("phone,first_name,last_name,email,account,external_id\n")
        .done();
}

#[test]
fn erased_contacts_are_in_no_export() {
    Test::acme()
        .given("contact erase +525512345678 --confirm 1")
        .run("contact export --as-of change:5")
        .stdout("phone,first_name,last_name,email,account,external_id\n")
        .run("owner export --as-of change:5")
        .stdout("phone,first_name,last_name,email,account,external_id,owner\n")
        .done();
}

#[test]
fn exports_come_back_unchanged() {
    let files = [("members.csv", MEMBERS), ("teams.csv", TEAMS), ("contacts.csv", CONTACTS)];
    let with_files = |test: Test| files.into_iter().fold(test, |test, (name, text)| test.file(name, text));
    let unchanged = files.into_iter().fold(with_files(hostile()), |test, (name, _)| {
        let kind = name.trim_end_matches("s.csv");
        test.run(&format!("{kind} import {name} --json")).part("/change", Value::Null).leaves_the_store()
    });
    unchanged.done();
    with_files(Test::new())
        .given("member import members.csv\nteam import teams.csv\ncontact import contacts.csv")
        .run("member export")
        .stdout(MEMBERS)
        .run("team export")
        .stdout(TEAMS)
        .run("contact export")
        .stdout(CONTACTS)
        .done();
}

#[test]
fn lists_in_csv_come_back_unchanged() {
    for (list, import) in [("member list", "member import"), ("team list", "team import")] {
        let folder = hostile().run(&format!("{list} --format csv")).stdout_starts("").done();
        let mut command = std::process::Command::new(super::PROGRAM);
        command.args(list.split(' ')).args(["--format", "csv", "--store", "inbox.db"]).current_dir(folder.path());
        let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
        hostile()
            .stdin(&text)
            .run(&format!("{import} - --json"))
            .part("/change", Value::Null)
            .leaves_the_store()
            .done();
    }
}

#[test]
fn excel_gets_a_mark_and_phones_as_text() {
    hostile()
        .run("contact export --for excel --delimiter ;")
        .stdout(
            "\u{feff}phone;first_name;last_name;email;account;external_id\n\"=\"\"+12125550117\"\"\";;;;;00123\n\
             \"=\"\"+525512345678\"\"\";-1;''=x;;\"A;B, C\";\n",
        )
        .run("team export --delimiter tab")
        .stdout(TEAMS.replace(',', "\t").as_str())
        .run("contact export --for excel --output excel.csv")
        .stderr("wrote 2 contacts to `excel.csv`\n")
        .run("contact import excel.csv --json")
        .part("/rows/unchanged", 2)
        .leaves_the_store()
        .run("contact export --for word")
        .status(2)
        .stderr_starts("error: invalid value `word` for `--for <PROGRAM>`: expected excel\n")
        .done();
}

#[test]
fn output_is_a_file_that_is_whole() {
    let folder = hostile()
        .file("old.csv", "old")
        .run("member export --output old.csv")
        .stderr("wrote 3 members to `old.csv`\n")
        .run("team export -q --output teams.txt")
        .run("owner export --output owners.csv --utc")
        .stderr("wrote 1 contact to `owners.csv`\n")
        .run("contact export --output inbox.db")
        .usage("error: can't write the export to `inbox.db`: it is the store\nhint: pass another file with `--output FILE`\n")
        .run("contact export --output none/contacts.csv")
        .status(3)
        .stderr_starts("error: `none/contacts.csv` can't be written")
        .run("contact export --output new.csv --store none.db")
        .status(4)
        .stderr_starts("error: ")
        .done();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!((read("old.csv").as_str(), read("teams.txt").as_str()), (MEMBERS, TEAMS));
    assert!(read("owners.csv").starts_with("phone,"));
    assert!(!folder.path().join("new.csv").exists());
}

#[test]
#[cfg(unix)]
fn new_export_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Test::acme().run("contact export --output contacts.csv -q").done();
    let mode = fs::metadata(folder.path().join("contacts.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(feature = "workbooks")]
#[test]
fn workbook_is_chosen_by_the_name() {
    let folder = hostile()
        .run("contact export --output contacts.XLSX")
        .stderr("wrote 2 contacts to `contacts.XLSX`\n")
        .run("contact export --output contacts.xlsx --for excel")
        .usage(
            "error: `--for` can't be used with a workbook: it is for CSV\n\
             hint: remove `--for`, or choose a file name that ends in `.csv`\n",
        )
        .run("contact export --output contacts.xlsx --delimiter ;")
        .status(2)
        .stderr_starts("error: `--delimiter` can't be used with a workbook")
        .done();
    assert!(fs::read(folder.path().join("contacts.XLSX")).unwrap().starts_with(b"PK\x03\x04"));
    assert!(!folder.path().join("contacts.xlsx").exists());
}

#[cfg(feature = "workbooks")]
#[test]
fn workbook_that_cannot_hold_a_text_is_refused() {
    let file = format!("phone,first_name\n+525512345678,bell \u{7}\n+525512345679,{}\n", "x".repeat(40_000));
    let folder = Test::acme()
        .file("contacts.csv", file)
        .file("old.xlsx", "old")
        .given("contact import contacts.csv")
        .run("contact export --output old.xlsx")
        .status(3)
        .stderr(
            "error: row 2: column `first_name`: a workbook can't hold a control character: `bell <U+0007>`\n\
             hint: write CSV: choose a file name that ends in `.csv`\n",
        )
        .given("contact update +525512345678 --first-name Rosa")
        .run("contact export --output old.xlsx")
        .status(3)
        .stderr_starts("error: row 3: column `first_name`: the text is longer than the 32,767 characters")
        .run("contact export --output long.csv -q")
        .done();
    assert_eq!(fs::read_to_string(folder.path().join("old.xlsx")).unwrap(), "old");
}

#[cfg(not(feature = "workbooks"))]
#[test]
fn build_without_workbooks_refuses_them() {
    Test::acme()
        .run("contact export --output contacts.xlsx")
        .usage(
            "error: this build can't read or write workbooks\n\
             hint: choose a file name that ends in `.csv`, or build with the feature `workbooks`\n",
        )
        .done();
}

/// Converts a file with `soffice`; its name keeps all but the ending.
#[cfg(unix)]
fn converted(folder: &std::path::Path, file: &str, filter: &str, options: &[&str]) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut office = std::process::Command::new("soffice");
    office.arg(profile).args(["--headless", "--convert-to", filter]).args(options).arg(file).current_dir(folder);
    let output = office.output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// A spreadsheet program opens and saves each kind of export: no phone is lost, no stranger made.
#[test]
#[cfg(unix)]
#[ignore = "it needs LibreOffice"]
fn exports_survive_a_spreadsheet_program() {
    const CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";
    let given = "
        contact add +12125550117 --first-name José --last-name Núñez --account 'A;B, C' --owner ana --owner eva
        contact add +5491123456789 --account 'true \"x\"' --owner eva
        member deactivate eva@acme.example";
    let exports = [
        ("owner export --output a.xlsx -q", "a.xlsx", None),
        ("owner export --output b.csv --for excel -q", "b.csv", Some("--infilter=CSV:44,34,76,1")),
        ("owner export --output c.csv --for excel --delimiter ; -q", "c.csv", Some("--infilter=CSV:59,34,76,1")),
    ];
    for (export, file, filter) in exports {
        let test = Test::acme().given(given.trim()).given(export);
        let (stem, _) = file.split_once('.').unwrap();
        converted(test.folder(), file, "xlsx:Calc MS Excel 2007 XML", filter.as_slice());
        converted(test.folder(), &format!("{stem}.xlsx"), CSV, &[]);
        let imported = ["csv", "xlsx"].into_iter().fold(test, |test, ending| {
            test.run(&format!("owner import {stem}.{ending} --mode sync --allow-inactive --json"))
                .part("/rows/unchanged", 3)
                .part("/change", Value::Null)
                .leaves_the_store()
        });
        imported.done();
    }
}

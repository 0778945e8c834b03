//! Hostile names, cells, paths and links: what is printed and written stays what it says.

use std::fs;

use super::Test;
use crate::project_rules::commands;

/// Characters that would move the cursor, change the terminal, reverse text or hide.
const HOSTILE: &str = "A\u{1b}]0;T\u{7}\u{9b}31m\r\u{202e}B\u{ad}\u{3164}\u{e0041}C";

fn is_hostile(letter: char) -> bool {
    letter.is_control() && letter != '\n' || "\u{202e}\u{ad}\u{3164}\u{e0041}".contains(letter)
}

/// A store in which everything that has a name has a hostile one.
fn named() -> Test {
    let name = HOSTILE.replace('\r', "");
    let owners =
        format!("phone,owner,first_name,account\n+525512340001,ana@acme.example,\"{HOSTILE}\",\"{HOSTILE}\"\n");
    Test::acme().file("owners.csv", owners).given(&format!(
        "member add h@acme.example --name '{name}' --external-id '{name}' --actor '{name}'
         team add '{name}' --member h@acme.example
         owner import owners.csv
         simulate-message --contact +525512340001 --from contact"
    ))
}

fn printed(test: &Test, words: &[&str]) -> String {
    let mut command = std::process::Command::new(super::PROGRAM);
    command.args(words).current_dir(test.folder()).env_clear().env("INBOXCTL_STORE", "inbox.db");
    let output = command.output().unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

#[test]
fn names_are_escaped_for_people() {
    let test = named();
    let name = HOSTILE.replace('\r', "");
    let mut shown = 0;
    for typed in [
        "status",
        "member list",
        "member show h@acme.example",
        "team list",
        "contact list",
        "contact show +525512340001",
        "owner list",
        "owner list --by account",
        "conversation list",
        "conversation show 1",
        "why 1",
        "history list",
        "history show 7",
        "report",
        "contact import owners.csv --dry-run",
        "team update NAME --rename x --dry-run",
        "team show NAME",
        "team show NAMEx",
        "team add NAME",
        "member show NAMEx",
        "owner import NAME.csv",
        "scenario test NAME.yaml",
        "check --store NAME.db",
        "member list --columns NAME",
    ] {
        for format in ["table", "markdown"] {
            let words: Vec<_> = typed.split(' ').map(|word| word.replace("NAME", &name)).collect();
            let words: Vec<_> = words.iter().map(String::as_str).chain(["--format", format]).collect();
            let output = printed(&test, &words);
            assert!(!output.contains(is_hostile), "{typed} as {format}: {output:?}");
            shown += usize::from(output.contains("u{202e}") || output.contains("U+202E"));
        }
    }
    assert!(shown > 24, "{shown}");
}

#[test]
fn usage_errors_are_escaped() {
    let test = Test::bare();
    for command in commands() {
        for word in
            [HOSTILE.to_owned(), format!("--{HOSTILE}"), format!("--color={HOSTILE}"), format!("--format={HOSTILE}")]
        {
            let mut words: Vec<_> = command.iter().map(String::as_str).collect();
            words.push(&word);
            let output = printed(&test, &words);
            assert!(!output.contains(is_hostile), "{command:?}: {output:?}");
        }
    }
    for option in ["at", "since", "until", "as-of", "country", "expect", "wait", "actor", "limit", "sort", "columns"] {
        for command in ["history list", "member add a@b.example", "owner list"] {
            let option = format!("--{option}={HOSTILE}");
            let words: Vec<_> = command.split(' ').chain([option.as_str()]).collect();
            assert!(!printed(&test, &words).contains(is_hostile), "{words:?}");
        }
    }
}

#[test]
#[cfg(unix)]
fn path_with_line_break_stays_on_its_line() {
    let name = "a\nerror: b\u{1b}[2J";
    let test = Test::acme().file(&format!("{name}.csv"), "phone,owner\n12,ana@acme.example\n");
    let test = test.file(&format!("{name}.yaml"), "scenarios: [{ name: 1 ");
    for words in [
        ["owner", "import", &format!("{name}.csv")],
        ["scenario", "test", &format!("{name}.yaml")],
        ["scenario", "test", &format!("{name}.none")],
        ["backup", "inbox.db", &format!("--store={name}.db")],
        ["member", "export", &format!("--output=missing/{name}.csv")],
    ] {
        let output = printed(&test, &words);
        assert!(output.contains("error: b\\u{1b}[2J"), "{words:?}: {output:?}");
        assert!(!output.contains("\nerror: b") && !output.contains('\u{1b}'), "{words:?}: {output:?}");
    }
    let output = printed(&test, &["scenario", "test", &format!("{name}.yaml"), "--report", "github"]);
    assert!(output.starts_with("::error file=a%0Aerror%3A b"), "{output:?}");
}

/// Cells that some spreadsheet would run.
const FORMULAS: [&str; 9] = ["=cmd|' /C calc'!A0", "+1-cmd", "-x", "@SUM(A1)", "\t=1", "＝1+1", "＋x", "－x", "＠x"];

#[test]
fn formulas_are_escaped_in_every_export() {
    let rows = FORMULAS.iter().zip(10..).map(|(formula, number)| {
        format!("+5255123400{number},ana@acme.example,\"'{formula}\",\"'{formula}\",\"'{formula}\"\n")
    });
    let rows = format!("phone,owner,first_name,account,external_id\n{}", rows.collect::<String>());
    let folder = Test::acme()
        .file("owners.csv", rows)
        .given("owner import owners.csv\nowner export --output out.csv\ncontact export --output contacts.csv")
        .run("owner import out.csv --mode sync --allow-inactive --json")
        .part("/effect_count", 0)
        .run("contact import contacts.csv --json")
        .part("/effect_count", 0)
        .run("contact show +525512340015 --json")
        .part("/first_name", "＝1+1")
        .done();
    let mut reader = csv::Reader::from_path(folder.path().join("out.csv")).unwrap();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    let cells: Vec<_> = records.iter().flat_map(|record| record.iter()).collect();
    for formula in FORMULAS {
        // Accounts are trimmed.
        let expected = if formula.starts_with('\t') { 2 } else { 3 };
        let guarded = format!("'{formula}");
        assert_eq!(cells.iter().filter(|cell| **cell == guarded).count(), expected, "{formula}");
        assert!(!cells.contains(&formula), "{formula}");
    }
}

#[test]
fn formulas_are_escaped_in_rejects_and_import_back() {
    let rows: String =
        FORMULAS.map(|formula| format!("{formula},ana@acme.example,\"{formula}\",'{formula}\n")).concat();
    let file = format!("phone,owner,first_name,=cmd\n{rows}");
    let test = Test::acme().file("map.csv", &file);
    let folder = test.run("owner import map.csv --rejects bad.csv -q").status(3).stderr_starts("error: ").done();
    let bad = folder.path().join("bad.csv");
    let mut reader = csv::Reader::from_path(&bad).unwrap();
    assert_eq!(&reader.headers().unwrap()[3], "'=cmd");
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), FORMULAS.len());
    for (record, formula) in records.iter().zip(FORMULAS) {
        let guarded = format!("'{formula}");
        assert_eq!([&record[0], &record[2], &record[3]], [guarded.as_str(); 3]);
        assert!(
            record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])),
            "{record:?}"
        );
    }
    // Corrected, and with the same values: those that the first file had.
    let mut corrected = fs::read_to_string(&bad).unwrap();
    for (formula, number) in FORMULAS.iter().zip(10..) {
        corrected = corrected.replacen(&format!("\n'{formula},"), &format!("\n+5255123400{number},"), 1);
        corrected = corrected.replacen(&format!("\n\"'{formula}\","), &format!("\n+5255123400{number},"), 1);
    }
    let test = Test::acme().file("bad.csv", corrected).given("owner import bad.csv --column account='=cmd'");
    for (formula, number) in FORMULAS.iter().zip(10..) {
        let answer = test.answer(&format!("contact show +5255123400{number} --json"), 0);
        assert_eq!(
            (&answer["first_name"], &answer["account"]),
            (&(*formula).into(), &formula.trim().into()),
            "{formula}"
        );
    }
}

#[test]
#[cfg(unix)]
fn man_page_replaces_link_and_not_its_target() {
    let test = Test::bare().file("mine", "precious").file("man/other.txt", "kept");
    std::os::unix::fs::symlink("../mine", test.folder().join("man/inboxctl.1")).unwrap();
    std::os::unix::fs::symlink("../nowhere", test.folder().join("man/inboxctl-undo.1")).unwrap();
    let folder = test.run("man man -q").done();
    let path = |name: &str| folder.path().join(name);
    assert_eq!(fs::read_to_string(path("mine")).unwrap(), "precious");
    assert!(!path("nowhere").exists());
    for page in ["man/inboxctl.1", "man/inboxctl-undo.1"] {
        assert!(fs::symlink_metadata(path(page)).unwrap().is_file());
        assert!(fs::read_to_string(path(page)).unwrap().contains(".TH "));
    }
}

#[test]
fn lookalike_names_are_warned_of() {
    let warning = |name: &str, letter: char| {
        let number = u32::from(letter);
        format!(
            "warning: `{name}` has the letter `{letter}` (U+{number:04X}), which looks like a Latin one; check the spelling\n"
        )
    };
    let fake = "\u{430}na@acme.example";
    Test::acme()
        .file("members.csv", format!("email\nzoe@acme.example\n{fake}\n"))
        .run(&format!("member add {fake} --name 'S\u{43e}l' --json"))
        .part("/dry_run", false)
        .stderr(&(warning(fake, '\u{430}') + &warning("S\u{43e}l", '\u{43e}')))
        .run("team update Sales --rename Sal\u{435}s --json -n")
        .part("/dry_run", true)
        .stderr(&warning("Sal\u{435}s", '\u{435}'))
        .run("member add иван@acme.example --name Иван --json")
        .part("/dry_run", false)
        .done();
    Test::acme()
        .file("members.csv", format!("email\nzoe@acme.example\n{fake}\n"))
        .run("member import members.csv --json")
        .part("/members/created", 2)
        .stderr(&warning(fake, '\u{430}'))
        .done();
}

#[test]
fn number_of_change_is_positive() {
    let wanted = "expected the number of a change, e.g. 7\nhint: see `inboxctl history list`\n";
    Test::acme()
        .run("undo -- -1")
        .usage(&format!("error: invalid value `-1` for `[ID]...`: {wanted}"))
        .run("history show 0")
        .usage(&format!("error: invalid value `0` for `<ID>...`: {wanted}"))
        .done();
}

#[test]
#[cfg(unix)]
fn hint_of_long_name_asks_for_a_shorter_one() {
    let name = "a".repeat(300);
    Test::acme()
        .run(&format!("member export --output {name}.csv"))
        .stderr(&format!(
            "error: `{name}.csv` can't be written\n  caused by: File name too long (os error 36)\nhint: use a shorter name\n"
        ))
        .status(3)
        .done();
}

//! Many errors in one file: the first three of each code and a count; in JSON the first hundred.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::Test;

/// A mapping with 150 invalid phones, then two unknown owners, then an invalid email.
fn mapping() -> String {
    let phones = "12,ana@acme.example,\n".repeat(150);
    format!(
        "phone,owner,email\n{phones}+525500000001,no@acme.example,\n+525500000002,no@acme.example,\n\
         +525500000003,ana@acme.example,x\n"
    )
}

fn with(file: &str) -> Test {
    Test::acme().file("map.csv", file)
}

/// The stderr of a command, without the values in the messages.
fn stderr(folder: &TempDir, words: &[&str]) -> Vec<String> {
    let mut command = std::process::Command::new(super::PROGRAM);
    command.args(words).args(["--store", "inbox.db"]).current_dir(folder.path()).env_clear();
    let told = String::from_utf8(command.output().unwrap().stderr).unwrap();
    let line = |line: &str| {
        let parts: Vec<_> = line.splitn(3, ": ").collect();
        if parts.len() == 3 { format!("{}: {}", parts[0], parts[1]) } else { line.to_owned() }
    };
    // Hints of single errors are tested elsewhere.
    told.lines().filter(|line| !line.starts_with("hint: add the country code")).map(line).collect()
}

#[test]
fn import_errors_are_grouped_by_code() {
    let folder = with(&mapping()).run("contact list").stdout_starts("PHONE").done();
    let expected = [
        "error: map.csv:2:1",
        "error: map.csv:3:1",
        "error: map.csv:4:1",
        "   … and 147 more like this",
        "error: map.csv:152:15",
        "error: map.csv:153:15",
        "error: map.csv:154:32",
        "error: 153 of 153 rows in `map.csv` are invalid; nothing was imported",
        "   150  invalid-phone",
        "     2  unknown-member",
        "     1  invalid-email",
        "hint: run `inboxctl owner import map.csv --store inbox.db --optional-errors drop`, which drops invalid optional cells",
        "hint: fix the rows, skip them with `--on-error skip`, or save them with `--rejects FILE`",
    ];
    assert_eq!(stderr(&folder, &["owner", "import", "map.csv"]), expected);
    let skipped = stderr(&folder, &["owner", "import", "map.csv", "--on-error", "skip", "--format", "csv"]);
    assert_eq!(skipped[..4], ["rejected: map.csv:2:1", "rejected: map.csv:3:1", "rejected: map.csv:4:1", expected[3]]);
    assert_eq!(skipped[7..], expected[8..11]);
}

#[test]
fn json_error_lists_hundred_and_counts_all() {
    let counts = json!({ "invalid-phone": 150, "unknown-member": 2, "invalid-email": 1 });
    let folder = with(&mapping())
        .run("owner import map.csv --rejects bad.csv --json")
        .part("/rows/rejected", 153)
        .part("/rejected_count", 153)
        .part("/rejected_by_code", counts.clone())
        .part("/rejected/99/line", 101)
        .part("/rejected/100", Value::Null)
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
    let mut command = std::process::Command::new(super::PROGRAM);
    command
        .args(["owner", "import", "map.csv", "--json", "--store", "inbox.db"])
        .current_dir(folder.path())
        .env_clear();
    let error: Value = serde_json::from_slice(&command.output().unwrap().stderr).unwrap();
    assert_eq!(error["error"]["code"], "rejected-rows");
    assert_eq!((&error["fault_count"], &error["faults_by_code"]), (&json!(153), &counts));
    assert_eq!(error["faults"].as_array().unwrap().len(), 100);
    assert_eq!((&error["faults"][0]["line"], &error["faults"][0]["code"]), (&json!(2), &json!("invalid-phone")));
    let rejects = fs::read_to_string(folder.path().join("bad.csv")).unwrap();
    assert_eq!(rejects.lines().count(), 154, "a line for each row, and the headers");
}

#[test]
fn errors_of_one_code_are_grouped_from_five() {
    let lines = |number: usize| {
        let file = format!("phone,owner\n{}", "12,ana@acme.example\n".repeat(number));
        let folder = with(&file).run("contact list").stdout_starts("PHONE").done();
        stderr(&folder, &["owner", "import", "map.csv", "--quiet"])
    };
    assert_eq!(lines(4).len(), 6, "four faults, their sum and the hint");
    let five = lines(5);
    assert_eq!(five[3], "   … and 2 more like this");
    assert_eq!(five[5], "   5  invalid-phone");
}

#[test]
fn log_errors_are_grouped() {
    let folder = Test::acme().file("log.ndjson", "[]\n".repeat(250)).run("contact list").stdout_starts("PHONE").done();
    let told = stderr(&folder, &["simulate-message", "--batch", "log.ndjson"]);
    let expected = [
        "error: log.ndjson:1:1",
        "error: log.ndjson:2:1",
        "error: log.ndjson:3:1",
        "   … and 247 more like this",
        "error: 250 of 250 lines in `log.ndjson` are invalid; nothing was changed",
        "   250  invalid-file",
    ];
    assert_eq!(told, expected);
    let mut command = std::process::Command::new(super::PROGRAM);
    command.args(["simulate-message", "--batch", "log.ndjson", "--json", "--store", "inbox.db"]);
    let error = command.current_dir(folder.path()).env_clear().output().unwrap().stderr;
    let error: Value = serde_json::from_slice(&error).unwrap();
    assert_eq!((&error["fault_count"], &error["error"]["line"]), (&json!(250), &json!(1)));
    assert_eq!(error["faults"].as_array().unwrap().len(), 99, "the first is the error itself");
}

#[test]
fn scenario_errors_are_grouped() {
    let steps = "      - close: { nothing: 1 }\n".repeat(7);
    let file = format!("scenarios:\n  - name: x\n    steps:\n{steps}");
    let folder = Test::bare().file("x.yaml", file).run("help exit-codes").stdout_starts("").done();
    let told = stderr(&folder, &["scenario", "test", "x.yaml"]);
    let errors = told.iter().filter(|line| line.starts_with("error: x.yaml:")).count();
    assert_eq!(errors, 3, "{told:#?}");
    assert!(told.iter().any(|line| line.ends_with("more like this")), "{told:#?}");
    assert!(told.last().unwrap().ends_with("  invalid-file"), "{told:#?}");
}

/// `--rejects` is not suggested if passed, nor skipping for a sync.
#[test]
fn hint_names_only_options_that_help() {
    let fault = "error: 1 of 1 rows in `map.csv` is invalid; nothing was imported";
    for (options, hint) in [
        ("", "fix the rows, skip them with `--on-error skip`, or save them with `--rejects FILE`"),
        ("--rejects bad.csv", "fix the rows, skip them with `--on-error skip`; they are saved in `bad.csv`"),
        ("--mode sync", "fix the rows, or save them with `--rejects FILE`"),
        ("--mode sync --rejects bad.csv", "fix the rows; they are saved in `bad.csv`"),
    ] {
        let folder = with("phone,owner\n12,ana@acme.example\n").run("contact list").stdout_starts("PHONE").done();
        let words: Vec<_> = ["owner", "import", "map.csv"].into_iter().chain(options.split_whitespace()).collect();
        assert_eq!(stderr(&folder, &words)[1..], [fault.to_owned(), format!("hint: {hint}")], "{options}");
    }
}

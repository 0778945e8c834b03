//! Output as the consumers in CI read it: GitHub's log and summaries, GitLab's coverage.

use std::fmt::Write as _;
use std::fs;

use regex::Regex;

use super::Test;

/// A suite of failing scenarios with this name, on five lines each.
fn failing(name: &str, count: usize) -> String {
    let scenario = |number: usize| {
        let name = if number == 0 { name.to_owned() } else { format!("{name} {number}") };
        format!(
            "  - name: '{name}'\n    given: {{ contacts: [\"+525512345678\"] }}\n    steps:\n      \
         - message: {{ contact: \"+525512345678\", from: contact }}\n        expect: {{ status: flow }}\n"
        )
    };
    format!("scenarios:\n{}", (0..count).map(scenario).collect::<String>())
}

/// What the command prints, stderr last.
fn log_of(test: &Test, typed: &str) -> String {
    let mut command = std::process::Command::new(super::PROGRAM);
    command.args(super::words(typed)).current_dir(test.folder()).env_clear();
    let output = command.env("GITHUB_WORKSPACE", test.folder()).output().unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

#[test]
fn annotation_names_path_from_repository() {
    let test = Test::bare().file("sub/tests/a.yaml", failing("a", 1));
    let folder = test.folder().display().to_string();
    let annotation = "::error file=sub/tests/a.yaml,line=6,col=19,title=a::status: expected flow, actual new\n";
    for (below, path) in [
        ("", "sub/tests"),
        ("", "./sub/../sub/tests/a.yaml"),
        ("sub", "tests"),
        ("sub/tests", "../tests/a.yaml"),
        ("/", &format!("{folder}/sub/tests")),
    ] {
        let mut command = std::process::Command::new(super::PROGRAM);
        command.args(["scenario", "test", path, "--report", "github"]).current_dir(test.folder().join(below));
        let output = command.env_clear().env("GITHUB_WORKSPACE", test.folder()).output().unwrap();
        let log = String::from_utf8(output.stdout).unwrap();
        assert!(log.ends_with(&format!("0 passed, 1 failed\n{annotation}")), "{path} in {below}: {log}");
    }
}

#[test]
fn annotation_of_stdin_names_no_file() {
    let test = Test::bare().stdin(&failing("a", 1)).run("scenario test - --report github").status(1);
    let log = "-:2: FAILED: a\n  -:6: status\n    expected: flow\n    actual:   new\n";
    let folder = test.stdout_starts(log).done();
    assert!(folder.path().exists());
}

#[test]
fn annotations_end_where_github_cuts_them() {
    for (count, shown) in [(10, 10), (11, 10), (23, 10)] {
        let test = Test::bare().file("a.yaml", failing("a", count));
        let log = log_of(&test, "scenario test a.yaml --report github --coverage-threshold 0");
        assert_eq!(log.matches("::error ").count(), shown, "{log}");
        assert_eq!(log.matches("::notice::").count(), usize::from(count > shown), "{log}");
        let note = format!("10 of {count} errors are annotated, the most that GitHub shows for a step; see the log");
        assert_eq!(log.matches(&note).count(), if count > shown { 2 } else { 0 }, "{log}");
        assert_eq!(log.matches(": FAILED: a").count(), count);
    }
    // The coverage comes first, so that it is not cut.
    let test = Test::bare().file("a.yaml", failing("a", 23));
    let log = log_of(&test, "scenario test a.yaml --report github --coverage-threshold 90");
    assert!(
        log.contains("failed\n::error::1 of 43 rules covered (2.3 %25), expected at least 90 %25\n::error "),
        "{log}"
    );
    assert_eq!((log.matches("::error").count(), log.matches("10 of 24 errors").count()), (10, 2));
}

/// Whether the runner of GitHub would obey this line.
fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[") || line.contains("##vso[")
}

#[test]
#[cfg(unix)]
fn names_in_log_of_github_are_no_commands() {
    let hostile = "::stop-commands::x.yaml";
    let test = Test::bare()
        .file(hostile, failing("##[add-mask]e ##vso[task.setvariable variable=a]b", 1))
        .file("bad/::error::y.yaml", "scenarios: [");
    for typed in ["", " --verbose", " --coverage", " --format markdown"] {
        if !typed.contains("format") {
            let log = log_of(&test, &format!("scenario test {hostile} --report github{typed}"));
            let commands: Vec<_> = log.lines().filter(|line| is_command(line)).collect();
            assert_eq!(commands.len(), 1, "{commands:?}");
            assert!(commands[0].starts_with("::error file=%3A%3Astop-commands%3A%3Ax.yaml,line=6,"), "{commands:?}");
        }
        let mut command = std::process::Command::new(super::PROGRAM);
        let words = super::words(&format!("scenario test {hostile}{typed}"));
        command.args(words).current_dir(test.folder()).env_clear().env("GITHUB_ACTIONS", "true");
        let log = String::from_utf8(command.output().unwrap().stdout).unwrap();
        assert!(!log.lines().any(is_command), "{typed}: {log}");
    }
    let log = log_of(&test, "scenario test bad --report github");
    assert_eq!(log.lines().filter(|line| is_command(line)).count(), 1, "{log}");
}

#[test]
fn names_in_tables_of_github_log_are_no_commands() {
    let folder = Test::new()
        .env("GITHUB_ACTIONS", "true")
        .given("team add '::error::x'\nmember add ana@acme.example --name '##[group]a'")
        .run("team list")
        .stdout_starts(
            "
            NAME        STRATEGY     DEFAULT AGENT  MEMBERS
            \\u{3a}:error::x  round-robin
            ",
        )
        .run("member show ana")
        .stdout_starts("email               ana@acme.example\nname                #\\u{23}[group]a\n")
        .run("team show '::error::y'")
        .stderr_starts("error: unknown team `::error::y`\n")
        .status(3)
        .run("team list --format csv --columns name")
        .stdout("name\n::error::x\n")
        .done();
    drop(folder);
}

#[test]
fn gitlab_finds_coverage() {
    let help = Test::bare();
    let help = log_of(&help, "help ci");
    let expressions: Vec<_> = help.lines().filter_map(|line| line.trim().strip_prefix("coverage: '/")).collect();
    assert_eq!(expressions.len(), 2, "{help}");
    let test = Test::bare().file("a.yaml", failing("a", 1));
    for (option, expected) in
        [("--coverage", "2.3"), ("--coverage-threshold 2", "2.3"), ("--coverage-threshold 90", "2.3")]
    {
        let log = log_of(&test, &format!("scenario test a.yaml {option}"));
        for expression in &expressions {
            let expression = Regex::new(expression.strip_suffix("/'").unwrap()).unwrap();
            // GitLab reads the log from its end, and takes the last group of the first line that matches.
            let found = log.lines().rev().find_map(|line| Some(expression.captures(line)?[1].to_owned()));
            assert_eq!(found.as_deref(), Some(expected), "{log}");
        }
    }
}

/// Names that would be markup in a summary.
const MARKUP: &str = "<img src=x>|*a* [b](http://c) ``d` $e$ &lt;";

#[test]
fn summary_of_import_has_effects_and_invalid_rows() {
    let folder = Test::acme()
        .file("owners.csv", format!("phone,owner,{MARKUP}\n+525512340001,ana@acme.example,1\n+52,\"{MARKUP}\",2\n"))
        .run("owner import owners.csv --dry-run --report markdown=refused.md -q")
        .stderr_starts("error: owners.csv:3:1: phone: ")
        .status(3)
        .run("owner import owners.csv --dry-run --on-error skip --report markdown=skipped.md --json -q")
        .part("/rows/changed", 1)
        .status(1)
        .run("owner import missing.csv --report markdown=missing.md")
        .stderr_starts("wrote the report to `missing.md`\nerror: `missing.csv` can't be read")
        .status(3)
        .file("members.csv", "email\nzoe@acme.example\n")
        .at(None)
        .run("member import members.csv --dry-run --report markdown=-")
        .stdout(
            "
            ### `member import members.csv --dry-run --report markdown=-`

            dry run: 1 effect, none applied

            |  |  |
            | --- | --- |
            | rows | 1 read, 1 changed, 0 unchanged, 0 rejected |
            | members | 1 created, 0 updated, 0 activated, 0 deactivated |

            | Effect | Rule |
            | --- | --- |
            | would add member zoe@acme.example |  |
            ",
        )
        .run("member import members.csv --report markdown=- --json")
        .usage("{\"error\":{\"code\":\"wrong-usage\",\"message\":\"`-` writes to stdout, which another output uses already\"")
        .run("member import members.csv --report markdown=./members.csv")
        .usage("error: a report can't replace the input file `./members.csv`\n")
        .run("member import members.csv --report markdown=inbox.db")
        .usage("error: a report can't replace the store `inbox.db`\n")
        .run("member import members.csv --rejects r.csv --report markdown=r.csv")
        .usage("error: a report can't replace the input file `r.csv`\n")
        .run("member import members.csv --report html=a.html")
        .usage("error: invalid value `html=a.html` for `--report <REPORT>`: expected markdown=FILE\n")
        .done();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let code = Regex::new("`[^`]+`").unwrap();
    for (name, start) in [
        (
            "refused.md",
            "### `owner import owners.csv --dry-run --report markdown=refused.md -q --at 2026-01-01T00:00:00Z`\n\nno changes (1 row rejected)\n",
        ),
        (
            "skipped.md",
            "### `owner import owners.csv --dry-run --on-error skip --report markdown=skipped.md --json -q --at 2026-01-01T00:00:00Z`\n\ndry run: 2 effects, none applied (digest ",
        ),
    ] {
        let text = read(name);
        assert!(text.starts_with(start), "{name}: {text}");
        assert!(text.contains("\n- `owners.csv:3:1`: phone: "), "{name}: {text}");
        assert!(text.contains(r"\<img src=x>\|\*a\* \[b](http://c)"), "{name}: {text}");
        let outside_code = code.replace_all(&text.replace("\\`", ""), "").replace("\\<", "");
        assert!(!outside_code.contains('<'), "{name}: {text}");
    }
    assert!(read("missing.md").contains("\n\nerror: `missing.csv` can't be read: "), "{}", read("missing.md"));
    assert!(!folder.path().join("r.csv").exists());
}

#[test]
fn summary_of_removal_has_its_confirmation() {
    let mut rows = "phone,owner\n".to_owned();
    for number in 0..20 {
        writeln!(rows, "+5255123400{number:02},ana@acme.example").unwrap();
    }
    let folder = Test::acme()
        .file("owners.csv", rows)
        .file("empty.csv", "phone,owner\n+525512345678,ana@acme.example\n")
        .given("owner import owners.csv")
        .run("owner import empty.csv --mode sync --dry-run --report markdown=a.md -q")
        .done();
    let text = fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert!(
        text.contains("\n\nwithout `--dry-run`, `--confirm 20` is required, or `--expect` with the digest\n"),
        "{text}"
    );
}

#[test]
fn summary_of_comparison_has_its_differences() {
    let folder = Test::acme()
        .file("day.ndjson", "{\"at\": \"2026-02-02T09:00:00Z\", \"contact\": \"+525512345678\", \"from\": \"contact\"}\n")
        .file("owners.csv", "phone,owner\n+525512345678,luis@acme.example\n")
        .run("scenario compare day.ndjson --with-owners owners.csv --mode replace --report markdown=a.md --report html=a.html -q")
        .stdout_starts("1 conversation assigned differently\n")
        .done();
    let text = fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert!(text.starts_with("### `scenario compare day.ndjson --with-owners owners.csv "), "{text}");
    assert!(text.contains("`\n\n1 conversation assigned differently\n\n| Id | Contact | Before | After |\n"), "{text}");
    assert!(fs::read_to_string(folder.path().join("a.html")).unwrap().starts_with("<!doctype html>"));
}

/// GitHub refuses a summary of more than a mebibyte.
#[test]
fn summary_stays_below_a_mebibyte() {
    let name = "a".repeat(2000);
    let folder = Test::bare()
        .file("a.yaml", failing(&name, 700))
        .run("scenario test a.yaml --report markdown=a.md -q")
        .stdout_starts("a.yaml:2: FAILED")
        .status(1)
        .done();
    let text = fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert!(text.len() < 1 << 20, "{}", text.len());
    let more = text.lines().last().unwrap();
    let left_out: usize =
        more.strip_prefix("- … and ").and_then(|rest| rest.strip_suffix(" more")).unwrap().parse().unwrap();
    assert_eq!(text.matches("\n- **").count() + left_out, 700);
}

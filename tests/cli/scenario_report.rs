//! `scenario test --report` and `--coverage`

use std::collections::BTreeMap;
use std::fs;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};

use super::Test;
use crate::project_rules::project;

const GIVEN: &str = "given: { members: [ana@acme.example], contacts: [\"+525512345678\"] }";
const STEP: &str = "message: { contact: \"+525512345678\", from: contact }";

/// A file with one scenario that passes.
fn suite_of(name: &str) -> String {
    format!("scenarios:\n  - name: {name}\n    {GIVEN}\n    steps: [{{ {STEP}, expect: {{ status: new }} }}]\n")
}

/// Two files: one passes, one passes and fails.
fn suites() -> Test {
    let passing = suite_of("first");
    let failing = format!(
        "{passing}  - name: 100%, <&\"a\\u0001\\n\\u202E\\uFFFF:\n    {GIVEN}\n    steps:\n      - {STEP}\n        expect: {{ status: flow }}\n"
    );
    let failing =
        failing.replace("name: 100%, <&\"a\\u0001\\n\\u202E\\uFFFF:", r#"name: "100%, <&'a\u0001\n\u202E\uFFFF:""#);
    Test::bare().file("tests/a.yaml", passing).file("tests/b.yaml", failing)
}

/// The elements allowed by junit-10.xsd of Jenkins, each with its attributes (`!`: required) and children.
const SCHEMA: &[(&str, &[&str], &[&str])] = &[
    ("testsuites", &["name!", "time!", "tests!", "failures!", "errors!"], &["testsuite"]),
    ("testsuite", &["name!", "tests!", "failures!", "errors!", "skipped", "time!", "file"], &["testcase"]),
    ("testcase", &["name!", "time!", "classname!", "group"], &["failure", "error", "skipped", "system-out"]),
    ("system-out", &[], &[]),
    ("skipped", &["type", "message"], &[]),
    ("failure", &["type", "message"], &[]),
    ("error", &["type", "message"], &[]),
];

/// The test cases of a valid report: attributes, and text of the failure or error.
fn cases(xml: &str) -> Vec<(BTreeMap<String, String>, Option<String>)> {
    let mut reader = Reader::from_str(xml);
    let (mut open, mut cases) = (Vec::<String>::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                let case = checked(&element, open.last());
                open.push(element.name().as_ref().to_owned());
                match open.last().unwrap().as_str() {
                    "testcase" => cases.push((case, None)),
                    "failure" | "error" => cases.last_mut().unwrap().1 = Some(String::new()),
                    _ => {}
                }
            }
            Event::Empty(element) => {
                let empty = checked(&element, open.last());
                if element.name().as_ref() == "testcase" {
                    cases.push((empty, None));
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) if open.last().is_some_and(|open| open == "failure" || open == "error") => {
                cases.last_mut().unwrap().1.as_mut().unwrap().push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    cases
}

/// Returns the attributes of an element, after checking them and its parent.
fn checked(element: &BytesStart<'_>, parent: Option<&String>) -> BTreeMap<String, String> {
    let name = element.name().as_ref().to_owned();
    let rule = |name: &str| SCHEMA.iter().find(|(known, ..)| *known == name).unwrap_or_else(|| panic!("<{name}>"));
    let (_, attributes, _) = rule(&name);
    match parent {
        Some(parent) => assert!(rule(parent).2.contains(&name.as_str()), "<{name}> in <{parent}>"),
        None => assert_eq!(name, "testsuites"),
    }
    let found = element.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
    });
    let found: BTreeMap<_, _> = found.collect();
    for key in found.keys() {
        assert!(attributes.iter().any(|known| known.trim_end_matches('!') == key), "{key} of <{name}>");
    }
    for needed in attributes.iter().filter_map(|known| known.strip_suffix('!')) {
        assert!(found.contains_key(needed), "<{name}> needs {needed}");
    }
    found
}

#[test]
fn junit_has_suites_per_file_and_cases_per_scenario() {
    let folder =
        suites().run("scenario test tests --report junit=junit.xml --json").part("/failed", 1).status(1).done();
    let xml = fs::read_to_string(folder.path().join("junit.xml")).unwrap();
    let start = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="inboxctl scenario test" tests="3" failures="1" errors="0" time="0.000">
  <testsuite name="tests/a.yaml" file="tests/a.yaml" tests="1" failures="0" errors="0" skipped="0" time="0.000">
    <testcase name="first" classname="tests.a" time="0.000">
      <system-out>tests/a.yaml:2</system-out>
    </testcase>
  </testsuite>
  <testsuite name="tests/b.yaml" file="tests/b.yaml" tests="2" failures="1" errors="0" skipped="0" time="0.000">
"#;
    assert!(xml.starts_with(start), "{xml}");
    let cases = cases(&xml);
    let failed: Vec<_> = cases.iter().map(|(_, failure)| failure.is_some()).collect();
    assert_eq!(failed, [false, false, true]);
    let places: Vec<_> = xml.lines().filter_map(|line| line.trim().strip_prefix("<system-out>")).collect();
    assert_eq!(places, ["tests/a.yaml:2</system-out>", "tests/b.yaml:2</system-out>", "tests/b.yaml:5</system-out>"]);
    assert!(xml.contains("expected: flow\n    actual:   new\n"), "{xml}");
}

#[test]
fn junit_escapes_invalid_xml_characters() {
    let folder = suites().run("scenario test tests/b.yaml --report junit=junit.xml --quiet --format csv").status(1);
    let folder = folder.stdout_starts("file,line,name,outcome\n").done();
    let xml = fs::read_to_string(folder.path().join("junit.xml")).unwrap();
    let name = r#"name="100%, &lt;&amp;&apos;a\u{1}\n\u{202e}\u{ffff}:""#;
    assert!(xml.contains(name), "{xml}");
    assert!(xml.chars().all(|letter| letter == '\n' || (' '..'\u{fffe}').contains(&letter)), "{xml:?}");
    assert!(!xml.contains('\u{202e}'));
    assert_eq!(cases(&xml).len(), 2);
}

#[test]
fn github_annotates_line_of_failure() {
    let folder =
        suites().run("scenario test tests --report github").status(1).stdout_starts("tests/b.yaml:5: FAILED: ").done();
    let printed = std::process::Command::new(super::PROGRAM)
        .args(["scenario", "test", "./tests", "--report", "github"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let printed = String::from_utf8(printed.stdout).unwrap();
    let last = printed.lines().last().unwrap();
    assert_eq!(
        last,
        "::error file=tests/b.yaml,line=9,col=19,title=100%25%2C <&'a\\u{1}\\n\\u{202e}\u{ffff}%3A::status: expected flow, actual new"
    );
    suites().run("scenario test tests/a.yaml --report github").stdout("1 passed, 0 failed\n").done();
}

#[test]
fn run_writes_several_reports() {
    let folder = suites()
        .run("scenario test tests --report junit=a.xml --report json=b.json --report github")
        .stdout_starts("tests/b.yaml:5: FAILED: ")
        .status(1)
        .run("scenario test tests/a.yaml --report json=- --report junit=c.xml")
        .json(json!({ "passed": 1, "failed": 0, "not_played": 0, "scenarios": [
            { "file": "tests/a.yaml", "line": 2, "name": "first", "outcome": "passed", "failures": [] },
        ] }))
        .stderr("1 passed, 0 failed\n")
        .run("scenario test tests/a.yaml --report junit=- --quiet")
        .stdout_starts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ")
        .done();
    let report: Value = serde_json::from_slice(&fs::read(folder.path().join("b.json")).unwrap()).unwrap();
    assert_eq!((&report["passed"], &report["failed"]), (&json!(2), &json!(1)));
    assert!(folder.path().join("a.xml").exists() && folder.path().join("c.xml").exists());
}

#[test]
fn stdout_accepts_one_output() {
    for reports in [
        "--report junit=- --report json=-",
        "--report junit=- --report github",
        "--report junit=- --json",
        "--report github --json",
        "--report github --format csv",
    ] {
        suites()
            .run(&format!("scenario test tests {reports}"))
            .status(2)
            .stderr_starts(if reports.contains("--json") { "{" } else { "error: `" })
            .done();
    }
    suites()
        .run("scenario test tests --report junit=-  --report github")
        .usage(
            "error: `-` writes to stdout, which another output uses already\nhint: write one of them to a file\n",
        )
        .run("scenario test tests --report github --json")
        .usage(
            "{\"error\":{\"code\":\"wrong-usage\",\"message\":\"`--report github` can't be combined with `--json` or `--format`: both write to stdout\",\
             \"hint\":\"write the data to a file: `--report github --report json=FILE`",
        )
        .run("scenario test tests --report junit=x --report json=./x")
        .usage("error: two reports have the same file `./x`\n")
        .run("scenario test tests --report junit")
        .usage("error: invalid value `junit` for `--report <REPORT>`: expected junit=FILE, json=FILE, html=FILE, markdown=FILE or github\n")
        .run("scenario test tests --report tap=x")
        .usage("error: invalid value `tap=x` for `--report <REPORT>`: expected junit=FILE, json=FILE, html=FILE, markdown=FILE or github\n")
        .done();
}

#[test]
fn report_is_written_atomically() {
    let hint = "check the folder, its permissions and free disk space, or choose another file";
    let folder = suites()
        .file("old.xml", "what was there")
        .run("scenario test tests/b.yaml --report junit=not/there.xml")
        .stderr(&format!("error: `not/there.xml` can't be written\n  caused by: `not` does not exist\nhint: {hint}\n"))
        .status(3)
        .run("scenario test tests/b.yaml --report junit=tests")
        .stderr(&format!("error: `tests` can't be written\n  caused by: it is a folder\nhint: {hint}\n"))
        .status(3)
        .run("scenario test tests/none.yaml --report junit=old.xml --report json=new.json")
        .stderr_starts("error: `tests/none.yaml` can't be read\n")
        .status(3)
        .done();
    assert!(fs::read_to_string(folder.path().join("old.xml")).unwrap().contains("unreadable-file"));
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 3, "nothing half written lies about");
    let folder = suites().file("old.xml", "what was there").run("scenario test tests/a.yaml --report junit=old.xml");
    let folder = folder.stdout("1 passed, 0 failed\n").done();
    assert!(fs::read_to_string(folder.path().join("old.xml")).unwrap().starts_with("<?xml"));
}

/// The exit code of a run with this report in the folder of [`suites`].
#[cfg(unix)]
fn ran(folder: &std::path::Path, report: &str, stdio: [fs::File; 2]) -> Option<i32> {
    let mut command = std::process::Command::new(super::PROGRAM);
    command.args(["scenario", "test", "tests/a.yaml", "--report", report]).current_dir(folder).env_clear();
    let [stdout, stderr] = stdio;
    command.stdout(stdout).stderr(stderr).status().unwrap().code()
}

/// They are neither read nor replaced by a file.
#[test]
#[cfg(target_os = "linux")]
fn report_is_written_to_pipe_or_device() {
    use std::os::unix::fs::FileTypeExt;
    let folder = suites().run("scenario test tests/a.yaml").stdout("1 passed, 0 failed\n").done();
    let path = |name: &str| folder.path().join(name);
    let output = |name: &str| fs::File::options().create(true).append(true).open(path(name)).unwrap();
    let pipe = path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(ran(folder.path(), "junit=pipe", [output("out"), output("err")]), Some(0));
    assert_eq!(cases(&reader.join().unwrap()).len(), 1);
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    assert_eq!(fs::read_to_string(path("out")).unwrap(), "1 passed, 0 failed\n");
    assert_eq!(ran(folder.path(), "junit=/dev/null", [output("out"), output("err")]), Some(0));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert_eq!(ran(folder.path(), "junit=/dev/full", [output("out"), output("err")]), Some(3));
    let told = fs::read_to_string(path("err")).unwrap();
    assert!(told.starts_with("error: `/dev/full` can't be written\n  caused by: No space left"), "{told}");
}

/// A shell may have opened stdout and stderr for other commands too.
#[test]
#[cfg(target_os = "linux")]
fn report_is_appended_to_inherited_output() {
    let folder = suites().run("scenario test tests/a.yaml").stdout("1 passed, 0 failed\n").done();
    let path = |name: &str| folder.path().join(name);
    let output = |name: &str| fs::File::options().create(true).append(true).open(path(name)).unwrap();
    for (target, file) in [("/dev/stdout", "out"), ("/dev/stderr", "err"), ("/dev/fd/1", "fd")] {
        fs::write(path(file), "begun\n").unwrap();
        let stdio = if file == "err" { [output("other"), output(file)] } else { [output(file), output("other")] };
        assert_eq!(ran(folder.path(), &format!("junit={target}"), stdio), Some(0));
        let told = fs::read_to_string(path(file)).unwrap();
        assert!(told.starts_with("begun\n<?xml"), "{target}: {told}");
    }
    suites()
        .run("scenario test tests/a.yaml --report json=/dev/stdout")
        .part("/passed", 1)
        .stderr("1 passed, 0 failed\n")
        .run("scenario test tests/a.yaml --report json=/dev/stdout --report junit=-")
        .usage("error: `-` writes to stdout, which another output uses already\n")
        .done();
}

/// Links to existing and missing files, also on another file system, where renaming fails.
#[test]
#[cfg(target_os = "linux")]
fn report_is_written_through_links() {
    use std::os::unix::fs::{MetadataExt, symlink};
    let folder = suites().run("scenario test tests/a.yaml").stdout("1 passed, 0 failed\n").done();
    let elsewhere = tempfile::TempDir::new_in("/dev/shm").unwrap_or_else(|_| tempfile::TempDir::new().unwrap());
    let file_system = |folder: &std::path::Path| fs::metadata(folder).unwrap().dev();
    if file_system(elsewhere.path()) == file_system(folder.path()) {
        eprintln!("no second file system here");
    }
    fs::write(elsewhere.path().join("old.xml"), "<?xml").unwrap();
    for name in ["old.xml", "new.xml"] {
        let (real, link) = (elsewhere.path().join(name), folder.path().join(name));
        symlink(&real, &link).unwrap();
        let output = || fs::File::create(folder.path().join("output")).unwrap();
        assert_eq!(ran(folder.path(), &format!("junit={name}"), [output(), output()]), Some(0));
        assert!(link.is_symlink(), "{name}");
        assert_eq!(cases(&fs::read_to_string(&real).unwrap()).len(), 1);
    }
    symlink(elsewhere.path().join("new.json"), folder.path().join("tests/new.json")).unwrap();
    let printed = std::process::Command::new(super::PROGRAM)
        .args(["scenario", "test", "tests", "--run", "first", "--report", "json=./tests/new.json"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(printed.stdout, b"2 passed, 0 failed\n", "{printed:?}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 3, "no draft lies about");
}

/// Otherwise the report of an earlier run would remain.
#[test]
fn reports_contain_error_if_nothing_ran() {
    let none = json!({ "code": "nothing-ran", "message": "no scenario matches `--run`", "hint": "list the names with `inboxctl scenario test PATH --list`" });
    let folder = suites()
        .run("scenario test tests/a.yaml --report junit=old.xml --report json=old.json")
        .stdout("1 passed, 0 failed\n")
        .run("scenario test tests --run zzz --report junit=old.xml --report json=- --report json=old.json")
        .stderr_starts("error: no scenario matches `--run`\n")
        .part("/error", none)
        .part("/passed", 0)
        .status(5)
        .run("scenario test nowhere --report github")
        .stdout("::error::`nowhere` can't be read%0Acheck the path and its permissions\n")
        .stderr_starts("error: `nowhere` can't be read\n")
        .status(3)
        .run("scenario test tests/a.yaml")
        .stdout("1 passed, 0 failed\n")
        .done();
    let xml = fs::read_to_string(folder.path().join("old.xml")).unwrap();
    assert_eq!(cases(&xml).len(), 1);
    assert!(xml.contains(r#"<error type="nothing-ran" message="no scenario matches `--run`">"#), "{xml}");
    assert!(xml.contains(r#" tests="1" failures="0" errors="1""#), "{xml}");
}

#[test]
fn coverage_lists_covered_and_not_covered_rules() {
    let told = suites().run("scenario test tests/a.yaml --coverage --json");
    told.part("/coverage/rules/fired", json!(["O1"]))
        .part("/coverage/rules/never/0", "A1")
        .part("/coverage/reasons/fired", json!([]))
        .part("/coverage/reasons/never/0", "manual")
        .part("/coverage/reasons/out_of_reach", json!(["import", "undone", "merged"]))
        .run("scenario test tests/a.yaml --json")
        .part("/coverage", Value::Null)
        .run("scenario test tests/a.yaml --coverage")
        .stdout_starts(
            "
            1 of 43 rules covered (2.3 %)
              covered      O1
              not covered  A1 A2 A3 A4 A5 M1 M2 M3 M4 M5 O2 O3 O4 O5 F1 F2 F3 F4 F5 F6 T1 T2
                           T3 T4 T5 V1 V2 V3 V4 S1 R1 R2 R3 D1 D2 D3 D4 P1 P2 P3 P4 P5
            0 of 25 reasons covered (0.0 %)
              not covered  manual replied contact-owner flow-assign team-round-robin
            ",
        )
        .done();
}

#[test]
fn coverage_wraps_codes() {
    let scenarios = project("fixtures/scenarios");
    Test::bare()
        .run(&format!("scenario test {} --coverage", scenarios.display()))
        .stdout_starts(
            "
            43 of 43 rules covered (100.0 %)
              covered      A1 A2 A3 A4 A5 M1 M2 M3 M4 M5 O1 O2 O3 O4 O5 F1 F2 F3 F4 F5 F6 T1
                           T2 T3 T4 T5 V1 V2 V3 V4 S1 R1 R2 R3 D1 D2 D3 D4 P1 P2 P3 P4 P5
            25 of 25 reasons covered (100.0 %)
              covered      manual replied contact-owner flow-assign team-round-robin
                           team-least-busy team-default-agent handed-over covering
            ",
        )
        .done();
}

#[test]
fn coverage_counts_refusals_and_passed_over_members() {
    let file = r#"scenarios:
  - name: refused
    given: { members: [{ email: ana@acme.example, active: false }], contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }] }
    steps:
      - message: { contact: "+525512345678", from: member, member: ana@acme.example }
        expect: { refused: inactive-member }
      - message: { contact: "+525512345678", from: contact }
        expect: { passed_over: { ana@acme.example: inactive-member } }
"#;
    Test::bare()
        .file("routing.yaml", file)
        .run("scenario test routing.yaml --coverage --json")
        .part("/coverage/rules/fired", json!(["M4", "O1", "O5"]))
        .part("/coverage/reasons/fired", json!(["inactive-member"]))
        .done();
}

#[test]
fn coverage_below_threshold_fails() {
    suites()
        .run("scenario test tests/a.yaml --coverage-threshold 2 --json")
        .part("/coverage/rules/fired", json!(["O1"]))
        .part("/coverage/threshold", 2)
        .part("/coverage/ok", true)
        .run("scenario test tests/a.yaml --coverage-threshold 3% --json")
        .part("/passed", 1)
        .part("/coverage/threshold", 3)
        .part("/coverage/ok", false)
        .status(1)
        .run("scenario test tests/a.yaml --coverage --json")
        .part("/coverage/threshold", Value::Null)
        .part("/coverage/ok", true)
        .run("scenario test tests/a.yaml --coverage-threshold 101")
        .usage("error: invalid value `101` for `--coverage-threshold <N>`: expected a number from 0 to 100\n")
        .done();
}

const TOO_LITTLE: &str = "1 of 43 rules covered (2.3 %), expected at least 3 %";

#[test]
fn missing_coverage_is_listed_below_threshold_only() {
    suites()
        .run("scenario test tests/a.yaml --coverage-threshold 2")
        .stdout("1 of 43 rules covered (2.3 %)\n0 of 25 reasons covered (0.0 %)\n1 passed, 0 failed\n")
        .run("scenario test tests/a.yaml --coverage-threshold 3")
        .stdout_starts("1 of 43 rules covered (2.3 %)\n  not covered  A1 A2 ")
        .stderr(&format!("error: {TOO_LITTLE}\n"))
        .status(1)
        .done();
}

#[test]
fn reports_contain_coverage_failure() {
    let error = format!("error: {TOO_LITTLE}\n");
    let folder = suites()
        .run("scenario test tests/a.yaml --coverage-threshold 3 --quiet --report junit=- --report json=a.json")
        .stdout_starts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"inboxctl scenario test\" tests=\"2\" failures=\"1\" errors=\"0\" time=\"0.000\">")
        .stderr(&error)
        .status(1)
        .run("scenario test tests/a.yaml --coverage-threshold 3 --report junit=little.xml")
        .stdout_starts("1 of 43 rules")
        .stderr(&error)
        .status(1)
        .run("scenario test tests/a.yaml --coverage-threshold 2 --report junit=enough.xml")
        .stdout_starts("1 of 43 rules")
        .done();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let report: Value = serde_json::from_str(&read("a.json")).unwrap();
    assert_eq!(report["coverage"]["ok"], false);
    let suite = |failures: u8| {
        format!(
            "  <testsuite name=\"coverage\" tests=\"1\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0.000\">\n    <testcase name=\"at least "
        )
    };
    assert!(read("little.xml").contains(&suite(1)), "{}", read("little.xml"));
    assert!(read("enough.xml").contains(&suite(0)), "{}", read("enough.xml"));
    assert_eq!(cases(&read("little.xml"))[1].1.as_deref(), Some(TOO_LITTLE));
    assert_eq!(cases(&read("enough.xml"))[1].1, None);
    let (told, sentence) =
        (printed("scenario test tests/a.yaml --coverage-threshold 3 --report github"), TOO_LITTLE.replace('%', "%25"));
    assert!(told.ends_with(&format!("1 passed, 0 failed\n::error::{sentence}\n")), "{told}");
}

/// The stdout of a command in the folder of [`suites`].
fn printed(typed: &str) -> String {
    let folder = suites().run("scenario test tests/a.yaml").stdout("1 passed, 0 failed\n").done();
    let mut command = std::process::Command::new(super::PROGRAM);
    let output = command.args(typed.split(' ')).current_dir(folder.path()).env_clear().output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn junit_marks_scenarios_not_run_as_skipped() {
    let folder = suites()
        .run(
            "scenario test tests/b.yaml tests/a.yaml --run 100 --run first --fail-fast --report junit=junit.xml --json",
        )
        .part("/passed", 1)
        .part("/failed", 1)
        .part("/not_played", 1)
        .status(1)
        .done();
    let xml = fs::read_to_string(folder.path().join("junit.xml")).unwrap();
    let skipped = r#"
  <testsuite name="tests/a.yaml" file="tests/a.yaml" tests="1" failures="0" errors="0" skipped="1" time="0.000">
    <testcase name="first" classname="tests.a" time="0.000">
      <skipped message="not run: an earlier scenario failed (--fail-fast)"/>
      <system-out>tests/a.yaml:2</system-out>
    </testcase>
  </testsuite>
"#;
    assert!(xml.contains(skipped), "{xml}");
    assert_eq!(cases(&xml).len(), 3);
    assert!(xml.contains(" tests=\"3\" failures=\"1\" errors=\"0\" time=\"0.000\">"), "{xml}");
}

#[test]
fn markdown_lists_files_and_failures() {
    let start = "### Scenarios: 2 passed, 1 failed

| File | Passed | Failed |
| --- | ---: | ---: |
| tests/a.yaml | 1 | 0 |
| tests/b.yaml | 1 | 1 |

- **100%, \\<\\&'a";
    let folder = suites()
        .run("scenario test tests --format markdown")
        .stdout_starts(start)
        .status(1)
        .run("scenario test tests --report markdown=summary.md --json")
        .part("/failed", 1)
        .status(1)
        .run("scenario test nowhere --report markdown=-")
        .stdout(
            "### No scenarios were run\n\n- `nowhere` can't be read\n  - hint: check the path and its permissions\n",
        )
        .stderr_starts("error: `nowhere` can't be read\n")
        .status(3)
        .done();
    let summary = fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert!(summary.starts_with(start), "{summary}");
    assert!(
        summary.ends_with("(`tests/b.yaml:5`)\n  - `tests/b.yaml:9`: status: expected flow, actual new\n"),
        "{summary}"
    );
}

#[test]
fn report_over_a_scenario_file_is_refused() {
    for (typed, target) in [
        ("tests/a.yaml --report json=tests/a.yaml", "tests/a.yaml"),
        ("tests/a.yaml --report junit=./tests/../tests/a.yaml", "./tests/../tests/a.yaml"),
        ("tests --report json=tests/b.yaml --update", "tests/b.yaml"),
        ("tests --report json=tests/invalid.YML", "tests/invalid.YML"),
        ("nowhere --report json=tests/a.yaml", "tests/a.yaml"),
        ("one.json --report json=one.json", "one.json"),
    ] {
        let folder = suites()
            .file("tests/invalid.YML", "scenarios: [")
            .file("one.json", "{\"scenarios\": []}")
            .run(&format!("scenario test {typed}"))
            .usage(&format!("error: a report can't replace the scenario file `{target}`\nhint: use another file\n"))
            .done();
        let kept = fs::read_to_string(folder.path().join(target)).unwrap();
        assert!(kept.contains("scenarios"), "{typed}: {kept}");
    }
}

#[test]
#[cfg(unix)]
fn report_over_linked_scenario_file_is_refused() {
    let folder = suites().run("scenario test tests/a.yaml").stdout("1 passed, 0 failed\n").done();
    std::os::unix::fs::symlink("tests/a.yaml", folder.path().join("link")).unwrap();
    for (path, target) in [("tests", "link"), ("link", "tests/a.yaml")] {
        let mut command = std::process::Command::new(super::PROGRAM);
        let command = command.args(["scenario", "test", path, "--report", &format!("json={target}")]);
        assert_eq!(command.current_dir(folder.path()).env_clear().status().unwrap().code(), Some(2));
    }
    assert!(fs::read_to_string(folder.path().join("tests/a.yaml")).unwrap().starts_with("scenarios:"));
}

#[test]
fn report_over_the_store_is_refused() {
    let mut test = Test::acme().file(
        "a.yaml",
        "scenarios: [{ name: a, steps: [{ team_remove: { team: x }, expect: { refused: unknown-team } }] }]",
    );
    for target in ["inbox.db", "./inbox.db-wal"] {
        test = test
            .run(&format!("scenario test a.yaml --report json={target}"))
            .usage(&format!("error: a report can't replace the store `{target}`\n"));
    }
    test.run("check").stdout("no problems found\n").done();
}

/// The run that writes the report does not read it as a scenario file.
#[test]
fn report_in_the_scenario_folder_is_replaced() {
    let typed = "scenario test tests/ --report json=tests/new.json --report junit=tests/junit.xml";
    suites()
        .file("tests/b.yaml", "")
        .file("tests/junit.xml", "any text")
        .run("scenario test tests/a.yaml --report json=./tests/new.json")
        .stdout("1 passed, 0 failed\n")
        .run("scenario test tests/a.yaml tests --report json=tests/new.json")
        .stderr_starts("error: tests/b.yaml:1:")
        .status(3)
        .file("tests/b.yaml", suite_of("second"))
        .run(typed)
        .stdout("2 passed, 0 failed\n")
        .run(typed)
        .stdout("2 passed, 0 failed\n")
        .run("scenario test tests")
        .stderr_starts("error: tests/new.json:1:1: this is a report of `scenario test`, not a scenario file\nhint: ")
        .status(3)
        .done();
}

#[test]
fn scenario_fixtures_cover_all_rules() {
    let scenarios = project("fixtures/scenarios");
    Test::bare()
        .run(&format!("scenario test {} --coverage-threshold 100 --json", scenarios.display()))
        .part("/failed", 0)
        .part("/coverage/rules/never", json!([]))
        .part("/coverage/reasons/never", json!([]))
        .done();
}

/// One valid file, one with two errors, and one with a syntax error.
fn faulty() -> Test {
    let [given, steps] = ["given: { membres: [ana@acme.example] }", "steps: [{ expect: { statsu: new } }]"];
    suites()
        .file("tests/b.yaml", format!("scenarios:\n  - name: one\n    {given}\n    {steps}\n"))
        .file("tests/c, 100%.yaml", "scenarios: [")
}

const FAULTS: &str =
    "error: tests/b.yaml:3:14: unknown key `membres` in `given`: expected settings, members, teams, contacts, \
members_csv, teams_csv or owners_csv
hint: did you mean `members`?
error: tests/b.yaml:4:25: unknown key `statsu` in `expect`: ";

#[test]
fn github_annotates_lines_of_errors() {
    let folder = faulty().run("scenario test tests --report github").status(3).stderr_starts(FAULTS);
    let known = "status, team, assigned, not_assigned, unassigned, because, passed_over, owners, first_responder, effects, refused or contact";
    folder
        .stdout(&format!(
            "
            ::error file=tests/b.yaml,line=3,col=14::unknown key `membres` in `given`: expected settings, members, teams, contacts, members_csv, teams_csv or owners_csv%0Adid you mean `members`?
            ::error file=tests/b.yaml,line=4,col=25::unknown key `statsu` in `expect`: expected {known}%0Adid you mean `status`?
            ::error file=tests/c%2C 100%25.yaml,line=1,col=12::unclosed bracket '['
            "
        ))
        .done();
}

#[test]
fn junit_has_an_error_per_invalid_file() {
    let folder = faulty().file("old.xml", "what was there").run("scenario test tests --report junit=old.xml").status(3);
    let folder = folder.stderr_starts(FAULTS).done();
    let xml = fs::read_to_string(folder.path().join("old.xml")).unwrap();
    let start = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="inboxctl scenario test" tests="2" failures="0" errors="2" time="0.000">
  <testsuite name="tests/b.yaml" file="tests/b.yaml" tests="1" failures="0" errors="1" skipped="0" time="0.000">
    <testcase name="the file is valid" classname="tests.b" time="0.000">
      <error type="invalid-file" message="3:14: unknown key `membres` in `given`: "#;
    assert!(xml.starts_with(start), "{xml}");
    let cases = cases(&xml);
    assert_eq!(cases.len(), 2);
    let text = cases[0].1.as_ref().unwrap();
    assert!(text.starts_with("tests/b.yaml:3:14: unknown key `membres` in `given`: "), "{text}");
    assert!(text.contains("did you mean `members`?\ntests/b.yaml:4:25: unknown key `statsu` in `expect`: "), "{text}");
}

#[test]
fn json_lists_all_errors() {
    let told = faulty().run("scenario test tests --report json=-").status(3).stderr_starts(FAULTS);
    let told = told.part("/passed", 0).part("/failed", 0).part("/scenarios", json!([]));
    let folder = told
        .part("/faults/0/file", "tests/b.yaml")
        .part("/faults/0/line", 3)
        .part("/faults/0/column", 14)
        .part("/faults/0/code", "invalid-file")
        .part("/faults/0/hint", "did you mean `members`?")
        .part("/faults/1/line", 4)
        .part("/faults/2/file", "tests/c, 100%.yaml")
        .part("/faults/3", Value::Null)
        .run("scenario test tests --report json=all.json --json")
        .stderr_starts("{\"error\":{\"code\":\"invalid-file\"")
        .status(3)
        .done();
    let report: Value = serde_json::from_slice(&fs::read(folder.path().join("all.json")).unwrap()).unwrap();
    assert_eq!(report["faults"].as_array().unwrap().len(), 3);
}

/// An invalid `given` is detected only when the scenario runs.
#[test]
fn invalid_given_is_reported() {
    let given = "given: { teams: [{ name: Sales, members: [zoe@acme.example] }], contacts: [\"+525512345678\"] }";
    let steps = "steps: [{ message: { contact: \"+525512345678\", from: contact }, expect: { status: new } }]";
    suites()
        .file("tests/b.yaml", format!("scenarios:\n  - name: one\n    {given}\n    {steps}\n"))
        .run("scenario test tests --report github --report junit=a.xml")
        .stdout(
            "::error file=tests/b.yaml,line=3,col=47::unknown member `zoe@acme.example`%0A\
             add it to `members` in `given`\n",
        )
        .stderr(
            "error: tests/b.yaml:3:47: unknown member `zoe@acme.example`\n\
             hint: add it to `members` in `given`\n",
        )
        .status(3)
        .run("scenario test tests --report junit=- --quiet")
        .stdout_starts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"inboxctl scenario test\" tests=\"1\" failures=\"0\" errors=\"1\" time=\"0.000\">")
        .stderr_starts("error: tests/b.yaml:3:47: ")
        .status(3)
        .done();
}

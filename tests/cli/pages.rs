//! The pages of `report`, `scenario test` and `scenario compare`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use tempfile::TempDir;

use super::Test;
use crate::project_rules::project;

/// Names that would run, load or reorder something if they were not escaped.
const HOSTILE: [&str; 4] = [
    "<img src=x onerror=alert(1)>",
    "</title></style><script>alert(2)</script>",
    "\"><a href='https://evil.example/'>Acme & Co",
    "a\u{202e}dleifnoC \u{1b}[31m\u{200b}",
];

/// A page that the program wrote.
pub(super) struct Page {
    pub(super) name: &'static str,
    pub(super) path: PathBuf,
}

struct Pages {
    list: Vec<Page>,
    _folder: TempDir,
}

/// A store with members of different load, hostile accounts, and conversations in each status.
fn busy() -> Test {
    const OWNERS: [&str; 8] = ["ana", "ana", "ana", "luis", "eva", "beto", "clara", "diego.ramirez.de.la.fuente"];
    let mut owners = "phone,account,owner\n".to_owned();
    let mut log = String::new();
    let mut happen = |minute: usize, number: usize, event: &str| {
        let (at, contact) = (format!("2026-01-01T09:{minute:02}:00Z"), format!("+5255123401{number:02}"));
        writeln!(log, "{{\"at\": \"{at}\", \"contact\": \"{contact}\", {event}}}").unwrap();
    };
    for number in 0..40 {
        let account = number % 25;
        let account = HOSTILE.get(account).map_or_else(|| format!("Account {account}"), |name| (*name).to_owned());
        let account = account.replace('"', "\"\"");
        writeln!(owners, "+5255123401{number:02},\"{account}\",{}@acme.example", OWNERS[number % 8]).unwrap();
    }
    for number in 0..12 {
        happen(number, number, "\"from\": \"contact\"");
    }
    for number in 0..6 {
        let event = [
            "\"from\": \"member\", \"member\": \"ana@acme.example\"",
            "\"from\": \"flow\", \"assign_team\": \"Support\"",
        ];
        happen(20 + number, 2 * number, event[number % 2]);
    }
    happen(30, 30, "\"from\": \"flow\"");
    happen(31, 31, "\"from\": \"system\"");
    happen(32, 99, "\"from\": \"contact\"");
    let members =
        "email\nbeto@acme.example\nclara@acme.example\ndiego.ramirez.de.la.fuente@acme.example\nnora@acme.example\n";
    Test::acme().file("members.csv", members).file("busy.csv", owners).file("log.ndjson", log).given(
        "member import members.csv
             team add Support --strategy least-busy --member ana --member eva
             owner import busy.csv
             simulate-message --batch log.ndjson --create-contacts
             member deactivate beto",
    )
}

/// Scenarios that fail in each way that differs on a page.
const FAILING: &str = "scenarios:
  - name: 'an owner <script>alert(3)</script> is assigned'
    given: { members: [ana@acme.example, eva@acme.example], contacts: [{ phone: '+525512345678', owners: [ana@acme.example] }] }
    steps:
      - message: { contact: '+525512345678', from: contact }
        expect: { assigned: [eva@acme.example], because: { ana@acme.example: manual } }
  - name: effects are compared one by one
    given: { members: [ana@acme.example, eva@acme.example], contacts: [{ phone: '+525512345678', owners: [ana@acme.example] }] }
    steps:
      - message: { contact: '+525512345678', from: contact }
        expect:
          effects:
            - { effect: open-conversation, contact: '+525512345678', status: new, rule: O1 }
            - { effect: assign-member, member: eva@acme.example, reason: contact-owner, rule: O1 }
";

/// A day under which another owner is assigned.
const DAY: &str = r#"{"at": "2026-01-02T09:00:00Z", "contact": "+525512340120", "from": "contact"}
{"at": "2026-01-02T09:01:00Z", "contact": "+525512340121", "from": "contact"}
{"at": "2026-01-02T09:02:00Z", "contact": "+525512340122", "from": "contact"}
"#;

/// All pages.
pub(super) fn pages() -> &'static [Page] {
    static PAGES: LazyLock<Pages> = LazyLock::new(write);
    &PAGES.list
}

fn write() -> Pages {
    let scenarios = fs::read(project("fixtures/scenarios/teams.yaml")).unwrap();
    let test = busy()
        .file("failing.yaml", FAILING)
        .file("teams.yaml", scenarios)
        .file("day.ndjson", DAY)
        .file("owners.csv", "phone,owner\n+525512340120,nora@acme.example\n+525512340121,nora@acme.example\n")
        .at(None)
        .env("INBOXCTL_TEST_CLOCK", "2026-01-04T10:00:00Z")
        .run("report --since 2026-01-01 --html report.html")
        .stderr("wrote the page to `report.html`\n")
        .run("scenario test failing.yaml teams.yaml --coverage --report html=scenarios.html -q")
        .status(1);
    let folder = test
        .stdout_starts("failing.yaml:2: FAILED")
        .run("scenario compare day.ndjson --with-owners owners.csv --mode replace --report html=comparison.html -q")
        .stdout_starts("2 conversations assigned differently")
        .done();
    let page = |name: &'static str| Page { name, path: folder.path().join(format!("{name}.html")) };
    Pages { list: ["report", "scenarios", "comparison"].map(page).into(), _folder: folder }
}

#[test]
fn pages_escape_names_and_name_no_other_place() {
    for Page { name, path } in pages() {
        let page = fs::read_to_string(path).unwrap();
        assert_eq!(page.matches("<script>").count(), 1, "{name}");
        assert!(!page.contains("<img") && !page.contains("<a "), "{name}");
        assert!(!page.contains(['\u{202e}', '\u{1b}', '\u{200b}']), "{name}");
        assert!(!page.replace("https://evil.example", "").contains("://"), "{name}");
        assert!(page.contains("Content-Security-Policy"), "{name}");
        assert!(!page.contains("unsafe"), "{name}");
    }
    let report = fs::read_to_string(&pages()[0].path).unwrap();
    assert!(report.contains("&#60;img src=x onerror=alert(1)&#62;"), "{report}");
    assert!(report.contains("a\\u{202e}dleifnoC \\u{1b}[31m\\u{200b}"), "{report}");
}

#[test]
fn report_page_goes_to_its_file_alone() {
    let test = Test::acme()
        .run("report --html page.html")
        .stderr("wrote the page to `page.html`\n")
        .run("report --html page.html --quiet")
        .run("report --html json.html --format ndjson -q")
        .part("/unowned", 0)
        .run("report --html -")
        .stdout_starts("<!doctype html>\n<html lang=\"en\">\n")
        .run("report --html - --json")
        .stderr_json(serde_json::json!({ "error": {
            "code": "wrong-usage",
            "message": "`-` writes to stdout, which another output uses already",
            "hint": "write one of them to a file", "file": null, "line": null, "column": null,
        } }))
        .status(2)
        .run("report --html inbox.db")
        .stderr_starts("error: a report can't replace the store `inbox.db`\n")
        .status(2)
        .run("report --html missing/page.html")
        .stderr_starts("error: `missing/page.html` can't be written\n")
        .status(3);
    let folder = test.done();
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.ends_with("</html>\n"), "{page}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.path().join("page.html")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn comparison_page_never_replaces_what_is_read() {
    Test::acme()
        .file("day.ndjson", "")
        .run("scenario compare day.ndjson --with assign-first-responder=on --report html=./day.ndjson")
        .stderr_starts("error: a report can't replace the input file `./day.ndjson`\n")
        .status(2)
        .run("scenario compare day.ndjson --with assign-first-responder=on --report json=a.json")
        .stderr_starts(
            "error: invalid value `json=a.json` for `--report <REPORT>`: expected html=FILE or markdown=FILE\n",
        )
        .status(2)
        .run("scenario compare day.ndjson --with assign-first-responder=on --report html=-")
        .stdout_starts("<!doctype html>\n")
        .done();
}

#[test]
fn scenario_page_says_why_nothing_ran() {
    let folder = Test::bare()
        .file("faulty.yaml", "scenarios:\n  - nam: <b>\n")
        .run("scenario test faulty.yaml --report html=page.html")
        .stderr_starts("error: ")
        .status(3)
        .done();
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("<h1>No scenarios were run</h1>"), "{page}");
    assert!(page.contains("<p class=\"mono\">faulty.yaml:2:5</p>"), "{page}");
}

/// What grows is shown in part.
#[test]
fn pages_stay_below_a_megabyte() {
    let long = "<\u{202e}&".repeat(80);
    let email = |number: usize| format!("m{number}@{}.example", "a".repeat(60));
    let member = |number| format!("{},{long}\n", email(number));
    let owner = |number| format!("+5255{number:08},{},{long}{number}\n", email(number));
    let lines = |line: &dyn Fn(usize) -> String| (0..700).map(line).collect::<Vec<_>>().concat();
    let scenario = |number: usize| {
        format!(
            "  - name: '{number} {long}'\n    given: {{ members: [ana@acme.example], contacts: [{{ phone: '+525512345678', \
             owners: [ana@acme.example] }}] }}\n    steps:\n      - message: {{ contact: '+525512345678', from: contact }}\n\
             \x20       expect: {{ assigned: [], status: closed, because: {{ ana@acme.example: manual }} }}\n"
        )
    };
    let folder = Test::new()
        .file("members.csv", format!("email,name\n{}", lines(&member)))
        .file("owners.csv", format!("phone,owner,account\n{}", lines(&owner)))
        .file("all.yaml", format!("scenarios:\n{}", lines(&scenario).replace('\u{202e}', "\\")))
        .given("member import members.csv\nowner import owners.csv")
        .run("report --html report.html -q")
        .run("scenario test all.yaml --report html=scenarios.html -q")
        .stdout_starts("all.yaml:2: FAILED")
        .status(1)
        .done();
    for page in ["report.html", "scenarios.html"] {
        let size = fs::metadata(folder.path().join(page)).unwrap().len();
        assert!((20_000..1_000_000).contains(&size), "{page}: {size}");
    }
}

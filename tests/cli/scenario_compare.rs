//! `scenario compare`: a message log replayed with and without a change.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::{PROGRAM, Test};

/// Luis replies to Rosa, owned by Ana; the conversation is closed, and she writes again. The same with Juan,
/// who has no owner. A flow assigns a third contact, without owner, to Sales.
const DAY: &str = r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}
{"at": "2026-01-01T09:01:00Z", "contact": "+525512345679", "from": "contact"}
{"at": "2026-01-01T09:02:00Z", "contact": "+525512345679", "from": "member", "member": "luis@acme.example"}
{"at": "2026-01-01T09:03:00Z", "contact": "+525512345679", "action": "close"}
{"at": "2026-01-01T09:04:00Z", "contact": "+525512345679", "from": "contact"}
{"at": "2026-01-01T09:05:00Z", "contact": "+525512345678", "from": "member", "member": "luis@acme.example"}
{"at": "2026-01-01T09:06:00Z", "contact": "+525512345678", "action": "close"}
{"at": "2026-01-01T09:07:00Z", "contact": "+525512345678", "from": "contact"}
{"at": "2026-01-01T09:08:00Z", "contact": "+525512345670", "from": "contact"}
{"at": "2026-01-01T09:09:00Z", "contact": "+525512345670", "from": "flow", "assign_team": "Sales"}
"#;

const ON: &str = "scenario compare day.ndjson --with assign-first-responder=on";

fn acme() -> Test {
    Test::acme()
        .given(
            "contact add +525512345679 --first-name Juan
            contact add +525512345670",
        )
        .file("day.ndjson", DAY)
}

/// A mapping with Eva as the only owner of Rosa and of the contact of the flow.
fn with_mapping() -> Test {
    acme().file("owners.csv", "phone,owner\n+525512345678,eva@acme.example\n+525512345670,eva@acme.example\n")
}

#[test]
fn changed_setting_shows_differences() {
    let luis = json!([{ "member": "luis@acme.example", "reason": "contact-owner", "since": "2026-01-01T09:04:00Z" }]);
    let talk = |assigned: Value| {
        json!({ "id": 3, "contact": "+525512345679", "name": "Juan", "account": null, "status": "new", "team": null, "assigned": assigned,
                "first_responder": null, "opened_at": "2026-01-01T09:04:00Z", "closed_at": null, "overdue": false })
    };
    let expected = json!({
        "conversations": [{ "contact": "+525512345679", "before": talk(json!([])), "after": talk(luis) }],
        "owners": [{ "contact": "+525512345679", "before": [], "after": ["luis@acme.example"] }],
        "load": [{ "member": "ana@acme.example", "before": 2, "after": 2 },
                 { "member": "luis@acme.example", "before": 0, "after": 1 }],
        "assigned": { "before": { "contact-owner": 2, "replied": 2, "team-round-robin": 1 },
                      "after": { "contact-owner": 3, "replied": 2, "team-round-robin": 1 } },
    });
    acme()
        .run(&format!("{ON} --json"))
        .json(expected.clone())
        .leaves_the_store()
        .run(&format!("{ON} --format ndjson"))
        .ndjson([expected])
        .leaves_the_store()
        .done();
}

#[test]
fn table_shows_bars() {
    acme()
        .run(ON)
        .stdout(
            "
            1 conversation assigned differently
            ID  CONTACT        BEFORE      AFTER
            3   +525512345679  unassigned  luis@acme.example
            1 contact with different owners
               CONTACT        BEFORE    AFTER
               +525512345679  no owner  luis@acme.example
            open conversations by member
               luis@acme.example  before  0
                                  after   1  ████████████████████
               ana@acme.example   before  2  ████████████████████████████████████████
                                  after   2  ████████████████████████████████████████
            assignments by reason
               REASON            BEFORE  AFTER
               replied                2      2
               contact-owner          2      3
               team-round-robin       1      1
            ",
        )
        .run(&format!("{ON} --format csv"))
        .stdout(
            "
            what,name,before,after
            conversation,+525512345679,,luis@acme.example
            owners,+525512345679,,luis@acme.example
            load,ana@acme.example,2,2
            load,luis@acme.example,0,1
            assigned,replied,2,2
            assigned,contact-owner,2,3
            assigned,team-round-robin,1,1
            ",
        )
        .done();
}

/// JSON lists all of them.
#[test]
fn table_shows_first_twenty_differences() {
    let line = |number: usize, rest: &str| {
        format!("{{\"at\": \"2026-01-01T09:00:00Z\", \"contact\": \"+5255123400{number:02}\", {rest}}}\n")
    };
    let answered = r#""from": "member", "member": "luis@acme.example""#;
    let log = (0..25).map(|number| line(number, r#""from": "contact""#) + &line(number, answered));
    let log: String = log.collect();
    let folder = Test::acme()
        .file("day.ndjson", log)
        .run(&format!("{ON} --create-contacts"))
        .stdout_starts("0 conversations assigned differently\n25 contacts with different owners\n")
        .done();
    let run = |format: &str| {
        let mut command = Command::new(PROGRAM);
        command.args(ON.split(' ')).args(["--create-contacts", "--format", format]).current_dir(folder.path());
        String::from_utf8(command.env_clear().env("INBOXCTL_STORE", "inbox.db").output().unwrap().stdout).unwrap()
    };
    let text = run("table");
    assert_eq!(text.matches("+5255").count(), 20, "{text}");
    assert!(text.contains("   … and 5 more (`--json` lists all)\n"), "{text}");
    let all: Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(all["conversations"], json!([]));
    assert_eq!(all["owners"].as_array().unwrap().len(), 25);
}

#[test]
fn changed_owners_show_differences() {
    with_mapping()
        .run("scenario compare day.ndjson --with-owners owners.csv --json")
        .part("/conversations/0/contact", "+525512345670")
        .part("/conversations/1/contact", "+525512345678")
        .part("/conversations/2/contact", "+525512345678")
        .part("/conversations/3", Value::Null)
        .part("/owners/0/contact", "+525512345670")
        .part("/owners/1/contact", "+525512345678")
        .part("/owners/2", Value::Null)
        .part("/owners/1/before", json!(["ana@acme.example"]))
        .part("/owners/1/after", json!(["eva@acme.example"]))
        .part("/conversations/1/before/status", "closed")
        .part("/conversations/1/after/assigned/0/member", "eva@acme.example")
        .part(
            "/load",
            json!([{ "member": "ana@acme.example", "before": 2, "after": 1 },
                   { "member": "eva@acme.example", "before": 0, "after": 2 }]),
        )
        .leaves_the_store()
        .run("scenario compare day.ndjson --with-owners owners.csv --mode add --json")
        .part("/owners/1/after", json!(["ana@acme.example", "eva@acme.example"]))
        .leaves_the_store()
        .done();
}

#[test]
fn owner_file_accepts_import_options() {
    let crm = b"Tel\xe9fono;Responsable\r\n+525512345678;Eva\r\n".as_slice();
    let test = acme().given("member update eva@acme.example --name Eva").file("crm.csv", crm);
    let compare = "scenario compare day.ndjson --with-owners crm.csv --json";
    let options = "--column phone=Tel\u{e9}fono --column owner=Responsable --encoding windows-1252 --match-owner name";
    test.run(&format!("{compare} {options}"))
        .part(
            "/owners/0",
            json!({ "contact": "+525512345678", "before": ["ana@acme.example"], "after": ["eva@acme.example"] }),
        )
        .part("/owners/1", Value::Null)
        .leaves_the_store()
        .run(&format!("{compare} {options} --keep manual"))
        .part("/owners/0/after", json!(["ana@acme.example", "eva@acme.example"]))
        .leaves_the_store()
        .given("member deactivate eva@acme.example")
        .run(&format!("{compare} {options}"))
        .status(3)
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .leaves_the_store()
        .run(&format!("{compare} {options} --allow-inactive"))
        .part("/owners/0/after", json!(["eva@acme.example"]))
        .leaves_the_store()
        .file("phones.csv", "phone|note\n+525512345670|x\n")
        .run("scenario compare day.ndjson --with-owners phones.csv --owner luis@acme.example --mode replace --json")
        .part("/owners/0/after", json!(["luis@acme.example"]))
        .stderr("warning: ignored unknown columns: `note`\n")
        .run("scenario compare day.ndjson --with-owners phones.csv --strict-columns --owner luis@acme.example")
        .status(3)
        .stderr_starts("error: phones.csv:1:7: ")
        .done();
}

#[test]
fn owner_file_rejects_conflicting_options() {
    with_mapping()
        .run("scenario compare day.ndjson --with-owners owners.csv --owner ana@acme.example")
        .fails(2, "wrong-usage", "`--owner` can't be used with a file that has an owner column", "remove `--owner`")
        .run("scenario compare day.ndjson --with-owners owners.csv --create-members --match-owner name")
        .fails(
            2,
            "wrong-usage",
            "`--create-members` requires `--match-owner email`",
            "import the members first with `inboxctl member import`",
        )
        .done();
    let needs_a_file = "error: missing required argument `--with-owners <FILE>`\n";
    for option in ["--encoding latin1", "--column phone=Tel", "--match-owner name", "--keep manual", "--existing-only"]
    {
        acme().run(&format!("{ON} {option}")).usage(needs_a_file).done();
    }
}

/// A number without country code is a different contact under another default country.
#[test]
fn conversation_may_exist_on_one_side() {
    let log = r#"{"at": "2026-01-01T09:00:00Z", "contact": "55 1234 5678", "from": "contact"}"#;
    Test::acme()
        .given("settings set default-country MX")
        .file("day.ndjson", log)
        .run("scenario compare day.ndjson --with default-country=US --create-contacts --json")
        .part("/conversations/0/contact", "+15512345678")
        .part("/conversations/0/before", Value::Null)
        .part("/conversations/0/after/contact", "+15512345678")
        .part("/conversations/1/contact", "+525512345678")
        .part("/conversations/1/before/assigned/0/member", "ana@acme.example")
        .part("/conversations/1/after", Value::Null)
        .part("/load", json!([{ "member": "ana@acme.example", "before": 1, "after": 0 }]))
        .done();
}

#[test]
fn same_settings_show_no_differences() {
    acme()
        .run("scenario compare day.ndjson --with assign-first-responder=off")
        .stdout("no differences: every conversation and contact keeps its members and owners\n")
        .leaves_the_store()
        .run("scenario compare day.ndjson --with assign-first-responder=on --with assign-first-responder=off --json")
        .part("/conversations", json!([]))
        .part("/owners", json!([]))
        .leaves_the_store()
        .done();
}

#[test]
fn compare_requires_a_change() {
    acme()
        .run("scenario compare day.ndjson")
        .fails(
            2,
            "wrong-usage",
            "nothing to compare: no change is given",
            "pass a setting with `--with KEY=VALUE`, or a mapping with `--with-owners FILE`",
        )
        .run("scenario compare - --with-owners -")
        .fails(2, "wrong-usage", "the log and the mapping can't both come from stdin", "use a file for one of them")
        .run("scenario compare day.ndjson --with assign-first-responder")
        .usage("error: invalid value `assign-first-responder` for `--with <KEY=VALUE>`: expected KEY=VALUE")
        .run("scenario compare day.ndjson --with assign-first-responder=on --mode add")
        .usage("error: missing required argument `--with-owners <FILE>`\n")
        .done();
}

#[test]
fn invalid_setting_is_rejected() {
    acme()
        .run("scenario compare day.ndjson --with assign-first-responer=on")
        .refused("unknown-setting", "unknown setting `assign-first-responer`", "did you mean `assign-first-responder`?")
        .run("scenario compare day.ndjson --with assign-first-responder=maybe")
        .refused("invalid-value", "invalid value `maybe` for `assign-first-responder`: expected `on` or `off`", None)
        .done();
}

#[test]
fn invalid_files_are_rejected() {
    acme()
        .file("bad.ndjson", r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345671", "from": "contact"}"#)
        .file("bad.csv", "phone,owner\n+525512345678,eva@acme.exmaple\n")
        .run("scenario compare bad.ndjson --with assign-first-responder=on")
        .status(3)
        .stderr_starts("error: bad.ndjson:1:43: unknown contact `+525512345671`\n")
        .leaves_the_store()
        .run("scenario compare day.ndjson --with-owners bad.csv")
        .status(3)
        .stderr_starts("error: bad.csv:2:15: owner: unknown member `eva@acme.exmaple`")
        .leaves_the_store()
        .run("scenario compare nothing.ndjson --with assign-first-responder=on")
        .status(3)
        .stderr_starts("error: `nothing.ndjson` can't be read")
        .leaves_the_store()
        .done();
}

#[test]
fn missing_store_is_refused() {
    Test::bare()
        .file("day.ndjson", DAY)
        .run(ON)
        .fails(
            4,
            "store-missing",
            "the store `inbox.db` does not exist",
            "create it with `inboxctl init`, or pass another path with `--store PATH`",
        )
        .done();
}

/// stdin can be read only once, but the log is replayed twice.
#[test]
fn log_is_read_from_stdin() {
    let folder = acme().run("status --json").part("/contacts/total", 3).done();
    let mut command = Command::new(PROGRAM);
    command.args(["scenario", "compare", "-", "--with", "assign-first-responder=off"]).current_dir(folder.path());
    command.env_clear().env("INBOXCTL_STORE", "inbox.db").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(DAY.as_bytes()).unwrap();
    let told = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(told.starts_with("no differences: "), "{told}");
}

/// Neither the file nor the folder is writable.
#[cfg(unix)]
#[test]
fn read_only_store_is_enough() {
    use std::fs;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;

    let folder = acme().run("status --json").part("/contacts/total", 3).done();
    let program = folder.path().join("program");
    fs::copy(PROGRAM, &program).unwrap();
    let permit = |name: &str, mode| {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    permit("inbox.db", 0o444);
    permit("day.ndjson", 0o444);
    permit("", 0o555);
    let mut command = Command::new(&program);
    command.args(ON.split(' ')).args(["--store", "inbox.db"]).current_dir(folder.path()).env_clear();
    if fs::metadata(folder.path()).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    let ran = command.output().unwrap();
    permit("", 0o755);
    let (told, error) = (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    assert!(told.starts_with("1 conversation assigned differently\n"), "{told}{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn log_is_compared_in_the_past() {
    let log = r#"{"at":"2026-01-01T09:00:00Z","contact":"+525512345678","from":"contact"}
{"at":"2026-01-01T09:01:00Z","contact":"+525512345678","from":"member","member":"luis@acme.example"}
"#;
    Test::acme()
        .file("day.ndjson", log)
        .given("owner remove +525512345678 ana@acme.example")
        .run("scenario compare day.ndjson --with assign-first-responder=on --json")
        .part("/owners/0/after", json!(["luis@acme.example"]))
        .run("scenario compare day.ndjson --with assign-first-responder=on --as-of change:5 --json")
        .part("/owners", json!([]))
        .leaves_the_store()
        .done();
}

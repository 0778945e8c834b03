//! Large answers: every effect in NDJSON and CSV, the first hundred and the sums in JSON, the first ten
//! and the sums in tables; of dry runs, of real runs, and in the history.

use std::fs;
use std::io::{BufRead as _, BufReader};

use serde_json::{Value, json};

use crate::program::{Program, Ran};

/// The number of contacts in the mapping; Ana and Luis take turns, and Ana owns the first.
const CONTACTS: usize = 300;

fn phone(number: usize) -> String {
    format!("+52551234{number:04}")
}

fn mapping(owners: [&str; 2]) -> String {
    joined("phone,owner\n", CONTACTS, |number| format!("{},{}@acme.example\n", phone(number), owners[number % 2]))
}

/// Lines below their headers.
fn joined(headers: &str, number: usize, line: impl Fn(usize) -> String) -> String {
    (0..number).map(line).fold(headers.to_owned(), |file, line| file + &line)
}

/// A store with three members and a team, and files to import.
fn stage() -> Program {
    let program = Program::with_store();
    for member in ["ana@acme.example", "luis@acme.example", "eva@acme.example"] {
        program.done(&["member", "add", member]);
    }
    program.done(&["team", "add", "Sales", "--member", "ana@acme.example"]);
    program.done(&["contact", "add", &phone(0), "--owner", "ana@acme.example"]);
    let message = |number| json!({ "at": crate::program::AT, "contact": phone(number), "from": "contact" });
    let files = [
        ("map.csv", mapping(["ana", "luis"])),
        ("other.csv", mapping(["eva", "luis"])),
        ("members.csv", joined("email\n", 150, |number| format!("m{number}@acme.example\n"))),
        ("teams.csv", joined("team,member\n", 150, |number| format!("Sales,m{number}@acme.example\n"))),
        ("log.ndjson", joined("", CONTACTS, |number| format!("{}\n", message(number)))),
    ];
    for (name, text) in files {
        fs::write(program.home().join(name), text).unwrap();
    }
    program
}

fn run(program: &Program, typed: &str, more: &[&str]) -> Ran {
    let words: Vec<_> = typed.split(' ').chain(more.iter().copied()).collect();
    program.run(&words)
}

/// The lines of NDJSON.
fn lines(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The effects of an answer in NDJSON, and the answer that follows them.
fn split(ran: &Ran) -> (Vec<Value>, Value) {
    let mut lines = lines(ran);
    let answer = lines.pop().unwrap_or_else(|| panic!("{ran:?}"));
    assert!(lines.iter().all(|line| line.get("effect").is_some()), "{ran:?}");
    assert_eq!(answer.get("effects"), None, "{answer}");
    (lines, answer)
}

/// Commands that write, in an order in which each has effects.
const WRITES: &str = "owner import map.csv
    owner import other.csv --mode sync --confirm 150
    undo 7
    undo 8
    member import members.csv
    team import teams.csv
    simulate-message --contact +525512340000 --from contact
    assign 1 --member luis@acme.example --replace
    settings set assign-first-responder on
    owner transfer --from eva@acme.example --to ana@acme.example,luis@acme.example
    conversation transfer --from luis@acme.example --to ana@acme.example
    unassign 1 --all
    conversation distribute --team Sales
    member deactivate luis@acme.example --hand-over-to ana@acme.example
    conversation close 1
    contact add +525587654321 --owner ana@acme.example
    owner remove +525587654321 ana@acme.example";

/// Each command as a dry run in three formats, as a real run, and in the history.
#[test]
fn writes_list_all_effects_in_ndjson_and_csv() {
    let program = stage();
    let mut many = 0;
    for (typed, change) in WRITES.lines().map(str::trim).zip(6..) {
        let json = run(&program, typed, &["--dry-run", "--json"]).json();
        let (effects, answer) = split(&run(&program, typed, &["--dry-run", "--format", "ndjson"]));
        let csv = run(&program, typed, &["--dry-run", "--format", "csv"]);
        let count = json["effect_count"].as_u64().unwrap_or(json["effects"].as_array().unwrap().len() as u64);
        assert!(count > 0, "{typed}: {json}");
        assert_eq!(effects.len() as u64, count, "{typed}");
        assert_eq!(csv.stdout.lines().count() as u64, count + 1, "{typed}");
        assert!(effects.starts_with(json["effects"].as_array().unwrap()), "{typed}");
        let mut without = json.clone();
        without.as_object_mut().unwrap().shift_remove("effects");
        assert_eq!(answer, without, "{typed}");
        if json.get("truncated").is_some() {
            assert_eq!(json["truncated"], count > 100, "{typed}");
            many += u32::from(count > 100);
        }
        let (done, answer) = split(&run(&program, typed, &["--format", "ndjson"]));
        assert_eq!(answer["change"], change, "{typed}: {answer}");
        assert_eq!(done, effects, "{typed}");
        let id = change.to_string();
        let shown = run(&program, "history show", &[&id, "--format", "ndjson"]);
        let mut shown = lines(&shown);
        let entry = shown.pop().unwrap();
        shown.retain(|line| line.get("effect").is_some());
        assert_eq!((&entry["effect_count"], entry.get("effects")), (&json!(count), None), "{typed}");
        assert_eq!(shown, effects, "{typed}");
        assert_eq!(run(&program, "history show", &[&id, "--format", "csv"]).stdout, csv.stdout, "{typed}");
    }
    assert!(many >= 7, "{many} commands with more than a hundred effects");
}

#[test]
fn batch_lists_effects_in_csv_and_decisions_in_ndjson() {
    let program = stage();
    program.done(&["owner", "import", "map.csv"]);
    let json = run(&program, "simulate-message --batch log.ndjson", &["--dry-run", "--json"]).json();
    let count = json["effect_count"].as_u64().unwrap();
    assert_eq!((&json["truncated"], json["effects"].as_array().unwrap().len()), (&json!(true), 100));
    let by_member = json!([sums("ana", 0, 0, 150, 0), sums("luis", 0, 0, 150, 0)]);
    assert_eq!(json["by_member"], by_member);
    let csv = run(&program, "simulate-message --batch log.ndjson", &["--dry-run", "--format", "csv"]);
    assert_eq!(csv.stdout.lines().count() as u64, count + 1);
    let decisions = run(&program, "simulate-message --batch log.ndjson", &["--format", "ndjson"]);
    assert_eq!(lines(&decisions).len(), CONTACTS);
    let shown = run(&program, "history show 7", &["--format", "csv"]);
    assert_eq!(shown.stdout, csv.stdout);
}

fn sums(member: &str, added: i64, removed: i64, assigned: i64, unassigned: i64) -> Value {
    json!({ "member": format!("{member}@acme.example"), "owners_added": added, "owners_removed": removed,
            "assigned": assigned, "unassigned": unassigned })
}

#[test]
fn sums_by_member_cover_whole_change() {
    let program = stage();
    let import = program.done(&["owner", "import", "map.csv"]);
    assert_eq!(import["by_member"], json!([sums("ana", 149, 0, 0, 0), sums("luis", 150, 0, 0, 0)]));
    let sync = program.done(&["owner", "import", "other.csv", "--mode", "sync", "--confirm", "150"]);
    assert_eq!(sync["by_member"], json!([sums("ana", 0, 150, 0, 0), sums("eva", 150, 0, 0, 0)]));
    assert_eq!(program.done(&["history", "show", "7"])["by_member"], sync["by_member"]);
    program.done(&["undo", "7"]);
    let undo = program.done(&["undo", "6"]);
    assert_eq!(undo["by_member"], json!([sums("ana", 0, 149, 0, 0), sums("luis", 0, 150, 0, 0)]));
    assert_eq!(program.done(&["history", "show", "9"])["by_member"], undo["by_member"]);
    let settings = program.done(&["settings", "set", "assign-first-responder", "on"]);
    assert_eq!(settings.get("by_member"), None, "it can't touch thousands");
}

#[test]
fn transfer_compares_before_and_after_per_member() {
    let program = stage();
    program.done(&["owner", "import", "map.csv"]);
    let moved = program.done(&["owner", "transfer", "--from", "luis@acme.example", "--to", "eva@acme.example"]);
    let row = |member: &str, added: i64, removed: i64, before: i64, after: i64| {
        let mut row = sums(member, added, removed, 0, 0);
        row["before"] = json!(before);
        row["after"] = json!(after);
        row
    };
    assert_eq!(moved["by_member"], json!([row("eva", 150, 0, 0, 150), row("luis", 0, 150, 150, 0)]));
    let nothing = ["owner", "transfer", "--from", "luis@acme.example", "--to", "ana@acme.example"];
    assert_eq!(program.done(&nothing)["by_member"], json!([row("ana", 0, 0, 150, 150), row("luis", 0, 0, 0, 0)]));
}

#[test]
fn table_shows_ten_effects_or_all_of_twenty() {
    let program = stage();
    let many = run(&program, "owner import map.csv", &["--dry-run"]).stdout;
    assert!(many.starts_with("dry run: 598 effects, none applied (digest "), "{many}");
    assert!(many.contains("   … and 588 more effects; `--format ndjson` shows all\n"), "{many}");
    assert!(
        many.contains(
            "MEMBER             OWNERS ADDED\n   ana@acme.example            149\n   luis@acme.example           150\n"
        ),
        "{many}"
    );
    let rows = joined("phone,owner\n", 10, |number| format!("{},eva@acme.example\n", phone(1000 + number)));
    fs::write(program.home().join("few.csv"), rows).unwrap();
    let few = run(&program, "owner import few.csv", &[]).stdout;
    assert!(few.starts_with("change 6: 20 effects\n"), "{few}");
    assert_eq!(few.lines().count(), 24, "the heading, three sums, and twenty effects: {few}");
    let shown = run(&program, "history show 6", &[]).stdout;
    assert_eq!(shown.lines().count(), 23, "{shown}");
}

#[test]
fn history_shows_passed_over_with_conversation_or_contact() {
    let program = stage();
    run(&program, "owner add +525512340000 ana@acme.example luis@acme.example", &[]);
    let shown = run(&program, "history show 6", &[]).stdout;
    assert!(shown.contains("ana@acme.example is already an owner (+525512340000)"), "{shown}");
    run(&program, "simulate-message --contact +525512340000 --from contact", &[]);
    run(&program, "assign 1 --member ana@acme.example --member eva@acme.example", &[]);
    let shown = program.done(&["history", "show", "8"]);
    assert_eq!(shown["passed_over"][0]["conversation"], 1, "{shown}");
    assert_eq!(shown["passed_over_count"], 1);
}

#[test]
fn rejected_file_lists_no_effects() {
    let program = stage();
    fs::write(program.home().join("bad.csv"), "phone,owner\n12,ana@acme.example\n+525512340001,eva@acme.example\n")
        .unwrap();
    let (effects, answer) = split(&run(&program, "owner import bad.csv", &["--format", "ndjson"]));
    assert_eq!((effects.len(), &answer["change"], &answer["truncated"]), (0, &Value::Null, &json!(false)));
    assert_eq!(answer["rejected_by_code"], json!({ "invalid-phone": 1 }));
    let csv = run(&program, "owner import bad.csv", &["--format", "csv"]);
    assert_eq!((csv.code, csv.stdout.lines().count()), (Some(3), 1));
}

#[test]
fn closed_output_keeps_change() {
    let program = stage();
    for (more, changes) in [(&["--dry-run"][..], 5), (&[], 6)] {
        let words = [&["owner", "import", "map.csv", "--format", "ndjson"], more].concat();
        let mut child = program.command(&words).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(first.contains("\"effect\""), "{first}");
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert_eq!(program.done(&["status"])["changes"], changes);
    }
}

#[cfg(unix)]
#[test]
fn change_on_full_disk_lists_no_effects() {
    let program = stage();
    let words = ["owner", "import", "map.csv", "--format", "ndjson"];
    let ran: Ran = program.command_after("trap '' XFSZ; ulimit -f 72", &words).output().unwrap().into();
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{ran:?}");
}

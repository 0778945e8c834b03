//! `owner import`: the key-account mapping.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::Test;
use crate::program::{Program, Ran};
use crate::rows::open;

/// A store with Ana's Rosa, and a file.
fn with(file: &str) -> Test {
    Test::acme().file("map.csv", file)
}

/// A store with Ana alone.
fn with_ana() -> Program {
    let program = Program::with_store();
    program.done(&["member", "add", "ana@acme.example"]);
    program
}

/// Runs the program with this stdin.
fn fed(program: &Program, words: &[&str], text: &str) -> Ran {
    let mut child = program.command(words).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

/// The counts of rows: read, changed, unchanged, rejected.
fn rows(counts: [u64; 4]) -> Value {
    let [read, changed, unchanged, rejected] = counts;
    json!({ "read": read, "changed": changed, "unchanged": unchanged, "rejected": rejected, "skipped": 0 })
}

/// A row error in JSON.
fn fault(line: u64, column: Option<&str>, code: &str, value: &str, message: &str) -> Value {
    json!({ "line": line, "column": column, "code": code, "value": value, "message": message })
}

const COUNTRY: &str = "add the country code, or set the country with `--country MX` or \
    `inboxctl settings set default-country MX`";
const SKIP: &str = "skip such entries with `--skip-without-phone`";

/// The error of a rejected phone, with its hint.
fn hinted(line: u64, value: &str, message: &str, hint: &str) -> Value {
    let mut fault = fault(line, Some("phone"), "invalid-phone", value, message);
    fault["hint"] = json!(hint);
    fault
}

/// Phones that differ in the last two digits.
fn phone(number: u32) -> String {
    format!("+5255123400{number:02}")
}

/// A store in which Luis owns enough contacts for their removal to require confirmation.
fn with_luis_owning(contacts: u32) -> Test {
    let rows =
        (0..contacts).map(|number| format!("{},luis@acme.example\n", phone(number))).collect::<Vec<_>>().concat();
    Test::acme().file("luis.csv", format!("phone,owner\n{rows}")).given("owner import luis.csv")
}

#[test]
fn import_creates_contacts_and_adds_owners() {
    with("phone,owner,first_name,account\n+52 55 1234 5678,luis@acme.example,Rosa,Acme\n+525500000001,,Beto,\n")
        .run("owner import map.csv")
        .stdout(
            "
            change 6: 2 effects
               rows      2 read, 2 changed, 0 unchanged, 0 rejected
               contacts  1 created, 0 updated
               owners    1 added, 0 removed
               added owner luis@acme.example to +525512345678 (import)  O4
               added contact +525500000001
            ",
        )
        .run("owner import map.csv")
        .stdout(
            "
            no changes
               rows      2 read, 0 changed, 2 unchanged, 0 rejected
               contacts  0 created, 0 updated
               owners    0 added, 0 removed
            ",
        )
        .leaves_the_store()
        .done();
}

#[test]
fn json_has_the_whole_answer() {
    with("phone,owner,Deal stage\n+525512345678,luis@acme.example,won\n")
        .run("owner import map.csv --json")
        .json(json!({
            "dry_run": false,
            "change": 6,
            "rows": rows([1, 1, 0, 0]),
            "contacts": { "created": 0, "updated": 0 },
            "owners": { "added": 1, "removed": 0 },
            "rejected": [],
            "rejected_count": 0,
            "rejected_by_code": {},
            "ignored_owners": [],
            "ignored_owner_count": 0,
            "dropped": [],
            "dropped_count": 0,
            "ignored_columns": ["Deal stage"],
            "effects": [{ "effect": "add-owner", "contact": "+525512345678", "member": "luis@acme.example",
                          "reason": "import", "rule": "O4" }],
            "effect_count": 1,
            "truncated": false, "passed_over": [], "passed_over_count": 0,
            "by_member": [{ "member": "luis@acme.example", "owners_added": 1, "owners_removed": 0, "assigned": 0,
                            "unassigned": 0 }],
        }))
        .stderr("warning: ignored unknown columns: `Deal stage`\n")
        .done();
}

#[test]
fn csv_lists_the_effects() {
    with("phone,owner\n+525512345678,luis@acme.example\n")
        .run("owner import map.csv --format csv")
        .stdout(
            "
            effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover
            add-owner,,+525512345678,,luis@acme.example,,import,,,,,O4,,,
            ",
        )
        .done();
}

#[test]
fn dry_run_reports_the_same_and_changes_nothing() {
    let file = "phone,owner\n+525512345678,luis@acme.example\n+525500000001,eva@acme.example\n";
    with(file)
        .run("owner import map.csv --dry-run --json")
        .part("/dry_run", true)
        .part("/change", Value::Null)
        .part("/rows", rows([2, 2, 0, 0]))
        .part("/contacts", json!({ "created": 1, "updated": 0 }))
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .part("/effect_count", 3)
        .leaves_the_store()
        .run("owner import map.csv --dry-run --detailed-exitcode --json")
        .part("/effect_count", 3)
        .status(6)
        .leaves_the_store()
        .run("owner import map.csv --json")
        .part("/rows", rows([2, 2, 0, 0]))
        .part("/contacts", json!({ "created": 1, "updated": 0 }))
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .run("owner import map.csv --dry-run --detailed-exitcode --json")
        .part("/effect_count", 0)
        .done();
}

#[test]
fn rows_of_one_contact_are_merged() {
    with(
        "phone,owners,first_name,last_name\n+525512345678,luis@acme.example|eva@acme.example,,Paz\n\
          00525512345678,\"eva@acme.example, ANA@acme.example\",Rosa,\n",
    )
    .run("owner import map.csv --json")
    .part("/rows", rows([2, 2, 0, 0]))
    .part("/contacts", json!({ "created": 0, "updated": 1 }))
    .part("/owners", json!({ "added": 2, "removed": 0 }))
    .run("contact show +525512345678 --json")
    .part("/last_name", "Paz")
    .part("/owners", json!(["ana@acme.example", "luis@acme.example", "eva@acme.example"]))
    .done();
}

#[test]
fn conflicting_rows_are_all_rejected() {
    let conflict = |line, value: &str, lines: &str, values: &str| {
        let message = format!("lines {lines} differ in first name: {values} (contact +525500000001)");
        fault(line, Some("first_name"), "conflicting-rows", value, &message)
    };
    with(
        "phone,owner,first_name,account\n+525500000001,,Rosa,Acme\n+525500000001,,,\n+525500000001,,Rosa,\n\
          +525500000001,,Rita,ACME\n+525500000001,,Rosa,\n",
    )
    .run("owner import map.csv --json")
    .part("/rows", rows([5, 0, 1, 4]))
    .part(
        "/rejected",
        json!([
            conflict(2, "Rosa", "2 and 5", "`Rosa`, `Rita`"),
            conflict(4, "Rosa", "4 and 5", "`Rosa`, `Rita`"),
            conflict(5, "Rita", "2 and 5", "`Rosa`, `Rita`"),
            conflict(6, "Rosa", "5 and 6", "`Rita`, `Rosa`"),
        ]),
    )
    .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
    .status(3)
    .leaves_the_store()
    .run("owner import map.csv --on-error skip --json")
    .part("/rows", rows([5, 0, 0, 5]))
    .part("/rejected/1", fault(3, None, "conflicting-rows", "+525500000001", "line 2 of the same contact is rejected"))
    .status(1)
    .leaves_the_store()
    .done();
}

#[test]
fn contact_of_a_rejected_row_is_unchanged() {
    with("phone,owner\n+525512345678,luis@acme.example\n+52 1 55 1234 5678,nobody@acme.example\n+525500000001,eva@acme.example\n")
        .run("owner import map.csv --mode replace --on-error skip")
        .stdout(
            "
            change 6: 2 effects
               rows      3 read, 1 changed, 0 unchanged, 2 rejected
               contacts  1 created, 0 updated
               owners    1 added, 0 removed
               added contact +525500000001
               added owner eva@acme.example to +525500000001 (import)  O4
            ",
        )
        .stderr(
            "
            rejected: map.csv:2:1: line 3 of the same contact is rejected
            rejected: map.csv:3:20: owner: unknown member `nobody@acme.example`
            ",
        )
        .status(1)
        .run("contact show +525512345678 --json")
        .part("/owners", json!(["ana@acme.example"]))
        .done();
}

#[test]
fn row_errors_have_positions_and_codes() {
    with("phone,owner,email\n12,ana@acme.example,\n,ana@acme.example,\n+525500000001,nobody@acme.example;ana,no\n\
          +525500000002\n+525500000003,ana@acme.example,,,\n")
    .run("owner import map.csv --json")
    .part("/rows", rows([5, 0, 0, 5]))
    .part("/rejected_count", 7)
    .part(
        "/rejected",
        json!([
            hinted(2, "12", "`12` is not a phone number: it has no country code, and no country is set", COUNTRY),
            hinted(3, "", "missing phone", SKIP),
            fault(4, Some("owner"), "unknown-member", "nobody@acme.example", "unknown member `nobody@acme.example`"),
            fault(4, Some("owner"), "invalid-email", "ana",
                  "`ana` is not an email address: it has no `@`; to use names, pass `--match-owner name`"),
            fault(4, Some("email"), "invalid-email", "no",
                  "`no` is not an email address: it has no `@`"),
            fault(5, None, "ragged-row", "", "expected 3 cells, found 1"),
            fault(6, None, "ragged-row", "", "expected 3 cells, found 5"),
        ]),
    )
    .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
    .status(3)
    .leaves_the_store()
    .run("owner import map.csv --quiet")
    .stderr(
        "
        error: map.csv:2:1: phone: `12` is not a phone number: it has no country code, and no country is set
        hint: add the country code, or set the country with `--country MX` or `inboxctl settings set default-country MX`
        error: map.csv:3:1: phone: missing phone
        hint: skip such entries with `--skip-without-phone`
        error: map.csv:4:15: owner: unknown member `nobody@acme.example`
        error: map.csv:4:15: owner: `ana` is not an email address: it has no `@`; to use names, pass `--match-owner name`
        error: map.csv:4:39: email: `no` is not an email address: it has no `@`
        error: map.csv:5:1: expected 3 cells, found 1
        error: map.csv:6:1: expected 3 cells, found 5
        error: 5 of 5 rows in `map.csv` are invalid; nothing was imported
        hint: run `inboxctl owner import map.csv --quiet --at 2026-01-01T00:00:00Z --skip-without-phone --unknown-owner ignore --optional-errors drop`, which skips rows without a phone number, leaves unknown owners out and drops invalid optional cells
        hint: fix the rows, skip them with `--on-error skip`, or save them with `--rejects FILE`
        ",
    )
    .status(3)
    .done();
}

#[test]
fn first_hundred_errors_are_listed_and_all_counted() {
    let rows_of_unknown_members = "+525500000001,x@y.example\n".repeat(150);
    with(&format!("phone,owner\n{rows_of_unknown_members}"))
        .run("owner import map.csv --json")
        .part("/rows", rows([150, 0, 0, 150]))
        .part("/rejected_count", 150)
        .part("/rejected/99/line", 101)
        .part("/rejected/100", Value::Null)
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\",\"message\":\"150 of 150 rows")
        .status(3)
        .done();
}

#[test]
fn replace_removes_unlisted_owners() {
    with("phone,owner\n+525512345678,luis@acme.example\n+525500000001,\n")
        .given("owner add +525500000001 eva@acme.example --create-contacts")
        .run("owner import map.csv --mode replace --json")
        .part("/owners", json!({ "added": 1, "removed": 2 }))
        .run("owner list --json")
        .column("owner", json!(["luis@acme.example"]))
        .done();
}

#[test]
fn sync_removes_owners_of_unlisted_contacts() {
    with("phone,owner\n+525599999999,luis@acme.example\n")
        .given("contact add +525500000001 --owner eva@acme.example")
        .run("owner import map.csv --mode sync")
        .stdout(
            "
            change 7: 4 effects
               rows      1 read, 1 changed, 0 unchanged, 0 rejected
               contacts  1 created, 0 updated
               owners    1 added, 2 removed
               removed owner eva@acme.example from +525500000001 (import)  O4
               removed owner ana@acme.example from +525512345678 (import)  O4
               added contact +525599999999
               added owner luis@acme.example to +525599999999 (import)     O4
            ",
        )
        .done();
}

#[test]
fn kept_reasons_are_kept_and_not_counted() {
    with("phone,owner\n")
        .given("settings set assign-first-responder on\ncontact add +525500000001")
        .given("simulate-message --contact +525500000001 --from contact")
        .given("simulate-message --contact +525500000001 --from member --member luis@acme.example")
        .run("owner import map.csv --mode sync --keep first-responder,manual --json")
        .part("/owners", json!({ "added": 0, "removed": 0 }))
        .run("owner import map.csv --mode sync --keep first-responder --json")
        .part("/owners", json!({ "added": 0, "removed": 1 }))
        .stderr("warning: the file has no rows, and owners are removed; check the export\n")
        .run("owner list --json")
        .column("reason", json!(["first-responder"]))
        .run("owner import map.csv --keep forever")
        .usage("error: invalid value `forever` for `--keep <REASON>`")
        .done();
}

#[test]
fn many_removals_need_confirmation() {
    const ASKS: &str = "this would remove 6 of 7 owners; nothing was changed";
    const HINT: &str = "preview with `--dry-run`, then pass `--confirm 6`, or a limit with `--max-removals`";

    let sync = |more: &str| format!("owner import one.csv --mode sync {more}");
    let mut test = with_luis_owning(6).file("one.csv", "phone,owner\n+525512345678,ana@acme.example\n");
    for more in ["", "--confirm 5", "--confirm 7"] {
        test = test.run(&sync(more)).fails(3, "needs-confirmation", ASKS, HINT);
    }
    for most in ["5", "85%"] {
        let asks =
            format!("this would remove 6 of 7 owners, but `--max-removals {most}` allows 5; nothing was changed");
        let hint = "preview with `--dry-run`, then pass `--max-removals 6`";
        test = test.run(&sync(&format!("--max-removals {most}"))).fails(3, "needs-confirmation", &asks, hint);
    }
    test = test
        .run(&sync("--dry-run --json"))
        .part("/owners/removed", 6)
        .stderr("warning: without `--dry-run`, pass `--confirm 6` to remove 6 owners\n")
        .leaves_the_store();
    for more in ["--confirm 6", "--max-removals 6", "--max-removals 86%"] {
        test = test.run(&sync(&format!("{more} --dry-run --json"))).part("/owners/removed", 6);
    }
    test.run(&sync("--confirm 6 --json")).part("/owners/removed", 6).done();
}

/// A file without rows is more often a failed export than the truth.
#[test]
fn sync_with_an_empty_file_is_warned_of() {
    let warning = "warning: the file has no rows, and owners are removed; check the export\n";
    Test::acme()
        .file("map.csv", "phone,owner\n")
        .run("owner import map.csv --mode add --json")
        .part("/change", Value::Null)
        .run("owner import map.csv --mode sync --dry-run --json")
        .part("/owners/removed", 1)
        .stderr(warning)
        .run("owner import map.csv --mode sync --json")
        .part("/owners/removed", 1)
        .stderr(warning)
        .run("owner import map.csv --mode sync --json")
        .part("/change", Value::Null)
        .done();
}

#[test]
fn few_removals_need_no_confirmation() {
    let header = "phone,owner\n+525512345678,ana@acme.example\n";
    with_luis_owning(5)
        .file("one.csv", header)
        .run("owner import one.csv --mode sync --json")
        .part("/owners/removed", 5)
        .done();
    // Six of sixty are 10 %, the limit.
    for (without, status) in [(6, 0), (7, 3)] {
        let rest =
            (without..59).map(|number| format!("{},luis@acme.example\n", phone(number))).collect::<Vec<_>>().concat();
        let test =
            with_luis_owning(59).file("rest.csv", format!("{header}{rest}")).run("owner import rest.csv --mode sync");
        let test = if status == 0 {
            test.stdout_starts("change 7: 6 effects\n")
        } else {
            test.stderr_starts("error: this would remove 7 of 60 owners")
        };
        test.status(status).done();
    }
}

#[test]
fn removal_limit_holds_for_few_removals() {
    with("phone,owner\n")
        .run("owner import map.csv --mode sync --max-removals 0")
        .fails(
            3,
            "needs-confirmation",
            "this would remove 1 of 1 owners, but `--max-removals 0` allows 0; nothing was changed",
            "preview with `--dry-run`, then pass `--max-removals 1`",
        )
        .run("owner import map.csv --mode sync --max-removals 2%")
        .fails(
            3,
            "needs-confirmation",
            "this would remove 1 of 1 owners, but `--max-removals 2%` allows 0; nothing was changed",
            "preview with `--dry-run`, then pass `--max-removals 1`",
        )
        .run("owner import map.csv --max-removals 2%%")
        .usage("error: invalid value `2%%` for `--max-removals <N|N%>`: expected a number or a percentage, e.g. 10 or 2%\n")
        .run("owner import map.csv --max-removals 1 --confirm 1")
        .usage("error: `--max-removals <N|N%>` cannot be used with `--confirm <COUNT>`\n")
        .done();
}

#[test]
fn sync_rejects_files_with_invalid_rows() {
    with("phone,owner,_line,_code\n+525512345678,luis@acme.example,2,unknown-member\n")
        .run("owner import map.csv --mode sync --on-error skip")
        .usage("error: `--mode sync` can't be used with `--on-error skip`\n")
        .run("owner import map.csv --mode sync --json")
        .stderr_json(json!({ "error": {
            "code": "invalid-file",
            "message": "expected a complete mapping for `--mode sync`, found a file of rejected rows",
            "hint": "import it with `--mode add` or `--mode replace`",
            "file": "map.csv", "line": null, "column": null,
        } }))
        .status(3)
        .leaves_the_store()
        .run("owner import map.csv --mode replace --json")
        .part("/ignored_columns", json!([]))
        .part("/owners", json!({ "added": 1, "removed": 1 }))
        .done();
}

#[test]
fn account_row_sets_owners_of_all_its_contacts() {
    with("account,owner\nACME,luis@acme.example\n acme ,eva@acme.example\n")
        .given("contact add +525500000001 --account ACME\ncontact add +525500000002 --account Other")
        .run("owner import map.csv --json")
        .part("/rows", rows([2, 2, 0, 0]))
        .part("/owners", json!({ "added": 4, "removed": 0 }))
        .run("owner import map.csv --json")
        .part("/rows", rows([2, 0, 2, 0]))
        .run("contact list --owner luis@acme.example --json")
        .column("account", json!(["ACME", "Acme"]))
        .done();
}

#[test]
fn account_without_contacts_is_rejected() {
    with("account,owner\nNobody,luis@acme.example\n,luis@acme.example\n")
        .given("contact add +525500000001")
        .run("owner import map.csv --json")
        .part(
            "/rejected",
            json!([
                fault(2, Some("account"), "unknown-contact", "nobody", "no contact in account `nobody`"),
                fault(3, Some("account"), "invalid-value", "", "missing account"),
            ]),
        )
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn sync_by_account_removes_owners_of_other_accounts() {
    let sync = |test: Test| test.run("owner import map.csv --mode sync --json");
    let test = with("account,owner\nMid,luis@acme.example\n")
        .given("contact add +525500000001 --account Mid --owner luis@acme.example")
        .given("contact add +525500000002 --account Zeta --owner eva@acme.example")
        .given("contact add +525500000003 --owner eva@acme.example");
    sync(test)
        .part("/owners", json!({ "added": 0, "removed": 3 }))
        .run("owner list --json")
        .column("phone", json!(["+525500000001"]))
        .done();
}

#[test]
fn account_file_has_no_contact_columns() {
    with("account,owner,First name\nAcme,luis@acme.example,Rosa\n")
        .run("owner import map.csv --json")
        .part("/ignored_columns", json!(["First name"]))
        .part("/contacts", json!({ "created": 0, "updated": 0 }))
        .stderr("warning: ignored unknown columns: `First name`\n")
        .run("owner import map.csv --strict-columns")
        .stderr_starts("error: map.csv:1:15: ")
        .status(3)
        .done();
}

#[test]
fn inactive_owner_is_rejected_only_where_new() {
    with("phone,owner\n+525512345678,ana@acme.example\n+525500000001,ana@acme.example\n+525500000001,luis@acme.example\n")
        .given("member deactivate ana@acme.example")
        .run("owner import map.csv --on-error skip --json")
        .part("/rows", rows([3, 0, 1, 2]))
        .part(
            "/rejected",
            json!([
                fault(3, Some("owner"), "inactive-member", "ana@acme.example",
                      "`ana@acme.example` is inactive; accept with `--allow-inactive`"),
                fault(4, None, "conflicting-rows", "+525500000001", "line 3 of the same contact is rejected"),
            ]),
        )
        .status(1)
        .run("owner import map.csv --allow-inactive --json")
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .done();
}

#[test]
fn account_row_reports_each_new_inactive_owner() {
    with("account,owner\nAcme,ana@acme.example\nAcme,luis@acme.example\n")
        .given("contact add +525500000001 --account Acme --owner luis@acme.example")
        .given("member deactivate ana@acme.example\nmember deactivate luis@acme.example")
        .run("owner import map.csv --json")
        .part("/rows", rows([2, 0, 0, 2]))
        .part("/rejected/0/code", "inactive-member")
        .part("/rejected/1/code", "inactive-member")
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
}

#[test]
fn existing_only_rejects_unknown_contacts() {
    with("phone,owner\n+525500000001,luis@acme.example\n+525512345678,luis@acme.example\n")
        .run("owner import map.csv --existing-only --on-error skip --json")
        .part("/rows", rows([2, 1, 0, 1]))
        .part(
            "/rejected",
            json!([fault(2, Some("phone"), "unknown-contact", "+525500000001", "unknown contact `+525500000001`")]),
        )
        .status(1)
        .done();
}

#[test]
fn create_members_skips_rejected_rows() {
    with(
        "phone,owner\n+525512345678,New@acme.example;new@ACME.example\n12,wrong@acme.example\n\
          +525500000001,lost@acme.example\n+525500000001,no\n",
    )
    .run("owner import map.csv --create-members --on-error skip --json")
    .part("/rows", rows([4, 1, 0, 3]))
    .part("/effects/0", json!({ "effect": "add-member", "member": "new@acme.example", "rule": null }))
    .part("/effect_count", 2)
    .status(1)
    .run("member list --json")
    .column("email", json!(["ana@acme.example", "eva@acme.example", "luis@acme.example", "new@acme.example"]))
    .run("owner import map.csv --create-members --match-owner name")
    .usage("error: `--create-members` requires `--match-owner email`\n")
    .done();
}

#[test]
fn owner_option_applies_to_the_whole_file() {
    with("phone\n+525512345678\n+525500000001\n")
        .run("owner import map.csv --owner LUIS@acme.example --json")
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .run("owner import map.csv --owner nobody@acme.example")
        .refused(
            "unknown-member",
            "unknown member `nobody@acme.example`",
            "see `inboxctl member list`, or add it with `inboxctl member add nobody@acme.example`",
        )
        .run("owner import map.csv --owner nobody@acme.example --create-members --json")
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .part("/effect_count", 3)
        .run("owner import map.csv")
        .stderr_starts("error: map.csv:1:1: missing column `owner`")
        .status(3)
        .file("both.csv", "phone,owner\n")
        .run("owner import both.csv --owner luis@acme.example")
        .usage("error: `--owner` can't be used with a file that has an owner column\n")
        .done();
}

#[test]
fn owners_can_be_matched_by_name() {
    with(
        "phone,Contact Owner\n+525500000001,\"García, Ana\"\n+525500000002,ANA\n+525500000003,\"garcía, ana; LUIS\"\n\
          +525500000004,\"Luis,Ana\"\n",
    )
    .given("member update luis@acme.example --name Luis")
    .given("member add garcia@acme.example --name 'García, Ana'")
    .run("owner import map.csv --match-owner name --json")
    .part("/owners", json!({ "added": 6, "removed": 0 }))
    .run("contact show +525500000003 --json")
    .part("/owners", json!(["garcia@acme.example", "luis@acme.example"]))
    .done();
}

#[test]
fn name_matching_ignores_accents_and_blanks() {
    with("phone,owner\n+525500000001,jose nunez\n+525500000002,JOSÉ\u{a0}NÚÑEZ\n+525500000003,\"nunez,  jose\"\n")
        .given(
            "member update ana@acme.example --name 'José  Núñez'
            member update luis@acme.example --name 'Núñez, José'",
        )
        .run("owner import map.csv --match-owner name --json")
        .part("/rows", rows([3, 3, 0, 0]))
        .run("owner list --json")
        .column("owner", ["ana@acme.example", "ana@acme.example", "luis@acme.example", "ana@acme.example"])
        .done();
}

#[test]
fn exact_name_wins_over_names_without_accents() {
    with("phone,owner\n+525500000001,Jose\n+525500000002,JOSÉ\n+525500000003,Josè\n")
        .given(
            "member update ana@acme.example --name José
            member update luis@acme.example --name Jose",
        )
        .run("owner import map.csv --match-owner name --json")
        .part(
            "/rejected",
            json!([fault(
                4,
                Some("owner"),
                "ambiguous-owner",
                "Josè",
                "several members are named `Josè`: ana@acme.example, luis@acme.example"
            )]),
        )
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
}

#[test]
fn suggestions_are_limited_to_shown_rows() {
    let lines = (0..150).map(|number| format!("+52551234{number:04},ana@acme.exmaple\n"));
    let folder = with(&lines.fold("phone,owner\n".to_owned(), |file, row| file + &row))
        .run("owner import map.csv --rejects rejects.csv --json")
        .part("/rejected/0/message", "unknown member `ana@acme.exmaple`; did you mean `ana@acme.example`?")
        .part("/rejected/99/message", "unknown member `ana@acme.exmaple`; did you mean `ana@acme.example`?")
        .part("/rejected_count", 150)
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
    let rejects = std::fs::read_to_string(folder.path().join("rejects.csv")).unwrap();
    assert_eq!(rejects.matches("did you mean").count(), 100);
    assert_eq!(rejects.matches("unknown member `ana@acme.exmaple`").count(), 150);
}

#[test]
fn shared_name_is_ambiguous() {
    with("phone,owner\n+525500000001,ana\n+525500000002,Anna\n")
        .given("member update luis@acme.example --name ANA")
        .run("owner import map.csv --match-owner name --json")
        .part(
            "/rejected",
            json!([
                fault(
                    2,
                    Some("owner"),
                    "ambiguous-owner",
                    "ana",
                    "several members are named `ana`: ana@acme.example, luis@acme.example"
                ),
                fault(3, Some("owner"), "unknown-member", "Anna", "no member named `Anna`; did you mean `Ana`?"),
            ]),
        )
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
}

#[test]
fn owners_can_be_matched_by_external_id() {
    with("phone,owner\n+525500000001,7;\"8,1\"\n")
        .file("ids.csv", "phone,owner\n+525500000001,\" 7 ; 8,1\"\n")
        .given("member update ana@acme.example --external-id 7\nmember update eva@acme.example --external-id 8,1")
        .run("owner import ids.csv --match-owner external-id --json")
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .done();
}

#[test]
fn separator_ends_an_email() {
    Test::acme()
        .run("member add 'a|b@acme.example'")
        .refused(
            "invalid-email",
            "`a|b@acme.example` is not an email address: it contains a space, a quote or a separator",
            "use the form name@company.example",
        )
        .done();
}

#[test]
fn saved_rejected_rows_are_named() {
    with("phone,owner\n+525500000001,nobody@acme.example\n+525500000002,zed@acme.example\n")
        .run("owner import map.csv --on-error skip --rejects bad.csv")
        .status(1)
        .stdout_starts("no changes")
        .stderr(
            "
            rejected: map.csv:2:15: owner: unknown member `nobody@acme.example`
            rejected: map.csv:3:15: owner: unknown member `zed@acme.example`
            saved 2 rejected rows in `bad.csv`; fix them and import that file with the same options
            ",
        )
        .done();
}

#[test]
fn rejected_rows_can_be_corrected_and_imported() {
    let folder = with(
        "phone;Owner;first_name\n+525500000001;nobody@acme.example;Béla\n12;ana@acme.example;\"x;y\"\n\
                       +525500000002;ana@acme.example;;=1+1\n",
    )
    .run("owner import map.csv --on-error skip --rejects bad.csv --json")
    .part("/rows", rows([3, 0, 0, 3]))
    .status(1)
    .done();
    let rejects = std::fs::read_to_string(folder.path().join("bad.csv")).unwrap();
    assert_eq!(
        rejects,
        "phone;Owner;first_name;_line;_column;_code;_message;_surplus\n\
         +525500000001;nobody@acme.example;Béla;2;Owner;unknown-member;unknown member `nobody@acme.example`;\n\
         12;ana@acme.example;\"x;y\";3;phone;invalid-phone;`12` is not a phone number: it has no country code, and no country is set;\n\
         +525500000002;ana@acme.example;;4;;ragged-row;expected 3 cells, found 4;'=1+1\n"
    );
    let corrected = rejects.replace("nobody@", "ana@").replace("\n12;", "\n+525500000003;");
    with(&corrected)
        .run("owner import map.csv --json")
        .part("/rows", rows([3, 3, 0, 0]))
        .part("/ignored_columns", json!([]))
        .done();
}

/// A file with two columns of phones and two of owners.
const SEVERAL: &str = "Phone,Mobile,Owner-1,Owner-2\n\
    +525512345678,,ana@acme.example,luis@acme.example\n\
    ,+525500000001,,luis@acme.example\n\
    +525500000002,12,ana@acme.example,nobody@acme.example\n";

#[test]
fn column_takes_alternatives_and_owners_add_up() {
    let command = "owner import map.csv --column phone=Mobile,Phone,Fax --column owner=Owner-1 --column owner=Owner-2";
    let folder = with(SEVERAL)
        .run(&format!("{command} --on-error skip --rejects bad.csv --json"))
        .part("/rows", rows([3, 2, 0, 1]))
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .stderr_starts("warning: no header `Fax`; using the other headers of its column\n")
        .status(1)
        .run(&format!("{command} --quiet"))
        .stderr_starts("error: map.csv:4:15: phone: `12` is not a phone number")
        .status(3)
        .run("owner import map.csv --quiet --column phone=Phone,Mobile --column owner=Owner-1 --column owner=Owner-2")
        .stderr_starts("error: map.csv:4:35: owner: unknown member `nobody@acme.example`")
        .status(3)
        .run(&format!("{command} --strict-columns"))
        .stderr_starts(
            "error: map.csv:1:1: no header `Fax` for column `phone`; found `Phone`, `Mobile`, `Owner-1`, `Owner-2`",
        )
        .status(3)
        .run("owner import map.csv --column phone=Phone --column phone=Mobile --column owner=Owner-1")
        .stderr_starts("error: map.csv:1:1: column `phone` is mapped twice")
        .status(3)
        .done();
    let rejects = std::fs::read_to_string(folder.path().join("bad.csv")).unwrap();
    assert!(rejects.contains(",4,Mobile,invalid-phone,"), "{rejects}");
}

#[test]
fn rejects_refuse_input_and_store() {
    let write = |path: &str| format!("owner import map.csv --rejects {path}");
    with("phone,owner\n12,ana@acme.example\n")
        .file("folder/map.csv", "")
        .run(&write("./map.csv"))
        .usage("error: can't write rejected rows to `./map.csv`: it is the file to import\n")
        .run(&write("folder/../inbox.db"))
        .usage("error: can't write rejected rows to `folder/../inbox.db`: it is the store\n")
        .run(&write("inbox.db-wal"))
        .usage("error: can't write rejected rows to `inbox.db-wal`: it is the store\n")
        .run(&write("-"))
        .usage("error: can't write rejected rows to stdout: the result is printed there\n")
        .run(&write("folder"))
        .stderr_starts("error: `folder` can't be written: it is a folder\n")
        .status(3)
        .run(&write("nowhere/bad.csv"))
        .stderr_starts("error: `nowhere/bad.csv` can't be written: `nowhere` does not exist\n")
        .status(3)
        .leaves_the_store()
        .done();
}

#[cfg(unix)]
#[test]
fn rejects_refuse_another_name_of_input_or_store() {
    let folder = with(REJECTED).run("check").stdout("no problems found\n").done();
    let path = |name: &str| folder.path().join(name);
    for (name, kept) in [("inbox.db", "store.db"), ("map.csv", "input.csv")] {
        std::fs::hard_link(path(name), path(kept)).unwrap();
        std::os::unix::fs::symlink(kept, path(&format!("{kept}.link"))).unwrap();
    }
    let run = |rejects: &str, file: &str| {
        let mut command = std::process::Command::new(super::PROGRAM);
        command.args(["--store", "inbox.db", "owner", "import", file, "--rejects", rejects]).env_clear();
        command.stdin(std::fs::File::open(path("map.csv")).unwrap()).stderr(Stdio::null());
        command.current_dir(folder.path()).status().unwrap().code()
    };
    for rejects in ["store.db", "store.db.link", "input.csv", "input.csv.link"] {
        assert_eq!(run(rejects, "map.csv"), Some(2), "{rejects}");
    }
    for rejects in ["map.csv", "input.csv.link", "/dev/stdin"] {
        assert_eq!(run(rejects, "-"), Some(2), "{rejects}");
    }
    assert_eq!(std::fs::read_to_string(path("map.csv")).unwrap(), REJECTED);
}

const REJECTED: &str = "phone,owner\n12,ana@acme.example\n";

/// A device, pipe or link is never replaced by a file. The device is behind a link, so that a failing
/// test doesn't replace it.
#[cfg(unix)]
#[test]
fn rejects_are_written_through_links_and_to_devices() {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, symlink};
    let program = with_ana();
    let path = |name: &str| program.home().join(name);
    symlink("/dev/null", path("null")).unwrap();
    symlink("target.csv", path("link.csv")).unwrap();
    symlink("later.csv", path("dangling.csv")).unwrap();
    std::fs::write(path("target.csv"), "precious, and much longer than what takes its place\n".repeat(9)).unwrap();
    let before = std::fs::metadata(path("target.csv")).unwrap().ino();
    for name in ["null", "link.csv", "dangling.csv"] {
        let ran = fed(&program, &["owner", "import", "-", "--rejects", name], REJECTED);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(std::fs::symlink_metadata(path(name)).unwrap().is_symlink(), "{name}");
    }
    assert!(std::fs::metadata(path("null")).unwrap().file_type().is_char_device());
    for name in ["target.csv", "later.csv"] {
        let rejects = std::fs::read_to_string(path(name)).unwrap();
        assert!(rejects.starts_with("phone,owner,_line") && rejects.lines().count() == 2, "{name}: {rejects}");
    }
    let there = std::fs::metadata(path("target.csv")).unwrap();
    assert_eq!(there.ino(), before);
    assert_eq!(std::fs::metadata(path("later.csv")).unwrap().mode() & 0o7777, 0o600);
}

#[cfg(unix)]
#[test]
fn rejects_are_written_to_a_pipe() {
    let program = with_ana();
    let pipe = program.home().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    let ran = fed(&program, &["owner", "import", "-", "--rejects", "pipe", "--json"], REJECTED);
    assert_eq!((ran.code, &ran.error()["code"]), (Some(3), &json!("rejected-rows")), "{ran:?}");
    assert_eq!(reader.join().unwrap().lines().count(), 2);
    assert!(!std::fs::metadata(&pipe).unwrap().is_file());
    let skip = ["owner", "import", "-", "--on-error", "skip", "--rejects", "/dev/null", "--json"];
    let ran = fed(&program, &skip, REJECTED);
    assert_eq!((ran.code, &ran.json()["rows"]["rejected"]), (Some(1), &json!(1)), "{ran:?}");
}

/// stdout is used by the result.
#[cfg(target_os = "linux")]
#[test]
fn rejects_to_stdout_are_refused_by_any_name() {
    let program = with_ana();
    std::os::unix::fs::symlink("/proc/self/fd/1", program.home().join("link")).unwrap();
    for name in ["-", "/dev/stdout", "/dev/fd/1", "link"] {
        let ran = fed(&program, &["owner", "import", "-", "--rejects", name, "--json"], REJECTED);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{name}: {ran:?}");
        assert_eq!(ran.error()["code"], "wrong-usage", "{name}");
    }
}

#[cfg(unix)]
#[test]
fn rejects_are_private_or_keep_existing_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    let program = with_ana();
    let mode = |name: &str| std::fs::metadata(program.home().join(name)).unwrap().permissions().mode() & 0o7777;
    let import = |name: &str| fed(&program, &["owner", "import", "-", "--rejects", name], REJECTED).code;
    std::fs::write(program.home().join("shared.csv"), "").unwrap();
    std::fs::set_permissions(program.home().join("shared.csv"), std::fs::Permissions::from_mode(0o664)).unwrap();
    assert_eq!([import("new.csv"), import("shared.csv")], [Some(3), Some(3)]);
    assert_eq!([mode("new.csv"), mode("shared.csv")], [0o600, 0o664]);
}

#[test]
fn rejects_file_is_replaced_even_without_rejects() {
    let folder = with("phone,owner\n+525512345678,ana@acme.example\n")
        .file("bad.csv", "from yesterday")
        .run("owner import map.csv --rejects bad.csv -n --json")
        .part("/rows", rows([1, 0, 1, 0]))
        .done();
    let rejects = std::fs::read_to_string(folder.path().join("bad.csv")).unwrap();
    assert_eq!(rejects, "phone,owner,_line,_column,_code,_message,_surplus\n");
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_str().unwrap().starts_with(".tmp")), "{names:?}");
}

#[test]
fn empty_file_is_an_error_unless_it_has_headers() {
    with("phone,owner\n\n \n")
        .run("owner import map.csv --json")
        .part("/rows", rows([0, 0, 0, 0]))
        .leaves_the_store()
        .file("empty.csv", "")
        .run("owner import empty.csv --json")
        .stderr_json(json!({ "error": { "code": "invalid-file", "message": "the file is empty",
            "hint": "add a line of column headers", "file": "empty.csv", "line": 1, "column": 1 } }))
        .status(3)
        .run("owner import nowhere.csv --json")
        .stderr_json(json!({ "error": { "code": "unreadable-file",
            "message": "`nowhere.csv` can't be read: No such file or directory (os error 2)",
            "hint": "check the path, or pass `-` to read stdin", "file": "nowhere.csv", "line": null, "column": null } }))
        .status(3)
        .done();
}

#[test]
fn broken_file_is_rejected_whole() {
    with("phone,owner\n+525512345678,luis@acme.example\n+525500000001,\"ana@acme.example\n")
        .run("owner import map.csv --on-error skip")
        .stderr_starts("error: map.csv:3:15: ")
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn spellings_of_a_phone_are_one_contact() {
    with("phone,owner\n55 8765 4321,ana@acme.example\nwhatsapp:+5215587654321,luis@acme.example\n'+52 55-8765-4321,eva@acme.example\n")
        .run("owner import map.csv --country MX --json")
        .part("/contacts", json!({ "created": 1, "updated": 0 }))
        .part("/owners", json!({ "added": 3, "removed": 0 }))
        .done();
}

#[test]
fn empty_and_blank_cells_keep_stored_fields() {
    with("phone,owner,first_name,account,last_name\n+525512345678,,  ,,\" Paz \"\n")
        .run("owner import map.csv --json")
        .part("/rows", rows([1, 1, 0, 0]))
        .run("contact show +525512345678 --json")
        .part("/first_name", "Rosa")
        .part("/account", "Acme")
        .part("/last_name", " Paz ")
        .done();
}

#[test]
fn transfer_keeps_team_and_members_of_conversations() {
    with("phone,owner\n+525512345678,luis@acme.example\n")
        .given("simulate-message --contact +525512345678 --from contact\nowner import map.csv --mode replace")
        .run("conversation show 1 --json")
        .part("/assigned/0/member", "ana@acme.example")
        .part("/assigned/1", Value::Null)
        .done();
}

#[test]
fn import_is_one_change_and_can_be_undone() {
    with("phone,owner\n+525512345678,luis@acme.example\n+525500000001,new@acme.example\n")
        .given("owner import map.csv --mode replace --create-members")
        .run("undo 6 --json")
        .part("/effect_count", 5)
        .run("owner list --json")
        .column("owner", json!(["ana@acme.example"]))
        .run("contact list --json")
        .column("phone", json!(["+525512345678"]))
        .run("member list --json")
        .column("email", json!(["ana@acme.example", "eva@acme.example", "luis@acme.example"]))
        .done();
}

#[test]
fn import_reads_a_pipe() {
    let program = with_ana();
    let text = "phone,owner\n+525500000001,ana@acme.example\n+525500000002,nobody@acme.example\n";
    let ran = fed(&program, &["owner", "import", "-", "--on-error", "skip", "--rejects", "bad.csv"], text);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            Some(1),
            "rejected: -:3:15: owner: unknown member `nobody@acme.example`\n\
             saved 1 rejected row in `bad.csv`; fix them and import that file with the same options\n"
        )
    );
    let rejects = std::fs::read_to_string(program.home().join("bad.csv")).unwrap();
    assert!(
        rejects.ends_with(
            "+525500000002,nobody@acme.example,3,owner,unknown-member,unknown member `nobody@acme.example`,\n"
        )
    );
    // A process substitution can be read only once, as a pipe.
    let ran = fed(&program, &["owner", "import", "/dev/stdin", "--json"], text);
    assert_eq!((ran.code, &ran.json()["rows"]), (Some(3), &rows([2, 0, 1, 1])));
}

#[test]
fn batch_waits_for_a_locked_store() {
    let program = with_ana();
    std::fs::write(program.home().join("map.csv"), "phone,owner\n12,ana@acme.example\n").unwrap();
    let other = open(program.store());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = program.run(&["owner", "import", "map.csv", "--rejects", "bad.csv", "--wait", "0", "--json"]);
    assert_eq!((ran.code, ran.stdout.as_str(), &ran.error()["code"]), (Some(4), "", &json!("store-busy")));
    let left = std::fs::read_dir(program.home()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| !name.to_str().unwrap().starts_with("inbox.db")).collect();
    assert_eq!(left, ["map.csv"]);
}

/// Warnings are omitted: stderr contains one JSON object.
#[test]
fn json_error_is_a_single_line() {
    with("phone,owner,Deal stage\n12,ana@acme.example,won\n")
        .run("owner import map.csv --json")
        .part("/ignored_columns", json!(["Deal stage"]))
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .run("owner import map.csv --quiet")
        .stderr_starts("error: map.csv:2:1: phone")
        .status(3)
        .run("owner import map.csv")
        .stdout("no changes (1 row rejected)\n   rows  0 valid, 1 invalid, nothing imported\n")
        .stderr_starts("warning: ignored unknown columns: `Deal stage`\nerror: map.csv:2:1: ")
        .status(3)
        .done();
}

/// Contacts created by the sync itself, some already written, are not unlisted contacts.
#[test]
fn sync_keeps_contacts_added_behind_the_last_one() {
    let rows: Vec<_> = (0..1100).map(|number| format!("+52551234{number:04},ana@acme.example")).collect();
    Test::new()
        .given("member add ana@acme.example\ncontact add +14155550100 --owner ana@acme.example")
        .file("accounts.csv", format!("phone,owner\n+14155550100,ana@acme.example\n{}\n", rows.join("\n")))
        .run("owner import accounts.csv --mode sync --json")
        .part("/rows", json!({ "read": 1101, "changed": 1100, "unchanged": 1, "rejected": 0, "skipped": 0 }))
        .part("/owners", json!({ "added": 1100, "removed": 0 }))
        .done();
}

/// Runs a shell pipeline.
#[cfg(target_os = "linux")]
fn piped(program: &Program, source: &str, words: &[&str]) -> Ran {
    let script = format!("{source} | \"$0\" \"$@\"");
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_inboxctl")]).args(words).arg("--json").env_clear();
    command.env("PATH", "/usr/bin:/bin").env("INBOXCTL_STORE", program.store()).current_dir(program.home());
    command.output().unwrap().into()
}

/// An endless stream without headers is refused after its first lines.
#[cfg(target_os = "linux")]
#[test]
fn import_of_endless_stream_without_headers_is_refused() {
    let program = with_ana();
    std::fs::write(program.home().join("log.ndjson"), "").unwrap();
    for source in ["yes", "yes ''", "yes | tr -d '\\n'", "yes phone,phone", "cat /dev/zero"] {
        let ran = piped(&program, source, &["owner", "import", "-"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{source}: {ran:?}");
        let compare = ["scenario", "compare", "log.ndjson", "--with-owners", "-"];
        assert_eq!(piped(&program, source, &compare).code, Some(3), "{source}");
    }
    let ran = program.run(&["owner", "import", "/dev/zero", "--json"]);
    assert_eq!((ran.code, &ran.error()["code"]), (Some(3), &"invalid-file".into()), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn log_of_endless_stream_without_events_is_refused() {
    let program = with_ana();
    for source in ["yes", "yes '{}'", "cat /dev/zero"] {
        for words in [
            &["simulate-message", "--batch", "-"][..],
            &["scenario", "compare", "-", "--with", "assign-first-responder=on"],
        ] {
            let ran = piped(&program, source, words);
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{source} {words:?}: {ran:?}");
        }
    }
}

/// The input is neither written to the temporary folder nor left beside the store.
#[cfg(target_os = "linux")]
#[test]
fn stdin_copy_leaves_no_files() {
    let program = with_ana();
    let rows = "(echo phone,owner; seq -f '+5255%08.0f,ana@acme.example' 1 2000)";
    let ran = piped(&program, &format!("export TMPDIR=/dev/null; {rows}"), &["owner", "import", "-"]);
    assert_eq!((ran.code, &ran.json()["contacts"]["created"]), (Some(0), &json!(2000)), "{ran:?}");
    let names = std::fs::read_dir(program.home()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| name.to_str().unwrap().starts_with("inbox.db")));
}

#[test]
fn conflict_of_two_rows_is_printed_once() {
    with("phone,owner,external_id\n+525500000001,ana@acme.example,100114\n+525500000001,,1000114\n")
        .run("owner import map.csv --on-error skip -q")
        .status(1)
        .run("owner import map.csv --on-error skip")
        .stdout_starts("no changes")
        .stderr_starts(
            "rejected: map.csv:2:32: external_id: lines 2 and 3 differ in external id: `100114`, `1000114` \
             (contact +525500000001)\n",
        )
        .status(1)
        .run("owner import map.csv --json")
        .part("/rows", rows([2, 0, 0, 2]))
        .part("/rejected_count", 2)
        .part("/rejected/1/line", 3)
        .part("/rejected/1/value", "1000114")
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
}

/// The owners of a contact imported with this owner cell.
fn owners_of(cell: &str, options: &str, owners: &[&str]) {
    let cell = cell.replace('"', "\"\"");
    Test::acme()
        .given(
            "member update ana@acme.example --name 'Paz y Miño'\nmember update eva@acme.example --name 'García, Eva'",
        )
        .given("member update luis@acme.example --name Luis")
        .file("map.csv", format!("phone,owner\n+525500000001,\"{cell}\"\n"))
        .given(&format!("owner import map.csv {options}"))
        .run("contact show +525500000001 --json")
        .part("/owners", owners.iter().map(|name| format!("{name}@acme.example")).collect::<Vec<_>>())
        .done();
}

#[test]
fn owner_cell_is_split_at_common_separators() {
    for cell in [
        "ana@acme.example\nluis@acme.example",
        "ana@acme.example\r\n\r\nluis@acme.example\r\n",
        "ana@acme.example y luis@acme.example",
        "ana@acme.example / luis@acme.example",
        "Ana <ana@acme.example>, Luis <luis@acme.example>",
        "\"Paz, Ana\" <ana@acme.example>; luis@acme.example",
        "Ana Paz <ANA@acme.example> and <luis@acme.example>",
    ] {
        owners_of(cell, "", &["ana", "luis"]);
    }
}

#[test]
fn name_with_separators_is_one_owner() {
    owners_of("Paz y Miño", "--match-owner name", &["ana"]);
    owners_of("García, Eva", "--match-owner name", &["eva"]);
    owners_of("Luis, Paz y Miño", "--match-owner name", &["luis", "ana"]);
    owners_of("paz Y miño e Luis\nGarcía, Eva", "--match-owner name", &["ana", "luis", "eva"]);
    owners_of("Luis, Ana <ana@acme.example>", "--match-owner name", &["luis", "ana"]);
}

#[test]
fn unknown_name_with_a_comma_is_one_error() {
    for (options, code) in [("", "invalid-email"), (" --match-owner name", "unknown-member")] {
        with("phone,owner\n+525500000001,\"Gómez, Zoe\"\n")
            .run(&format!("owner import map.csv --json{options}"))
            .part("/rejected_count", 1)
            .part("/rejected/0/code", code)
            .part("/rejected/0/value", "Gómez, Zoe")
            .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
            .status(3)
            .leaves_the_store()
            .done();
    }
}

#[test]
fn unknown_address_is_rejected_in_every_mode() {
    for options in ["", " --match-owner name", " --match-owner external-id"] {
        with("phone,owner\n+525500000001,Zoe <zoe@other.example>\n")
            .run(&format!("owner import map.csv --json{options}"))
            .part("/rejected/0/code", "unknown-member")
            .part("/rejected/0/value", "zoe@other.example")
            .part("/rejected/0/message", "unknown member `zoe@other.example`")
            .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
            .status(3)
            .done();
    }
}

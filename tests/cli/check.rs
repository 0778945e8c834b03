//! `check`; each problem has its test in `tests/store/check.rs`.

use std::fs;

use rusqlite::Connection;
use serde_json::json;

use super::Test;

/// Ana is inactive although she is assigned, the rotation is out of range, and two phones are not
/// canonical, one of them with a control character.
fn spoilt() -> Test {
    let folder = Test::acme()
        .given(
            "contact add +525587654321
             contact add +525500000000",
        )
        .run("simulate-message --contact +525512345678 --from contact --json")
        .part("/dry_run", false)
        .done();
    let path = folder.path().join("inbox.db");
    let store = Connection::open(&path).unwrap();
    let spoil = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
                 UPDATE members SET active = 0 WHERE id = 1;
                 UPDATE teams SET turn = 7;
                 UPDATE contacts SET phone = '55' || char(27) || '1234' WHERE id = 2;
                 UPDATE contacts SET phone = '+541123456789' WHERE id = 3";
    store.execute_batch(spoil).unwrap();
    drop(store);
    Test::bare().file("inbox.db", fs::read(path).unwrap())
}

#[test]
fn check_of_valid_store_finds_no_problems() {
    Test::acme()
        .run("check")
        .stdout("no problems found\n")
        .leaves_the_store()
        .run("check --json")
        .json(json!({ "ok": true, "faults": [], "notes": [] }))
        .run("check --format ndjson")
        .ndjson([json!({ "ok": true, "faults": [], "notes": [] })])
        .run("check --format csv")
        .stdout("code,what\n")
        .done();
}

#[test]
fn check_lists_each_problem() {
    spoilt()
        .run("check")
        .stdout(
            "
            invalid-phone             the phone of contact `55\\u{1b}1234` is not in canonical form: `inboxctl contact update '55\\u{1b}1234' --phone PHONE`
            phone-not-canonical       the phone of contact `+541123456789` is now written `+5491123456789`: `inboxctl contact update +541123456789 --phone +5491123456789`
            inactive-member-assigned  `ana@acme.example` is inactive and assigned to the open conversation 1
            turn-out-of-range         the rotation of team `Sales` is at 7, but it has 2 members
            4 problems found
            ",
        )
        .status(1)
        .leaves_the_store()
        .done();
}

#[test]
fn check_prints_codes_in_json() {
    let faults = json!([
        {
            "code": "invalid-phone",
            "what": "the phone of contact `55\u{1b}1234` is not in canonical form: \
                     `inboxctl contact update '55\u{1b}1234' --phone PHONE`",
        },
        {
            "code": "phone-not-canonical",
            "what": "the phone of contact `+541123456789` is now written `+5491123456789`: \
                     `inboxctl contact update +541123456789 --phone +5491123456789`",
        },
        {
            "code": "inactive-member-assigned",
            "what": "`ana@acme.example` is inactive and assigned to the open conversation 1",
        },
        { "code": "turn-out-of-range", "what": "the rotation of team `Sales` is at 7, but it has 2 members" },
    ]);
    spoilt()
        .run("check --json")
        .json(json!({ "ok": false, "faults": faults, "notes": [] }))
        .status(1)
        .run("check --format csv --quiet")
        .stdout_starts("code,what\ninvalid-phone,")
        .status(1)
        .done();
}

#[test]
fn check_without_store_fails() {
    Test::bare()
        .run("check")
        .fails(
            4,
            "store-missing",
            "the store `inbox.db` does not exist",
            "create it with `inboxctl init`, or pass another path with `--store PATH`",
        )
        .done();
}

//! `owner …`

use serde_json::{Value, json};

use super::{START, Test};

fn owns(member: &str, active: bool, change: i64) -> Value {
    json!({
        "phone": "+525512345678",
        "account": "Acme",
        "owner": member,
        "active": active,
        "reason": "manual",
        "since": START,
        "change": change,
    })
}

#[test]
fn owner_add_keeps_existing_owners() {
    Test::acme()
        .run("owner add '+52 55 1234 5678' luis@acme.example ANA@acme.example")
        .stdout(
            "
            change 6: 1 effect
               added owner luis@acme.example to +525512345678 (manual)  O4
            passed over
               ana@acme.example is already an owner  already-owner  O4
            ",
        )
        .run("owner add +525512345678 eva@acme.example luis@acme.example --json")
        .json(json!({
            "dry_run": false,
            "change": 7,
            "effects": [{ "effect": "add-owner", "contact": "+525512345678", "member": "eva@acme.example",
                          "reason": "manual", "rule": "O4" }],
            "passed_over": [{ "member": "luis@acme.example", "reason": "already-owner", "rule": "O4" }],
        }))
        .done();
}

#[test]
fn open_conversation_is_unchanged_unless_asked() {
    let talking = || Test::acme().given("simulate-message --contact +525512345678 --from contact");
    talking()
        .given("owner add +525512345678 luis@acme.example")
        .run("conversation show 1 --json")
        .part("/assigned/1", Value::Null)
        .done();
    talking()
        .given("owner add +525512345678 luis@acme.example --assign-open")
        .run("conversation show 1 --json")
        .part("/assigned/1", json!({ "member": "luis@acme.example", "reason": "contact-owner", "since": START }))
        .done();
}

#[test]
fn owner_add_creates_contacts_if_asked() {
    Test::acme()
        .run("owner add '+52 55 8765 4321' ana@acme.example --create-contacts --json")
        .part(
            "/effects",
            json!([
                { "effect": "add-contact", "contact": "+525587654321", "rule": null },
                { "effect": "add-owner", "contact": "+525587654321", "member": "ana@acme.example",
                  "reason": "manual", "rule": "O4" },
            ]),
        )
        .done();
}

#[test]
fn owner_remove_reports_members_that_are_not_owners() {
    Test::acme()
        .run("owner remove +525512345678 eva@acme.example ana@acme.example")
        .stdout(
            "
            change 6: 1 effect
               removed owner ana@acme.example from +525512345678 (manual)  O4
            passed over
               eva@acme.example is not an owner  not-owner  O4
            ",
        )
        .run("owner remove +525512345678 ana@acme.example --json")
        .json(json!({
            "dry_run": false,
            "change": null,
            "effects": [],
            "passed_over": [{ "member": "ana@acme.example", "reason": "not-owner", "rule": "O4" }],
        }))
        .leaves_the_store()
        .done();
}

#[test]
fn list_shows_inactive_owners() {
    Test::acme()
        .given(
            "owner add +525512345678 luis@acme.example
             member deactivate ana@acme.example",
        )
        .run("owner list")
        .stdout(
            "
            PHONE          ACCOUNT  OWNER                        REASON  SINCE (UTC)  CHANGE
            +525512345678  Acme     ana@acme.example (inactive)  manual  1 Jan 00:00  5
            +525512345678  Acme     luis@acme.example            manual  1 Jan 00:00  6
            ",
        )
        .run("owner list --json")
        .json(json!([owns("ana@acme.example", false, 5), owns("luis@acme.example", true, 6)]))
        .done();
}

#[test]
fn filters_select_matching_owners() {
    const ROSA: &str = "+525512345678";
    const BETO: &str = "+525587654321";

    let mut test = Test::acme().given("contact add +525587654321 --owner eva@acme.example");
    for (filter, phones) in [
        ("", json!([ROSA, BETO])),
        ("--contact '+52 55 8765 4321'", json!([BETO])),
        ("--member ANA@acme.example", json!([ROSA])),
        ("--account acme", json!([ROSA])),
        ("--member luis@acme.example", json!([])),
    ] {
        test = test.run(&format!("owner list {filter} --json")).column("phone", phones);
    }
    test.run("owner list --limit 1 --json").column("phone", json!([ROSA])).stderr("showing 1 of 2 owners\n").done();
}

#[test]
fn missing_member_is_wrong_usage() {
    Test::acme()
        .run("owner add +525512345678")
        .usage("error: missing required argument `<MEMBER>...`\n")
        .run("owner remove +525512345678")
        .usage("error: missing required argument `<MEMBER>...`\n")
        .done();
}

/// Rosa of Acme with Ana and Luis, Beto of ACME with Luis, and Sara with Eva and without an account.
fn three_accounts() -> Test {
    Test::acme().file("first.csv", "phone,owner\n+525512345678,luis@acme.example\n").given(
        "owner import first.csv
         contact add +525587654321 --account ACME --owner luis@acme.example
         contact add +525500000001 --owner eva@acme.example",
    )
}

#[test]
fn owner_list_filters_by_reason() {
    three_accounts()
        .run("owner list --reason import --json")
        .column("owner", json!(["luis@acme.example"]))
        .run("owner list --reason manual --member luis@acme.example --json")
        .column("phone", json!(["+525587654321"]))
        .run("owner list --reason first-responder --json")
        .json(json!([]))
        .run("owner list --reason nothing")
        .usage("error: invalid value `nothing` for `--reason <REASON>`: expected manual, import, first-responder or handed-over\n")
        .done();
}

#[test]
fn ownerships_are_counted_by_member() {
    three_accounts()
        .run("owner list --by member")
        .stdout(
            "
            MEMBER             CONTACTS  ACCOUNTS
            ana@acme.example          1         1
            eva@acme.example          1         0
            luis@acme.example         2         1
            ",
        )
        .run("owner list --by member --account acme --limit 1 --json")
        .json(json!([{ "member": "ana@acme.example", "contacts": 1, "accounts": 1 }]))
        .stderr("showing 1 of 2 owners\n")
        .done();
}

#[test]
fn ownerships_are_counted_by_account() {
    three_accounts()
        .run("owner list --by account --json")
        .json(json!([
            { "account": null, "contacts": 1, "owners": ["eva@acme.example"] },
            { "account": "ACME", "contacts": 2, "owners": ["ana@acme.example", "luis@acme.example"] },
        ]))
        .run("owner list --by account --member luis@acme.example --format csv")
        .stdout("account,contacts,owners\nACME,2,luis@acme.example\n")
        .done();
}

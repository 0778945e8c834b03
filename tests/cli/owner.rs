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
        "pinned": false,
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
        .usage("error: invalid value `nothing` for `--reason <REASON>`: expected manual, import, first-responder, handed-over, distributed or rebalanced\n")
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

#[test]
fn owner_set_keeps_those_who_stay() {
    Test::acme()
        .at("2026-01-02T00:00:00Z")
        .given("owner add +525512345678 luis@acme.example")
        .run("owner set '+52 55 1234 5678' eva@acme.example ana --json")
        .json(json!({
            "dry_run": false,
            "change": 7,
            "effects": [
                { "effect": "add-owner", "contact": "+525512345678", "member": "eva@acme.example",
                  "reason": "manual", "rule": "O4" },
                { "effect": "remove-owner", "contact": "+525512345678", "member": "luis@acme.example",
                  "reason": "replaced", "rule": "O4" },
            ],
            "passed_over": [{ "member": "ana@acme.example", "reason": "already-owner", "rule": "O4" }],
        }))
        .run("owner list --json")
        .part("/0", owns("ana@acme.example", true, 5))
        .part("/1/owner", "eva@acme.example")
        .part("/1/change", 7)
        .part("/2", Value::Null)
        .run("undo 7 --json")
        .part("/effect_count", 2)
        .run("owner list --json")
        .column("owner", json!(["ana@acme.example", "luis@acme.example"]))
        .column("change", json!([5, 6]))
        .done();
}

#[test]
fn owner_set_without_members_removes_all_owners() {
    for typed in ["owner set +525512345678", "owner set +525512345678 --no-owners"] {
        Test::acme()
            .run(typed)
            .stdout(
                "
                change 6: 1 effect
                   removed owner ana@acme.example from +525512345678 (replaced)  O4
                ",
            )
            .run(typed)
            .stdout("no changes\n")
            .done();
    }
}

#[test]
fn owner_set_refuses_new_inactive_owners_only() {
    Test::acme()
        .given(
            "member deactivate ana@acme.example
             member deactivate eva@acme.example",
        )
        .run("owner set +525512345678 ana@acme.example luis@acme.example --json")
        .part("/effects/0/member", "luis@acme.example")
        .part("/effects/1", Value::Null)
        .run("owner set +525512345678 luis@acme.example eva@acme.example")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .leaves_the_store()
        .done();
}

#[test]
fn owner_set_changes_several_contacts_at_once() {
    Test::acme()
        .given("contact add +525587654321 --owner luis@acme.example")
        .run("owner set +525512345678 +525587654321 --member eva@acme.example,luis@acme.example --json")
        .part("/effect_count", 4)
        .part("/by_member/0/member", "ana@acme.example")
        .part("/by_member/0/owners_removed", 1)
        .run("owner list --json")
        .column("owner", json!(["eva@acme.example", "luis@acme.example", "luis@acme.example", "eva@acme.example"]))
        .stdin("+525512345678\n+525599999999\n+525587654321\n")
        .run("owner set - --no-owners --skip-refused --json")
        .part("/effect_count", 4)
        .part("/refused/0/code", "unknown-contact")
        .status(1)
        .run("owner list --json")
        .json(json!([]))
        .done();
}

#[test]
fn owner_set_creates_contacts_if_asked() {
    Test::acme()
        .run("owner set +525587654321 ana@acme.example")
        .refused(
            "unknown-contact",
            "unknown contact `+525587654321`",
            "see `inboxctl contact list --search TEXT`, or create it with `--create-contacts`",
        )
        .run("owner set +525587654321 ana@acme.example --create-contacts --json")
        .part("/effects/0/effect", "add-contact")
        .part("/effects/1/reason", "manual")
        .done();
}

/// A forgotten option would leave contacts without owners.
#[test]
fn owner_set_of_several_requires_an_option() {
    let mut test = Test::acme();
    for typed in [
        "owner set -",
        "owner set - ana@acme.example",
        "owner set +525512345678 -",
        "owner set +525512345678 +525587654321",
        "owner set external-id:7 '+52 55 8765 4321'",
    ] {
        test = test.run(typed).usage(
            "
            error: several contacts require `--member` or `--no-owners`
            hint: name the owners with `--member MEMBER`, or pass `--no-owners`
            ",
        );
    }
    test.run("owner set +525512345678 --member ana@acme.example --no-owners")
        .usage("error: `--member <MEMBER>` cannot be used with `--no-owners`\n")
        .done();
}

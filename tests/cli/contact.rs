//! `contact …`

use serde_json::{Value, json};

use super::{START, Test};

/// Rosa as JSON.
fn rosa() -> Value {
    json!({
        "phone": "+525512345678",
        "first_name": "Rosa",
        "last_name": null,
        "email": null,
        "account": "Acme",
        "external_id": null,
        "owners": ["ana@acme.example"],
    })
}

/// Rosa, Beto of another account and without owner, and Carla without details.
fn three() -> Test {
    Test::acme().given(
        "contact add +525587654321 --first-name Beto --last-name Ríos --email beto@ríos.example --account Ríos --external-id 77
         contact add +525500000001 --owner eva@acme.example
         member deactivate eva@acme.example",
    )
}

#[test]
fn unknown_account_is_noted() {
    Test::acme()
        .run("contact list --account Acmee --json")
        .json(json!([]))
        .stderr("note: no account has the name `Acmee`; did you mean `Acme`?\n")
        .run("owner list --account Zzz --json")
        .json(json!([]))
        .stderr("note: no account has the name `Zzz`\n")
        .run("contact list --account '' --json")
        .json(json!([]))
        .done();
}

#[test]
fn account_is_found_without_accents_if_that_leaves_one() {
    three()
        .run("contact list --account RIOS --json")
        .column("account", json!(["Ríos"]))
        .stderr("note: showing account `Ríos`\n")
        .run("owner list --account rios --by account")
        .stderr("note: showing account `Ríos`\nno accounts\n")
        .given("contact add +525500000002 --account Rios")
        .run("contact list --account RIOS --json")
        .column("account", json!(["Rios"]))
        .given("contact add +525500000003 --account Ríós")
        .run("contact list --account ríoS --json")
        .column("account", json!(["Ríos"]))
        .given("contact remove +525500000002")
        .run("contact list --account RIOS --json")
        .json(json!([]))
        .stderr("note: no account has the name `RIOS`; did you mean `Ríos` or `Ríós`?\n")
        .done();
}

#[test]
fn contact_is_found_by_any_spelling_of_phone() {
    Test::acme()
        .run("contact show '+52 1 55 1234-5678' --json")
        .part("/phone", "+525512345678")
        .run("contact show 'whatsapp:+525512345678' --json")
        .part("/phone", "+525512345678")
        .run("contact show '0052 (55) 1234 5678' --json")
        .part("/phone", "+525512345678")
        .run("contact add '+52 1 55 1234 5678'")
        .refused(
            "already-exists",
            "contact `+525512345678` already exists",
            "update it with `inboxctl contact update +525512345678`",
        )
        .done();
}

#[test]
fn contact_add_lists_contact_and_owners() {
    Test::acme()
        .run("contact add '+52 55 8765 4321' --owner ana@acme.example --owner eva@acme.example --json")
        .json(json!({
            "dry_run": false,
            "change": 6,
            "effects": [
                { "effect": "add-contact", "contact": "+525587654321", "rule": null },
                { "effect": "add-owner", "contact": "+525587654321", "member": "ana@acme.example",
                  "reason": "manual", "rule": "O4" },
                { "effect": "add-owner", "contact": "+525587654321", "member": "eva@acme.example",
                  "reason": "manual", "rule": "O4" },
            ],
            "passed_over": [],
        }))
        .done();
}

#[test]
fn contact_show_labels_fields() {
    three()
        .run("contact show +525587654321")
        .stdout(
            "
            phone          +525587654321
            first name     Beto
            last name      Ríos
            email          beto@ríos.example
            account        Ríos
            external id    77
            owners
            conversations
            ",
        )
        .done();
}

#[test]
fn contact_list_sorts_by_phone() {
    three()
        .run("contact list")
        .stdout(
            "
            PHONE          NAME       ACCOUNT  OWNERS
            +525500000001                      eva@acme.example (inactive)
            +525512345678  Rosa       Acme     ana@acme.example
            +525587654321  Beto Ríos  Ríos
            ",
        )
        .run("contact list --format csv")
        .stdout(
            "
            phone,first_name,last_name,email,account,external_id,owners
            +525500000001,,,,,,eva@acme.example
            +525512345678,Rosa,,,Acme,,ana@acme.example
            +525587654321,Beto,Ríos,beto@ríos.example,Ríos,77,
            ",
        )
        .done();
}

#[test]
fn contact_filters_keep_matching_rows() {
    const CARLA: &str = "+525500000001";
    const ROSA: &str = "+525512345678";
    const BETO: &str = "+525587654321";

    let mut test = three();
    for (filter, phones) in [
        ("", json!([CARLA, ROSA, BETO])),
        ("--account ACME", json!([ROSA])),
        ("--account rÍOS", json!([BETO])),
        ("--owner ana@acme.example", json!([ROSA])),
        ("--unowned", json!([CARLA, BETO])),
        ("--search RÍOS", json!([BETO])),
        ("--search rios", json!([BETO])),
        ("--search ' beto\u{a0} rios'", json!([BETO])),
        ("--search 8765", json!([BETO])),
        ("--search 77", json!([BETO])),
        ("--search @ríos", json!([BETO])),
        ("--unowned --account ríos", json!([BETO])),
        ("--unowned --search rosa", json!([])),
        ("--limit 3", json!([CARLA, ROSA, BETO])),
    ] {
        test = test.run(&format!("contact list {filter} --json")).column("phone", phones);
    }
    test.run("contact list --limit 2 --json")
        .column("phone", json!([CARLA, ROSA]))
        .stderr("showing 2 of 3 contacts\n")
        .done();
}

#[test]
fn search_finds_part_of_phone() {
    let mut test = three();
    for search in ["+525512345678", "'+52 55 1234-5678'", "'(55) 1234.5678'", "1234-56"] {
        test = test.run(&format!("contact list --search {search} --json")).column("phone", json!(["+525512345678"]));
    }
    test.run("contact list --search '55 0000 9999' --json").json(json!([])).done();
}

#[test]
fn search_finds_any_spelling_of_phone() {
    let mut test = three();
    for search in ["'+52 1 55 1234-5678'", "'0052 (55) 1234 5678'", "whatsapp:+525512345678"] {
        test = test.run(&format!("contact list --search {search} --json")).column("phone", json!(["+525512345678"]));
    }
    test.done();
}

#[test]
fn contact_update_lists_new_values() {
    Test::acme()
        .run("contact update '+52 55 1234 5678' --last-name Gómez --email rosa@acme.example --external-id 42 --json")
        .part(
            "/effects",
            json!([{
                "effect": "update-contact",
                "contact": "+525512345678",
                "set": { "last_name": "Gómez", "email": "rosa@acme.example", "external_id": "42" },
                "was": { "last_name": null, "email": null, "external_id": null },
                "rule": null,
            }]),
        )
        .run("contact update +525512345678 --phone '+52 55 8765 4321'")
        .stdout(
            "
            change 7: 1 effect
               updated contact +525587654321: phone = +525587654321 (was +525512345678)
            ",
        )
        .run("contact show +525587654321 --json")
        .part("/owners", json!(["ana@acme.example"]))
        .done();
}

#[test]
fn empty_value_clears_contact_field() {
    Test::acme()
        .run("contact update +525512345678 --account ''")
        .stdout(
            "
            change 6: 1 effect
               updated contact +525512345678: account = none (was Acme)
            ",
        )
        .run("contact show +525512345678 --json")
        .part("/account", Value::Null)
        .done();
}

#[test]
fn contact_update_with_same_values_changes_nothing() {
    Test::acme()
        .run("contact update +525512345678 --account Acme --phone '+52 1 55 1234 5678'")
        .stdout("no changes\n")
        .leaves_the_store()
        .run("contact update +525512345678 --last-name '' --json")
        .json(json!({ "dry_run": false, "change": null, "effects": [], "passed_over": [] }))
        .run("contact update +525512345678")
        .usage("error: missing required argument")
        .done();
}

#[test]
fn duplicate_phone_is_rejected() {
    three()
        .run("contact update +525512345678 --phone +525587654321")
        .refused(
            "already-exists",
            "contact `+525587654321` already exists",
            "see `inboxctl contact show +525587654321`, or choose another phone",
        )
        .done();
}

#[test]
fn contact_remove_removes_ownerships() {
    Test::acme()
        .run("contact remove +525512345678 --json")
        .json(json!({
            "dry_run": false,
            "change": 6,
            "effects": [
                { "effect": "remove-owner", "contact": "+525512345678", "member": "ana@acme.example",
                  "reason": "manual", "rule": "O4" },
                { "effect": "remove-contact", "contact": "+525512345678", "rule": null },
            ],
            "passed_over": [],
        }))
        .run("contact list --json")
        .json(json!([]))
        .done();
}

#[test]
fn owned_by_inactive_filter_keeps_contacts_with_an_inactive_owner() {
    Test::acme()
        .given(
            "contact add +525587654321 --owner luis@acme.example
             owner add +525512345678 luis@acme.example
             contact add +525500000001",
        )
        .run("contact list --owned-by-inactive --json")
        .json(json!([]))
        .given("member deactivate luis@acme.example")
        .run("contact list --owned-by-inactive --json")
        .column("phone", json!(["+525512345678", "+525587654321"]))
        .run("contact list --owned-by-inactive --unowned --json")
        .column("phone", json!(["+525587654321"]))
        .done();
}

#[test]
fn contact_show_has_owners_and_conversations() {
    let mut shown = rosa();
    shown["owners"] = json!(["ana@acme.example", "luis@acme.example"]);
    shown["ownerships"] = json!([
        { "phone": "+525512345678", "account": "Acme", "owner": "ana@acme.example", "active": true,
          "reason": "manual", "since": START, "change": 5, "pinned": false },
        { "phone": "+525512345678", "account": "Acme", "owner": "luis@acme.example", "active": true,
          "reason": "manual", "since": START, "change": 6, "pinned": false },
    ]);
    shown["conversations"] = json!([{
        "id": 1, "contact": "+525512345678", "name": "Rosa", "account": "Acme", "status": "closed", "team": null,
        "assigned": [{ "member": "ana@acme.example", "reason": "contact-owner", "since": START },
                     { "member": "luis@acme.example", "reason": "contact-owner", "since": START }],
        "first_responder": null, "opened_at": START, "closed_at": START, "overdue": false,
    }]);
    Test::acme()
        .given(
            "owner add +525512345678 luis@acme.example
             simulate-message --contact +525512345678 --from contact
             conversation close 1",
        )
        .run("contact show +525512345678 --json")
        .json(shown)
        .run("contact show +525512345678")
        .stdout(
            "
            phone          +525512345678
            first name     Rosa
            last name
            email
            account        Acme
            external id
            owners         ana@acme.example (manual, since 1 Jan 00:00 UTC, change 5)
                           luis@acme.example (manual, since 1 Jan 00:00 UTC, change 6)
            conversations  1: closed, opened 1 Jan 00:00 UTC, assigned to ana@acme.example, luis@acme.example
            ",
        )
        .run("contact show +525512345678 --format csv")
        .stdout(
            "
            phone,first_name,last_name,email,account,external_id,owners,ownerships,conversations
            +525512345678,Rosa,,,Acme,,ana@acme.example;luis@acme.example,ana@acme.example;luis@acme.example,1
            ",
        )
        .done();
}

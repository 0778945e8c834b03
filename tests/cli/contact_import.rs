//! `contact import`: contacts without their owners.

use serde_json::{Value, json};

use super::Test;

fn with(file: &str) -> Test {
    Test::acme().file("contacts.csv", file)
}

#[test]
fn import_creates_and_updates_contacts_and_keeps_owners() {
    with(
        "phone,first_name,last_name,email,account,external_id\n+52 55 1234 5678,,García,rosa@acme.example,,\n\
          +525500000001,Beto,,,Beta,00123\n",
    )
    .run("contact import contacts.csv -n --json")
    .part("/change", Value::Null)
    .part("/contacts", json!({ "created": 1, "updated": 1 }))
    .leaves_the_store()
    .run("contact import contacts.csv")
    .stdout(
        "
        change 6: 2 effects
           rows      2 read, 2 changed, 0 unchanged, 0 rejected
           contacts  1 created, 1 updated
           updated contact +525512345678: email = rosa@acme.example (was none), last name = García (was none)
           added contact +525500000001
        ",
    )
    .run("contact show +525512345678 --json")
    .part("/first_name", "Rosa")
    .part("/account", "Acme")
    .part("/owners", json!(["ana@acme.example"]))
    .run("contact import contacts.csv --json")
    .part("/rows/unchanged", 2)
    .part("/owners", Value::Null)
    .leaves_the_store()
    .run("history list --columns command --format csv --limit 1")
    .stderr("showing 1 of 6 changes\n")
    .stdout("command\ncontact import contacts.csv --at 2026-01-01T00:00:00Z\n")
    .run("undo 6")
    .stdout(
        "
        change 7 undoes change 6: 2 effects
           removed contact +525500000001
           updated contact +525512345678: email = none (was rosa@acme.example), last name = none (was García)
        ",
    )
    .done();
}

#[test]
fn file_options_are_those_of_the_mapping() {
    with("Celular;Empresa\n55 1234 5678;Nueva\n;Otra\n5500000001;Beta\n")
        .run("contact import contacts.csv --column phone=Celular --column account=Empresa --country MX \
              --skip-without-phone --existing-only --on-error skip --rejects bad.csv --json")
        .part("/rows", json!({ "read": 3, "changed": 1, "unchanged": 0, "rejected": 1, "skipped": 1 }))
        .part("/contacts", json!({ "created": 0, "updated": 1 }))
        .part("/rejected/0/code", "unknown-contact")
        .status(1)
        .run("contact import bad.csv --column phone=Celular --column account=Empresa --phone-format national --country MX --json")
        .part("/contacts", json!({ "created": 1, "updated": 0 }))
        .run("contact import contacts.csv --strict-columns --delimiter ; --column account=none")
        .status(3)
        .stderr_starts("error: contacts.csv:1:9: ")
        .done();
}

#[test]
fn file_needs_phones_and_leaves_owners_alone() {
    with("account,owner\nAcme,luis@acme.example\n")
        .run("contact import contacts.csv")
        .status(3)
        .stderr_starts("error: contacts.csv:1:1: missing column `phone`")
        .leaves_the_store()
        .file("contacts.csv", "phone,owner\n+525512345678,luis@acme.example\n")
        .run("contact import contacts.csv --json")
        .part("/change", Value::Null)
        .part("/ignored_columns", json!(["owner"]))
        .stderr("warning: ignored unknown columns: `owner`\n")
        .leaves_the_store()
        .run("contact import contacts.csv --mode sync")
        .usage("error: unexpected argument `--mode`\nhint: use `inboxctl owner import FILE`\n")
        .done();
}

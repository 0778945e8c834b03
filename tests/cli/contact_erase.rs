//! `contact erase`: nothing of a contact's data is left in the store, and the rest is as it was.

use std::fs;

use serde_json::{Value, json};

use super::{START, Test};

/// Every value that the contact has or had, in the spellings in which a file could hold it.
const ERASED: [&str; 13] = [
    "525512345678",
    "525599998888",
    "55 1234 5678",
    "Rosaura",
    "Rosalba",
    "Hara",
    "Ñandú",
    "\\u00d1and\\u00fa",
    "rosaura@priv.example",
    "Privada",
    "Otra SA",
    "XID-77",
    "525544445555",
];

/// A contact with a past: names, phones, owners and conversations, an undone import, a removal, and a merged contact.
fn story() -> Test {
    Test::acme()
        .file("crm.csv", "phone,owner,first_name,account\n+525544445555,ana@acme.example,Rosaura,Otra SA\n")
        .given(
            "contact remove +525512345678
             contact add '+52 55 1234 5678' --first-name Rosaura --last-name \"O'Hara Ñandú\" --email rosaura@priv.example --account 'Privada SA' --external-id XID-77 --owner ana
             owner import crm.csv
             contact update +525512345678 --first-name Rosalba
             simulate-message --contact '+52 1 55 1234 5678' --from contact
             undo 8
             undo 11
             contact merge +525544445555 +525512345678
             contact update +525512345678 --phone +525599998888 --account 'Privada SA Norte'
             contact add +525587654321 --first-name Otto --account Acme --owner luis
             simulate-message --contact +525587654321 --from contact
             conversation close 1
             simulate-message --contact +525599998888 --from contact",
        )
}

/// The values that the files of the store hold.
fn found(test: &Test) -> Vec<&'static str> {
    let files = fs::read_dir(test.folder()).unwrap().map(|entry| entry.unwrap().path());
    let store = files.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("inbox.db"));
    let bytes: Vec<u8> = store.flat_map(|path| fs::read(path).unwrap()).collect();
    let holds = |value: &str| bytes.windows(value.len()).any(|window| window == value.as_bytes());
    ERASED.into_iter().filter(|value| holds(value)).collect()
}

#[test]
fn nothing_is_left_in_the_files() {
    let test = story();
    assert!(found(&test).len() > 9, "{:?}", found(&test));
    let test = test.given("contact erase +525599998888 --confirm 1");
    assert_eq!(found(&test), [""; 0]);
    test.run("check")
        .stdout("no problems found\n")
        .run("contact list --json")
        .column("phone", json!(["+525587654321"]))
        .run("contact show +525587654321 --json")
        .part("/account", "Acme")
        .part("/owners", json!(["luis@acme.example"]))
        .run("conversation list --all --json")
        .column("contact", json!(["erased-2", "+525587654321", "erased-2"]))
        .column("status", json!(["closed", "new", "closed"]))
        .run("status --json")
        .part("/contacts/total", 1)
        .done();
}

#[test]
fn erasure_is_a_change_with_names_that_remain() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("contact erase +525512345678 --confirm 1")
        .stdout(
            "
            change 7: 3 effects
               removed owner ana@acme.example from erased-1 (manual)
               closed conversation 1                                  S1
               erased contact erased-1
            data erased for good, in 0 history records and 3 recorded commands too: neither undo nor --as-of brings it back
               +525512345678  is now erased-1
            ",
        )
        .run("history list --contact erased-1 --json --quiet")
        .column("id", json!([7, 6, 5]))
        .part("/0/command", format!("contact erase erased-1 --confirm 1 --at {START}"))
        .part("/1/command", format!("simulate-message --contact erased-1 --from contact --at {START}"))
        .run("conversation list --contact erased-1 --all --json")
        .column("id", json!([1]))
        .run("why 1 --json")
        .part("/conversation/contact", "erased-1")
        .part("/conversation/account", Value::Null)
        .run("simulate-message --contact +525512345678 --from contact --create-contacts --json")
        .part("/conversation/id", 2)
        .part("/conversation/assigned", json!([]))
        .done();
}

#[test]
fn erasure_is_confirmed_by_its_number_or_its_digest() {
    let test = Test::acme()
        .given("contact add +525587654321")
        .run("contact erase +525512345678")
        .refused(
            "needs-confirmation",
            "this would erase 1 contact for good; nothing was changed",
            "it can't be undone: preview with `--dry-run`, then pass `--confirm 1`",
        )
        .run("contact erase +525512345678 +525587654321 +525512345678 --confirm 3")
        .refused(
            "needs-confirmation",
            "this would erase 2 contacts for good, but `--confirm` says 3; nothing was changed",
            "it can't be undone: preview with `--dry-run`, then pass `--confirm 2`",
        );
    let plan = test.answer("contact erase +525512345678 +525587654321 --dry-run --json", 0);
    assert_eq!(plan["effect_count"], 3);
    let digest = plan["digest"].as_str().unwrap().to_owned();
    test.run(&format!("contact erase +525512345678 +525587654321 --expect {digest} --json"))
        .part("/change", 7)
        .part(
            "/erased",
            json!([
                { "phone": "+525512345678", "contact": "erased-1" },
                { "phone": "+525587654321", "contact": "erased-2" },
            ]),
        )
        .run("contact list --json")
        .json(json!([]))
        .done();
}

#[test]
fn erasure_can_not_be_undone() {
    let test = Test::acme().given("contact erase +525512345678 --confirm 1");
    test.run("undo 6 --json --quiet")
        .status(3)
        .stderr_starts("{\"error\":{\"code\":\"undo-conflict\"")
        .part("/conflicts/0/why", "the data of `erased-1` was erased")
        .run("undo 5 --skip-conflicts --json --quiet")
        .status(1)
        .part("/change", Value::Null)
        .done();
}

/// A removal and an undone import that are undone would bring rows back that have no data.
#[test]
fn removed_rows_without_data_stay_removed() {
    story()
        .given("contact erase +525599998888 --confirm 1")
        .run("undo 6 --json --quiet")
        .status(3)
        .stderr_starts("{\"error\":{\"code\":\"undo-conflict\"")
        .part("/conflicts/0/why", "the data of `erased-1` was erased")
        .run("undo 12 13 --skip-conflicts --json --quiet")
        .status(1)
        .part("/change", Value::Null)
        .run("check")
        .stdout("no problems found\n")
        .done();
}

/// The past has the contact without its data, at every change.
#[test]
fn past_has_the_contact_without_its_data() {
    let test = story().given("contact erase +525599998888 --confirm 1");
    for change in 1..=18 {
        let contacts = test.answer(&format!("contact list --as-of change:{change} --json"), 0);
        for contact in contacts.as_array().unwrap() {
            let phone = contact["phone"].as_str().unwrap();
            if phone.starts_with("erased-") {
                let fields = ["first_name", "last_name", "email", "account", "external_id"];
                assert!(fields.iter().all(|field| contact[field].is_null()), "{contact}");
            } else {
                assert_eq!(phone, "+525587654321", "change {change}");
            }
        }
    }
    test.run("contact show erased-2 --as-of change:10 --json")
        .part("/owners", json!(["ana@acme.example"]))
        .part("/conversations/0/status", "new")
        .run("contact list --as-of change:5 --json")
        .column("phone", json!(["erased-1"]))
        .done();
}

#[test]
fn erasure_of_unknown_contacts_is_refused_or_skipped() {
    Test::acme()
        .stdin("+525512345678\n+525500000000\n")
        .run("contact erase - --confirm 1 --skip-refused --json")
        .status(1)
        .part("/refused/0/code", "unknown-contact")
        .part("/erased/0/contact", "erased-1")
        .run("contact erase +525512345678 --confirm 1")
        .status(3)
        .stderr_starts("error: unknown contact `+525512345678`\n")
        .stdin("")
        .run("contact erase -")
        .stdout("no changes\n")
        .done();
}

/// A reader holds an older view of the store.
#[test]
fn erasure_waits_for_other_processes() {
    let test = Test::acme();
    let reader = rusqlite::Connection::open(test.folder().join("inbox.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM contacts").unwrap();
    let test = test.run("contact erase +525512345678 --confirm 1 --wait 0").fails(
        4,
        "store-busy",
        "the store is locked by another process",
        "try again later, or wait longer with `--wait SECONDS`",
    );
    let test = test.run("contact list --json").column("phone", json!(["+525512345678"]));
    drop(reader);
    test.run("contact erase +525512345678 --confirm 1 --quiet").stdout("").done();
}

/// An undone merge leaves the values of one contact in the history of the other.
#[test]
fn merged_and_separated_contact_leaves_nothing_in_the_other() {
    let test = Test::acme()
        .given(
            "contact add +525587654321 --first-name Frommy --email from@leak.mx
             contact add +525500000002
             contact merge +525587654321 +525500000002
             undo --last
             contact erase +525587654321 --confirm 1",
        )
        .run("history show 8 --json")
        .part("/effects/0/set", json!({ "email": null, "first_name": null }))
        .run("contact show +525500000002 --as-of change:8 --json")
        .part("/first_name", Value::Null);
    let bytes = fs::read(test.folder().join("inbox.db")).unwrap();
    let left = ["Frommy", "from@leak.mx", "525587654321"];
    let left = left.map(|value| bytes.windows(value.len()).any(|window| window == value.as_bytes()));
    assert_eq!(left, [false; 3]);
    test.run("check").stdout("no problems found\n").done();
}

/// Who got a number later, and was removed, is another person.
#[test]
fn later_holder_of_a_former_phone_is_kept() {
    Test::acme()
        .given(
            "contact add +525587654321 --first-name Alpha
             contact update +525587654321 --phone +525500000002
             contact add +525587654321 --first-name Betty --owner ana
             contact remove +525587654321
             contact erase +525500000002 --confirm 1",
        )
        .run("history show 8 --json")
        .part("/command", format!("contact add +525587654321 --first-name Betty --owner ana --at {START}"))
        .given("undo 9")
        .run("contact show +525587654321 --json")
        .part("/first_name", "Betty")
        .part("/owners", json!(["ana@acme.example"]))
        .done();
}

/// What a command was given need not have become a value, and a word that is none stays.
#[test]
fn recorded_commands_keep_their_words_and_no_data() {
    Test::acme()
        .given(
            "contact add +525587654321 --first-name Twice --first-name ' Li ' --last-name contact --account ana --owner ana
             owner add +525587654321 luis
             contact erase +525587654321 --confirm 1",
        )
        .run("history list --json --limit 3 --quiet")
        .part("/2/command", format!(
            "contact add erased-2 --first-name erased-2 --first-name erased-2 --last-name erased-2 --account erased-2 --owner ana --at {START}"
        ))
        .part("/1/command", format!("owner add erased-2 luis --at {START}"))
        .part("/0/command", format!("contact erase erased-2 --confirm 1 --at {START}"))
        .done();
}

#[test]
fn removed_contact_is_added_again_to_be_erased() {
    Test::acme()
        .given("contact remove +525512345678")
        .run("contact erase +525512345678 --confirm 1")
        .refused(
            "unknown-contact",
            "unknown contact `+525512345678`",
            "it was removed: add it again with `inboxctl contact add` and erase it, and its former data goes too",
        )
        .done();
}

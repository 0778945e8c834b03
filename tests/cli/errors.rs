//! Every error: message, hint, JSON, exit code; and an unchanged store.

use std::fs;

use serde_json::json;

use super::Test;

/// The hint about members, teams and contacts of conversations.
const LASTING: &str = "teams with conversations are kept for the audit trail";
const LASTING_CONTACT: &str = "conversations are kept for the audit trail: erase the data of the contact with \
                               `inboxctl contact erase`, or merge it into another one with `inboxctl contact merge`";

#[test]
fn unknown_member() {
    Test::acme()
        .run("member show anna@acme.example")
        .refused("unknown-member", "unknown member `anna@acme.example`", "did you mean `ana@acme.example`?")
        .run("owner add +525512345678 luis@acme.example nobody@acme.example")
        .refused(
            "unknown-member",
            "unknown member `nobody@acme.example`",
            "see `inboxctl member list`, or add it with `inboxctl member add nobody@acme.example`",
        )
        .done();
}

#[test]
fn unknown_team() {
    Test::acme()
        .run("team show Saels")
        .refused("unknown-team", "unknown team `Saels`", "did you mean `Sales`?")
        .run("simulate-message --contact +525512345678 --from flow --assign-team Night")
        .refused(
            "unknown-team",
            "unknown team `Night`",
            "see `inboxctl team list`, or add it with `inboxctl team add 'Night'`",
        )
        .done();
}

#[test]
fn unknown_contact() {
    Test::acme()
        .run("contact show '+52 55 8765 4321'")
        .refused(
            "unknown-contact",
            "unknown contact `+525587654321`",
            "see `inboxctl contact list --search TEXT`, or add it with `inboxctl contact add +525587654321`",
        )
        .run("simulate-message --contact +525587654321 --from contact")
        .refused(
            "unknown-contact",
            "unknown contact `+525587654321`",
            "see `inboxctl contact list --search TEXT`, or create it with `--create-contacts`",
        )
        .done();
}

#[test]
fn unknown_conversation() {
    Test::acme()
        .run("conversation show 7")
        .refused(
            "unknown-conversation",
            "unknown conversation `7`",
            "see `inboxctl conversation list`; a phone number starts with `+`",
        )
        .run("assign +525512345678 --member ana@acme.example")
        .refused(
            "unknown-conversation",
            "`+525512345678` has no open conversation",
            "see `inboxctl conversation list --contact +525512345678 --all` for closed ones",
        )
        .run("simulate-message --contact +525512345678 --from flow --end-flow")
        .refused(
            "unknown-conversation",
            "`+525512345678` has no open conversation",
            "see `inboxctl conversation list --contact +525512345678 --all`; a new message opens one",
        )
        .done();
}

#[test]
fn invalid_conversation() {
    const MESSAGE: &str = "expected a conversation number or a phone, found `abc`: it contains letters";
    const HINT: &str = "see `inboxctl conversation list`; a phone number starts with `+`";
    let mut test = Test::acme();
    for command in ["conversation show abc", "why abc", "assign abc --team Sales", "history list --conversation abc"] {
        test = test.run(command).refused("invalid-phone", MESSAGE, HINT);
    }
    test.run("conversation show '55 1234 5678'")
        .refused(
            "invalid-phone",
            "expected a conversation number or a phone, found `55 1234 5678`: \
             it has no country code, and no country is set",
            "add the country code, or set the country with `--country MX` or \
             `inboxctl settings set default-country MX`",
        )
        .done();
}

#[test]
fn unknown_setting_or_change() {
    Test::new()
        .run("settings get default-contry")
        .refused("unknown-setting", "unknown setting `default-contry`", "did you mean `default-country`?")
        .run("settings get colour")
        .refused(
            "unknown-setting",
            "unknown setting `colour`",
            "use one of `assign-first-responder`, `default-country`, `default-phone-format`",
        )
        .run("history show 7")
        .refused("unknown-change", "unknown change `7`", "see `inboxctl history list`")
        .done();
}

#[test]
fn existing_contact() {
    Test::acme()
        .run("contact add '+52 1 55 1234 5678' --owner eva@acme.example")
        .refused(
            "already-exists",
            "contact `+525512345678` already exists",
            "update it with `inboxctl contact update +525512345678`",
        )
        .done();
}

#[test]
fn inactive_member() {
    Test::acme()
        .given("member deactivate eva@acme.example")
        .run("owner add +525512345678 luis@acme.example eva@acme.example")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .run("simulate-message --contact +525512345678 --from member --member eva@acme.example")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .run("member deactivate ana@acme.example --hand-over-to luis@acme.example,eva@acme.example")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .done();
}

#[test]
fn closed_conversation() {
    const HINT: &str = "reopen it with `inboxctl conversation reopen 1`; a new message opens a new one";
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             conversation close 1",
        )
        .run("assign 1 --team Sales")
        .refused("conversation-closed", "conversation `1` is closed", HINT)
        .run("unassign 1 --all")
        .refused("conversation-closed", "conversation `1` is closed", HINT)
        .run("conversation close 1")
        .refused("conversation-closed", "conversation `1` is closed", HINT)
        .done();
}

#[test]
fn member_or_team_in_use() {
    Test::acme()
        .given(
            "contact add +525587654321 --owner eva@acme.example
             simulate-message --contact +525512345678 --from contact
             simulate-message --contact +525587654321 --from contact
             assign 2 --member ana@acme.example",
        )
        .run("member remove ana@acme.example")
        .refused(
            "still-referenced",
            "`ana@acme.example` can't be removed: it has 1 ownership, 2 assignments, 1 team membership",
            "deactivate the member instead with `inboxctl member deactivate ana@acme.example`",
        )
        .given(
            "assign 1 --team Sales
             assign 2 --team Sales",
        )
        .run("team remove sales")
        .refused("still-referenced", "`Sales` can't be removed: it has 2 conversations", LASTING)
        .given(
            "conversation close 1
             simulate-message --contact +525512345678 --from contact",
        )
        .run("contact remove '+52 55 1234 5678'")
        .refused("still-referenced", "`+525512345678` can't be removed: it has 2 conversations", LASTING_CONTACT)
        .done();
}

#[test]
fn member_in_use_without_conversations() {
    Test::acme()
        .given("team join Sales eva@acme.example")
        .given("owner add +525512345678 eva@acme.example")
        .run("member remove eva@acme.example")
        .refused(
            "still-referenced",
            "`eva@acme.example` can't be removed: it has 1 ownership, 1 team membership",
            "hand over contacts with `inboxctl owner transfer --from eva@acme.example --to MEMBER`, \
             leave teams with `inboxctl team leave TEAM eva@acme.example`, \
             or deactivate the member instead with `inboxctl member deactivate eva@acme.example`",
        )
        .done();
}

#[test]
fn contact_in_use() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("contact remove +525512345678")
        .refused("still-referenced", "`+525512345678` can't be removed: it has 1 conversation", LASTING_CONTACT)
        .done();
}

#[test]
fn invalid_phone() {
    const HINT: &str = "use `+`, country code and number, for example +525512345678";
    let mut test = Test::new();
    for (phone, why, hint) in [
        ("", "it is empty", HINT),
        ("555-CALL", "it contains letters", HINT),
        ("+52 55 1234", "it is too short", HINT),
        ("+52 1234567", "its area code is missing", HINT),
        ("+5255123456789012345", "it is too long", HINT),
        ("+999 55 1234 5678", "unknown country code", HINT),
        ("+52 55 1234 5678 ext 9", "it has an extension", "remove the extension"),
        ("+525512345678; +525587654321", "it contains more than one number", "pass one number at a time"),
    ] {
        let message = format!("`{phone}` is not a phone number: {why}");
        test = test.run(&format!("contact add '{phone}'")).refused("invalid-phone", &message, hint);
    }
    test.done();
}

#[test]
fn invalid_email() {
    const HINT: &str = "use the form name@company.example";
    const ONE: &str = "pass one email at a time; repeat the option for several";
    let mut test = Test::acme();
    for command in ["member add ana", "contact update +525512345678 --email ana"] {
        test = test.run(command).refused("invalid-email", "`ana` is not an email address: it has no `@`", HINT);
    }
    test.run("member deactivate ana@acme.example --hand-over-to 'luis@acme.example, eva@acme.example;'")
        .refused(
            "invalid-email",
            "` eva@acme.example;` is not an email address: it contains a space, a quote or a separator",
            ONE,
        )
        .run("member show ana@acme.example,luis@acme.example")
        .refused(
            "invalid-email",
            "`ana@acme.example,luis@acme.example` is not an email address: \
             it contains a space, a quote or a separator",
            ONE,
        )
        .run("member add ''")
        .refused("invalid-email", "`` is not an email address: it is empty", HINT)
        .done();
}

#[test]
fn invalid_value() {
    Test::acme()
        .run("team add ''")
        .refused("invalid-value", "the team name is empty", None)
        .run("member deactivate ana@acme.example --hand-over-to ana@acme.example")
        .refused("invalid-value", "`ana@acme.example` can't hand over to themselves", "choose another member")
        .done();
}

#[test]
fn missing_store() {
    const HINT: &str = "create it with `inboxctl init`, or pass another path with `--store PATH`";
    Test::bare()
        .run("status")
        .fails(4, "store-missing", "the store `inbox.db` does not exist", HINT)
        .run("member add ana@acme.example --store a/b.db")
        .fails(4, "store-missing", "the store `a/b.db` does not exist", HINT)
        .file("inbox.db", "")
        .run("status")
        .fails(4, "store-missing", "the store `inbox.db` does not exist", HINT)
        .done();
}

#[test]
fn foreign_store() {
    const HINT: &str = "pass another path with `--store PATH`; the file was not changed";
    let other = tempfile::NamedTempFile::new().unwrap();
    rusqlite::Connection::open(other.path()).unwrap().execute_batch("CREATE TABLE other (id)").unwrap();

    let mut test = Test::bare();
    for contents in [b"hi\n".to_vec(), b"just some notes".to_vec(), vec![0; 4096], fs::read(other.path()).unwrap()] {
        test = test.file("inbox.db", contents);
        for command in ["status", "init", "member add ana@acme.example"] {
            test = test.run(command).fails(4, "store-foreign", "`inbox.db` is not an inboxctl store", HINT);
        }
    }
    test.run("status --store .").fails(4, "store-foreign", "`.` is not an inboxctl store", HINT).done();
}

#[test]
fn newer_store() {
    let store = Test::new().run("status --json").part("/changes", 0).done();
    let path = store.path().join("inbox.db");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    Test::bare()
        .file("inbox.db", fs::read(&path).unwrap())
        .run("status")
        .fails(
            4,
            "store-newer",
            "the store `inbox.db` was created by a newer version of inboxctl",
            "update inboxctl, or pass another path with `--store PATH`",
        )
        .done();
}

#[test]
fn locked_store() {
    let holding = Test::acme().run("status --json").part("/changes", 5).done();
    let path = holding.path().join("inbox.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let store = path.to_str().unwrap();
    Test::bare()
        .env("INBOXCTL_STORE", store)
        .run("member add dora@acme.example --wait 0")
        .fails(
            4,
            "store-busy",
            "the store is locked by another process",
            "try again later, or wait longer with `--wait SECONDS`",
        )
        .run("member list --active --wait 0 --limit 1 --format csv")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            "email,name,active,external_id,away_until,teams,contacts,open_conversations\nana@acme.example,Ana,true,,,Sales,1,0\n",
        )
        .done();
}

#[test]
fn damaged_store() {
    let whole = Test::acme().run("status --json").part("/changes", 5).done();
    let half = fs::read(whole.path().join("inbox.db")).unwrap()[..50_000].to_vec();
    Test::bare()
        .file("inbox.db", half)
        .run("status")
        .fails(
            4,
            "store-damaged",
            "the store is damaged: database disk image is malformed",
            "see `inboxctl check`; check the disk for read errors, or restore a backup; the file was not changed",
        )
        .done();
}

#[test]
#[cfg(unix)]
fn unreachable_store() {
    let mut test = Test::bare().file("notes", "a file, not a folder");
    for command in ["init", "status"] {
        test = test.run(&format!("{command} --store notes/inbox.db")).fails(
            4,
            "store-io",
            "`notes/inbox.db` can't be read: Not a directory (os error 20)",
            "check the path and its permissions",
        );
    }
    test.done();
}

#[test]
#[cfg(target_os = "linux")]
fn unwritable_output() {
    const HINT: &str = "check where the output goes; changes to the store were made, see `inboxctl history list`";
    let error = json!({ "error": { "code": null, "message": "the output can't be written", "hint": HINT,
        "file": null, "line": null, "column": null, "causes": ["No space left on device (os error 28)"] } });
    let told = format!(
        "error: the output can't be written\n  caused by: No space left on device (os error 28)\nhint: {HINT}\n"
    );
    let mut test = Test::acme();
    for command in ["member list", "member list --format csv", "status", "completions bash", "help"] {
        test = test.run(command).unwritable().stderr(&told).status(1);
    }
    test.run("member add dora@acme.example --json")
        .unwritable()
        .stderr_json(error)
        .status(1)
        .run("status --json")
        .part("/changes", 6)
        .done();
}

#[test]
#[cfg(target_os = "linux")]
fn unwritable_help() {
    const ERROR: &str = "error: the output can't be written\n  caused by: No space left on device (os error 28)\n";
    Test::bare()
        .run("--help")
        .unwritable()
        .stderr_starts(ERROR)
        .status(1)
        .run("--version")
        .unwritable()
        .stderr_starts(ERROR)
        .status(1)
        .done();
}

/// A value of half a megabyte, and its part shown in messages.
fn long() -> (String, String) {
    ("é".repeat(250_000), "é".repeat(100) + "…")
}

#[test]
fn import_shows_the_start_of_rejected_values() {
    let (long, shown) = long();
    let columns = "phone,owner,email\n";
    Test::acme()
        .file("map.csv", format!("{columns}{long},ana@acme.example,\n+525512345678,{long},\n+525512345678,,{long}\n"))
        .run("owner import map.csv --json")
        .part("/rejected/0/value", shown.clone())
        .part("/rejected/0/message", format!("`{shown}` is not a phone number: it contains letters"))
        .part("/rejected/1/value", shown.clone())
        .part("/rejected/2/value", shown)
        .stderr_starts("")
        .status(3)
        .done();
}

#[test]
fn log_shows_the_start_of_long_values() {
    let (long, shown) = long();
    let line = format!("{{\"at\": \"2026-01-01T00:00:00Z\", \"contact\": \"{long}\", \"from\": \"contact\"}}\n");
    Test::acme()
        .file("log.ndjson", line)
        .run("simulate-message --batch log.ndjson")
        .stderr_starts(&format!("error: log.ndjson:1:43: `{shown}` is not a phone number: it contains letters\n"))
        .status(3)
        .done();
}

#[test]
fn error_shows_the_start_of_a_long_value() {
    let value = "é".repeat(50_000);
    let shown = "é".repeat(100) + "…";
    for (command, words, hint) in [
        ("settings set default-country", "for `default-country`", None),
        ("team show", "unknown team", Some("see `inboxctl team list`")),
        ("contact show", "is not a phone number", None),
        ("history list --contact", "is not a phone number", None),
    ] {
        let error = Test::acme().error(&format!("{command} {value} --json"));
        let (message, advised) = (error["message"].as_str().unwrap(), error["hint"].as_str());
        assert!(message.contains(&format!("`{shown}`")) && message.contains(words), "{command}: {message}");
        assert!(hint.is_none_or(|hint| advised == Some(hint)), "{command}: {advised:?}");
    }
}

#[test]
fn error_names_invisible_characters() {
    Test::acme()
        .run("contact show '+52\u{fe0d}5512345678'")
        .refused(
            "invalid-phone",
            "`+52<U+FE0D>5512345678` is not a phone number: it contains a character that is invalid in phone numbers",
            "use `+`, country code and number, for example +525512345678",
        )
        .run("member show 'ana\u{200b}@acme.example\u{202e}'")
        .status(3)
        .stderr_starts("error: `ana<U+200B>@acme.example<U+202E>` is not an email address")
        .run("team show 'Nig\u{ad}ht'")
        .status(3)
        .stderr_starts("error: unknown team `Nig<U+00AD>ht`\n")
        .done();
}

//! `history …`

use std::fs;

use inboxctl::testing::inbox::{ChangeMeta, ChangeOptions, Inbox, LockWait, NewContact, NewMember, Review, RunMode};
use inboxctl::testing::model::Email;
use serde_json::{Value, json};

use super::{START, Test};

/// The command of a change as the tests type it.
fn typed(command: &str) -> String {
    format!("{command} --at {START}")
}

fn change(id: i64, command: &str, effect_count: i64) -> Value {
    json!({
        "id": id,
        "at": START,
        "recorded_at": START,
        "actor": "tester",
        "user": "USER",
        "command": typed(command),
        "effect_count": effect_count,
        "undone_by": null,
    })
}

#[test]
fn history_lists_newest_first() {
    Test::new()
        .given(
            "member add ana@acme.example
             team add Sales --member ana@acme.example",
        )
        .run("history list")
        .stdout(
            "
            ID  AT (UTC)     ACTOR   COMMAND                                                             EFFECTS
            2   1 Jan 00:00  tester  team add Sales --member ana@acme.example --at 2026-01-01T00:00:00Z  2
            1   1 Jan 00:00  tester  member add ana@acme.example --at 2026-01-01T00:00:00Z               1
            ",
        )
        .run("history list --json")
        .json(json!([
            change(2, "team add Sales --member ana@acme.example", 2),
            change(1, "member add ana@acme.example", 1),
        ]))
        .run("history list --limit 1 --format csv")
        .stderr("showing 1 of 2 changes\n")
        .stdout_starts("id,at,recorded_at,actor,user,command,effect_count,undone_by\n2,2026-01-01T00:00:00Z,")
        .done();
}

#[test]
fn history_quotes_words_for_shell() {
    Test::acme()
        .given("member update ana@acme.example --name 'Ana García' --external-id ''")
        .run("history list --limit 1 --json")
        .stderr("showing 1 of 6 changes\n")
        .part("/0/command", typed("member update ana@acme.example --name 'Ana García' --external-id ''"))
        .done();
}

#[test]
fn unchanged_store_adds_no_history() {
    Test::acme()
        .given(
            "member activate ana@acme.example
             member add dora@acme.example --dry-run
             simulate-message --contact +525512345678 --from member --member ana@acme.example --note",
        )
        .run("status --json")
        .part("/changes", 5)
        .done();
}

#[test]
fn history_filters_keep_matching_changes() {
    let mut test = Test::acme().at("2026-02-01T00:00:00Z").given(
        "simulate-message --contact +525512345678 --from contact
         simulate-message --contact +525587654321 --from contact --create-contacts
         assign 2 --member luis@acme.example
         settings set assign-first-responder on",
    );
    for (filter, ids) in [
        ("", json!([9, 8, 7, 6, 5, 4, 3, 2, 1])),
        ("--contact '+52 55 1234 5678'", json!([6, 5])),
        ("--contact +525587654321", json!([8, 7])),
        ("--conversation 2", json!([8, 7])),
        ("--conversation '+52 55 8765 4321'", json!([8, 7])),
        ("--conversation 0052-55-1234-5678", json!([6])),
        ("--member LUIS@acme.example", json!([8, 4, 2])),
        ("--team SALES", json!([4])),
        ("--account ACME", json!([6, 5])),
        ("--account ''", json!([8, 7])),
        ("--command 'TEAM ADD'", json!([4])),
        ("--command simulate --member ana@acme.example", json!([6])),
        ("--since 2026-02-01T00:00:00Z", json!([9, 8, 7, 6])),
        ("--since 2026-02-01T01:00:00+02:00 --member luis@acme.example", json!([8])),
        ("--since 2026-02-01T00:00:01Z", json!([])),
        ("--until 2026-01-31", json!([5, 4, 3, 2, 1])),
        ("--since 2026-02-01 --until 2026-02-01", json!([9, 8, 7, 6])),
        ("--until '2026-01-31 23:59'", json!([5, 4, 3, 2, 1])),
    ] {
        test = test.run(&format!("history list {filter} --json")).column("id", ids);
    }
    test.run("history list --limit 2 --json")
        .column("id", json!([9, 8]))
        .stderr("showing 2 of 9 changes\n")
        .run("history list --conversation 9")
        .refused(
            "unknown-conversation",
            "unknown conversation `9`",
            "see `inboxctl conversation list`; a phone number starts with `+`",
        )
        .done();
}

#[test]
fn history_show_lists_effects() {
    Test::acme()
        .given("owner add +525512345678 luis@acme.example ana@acme.example")
        .run("history show 6")
        .stdout(
            "
            change 6 by tester at 1 Jan 00:00 UTC
            recorded 1 Jan 00:00 UTC by USER
               owner add +525512345678 luis@acme.example ana@acme.example --at 2026-01-01T00:00:00Z
               added owner luis@acme.example to +525512345678 (manual)  O4
            passed over
               ana@acme.example is already an owner (+525512345678)  already-owner  O4
            ",
        )
        .run("history show 6 --json")
        .json(json!({
            "id": 6,
            "at": START,
            "recorded_at": START,
            "actor": "tester",
            "user": "USER",
            "command": typed("owner add +525512345678 luis@acme.example ana@acme.example"),
            "effect_count": 1,
            "undone_by": null, "effect_kinds": { "add-owner": 1 },
            "truncated": false,
            "by_member": [{ "member": "luis@acme.example", "owners_added": 1, "owners_removed": 0, "assigned": 0,
                            "unassigned": 0 }],
            "effects": [{ "effect": "add-owner", "contact": "+525512345678", "member": "luis@acme.example",
                          "reason": "manual", "rule": "O4" }],
            "passed_over": [{ "member": "ana@acme.example", "contact": "+525512345678", "reason": "already-owner",
                              "rule": "O4" }],
            "passed_over_count": 1,
        }))
        .done();
}

#[test]
fn history_show_streams_lines_in_ndjson_and_csv() {
    Test::acme()
        .given("owner add +525512345678 luis@acme.example ana@acme.example")
        .run("history show 6 --format ndjson")
        .ndjson([
            json!({ "effect": "add-owner", "contact": "+525512345678", "member": "luis@acme.example",
                    "reason": "manual", "rule": "O4" }),
            json!({ "member": "ana@acme.example", "contact": "+525512345678", "reason": "already-owner",
                    "rule": "O4" }),
            json!({ "id": 6, "at": START, "recorded_at": START, "actor": "tester", "user": "USER",
                    "command": typed("owner add +525512345678 luis@acme.example ana@acme.example"),
                    "effect_count": 1, "undone_by": null, "effect_kinds": { "add-owner": 1 }, "truncated": false,
                    "by_member": [{ "member": "luis@acme.example", "owners_added": 1, "owners_removed": 0,
                                    "assigned": 0, "unassigned": 0 }],
                    "passed_over": [{ "member": "ana@acme.example", "contact": "+525512345678",
                                      "reason": "already-owner", "rule": "O4" }],
                    "passed_over_count": 1 }),
        ])
        .run("history show 6 --format csv")
        .stdout(
            "
            effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover
            add-owner,,+525512345678,,luis@acme.example,,manual,,,,,O4,,,
            ",
        )
        .done();
}

/// A store with one change that added Ana and Luis as owners of 101 contacts.
fn shared_contacts() -> Vec<u8> {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("inbox.db");
    Inbox::create(&path, LockWait::ZERO).unwrap();
    let stamp = ChangeMeta {
        at: START.parse().unwrap(),
        recorded_at: START.parse().unwrap(),
        actor: "tester".to_owned(),
        user: "tester".to_owned(),
        command: "many".to_owned(),
    };
    let order = ChangeOptions {
        stamp,
        run: RunMode::Apply,
        phones: inboxctl::testing::model::PhoneOptions::default(),
        review: Review::default(),
    };
    let owners = ["ana@acme.example", "luis@acme.example"].map(|email| email.parse::<Email>().unwrap());
    let made = Inbox::open(&path, LockWait::ZERO).unwrap().change(&order, |session| {
        for email in owners.clone() {
            session.add_member(&NewMember { email, name: None, external_id: None })?;
        }
        (0..101).try_for_each(|number| {
            let phone = format!("+52551234{number:04}");
            session.add_contact(&NewContact { phone, owners: owners.to_vec(), ..NewContact::default() })
        })
    });
    made.unwrap();
    fs::read(&path).unwrap()
}

#[test]
fn history_show_truncates_json_and_counts_all() {
    Test::bare()
        .file("inbox.db", shared_contacts())
        .run("member deactivate ana@acme.example --hand-over-to luis@acme.example --json")
        .part("/effect_count", 102)
        .part("/effects/99/contact", "+525512340099")
        .part("/effects/100", Value::Null)
        .part("/passed_over/99/contact", "+525512340099")
        .part("/passed_over/100", Value::Null)
        .run("history show 2 --json")
        .part("/effect_count", 102)
        .part("/effects/99/contact", "+525512340099")
        .part("/effects/100", Value::Null)
        .part("/passed_over/99/contact", "+525512340099")
        .part("/passed_over/100", Value::Null)
        .run("history show 2")
        .stdout_starts("change 2 by tester")
        .done();
}

#[test]
fn invalid_time_is_wrong_usage() {
    Test::new()
        .run("history list --since 27/11/2026")
        .usage(
            "error: invalid value `27/11/2026` for `--since <TIME>`: expected a time, such as 2026-01-31, \
             '2026-01-31 09:00', yesterday, 2d or 2026-01-31T09:00:00Z\n",
        )
        .run("member list --as-of soon")
        .usage(
            "error: invalid value `soon` for `--as-of <TIME>`: expected a time, such as 2026-01-31, \
             '2026-01-31 09:00', yesterday, 2d or 2026-01-31T09:00:00Z, or a change, such as change:7\n",
        )
        .run("history show first")
        .usage("error: invalid value `first` for `<ID>...`")
        .done();
}

/// The first hundred effects and the number of each kind: of a run of contacts, of its undo, and of a
/// change that is stored effect by effect.
#[test]
fn history_show_counts_effects_by_kind() {
    let rows: Vec<_> = (0..60).map(|number| format!("+5255123400{number:02},ana@acme.example")).collect();
    Test::new()
        .given("member add ana@acme.example")
        .file("accounts.csv", format!("phone,owner\n{}\n", rows.join("\n")))
        .given("owner import accounts.csv\nundo 2")
        .run("history show 2 --json")
        .part("/effect_count", 120)
        .part("/effect_kinds", json!({ "add-contact": 60, "add-owner": 60 }))
        .run("history show 3 --json")
        .part("/effect_kinds", json!({ "remove-owner": 60, "remove-contact": 60 }))
        .run("history show 1 --json")
        .part("/effect_kinds", json!({ "add-member": 1 }))
        .done();
}

#[test]
fn team_filter_finds_assignments_and_turns() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             assign 1 --team Sales
             team add Help
             assign 1 --team Help",
        )
        .run("history list --team Sales --json")
        .column("id", json!([7, 4]))
        .run("history list --team Help --json")
        .column("id", json!([9, 8]))
        .done();
}

/// An import of three contacts in change 6, of which Ana gets two; a message of Rosa; Luis leaves.
fn busy() -> Test {
    Test::acme()
        .file("book.csv", "phone,owner\n+525512345678,luis@acme.example\n+525587654321,ana@acme.example\n+12125550117,eva@acme.example\n")
        .given(
            "owner import book.csv
             simulate-message --contact +525512345678 --from contact
             member deactivate luis@acme.example --hand-over-to ana@acme.example,eva@acme.example",
        )
}

#[test]
fn history_shows_several_changes_in_the_order_named() {
    busy()
        .run("history show 7 6 --json")
        .column("id", json!([7, 6]))
        .run("history show 7 --json")
        .part("/id", 7)
        .stdin("8\n7\n")
        .run("history show - --json")
        .column("id", json!([8, 7]))
        .stdin("")
        .run("history show - --json")
        .json(json!([]))
        .run("history show 2 1")
        .stdout(
            "
            change 2 by tester at 1 Jan 00:00 UTC
            recorded 1 Jan 00:00 UTC by USER
               member add luis@acme.example --at 2026-01-01T00:00:00Z
               added member luis@acme.example

            change 1 by tester at 1 Jan 00:00 UTC
            recorded 1 Jan 00:00 UTC by USER
               member add ana@acme.example --name Ana --at 2026-01-01T00:00:00Z
               added member ana@acme.example
            ",
        )
        .run("history show 2 1 --format csv")
        .stdout_starts(
            "effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover\nadd-member,,,,luis@",
        )
        .run("history show 99 1 98")
        .status(3)
        .stderr(
            "
            error: unknown change `99`
                   unknown change `98`
            hint: see `inboxctl history list`
            hint: remove them from the list
            ",
        )
        .run("history show x")
        .usage("error: ")
        .done();
}

#[test]
fn history_shows_several_changes_line_by_line() {
    let test = busy();
    let lines = test.answers("history show 2 7 --format ndjson");
    let what = |(_, line): &super::shapes::Printed| line.get("effect").or(line.get("id")).cloned();
    let shown: Vec<_> = lines.iter().filter_map(what).collect();
    let expected =
        json!(["add-member", 2, "open-conversation", "mark-contact-wrote", "assign-member", "assign-member", 7]);
    assert_eq!(Value::from(shown), expected);
}

#[test]
fn history_show_filters_by_contact_and_member() {
    let test = busy();
    let kept = |filter: &str| {
        let shown = test.answer(&format!("history show {filter} --json"), 0);
        let effects = shown["effects"].as_array().unwrap().iter().map(|effect| {
            let about = [&effect["contact"], &effect["conversation"], &effect["member"]];
            let about: Vec<_> = about.iter().filter(|value| !value.is_null()).map(ToString::to_string).collect();
            format!("{} {}", effect["effect"].as_str().unwrap(), about.join(" ").replace('"', ""))
        });
        let passed = shown["passed_over"].as_array().unwrap().iter().map(|passed| passed["reason"].to_string());
        let all: Vec<_> = effects.chain(passed).collect();
        (all, shown["effect_count"].clone(), shown["by_member"].as_array().unwrap().len())
    };
    let luis = "luis@acme.example";
    let cases = [
        ("6 --contact +525512345678", vec![format!("add-owner +525512345678 {luis}")], 5, 1),
        ("6 --member luis", vec![format!("add-owner +525512345678 {luis}")], 5, 1),
        (
            "6 --contact '+1 212 555 0117'",
            vec!["add-contact +12125550117".to_owned(), "add-owner +12125550117 eva@acme.example".to_owned()],
            5,
            1,
        ),
        ("6 --contact +525512345678 --member eva", vec![], 5, 0),
        (
            "8 --contact +525512345678",
            vec![
                format!("unassign-member 1 {luis}"),
                format!("remove-owner +525512345678 {luis}"),
                "\"already-owner\"".to_owned(),
                "\"already-assigned\"".to_owned(),
            ],
            3,
            1,
        ),
        ("8 --member ana", vec!["\"already-owner\"".to_owned(), "\"already-assigned\"".to_owned()], 3, 0),
    ];
    for (filter, expected, count, members) in cases {
        let (mut all, effects, sums) = kept(filter);
        let mut expected = expected;
        all.sort();
        expected.sort();
        assert_eq!((all, effects, sums), (expected, json!(count), members), "{filter}");
    }
    test.run("history show 6 --member eva")
        .stdout(
            "
            change 6 by tester at 1 Jan 00:00 UTC
            recorded 1 Jan 00:00 UTC by USER
               owner import book.csv --at 2026-01-01T00:00:00Z
            showing 1 of 5 effects
               added owner eva@acme.example to +12125550117 (import)  O4
            ",
        )
        .run("history show 6 --member eva --format csv")
        .stdout_starts(
            "effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover\nadd-owner,,+12125550117,",
        )
        .run("history show 6 8 --member bo")
        .refused("unknown-member", "unknown member `bo`", "see `inboxctl member list`")
        .done();
}

//! `undo …`

use serde_json::{Value, json};

use super::{START, Test};

#[test]
fn undo_is_a_change() {
    Test::acme()
        .given("owner add +525512345678 luis@acme.example")
        .run("undo 6")
        .stdout(
            "
            change 7 undoes change 6: 1 effect
               removed owner luis@acme.example from +525512345678 (undone)
            ",
        )
        .run("history list --limit 2 --json")
        .part("/0/command", format!("undo 6 --at {START}"))
        .part("/0/undone_by", Value::Null)
        .part("/1/undone_by", 7)
        .stderr("showing 2 of 7 changes\n")
        .run("history show 6")
        .stdout_starts(&format!(
            "change 6 by tester at 1 Jan 00:00 UTC\nrecorded 1 Jan 00:00 UTC by USER\n   owner add +525512345678 luis@acme.example --at {START}\nundone by change 7\n"
        ))
        .run("history show 7 --json")
        .part(
            "/effects",
            json!([{ "effect": "remove-owner", "contact": "+525512345678", "member": "luis@acme.example",
                     "reason": "undone", "rule": null }]),
        )
        .run("contact show +525512345678 --json")
        .part("/owners", json!(["ana@acme.example"]))
        .done();
}

#[test]
fn undo_prints_effects_and_no_conflicts_in_json() {
    Test::acme()
        .given("owner remove +525512345678 ana@acme.example")
        .run("undo 6 --json")
        .json(json!({
            "dry_run": false,
            "change": 7,
            "effects": [{ "effect": "add-owner", "contact": "+525512345678", "member": "ana@acme.example",
                          "reason": "manual", "rule": null }],
            "effect_count": 1,
            "truncated": false,
            "by_member": [{ "member": "ana@acme.example", "owners_added": 1, "owners_removed": 0, "assigned": 0,
                            "unassigned": 0 }],
            "passed_over": [],
            "passed_over_count": 0,
            "undoes": 6,
            "conflicts": [],
            "conflict_count": 0,
        }))
        .done();
}

#[test]
fn undo_restores_reason_and_time() {
    Test::acme()
        .at("2026-02-01T00:00:00Z")
        .given(
            "owner remove +525512345678 ana@acme.example
             undo 6",
        )
        .run("owner list --json")
        .json(json!([{ "phone": "+525512345678", "account": "Acme", "owner": "ana@acme.example", "active": true,
                       "reason": "manual", "since": START, "change": 5, "pinned": false }]))
        .done();
}

#[test]
fn undo_of_undo_reapplies_change() {
    Test::acme()
        .given(
            "owner add +525512345678 luis@acme.example
             undo 6
             undo 7",
        )
        .run("history list --json --limit 3 --quiet")
        .column("undone_by", json!([null, 8, null]))
        .run("contact show +525512345678 --json")
        .part("/owners", json!(["ana@acme.example", "luis@acme.example"]))
        .run("undo 8")
        .stdout_starts("change 9 undoes change 8: 1 effect\n")
        .run("history list --json --limit 4 --quiet")
        .column("undone_by", json!([null, 9, null, 7]))
        .run("undo 6")
        .refused("already-undone", "change `6` was undone by change `7`", "restore it with `inboxctl undo 7`")
        .run("undo 7")
        .stdout_starts("change 10 undoes change 7: 1 effect\n")
        .run("undo 6")
        .stdout_starts("change 11 undoes change 6: 1 effect\n")
        .done();
}

#[test]
fn undo_of_unknown_change_fails() {
    Test::acme()
        .run("undo 6")
        .refused("unknown-change", "unknown change `6`", "see `inboxctl history list`")
        .run("undo")
        .usage("error: missing required argument")
        .run("undo six")
        .usage("error: invalid value `six` for `[ID]...`")
        .done();
}

/// Change 6 added Luis and Eva as owners; change 7 removed Luis.
fn with_a_conflict() -> Test {
    Test::acme().given(
        "owner add +525512345678 luis@acme.example eva@acme.example
         owner remove +525512345678 luis@acme.example",
    )
}

const REFUSED: &str = "
    error: change `6` can't be undone: 1 effect conflicts with the current state
    hint: undo the rest with `inboxctl undo 6 --skip-conflicts`
    ";

fn conflict() -> Value {
    json!({ "effect": "add-owner", "contact": "+525512345678", "member": "luis@acme.example", "reason": "manual",
            "rule": "O4", "why": "`luis@acme.example` is no longer an owner", "change": 6 })
}

fn refused(dry_run: bool) -> Value {
    json!({ "dry_run": dry_run, "change": null, "effects": [], "effect_count": 0, "truncated": false, "by_member": [],
            "passed_over": [], "passed_over_count": 0, "undoes": 6, "conflicts": [conflict()], "conflict_count": 1 })
}

fn refusal() -> Value {
    json!({ "error": {
        "code": "undo-conflict",
        "message": "change `6` can't be undone: 1 effect conflicts with the current state",
        "hint": "undo the rest with `inboxctl undo 6 --skip-conflicts`",
        "file": null, "line": null, "column": null,
    } })
}

#[test]
fn conflicts_are_listed_and_nothing_is_undone() {
    with_a_conflict()
        .run("undo 6")
        .stdout(
            "
            no changes
            1 effect can't be undone
               added owner luis@acme.example to +525512345678 (manual)  `luis@acme.example` is no longer an owner
            ",
        )
        .stderr(REFUSED)
        .status(3)
        .run("undo 6 --json")
        .json(refused(false))
        .stderr_json(refusal())
        .status(3)
        .run("undo 6 --format csv")
        .stdout(
            "
            effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover,why,change
            add-owner,,+525512345678,,luis@acme.example,,manual,,,,,O4,,,,`luis@acme.example` is no longer an owner,6
            ",
        )
        .stderr(REFUSED)
        .status(3)
        .run("history list --json")
        .column("id", json!([7, 6, 5, 4, 3, 2, 1]))
        .done();
}

#[test]
fn skip_conflicts_undoes_the_rest() {
    with_a_conflict()
        .run("undo 6 --skip-conflicts")
        .stdout(
            "
            change 8 undoes change 6: 1 effect
               removed owner eva@acme.example from +525512345678 (undone)
            1 effect can't be undone
               added owner luis@acme.example to +525512345678 (manual)  `luis@acme.example` is no longer an owner
            ",
        )
        .status(1)
        .run("undo 6")
        .refused("already-undone", "change `6` was undone by change `8`", "restore it with `inboxctl undo 8`")
        .run("undo 8 --json")
        .part("/effects/0/member", "eva@acme.example")
        .part("/effect_count", 1)
        .run("undo 6 --skip-conflicts --json")
        .part("/change", 10)
        .part("/conflicts", json!([conflict()]))
        .part("/conflict_count", 1)
        .status(1)
        .done();
}

#[test]
fn undo_without_effects_adds_no_history() {
    Test::acme()
        .given(
            "owner add +525512345678 luis@acme.example
             owner remove +525512345678 luis@acme.example",
        )
        .run("undo 6 --skip-conflicts --json")
        .part("/change", Value::Null)
        .part("/effects", json!([]))
        .part("/conflict_count", 1)
        .status(1)
        .run("history show 6 --json")
        .part("/undone_by", Value::Null)
        .run("status --json")
        .part("/changes", 7)
        .done();
}

#[test]
fn dry_run_of_undo_matches_real_run() {
    with_a_conflict()
        .run("undo 7 --dry-run")
        .stdout(
            "
            dry run: 1 effect, none applied
               would add owner luis@acme.example to +525512345678 (manual)
            ",
        )
        .run("undo 7 --dry-run --detailed-exitcode --json")
        .part("/change", Value::Null)
        .part("/dry_run", true)
        .status(6)
        .run("undo 6 --dry-run --detailed-exitcode --json")
        .json(refused(true))
        .stderr_json(refusal())
        .status(3)
        .run("undo 6 --dry-run --detailed-exitcode --skip-conflicts")
        .stdout(
            "
            dry run: 1 effect, none applied
               would remove owner eva@acme.example from +525512345678 (undone)
            1 effect can't be undone
               added owner luis@acme.example to +525512345678 (manual)  `luis@acme.example` is no longer an owner
            ",
        )
        .status(1)
        .run("status --json")
        .part("/changes", 7)
        .done();
}

#[test]
fn table_lists_first_conflicts_only() {
    let members: Vec<_> = (0..12).map(|number| format!("m{number:02}@acme.example")).collect();
    let adding: Vec<_> = members.iter().map(|member| format!("member add {member}")).collect();
    let owners = format!("+525512345678 {}", members.join(" "));
    Test::acme()
        .given(&adding.join("\n"))
        .given(&format!("owner add {owners}\nowner remove {owners}"))
        .run("undo 18")
        .stdout_starts(
            "
            no changes
            12 effects can't be undone
               added owner m11@acme.example to +525512345678 (manual)  `m11@acme.example` is no longer an owner
            ",
        )
        .stderr_starts("error: change `18` can't be undone: 12 effects conflict with the current state\n")
        .status(3)
        .run("undo 18 --json")
        .part("/conflicts/11/member", "m00@acme.example")
        .part("/conflict_count", 12)
        .stderr_starts("{\"error\":{\"code\":\"undo-conflict\"")
        .status(3)
        .done();
}

#[test]
fn redo_restores_conversation_number() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             undo 6",
        )
        .run("conversation show 1")
        .refused(
            "unknown-conversation",
            "unknown conversation `1`",
            "see `inboxctl conversation list`; a phone number starts with `+`",
        )
        .run("history list --contact +525512345678 --json")
        .column("id", json!([7, 6, 5]))
        .run("undo 7")
        .stdout(
            "
            change 8 undoes change 7: 3 effects
               opened conversation 1 with +525512345678, status new
               recorded the contact's first message in conversation 1
               assigned ana@acme.example to conversation 1 (contact-owner)
            ",
        )
        .run("why 1 --format csv")
        .stdout(&format!(
            r#"
            at,change,actor,what,member,team,status,reason,rule,text,ownership
            {START},6,tester,opened,,,new,,O1,"opened, status new: the contact started the conversation",
            {START},6,tester,assigned,ana@acme.example,,,contact-owner,O1,"assigned ana@acme.example: owner since change 5 (manual, by tester)","{{""reason"":""manual"",""change"":5,""since"":""{START}""}}"
            {START},7,tester,unassigned,ana@acme.example,,,undone,,unassigned ana@acme.example: a change was undone,
            {START},7,tester,closed,,,,,,removed: a change was undone,
            {START},8,tester,opened,,,new,,,"opened, status new: a change was undone",
            {START},8,tester,assigned,ana@acme.example,,,contact-owner,,assigned ana@acme.example: a change was undone,"{{""reason"":""manual"",""change"":5,""since"":""{START}""}}"
            "#
        ))
        .done();
}

#[test]
fn undo_reopens_closed_conversation() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             conversation close 1",
        )
        .run("undo 7")
        .stdout(
            "
            change 8 undoes change 7: 1 effect
               reopened conversation 1, status new
            ",
        )
        .run("conversation show 1 --json")
        .part("/status", "new")
        .part("/closed_at", Value::Null)
        .part("/assigned/0/member", "ana@acme.example")
        .done();
}

#[test]
fn undone_numbers_are_not_reused() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             undo 6",
        )
        .run("simulate-message --contact +525512345678 --from contact --json")
        .part("/conversation/id", 2)
        .run("undo 7")
        .stdout_starts("no changes\n3 effects can't be undone\n")
        .stderr_starts("error: change `7` can't be undone: 3 effects conflict with the current state\n")
        .status(3)
        .done();
}

#[test]
fn several_changes_are_undone_newest_first() {
    Test::acme()
        .given(
            "owner add +525512345678 luis@acme.example
             owner remove +525512345678 luis@acme.example
             settings set assign-first-responder on",
        )
        .run("undo 6 8 7 6 --dry-run")
        .stdout_starts("dry run: 3 effects, none applied\n")
        .run("undo 6 8 7 6 --json")
        .part("/change", 9)
        .part("/undoes", json!([8, 7, 6]))
        .part("/undone_count", 3)
        .part("/effect_count", 3)
        .run("history list --json --limit 4 --quiet")
        .column("undone_by", json!([null, 9, 9, 9]))
        .run("owner list --json")
        .column("owner", json!(["ana@acme.example"]))
        .run("undo 9")
        .stdout_starts("change 10 undoes change 9: 3 effects\n")
        .run("history list --json --limit 4 --quiet")
        .column("undone_by", json!([null, 10, null, null]))
        .run("settings get assign-first-responder")
        .stdout("on\n")
        .given("undo 10")
        .run("history list --json --limit 5 --quiet")
        .column("undone_by", json!([null, 11, null, 9, 9]))
        .done();
}

#[test]
fn change_and_its_undo_are_undone_together() {
    Test::acme()
        .given(
            "owner add +525512345678 luis@acme.example
             undo 6",
        )
        .run("undo 6 7")
        .stdout_starts("change 8 undoes 2 changes: 2 effects\n")
        .run("history list --json --limit 3 --quiet")
        .column("undone_by", json!([null, 8, 8]))
        .run("contact show +525512345678 --json")
        .part("/owners", json!(["ana@acme.example"]))
        .done();
}

#[test]
fn changes_on_stdin_are_undone() {
    Test::acme()
        .given("owner add +525512345678 luis@acme.example eva@acme.example")
        .stdin("6\n")
        .run("undo -")
        .stdout_starts("change 7 undoes 1 change: 2 effects\n")
        .stdin("")
        .run("undo -")
        .stdout("no changes\n")
        .stdin("six\n")
        .run("undo -")
        .usage("error: expected the number of a change, found `six`\nhint: see `inboxctl history list`\n")
        .done();
}

#[test]
fn undo_of_several_is_refused_for_all_or_skips() {
    Test::acme()
        .given(
            "owner add +525512345678 luis@acme.example
             undo 6
             settings set assign-first-responder on",
        )
        .run("undo 99 8 6")
        .status(3)
        .stderr(
            "
            error: unknown change `99`
                   change `6` was undone by change `7`
            hint: see `inboxctl history list`
            hint: restore it with `inboxctl undo 7`
            hint: nothing was changed; change the others with `--skip-refused`
            ",
        )
        .leaves_the_store()
        .run("undo 99 8 6 --skip-refused --json")
        .status(1)
        .part("/change", 9)
        .part("/undoes", json!([8]))
        .part(
            "/refused",
            json!([
                { "change": 99, "code": "unknown-change", "message": "unknown change `99`" },
                { "change": 6, "code": "already-undone", "message": "change `6` was undone by change `7`" },
            ]),
        )
        .part("/refused_count", 2)
        .done();
}

#[test]
fn conflict_in_one_of_several_keeps_all() {
    with_a_conflict()
        .given("settings set assign-first-responder on")
        .run("undo 8 6 --json --quiet")
        .status(3)
        .stderr_starts("{\"error\":{\"code\":\"undo-conflict\"")
        .part("/undoes", 6)
        .part("/conflicts/0/change", 6)
        .run("settings get assign-first-responder")
        .stdout("on\n")
        .run("undo 8 6 --skip-conflicts --json")
        .status(1)
        .part("/undoes", json!([8, 6]))
        .part("/conflict_count", 1)
        .part("/effect_count", 2)
        .done();
}

#[test]
fn last_is_the_newest_change_that_counts() {
    Test::acme()
        .given(
            "settings set assign-first-responder on
             owner add +525512345678 luis@acme.example",
        )
        .run("undo --last")
        .stdout_starts("change 8 undoes change 7: 1 effect\n")
        .stderr(&format!("note: change 7 was `owner add +525512345678 luis@acme.example --at {START}`\n"))
        .run("undo --last")
        .stdout_starts("change 9 undoes change 6: 1 effect\n")
        .stderr(&format!("note: change 6 was `settings set assign-first-responder on --at {START}`\n"))
        .given("undo 9")
        .given("undo --last --dry-run --quiet")
        .run("undo --last 6")
        .usage("error: ")
        .done();
    Test::new()
        .run("undo --last")
        .refused("unknown-change", "nothing is left to undo", "see `inboxctl history list`")
        .done();
}

/// An undo may reopen a conversation that is not the contact's latest.
#[test]
fn message_goes_to_a_reopened_older_conversation() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             conversation close 1
             simulate-message --contact +525512345678 --from contact
             conversation close 2
             undo 7",
        )
        .run("simulate-message --contact +525512345678 --from member --member ana --json")
        .part("/conversation/id", 1)
        .part("/conversation/status", "in-progress")
        .run("conversation show +525512345678 --json")
        .part("/id", 1)
        .done();
}

/// A contact has one open conversation at any time, also while several changes are undone.
#[test]
fn one_conversation_is_closed_and_another_reopened_by_one_undo() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             conversation close 1
             simulate-message --contact +525512345678 --from flow
             conversation close 2
             undo 7
             conversation close 1
             undo 9",
        )
        .run("undo 12 11 --json")
        .part("/effects/0", json!({ "effect": "close-conversation", "conversation": 2, "rule": null }))
        .part(
            "/effects/1",
            json!({ "effect": "reopen-conversation", "conversation": 1, "status": "new", "rule": null }),
        )
        .run("conversation reopen 2")
        .refused(
            "already-exists",
            "conversation `2` can't be reopened: `+525512345678` already has an open conversation, `1`",
            "see it with `inboxctl conversation show 1`",
        )
        .run("undo 13 --json")
        .part("/effect_count", 2)
        .run("conversation list --json")
        .column("id", json!([2]))
        .done();
}

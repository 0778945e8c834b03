//! The conflicts of an undo, for each kind of effect; the rest is undone on request.

use std::collections::BTreeSet;

use inboxctl::testing::model::EffectKind;
use serde_json::Value;

use crate::cli::words;
use crate::program::Program;
use crate::rows::{assert_sound, dump, open};

/// Three members, two of them in a team, and a contact that Ana owns: five changes.
const START: &str = "member add @ana
    member add @luis
    member add @eva
    team add Sales --member @ana --member @luis
    contact add ROSA --owner @ana";

/// An effect, the commands from the sixth change on, the change to undo, and the conflict.
type Case = (&'static str, &'static str, i64, &'static str);

/// Short for what follows a verb in the cases below.
fn typed(line: &str) -> Vec<String> {
    let message = "simulate-message --contact +525512345678 --from";
    let line = line.trim().replace("say ", &format!("{message} ")).replace("ROSA", "+525512345678");
    let line = ["ana", "luis", "eva"]
        .iter()
        .fold(line, |line, name| line.replace(&format!("@{name}"), &format!("{name}@a.example")));
    words(&line)
}

const CASES: [Case; 63] = [
    (
        "add-absence",
        "member away @eva --from 2026-01-01T00:00:00Z --until 2027-01-01T00:00:00Z
         member back @eva",
        6,
        "the absence of `eva@a.example` has ended at another time",
    ),
    (
        "end-absence",
        "member away @eva --from 2026-01-01T00:00:00Z --until 2027-01-01T00:00:00Z
         member back @eva
         member away @eva --from 2026-07-01T00:00:00Z --until 2026-08-01T00:00:00Z",
        7,
        "`eva@a.example` has another absence at that time",
    ),
    ("pin-owner", "owner pin ROSA @ana\nowner unpin ROSA @ana", 6, "`ana@a.example` is no longer pinned as owner"),
    (
        "unpin-owner",
        "owner pin ROSA @ana\nowner unpin ROSA @ana\nowner pin ROSA @ana",
        7,
        "`ana@a.example` has been pinned as owner since",
    ),
    ("add-owner", "owner add ROSA @luis\nowner pin ROSA @luis", 6, "`luis@a.example` has been pinned as owner since"),
    (
        "add-owner",
        "owner distribute --from @ana --to @luis\nowner pin ROSA @luis",
        6,
        "`luis@a.example` has been pinned as owner since",
    ),
    ("erase-contact", "contact erase ROSA --confirm 1", 6, "the data of `erased-1` was erased"),
    (
        "move-conversation",
        "say contact\ncontact add +525500000001\ncontact add +525500000002\ncontact merge ROSA +525500000001
         contact merge +525500000001 +525500000002",
        9,
        "it now belongs to `+525500000002`",
    ),
    (
        "open-conversation",
        "contact add +525500000001\nsay system\ncontact merge ROSA +525500000001",
        7,
        "it now belongs to `+525500000001`",
    ),
    ("add-member", "member update @eva --name Eva", 3, "the name is now `Eva`"),
    ("add-member", "member deactivate @eva", 3, "`eva@a.example` is inactive"),
    ("add-member", "member remove @eva", 3, "`eva@a.example` no longer exists"),
    ("add-member", "", 2, "it has 1 team membership"),
    ("remove-member", "member remove @eva\nmember add @eva", 6, "another member now has the email `eva@a.example`"),
    (
        "remove-member",
        "member update @eva --external-id 7\nmember remove @eva\nmember update @ana --external-id 7",
        7,
        "another member now has the external id `7`",
    ),
    ("update-member", "member update @eva --name Eva\nmember update @eva --name Evita", 6, "the name is now `Evita`"),
    (
        "update-member",
        "member update @eva --email eve@a.example\nmember add @eva",
        6,
        "another member now has the email `eva@a.example`",
    ),
    (
        "activate-member",
        "member deactivate @eva\nmember activate @eva\nsay contact\nassign 1 --member @eva",
        7,
        "`eva@a.example` is assigned to 1 open conversation",
    ),
    (
        "activate-member",
        "member deactivate @eva\nmember activate @eva\nmember deactivate @eva",
        7,
        "`eva@a.example` is inactive",
    ),
    ("deactivate-member", "member deactivate @eva\nmember activate @eva", 6, "`eva@a.example` is active again"),
    ("add-team", "team join Sales @eva", 4, "`eva@a.example` is now in the team"),
    ("add-team", "team update Sales --default-agent @eva", 4, "the default agent is now `eva@a.example`"),
    ("add-team", "say contact\nassign 1 --team Sales", 4, "it has 1 conversation"),
    ("remove-team", "team remove Sales\nteam add SALES", 6, "another team now has the name `Sales`"),
    (
        "remove-team",
        "team add Night --default-agent @eva\nteam remove Night\nmember remove @eva",
        7,
        "`eva@a.example` no longer exists",
    ),
    (
        "update-team",
        "team update Sales --strategy least-busy\nteam update Sales --strategy default-agent",
        6,
        "the strategy is now `default-agent`",
    ),
    ("update-team", "team update Sales --rename Ventas\nteam add Sales", 6, "another team now has the name `Sales`"),
    (
        "update-team",
        "team update Sales --default-agent @eva\nteam update Sales --default-agent ''\nmember remove @eva",
        7,
        "`eva@a.example` no longer exists",
    ),
    ("join-team", "team join Sales @eva\nteam leave Sales @eva", 6, "`eva@a.example` is no longer in the team"),
    ("leave-team", "team leave Sales @ana\nteam join Sales @ana", 6, "`ana@a.example` is now in the team"),
    ("leave-team", "team remove Sales\nteam add sales", 6, "`Sales` no longer exists"),
    ("add-contact", "contact update ROSA --account Beta", 5, "the account is now `Beta`"),
    ("add-contact", "owner add ROSA @eva", 5, "`eva@a.example` has been an owner since change 6"),
    ("add-contact", "say contact", 5, "it has 1 conversation"),
    ("remove-contact", "contact remove ROSA\ncontact add ROSA", 6, "another contact now has the phone `+525512345678`"),
    (
        "update-contact",
        "contact update ROSA --first-name Rosa\ncontact update ROSA --first-name ''",
        6,
        "the first name is now unset",
    ),
    (
        "update-contact",
        "contact update ROSA --phone +525587654321\ncontact add ROSA",
        6,
        "another contact now has the phone `+525512345678`",
    ),
    ("add-owner", "owner add ROSA @eva\nowner remove ROSA @eva", 6, "`eva@a.example` is no longer an owner"),
    (
        "add-owner",
        "owner add ROSA @eva\nowner remove ROSA @eva\nowner add ROSA @eva",
        6,
        "`eva@a.example` has been an owner since change 8",
    ),
    (
        "remove-owner",
        "owner remove ROSA @ana\nowner add ROSA @ana",
        6,
        "`ana@a.example` has been an owner since change 7",
    ),
    (
        "remove-owner",
        "owner add ROSA @eva\nowner remove ROSA @eva\nmember remove @eva",
        7,
        "`eva@a.example` no longer exists",
    ),
    (
        "open-conversation",
        "say contact\nassign 1 --member @luis",
        6,
        "`luis@a.example` has been assigned since change 7",
    ),
    ("open-conversation", "say contact\nassign 1 --team Sales", 6, "the team is now `Sales`"),
    ("mark-contact-wrote", "say contact\nconversation close 1", 6, "conversation 1 is closed"),
    (
        "close-conversation",
        "say contact\nconversation close 1\nsay contact",
        7,
        "the contact has an open conversation, 2",
    ),
    (
        "close-conversation",
        "say contact\nconversation close 1\nmember deactivate @ana",
        7,
        "`ana@a.example` is inactive",
    ),
    (
        "assign-member",
        "say contact\nassign 1 --member @luis\nunassign 1 --member @luis",
        7,
        "`luis@a.example` is no longer assigned",
    ),
    (
        "unassign-member",
        "say contact\nunassign 1 --member @ana\nassign 1 --member @ana",
        7,
        "`ana@a.example` has been assigned since change 8",
    ),
    (
        "unassign-member",
        "say contact\nunassign 1 --member @ana\nmember deactivate @ana",
        7,
        "`ana@a.example` is inactive",
    ),
    ("set-team", "say contact\nassign 1 --team Sales\nunassign 1 --team", 7, "it has no team"),
    (
        "clear-team",
        "say contact\nassign 1 --team Sales\nunassign 1 --team\nassign 1 --team Sales",
        8,
        "the team is now `Sales`",
    ),
    (
        "set-first-responder",
        "say contact\nsay member --member @ana\nconversation close 1",
        7,
        "conversation 1 is closed",
    ),
    ("mark-handed-over", "say flow\nsay flow --assign @eva\nsay flow --end-flow", 7, "the flow has ended since"),
    (
        "clear-handed-over",
        "say flow\nsay flow --assign @eva\nsay flow --end-flow\nsay flow --assign @luis",
        8,
        "a flow has handed it over since",
    ),
    ("set-status", "say flow\nsay flow --assign @eva\nsay member --member @eva", 7, "the status is now `in-progress`"),
    (
        "set-setting",
        "settings set assign-first-responder on\nsettings set assign-first-responder off",
        6,
        "it is now `off`",
    ),
    ("remove-conversation", "say contact\nundo 6\nsay contact", 7, "the contact has an open conversation, 2"),
    (
        "reopen-conversation",
        "say contact\nconversation close 1\nundo 7\nconversation close 1",
        8,
        "conversation 1 is closed",
    ),
    (
        "reopen-conversation",
        "say contact\nconversation close 1\nconversation reopen 1\nsay member --member @ana",
        8,
        "the status is now `in-progress`",
    ),
    (
        "unassign-member",
        "say contact\nconversation close 1\nmember deactivate @ana\nconversation reopen 1\nsay member --member @luis",
        9,
        "the status is now `in-progress`",
    ),
    (
        "assign-member",
        "say contact\nconversation close 1\nmember deactivate @ana\nconversation reopen 1\nundo 9
        conversation reopen 1",
        10,
        "the status is now `new`",
    ),
    ("clear-contact-wrote", "say system\nsay contact\nundo 7\nsay contact", 8, "the contact has written in it"),
    (
        "clear-first-responder",
        "say contact\nsay member --member @ana\nundo 7\nsay member --member @luis",
        8,
        "the first responder is `luis@a.example`",
    ),
];

fn tell(program: &Program, lines: &str) {
    for line in lines.lines() {
        let words = typed(line);
        program.done(&words.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn undo_conflicts_with_later_changes() {
    let start = Program::with_store();
    tell(&start, START);
    for (effect, since, change, why) in CASES {
        let program = copy(&start);
        tell(&program, since);
        let before = dump(program.store());
        let refused = program.run(&["undo", &change.to_string(), "--json"]);
        assert_eq!(refused.code, Some(3), "{effect}, {why}: {refused:?}");
        assert_eq!(refused.error()["code"], "undo-conflict");
        let answer = refused.json();
        let conflicts = answer["conflicts"].as_array().unwrap();
        let is_told = |conflict: &Value| conflict["effect"] == effect && conflict["why"] == why;
        assert!(conflicts.iter().any(is_told), "{effect}, {why}: {conflicts:#?}");
        assert_eq!(answer["change"], Value::Null);
        assert_eq!(answer["conflict_count"], conflicts.len());
        assert!(dump(program.store()) == before, "{effect}: something has changed");
        undo_the_rest(&program, change, &answer);
    }
}

/// The rest is undone, the conflicts are listed again, and the rows are consistent.
fn undo_the_rest(program: &Program, change: i64, refused: &Value) {
    let skipped = program.run(&["undo", &change.to_string(), "--skip-conflicts", "--json"]);
    assert_eq!(skipped.code, Some(1), "{skipped:?}");
    let answer = skipped.json();
    assert_eq!(answer["conflicts"], refused["conflicts"]);
    assert_eq!(answer["change"].is_null(), answer["effect_count"] == 0, "{answer:#}");
    let undone_by = &program.done(&["history", "show", &change.to_string()])["undone_by"];
    assert_eq!(undone_by, &answer["change"]);
    assert_sound(&open(program.store()));
}

fn copy(program: &Program) -> Program {
    let copy = Program::new();
    std::fs::copy(program.store(), copy.store()).unwrap();
    copy
}

#[test]
fn every_effect_kind_has_a_case() {
    let cases: BTreeSet<&str> = CASES.iter().map(|(effect, ..)| *effect).collect();
    let all = EffectKind::ALL.iter().map(|kind| kind.code());
    let missing: Vec<&str> = all.filter(|kind| !cases.contains(kind)).collect();
    assert_eq!(missing, ["advance-turn"]);
}

fn turn(program: &Program) -> Vec<(i64, Option<i64>)> {
    let store = open(program.store());
    let mut statement = store.prepare("SELECT turn, last_picked FROM teams").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn advanced_rotation_is_kept_without_conflict() {
    let program = Program::with_store();
    tell(&program, START);
    tell(&program, "say flow --assign-team Sales\nconversation close 1\nsay flow --assign-team Sales");
    assert_eq!(turn(&program), [(2, Some(2))]);
    let answer = program.run(&["undo", "6", "--skip-conflicts", "--json"]).json();
    let effects = answer["effects"].as_array().unwrap();
    assert!(effects.iter().all(|effect| effect["effect"] != "advance-turn"), "{answer:#}");
    let conflicts = answer["conflicts"].as_array().unwrap();
    assert!(conflicts.iter().all(|conflict| conflict["effect"] != "advance-turn"), "{answer:#}");
    assert_eq!(turn(&program), [(2, Some(2))]);
    tell(&program, "undo 8");
    assert_eq!(turn(&program), [(1, Some(1))]);
}

/// A restored membership has its old position, and the rotation points at the same member.
#[test]
fn restored_rotation_points_at_same_member() {
    let program = Program::with_store();
    tell(&program, START);
    tell(&program, "team join Sales @eva\nteam leave Sales @ana\nsay flow --assign-team Sales\nundo 7");
    assert_eq!(turn(&program), [(2, Some(2))]);
    let team = program.done(&["team", "show", "Sales"]);
    assert_eq!(team["members"], serde_json::json!(["ana@a.example", "luis@a.example", "eva@a.example"]));
    assert_sound(&open(program.store()));
}

/// A restored row moves the rows at its position back.
#[test]
fn restored_row_gets_its_position_back() {
    let program = Program::with_store();
    tell(&program, START);
    tell(&program, "say contact\nunassign 1 --member @ana\nassign 1 --member @luis\nassign 1 --member @eva\nundo 7");
    tell(&program, "owner remove ROSA @ana\nowner add ROSA @luis\nundo 11");
    tell(&program, "team leave Sales @luis\nteam join Sales @eva\nundo 14");
    let conversation = program.done(&["conversation", "show", "1"]);
    let assigned = conversation["assigned"].as_array().unwrap();
    let assigned: Vec<_> = assigned.iter().map(|one| one["member"].as_str().unwrap()).collect();
    assert_eq!(assigned, ["ana@a.example", "luis@a.example", "eva@a.example"]);
    let owners = &program.done(&["contact", "show", "+525512345678"])["owners"];
    assert_eq!(owners, &serde_json::json!(["ana@a.example", "luis@a.example"]));
    let members = &program.done(&["team", "show", "Sales"])["members"];
    assert_eq!(members, &serde_json::json!(["ana@a.example", "luis@a.example", "eva@a.example"]));
    assert_sound(&open(program.store()));
}

/// Only fields that still have the value of the change are restored.
#[test]
fn fields_are_restored_one_by_one() {
    let program = Program::with_store();
    tell(&program, START);
    tell(&program, "contact update ROSA --first-name Rosa --last-name Luna\ncontact update ROSA --first-name Rosita");
    let skipped = program.run(&["undo", "6", "--skip-conflicts", "--json"]);
    let answer = skipped.json();
    assert_eq!(answer["effects"][0]["set"], serde_json::json!({ "last_name": null }));
    assert_eq!(answer["conflicts"][0]["set"], serde_json::json!({ "first_name": "Rosa" }));
    assert_eq!(answer["conflicts"][0]["was"], serde_json::json!({ "first_name": null }));
    let contact = program.done(&["contact", "show", "+525512345678"]);
    assert_eq!((&contact["first_name"], &contact["last_name"]), (&"Rosita".into(), &Value::Null));
}

/// Neither a field changed and changed back nor an undone change is a conflict.
#[test]
fn reverted_fields_do_not_conflict() {
    let program = Program::with_store();
    tell(&program, START);
    tell(
        &program,
        "member update @eva --name Eva\nmember update @eva --name ''\nmember deactivate @eva\nundo 8\nundo 3",
    );
    tell(&program, "contact update ROSA --account Beta\nundo 11\nundo 5");
    tell(&program, "team update Sales --rename Ventas\nteam update Ventas --rename Sales\nundo 4");
    let counts = program.done(&["status"]);
    assert_eq!(
        (&counts["teams"], &counts["contacts"]["total"], &counts["members"]["active"]),
        (&0.into(), &0.into(), &2.into())
    );
}

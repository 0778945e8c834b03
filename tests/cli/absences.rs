//! `member away`, `back` and `absences`

use serde_json::{Value, json};

use super::Test;

/// Eva is away for two weeks, covered by Luis. It is 1 January 2026.
fn without_eva() -> Test {
    Test::acme().given("member away eva --from 2026-01-05 --until +2w --cover luis --utc")
}

#[test]
fn absence_is_added_and_listed() {
    Test::acme()
        .run("member away eva --from 2026-01-05 --until 2026-01-09 --cover luis,ana --utc --json")
        .part(
            "/effects",
            json!([{ "effect": "add-absence", "member": "eva@acme.example", "from": "2026-01-05T00:00:00Z",
                "until": "2026-01-10T00:00:00Z", "cover": ["luis@acme.example", "ana@acme.example"], "rule": "V1" }]),
        )
        .part("/effect_count", Value::Null)
        .run("member absences --json")
        .json(json!([{ "member": "eva@acme.example", "from": "2026-01-05T00:00:00Z", "until": "2026-01-10T00:00:00Z",
            "cover": ["luis@acme.example", "ana@acme.example"] }]))
        .run("member absences ana --json")
        .json(json!([]))
        .run("member absences --utc --format csv")
        .stdout(
            "
            member,from,until,cover
            eva@acme.example,2026-01-05T00:00:00Z,2026-01-10T00:00:00Z,luis@acme.example;ana@acme.example
            ",
        )
        .done();
}

#[test]
fn substitute_is_assigned_and_why_says_so() {
    Test::acme()
        .given(
            "owner set +525512345678 eva
             member away eva --until +2w --cover luis
             simulate-message --contact +525512345678 --from contact",
        )
        .run("conversation show 1 --json")
        .part("/assigned/0/member", "luis@acme.example")
        .part("/assigned/0/reason", "covering")
        .run("why 1 --json")
        .part("/nobody", Value::Null)
        .part("/events/1/what", "assigned")
        .part("/events/1/text", "assigned luis@acme.example: covers for a member who is away")
        .part("/events/2/reason", "away")
        .part("/events/2/rule", "V2")
        .done();
}

#[test]
fn why_tells_that_all_owners_were_away() {
    Test::acme()
        .given(
            "owner set +525512345678 eva
             member away eva --until +2w
             simulate-message --contact +525512345678 --from contact",
        )
        .run("why 1 --json")
        .part("/nobody/reason", "away")
        .done();
}

#[test]
fn hand_over_moves_open_conversations() {
    Test::acme()
        .given(
            "contact add +525500000001
             simulate-message --contact +525512345678 --from member --member eva
             simulate-message --contact +525500000001 --from member --member eva",
        )
        .run("member away eva --until +2w --hand-over-open")
        .usage("error: missing required argument `--cover <MEMBER>`\n")
        .run("member away eva --until +2w --cover luis,ana --hand-over-open --json")
        .part("/effect_count", 5)
        .part("/effects/0/reason", "handed-over")
        .part(
            "/effects/2",
            json!({ "effect": "assign-member", "conversation": 1, "member": "luis@acme.example",
            "reason": "covering", "rule": "V4" }),
        )
        .part(
            "/by_member/0",
            json!({ "member": "ana@acme.example", "owners_added": 0, "owners_removed": 0,
            "assigned": 1, "unassigned": 0 }),
        )
        .given("undo --last")
        .run("conversation show 2 --json")
        .part("/assigned/0/member", "eva@acme.example")
        .run("member absences --json")
        .json(json!([]))
        .done();
}

#[test]
fn absences_that_overlap_or_are_empty_are_refused() {
    without_eva()
        .run("member away eva --from 2026-01-10 --until +1d --utc")
        .refused(
            "already-exists",
            "`eva@acme.example` already has an absence from 2026-01-05T00:00:00Z until 2026-01-19T00:00:00Z",
            "end it with `inboxctl member back eva@acme.example`, or remove a planned one with `--from`",
        )
        .run("member away eva --from 2026-02-10 --until 2026-02-09 --utc")
        .refused("invalid-value", "the absence ends before it begins", "choose an end after the beginning")
        .run("member away eva --from 2026-02-10 --until +1d --cover eva --utc")
        .refused("invalid-value", "`eva@acme.example` can't cover for themselves", "choose another substitute")
        .given("member deactivate ana")
        .run("member away eva --from 2026-02-10 --until +1d --cover ana --utc")
        .refused(
            "inactive-member",
            "`ana@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate ana@acme.example`",
        )
        .run("member away eva --until 2w")
        .usage("error: invalid value `2w` for `--until <TIME>`: expected a span ahead, with a `+`\nhint: use `+2w`\n")
        .run("member away eva --from 3d --until +2w")
        .usage("error: invalid value `3d` for `--from <TIME>`: expected a span ahead, with a `+`\nhint: use `+3d`\n")
        .done();
}

#[test]
fn back_ends_the_present_absence_or_removes_a_planned_one() {
    without_eva()
        .run("member back eva --json")
        .part("/change", Value::Null)
        .at("2026-01-06T09:00:00Z")
        .run("member back eva --json")
        .part(
            "/effects",
            json!([{ "effect": "end-absence", "member": "eva@acme.example",
            "until": "2026-01-06T09:00:00Z", "rule": "V1" }]),
        )
        .given("undo --last")
        .at("2026-01-02T00:00:00Z")
        .run("member back eva --from 2026-01-05 --utc --json")
        .part(
            "/effects",
            json!([{ "effect": "end-absence", "member": "eva@acme.example",
            "from": "2026-01-05T00:00:00Z", "rule": "V1" }]),
        )
        .run("member absences --json")
        .json(json!([]))
        .done();
}

/// A dry run now and a real run later are the same change, as long as no time but the present is in it.
#[test]
fn digest_counts_the_present_as_now() {
    let digest = |test: &Test, typed: &str| test.answer(&format!("{typed} --dry-run --json"), 0)["digest"].clone();
    let (test, later) = (Test::acme(), Test::acme().at("2026-01-02T00:00:00Z"));
    let until = "member away eva --until 2026-01-19T00:00:00Z";
    let now = digest(&test, until);
    assert_eq!(now, digest(&later, until));
    assert_ne!(now, digest(&test, &format!("{until} --from 2026-01-02T00:00:00Z")));
    assert_eq!(now, digest(&later, &format!("{until} --from 2026-01-02T00:00:00Z")));
    assert_ne!(now, digest(&test, "member away eva --until 2026-01-18T00:00:00Z"));
}

#[test]
fn members_who_are_away_are_listed() {
    Test::acme()
        .given("member away eva --until 2026-06-01T00:00:00Z\nmember away ana --from +9w --until +10w")
        .run("member list --away --json")
        .column("email", json!(["eva@acme.example"]))
        .run("member show eva --json")
        .part("/away_until", "2026-06-01T00:00:00Z")
        .run("member list --away --active")
        .usage("error: ")
        .done();
}

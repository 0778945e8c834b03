//! `member …`

use serde_json::{Value, json};

use super::Test;

/// Ana as JSON.
fn ana() -> Value {
    with_load(
        json!({ "email": "ana@acme.example", "name": "Ana", "active": true, "external_id": null, "away_until": null }),
        &["Sales"],
        1,
    )
}

/// A member with teams, owned contacts, and no open conversation.
fn with_load(mut member: Value, teams: &[&str], contacts: i64) -> Value {
    member["teams"] = json!(teams);
    member["contacts"] = json!(contacts);
    member["open_conversations"] = json!(0);
    member
}

fn nothing_changed() -> Value {
    json!({ "dry_run": false, "change": null, "effects": [], "passed_over": [] })
}

#[test]
fn member_email_is_stored_in_lower_case() {
    Test::new()
        .run("member add Ana@ACME.example --name Ana")
        .stdout(
            "
            change 1: 1 effect
               added member ana@acme.example
            ",
        )
        .run("member show ANA@acme.example --json")
        .part("/email", "ana@acme.example")
        .done();
}

#[test]
fn member_add_prints_change() {
    Test::new()
        .run("member add ana@acme.example --name Ana --external-id 7 --json")
        .json(json!({
            "dry_run": false,
            "change": 1,
            "effects": [{ "effect": "add-member", "member": "ana@acme.example", "rule": null }],
            "passed_over": [],
        }))
        .run("member show ana@acme.example --json")
        .json(with_load(
            json!({ "email": "ana@acme.example", "name": "Ana", "active": true, "external_id": "7", "away_until": null }),
            &[],
            0,
        ))
        .done();
}

#[test]
fn member_show_labels_fields() {
    Test::acme()
        .run("member show ana@acme.example")
        .stdout(
            "
            email               ana@acme.example
            name                Ana
            active              yes
            teams               Sales
            contacts            1
            open conversations  0
            external id
            ",
        )
        .done();
}

#[test]
fn member_list_sorts_by_email() {
    Test::acme()
        .run("member list")
        .stdout(
            "
            EMAIL              NAME  ACTIVE  TEAMS  CONTACTS  OPEN CONVERSATIONS  EXTERNAL ID
            ana@acme.example   Ana   yes     Sales  1         0
            eva@acme.example         yes            0         0
            luis@acme.example        yes     Sales  0         0
            ",
        )
        .run("member list --limit 1 --json")
        .stderr("showing 1 of 3 members\n")
        .json(json!([ana()]))
        .done();
}

#[test]
fn member_list_filters_by_activity() {
    Test::acme()
        .given("member deactivate luis@acme.example")
        .run("member list --active --format csv")
        .stdout(
            "
            email,name,active,external_id,away_until,teams,contacts,open_conversations
            ana@acme.example,Ana,true,,,Sales,1,0
            eva@acme.example,,true,,,,0,0
            ",
        )
        .run("member list --inactive --format csv")
        .stdout(
            "
            email,name,active,external_id,away_until,teams,contacts,open_conversations
            luis@acme.example,,false,,,Sales,0,0
            ",
        )
        .run("member list --active --inactive")
        .usage("error: `--active` cannot be used with `--inactive`\n")
        .done();
}

#[test]
fn member_update_lists_new_values() {
    Test::acme()
        .run("member update ana@acme.example --name 'Ana García' --external-id 7 --json")
        .part(
            "/effects",
            json!([{
                "effect": "update-member",
                "member": "ana@acme.example",
                "set": { "external_id": "7", "name": "Ana García" },
                "was": { "external_id": null, "name": "Ana" },
                "rule": null,
            }]),
        )
        .run("member update ana@acme.example --email anna@acme.example")
        .stdout(
            "
            change 7: 1 effect
               updated member anna@acme.example: email = anna@acme.example (was ana@acme.example)
            ",
        )
        .run("member show anna@acme.example --json")
        .json(with_load(
            json!({ "email": "anna@acme.example", "name": "Ana García", "active": true, "external_id": "7", "away_until": null }),
            &["Sales"],
            1,
        ))
        .done();
}

#[test]
fn empty_value_clears_member_field() {
    Test::acme()
        .run("member update ana@acme.example --name ''")
        .stdout(
            "
            change 6: 1 effect
               updated member ana@acme.example: name = none (was Ana)
            ",
        )
        .run("member show ana@acme.example --json")
        .part("/name", Value::Null)
        .done();
}

#[test]
fn member_update_with_same_values_changes_nothing() {
    Test::acme()
        .given("member deactivate eva@acme.example")
        .run("member update ana@acme.example --name Ana")
        .stdout("no changes\n")
        .leaves_the_store()
        .run("member update ana@acme.example --name Ana --json")
        .json(nothing_changed())
        .run("member activate ana@acme.example --json")
        .json(nothing_changed())
        .run("member deactivate eva@acme.example")
        .stdout("no changes\n")
        .leaves_the_store()
        .done();
}

#[test]
fn member_update_without_fields_is_wrong_usage() {
    Test::acme()
        .run("member update ana@acme.example")
        .usage(
            "
            error: missing required argument `<--email <EMAIL>|--name <NAME>|--external-id <ID>>`
            ",
        )
        .done();
}

#[test]
fn member_add_without_valid_email_fails() {
    Test::acme()
        .run("member update ana@acme.example --email ''")
        .refused("invalid-email", "`` is not an email address: it is empty", "use the form name@company.example")
        .done();
}

#[test]
fn duplicate_email_or_external_id_is_rejected() {
    Test::acme()
        .given("member update luis@acme.example --external-id 7")
        .run("member add ANA@acme.example")
        .refused(
            "already-exists",
            "member `ana@acme.example` already exists",
            "update it with `inboxctl member update ana@acme.example`",
        )
        .run("member update eva@acme.example --email ana@acme.example")
        .refused(
            "already-exists",
            "member `ana@acme.example` already exists",
            "choose another email, or change that member's email first",
        )
        .run("member add dora@acme.example --external-id 7")
        .refused(
            "already-exists",
            "member `luis@acme.example` already has external id `7`",
            "choose another external id",
        )
        .run("member update eva@acme.example --external-id 7")
        .refused(
            "already-exists",
            "member `luis@acme.example` already has external id `7`",
            "choose another external id",
        )
        .done();
}

#[test]
fn deactivation_unassigns_and_reports_leftovers() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("member deactivate ana@acme.example --dry-run")
        .stdout(
            "
            dry run: 2 effects, none applied
               would unassign ana@acme.example from conversation 1 (member-deactivated)  D1
               would deactivate member ana@acme.example                                  D1
            contacts without an active owner: +525512345678
            conversations without a member: 1
            still listed in teams: Sales (member)
            ",
        )
        .leaves_the_store()
        .run("member deactivate ana@acme.example --json")
        .json(json!({
            "dry_run": false,
            "change": 7,
            "effects": [
                { "effect": "unassign-member", "conversation": 1, "member": "ana@acme.example",
                  "reason": "member-deactivated", "rule": "D1" },
                { "effect": "deactivate-member", "member": "ana@acme.example", "rule": "D1" },
            ],
            "effect_count": 2,
            "truncated": false,
            "by_member": [{ "member": "ana@acme.example", "owners_added": 0, "owners_removed": 0, "assigned": 0,
                            "unassigned": 1 }],
            "passed_over": [],
            "passed_over_count": 0,
            "left_unowned": ["+525512345678"],
            "left_unassigned": [1],
            "roles": [{ "team": "Sales", "role": "member" }],
        }))
        .done();
}

#[test]
fn large_handover_shows_first_effects_and_sums() {
    let contacts: Vec<_> = (1..10).map(|n| format!("contact add +52550000000{n} --owner ana@acme.example")).collect();
    Test::acme()
        .given(&contacts.join("\n"))
        .run("member deactivate ana@acme.example --hand-over-to luis@acme.example,eva@acme.example")
        .stdout(
            "
            change 15: 21 effects
               added owner luis@acme.example to +525500000001 (handed-over)  D2
               added owner eva@acme.example to +525500000002 (handed-over)   D2
               added owner luis@acme.example to +525500000003 (handed-over)  D2
               added owner eva@acme.example to +525500000004 (handed-over)   D2
               added owner luis@acme.example to +525500000005 (handed-over)  D2
               added owner eva@acme.example to +525500000006 (handed-over)   D2
               added owner luis@acme.example to +525500000007 (handed-over)  D2
               added owner eva@acme.example to +525500000008 (handed-over)   D2
               added owner luis@acme.example to +525500000009 (handed-over)  D2
               added owner eva@acme.example to +525512345678 (handed-over)   D2
               … and 11 more effects; `inboxctl history show 15 --format ndjson` shows all
            totals
               10  added owners
               10  removed owners
                1  deactivated member
               MEMBER             OWNERS ADDED  OWNERS REMOVED
               ana@acme.example              0              10
               eva@acme.example              5               0
               luis@acme.example             5               0
            still listed in teams: Sales (member)
            ",
        )
        .done();
}

#[test]
fn deactivated_default_agent_keeps_role() {
    Test::acme()
        .given("team add Night --strategy default-agent --default-agent eva@acme.example")
        .run("member deactivate eva@acme.example --json")
        .part("/roles", json!([{ "team": "Night", "role": "default-agent" }]))
        .part("/left_unowned", json!([]))
        .part("/left_unassigned", json!([]))
        .done();
}

#[test]
fn successors_take_turns() {
    Test::acme()
        .given(
            "contact add +525587654321 --owner ana@acme.example
             simulate-message --contact +525512345678 --from contact",
        )
        .run("member deactivate ana@acme.example --hand-over-to luis@acme.example,eva@acme.example --json")
        .json(json!({
            "dry_run": false,
            "change": 8,
            "effects": [
                { "effect": "unassign-member", "conversation": 1, "member": "ana@acme.example",
                  "reason": "handed-over", "rule": "D2" },
                { "effect": "assign-member", "conversation": 1, "member": "luis@acme.example",
                  "reason": "handed-over", "rule": "D2" },
                { "effect": "add-owner", "contact": "+525512345678", "member": "luis@acme.example",
                  "reason": "handed-over", "rule": "D2" },
                { "effect": "add-owner", "contact": "+525587654321", "member": "eva@acme.example",
                  "reason": "handed-over", "rule": "D2" },
                { "effect": "remove-owner", "contact": "+525512345678", "member": "ana@acme.example",
                  "reason": "handed-over", "rule": "D2" },
                { "effect": "remove-owner", "contact": "+525587654321", "member": "ana@acme.example",
                  "reason": "handed-over", "rule": "D2" },
                { "effect": "deactivate-member", "member": "ana@acme.example", "rule": "D1" },
            ],
            "effect_count": 7,
            "truncated": false,
            "by_member": [
                { "member": "ana@acme.example", "owners_added": 0, "owners_removed": 2, "assigned": 0, "unassigned": 1 },
                { "member": "eva@acme.example", "owners_added": 1, "owners_removed": 0, "assigned": 0, "unassigned": 0 },
                { "member": "luis@acme.example", "owners_added": 1, "owners_removed": 0, "assigned": 1, "unassigned": 0 },
            ],
            "passed_over": [],
            "passed_over_count": 0,
            "left_unowned": [],
            "left_unassigned": [],
            "roles": [{ "team": "Sales", "role": "member" }],
        }))
        .done();
}

#[test]
fn successor_who_owns_contact_is_passed_over() {
    Test::acme()
        .given("owner add +525512345678 luis@acme.example")
        .run("member deactivate ana@acme.example --hand-over-to luis@acme.example --json")
        .part(
            "/passed_over",
            json!([{
                "member": "luis@acme.example", "contact": "+525512345678", "reason": "already-owner", "rule": "D2",
            }]),
        )
        .done();
}

#[test]
fn reactivated_member_owns_again() {
    Test::acme()
        .given("member deactivate ana@acme.example")
        .run("status --json")
        .part("/contacts/unowned", 1)
        .run("member activate ana@acme.example --json")
        .part("/effects", json!([{ "effect": "activate-member", "member": "ana@acme.example", "rule": "O5" }]))
        .run("status --json")
        .part("/contacts/unowned", 0)
        .done();
}

#[test]
fn unreferenced_member_is_removed() {
    Test::acme()
        .run("member remove eva@acme.example")
        .stdout(
            "
            change 6: 1 effect
               removed member eva@acme.example
            ",
        )
        .run("member list --format csv")
        .stdout(
            "
            email,name,active,external_id,away_until,teams,contacts,open_conversations
            ana@acme.example,Ana,true,,,Sales,1,0
            luis@acme.example,,true,,,Sales,0,0
            ",
        )
        .done();
}

#[test]
fn member_load_counts_open_conversations_and_owned_contacts() {
    Test::acme()
        .given(
            "team add Help --member ana@acme.example
             contact add +525587654321 --owner ana@acme.example
             simulate-message --contact +525512345678 --from contact
             simulate-message --contact +525587654321 --from contact
             conversation close 2",
        )
        .run("member show ana@acme.example --json")
        .part("/teams", json!(["Help", "Sales"]))
        .part("/contacts", 2)
        .part("/open_conversations", 1)
        .done();
}

//! `conversation transfer` and `conversation distribute`

use serde_json::{Value, json};

use super::Test;

/// Ana owns three contacts, who have written: conversations 1 to 3. Luis is on the second too.
fn three() -> Test {
    Test::acme().given(
        "contact add +525500000001 --account Acme --owner ana@acme.example
         contact add +525500000002 --owner ana@acme.example
         simulate-message --contact +525512345678 --from contact
         simulate-message --contact +525500000001 --from contact
         simulate-message --contact +525500000002 --from contact
         assign 2 --member luis",
    )
}

/// Conversations 1 to 3 without a member, the first with the team Sales.
fn waiting() -> Test {
    three().given("unassign 1 2 3 --all\nassign 1 --team Sales")
}

#[test]
fn successors_take_turns_by_number() {
    three()
        .run("conversation transfer --from ana --to luis,eva")
        .stdout(
            "
            change 12: 6 effects
               unassigned ana@acme.example from conversation 1 (handed-over)  P5
               unassigned ana@acme.example from conversation 2 (handed-over)  P5
               unassigned ana@acme.example from conversation 3 (handed-over)  P5
               assigned luis@acme.example to conversation 1 (handed-over)     P5
               assigned eva@acme.example to conversation 2 (handed-over)      P5
               assigned luis@acme.example to conversation 3 (handed-over)     P5
               MEMBER             ASSIGNED  UNASSIGNED  BEFORE  AFTER
               ana@acme.example          0           3       3      0
               eva@acme.example          1           0       0      1
               luis@acme.example         2           0       1      3
            ",
        )
        .done();
}

#[test]
fn transfer_is_narrowed_and_limited() {
    three()
        .given("assign 3 --team Sales\nsimulate-message --contact +525500000002 --from member --member ana")
        .run("conversation transfer --from ana --to eva --team sales --status new --json")
        .part("/change", Value::Null)
        .part(
            "/by_member/0",
            json!({ "member": "ana@acme.example", "owners_added": 0, "owners_removed": 0,
            "assigned": 0, "unassigned": 0, "before": 3, "after": 3 }),
        )
        .part("/by_member/1/after", 0)
        .run("conversation transfer --from ana --to eva --team sales --status in-progress --json")
        .part("/effects/0/conversation", 3)
        .part("/effect_count", 2)
        .part("/truncated", false)
        .run("conversation transfer --from ana --to ana,luis --limit 1 --json")
        .part(
            "/effects/0",
            json!({ "effect": "unassign-member", "conversation": 2, "member": "ana@acme.example",
            "reason": "handed-over", "rule": "P5" }),
        )
        .part("/effect_count", 1)
        .part(
            "/passed_over/0",
            json!({ "member": "ana@acme.example", "conversation": 1,
            "reason": "already-assigned", "rule": "P5" }),
        )
        .part("/passed_over/1/member", "luis@acme.example")
        .part("/left_unassigned", Value::Null)
        .done();
}

#[test]
fn transfer_requires_other_active_members_and_an_open_status() {
    three()
        .given("member deactivate eva")
        .run("conversation transfer --from ana --to luis,eva")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .run("conversation transfer --from ana --to ana")
        .refused("invalid-value", "`ana@acme.example` can't hand over to themselves", "choose another member")
        .run("conversation transfer --from ana --to luis --team Nord")
        .refused(
            "unknown-team",
            "unknown team `Nord`",
            "see `inboxctl team list`, or add it with `inboxctl team add 'Nord'`",
        )
        .run("conversation transfer --from ana --to luis --status closed")
        .usage("error: invalid value `closed` for `--status <STATUS>`: expected created, flow, new or in-progress\n")
        .run("conversation distribute --status closed")
        .usage("error: invalid value `closed` for `--status <STATUS>`: expected created, flow, new or in-progress\n")
        .run("conversation transfer --to luis")
        .usage("error: missing required argument `--from <MEMBER>`\n")
        .done();
}

#[test]
fn undo_of_a_transfer_restores_reasons() {
    three()
        .given("conversation transfer --from ana --to luis,eva\nundo --last")
        .run("conversation show 2 --json")
        .part("/assigned/0/member", "ana@acme.example")
        .part("/assigned/0/reason", "contact-owner")
        .part("/assigned/1/reason", "manual")
        .part("/assigned/2", Value::Null)
        .done();
}

#[test]
fn distribution_uses_the_team_of_each() {
    waiting()
        .run("conversation distribute")
        .stdout(
            "
            change 14: 2 effects
               advanced the rotation of Sales                                  T1
               assigned ana@acme.example to conversation 1 (team-round-robin)  P3
               MEMBER            ASSIGNED  BEFORE  AFTER
               ana@acme.example         1       0      1
            passed over
               no team is assigned (conversation 2)  no-eligible-member  P3
               no team is assigned (conversation 3)  no-eligible-member  P3
            ",
        )
        .run("conversation distribute --json")
        .part("/change", Value::Null)
        .part(
            "/passed_over/0",
            json!({ "member": null, "team": null, "conversation": 2,
            "reason": "no-eligible-member", "rule": "P3" }),
        )
        .part("/by_member", json!([]))
        .leaves_the_store()
        .done();
}

#[test]
fn distribution_to_a_named_team_sets_it() {
    waiting()
        .given("owner set +525500000001 luis\nmember deactivate ana")
        .run("conversation distribute --team sales --status new --limit 2 --dry-run --json")
        .part("/effect_count", 4)
        .part("/effects/0", json!({ "effect": "set-team", "conversation": 2, "team": "Sales", "rule": "P3" }))
        .part("/by_member/0/member", "luis@acme.example")
        .part("/by_member/0/before", 0)
        .part("/by_member/0/after", 2)
        .leaves_the_store()
        .given("conversation distribute --team sales")
        .run("conversation show 2 --json")
        .part("/team", "Sales")
        .part("/assigned/0/reason", "team-round-robin")
        .part("/assigned/0/member", "luis@acme.example")
        .done();
}

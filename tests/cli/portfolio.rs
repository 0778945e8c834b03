//! `owner distribute` and `owner rebalance`

use serde_json::{Value, json};

use super::Test;

/// Ana owns three contacts and Luis none; two have no owner.
fn five() -> Test {
    Test::acme().given(
        "contact add +525500000001 --account Acme --owner ana
         contact add +525500000002 --account Globex --owner ana
         contact add +525500000003 --account Globex
         contact add +525500000004",
    )
}

#[test]
fn unowned_contacts_go_to_the_smallest_shares() {
    five()
        .run("owner distribute --to ana,luis -n")
        .stdout(
            "
            dry run: 2 effects, none applied
               would add owner luis@acme.example to +525500000003 (distributed)  P1
               would add owner luis@acme.example to +525500000004 (distributed)  P1
               MEMBER             OWNERS ADDED  BEFORE  AFTER
               ana@acme.example              0       3      3
               luis@acme.example             2       0      2
            ",
        )
        .leaves_the_store()
        .run("owner distribute --to ana,luis -q")
        .run("owner list --member luis --json")
        .column("phone", json!(["+525500000003", "+525500000004"]))
        .column("reason", json!(["distributed", "distributed"]))
        .run("owner distribute --to ana,luis --json")
        .part("/change", Value::Null)
        .part("/effects", json!([]))
        .part("/by_member/1/before", 2)
        .part("/by_member/1/after", 2)
        .run("undo 10 --json")
        .part("/effect_count", 2)
        .run("contact list --unowned --json")
        .column("phone", json!(["+525500000003", "+525500000004"]))
        .done();
}

#[test]
fn contacts_of_a_member_are_distributed() {
    five()
        .given("owner add +525500000002 luis")
        .run("owner distribute --from ana --to eva,luis --weight luis=9 --limit 2 --json")
        .part("/effect_count", 3)
        .part("/truncated", false)
        .part(
            "/effects",
            json!([
                { "effect": "add-owner", "contact": "+525500000001", "member": "luis@acme.example",
                  "reason": "distributed", "rule": "P1" },
                { "effect": "remove-owner", "contact": "+525500000001", "member": "ana@acme.example",
                  "reason": "distributed", "rule": "P1" },
                { "effect": "remove-owner", "contact": "+525500000002", "member": "ana@acme.example",
                  "reason": "distributed", "rule": "P1" },
            ]),
        )
        .part(
            "/passed_over",
            json!([{ "member": "luis@acme.example", "reason": "already-owner", "contact": "+525500000002", "rule": "P1" }]),
        )
        .part(
            "/by_member/0",
            json!({ "member": "ana@acme.example", "owners_added": 0, "owners_removed": 2, "assigned": 0,
                    "unassigned": 0, "before": 3, "after": 1 }),
        )
        .run("history show 11 --json")
        .part("/passed_over/0/contact", "+525500000002")
        .done();
}

#[test]
fn listed_contacts_are_distributed_up_to_the_ceiling() {
    five()
        .stdin("+525500000004\n+525500000003\n+525500000001\n")
        .run("owner distribute - --to luis --max 1 --json")
        .part("/effects/0/contact", "+525500000003")
        .part("/effect_count", 1)
        .part(
            "/passed_over",
            json!([{ "member": null, "team": null, "reason": "no-eligible-member", "contact": "+525500000004",
                     "rule": "P1" }]),
        )
        .stdin("")
        .run("owner distribute - --to luis --json")
        .part("/change", Value::Null)
        .run("owner distribute +525500000009 --to luis")
        .refused(
            "unknown-contact",
            "unknown contact `+525500000009`",
            "see `inboxctl contact list --search TEXT`, or add it with `inboxctl contact add +525500000009`\n\
             nothing was changed",
        )
        .leaves_the_store()
        .done();
}

#[test]
fn team_is_named_where_none_of_its_members_can_take() {
    five()
        .given("member deactivate luis")
        .given("team add Night --member luis")
        .run("owner distribute --team night --account globex --json")
        .part("/effects", json!([]))
        .part("/by_member", json!([]))
        .part(
            "/passed_over",
            json!([{ "member": null, "team": "Night", "reason": "no-eligible-member", "contact": "+525500000003",
                     "rule": "P1" }]),
        )
        .leaves_the_store()
        .done();
}

#[test]
fn portfolios_are_made_even() {
    five()
        .run("owner rebalance --among luis,ana")
        .stdout(
            "
            change 10: 2 effects
               added owner luis@acme.example to +525500000001 (rebalanced)     P2
               removed owner ana@acme.example from +525500000001 (rebalanced)  P2
               MEMBER             OWNERS ADDED  OWNERS REMOVED  BEFORE  AFTER
               ana@acme.example              0               1       3      2
               luis@acme.example             1               0       0      1
            ",
        )
        .run("owner rebalance --among luis,ana --json")
        .part("/change", Value::Null)
        .run("owner rebalance --among luis,ana,eva --weight eva=3 --max-moves 1 --json")
        .part("/by_member/1/after", 1)
        .part("/effect_count", 2)
        .run("owner rebalance --among ana,luis --weight ana=2 --json")
        .part("/effect_count", 0)
        .done();
}

#[test]
fn accounts_stay_together() {
    five()
        .at("2026-02-01T00:00:00Z")
        .given("owner add +525500000003 ana")
        .run("owner rebalance --among ana,luis --keep-accounts-together --json")
        .part("/effects/0/contact", "+525500000003")
        .part("/effects/1/contact", "+525500000002")
        .part("/effect_count", 4)
        .done();
}

#[test]
fn portfolios_need_active_members_and_whole_weights() {
    five()
        .given("member deactivate eva")
        .run("owner rebalance --among ana,eva")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .run("owner distribute --to ana,luis --from ana")
        .refused(
            "invalid-value",
            "`ana@acme.example` can't take their own contacts",
            "remove the member from those who take contacts",
        )
        .run("owner distribute --to ana --weight ana=0")
        .refused("invalid-value", "invalid weight `0` of `ana@acme.example`", "pass a whole number from 1")
        .run("owner rebalance --among ana --weight luis=2")
        .refused(
            "invalid-value",
            "`luis@acme.example` has a weight, but takes no part",
            "remove the weight, or name the member among the others",
        )
        .run("owner rebalance --among ana --weight ana")
        .usage("error: invalid value `ana` for `--weight <MEMBER=N>`: expected MEMBER=N with a whole number, for example `ana=2`\n")
        .run("owner rebalance")
        .usage("error: missing required argument `--among <MEMBER>`\n")
        .run("owner distribute --to ana --team Sales")
        .usage("error: `--to <MEMBER>` cannot be used with `--team <NAME>`\n")
        .leaves_the_store()
        .done();
}

/// Ana owns three contacts, the first of them pinned.
fn pinned() -> Test {
    five().given("owner pin +525500000001 ana")
}

#[test]
fn pinned_owner_stays_until_removed_by_hand() {
    pinned()
        .run("owner list --pinned --json")
        .column("phone", json!(["+525500000001"]))
        .column("pinned", json!([true]))
        .run("owner pin +525500000001 ana luis --json")
        .part("/change", Value::Null)
        .part("/passed_over/0/reason", "not-owner")
        .part("/passed_over/0/member", "luis@acme.example")
        .part("/passed_over/0/rule", "P4")
        .run("owner transfer --from ana --to luis --account acme --json")
        .part("/effect_count", 2)
        .part(
            "/passed_over",
            json!([{ "member": "ana@acme.example", "contact": "+525500000001", "reason": "pinned", "rule": "P4" }]),
        )
        .run("owner unpin +525500000001 ana")
        .stdout("change 12: 1 effect\n   unpinned owner ana@acme.example of +525500000001  P4\n")
        .run("owner add +525500000001 luis --pin --json")
        .part("/effects/1/effect", "pin-owner")
        .run("owner set +525500000001 ana --json")
        .part("/effects/0/effect", "remove-owner")
        .run("owner list --pinned --json")
        .json(json!([]))
        .run("undo --last -q")
        .run("owner list --pinned --json")
        .column("owner", json!(["luis@acme.example"]))
        .done();
}

#[test]
fn several_contacts_are_pinned_as_one_change() {
    five()
        .stdin("+525500000001\n+525500000002\n+525500000003\n")
        .run("owner pin - --member ana --json")
        .part("/effect_count", 2)
        .part("/passed_over/0/contact", "+525500000003")
        .part("/passed_over/0/reason", "not-owner")
        .run("owner unpin +525500000001 +525500000002 --member ana --json")
        .part("/effect_count", 2)
        .done();
}

#[test]
fn pin_set_since_is_in_the_way_of_an_undo() {
    five()
        .given("owner rebalance --among ana,luis")
        .given("owner pin +525500000001 luis")
        .run("undo 10 --skip-conflicts --json")
        .part("/conflict_count", 1)
        .part("/conflicts/0/why", "`luis@acme.example` has been pinned as owner since")
        .status(1)
        .done();
}

#[test]
fn rebalance_reports_pinned_contacts_above_the_target() {
    pinned()
        .run("owner pin +525500000002 +525512345678 --member ana --json")
        .part("/effect_count", 2)
        .run("owner rebalance --among ana,luis --json")
        .part("/change", Value::Null)
        .part("/passed_over_count", 3)
        .part("/passed_over/0/contact", "+525500000001")
        .run("owner rebalance --among ana,luis --max-moves 0 --json")
        .part("/passed_over_count", 3)
        .run("owner unpin +525500000002 ana --json")
        .part("/effects/0/effect", "unpin-owner")
        .run("owner rebalance --among ana,luis --max-moves 0 --json")
        .part("/passed_over_count", 0)
        .done();
}

#[test]
fn merge_keeps_a_pin_of_either() {
    pinned()
        .given("contact merge +525500000001 +525500000002")
        .run("owner list --pinned --json")
        .column("phone", json!(["+525500000002"]))
        .run("undo --last -q")
        .run("owner list --pinned --json")
        .column("phone", json!(["+525500000001"]))
        .given("contact merge +525500000001 +525500000004")
        .run("owner list --pinned --json")
        .column("phone", json!(["+525500000004"]))
        .done();
}

#[test]
fn export_with_pins_is_imported_unchanged() {
    let file = "phone,first_name,last_name,email,account,external_id,owner,pinned\n\
                +525500000001,,,,Acme,,ana@acme.example,ana@acme.example\n\
                +525500000002,,,,Globex,,ana@acme.example,\n\
                +525512345678,Rosa,,,Acme,,ana@acme.example,\n";
    pinned()
        .run("owner export")
        .stdout_starts(file)
        .file("owners.csv", file)
        .run("owner import owners.csv --mode sync --json")
        .part("/effect_count", 0)
        .part("/passed_over", json!([]))
        .given("owner unpin +525500000001 ana")
        .run("owner export")
        .stdout_starts("phone,first_name,last_name,email,account,external_id,owner\n")
        .run("owner import owners.csv --json")
        .part(
            "/effects",
            json!([{ "effect": "pin-owner", "contact": "+525500000001", "member": "ana@acme.example", "rule": "P4" }]),
        )
        .done();
}

#[test]
fn import_keeps_pinned_owners_and_reports_them() {
    pinned()
        .file("luis.csv", "phone,owner,pinned\n+525500000001,luis@acme.example,\n+525500000009,eva@acme.example,eva@acme.example\n")
        .run("owner import luis.csv --mode replace --json")
        .part("/owners", json!({ "added": 2, "removed": 0 }))
        .part("/contacts/created", 1)
        .part("/passed_over_count", 1)
        .part(
            "/passed_over",
            json!([{ "member": "ana@acme.example", "contact": "+525500000001", "reason": "pinned", "rule": "P4" }]),
        )
        .run("owner list --pinned --json")
        .column("phone", json!(["+525500000001", "+525500000009"]))
        .run("history show 11 --json")
        .part("/passed_over/0/reason", "pinned")
        .run("undo 11 --json")
        .part("/conflict_count", 0)
        .run("owner list --pinned --json")
        .column("phone", json!(["+525500000001"]))
        .file("wrong.csv", "phone,owner,pinned\n+525500000001,ana@acme.example,luis@acme.example\n+525500000002,ana@acme.example,nobody@x.example\n")
        .run("owner import wrong.csv --on-error skip --json")
        .part("/rejected/0/column", "pinned")
        .part("/rejected/0/code", "unknown-member")
        .part("/passed_over/0/reason", "not-owner")
        .status(1)
        .done();
}

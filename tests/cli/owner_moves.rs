//! `owner transfer` and `owner export`

use serde_json::{Value, json};

use super::Test;

/// Ana owns three contacts; Luis owns the second too.
fn three() -> Test {
    Test::acme().given(
        "contact add +525500000001 --account Acme --owner ana@acme.example
         contact add +525500000002 --account 'Other, Inc' --owner ana@acme.example --owner luis@acme.example",
    )
}

#[test]
fn successors_take_turns_by_phone() {
    three()
        .run("owner transfer --from ana@acme.example --to luis@acme.example,EVA@acme.example")
        .stdout(
            "
            change 8: 6 effects
               added owner luis@acme.example to +525500000001 (handed-over)     D2
               added owner eva@acme.example to +525500000002 (handed-over)      D2
               added owner luis@acme.example to +525512345678 (handed-over)     D2
               removed owner ana@acme.example from +525500000001 (handed-over)  D2
               removed owner ana@acme.example from +525500000002 (handed-over)  D2
               removed owner ana@acme.example from +525512345678 (handed-over)  D2
               MEMBER             OWNERS ADDED  OWNERS REMOVED  BEFORE  AFTER
               ana@acme.example              0               3       3      0
               eva@acme.example              1               0       0      1
               luis@acme.example             2               0       1      3
            ",
        )
        .done();
}

#[test]
fn giver_among_the_takers_keeps_a_share() {
    three()
        .run("owner transfer --from ana --to ana,eva --json")
        .part("/effect_count", 2)
        .part("/by_member/0/after", 2)
        .part("/by_member/1/after", 1)
        .part("/passed_over/0/member", "ana@acme.example")
        .part("/passed_over/0/reason", "already-owner")
        .run("owner transfer --from ana --to luis --limit 1 --json")
        .part("/by_member/0/after", 1)
        .run("owner transfer --from ana --to luis --limit x")
        .usage("error: invalid value `x` for `--limit <N>`: expected a number, e.g. 10\n")
        .done();
}

#[test]
fn json_has_contacts_left_unowned() {
    three()
        .run("owner transfer --from ana@acme.example --to luis@acme.example --account ACME --json")
        .part("/change", 8)
        .part("/effect_count", 4)
        .part("/passed_over", json!([]))
        .part("/left_unowned", json!([]))
        .part("/left_unassigned", json!([]))
        .run("owner list --member ana@acme.example --json")
        .column("phone", json!(["+525500000002"]))
        .run("owner transfer --from ana@acme.example --to luis@acme.example -n --detailed-exitcode --json")
        .part("/effect_count", 1)
        .part(
            "/passed_over/0",
            json!({ "member": "luis@acme.example", "contact": "+525500000002",
                                        "reason": "already-owner", "rule": "D2" }),
        )
        .status(6)
        .leaves_the_store()
        .run("owner transfer --from eva@acme.example --to luis@acme.example --json")
        .part("/change", Value::Null)
        .leaves_the_store()
        .done();
}

#[test]
fn transfer_keeps_open_conversations() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .given("owner transfer --from ana@acme.example --to luis@acme.example")
        .run("conversation show 1 --json")
        .part("/assigned/0/member", "ana@acme.example")
        .part("/assigned/1", Value::Null)
        .done();
}

#[test]
fn transfer_requires_other_active_successors() {
    three()
        .given("member deactivate eva@acme.example")
        .run("owner transfer --from ana@acme.example --to luis@acme.example,eva@acme.example")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .run("owner transfer --from ana@acme.example --to ana@acme.example")
        .refused("invalid-value", "`ana@acme.example` can't hand over to themselves", "choose another member")
        .run("owner transfer --from nobody@acme.example --to ana@acme.example")
        .refused(
            "unknown-member",
            "unknown member `nobody@acme.example`",
            "see `inboxctl member list`, or add it with `inboxctl member add nobody@acme.example`",
        )
        .run("owner transfer --from ana@acme.example")
        .usage("error: missing required argument `--to <MEMBER>`\n")
        .given("member deactivate ana@acme.example")
        .run("owner transfer --from ana@acme.example --to luis@acme.example --json")
        .part("/effect_count", 5)
        .done();
}

#[test]
fn export_has_the_columns_of_an_import() {
    three()
        .given("contact add +525500000003 --account Nobody")
        .given("contact update +525512345678 --first-name '=1+1' --email rosa@acme.example --external-id=-7")
        .run("owner export")
        .stdout(
            "
            phone,first_name,last_name,email,account,external_id,owner
            +525500000001,,,,Acme,,ana@acme.example
            +525500000002,,,,\"Other, Inc\",,ana@acme.example;luis@acme.example
            +525512345678,'=1+1,,rosa@acme.example,Acme,-7,ana@acme.example
            ",
        )
        .run("owner export")
        .unread()
        .done();
}

#[test]
fn empty_store_exports_headers() {
    Test::new().run("owner export").stdout("phone,first_name,last_name,email,account,external_id,owner\n").done();
}

/// An export changes nothing in the same store, also with inactive owners, and restores it in an empty one.
#[test]
fn export_imports_unchanged() {
    let folder = three().given("member deactivate ana@acme.example").run("owner export").stdout_starts("phone,").done();
    let export = |folder: &std::path::Path| {
        let mut command = std::process::Command::new(super::PROGRAM);
        let output = command.args(["owner", "export", "--store", "inbox.db"]).current_dir(folder).output().unwrap();
        output.stdout
    };
    let first = export(folder.path());
    three()
        .given("member deactivate ana@acme.example")
        .file("out.csv", &first)
        .run("owner import out.csv --mode sync --allow-inactive --json")
        .part("/change", Value::Null)
        .part("/rows/unchanged", 3)
        .leaves_the_store()
        .done();
    let fresh = Test::new()
        .file("out.csv", &first)
        .run("owner import out.csv --mode sync --allow-inactive --create-members --json")
        .part("/rows/changed", 3)
        .done();
    assert_eq!(export(fresh.path()), first);
}

/// Control characters are kept too.
#[test]
fn export_keeps_data_as_stored() {
    let test = Test::acme()
        .file("map.csv", "phone,owner,first_name\n+525512345678,,a\u{1}\u{1b}[31mb\u{7f}\u{9b}\n")
        .given("owner import map.csv")
        .run("owner export")
        .stdout(
            "phone,first_name,last_name,email,account,external_id,owner\n\
             +525512345678,a\u{1}\u{1b}[31mb\u{7f}\u{9b},,,Acme,,ana@acme.example\n",
        )
        .run("contact show +525512345678 --json")
        .part("/first_name", "a\u{1}\u{1b}[31mb\u{7f}\u{9b}");
    test.run("contact list --format csv")
        .stdout(
            "phone,first_name,last_name,email,account,external_id,owners\n\
             +525512345678,a\u{1}\u{1b}[31mb\u{7f}\u{9b},,,Acme,,ana@acme.example\n",
        )
        .done();
}

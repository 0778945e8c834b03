//! Several conversations or contacts in one command, and lists of them on stdin.

use serde_json::{Value, json};

use super::Test;

/// Conversations 1 to 4 with four contacts; 4 is closed.
fn four() -> Test {
    Test::acme().given(
        "simulate-message --contact +525512345678 --from contact
         simulate-message --contact +525500000002 --from system --create-contacts
         simulate-message --contact +525500000003 --from system --create-contacts
         simulate-message --contact +525500000004 --from system --create-contacts
         conversation close 4",
    )
}

#[test]
fn several_conversations_close_as_one_change() {
    let folder = four()
        .run("conversation close 2 +525512345678 3 2 --json")
        .part("/change", 11)
        .part("/effect_count", 3)
        .part("/truncated", false)
        .part("/effects/0/conversation", 2)
        .part("/effects/1/conversation", 1)
        .part("/conversations/0/id", 2)
        .part("/conversations/1/status", "closed")
        .part("/conversations/2/id", 3)
        .part("/conversation", Value::Null)
        .part("/refused", Value::Null)
        .run("history list --json --limit 1")
        .column("id", json!([11]))
        .stderr("showing 1 of 11 changes\n")
        .run("undo 11 --json")
        .part("/effect_count", 3)
        .run("conversation list --open --json")
        .column("id", json!([3, 2, 1]))
        .done();
    drop(folder);
}

#[test]
fn list_on_stdin_skips_blank_lines() {
    four()
        .stdin("\u{feff}1\r\n\n  2  \n")
        .run("assign - --member luis@acme.example,eva@acme.example --json")
        .part("/effect_count", 4)
        .part(
            "/by_member/0",
            json!({ "member": "eva@acme.example", "owners_added": 0, "owners_removed": 0,
                                      "assigned": 2, "unassigned": 0 }),
        )
        .part("/conversations/1/assigned/1/member", "eva@acme.example")
        .run("unassign 3 - --all --json")
        .part("/effect_count", 5)
        .part("/conversations/0/id", 3)
        .done();
}

#[test]
fn list_of_one_answers_as_several() {
    four()
        .stdin("1\n")
        .run("conversation close - --json")
        .part("/effect_count", 1)
        .part("/conversations/0/id", 1)
        .part("/conversation", Value::Null)
        .run("conversation show - --json")
        .column("id", json!([1]))
        .done();
}

#[test]
fn empty_list_changes_nothing() {
    four()
        .stdin("\n \n")
        .run("conversation close - --json")
        .part("/change", Value::Null)
        .part("/effects", json!([]))
        .part("/effect_count", 0)
        .part("/conversations", json!([]))
        .leaves_the_store()
        .run("unassign - --all")
        .stdout("no changes\n")
        .run("owner add - --member ana@acme.example")
        .stdout("no changes\n")
        .run("contact remove -")
        .stdout("no changes\n")
        .run("contact show - --json")
        .json(json!([]))
        .run("conversation show -")
        .stderr("no conversations\n")
        .run("assign - --member nobody@acme.example")
        .refused(
            "unknown-member",
            "unknown member `nobody@acme.example`",
            "see `inboxctl member list`, or add it with `inboxctl member add nobody@acme.example`",
        )
        .done();
}

#[test]
fn refused_for_one_is_refused_for_all() {
    let test = four();
    let error = test.error("conversation close 1 4 99 +525599999999 --json");
    assert_eq!(error["code"], "conversation-closed");
    let lines = "conversation `4` is closed\nunknown conversation `99`\nunknown contact `+525599999999`";
    assert_eq!(error["message"], lines);
    test.run("conversation close 1 99 4")
        .stderr(
            "
            error: unknown conversation `99`
                   conversation `4` is closed
            hint: see `inboxctl conversation list`; a phone number starts with `+`
            hint: reopen it with `inboxctl conversation reopen 4`; a new message opens a new one
            hint: nothing was changed; change the others with `--skip-refused`
            ",
        )
        .status(3)
        .leaves_the_store()
        .run("conversation show 1 99 4")
        .refused(
            "unknown-conversation",
            "unknown conversation `99`",
            "see `inboxctl conversation list`; a phone number starts with `+`\nremove them from the list",
        )
        .done();
}

#[test]
fn skip_refused_changes_the_others() {
    four()
        .run("conversation close 4 1 +525500000004 2 --skip-refused --json")
        .status(1)
        .part("/effect_count", 2)
        .part(
            "/refused",
            json!([
                { "conversation": 4, "code": "conversation-closed", "message": "conversation `4` is closed" },
                { "contact": "+525500000004", "code": "unknown-conversation",
                  "message": "`+525500000004` has no open conversation" },
            ]),
        )
        .part("/refused_count", 2)
        .run("conversation close 3 4 --skip-refused")
        .status(1)
        .stdout(
            "
            change 12: 1 effect
               closed conversation 3  S1
            1 refused
               conversation `4` is closed  conversation-closed
            ",
        )
        .run("conversation close 3 --skip-refused --format csv")
        .status(1)
        .stdout("effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover\n")
        .stderr("1 refused; `--format json` lists them\n")
        .run("conversation close 3 4 --skip-refused -n --detailed-exitcode --json")
        .status(1)
        .part("/refused_count", 2)
        .done();
}

#[test]
fn owners_of_several_contacts_are_named_by_option() {
    four()
        .stdin("+525500000003\n0052 55 0000 0003\n")
        .run("owner add +525500000002 - --member luis@acme.example,eva@acme.example --json")
        .part("/effect_count", 4)
        .part("/by_member/1/owners_added", 2)
        .part("/conversations", Value::Null)
        .run("owner remove - --member eva@acme.example --json")
        .part("/effect_count", 1)
        .run("owner list --member luis@acme.example --json")
        .column("phone", json!(["+525500000002", "+525500000003"]))
        .run("owner add +525512345678 --member eva@acme.example --json")
        .part("/effects/0/effect", "add-owner")
        .part("/effect_count", Value::Null)
        .run("owner add - ana@acme.example")
        .usage("error: a list of contacts requires `--member`\nhint: name the owners with `--member MEMBER`\n")
        .run("owner add +525512345678")
        .usage("error: missing required argument `<MEMBER>...`")
        .done();
}

#[test]
fn refused_new_contact_is_not_created() {
    four()
        .given("member deactivate eva@acme.example")
        .run("owner add +525500000009 +525512345678 --member eva@acme.example --create-contacts --skip-refused --json")
        .status(1)
        .part("/refused_count", 2)
        .part("/refused/0/contact", "+525500000009")
        .part("/effect_count", 0)
        .run("contact list --json")
        .column("phone", json!(["+525500000002", "+525500000003", "+525500000004", "+525512345678"]))
        .done();
}

#[test]
fn several_contacts_are_shown_in_order_and_removed() {
    four()
        .given("contact add +525500000008\n contact add +525500000007 --first-name Beto")
        .run("contact show +525500000008 +525500000007 --json")
        .column("phone", json!(["+525500000008", "+525500000007"]))
        .run("contact show +525500000008 +525500000007")
        .stdout_starts(
            "
            phone          +525500000008
            ",
        )
        .run("contact remove +525500000008 +525512345678")
        .refused(
            "still-referenced",
            "`+525512345678` can't be removed: it has 1 conversation",
            "conversations are kept for the audit trail: erase the data of the contact with `inboxctl contact erase`, \
             or merge it into another one with `inboxctl contact merge`\nnothing was changed; change the \
             others with `--skip-refused`",
        )
        .run("contact remove +525500000008 +525500000007 --json")
        .part("/effect_count", 2)
        .done();
}

#[test]
fn more_than_a_hundred_are_counted() {
    let numbers: Vec<_> = (1_000..1_150).map(|number| number.to_string()).collect();
    let test = four().stdin(&(numbers.join("\n") + "\n1\n2\n"));
    let message = test.error("conversation close - --json")["message"].clone();
    assert_eq!(message.as_str().unwrap().lines().count(), 101);
    assert!(message.as_str().unwrap().ends_with("unknown conversation `1099`\n… and 50 more"), "{message}");
    let answer = test.answer("conversation close - --skip-refused --json", 1);
    assert_eq!(answer["refused"].as_array().unwrap().len(), 100);
    assert_eq!((&answer["refused_count"], &answer["effect_count"]), (&json!(150), &json!(2)));
}

#[test]
fn ids_name_each_row_once() {
    four()
        .given("owner add +525512345678 luis@acme.example")
        .run("conversation list --open --ids")
        .stdout("3\n2\n1\n")
        .run("contact list --ids --limit 2")
        .stdout("+525500000002\n+525500000003\n")
        .stderr("showing 2 of 4 contacts\n")
        .run("owner list --ids")
        .stdout("+525512345678\n")
        .run("history list --ids --limit 2")
        .stdout("11\n10\n")
        .stderr("showing 2 of 11 changes\n")
        .run("conversation list --team Sales --ids")
        .run("member list --ids")
        .stdout("ana@acme.example\neva@acme.example\nluis@acme.example\n")
        .run("conversation list --ids --format csv")
        .usage("error: `--ids` cannot be used with `--format <FORMAT>`\n")
        .env("INBOXCTL_FORMAT", "json")
        .run("conversation list --assigned-to ana@acme.example --ids")
        .stdout("1\n")
        .done();
}

//! What can be read and is wrong, with its place, its words and its hint.

use super::*;

#[test]
fn file_without_scenarios_is_an_error() {
    for (text, fault) in [
        ("", "1:1: the file is empty"),
        ("scenarios: []", "1:12: `scenarios` is empty"),
        ("scenarios:", "1:10: `scenarios` must be a list, not an empty value"),
        ("scenarios: [a]", "1:13: a scenario must be a map, not `a`"),
        ("scenarios: [{}]", "1:13: a scenario is empty"),
        ("scenarios: [{ name: a }]", "1:13: a scenario needs `steps`"),
        ("scenarios: [{ name: a, steps: [] }]", "1:31: `steps` is empty"),
        ("scenarios: [{ name: '', steps: [{ expect: { contact: x, status: new } }] }]", "1:21: `name` is empty"),
    ] {
        check_faults(text, &[fault]);
    }
    check_faults(
        "scenario: []",
        &["1:1: unknown key `scenario` in the file: expected scenarios (did you mean `scenarios`?)"],
    );
}

#[test]
fn duplicate_scenario_name_is_an_error() {
    let one = "  - name: a\n    steps: [{ expect: { contact: x, status: new } }]\n";
    check_faults(&format!("scenarios:\n{one}{one}"), &["4:11: duplicate scenario name `a` (first on line 2)"]);
}

#[test]
fn scenario_without_expectations_is_an_error() {
    let message = "the scenario has no expectations: add an `expect` to a step";
    let text = "scenarios:\n  - name: a\n    steps: [{ close: { contact: x } }]";
    check_faults(text, &[&format!("2:5: {message}")]);
}

#[test]
fn unknown_key_lists_expected_keys() {
    check_step(
        "mesage: { contact: x, from: contact }",
        &[
            "4:9: unknown key `mesage` in a step: expected message, assign, unassign, close, reopen, owner_add, owner_set, \
             owner_remove, owner_pin, owner_unpin, owner_transfer, owner_distribute, owner_rebalance, \
             conversation_transfer, conversation_distribute, reassign_overdue, \
             away, back, settings, \
           deactivate, activate, member_remove, team_remove, contact_remove or expect (did you mean `message`?)",
        ],
    );
    check_step(
        "close: { contct: x }",
        &["4:18: unknown key `contct` in `close`: expected contact, conversation or at (did you mean `contact`?)"],
    );
    check_step(
        "message: { contact: x, fron: contact, banana: 1 }",
        &[
            "4:32: unknown key `fron` in `message`: expected contact, from, member, note, assign, assign_team, end_flow, \
             create_contacts or at (did you mean `from`?)",
            "4:47: unknown key `banana` in `message`: expected contact, from, member, note, assign, assign_team, end_flow, \
             create_contacts or at",
        ],
    );
    check_given(
        "{ settings: { assign-first-responders: on } }",
        &[
            "3:26: unknown key `assign-first-responders` in `settings`: expected assign-first-responder, default-country or \
          default-phone-format \
           (did you mean `assign-first-responder`?)",
        ],
    );
}

#[test]
fn duplicate_key_is_an_error() {
    check_step("close: { contact: x, contact: y }", &["4:30: duplicate key `contact` (first on line 4)"]);
    check_step(
        "close: { contact: x }\n        expect: { effects: [{ effect: set-team, set: { b: 1, b: 2 } }] }",
        &["5:62: duplicate key `b` (first on line 5)"],
    );
}

#[test]
fn step_with_two_actions_is_an_error() {
    check_step(
        "close: { contact: x }\n        activate: { member: ana@acme.example }",
        &["5:9: a step has one action: move `activate` to its own step"],
    );
    check_step("{}", &["4:9: a step is empty"]);
    check_step("close:", &["4:14: `close` is empty"]);
    check_step("settings: { at: 2026-01-01T00:00:00Z }", &["4:19: `settings` needs at least one setting"]);
}

#[test]
fn fields_that_exclude_each_other_are_errors() {
    check_step("message: { contact: x }", &["4:18: missing `from`: expected contact, member, flow or system"]);
    check_step("message: { from: contact }", &["4:18: `message` needs `contact`"]);
    check_step(
        "message: { contact: x, from: contact, member: ana@acme.example, note: true }",
        &[
            "4:55: `member` requires `from: member`, found `from: contact`",
            "4:73: `note` requires `from: member`, found `from: contact`",
        ],
    );
    check_step(
        "message: { contact: x, from: flow, assign: ana@acme.example, end_flow: true }",
        &["4:70: a flow step has one action: `assign`, `assign_team` or `end_flow`"],
    );
    check_step("assign: { contact: x, team: Sales, replace: true }", &["4:44: `replace` requires `member`"]);
    check_step(
        "unassign: { contact: x }",
        &["4:19: nothing to unassign: expected `member`, `team: true` or `all: true`"],
    );
    check_step("close: { contact: x, conversation: 1 }", &["4:44: use `contact` or `conversation`, not both"]);
    check_step("close: { at: 2026-01-01T00:00:00Z }", &["4:16: missing `contact` or `conversation`"]);
}

#[test]
fn invalid_values_are_errors() {
    check_step(
        "activate: { member: a b }",
        &["4:29: `a b` is not an email address: it contains a space, a quote or a separator"],
    );
    check_step("activate: { member: [ana@acme.example] }", &["4:29: `member` must be text, not a list"]);
    check_step("activate: { member: }", &["4:27: `member` must be text, not an empty value"]);
    check_step("owner_add: { contact: x, member: [] }", &["4:42: `member` is empty"]);
    check_step(
        "owner_set: { contact: x, member: a@x.example, no_owners: true }",
        &["4:55: `no_owners` can't be combined with `member`"],
    );
    check_step("owner_transfer: { from: a@x.example, to: [] }", &["4:50: `to` is empty"]);
    check_step("team_remove: { team: ' ' }", &["4:30: the team name is empty"]);
    check_step("close: { conversation: +52 }", &["4:32: `conversation` must be a conversation number, not `+52`"]);
    check_step("close: { conversation: 0 }", &["4:32: `conversation` must be a conversation number, not `0`"]);
    check_step("unassign: { contact: x, team: Sales }", &["4:39: `team` must be `true` or `false`, not `Sales`"]);
    check_step(
        "close: { contact: x, at: yesterday }",
        &["4:34: invalid time `yesterday`: expected RFC 3339, for example 2026-01-31T09:00:00Z"],
    );
    check_step(
        "message: { contact: x, from: contacts }",
        &["4:38: invalid value `contacts`: expected contact, member, flow or system (did you mean `contact`?)"],
    );
    check_step(
        "settings: { assign-first-responder: maybe }",
        &["4:45: invalid value `maybe` for `assign-first-responder`: expected `on` or `off`"],
    );
}

#[test]
fn expectation_without_check_is_an_error() {
    check_step("expect: {}", &["4:17: `expect` is empty"]);
    check_step("expect: { contact: x }", &["4:17: `expect` has a contact but no expectations"]);
    let because = "list members with their reasons: `because: { ana@acme.example: contact-owner }`, or use \
                   `assigned: []` to expect none";
    check_step("expect: { contact: x, because: {} }", &[&format!("4:40: `because` is empty ({because})")]);
    let passed_over = "use `passed_over: { ana@acme.example: [] }` to expect that Ana was not passed over, or \
                       `effects: []` to expect no changes";
    let fault = format!("5:32: `passed_over` is empty ({passed_over})");
    check_step("close: { contact: x }\n        expect: { passed_over: {} }", &[&fault]);
    let hint = "use `assigned: []` to expect no assigned members";
    check_step("expect: { contact: x, not_assigned: [] }", &[&format!("4:45: `not_assigned` is empty ({hint})")]);
    check_step(
        "expect: { contact: x, unassigned: false }",
        &["4:43: `unassigned` must be `true`: use `assigned` to list members"],
    );
    check_step("close: { contact: x }\n        expect: { effects: [{}] }", &["5:29: an entry of `effects` is empty"]);
}

#[test]
fn expectation_needs_contact_or_action() {
    check_step(
        "activate: { member: ana@acme.example }\n        expect: { effects: [], status: new }",
        &["5:32: `status` needs a contact: add `contact` to `expect`"],
    );
    check_step(
        "expect: { contact: x, status: new, refused: unknown-contact }",
        &["4:44: `refused` needs a step with an action"],
    );
}

#[test]
fn unknown_code_lists_expected_codes() {
    check_step(
        "expect: { contact: x, status: in_progress, because: { a b: contact_owner } }",
        &[
            "4:39: invalid value `in_progress`: expected created, flow, new, in-progress or closed (did you mean `in-progress`?)",
            "4:63: `a b` is not an email address: it contains a space, a quote or a separator",
            "4:68: invalid value `contact_owner`: expected manual, replied, contact-owner, flow-assign, team-round-robin, \
             team-least-busy, team-default-agent, handed-over or covering (did you mean `contact-owner`?)",
        ],
    );
}

#[test]
fn misspelled_key_for_no_member_is_suggested() {
    for slip in ["Nobody", "NOBODY", "nobdy"] {
        let fault = format!("5:34: `{slip}` is not an email address: it has no `@` (did you mean `nobody`?)");
        check_step(&format!("close: {{ contact: x }}\n        expect: {{ passed_over: {{ {slip}: [] }} }}"), &[&fault]);
    }
}

#[test]
fn unknown_refusal_is_suggested() {
    let refusals = "unknown-member, unknown-team, unknown-contact, unknown-conversation, inactive-member, \
                    conversation-closed, still-referenced, invalid-phone or invalid-value";
    for (written, hint) in [
        ("inactive", " (did you mean `inactive-member`?)"),
        ("UNKNOWN_TEAM", " (did you mean `unknown-team`?)"),
        ("closed", " (did you mean `conversation-closed`?)"),
        ("member", " (did you mean `unknown-member` or `inactive-member`?)"),
        ("banana", ""),
    ] {
        let fault = format!("5:28: invalid value `{written}`: expected {refusals}{hint}");
        check_step(&format!("close: {{ contact: x }}\n        expect: {{ refused: {written} }}"), &[&fault]);
    }
    // It is a code, although steps never have it.
    let busy = only_step("close: { contact: x }\n        expect: { refused: store-busy }").expect.unwrap();
    assert_eq!(busy.refused(), Some(ErrorCode::StoreBusy));
}

#[test]
fn effect_with_unknown_key_or_code_is_an_error() {
    let check = |effect: &str, faults: &[&str]| {
        check_step(&format!("close: {{ contact: x }}\n        expect: {{ effects: [{effect}] }}"), faults);
    };
    let keys = "an entry of `effects`: expected effect, conversation, contact, team, member, status, reason, key, value, \
                set, was, rule, from, until or cover";
    check("{ effect: set-teem }", &["5:39: invalid value `set-teem` for `effect` (did you mean `set-team`?)"]);
    check(
        "{ effect: set-team, conversatoin: 1 }",
        &[&format!("5:49: unknown key `conversatoin` in {keys} (did you mean `conversation`?)")],
    );
    check("{ team: Sales }", &["5:29: an entry of `effects` needs `effect`"]);
    check(
        "{ effect: add-owner, reason: manul, rule: o4 }",
        &[
            "5:58: invalid value `manul` for `reason` (did you mean `manual`?)",
            "5:71: invalid value `o4` for `rule` (did you mean `O4`?)",
        ],
    );
    check(
        "{ effect: set-setting, key: default-land, status: open }",
        &[
            "5:57: invalid value `default-land`: expected assign-first-responder, default-country or default-phone-format",
            "5:79: invalid value `open`: expected created, flow, new, in-progress or closed",
        ],
    );
    check(
        "{ effect: add-owner, conversation: '1', member: 7, set: [] }",
        &[
            "5:64: `conversation` must be a number, not `1`",
            "5:77: `member` must be text in quotes, not `7`",
            "5:85: `set` must be a map, not a list",
        ],
    );
    let faults =
        read(&with_step("close: { contact: x }\n        expect: { effects: [{ effect: banana }] }")).unwrap_err();
    let hint = faults[0].hint.as_deref().unwrap();
    assert!(hint.starts_with("use ") && hint.contains("assign-member"), "{hint}");
}

#[test]
fn duplicate_team_member_is_an_error() {
    check_given(
        "{ teams: [{ name: Sales, members: [ana@acme.example, eva@acme.example, ANA@acme.example] }] }",
        &["3:83: duplicate member `ana@acme.example` in the team: list each member once"],
    );
}

#[test]
fn joined_addresses_suggest_a_list() {
    check_given(
        "{ contacts: [{ phone: x, owners: 'ana@acme.example; eva@acme.example' }] }",
        &[
            "3:45: `ana@acme.example; eva@acme.example` is not an email address: it contains a space, a quote or a separator \
             (use a list for several values: `[ana@acme.example, eva@acme.example]`)",
        ],
    );
}

/// A map that is `null` says nothing, as one that is empty; any other key that may be left out may be
/// `null` as well; and what is expected is stated.
#[test]
fn null_is_optional_unless_it_checks_less() {
    let given = given(
        "{ members: null, teams: [{ name: A, strategy: null, default_agent: null, members: ~ }], members_csv: null, \
           contacts: [{ phone: x, email: null, owners: null }], teams_csv: , owners_csv: }",
    );
    assert_eq!((given.members.len(), given.teams[0].value.strategy, given.members_csv), (0, None, None));
    for step in [
        "message: { contact: x, from: contact, member: null, note: null, assign: null, assign_team: null, \
         end_flow: null, create_contacts: null, at: null }",
        "assign: { contact: x, conversation: null, member: ana@acme.example, team: null, replace: null }",
        "unassign: { contact: null, conversation: 1, member: null, team: null, all: true }",
        "deactivate: { member: ana@acme.example, hand_over_to: null }",
        "settings: { default-country: null, at: }",
        "close: { contact: x }\n        expect: { contact: null, effects: [{ effect: set-team, rule: null }] }",
    ] {
        only_step(step);
    }
    read_file(&with_given("{ settings: { default-country: null } }\n    store: null"));
    check_given("", &["3:10: `given` is empty"]);
    check_given("{ settings: null }", &["3:24: `settings` is empty"]);
    check_step("close: { contact: x }\n        expect: null", &["5:17: `expect` is empty"]);
    let fault = "4:45: `assign-first-responder` must be `on` or `off`, not an empty value";
    check_step("settings: { assign-first-responder: null }", &[fault]);
    for key in ["status", "assigned", "not_assigned", "unassigned", "because", "owners"] {
        assert!(read(&with_step(&format!("expect: {{ contact: x, {key}: null }}"))).is_err(), "{key}");
    }
}

#[test]
fn number_in_effect_must_be_json() {
    check_step(
        "close: { contact: x }\n        expect: { effects: [{ effect: add-owner, contact: +525512345678 }] }",
        &["5:59: `+525512345678` would be read as a number: put it in quotes"],
    );
}

#[test]
fn errors_are_reported_in_file_order() {
    let text = "scenarios:
  - name: a
    given:
      members: [a b, { email: eva@acme.example, activ: false }]
      teams: [{ strategy: robin }]
      contacts: [{ phone: [] }]
    steps:
      - close: { contact: }
      - expect: { status: open }
  - name: a
";
    check_faults(
        text,
        &[
            "4:17: `a b` is not an email address: it contains a space, a quote or a separator",
            "4:49: unknown key `activ` in a member: expected email, name, active, external_id or away (did you mean `active`?)",
            "5:15: a team needs `name`",
            "5:27: invalid value `robin`: expected round-robin, least-busy or default-agent (did you mean `round-robin`?)",
            "6:27: `phone` must be text, not a list",
            "8:16: missing `contact` or `conversation`",
            "9:27: invalid value `open`: expected created, flow, new, in-progress or closed",
            "10:5: a scenario needs `steps`",
            "10:11: duplicate scenario name `a` (first on line 2)",
        ],
    );
}

#[test]
fn truncated_file_is_read_or_has_errors() {
    for (cut, _) in EXAMPLE.char_indices() {
        if let Err(faults) = read(&EXAMPLE[..cut]) {
            assert!(!faults.is_empty(), "cut at {cut}");
        }
    }
}

#[test]
fn large_file_is_read() {
    let numbers = vec!["1"; 300_000].join(",");
    only_step(&format!(
        "close: {{ contact: x }}\n        expect: {{ effects: [{{ effect: set-team, set: {{ n: [{numbers}] }} }}] }}"
    ));
    let again = "\n      - expect: *same".repeat(2_000);
    only_step(&format!("expect: &same {{ contact: x, status: new }}{again}"));
}

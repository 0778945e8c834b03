//! Hints for scenario files suggest steps, never commands that change the store.

use serde_json::Value;

use super::Test;

/// A scenario with this `given` on line 3 and these steps from line 5 on; the last expectation passes.
fn scenario(given: &str, steps: &str) -> String {
    format!(
        "scenarios:
  - name: one
    given: {given}
    steps:
      - {steps}
      - expect: {{ contact: \"+525512345678\", owners: [] }}
"
    )
}

const WORLD: &str = r#"{ members: [ana@acme.example, luis@acme.example], teams: [{ name: Sales, members: [ana@acme.example] }], contacts: ["+525512345678"] }"#;

fn test(file: &str) -> Test {
    Test::bare().file("routing.yaml", file)
}

#[track_caller]
fn check_given(given: &str, column: u64, message: &str, hint: &str) {
    test(&scenario(given, "settings: { default-country: none }"))
        .run("scenario test routing.yaml")
        .stderr(&format!("error: routing.yaml:3:{column}: {message}\nhint: {hint}\n"))
        .status(3)
        .done();
}

/// One or two steps that are refused on this line.
#[track_caller]
fn check_step(steps: &str, line: u64, refusal: &str, hint: &str) {
    let told = format!(
        "routing.yaml:2: FAILED: one\n  routing.yaml:{line}: refused\n    expected: none\n    \
         actual:   {refusal}\n    hint: {hint}\n  decision: refused: {refusal}"
    );
    test(&scenario(WORLD, steps))
        .run("scenario test routing.yaml")
        .stdout_starts(&told)
        .status(1)
        .run("scenario test routing.yaml --json")
        .part("/scenarios/0/failures/0/hint", hint)
        .part("/scenarios/0/failures/0/actual", refusal)
        .status(1)
        .done();
}

#[test]
fn phone_without_country_code_suggests_country() {
    let no_code = "is not a phone number: it has no country code, and no country is set";
    let country = "add the country code, or set the country in `given`: `settings: { default-country: MX }`";
    let plus = "put a `+` before the country code: did you mean `+525512345678`?";
    check_given("{ contacts: [55 1234 5678] }", 25, &format!("`55 1234 5678` {no_code}"), country);
    check_given("{ contacts: [525512345678] }", 25, &format!("`525512345678` {no_code}"), plus);
    check_given("{ contacts: [99999999999] }", 25, &format!("`99999999999` {no_code}"), country);
    check_step("close: { contact: 55 1234 5678 }", 5, &format!("invalid-phone: `55 1234 5678` {no_code}"), country);
    let message = "message: { contact: 525512345678, from: contact, create_contacts: true }";
    check_step(message, 5, &format!("invalid-phone: `525512345678` {no_code}"), plus);
    let letters = "invalid-phone: `555-CALL` is not a phone number: it contains letters";
    let example = "use `+`, country code and number, for example +525512345678";
    check_step("close: { contact: 555-CALL }", 5, letters, example);
    let known = "{ settings: { default-country: MX }, contacts: [55 1234 5678] }";
    test(&scenario(known, "settings: { default-country: none }"))
        .run("scenario test routing.yaml")
        .status(0)
        .stdout("1 passed, 0 failed\n")
        .done();
}

#[test]
fn duplicate_given_record_is_an_error() {
    check_given(
        "{ members: [ana@acme.example, Ana@acme.example] }",
        42,
        "member `ana@acme.example` already exists",
        "list each member once",
    );
    check_given(
        "{ members: [{ email: a@b.example, external_id: 7 }, { email: c@d.example, external_id: 7 }] }",
        64,
        "member `a@b.example` already has external id `7`",
        "choose another external id",
    );
    check_given(
        "{ teams: [{ name: Sales }, { name: SALES }] }",
        39,
        "team `Sales` already exists",
        "list each team once; names are compared without case",
    );
    check_given(
        "{ contacts: [+525512345678, +52 1 55 1234 5678] }",
        40,
        "contact `+525512345678` already exists",
        "list each contact once; spellings of one phone are the same contact",
    );
    check_given(
        "{ contacts: [{ phone: +525512345678, email: 'a@b.example, c@d.example' }] }",
        34,
        "`a@b.example, c@d.example` is not an email address: it contains a space, a quote or a separator",
        "use one email address",
    );
}

#[test]
fn unknown_name_is_suggested_or_to_be_added() {
    let by = |member: &str| format!("message: {{ contact: \"+525512345678\", from: member, member: {member} }}");
    check_step(
        &by("luiz@acme.example"),
        5,
        "unknown-member: unknown member `luiz@acme.example`",
        "did you mean `luis@acme.example`?",
    );
    check_step(
        &by("zoe@acme.example"),
        5,
        "unknown-member: unknown member `zoe@acme.example`",
        "add it to `members` in `given`",
    );
    let given_to = |team: &str| format!("message: {{ contact: \"+525512345678\", from: flow, assign_team: {team} }}");
    check_step(&given_to("Salse"), 5, "unknown-team: unknown team `Salse`", "did you mean `Sales`?");
    check_step(&given_to("Care"), 5, "unknown-team: unknown team `Care`", "add it to `teams` in `given`");
    check_step(
        "owner_add: { contact: \"+525512345679\", member: ana@acme.example }",
        5,
        "unknown-contact: unknown contact `+525512345679`",
        "did you mean `+525512345678`?",
    );
    check_step(
        "message: { contact: \"+34612345678\", from: contact }",
        5,
        "unknown-contact: unknown contact `+34612345678`",
        "add it to `contacts` in `given`, or set `create_contacts: true` on a message",
    );
    check_step(
        "close: { conversation: 5 }",
        5,
        "unknown-conversation: unknown conversation `5`",
        "open one with a `message` step first; conversations are numbered from 1 as they are opened",
    );
    check_step(
        "close: { contact: \"+525512345678\" }",
        5,
        "unknown-conversation: `+525512345678` has no open conversation",
        "open one with a `message` step first",
    );
}

#[test]
fn refusal_hint_names_steps_not_commands() {
    let opens = "message: { contact: \"+525512345678\", from: contact }";
    check_step(
        &format!(
            "{opens}\n      - deactivate: {{ member: ana@acme.example }}\n      \
             - assign: {{ conversation: 1, member: ana@acme.example }}"
        ),
        7,
        "inactive-member: `ana@acme.example` is inactive",
        "name active members, or reactivate one with an `activate` step",
    );
    check_step(
        "deactivate: { member: ana@acme.example, hand_over_to: ana@acme.example }",
        5,
        "invalid-value: `ana@acme.example` can't hand over to themselves",
        "choose another member",
    );
    check_step(
        "member_remove: { member: ana@acme.example }",
        5,
        "still-referenced: `ana@acme.example` can't be removed: it has 1 team membership",
        "remove what refers to it first; deactivate members with a `deactivate` step instead",
    );
    check_step(
        &format!("{opens}\n      - close: {{ conversation: 1 }}\n      - unassign: {{ conversation: 1, all: true }}"),
        7,
        "conversation-closed: conversation `1` is closed",
        "reopen it with a `reopen` step; a new message opens a new one",
    );
    check_step(
        &format!(
            "{opens}\n      - close: {{ conversation: 1 }}\n      - {opens}\n      - reopen: {{ conversation: 1 }}"
        ),
        8,
        "already-exists: conversation `1` can't be reopened: `+525512345678` already has an open conversation, `2`",
        "only the latest conversation of a contact can be reopened",
    );
    check_step(
        "reopen: { contact: \"+525512345678\" }",
        5,
        "unknown-conversation: `+525512345678` has no conversation",
        "open one with a `message` step first",
    );
}

#[test]
fn unknown_name_in_current_store_names_a_command() {
    let file = |step: &str| {
        format!(
            "scenarios:\n  - name: one\n    store: current\n    steps:\n      - {step}\n        expect: {{ effects: [] }}\n"
        )
    };
    for (step, hint) in [
        ("activate: { member: zoe@acme.example }", "see `inboxctl member list`"),
        ("activate: { member: eve@acme.example }", "did you mean `eva@acme.example`?"),
        ("team_remove: { team: Care }", "see `inboxctl team list`"),
        (
            "contact_remove: { contact: \"+34612345678\" }",
            "see `inboxctl contact list`, or set `create_contacts: true` on a message",
        ),
        ("close: { contact: 55 1234 5678 }", "add the country code"),
        ("close: { conversation: 99 }", "see `inboxctl conversation list`, or open one with a `message` step first"),
    ] {
        Test::acme()
            .file("routing.yaml", file(step))
            .run("scenario test routing.yaml --json")
            .part("/scenarios/0/failures/0/hint", hint)
            .status(1)
            .done();
    }
}

#[test]
fn unknown_name_in_expectation_is_hinted() {
    let given = WORLD.replace(r#"["+525512345678"]"#, r#"[{ phone: "+525512345678", owners: [ana@acme.example] }]"#);
    let message = "message: { contact: \"+525512345678\", from: contact }\n        expect:\n          ";
    let anna = "unknown member `anna@acme.example`: did you mean `ana@acme.example`?";
    let luiz = "unknown member `luiz@acme.example`: did you mean `luis@acme.example`?";
    for (expectation, hint) in [
        ("assigned: [anna@acme.example, luiz@acme.example, luis@acme.example]", format!("{anna}; {luiz}")),
        ("owners: anna@acme.example", anna.to_owned()),
        ("first_responder: luiz@acme.example", luiz.to_owned()),
        ("because: { anna@acme.example: contact-owner }", anna.to_owned()),
        ("passed_over: { anna@acme.example: inactive-member }", anna.to_owned()),
        ("team: Salse", "unknown team `Salse`: did you mean `Sales`?".to_owned()),
        ("team: Care", "unknown team `Care`: add it to `teams` in `given`".to_owned()),
        ("not_assigned: [anna@acme.example]", "did you mean `ana@acme.example`?".to_owned()),
        ("not_assigned: [anna@acme.example, luiz@acme.example]", format!("{anna}; {luiz}")),
        ("not_assigned: [anna@acme.example, ana@acme.example]", anna.to_owned()),
        ("passed_over: { luiz@acme.example: [] }", "did you mean `luis@acme.example`?".to_owned()),
        ("refused: unknown-team", String::new()),
        ("assigned: [luis@acme.example]", String::new()),
    ] {
        let hint = if hint.is_empty() { Value::Null } else { hint.into() };
        test(&scenario(&given, &format!("{message}{expectation}")))
            .run("scenario test routing.yaml --json")
            .part("/scenarios/0/failures/0/line", 7)
            .part("/scenarios/0/failures/0/hint", hint)
            .part("/scenarios/0/failures/1", Value::Null)
            .status(1)
            .done();
    }
    let both = "not_assigned: [anna@acme.example, luiz@acme.example]\n          status: flow";
    test(&scenario(&given, &format!("{message}{both}")))
        .run("scenario test routing.yaml --json")
        .part("/scenarios/0/failures/0/expected", "existing members")
        .part(
            "/scenarios/0/failures/0/actual",
            "unknown-member: unknown member `anna@acme.example`, unknown member `luiz@acme.example`",
        )
        .part("/scenarios/0/failures/1/key", "status")
        .status(1)
        .done();
}

#[test]
fn unknown_contact_in_expectation_fails() {
    test(&scenario(WORLD, "expect: { contact: \"+525512345679\", owners: [] }"))
        .run("scenario test routing.yaml")
        .stdout_starts(
            "
            routing.yaml:2: FAILED: one
              routing.yaml:5: contact
                expected: an existing contact
                actual:   unknown-contact: unknown contact `+525512345679`
                hint: did you mean `+525512345678`?
            ",
        )
        .status(1)
        .done();
}

#[test]
fn single_other_effect_has_its_own_line() {
    let steps = |second: &str, rest: &str| {
        format!(
            "message: {{ contact: \"+525512345678\", from: contact }}
        expect:
          effects:
            - {{ effect: open-conversation, conversation: 1, contact: \"+525512345678\", status: new, rule: O1 }}
            - {{ effect: mark-contact-wrote, conversation: {second} }}{rest}"
        )
    };
    let line = |steps: &str, line: u64| {
        let test = test(&scenario(WORLD, steps)).run("scenario test routing.yaml --json").status(1);
        test.part("/scenarios/0/failures/0/line", line).done();
    };
    line(&steps("1, rule: O2", ""), 9);
    line(&steps("1, rule: O1", "\n            - { effect: set-team }"), 7);
    line(&steps("1, rule: O2", "\n            - { effect: set-team }"), 7);
    line(&steps("1, rule: O2", "").replace("status: new", "status: flow"), 7);
}

#[test]
fn long_value_is_shortened_in_hints() {
    let long = "5".repeat(100_000);
    let echoed = format!("`{}…` is not a phone number: it has no country code, and no country is set", "5".repeat(100));
    let country = "add the country code, or set the country in `given`: `settings: { default-country: MX }`";
    check_given(&format!("{{ contacts: ['{long}'] }}"), 25, &echoed, country);
    check_step(&format!("close: {{ contact: '{long}' }}"), 5, &format!("invalid-phone: {echoed}"), country);
    let name = format!("unknown-team: unknown team `{}…`", "5".repeat(100));
    check_step(&format!("team_remove: {{ team: '{long}' }}"), 5, &name, "add it to `teams` in `given`");
}

//! The schema of scenario files and their reader accept the same files.

use inboxctl::testing::formats::scenario::read;
use serde_json::Value;

use super::shapes;

/// The file around a snippet, by the kind of the snippet.
fn file(kind: &str, snippet: &str) -> String {
    let close = "close: { contact: x }";
    let sees = "expect: { contact: x, status: new }";
    let with_steps = |steps: &str| format!("scenarios: [{{ name: a, steps: [{steps}] }}]");
    match kind {
        "file" => snippet.to_owned(),
        "scenario" => format!("scenarios: [{{ {snippet} }}]"),
        "given" => format!("scenarios: [{{ name: a, given: {{ {snippet} }}, steps: [{{ {sees} }}] }}]"),
        "steps" => format!("scenarios: [{{ name: a, steps: {snippet} }}]"),
        "step" => with_steps(&format!("{{ {snippet} }}, {{ {sees} }}")),
        "expect" => with_steps(&format!("{{ {close}, expect: {{ {snippet} }} }}")),
        "effect" => with_steps(&format!("{{ {close}, expect: {{ effects: [{{ {snippet} }}] }} }}")),
        _ => panic!("{kind}"),
    }
}

/// Valid snippets.
const TAKEN: &[(&str, &str)] = &[
    ("file", "{ scenarios: { name: a, steps: { expect: { contact: x, status: new } } } }"),
    ("scenario", "name: 5, steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: true, steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: a, store: current, steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: a, store: null, given: { members: [] }, steps: [{ expect: { contact: x, status: new } }]"),
    ("given", "members: null, teams: null, contacts: null, members_csv: null, teams_csv: null, owners_csv: null"),
    ("given", "members: []"),
    ("given", "members: a@x.example"),
    ("given", "members: { email: a@x.example, name: 5, active: no, external_id: 007 }"),
    ("given", "members: [{ email: a@x.example, name: null, active: null, external_id: null }]"),
    ("given", "members: [a@x.example, { email: ' b@x.example ' }]"),
    ("given", "teams: { name: 5, strategy: null, default_agent: null, members: a@x.example }"),
    ("given", "teams: [{ name: A, strategy: least-busy, default_agent: a@x.example, members: null }]"),
    ("given", "contacts: +525512345678"),
    ("given", "contacts: { phone: 5512345678, owners: a@x.example, account: 7, email: x }"),
    ("given", "contacts: ['+525512345678', { phone: x, owners: null, first_name: null, last_name: null }]"),
    ("given", "members_csv: a.csv, teams_csv: 5"),
    ("given", "settings: { assign-first-responder: on, default-country: mx }"),
    ("given", "settings: { assign-first-responder: 1, default-country: null }"),
    ("given", "settings: { assign-first-responder: ' YES ', default-country: None }"),
    ("given", "settings: { assign-first-responder: false, default-country: '' }"),
    (
        "step",
        "message: { contact: 5, from: contact, member: null, note: false, assign: null, end_flow: off, at: null }",
    ),
    ("step", "message: { contact: x, from: member, member: a@x.example, note: \"yes\" }"),
    ("step", "message: { contact: x, from: flow, assign: a@x.example, create_contacts: on }"),
    ("step", "message: { contact: x, from: flow, assign: [a@x.example, b@x.example], end_flow: false }"),
    ("step", "message: { contact: x, from: flow, assign_team: 5, at: 2026-01-01T09:00:00Z }"),
    ("step", "message: { contact: x, from: flow, end_flow: true, at: '2026-01-01 09:00:00.5+02:00' }"),
    ("step", "message: { contact: x, from: system }, expect: { status: created }"),
    ("step", "assign: { contact: x, conversation: null, member: a@x.example, replace: true }"),
    ("step", "assign: { conversation: 7, team: Sales, replace: false, member: null }"),
    ("step", "unassign: { conversation: \"7\", all: yes, team: no }"),
    ("step", "unassign: { contact: x, team: true }"),
    ("step", "close: { contact: x, at: null }"),
    ("step", "owner_add: { contact: x, member: a@x.example, assign_open: null }"),
    ("step", "reopen: { contact: x }"),
    ("step", "reopen: { conversation: 7, contact: null, at: null }"),
    ("step", "owner_set: { contact: x, member: [], create_contacts: true }"),
    ("step", "owner_set: { contact: x, no_owners: yes }"),
    ("step", "owner_set: { contact: x, member: a@x.example, no_owners: false }"),
    ("step", "owner_remove: { contact: x, member: [a@x.example] }"),
    ("step", "owner_transfer: { from: a@x.example, to: [b@x.example], account: null }"),
    ("step", "conversation_transfer: { from: a@x.example, to: [b@x.example], team: null, status: new, limit: 3 }"),
    ("step", "conversation_distribute: { team: Sales, status: in-progress, limit: null }"),
    ("step", "reassign_overdue: {}"),
    ("step", "reassign_overdue: { team: null, limit: 3, at: 2026-01-01T09:00:00Z }"),
    ("step", "away: { member: a@x.example, until: 2026-01-08T00:00:00Z, cover: null }"),
    ("step", "away: { member: a@x.example, until: 2026-01-08T00:00:00Z, cover: [b@x.example], hand_over_open: yes }"),
    ("step", "back: { member: a@x.example, from: 2026-01-08T00:00:00Z }"),
    ("given", "members: { email: a@x.example, away: { from: 2026-01-01T00:00:00Z, until: 2026-01-08T00:00:00Z } }"),
    ("given", "teams: { name: Sales, reassign_after: 15 }"),
    ("effect", "effect: add-absence, from: x, until: x, cover: [], member: a, rule: V1"),
    ("step", "settings: { default-country: null, at: null }"),
    ("step", "deactivate: { member: a@x.example, hand_over_to: null }"),
    ("step", "activate: { member: a@x.example }, expect: { effects: [] }"),
    ("step", "activate: { member: a@x.example }, expect: { contact: x, owners: [] }"),
    ("step", "member_remove: { member: a@x.example }"),
    ("step", "team_remove: { team: Sales }"),
    ("step", "contact_remove: { contact: x }, expect: { owners: [] }"),
    ("expect", "team: null"),
    ("expect", "team: 5, contact: null"),
    ("expect", "assigned: a@x.example, owners: a@x.example, not_assigned: a@x.example"),
    ("expect", "assigned: []"),
    ("expect", "unassigned: true"),
    ("expect", "unassigned: yes"),
    ("expect", "because: { a@x.example: manual }"),
    ("expect", "passed_over: { a@x.example: [], nobody: no-eligible-member }"),
    ("expect", "first_responder: null"),
    ("expect", "first_responder: A@x.example"),
    ("expect", "refused: store-busy"),
    ("expect", "effects: { effect: set-team }"),
    ("effect", "effect: set-status, conversation: 1, status: new, rule: S1"),
    ("effect", "effect: add-contact, contact: '+525512345678', rule: null"),
    ("effect", "effect: set-setting, key: default-country, value: null, rule: R3"),
    ("effect", "effect: add-owner, contact: '+52', member: a@x.example, reason: first-responder"),
    ("effect", "effect: update-team, team: A, set: { name: B }, was: { name: A }"),
];

/// Invalid snippets.
const REFUSED: &[(&str, &str)] = &[
    ("file", "{}"),
    ("file", "[]"),
    ("file", "5"),
    ("file", "{ version: '3', services: {} }"),
    ("file", "{ scenarios: null }"),
    ("file", "{ scenarios: [] }"),
    ("file", "{ scenarios: [{ name: a, steps: { expect: { contact: x, status: new } } }], x: 1 }"),
    ("scenario", "steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: \"\", steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: ' ', steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: null, steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: a"),
    ("scenario", "name: a, given: { members: [] }, store: current, steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: a, store: other, steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: a, given: {}, steps: [{ expect: { contact: x, status: new } }]"),
    ("scenario", "name: a, given: null, steps: [{ expect: { contact: x, status: new } }]"),
    ("steps", "[]"),
    ("steps", "null"),
    ("steps", "[{ close: { contact: x } }]"),
    ("steps", "{ close: { contact: x } }"),
    ("steps", "[{}, { expect: { contact: x, status: new } }]"),
    ("steps", "[null, { expect: { contact: x, status: new } }]"),
    ("given", "settings: {}"),
    ("given", "settings: null"),
    ("given", "settings: { assign-first-responder: null }"),
    ("given", "settings: { assign-first-responder: maybe }"),
    ("given", "settings: { assign-first-responder: 2 }"),
    ("given", "settings: { default-country: Mexico }"),
    ("given", "settings: { default-country: MX, at: 2026-01-01T09:00:00Z }"),
    ("given", "members: [null]"),
    ("given", "members: [5]"),
    ("given", "members: [ana]"),
    ("given", "members: ['a@x.example, b@x.example']"),
    ("given", "members: [[a@x.example]]"),
    ("given", "members: {}"),
    ("given", "members: { name: a }"),
    ("given", "members: { email: null }"),
    ("given", "members: { email: a@x.example, name: '' }"),
    ("given", "members: { email: a@x.example, active: 1 }"),
    ("given", "teams: [Sales]"),
    ("given", "teams: [{ name: ' ' }]"),
    ("given", "teams: [{ name: A, strategy: robin }]"),
    ("given", "teams: [{ name: A, members: [a@x.example, a@x.example] }]"),
    ("given", "contacts: [{ account: A }]"),
    ("given", "contacts: [{ phone: null }]"),
    ("given", "contacts: [{ phone: [x] }]"),
    ("given", "members_csv: ''"),
    ("given", "members_csv: [a.csv]"),
    ("step", "message: null"),
    ("step", "message: {}"),
    ("step", "message: { from: contact }"),
    ("step", "message: { contact: x }"),
    ("step", "message: { contact: x, from: null }"),
    ("step", "message: { contact: x, from: agent }"),
    ("step", "message: { contact: x, from: member }"),
    ("step", "message: { contact: x, from: member, member: null }"),
    ("step", "message: { contact: x, from: contact, member: a@x.example }"),
    ("step", "message: { contact: x, from: contact, note: yes }"),
    ("step", "message: { contact: x, from: system, end_flow: true }"),
    ("step", "message: { contact: x, from: member, member: a@x.example, assign: [b@x.example] }"),
    ("step", "message: { contact: x, from: flow, assign: [] }"),
    ("step", "message: { contact: x, from: flow, assign: [a@x.example], assign_team: Sales }"),
    ("step", "message: { contact: x, from: flow, assign_team: Sales, end_flow: true }"),
    ("step", "message: { contact: x, from: contact, at: yesterday }"),
    ("step", "message: { contact: x, from: contact, at: 2026-01-01 }"),
    ("step", "message: { contact: x, from: contact, create_contacts: maybe }"),
    ("step", "assign: { contact: x, conversation: 1, team: A }"),
    ("step", "assign: { member: a@x.example }"),
    ("step", "assign: { contact: x }"),
    ("step", "assign: { contact: x, team: A, replace: true }"),
    ("step", "assign: { contact: x, member: [] }"),
    ("step", "unassign: { contact: x }"),
    ("step", "unassign: { contact: x, all: true, team: true }"),
    ("step", "unassign: { contact: x, all: true, member: a@x.example }"),
    ("step", "unassign: { contact: x, team: Sales }"),
    ("step", "close: { conversation: 0 }"),
    ("step", "close: { conversation: -1 }"),
    ("step", "close: { conversation: x }"),
    ("step", "close: { at: 2026-01-01T09:00:00Z }"),
    ("step", "owner_add: { contact: x }"),
    ("step", "owner_add: { contact: x, member: [] }"),
    ("step", "reopen: { at: 2026-01-01T09:00:00Z }"),
    ("step", "owner_set: { member: a@x.example }"),
    ("step", "owner_set: { contact: x, member: a@x.example, no_owners: true }"),
    ("step", "owner_transfer: { from: a@x.example }"),
    ("step", "owner_transfer: { from: [a@x.example], to: b@x.example }"),
    ("step", "owner_transfer: { from: a@x.example, to: b@x.example, account: '' }"),
    ("step", "conversation_transfer: { to: b@x.example }"),
    ("step", "conversation_transfer: { from: a@x.example, to: b@x.example, status: closed }"),
    ("step", "conversation_distribute: { status: closed }"),
    ("step", "conversation_distribute: { team: '' }"),
    ("step", "reassign_overdue:"),
    ("step", "conversation_distribute: {}"),
    ("step", "away: { member: a@x.example }"),
    ("step", "away: { member: a@x.example, until: monday }"),
    ("step", "away: { member: a@x.example, until: 2026-01-08T00:00:00Z, hand_over_open: true }"),
    ("step", "back: { from: 2026-01-08T00:00:00Z }"),
    ("given", "members: { email: a@x.example, away: { from: 2026-01-01T00:00:00Z } }"),
    ("effect", "effect: add-absence, cover: x"),
    ("step", "owner_remove: { contact: x, member: null }"),
    ("step", "settings: { at: 2026-01-01T09:00:00Z }"),
    ("step", "settings: {}"),
    ("step", "deactivate: { member: a@x.example, hand_over_to: [] }"),
    ("step", "activate: { member: [a@x.example] }"),
    ("step", "team_remove: { team: '' }"),
    ("step", "close: { contact: x }, activate: { member: a@x.example }"),
    ("step", "close: { contact: x }, activate: { member: a@x.example }, expect: { status: new }"),
    ("step", "activate: { member: a@x.example }, expect: { status: new }"),
    ("step", "activate: { member: a@x.example }, expect: { contact: null, status: new }"),
    ("step", "expect: { status: new }"),
    ("step", "expect: { contact: x, effects: [] }"),
    ("step", "expect: { contact: x, refused: unknown-contact }"),
    ("step", "expect: { contact: x, passed_over: { nobody: [] } }"),
    ("step", "expect: null"),
    ("expect", ""),
    ("expect", "contact: x"),
    ("expect", "status: null"),
    ("expect", "status: open"),
    ("expect", "team: ''"),
    ("expect", "assigned: null"),
    ("expect", "assigned: [null]"),
    ("expect", "not_assigned: null"),
    ("expect", "not_assigned: []"),
    ("expect", "unassigned: null"),
    ("expect", "unassigned: false"),
    ("expect", "unassigned: no"),
    ("expect", "because: null"),
    ("expect", "because: {}"),
    ("expect", "because: { ana: manual }"),
    ("expect", "because: { a@x.example: null }"),
    ("expect", "because: { a@x.example: [manual] }"),
    ("expect", "passed_over: null"),
    ("expect", "passed_over: {}"),
    ("expect", "passed_over: { Nobody: [] }"),
    ("expect", "passed_over: { a@x.example: null }"),
    ("expect", "passed_over: { a@x.example: manual }"),
    ("expect", "owners: null"),
    ("expect", "first_responder: nobody"),
    ("expect", "effects: null"),
    ("expect", "effects: [{}]"),
    ("expect", "refused: null"),
    ("expect", "refused: inactive"),
    ("effect", "team: Sales"),
    ("effect", "effect: set-teem"),
    ("effect", "effect: set-team, conversatoin: 1"),
    ("effect", "effect: set-team, conversation: '1'"),
    ("effect", "effect: set-team, team: null"),
    ("effect", "effect: set-status, status: null"),
    ("effect", "effect: add-owner, reason: manul"),
    ("effect", "effect: add-owner, reason: null"),
    ("effect", "effect: add-owner, rule: O9"),
    ("effect", "effect: set-setting, key: country"),
    ("effect", "effect: set-setting, value: 1"),
    ("effect", "effect: update-team, set: null"),
];

/// The file as JSON, as an editor validates it.
fn value(text: &str) -> Value {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).unwrap()
}

#[test]
fn schema_and_reader_agree_on_examples() {
    let mut torn = Vec::new();
    for (wanted, snippets) in [(true, TAKEN), (false, REFUSED)] {
        for (kind, snippet) in snippets {
            let text = file(kind, snippet);
            let (read, fits) = (read(&text), shapes::fits("scenario", &value(&text)));
            if read.is_ok() != wanted || fits != wanted {
                torn.push(format!("{kind} {snippet}: taken {}, fits {fits}: {:?}", read.is_ok(), read.err()));
            }
        }
    }
    assert!(torn.is_empty(), "{torn:#?}");
}

/// Maps of a file and the keys tested in each.
const MAPS: [(&str, &str, &str); 21] = [
    ("given", "", "settings members teams contacts members_csv"),
    ("given", "settings: { K }", "assign-first-responder default-country at"),
    ("given", "members: [{ K }]", "email name active external_id away"),
    ("given", "teams: [{ K }]", "name strategy default_agent reassign_after members"),
    ("given", "contacts: [{ K }]", "phone first_name email account owners"),
    ("step", "message: { contact: x, K }", "from member note assign assign_team end_flow create_contacts"),
    ("step", "assign: { K }", "contact conversation member team replace at"),
    ("step", "unassign: { K }", "contact conversation member team all"),
    ("step", "owner_add: { contact: x, K }", "member assign_open create_contacts"),
    ("step", "owner_set: { contact: x, K }", "member no_owners create_contacts"),
    ("step", "owner_transfer: { K }", "from to account"),
    ("step", "conversation_transfer: { K }", "from to team status limit"),
    ("step", "conversation_distribute: { team: Sales, K }", "status limit at"),
    ("step", "reassign_overdue: { K }", "team limit at"),
    ("step", "away: { member: a@x.example, until: 2026-01-08T00:00:00Z, K }", "from cover hand_over_open at"),
    ("step", "back: { K }", "member from at"),
    ("step", "settings: { K }", "assign-first-responder default-country at"),
    ("step", "deactivate: { K }", "member hand_over_to"),
    ("step", "activate: { member: a@x.example }, expect: { K }", "contact status assigned owners effects refused"),
    ("expect", "", "contact status team assigned not_assigned unassigned because passed_over owners first_responder"),
    ("effect", "effect: set-team, K", "conversation contact status reason key value from cover set rule"),
];

const VALUES: [&str; 20] = [
    "null",
    "true",
    "no",
    "5",
    "0",
    "''",
    "x",
    "MX",
    "contact",
    "member",
    "flow",
    "new",
    "a@x.example",
    "[]",
    "[a@x.example]",
    "{}",
    "{ a@x.example: manual }",
    "{ nobody: [setting-off] }",
    "least-busy",
    "2026-01-01T09:00:00Z",
];

/// Each key with each value, beside others.
#[test]
fn schema_and_reader_agree_on_any_keys() {
    let mut verdicts = [0, 0];
    for (kind, around, keys) in MAPS {
        let pairs: Vec<String> =
            keys.split(' ').flat_map(|key| VALUES.map(|value| format!("{key}: {value}"))).collect();
        let key = |pair: &str| pair.split(':').next().unwrap().to_owned();
        for (at, one) in pairs.iter().enumerate() {
            // A sample of the pairs, different for each first key.
            for other in pairs[at + 1..].iter().skip(at % 29).step_by(29).filter(|other| key(other) != key(one)) {
                let both = format!("{one}, {other}");
                let snippet = if around.is_empty() { both } else { around.replace('K', &both) };
                let text = file(kind, &snippet);
                let (read, fits) = (read(&text), shapes::fits("scenario", &value(&text)));
                assert_eq!(read.is_ok(), fits, "{snippet}: {read:?}");
                verdicts[usize::from(fits)] += 1;
            }
        }
    }
    assert!(verdicts[0] > 1_000 && verdicts[1] > 50, "{verdicts:?}");
}

/// Editors show which expectations are exact.
#[test]
fn schema_describes_compared_fields() {
    let schema: Value = serde_json::to_value(inboxctl::testing::formats::scenario::schema()).unwrap();
    for (keys, words) in [
        (["assigned", "owners", "effects"].as_slice(), "Exactly these"),
        (["because", "passed_over"].as_slice(), "Looks only at the members it names"),
        (["not_assigned"].as_slice(), "others may be"),
    ] {
        for key in keys {
            let description = schema["$defs"]["Expect"]["properties"][key]["description"].as_str().unwrap();
            assert!(description.contains(words), "{key}: {description}");
        }
    }
}

/// The keys of effects are those that commands return.
#[test]
fn schema_of_effects_has_keys_of_answers() {
    let keys = |value: &Value| value["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let schema: Value = serde_json::to_value(inboxctl::testing::formats::scenario::schema()).unwrap();
    let answered = serde_json::to_value(schemars::schema_for!(inboxctl::testing::inbox::view::EffectView)).unwrap();
    assert_eq!(keys(&schema["$defs"]["Effect"]), keys(&answered));
    let faults = read(&file("effect", "x: 1")).unwrap_err();
    let expected = keys(&answered).join(", ").replace(", cover", " or cover");
    assert!(faults[0].message.ends_with(&format!("expected {expected}")), "{faults:?}");
}

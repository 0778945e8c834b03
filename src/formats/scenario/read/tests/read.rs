//! What is read of whole files, of what is given, of steps and of expectations.

use super::*;

#[test]
fn documented_example_is_read() {
    let scenario = only_scenario(EXAMPLE);
    assert_eq!((scenario.name.value.as_str(), scenario.place.line), ("an owner joins the flow's users", 2));
    let lines: Vec<u64> = scenario.steps.iter().map(|step| step.place.line).collect();
    assert_eq!(lines, [11, 16, 21, 22, 23]);
    let expect = scenario.steps[0].expect.as_ref().unwrap();
    let checks: Vec<(u64, &Expected)> = expect.checks.iter().map(|check| (check.place.line, &check.expected)).collect();
    let reason = AssignReason::ContactOwner;
    assert_eq!(
        checks,
        [
            (13, &Expected::Status(Status::New)),
            (14, &Expected::Assigned([ana()].into())),
            (15, &Expected::Because { member: ana(), reason }),
        ]
    );
}

#[test]
fn fixtures_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        read(&text).unwrap_or_else(|faults| panic!("{}: {faults:#?}", path.display()));
        files += 1;
    }
    assert!(files > 0);
}

#[test]
fn json_is_read_as_yaml() {
    let text = r#"{"scenarios": [{"name": "a", "steps": [{"expect": {"contact": "+52", "owners": []}}]}]}"#;
    assert_eq!(only_scenario(text).name.value, "a");
    assert_eq!(only_scenario(&format!("\u{feff}{}", text.replace(' ', "\r\n"))).steps.len(), 1);
}

#[test]
fn scenario_has_given_or_store_not_both() {
    let text = "scenarios: [{ name: a, store: current, steps: [{ expect: { contact: x, status: new } }] }]";
    assert_eq!(only_scenario(text).world, World::CurrentStore);
    let bare = text.replace("store: current, ", "");
    assert_eq!(only_scenario(&bare).world, World::Given(Box::default()));
    let both = text.replace("store: current", "store: current, given: { members: [] }");
    let message = "use `given` or `store`, not both: `given` fills a store of its own";
    check_faults(&both, &[&format!("1:24: {message}")]);
    check_faults(&text.replace("current", "other"), &["1:31: `store` must be `current`, not `other`"]);
}

#[test]
fn member_is_an_email_or_a_map() {
    let given =
        given("{ members: [Ana@acme.example, { email: eva@acme.example, name: null, active: no, external_id: 007 }] }");
    let members: Vec<_> = given.members.into_iter().map(|member| member.value).collect();
    assert_eq!((&members[0].email, members[0].active), (&ana(), true));
    assert_eq!((members[1].active, members[1].name.as_deref()), (false, None));
    assert_eq!(members[1].external_id.as_deref(), Some("007"));
}

#[test]
fn teams_and_contacts_are_read() {
    let given = given(
        "{ teams: [{ name: Sales, strategy: least-busy, default_agent: null, members: ana@acme.example }, \
         { name: Care, default_agent: ana@acme.example }], \
         contacts: [+525512345678, { phone: 5587654321, first_name: null, account: Acme, owners: ana@acme.example }] }",
    );
    let [sales, care] = [&given.teams[0].value, &given.teams[1].value];
    assert_eq!((sales.strategy, sales.members[0].value.clone()), (Some(Strategy::LeastBusy), ana()));
    assert_eq!((care.strategy, care.default_agent.as_ref().map(|agent| &agent.value)), (None, Some(&ana())));
    assert_eq!(given.contacts[0].value.phone.value, "+525512345678");
    let contact = &given.contacts[1].value;
    assert_eq!((contact.phone.value.as_str(), &contact.fields[&Field::FirstName]), ("5587654321", &None));
    assert_eq!((contact.fields[&Field::Account].as_deref(), &contact.owners[0].value), (Some("Acme"), &ana()));
}

#[test]
fn settings_are_read_in_any_case() {
    for (text, on) in [("on", true), ("\"on\"", true), ("true", true), ("1", true), ("no", false), ("0", false)] {
        let given = given(&format!("{{ settings: {{ assign-first-responder: {text} }} }}"));
        assert_eq!(given.settings[0].value, Setting::AssignFirstResponder(on), "{text}");
    }
    for (text, country) in [("NO", Some("NO")), ("mx", Some("MX")), ("null", None), ("none", None), ("", None)] {
        let given = given(&format!("{{ settings: {{ default-country: {text} }} }}"));
        assert_eq!(given.settings[0].value.value().as_deref(), country, "{text}");
    }
}

#[test]
fn csv_files_are_read_as_paths() {
    let given = given("{ members_csv: people.csv, owners_csv: ../kam.csv }");
    assert_eq!(given.members_csv.unwrap().value.file, "people.csv");
    assert_eq!(given.owners_csv.unwrap().value.file, "../kam.csv");
    assert_eq!(given.teams_csv, None);
}

#[track_caller]
fn check_action(step: &str, target: Option<Target>, request: Request<Email, TeamName>) {
    assert_eq!(action(step), StepAction { target, requests: vec![request], create_contacts: false });
}

#[test]
fn each_action_is_read() {
    let contact = || Some(Target::Contact("x".to_owned()));
    for (fields, request) in [
        ("from: contact", Request::ContactMessage),
        ("from: member, member: ana@acme.example, note: false", Request::MemberMessage { member: ana() }),
        ("from: member, member: ana@acme.example, note: yes", Request::MemberNote { member: ana() }),
        ("from: flow, assign: ana@acme.example", Request::FlowAssign { members: vec![ana()] }),
        ("from: flow, assign_team: Sales", Request::FlowAssignTeam { team: "Sales".parse().unwrap() }),
        ("from: flow, end_flow: true", Request::FlowEnd),
        ("from: flow", Request::FlowMessage),
        ("from: system", Request::SystemMessage),
    ] {
        check_action(&format!("message: {{ contact: x, {fields} }}"), contact(), request);
    }
    let conversation = || Some(Target::Number(ConversationId(7)));
    check_action(
        "assign: { conversation: 7, member: ana@acme.example, replace: true }",
        conversation(),
        Request::Assign { members: vec![ana()], team: None, replace: true },
    );
    check_action("unassign: { conversation: \"7\", all: true }", conversation(), Request::Unassign(Unassign::All));
    check_action("close: { conversation: 7 }", conversation(), Request::Close);
    check_action("reopen: { conversation: 7 }", conversation(), Request::Reopen);
    check_action("reopen: { contact: x }", contact(), Request::Reopen);
    assert_eq!(
        action("owner_add: { contact: +52, member: [ana@acme.example], assign_open: true, create_contacts: true }"),
        StepAction {
            target: Some(Target::Contact("+52".to_owned())),
            requests: vec![Request::AddOwners { members: vec![ana()], assign_open: true, pin: false }],
            create_contacts: true,
        }
    );
    check_action(
        "owner_remove: { contact: x, member: [ana@acme.example] }",
        contact(),
        Request::RemoveOwners { members: vec![ana()] },
    );
    check_action("settings: { assign-first-responder: on }", None, Request::Set(Setting::AssignFirstResponder(true)));
    check_action(
        "deactivate: { member: ana@acme.example, hand_over_to: luis@acme.example }",
        None,
        Request::Deactivate { member: ana(), successors: vec![email("luis@acme.example")] },
    );
    check_action("activate: { member: ana@acme.example }", None, Request::Activate { member: ana() });
    check_action("member_remove: { member: ana@acme.example }", None, Request::RemoveMember { member: ana() });
    check_action("team_remove: { team: Sales }", None, Request::RemoveTeam { team: "Sales".parse().unwrap() });
    check_action("contact_remove: { contact: x }", contact(), Request::RemoveContact);
}

#[test]
fn owners_are_set_and_transferred() {
    let contact = || Some(Target::Contact("x".to_owned()));
    for (fields, members) in [
        ("member: [ana@acme.example]", vec![ana()]),
        ("member: ana@acme.example, no_owners: false", vec![ana()]),
        ("member: []", vec![]),
        ("no_owners: true, member: null", vec![]),
        ("at: null", vec![]),
    ] {
        check_action(&format!("owner_set: {{ contact: x, {fields} }}"), contact(), Request::SetOwners { members });
    }
    check_action(
        "owner_transfer: { from: ana@acme.example, to: [luis@acme.example], account: Acme, limit: 20 }",
        None,
        Request::TransferOwners {
            member: ana(),
            successors: vec![email("luis@acme.example")],
            account: Some("Acme".to_owned()),
            limit: Some(20),
        },
    );
    check_action(
        "conversation_transfer: { from: ana@acme.example, to: luis@acme.example, team: Sales, status: new, limit: 2 }",
        None,
        Request::TransferConversations {
            member: ana(),
            successors: vec![email("luis@acme.example")],
            team: "Sales".parse().ok(),
            status: Some(OpenStatus::New),
            limit: Some(2),
        },
    );
    check_action(
        "conversation_distribute: { status: flow }",
        None,
        Request::DistributeConversations { team: None, status: Some(OpenStatus::Flow), limit: None },
    );
}

#[test]
fn each_action_can_have_a_time() {
    let time = "2026-01-01T09:00:00Z".parse().ok();
    for step in [
        "message: { contact: x, from: contact, at: 2026-01-01T09:00:00Z }",
        "settings: { default-country: MX, at: \"2026-01-01T09:00:00Z\" }",
        "team_remove: { team: Sales, at: 2026-01-01T09:00:00Z }",
    ] {
        assert_eq!(only_step(step).at, time, "{step}");
    }
}

#[test]
fn each_expectation_is_read() {
    let refused = only_step("close: { contact: x }\n        expect: { refused: unknown-contact }").expect.unwrap();
    assert_eq!(refused.refused(), Some(ErrorCode::UnknownContact));
    let step = "close: { contact: x }
        expect:
          team: null
          not_assigned: ana@acme.example
          unassigned: true
          owners: []
          first_responder: ~
          passed_over: { ana@acme.example: [setting-off, has-owner], nobody: [] }
          effects: [{ effect: set-status, conversation: 1, set: {} }]";
    let effect = serde_json::json!({"effect": "set-status", "conversation": 1, "set": {}});
    let reasons = [PassOverReason::HasOwner, PassOverReason::SettingOff].into();
    let expected = expected(step);
    let Some(Expected::Effects(effects)) = expected.last() else { panic!("{expected:?}") };
    assert_eq!(effects[0].place, Position { line: 12, column: 21 });
    assert_eq!(
        expected,
        [
            Expected::Team(None),
            Expected::NotAssigned([ana()].into()),
            Expected::Unassigned,
            Expected::Owners([].into()),
            Expected::FirstResponder(None),
            Expected::PassedOver { member: Some(ana()), reasons },
            Expected::PassedOver { member: None, reasons: [].into() },
            Expected::Effects(vec![Spanned {
                value: effect.as_object().unwrap().clone(),
                place: Position { line: 12, column: 21 },
            }]),
        ]
    );
}

#[test]
fn expectation_has_position_of_its_key() {
    let step = only_step("expect:\n          contact: x\n          assigned:\n            - ana@acme.example");
    let expect = step.expect.unwrap();
    assert_eq!((expect.place.line, expect.checks[0].place.line, expect.contact.unwrap().value.as_str()), (4, 6, "x"));
}

#[test]
fn alias_has_position_of_its_use() {
    let text = with_step("expect: &new { contact: x, status: new }\n      - expect: *new");
    let lines: Vec<u64> =
        only_scenario(&text).steps.iter().map(|step| step.expect.as_ref().unwrap().checks[0].place.line).collect();
    assert_eq!(lines, [4, 5, 6]);
}

#[test]
fn world_is_the_same_wherever_it_stands() {
    let given = |given: &str| {
        format!(
            "  - name: {}\n    given: {given}\n    steps: [{{ expect: {{ contact: x, status: new }} }}]\n",
            given.len()
        )
    };
    let worlds = |ones: &[&str]| {
        let text: String = ones.iter().map(|one| given(one)).collect();
        read(&format!("scenarios:\n{text}")).unwrap()
    };
    let whole = "{ members: [a@x.example], teams: [{ name: T, members: [a@x.example] }], contacts: [{ phone: x, owners: [a@x.example] }] }";
    let other = whole.replace("owners: [a@x.example]", "owners: []");
    let file = "{ members: [a@x.example], owners_csv: owners.csv }";
    let padded = format!("{} ", whole.replace("members: [a", "members: [  a"));
    let [one, same, different, from_file, from_file_again] =
        &worlds(&[whole, &padded, &other, file, &format!("{file} ")])[..]
    else {
        panic!()
    };
    assert!(one.world.is_same(&same.world) && one.place != same.place);
    assert!(!one.world.is_same(&different.world) && !from_file.world.is_same(&from_file_again.world));
}

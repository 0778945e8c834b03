//! `team …`

use serde_json::{Value, json};

use super::Test;

#[test]
fn team_keeps_order_of_members() {
    Test::acme()
        .run("team add Night --strategy least-busy --member luis@acme.example --member ana@acme.example --json")
        .json(json!({
            "dry_run": false,
            "change": 6,
            "effects": [
                { "effect": "add-team", "team": "Night", "rule": null },
                { "effect": "join-team", "team": "Night", "member": "luis@acme.example", "rule": null },
                { "effect": "join-team", "team": "Night", "member": "ana@acme.example", "rule": null },
            ],
            "passed_over": [],
        }))
        .run("team show Night --json")
        .json(json!({
            "name": "Night",
            "strategy": "least-busy",
            "default_agent": null, "reassign_after": null,
            "members": ["luis@acme.example", "ana@acme.example"],
        }))
        .done();
}

#[test]
fn team_name_keeps_its_spelling() {
    Test::acme()
        .given("team add ATENCIÓN")
        .run("team show atención --json")
        .part("/name", "ATENCIÓN")
        .run("team show SALES")
        .stdout(
            "
            name           Sales
            strategy       round-robin
            default agent
            members        ana@acme.example
                           luis@acme.example
            ",
        )
        .done();
}

#[test]
fn team_list_sorts_by_name() {
    let night = json!({ "name": "night", "strategy": "default-agent", "default_agent": "eva@acme.example", "reassign_after": null, "members": [] });
    Test::acme()
        .given("team add night --strategy default-agent --default-agent eva@acme.example")
        .run("team list")
        .stdout(
            "
            NAME   STRATEGY       DEFAULT AGENT     MEMBERS
            night  default-agent  eva@acme.example
            Sales  round-robin                      ana@acme.example, luis@acme.example
            ",
        )
        .run("team list --limit 1 --json")
        .stderr("showing 1 of 2 teams\n")
        .json(json!([night]))
        .run("team list --format csv")
        .stdout(
            "
            name,strategy,default_agent,reassign_after,members
            night,default-agent,eva@acme.example,,
            Sales,round-robin,,,ana@acme.example;luis@acme.example
            ",
        )
        .done();
}

#[test]
fn team_update_lists_new_values() {
    Test::acme()
        .run("team update sales --strategy default-agent --default-agent eva@acme.example --rename Ventas --json")
        .part(
            "/effects",
            json!([{
                "effect": "update-team",
                "team": "Ventas",
                "set": { "name": "Ventas", "strategy": "default-agent", "default_agent": "eva@acme.example" },
                "was": { "name": "Sales", "strategy": "round-robin", "default_agent": null },
                "rule": null,
            }]),
        )
        .run("team update Ventas --default-agent ''")
        .stdout(
            "
            change 7: 1 effect
               updated team Ventas: default agent = none (was eva@acme.example)
            ",
        )
        .stderr("warning: the team assigns no member until it has a default agent: set it with `--default-agent`\n")
        .run("team show ventas --json")
        .part("/strategy", "default-agent")
        .part("/default_agent", Value::Null)
        .done();
}

#[test]
fn team_update_lists_old_values() {
    Test::acme()
        .run("team update Sales --rename Ventas --strategy least-busy")
        .stdout(
            "
            change 6: 1 effect
               updated team Ventas: name = Ventas (was Sales), strategy = least-busy (was round-robin)
            ",
        )
        .run("team update Ventas --rename Sales --format csv")
        .stdout(
            r#"
            effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover
            update-team,,,Sales,,,,,,"{""name"":""Sales""}","{""name"":""Ventas""}",,,,
            "#,
        )
        .done();
}

#[test]
fn team_show_marks_inactive_members() {
    Test::acme()
        .given(
            "team update Sales --default-agent eva@acme.example
             member deactivate luis@acme.example
             member deactivate eva@acme.example",
        )
        .run("team list")
        .stdout(
            "
            NAME   STRATEGY     DEFAULT AGENT                MEMBERS
            Sales  round-robin  eva@acme.example (inactive)  ana@acme.example, luis@acme.example (inactive)
            ",
        )
        .run("team show Sales")
        .stdout(
            "
            name           Sales
            strategy       round-robin
            default agent  eva@acme.example (inactive)
            members        ana@acme.example
                           luis@acme.example (inactive)
            ",
        )
        .run("team list --json")
        .json(json!([{
            "name": "Sales",
            "strategy": "round-robin",
            "default_agent": "eva@acme.example", "reassign_after": null,
            "members": ["ana@acme.example", "luis@acme.example"],
        }]))
        .done();
}

#[test]
fn team_rename_changes_case() {
    Test::acme().given("team update Sales --rename SALES").run("team show sales --json").part("/name", "SALES").done();
}

#[test]
fn joining_appends_and_leaving_closes_gap() {
    Test::acme()
        .given("team join Sales eva@acme.example")
        .run("team leave Sales ana@acme.example")
        .stdout(
            "
            change 7: 1 effect
               removed ana@acme.example from team Sales
            ",
        )
        .given("team join Sales ana@acme.example")
        .run("team show Sales --json")
        .part("/members", json!(["luis@acme.example", "eva@acme.example", "ana@acme.example"]))
        .done();
}

#[test]
fn team_update_with_same_values_changes_nothing() {
    Test::acme()
        .run("team join Sales ana@acme.example")
        .stdout("no changes\n")
        .leaves_the_store()
        .run("team leave Sales eva@acme.example --json")
        .json(json!({ "dry_run": false, "change": null, "effects": [], "passed_over": [] }))
        .run("team update Sales --strategy round-robin")
        .stdout("no changes\n")
        .leaves_the_store()
        .done();
}

#[test]
fn duplicate_team_name_is_rejected() {
    Test::acme()
        .given("team add Night")
        .run("team add sales")
        .refused("already-exists", "team `Sales` already exists", "update it with `inboxctl team update 'Sales'`")
        .run("team update Night --rename SALES")
        .refused("already-exists", "team `Sales` already exists", "choose another name, or rename that team first")
        .run("team add ' '")
        .refused("invalid-value", "the team name is empty", None)
        .done();
}

#[test]
fn update_to_default_agent_without_an_agent_warns() {
    const WARNING: &str =
        "warning: the team assigns no member until it has a default agent: set it with `--default-agent`\n";
    Test::acme()
        .run("team update Sales --strategy default-agent --json")
        .part("/effects/0/set/strategy", "default-agent")
        .stderr(WARNING)
        .run("team update Sales --default-agent eva@acme.example --json")
        .part("/effects/0/set/default_agent", "eva@acme.example")
        .run("team update Sales --default-agent '' --dry-run --json")
        .part("/dry_run", true)
        .stderr(WARNING)
        .run("team update Sales --rename Ventas --strategy round-robin --default-agent '' --json")
        .part("/effects/0/team", "Ventas")
        .done();
}

#[test]
fn team_lookup_ignores_case_blanks_and_accents() {
    Test::acme()
        .given("team add 'Atención  al\u{a0}Cliente'")
        .run("team show 'ATENCION AL CLIENTE' --json")
        .part("/name", "Atención  al\u{a0}Cliente")
        .run("team add 'atención al cliente'")
        .refused(
            "already-exists",
            "team `Atención  al\u{a0}Cliente` already exists",
            "update it with `inboxctl team update 'Atención  al\u{a0}Cliente'`",
        )
        .run("simulate-message --contact +525512345678 --from flow --assign-team 'atencion al cliente' --json")
        .part("/conversation/team", "Atención  al\u{a0}Cliente")
        .run("team leave 'atención\u{202f}al\u{3000}cliente' ana@acme.example --json")
        .part("/effects", json!([]))
        .done();
}

#[test]
fn teams_differing_in_accents_need_exact_name() {
    Test::acme()
        .given(
            "team add Atencion
            team add Atención",
        )
        .run("team show ATENCIÓN --json")
        .part("/name", "Atención")
        .run("team show atencion --json")
        .part("/name", "Atencion")
        .run("team update atencion --rename Atençion --json")
        .part("/effects/0/team", "Atençion")
        .run("team show Atencion")
        .refused(
            "ambiguous-team",
            "ambiguous team `Atencion`: `Atención`, `Atençion`",
            "write the name with its accents",
        )
        .done();
}

#[test]
fn similar_teams_are_suggested() {
    Test::acme()
        .given(
            "team add 'Ventas Sur'
            team add 'Ventas Norte'
            team add 'Atención'",
        )
        .run("team show VENTAS")
        .refused("unknown-team", "unknown team `VENTAS`", "did you mean `Ventas Norte` or `Ventas Sur`?")
        .run("team show atencoin")
        .refused("unknown-team", "unknown team `atencoin`", "did you mean `Atención`?")
        .run("team show Nadie")
        .refused(
            "unknown-team",
            "unknown team `Nadie`",
            "see `inboxctl team list`, or add it with `inboxctl team add 'Nadie'`",
        )
        .done();
}

#[test]
fn unknown_strategy_is_wrong_usage() {
    Test::acme()
        .run("team add Night --strategy random")
        .usage(
            "
            error: invalid value `random` for `--strategy <STRATEGY>`: expected round-robin, least-busy or default-agent
            ",
        )
        .done();
}

#[test]
fn team_update_without_fields_is_wrong_usage() {
    Test::acme()
        .run("team update Sales")
        .usage("error: missing required argument")
        .run("team join Sales")
        .usage("error: missing required argument")
        .done();
}

#[test]
fn team_remove_removes_memberships() {
    Test::acme()
        .run("team remove sales --json")
        .json(json!({
            "dry_run": false,
            "change": 6,
            "effects": [
                { "effect": "leave-team", "team": "Sales", "member": "ana@acme.example", "rule": null },
                { "effect": "leave-team", "team": "Sales", "member": "luis@acme.example", "rule": null },
                { "effect": "remove-team", "team": "Sales", "rule": null },
            ],
            "passed_over": [],
        }))
        .run("team list")
        .stderr("no teams\n")
        .done();
}

/// T1: the rotation continues behind the member who was picked last.
#[test]
fn t1_team_update_changes_the_order() {
    for (order, next) in [
        ("luis,ana,eva", "eva@acme.example"),
        ("luis@acme.example,eva,ana", "luis@acme.example"),
        ("ana,eva,luis", "eva@acme.example"),
    ] {
        let team = Test::acme().given(
            "team join Sales eva@acme.example
             simulate-message --contact +525512345678 --from flow --assign-team Sales
             conversation close 1
             owner set +525512345678",
        );
        let members: Vec<_> =
            order.split(',').map(|name| format!("{}@acme.example", &name.split('@').next().unwrap())).collect();
        team.run(&format!("team update Sales --order {order} --strategy least-busy --rename Ventas --json"))
            .part("/change", 10)
            .part("/effects/0/set", json!({ "name": "Ventas", "strategy": "least-busy" }))
            .run("team show Ventas --json")
            .part("/members", json!(members))
            .run("simulate-message --contact +525512345678 --from flow --assign-team Ventas -n --json")
            .part("/conversation/assigned/0/member", next)
            .run("undo 10 --quiet")
            .run("team show Sales --json")
            .part("/members", json!(["ana@acme.example", "luis@acme.example", "eva@acme.example"]))
            .run("simulate-message --contact +525512345678 --from flow --assign-team Sales -n --json")
            .part("/conversation/assigned/0/member", "luis@acme.example")
            .done();
    }
}

#[test]
fn team_order_lists_each_member_once() {
    const HINT: &str = "change the members with `inboxctl team join` and `inboxctl team leave`";
    Test::acme()
        .run("team update Sales --order luis,luis,eva --rename Ventas")
        .refused(
            "invalid-value",
            "the order must list each member of `Sales` once: `luis@acme.example` is listed twice, \
             `eva@acme.example` is not a member, `ana@acme.example` is missing",
            HINT,
        )
        .run("team update Sales --order luis")
        .refused(
            "invalid-value",
            "the order must list each member of `Sales` once: `ana@acme.example` is missing",
            HINT,
        )
        .leaves_the_store()
        .run("team update Sales --order ana,luis")
        .stdout("no changes\n")
        .run("team update sales --order luis,ana")
        .stdout(
            "
            change 6: 4 effects
               removed ana@acme.example from team Sales
               removed luis@acme.example from team Sales
               added luis@acme.example to team Sales
               added ana@acme.example to team Sales
            ",
        )
        .done();
}

/// T1: after a pick, the undone order goes on behind the member picked last.
#[test]
fn t1_undone_order_goes_on_behind_the_last_pick() {
    const PICK: &str = "simulate-message --contact +525512345678 --from flow --assign-team Turns";
    let picked = |test: &Test| {
        let answer = test.answer(&format!("{PICK} --json"), 0);
        let effects = answer["effects"].as_array().unwrap().clone();
        let advanced = effects.iter().find(|effect| effect["effect"] == "advance-turn").cloned();
        assert!(advanced.is_some(), "{answer}");
        let passed = answer["passed_over"].as_array().unwrap().clone();
        let reason = |entry: &Value| entry["reason"] == "team-round-robin" || entry["rule"] == "F2";
        let entry = effects.iter().chain(&passed).find(|entry| reason(entry) && !entry["member"].is_null()).unwrap();
        entry["member"].as_str().unwrap().split('@').next().unwrap().to_owned()
    };
    let test = Test::acme().given(
        "contact update +525512345678 --last-name Paz
         owner remove +525512345678 ana
         team add Turns --member ana --member luis --member eva",
    );
    assert_eq!([(); 3].map(|()| picked(&test)), ["ana", "luis", "eva"]);
    let test = test.given("team update Turns --order luis,eva,ana");
    assert_eq!(picked(&test), "ana");
    let test = test.given("undo 12");
    assert_eq!([(); 3].map(|()| picked(&test)), ["luis", "eva", "ana"]);
    test.run("check").stdout("no problems found\n").done();
}

//! `team import`

use serde_json::{Value, json};

use super::Test;

fn with(file: &str) -> Test {
    Test::acme().file("teams.csv", file)
}

/// The member that the next flow step picks.
fn picked(test: Test) -> Test {
    test.run("simulate-message --contact +525512345678 --from flow --assign-team Sales -n --json")
}

#[test]
fn team_gets_members_and_order_of_the_file() {
    with(
        "Team,member,strategy,default agent\nSALES,eva@acme.example,,\nsales,luis@acme.example,least-busy,\n\
          Night,LUIS@acme.example,,eva@acme.example\nNight,ana@acme.example,default-agent,\n",
    )
    .given("team add Other --member ana@acme.example")
    .run("team import teams.csv --json")
    .part("/change", 7)
    .part("/rows", json!({ "read": 4, "changed": 4, "unchanged": 0, "rejected": 0, "skipped": 0 }))
    .part("/teams", json!({ "created": 1, "updated": 1 }))
    .part("/owners", Value::Null)
    .run("team list --json")
    .json(json!([
        { "name": "Night", "strategy": "default-agent", "default_agent": "eva@acme.example", "reassign_after": null,
          "members": ["luis@acme.example", "ana@acme.example"] },
        { "name": "Other", "strategy": "round-robin", "default_agent": null, "reassign_after": null, "members": ["ana@acme.example"] },
        { "name": "Sales", "strategy": "least-busy", "default_agent": null, "reassign_after": null,
          "members": ["eva@acme.example", "luis@acme.example"] },
    ]))
    .run("team import teams.csv")
    .stdout(
        "
        no changes
           rows   4 read, 0 changed, 4 unchanged, 0 rejected
           teams  0 created, 0 updated
        ",
    )
    .leaves_the_store()
    .done();
}

/// T1: behind the member picked last, or at the start if that member was removed.
#[test]
fn t1_rotation_continues_behind_the_member_picked_last() {
    // Ana was picked last, so that it would be Luis's turn.
    for (order, next) in [
        ("luis ana eva", "eva@acme.example"),
        ("luis eva ana", "luis@acme.example"),
        ("ana eva luis", "eva@acme.example"),
        ("eva luis", "eva@acme.example"),
        ("ana luis", "luis@acme.example"),
    ] {
        let rows = order.split(' ').map(|name| format!("Sales,{name}@acme.example\n")).collect::<Vec<_>>().concat();
        let test = with(&format!("team,member\n{rows}"))
            .given("simulate-message --contact +525512345678 --from flow --assign-team Sales\nconversation close 1")
            .given("owner remove +525512345678 ana@acme.example\nteam import teams.csv");
        picked(test).part("/conversation/assigned/0/member", next).done();
    }
}

#[test]
fn row_errors_are_those_of_every_import() {
    with("team,member,strategy,default_agent\nSales,nobody@acme.example,,\n,ana@acme.example,,\nNight,ana@acme.example,quick,no\n\
          Day,ana@acme.example,round-robin,\nday,eva@acme.example,least-busy,\nSales,ana@acme.exmaple,,\nSales\n")
    .run("team import teams.csv --json")
    .part("/rows", json!({ "read": 7, "changed": 0, "unchanged": 0, "rejected": 7, "skipped": 0 }))
    .part("/teams", json!({ "created": 0, "updated": 0 }))
    .part("/rejected/0/code", "unknown-member")
    .part("/rejected/1", json!({ "line": 3, "column": "team", "code": "invalid-value", "value": "",
                                 "message": "the team name is empty" }))
    .part("/rejected/2/column", "default_agent")
    .part("/rejected/3/column", "strategy")
    .part("/rejected/4/code", "conflicting-rows")
    .part("/rejected/5/code", "conflicting-rows")
    .part("/rejected/6/message", "unknown member `ana@acme.exmaple`; did you mean `ana@acme.example`?")
    .part("/rejected/7/code", "ragged-row")
    .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
    .status(3)
    .leaves_the_store()
    .done();
}

#[test]
fn team_of_a_rejected_row_is_unchanged() {
    with("team,member\nSales,eva@acme.example\nSales,nobody@acme.example\nNight,eva@acme.example\n")
        .run("team import teams.csv --on-error skip --json")
        .part("/rows", json!({ "read": 3, "changed": 1, "unchanged": 0, "rejected": 2, "skipped": 0 }))
        .part(
            "/rejected/0",
            json!({ "line": 2, "column": null, "code": "conflicting-rows", "value": "",
                                     "message": "line 3 of the same team is rejected" }),
        )
        .status(1)
        .run("team show Sales --json")
        .part("/members", json!(["ana@acme.example", "luis@acme.example"]))
        .done();
}

#[test]
fn row_without_a_member_creates_an_empty_team() {
    with("team,member\nSales,\nNight,\n")
        .run("team import teams.csv --json")
        .part("/teams", json!({ "created": 1, "updated": 1 }))
        .run("team list --json")
        .column("members", json!([[], []]))
        .done();
}

#[test]
fn team_order_can_be_undone() {
    let test = with("team,member,strategy\nSales,luis@acme.example,least-busy\nSales,ana@acme.example,\n")
        .given("simulate-message --contact +525512345678 --from flow --assign-team Sales\nconversation close 1")
        .given("owner remove +525512345678 ana@acme.example\nteam import teams.csv\nundo 9")
        .run("team show Sales --json")
        .part("/members", json!(["ana@acme.example", "luis@acme.example"]))
        .part("/strategy", "round-robin");
    picked(test).part("/conversation/assigned/0/member", "luis@acme.example").done();
}

#[test]
fn listed_teams_import_unchanged() {
    let list = |test: Test| {
        let folder = test.done();
        let output = std::process::Command::new(super::PROGRAM)
            .args(["--store", "inbox.db", "team", "list", "--format", "csv"])
            .current_dir(folder.path())
            .output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let teams = "team add Night --strategy default-agent --default-agent eva@acme.example\n\
                 team add Day --member eva@acme.example --member ana@acme.example";
    let listed = list(Test::acme().given(teams).run("team show Day -q --json").part("/name", "Day"));
    let teams = listed.lines().count() - 1;
    assert_eq!(teams, 3, "{listed}");
    with(&listed)
        .run("team import teams.csv --json")
        .part("/rows", json!({ "read": 3, "changed": 2, "unchanged": 1, "rejected": 0, "skipped": 0 }))
        .part("/ignored_columns", json!([]))
        .run("team list --json")
        .json(json!([
            { "name": "Day", "strategy": "round-robin", "default_agent": null, "reassign_after": null,
              "members": ["eva@acme.example", "ana@acme.example"] },
            { "name": "Night", "strategy": "default-agent", "default_agent": "eva@acme.example", "reassign_after": null, "members": [] },
            { "name": "Sales", "strategy": "round-robin", "default_agent": null, "reassign_after": null,
              "members": ["ana@acme.example", "luis@acme.example"] },
        ]))
        .run("team import teams.csv --column team=name --column member=members --json")
        .part("/change", Value::Null)
        .done();
}

#[test]
fn unknown_member_of_listed_team_is_one_error() {
    with("name,strategy,default_agent,members\nSales,round-robin,,ana@acme.example;nobody@acme.example;\n")
        .run("team import teams.csv --json")
        .part("/rejected_count", 1)
        .part("/rejected/0/column", "member")
        .part("/rejected/0/value", "nobody@acme.example")
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn name_is_ignored_beside_a_team_column() {
    with("name,team,member\nAna,Sales,ana@acme.example\n")
        .run("team import teams.csv --json")
        .part("/ignored_columns", json!(["name"]))
        .part("/teams", json!({ "created": 0, "updated": 1 }))
        .stderr("warning: ignored unknown columns: `name`\n")
        .run("team show Sales --json")
        .part("/members", json!(["ana@acme.example"]))
        .done();
}

#[test]
fn conflicting_teams_are_reported_with_both_lines() {
    let message = "lines 2 and 3 differ in strategy: `round-robin`, `least-busy` (team Day)";
    with("team,member,strategy\nDay,ana@acme.example,round-robin\nday,eva@acme.example,least-busy\n")
        .run("team import teams.csv --json")
        .part("/rejected/0/message", message)
        .part("/rejected/1/message", message)
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
}

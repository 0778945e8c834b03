//! Behavior of all commands: formats, colors, quiet, dry runs, author, time, country, and closed output.

use serde_json::{Value, json};

use super::{START, Test};

fn ana() -> Value {
    json!({ "email": "ana@acme.example", "name": "Ana", "active": true, "external_id": null, "away_until": null,
            "teams": ["Sales"], "contacts": 1, "open_conversations": 0 })
}

#[test]
fn list_prints_each_format() {
    Test::acme()
        .run("member list --limit 1 --format table")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            "
            EMAIL             NAME  ACTIVE  TEAMS  CONTACTS  OPEN CONVERSATIONS  EXTERNAL ID
            ana@acme.example  Ana   yes     Sales  1         0
            ",
        )
        .run("member list --limit 1 --format json")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            r#"
            [
              {"email":"ana@acme.example","name":"Ana","active":true,"external_id":null,"away_until":null,"teams":["Sales"],"contacts":1,"open_conversations":0}
            ]
            "#,
        )
        .run("member list --limit 1 --format ndjson")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            r#"
            {"email":"ana@acme.example","name":"Ana","active":true,"external_id":null,"away_until":null,"teams":["Sales"],"contacts":1,"open_conversations":0}
            "#,
        )
        .run("member list --limit 1 --format csv")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            "
            email,name,active,external_id,away_until,teams,contacts,open_conversations
            ana@acme.example,Ana,true,,,Sales,1,0
            ",
        )
        .run("member list --limit 1 --format Markdown")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            "
            | Email | Name | Active | Teams | Contacts | Open conversations | External id |
            | --- | --- | --- | --- | --- | --- | --- |
            | ana@acme.example | Ana | yes | Sales | 1 | 0 |  |
            ",
        )
        .done();
}

#[test]
fn show_prints_each_format() {
    Test::acme()
        .run("member show ana@acme.example --format table")
        .stdout_starts("email               ana@acme.example\n")
        .run("member show ana@acme.example --format json")
        .json(ana())
        .run("member show ana@acme.example --format ndjson")
        .ndjson([ana()])
        .run("member show ana@acme.example --format csv")
        .stdout(
            "
            email,name,active,external_id,away_until,teams,contacts,open_conversations
            ana@acme.example,Ana,true,,,Sales,1,0
            ",
        )
        .env("INBOXCTL_FORMAT", "markdown")
        .run("member show ana@acme.example")
        .stdout_starts("|  |  |\n| --- | --- |\n| email | ana@acme.example |\n")
        .done();
}

#[test]
fn answer_prints_each_format() {
    let answer = |change: i64, member: &str| {
        json!({ "dry_run": false, "change": change, "passed_over": [],
                "effects": [{ "effect": "add-member", "member": member, "rule": null }] })
    };
    Test::new()
        .run("member add a@acme.example --format table")
        .stdout(
            "
            change 1: 1 effect
               added member a@acme.example
            ",
        )
        .run("member add b@acme.example --format json")
        .json(answer(2, "b@acme.example"))
        .run("member add c@acme.example --format ndjson")
        .ndjson([
            json!({ "effect": "add-member", "member": "c@acme.example", "rule": null }),
            json!({ "dry_run": false, "change": 3, "passed_over": [] }),
        ])
        .run("member add d@acme.example --format csv")
        .stdout(
            "
            effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover
            add-member,,,,d@acme.example,,,,,,,,,,
            ",
        )
        .done();
}

#[test]
fn empty_list_prints_each_format() {
    let mut test = Test::new();
    for (list, plural, header) in [
        ("member list", "members", "email,name,active,external_id,away_until,teams,contacts,open_conversations"),
        ("team list", "teams", "name,strategy,default_agent,reassign_after,members"),
        ("contact list", "contacts", "phone,first_name,last_name,email,account,external_id,owners"),
        ("owner list", "owners", "phone,account,owner,active,reason,since,change,pinned"),
        (
            "conversation list",
            "conversations",
            "id,contact,name,account,status,team,assigned,first_responder,opened_at,closed_at,overdue",
        ),
        ("history list", "changes", "id,at,recorded_at,actor,user,command,effect_count,undone_by"),
    ] {
        test = test
            .run(list)
            .stderr(&format!("no {plural}\n"))
            .run(&format!("{list} --json"))
            .stdout("[]\n")
            .run(&format!("{list} --format ndjson"))
            .run(&format!("{list} --format csv"))
            .stdout(&format!("{header}\n"));
    }
    test.done();
}

#[test]
fn csv_joins_lists_with_semicolons() {
    Test::acme()
        .given("owner add +525512345678 luis@acme.example")
        .run("contact list --format csv")
        .stdout(
            "
            phone,first_name,last_name,email,account,external_id,owners
            +525512345678,Rosa,,,Acme,,ana@acme.example;luis@acme.example
            ",
        )
        .done();
}

#[test]
fn error_follows_format() {
    let error = json!({ "error": { "code": "unknown-change", "message": "unknown change `9`",
        "hint": "see `inboxctl history list`", "file": null, "line": null, "column": null } });
    Test::new()
        .run("history show 9 --format ndjson")
        .stderr_json(error.clone())
        .status(3)
        .run("history show 9 --format csv")
        .stderr("error: unknown change `9`\nhint: see `inboxctl history list`\n")
        .status(3)
        .env("INBOXCTL_FORMAT", "json")
        .run("history show 9")
        .stderr_json(error)
        .status(3)
        .done();
}

#[test]
fn json_flag_is_accepted_anywhere() {
    Test::acme()
        .run("--json member show ana@acme.example")
        .json(ana())
        .run("member --json show ana@acme.example")
        .json(ana())
        .run("member show ana@acme.example --json --store inbox.db")
        .json(ana())
        .done();
}

#[test]
fn options_override_environment() {
    Test::acme()
        .env("INBOXCTL_FORMAT", "ndjson")
        .run("member show ana@acme.example")
        .ndjson([ana()])
        .run("member list --limit 1 --format csv")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            "email,name,active,external_id,away_until,teams,contacts,open_conversations\nana@acme.example,Ana,true,,,Sales,1,0\n",
        )
        .env("INBOXCTL_STORE", "nowhere.db")
        .run("member show ana@acme.example --store inbox.db")
        .ndjson([ana()])
        .env("INBOXCTL_FORMAT", "yaml")
        .run("member list")
        .stderr("error: unknown format `yaml` in INBOXCTL_FORMAT\nhint: use table, json, ndjson, csv or markdown\n")
        .status(2)
        .run("member show ana@acme.example --json --store inbox.db")
        .json(ana())
        .run("member list --format yaml")
        .usage(
            "
            error: invalid value `yaml` for `--format <FORMAT>`: expected table, json, ndjson, csv or markdown
            ",
        )
        .done();
}

#[test]
fn empty_variable_counts_as_unset() {
    Test::acme()
        .env("INBOXCTL_FORMAT", "")
        .run("member list --active --limit 3")
        .stdout_starts("EMAIL              NAME  ACTIVE  TEAMS  CONTACTS  OPEN CONVERSATIONS  EXTERNAL ID\n")
        .env("INBOXCTL_STORE", "")
        .given("init")
        .run("status --json")
        .part("/changes", 0)
        .done();
}

#[test]
fn wrong_usage_follows_format() {
    let error = |message: &str, hint: &str| {
        json!({ "error": { "code": "wrong-usage", "message": message, "hint": hint,
            "file": null, "line": null, "column": null } })
    };
    let unexpected = error("unexpected argument `--all`", "see `inboxctl member list --help`");
    Test::acme()
        .run("member list --all --json")
        .stderr_json(unexpected.clone())
        .status(2)
        .run("member list --all --format json")
        .stderr_json(unexpected.clone())
        .status(2)
        .run("member list --all --format=ndjson")
        .stderr_json(unexpected.clone())
        .status(2)
        .run("assign 1 --json")
        .stderr_json(error(
            "missing required argument `<--member <MEMBER>|--team <NAME>>`",
            "see `inboxctl assign --help`",
        ))
        .status(2)
        .env("INBOXCTL_FORMAT", "ndjson")
        .run("member list --all")
        .stderr_json(unexpected)
        .status(2)
        .run("member list --all --format csv")
        .usage("error: unexpected argument `--all`\nhint: see `inboxctl member list --help`\n")
        .done();
}

#[test]
fn limit_that_cuts_nothing_prints_no_note() {
    Test::acme()
        .run("member list --limit 3 --json")
        .column("email", json!(["ana@acme.example", "eva@acme.example", "luis@acme.example"]))
        .run("member list --limit 2 --json")
        .column("email", json!(["ana@acme.example", "eva@acme.example"]))
        .stderr("showing 2 of 3 members\n")
        .run("member list --limit 2 --json --quiet")
        .column("email", json!(["ana@acme.example", "eva@acme.example"]))
        .done();
}

#[test]
fn history_records_actor() {
    let system_user = whoami::username().unwrap_or_else(|_| "unknown".to_owned());
    Test::new()
        .given(
            "member add a@acme.example
             member add b@acme.example --actor 'Dora Gómez'",
        )
        .env("INBOXCTL_ACTOR", "")
        .env("USER", "dora")
        .given("member add c@acme.example")
        .without_env("INBOXCTL_ACTOR")
        .given("member add d@acme.example")
        .run("history list --json")
        .part("/0/actor", system_user.as_str())
        .part("/1/actor", system_user)
        .part("/2/actor", "Dora Gómez")
        .part("/3/actor", "tester")
        .done();
}

#[test]
fn quiet_keeps_results_and_errors() {
    Test::acme()
        .run("member list --inactive --quiet")
        .run("member list --inactive --verbose")
        .stderr("no members\n")
        .run("member list --limit 1 --format csv -q")
        .stdout(
            "email,name,active,external_id,away_until,teams,contacts,open_conversations\nana@acme.example,Ana,true,,,Sales,1,0\n",
        )
        .run("team show Night --quiet")
        .stderr(
            "error: unknown team `Night`\nhint: see `inboxctl team list`, or add it with `inboxctl team add 'Night'`\n",
        )
        .status(3)
        .run("init --quiet")
        .run("backup copy.db --quiet")
        .done();
}

#[test]
fn colors_need_terminal_or_option() {
    const PLAIN: &str =
        "error: unknown team `Night`\nhint: see `inboxctl team list`, or add it with `inboxctl team add 'Night'`\n";
    const RED: &str = "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m unknown team `Night`\n";

    Test::acme()
        .run("team show Night")
        .stderr(PLAIN)
        .status(3)
        .run("team show Night --color always")
        .stderr_starts(RED)
        .status(3)
        .env("CLICOLOR_FORCE", "1")
        .run("team show Night")
        .stderr_starts(RED)
        .status(3)
        .run("team show Night --color never")
        .stderr(PLAIN)
        .status(3)
        .env("CLICOLOR_FORCE", "0")
        .run("team show Night")
        .stderr(PLAIN)
        .status(3)
        .run("team shw")
        .usage("error: unrecognized subcommand `shw`\nhint: did you mean `inboxctl team show`?\n")
        .run("team show Night --color always")
        .stderr_starts(RED)
        .status(3)
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .run("team show Night")
        .stderr(PLAIN)
        .status(3)
        .done();
}

#[test]
fn dry_run_of_every_write_leaves_store_unchanged() {
    let mut test = Test::acme().given("simulate-message --contact +525512345678 --from contact");
    for command in [
        "member add dora@acme.example",
        "member update ana@acme.example --name Anna",
        "member deactivate ana@acme.example",
        "member remove eva@acme.example",
        "team add Night --member eva@acme.example",
        "team update Sales --strategy least-busy",
        "team join Sales eva@acme.example",
        "team leave Sales ana@acme.example",
        "team remove Sales",
        "contact add +525587654321 --owner eva@acme.example",
        "contact update +525512345678 --account Ríos",
        "owner add +525587654321 eva@acme.example --create-contacts",
        "owner remove +525512345678 ana@acme.example",
        "conversation close 1",
        "assign 1 --member luis@acme.example --team Sales",
        "unassign 1 --all",
        "settings set assign-first-responder on",
        "simulate-message --contact +525512345678 --from member --member luis@acme.example",
    ] {
        test = test
            .run(&format!("{command} --dry-run --detailed-exitcode --json"))
            .part("/dry_run", true)
            .part("/change", Value::Null)
            .status(6)
            .leaves_the_store()
            .run(&format!("{command} -n --json"))
            .part("/dry_run", true)
            .leaves_the_store();
    }
    test.done();
}

#[test]
fn real_run_matches_dry_run() {
    let effects = json!([
        { "effect": "unassign-member", "conversation": 1, "member": "ana@acme.example",
          "reason": "replaced", "rule": "A1" },
        { "effect": "assign-member", "conversation": 1, "member": "luis@acme.example",
          "reason": "manual", "rule": "A1" },
    ]);
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("assign 1 --member luis@acme.example --replace --json --dry-run")
        .part("/effects", effects.clone())
        .run("assign 1 --member luis@acme.example --replace --json")
        .part("/effects", effects)
        .part("/change", 7)
        .done();
}

#[test]
fn detailed_exitcode_is_6_with_changes() {
    Test::acme()
        .run("member activate ana@acme.example --dry-run --detailed-exitcode")
        .stdout("no changes\n")
        .run("settings set assign-first-responder on --detailed-exitcode")
        .stdout("change 6: 1 effect\n   set assign-first-responder to on  R3\n")
        .run("member remove nobody@acme.example --dry-run --detailed-exitcode")
        .stderr_starts("error: unknown member `nobody@acme.example`\n")
        .status(3)
        .done();
}

#[test]
fn times_are_stored_in_utc() {
    Test::new()
        .at("2026-01-01T02:30:00.5+02:30")
        .given("member add ana@acme.example")
        .run("history list --json")
        .part("/0/at", "2026-01-01T00:00:00.5Z")
        .at(None)
        .run("member add eva@acme.example --at tomorrow")
        .usage(
            "error: invalid value `tomorrow` for `--at <TIME>`: expected a time, such as 2026-01-31, \
             '2026-01-31 09:00', yesterday, 2d or 2026-01-31T09:00:00Z\n",
        )
        .done();
}

#[test]
fn national_number_without_country_is_rejected() {
    Test::acme()
        .run("contact show '55 1234 5678'")
        .refused(
            "invalid-phone",
            "`55 1234 5678` is not a phone number: it has no country code, and no country is set",
            "add the country code, or set the country with `--country MX` or \
             `inboxctl settings set default-country MX`",
        )
        .run("contact show '55 1234 5678' --country mx --json")
        .part("/first_name", "Rosa")
        .given("settings set default-country MX")
        .run("contact show '55 1234 5678' --json")
        .part("/first_name", "Rosa")
        .run("contact show '55 1234 5678' --country AR")
        .stderr_starts("error: unknown contact `+54")
        .status(3)
        .run("contact list --country Mexico")
        .usage(
            "error: invalid value `Mexico` for `--country <CC>`: \
             unknown country `Mexico`: did you mean `MX`?\n",
        )
        .done();
}

#[test]
fn closed_output_reports_nothing() {
    let mut test = Test::acme();
    for command in
        ["member list", "member list --format csv", "member list --json", "completions bash", "status", "help"]
    {
        test = test.run(command).unread();
    }
    test.run("member add dora@acme.example").unread().run("status --json").part("/changes", 6).done();
}

/// Otherwise a failing scenario would pass behind `| head`.
#[test]
fn closed_output_keeps_exit_code() {
    let failing = "scenarios:\n  - name: a\n    steps: [{ team_remove: { team: Sales }, expect: { effects: [] } }]\n";
    let test = Test::acme().file("a.yaml", failing);
    let test = test.run("scenario test a.yaml").unread().status(1);
    let test = test.run("scenario test a.yaml --json").unread().status(1);
    let test = test.run("scenario test a.yaml --format csv").unread().status(1);
    let test =
        test.run("scenario test a.yaml --report junit=-").unread().status(1).stderr_starts("a.yaml:2: FAILED: a");
    let test = test.run("scenario test a.yaml --report github").unread().status(1);
    let test = test.run("member add dora@acme.example -n --detailed-exitcode").unread().status(6);
    let test = test.run("member list").unread().run("member list --json").unread();
    test.run("member list --format csv").unread().run("status").unread().done();
}

#[test]
fn table_escapes_control_characters_and_json_keeps_them() {
    let evil = "A\u{1b}[31mn\u{202e}a\tX";
    Test::acme()
        .given(&format!("member update ana@acme.example --name '{evil}'"))
        .run("member list --limit 1")
        .stderr("showing 1 of 3 members\n")
        .stdout(
            r"
            EMAIL             NAME                      ACTIVE  TEAMS  CONTACTS  OPEN CONVERSATIONS  EXTERNAL ID
            ana@acme.example  A\u{1b}[31mn\u{202e}a\tX  yes     Sales  1         0
            ",
        )
        .run("member show ana@acme.example")
        .stdout(
            r"
            email               ana@acme.example
            name                A\u{1b}[31mn\u{202e}a\tX
            active              yes
            teams               Sales
            contacts            1
            open conversations  0
            external id
            ",
        )
        .run("member show ana@acme.example --json --store inbox.db")
        .part("/name", evil)
        .run(&format!("team show '{evil}'"))
        .stderr_starts(r"error: unknown team `A<U+001B>[31mn<U+202E>a\tX`")
        .status(3)
        .run(&format!("init --store '{evil}.db'"))
        .stdout("created store `A\\u{1b}[31mn\\u{202e}a\\tX.db`\n")
        .done();
}

#[test]
fn csv_escapes_formulas() {
    Test::acme()
        .given(
            "member update ana@acme.example --name =1+1
             member update luis@acme.example --name=-12.5
             member update eva@acme.example --name @sum",
        )
        .run("member list --format csv")
        .stdout(
            "
            email,name,active,external_id,away_until,teams,contacts,open_conversations
            ana@acme.example,'=1+1,true,,,Sales,1,0
            eva@acme.example,'@sum,true,,,,0,0
            luis@acme.example,-12.5,true,,,Sales,0,0
            ",
        )
        .run("member show ana@acme.example --format csv")
        .stdout(
            "email,name,active,external_id,away_until,teams,contacts,open_conversations\nana@acme.example,'=1+1,true,,,Sales,1,0\n",
        )
        .run("member show ana@acme.example --json --store inbox.db")
        .part("/name", "=1+1")
        .done();
}

#[test]
fn builder_sets_time_of_commands() {
    Test::acme().run("owner list --json").part("/0/since", START).done();
}

#[test]
fn invalid_number_names_expected_value() {
    let change = "expected the number of a change, e.g. 7\nhint: see `inboxctl history list`\n";
    for (command, value, argument, wanted) in [
        ("undo seven", "seven", "[ID]...", change),
        ("undo ''", "", "[ID]...", change),
        ("undo 7.5", "7.5", "[ID]...", change),
        ("history show last", "last", "<ID>...", change),
        ("undo 99999999999999999999", "99999999999999999999", "[ID]...", "number too large\nhint: see"),
        ("member list --limit all", "all", "--limit <N>", "expected a number, e.g. 10\n"),
        ("owner import a.csv --confirm yes", "yes", "--confirm <COUNT>", "expected a number, e.g. 10\n"),
        ("status --wait forever", "forever", "--wait <SECONDS>", "expected a number, e.g. 10\n"),
        ("status --wait 4294967296", "4294967296", "--wait <SECONDS>", "number too large\n"),
        (
            "scenario test a --coverage-threshold 101",
            "101",
            "--coverage-threshold <N>",
            "expected a number from 0 to 100\n",
        ),
        (
            "scenario test a --coverage-threshold 9%%",
            "9%%",
            "--coverage-threshold <N>",
            "expected a number from 0 to 100\n",
        ),
    ] {
        let start = format!("error: invalid value `{value}` for `{argument}`: {wanted}");
        Test::new().run(command).usage(&start).done();
    }
    Test::new()
        .run("undo seven --json")
        .status(2)
        .stderr_json(json!({ "error": {
            "code": "wrong-usage",
            "message": "invalid value `seven` for `[ID]...`: expected the number of a change, e.g. 7",
            "hint": "see `inboxctl history list`",
            "file": null, "line": null, "column": null,
        } }))
        .done();
}

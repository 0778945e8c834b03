//! Shared options: the commands that accept them, and repeated options.

use std::collections::BTreeSet;
use std::ffi::OsString;

use inboxctl::testing::{Cli, Environment};
use serde_json::{Value, json};

use super::{Test, words};
use crate::project_rules::{commands, printed};

/// Every command with required arguments, and the letters of the groups of options that it accepts.
const ACCEPTED: &[(&str, &str, &str)] = &[
    ("init", "", "SF"),
    ("status", "", "SFA"),
    ("report", "", "SFA"),
    ("member add", "a@b.example", "SFW"),
    ("member import", "a.csv", "SFW"),
    ("member list", "", "SFA"),
    ("member show", "a@b.example", "SFA"),
    ("member update", "a@b.example --name A", "SFW"),
    ("member away", "a@b.example --until +2w", "SFW"),
    ("member back", "a@b.example", "SFW"),
    ("member absences", "", "SFA"),
    ("member deactivate", "a@b.example", "SFW"),
    ("member activate", "a@b.example", "SFW"),
    ("member remove", "a@b.example", "SFW"),
    ("team add", "Sales", "SFW"),
    ("team import", "a.csv", "SFW"),
    ("member export", "", "SA"),
    ("team export", "", "SA"),
    ("contact export", "", "SA"),
    ("contact import", "a.csv", "SFPW"),
    ("team list", "", "SFA"),
    ("team show", "Sales", "SFA"),
    ("team update", "Sales --rename S", "SFW"),
    ("team remove", "Sales", "SFW"),
    ("team join", "Sales a@b.example", "SFW"),
    ("team leave", "Sales a@b.example", "SFW"),
    ("contact add", "+525512345678", "SFPW"),
    ("contact list", "", "SFPA"),
    ("contact show", "+525512345678", "SFPA"),
    ("contact update", "+525512345678 --account A", "SFPW"),
    ("contact merge", "+525587654321 +525512345678", "SFPW"),
    ("contact erase", "+525512345678 --confirm 1", "SFPW"),
    ("contact remove", "+525512345678", "SFPW"),
    ("owner add", "+525512345678 a@b.example", "SFPW"),
    ("owner set", "+525512345678 a@b.example", "SFPW"),
    ("owner remove", "+525512345678 a@b.example", "SFPW"),
    ("owner import", "a.csv", "SFPW"),
    ("owner transfer", "--from a@b.example --to c@b.example", "SFW"),
    ("owner pin", "+525512345678 a@b.example", "SFPW"),
    ("owner unpin", "+525512345678 a@b.example", "SFPW"),
    ("owner distribute", "--to a@b.example", "SFPW"),
    ("owner rebalance", "--among a@b.example", "SFW"),
    ("owner export", "", "SA"),
    ("owner list", "", "SFPA"),
    ("conversation list", "", "SFPA"),
    ("conversation show", "1", "SFPA"),
    ("conversation close", "1", "SFPW"),
    ("conversation reopen", "1", "SFPW"),
    ("conversation reassign-overdue", "", "SFW"),
    ("conversation transfer", "--from a@b.example --to c@b.example", "SFW"),
    ("conversation distribute", "", "SFW"),
    ("assign", "1 --team Sales", "SFPW"),
    ("unassign", "1 --all", "SFPW"),
    ("why", "1", "SFPA"),
    ("settings list", "", "SFA"),
    ("settings get", "default-country", "SFA"),
    ("settings set", "default-country MX", "SFW"),
    ("settings reset", "default-country", "SFW"),
    ("simulate-message", "--contact +525512345678 --from contact", "SFPW"),
    ("scenario test", "a.yaml", "SFD"),
    ("scenario explain", "a.yaml", "SF"),
    ("scenario compare", "a.ndjson --with default-country=MX", "SFPA"),
    // `--actor` is its own option, a filter.
    ("history list", "", "SFPA"),
    ("history show", "1", "SFA"),
    ("undo", "1", "SFW"),
    ("backup", "a.db", "SF"),
    ("restore", "a.db", "SFW"),
    ("check", "", "SF"),
    ("schema", "", "F"),
    ("version", "", "F"),
    ("completions", "bash", ""),
    ("man", "", ""),
    ("help", "", ""),
];

/// The spellings of every shared option, with the letters of its groups.
const OPTIONS: &[(&str, &str)] = &[
    ("--store x.db", "S"),
    ("--store=x.db", "S"),
    ("--wait 1", "S"),
    ("--format csv", "F"),
    ("--format JSON", "F"),
    ("--format Markdown", "F"),
    ("--json", "F"),
    ("--country MX", "P"),
    ("-n", "WD"),
    ("--dry-run", "WD"),
    ("--detailed-exitcode", "WD"),
    ("--actor dora", "W"),
    ("--expect 0123abcd", "W"),
    ("--utc", "WA"),
    ("--as-of change:1", "A"),
    ("--at 2026-01-01T00:00:00Z", "W"),
    ("--color never", "*"),
    ("-q", "*"),
    ("--quiet", "*"),
    ("-v", "*"),
    ("--verbose", "*"),
];

/// Whether the command line is accepted before the command runs.
fn is_accepted(typed: &str) -> bool {
    let arguments = ["inboxctl".to_owned()].into_iter().chain(words(typed)).map(OsString::from).collect::<Vec<_>>();
    let parsed = Cli::parse(&arguments);
    parsed.is_ok_and(|cli| cli.context(&Environment::read()).is_ok())
}

#[test]
fn command_accepts_its_shared_options_only() {
    for (command, rest, groups) in ACCEPTED {
        for (option, of) in OPTIONS {
            let expected = *of == "*" || of.chars().any(|group| groups.contains(group));
            assert_eq!(is_accepted(&format!("{option} {command} {rest}")), expected, "{option} before {command}");
            let filter = *command == "history list" && option.starts_with("--actor");
            let behind = is_accepted(&format!("{command} {rest} {option}"));
            assert_eq!(behind, expected || filter, "{option} behind {command}");
        }
    }
}

#[test]
fn table_contains_every_command() {
    let all: BTreeSet<_> = commands().iter().map(|words| words.join(" ")).collect();
    let is_group = |name: &&String| all.iter().any(|other| other.starts_with(&format!("{name} ")));
    let leaves: BTreeSet<_> = all.iter().filter(|name| !is_group(name)).map(String::as_str).collect();
    assert_eq!(leaves, ACCEPTED.iter().map(|(command, ..)| *command).collect());
}

#[test]
fn help_lists_accepted_shared_options() {
    for (command, _, groups) in ACCEPTED {
        let help = printed(&[&command.split(' ').collect::<Vec<_>>()[..], &["--help"]].concat());
        let (_, shared) = help.split_once("\nShared options:\n").unwrap();
        let shared = shared.split("\n\n").next().unwrap();
        for (option, of) in OPTIONS.iter().filter(|(option, _)| option.starts_with("--")) {
            let name = option.split([' ', '=']).next().unwrap();
            let listed = shared.lines().any(|line| line.split([' ', ',']).any(|word| word == name));
            let expected = *of == "*" || of.chars().any(|group| groups.contains(group));
            assert_eq!(listed, expected, "{command}: {option}\n{shared}");
        }
    }
}

#[test]
fn unaccepted_option_is_refused_with_reason() {
    for (typed, option, why) in [
        ("member list --dry-run", "--dry-run", "`member list` only reads"),
        ("member list -n", "-n", "`member list` only reads"),
        ("-n member list", "--dry-run", "`member list` only reads"),
        ("member --dry-run list", "--dry-run", "`member list` only reads"),
        ("history show 1 --at 2026-01-01T00:00:00Z", "--at", "`history show` only reads"),
        ("status --detailed-exitcode", "--detailed-exitcode", "`status` only reads"),
        ("--store scenario check --actor=dora", "--actor", "`check` only reads"),
        ("backup copy.db -n", "-n", "`backup` records no change"),
        ("init -n", "-n", "`init` records no change"),
        ("scenario test a.yaml --at 2026-01-01T00:00:00Z", "--at", "`scenario test` records no change"),
        ("man pages --dry-run", "--dry-run", "`man` records no change"),
        ("completions bash --store x.db", "--store", "`completions` does not use a store"),
        ("team list --country MX", "--country", "`team list` does not read phone numbers"),
    ] {
        let message = format!("unexpected argument `{option}`: {why}");
        let hint: &'static str = Box::leak(format!("remove `{option}`").into_boxed_str());
        Test::new().run(typed).usage(&format!("error: {message}\nhint: {hint}\n")).done();
    }
    Test::new()
        .run("member list -n --json")
        .status(2)
        .stderr_json(json!({ "error": { "code": "wrong-usage",
            "message": "unexpected argument `-n`: `member list` only reads", "hint": "remove `-n`",
            "file": null, "line": null, "column": null } }))
        .run("history list --actor dora --dry-run")
        .usage("error: unexpected argument `--dry-run`: `history list` only reads\n")
        .done();
}

#[test]
fn long_value_is_shortened_in_message() {
    let long = "x".repeat(5_000);
    for option in ["--format", "--at", "--country"] {
        for json in ["", " --json"] {
            let mut command = std::process::Command::new(super::PROGRAM);
            command.args(["contact", "add", "+525512345678", option, &long]).args(json.split_whitespace()).env_clear();
            let output = command.output().unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{option}: {told}");
            assert!(told.contains(&format!("{}…", "x".repeat(100))), "{option}: {told}");
            assert!(!told.contains(&"x".repeat(101)), "{option}: {told}");
        }
    }
}

#[test]
fn export_refuses_formats() {
    let told = |option: &str| {
        format!(
            "error: unexpected argument `{option}`: `owner export` writes CSV or a workbook\nhint: remove `{option}`; for JSON, use `inboxctl owner list --json`\n"
        )
    };
    Test::acme()
        .run("owner export --format csv")
        .usage(&told("--format"))
        .run("--format json owner export")
        .status(2)
        .stderr_starts("{\"error\":{\"code\":\"wrong-usage\",")
        .env("INBOXCTL_FORMAT", "json")
        .run("owner export")
        .stdout_starts("phone,")
        .done();
}

#[test]
fn variable_of_unaccepted_option_is_ignored() {
    Test::acme()
        .env("INBOXCTL_FORMAT", "yaml")
        .env("INBOXCTL_COUNTRY", "Mexico")
        .env("INBOXCTL_ACTOR", "dora")
        .run("owner export")
        .stdout_starts("phone,")
        .run("completions bash")
        .stdout_starts("# Completes inboxctl in bash")
        .run("team list --format csv")
        .stdout_starts("name,")
        .run("contact list --format csv")
        .usage(
            "
            error: invalid value in INBOXCTL_COUNTRY: unknown country `Mexico`: did you mean `MX`?
            hint: correct or unset the variable, or pass `--country COUNTRY`
            ",
        )
        .env("INBOXCTL_COUNTRY", "AR")
        .run("contact show '55 1234 5678' --country mx --json")
        .part("/first_name", "Rosa")
        .env("INBOXCTL_COUNTRY", "mx")
        .run("contact show '55 1234 5678' --json")
        .part("/first_name", "Rosa")
        .env("INBOXCTL_COUNTRY", "")
        .run("contact show +525512345678 --json")
        .part("/first_name", "Rosa")
        .done();
}

#[test]
fn last_repeated_option_counts() {
    let ana = json!([{ "email": "ana@acme.example", "name": "Ana", "active": true, "external_id": null, "away_until": null,
                      "teams": ["Sales"], "contacts": 1, "open_conversations": 0 }]);
    let emails = json!(["ana@acme.example"]);
    let more = "showing 1 of 3 members\n";
    Test::acme()
        .run("--store nowhere.db -q member list --limit 9 --limit 1 --store inbox.db --json")
        .column("email", emails.clone())
        .run("--store a.db member --store b.db list --store c.db --store inbox.db --limit 1 -q -q --json")
        .column("email", emails.clone())
        .run("--format csv member list --limit 1 --format json -q")
        .json(ana.clone())
        .run("--format csv --json member list --limit 1 -q")
        .json(ana.clone())
        .run("member list --json --format csv --json --limit 1 --json -q")
        .json(ana)
        .run("--json member list --format csv --limit 1 -q")
        .stdout(
            "email,name,active,external_id,away_until,teams,contacts,open_conversations\nana@acme.example,Ana,true,,,Sales,1,0\n",
        )
        .run("-v member list --limit 1 --json -q")
        .column("email", emails.clone())
        .run("-q member list --limit 1 --json -v")
        .column("email", emails)
        .stderr(more)
        .run("--actor one member add dora@acme.example --actor two --actor three -q")
        .run("history list --limit 1 --json -q")
        .part("/0/actor", "three")
        .run("-n member add eva2@acme.example -n --dry-run --json")
        .part("/dry_run", true)
        .run("member add eva2@acme.example --name One --name Two --json")
        .part("/effects/0/member", "eva2@acme.example")
        .run("member show eva2@acme.example --json")
        .part("/name", "Two")
        .done();
}

#[test]
fn format_is_read_in_any_case() {
    Test::acme()
        .run("status --format JSON")
        .part("/changes", 5)
        .run("status --format Csv")
        .stdout_starts("key,value\n")
        .env("INBOXCTL_FORMAT", "NDJSON")
        .run("status")
        .part("/changes", 5)
        .done();
}

#[test]
fn quiet_silences_table_of_changes() {
    Test::acme()
        .file("members.csv", "email\nnew@acme.example\n")
        .file("day.ndjson", r#"{"at":"2026-01-01T09:00:00Z","contact":"+525512345678","from":"contact"}"#)
        .run("-q member add dora@acme.example")
        .run("team join Sales dora@acme.example --quiet")
        .run("member import members.csv -q")
        .run("simulate-message --batch day.ndjson -q")
        .run("undo 9 -q")
        .run("member add dora2@acme.example -q --dry-run --detailed-exitcode")
        .status(6)
        .run("settings set default-country MX -q --json")
        .part("/change", 11)
        .run("settings set default-country AR -q --format csv")
        .stdout_starts("effect,")
        .run("member remove nobody@acme.example -q")
        .stderr_starts("error: unknown member `nobody@acme.example`\n")
        .status(3)
        .run("member list -q --limit 1")
        .stdout_starts("EMAIL ")
        .done();
}

#[test]
fn scenario_dry_run_requires_update() {
    let told = |option: &str| {
        format!("error: `{option}` needs `--update`: without it nothing is written\nhint: remove `{option}`\n")
    };
    Test::new()
        .run("scenario test a.yaml --dry-run")
        .usage(&told("--dry-run"))
        .run("-n scenario test a.yaml")
        .usage(&told("--dry-run"))
        .run("scenario test a.yaml --detailed-exitcode")
        .usage(&told("--detailed-exitcode"))
        .done();
}

#[test]
fn wrong_usage_escapes_control_characters() {
    let evil = "\u{1b}]0;T\u{7}\u{202e}";
    let named = "<U+001B>]0;T<U+0007><U+202E>";
    for (typed, start) in [
        (format!("member add a@b.example --at '{evil}'"), format!("error: invalid value `{named}` for `--at <TIME>`")),
        (format!("history list --since '{evil}'"), format!("error: invalid value `{named}` for `--since <TIME>`")),
        (format!("contact list --country '{evil}'"), format!("error: invalid value `{named}` for `--country <CC>`")),
        (format!("status --format '{evil}'"), format!("error: invalid value `{named}` for `--format <FORMAT>`")),
        (format!("scenario test a --run '{evil}('"), format!("error: invalid value `{named}(` for `--run <REGEX>`")),
        (format!("undo '{evil}'"), format!("error: invalid value `{named}` for `[ID]...`")),
        (format!("completions '{evil}'"), format!("error: invalid value `{named}` for `<SHELL>`")),
        (format!("schema '{evil}'"), format!("error: invalid value `{named}` for `[NAME]`")),
        (format!("'{evil}'"), format!("error: unrecognized subcommand `{named}`")),
        (format!("team '{evil}'"), format!("error: unrecognized subcommand `{named}`")),
        (format!("status '--{evil}'"), format!("error: unexpected argument `--{named}`")),
        (format!("help '{evil}'"), format!("error: unknown command or topic `{named}`")),
        ("history list --since 'a\nerror: b'".to_owned(), r"error: invalid value `a\nerror: b` for".to_owned()),
    ] {
        let folder = Test::new().run(&typed).usage(&start).done();
        let ran = std::process::Command::new(super::PROGRAM).args(words(&typed)).current_dir(&folder).output().unwrap();
        let stderr = String::from_utf8(ran.stderr).unwrap();
        let raw = stderr.chars().find(|letter| letter.is_control() && *letter != '\n' || *letter == '\u{202e}');
        assert_eq!(raw, None, "{typed}: {stderr}");
        assert!(!stderr.contains("\nerror: b"), "{stderr}");
    }
}

#[test]
fn history_is_filtered_by_author() {
    let changes = |ids: &[i64]| Value::from(ids.to_vec());
    Test::new()
        .given(
            "member add a@acme.example --actor 'Dora Gómez'
             member add b@acme.example --actor luis
             member add c@acme.example --actor ' dora gómez '
             member add d@acme.example",
        )
        .run("history list --actor 'DORA GÓMEZ' --json")
        .column("id", changes(&[3, 1]))
        .run("history list --actor luis --json")
        .column("id", changes(&[2]))
        .run("history list --actor dora --json")
        .column("id", changes(&[]))
        .run("history list --actor tester --member d@acme.example --json")
        .column("id", changes(&[4]))
        .run("history list --actor tester --member a@acme.example --json")
        .column("id", changes(&[]))
        .env("INBOXCTL_ACTOR", "luis")
        .run("history list --json")
        .column("id", changes(&[4, 3, 2, 1]))
        .done();
}

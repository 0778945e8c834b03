//! `help`, `-h` and `--help`: content, length, and working examples.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use inboxctl::testing::formats::scenario::{ActionKind, ExpectKey};
use inboxctl::testing::model::{AssignReason, OwnerReason, PassOverReason, RemovalReason, RuleId};
use regex::Regex;
use serde_json::json;
use tempfile::TempDir;

use super::{PROGRAM, Test};
use crate::project_rules::{commands, findings, printed, project};

/// The words of every command, with the output of `-h` and of `--help`.
static HELP: LazyLock<Vec<(String, String, String)>> = LazyLock::new(|| {
    let commands = [vec![Vec::new()], commands()].concat();
    let help = |command: &Vec<String>, option| {
        printed(&command.iter().map(String::as_str).chain([option]).collect::<Vec<_>>())
    };
    commands.iter().map(|command| (command.join(" "), help(command, "-h"), help(command, "--help"))).collect()
});

#[test]
fn help_needs_no_store() {
    let about = "Assign conversations of a shared inbox to members, and explain why\n\nMembers, teams, contacts,";
    let add = "Add owners to contacts\n\nOwners are assigned from the contact's next conversation on;";
    Test::bare()
        .run("help")
        .stdout_starts(about)
        .run("--help")
        .stdout_starts(about)
        .run("help owner add")
        .stdout_starts(add)
        .run("owner add --help")
        .stdout_starts(add)
        .run("owner add -h")
        .stdout_starts("Add owners to contacts\n\nUsage: inboxctl owner add [OPTIONS] <CONTACT> [MEMBER]...\n")
        .done();
}

#[test]
fn short_help_fits_screen_and_names_shared_options() {
    for (command, help, _) in &*HELP {
        assert!(help.lines().count() <= 40, "{command:?} has {} lines\n{help}", help.lines().count());
        let wide = help.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{command:?}");
        let (_, shared) = help.rsplit_once("\n\nShared options: --").unwrap();
        assert!(shared.replace('\n', " ").ends_with("--quiet, --verbose (see --help) "), "{command:?}\n{help}");
        assert!(!help.contains("Examples:"), "{command:?}\n{help}");
    }
}

/// Quaint verbs and clauses, besides the phrases banned everywhere.
const QUAINT: &str = r"(?i)\b(makes?|lets?|says?|tells?|takes? (back|off)|brought|put (back|on)|by hand|stands?|customers:|faulty|rehears\w+|left alone|as it falls|backwards|short for|are there|what (is|was|they|changes|went|conv)\w*)\b";

#[test]
fn help_is_plain_english() {
    let quaint = Regex::new(QUAINT).unwrap();
    for (command, short, long) in &*HELP {
        for line in [short.as_str(), long].concat().lines() {
            assert_eq!(findings(line), Vec::<String>::new(), "{command}: {line}");
            assert!(!quaint.is_match(line), "{command}: {line}");
        }
    }
}

/// The examples of a help text, one per line.
fn examples(help: &str) -> Vec<String> {
    let (_, examples) = help.split_once("Examples:\n").unwrap();
    let examples = examples.split("\n\n").next().unwrap().replace("\\\n     ", "");
    examples.lines().map(|line| line.trim().to_owned()).collect()
}

const MEMBERS: &str = "
    inboxctl init
    inboxctl member add ana@acme.example --name Ana
    inboxctl member add luis@acme.example --name Luis
    inboxctl member add eva@acme.example --name Eva";
const DIRECTORY: &str = "
    inboxctl team add Sales --member ana@acme.example --member luis@acme.example
    inboxctl contact add +525512345678 --first-name Rosa --owner ana@acme.example
    inboxctl contact add +525587654321 --account 'Acme Norte' --owner eva@acme.example";
const CONVERSATIONS: &str = "
    inboxctl settings set default-country MX
    inboxctl simulate-message --contact +525500000001 --from contact --create-contacts
    inboxctl simulate-message --contact +525587654321 --from contact
    inboxctl simulate-message --contact +525512345678 --from contact";

/// The commands to run before an example.
fn preparation(example: &str) -> String {
    let is = |commands: &[&str]| commands.iter().any(|command| example.starts_with(&format!("inboxctl {command}")));
    if is(&["init", "--store ./inbox.db init"]) {
        String::new()
    } else if is(&["member add"]) {
        "inboxctl init".to_owned()
    } else if is(&["team add", "contact add"]) {
        MEMBERS.to_owned()
    } else if is(&["team remove", "contact remove"]) {
        [MEMBERS, DIRECTORY].concat()
    } else if is(&["member remove"]) {
        format!("{MEMBERS}\ninboxctl member add typo@acme.example")
    } else if is(&["--store inbox-2026-01-31.db", "restore"]) {
        format!("{MEMBERS}\ninboxctl backup inbox-2026-01-31.db")
    } else {
        [MEMBERS, DIRECTORY, CONVERSATIONS].concat()
    }
}

const ROUTING: &str = "
scenarios:
  - name: 'O1: Rosa writes'
    given:
      members: [ana@acme.example]
      contacts: [{ phone: '+525512345678', owners: [ana@acme.example] }]
    steps:
      - message: { contact: '+525512345678', from: contact }
        expect: { assigned: [ana@acme.example] }
";
const LOG: &str = r#"{"at":"2027-01-01T09:00:00Z","contact":"+525512345678","from":"contact"}"#;

/// Writes the files that examples name.
fn write_files(folder: &Path) {
    let owners = "phone,owner\n+525512345678,ana@acme.example\n+525587654321,eva@acme.example\n";
    let files: [(&str, &[u8]); 9] = [
        ("accounts.csv", owners.as_bytes()),
        ("contacts.csv", b"phone,account\n+525512345678,Acme\n"),
        ("new.csv", owners.as_bytes()),
        ("crm.csv", b"Tel\xe9fono celular,owner\n+525512345678,Luis\n"),
        ("members.csv", b"email,name\nana@acme.example,Ana\n"),
        ("teams.csv", b"team,member\nSales,eva@acme.example\n"),
        ("messages.ndjson", LOG.as_bytes()),
        ("day.ndjson", LOG.as_bytes()),
        ("routing.yaml", ROUTING.as_bytes()),
    ];
    for (name, contents) in files {
        fs::write(folder.join(name), contents).unwrap();
    }
    for name in [".zfunc", ".config/fish/completions", ".local/share/bash-completion/completions", "fixtures"] {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    for name in ["tests", "fixtures/scenarios"] {
        fs::create_dir(folder.join(name)).unwrap();
        for entry in fs::read_dir(project("fixtures/scenarios")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(name).join(entry.file_name())).unwrap();
        }
    }
}

/// Runs commands in a shell whose folder is also the home.
fn succeed(folder: &Path, typed: &str) {
    let path = format!("{}:/usr/bin:/bin", Path::new(PROGRAM).parent().unwrap().display());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", typed]).current_dir(folder).env_clear().env("HOME", folder).env("PATH", path);
    let output = shell.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{typed}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
#[cfg(unix)]
fn help_examples_succeed() {
    let mut prepared = BTreeMap::new();
    for (command, _, help) in &*HELP {
        let examples = examples(help);
        assert!(!examples.is_empty(), "{command}");
        for example in examples {
            let original = prepared.entry(preparation(&example)).or_insert_with_key(|commands| {
                let folder = TempDir::new().unwrap();
                write_files(folder.path());
                succeed(folder.path(), commands);
                folder
            });
            let copy = TempDir::new().unwrap();
            succeed(copy.path(), &format!("cp -R {}/. .", original.path().display()));
            succeed(copy.path(), &example);
        }
    }
}

fn topic(name: &str) -> String {
    printed(&["help", name])
}

#[test]
fn exit_codes_topic_explains_all_of_them() {
    let help = topic("exit-codes");
    let codes: Vec<_> =
        help.lines().filter_map(|line| line.split(' ').next().filter(|code| !code.is_empty())).collect();
    assert_eq!(codes, ["0", "1", "2", "3", "4", "5", "6", "130"]);
}

#[test]
fn scenarios_topic_names_all_keys() {
    let help = topic("scenarios");
    let steps = ActionKind::ALL.iter().map(|kind| kind.code());
    for word in steps.chain(ExpectKey::ALL.iter().map(|topic| topic.code())) {
        let told = help.lines().any(|line| {
            let words = line.strip_prefix("  ").filter(|line| !line.starts_with(' '));
            words.is_some_and(|words| words.split([' ', ',', ':']).any(|told| told == word))
        });
        assert!(told, "{word}");
    }
    let (_, example) = help.split_once("\n\n").unwrap();
    let (example, _) = example.split_once("\n\n").unwrap();
    Test::bare().file("rosa.yaml", example).run("scenario test rosa.yaml").stdout("1 passed, 0 failed\n").done();
}

/// The names of the topics, as `help --help` lists them.
pub(super) fn topics() -> Vec<String> {
    let help = printed(&["help", "--help"]);
    let (_, topics) = help.split_once("\nTopics:\n").unwrap();
    topics.lines().map_while(|line| line.strip_prefix("  ")?.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn topics_are_listed_with_their_text() {
    let topics = topics();
    for name in ["exit-codes", "scenarios", "rules", "reasons"] {
        assert!(topics.iter().any(|topic| topic == name), "{name}");
    }
    for name in topics {
        let text = topic(&name);
        let is_command = commands().contains(&vec![name.clone()]);
        let last = text.lines().last().unwrap();
        assert!(!is_command || last.contains(&format!("`inboxctl {name} --help`")), "{name}: {last}");
    }
}

#[test]
fn rules_and_reasons_topics_name_all_codes() {
    let rules = topic("rules");
    for rule in RuleId::ALL {
        assert!(rules.contains(&format!("  {rule}  {}\n", rule.sentence())), "{rule}");
    }
    let reasons = topic("reasons");
    let (assigned, owned) = (AssignReason::ALL.iter().map(|it| it.code()), OwnerReason::ALL.iter().map(|it| it.code()));
    let (removed, passed) =
        (RemovalReason::ALL.iter().map(|it| it.code()), PassOverReason::ALL.iter().map(|it| it.code()));
    for code in assigned.chain(owned).chain(removed).chain(passed) {
        assert!(reasons.lines().any(|line| line.starts_with(&format!("  {code} "))), "{code}");
    }
}

#[test]
fn unknown_command_is_wrong_usage() {
    Test::bare()
        .run("help owner invite")
        .usage(
            "
            error: unknown command or topic `owner invite`
            hint: see `inboxctl help` for commands, `inboxctl help --help` for topics
            ",
        )
        .run("help scenaros")
        .usage("error: unknown command or topic `scenaros`\nhint: did you mean `inboxctl help scenarios`?\n")
        .run("help owner ad")
        .usage("error: unknown command or topic `owner ad`\nhint: did you mean `inboxctl help owner add`?\n")
        .run("owner invite")
        .usage("error: unrecognized subcommand `invite`\nhint: see `inboxctl owner --help`\n")
        .done();
}

/// Words that users tried, with the command to use instead.
const TRIED: &[(&str, &str)] = &[
    ("member export a.csv", "use `--output FILE`"),
    ("team export -o a.csv", "use `--output FILE`"),
    ("list", "name what to list, e.g. `inboxctl contact list`"),
    ("contact combine", "use `inboxctl contact merge FROM INTO`"),
    ("contact duplicates", "see `inboxctl contact --help`"),
    ("reassign", "use `inboxctl assign CONVERSATION --member MEMBER --replace`"),
    ("transfer --from ana --to luis", "use `inboxctl conversation transfer` or `inboxctl owner transfer`"),
    ("vacation", "use `inboxctl member away MEMBER --until TIME`"),
    ("distribute", "use `inboxctl conversation distribute`"),
    ("assign 3 --member luis --from ana", "use `--replace` to unassign the present members"),
    ("assign 3 --to ana", "use `--member MEMBER`"),
    ("contact list --reverse", "see `inboxctl contact list --help`"),
    ("contact list --order-by phone", "use `--sort KEY`, or `--sort -KEY` for descending"),
    ("history list --fields id", "use `--columns KEY,KEY`"),
    ("member remove a@b.example --force", "use `inboxctl member deactivate MEMBER`"),
    ("status --force", "see `inboxctl status --help`"),
    ("owner list --inactive", "use `inboxctl member list --inactive`"),
    ("assign 3 --member ana --reason holiday", "see `inboxctl assign --help`"),
    ("conversation list --since 2d", "use `--opened-before TIME`, or `inboxctl history list --since TIME`"),
    ("contact add +525512345678 --name Rosa", "use `--first-name NAME` and `--last-name NAME`"),
    ("reopen 3", "use `inboxctl conversation reopen CONVERSATION`"),
    ("conversation restore 3", "see `inboxctl conversation --help`"),
    ("delete", "name what to remove, e.g. `inboxctl contact remove PHONE`"),
    ("contact del +525512345678", "use `inboxctl contact remove`"),
    ("export", "use `inboxctl owner export`, `contact export`, `member export` or `team export`"),
    ("stats", "use `inboxctl status`"),
    ("contact import a.csv --mode sync", "use `inboxctl owner import FILE`"),
    ("log", "use `inboxctl history list`"),
    ("search rosa", "use `inboxctl contact list --search TEXT`"),
    ("contact list rosa", "use `--search TEXT`"),
    ("why 3 4", "pass one conversation, and quote a phone number with blanks"),
    ("hstory", "did you mean `inboxctl history`?"),
    ("member list --actve", "did you mean `--active`?"),
    ("frobnicate", "see `inboxctl --help`"),
];

#[test]
fn unknown_words_lead_to_the_command_to_use() {
    let test = Test::bare();
    for (typed, hint) in TRIED {
        let error = test.error(&format!("{typed} --json"));
        assert_eq!((error["code"].as_str(), error["hint"].as_str()), (Some("wrong-usage"), Some(*hint)), "{typed}");
    }
    test.run("hstory")
        .usage("error: unrecognized subcommand `hstory`\nhint: did you mean `inboxctl history`?\n")
        .run("member list --all")
        .usage("error: unexpected argument `--all`\nhint: see `inboxctl member list --help`\n")
        .done();
}

#[test]
fn aliases_are_accepted_and_not_listed() {
    Test::acme()
        .run("members ls --json")
        .column("email", json!(["ana@acme.example", "eva@acme.example", "luis@acme.example"]))
        .run("teams ls --json")
        .column("name", json!(["Sales"]))
        .run("owners ls --json")
        .column("owner", json!(["ana@acme.example"]))
        .given("contacts add +525587654321")
        .run("contacts rm +525587654321 --json")
        .part("/effects/0/effect", "remove-contact")
        .run("conversations ls --json")
        .json(json!([]))
        .run("team delete Sales --dry-run --json")
        .part("/dry_run", true)
        .done();
    for help in [printed(&["help"]), printed(&["help", "member"])] {
        let is_listed = |name: &str| help.lines().any(|line| line.trim_start().starts_with(name));
        assert!(!["members ", "ls ", "rm ", "delete "].into_iter().any(is_listed), "{help}");
    }
}

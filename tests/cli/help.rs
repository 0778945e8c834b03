//! `help` and `--help`; that every command has examples is kept by the project rules.

use inboxctl::testing::formats::scenario::{ActionKind, Topic};
use inboxctl::testing::model::{Assigned, Owned, Passed, Removed, RuleId};

use super::Test;
use crate::project_rules::printed;

#[test]
fn help_needs_no_store() {
    Test::bare()
        .run("help")
        .stdout_starts(
            "Says who a conversation of a shared inbox belongs to, and why\n\nUsage: inboxctl [OPTIONS] <COMMAND>\n",
        )
        .run("--help")
        .stdout_starts(
            "Says who a conversation of a shared inbox belongs to, and why\n\nUsage: inboxctl [OPTIONS] <COMMAND>\n",
        )
        .run("help owner add")
        .stdout_starts("Make members owners of a contact\n\nUsage: inboxctl owner add [OPTIONS] <CONTACT> <EMAIL>...\n")
        .run("owner add --help")
        .stdout_starts("Make members owners of a contact\n\nUsage: inboxctl owner add [OPTIONS] <CONTACT> <EMAIL>...\n")
        .done();
}

#[test]
fn the_exit_codes_are_a_topic() {
    Test::bare()
        .run("help exit-codes")
        .stdout(
            "
            0    done; also nothing to do, an empty list, already so
            1    it ran, and the answer is no: a scenario failed, rows were skipped, `check`
                 found a fault, an undo left something
            2    wrong usage: the command line can't be understood
            3    bad input: a faulty file, something unknown was named, or the rules refuse;
                 nothing was changed
            4    the store: missing, busy, not ours, newer than this program, damaged, disk
                 full
            5    nothing ran: no scenario found or selected
            6    only with --detailed-exitcode on a dry run: changes are pending (1 and 3
                 come first)
            130  interrupted; no changes were made
            ",
        )
        .done();
}

fn topic(name: &str) -> String {
    let help = printed(&["help", name]);
    let wide = help.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None, "{name} is too wide");
    help
}

#[test]
fn the_topic_of_scenarios_names_all_that_a_file_may_hold() {
    let help = topic("scenarios");
    let steps = ActionKind::ALL.iter().map(|kind| kind.code());
    for word in steps.chain(Topic::ALL.iter().map(|topic| topic.code())) {
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

#[test]
fn help_says_which_topics_there_are() {
    let help = printed(&["help", "--help"]);
    for name in ["exit-codes", "scenarios", "rules", "reasons"] {
        assert!(help.contains(&format!("\n  {name} ")), "{name}");
        assert!(!topic(name).is_empty());
    }
}

#[test]
fn the_topics_of_rules_and_reasons_name_all_of_them() {
    let rules = topic("rules");
    for rule in RuleId::ALL {
        assert!(rules.contains(&format!("  {rule}  {}\n", rule.sentence())), "{rule}");
    }
    let reasons = topic("reasons");
    let (assigned, owned) = (Assigned::ALL.iter().map(|it| it.code()), Owned::ALL.iter().map(|it| it.code()));
    let (removed, passed) = (Removed::ALL.iter().map(|it| it.code()), Passed::ALL.iter().map(|it| it.code()));
    for code in assigned.chain(owned).chain(removed).chain(passed) {
        assert!(reasons.lines().any(|line| line.starts_with(&format!("  {code} "))), "{code}");
    }
}

#[test]
fn what_is_no_command_is_wrong_usage() {
    Test::bare()
        .run("help owner invite")
        .usage(
            "
            error: no command or topic `owner invite`
            hint: `inboxctl help` shows the commands, `inboxctl help --help` the topics
            ",
        )
        .run("help scenaros")
        .usage("error: no command or topic `scenaros`\nhint: did you mean `inboxctl help scenarios`?\n")
        .run("help owner ad")
        .usage("error: no command or topic `owner ad`\nhint: did you mean `inboxctl help owner add`?\n")
        .run("owner invite")
        .usage("error: unrecognized subcommand 'invite'\n")
        .run("hstory")
        .usage("error: unrecognized subcommand 'hstory'\n\n  tip: a similar subcommand exists: 'history'\n")
        .done();
}

#[test]
fn the_version_is_told() {
    Test::bare().run("--version").stdout(concat!("inboxctl ", env!("CARGO_PKG_VERSION"), "\n")).done();
}

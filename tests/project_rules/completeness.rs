//! Every command, code and rule has its help, examples, tests and scenarios.

use std::fs;

use inboxctl::testing::Cli;
use inboxctl::testing::model::{ErrorCode, RuleId};
use serde_json::Value;

use super::{commands, files, printed, project, scenarios};

#[test]
fn command_help_has_examples_and_fits_80_columns() {
    for words in commands().iter().chain([&Vec::new()]) {
        let arguments: Vec<_> = words.iter().map(String::as_str).chain(["--help"]).collect();
        let help = printed(&arguments);
        assert!(help.contains("\nExamples:\n  inboxctl "), "{words:?} has no examples");
        let wide = help.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{words:?} is too wide");
    }
}

/// Longer lines would be wrapped again, leaving a line of one word.
#[test]
fn help_prose_is_broken_by_hand() {
    let mut parsers = vec![Cli::parser()];
    while let Some(parser) = parsers.pop() {
        let prose = parser.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        let wide = prose.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{}", parser.get_name());
        parsers.extend(parser.get_subcommands().cloned());
    }
}

#[test]
fn commands_have_test_files() {
    for command in commands().iter().filter(|command| command.len() == 1) {
        let file = format!("tests/cli/{}.rs", command[0].replace('-', "_"));
        assert!(project(&file).exists(), "{file}");
    }
}

#[test]
fn error_codes_are_tested() {
    let tests: String =
        ["tests/cli", "tests/store"].iter().flat_map(|folder| files(folder, ".rs").into_values()).collect();
    for code in ErrorCode::ALL {
        assert!(tests.contains(&format!("\"{code}\"")), "{code} is not tested");
    }
}

#[test]
fn completion_scripts_are_current() {
    for (shell, file) in [
        ("bash", "inboxctl.bash"),
        ("zsh", "_inboxctl"),
        ("fish", "inboxctl.fish"),
        ("powershell", "_inboxctl.ps1"),
        ("elvish", "inboxctl.elv"),
    ] {
        let path = format!("completions/{file}");
        let same = fs::read_to_string(project(&path)).unwrap() == printed(&["completions", shell]);
        assert!(same, "{path} is out of date: cargo run -- completions {shell} > {path}");
    }
}

#[test]
fn scenario_fixtures_pass() {
    let report: Value = serde_json::from_str(&printed(&["scenario", "test", "fixtures/scenarios", "--json"])).unwrap();
    assert_eq!(report["failed"], 0);
    assert!(report["passed"].as_u64().unwrap() > 0);
}

#[test]
fn rules_have_scenarios_and_cases() {
    let scenarios = scenarios();
    let cases: String = files("tests/rules/cases", ".rs").into_values().collect();
    for code in RuleId::ALL.iter().map(|rule| rule.code()) {
        assert!(scenarios.iter().any(|name| name.starts_with(code)), "{code} has no scenario");
        let case = format!("#[test]\nfn {}_", code.to_lowercase());
        assert!(cases.contains(&case), "{code} has no case");
    }
}

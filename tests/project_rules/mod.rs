//! The rules of the project: who may import whom, and that help, completions, tests and
//! scenarios stay complete.

mod language;
mod source;
mod structure;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use inboxctl::testing::Cli;
use inboxctl::testing::model::{ErrorCode, RuleId};
use regex::Regex;
use serde_json::Value;

use crate::cli::{PROGRAM, words};

/// Whom each module of `src` may import, lowest floor first. Nobody but the inbox knows the rules
/// and the store: it is the one way in.
const FLOORS: &[(&str, &[&str])] = &[
    ("model", &[]),
    // Backups, rejects and reports are written alike, and know nothing of each other.
    ("files", &[]),
    ("rules", &["model"]),
    ("store", &["model", "files"]),
    ("formats", &["model"]),
    ("inbox", &["model", "files", "rules", "store"]),
    ("intake", &["model", "files", "formats", "inbox"]),
    ("scenario", &["model", "files", "formats", "inbox", "intake"]),
    ("output", &["model", "formats", "inbox", "intake", "scenario"]),
    ("commands", &["model", "files", "formats", "inbox", "intake", "scenario", "output"]),
    ("cli", ROOF),
    ("error", ROOF),
    ("exit", ROOF),
    ("interrupt", &[]),
    ("lib", ROOF),
    ("testing", TESTING),
    ("main", ROOF),
];

/// Whom the files of the top floor may import.
const ROOF: &[&str] = &[
    "model",
    "files",
    "formats",
    "inbox",
    "intake",
    "scenario",
    "output",
    "commands",
    "cli",
    "error",
    "exit",
    "interrupt",
];

/// What the tests use of the library.
const TESTING: &[&str] = &["model", "rules", "formats", "inbox", "intake", "scenario", "output", "cli"];

/// A file or folder of the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What the program prints in the project's folder, if it succeeds.
pub(crate) fn printed(arguments: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(arguments).current_dir(project("")).env_clear().output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}\n{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// Every command by its words: groups, and what can be asked for.
pub(crate) fn commands() -> Vec<Vec<String>> {
    fn below(command: &clap::Command, words: &[String], all: &mut Vec<Vec<String>>) {
        for sub in command.get_subcommands() {
            let words = [words, &[sub.get_name().to_owned()]].concat();
            below(sub, &words, all);
            all.push(words);
        }
    }
    let mut all = Vec::new();
    below(&Cli::parser(), &[], &mut all);
    all
}

/// Every file below a folder that ends so, with its text.
pub(crate) fn files(folder: &str, ending: &str) -> BTreeMap<PathBuf, String> {
    let entries = walkdir::WalkDir::new(project(folder)).into_iter().map(|entry| entry.unwrap().into_path());
    let files = entries.filter(|path| path.to_str().unwrap().ends_with(ending));
    files.map(|path| (path.strip_prefix(project("")).unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect()
}

/// The module of `src` that a file belongs to.
fn module(file: &Path) -> String {
    file.components().nth(1).unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The modules that a source text names after `crate::`, alone or in braces.
fn imports(text: &str) -> BTreeSet<String> {
    static PATH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bcrate::(?:\{([^;]*)\}|(\w+))").unwrap());
    static NESTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"::\{[^{}]*\}").unwrap());

    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let mut modules = BTreeSet::new();
    for path in PATH.captures_iter(&code) {
        let names = path.get(1).or(path.get(2)).unwrap().as_str();
        let first_words = NESTED.replace_all(names, "").into_owned();
        let first_words = first_words.split(',').filter_map(|name| name.split("::").next());
        modules.extend(first_words.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    }
    modules
}

#[test]
fn imports_are_found_alone_and_in_braces() {
    let text =
        "use crate::model::{Email, Phone};\nuse crate::{\n  inbox,\n  scenario::{self, Error},\n};\n// crate::rules";
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), ["inbox", "model", "scenario"]);
}

#[test]
fn a_module_imports_only_from_below() {
    let floors: BTreeMap<_, _> = FLOORS.iter().copied().collect();
    for (file, text) in files("src", ".rs") {
        let module = module(&file);
        let allowed = floors.get(module.as_str()).unwrap_or_else(|| panic!("`{module}` has no floor"));
        for import in imports(&text) {
            let fine = import == module || allowed.contains(&import.as_str());
            assert!(fine, "{}: `{module}` must not import `{import}`", file.display());
        }
    }
}

#[test]
fn other_modules_are_named_from_the_root() {
    let at_the_root =
        |file: &Path| file.components().count() == 2 || file.ends_with("mod.rs") && file.components().count() == 3;
    for (file, text) in files("src", ".rs").iter().filter(|(file, _)| at_the_root(file)) {
        let climbs = text.replace("use super::*;", "").contains("super::");
        assert!(!climbs, "{}: say `crate::`, so that the direction of the import can be seen", file.display());
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for (file, text) in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

#[test]
fn every_command_has_help_with_examples_that_fits_the_screen() {
    for words in commands().iter().chain([&Vec::new()]) {
        let arguments: Vec<_> = words.iter().map(String::as_str).chain(["--help"]).collect();
        let help = printed(&arguments);
        assert!(help.contains("\nExamples:\n  inboxctl "), "{words:?} has no examples");
        let wide = help.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{words:?} is too wide");
    }
}

/// What is too long would be broken again, and leave a line of one word.
#[test]
fn the_lines_of_a_help_are_broken_by_hand() {
    let mut parsers = vec![Cli::parser()];
    while let Some(parser) = parsers.pop() {
        let prose = parser.get_after_help().map(ToString::to_string).unwrap_or_default();
        let wide = prose.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{}", parser.get_name());
        parsers.extend(parser.get_subcommands().cloned());
    }
}

#[test]
fn every_example_can_be_typed() {
    for command in commands() {
        let arguments: Vec<_> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = printed(&arguments).replace("\\\n     ", "");
        for example in help.lines().filter_map(|line| line.strip_prefix("  inboxctl ")) {
            // What follows is a remark, or for the shell.
            let typed = example.split("      (").next().unwrap().split(" > ").next().unwrap();
            let arguments = ["inboxctl".to_owned()].into_iter().chain(words(typed));
            let parsed = Cli::parser().try_get_matches_from(arguments);
            assert!(parsed.is_ok(), "{command:?}: inboxctl {typed}\n{}", parsed.unwrap_err());
        }
    }
}

#[test]
fn every_command_has_tests() {
    for command in commands().iter().filter(|command| command.len() == 1) {
        let file = format!("tests/cli/{}.rs", command[0].replace('-', "_"));
        assert!(project(&file).exists(), "{file}");
    }
}

#[test]
fn every_error_code_is_tested() {
    let tests: String = files("tests/cli", ".rs").into_values().collect();
    for code in ErrorCode::ALL {
        assert!(tests.contains(&format!("\"{code}\"")), "{code} is not tested");
    }
}

#[test]
fn the_completions_are_current() {
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
fn all_scenarios_pass() {
    let report: Value = serde_json::from_str(&printed(&["scenario", "test", "fixtures/scenarios", "--json"])).unwrap();
    assert_eq!(report["failed"], 0);
    assert!(report["passed"].as_u64().unwrap() > 0);
}

/// The names of all scenarios in `fixtures`.
pub(crate) fn scenarios() -> Vec<String> {
    let listed = printed(&["scenario", "test", "fixtures/scenarios", "--list", "--format", "ndjson"]);
    let name = |line: &str| serde_json::from_str::<Value>(line).unwrap()["name"].as_str().unwrap().to_owned();
    listed.lines().map(name).collect()
}

#[test]
fn every_rule_has_scenarios_and_cases() {
    let scenarios = scenarios();
    let cases: String = files("tests/rules/cases", ".rs").into_values().collect();
    for rule in RuleId::ALL {
        let code = rule.code();
        assert!(scenarios.iter().any(|name| name.starts_with(code)), "{code} has no scenario");
        let case = format!("#[test]\nfn {}_", code.to_lowercase());
        assert!(cases.contains(&case), "{code} has no case");
    }
}

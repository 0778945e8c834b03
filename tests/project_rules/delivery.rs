//! What the workflows, packages and the action name exists, and agrees with the rest of the project.

use std::collections::BTreeSet;
use std::fs;

use inboxctl::testing::Cli;
use regex::Regex;

use super::{files, project};

fn text(file: &str) -> String {
    fs::read_to_string(project(file)).unwrap()
}

fn workflows() -> String {
    files(".github/workflows", ".yml").into_values().collect()
}

/// The first groups of all matches.
fn found(pattern: &str, text: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn workflows_test_the_oldest_compiler_of_the_manifest() {
    let stated = found(r#"(?m)^rust-version = "(.+)""#, &text("Cargo.toml"));
    assert_eq!(found(r#"MSRV: "(.+)\.0""#, &workflows()), stated);
    assert_eq!(found(r#"RUST: "(.+)""#, &workflows()).len(), 1, "releases are built by the compiler of the gate");
}

#[test]
fn workflows_use_actions_by_commit() {
    let used = found(r"uses: (\S+)", &workflows());
    let pinned = Regex::new("^[^@]+@[0-9a-f]{40}$").unwrap();
    assert!(!used.is_empty());
    assert!(used.iter().all(|action| pinned.is_match(action)), "{used:?}");
}

#[test]
fn workflows_run_existing_scripts() {
    let scripts = found(r"(\.github/scripts/[a-z_]+\.sh|\.ci/run)", &workflows());
    let missing: Vec<_> = scripts.iter().filter(|script| !project(script).is_file()).collect();
    assert!(scripts.len() > 5, "{scripts:?}");
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn debian_package_contains_existing_files() {
    let assets = found(r#"(?m)^    \["([^"]+)", "usr/"#, &text("Cargo.toml"));
    let built = |file: &str| file.starts_with("target/");
    let missing: Vec<_> = assets.iter().filter(|file| !built(file) && !project(file).is_file()).collect();
    assert!(assets.contains("completions/inboxctl.bash"), "{assets:?}");
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn action_passes_existing_options() {
    let parser = Cli::parser();
    let test = parser.find_subcommand("scenario").and_then(|group| group.find_subcommand("test")).unwrap();
    let known: BTreeSet<_> = test.get_arguments().filter_map(clap::Arg::get_long).map(str::to_owned).collect();
    let passed = found(r"--([a-z-]+[a-z])", &text(".github/actions/inboxctl/test.sh"));
    assert!(passed.contains("coverage-threshold"), "{passed:?}");
    assert!(passed.is_subset(&known), "{passed:?}");
}

#[test]
fn action_uses_all_of_its_inputs() {
    let action = text(".github/actions/inboxctl/action.yml");
    let (inputs, steps) = action.split_once("\nruns:").unwrap();
    assert_eq!(found(r"inputs\.([a-z-]+)", steps), found(r"(?m)^  ([a-z-]+):$", inputs));
}

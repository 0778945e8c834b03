//! The README does what it says: its examples are typed in a shell, one after the other, and its
//! lists are complete.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use tempfile::TempDir;

use crate::cli::PROGRAM;
use crate::project_rules::{commands, project, scenarios};

fn readme() -> String {
    fs::read_to_string(project("README.md")).unwrap()
}

/// What stands between the fences of this kind.
fn blocks(kind: &str) -> Vec<String> {
    let readme = readme();
    let fences = Regex::new(&format!(r"(?s)```{kind}\n(.*?)```")).unwrap();
    fences.captures_iter(&readme).map(|block| block[1].to_owned()).collect()
}

/// A command as it is typed, and what the README says that it prints.
struct Example {
    typed: String,
    printed: String,
}

/// `$ ` starts a command, `> ` continues it, and everything else is printed by it.
fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for line in blocks("console").iter().flat_map(|block| block.split_inclusive('\n')) {
        if let Some(command) = line.strip_prefix("$ ") {
            examples.push(Example { typed: command.to_owned(), printed: String::new() });
            continue;
        }
        let Some(example) = examples.last_mut() else { panic!("a block starts with a command") };
        match line.strip_prefix("> ") {
            Some(more) => example.typed += more,
            None => example.printed += line,
        }
    }
    examples
}

/// Types commands into one shell, and answers with what each printed to both streams.
fn typed_in_a_shell(commands: &[&str]) -> Vec<String> {
    const MARK: &str = "=== the next command ===";

    let folder = TempDir::new().unwrap();
    let programs = Path::new(PROGRAM).parent().unwrap().display();
    let typed = commands.join(&format!("echo '{MARK}'\n"));
    let script = format!("exec 2>&1\nPATH='{programs}':\"$PATH\"\n{typed}");
    let shell = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).env_clear().output().unwrap();
    let printed = String::from_utf8(shell.stdout).unwrap();
    printed.split(&format!("{MARK}\n")).map(str::to_owned).collect()
}

/// With every moment alike: an example doesn't depend on when it is run.
fn timeless(text: &str) -> String {
    Regex::new(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}").unwrap().replace_all(text, "YYYY-MM-DD HH:MM").into_owned()
}

#[test]
#[cfg(unix)]
fn the_examples_print_what_they_show() {
    let examples = examples();
    assert!(!examples.is_empty());
    let commands: Vec<_> = examples.iter().map(|example| example.typed.as_str()).collect();
    let printed = typed_in_a_shell(&commands);
    assert_eq!(printed.len(), examples.len(), "{printed:#?}");
    for (example, printed) in examples.iter().zip(printed) {
        let same = timeless(&example.printed) == timeless(&printed);
        assert!(same, "$ {}shows:\n{}\nprints:\n{printed}", example.typed, example.printed);
    }
}

#[test]
fn two_commands_are_enough() {
    assert_eq!(blocks("sh"), ["cargo run --release -- scenario test fixtures/scenarios\n", "cargo test\n"]);
}

#[test]
fn the_number_of_scenarios_is_right() {
    let count = format!("{} scenarios", scenarios().len());
    assert!(readme().contains(&count), "there are {count}");
}

/// The commands that the table names: ``| `team add`, `list` | …`` are `team add` and `team list`.
fn commands_in_the_table() -> BTreeSet<String> {
    let readme = readme();
    let table = readme.split("## Commands\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let name = Regex::new("`([^`]+)`").unwrap();
    let mut commands = BTreeSet::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cell = row.split(" | ").next().unwrap();
        let names: Vec<_> = name.captures_iter(cell).map(|name| name[1].to_owned()).collect();
        let group = names[0].split_once(' ').map(|(group, _)| group.to_owned());
        let full = names.iter().enumerate().map(|(at, name)| match &group {
            Some(group) if at > 0 => format!("{group} {name}"),
            _ => name.clone(),
        });
        commands.extend(full);
    }
    commands
}

#[test]
fn every_command_stands_in_the_table() {
    let all = commands();
    let is_group = |words: &[String]| all.iter().any(|other| other.len() > words.len() && other.starts_with(words));
    let leaves: BTreeSet<_> = all.iter().filter(|words| !is_group(words)).map(|words| words.join(" ")).collect();
    assert_eq!(commands_in_the_table(), leaves);
}

//! The rules that the project keeps about itself: layers, structure, language, completeness, delivery.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use inboxctl::testing::Cli;
use serde_json::Value;

use crate::cli::PROGRAM;

mod completeness;
mod delivery;
mod language;
mod layers;
mod source;
mod structure;

pub(crate) use language::findings;

/// A file or folder of the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The output of the program in the project's folder; fails unless it exits with 0.
pub(crate) fn printed(arguments: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(arguments).current_dir(project("")).env_clear().output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}\n{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// The words of every command and group.
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

/// Every file below a folder with this extension, with its text; what was built there is left out.
pub(crate) fn files(folder: &str, ending: &str) -> BTreeMap<PathBuf, String> {
    let entries =
        walkdir::WalkDir::new(project(folder)).into_iter().filter_entry(|entry| entry.file_name() != "target");
    let entries = entries.map(|entry| entry.unwrap().into_path());
    let files = entries.filter(|path| path.is_file() && path.to_str().unwrap().ends_with(ending));
    files.map(|path| (path.strip_prefix(project("")).unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect()
}

/// The names of all scenarios in `fixtures`.
pub(crate) fn scenarios() -> Vec<String> {
    let listed = printed(&["scenario", "test", "fixtures/scenarios", "--list", "--format", "ndjson"]);
    let name = |line: &str| serde_json::from_str::<Value>(line).unwrap()["name"].as_str().unwrap().to_owned();
    listed.lines().map(name).collect()
}

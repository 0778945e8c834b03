//! Files exported by other programs, each with the expected result of its import.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::Program;
use crate::project_rules::project;

const FOLDER: &str = "fixtures/imports";

/// A store with four members, two of one name, and two contacts.
fn store() -> Program {
    let program = Program::with_store();
    for words in [
        &["member", "add", "ana@acme.example", "--name", "Ana García", "--external-id", "7001"][..],
        &["member", "add", "luis@acme.example", "--name", "Luis Paredes", "--external-id", "7002"],
        &["member", "add", "eva@acme.example", "--name", "Eva Ríos"],
        &["member", "deactivate", "eva@acme.example"],
        &["member", "add", "eva.rios@acme.example", "--name", "EVA RÍOS"],
        &["team", "add", "Ventas", "--member", "ana@acme.example"],
        &[
            "contact",
            "add",
            "+525512340001",
            "--first-name",
            "Rosa",
            "--account",
            "Grupo Norte",
            "--owner",
            "ana@acme.example",
        ],
        &["contact", "add", "+525512340009", "--account", "Sur, S.A.", "--owner", "luis@acme.example"],
    ] {
        program.done(words);
    }
    program
}

/// The files of the folder by their stems: imported files and expected results.
fn files() -> (Vec<PathBuf>, BTreeSet<String>) {
    let paths = fs::read_dir(project(FOLDER)).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let (expected, files): (Vec<_>, Vec<_>) =
        paths.partition(|path| path.to_str().unwrap().ends_with(".expected.json"));
    (files, expected.iter().map(|path| stem(path)).collect())
}

fn stem(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_owned()
}

/// Checks that the answer contains the expected values; other keys are ignored.
fn check(file: &Path, store: &[u8]) {
    let name = file.file_name().unwrap().to_str().unwrap();
    let expected = fs::read_to_string(file.with_file_name(stem(file) + ".expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let program = Program::new();
    fs::write(program.store(), store).unwrap();
    fs::copy(file, program.home().join(name)).unwrap();
    let mut words: Vec<_> = expected["run"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    words.insert(2, name);
    words.push("--json");
    let ran = program.run(&words);
    assert_eq!(ran.code.map(Value::from), Some(expected["status"].clone()), "{name}: {ran:?}");
    if let Some(error) = expected.get("error") {
        let found = if error.is_string() { ran.error()["code"].clone() } else { ran.error() };
        assert_eq!(found, *error, "{name}");
    }
    let Some(answer) = expected["answer"].as_object() else {
        assert_eq!(ran.stdout, "", "{name}");
        return;
    };
    let found = ran.json();
    for (key, value) in answer {
        assert_eq!(found[key], *value, "{name}: `{key}`");
    }
    if ran.code == Some(0) {
        let again = program.done(&words[..words.len() - 1]);
        assert_eq!((&again["change"], &again["effect_count"]), (&Value::Null, &0.into()), "{name}, again: {again:#}");
    }
}

#[test]
fn files_import_as_expected() {
    let (files, expected) = files();
    assert_eq!(files.iter().map(|file| stem(file)).collect::<BTreeSet<_>>(), expected);
    assert!(!files.is_empty());
    let store = fs::read(store().store()).unwrap();
    for file in files {
        check(&file, &store);
    }
}

//! Exports in the layouts of CRMs and address books: each imports with its profile in one command, and
//! without it by the commands that errors print.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Program, Ran};
use crate::project_rules::project;

const FOLDER: &str = "fixtures/imports/crm";

/// The most commands that are pasted before a file is imported.
const PASTES: usize = 3;

/// An export, its profile and what comes of it.
struct Export {
    file: PathBuf,
    expected: Value,
}

impl Export {
    fn all() -> Vec<Self> {
        let paths = fs::read_dir(project(FOLDER)).unwrap().map(|entry| entry.unwrap().path());
        let files = paths.filter(|path| path.extension().is_some_and(|name| name != "yaml" && name != "json"));
        let exports: Vec<_> = files
            .map(|file| {
                let expected = fs::read_to_string(file.with_extension("expected.json")).unwrap();
                Self { expected: serde_json::from_str(&expected).unwrap(), file }
            })
            .collect();
        assert_eq!(exports.len(), 9);
        exports
    }

    fn name(&self) -> &str {
        self.file.file_name().unwrap().to_str().unwrap()
    }

    /// A store with four members, and the file and its profile beside it.
    fn program(&self) -> Program {
        let program = Program::with_store();
        for (email, name) in [
            ("ana@acme.example", "Ana García"),
            ("luis@acme.example", "Luis Paredes"),
            ("marta@acme.example", "Marta Núñez"),
            ("bruno@acme.example", "Bruno Araújo"),
        ] {
            program.done(&["member", "add", email, "--name", name]);
        }
        for path in [self.file.clone(), self.file.with_extension("yaml")] {
            fs::copy(&path, program.home().join(path.file_name().unwrap())).unwrap();
        }
        program
    }

    /// Checks the contacts of the store; `is_decided` tells which keys are as with the profile.
    fn check_contacts(&self, program: &Program, is_decided: impl Fn(&str, &str) -> bool) {
        let found = program.done(&["contact", "list"]);
        let found = found.as_array().unwrap();
        let expected = self.expected["contacts"].as_array().unwrap();
        assert_eq!(found.len(), expected.len(), "{}", self.name());
        for contact in expected {
            let phone = contact["phone"].as_str().unwrap();
            let stored = found.iter().find(|found| found["phone"] == phone);
            let stored = stored.unwrap_or_else(|| panic!("{}: {phone}", self.name()));
            for (key, value) in contact.as_object().unwrap().iter().filter(|(key, _)| is_decided(phone, key)) {
                assert_eq!(stored[key], *value, "{}: {phone}: {key}", self.name());
            }
        }
    }
}

#[test]
fn export_imports_with_its_profile() {
    for export in Export::all() {
        let (program, name) = (export.program(), export.name());
        let profile = Path::new(name).with_extension("yaml");
        let words = ["owner", "import", name, "--profile", profile.to_str().unwrap()];
        let answer = program.done(&words);
        for (key, value) in export.expected["answer"].as_object().unwrap() {
            assert_eq!(answer[key], *value, "{name}: `{key}`");
        }
        export.check_contacts(&program, |_, _| true);
        assert_eq!(program.done(&words)["change"], Value::Null, "{name}, again");
    }
}

/// Runs a command as a shell reads it.
fn in_shell(program: &Program, command: &str) -> Ran {
    let line = format!("inboxctl() {{ \"$0\" \"$@\"; }}; inboxctl {command}; exit $?");
    program.command_after(&line, &[]).output().unwrap().into()
}

/// The command of a hint, with the words that it tells to fill in.
fn pasted(ran: &Ran) -> Option<String> {
    let hint = ran.stderr.lines().find_map(|line| line.strip_prefix("hint: run `inboxctl "))?;
    let (command, _) = hint.rsplit_once('`')?;
    let command = command.split_once("`, which").map_or(command, |(command, _)| command);
    Some(command.replace("MEMBER", "luis@acme.example"))
}

#[test]
fn export_imports_by_pasted_commands() {
    for export in Export::all() {
        let (program, name) = (export.program(), export.name());
        let (mut command, mut before) = (format!("owner import {name}"), String::new());
        let hints = export.expected["hints"].as_array().unwrap();
        assert!(hints.len() <= PASTES, "{name}");
        for hint in hints {
            let ran = in_shell(&program, &command);
            assert_eq!(ran.code, Some(3), "{name}: {command}");
            assert_ne!(ran.stderr, before, "{name}: the pasted command fails with the same error");
            let next = pasted(&ran).unwrap_or_else(|| panic!("{name}: {command}: {}", ran.stderr));
            assert_eq!(next, format!("{command} {}", hint.as_str().unwrap()), "{name}");
            (command, before) = (next, ran.stderr);
        }
        let ran = in_shell(&program, &command);
        assert_eq!(ran.code, Some(0), "{name}: {command}: {}", ran.stderr);
        let of_profile = export.expected["only_with_profile"].as_array().unwrap();
        export.check_contacts(&program, |phone, key| {
            !of_profile.iter().any(|text| text == phone || text == key || text == &format!("{phone} {key}"))
        });
    }
}

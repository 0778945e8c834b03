//! The store is readable by its user only, with any `umask`.

#![cfg(unix)]

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::with_contacts;
use crate::program::Program;

#[test]
fn new_store_and_folders_are_private() {
    let program = Program::new().at("made/for/it/inbox.db");
    assert!(program.command_after("umask 0", &["init"]).status().unwrap().success());
    assert_eq!(mode(program.store()), 0o600);
    for folder in ["made", "made/for", "made/for/it"] {
        assert_eq!(mode(&program.home().join(folder)), 0o700, "{folder}");
    }
}

#[test]
fn existing_folder_keeps_its_mode() {
    let program = Program::new().at("there/inbox.db");
    let folder = program.home().join("there");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    program.done(&["init"]);
    assert_eq!(mode(&folder), 0o755);
}

/// The program stays open until its long output is read.
#[test]
fn side_files_are_private() {
    let program = with_contacts(2_000);
    let mut child = program.command_after("umask 0", &["contact", "list", "--format", "ndjson"]).spawn().unwrap();
    let mut answer = child.stdout.take().unwrap();
    answer.read_exact(&mut [0]).unwrap();
    for beside in ["inbox.db-wal", "inbox.db-shm"] {
        assert_eq!(mode(&program.home().join(beside)), 0o600, "{beside}");
    }
    answer.read_to_end(&mut Vec::new()).unwrap();
    assert!(child.wait().unwrap().success());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

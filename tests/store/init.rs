//! Making the store: once, however often and by however many at once it is asked for.

use std::fs;
use std::process::Child;

use crate::program::{Program, Ran};
use crate::rows::{assert_sound, open};

#[test]
fn making_it_again_changes_nothing() {
    let program = Program::with_store();
    program.done(&["member", "add", "ana@acme.example"]);
    let before = fs::read(program.store()).unwrap();
    assert_eq!(program.done(&["init"])["created"], false);
    assert!(fs::read(program.store()).unwrap() == before);
}

#[test]
fn eight_at_once_make_one_store() {
    for _ in 0..5 {
        let program = Program::new().at("folder/inbox.db");
        let words = ["init", "--json", "--wait", "60"];
        let children: Vec<Child> = (0..8).map(|_| program.command(&words).spawn().unwrap()).collect();
        let ran: Vec<Ran> = children.into_iter().map(|child| child.wait_with_output().unwrap().into()).collect();
        assert!(ran.iter().all(|ran| ran.code == Some(0)), "{ran:?}");
        assert_eq!(ran.iter().filter(|ran| ran.json()["created"] == true).count(), 1, "{ran:?}");
        assert_sound(&open(program.store()));
        program.done(&["member", "add", "ana@acme.example"]);
    }
}

/// What an `init` that was killed leaves behind.
#[test]
fn what_was_begun_is_finished() {
    let program = Program::with_store();
    let words = ["init", "--json"];
    for _ in 0..20 {
        fs::remove_file(program.store()).unwrap();
        let mut child = program.command(&words).spawn().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        program.done(&["init"]);
        assert_sound(&open(program.store()));
    }
}

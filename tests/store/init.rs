//! `init` repeated, concurrent and interrupted, and stores in unusable places.

use std::fs;
use std::process::Child;

use crate::program::{Program, Ran};
use crate::rows::{assert_sound, open};

#[test]
fn init_of_an_existing_store_changes_nothing() {
    let program = Program::with_store();
    program.done(&["member", "add", "ana@acme.example"]);
    let before = fs::read(program.store()).unwrap();
    assert_eq!(program.done(&["init"])["created"], false);
    assert!(fs::read(program.store()).unwrap() == before);
}

#[test]
fn concurrent_inits_create_one_store() {
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

/// The files left by a killed `init`.
#[test]
fn interrupted_init_is_completed() {
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

#[cfg(unix)]
mod without_a_home {
    use super::*;
    use crate::store::user::{User, skip};

    const WORLD: &str = "scenarios:
  - name: a world of its own
    given: { members: [ana@acme.example], contacts: [{ phone: '+525512345678', owners: [ana@acme.example] }] }
    steps:
      - message: { contact: '+525512345678', from: contact }
        expect: { assigned: [ana@acme.example] }
";

    fn run(user: &User, home: Option<&str>, words: &[&str]) -> Ran {
        let mut command = user.command(words);
        command.env_remove("INBOXCTL_STORE");
        if let Some(home) = home {
            command.env("HOME", home);
        }
        command.output().unwrap().into()
    }

    #[test]
    fn missing_home_suggests_naming_a_store() {
        let program = Program::new();
        let Some(user) = User::unknown(&program) else { return skip("a user without a name needs root") };
        for words in [&["init"][..], &["status"], &["member", "add", "ana@acme.example"], &["backup", "copy.db"]] {
            let ran = run(&user, None, &[words, &["--json"]].concat());
            assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-missing".into()), "{words:?}: {ran:?}");
            assert_eq!(ran.error()["hint"], "pass `--store PATH`, or set `INBOXCTL_STORE`", "{words:?}");
            assert_eq!(ran.stdout, "");
        }
    }

    #[test]
    fn unwritable_home_suggests_naming_a_store() {
        let program = Program::new();
        let Some(user) = User::unknown(&program) else { return skip("a user without a name needs root") };
        for home in ["/", "/nonexistent", "/proc"] {
            let ran = run(&user, Some(home), &["init", "--json"]);
            assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{home}: {ran:?}");
            assert_eq!(ran.error()["hint"], "pass another path with `--store PATH`, or set `INBOXCTL_STORE`");
        }
        let ran = run(&user, Some("/"), &["status", "--json"]);
        assert_eq!(ran.error()["code"], "store-missing", "{ran:?}");
    }

    #[test]
    fn command_without_store_works() {
        let program = Program::new();
        let Some(user) = User::unknown(&program) else { return skip("a user without a name needs root") };
        user.put("world.yaml", WORLD);
        for words in [&["schema"][..], &["help", "init"], &["completions", "bash"], &["scenario", "test", "world.yaml"]]
        {
            let ran = run(&user, None, words);
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{words:?}: {ran:?}");
        }
    }

    #[test]
    fn named_store_works() {
        let program = Program::new();
        let Some(user) = User::unknown(&program) else { return skip("a user without a name needs root") };
        user.own(user.folder());
        for words in [&["init"][..], &["member", "add", "ana@acme.example"], &["status"]] {
            let ran = run(&user, None, &[words, &["--store", "inbox.db"]].concat());
            assert_eq!(ran.code, Some(0), "{words:?}: {ran:?}");
        }
    }
}

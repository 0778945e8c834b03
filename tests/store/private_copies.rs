//! A private copy of the store has no name on disk, is readable by its user only, and is deleted when the
//! process ends in any way.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use super::{owned, with_contacts, with_people};
use crate::program::{Program, Ran};
use crate::rows::{assert_same, dump, open};

const CONTACTS: u32 = 100;

/// Each command that works on a private copy.
const COMMANDS: [&[&str]; 3] = [
    &["scenario", "compare", "log.ndjson", "--with", "assign-first-responder=on"],
    &["scenario", "test", "current.yaml"],
    &["backup", "-"],
];

/// A store of more pages than the cache of a copy holds, and an empty folder for temporary files.
fn with_more_than_the_cache() -> (Program, PathBuf) {
    let program = with_contacts(CONTACTS);
    let enlarge = "UPDATE contacts SET last_name = printf('%.*c', 600000, 'x'); PRAGMA wal_checkpoint";
    open(program.store()).execute_batch(enlarge).unwrap();
    let temporary = program.home().join("tmp");
    fs::create_dir(&temporary).unwrap();
    fs::set_permissions(&temporary, fs::Permissions::from_mode(0o1777)).unwrap();
    let line = |number| {
        let phone = owned(number).phone;
        format!("{{\"at\":\"2026-02-01T09:00:00Z\",\"contact\":\"{phone}\",\"from\":\"contact\"}}\n")
    };
    fs::write(program.home().join("log.ndjson"), (0..CONTACTS).map(line).collect::<String>()).unwrap();
    let scenario = "  - name: NAME
    store: current
    steps: [{ team_remove: { team: x }, expect: { refused: unknown-team } }]\n";
    let scenarios: String = (0..2_000).map(|name| scenario.replace("NAME", &name.to_string())).collect();
    fs::write(program.home().join("current.yaml"), format!("scenarios:\n{scenarios}")).unwrap();
    (program, temporary)
}

fn start(program: &Program, temporary: &Path, words: &[&str]) -> Child {
    program.command(words).env("TMPDIR", temporary).spawn().unwrap()
}

/// The files that a process has open in a folder, with their names or as deleted.
fn open_files(child: &Child, folder: &Path) -> Vec<String> {
    let Ok(descriptors) = fs::read_dir(format!("/proc/{}/fd", child.id())) else { return Vec::new() };
    let targets = descriptors.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    let inside = targets.filter(|target| target.starts_with(folder));
    inside.map(|target| target.to_string_lossy().into_owned()).collect()
}

/// Whether the name of an open file is deleted, which happens before the first write.
fn is_unnamed(file: &str) -> bool {
    file.ends_with(" (deleted)")
}

/// Waits until the process has a copy in the folder; false if it ended before.
fn has_copied(child: &mut Child, folder: &Path) -> bool {
    loop {
        if open_files(child, folder).iter().any(|file| is_unnamed(file)) {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn private_copy_leaves_nothing_after_any_signal() {
    let (program, temporary) = with_more_than_the_cache();
    let before = dump(program.store());
    for words in COMMANDS {
        for signal in ["TERM", "HUP", "INT", "KILL"] {
            let mut child = start(&program, &temporary, words);
            assert!(has_copied(&mut child, &temporary), "{words:?} made no copy");
            assert!(Command::new("/bin/kill").args([&format!("-{signal}"), &child.id().to_string()]).status().is_ok());
            let _ = child.wait_with_output().unwrap();
            assert_eq!(names(&temporary), [""; 0], "{words:?} {signal}");
        }
    }
    assert_same(&dump(program.store()), &before, "the store");
}

#[test]
fn private_copy_has_no_name() {
    let (program, temporary) = with_more_than_the_cache();
    for words in COMMANDS {
        let mut child = start(&program, &temporary, words);
        assert!(has_copied(&mut child, &temporary), "{words:?} made no copy");
        let mut named = open_files(&child, &temporary).into_iter().filter(|file| !is_unnamed(file));
        assert!(named.all(|file| fs::metadata(file).map_or(0, |it| it.len()) == 0), "{words:?}");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

/// Only root can become another user.
#[test]
fn private_copy_is_unreadable_for_other_users() {
    let (program, temporary) = with_more_than_the_cache();
    if fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) != 0) {
        eprintln!("skipped: it needs root to read as another user");
        return;
    }
    fs::set_permissions(program.home(), fs::Permissions::from_mode(0o755)).unwrap();
    for words in COMMANDS {
        let mut child = start(&program, &temporary, words);
        assert!(has_copied(&mut child, &temporary), "{words:?} made no copy");
        let files = format!("cat {}/* {}/*/* /proc/{}/fd/*", temporary.display(), temporary.display(), child.id());
        let read = Command::new("/bin/sh").args(["-c", &files]).uid(2002).gid(2002).output().unwrap();
        assert!(read.stdout.is_empty(), "{words:?}: {} bytes were read", read.stdout.len());
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

/// The store is unchanged.
#[test]
fn private_copy_without_room_is_store_io() {
    let (program, _) = with_more_than_the_cache();
    for words in [COMMANDS[0], COMMANDS[2]] {
        let shell = "trap '' XFSZ; ulimit -f 1000";
        let ran: Ran = program.command_after(shell, &[words, &["--json"]].concat()).output().unwrap().into();
        assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{words:?}: {ran:?}");
    }
}

/// SQLite falls back to another folder if it can't write to the given one.
#[test]
fn comparison_of_small_store_needs_no_temporary_folder() {
    let program = with_people();
    let log = "{\"at\":\"2026-02-01T09:00:00Z\",\"contact\":\"+525512345678\",\"from\":\"contact\"}\n";
    fs::write(program.home().join("log.ndjson"), log).unwrap();
    let mut command = program.command(&[COMMANDS[0], &["--create-contacts", "--json"]].concat());
    let ran: Ran = command.env("TMPDIR", program.home().join("none")).output().unwrap().into();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
}

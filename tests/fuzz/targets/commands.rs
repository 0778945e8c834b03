//! Whole commands on a small store: after each, `check` finds the store sound, and what is undone is undone.

use std::env;

use super::inputs::{split_options, text};
use super::small_store::{AT, SmallStore};

/// A command line, a word on each line.
pub(super) fn command_line(input: &[u8]) {
    let Some(lines) = text(input) else { return };
    let words: Vec<_> = lines.lines().take(40).collect();
    // Files are written in the folder of the store only.
    if words.iter().any(|word| word.contains(['/', '\\', '\0']) || word.contains("..")) {
        return;
    }
    let (store, before) = (SmallStore::new(), env::current_dir().unwrap());
    env::set_current_dir(store.folder()).unwrap();
    store.run(&words);
    env::set_current_dir(before).unwrap();
    store.assert_sound(&words);
}

/// An import: `KIND OPTION…`, and the file below.
pub(super) fn import(input: &[u8]) {
    let (options, file) = split_options(input);
    let Some((kind, options)) = options.split_first() else { return };
    let kind = ["owner", "contact", "member", "team"].into_iter().find(|known| known == kind).unwrap_or("owner");
    if options.iter().any(|option| option.contains(['/', '\0']) || option.contains("save-profile")) {
        return;
    }
    let store = SmallStore::new();
    let file = store.file("accounts.csv", file);
    let rejects = store.folder().join("rejects.csv");
    let rejects = ["--on-error", "skip", "--rejects", rejects.to_str().unwrap()];
    let command = [&[kind, "import", file.as_str()], options].concat();
    store.run(&[&command, &["--dry-run", "--json"][..]].concat());
    change_and_undo(&store, &[&command, &["--at", AT][..]].concat());
    change_and_undo(&store, &[&command, &["--at", AT][..], &rejects[..]].concat());
}

/// A message log: options of `simulate-message`, and the log below.
pub(super) fn batch(input: &[u8]) {
    let (options, log) = split_options(input);
    if options.iter().any(|option| option.contains(['/', '\0'])) {
        return;
    }
    let store = SmallStore::new();
    let log = store.file("log.ndjson", log);
    let command = [&["simulate-message", "--batch", log.as_str()], &options[..]].concat();
    store.run(&[&command, &["--dry-run", "--json"][..]].concat());
    change_and_undo(&store, &command);
    store.run(&["scenario", "compare", &log, "--with", "assign-first-responder=off", "--json"]);
}

/// Runs a command. If it changed the store, undoes the change, and checks that everything is as it was.
fn change_and_undo(store: &SmallStore, command: &[&str]) {
    let before = crate::rows::dump(&store.path());
    let code = store.run(command);
    assert!([0, 1, 2, 3].contains(&code), "{code}: {command:?}");
    store.assert_sound(command);
    let after = crate::rows::dump(&store.path());
    if after == before {
        return;
    }
    assert!([0, 1].contains(&code), "{code}: {command:?}");
    assert_eq!(store.run(&["undo", "--last", "--at", AT]), 0, "{command:?}");
    store.assert_sound(command);
    let undone = crate::rows::dump(&store.path()).without_history();
    crate::rows::assert_same(&undone, &before.without_history(), command);
}

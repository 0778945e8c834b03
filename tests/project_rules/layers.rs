//! The layers of `src`: each module imports only from the layers below it.

use std::collections::BTreeMap;
use std::path::Path;

use super::files;
use super::source::SOURCES;

/// The allowed imports of each module of `src`, lowest layer first. Only the inbox uses rules and store.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    // Backups, rejects and reports are all written through it.
    ("files", &[]),
    ("rules", &["model"]),
    ("store", &["model", "files"]),
    ("formats", &["model"]),
    ("inbox", &["model", "files", "rules", "store"]),
    ("input", &["model", "files", "formats", "inbox"]),
    ("scenario", &["model", "files", "formats", "inbox", "input"]),
    ("report", &["model", "formats", "inbox"]),
    ("output", &["model", "formats", "inbox", "input", "scenario", "report"]),
    ("commands", &["model", "files", "formats", "inbox", "input", "scenario", "report", "output"]),
    ("cli", TOP),
    ("error", TOP),
    ("exit", TOP),
    ("interrupt", &[]),
    ("last_resort", &[]),
    ("lib", TOP),
    ("testing", TESTING),
    ("main", TOP),
];

/// The allowed imports of files of the top layer.
const TOP: &[&str] = &[
    "model",
    "files",
    "formats",
    "inbox",
    "input",
    "scenario",
    "output",
    "commands",
    "cli",
    "error",
    "exit",
    "interrupt",
    "last_resort",
];

/// The modules of the library that tests use.
const TESTING: &[&str] = &["model", "rules", "formats", "inbox", "input", "scenario", "output", "cli"];

/// The module of `src` that a file belongs to.
fn module(file: &Path) -> String {
    file.components().nth(1).unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_import_only_from_layers_below() {
    let layers: BTreeMap<_, _> = LAYERS.iter().copied().collect();
    for source in SOURCES.0.values() {
        let module = module(&source.file);
        let allowed = layers.get(module.as_str()).unwrap_or_else(|| panic!("`{module}` has no layer"));
        for import in source.modules_named() {
            let fine = import == module || allowed.contains(&import);
            assert!(fine, "{}: `{module}` must not import `{import}`", source.file.display());
        }
    }
}

#[test]
fn modules_name_each_other_from_the_root() {
    let at_the_root =
        |file: &Path| file.components().count() == 2 || file.ends_with("mod.rs") && file.components().count() == 3;
    for (file, text) in files("src", ".rs").iter().filter(|(file, _)| at_the_root(file)) {
        let climbs = text.replace("use super::*;", "").contains("super::");
        assert!(!climbs, "{}: write `crate::`, so that the direction of the import shows", file.display());
    }
}

#[test]
fn source_files_begin_with_their_purpose() {
    for (file, text) in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

//! The structure of `src`: no circles of imports, facades without logic, one name a type.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::source::{SOURCES, Sources};

type Files<'a> = BTreeMap<&'a Path, BTreeSet<&'a Path>>;

/// Every file that a file depends on, directly or through others.
fn reachable<'a>(from: &'a Path, files: &Files<'a>) -> BTreeSet<&'a Path> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        open.extend(files[file].iter().filter(|next| found.insert(**next)));
    }
    found
}

/// The groups of files that depend on each other.
fn circles<'a>(files: &Files<'a>) -> BTreeSet<BTreeSet<&'a Path>> {
    let reachable: Files<'a> = files.keys().map(|file| (*file, reachable(file, files))).collect();
    let circular = files.keys().filter(|file| reachable[**file].contains(**file));
    circular
        .map(|file| reachable[*file].iter().filter(|other| reachable[**other].contains(file)).copied().collect())
        .collect()
}

/// The imports between the files of a cycle, one per line.
fn described(circle: &BTreeSet<&Path>, files: &Files<'_>) -> String {
    let imports = |file: &Path| {
        let within = files[file].intersection(circle).map(|other| other.display().to_string());
        format!("  {} <- {}\n", file.display(), within.collect::<Vec<_>>().join(", "))
    };
    circle.iter().map(|file| imports(file)).collect()
}

#[test]
fn files_import_each_other_without_cycles() {
    let files = SOURCES.dependencies();
    let circles: Vec<_> = circles(&files).iter().map(|circle| described(circle, &files)).collect();
    assert!(circles.is_empty(), "{} circles:\n{}", circles.len(), circles.join("\n"));
}

#[test]
fn cycles_are_found_through_facades_and_aliases() {
    let texts = [
        ("src/lib.rs", "mod a;\nmod b;"),
        ("src/a/mod.rs", "mod one;\nmod two;\npub use one::{One, only as other};"),
        ("src/a/one.rs", "use super::two::Two;\npub struct One(Two);\npub fn only() {}"),
        ("src/a/two.rs", "pub struct Two;\npub fn call() { super::other() }"),
        ("src/b.rs", "use crate::a::{self, One};\nfn f(one: One) { a::other() }"),
    ];
    let texts = texts.map(|(file, text)| (PathBuf::from(file), text.to_owned()));
    let sources = Sources::parse(texts.into());
    let found: Vec<String> =
        circles(&sources.dependencies()).iter().flatten().map(|file| file.display().to_string()).collect();
    assert_eq!(found, ["src/a/one.rs", "src/a/two.rs"]);
}

#[test]
fn facades_have_no_functions() {
    let facades = SOURCES.0.values().filter(|source| source.file.ends_with("mod.rs"));
    let logic = facades.filter(|source| !source.functions.is_empty());
    let logic: Vec<_> = logic.map(|source| format!("{}: {:?}", source.file.display(), source.functions)).collect();
    assert!(logic.is_empty(), "{}", logic.join("\n"));
}

#[test]
fn type_names_are_unique() {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for source in SOURCES.0.values() {
        for name in &source.types {
            places.entry(name).or_default().push(source.file.display().to_string());
        }
    }
    let twice = places.iter().filter(|(_, files)| files.len() > 1);
    let twice: Vec<_> = twice.map(|(name, files)| format!("{name}: {}", files.join(", "))).collect();
    assert!(twice.is_empty(), "{} names:\n{}", twice.len(), twice.join("\n"));
}

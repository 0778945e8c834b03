//! The source of the library as a tree: its modules, what they define, and what they name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

use super::{files, project};

/// A path from the root of the crate: `["store", "history", "Record"]`.
pub(super) type Path = Vec<String>;

/// One file of `src`, without its test modules.
#[derive(Default)]
pub(super) struct Source {
    /// Relative to the project.
    pub(super) file: PathBuf,
    /// Structs, enums, unions, traits and type aliases.
    pub(super) types: Vec<String>,
    /// Functions and methods.
    pub(super) functions: Vec<String>,
    /// All named items except modules.
    items: BTreeSet<String>,
    /// The paths of names imported by `use`.
    aliases: BTreeMap<String, Path>,
    /// Modules whose names are imported by `*`.
    globs: Vec<Path>,
    /// Paths in the code, unresolved.
    paths: BTreeSet<Path>,
}

/// The modules of the crate by their path; the root's is empty.
pub(super) struct Sources(pub(super) BTreeMap<Path, Source>);

/// The sources of the library, parsed once.
pub(super) static SOURCES: LazyLock<Sources> = LazyLock::new(|| {
    // A file for other systems defines the same items as its counterpart.
    let is_elsewhere = |file: &std::path::Path| file.to_str().unwrap().ends_with("_elsewhere.rs");
    let is_of_library =
        |file: &std::path::Path| !is_of_tests(file) && !is_elsewhere(file) && !file.ends_with("main.rs");
    let texts = files("src", ".rs").into_iter().filter(|(file, _)| is_of_library(file));
    Sources::parse(texts.collect())
});

/// Whether a file is a test module.
fn is_of_tests(file: &std::path::Path) -> bool {
    let parent = fs::read_to_string(project(file.parent().unwrap().join("mod.rs").to_str().unwrap()));
    let name = file.file_stem().unwrap().to_str().unwrap();
    let declared = format!("#[cfg(test)]\nmod {name};");
    file.components().any(|part| part.as_os_str() == "tests") || parent.is_ok_and(|text| text.contains(&declared))
}

impl Sources {
    /// Parses files by their names relative to the project.
    pub(super) fn parse(texts: BTreeMap<PathBuf, String>) -> Self {
        let source = |(file, text): (PathBuf, String)| (module_path(&file), Source::parse(file, &text));
        Self(texts.into_iter().map(source).collect())
    }

    /// The files that each file depends on: those that define the names it uses.
    pub(super) fn dependencies(&self) -> BTreeMap<&std::path::Path, BTreeSet<&std::path::Path>> {
        let all = self.0.iter().map(|(module, source)| {
            let named = source.paths.iter().chain(source.aliases.values());
            let defined = named.filter_map(|path| self.definition(module, path, 0));
            (source.file.as_path(), defined.filter(|file| *file != source.file).collect())
        });
        all.collect()
    }

    /// The file that defines the item of a path in a module, through re-exports; `None` for other crates.
    fn definition(&self, module: &Path, path: &Path, depth: usize) -> Option<&std::path::Path> {
        assert!(depth < 50, "{module:?}: {path:?} leads in a circle");
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.below(&Path::new(), rest, depth),
            "self" => self.below(module, rest, depth),
            "super" => self.below(&module[..module.len().checked_sub(1)?].to_vec(), rest, depth),
            _ => self.below(module, path, depth),
        }
    }

    /// The same for a path that begins in a module. A module itself does not count, only its items.
    fn below(&self, module: &Path, path: &[String], depth: usize) -> Option<&std::path::Path> {
        let source = self.0.get(module)?;
        let (first, rest) = path.split_first()?;
        let child = [module.as_slice(), std::slice::from_ref(first)].concat();
        if first == "super" {
            self.below(&module[..module.len().checked_sub(1)?].to_vec(), rest, depth)
        } else if self.0.contains_key(&child) {
            self.below(&child, rest, depth)
        } else if source.items.contains(first) {
            Some(&source.file)
        } else if let Some(alias) = source.aliases.get(first) {
            self.definition(module, &[alias.as_slice(), rest].concat(), depth + 1)
        } else {
            let mut globs = source.globs.iter();
            globs.find_map(|glob| self.definition(module, &[glob.as_slice(), path].concat(), depth + 1))
        }
    }
}

/// The path of the module that a file holds.
fn module_path(file: &std::path::Path) -> Path {
    let path = file.strip_prefix("src").unwrap().with_extension("");
    let names = path.iter().map(|name| name.to_str().unwrap().to_owned());
    names.filter(|name| !["lib", "mod"].contains(&name.as_str())).collect()
}

impl Source {
    /// The modules of the crate named after `crate::`.
    pub(super) fn modules_named(&self) -> BTreeSet<&str> {
        let paths = self.paths.iter().chain(self.aliases.values());
        paths.filter(|path| path[0] == "crate").map(|path| path[1].as_str()).collect()
    }

    fn parse(file: PathBuf, text: &str) -> Self {
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut source = Self { file, ..Self::default() };
        source.visit_file(&parsed);
        source
    }

    fn define(&mut self, ident: &syn::Ident) {
        self.items.insert(ident.to_string());
    }

    fn define_type(&mut self, ident: &syn::Ident) {
        self.types.push(ident.to_string());
        self.define(ident);
    }

    fn import(&mut self, tree: &UseTree, before: Path) {
        let then = |name: &syn::Ident| [before.clone(), vec![name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.import(&path.tree, then(&path.ident)),
            UseTree::Name(name) if name.ident == "self" => self.alias(before.last().cloned(), before.clone()),
            UseTree::Name(name) => self.alias(Some(name.ident.to_string()), then(&name.ident)),
            UseTree::Rename(rename) => self.alias(Some(rename.rename.to_string()), then(&rename.ident)),
            UseTree::Glob(_) => self.globs.push(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before.clone())),
        }
    }

    fn alias(&mut self, name: Option<String>, path: Path) {
        // `use serde_json;` would resolve to itself.
        if path.len() > 1 {
            self.aliases.insert(name.unwrap(), path);
        }
    }
}

/// Whether an item is compiled for tests only.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(module) if is_test(&module.attrs) => return,
            Item::Fn(function) if is_test(&function.attrs) => return,
            Item::Use(import) if is_test(&import.attrs) => return,
            Item::Fn(function) => self.define(&function.sig.ident),
            Item::Struct(item) => self.define_type(&item.ident),
            Item::Enum(item) => self.define_type(&item.ident),
            Item::Trait(item) => self.define_type(&item.ident),
            Item::Type(item) => self.define_type(&item.ident),
            Item::Const(item) => self.define(&item.ident),
            Item::Static(item) => self.define(&item.ident),
            Item::Macro(item) => item.ident.iter().for_each(|ident| self.define(ident)),
            Item::Use(import) => self.import(&import.tree, Path::new()),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.functions.push(signature.ident.to_string());
        visit::visit_signature(self, signature);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.paths.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }
}

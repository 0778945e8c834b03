//! Plain English in what people read: messages, help, documents, comments, names of tests.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use regex::Regex;

use super::{files, project};

/// Banned phrases as regular expressions, with replacements.
const BANNED: &[(&str, &str)] = &[
    (r"any ?more\b", "no longer"),
    (r"no more\b(?! than)", "no longer, removed"),
    (r"isn't there", "is missing, doesn't exist"),
    (r"aren't there", "are missing, don't exist"),
    (r"(is|are) there already", "already exists"),
    (r"\bis no (?!longer)", "isn't a"),
    (r"\bis none of\b", "expected a, b or c"),
    (r"nobody ", "no member, unknown"),
    (r"\b(some|every)body\b", "a member, each member, people"),
    (r"\bwhoever\b", "the member that, the caller"),
    (r"\bwhom\b", "the member that, which"),
    (r"so many", "n, at most n"),
    (r"of a hundred", "%"),
    (r"stands twice", "duplicate"),
    (r"didn't come", "failed"),
    (r"was made\b", "was created"),
    (r"take[ns]? away", "removed"),
    (r"leave [^ ]+ away", "remove"),
    (r"what stands", "the text, the cell"),
    (r"whatever makes", "detected"),
    (r"what becomes of", "how ... is treated"),
    (r"give it again", "can be repeated"),
    (r"asked for these", "unknown"),
    (r"can't be (taken|played)", "is invalid"),
    (r"as before\b", "unchanged"),
    (r"newcomer", "new member"),
    (r"in the end\b", "afterwards"),
];

/// A banned phrase: `(?! ...)` is an allowed continuation, which the library doesn't support.
struct Phrase {
    regex: Regex,
    fine: Option<String>,
    instead: &'static str,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let phrase = |&(pattern, instead): &(&str, &'static str)| {
        let (pattern, fine) = pattern.split_once("(?!").unwrap_or((pattern, ""));
        let fine = fine.strip_suffix(')').map(str::to_owned);
        Phrase { regex: Regex::new(&format!("(?i){pattern}")).unwrap(), fine, instead }
    };
    BANNED.iter().map(phrase).collect()
});

/// The banned phrases of a line, with replacements.
pub(crate) fn findings(line: &str) -> Vec<String> {
    let line = line.replace('_', " ");
    let found = PHRASES.iter().flat_map(|phrase| {
        let fine = |end: usize| phrase.fine.as_ref().is_some_and(|fine| line[end..].starts_with(fine));
        let matches = phrase.regex.find_iter(&line).filter(move |found| !fine(found.end()));
        matches.map(|found| format!("`{}`: write: {}", found.as_str(), phrase.instead)).collect::<Vec<_>>()
    });
    found.collect()
}

/// Every text of the project that people read.
fn texts() -> BTreeMap<PathBuf, String> {
    let folders = [
        ("src", ""),
        ("tests", ".rs"),
        ("fixtures", ".yaml"),
        ("fixtures", ".json"),
        ("completions", ""),
        ("benches", ".rs"),
    ];
    let mut texts: BTreeMap<_, _> = folders.iter().flat_map(|(folder, ending)| files(folder, ending)).collect();
    for file in ["README.md", "CHANGELOG.md", "Cargo.toml", ".ci/run"] {
        texts.insert(file.into(), std::fs::read_to_string(project(file)).unwrap_or_default());
    }
    // Released migrations are never edited, and this file contains the banned phrases.
    let left_alone = |file: &PathBuf| file.starts_with("src/store/migrations") || file.ends_with("language.rs");
    texts.retain(|file, _| !left_alone(file));
    texts
}

#[test]
fn banned_phrases_are_found_with_replacements() {
    assert_eq!(findings("it is no longer there, and no more than 3"), Vec::<String>::new());
    assert_eq!(findings("fn owner_is_there_already"), ["`is there already`: write: already exists"]);
    assert_eq!(findings("It owns it No more."), ["`No more`: write: no longer, removed"]);
}

#[test]
fn texts_have_no_banned_phrases() {
    let texts = texts();
    let lines = texts.iter().flat_map(|(file, text)| text.lines().enumerate().map(move |line| (file, line)));
    let found = lines.flat_map(|(file, (number, line))| {
        findings(line).into_iter().map(move |finding| format!("{}:{}: {finding}", file.display(), number + 1))
    });
    let found: Vec<_> = found.collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

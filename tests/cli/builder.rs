//! Runs commands of the real program on a store of their own.
//!
//! A command must print nothing and exit with 0 unless the test expects otherwise. The environment is empty, the
//! folder new, and every command runs at [`START`] unless the test sets another time.

use std::collections::BTreeMap;
use std::fs;
use std::panic::Location;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;
use tempfile::TempDir;

use super::shapes;
use crate::program::time_option;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_inboxctl");

/// The time of commands.
pub(crate) const START: &str = "2026-01-01T00:00:00Z";

/// The commands that prepare [`Test::acme`].
const ACME: &str = "member add ana@acme.example --name Ana
    member add luis@acme.example
    member add eva@acme.example
    team add Sales --member ana@acme.example --member luis@acme.example
    contact add +525512345678 --first-name Rosa --account Acme --owner ana@acme.example";

/// A sequence of commands. Each runs when the next one is added, the last by [`Test::done`].
#[must_use = "the last command is run by `done`"]
pub(crate) struct Test {
    folder: TempDir,
    at: Option<&'static str>,
    environment: BTreeMap<&'static str, String>,
    /// The file that commands read as stdin.
    stdin: Option<&'static str>,
    step: Option<Step>,
}

/// A command with its expectations.
struct Step {
    typed: String,
    place: &'static Location<'static>,
    reader: Reader,
    stdout: Expected,
    stderr: Expected,
    status: i32,
    error: Option<Value>,
    store: Store,
}

/// The reader of the command's output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Test,
    None,
    /// A full disk.
    #[cfg(target_os = "linux")]
    Full,
}

/// The allowed changes of the store.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Store {
    Anything,
    Nothing,
}

/// The expectation on a stream.
enum Expected {
    Text(String),
    Start(String),
    Json(Value),
    Lines(Vec<Value>),
    Parts(Vec<(&'static str, Value)>),
    Column(&'static str, Value),
}

impl Test {
    /// In a new folder, without a store.
    pub(crate) fn bare() -> Self {
        let folder = TempDir::new().unwrap();
        let home = folder.path().to_str().unwrap().to_owned();
        let environment = BTreeMap::from([
            ("HOME", home.clone()),
            ("XDG_DATA_HOME", home + "/data"),
            ("INBOXCTL_STORE", "inbox.db".to_owned()),
            ("INBOXCTL_ACTOR", "tester".to_owned()),
            ("TZ", "UTC".to_owned()),
            ("INBOXCTL_TEST_CLOCK", START.to_owned()),
        ]);
        Self { folder, at: Some(START), environment, stdin: None, step: None }
    }

    /// With an empty store.
    pub(crate) fn new() -> Self {
        static STORE: LazyLock<Vec<u8>> = LazyLock::new(|| Test::bare().given("init").store().unwrap());
        Self::bare().file("inbox.db", &*STORE)
    }

    /// With Ana and Luis in team Sales, Eva in none, and contact Rosa owned by Ana: five changes.
    pub(crate) fn acme() -> Self {
        static STORE: LazyLock<Vec<u8>> = LazyLock::new(|| Test::new().given(ACME).store().unwrap());
        Self::bare().file("inbox.db", &*STORE)
    }

    /// Puts a file into the folder.
    pub(crate) fn file(mut self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        self.finish();
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
        self
    }

    /// The folder in which the commands run.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Puts this into the stdin of commands, from the next one on.
    pub(crate) fn stdin(self, text: &str) -> Self {
        Self { stdin: Some("stdin"), ..self.file("stdin", text) }
    }

    /// Sets a variable of the environment, from the next command on.
    pub(crate) fn env(mut self, name: &'static str, value: &str) -> Self {
        self.finish();
        self.environment.insert(name, value.to_owned());
        self
    }

    /// Unsets a variable of the environment, from the next command on.
    pub(crate) fn without_env(mut self, name: &'static str) -> Self {
        self.finish();
        self.environment.remove(name);
        self
    }

    /// Sets the time of the next commands; `None` uses the clock.
    pub(crate) fn at(mut self, time: impl Into<Option<&'static str>>) -> Self {
        self.finish();
        self.at = time.into();
        self
    }

    /// Runs commands that must succeed, one per line.
    #[track_caller]
    pub(crate) fn given(mut self, commands: &str) -> Self {
        self.finish();
        for typed in commands.lines() {
            let output = self.output(&words(typed), Reader::Test);
            assert!(output.status.success(), "inboxctl {typed}\n{}", text(&output.stderr));
        }
        self
    }

    /// Adds a command line without the program's name.
    #[track_caller]
    pub(crate) fn run(mut self, typed: &str) -> Self {
        self.finish();
        self.step = Some(Step {
            typed: typed.to_owned(),
            place: Location::caller(),
            reader: Reader::Test,
            stdout: Expected::Text(String::new()),
            stderr: Expected::Text(String::new()),
            status: 0,
            error: None,
            store: Store::Anything,
        });
        self
    }

    /// Expects this output; see [`unindented`].
    pub(crate) fn stdout(self, text: &str) -> Self {
        self.expect(|step| step.stdout = Expected::Text(unindented(text)))
    }

    /// Expects output that starts with this.
    pub(crate) fn stdout_starts(self, text: &str) -> Self {
        self.expect(|step| step.stdout = Expected::Start(unindented(text)))
    }

    /// Expects this JSON.
    pub(crate) fn json(self, value: Value) -> Self {
        self.expect(|step| step.stdout = Expected::Json(value))
    }

    /// Expects these lines of JSON.
    pub(crate) fn ndjson(self, values: impl IntoIterator<Item = Value>) -> Self {
        self.expect(|step| step.stdout = Expected::Lines(values.into_iter().collect()))
    }

    /// Expects JSON with this value at the JSON pointer; a missing value is null.
    pub(crate) fn part(self, pointer: &'static str, value: impl Into<Value>) -> Self {
        let part = (pointer, value.into());
        self.expect(|step| match &mut step.stdout {
            Expected::Parts(parts) => parts.push(part),
            other => *other = Expected::Parts(vec![part]),
        })
    }

    /// Expects a JSON list whose items have these values under this key.
    pub(crate) fn column(self, key: &'static str, values: impl Into<Value>) -> Self {
        let values = values.into();
        self.expect(|step| step.stdout = Expected::Column(key, values))
    }

    /// Expects this on stderr.
    pub(crate) fn stderr(self, text: &str) -> Self {
        self.expect(|step| step.stderr = Expected::Text(unindented(text)))
    }

    /// Expects stderr to start with this.
    pub(crate) fn stderr_starts(self, text: &str) -> Self {
        self.expect(|step| step.stderr = Expected::Start(unindented(text)))
    }

    /// Expects this JSON on stderr.
    pub(crate) fn stderr_json(self, value: Value) -> Self {
        self.expect(|step| step.stderr = Expected::Json(value))
    }

    /// Expects this exit code.
    pub(crate) fn status(self, status: i32) -> Self {
        self.expect(|step| step.status = status)
    }

    /// Runs the command with a closed stdout.
    pub(crate) fn unread(self) -> Self {
        self.expect(|step| step.reader = Reader::None)
    }

    /// Runs the command with stdout on a full disk.
    #[cfg(target_os = "linux")]
    pub(crate) fn unwritable(self) -> Self {
        self.expect(|step| step.reader = Reader::Full)
    }

    /// Expects an unchanged store file.
    pub(crate) fn leaves_the_store(self) -> Self {
        self.expect(|step| step.store = Store::Nothing)
    }

    /// Expects exit code 3 and this error in text and JSON, no result, and an unchanged store.
    pub(crate) fn refused(self, code: &str, message: &str, hint: impl Into<Option<&'static str>>) -> Self {
        self.fails(3, code, message, hint)
    }

    /// Expects this exit code and error in text and JSON, no result, and an unchanged store.
    pub(crate) fn fails(self, status: i32, code: &str, message: &str, hint: impl Into<Option<&'static str>>) -> Self {
        let hint = hint.into();
        let lines = hint.iter().flat_map(|hint| hint.lines());
        let hint_line = lines.fold(String::new(), |text, line| text + "hint: " + line + "\n");
        let error = serde_json::json!({ "error":
            { "code": code, "message": message, "hint": hint, "file": null, "line": null, "column": null } });
        self.expect(|step| {
            step.status = status;
            step.stderr = Expected::Text(format!("error: {message}\n{hint_line}"));
            step.error = Some(error);
            step.store = Store::Nothing;
        })
    }

    /// Expects wrong usage: exit code 2 and an error that starts with this.
    pub(crate) fn usage(self, error: &str) -> Self {
        self.expect(|step| {
            step.status = 2;
            step.stderr = Expected::Start(unindented(error));
            step.store = Store::Nothing;
        })
    }

    /// Returns the JSON error of a failing command.
    #[track_caller]
    pub(crate) fn error(&self, typed: &str) -> Value {
        let output = self.output(&words(typed), Reader::Test);
        assert!(!output.status.success(), "inboxctl {typed}");
        serde_json::from_slice::<Value>(&output.stderr).unwrap()["error"].take()
    }

    /// Returns the JSON that a command prints when it exits with this code.
    #[track_caller]
    pub(crate) fn answer(&self, typed: &str, status: i32) -> Value {
        let output = self.output(&words(typed), Reader::Test);
        assert_eq!(output.status.code(), Some(status), "inboxctl {typed}\n{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs the last command; the folder exists until the result is dropped.
    #[track_caller]
    pub(crate) fn done(mut self) -> TempDir {
        assert!(self.step.is_some(), "nothing was run");
        self.finish();
        self.folder
    }

    fn expect(mut self, set: impl FnOnce(&mut Step)) -> Self {
        let Some(step) = &mut self.step else { panic!("call `run` before its expectations") };
        set(step);
        self
    }

    fn finish(&mut self) {
        let Some(step) = self.step.take() else { return };
        let before = self.store();
        step.check(&self.output(&words(&step.typed), step.reader));
        if let Some(error) = &step.error {
            let typed = words(&step.typed).into_iter().chain(["--json".to_owned()]).collect::<Vec<_>>();
            step.check_error(error, &self.output(&typed, Reader::Test));
        }
        if step.store == Store::Nothing {
            assert!(before == self.store(), "{step}the store was changed");
        }
    }

    fn output(&self, words: &[String], reader: Reader) -> Output {
        let mut command = Command::new(PROGRAM);
        command.args(words).current_dir(self.folder.path()).env_clear().envs(&self.environment).stdin(Stdio::null());
        if let Some(at) = self.at {
            command.args(time_option(words, at));
        }
        if let Some(stdin) = self.stdin {
            command.stdin(fs::File::open(self.folder.path().join(stdin)).unwrap());
        }
        match reader {
            Reader::Test => {}
            Reader::None => {
                let (reader, writer) = std::io::pipe().unwrap();
                drop(reader);
                command.stdout(writer);
            }
            #[cfg(target_os = "linux")]
            Reader::Full => {
                command.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
            }
        }
        let output = command.output().unwrap();
        if reader == Reader::Test {
            shapes::check(words, self.format(), &output);
        }
        output
    }

    fn format(&self) -> Option<&str> {
        self.environment.get("INBOXCTL_FORMAT").map(String::as_str).filter(|format| format.contains("json"))
    }

    /// Returns the JSON values that a command prints, each with the name of its shape.
    pub(crate) fn answers(&self, typed: &str) -> Vec<shapes::Printed> {
        let words = words(typed);
        shapes::printed(&words, self.format(), &self.output(&words, Reader::Test))
    }

    fn store(&self) -> Option<Vec<u8>> {
        fs::read(self.folder.path().join("inbox.db")).ok()
    }
}

impl Step {
    fn check(&self, output: &Output) {
        let (stdout, stderr) = (comparable(&text(&output.stdout)), text(&output.stderr));
        self.stdout.check(self, "stdout", &stdout);
        self.stderr.check(self, "stderr", &stderr);
        let status = output.status.code();
        assert_eq!(status, Some(self.status), "{self}the exit code; stdout:\n{stdout}stderr:\n{stderr}");
    }

    fn check_error(&self, error: &Value, output: &Output) {
        Expected::Text(String::new()).check(self, "stdout with --json", &text(&output.stdout));
        Expected::Json(error.clone()).check(self, "stderr with --json", &text(&output.stderr));
        assert_eq!(output.status.code(), Some(self.status), "{self}the exit code with --json");
    }
}

/// Replaces the user of the system, and removes digests, which `expect.rs` tests.
fn comparable(text: &str) -> String {
    static PATTERNS: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
        [
            (r" \(digest [0-9a-f]{8}\)", ""),
            (r#""digest":\s?"[0-9a-f]{64}",\s*"#, ""),
            (r"(recorded \d.*) by \S+", "$1 by USER"),
            (r#""user":( ?)"[^"]*""#, r#""user":$1"USER""#),
        ]
        .map(|(pattern, instead)| (Regex::new(pattern).unwrap(), instead))
    });
    let replace = |text: String, (pattern, instead): &(Regex, &str)| pattern.replace_all(&text, *instead).into_owned();
    PATTERNS.iter().fold(text.to_owned(), replace)
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}: inboxctl {}", self.place, self.typed)
    }
}

impl Expected {
    fn check(&self, step: &Step, stream: &str, actual: &str) {
        let same = |expected: &str, actual: &str| {
            assert!(expected == actual, "{step}{stream}, expected:\n{expected}\n{stream}, actual:\n{actual}");
        };
        let json = |text: &str| -> Value {
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{step}{stream} is not JSON: {error}\n{text}"))
        };
        match self {
            Self::Text(expected) => same(expected, actual),
            Self::Start(expected) => same(expected, &start(actual, expected.chars().count())),
            Self::Json(expected) if json(actual) == *expected => {}
            Self::Json(expected) => same(&format!("{expected:#}"), &format!("{:#}", json(actual))),
            Self::Lines(expected) => {
                let lines: Vec<_> = actual.lines().map(json).collect();
                assert!(*expected == lines, "{step}{stream}, expected:\n{expected:#?}\n{stream}, actual:\n{actual}");
            }
            Self::Column(key, expected) => {
                let items = json(actual);
                let values: Value = items.as_array().unwrap().iter().map(|item| item[key].clone()).collect();
                assert_eq!(values, *expected, "{step}`{key}` of each item");
            }
            Self::Parts(parts) => {
                let actual = json(actual);
                for (pointer, expected) in parts {
                    let part = actual.pointer(pointer).unwrap_or(&Value::Null);
                    assert_eq!(part, expected, "{step}{stream}, at {pointer} of {actual:#}");
                }
            }
        }
    }
}

fn start(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Splits a command line as a shell does, at blanks outside of quotes.
pub(crate) fn words(typed: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in typed.trim().chars() {
        match (letter, quote) {
            ('\'' | '"', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (_, Some(open)) if letter == open => quote = None,
            (' ', None) => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// Removes the common indentation of a text that starts with a new line.
fn unindented(text: &str) -> String {
    let Some(block) = text.strip_prefix('\n') else { return text.to_owned() };
    let lines: Vec<_> = block.trim_end_matches(' ').lines().collect();
    let indents = lines.iter().filter(|line| !line.trim().is_empty());
    let indent = indents.map(|line| line.len() - line.trim_start().len()).min().unwrap_or_default();
    let lines: Vec<_> = lines.iter().map(|line| line.get(indent..).unwrap_or_default()).collect();
    lines.join("\n") + "\n"
}

#[test]
fn words_are_split_as_in_a_shell() {
    assert_eq!(words(r#" a 'b c' --d="e f" '' "#), ["a", "b c", "--d=e f", ""]);
}

#[test]
fn common_indentation_is_removed() {
    assert_eq!(unindented("\n    a\n      b\n\n    c\n    "), "a\n  b\n\nc\n");
    assert_eq!(unindented("a\n"), "a\n");
}

//! The README and the help topics: their examples are typed into a terminal, and their lists are complete.

use std::collections::BTreeSet;
use std::fs;

use regex::Regex;

use crate::project_rules::{commands, printed, project, scenarios};

const MOST_LINES: usize = 200;

/// A text with examples.
struct Document {
    name: String,
    text: String,
    /// The prefix of each line of an example.
    indent: &'static str,
    /// Columns of the terminal in which the examples are typed.
    width: u16,
    /// Commands that are typed before the examples, and not shown.
    preparation: &'static str,
}

/// A command and its output according to the document.
struct Example {
    typed: String,
    printed: String,
}

/// Two members and a team.
const DIRECTORY: &str = "
    inboxctl init --quiet
    inboxctl member add ana@acme.example --name Ana --quiet
    inboxctl member add luis@acme.example --name Luis --quiet
    inboxctl team add Sales --member ana@acme.example --quiet
";

/// A conversation that was reopened and assigned to a team.
const RETURNED: &str = "
    export INBOXCTL_STORE=store.db
    inboxctl init --quiet
    inboxctl member add ana@acme.example --name Ana --quiet
    inboxctl member add luis@acme.example --name Luis --quiet
    inboxctl team add Sales --member ana@acme.example --member luis@acme.example --quiet
    inboxctl contact add +525512345678 --first-name Rosa --owner luis@acme.example --quiet
    inboxctl simulate-message --contact +525512345678 --from contact --quiet
    inboxctl conversation close 1 --quiet
    inboxctl simulate-message --contact +525512345678 --from contact --quiet
    inboxctl simulate-message --contact +525512345678 --from flow --assign-team Sales --quiet
";

fn readme() -> Document {
    let text = fs::read_to_string(project("README.md")).unwrap();
    Document { name: "README.md".to_owned(), text, indent: "", width: 100, preparation: RETURNED }
}

/// The names of the topics, as the help lists them.
fn topics() -> Vec<String> {
    let help = printed(&["help", "--help"]);
    let list = help.split("\nTopics:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    list.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

fn topic(name: String) -> Document {
    let preparation = if ["tour", "scenarios"].contains(&name.as_str()) { "" } else { DIRECTORY };
    Document { text: printed(&["help", &name]), name, indent: "  ", width: 78, preparation }
}

/// The text between the fences of this kind.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let fences = Regex::new(&format!(r"(?s)```{kind}\n(.*?)```")).unwrap();
    fences.captures_iter(text).map(|block| block[1].to_owned()).collect()
}

impl Document {
    /// The lines of examples: of a topic, those that are indented from the first `$` on.
    fn lines(&self) -> Vec<String> {
        if self.indent.is_empty() {
            return blocks(&self.text, "console").iter().flat_map(|block| block.lines()).map(str::to_owned).collect();
        }
        let (mut lines, mut blank, mut is_example) = (Vec::new(), 0, false);
        for line in self.text.lines() {
            match line.strip_prefix(self.indent) {
                Some(line) if is_example || line.starts_with("$ ") => {
                    let gap = if line.starts_with("$ ") { 0 } else { blank };
                    lines.extend(vec![String::new(); gap]);
                    lines.push(line.to_owned());
                    (is_example, blank) = (true, 0);
                }
                Some(_) => {}
                None if line.is_empty() => blank += 1,
                None => (is_example, blank) = (false, 0),
            }
        }
        lines
    }

    /// `$ ` starts a command, `> ` continues it, and everything else is its output.
    fn examples(&self) -> Vec<Example> {
        let mut examples: Vec<Example> = Vec::new();
        for line in self.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                examples.push(Example { typed: format!("{command}\n"), printed: String::new() });
                continue;
            }
            let Some(example) = examples.last_mut() else { panic!("{}: an example starts with `$`", self.name) };
            match line.strip_prefix("> ") {
                Some(more) => example.typed.extend([more, "\n"]),
                None => example.printed.extend([&line, "\n"]),
            }
        }
        examples
    }
}

/// Removes blanks that can't be seen.
fn trimmed(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<Vec<_>>().concat()
}

#[cfg(unix)]
mod terminal {
    use std::fs::File;
    use std::io::Read as _;
    use std::path::Path;
    use std::process::{Command, Stdio};

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{Winsize, tcsetwinsize};
    use tempfile::TempDir;

    use super::Document;
    use crate::cli::PROGRAM;
    use crate::project_rules::project;

    const MARK: &str = "=== the next command ===";

    /// Types commands into one shell in a terminal, and returns what each printed.
    pub(super) fn typed(document: &Document, commands: &[&str]) -> Vec<String> {
        let folder = TempDir::new().unwrap();
        for name in ["hubspot.csv", "hubspot.yaml"] {
            let file = project("fixtures/imports/crm").join(name);
            std::fs::copy(file, folder.path().join(name)).unwrap();
        }
        let programs = Path::new(PROGRAM).parent().unwrap().display();
        let next = format!("echo '{MARK}'\n");
        let script = format!("{}{next}{}", document.preparation, commands.join(&next));
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        // Some terminals tell only their columns.
        let size = Winsize { ws_row: 0, ws_col: document.width, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let screen = || Stdio::from(File::options().read(true).write(true).open(&name).unwrap());
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).current_dir(folder.path()).env_clear().stdin(Stdio::null());
        shell.env("PATH", format!("{programs}:/usr/bin:/bin")).env("NO_COLOR", "1").env("TERM", "dumb");
        shell.env("INBOXCTL_STORE", "inbox.db").env("INBOXCTL_ACTOR", "admin");
        shell.env("TZ", "UTC").env("INBOXCTL_TEST_CLOCK", "2026-01-31T09:00:00Z");
        let mut running = shell.stdout(screen()).stderr(screen()).spawn().unwrap();
        drop(shell);
        let mut shown = Vec::new();
        // The end of a terminal is an error on Linux.
        let _ = File::from(master).read_to_end(&mut shown);
        running.wait().unwrap();
        let shown = String::from_utf8(shown).unwrap().replace("\r\n", "\n");
        let mark = format!("{MARK}\n");
        let mut parts = shown.split(&mark).map(str::to_owned);
        assert_eq!(parts.next().unwrap(), "", "{}: the preparation", document.name);
        parts.collect()
    }
}

#[test]
#[cfg(unix)]
fn readme_and_topic_examples_are_correct() {
    let mut with_examples = Vec::new();
    for document in topics().into_iter().map(topic).chain([readme()]) {
        let examples = document.examples();
        if examples.is_empty() {
            continue;
        }
        with_examples.push(document.name.clone());
        let commands: Vec<_> = examples.iter().map(|example| example.typed.as_str()).collect();
        let printed = terminal::typed(&document, &commands);
        assert_eq!(printed.len(), examples.len(), "{}: {printed:#?}", document.name);
        for (example, printed) in examples.iter().zip(printed) {
            let same = trimmed(&example.printed) == trimmed(&printed);
            let (name, typed, shown) = (&document.name, &example.typed, &example.printed);
            assert!(same, "{name}: $ {typed}shows:\n{shown}\nprints:\n{printed}");
        }
    }
    assert_eq!(with_examples, ["tour", "imports", "undo", "logs", "scenarios", "output", "README.md"]);
}

#[test]
fn readme_has_examples_and_fits_five_minutes() {
    let readme = readme();
    assert!(readme.examples().len() > 10);
    assert!(readme.text.lines().count() <= MOST_LINES, "{} lines", readme.text.lines().count());
}

#[test]
fn readme_names_two_essential_commands() {
    let commands = ["cargo run --release -- scenario test fixtures/scenarios\n", "cargo test --locked\n"];
    assert_eq!(blocks(&readme().text, "sh"), commands);
}

#[test]
fn readme_counts_the_scenarios() {
    let count = format!("{} scenarios", scenarios().len());
    assert!(readme().text.contains(&count), "there are {count}");
}

#[test]
fn readme_and_topics_name_only_existing_topics() {
    let topics = topics();
    let readme = readme().text;
    for name in &topics {
        assert!(readme.contains(&format!("`{name}`")), "{name}");
    }
    let text =
        topics.iter().map(|name| printed(&["help", name])).chain([readme.clone()]).collect::<Vec<_>>().join("\n");
    for found in Regex::new(r"`inboxctl\s+help\s+([a-z][a-z-]*)`").unwrap().captures_iter(&text) {
        assert!(topics.iter().any(|name| *name == found[1]), "{}", &found[0]);
    }
}

#[test]
fn topics_fit_80_columns() {
    for name in topics() {
        let text = printed(&["help", &name]);
        // The program doesn't break its messages: the terminal does.
        let is_message = |line: &&str| line.starts_with("  error: ") || line.starts_with("  hint: ");
        let wide = text.lines().filter(|line| !is_message(line)).find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{name}");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{name}");
    }
}

/// The commands that the table names: ``| `team add`, `list` | …`` are `team add` and `team list`.
fn commands_in_the_table() -> BTreeSet<String> {
    let readme = readme().text;
    let table = readme.split("## Commands\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let name = Regex::new("`([^`]+)`").unwrap();
    let mut commands = BTreeSet::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cell = row.split(" | ").next().unwrap();
        let names: Vec<_> = name.captures_iter(cell).map(|name| name[1].to_owned()).collect();
        let group = names[0].split_once(' ').map(|(group, _)| group.to_owned());
        let full = names.iter().enumerate().map(|(at, name)| match &group {
            Some(group) if at > 0 => format!("{group} {name}"),
            _ => name.clone(),
        });
        commands.extend(full);
    }
    commands
}

#[test]
fn readme_table_names_every_command() {
    let all = commands();
    let is_group = |words: &[String]| all.iter().any(|other| other.len() > words.len() && other.starts_with(words));
    let leaves: BTreeSet<_> = all.iter().filter(|words| !is_group(words)).map(|words| words.join(" ")).collect();
    assert_eq!(commands_in_the_table(), leaves);
}

//! The table of help topics, and the parts of them that are generated.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::formats::columns::{self, MEMBERS, TEAMS};
use crate::formats::table::{ColumnSpec, normal};
use crate::model::{AssignReason, OwnerReason, PassOverReason, RemovalReason, RuleId, UnassignedReason};

/// A subject of `help` that is not a command; also a man page of section 7.
#[derive(Debug, Clone, Copy)]
pub(in crate::commands) struct Topic {
    pub(in crate::commands) name: &'static str,
    /// What it explains, in a few words.
    pub(in crate::commands) about: &'static str,
    /// The text, in which `{rules}`, `{reasons}` and `{headers}` stand for their lists.
    template: &'static str,
}

/// The meaning of each exit code.
pub(in crate::commands) const EXIT_CODES: &str = include_str!("exit-codes.txt");

pub(in crate::commands) const TOPICS: &[Topic] = &[
    Topic::new("tour", "first steps, in five minutes", include_str!("tour.txt")),
    Topic::new("imports", "files of owners, members and teams: CSV and workbooks", include_str!("imports.txt")),
    Topic::new("undo", "what can be undone, and conflicts", include_str!("undo.txt")),
    Topic::new("logs", "message logs: replay and comparison", include_str!("logs.txt")),
    Topic::new("scenarios", "format of scenario files", include_str!("scenarios.txt")),
    Topic::new("ci", "scenarios and imports in CI", include_str!("ci.txt")),
    Topic::new("rules", "rules that decide who is assigned", include_str!("rules.txt")),
    Topic::new("reasons", "codes of the reasons", include_str!("reasons.txt")),
    Topic::new("store", "the store: locking, reading, backups, SQL", include_str!("store.txt")),
    Topic::new("output", "formats, scripts and pipes", include_str!("output.txt")),
    Topic::new("exit-codes", "meaning of the exit codes", EXIT_CODES),
];

impl Topic {
    const fn new(name: &'static str, about: &'static str, template: &'static str) -> Self {
        Self { name, about, template }
    }

    /// The topic with this name.
    pub(in crate::commands) fn find(name: &str) -> Option<&'static Self> {
        TOPICS.iter().find(|topic| topic.name == name)
    }

    /// The whole text, in lines of at most 80 characters.
    pub(in crate::commands) fn text(&self) -> String {
        let lists = [("{rules}", rules as fn() -> String), ("{reasons}", reasons), ("{headers}", headers)];
        lists.iter().fold(self.template.to_owned(), |text, (name, list)| {
            if text.contains(name) { text.replace(name, &list()) } else { text }
        })
    }

    /// A line for each topic, as a list of commands has them.
    pub(in crate::commands) fn list() -> String {
        table(TOPICS.iter().map(|topic| (topic.name, topic.about)))
    }
}

fn rules() -> String {
    table(RuleId::ALL.iter().map(|rule| (rule.code(), rule.sentence())))
}

fn reasons() -> String {
    let parts = [
        ("Why a member is assigned", table(AssignReason::ALL.iter().map(|it| (it.code(), it.sentence())))),
        ("Why a member is an owner", table(OwnerReason::ALL.iter().map(|it| (it.code(), it.sentence())))),
        ("Why an assignment or ownership ended", table(RemovalReason::ALL.iter().map(|it| (it.code(), it.sentence())))),
        ("Why a member was passed over", table(PassOverReason::ALL.iter().map(|it| (it.code(), it.sentence())))),
        ("Why no member is assigned", table(UnassignedReason::ALL.iter().map(|it| (it.code(), it.sentence())))),
    ];
    parts.map(|(heading, table)| format!("{heading}:\n{table}")).join("\n")
}

/// The headers of each column, for each kind of file.
fn headers() -> String {
    let kinds = [("contacts and owners", columns::MAPPING_COLUMNS), ("members", MEMBERS.known), ("teams", TEAMS.known)];
    let kinds =
        kinds.map(|(kind, known)| known.iter().fold(format!("  {kind}\n"), |text, column| text + &headers_of(column)));
    kinds.concat()
}

/// The headers of a column in lines, each spelling once.
fn headers_of(column: &ColumnSpec) -> String {
    const WIDTH: usize = 78;
    let (mut seen, mut lines) = (BTreeSet::new(), vec![format!("    {:13}", column.name)]);
    for header in column.headers.iter().flat_map(|known| known.headers).filter(|header| seen.insert(normal(header))) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + header.chars().count() + 2 <= WIDTH => {
                let _ = write!(line, " {header},");
            }
            _ => lines.push(format!("{:17} {header},", "")),
        }
    }
    lines.join("\n").trim_end_matches(',').to_owned() + "\n"
}

/// Words with their meanings, one a line.
fn table(rows: impl Iterator<Item = (&'static str, &'static str)> + Clone) -> String {
    let width = rows.clone().map(|(word, _)| word.len()).max().unwrap_or_default();
    rows.fold(String::new(), |text, (word, meaning)| text + &format!("  {word:width$}  {meaning}\n"))
}

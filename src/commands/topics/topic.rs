//! The table of help topics, and the parts of them that are generated.

use crate::model::{AssignReason, OwnerReason, PassOverReason, RemovalReason, RuleId, UnassignedReason};

/// A subject of `help` that is not a command; also a man page of section 7.
#[derive(Debug, Clone, Copy)]
pub(in crate::commands) struct Topic {
    pub(in crate::commands) name: &'static str,
    /// What it explains, in a few words.
    pub(in crate::commands) about: &'static str,
    /// The text, in which `{rules}` and `{reasons}` stand for their lists.
    template: &'static str,
}

/// The meaning of each exit code.
pub(in crate::commands) const EXIT_CODES: &str = include_str!("exit-codes.txt");

pub(in crate::commands) const TOPICS: &[Topic] = &[
    Topic::new("tour", "first steps, in five minutes", include_str!("tour.txt")),
    Topic::new("imports", "CSV files of owners, members and teams", include_str!("imports.txt")),
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
        self.template.replace("{rules}", &rules()).replace("{reasons}", &reasons())
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

/// Words with their meanings, one a line.
fn table(rows: impl Iterator<Item = (&'static str, &'static str)> + Clone) -> String {
    let width = rows.clone().map(|(word, _)| word.len()).max().unwrap_or_default();
    rows.fold(String::new(), |text, (word, meaning)| text + &format!("  {word:width$}  {meaning}\n"))
}

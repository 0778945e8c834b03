//! Other names of commands, which habits expect. No help lists them.

/// Commands with their other names, separated by blanks.
const ALIASES: [(&str, &str); 8] = [
    ("list", "ls"),
    ("remove", "rm delete"),
    ("member", "members"),
    ("team", "teams"),
    ("contact", "contacts"),
    ("owner", "owners"),
    ("conversation", "conversations"),
    ("scenario", "scenarios"),
];

/// Adds its other names to a command.
pub(super) fn with_aliases(command: clap::Command) -> clap::Command {
    match ALIASES.iter().find(|(name, _)| *name == command.get_name()) {
        Some((_, others)) => command.aliases(others.split(' ')),
        None => command,
    }
}

//! Commands whose options are added to the parser only when the command is typed. Adding those of all commands
//! would take a good part of every start.

use std::ops::Deref;

use clap::{ArgMatches, Args, Command, Error, FromArgMatches, Subcommand};

use super::shared;

/// The options of a command, or its subcommands. Its summary is the doc comment where it is listed.
#[derive(Debug)]
pub struct Deferred<T>(T);

impl<T> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Deferred<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| described(command, T::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| described(command, T::augment_args_for_update))
    }
}

impl<T: Subcommand> Subcommand for Deferred<T> {
    fn augment_subcommands(command: Command) -> Command {
        command.defer(|command| described(command, T::augment_subcommands))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        command.defer(|command| described(command, T::augment_subcommands_for_update))
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

/// Adds the options of a command and the shared ones that it accepts. The doc comment of the type becomes the
/// explanation in `--help`, below the summary.
fn described(command: Command, augment: fn(Command) -> Command) -> Command {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let command = shared::accept(augment(command.about(None)));
    let details = command.get_long_about().or(command.get_about()).map(ToString::to_string);
    match details {
        Some(details) => {
            let stop = if details.ends_with('.') { "" } else { "." };
            command.long_about(format!("{about}\n\n{details}{stop}")).about(about)
        }
        None => command.about(about),
    }
}

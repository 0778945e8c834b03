//! Contacts, conversations and changes that a command names: one, several, or a list on stdin.

use anyhow::Result;

use super::arguments::change;
use super::usage::Usage;
use crate::inbox::OnRefused;
use crate::input::read_id_list;
use crate::model::{ChangeId, Excerpt, Target};

/// The argument that stands for a list on stdin.
pub(super) const STDIN: &str = "-";

/// What a command is about.
pub(super) enum Targets<T = Target> {
    One(T),
    /// Several, or a list of any length.
    Several(Vec<T>),
}

impl Targets {
    /// Reads conversations by number or phone.
    pub(super) fn conversations(words: &[String]) -> Result<Self> {
        Self::read(words, |word| {
            let Ok(target) = word.parse();
            Ok(target)
        })
    }

    /// Reads contacts by phone, whatever the phone looks like.
    pub(super) fn contacts(words: &[String]) -> Result<Self> {
        Self::read(words, |word| Ok(Target::Contact(word)))
    }
}

impl Targets<ChangeId> {
    /// Reads changes by number.
    pub(super) fn changes(words: &[String]) -> Result<Self> {
        Self::read(words, |word| Ok(change(&word).map_err(|_| not_a_change(&word))?))
    }
}

/// Checks an argument of [`Targets::changes`].
pub(super) fn change_or_stdin(word: &str) -> Result<String, String> {
    if word != STDIN {
        change(word)?;
    }
    Ok(word.to_owned())
}

fn not_a_change(word: &str) -> Usage {
    let message = format!("expected the number of a change, found `{}`", Excerpt(word));
    Usage { message, hint: "see `inboxctl history list`".to_owned() }
}

impl<T> Targets<T> {
    pub(super) fn all(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }

    fn read(words: &[String], target: fn(String) -> Result<T>) -> Result<Self> {
        if let [one] = words
            && one != STDIN
        {
            return Ok(Self::One(target(one.clone())?));
        }
        let mut targets = Vec::with_capacity(words.len());
        for word in words {
            let listed = if word == STDIN { read_id_list()? } else { vec![word.clone()] };
            for word in listed {
                targets.push(target(word)?);
            }
        }
        Ok(Self::Several(targets))
    }
}

/// How a command that changes several treats those for which it is refused.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct SkipRefusedArgs {
    /// Change the others if it is refused for some, and list those
    #[arg(long)]
    skip_refused: bool,
}

impl SkipRefusedArgs {
    pub(super) fn on_refused(self) -> OnRefused {
        if self.skip_refused { OnRefused::Skip } else { OnRefused::Fail }
    }
}

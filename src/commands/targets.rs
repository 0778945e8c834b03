//! Contacts and conversations that a command names: one, several, or a list on stdin.

use anyhow::Result;

use crate::inbox::OnRefused;
use crate::input::read_id_list;
use crate::model::Target;

/// The argument that stands for a list on stdin.
pub(super) const STDIN: &str = "-";

/// What a command is about.
pub(super) enum Targets {
    One(Target),
    /// Several, or a list of any length.
    Several(Vec<Target>),
}

impl Targets {
    /// Reads conversations by number or phone.
    pub(super) fn conversations(words: &[String]) -> Result<Self> {
        Self::read(words, |word| {
            let Ok(target) = word.parse();
            target
        })
    }

    /// Reads contacts by phone, whatever the phone looks like.
    pub(super) fn contacts(words: &[String]) -> Result<Self> {
        Self::read(words, Target::Contact)
    }

    fn read(words: &[String], target: fn(String) -> Target) -> Result<Self> {
        if let [one] = words
            && one != STDIN
        {
            return Ok(Self::One(target(one.clone())));
        }
        let mut targets = Vec::with_capacity(words.len());
        for word in words {
            let listed = if word == STDIN { read_id_list()? } else { vec![word.clone()] };
            targets.extend(listed.into_iter().map(target));
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

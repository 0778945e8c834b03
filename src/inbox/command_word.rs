//! The command that the history records: as typed, but for contacts, which are named by their canonical phone.
//!
//! So the same contact is always named in the same way, and is found in the commands when its data is erased.

use super::error::Result;
use super::find::{self, Lookup};
use super::session::Session;
use crate::model::shell_line;

/// A word of a command line. That of a contact may begin with its option, as in `--contact=+525512345678`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandWord {
    Plain(String),
    /// A contact by phone or external id.
    Contact {
        option: String,
        typed: String,
    },
    /// A new phone of a contact.
    Phone {
        option: String,
        typed: String,
    },
}

impl CommandWord {
    pub fn typed(&self) -> String {
        match self {
            Self::Plain(word) => word.clone(),
            Self::Contact { option, typed } | Self::Phone { option, typed } => format!("{option}{typed}"),
        }
    }
}

impl Session<'_> {
    /// Records these words as the command of the change. They are looked up now, before contacts change; a word that
    /// names no contact is recorded as typed, since the change is refused for it.
    pub fn record_command(&mut self, words: &[CommandWord]) {
        let words: Vec<_> = words.iter().map(|word| self.recorded(word).unwrap_or_else(|_| word.typed())).collect();
        self.writer.set_command(shell_line(&words));
    }

    fn recorded(&self, word: &CommandWord) -> Result<String> {
        Ok(match word {
            CommandWord::Plain(word) => word.clone(),
            CommandWord::Phone { option, typed } => format!("{option}{}", self.phones.read(typed)?),
            CommandWord::Contact { option, typed } => {
                let word = find::named_contact(self.connection, typed)?;
                match find::contact_or_phone(self.connection, &word, self.phones)? {
                    Lookup::Existing(id) => format!("{option}{}", find::phone_of(self.connection, id)?),
                    Lookup::Unknown(phone) => format!("{option}{phone}"),
                }
            }
        })
    }
}

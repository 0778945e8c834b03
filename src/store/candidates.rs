//! Names and numbers in the store that a shell can complete.
//!
//! Each query reads some thousands of rows at most, however large the store is.

use rusqlite::Connection;

use super::StoreResult;
use crate::model::fold;

/// The kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateKind {
    Member,
    Team,
    Account,
    /// Phones.
    Contact,
    /// Open conversations by number, newest first, or contacts by phone.
    Conversation,
    /// Conversations that can be reopened, in the same way.
    ClosedConversation,
    /// Changes by number, newest first.
    Change,
    /// The same without those that were undone.
    UndoableChange,
}

/// A value that a shell can insert, with its description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreCandidate {
    pub value: String,
    pub description: Option<String>,
}

/// With more names than this, none is offered: a shell inserts their common beginning, and that of a part
/// may not be that of all.
const NAMES: usize = 1_000;

/// The number of conversations and changes that are offered, newest first.
const NEWEST: usize = 100;

impl CandidateKind {
    /// The statement that finds values and descriptions, for a prefix and a limit.
    fn sql(self) -> &'static str {
        match self {
            Self::Member => {
                "SELECT email, CASE active WHEN 1 THEN name ELSE concat_ws(', ', name, 'inactive') END FROM members
                 WHERE email >= ?1 AND email < ?1 || char(0x10ffff) ORDER BY email LIMIT ?2"
            }
            Self::Team => {
                "SELECT name, strategy FROM teams WHERE instr(name_key, ?1) = 1 ORDER BY name_key LIMIT ?2"
            }
            Self::Account => {
                "SELECT min(name), NULL FROM accounts
                 WHERE name_key >= ?1 AND name_key < ?1 || char(0x10ffff)
                 GROUP BY name_key ORDER BY name_key LIMIT ?2"
            }
            Self::Contact => {
                "SELECT phone, concat_ws(' ', first_name, last_name) FROM contacts
                 WHERE phone >= ?1 AND phone < ?1 || char(0x10ffff) ORDER BY phone LIMIT ?2"
            }
            // All open ones where they are few, and those among the latest where they are many.
            Self::Conversation => {
                "SELECT CAST(conversations.id AS TEXT), concat_ws(' ', first_name, last_name, phone)
                 FROM conversations JOIN contacts ON contacts.id = contact_id
                 WHERE status <> 'closed' AND conversations.id IN (
                     SELECT id FROM (SELECT id FROM conversations INDEXED BY one_open_conversation_a_contact
                                     WHERE status <> 'closed' LIMIT 10000)
                     UNION SELECT id FROM (SELECT id FROM conversations ORDER BY id DESC LIMIT 10000))
                   AND substr(conversations.id, 1, length(?1)) = ?1
                 ORDER BY conversations.id DESC LIMIT ?2"
            }
            Self::ClosedConversation => {
                "SELECT CAST(conversations.id AS TEXT), concat_ws(' ', first_name, last_name, phone)
                 FROM conversations JOIN contacts ON contacts.id = contact_id
                 WHERE status = 'closed'
                   AND conversations.id IN (SELECT id FROM conversations ORDER BY id DESC LIMIT 10000)
                   AND NOT EXISTS (SELECT 1 FROM conversations AS other WHERE other.contact_id = contacts.id
                                   AND (other.id > conversations.id OR other.status <> 'closed'))
                   AND substr(conversations.id, 1, length(?1)) = ?1
                 ORDER BY conversations.id DESC LIMIT ?2"
            }
            Self::Change => {
                "SELECT CAST(id AS TEXT), command FROM (SELECT id, command FROM changes ORDER BY id DESC LIMIT 10000)
                 WHERE substr(id, 1, length(?1)) = ?1 LIMIT ?2"
            }
            Self::UndoableChange => {
                "SELECT CAST(id AS TEXT), command FROM (SELECT id, command, undone_by FROM changes ORDER BY id DESC LIMIT 10000)
                 WHERE undone_by IS NULL AND substr(id, 1, length(?1)) = ?1 LIMIT ?2"
            }
        }
    }

    fn is_of_conversations(self) -> bool {
        matches!(self, Self::Conversation | Self::ClosedConversation)
    }

    fn is_numbered(self) -> bool {
        self.is_of_conversations() || matches!(self, Self::Change | Self::UndoableChange)
    }
}

/// Lists the values that begin with a text, in any case.
pub(crate) fn candidates(
    connection: &Connection,
    kind: CandidateKind,
    typed: &str,
) -> StoreResult<Vec<StoreCandidate>> {
    let kind = if kind.is_of_conversations() && typed.starts_with('+') { CandidateKind::Contact } else { kind };
    let limit = if kind.is_numbered() { NEWEST } else { NAMES + 1 };
    let mut statement = connection.prepare(kind.sql())?;
    let found = statement.query_map((fold(typed), limit), |row| {
        let description: Option<String> = row.get(1)?;
        Ok(StoreCandidate { value: row.get(0)?, description: description.filter(|text| !text.is_empty()) })
    })?;
    let found: Vec<_> = found.collect::<Result<_, _>>()?;
    Ok(if found.len() > NAMES { Vec::new() } else { found })
}

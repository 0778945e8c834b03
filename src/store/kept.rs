//! Contacts cached while a message log is replayed: with their open conversation and all that is needed
//! to write its rows later, many at once.

use rusqlite::Connection;

use super::{StoreError, StoreResult, contact_state};
use crate::model::{AssignReason, ContactId, ConversationId, MemberId, OwnerReason, Status, TeamId};

/// A contact with its owners and its open conversation.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) contact: ContactId,
    pub(crate) owners: Vec<MemberId>,
    pub(crate) next_owner: i64,
    pub(crate) past: bool,
    pub(crate) talk: Option<Talk>,
}

#[derive(Debug, Clone)]
pub(crate) struct Talk {
    pub(crate) id: ConversationId,
    pub(crate) status: Status,
    pub(crate) team: Option<TeamId>,
    pub(crate) contact_wrote: bool,
    pub(crate) handed_over: bool,
    pub(crate) first_responder: Option<MemberId>,
    /// In nanoseconds.
    pub(crate) opened_at: i64,
    /// Who is on it, as they joined.
    pub(crate) seats: Vec<Seat>,
    pub(crate) state: State,
}

/// Whether the store has a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Not yet.
    New,
    /// Unchanged.
    Stored,
    /// In an older state.
    Changed,
}

/// A member's place on a conversation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat {
    pub(crate) member: MemberId,
    /// In nanoseconds.
    pub(crate) since: i64,
    pub(crate) position: u32,
    pub(crate) reason: AssignReason,
    /// Whether the store has it.
    pub(crate) stored: bool,
}

/// A conversation with what its row has beside.
#[derive(Clone, Copy)]
pub(crate) struct TalkRow<'k> {
    pub(crate) contact: ContactId,
    pub(crate) talk: &'k Talk,
    /// In nanoseconds.
    pub(crate) closed_at: Option<i64>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnerRow {
    pub(crate) contact: ContactId,
    pub(crate) member: MemberId,
    pub(crate) position: i64,
    pub(crate) reason: OwnerReason,
    /// In nanoseconds.
    pub(crate) since: i64,
}

impl Kept {
    /// A contact of which nothing is stored but itself.
    pub(crate) fn fresh(contact: ContactId) -> Self {
        Self { contact, owners: Vec::new(), next_owner: 0, past: false, talk: None }
    }

    /// The contact with this canonical phone, as it is stored.
    pub(crate) fn load(connection: &Connection, phone: &str) -> StoreResult<Option<Self>> {
        let sql = "SELECT contacts.id, member_id, position FROM contacts
                   LEFT JOIN contact_owners ON contact_id = contacts.id WHERE phone = ?1 ORDER BY position";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([phone])?;
        let mut kept = None;
        while let Some(row) = rows.next()? {
            let contact = ContactId(row.get(0)?);
            let kept = kept.get_or_insert_with(|| Self::fresh(contact));
            if let Some(member) = row.get::<_, Option<i64>>(1)? {
                kept.owners.push(MemberId(member));
                kept.next_owner = row.get::<_, i64>(2)? + 1;
            }
        }
        if let Some(kept) = &mut kept {
            kept.load_talk(connection)?;
        }
        Ok(kept)
    }

    /// The latest conversation: an open one always is.
    fn load_talk(&mut self, connection: &Connection) -> StoreResult<()> {
        let sql = "SELECT id, status, team_id, contact_wrote, handed_over, first_responder_id, opened_at
                   FROM conversations WHERE contact_id = ?1 ORDER BY id DESC LIMIT 1";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([self.contact.0])?;
        let Some(row) = rows.next()? else { return Ok(()) };
        let id = ConversationId(row.get(0)?);
        let status = contact_state::read_status(id, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
        if status == Status::Closed {
            self.past = true;
            return Ok(());
        }
        self.talk = Some(Talk {
            id,
            status,
            team: row.get::<_, Option<i64>>(2)?.map(TeamId),
            contact_wrote: row.get(3)?,
            handed_over: row.get(4)?,
            first_responder: row.get::<_, Option<i64>>(5)?.map(MemberId),
            opened_at: row.get(6)?,
            seats: seats(connection, id)?,
            state: State::Stored,
        });
        Ok(())
    }

    /// About how much memory it takes, in bytes.
    pub(crate) fn size(&self) -> usize {
        let seats = self.talk.as_ref().map_or(0, |talk| talk.seats.capacity());
        size_of::<Self>() + self.owners.capacity() * size_of::<MemberId>() + seats * size_of::<Seat>()
    }
}

impl Talk {
    pub(crate) fn opened(id: ConversationId, status: Status, opened_at: i64) -> Self {
        Self {
            id,
            status,
            team: None,
            contact_wrote: false,
            handed_over: false,
            first_responder: None,
            opened_at,
            seats: Vec::new(),
            state: State::New,
        }
    }

    /// Marks a stored conversation as changed.
    pub(crate) fn touch(&mut self) {
        if self.state == State::Stored {
            self.state = State::Changed;
        }
    }

    pub(crate) fn next_position(&self) -> u32 {
        self.seats.last().map_or(0, |seat| seat.position + 1)
    }
}

fn seats(connection: &Connection, id: ConversationId) -> StoreResult<Vec<Seat>> {
    let sql = "SELECT member_id, since, position, reason FROM assignments WHERE conversation_id = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let mut seats = Vec::new();
    while let Some(row) = rows.next()? {
        let reason = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        let reason = reason.parse().map_err(|error| StoreError::bad_row("assignments", id.0, error))?;
        let (member, since, position) = (MemberId(row.get(0)?), row.get(1)?, row.get(2)?);
        seats.push(Seat { member, since, position, reason, stored: true });
    }
    Ok(seats)
}

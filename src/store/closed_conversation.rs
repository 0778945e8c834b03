//! A closed conversation that a request names, with what the history says of its closing.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::contact_state::{conversation, latest_conversation, open_conversation_id};
use super::history::entries_of_conversation;
use super::{StoreError, StoreResult};
use crate::model::{
    AssignReason, Before, ClosedConversation, ContactId, Conversation, ConversationId, Effect, ReopenObstacle,
    StateMismatch, Status,
};

pub(crate) fn closed_conversation(
    connection: &Connection,
    contact: ContactId,
    id: ConversationId,
) -> StoreResult<ClosedConversation> {
    let closed = conversation(connection, id)?.ok_or(StateMismatch)?;
    let latest = latest_conversation(connection, contact)?;
    let obstacle = match open_conversation_id(connection, contact)? {
        _ if !exists(connection, contact)? => Some(ReopenObstacle::ErasedContact),
        Some(open) => Some(ReopenObstacle::Open(open)),
        None => latest.filter(|latest| *latest != id).map(ReopenObstacle::Later),
    };
    let closed_in = status_at_closing(connection, id)?.unwrap_or_else(|| likely_status(&closed));
    Ok(ClosedConversation { conversation: closed, closed_in, obstacle })
}

/// Of an erased contact, only its conversations are left.
fn exists(connection: &Connection, contact: ContactId) -> StoreResult<bool> {
    Ok(connection.prepare_cached("SELECT 1 FROM contacts WHERE id = ?1")?.exists([contact.0])?)
}

/// The status in which a conversation was closed last: by hand, by a flow, a message log or an undo, all of which
/// leave the same before-image.
fn status_at_closing(connection: &Connection, id: ConversationId) -> StoreResult<Option<Status>> {
    let mut status = None;
    entries_of_conversation::<StoreError>(connection, id, |entry| {
        for record in entry.effects {
            if let (Effect::CloseConversation { conversation }, Some(Before::Status(was))) = (record.effect, record.was)
                && conversation == id
            {
                status = Some(was);
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(status)
}

/// The status of a conversation that another program closed, so that the history doesn't say it.
fn likely_status(closed: &Conversation) -> Status {
    let has_reply = closed.assigned.seats().any(|seat| seat.reason == AssignReason::Replied);
    if has_reply || closed.first_responder.is_some() { Status::InProgress } else { Status::New }
}

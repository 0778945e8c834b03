//! A closed conversation that a request names, with what the history says of its closing.

use rusqlite::Connection;

use super::StoreResult;
use super::contact_state::{conversation, latest_conversation, open_conversation_id};
use super::effect_record::EffectRecord;
use super::history::read_steps;
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
    let sql = "SELECT id, steps FROM entries WHERE conversation_id = ?1 AND instr(steps, '\"close-conversation\"') > 0
               ORDER BY id DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    while let Some(row) = rows.next()? {
        let records = read_steps(row)?.into_iter().flat_map(|step| step.did);
        if let Some(status) = records.filter_map(|record| closed_from(&record, id)).next_back() {
            return Ok(Some(status));
        }
    }
    Ok(None)
}

/// The status before an effect that closed the conversation.
fn closed_from(record: &EffectRecord, id: ConversationId) -> Option<Status> {
    match (&record.effect, &record.was) {
        (Effect::CloseConversation { conversation }, Some(Before::Status(was))) if *conversation == id => Some(*was),
        _ => None,
    }
}

/// The status of a conversation that another program closed, so that the history doesn't say it.
fn likely_status(closed: &Conversation) -> Status {
    let has_reply = closed.assigned.seats().any(|seat| seat.reason == AssignReason::Replied);
    if has_reply || closed.first_responder.is_some() { Status::InProgress } else { Status::New }
}

//! Writes the rows of changed contacts: the only writer of owners, conversations and assignments but for
//! batches of new contacts. Rows are written in sorted runs; a single command is a run of one.

use super::writer::Writer;
use crate::model::code::Codes;
use crate::model::{AssignReason, ContactId, ContactState, Conversation, OwnerReason, Roster, RowState, Seat};
use crate::store::StoreResult;

/// How many conversations or contacts are written before their seats are.
const RUN: usize = 1024;

/// A table of seats.
struct SeatTable {
    name: &'static str,
    /// The column of what the members belong to.
    subject: &'static str,
    /// The column of a flag: whether the conversation is open, or the owner pinned.
    flag: &'static str,
}

const ASSIGNMENTS: SeatTable = SeatTable { name: "assignments", subject: "conversation_id", flag: "is_open" };
const OWNERS: SeatTable = SeatTable { name: "contact_owners", subject: "contact_id", flag: "pinned" };

/// The members of one conversation, or the owners of one contact.
#[derive(Clone, Copy)]
struct Seats<'s, R> {
    subject: i64,
    roster: &'s Roster<R>,
    /// Whether the conversation is open; none for owners.
    is_open: Option<bool>,
}

impl<R> Seats<'_, R> {
    /// The value of the flag of a seat.
    fn flag(&self, seat: &Seat<R>) -> bool {
        self.is_open.unwrap_or(seat.pinned)
    }
}

impl Writer<'_> {
    /// Writes what has changed of these contacts since they were loaded.
    pub(crate) fn save(&mut self, states: &[&ContactState]) -> StoreResult<()> {
        self.save_conversations(states.iter().flat_map(|state| state.conversations()).collect())?;
        self.save_owners(states.iter().map(|state| (state.contact, &state.owners)).collect())
    }

    /// Writes what has changed of these conversations.
    pub(crate) fn save_conversations(&mut self, mut changed: Vec<&Conversation>) -> StoreResult<()> {
        changed.retain(|conversation| conversation.row != RowState::Stored);
        changed.sort_unstable_by_key(|conversation| conversation.id);
        self.delete_removed(&changed)?;
        changed.retain(|conversation| conversation.row != RowState::Removed);
        // A contact has one open conversation: others are removed and closed before one is reopened.
        let (reopened, others): (Vec<&Conversation>, Vec<_>) =
            changed.iter().partition(|it| it.row == RowState::Changed && it.is_open());
        others.into_iter().chain(reopened).try_for_each(|conversation| self.write_stored(conversation))?;
        for changed in changed.chunks(RUN) {
            let new: Vec<_> = changed.iter().filter(|it| it.row == RowState::New).copied().collect();
            self.insert_conversations(&new)?;
            self.insert_seats(&ASSIGNMENTS, &changed.iter().map(|it| seats(it)).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Writes what has changed of the owners of these contacts.
    pub(crate) fn save_owners(&mut self, mut changed: Vec<(ContactId, &Roster<OwnerReason>)>) -> StoreResult<()> {
        changed.retain(|(_, owners)| owners.is_changed());
        changed.sort_unstable_by_key(|(contact, _)| *contact);
        for changed in changed.chunks(RUN) {
            let owners = changed.iter().map(|(contact, roster)| Seats { subject: contact.0, roster, is_open: None });
            let owners: Vec<_> = owners.collect();
            owners.iter().try_for_each(|owners| self.change_seats(&OWNERS, owners))?;
            self.insert_seats(&OWNERS, &owners)?;
        }
        Ok(())
    }

    /// Deletes conversations with their assignments; those with consecutive numbers together.
    fn delete_removed(&self, changed: &[&Conversation]) -> StoreResult<()> {
        let removed: Vec<_> =
            changed.iter().filter(|it| it.row == RowState::Removed).map(|conversation| conversation.id.0).collect();
        for run in removed.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            self.execute("DELETE FROM assignments WHERE conversation_id BETWEEN ?1 AND ?2", (first, last))?;
            self.execute("DELETE FROM conversations WHERE id BETWEEN ?1 AND ?2", (first, last))?;
        }
        Ok(())
    }

    /// Updates the rows of a conversation that are stored.
    fn write_stored(&self, conversation: &Conversation) -> StoreResult<()> {
        self.change_seats(&ASSIGNMENTS, &seats(conversation))?;
        if conversation.row == RowState::Changed { self.update_conversation(conversation) } else { Ok(()) }
    }

    fn update_conversation(&self, conversation: &Conversation) -> StoreResult<()> {
        self.execute(
            "UPDATE conversations SET status = ?2, team_id = ?3, contact_wrote = ?4, handed_over = ?5,
                 first_responder_id = ?6, closed_at = ?7, pick_id = ?8, picked_at = ?9 WHERE id = ?1",
            (
                conversation.id.0,
                conversation.status.code(),
                conversation.team.map(|team| team.0),
                conversation.contact_wrote,
                conversation.handed_over,
                conversation.first_responder.map(|member| member.0),
                conversation.closed_at,
                conversation.pick.map(|member| member.0),
                conversation.picked_at(),
            ),
        )
    }

    fn insert_conversations(&self, conversations: &[&Conversation]) -> StoreResult<()> {
        let into = "conversations (id, contact_id, status, team_id, contact_wrote, handed_over,
                    first_responder_id, opened_at, closed_at, pick_id, picked_at)";
        self.insert(into, 11, conversations, |statement, place, conversation| {
            statement.raw_bind_parameter(place + 1, conversation.id.0)?;
            statement.raw_bind_parameter(place + 2, conversation.contact.0)?;
            statement.raw_bind_parameter(place + 3, conversation.status.code())?;
            statement.raw_bind_parameter(place + 4, conversation.team.map(|team| team.0))?;
            statement.raw_bind_parameter(place + 5, conversation.contact_wrote)?;
            statement.raw_bind_parameter(place + 6, conversation.handed_over)?;
            statement.raw_bind_parameter(place + 7, conversation.first_responder.map(|member| member.0))?;
            statement.raw_bind_parameter(place + 8, conversation.opened_at)?;
            statement.raw_bind_parameter(place + 9, conversation.closed_at)?;
            statement.raw_bind_parameter(place + 10, conversation.pick.map(|member| member.0))?;
            statement.raw_bind_parameter(place + 11, conversation.picked_at())
        })
    }

    /// Deletes the rows of members who are gone, and updates those who have moved.
    fn change_seats<R>(&self, table: &SeatTable, seats: &Seats<'_, R>) -> StoreResult<()> {
        let SeatTable { name, subject, flag } = table;
        for seat in seats.roster.rows(RowState::Removed) {
            let sql = format!("DELETE FROM {name} WHERE {subject} = ?1 AND member_id = ?2");
            self.execute(&sql, (seats.subject, seat.member.0))?;
        }
        for seat in seats.roster.rows(RowState::Changed) {
            let sql = format!("UPDATE {name} SET position = ?3, {flag} = ?4 WHERE {subject} = ?1 AND member_id = ?2");
            self.execute(&sql, (seats.subject, seat.member.0, seat.position, seats.flag(seat)))?;
        }
        Ok(())
    }

    fn insert_seats<R: Codes + Copy>(&self, table: &SeatTable, of: &[Seats<'_, R>]) -> StoreResult<()> {
        let mut rows: Vec<(i64, bool, Seat<R>)> = Vec::with_capacity(of.len() * 4);
        for seats in of {
            let start = rows.len();
            rows.extend(seats.roster.rows(RowState::New).map(|seat| (seats.subject, seats.flag(seat), *seat)));
            rows.get_mut(start..).unwrap_or_default().sort_unstable_by_key(|(.., seat)| seat.member);
        }
        let SeatTable { name, subject, flag } = table;
        let into = format!("{name} ({subject}, member_id, position, reason, since, change_id, {flag})");
        self.insert(&into, 7, &rows, |statement, place, (subject, flag, seat)| {
            statement.raw_bind_parameter(place + 1, subject)?;
            statement.raw_bind_parameter(place + 2, seat.member.0)?;
            statement.raw_bind_parameter(place + 3, seat.position)?;
            statement.raw_bind_parameter(place + 4, seat.reason.as_code())?;
            statement.raw_bind_parameter(place + 5, seat.since)?;
            statement.raw_bind_parameter(place + 6, seat.change.0)?;
            statement.raw_bind_parameter(place + 7, flag)
        })
    }
}

fn seats(conversation: &Conversation) -> Seats<'_, AssignReason> {
    Seats { subject: conversation.id.0, roster: &conversation.assigned, is_open: Some(conversation.is_open()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChangeId, ConversationId, Effect, Moment, Status, Time};
    use crate::store::history::ChangeMeta;
    use crate::store::{Store, contact_state};

    const NOW: Time = Time::from_nanoseconds(1);

    fn meta() -> ChangeMeta {
        let [actor, user, command] = [(); 3].map(|()| String::new());
        ChangeMeta { at: NOW, recorded_at: NOW, actor, user, command }
    }

    #[test]
    fn open_conversation_is_closed_before_another_one_is_reopened() {
        for (open, closed) in [(1, 2), (2, 1)].map(|(open, closed)| (ConversationId(open), ConversationId(closed))) {
            let mut store = Store::in_memory().unwrap();
            let transaction = store.begin().unwrap();
            transaction.execute("INSERT INTO contacts (id, phone) VALUES (1, '+525512345678')", []).unwrap();
            for (id, status, closed_at) in [(open, "new", None), (closed, "closed", Some(1))] {
                let sql = "INSERT INTO conversations (id, contact_id, status, opened_at, closed_at) VALUES (?1, 1, ?2, 1, ?3)";
                transaction.execute(sql, (id.0, status, closed_at)).unwrap();
            }
            let change = |id, effect: &Effect| {
                let mut conversation = contact_state::conversation(&transaction, id).unwrap().unwrap();
                let moment = Moment { at: NOW.as_nanoseconds(), change: ChangeId(1) };
                conversation.apply(moment, effect, &mut |_, _| {}).unwrap();
                conversation
            };
            let reopened = change(closed, &Effect::ReopenConversation { conversation: closed, status: Status::Flow });
            let closed_now = change(open, &Effect::CloseConversation { conversation: open });
            Writer::new(&transaction, meta()).save_conversations(vec![&reopened, &closed_now]).unwrap();
            let now = contact_state::open_conversation_id(&transaction, ContactId(1)).unwrap();
            assert_eq!(now, Some(closed));
        }
    }
}

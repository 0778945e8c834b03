//! Writes the cached conversations of a message log, many rows a statement, and its decisions into the
//! history.

use std::collections::BTreeSet;

use super::writer::Writer;
use crate::model::{ChangeId, ConversationId, MemberId, PassedOver, Status, TeamId, Time};
use crate::store::effect_record::{Before, EffectRecord, EntrySubject, StoredDecision};
use crate::store::kept::{OwnerRow, Seat, State, TalkRow};
use crate::store::{StoreError, StoreResult};

/// How many conversations are written before their assignments are.
const TALKS: usize = 1024;

/// A decision as the history keeps it, for [`Writer::write_steps`]; `at` where it is not the time of
/// the change.
pub fn encode_step(
    at: Option<Time>,
    did: Vec<EffectRecord>,
    passed: Vec<PassedOver>,
    into: &mut Vec<u8>,
) -> StoreResult<()> {
    let step = StoredDecision { at: at.map(Time::as_nanoseconds), did, passed, ..StoredDecision::default() };
    serde_json::to_writer(into, &step).map_err(|error| StoreError::Damaged(error.to_string()))
}

impl Writer<'_> {
    /// The number of this change, which is about to have an effect.
    pub fn begin(&mut self) -> StoreResult<ChangeId> {
        self.change()
    }

    /// Counts the effects of decisions and the members that they name.
    pub fn count_steps(&mut self, effects: i64, members: BTreeSet<MemberId>) {
        self.effect_count += effects;
        self.members.extend(members);
    }

    /// Writes an entry of steps that stand behind each other, with commas between them. Their effects
    /// have been counted.
    pub fn write_steps(&mut self, (contact, conversation): EntrySubject, steps: &str) -> StoreResult<()> {
        self.insert_entry(contact, conversation, None, &format!("[{steps}]"))
    }

    /// By how much this change moves the number of a member's active conversations.
    pub fn move_load(&mut self, member: MemberId, by: i64) {
        self.add_load(member, by);
    }

    /// What is stored of a member's place on a conversation, as the history keeps it.
    pub(crate) fn was_seat(&self, conversation: ConversationId, seat: &Seat) -> StoreResult<Before> {
        let change = match self.change {
            Some(change) if !seat.stored => change,
            Some(_) | None => {
                let sql = "SELECT change_id FROM assignments WHERE conversation_id = ?1 AND member_id = ?2";
                ChangeId(self.prepare(sql)?.query_row((conversation.0, seat.member.0), |row| row.get(0))?)
            }
        };
        let (position, reason, since) = (i64::from(seat.position), seat.reason, seat.since);
        Ok(Before::Assignment { position, reason, since, change })
    }

    pub(crate) fn delete_seats(&self, gone: &[(ConversationId, MemberId)]) -> StoreResult<()> {
        for (conversation, member) in gone {
            let sql = "DELETE FROM assignments WHERE conversation_id = ?1 AND member_id = ?2";
            self.execute(sql, (conversation.0, member.0))?;
        }
        Ok(())
    }

    /// Writes conversations that have changed, in the order of their numbers, with who is on them.
    pub(crate) fn write_talks(&mut self, talks: &[TalkRow<'_>]) -> StoreResult<()> {
        for row in talks.iter().filter(|row| row.talk.state == State::Changed) {
            self.update_talk(row)?;
        }
        for talks in talks.chunks(TALKS) {
            let new: Vec<_> = talks.iter().filter(|row| row.talk.state == State::New).copied().collect();
            self.insert_talks(&new)?;
            self.insert_seats(talks)?;
        }
        Ok(())
    }

    fn update_talk(&self, TalkRow { talk, closed_at, .. }: &TalkRow<'_>) -> StoreResult<()> {
        self.execute(
            "UPDATE conversations SET status = ?2, team_id = ?3, contact_wrote = ?4, handed_over = ?5,
                 first_responder_id = ?6, closed_at = ?7 WHERE id = ?1",
            (
                talk.id.0,
                talk.status.code(),
                talk.team.map(|team| team.0),
                talk.contact_wrote,
                talk.handed_over,
                talk.first_responder.map(|member| member.0),
                closed_at,
            ),
        )?;
        if talk.status == Status::Closed {
            self.execute("UPDATE assignments SET is_open = 0 WHERE conversation_id = ?1", [talk.id.0])?;
        }
        Ok(())
    }

    fn insert_talks(&self, talks: &[TalkRow<'_>]) -> StoreResult<()> {
        let into = "conversations (id, contact_id, status, team_id, contact_wrote, handed_over,
                    first_responder_id, opened_at, closed_at)";
        self.insert(into, 9, talks, |statement, place, TalkRow { contact, talk, closed_at }| {
            statement.raw_bind_parameter(place + 1, talk.id.0)?;
            statement.raw_bind_parameter(place + 2, contact.0)?;
            statement.raw_bind_parameter(place + 3, talk.status.code())?;
            statement.raw_bind_parameter(place + 4, talk.team.map(|team| team.0))?;
            statement.raw_bind_parameter(place + 5, talk.contact_wrote)?;
            statement.raw_bind_parameter(place + 6, talk.handed_over)?;
            statement.raw_bind_parameter(place + 7, talk.first_responder.map(|member| member.0))?;
            statement.raw_bind_parameter(place + 8, talk.opened_at)?;
            statement.raw_bind_parameter(place + 9, closed_at)
        })
    }

    fn insert_seats(&mut self, talks: &[TalkRow<'_>]) -> StoreResult<()> {
        let change = self.change()?.0;
        let mut rows = Vec::with_capacity(talks.len() * 4);
        for row in talks {
            let start = rows.len();
            let new = row.talk.seats.iter().filter(|seat| !seat.stored);
            rows.extend(new.map(|seat| (row.talk.id.0, row.talk.status != Status::Closed, *seat)));
            rows.get_mut(start..).unwrap_or_default().sort_unstable_by_key(|(.., seat): &(_, _, Seat)| seat.member);
        }
        let into = "assignments (conversation_id, member_id, position, is_open, reason, since, change_id)";
        self.insert(into, 7, &rows, |statement, place, (conversation, is_open, seat)| {
            statement.raw_bind_parameter(place + 1, conversation)?;
            statement.raw_bind_parameter(place + 2, seat.member.0)?;
            statement.raw_bind_parameter(place + 3, seat.position)?;
            statement.raw_bind_parameter(place + 4, is_open)?;
            statement.raw_bind_parameter(place + 5, seat.reason.code())?;
            statement.raw_bind_parameter(place + 6, seat.since)?;
            statement.raw_bind_parameter(place + 7, change)
        })
    }

    /// Writes new owners, in the order of their contacts.
    pub(crate) fn write_owners(&mut self, owners: &[OwnerRow]) -> StoreResult<()> {
        if owners.is_empty() {
            return Ok(());
        }
        let change = self.change()?.0;
        let into = "contact_owners (contact_id, member_id, position, reason, since, change_id)";
        self.insert(into, 6, owners, |statement, place, row| {
            statement.raw_bind_parameter(place + 1, row.contact.0)?;
            statement.raw_bind_parameter(place + 2, row.member.0)?;
            statement.raw_bind_parameter(place + 3, row.position)?;
            statement.raw_bind_parameter(place + 4, row.reason.code())?;
            statement.raw_bind_parameter(place + 5, row.since)?;
            statement.raw_bind_parameter(place + 6, change)
        })
    }

    pub fn write_turn(&self, team: TeamId, turn: usize, picked: Option<MemberId>) -> StoreResult<()> {
        self.advance_turn(team, turn, picked).map(drop)
    }
}

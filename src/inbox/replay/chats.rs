//! The contacts of a log, in bounded memory: effects are applied here, and written when the memory is
//! full.

use std::collections::{BTreeSet, HashMap};

use crate::inbox::OnMissingContact;
use crate::inbox::error::{InboxError, Result};
use crate::inbox::find;
use crate::inbox::session::Session;
use crate::model::{
    ContactId, ContactState, Conversation, ConversationId, CurrentConversation, Effect, Fields, MemberId, Phone,
    Status, TeamId, Time,
};
use crate::store::kept::{Kept, OwnerRow, Seat, State, Talk, TalkRow};
use crate::store::{Before, Writer, contacts};

/// Where a contact is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(u32);

/// Contacts by any spelling of their phones.
pub(super) struct Chats {
    /// How many bytes they may take.
    space: usize,
    used: usize,
    kept: Vec<Kept>,
    /// By the digits of what has the shape of a canonical phone.
    by_digits: HashMap<u64, Slot>,
    /// By any other spelling.
    by_spelling: HashMap<String, Slot>,
    /// Closed conversations, with their contact and time.
    closed: Vec<(ContactId, Talk, i64)>,
    /// Who was taken off a stored conversation.
    gone: Vec<(ConversationId, MemberId)>,
    owners: Vec<OwnerRow>,
    turns: BTreeSet<TeamId>,
    next_conversation: ConversationId,
}

impl Chats {
    pub(super) fn new(session: &Session<'_>, space: usize) -> Result<Self> {
        Ok(Self {
            space,
            used: 0,
            kept: Vec::new(),
            by_digits: HashMap::new(),
            by_spelling: HashMap::new(),
            closed: Vec::new(),
            gone: Vec::new(),
            owners: Vec::new(),
            turns: BTreeSet::new(),
            next_conversation: session.next_conversation()?,
        })
    }

    /// The contact with this phone in any spelling, and whether it has just been made.
    pub(super) fn find(
        &mut self,
        session: &Session<'_>,
        typed: &str,
        missing: OnMissingContact,
    ) -> Result<(Slot, bool)> {
        let digits = Phone::digits_if_canonical(typed);
        let known = match digits {
            Some(digits) => self.by_digits.get(&digits),
            None => self.by_spelling.get(typed),
        };
        if let Some(slot) = known {
            return Ok((*slot, false));
        }
        let (slot, made) = self.look_up(session, typed, missing)?;
        self.used += POINTER;
        if let Some(digits) = digits {
            self.by_digits.insert(digits, slot);
        } else {
            self.used += POINTER + typed.len();
            self.by_spelling.insert(typed.to_owned(), slot);
        }
        Ok((slot, made))
    }

    fn look_up(&mut self, session: &Session<'_>, typed: &str, missing: OnMissingContact) -> Result<(Slot, bool)> {
        let connection = session.connection;
        // A stored spelling names its contact before it is read as a phone (N8).
        if let Some(kept) = Kept::load(connection, typed)? {
            return Ok((self.keep(kept), false));
        }
        let phone = session.phones.read(typed)?;
        let digits = Phone::digits_if_canonical(phone.as_str()).unwrap_or_default();
        if let Some(slot) = self.by_digits.get(&digits) {
            return Ok((*slot, false));
        }
        let (kept, made) = match Kept::load(connection, phone.as_str())? {
            Some(kept) => (kept, false),
            None if missing == OnMissingContact::Create => {
                (Kept::fresh(contacts::insert_contact(connection, &phone, &Fields::new())?), true)
            }
            None => return Err(find::unknown_contact(&phone)),
        };
        let slot = self.keep(kept);
        self.by_digits.insert(digits, slot);
        Ok((slot, made))
    }

    fn keep(&mut self, kept: Kept) -> Slot {
        self.used += kept.size();
        self.kept.push(kept);
        Slot(u32::try_from(self.kept.len() - 1).unwrap_or(u32::MAX))
    }

    /// What is kept there.
    pub(super) fn get(&self, slot: Slot) -> Result<&Kept> {
        self.kept.get(slot.0 as usize).ok_or_else(inconsistent)
    }

    /// Shows a contact to the rules; the chat's room is used again.
    pub(super) fn show(&self, slot: Slot, chat: &mut ContactState) -> Result<()> {
        let kept = self.get(slot)?;
        chat.contact = kept.contact;
        chat.next_conversation = self.next_conversation;
        chat.owners.clone_from(&kept.owners);
        let mut assigned = match std::mem::replace(&mut chat.current, CurrentConversation::None) {
            CurrentConversation::Open(conversation) => conversation.assigned,
            CurrentConversation::None | CurrentConversation::OnlyClosed | CurrentConversation::Closed(_) => Vec::new(),
        };
        chat.current = match &kept.talk {
            Some(talk) => {
                assigned.clear();
                assigned.extend(talk.seats.iter().map(|seat| seat.member));
                CurrentConversation::Open(Conversation {
                    id: talk.id,
                    status: talk.status,
                    team: talk.team,
                    assigned,
                    contact_wrote: talk.contact_wrote,
                    handed_over: talk.handed_over,
                    first_responder: talk.first_responder,
                })
            }
            None if kept.past => CurrentConversation::OnlyClosed,
            None => CurrentConversation::None,
        };
        Ok(())
    }

    /// The conversation that was closed last.
    pub(super) fn last_closed(&self) -> Option<(&Talk, i64)> {
        self.closed.last().map(|(_, talk, at)| (talk, *at))
    }

    /// Does what an effect says, and answers what it overwrote or removed.
    pub(super) fn apply(
        &mut self,
        session: &mut Session<'_>,
        slot: Slot,
        at: Time,
        effect: &Effect,
    ) -> Result<Option<Before>> {
        let kept = self.kept.get_mut(slot.0 as usize).ok_or_else(inconsistent)?;
        match *effect {
            Effect::AddContact { .. } => Ok(None),
            Effect::AdvanceTurn { team: id, turn, picked } => {
                let team = session.directory.team_mut(id).ok_or_else(inconsistent)?;
                let was = Before::Turn { turn: team.turn, last_picked: team.last_picked };
                (team.turn, team.last_picked) = (turn, picked);
                self.turns.insert(id);
                Ok(Some(was))
            }
            Effect::AddOwner { contact, member, reason } => {
                let (position, since) = (kept.next_owner, at.as_nanoseconds());
                self.owners.push(OwnerRow { contact, member, position, reason, since });
                self.used += size_of::<OwnerRow>();
                kept.owners.push(member);
                kept.next_owner += 1;
                Ok(None)
            }
            Effect::OpenConversation { conversation, status, .. } => {
                kept.talk = Some(Talk::opened(conversation, status, at.as_nanoseconds()));
                self.next_conversation = ConversationId(conversation.0 + 1);
                Ok(None)
            }
            Effect::CloseConversation { .. } => {
                let mut talk = kept.talk.take().ok_or_else(inconsistent)?;
                count_status(session, &talk, Status::Closed);
                let was = Before::Status(talk.status);
                talk.touch();
                (talk.status, kept.past) = (Status::Closed, true);
                self.used += size_of::<(ContactId, Talk, i64)>();
                self.closed.push((kept.contact, talk, at.as_nanoseconds()));
                Ok(Some(was))
            }
            _ => {
                let talk = kept.talk.as_mut().ok_or_else(inconsistent)?;
                talk.touch();
                apply_to_talk(talk, session, at, effect, &mut self.gone, &mut self.used)
            }
        }
    }

    /// Whether the space is used up.
    pub(super) fn are_full(&self) -> bool {
        self.used > self.space
    }

    /// How many conversations, and how many assignments, would be new.
    pub(super) fn new_rows(&self) -> (usize, usize) {
        let open = self.kept.iter().filter_map(|kept| kept.talk.as_ref());
        let talks = open.chain(self.closed.iter().map(|(_, talk, _)| talk)).filter(|talk| talk.state != State::Stored);
        talks.fold((0, 0), |(new, seats), talk| {
            let of_talk = talk.seats.iter().filter(|seat| !seat.stored).count();
            (new + usize::from(talk.state == State::New), seats + of_talk)
        })
    }

    /// Writes what has changed, and forgets everything.
    pub(super) fn write(&mut self, session: &mut Session<'_>) -> Result<()> {
        self.write_rows(&mut session.writer)?;
        for id in std::mem::take(&mut self.turns) {
            if let Some(team) = session.directory.team(id) {
                session.writer.write_turn(id, team.turn, team.last_picked)?;
            }
        }
        self.by_digits = HashMap::new();
        self.by_spelling = HashMap::new();
        self.kept = Vec::new();
        self.closed = Vec::new();
        self.gone.clear();
        self.owners.clear();
        self.used = 0;
        Ok(())
    }

    fn write_rows(&mut self, writer: &mut Writer<'_>) -> Result<()> {
        writer.delete_seats(&self.gone)?;
        let open = self.kept.iter().filter_map(|kept| {
            let talk = kept.talk.as_ref()?;
            Some(TalkRow { contact: kept.contact, talk, closed_at: None })
        });
        let closed = self.closed.iter();
        let closed = closed.map(|(contact, talk, at)| TalkRow { contact: *contact, talk, closed_at: Some(*at) });
        let mut talks: Vec<_> = open.chain(closed).filter(|row| row.talk.state != State::Stored).collect();
        talks.sort_unstable_by_key(|row| row.talk.id);
        writer.write_talks(&talks)?;
        self.owners.sort_unstable_by_key(|row| (row.contact, row.member));
        Ok(writer.write_owners(&self.owners)?)
    }
}

/// Applies an effect to an open conversation.
fn apply_to_talk(
    talk: &mut Talk,
    session: &mut Session<'_>,
    at: Time,
    effect: &Effect,
    gone: &mut Vec<(ConversationId, MemberId)>,
    used: &mut usize,
) -> Result<Option<Before>> {
    match *effect {
        Effect::MarkContactWrote { .. } => talk.contact_wrote = true,
        Effect::MarkHandedOver { .. } => talk.handed_over = true,
        Effect::ClearHandedOver { .. } => talk.handed_over = false,
        Effect::SetFirstResponder { member, .. } => talk.first_responder = Some(member),
        Effect::SetTeam { team, .. } => return Ok(Some(Before::Team(talk.team.replace(team)))),
        Effect::ClearTeam { .. } => return Ok(Some(Before::Team(talk.team.take()))),
        Effect::SetStatus { status, .. } => {
            count_status(session, talk, status);
            return Ok(Some(Before::Status(std::mem::replace(&mut talk.status, status))));
        }
        Effect::AssignMember { member, reason, .. } => {
            let (since, position) = (at.as_nanoseconds(), talk.next_position());
            if talk.seats.len() == talk.seats.capacity() {
                // Doubling would waste a quarter of the memory of all contacts.
                talk.seats.reserve_exact(ROOM);
                *used += ROOM * size_of::<Seat>();
            }
            talk.seats.push(Seat { member, since, position, reason, stored: false });
            move_load(session, member, talk.status.load());
        }
        Effect::UnassignMember { member, .. } => {
            let place = talk.seats.iter().position(|seat| seat.member == member).ok_or_else(inconsistent)?;
            let seat = talk.seats.remove(place);
            if seat.stored {
                gone.push((talk.id, member));
                *used += size_of::<(ConversationId, MemberId)>();
            }
            move_load(session, member, -talk.status.load());
            return Ok(Some(session.writer.was_seat(talk.id, &seat)?));
        }
        _ => return Err(inconsistent()),
    }
    Ok(None)
}

/// About how many bytes it takes to remember where a contact is kept.
const POINTER: usize = 32;

/// The room for assignments that is added at a time.
const ROOM: usize = 4;

/// Keeps the number of a member's active conversations true (T2).
fn move_load(session: &mut Session<'_>, member: MemberId, by: i64) {
    if by == 0 {
        return;
    }
    session.writer.move_load(member, by);
    if let Some(member) = session.directory.member_mut(member) {
        member.active_conversations += by;
    }
}

/// The same for all who are on a conversation that is about to get this status.
fn count_status(session: &mut Session<'_>, talk: &Talk, after: Status) {
    let by = after.load() - talk.status.load();
    talk.seats.iter().for_each(|seat| move_load(session, seat.member, by));
}

/// The error for an effect that no event has, or of a missing subject.
fn inconsistent() -> InboxError {
    InboxError::Store(crate::store::StoreError::Damaged("a decision does not match the stored conversation".to_owned()))
}

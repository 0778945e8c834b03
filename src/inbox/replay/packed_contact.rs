//! The state of a contact in few bytes, for the many contacts of a log: numbers take as many bytes as they
//! need. A private encoding that never leaves the process.

use crate::inbox::varint::{get, put};
use crate::model::{
    AssignReason, ChangeId, ContactId, ContactState, Conversation, ConversationId, CurrentConversation, MemberId,
    OwnerReason, Roster, RowState, Seat, Status, TeamId,
};

/// Writes a state.
pub(super) fn pack(state: &ContactState, into: &mut Vec<u8>) {
    put(into, state.contact.0);
    pack_roster(&state.owners, into, |reason| code_of(OwnerReason::ALL, reason));
    put(into, length(state.past.len()));
    state.past.iter().for_each(|conversation| pack_conversation(conversation, into));
    match &state.current {
        CurrentConversation::None => put(into, 0),
        CurrentConversation::OnlyClosed | CurrentConversation::Closed(_) => put(into, 1),
        CurrentConversation::Open(conversation) => {
            put(into, 2);
            pack_conversation(conversation, into);
        }
    }
}

/// Reads what [`pack`] wrote.
pub(super) fn unpack(mut from: &[u8], next_conversation: ConversationId) -> Option<ContactState> {
    let from = &mut from;
    let contact = ContactId(get(from)?);
    let owners = unpack_roster(from, OwnerReason::ALL)?;
    let past = (0..get(from)?).map(|_| unpack_conversation(from, contact)).collect::<Option<_>>()?;
    let current = match get(from)? {
        0 => CurrentConversation::None,
        1 => CurrentConversation::OnlyClosed,
        _ => CurrentConversation::Open(unpack_conversation(from, contact)?),
    };
    Some(ContactState { contact, owners, current, past, next_conversation })
}

fn pack_conversation(conversation: &Conversation, into: &mut Vec<u8>) {
    put(into, conversation.id.0);
    put(into, code_of(Status::ALL, conversation.status));
    put_some(into, conversation.team.map(|team| team.0));
    put_some(into, conversation.first_responder.map(|member| member.0));
    put_some(into, conversation.pick.map(|member| member.0));
    put(into, i64::from(conversation.contact_wrote) | i64::from(conversation.handed_over) << 1);
    put(into, code_of(&ROWS, conversation.row));
    put(into, conversation.opened_at);
    put_some(into, conversation.closed_at);
    pack_roster(&conversation.assigned, into, |reason| code_of(AssignReason::ALL, reason));
}

fn unpack_conversation(from: &mut &[u8], contact: ContactId) -> Option<Conversation> {
    let id = ConversationId(get(from)?);
    let status = decoded(Status::ALL, get(from)?)?;
    let (team, first_responder) = (get_some(from)?.map(TeamId), get_some(from)?.map(MemberId));
    let pick = get_some(from)?.map(MemberId);
    let (flags, row, opened_at, closed_at) = (get(from)?, decoded(&ROWS, get(from)?)?, get(from)?, get_some(from)?);
    Some(Conversation {
        team,
        first_responder,
        pick,
        contact_wrote: flags & 1 != 0,
        handed_over: flags & 2 != 0,
        row,
        closed_at,
        assigned: unpack_roster(from, AssignReason::ALL)?,
        ..Conversation::opened(id, contact, status, opened_at)
    })
}

fn pack_roster<R: Copy>(roster: &Roster<R>, into: &mut Vec<u8>, code: impl Fn(R) -> i64) {
    let rows = roster.all_rows();
    put(into, length(rows.len()));
    for seat in rows {
        put(into, seat.member.0);
        put(into, seat.change.0);
        put(into, seat.since);
        put(into, seat.position);
        put(into, code(seat.reason) << 3 | i64::from(seat.pinned) << 2 | code_of(&ROWS, seat.row));
    }
}

fn unpack_roster<R: Copy>(from: &mut &[u8], reasons: &[R]) -> Option<Roster<R>> {
    let count = get(from)?;
    let mut roster = Roster::with_capacity(usize::try_from(count).ok()?);
    for _ in 0..count {
        let (member, change, since) = (MemberId(get(from)?), ChangeId(get(from)?), get(from)?);
        let (position, codes) = (get(from)?, get(from)?);
        let (reason, row) = (decoded(reasons, codes >> 3)?, decoded(&ROWS, codes & 3)?);
        let pinned = codes & 4 != 0;
        roster.push(Seat { member, change, since, position, reason, pinned, row });
    }
    Some(roster)
}

const ROWS: [RowState; 4] = [RowState::New, RowState::Stored, RowState::Changed, RowState::Removed];

fn code_of<T: Copy + PartialEq>(all: &[T], one: T) -> i64 {
    length(all.iter().position(|other| *other == one).unwrap_or_default())
}

fn decoded<T: Copy>(all: &[T], code: i64) -> Option<T> {
    all.get(usize::try_from(code).ok()?).copied()
}

fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn put_some(into: &mut Vec<u8>, number: Option<i64>) {
    put(into, number.is_some().into());
    if let Some(number) = number {
        put(into, number);
    }
}

#[expect(clippy::option_option, reason = "a missing number is not the end of the bytes")]
fn get_some(from: &mut &[u8]) -> Option<Option<i64>> {
    if get(from)? == 0 { Some(None) } else { Some(Some(get(from)?)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Effect, Moment};

    #[test]
    fn numbers_are_read_back() {
        for number in [0, 1, -1, 63, 64, -64, -65, i64::MAX, i64::MIN, 1_700_000_000_000_000_000] {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            assert_eq!(get(&mut bytes.as_slice()), Some(number));
            bytes.pop();
            assert_eq!(get(&mut bytes.as_slice()), None);
        }
    }

    #[test]
    fn states_are_read_back() {
        let (contact, conversation, team) = (ContactId(7), ConversationId(300), TeamId(2));
        let (member, other) = (MemberId(150), MemberId(3));
        let effects = [
            Effect::AddOwner { contact, member, reason: OwnerReason::FirstResponder },
            Effect::PinOwner { contact, member },
            Effect::OpenConversation { conversation, contact, status: Status::Flow },
            Effect::MarkContactWrote { conversation },
            Effect::SetTeam { conversation, team },
            Effect::AssignMember { conversation, member, reason: AssignReason::Replied },
            Effect::AssignMember { conversation, member: other, reason: AssignReason::TeamLeastBusy },
            Effect::SetFirstResponder { conversation, member },
            Effect::MarkHandedOver { conversation },
            Effect::CloseConversation { conversation },
            Effect::OpenConversation { conversation: ConversationId(301), contact, status: Status::New },
        ];
        let mut state = ContactState::new(contact, ConversationId(300));
        let moment = Moment { at: 1_767_225_600_000_000_000, change: ChangeId(9) };
        let mut bytes = Vec::new();
        for effect in &effects {
            state.apply(moment, effect, &mut |_, _| ()).unwrap();
            bytes.clear();
            pack(&state, &mut bytes);
            let unpacked = unpack(&bytes, state.next_conversation).unwrap();
            assert_eq!(format!("{unpacked:?}"), format!("{state:?}"));
        }
        state.mark_stored();
        state.owners.remove(member);
        bytes.clear();
        pack(&state, &mut bytes);
        assert_eq!(format!("{:?}", unpack(&bytes, state.next_conversation).unwrap()), format!("{state:?}"));
    }
}

//! Members in the order in which they came: the owners of a contact, or those assigned to a conversation.

use super::ids::{ChangeId, MemberId};

/// Whether the store has a row, and as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowState {
    /// Not stored yet.
    New,
    /// Stored as it is.
    Stored,
    /// Stored with older values.
    Changed,
    /// Stored, to be deleted.
    Removed,
}

/// When and by which change something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Nanoseconds since 1970.
    pub at: i64,
    /// The change.
    pub change: ChangeId,
}

/// The place of a member, with the reason `R`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat<R> {
    /// The member.
    pub member: MemberId,
    /// The change that added the member.
    pub change: ChangeId,
    /// Nanoseconds since 1970.
    pub since: i64,
    /// Places have gaps where members have left.
    pub position: i64,
    /// The reason why the member was added.
    pub reason: R,
    /// Whether the ownership is pinned (P4); assignments never are.
    pub pinned: bool,
    pub(crate) row: RowState,
}

/// Members with their places, each at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster<R> {
    /// By position, but for removed seats, which stay until their rows are deleted.
    seats: Vec<Seat<R>>,
}

impl<R> Default for Roster<R> {
    fn default() -> Self {
        Self { seats: Vec::new() }
    }
}

impl<R> Roster<R> {
    /// The seats in order.
    pub fn seats(&self) -> impl DoubleEndedIterator<Item = &Seat<R>> {
        self.seats.iter().filter(|seat| seat.row != RowState::Removed)
    }

    /// The members in order.
    pub fn members(&self) -> impl Iterator<Item = MemberId> {
        self.seats().map(|seat| seat.member)
    }

    /// The seat of a member.
    pub fn seat(&self, member: MemberId) -> Option<&Seat<R>> {
        self.seats().find(|seat| seat.member == member)
    }

    /// Whether the member has a seat.
    pub fn contains(&self, member: MemberId) -> bool {
        self.seat(member).is_some()
    }

    /// Whether no member has a seat.
    pub fn is_empty(&self) -> bool {
        self.seats().next().is_none()
    }

    /// Adds a member behind the others.
    pub(crate) fn add(&mut self, member: MemberId, reason: R, moment: Moment) {
        let position = self.seats().next_back().map_or(0, |seat| seat.position.saturating_add(1));
        let Moment { at: since, change } = moment;
        self.push(Seat { member, change, since, position, reason, pinned: false, row: RowState::New });
    }

    /// Pins or unpins a seat (P4); returns whether it exists and was not so.
    pub(crate) fn set_pinned(&mut self, member: MemberId, pinned: bool) -> bool {
        let seat = self.seats.iter_mut().find(|seat| seat.member == member && seat.row != RowState::Removed);
        let Some(seat) = seat.filter(|seat| seat.pinned != pinned) else { return false };
        seat.pinned = pinned;
        seat.row.touch();
        true
    }

    /// Adds a seat behind the others.
    pub(crate) fn push(&mut self, seat: Seat<R>) {
        self.seats.push(seat);
    }

    /// Adds a seat at its position; a member who has taken it, and all behind, move back by one.
    pub(crate) fn restore(&mut self, seat: Seat<R>) {
        let taken = self.seats().any(|other| other.position == seat.position);
        for other in self.seats.iter_mut().filter(|other| taken && other.position >= seat.position) {
            other.position = other.position.saturating_add(1);
            other.row.touch();
        }
        let behind = |other: &Seat<R>| other.row != RowState::Removed && other.position > seat.position;
        let place = self.seats.iter().position(behind).unwrap_or(self.seats.len());
        self.seats.insert(place, seat);
    }

    /// Removes a member and returns the seat.
    pub(crate) fn remove(&mut self, member: MemberId) -> Option<Seat<R>>
    where
        R: Copy,
    {
        let place = self.seats.iter().position(|seat| seat.member == member && seat.row != RowState::Removed)?;
        let seat = *self.seats.get(place)?;
        match self.seats.get_mut(place) {
            Some(stored) if stored.row != RowState::New => stored.row = RowState::Removed,
            Some(_) | None => drop(self.seats.remove(place)),
        }
        Some(seat)
    }

    /// Marks the rows of all seats as changed.
    pub(crate) fn touch(&mut self) {
        self.seats.iter_mut().for_each(|seat| seat.row.touch());
    }

    /// Without seats, but with room for this number.
    pub(crate) fn with_capacity(seats: usize) -> Self {
        Self { seats: Vec::with_capacity(seats) }
    }

    /// Every seat, also those that are to be deleted.
    pub(crate) fn all_rows(&self) -> &[Seat<R>] {
        &self.seats
    }

    /// The seats whose rows have this state.
    pub(crate) fn rows(&self, state: RowState) -> impl Iterator<Item = &Seat<R>> {
        self.seats.iter().filter(move |seat| seat.row == state)
    }

    /// Whether a row is not stored as it is.
    pub(crate) fn is_changed(&self) -> bool {
        self.seats.iter().any(|seat| seat.row != RowState::Stored)
    }

    /// Notes that every row is stored.
    pub(crate) fn mark_stored(&mut self) {
        self.seats.retain(|seat| seat.row != RowState::Removed);
        self.seats.iter_mut().for_each(|seat| seat.row = RowState::Stored);
    }
}

impl RowState {
    /// Notes a changed value.
    pub(crate) fn touch(&mut self) {
        if *self == Self::Stored {
            *self = Self::Changed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Moment = Moment { at: 1, change: ChangeId(1) };

    fn roster(members: &[i64]) -> Roster<()> {
        let mut roster = Roster::default();
        for member in members {
            roster.add(MemberId(*member), (), MOMENT);
        }
        roster.mark_stored();
        roster
    }

    fn shown(roster: &Roster<()>) -> Vec<(i64, i64)> {
        roster.seats().map(|seat| (seat.member.0, seat.position)).collect()
    }

    fn rows(roster: &Roster<()>, state: RowState) -> Vec<i64> {
        roster.rows(state).map(|seat| seat.member.0).collect()
    }

    #[test]
    fn removed_member_leaves_a_row_to_delete() {
        let mut roster = roster(&[1, 2]);
        roster.add(MemberId(3), (), MOMENT);
        assert!(roster.remove(MemberId(3)).is_some() && roster.remove(MemberId(1)).is_some());
        assert!(roster.remove(MemberId(1)).is_none());
        assert_eq!(shown(&roster), [(2, 1)]);
        assert_eq!((rows(&roster, RowState::Removed), rows(&roster, RowState::New)), (vec![1], vec![]));
        roster.mark_stored();
        assert!(!roster.is_changed());
    }

    #[test]
    fn restored_member_takes_its_position() {
        let mut roster = roster(&[1, 2, 3]);
        let seat = roster.remove(MemberId(2)).unwrap();
        roster.restore(Seat { row: RowState::New, ..seat });
        assert_eq!(shown(&roster), [(1, 0), (2, 1), (3, 2)]);
        assert_eq!(rows(&roster, RowState::Changed), [0; 0]);
    }

    #[test]
    fn those_on_a_taken_position_move_back() {
        let mut roster = roster(&[1, 2, 3]);
        roster.restore(Seat {
            member: MemberId(4),
            position: 1,
            row: RowState::New,
            ..*roster.seat(MemberId(1)).unwrap()
        });
        assert_eq!(shown(&roster), [(1, 0), (4, 1), (2, 2), (3, 3)]);
        assert_eq!(rows(&roster, RowState::Changed), [2, 3]);
    }

    /// The seat of the last member stays in memory until its row is deleted.
    #[test]
    fn removed_seat_does_not_disturb_the_order() {
        let mut roster = roster(&[1, 2, 3]);
        assert!(roster.remove(MemberId(2)).is_some() && roster.remove(MemberId(3)).is_some());
        roster.add(MemberId(4), (), MOMENT);
        roster.restore(Seat {
            member: MemberId(5),
            position: 2,
            row: RowState::New,
            ..*roster.seat(MemberId(1)).unwrap()
        });
        assert_eq!(shown(&roster), [(1, 0), (4, 1), (5, 2)]);
    }
}

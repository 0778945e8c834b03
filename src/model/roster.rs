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

/// The place of a member, with the reason `R`. A log keeps hundreds of thousands, so numbers are short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat<R> {
    member: u32,
    change: u32,
    /// Nanoseconds since 1970.
    pub since: i64,
    /// Places have gaps where members have left.
    pub position: u32,
    /// The reason why the member was added.
    pub reason: R,
    pub(crate) row: RowState,
}

impl<R> Seat<R> {
    /// A seat that is not stored yet. The numbers of members and changes must be below 2³².
    pub(crate) fn new(member: MemberId, change: ChangeId, since: i64, position: u32, reason: R) -> Self {
        debug_assert!(u32::try_from(member.0).is_ok() && u32::try_from(change.0).is_ok());
        let short = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Self { member: short(member.0), change: short(change.0), since, position, reason, row: RowState::New }
    }

    /// The member.
    pub fn member(&self) -> MemberId {
        MemberId(self.member.into())
    }

    /// The change that added the member.
    pub fn change(&self) -> ChangeId {
        ChangeId(self.change.into())
    }

    fn touch(&mut self) {
        self.row.touch();
    }
}

/// The room for seats that is added at a time.
const ROOM: usize = 2;

/// Members with their places, each at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster<R> {
    /// By position. Removed seats stay until their rows are deleted.
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
        self.seats().map(Seat::member)
    }

    /// The seat of a member.
    pub fn seat(&self, member: MemberId) -> Option<&Seat<R>> {
        self.seats().find(|seat| seat.member() == member)
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
        let position = self.seats().next_back().map_or(0, |seat| seat.position + 1);
        if self.seats.len() == self.seats.capacity() {
            // Doubling would waste a quarter of the memory of a large log.
            self.seats.reserve_exact(ROOM);
        }
        self.seats.push(Seat::new(member, moment.change, moment.at, position, reason));
    }

    /// Adds a stored seat behind the others.
    pub(crate) fn push_stored(&mut self, seat: Seat<R>) {
        self.seats.push(seat);
    }

    /// Adds a seat at its position; a member who has taken it, and all behind, move back by one.
    pub(crate) fn restore(&mut self, seat: Seat<R>) {
        let taken = self.seats().any(|other| other.position == seat.position);
        for other in self.seats.iter_mut().filter(|other| taken && other.position >= seat.position) {
            other.position += 1;
            other.touch();
        }
        let place = self.seats.partition_point(|other| other.position < seat.position);
        self.seats.insert(place, seat);
    }

    /// Removes a member and returns the seat.
    pub(crate) fn remove(&mut self, member: MemberId) -> Option<Seat<R>>
    where
        R: Copy,
    {
        let place = self.seats.iter().position(|seat| seat.member() == member && seat.row != RowState::Removed)?;
        let seat = *self.seats.get(place)?;
        match self.seats.get_mut(place) {
            Some(stored) if stored.row != RowState::New => stored.row = RowState::Removed,
            Some(_) | None => drop(self.seats.remove(place)),
        }
        Some(seat)
    }

    /// Marks the rows of all seats as changed.
    pub(crate) fn touch(&mut self) {
        self.seats.iter_mut().for_each(Seat::touch);
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

    /// The memory of the seats, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.seats.capacity() * size_of::<Seat<R>>()
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

//! The groups of a rebalance's moves, in the order in which the contacts of the givers are read: by giver, then
//! the largest first, then as they go.

use crate::inbox::effect_plan::PlanOrder;
use crate::inbox::error::{Result, spill_error};
use crate::inbox::plan_space::PlanSpace;
use crate::inbox::sort::SortedRecords;
use crate::model::MemberId;
use crate::rules::{PortfolioMove, Rebalance};

/// The groups that move, and how far the contacts were read.
pub(super) struct TakenGroups {
    givers: Vec<MemberId>,
    moves: SortedRecords,
    next: Option<TakenGroup>,
    at: GroupPlace,
    /// How many contacts of the group at `at` were read before.
    part: u64,
}

/// A group that moves: its place, and the number of its move.
struct TakenGroup {
    place: GroupPlace,
    order: u64,
    moved: PortfolioMove,
}

/// The place of a group: its giver, its size, and how many of this size come before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct GroupPlace {
    key: [u8; 16],
    nth: u64,
}

impl TakenGroups {
    /// Sorts the moves of a rebalance.
    pub(super) fn new(rebalance: &mut Rebalance, space: &PlanSpace<'_>) -> Result<Self> {
        let (mut givers, mut moves) = (Vec::new(), space.sorter());
        for (order, it) in (0_u64..).zip(rebalance) {
            let place = givers.iter().position(|giver| *giver == it.from).unwrap_or_else(|| {
                givers.push(it.from);
                givers.len() - 1
            });
            let key = [&key(place, it.size)[..], &it.nth.to_be_bytes()].concat();
            let payload = [order.to_be_bytes(), it.from.0.to_be_bytes(), it.to.0.to_be_bytes()].concat();
            moves.push(&key, &payload).map_err(spill_error)?;
        }
        let moves = moves.sorted().map_err(spill_error)?;
        let mut taken = Self { givers, moves, next: None, at: GroupPlace::default(), part: 0 };
        taken.advance()?;
        Ok(taken)
    }

    /// The members who give contacts.
    pub(super) fn givers(&self) -> &[MemberId] {
        &self.givers
    }

    /// The first part of the key of a contact in a group of this size; none if its owner gives none.
    pub(super) fn key_of(&self, owner: MemberId, size: u64) -> Option<[u8; 16]> {
        self.givers.iter().position(|giver| *giver == owner).map(|place| key(place, size))
    }

    /// Reads the next contact by its key, the first of a group or another one: its move, if it has one.
    pub(super) fn next(&mut self, contact_key: &[u8], part: GroupPart) -> Result<Option<(PlanOrder, PortfolioMove)>> {
        let mut key = [0; 16];
        key.iter_mut().zip(contact_key).for_each(|(to, from)| *to = *from);
        (self.at, self.part) = match part {
            GroupPart::First if self.at.key == key => (GroupPlace { nth: self.at.nth + 1, key }, 0),
            GroupPart::First => (GroupPlace { nth: 0, key }, 0),
            GroupPart::Other => (self.at, self.part + 1),
        };
        while self.next.as_ref().is_some_and(|next| next.place < self.at) {
            self.advance()?;
        }
        let next = self.next.as_ref().filter(|next| next.place == self.at);
        Ok(next.map(|next| ((next.order, self.part), next.moved)))
    }

    fn advance(&mut self) -> Result<()> {
        let record = self.moves.next().map_err(spill_error)?;
        self.next = record.and_then(|(key, payload)| read(key, payload));
        Ok(())
    }
}

/// Whether a contact is the first of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupPart {
    First,
    Other,
}

/// The places of the givers, and of the sizes of groups, the largest first.
fn key(giver: usize, size: u64) -> [u8; 16] {
    let mut key = [0; 16];
    let places = (giver as u64).to_be_bytes().into_iter().chain((!size).to_be_bytes());
    key.iter_mut().zip(places).for_each(|(to, from)| *to = from);
    key
}

fn read(key: &[u8], payload: &[u8]) -> Option<TakenGroup> {
    let (key, nth) = key.split_first_chunk()?;
    let (order, members) = payload.split_first_chunk()?;
    let (from, to) = members.split_first_chunk()?;
    let size = !u64::from_be_bytes(*key.last_chunk()?);
    let nth = u64::from_be_bytes(*nth.first_chunk()?);
    let (from, to) = (MemberId(i64::from_be_bytes(*from)), MemberId(i64::from_be_bytes(*to.first_chunk()?)));
    let moved = PortfolioMove { from, to, size, nth };
    Some(TakenGroup { place: GroupPlace { key: *key, nth }, order: u64::from_be_bytes(*order), moved })
}

//! Rebalances contacts between members: P2.

use std::collections::HashMap;

use super::taken_groups::{GroupPart, TakenGroups};
use crate::inbox::effect_plan::EffectPlan;
use crate::inbox::error::{Result, spill_error};
use crate::inbox::plan_space::PlanSpace;
use crate::inbox::progress::Phase;
use crate::inbox::session::Session;
use crate::inbox::sort::Sorter;
use crate::model::{ContactId, MemberId, OwnerRebalance, Request};
use crate::rules::{self, Portfolio, Rebalance};
use crate::store::contacts;
use crate::store::portfolios::{self, GivingOrder, Grouping, MovableContact};

impl Session<'_> {
    pub(super) fn rebalance_owners(
        &mut self,
        request: &Request,
        rebalance: &OwnerRebalance,
        space: &mut PlanSpace<'_>,
    ) -> Result<()> {
        let participants = self.participants(request, &rebalance.among, &rebalance.weights)?;
        let grouping = if rebalance.keep_accounts_together { Grouping::ByAccount } else { Grouping::Single };
        let members: Vec<_> = participants.iter().map(|(member, _)| *member).collect();
        let mut moves = Rebalance::new(&self.portfolios(&participants, grouping)?, rebalance.max_moves);
        let mut plan = EffectPlan::new(space);
        let taken = TakenGroups::new(&mut moves, space)?;
        self.plan_moves(&members, grouping, (taken, &mut plan), space)?;
        for member in moves.above_target() {
            self.plan_pinned(&members, member, &mut plan)?;
        }
        self.apply_plan(plan, space)
    }

    /// What each of the members owns.
    fn portfolios(&self, participants: &[(MemberId, u64)], grouping: Grouping) -> Result<Vec<Portfolio>> {
        let members: Vec<_> = participants.iter().map(|(member, _)| *member).collect();
        let mut groups: HashMap<_, Vec<_>> = HashMap::new();
        for (member, size, number) in portfolios::movable_groups(self.connection, &members, grouping)? {
            groups.entry(member).or_default().push((size, number));
        }
        let portfolio = |(member, weight): &(MemberId, u64)| {
            let owned = u64::try_from(contacts::count_owned(self.connection, *member)?).unwrap_or_default();
            let groups = groups.remove(member).unwrap_or_default().into_iter().collect();
            Ok(Portfolio { member: *member, weight: *weight, owned, groups })
        };
        participants.iter().map(portfolio).collect()
    }

    /// Finds the contacts of the groups that move.
    fn plan_moves(
        &self,
        members: &[MemberId],
        grouping: Grouping,
        (mut taken, plan): (TakenGroups, &mut EffectPlan),
        space: &mut PlanSpace<'_>,
    ) -> Result<()> {
        let (mut contacts, mut done) = (space.sorter(), 0);
        portfolios::visit_movable(self.connection, members, taken.givers(), grouping, |contact| {
            space.step(self.wait, Phase::Planning, done, None)?;
            done += 1;
            push_contact(&mut contacts, &taken, &contact)
        })?;
        let mut sorted = contacts.sorted().map_err(spill_error)?;
        while let Some((key, payload)) = sorted.next().map_err(spill_error)? {
            space.step(self.wait, Phase::Planning, done, None)?;
            done += 1;
            let Some((contact, part)) = read_contact(payload) else { continue };
            if let Some((order, it)) = taken.next(key, part)? {
                plan.push(order, &it.decide(contact))?;
            }
        }
        Ok(())
    }

    /// Reports the pinned contacts of a member who stays above the target.
    fn plan_pinned(&self, members: &[MemberId], member: MemberId, plan: &mut EffectPlan) -> Result<()> {
        let mut place = 0;
        portfolios::visit_pinned(self.connection, members, member, |contact| {
            place += 1;
            plan.push((u64::MAX, place), &rules::keep_pinned(contact, member))
        })
    }
}

/// Sorts a contact among those of its owner: by the size of its group, the largest first, by the first contact of
/// it, and by its own place.
fn push_contact(contacts: &mut Sorter, taken: &TakenGroups, contact: &MovableContact) -> Result<()> {
    let MovableContact { owner, contact, size, first, own } = contact;
    let Some(key) = taken.key_of(*owner, *size) else { return Ok(()) };
    let mut key = key.to_vec();
    put_order(&mut key, first);
    put_order(&mut key, own);
    let part = u8::from(first == own);
    let payload = [&contact.0.to_be_bytes()[..], &[part]].concat();
    contacts.push(&key, &payload).map_err(spill_error)
}

fn read_contact(payload: &[u8]) -> Option<(ContactId, GroupPart)> {
    let (contact, part) = payload.split_first_chunk()?;
    let part = if part == [1] { GroupPart::First } else { GroupPart::Other };
    Some((ContactId(i64::from_be_bytes(*contact)), part))
}

fn put_order(key: &mut Vec<u8>, order: &GivingOrder) {
    key.push(u8::from(order.has_open));
    // The youngest first: the highest number is the lowest key.
    key.extend((!(order.since.cast_unsigned() ^ 1 << 63)).to_be_bytes());
    key.extend(order.phone.as_bytes());
    key.push(0);
}

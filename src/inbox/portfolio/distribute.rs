//! Distributes contacts over members: P1.

use std::ops::ControlFlow;

use crate::inbox::effect_plan::EffectPlan;
use crate::inbox::error::Result;
use crate::inbox::find;
use crate::inbox::plan_space::PlanSpace;
use crate::inbox::progress::Phase;
use crate::inbox::refusals::Refusals;
use crate::inbox::session::{Loaded, Session};
use crate::inbox::sums::Measure;
use crate::model::{
    ContactId, Decision, MemberId, MemberWeight, OwnerDistribution, OwnerReason, Participants, Request, Roster, Target,
};
use crate::rules::{self, Distribution, DistributionLimits, Taker};
use crate::store::contacts;
use crate::store::portfolios::{DistributionFilter, visit_to_distribute};

impl Session<'_> {
    /// Distributes or rebalances contacts.
    pub(in crate::inbox) fn plan(&mut self, request: &Request, mut space: PlanSpace<'_>) -> Result<()> {
        self.summarize();
        match request {
            Request::DistributeOwners(distribution) => self.distribute_owners(request, distribution, &mut space),
            Request::RebalanceOwners(rebalance) => self.rebalance_owners(request, rebalance, &mut space),
            _ => self.decide_and_apply(Loaded::default(), request),
        }
    }

    /// The participants with their weights, if the rules grant the request.
    pub(super) fn participants(
        &mut self,
        request: &Request,
        who: &Participants,
        weights: &[MemberWeight],
    ) -> Result<Vec<(MemberId, u64)>> {
        if let Participants::Team(team) = who {
            self.load_team(*team)?;
        }
        self.decide_and_apply(Loaded::default(), request)?;
        let participants = rules::participants(&self.directory, who, weights);
        self.measure(Measure::Contacts, participants.iter().map(|(member, _)| *member));
        Ok(participants)
    }

    fn distribute_owners(
        &mut self,
        request: &Request,
        distribution: &OwnerDistribution,
        space: &mut PlanSpace<'_>,
    ) -> Result<()> {
        let OwnerDistribution { contacts, to, from, account, max, weights, limit } = distribution;
        let takers = self.participants(request, to, weights)?;
        self.measure(Measure::Contacts, *from);
        let only = contacts.as_ref().map(|contacts| self.listed_contacts(contacts)).transpose()?;
        let filter = DistributionFilter { from: *from, account: account.as_deref(), only: only.as_deref() };
        let team = if let Participants::Team(team) = to { Some(*team) } else { None };
        let limits = DistributionLimits { from: *from, team, max: *max };
        let mut distribution = Distribution::new(self.takers(&takers)?, limits);
        let (mut plan, mut done, mut failed) = (EffectPlan::new(space), 0, None);
        visit_to_distribute(self.connection, &filter, &mut |contact| {
            if limit.is_some_and(|limit| done >= limit) {
                return ControlFlow::Break(());
            }
            let decision = next(&mut distribution, *from, &contact);
            let pushed = space.step(self.wait, Phase::Planning, done, None);
            failed = pushed.and_then(|()| plan.push((done, 0), &decision)).err();
            done += 1;
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(()), Err)?;
        self.apply_plan(plan, space)
    }

    fn takers(&self, members: &[(MemberId, u64)]) -> Result<Vec<Taker>> {
        let taker = |(place, (member, weight)): (usize, &(MemberId, u64))| {
            let owned = u64::try_from(contacts::count_owned(self.connection, *member)?).unwrap_or_default();
            Ok(Taker { member: *member, weight: *weight, owned, place })
        };
        members.iter().enumerate().map(taker).collect()
    }

    /// The contacts that are named, or what is unknown of them.
    fn listed_contacts(&self, named: &[String]) -> Result<Vec<ContactId>> {
        let (mut found, mut refusals) = (Vec::with_capacity(named.len()), Refusals::default());
        for contact in named {
            let known = find::contact(self.connection, contact, self.phones);
            found.extend(refusals.accept(&Target::Contact(contact.clone()), known)?);
        }
        refusals.fail("nothing was changed")?;
        Ok(found)
    }
}

/// What the rules decide about the next contact.
fn next(
    distribution: &mut Distribution,
    from: Option<MemberId>,
    (contact, owners): &(ContactId, Roster<OwnerReason>),
) -> Decision {
    let members: Vec<_> = owners.members().collect();
    let is_pinned = from.and_then(|from| owners.seat(from)).is_some_and(|seat| seat.pinned);
    distribution.next(*contact, &members, is_pinned)
}

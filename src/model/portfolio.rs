//! What is asked of portfolios: to distribute contacts over members, or to rebalance them (P1, P2).

use super::ids::{MemberId, TeamId};

/// The members that contacts are distributed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Participants<M = MemberId, T = TeamId> {
    /// These members, which must be active.
    Members(Vec<M>),
    /// The active members of a team, in its order.
    Team(T),
}

/// A member's weight: who has twice the weight gets twice as many contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberWeight<M = MemberId> {
    /// The member.
    pub member: M,
    /// A whole number from 1.
    pub weight: i64,
}

/// A distribution of contacts over members (P1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerDistribution<M = MemberId, T = TeamId> {
    /// Only these contacts, as they are named.
    pub contacts: Option<Vec<String>>,
    /// The new owners.
    pub to: Participants<M, T>,
    /// The member whose contacts are distributed; by default those without an active owner are.
    pub from: Option<M>,
    /// Only contacts of this account; those without one if blank.
    pub account: Option<String>,
    /// How many contacts a member may own at most.
    pub max: Option<u64>,
    /// The weights that differ from 1.
    pub weights: Vec<MemberWeight<M>>,
    /// How many contacts are looked at, the first ones by phone.
    pub limit: Option<u64>,
}

/// A rebalance of contacts between members (P2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerRebalance<M = MemberId, T = TeamId> {
    /// The owners.
    pub among: Participants<M, T>,
    /// The weights that differ from 1.
    pub weights: Vec<MemberWeight<M>>,
    /// Whether a member's contacts of one account move together.
    pub keep_accounts_together: bool,
    /// How many contacts move at most.
    pub max_moves: Option<u64>,
}

impl<M, T> OwnerDistribution<M, T> {
    /// The same distribution with other names. Stops at the first error.
    pub fn try_map<C, N, U, E>(
        &self,
        names: &mut C,
        member: impl Fn(&mut C, &M) -> Result<N, E>,
        team: impl Fn(&mut C, &T) -> Result<U, E>,
    ) -> Result<OwnerDistribution<N, U>, E> {
        Ok(OwnerDistribution {
            contacts: self.contacts.clone(),
            to: self.to.try_map(names, &member, team)?,
            from: self.from.as_ref().map(|from| member(names, from)).transpose()?,
            account: self.account.clone(),
            max: self.max,
            weights: map_weights(&self.weights, names, &member)?,
            limit: self.limit,
        })
    }
}

impl<M, T> OwnerRebalance<M, T> {
    /// The same rebalance with other names. Stops at the first error.
    pub fn try_map<C, N, U, E>(
        &self,
        names: &mut C,
        member: impl Fn(&mut C, &M) -> Result<N, E>,
        team: impl Fn(&mut C, &T) -> Result<U, E>,
    ) -> Result<OwnerRebalance<N, U>, E> {
        Ok(OwnerRebalance {
            among: self.among.try_map(names, &member, team)?,
            weights: map_weights(&self.weights, names, &member)?,
            keep_accounts_together: self.keep_accounts_together,
            max_moves: self.max_moves,
        })
    }
}

impl<M, T> Participants<M, T> {
    fn try_map<C, N, U, E>(
        &self,
        names: &mut C,
        member: impl Fn(&mut C, &M) -> Result<N, E>,
        team: impl Fn(&mut C, &T) -> Result<U, E>,
    ) -> Result<Participants<N, U>, E> {
        Ok(match self {
            Self::Members(members) => {
                Participants::Members(members.iter().map(|name| member(names, name)).collect::<Result<_, E>>()?)
            }
            Self::Team(name) => Participants::Team(team(names, name)?),
        })
    }
}

fn map_weights<C, M, N, E>(
    weights: &[MemberWeight<M>],
    names: &mut C,
    member: impl Fn(&mut C, &M) -> Result<N, E>,
) -> Result<Vec<MemberWeight<N>>, E> {
    let one = |one: &MemberWeight<M>| Ok(MemberWeight { member: member(names, &one.member)?, weight: one.weight });
    weights.iter().map(one).collect()
}

//! Who owns and answers what: the answer of `report`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::{LoadCounts, MemberLoad, StoreLoad};
use crate::model::{AssignReason, Status, Time};

/// The portfolios and the load of members, teams and accounts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LoadReport {
    /// All members, by email.
    pub members: Vec<MemberFigures>,
    /// All teams, by name.
    pub teams: Vec<TeamFigures>,
    /// All accounts, by name; contacts without an account first.
    pub accounts: Vec<AccountFigures>,
    /// The number of contacts without an active owner.
    pub unowned: u64,
    /// The number of contacts with owners that are all inactive or away.
    pub owned_by_absent_only: u64,
    /// The number of open conversations without a member.
    pub unassigned: u64,
    /// The number of overdue conversations.
    pub overdue: u64,
    /// The largest share of an active member.
    pub largest_share: f64,
    /// The smallest share of an active member.
    pub smallest_share: f64,
    /// The number of contacts that `owner rebalance` among all active members would move.
    pub moves_to_balance: u64,
    /// The beginning of the period of `assigned`; null for the whole history.
    pub since: Option<Time>,
}

/// The figures of a member.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MemberFigures {
    /// The member's email.
    pub member: String,
    #[serde(flatten)]
    pub figures: LoadFigures,
    /// Whether the member is active; only for people.
    #[serde(skip)]
    pub active: bool,
    /// Whether the member is away; only for people.
    #[serde(skip)]
    pub is_away: bool,
}

/// The figures of a team: the contacts of its members, and the conversations assigned to it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TeamFigures {
    /// The team's name.
    pub team: String,
    #[serde(flatten)]
    pub figures: LoadFigures,
}

/// The figures of an account: its contacts with owners, and the conversations with its contacts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccountFigures {
    /// The account; null for contacts without one.
    pub account: Option<String>,
    #[serde(flatten)]
    pub figures: LoadFigures,
}

/// A portfolio and a load.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LoadFigures {
    /// The number of contacts with owners, each once.
    pub contacts: u64,
    /// The number of different accounts of these contacts.
    pub accounts: u64,
    /// The contacts divided by the number of all ownerships.
    pub share: f64,
    /// The number of open conversations by status.
    pub open: BTreeMap<Status, u64>,
    /// When the oldest conversation in status `new` was opened; null if there are none.
    pub oldest_unanswered: Option<Time>,
    /// The number of assignments by reason, removed ones included and undone ones left out.
    pub assigned: BTreeMap<AssignReason, u64>,
}

/// What a portfolio and a load belong to.
pub trait FigureRow {
    /// The key of the name in JSON.
    const KIND: &'static str;

    /// The name; contacts without an account have none.
    fn name(&self) -> Option<&str>;

    fn figures(&self) -> &LoadFigures;
}

impl LoadReport {
    /// The figures of a store.
    pub fn of(load: StoreLoad, since: Option<Time>) -> Self {
        let all = load.ownerships;
        let members: Vec<_> = load.members.into_iter().map(|member| MemberFigures::of(member, all)).collect();
        let shares = || members.iter().filter(|member| member.active).map(|member| member.figures.share);
        Self {
            largest_share: shares().reduce(f64::max).unwrap_or_default(),
            smallest_share: shares().reduce(f64::min).unwrap_or_default(),
            members,
            teams: load
                .teams
                .into_iter()
                .map(|(team, counts)| TeamFigures { team, figures: LoadFigures::of(counts, all) })
                .collect(),
            accounts: load
                .accounts
                .into_iter()
                .map(|(account, counts)| AccountFigures { account, figures: LoadFigures::of(counts, all) })
                .collect(),
            unowned: load.unowned,
            owned_by_absent_only: load.owned_by_absent_only,
            unassigned: load.unassigned,
            overdue: load.overdue,
            moves_to_balance: load.moves_to_balance,
            since,
        }
    }
}

impl MemberFigures {
    fn of(load: MemberLoad, ownerships: u64) -> Self {
        Self {
            member: load.email,
            active: load.active,
            is_away: load.is_away,
            figures: LoadFigures::of(load.counts, ownerships),
        }
    }
}

impl LoadFigures {
    fn of(counts: LoadCounts, ownerships: u64) -> Self {
        let LoadCounts { contacts, accounts, open, oldest_new, assigned } = counts;
        Self { contacts, accounts, share: share(contacts, ownerships), open, oldest_unanswered: oldest_new, assigned }
    }

    /// The sum of figures that have no contact or conversation in common.
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::of(LoadCounts::default(), 0);
        for one in all {
            sum.contacts += one.contacts;
            sum.accounts += one.accounts;
            sum.share += one.share;
            one.open.iter().for_each(|(status, number)| *sum.open.entry(*status).or_default() += number);
            one.assigned.iter().for_each(|(reason, number)| *sum.assigned.entry(*reason).or_default() += number);
            let oldest = [sum.oldest_unanswered, one.oldest_unanswered];
            sum.oldest_unanswered = oldest.into_iter().flatten().min();
        }
        sum
    }

    /// The number of open conversations.
    pub fn open_count(&self) -> u64 {
        self.open.values().sum()
    }

    /// The number of assignments.
    pub fn assigned_count(&self) -> u64 {
        self.assigned.values().sum()
    }
}

impl FigureRow for MemberFigures {
    const KIND: &'static str = "member";

    fn name(&self) -> Option<&str> {
        Some(&self.member)
    }

    fn figures(&self) -> &LoadFigures {
        &self.figures
    }
}

impl FigureRow for TeamFigures {
    const KIND: &'static str = "team";

    fn name(&self) -> Option<&str> {
        Some(&self.team)
    }

    fn figures(&self) -> &LoadFigures {
        &self.figures
    }
}

impl FigureRow for AccountFigures {
    const KIND: &'static str = "account";

    fn name(&self) -> Option<&str> {
        self.account.as_deref()
    }

    fn figures(&self) -> &LoadFigures {
        &self.figures
    }
}

/// A part of all; of nothing, none.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn share(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

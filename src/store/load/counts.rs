//! The counts of a store, its members, teams and accounts.

use std::collections::BTreeMap;

use crate::model::{AssignReason, Status, Time};

/// The portfolio and the load of a member, a team or an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadCounts {
    /// The contacts with owners, each once.
    pub contacts: u64,
    /// The accounts of these contacts.
    pub accounts: u64,
    pub open: BTreeMap<Status, u64>,
    /// When the oldest conversation in status `new` was opened.
    pub oldest_new: Option<Time>,
    /// The assignments of the period by reason.
    pub assigned: BTreeMap<AssignReason, u64>,
}

/// The counts of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLoad {
    pub email: String,
    pub active: bool,
    pub is_away: bool,
    /// The contacts that a rebalance among the active members can move.
    pub movable: u64,
    pub counts: LoadCounts,
}

/// The counts of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreLoad {
    /// By email.
    pub members: Vec<MemberLoad>,
    /// With their names, by name.
    pub teams: Vec<(String, LoadCounts)>,
    /// With their names, by name; contacts without an account first.
    pub accounts: Vec<(Option<String>, LoadCounts)>,
    /// The ownerships of all members.
    pub ownerships: u64,
    /// The contacts without an active owner.
    pub unowned: u64,
    /// The contacts with owners that are all inactive or away.
    pub owned_by_absent_only: u64,
    /// The open conversations without a member.
    pub unassigned: u64,
    /// The overdue conversations.
    pub overdue: u64,
    /// The moves of a rebalance among all active members; the rules count them.
    pub moves_to_balance: u64,
}

impl LoadCounts {
    /// Counts an open conversation.
    pub(super) fn add_open(&mut self, status: Status, opened_at: Time) {
        *self.open.entry(status).or_default() += 1;
        if status == Status::New {
            self.oldest_new = Some(self.oldest_new.map_or(opened_at, |oldest| oldest.min(opened_at)));
        }
    }
}

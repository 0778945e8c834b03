//! Who owns which contacts, counted contact by contact: contacts and ownerships are both read in the order of
//! their rows, which is quicker than a join.

use rusqlite::{Connection, Row, Rows};

use super::counts::{MemberLoad, StoreLoad};
use super::groups::{Groups, NO_ACCOUNT};
use crate::store::erase::ERASED;
use crate::store::{StoreResult, past};

/// Counts contacts and accounts of each group. Returns the totals, without the groups.
pub(super) fn count(connection: &Connection, groups: &mut Groups) -> StoreResult<StoreLoad> {
    let but_erased = format!(" WHERE phone NOT LIKE '{ERASED}%'");
    let some = if past::has_erased(connection)? { &but_erased } else { "" };
    let mut contacts = connection.prepare(&format!("SELECT id, account_id FROM contacts{some} ORDER BY id"))?;
    let mut contacts = contacts.query([])?;
    let mut owners = connection
        .prepare("SELECT contact_id, member_id, pinned FROM contact_owners ORDER BY contact_id, member_id")?;
    let mut owners = OwnerRows::new(owners.query([])?)?;
    let mut portfolios = Portfolios { groups, totals: StoreLoad::default(), members: Vec::new(), teams: Vec::new() };
    let mut owned = Vec::new();
    while let Some(row) = contacts.next()? {
        owners.read(row.get(0)?, &mut owned)?;
        portfolios.add(row.get::<_, Option<i64>>(1)?, &owned);
    }
    Ok(portfolios.finish())
}

/// An owner of a contact.
#[derive(Debug, Clone, Copy)]
struct Owner {
    member: i64,
    is_pinned: bool,
}

/// An owner with the contact.
fn owner(row: &Row<'_>) -> rusqlite::Result<(i64, Owner)> {
    Ok((row.get(0)?, Owner { member: row.get(1)?, is_pinned: row.get(2)? }))
}

/// Ownerships in the order of contacts.
struct OwnerRows<'a> {
    rows: Rows<'a>,
    next: Option<(i64, Owner)>,
}

impl<'a> OwnerRows<'a> {
    fn new(rows: Rows<'a>) -> StoreResult<Self> {
        let mut owners = Self { rows, next: None };
        owners.advance()?;
        Ok(owners)
    }

    fn advance(&mut self) -> StoreResult<()> {
        let row = self.rows.next()?;
        self.next = row.map(owner).transpose()?;
        Ok(())
    }

    /// Reads the owners of a contact, which is behind the one before.
    fn read(&mut self, contact: i64, owners: &mut Vec<Owner>) -> StoreResult<()> {
        owners.clear();
        while let Some((of, owner)) = self.next.filter(|(of, _)| *of <= contact) {
            if of == contact {
                owners.push(owner);
            }
            self.advance()?;
        }
        Ok(())
    }
}

/// The counts so far. Accounts are noted with the member or team that owns a contact of theirs, and counted
/// when all are known.
struct Portfolios<'a> {
    groups: &'a mut Groups,
    totals: StoreLoad,
    members: Vec<(usize, usize)>,
    teams: Vec<(usize, usize)>,
}

impl Portfolios<'_> {
    /// Counts a contact of an account with its owners.
    fn add(&mut self, account: Option<i64>, owners: &[Owner]) {
        let account = self.groups.accounts.place(account.unwrap_or(NO_ACCOUNT));
        let place = account.unwrap_or_default();
        if let Some(group) = self.groups.accounts.at(place) {
            group.is_used = true;
            group.counts.contacts += u64::from(!owners.is_empty());
        }
        let named = account.filter(|_| place > 0);
        let (mut active, mut present) = (0, 0);
        for owner in owners {
            let Some(member) = self.add_owner(*owner, named) else { continue };
            active += usize::from(member.active);
            present += usize::from(member.active && !member.is_away);
        }
        self.add_teams(owners, named);
        self.totals.unowned += u64::from(active == 0);
        self.totals.owned_by_absent_only += u64::from(present == 0 && !owners.is_empty());
        if active == 1 {
            self.add_movable(owners);
        }
    }

    /// Counts an ownership.
    fn add_owner(&mut self, owner: Owner, account: Option<usize>) -> Option<&MemberLoad> {
        let place = self.groups.members.place(owner.member)?;
        self.members.extend(account.map(|account| (place, account)));
        self.totals.ownerships += 1;
        let member = self.groups.members.at(place)?;
        member.counts.contacts += 1;
        Some(member)
    }

    /// Counts a contact once for each team of its owners.
    fn add_teams(&mut self, owners: &[Owner], account: Option<usize>) {
        let mut teams: Vec<_> = owners
            .iter()
            .filter_map(|owner| self.groups.teams_of_member.get(&owner.member))
            .flatten()
            .copied()
            .collect();
        teams.sort_unstable();
        teams.dedup();
        for team in teams {
            let Some(place) = self.groups.teams.place(team) else { continue };
            self.teams.extend(account.map(|account| (place, account)));
            if let Some((_, counts)) = self.groups.teams.at(place) {
                counts.contacts += 1;
            }
        }
    }

    /// Counts a contact with a single active owner, which can move unless it is pinned.
    fn add_movable(&mut self, owners: &[Owner]) {
        for owner in owners.iter().filter(|owner| !owner.is_pinned) {
            if let Some(member) = self.groups.members.get(owner.member).filter(|member| member.active) {
                member.movable += 1;
            }
        }
    }

    /// Counts the accounts.
    fn finish(mut self) -> StoreLoad {
        for list in [&mut self.members, &mut self.teams] {
            list.sort_unstable();
            list.dedup();
        }
        for (place, _) in self.members {
            if let Some(member) = self.groups.members.at(place) {
                member.counts.accounts += 1;
            }
        }
        for (place, _) in self.teams {
            if let Some((_, counts)) = self.groups.teams.at(place) {
                counts.accounts += 1;
            }
        }
        for place in 1..self.groups.accounts.items().len() {
            if let Some(account) = self.groups.accounts.at(place) {
                account.counts.accounts = u64::from(account.counts.contacts > 0);
            }
        }
        self.totals
    }
}

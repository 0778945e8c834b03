//! The members, teams and accounts that are counted for.

use std::collections::HashMap;

use rusqlite::Connection;

use super::counts::{LoadCounts, MemberLoad};
use crate::model::Time;
use crate::store::StoreResult;

/// Items by the number of a row; several rows may share one.
pub(super) struct Numbered<T> {
    items: Vec<T>,
    places: HashMap<i64, usize>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { items: Vec::new(), places: HashMap::new() }
    }
}

impl<T> Numbered<T> {
    fn push(&mut self, row: i64, item: T) {
        self.places.insert(row, self.items.len());
        self.items.push(item);
    }

    /// Gives another row to the last item.
    fn share(&mut self, row: i64) {
        self.places.insert(row, self.items.len().saturating_sub(1));
    }

    pub(super) fn place(&self, row: i64) -> Option<usize> {
        self.places.get(&row).copied()
    }

    pub(super) fn at(&mut self, place: usize) -> Option<&mut T> {
        self.items.get_mut(place)
    }

    pub(super) fn get(&mut self, row: i64) -> Option<&mut T> {
        self.place(row).and_then(|place| self.items.get_mut(place))
    }

    pub(super) fn items(&self) -> &[T] {
        &self.items
    }
}

/// An account with its spellings, or the contacts without one.
pub(super) struct AccountGroup {
    pub(super) name: Option<String>,
    /// Whether it has a contact.
    pub(super) is_used: bool,
    pub(super) counts: LoadCounts,
}

/// All members, teams and accounts of a store.
pub(super) struct Groups {
    pub(super) members: Numbered<MemberLoad>,
    pub(super) teams: Numbered<(String, LoadCounts)>,
    /// Those of row 0 have none.
    pub(super) accounts: Numbered<AccountGroup>,
    /// The teams of each member, by the number of its row.
    pub(super) teams_of_member: HashMap<i64, Vec<i64>>,
}

/// The row of [`Groups::accounts`] for contacts without an account.
pub(super) const NO_ACCOUNT: i64 = 0;

impl Groups {
    pub(super) fn read(connection: &Connection, at: Time) -> StoreResult<Self> {
        Ok(Self {
            members: members(connection, at)?,
            teams: teams(connection)?,
            accounts: accounts(connection)?,
            teams_of_member: teams_of_member(connection)?,
        })
    }

    #[expect(clippy::type_complexity, reason = "the three lists of `StoreLoad`")]
    pub(super) fn into_parts(self) -> (Vec<MemberLoad>, Vec<(String, LoadCounts)>, Vec<(Option<String>, LoadCounts)>) {
        let used = self.accounts.items.into_iter().filter(|account| account.is_used);
        (self.members.items, self.teams.items, used.map(|account| (account.name, account.counts)).collect())
    }
}

fn members(connection: &Connection, at: Time) -> StoreResult<Numbered<MemberLoad>> {
    let mut members = Numbered::default();
    let sql = "SELECT id, email, active, EXISTS (SELECT 1 FROM absences
                                                 WHERE member_id = members.id AND from_at <= ?1 AND until_at > ?1)
               FROM members ORDER BY email";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([at.as_nanoseconds()])?;
    while let Some(row) = rows.next()? {
        let (email, active, is_away) = (row.get(1)?, row.get(2)?, row.get(3)?);
        members.push(row.get(0)?, MemberLoad { email, active, is_away, movable: 0, counts: LoadCounts::default() });
    }
    Ok(members)
}

fn teams(connection: &Connection) -> StoreResult<Numbered<(String, LoadCounts)>> {
    let mut teams = Numbered::default();
    let mut statement = connection.prepare("SELECT id, name FROM teams ORDER BY name_key, name")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        teams.push(row.get(0)?, (row.get(1)?, LoadCounts::default()));
    }
    Ok(teams)
}

/// Spellings with one key are one account, named by the first of them.
fn accounts(connection: &Connection) -> StoreResult<Numbered<AccountGroup>> {
    let mut accounts = Numbered::default();
    accounts.push(NO_ACCOUNT, AccountGroup { name: None, is_used: false, counts: LoadCounts::default() });
    let mut statement = connection.prepare(
        "SELECT id, name, name_key FROM accounts
         WHERE EXISTS (SELECT 1 FROM contacts WHERE account_id = accounts.id) ORDER BY name_key, name",
    )?;
    let mut rows = statement.query([])?;
    let mut last_key: Option<String> = None;
    while let Some(row) = rows.next()? {
        let (id, key) = (row.get(0)?, row.get::<_, String>(2)?);
        if last_key.as_ref() == Some(&key) {
            accounts.share(id);
        } else {
            let name = Some(row.get(1)?);
            accounts.push(id, AccountGroup { name, is_used: false, counts: LoadCounts::default() });
            last_key = Some(key);
        }
    }
    Ok(accounts)
}

fn teams_of_member(connection: &Connection) -> StoreResult<HashMap<i64, Vec<i64>>> {
    let mut teams: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut statement = connection.prepare("SELECT member_id, team_id FROM team_members")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        teams.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(teams)
}

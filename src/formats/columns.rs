//! The columns of files that admins import, with the headers of common CRMs.

use std::sync::LazyLock;

use super::table::{ColumnSpec, Columns};
use crate::model::{CONTACT_FIELDS, Field};

const fn column(name: &'static str, aliases: &'static [&'static str]) -> ColumnSpec {
    ColumnSpec { name, aliases, is_list: false }
}

const OWNER: ColumnSpec =
    ColumnSpec { is_list: true, ..column("owner", &["owners", "default_assignees", "contact_owner"]) };

/// The phone, the account, the owner and the other fields of the contact.
static MAPPING: LazyLock<Vec<ColumnSpec>> = LazyLock::new(|| {
    let others = CONTACT_FIELDS.iter().filter(|known| known.field != Field::Account);
    let first = [column("phone", &[]), column("account", &[]), OWNER];
    first.into_iter().chain(others.map(|known| column(known.key(), &[]))).collect()
});

/// The columns of a key-account mapping; without owners with `--owner`.
pub fn mapping(of_one: bool) -> Columns {
    let required: &[&[_]] = if of_one { &[&["phone", "account"]] } else { &[&["phone", "account"], &["owner"]] };
    Columns { known: &MAPPING, required, listed: &[], figures: &[] }
}

/// The phone and the fields of a contact.
static CONTACTS: LazyLock<Vec<ColumnSpec>> =
    LazyLock::new(|| MAPPING.iter().filter(|known| **known != OWNER).copied().collect());

/// The columns of contacts without their owners.
pub fn contacts() -> Columns {
    Columns { known: &CONTACTS, required: &[&["phone"]], listed: &[], figures: &[] }
}

const ACCOUNT_MAPPING: &[ColumnSpec] = &[column("account", &[]), OWNER];

/// The columns of a mapping of whole accounts, without fields of contacts; without owners with `--owner`.
pub fn account_mapping(of_one: bool) -> Columns {
    let required: &[&[_]] = if of_one { &[&["account"]] } else { &[&["account"], &["owner"]] };
    Columns { known: ACCOUNT_MAPPING, required, listed: &[], figures: &[] }
}

pub const MEMBERS: Columns = Columns {
    known: &[column("email", &[]), column("name", &[]), column("active", &[]), column("external_id", &[])],
    required: &[&["email"]],
    listed: &[],
    figures: &["teams", "contacts", "open_conversations"],
};

/// The columns of team memberships, in order, or of teams as `team list` writes them.
pub const TEAMS: Columns = Columns {
    known: &[column("team", &[]), column("member", &[]), column("strategy", &[]), column("default_agent", &[])],
    required: &[&["team"], &["member"]],
    listed: &[("team", "name"), ("member", "members")],
    figures: &[],
};

//! Which columns the files have that admins import, and what CRMs call them.

use super::table::{ColumnSpec, Columns};

const fn column(name: &'static str, aliases: &'static [&'static str]) -> ColumnSpec {
    ColumnSpec { name, aliases }
}

const OWNER: ColumnSpec = column("owner", &["owners", "default_assignees", "contact_owner"]);

const ACCOUNT_MAPPING: &[ColumnSpec] = &[column("account", &[]), OWNER];

const MAPPING: &[ColumnSpec] = &[
    column("phone", &[]),
    column("account", &[]),
    OWNER,
    column("first_name", &[]),
    column("last_name", &[]),
    column("email", &[]),
    column("external_id", &[]),
];

/// A key-account mapping.
pub const OWNERS: Columns = Columns { known: MAPPING, required: &[&["phone", "account"], &["owner"]], listed: &[] };

/// A key-account mapping whose owner is given beside it.
pub const OWNERS_OF_ONE: Columns = Columns { known: MAPPING, required: &[&["phone", "account"]], listed: &[] };

/// A key-account mapping of whole accounts: what is known of single contacts has no place there.
pub const ACCOUNTS: Columns = Columns { known: ACCOUNT_MAPPING, required: &[&["account"], &["owner"]], listed: &[] };

/// The same whose owner is given beside it.
pub const ACCOUNTS_OF_ONE: Columns = Columns { known: ACCOUNT_MAPPING, required: &[&["account"]], listed: &[] };

/// Members.
pub const MEMBERS: Columns = Columns {
    known: &[column("email", &[]), column("name", &[]), column("active", &[]), column("external_id", &[])],
    required: &[&["email"]],
    listed: &[],
};

/// Memberships of teams, in order; or teams as `team list` writes them, with all members in a cell.
pub const TEAMS: Columns = Columns {
    known: &[column("team", &[]), column("member", &[]), column("strategy", &[]), column("default_agent", &[])],
    required: &[&["team"], &["member"]],
    listed: &[("team", "name"), ("member", "members")],
};

//! The columns of files that admins import, with the headers of common CRMs.

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

/// The columns of a key-account mapping.
pub const OWNERS: Columns = Columns { known: MAPPING, required: &[&["phone", "account"], &["owner"]], listed: &[] };

/// The columns of a key-account mapping with `--owner`.
pub const OWNERS_OF_ONE: Columns = Columns { known: MAPPING, required: &[&["phone", "account"]], listed: &[] };

/// The columns of a mapping of whole accounts, without fields of contacts.
pub const ACCOUNTS: Columns = Columns { known: ACCOUNT_MAPPING, required: &[&["account"], &["owner"]], listed: &[] };

/// The columns of a mapping of whole accounts with `--owner`.
pub const ACCOUNTS_OF_ONE: Columns = Columns { known: ACCOUNT_MAPPING, required: &[&["account"]], listed: &[] };

pub const MEMBERS: Columns = Columns {
    known: &[column("email", &[]), column("name", &[]), column("active", &[]), column("external_id", &[])],
    required: &[&["email"]],
    listed: &[],
};

/// The columns of team memberships, in order, or of teams as `team list` writes them.
pub const TEAMS: Columns = Columns {
    known: &[column("team", &[]), column("member", &[]), column("strategy", &[]), column("default_agent", &[])],
    required: &[&["team"], &["member"]],
    listed: &[("team", "name"), ("member", "members")],
};

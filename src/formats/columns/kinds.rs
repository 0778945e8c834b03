//! The kinds of files that admins import, with their columns.

use super::headers::{ACCOUNTS, CONTACT_COLUMNS, MAPPING_COLUMNS, MEMBER_COLUMNS, OWNERS, PINNED, TEAM_COLUMNS};
use crate::formats::table::{ColumnSpec, Columns};

/// The columns of a key-account mapping; without owners with `--owner`.
pub fn mapping(of_one: bool) -> Columns {
    let required: &[&[_]] = if of_one { &[&["phone", "account"]] } else { &[&["phone", "account"], &["owner"]] };
    Columns { known: MAPPING_COLUMNS, required, listed: &[], figures: &[] }
}

/// The columns of contacts without their owners.
pub const CONTACTS: Columns = Columns { known: CONTACT_COLUMNS, required: &[&["phone"]], listed: &[], figures: &[] };

const ACCOUNT_MAPPING: &[ColumnSpec] = &[ACCOUNTS, OWNERS, PINNED];

/// The columns of a mapping of whole accounts, without fields of contacts; without owners with `--owner`.
pub fn account_mapping(of_one: bool) -> Columns {
    let required: &[&[_]] = if of_one { &[&["account"]] } else { &[&["account"], &["owner"]] };
    Columns { known: ACCOUNT_MAPPING, required, listed: &[], figures: &[] }
}

pub const MEMBERS: Columns = Columns {
    known: MEMBER_COLUMNS,
    required: &[&["email"]],
    listed: &[],
    figures: &["away_until", "teams", "contacts", "open_conversations"],
};

/// The columns of team memberships, in order, or of teams as `team list` writes them.
pub const TEAMS: Columns = Columns {
    known: TEAM_COLUMNS,
    required: &[&["team"], &["member"]],
    listed: &[("team", "name"), ("member", "members")],
    figures: &[],
};

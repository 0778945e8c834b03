//! The columns of files that admins import, and the headers by which CRMs and address books name them.

mod headers;
mod kinds;

pub use headers::MAPPING_COLUMNS;
pub use kinds::{CONTACTS, MEMBERS, TEAMS, account_mapping, mapping};

//! Portfolios and load, counted for `report`: of each member, team and account.

mod assignments;
mod count_load;
mod counts;
mod groups;
mod open_conversations;
mod portfolios;

pub(crate) use count_load::count_load;
pub use counts::{LoadCounts, MemberLoad, StoreLoad};

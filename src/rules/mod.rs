//! The rules of assignment: one pure, total function. No clock, no disk, no SQL, no printing.
//!
//! Each family of rules has its file; `decision_builder` collects their effects and orders them.
//! Matches over requests have no `_` arm, so that a new request doesn't compile until every match
//! handles it.
#![warn(missing_docs, clippy::wildcard_enum_match_arm)]

mod absences;
mod backlog;
mod decide;
mod decision_builder;
mod flow;
mod manual;
mod offboarding;
mod owners;
mod portfolio;
mod reply;
mod teams;

pub use decide::decide;
pub use portfolio::{
    Distribution, DistributionLimits, Portfolio, PortfolioMove, Rebalance, Taker, keep_pinned, moves_to_balance,
    participants,
};
pub use teams::turn_after_leaving;

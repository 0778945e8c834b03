//! Even portfolios: P1, P2.

mod distribution;
mod participants;
mod rebalance;
#[cfg(test)]
mod tests;

pub(super) use participants::{check_distribution, check_rebalance};

pub use distribution::{Distribution, DistributionLimits, Taker};
pub use participants::participants;
pub use rebalance::{Portfolio, PortfolioMove, Rebalance, keep_pinned, moves_to_balance};

//! The planners of portfolios beside independent computations.

mod distribution;
mod rebalance;

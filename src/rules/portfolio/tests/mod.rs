mod distribution;
mod rebalance;

//! Contacts distributed over members, and rebalanced between them (P1, P2): planned first, then applied, both in
//! flat memory.

mod distribute;
mod rebalance;
mod taken_groups;

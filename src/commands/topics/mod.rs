//! The help topics: what several commands have in common. Their prose lies in text files beside this one.

mod topic;

pub(super) use topic::{EXIT_CODES, TOPICS, Topic};

//! The command line, typed as people type it: one file a command, and what all commands share.

mod assign;
mod backup;
mod batch;
mod builder;
mod check;
mod completions;
mod contact;
mod conversation;
mod errors;
mod global;
mod help;
mod history;
mod init;
mod interrupt;
mod member;
mod member_import;
mod owner;
mod owner_import;
mod owner_moves;
mod scenario;
mod scenario_compare;
mod scenario_current;
mod scenario_explain;
mod scenario_files;
mod scenario_report;
mod scenario_update;
mod schema;
mod settings;
mod simulate_message;
mod status;
mod team;
mod team_import;
mod unassign;
mod undo;
mod why;

pub(crate) use builder::{PROGRAM, START, Test, words};

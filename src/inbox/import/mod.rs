//! Files that admins import: a key-account mapping, members, teams. Rows come as text from a
//! [`RowSource`]; they are read whole and checked, sorted by what they are about, and then each contact,
//! member or team is changed through the same session as by any other command. What grows with the
//! file is the disk, and nothing is written if a row is invalid, unless the options say so.

mod answer;
mod apply;
mod ignored_owners;
mod input;
mod mapping;
mod members;
mod merged_field;
mod options;
mod owner_aliases;
mod owner_cell;
mod owner_groups;
mod owner_lookup;
mod owner_reader;
mod pending_members;
mod rejects;
mod removal_limit;
mod row_group;
mod row_grouper;
mod run;
mod source;
mod teams;

pub use answer::ImportReport;
pub use input::{ImportInput, OnError, WithoutPhone};
pub use options::{ImportMode, OwnerImportOptions};
pub use rejects::{RejectSink, RowError};
pub use removal_limit::RemovalLimit;
pub use run::ImportKind;
pub use source::{Ragged, RowBatch, RowSource};

//! `scenario test --update`: rewrites failed expectations to what came, in the files themselves.

mod staged_file;
mod suggestion;
mod suite_update;
mod update_files;

pub use update_files::update;

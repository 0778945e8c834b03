//! Profiles: what a CRM's file needs to be imported, said once. A profile is typed as options, read from a
//! YAML file, or written beside a file in a scenario; [`Profile::over`] puts one before another.

mod file_profile;
mod keys;
mod read;
mod schema;
mod write;

pub use file_profile::Profile;
pub(super) use keys::PROFILE_FIELDS;
pub use read::read;
pub(super) use read::{option_hint, profile};
pub(super) use schema::parts;
pub use schema::schema;
pub use write::write;

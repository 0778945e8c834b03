//! `inboxctl` says who a conversation of a shared inbox belongs to, and why.
//!
//! Floors, lowest first; a module imports only from the floors below it, and siblings on one floor
//! don't know each other.

pub mod formats;
pub mod inbox;
pub mod model;
pub mod rules;
pub mod scenario;
pub mod store;

//! Disks that fail, and power that is cut: a change is complete or missing, whatever call of the system fails.
//!
//! The layer is a library that is loaded in front of the C library, so this is for Linux with glibc.

#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

mod calls;
mod direct;
mod disk;
mod layer;
mod power;
mod script;
mod state;

use crate::chance;

/// A random number below another one.
fn below(seed: &mut u64, end: usize) -> usize {
    usize::try_from(chance::below(seed, end as u64)).unwrap()
}

//! Disks that fail, and power that is cut: a change is complete or missing, whatever call of the system fails.
//!
//! The layer is a library that is loaded in front of the C library, so this is for Linux with glibc.

#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

mod calls;
mod disk;
mod layer;
mod power;
mod script;
mod state;

/// A number below another one, by `SplitMix64`.
fn below(seed: &mut u64, end: usize) -> usize {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*seed ^ (*seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
}

//! Fuzz targets for each reader, for stores from outside and for whole commands.
//!
//! The inputs that once found a defect are tried with every run of the tests. A minute of all targets, with
//! inputs made from the fixtures and mutated: `cargo test --test integration fuzz:: -- --ignored`
//!
//! With libFuzzer, which finds inputs by coverage (`cargo install cargo-fuzz`; `RUSTC_BOOTSTRAP=1` stands in
//! for a nightly toolchain), for 5 minutes:
//!
//! ```sh
//! cd tests/fuzz/libfuzzer
//! export RUSTC_BOOTSTRAP=1 TMPDIR=/dev/shm
//! cargo fuzz run --fuzz-dir . -s none store_values -- \
//!     -close_fd_mask=3 -timeout=3 -rss_limit_mb=900 -max_total_time=300
//! ```
//!
//! What it finds is written to `artifacts`: it is minimized with `cargo fuzz tmin`, mended, and kept in
//! `regressions/TARGET`.

mod mutation;
mod replay;
mod targets;

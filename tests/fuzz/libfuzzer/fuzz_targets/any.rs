//! Fuzzes the target that the binary is named after.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| inboxctl_fuzz::run(env!("CARGO_BIN_NAME"), input));

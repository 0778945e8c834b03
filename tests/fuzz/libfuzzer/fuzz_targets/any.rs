//! Fuzzes the target that the binary is named after.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: inboxctl_fuzz::write_seeds(env!("CARGO_BIN_NAME")).expect("the corpus can't be written"),
    |input: &[u8]| inboxctl_fuzz::run(env!("CARGO_BIN_NAME"), input)
);

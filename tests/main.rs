//! The integration tests: one binary, linked once.

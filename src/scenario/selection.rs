//! Which scenarios run.

use regex::Regex;

/// The scenarios to run.
#[derive(Debug, Default)]
pub struct Selection {
    /// Expressions of which one must match the name; none selects all.
    pub names: Vec<Regex>,
    /// Whether to stop after the first failed scenario.
    pub fail_fast: bool,
}

impl Selection {
    pub fn takes(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|regex| regex.is_match(name))
    }
}

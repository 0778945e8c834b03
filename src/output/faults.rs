//! Faults for people: of many of one code the first ones, and how many there are of each.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::format::Verbosity;
use super::text::{escaped, grouped};
use super::ui::Ui;
use crate::input::FaultyFile;
use crate::model::ErrorCode;

/// From how many faults of one code on they are grouped.
const MANY: u64 = 5;

/// How many of a group are shown.
const FIRST: u64 = 3;

/// Faults in order, where those of a code with many are cut.
pub struct FaultGroups<'a> {
    by_code: &'a BTreeMap<ErrorCode, u64>,
    seen: BTreeMap<ErrorCode, u64>,
}

/// What is shown of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The fault.
    Whole,
    /// The fault, and that there are more of its code.
    WithMore(u64),
    /// Nothing.
    Cut,
}

impl<'a> FaultGroups<'a> {
    /// Faults of which there are so many of each code.
    pub fn new(by_code: &'a BTreeMap<ErrorCode, u64>) -> Self {
        Self { by_code, seen: BTreeMap::new() }
    }

    /// What to show of the next fault.
    pub fn next(&mut self, code: ErrorCode) -> Shown {
        let all = self.by_code.get(&code).copied().unwrap_or_default();
        let seen = self.seen.entry(code).or_default();
        *seen += 1;
        match *seen {
            _ if all < MANY => Shown::Whole,
            FIRST => Shown::WithMore(all - FIRST),
            number if number < FIRST => Shown::Whole,
            _ => Shown::Cut,
        }
    }

    /// A line for each code with its count, most frequent first; empty if nothing was cut.
    pub fn table(&self) -> String {
        if self.by_code.values().all(|count| *count < MANY) {
            return String::new();
        }
        let mut counts: Vec<_> = self.by_code.iter().map(|(code, count)| (grouped(*count), *count, *code)).collect();
        counts.sort_by_key(|(_, count, code)| (std::cmp::Reverse(*count), *code));
        let width = counts.iter().map(|(text, ..)| text.len()).max().unwrap_or_default();
        counts.iter().fold(String::new(), |mut text, (count, _, code)| {
            let _ = writeln!(text, "   {count:>width$}  {code}");
            text
        })
    }
}

/// The line below the last fault that is shown of a group.
pub fn more_like_this(more: u64) -> String {
    format!("   … and {} more like this", grouped(more))
}

impl Ui {
    /// Prints the rows that were skipped; JSON has them in the answer.
    pub fn skipped(&self, file: &FaultyFile) {
        if self.format.is_json() || self.verbosity == Verbosity::Quiet {
            return;
        }
        let mut groups = FaultGroups::new(&file.by_code);
        let mut text = String::new();
        for fault in &file.faults {
            let shown = groups.next(fault.code);
            if shown != Shown::Cut {
                let line = format!("skipped: {}:{}: {}", file.path.display(), fault.place, fault.message);
                let _ = writeln!(text, "{}", escaped(&line));
            }
            if let Shown::WithMore(more) = shown {
                let _ = writeln!(text, "{}", more_like_this(more));
            }
        }
        self.print_to_stderr(&(text + &groups.table()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_a_code_are_cut_from_five_on() {
        let by_code = BTreeMap::from([(ErrorCode::InvalidPhone, 5), (ErrorCode::UnknownMember, 4)]);
        let mut groups = FaultGroups::new(&by_code);
        let phones: Vec<_> = (0..5).map(|_| groups.next(ErrorCode::InvalidPhone)).collect();
        assert_eq!(phones, [Shown::Whole, Shown::Whole, Shown::WithMore(2), Shown::Cut, Shown::Cut]);
        assert!((0..4).all(|_| groups.next(ErrorCode::UnknownMember) == Shown::Whole));
        assert_eq!(groups.table(), "   5  invalid-phone\n   4  unknown-member\n");
    }

    #[test]
    fn faults_are_counted_only_where_some_are_cut() {
        let by_code = BTreeMap::from([(ErrorCode::InvalidPhone, 4)]);
        assert_eq!(FaultGroups::new(&by_code).table(), "");
    }
}

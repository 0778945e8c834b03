//! Many errors for people, grouped by code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::format::Verbosity;
use super::text::{escaped, grouped};
use super::ui::Ui;
use crate::input::FaultyFile;
use crate::model::ErrorCode;

/// The least number of errors of one code that are grouped.
const MANY: u64 = 5;

/// The number of errors shown of a group.
const FIRST: u64 = 3;

/// Returns the lines of errors, of a code with many only the first ones, and then a table of counts.
pub fn group_by_code(
    errors: impl IntoIterator<Item = (ErrorCode, String)>,
    by_code: &BTreeMap<ErrorCode, u64>,
) -> (String, String) {
    let (mut text, mut seen) = (String::new(), BTreeMap::new());
    for (code, line) in errors {
        let all = by_code.get(&code).copied().unwrap_or_default();
        let number = seen.entry(code).and_modify(|number| *number += 1).or_insert(1);
        if all < MANY || *number <= FIRST {
            text.push_str(&line);
        }
        if all >= MANY && *number == FIRST {
            let _ = writeln!(text, "   … and {} more like this", grouped(all - FIRST));
        }
    }
    let counts = if by_code.values().any(|count| *count >= MANY) { counts_table(by_code) } else { String::new() };
    (text, counts)
}

/// A line for each code with its count, most frequent first.
fn counts_table(by_code: &BTreeMap<ErrorCode, u64>) -> String {
    let mut counts: Vec<_> = by_code.iter().map(|(code, count)| (grouped(*count), *count, *code)).collect();
    counts.sort_by_key(|(_, count, code)| (std::cmp::Reverse(*count), *code));
    let width = counts.iter().map(|(text, ..)| text.len()).max().unwrap_or_default();
    counts.iter().fold(String::new(), |mut text, (count, _, code)| {
        let _ = writeln!(text, "   {count:>width$}  {code}");
        text
    })
}

impl Ui {
    /// Prints the rows that were skipped, and where how many were saved, unless quiet; JSON has them in the
    /// answer.
    pub fn skipped(&self, file: &FaultyFile, saved: Option<(&Path, u64)>) {
        let saved = saved.map(|(path, rows)| {
            let (plural, path) = (if rows == 1 { "" } else { "s" }, path.display().to_string());
            let path = escaped(&path);
            format!(
                "saved {} rejected row{plural} in `{path}`; fix them and import that file with the same options\n",
                grouped(rows)
            )
        });
        self.left_out("rejected", file, &saved.unwrap_or_default());
    }

    /// Prints the invalid cells that were left out, unless quiet; JSON has them in the answer.
    pub fn dropped(&self, file: &FaultyFile) {
        self.left_out("dropped", file, "");
    }

    fn left_out(&self, label: &str, file: &FaultyFile, conclusion: &str) {
        if self.format.is_json() || self.verbosity == Verbosity::Quiet {
            return;
        }
        let lines = file.faults.iter().map(|fault| {
            let line = format!("{label}: {}: {}", file.place_of(fault), fault.message);
            (fault.code, format!("{}\n", escaped(&line)))
        });
        let (text, counts) = group_by_code(lines, &file.by_code);
        self.print_to_stderr(&(text + &counts + conclusion));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(code: ErrorCode, count: usize) -> Vec<(ErrorCode, String)> {
        vec![(code, format!("{code}\n")); count]
    }

    #[test]
    fn errors_of_a_code_are_grouped_from_five() {
        let by_code = BTreeMap::from([(ErrorCode::InvalidPhone, 5), (ErrorCode::UnknownMember, 4)]);
        let all = [errors(ErrorCode::InvalidPhone, 5), errors(ErrorCode::UnknownMember, 4)].concat();
        let (text, counts) = group_by_code(all, &by_code);
        let phones = "invalid-phone\n".repeat(3) + "   … and 2 more like this\n";
        assert_eq!(text, phones + &"unknown-member\n".repeat(4));
        assert_eq!(counts, "   5  invalid-phone\n   4  unknown-member\n");
    }

    #[test]
    fn errors_are_counted_only_if_grouped() {
        let by_code = BTreeMap::from([(ErrorCode::InvalidPhone, 4)]);
        assert_eq!(group_by_code(errors(ErrorCode::InvalidPhone, 4), &by_code).1, "");
    }
}

//! The covered rules and reasons, for people.

use super::super::layout::wrapped;
use crate::scenario::{Coverage, Covered, Report};

/// The width of lists without a terminal.
const WIDTH: usize = 80;

/// How much of the coverage people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverageDetail {
    /// What is covered and what is not.
    Lists,
    /// How much is covered; below the threshold also what is not.
    Totals,
}

pub(super) fn coverage_text(coverage: &Coverage, width: Option<u16>, detail: CoverageDetail) -> String {
    let lists = detail == CoverageDetail::Lists;
    let mut text = covered_text("rules", &coverage.rules, (lists, lists || !coverage.ok), width);
    text.push_str(&covered_text("reasons", &coverage.reasons.reached, (lists, lists), width));
    text
}

/// The number of what is covered, with the lists that are asked for.
fn covered_text(
    what: &str,
    covered: &Covered<impl ToString>,
    (list_covered, list_others): (bool, bool),
    width: Option<u16>,
) -> String {
    let list = |mark, names: &[_]| match names {
        [] => String::new(),
        names => wrapped(mark, &joined(names), width.map_or(WIDTH, usize::from)),
    };
    let mut text = covered_line(what, covered) + "\n";
    if list_covered {
        text.push_str(&list("  covered      ", &covered.fired));
    }
    if list_others {
        text.push_str(&list("  not covered  ", &covered.never));
    }
    text
}

pub(super) fn covered_line<T>(what: &str, Covered { fired, never }: &Covered<T>) -> String {
    share_line(what, fired.len(), fired.len() + never.len())
}

/// `43 of 43 rules covered (100.0 %)`; GitLab finds the number by the expression in `help ci`. The tenths are
/// cut off, so that only what is whole is 100.
fn share_line(what: &str, covered: usize, all: usize) -> String {
    let thousandths = (covered * 1000).checked_div(all).unwrap_or(1000);
    format!("{covered} of {all} {what} covered ({}.{} %)", thousandths / 10, thousandths % 10)
}

pub(super) fn joined(names: &[impl ToString]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The error of a coverage below its threshold.
pub(super) fn too_little(report: &Report) -> Option<String> {
    let coverage = report.coverage.as_ref().filter(|coverage| !coverage.ok)?;
    let line = covered_line("rules", &coverage.rules);
    coverage.threshold.map(|least| format!("{line}, expected at least {least} %"))
}

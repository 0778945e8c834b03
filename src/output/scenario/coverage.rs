//! The covered rules and reasons, for people.

use super::super::layout::wrapped;
use crate::model::RuleId;
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
    format!("{} of {} {what} covered", fired.len(), fired.len() + never.len())
}

pub(super) fn joined(names: &[impl ToString]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The error of a coverage below its threshold.
pub(super) fn too_little(report: &Report) -> Option<String> {
    let coverage = report.coverage.as_ref().filter(|coverage| !coverage.ok)?;
    let (covered, all, least) = (coverage.rules.fired.len(), RuleId::ALL.len(), coverage.threshold?);
    Some(format!("{covered} of {all} rules covered ({} %), expected at least {least} %", covered * 100 / all))
}

//! Where the lines of a rewritten file stood in the file as it was.

use std::collections::{BTreeMap, HashMap};

use crate::formats::Place;
use crate::formats::scenario::{Check, Expect, Expected};
use crate::scenario::report::Report;
use crate::scenario::suite::Suite;

/// Where lines of a rewritten file stood in the file as it was.
pub(super) struct Lines {
    before: BTreeMap<u64, u64>,
}

impl Lines {
    /// The lines on which something stands that can be told: scenarios, steps and expectations.
    pub(super) fn of(draft: &Suite, before: &Suite) -> Self {
        let mut lines = Self { before: BTreeMap::new() };
        for (now, before) in draft.scenarios.iter().zip(&before.scenarios) {
            lines.add(now.place, before.place);
            for (now, before) in now.steps.iter().zip(&before.steps) {
                lines.add(now.place, before.place);
                if let Some(expect) = &now.expect {
                    lines.expect(expect, before.expect.as_ref(), before.place);
                }
            }
        }
        lines
    }

    /// What wasn't expected before stands where its step stood.
    fn expect(&mut self, now: &Expect, before: Option<&Expect>, step: Place) {
        let stood = before.map_or(step, |before| before.place);
        self.add(now.place, stood);
        for check in &now.checks {
            let same = before.and_then(|before| before.checks.iter().find(|other| is_about_the_same(other, check)));
            self.add(check.place, same.map_or(stood, |same| same.place));
        }
    }

    fn add(&mut self, now: Place, before: Place) {
        self.before.entry(now.line).or_insert(before.line);
    }

    /// What nothing is known of stands as far below what is above it as it stood.
    pub(super) fn stood(&self, line: u64) -> u64 {
        let above = self.before.range(..=line).next_back();
        above.map_or(line, |(now, before)| before + (line - now))
    }
}

fn is_about_the_same(one: &Check, other: &Check) -> bool {
    let member = |check: &Check| match &check.expected {
        Expected::Because { member, .. } => Some(member.clone()),
        Expected::PassedOver { member, .. } => member.clone(),
        _ => None,
    };
    one.expected.topic() == other.expected.topic() && member(one) == member(other)
}

/// Tells of files that would be rewritten where things stood before.
pub(super) fn at_their_old_lines<'s>(report: &mut Report, rewritten: impl Iterator<Item = (&'s Suite, &'s Suite)>) {
    let files = rewritten.map(|(draft, before)| (draft.path.display().to_string(), Lines::of(draft, before)));
    let files: HashMap<_, _> = files.collect();
    for scenario in &mut report.scenarios {
        let Some(lines) = files.get(&scenario.file) else { continue };
        scenario.line = lines.stood(scenario.line);
        for failure in &mut scenario.failures {
            failure.line = lines.stood(failure.line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::suite;
    use super::*;

    #[test]
    fn lines_below_what_is_known_are_known_too() {
        let step = "      - message: { contact: \"+525512345678\", from: contact }\n";
        let before = suite(&format!("{step}{step}        expect: {{ unassigned: true }}\n"));
        let draft = suite(&format!(
            "{step}        expect:\n          status: new\n{step}        expect: {{ unassigned: true }}\n"
        ));
        let lines = Lines::of(&draft, &before);
        assert_eq!([1, 2, 5, 6, 7, 8, 9, 10].map(|line| lines.stood(line)), [1, 2, 5, 5, 5, 6, 7, 8]);
    }
}

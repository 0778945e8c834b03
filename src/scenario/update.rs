//! Rewriting expectations that didn't come into what came, in the file itself.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tempfile::NamedTempFile;

use super::coverage::Tally;
use super::find::{Error, Suite};
use super::play::{Outcome, Selection, Stage, Until, play};
use super::remedy::instead;
use super::report::{Failure, Report};
use super::run::run;
use crate::formats::Place;
use crate::formats::scenario::{self, Check, Edit, Expect, Expected, Scenario, Step, Topic};
use crate::inbox::Run;

/// How often a file is looked at: a refusal that is now expected may show what else came.
const ROUNDS: usize = 5;

/// What became of the expectations that didn't come.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Default)]
pub struct Update {
    /// Whether it was only shown: nothing was written, and what passed and failed is as it would be.
    pub dry_run: bool,
    /// What was rewritten.
    pub updated: Vec<Rewritten>,
    /// What only a person can rewrite.
    pub left: Vec<Left>,
}

/// An expectation that was rewritten.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rewritten {
    /// The file.
    pub file: String,
    /// The line on which it stood in the file as it was; where there was none, that of its step.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// What was expected.
    pub expected: Value,
    /// What came.
    pub actual: Value,
    /// The entry that stands there instead; null if it was taken out.
    pub instead: Option<Entry>,
}

/// Something that is expected.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// What is expected.
    pub value: Value,
}

/// An expectation that was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Left {
    /// The file.
    pub file: String,
    /// The line on which it stood in the file as it was.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// Why it was left.
    pub why: String,
}

/// Rewrites what didn't come, then plays the scenarios as they are now. A dry run rewrites nothing
/// and plays them as they would be; where they stand is told of the files as they are.
pub fn update(suites: Vec<Suite>, selection: &Selection, stage: &mut Stage, order: Run) -> Result<Report, Error> {
    let mut update = Update { dry_run: order == Run::Dry, ..Update::default() };
    let (mut now, mut before) = (Vec::new(), Vec::new());
    for suite in suites {
        let draft = rewrite(&suite, selection, stage, ROUNDS, &mut update)?;
        let (is, was) = match draft {
            Some(draft) => (draft, Some(suite)),
            None => (suite, None),
        };
        now.push(is);
        before.push(was);
    }
    let mut report = run(&now, selection, stage)?;
    let rewritten = now.iter().zip(&before).filter_map(|(draft, before)| Some((draft, before.as_ref()?)));
    match order {
        Run::Real => {
            for (draft, _) in rewritten {
                put(&draft.path, &draft.text)
                    .map_err(|source| Error::Unwritable { path: draft.path.clone(), source })?;
            }
        }
        Run::Dry => at_their_old_lines(&mut report, rewritten),
    }
    Ok(Report { update: Some(update), ..report })
}

/// A suite as it is with everything rewritten that can be; nothing if that is nothing. What was
/// rewritten is played again: if something doesn't come then that could still be rewritten, the file
/// is left as it was.
fn rewrite(
    suite: &Suite,
    selection: &Selection,
    stage: &mut Stage,
    rounds: usize,
    update: &mut Update,
) -> Result<Option<Suite>, Error> {
    let mut draft: Option<Suite> = None;
    let mut found = Update::default();
    for _ in 0..rounds {
        let now = draft.as_ref().unwrap_or(suite);
        let failures = failures(now, suite, selection, stage)?;
        let Some(rewritten) = round(now, failures, &mut found) else {
            update.add(found);
            return Ok(draft);
        };
        draft = Some(rewritten);
    }
    let still = failures(draft.as_ref().unwrap_or(suite), suite, selection, stage)?;
    let (fixable, hopeless) = sorted(still);
    found.left = hopeless.iter().map(|(failure, why)| left(&suite.path, failure, why)).collect();
    if !fixable.is_empty() {
        let why = "rewritten, the scenarios would still not pass: nothing of this file is written";
        found.left.extend(fixable.iter().map(|(_, failure)| left(&suite.path, failure, why)));
        found.updated.clear();
        draft = None;
    }
    update.add(found);
    Ok(draft)
}

impl Update {
    /// Adds what became of a file, line by line.
    fn add(&mut self, mut file: Self) {
        file.updated.sort_by_key(|one| one.line);
        file.left.sort_by_key(|one| one.line);
        self.updated.extend(file.updated);
        self.left.extend(file.left);
    }
}

/// Where lines of a rewritten file stood in the file as it was.
struct Lines {
    before: BTreeMap<u64, u64>,
}

impl Lines {
    /// The lines on which something stands that can be told: scenarios, steps and expectations.
    fn of(draft: &Suite, before: &Suite) -> Self {
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
    fn stood(&self, line: u64) -> u64 {
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
fn at_their_old_lines<'s>(report: &mut Report, rewritten: impl Iterator<Item = (&'s Suite, &'s Suite)>) {
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

/// Rewrites what can be, once; nothing if there is nothing that can. What is left is that of this
/// round alone.
fn round(suite: &Suite, failures: Vec<Failure>, found: &mut Update) -> Option<Suite> {
    let (edits, hopeless) = sorted(failures);
    let references: Vec<_> = edits.iter().map(|(edit, _)| edit).collect();
    let (text, done) = scenario::edit(&suite.text, &references);
    let left = |failure: &Failure, why: &str| left(&suite.path, failure, why);
    found.left = hopeless.iter().map(|(failure, why)| left(failure, why)).collect();
    let reread = scenario::read(&text).ok().filter(|file| tell_the_same(&file.scenarios, &suite.scenarios));
    let Some(file) = reread else {
        let why = "the file can't be rewritten safely";
        found.left.extend(edits.iter().map(|(_, failure)| left(failure, why)));
        return None;
    };
    let mut any = false;
    for ((edit, failure), done) in edits.iter().zip(done) {
        match done {
            Ok(()) => {
                any = true;
                found.updated.push(rewritten(&suite.path, failure, edit));
            }
            Err(why) => found.left.push(left(failure, why)),
        }
    }
    any.then(|| Suite { path: suite.path.clone(), text, scenarios: file.scenarios })
}

/// Whether nothing but expectations may have changed: the same happens in the same order.
fn tell_the_same(now: &[Scenario], before: &[Scenario]) -> bool {
    let happens = |step: &Step| (step.at, step.action.as_ref().map(ToString::to_string));
    let alike = |(now, before): (&Scenario, &Scenario)| {
        now.name.value == before.name.value && now.steps.iter().map(happens).eq(before.steps.iter().map(happens))
    };
    now.len() == before.len() && now.iter().zip(before).all(alike)
}

/// All that doesn't come in the selected scenarios of a suite, with its lines in the suite as it was.
fn failures(now: &Suite, before: &Suite, selection: &Selection, stage: &mut Stage) -> Result<Vec<Failure>, Error> {
    let mut all = Vec::new();
    for scenario in now.scenarios.iter().filter(|scenario| selection.takes(&scenario.name.value)) {
        let outcome = stage.rehearse(scenario, |rehearsal| {
            play(rehearsal, &now.path, scenario, Until::TheEnd, &mut Tally::default())
        })?;
        match outcome {
            Outcome::Played(failures) => all.extend(spared(failures)),
            // Told by the run that follows.
            Outcome::Faulty(_) => {}
        }
    }
    let lines = Lines::of(now, before);
    for failure in &mut all {
        failure.line = lines.stood(failure.line);
    }
    Ok(all)
}

/// The failures of a scenario, of which those are left to a person that come of a slip: the step that
/// has one, and all that follows, since that step hasn't happened.
fn spared(mut failures: Vec<Failure>) -> Vec<Failure> {
    let Some(first) = failures.iter().position(has_slip) else { return failures };
    let decision = failures.get(first).map(|failure| failure.decision.clone());
    for (number, failure) in failures.iter_mut().enumerate() {
        if failure.remedy.is_ok() && (number > first || Some(&failure.decision) == decision.as_ref()) {
            failure.remedy = Err("it stands on a step that names something that isn't there");
        }
    }
    failures
}

/// Whether a step was refused, and only a person can tell whether that is meant.
fn has_slip(failure: &Failure) -> bool {
    let refused = failure.decision.as_ref().is_some_and(|decision| decision.refused.is_some());
    refused && failure.key == Topic::Refused.code() && failure.remedy.is_err()
}

type Sorted = (Vec<(Edit, Failure)>, Vec<(Failure, &'static str)>);

/// What can be rewritten, and what can't.
fn sorted(failures: Vec<Failure>) -> Sorted {
    let (mut edits, mut hopeless) = (Vec::new(), Vec::new());
    for failure in failures {
        match failure.remedy.clone() {
            Ok(edit) => edits.push((edit, failure)),
            Err(why) => hopeless.push((failure, why)),
        }
    }
    (edits, hopeless)
}

fn left(path: &Path, failure: &Failure, why: &str) -> Left {
    Left { file: path.display().to_string(), line: failure.line, key: failure.key.clone(), why: why.to_owned() }
}

fn rewritten(path: &Path, failure: &Failure, edit: &Edit) -> Rewritten {
    Rewritten {
        file: path.display().to_string(),
        line: failure.line,
        key: failure.key.clone(),
        expected: failure.expected.clone(),
        actual: failure.actual.clone(),
        instead: instead(failure, &edit.change),
    }
}

/// Puts a text in the place of a file, whole or not at all; who may read it stays as it was, and a
/// link stays a link.
fn put(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    fs::set_permissions(file.path(), fs::metadata(&path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::Wait;

    const GIVEN: &str = "scenarios:
  - name: one
    given: { members: [ana@acme.example, { email: eva@acme.example, active: false }], contacts: [\"+525512345678\"] }
    steps:
";

    fn suite(steps: &str) -> Suite {
        let text = format!("{GIVEN}{steps}");
        let scenarios = scenario::read(&text).unwrap().scenarios;
        Suite { path: "routing.yaml".into(), text, scenarios }
    }

    /// That the status is another one shows only once the refusal is expected.
    const TWO_ROUNDS: &str = "      - message: { contact: \"+525512345678\", from: contact }
      - message: { contact: \"+525512345678\", from: member, member: eva@acme.example }
        expect: { status: flow }
";

    fn rewritten_in(rounds: usize) -> (Option<Suite>, Update) {
        let (mut stage, mut update) = (Stage::new(Path::new("none.db"), Wait::ZERO, || || false), Update::default());
        let draft = rewrite(&suite(TWO_ROUNDS), &Selection::default(), &mut stage, rounds, &mut update).unwrap();
        (draft, update)
    }

    #[test]
    fn what_would_still_not_pass_is_not_written() {
        let (draft, update) = rewritten_in(ROUNDS);
        let text = draft.unwrap().text;
        assert!(text.contains("refused: inactive-member"), "{text}");
        let (draft, update_in_one) = rewritten_in(1);
        assert!(draft.is_none());
        assert_eq!(update_in_one.updated, []);
        let [left] = update_in_one.left.as_slice() else { panic!("{update_in_one:?}") };
        assert_eq!((left.key.as_str(), left.line), ("status", 7));
        assert!(left.why.starts_with("rewritten, the scenarios would still not pass"), "{}", left.why);
        assert_eq!(update.left, []);
    }

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

    #[test]
    fn only_expectations_may_change() {
        let writes =
            "      - message: { contact: \"+525512345678\", from: contact }\n        expect: { status: new }\n";
        let before = suite(writes);
        let same = |steps: &str| tell_the_same(&suite(steps).scenarios, &before.scenarios);
        assert!(same(&writes.replace("status: new", "unassigned: true")));
        assert!(!same(&writes.replace("from: contact", "from: system")));
        assert!(!same(&writes.replace("from: contact", "from: contact, at: 2026-01-02T00:00:00Z")));
        assert!(!same(&writes.repeat(2)));
    }
}

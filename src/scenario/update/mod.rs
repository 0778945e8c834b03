//! Rewriting expectations that didn't come into what came, in the file itself.

mod lines;
mod slips;
mod write;

use std::collections::HashMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use self::lines::{Lines, at_their_old_lines};
use self::slips::spared;
use self::write::Draft;
use super::coverage::Tally;
use super::error::Error;
use super::play::{Outcome, Selection, Stage, Until, play};
use super::remedy::instead;
use super::report::{Failure, Report};
use super::run::run;
use super::suite::Suite;
use crate::formats::scenario::{self, Edit};
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
    match order {
        Run::Real => {
            let failed = put(&now, &before)?;
            if !failed.is_empty() {
                leave(&failed, &mut now, &mut before, &mut update);
                report = run(&now, selection, stage)?;
            }
        }
        Run::Dry => at_their_old_lines(&mut report, rewritten_of(&now, &before)),
    }
    Ok(Report { update: Some(update), ..report })
}

/// Those that are rewritten, as they are and as they were.
fn rewritten_of<'s>(now: &'s [Suite], before: &'s [Option<Suite>]) -> impl Iterator<Item = (&'s Suite, &'s Suite)> {
    now.iter().zip(before).filter_map(|(draft, before)| Some((draft, before.as_ref()?)))
}

/// Puts rewritten files in their place, and answers which couldn't be, and why. All are written
/// before the first of them takes its place: where one can't be, none is.
fn put(now: &[Suite], before: &[Option<Suite>]) -> Result<HashMap<String, String>, Error> {
    let mut drafts = Vec::new();
    for (draft, before) in rewritten_of(now, before) {
        let written = Draft::write(&draft.path, &before.text, &draft.text)?;
        drafts.push((draft.path.display().to_string(), written));
    }
    Ok(drafts.into_iter().filter_map(|(file, draft)| Some((file, draft.put().err()?))).collect())
}

/// Leaves files that couldn't be put in their place as they are.
fn leave(failed: &HashMap<String, String>, now: &mut [Suite], before: &mut [Option<Suite>], update: &mut Update) {
    for (now, before) in now.iter_mut().zip(before) {
        if let Some(before) = before.take_if(|before| failed.contains_key(&before.path.display().to_string())) {
            *now = before;
        }
    }
    update.updated.retain(|Rewritten { file, line, key, .. }| {
        let Some(why) = failed.get(file) else { return true };
        let (file, key, why) = (file.clone(), key.clone(), why.clone());
        update.left.push(Left { file, line: *line, key, why });
        false
    });
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

/// Rewrites what can be, once; nothing if there is nothing that can. What is left is that of this
/// round alone.
fn round(suite: &Suite, failures: Vec<Failure>, found: &mut Update) -> Option<Suite> {
    let (edits, hopeless) = sorted(failures);
    let references: Vec<_> = edits.iter().map(|(edit, _)| edit).collect();
    let (text, done) = scenario::edit(&suite.text, &references);
    let left = |failure: &Failure, why: &str| left(&suite.path, failure, why);
    found.left = hopeless.iter().map(|(failure, why)| left(failure, why)).collect();
    let reread = scenario::read(&text).ok().filter(|file| scenario::tell_the_same(&file.scenarios, &suite.scenarios));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::Wait;

    const GIVEN: &str = "scenarios:
  - name: one
    given: { members: [ana@acme.example, { email: eva@acme.example, active: false }], contacts: [\"+525512345678\"] }
    steps:
";

    pub(super) fn suite(steps: &str) -> Suite {
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
        let (mut stage, mut update) = (Stage::new(Some(Path::new("none.db")), Wait::ZERO), Update::default());
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
}

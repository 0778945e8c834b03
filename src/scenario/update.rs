//! Rewriting expectations that didn't come into what came, in the file itself.

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
use super::report::{Failure, Report};
use super::run::run;
use crate::formats::scenario::{self, Edit, Scenario, Step, edit};
use crate::inbox::Run;

/// How often a file is looked at: a refusal that is now expected may show what else came.
const ROUNDS: usize = 5;

/// What became of the expectations that didn't come.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Default)]
pub struct Update {
    /// Whether it was only shown.
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
    /// The line on which it stood.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// What was expected.
    pub expected: Value,
    /// What came, and is expected now.
    pub actual: Value,
}

/// An expectation that was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Left {
    /// The file.
    pub file: String,
    /// The line on which it stands.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// Why it was left.
    pub why: String,
}

/// Rewrites what didn't come, then plays the scenarios as they are now. A dry run rewrites nothing
/// and plays them as they would be.
pub fn update(suites: Vec<Suite>, selection: &Selection, stage: &mut Stage, order: Run) -> Result<Report, Error> {
    let mut update = Update { dry_run: order == Run::Dry, ..Update::default() };
    let mut now = Vec::new();
    let mut drafts = Vec::new();
    for suite in suites {
        let (suite, draft) = rewrite(suite, selection, stage, ROUNDS, &mut update)?;
        if draft == Draft::Rewritten {
            drafts.push((suite.path.clone(), suite.text.clone()));
        }
        now.push(suite);
    }
    let report = run(&now, selection, stage)?;
    if order == Run::Real {
        for (path, text) in &drafts {
            put(path, text).map_err(|source| Error::Unwritable { path: path.clone(), source })?;
        }
    }
    Ok(Report { update: Some(update), ..report })
}

/// Whether a suite is another one than that of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Draft {
    AsItWas,
    Rewritten,
}

/// A suite as it is with everything rewritten that can be. What was rewritten is played again: if
/// something doesn't come then that could still be rewritten, the file is left as it was.
fn rewrite(
    suite: Suite,
    selection: &Selection,
    stage: &mut Stage,
    rounds: usize,
    update: &mut Update,
) -> Result<(Suite, Draft), Error> {
    let mut draft: Option<Suite> = None;
    let mut found = Update::default();
    for _ in 0..rounds {
        let now = draft.as_ref().unwrap_or(&suite);
        let failures = failures(now, selection, stage)?;
        let Some(rewritten) = round(now, failures, &mut found) else { return Ok(settled(suite, draft, found, update)) };
        draft = Some(rewritten);
    }
    let still = failures(draft.as_ref().unwrap_or(&suite), selection, stage)?;
    let (fixable, hopeless) = sorted(still);
    if fixable.is_empty() {
        found.left = hopeless.iter().map(|(failure, why)| left(&suite.path, failure, why)).collect();
        return Ok(settled(suite, draft, found, update));
    }
    let why = "rewritten, the scenarios would still not pass: nothing of this file is written";
    update.left.extend(fixable.iter().map(|(_, failure)| left(&suite.path, failure, why)));
    Ok((suite, Draft::AsItWas))
}

/// A suite of which all that is left is told.
fn settled(suite: Suite, draft: Option<Suite>, found: Update, update: &mut Update) -> (Suite, Draft) {
    update.updated.extend(found.updated);
    update.left.extend(found.left);
    match draft {
        Some(rewritten) => (rewritten, Draft::Rewritten),
        None => (suite, Draft::AsItWas),
    }
}

/// Rewrites what can be, once; nothing if there is nothing that can. What is left is that of this
/// round alone.
fn round(suite: &Suite, failures: Vec<Failure>, found: &mut Update) -> Option<Suite> {
    let (edits, hopeless) = sorted(failures);
    let references: Vec<_> = edits.iter().map(|(edit, _)| edit).collect();
    let (text, done) = edit(&suite.text, &references);
    let left = |failure: &Failure, why: &str| left(&suite.path, failure, why);
    found.left = hopeless.iter().map(|(failure, why)| left(failure, why)).collect();
    let reread = scenario::read(&text).ok().filter(|file| tell_the_same(&file.scenarios, &suite.scenarios));
    let Some(file) = reread else {
        let why = "the file can't be rewritten safely";
        found.left.extend(edits.iter().map(|(_, failure)| left(failure, why)));
        return None;
    };
    let mut any = false;
    for ((_, failure), done) in edits.iter().zip(done) {
        match done {
            Ok(()) => {
                any = true;
                found.updated.push(rewritten(&suite.path, failure));
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

/// All that doesn't come in the selected scenarios of a suite.
fn failures(suite: &Suite, selection: &Selection, stage: &mut Stage) -> Result<Vec<Failure>, Error> {
    let mut all = Vec::new();
    for scenario in suite.scenarios.iter().filter(|scenario| selection.takes(&scenario.name.value)) {
        let outcome = stage.rehearse(scenario, |rehearsal| {
            play(rehearsal, &suite.path, scenario, Until::TheEnd, &mut Tally::default())
        })?;
        match outcome {
            Outcome::Played(failures) => all.extend(failures),
            // Told by the run that follows.
            Outcome::Faulty(_) => {}
        }
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

fn rewritten(path: &Path, failure: &Failure) -> Rewritten {
    Rewritten {
        file: path.display().to_string(),
        line: failure.line,
        key: failure.key.clone(),
        expected: failure.expected.clone(),
        actual: failure.actual.clone(),
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
    given: { members: [ana@acme.example], contacts: [\"+525512345678\"] }
    steps:
";

    fn suite(steps: &str) -> Suite {
        let text = format!("{GIVEN}{steps}");
        let scenarios = scenario::read(&text).unwrap().scenarios;
        Suite { path: "routing.yaml".into(), text, scenarios }
    }

    /// That the status is another one shows only once the refusal is expected.
    const TWO_ROUNDS: &str = "      - message: { contact: \"+525512345678\", from: contact }
      - message: { contact: \"+525512345678\", from: member, member: zoe@acme.example }
        expect: { status: flow }
";

    fn rewritten_in(rounds: usize) -> (Suite, Draft, Update) {
        let (mut stage, mut update) = (Stage::new(Path::new("none.db"), Wait::ZERO, || || false), Update::default());
        let selection = Selection::default();
        let (suite, draft) = rewrite(suite(TWO_ROUNDS), &selection, &mut stage, rounds, &mut update).unwrap();
        (suite, draft, update)
    }

    #[test]
    fn what_would_still_not_pass_is_not_written() {
        let (now, draft, update) = rewritten_in(ROUNDS);
        assert_eq!(draft, Draft::Rewritten);
        assert!(now.text.contains("refused: unknown-member"), "{}", now.text);
        let (now, draft, update_in_one) = rewritten_in(1);
        assert_eq!(draft, Draft::AsItWas);
        assert_eq!(now.text, suite(TWO_ROUNDS).text);
        assert_eq!(update_in_one.updated, []);
        let [left] = update_in_one.left.as_slice() else { panic!("{update_in_one:?}") };
        assert_eq!((left.key.as_str(), left.line), ("status", 7));
        assert!(left.why.starts_with("rewritten, the scenarios would still not pass"), "{}", left.why);
        assert_eq!(update.left, []);
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

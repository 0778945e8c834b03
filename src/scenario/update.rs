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
use crate::formats::scenario::{self, Edit, Scenario, edit};
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
        let (suite, text) = rewrite(suite, selection, stage, &mut update)?;
        drafts.extend(text.map(|text| (suite.path.clone(), text)));
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

/// A suite as it is with everything rewritten that can be, and the text of its file if that is
/// another one.
fn rewrite(
    mut suite: Suite,
    selection: &Selection,
    stage: &mut Stage,
    update: &mut Update,
) -> Result<(Suite, Option<String>), Error> {
    let mut changed = false;
    for _ in 0..ROUNDS {
        let failures = failures(&suite, selection, stage)?;
        update.left.retain(|left| suite.path.display().to_string() != left.file);
        let (edits, hopeless) = sorted(failures);
        let references: Vec<_> = edits.iter().map(|(edit, _)| edit).collect();
        let (text, done) = edit(&suite.text, &references);
        let left = |failure: &Failure, why: &str| left(&suite.path, failure, why);
        update.left.extend(hopeless.iter().map(|(failure, why)| left(failure, why)));
        let reread = scenario::read(&text).ok().filter(|file| tell_the_same(&file.scenarios, &suite.scenarios));
        let Some(file) = reread else {
            let why = "the file can't be rewritten safely";
            update.left.extend(edits.iter().map(|(_, failure)| left(failure, why)));
            break;
        };
        let mut any = false;
        for ((_, failure), done) in edits.iter().zip(done) {
            match done {
                Ok(()) => {
                    any = true;
                    update.updated.push(rewritten(&suite.path, failure));
                }
                Err(why) => update.left.push(left(failure, why)),
            }
        }
        if !any {
            break;
        }
        changed = true;
        suite = Suite { path: suite.path, text, scenarios: file.scenarios };
    }
    let text = changed.then(|| suite.text.clone());
    Ok((suite, text))
}

/// Whether nothing but expectations may have changed.
fn tell_the_same(now: &[Scenario], before: &[Scenario]) -> bool {
    let alike = |(now, before): (&Scenario, &Scenario)| {
        now.name.value == before.name.value && now.steps.len() == before.steps.len()
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

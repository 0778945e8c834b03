//! Updates the failed expectations of files.

use std::collections::HashMap;

use super::staged_file::StagedFile;
use super::suite_update::{ROUNDS, SuiteUpdate};
use crate::inbox::RunMode;
use crate::scenario::error::ScenarioError;
use crate::scenario::report::Report;
use crate::scenario::run::run;
use crate::scenario::sandbox::Sandbox;
use crate::scenario::selection::Selection;
use crate::scenario::suite::Suite;
use crate::scenario::update_report::UpdateReport;

/// Updates failed expectations, then runs the scenarios. A dry run writes nothing and runs them as
/// they would be, at their old lines.
pub fn update(
    suites: Vec<Suite>,
    selection: &Selection,
    sandbox: &mut Sandbox,
    order: RunMode,
) -> Result<Report, ScenarioError> {
    let mut update = UpdateReport { dry_run: order == RunMode::DryRun, ..UpdateReport::default() };
    let (mut now, mut before) = (Vec::new(), Vec::new());
    for suite in suites {
        let (edited, found) = SuiteUpdate::new(&suite).run(selection, sandbox, ROUNDS, order)?;
        update.updated.extend(found.updated);
        update.left.extend(found.left);
        let (after, replaced) = match edited {
            Some(edited) => (edited, Some(suite)),
            None => (suite, None),
        };
        now.push(after);
        before.push(replaced);
    }
    let mut report = run(&now, selection, sandbox)?;
    if order == RunMode::Apply {
        let failed = replace_files(&now, &before)?;
        if !failed.is_empty() {
            revert(&failed, &mut now, before);
            update.revert(&failed);
            report = run(&now, selection, sandbox)?;
        }
    }
    Ok(Report { update: Some(update), ..report })
}

/// Replaces the updated files; answers which couldn't be replaced, and why. All are written before
/// the first is replaced: if one can't be written, none is replaced.
fn replace_files(now: &[Suite], before: &[Option<Suite>]) -> Result<HashMap<String, String>, ScenarioError> {
    let mut staged = Vec::new();
    for (now, before) in now.iter().zip(before) {
        if let Some(before) = before {
            let file = StagedFile::write(&now.path, &before.text, &now.text)?;
            staged.push((now.path.display().to_string(), file));
        }
    }
    Ok(staged.into_iter().filter_map(|(name, file)| Some((name, file.replace().err()?))).collect())
}

/// Puts suites back whose files couldn't be replaced.
fn revert(failed: &HashMap<String, String>, now: &mut [Suite], before: Vec<Option<Suite>>) {
    for (now, before) in now.iter_mut().zip(before) {
        if let Some(before) = before.filter(|before| failed.contains_key(&before.path.display().to_string())) {
            *now = before;
        }
    }
}

//! Updates the failed expectations of one file.

use super::suggestion::{ExpectUpdate, FailedStep};
use crate::formats::scenario::{Scenario, ScenarioStep, ScenarioText, reread};
use crate::inbox::{ChangeBatch, RunMode};
use crate::scenario::check::{Observed, check, observe};
use crate::scenario::error::ScenarioError;
use crate::scenario::sandbox::Sandbox;
use crate::scenario::selection::Selection;
use crate::scenario::step::run_step;
use crate::scenario::suite::Suite;
use crate::scenario::update_report::UpdateReport;

/// How often a scenario is updated: a refusal that is now expected may show what else fails.
pub(super) const ROUNDS: usize = 5;

const STILL_FAILS: &str = "the scenarios would still fail after the update: nothing in this file is changed";
const UNSAFE: &str = "the file can't be updated safely";

/// The update of a file in the making.
pub(super) struct SuiteUpdate<'s> {
    suite: &'s Suite,
    text: ScenarioText<'s>,
    found: UpdateReport,
}

impl<'s> SuiteUpdate<'s> {
    pub(super) fn new(suite: &'s Suite) -> Self {
        Self { suite, text: ScenarioText::new(&suite.text), found: UpdateReport::default() }
    }

    /// Updates the selected scenarios until there is nothing to update. Answers the new suite, if
    /// anything changed; in a dry run it has its old lines.
    pub(super) fn run(
        mut self,
        selection: &Selection,
        sandbox: &mut Sandbox,
        rounds: usize,
        run: RunMode,
    ) -> Result<(Option<Suite>, UpdateReport), ScenarioError> {
        let mut scenarios = self.suite.scenarios.clone();
        let mut is_stable = true;
        let selected = scenarios.iter_mut().zip(&self.suite.scenarios);
        for (scenario, before) in selected.filter(|(scenario, _)| selection.takes(&scenario.name.value)) {
            is_stable &= self.update(scenario, before, sandbox, rounds)?;
        }
        if !is_stable {
            self.found.updated.clear();
        }
        let suite = if self.found.updated.is_empty() { None } else { self.edited(scenarios, run) };
        self.found.updated.sort_by_key(|one| one.line);
        self.found.left.sort_by_key(|one| one.line);
        Ok((suite, self.found))
    }

    /// Updates a scenario; false if it would still fail.
    fn update(
        &mut self,
        scenario: &mut Scenario,
        before: &Scenario,
        sandbox: &mut Sandbox,
        mut rounds: usize,
    ) -> Result<bool, ScenarioError> {
        loop {
            let updates = sandbox
                .in_world(&self.suite.path, scenario, |batch| self.failed_steps(batch, scenario, before))?
                // The run that follows reports an invalid world.
                .unwrap_or_default();
            let is_done = updates.iter().all(|update| update.updated.is_empty());
            for update in updates {
                if is_done || rounds == 0 {
                    self.leave(update);
                } else if !update.updated.is_empty() {
                    self.apply(update, scenario);
                }
            }
            if is_done || rounds == 0 {
                return Ok(is_done);
            }
            rounds -= 1;
        }
    }

    /// Runs a scenario to its end.
    fn failed_steps(
        &self,
        batch: &ChangeBatch<'_>,
        scenario: &Scenario,
        before: &Scenario,
    ) -> Result<Vec<ExpectUpdate>, ScenarioError> {
        let (mut updates, mut after_typo) = (Vec::new(), false);
        let file = self.suite.path.display().to_string();
        for (number, (step, before)) in scenario.steps.iter().zip(&before.steps).enumerate() {
            let outcome = run_step(batch, number, step)?;
            let failed = check(batch, &scenario.world, step, &outcome)?;
            if failed.is_empty() {
                continue;
            }
            let observed = match &step.expect {
                Some(expect) => observe(batch, step, &outcome, expect)?.unwrap_or_default(),
                None => Observed::default(),
            };
            let skip = self.text.slot(before).err();
            let failed = FailedStep { file: &file, number, step, outcome: &outcome, observed, failed };
            updates.push(failed.update(skip, &mut after_typo));
        }
        Ok(updates)
    }

    fn apply(&mut self, update: ExpectUpdate, scenario: &mut Scenario) {
        if let Some(step) = scenario.steps.get_mut(update.step) {
            step.expect = Some(update.expect);
        }
        self.found.updated.extend(update.updated);
    }

    fn leave(&mut self, update: ExpectUpdate) {
        let still_fails = update.updated.into_iter().map(|one| one.not_updated(STILL_FAILS));
        self.found.left.extend(update.left.into_iter().chain(still_fails));
    }

    /// The suite with its updates; none if the file can't be edited safely.
    fn edited(&mut self, scenarios: Vec<Scenario>, run: RunMode) -> Option<Suite> {
        let steps = steps(&scenarios).zip(steps(&self.suite.scenarios));
        let edits = steps.filter(|(now, before)| now.expect != before.expect);
        let slot =
            |(now, before): (&ScenarioStep, &ScenarioStep)| Some((self.text.slot(before).ok()?, now.expect.clone()?));
        let text = self.text.with(edits.filter_map(slot));
        let Some(reread) = reread(&text, &self.suite.text, &scenarios) else {
            let updated = std::mem::take(&mut self.found.updated).into_iter();
            self.found.left.extend(updated.map(|one| one.not_updated(UNSAFE)));
            return None;
        };
        let scenarios = if run == RunMode::DryRun { scenarios } else { reread };
        Some(Suite { path: self.suite.path.clone(), text, scenarios })
    }
}

fn steps(scenarios: &[Scenario]) -> impl Iterator<Item = &ScenarioStep> {
    scenarios.iter().flat_map(|scenario| &scenario.steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::scenario::read;
    use crate::inbox::LockWait;

    /// The wrong status is detected only once the refusal is expected.
    const TWO_ROUNDS: &str = "scenarios:
  - name: one
    given: { members: [{ email: eva@acme.example, active: false }], contacts: [\"+525512345678\"] }
    steps:
      - message: { contact: \"+525512345678\", from: contact }
      - message: { contact: \"+525512345678\", from: member, member: eva@acme.example }
        expect: { status: flow }
";

    fn updated_in(rounds: usize) -> (Option<Suite>, UpdateReport) {
        let scenarios = read(TWO_ROUNDS).unwrap();
        let suite = Suite { path: "routing.yaml".into(), text: TWO_ROUNDS.to_owned(), scenarios };
        let mut sandbox = Sandbox::new(Some(std::path::Path::new("none.db")), LockWait::ZERO);
        SuiteUpdate::new(&suite).run(&Selection::default(), &mut sandbox, rounds, RunMode::Apply).unwrap()
    }

    #[test]
    fn update_that_still_fails_is_not_written() {
        let (suite, update) = updated_in(ROUNDS);
        let text = suite.unwrap().text;
        assert!(text.ends_with("        expect: { status: new, refused: inactive-member }\n"), "{text}");
        assert_eq!(update.left, []);
        let (suite, update) = updated_in(1);
        assert!(suite.is_none());
        assert_eq!(update.updated, []);
        let [left] = update.left.as_slice() else { panic!("{update:?}") };
        assert_eq!((left.key.as_str(), left.line, left.why.as_str()), ("status", 7, STILL_FAILS));
    }
}

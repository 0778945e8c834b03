//! How scenarios went, as values.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::coverage::{Coverage, Tally};
use super::error::Error;
use super::update_report::UpdateReport;
use crate::formats::FileError;
use crate::formats::scenario::Scenario;
use crate::inbox::view;
use crate::model::code::codes;
use crate::model::{ErrorCode, RuleId};

/// How a run went.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Default)]
pub struct Report {
    /// How many passed.
    pub passed: usize,
    /// How many failed.
    pub failed: usize,
    /// How many `--fail-fast` left out, after the one that failed.
    pub not_played: usize,
    /// Each scenario that was played.
    pub scenarios: Vec<ScenarioReport>,
    /// Those that were left out.
    #[serde(skip)]
    pub left_out: Vec<Listed>,
    /// What is wrong with the files, for which nothing was played.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FileFault>,
    /// Why nothing was played, where it isn't the files' fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Stopped")]
    pub error: Option<Stopped>,
    /// What of the rules happened, for whoever asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Coverage")]
    pub coverage: Option<Coverage>,
    /// What became of expectations that didn't come, where they were to be rewritten.
    #[serde(flatten)]
    pub update: Option<UpdateReport>,
}

/// How a scenario went.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScenarioReport {
    /// The file.
    pub file: String,
    /// The line on which it begins.
    pub line: u64,
    /// Its name.
    pub name: String,
    /// Whether all that it expects came.
    pub outcome: Verdict,
    /// What didn't.
    pub failures: Vec<Failure>,
}

codes! {
    /// How a scenario ended.
    pub enum Verdict {
        /// All that it expects came.
        Passed = "passed",
        /// Something didn't.
        Failed = "failed",
    }
}

/// Something that was expected and didn't come.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Failure {
    /// The line that expects it.
    pub line: u64,
    /// The key that expects it.
    pub key: String,
    /// What was expected.
    pub expected: Value,
    /// What came.
    pub actual: Value,
    /// What the step decided; null if it decided nothing.
    pub decision: Option<StepDecision>,
    /// What may have been meant, or what to do; null if nobody can tell.
    pub hint: Option<String>,
}

/// What a step decided, for whoever asks why it didn't do what was expected.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Default)]
pub struct StepDecision {
    /// What changed.
    pub effects: Vec<view::EffectView>,
    /// Who was passed over.
    pub passed_over: Vec<view::PassedOverView>,
    /// Which rules spoke.
    pub rules: Vec<RuleId>,
    /// Why it was refused; null if it wasn't.
    pub refused: Option<String>,
}

impl ScenarioReport {
    /// The report of a scenario in which this didn't come.
    pub(super) fn of(file: &Path, scenario: &Scenario, failures: Vec<Failure>) -> Self {
        Self {
            file: file.display().to_string(),
            line: scenario.place.line,
            name: scenario.name.value.clone(),
            outcome: if failures.is_empty() { Verdict::Passed } else { Verdict::Failed },
            failures,
        }
    }
}

impl Report {
    /// The report of these scenarios.
    pub(super) fn of(scenarios: Vec<ScenarioReport>, tally: &Tally) -> Self {
        let failed = scenarios.iter().filter(|one| one.outcome == Verdict::Failed).count();
        let passed = scenarios.len() - failed;
        Self { passed, failed, scenarios, coverage: Some(tally.coverage()), ..Self::default() }
    }

    /// The same, where these were left out.
    pub(super) fn without(self, left_out: Vec<Listed>) -> Self {
        Self { not_played: left_out.len(), left_out, ..self }
    }

    /// The report of a run that this kept from taking place.
    pub fn stopped(error: &Error) -> Self {
        match error {
            Error::Faulty(faults) => Self::faulty(faults),
            error => {
                let (code, message, hint) = (error.code(), error.to_string(), error.hint());
                Self { error: Some(Stopped { code, message, hint }), ..Self::default() }
            }
        }
    }

    fn faulty(faults: &[(PathBuf, FileError)]) -> Self {
        let faults = faults.iter().map(|(path, fault)| FileFault::of(path, fault)).collect();
        Self { faults, ..Self::default() }
    }
}

/// Why nothing was played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stopped {
    /// What kind of error it is.
    pub code: ErrorCode,
    /// What went wrong.
    pub message: String,
    /// What to do about it; null if nobody can tell.
    pub hint: Option<String>,
}

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileFault {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
    /// What kind of fault it is.
    pub code: ErrorCode,
    /// What is wrong.
    pub message: String,
    /// What to do about it; null if nobody can tell.
    pub hint: Option<String>,
}

impl FileFault {
    fn of(path: &Path, fault: &FileError) -> Self {
        let FileError { place, message, hint, code } = fault.clone();
        Self { file: path.display().to_string(), line: place.line, column: place.column, code, message, hint }
    }
}

/// A scenario that could be played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listed {
    /// The file.
    pub file: String,
    /// The line on which it begins.
    pub line: u64,
    /// Its name.
    pub name: String,
}

impl Listed {
    /// A scenario of a file.
    pub fn of(file: &Path, scenario: &Scenario) -> Self {
        let (file, line, name) = (file.display().to_string(), scenario.place.line, scenario.name.value.clone());
        Self { file, line, name }
    }
}

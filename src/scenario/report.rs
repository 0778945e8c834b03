//! The results of a run, as values.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::coverage::{Coverage, CoverageTally};
use super::error::ScenarioError;
use super::failure::Failure;
use super::update_report::UpdateReport;
use crate::formats::FileError;
use crate::formats::scenario::Scenario;
use crate::model::code::codes;
use crate::model::{ErrorCode, RuleId};

/// The results of a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Default)]
pub struct Report {
    /// How many passed.
    pub passed: usize,
    /// How many failed.
    pub failed: usize,
    /// How many `--fail-fast` left out.
    pub not_played: usize,
    /// The scenarios that ran.
    pub scenarios: Vec<ScenarioReport>,
    /// The scenarios that were left out.
    #[serde(skip)]
    pub left_out: Vec<Listed>,
    /// The errors of the files, if there are any: then nothing ran.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FileFault>,
    /// Any other reason why nothing ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Stopped")]
    pub error: Option<Stopped>,
    /// The covered rules and reasons, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Coverage")]
    pub coverage: Option<Coverage>,
    /// What an update did with failed expectations.
    #[serde(flatten)]
    pub update: Option<UpdateReport>,
}

/// The result of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScenarioReport {
    #[serde(flatten)]
    pub scenario: Listed,
    /// Whether it passed.
    pub outcome: Verdict,
    /// The failed expectations.
    pub failures: Vec<Failure>,
    /// The rules that its steps cover; only for pages.
    #[serde(skip)]
    pub rules: Vec<RuleId>,
}

codes! {
    /// How a scenario ended.
    pub enum Verdict {
        /// All expectations are met.
        Passed = "passed",
        /// An expectation failed.
        Failed = "failed",
    }
}

impl ScenarioReport {
    pub(super) fn of(file: &Path, scenario: &Scenario, failures: Vec<Failure>) -> Self {
        let outcome = if failures.is_empty() { Verdict::Passed } else { Verdict::Failed };
        Self { scenario: Listed::of(file, scenario), outcome, failures, rules: Vec::new() }
    }
}

impl Report {
    pub(super) fn of(scenarios: Vec<ScenarioReport>, coverage: &CoverageTally) -> Self {
        let failed = scenarios.iter().filter(|one| one.outcome == Verdict::Failed).count();
        let passed = scenarios.len() - failed;
        Self { passed, failed, scenarios, coverage: Some(coverage.coverage()), ..Self::default() }
    }

    pub(super) fn without(self, left_out: Vec<Listed>) -> Self {
        Self { not_played: left_out.len(), left_out, ..self }
    }

    /// Reports a run that could not start.
    pub fn stopped(error: &ScenarioError) -> Self {
        if let ScenarioError::InvalidFiles(faults) = error {
            let faults = faults.iter().map(|(path, fault)| FileFault::of(path, fault)).collect();
            return Self { faults, ..Self::default() };
        }
        let (code, message, hint) = (error.code(), error.to_string(), error.hint());
        Self { error: Some(Stopped { code, message, hint }), ..Self::default() }
    }
}

/// Why nothing ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stopped {
    /// The code of the error.
    pub code: ErrorCode,
    /// The message.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// An error of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileFault {
    /// The file.
    pub file: String,
    #[serde(flatten)]
    pub fault: FileError,
}

impl FileFault {
    fn of(path: &Path, fault: &FileError) -> Self {
        Self { file: path.display().to_string(), fault: fault.clone() }
    }
}

/// A scenario in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listed {
    /// The file.
    pub file: String,
    /// Its first line.
    pub line: u64,
    /// Its name.
    pub name: String,
}

impl Listed {
    pub fn of(file: &Path, scenario: &Scenario) -> Self {
        let (file, line, name) = (file.display().to_string(), scenario.place.line, scenario.name.value.clone());
        Self { file, line, name }
    }
}

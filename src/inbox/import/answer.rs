//! The report of an import.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::ignored_owners::{IgnoredOwner, IgnoredOwners};
use super::input::OnError;
use super::rejects::{RejectSummary, RowError};
use crate::inbox::answer::{Answer, without_effects};
use crate::inbox::change_options::RunMode;
use crate::inbox::fault_sample::{FaultSample, SHOWN};
use crate::inbox::sums::MemberSums;
use crate::inbox::view;
use crate::model::{ChangeId, ErrorCode};

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(transform = without_effects)]
#[schemars(extend("oneOf" = [
    { "required": ["contacts"] }, { "required": ["members"] }, { "required": ["teams"] }]))]
pub struct ImportReport {
    /// Whether it is a dry run.
    pub dry_run: bool,
    /// The number in the history; null for a dry run, when nothing changed, and when rows were rejected.
    pub change: Option<ChangeId>,
    /// The digest of the effects, for `--expect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub digest: Option<String>,
    /// The rows of the file.
    pub rows: RowCounts,
    #[serde(flatten)]
    pub written: WrittenCounts,
    /// The errors of rows; the first 100.
    pub rejected: Vec<RowError>,
    /// The number of errors.
    pub rejected_count: u64,
    /// The number of errors by code.
    pub rejected_by_code: BTreeMap<ErrorCode, u64>,
    /// Unknown owners that were left out (`--unknown-owner ignore`); the first 100.
    pub ignored_owners: Vec<IgnoredOwner>,
    /// How often such owners were left out.
    pub ignored_owner_count: u64,
    /// Invalid cells that were left out (`--optional-errors drop`); the first 100.
    pub dropped: Vec<RowError>,
    /// The number of such cells.
    pub dropped_count: u64,
    /// The number of such cells by code.
    #[serde(skip)]
    pub dropped_by_code: BTreeMap<ErrorCode, u64>,
    /// The unknown columns.
    pub ignored_columns: Vec<String>,
    /// The effects in order; the first 100. With `--format ndjson` each is a line of its own, and this key
    /// is left out of the last line.
    pub effects: Vec<view::EffectView>,
    /// The number of effects.
    pub effect_count: i64,
    /// Whether there are more effects than listed.
    pub truncated: bool,
    /// Pinned owners, who stay, and those listed as pinned who own nothing; the first 100.
    pub passed_over: Vec<view::PassedOverView>,
    /// The number of such owners.
    pub passed_over_count: u64,
    /// The totals by member, ordered by email.
    pub by_member: Vec<MemberSums>,
    /// The number of removals that a real run needs confirmed.
    #[serde(skip)]
    pub needs_confirmation: Option<u64>,
    /// How often the file names an owner who is a member.
    #[serde(skip)]
    pub known_owners: u64,
    /// Whether nothing was imported because of invalid rows.
    #[serde(skip)]
    pub refused: bool,
    /// Errors beyond the first 100 that are among the first of their code.
    #[serde(skip)]
    pub rare: Vec<RowError>,
}

/// What was written, by the kind of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct WrittenCounts {
    /// Changes of contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedContacts")]
    pub contacts: Option<ImportedContacts>,
    /// Changes of owners.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedOwners")]
    pub owners: Option<ImportedOwners>,
    /// Changes of members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedMembers")]
    pub members: Option<ImportedMembers>,
    /// Changes of teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedTeams")]
    pub teams: Option<ImportedTeams>,
}

impl WrittenCounts {
    /// The same counts, all zero.
    fn nothing(self) -> Self {
        Self {
            contacts: self.contacts.map(|_| ImportedContacts::default()),
            owners: self.owners.map(|_| ImportedOwners::default()),
            members: self.members.map(|_| ImportedMembers::default()),
            teams: self.teams.map(|_| ImportedTeams::default()),
        }
    }
}

/// The rows of the file: `read` is the sum of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct RowCounts {
    /// Rows read.
    pub read: u64,
    /// Rows that changed something.
    pub changed: u64,
    /// Rows that changed nothing; in a rejected file all valid rows.
    pub unchanged: u64,
    /// Invalid rows.
    pub rejected: u64,
    /// Rows left out because they have no phone (`--skip-without-phone`).
    pub skipped: u64,
}

/// Contacts that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedContacts {
    /// Contacts added.
    pub created: u64,
    /// Contacts with other fields.
    pub updated: u64,
}

/// Owners that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedOwners {
    /// Owners added.
    pub added: u64,
    /// Owners removed.
    pub removed: u64,
}

/// Members that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedMembers {
    /// Members added.
    pub created: u64,
    /// Members with other fields.
    pub updated: u64,
    /// Members reactivated.
    pub activated: u64,
    /// Members deactivated.
    pub deactivated: u64,
}

/// Teams that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedTeams {
    /// Teams added.
    pub created: u64,
    /// Teams with other fields, members or another order.
    pub updated: u64,
}

#[derive(Debug, Default)]
pub(super) struct ImportCounts {
    pub(super) read: u64,
    pub(super) changed: u64,
    pub(super) skipped: u64,
    pub(super) rejects: RejectSummary,
    pub(super) ignored_owners: IgnoredOwners,
    pub(super) known_owners: u64,
    pub(super) dropped: FaultSample<RowError>,
    /// The number of removals to confirm, and of all owners.
    pub(super) needs_confirmation: Option<(u64, u64)>,
    pub(super) written: WrittenCounts,
    /// The number of owners that a pin decides about.
    pub(super) kept: u64,
}

impl ImportCounts {
    /// Whether nothing is imported because of invalid rows.
    pub(super) fn is_refused(&self, on_error: OnError) -> bool {
        self.rejects.rows > 0 && on_error == OnError::Abort
    }
}

impl ImportReport {
    pub(super) fn new(answer: Answer, counts: ImportCounts) -> Self {
        let RejectSummary { rows: rejected_rows, sample } = counts.rejects;
        let rejected_count = sample.count();
        let mut rejected = sample.faults;
        let rare = rejected.split_off(rejected.len().min(SHOWN));
        Self {
            dry_run: answer.dry_run,
            change: answer.change,
            digest: answer.digest,
            rows: RowCounts {
                read: counts.read,
                changed: counts.changed,
                unchanged: counts.read - counts.changed - rejected_rows - counts.skipped,
                rejected: rejected_rows,
                skipped: counts.skipped,
            },
            written: counts.written,
            rejected,
            rejected_count,
            rejected_by_code: sample.by_code,
            known_owners: counts.known_owners,
            refused: false,
            rare,
            ignored_owners: counts.ignored_owners.first,
            ignored_owner_count: counts.ignored_owners.count,
            dropped_count: counts.dropped.count(),
            dropped_by_code: counts.dropped.by_code,
            dropped: counts.dropped.faults.into_iter().take(SHOWN).collect(),
            ignored_columns: Vec::new(),
            effects: answer.effects,
            effect_count: answer.effect_count.unwrap_or_default(),
            truncated: answer.truncated.unwrap_or_default(),
            passed_over: answer.passed_over,
            passed_over_count: counts.kept,
            by_member: answer.by_member.unwrap_or_default(),
            needs_confirmation: counts.needs_confirmation.map(|(removed, _)| removed),
        }
    }

    /// Creates the report of a file that was not imported because of invalid rows.
    pub(super) fn refused(run: RunMode, counts: ImportCounts) -> Self {
        let answer = Answer { dry_run: run == RunMode::DryRun, effect_count: Some(0), ..Answer::default() };
        let written = counts.written.nothing();
        Self { refused: true, ..Self::new(answer, ImportCounts { changed: 0, written, ..counts }) }
    }

    pub fn removes_owners(&self) -> bool {
        self.written.owners.is_some_and(|owners| owners.removed > 0)
    }

    pub fn has_effects(&self) -> bool {
        self.effect_count > 0
    }
}

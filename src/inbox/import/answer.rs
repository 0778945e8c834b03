//! What an import answers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::input::OnError;
use super::rejects::{RejectSummary, RowError};
use crate::inbox::answer::{Answer, without_effects};
use crate::inbox::change_options::RunMode;
use crate::inbox::fault_sample::{FaultSample, SHOWN};
use crate::inbox::sums::MemberSums;
use crate::inbox::view;
use crate::model::{ChangeId, ErrorCode};

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(transform = without_effects)]
#[schemars(extend("oneOf" = [
    { "required": ["contacts", "owners"] }, { "required": ["members"] }, { "required": ["teams"] }]))]
pub struct ImportReport {
    /// Whether it was only shown.
    pub dry_run: bool,
    /// Its number in the history; none for a dry run, when nothing changed, and when it was refused.
    pub change: Option<ChangeId>,
    /// The rows of the file.
    pub rows: RowCounts,
    /// What was written of contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedContacts")]
    pub contacts: Option<ImportedContacts>,
    /// What was written of owners.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedOwners")]
    pub owners: Option<ImportedOwners>,
    /// What was written of members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedMembers")]
    pub members: Option<ImportedMembers>,
    /// What was written of teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ImportedTeams")]
    pub teams: Option<ImportedTeams>,
    /// What is wrong with rows; the first 100.
    pub rejected: Vec<RowError>,
    /// How many faults there are.
    pub rejected_count: u64,
    /// How many faults there are of each code.
    pub rejected_by_code: BTreeMap<ErrorCode, u64>,
    /// The unknown columns.
    pub ignored_columns: Vec<String>,
    /// What changed, in order; the first 100. With `--format ndjson` each is a line of its own, and this
    /// key is left out of the last line.
    pub effects: Vec<view::EffectView>,
    /// How many effects there were.
    pub effect_count: i64,
    /// Whether there are more effects than are listed.
    pub truncated: bool,
    /// What was done to each member, by email.
    pub by_member: Vec<MemberSums>,
    /// How many removals a real run wants to have confirmed.
    #[serde(skip)]
    pub needs_confirmation: Option<u64>,
    /// Whether nothing was imported because of invalid rows.
    #[serde(skip)]
    pub refused: bool,
    /// Faults beyond the first 100 that are among the first of their code.
    #[serde(skip)]
    pub rare: Vec<RowError>,
}

/// How many rows came to what: `read` is the sum of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct RowCounts {
    /// How many were read.
    pub read: u64,
    /// How many changed something.
    pub changed: u64,
    /// How many said what was so already.
    pub unchanged: u64,
    /// How many can't be taken.
    pub rejected: u64,
    /// How many were left out because they have no phone (`--skip-without-phone`).
    pub skipped: u64,
}

/// How many contacts were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedContacts {
    /// How many were made.
    pub created: u64,
    /// How many got other fields.
    pub updated: u64,
}

/// How many ownerships were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedOwners {
    /// How many were added.
    pub added: u64,
    /// How many were taken away.
    pub removed: u64,
}

/// How many members were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedMembers {
    /// How many were made.
    pub created: u64,
    /// How many got other fields.
    pub updated: u64,
    /// How many came back.
    pub activated: u64,
    /// How many left.
    pub deactivated: u64,
}

/// How many teams were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ImportedTeams {
    /// How many were made.
    pub created: u64,
    /// How many got other fields, members or another order.
    pub updated: u64,
}

/// What is counted on the way.
#[derive(Debug, Default)]
pub(super) struct ImportCounts {
    pub(super) read: u64,
    pub(super) changed: u64,
    pub(super) rejected: u64,
    pub(super) skipped: u64,
    pub(super) sample: FaultSample<RowError>,
    /// How many removals have to be confirmed, and of how many.
    pub(super) needs_confirmation: Option<(u64, u64)>,
    pub(super) kind: WrittenCounts,
}

/// What was written, by the kind of file.
#[derive(Debug, Clone, Copy)]
pub(super) enum WrittenCounts {
    Owners(ImportedContacts, ImportedOwners),
    Members(ImportedMembers),
    Teams(ImportedTeams),
}

impl Default for WrittenCounts {
    fn default() -> Self {
        Self::Owners(ImportedContacts::default(), ImportedOwners::default())
    }
}

impl WrittenCounts {
    /// The same kind, with nothing written.
    fn nothing(self) -> Self {
        match self {
            Self::Owners(..) => Self::default(),
            Self::Members(_) => Self::Members(ImportedMembers::default()),
            Self::Teams(_) => Self::Teams(ImportedTeams::default()),
        }
    }
}

impl ImportCounts {
    /// Whether nothing is imported because of invalid rows.
    pub(super) fn is_refused(&self, on_error: OnError) -> bool {
        self.rejected > 0 && on_error == OnError::Abort
    }

    /// Adds the invalid rows.
    pub(super) fn take(&mut self, counted: RejectSummary) {
        (self.rejected, self.sample) = (counted.rows, counted.sample);
    }
}

impl ImportReport {
    /// What was done.
    pub(super) fn new(answer: Answer, counts: ImportCounts) -> Self {
        let (contacts, owners, members, teams) = match counts.kind {
            WrittenCounts::Owners(contacts, owners) => (Some(contacts), Some(owners), None, None),
            WrittenCounts::Members(members) => (None, None, Some(members), None),
            WrittenCounts::Teams(teams) => (None, None, None, Some(teams)),
        };
        let rejected_count = counts.sample.count();
        let mut rejected = counts.sample.faults;
        let rare = rejected.split_off(rejected.len().min(SHOWN));
        Self {
            dry_run: answer.dry_run,
            change: answer.change,
            rows: RowCounts {
                read: counts.read,
                changed: counts.changed,
                unchanged: counts.read - counts.changed - counts.rejected - counts.skipped,
                rejected: counts.rejected,
                skipped: counts.skipped,
            },
            contacts,
            owners,
            members,
            teams,
            rejected,
            rejected_count,
            rejected_by_code: counts.sample.by_code,
            refused: false,
            rare,
            ignored_columns: Vec::new(),
            effects: answer.effects,
            effect_count: answer.effect_count.unwrap_or_default(),
            truncated: answer.truncated.unwrap_or_default(),
            by_member: answer.by_member.unwrap_or_default(),
            needs_confirmation: counts.needs_confirmation.map(|(removed, _)| removed),
        }
    }

    /// Nothing was done, because rows are faulty.
    pub(super) fn refused(run: RunMode, counts: ImportCounts) -> Self {
        let answer = Answer { dry_run: run == RunMode::DryRun, effect_count: Some(0), ..Answer::default() };
        let kind = counts.kind.nothing();
        Self { refused: true, ..Self::new(answer, ImportCounts { changed: 0, kind, ..counts }) }
    }

    /// Whether anything changed, or would.
    pub fn has_effects(&self) -> bool {
        self.effect_count > 0
    }
}

//! Suggests what a failed expectation has to be to pass.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::formats::Spanned;
use crate::formats::scenario::{Expect, ExpectKey, Expectation, Expected, ScenarioStep};
use crate::inbox::view;
use crate::model::{Email, ErrorCode, Target};
use crate::scenario::check::{FailedCheck, Observed};
use crate::scenario::failure::Failure;
use crate::scenario::step::{StepOutcome, step_target};
use crate::scenario::update_report::{ExpectEntry, NotUpdated, Rewritten};

/// Why an expectation is left to a person.
pub(super) type Unfixable = &'static str;

const UNKNOWN_MEMBER: Unfixable = "it refers to an unknown member";
const UNKNOWN_CONTACT: Unfixable = "it refers to an unknown contact";
const AFTER_TYPO: Unfixable = "its step, or one before it, refers to something unknown";

/// A step that failed, with its outcome.
pub(super) struct FailedStep<'s> {
    pub(super) file: &'s str,
    pub(super) number: usize,
    pub(super) step: &'s ScenarioStep,
    pub(super) outcome: &'s StepOutcome,
    pub(super) observed: Observed<'s>,
    pub(super) failed: Vec<FailedCheck<'s>>,
}

/// The `expect` block that a failed step needs.
pub(super) struct ExpectUpdate {
    /// The number of the step.
    pub(super) step: usize,
    pub(super) expect: Expect,
    pub(super) updated: Vec<Rewritten>,
    pub(super) left: Vec<NotUpdated>,
}

impl FailedStep<'_> {
    /// The update of this step, unless there is a reason to skip it. After a step that was refused by
    /// mistake nothing is updated.
    pub(super) fn update(self, skip: Option<Unfixable>, after_typo: &mut bool) -> ExpectUpdate {
        let edits: Vec<_> = self.failed.iter().map(|failed| self.suggested_edit(failed)).collect();
        *after_typo |=
            edits.iter().zip(&self.failed).any(|(edit, failed)| edit.is_err() && is_refusal(&failed.failure));
        let skip = if *after_typo { Some(AFTER_TYPO) } else { skip };
        let expect = self.step.expect.clone();
        let expect = expect.unwrap_or(Expect { place: self.step.place, contact: None, checks: Vec::new() });
        let mut update = ExpectUpdate { step: self.number, expect, updated: Vec::new(), left: Vec::new() };
        for (edit, failed) in edits.into_iter().zip(self.failed) {
            match edit.and_then(|new| skip.map_or(Ok(new), Err)) {
                Ok(new) => update.replace(self.file, failed, new),
                Err(why) => update.left.push(rewritten(self.file, failed.failure, None).not_updated(why)),
            }
        }
        update
    }

    /// The expectations that replace a failed one.
    fn suggested_edit(&self, failed: &FailedCheck<'_>) -> Result<Vec<Expected>, Unfixable> {
        let Some(check) = failed.check else {
            return if is_refusal(&failed.failure) { self.refusal() } else { Err(UNKNOWN_CONTACT) };
        };
        let conversation = self.observed.conversation.as_deref();
        Ok(vec![match &check.expected {
            Expected::Status(_) => {
                Expected::Status(conversation.ok_or("without a conversation, no status can be expected")?.status)
            }
            Expected::Team(_) => Expected::Team(conversation.and_then(|found| found.team.as_ref()?.parse().ok())),
            Expected::NotAssigned(_) | Expected::PassedOver { .. } if failed.names_unknown => {
                return Err(UNKNOWN_MEMBER);
            }
            Expected::NotAssigned(_) => return Err("only a person can decide who must not be assigned"),
            Expected::Unassigned if self.states(ExpectKey::Assigned) => return Ok(Vec::new()),
            Expected::Assigned(_) | Expected::Unassigned => Expected::Assigned(self.assigned()),
            Expected::Because { member, .. } => return Ok(self.because(member)),
            Expected::PassedOver { member, .. } => {
                let reasons = self.outcome.reasons_to_pass_over(member.as_ref());
                Expected::PassedOver { member: member.clone(), reasons }
            }
            Expected::Owners(_) => {
                Expected::Owners(self.observed.owners.iter().filter_map(|it| it.parse().ok()).collect())
            }
            Expected::FirstResponder(_) => {
                Expected::FirstResponder(conversation.and_then(|found| found.first_responder.as_ref()?.parse().ok()))
            }
            Expected::Refused(_) if self.outcome.refusal().is_some() => return self.refusal(),
            Expected::Refused(_) if self.expect().len() > 1 => return Ok(Vec::new()),
            Expected::Effects(_) | Expected::Refused(_) => self.effects(check),
        }])
    }

    fn expect(&self) -> &[Expectation] {
        self.step.expect.as_ref().map(|expect| expect.checks.as_slice()).unwrap_or_default()
    }

    fn states(&self, topic: ExpectKey) -> bool {
        self.expect().iter().any(|check| check.expected.topic() == topic)
    }

    /// The refusal of the step, unless the step names something unknown: that is most likely a typo.
    fn refusal(&self) -> Result<Vec<Expected>, Unfixable> {
        let Some(error) = self.outcome.refusal() else { return Ok(Vec::new()) };
        match error.code() {
            // That a contact has no open conversation may be meant.
            ErrorCode::UnknownConversation if matches!(step_target(self.step), Some(Target::Number(_))) => {
                Err("it refers to an unknown conversation")
            }
            ErrorCode::UnknownMember => Err(UNKNOWN_MEMBER),
            ErrorCode::UnknownTeam => Err("it refers to an unknown team"),
            ErrorCode::UnknownContact => Err(UNKNOWN_CONTACT),
            ErrorCode::InvalidPhone => Err("it contains an invalid phone number"),
            code => Ok(vec![Expected::Refused(code)]),
        }
    }

    fn assigned(&self) -> BTreeSet<Email> {
        self.observed.assignments().iter().filter_map(|one| one.member.parse().ok()).collect()
    }

    /// Another reason for an assigned member; another member is removed, and if that leaves none, the
    /// assigned ones are listed.
    fn because(&self, member: &Email) -> Vec<Expected> {
        let reason =
            |one: &view::Assignment| Some(Expected::Because { member: one.member.parse().ok()?, reason: one.reason });
        let assigned = self.observed.assignments();
        let find = |member: &Email| assigned.iter().find(|one| one.member == member.as_str());
        if let Some(found) = find(member) {
            return reason(found).into_iter().collect();
        }
        let some_stay = self.expect().iter().any(|check| match &check.expected {
            Expected::Because { member, .. } => find(member).is_some(),
            _ => false,
        });
        match assigned {
            _ if some_stay => Vec::new(),
            [] if self.states(ExpectKey::Assigned) || self.states(ExpectKey::Unassigned) => Vec::new(),
            [] => vec![Expected::Assigned(self.assigned())],
            assigned => assigned.iter().filter_map(reason).collect(),
        }
    }

    fn effects(&self, check: &Expectation) -> Expected {
        let effects = self.outcome.effects().iter();
        let effects = effects.filter_map(|effect| match serde_json::to_value(effect) {
            Ok(Value::Object(value)) => Some(Spanned { value, place: check.place }),
            _ => None,
        });
        Expected::Effects(effects.collect())
    }
}

fn is_refusal(failure: &Failure) -> bool {
    failure.key == ExpectKey::Refused.code()
}

impl ExpectUpdate {
    /// Replaces a failed expectation, or adds new ones at the end.
    fn replace(&mut self, file: &str, FailedCheck { check, failure, .. }: FailedCheck<'_>, new: Vec<Expected>) {
        let place = check.map_or(self.expect.place, |check| check.place);
        let mut new: Vec<_> = new.into_iter().map(|expected| Expectation { place, expected }).collect();
        let entry = Expect { place, contact: None, checks: new.clone() }.entries().into_iter().next();
        let instead = entry.map(|(key, value)| ExpectEntry { key, value });
        self.updated.push(rewritten(file, failure, instead));
        let checks = &mut self.expect.checks;
        new.retain(|check| !checks.iter().any(|other| other.expected == check.expected));
        let at = check.and_then(|check| checks.iter().position(|other| other == check));
        let replaced = at.map_or(checks.len()..checks.len(), |at| at..at + 1);
        checks.splice(replaced, new);
    }
}

fn rewritten(file: &str, failure: Failure, instead: Option<ExpectEntry>) -> Rewritten {
    let Failure { line, key, expected, actual, .. } = failure;
    Rewritten { file: file.to_owned(), line, key, expected, actual, instead }
}

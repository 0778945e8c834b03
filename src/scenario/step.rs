//! Runs one step: a change of the inbox and its outcome.

use std::collections::BTreeSet;

use super::error::{ScenarioError, expectable};
use super::failure::StepDecision;
use super::hint::message;
use crate::formats::scenario::{ScenarioStep, StepAction};
use crate::inbox::{
    self, Answer, ChangeBatch, ChangeMeta, ChangeOptions, OnMissingContact, Review, RunMode, Session, view,
};
use crate::model::{Email, PassOverReason, PhoneOptions, Target, Time};

/// The time of step 0. Step *n* is *n* minutes later unless it has a time.
pub(super) const START: Time = Time::from_nanoseconds(1_767_225_600_000_000_000);

/// The outcome of a step.
pub(super) enum StepOutcome {
    /// The step has expectations only.
    NoAction,
    Done(Box<Answer>),
    Refused(Box<inbox::InboxError>),
}

impl StepOutcome {
    pub(super) fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Done(answer) => Some(answer),
            Self::NoAction | Self::Refused(_) => None,
        }
    }

    pub(super) fn refusal(&self) -> Option<&inbox::InboxError> {
        match self {
            Self::Refused(error) => Some(error),
            Self::NoAction | Self::Done(_) => None,
        }
    }

    pub(super) fn effects(&self) -> &[view::EffectView] {
        self.answer().map(|answer| answer.effects.as_slice()).unwrap_or_default()
    }

    pub(super) fn passed_over(&self) -> &[view::PassedOverView] {
        self.answer().map(|answer| answer.passed_over.as_slice()).unwrap_or_default()
    }

    /// The reasons for which a member was passed over; without a member, those for no particular one.
    pub(super) fn reasons_to_pass_over(&self, member: Option<&Email>) -> BTreeSet<PassOverReason> {
        let member = member.map(Email::as_str);
        let entries = self.passed_over().iter().filter(|entry| entry.member.as_deref() == member);
        entries.map(|entry| entry.reason).collect()
    }

    /// The conversation of the step afterwards: the contact's open one, else the latest.
    pub(super) fn conversation(&self) -> Option<&view::ConversationView> {
        self.answer()?.conversation.as_ref()?.as_ref()
    }

    pub(super) fn decision(&self) -> Option<StepDecision> {
        match self {
            Self::NoAction => None,
            Self::Done(answer) => Some(StepDecision {
                effects: answer.effects.clone(),
                passed_over: answer.passed_over.clone(),
                rules: answer.rules.clone(),
                refused: None,
            }),
            Self::Refused(error) => Some(StepDecision {
                rules: error.rule().into_iter().collect(),
                refused: Some(described(error)),
                ..StepDecision::default()
            }),
        }
    }
}

/// An error with its code.
pub(super) fn described(error: &inbox::InboxError) -> String {
    format!("{}: {}", error.code(), message(error))
}

/// Runs a step by its number, counted from 0.
pub(super) fn run_step(
    batch: &ChangeBatch<'_>,
    number: usize,
    step: &ScenarioStep,
) -> Result<StepOutcome, ScenarioError> {
    let Some(action) = &step.action else { return Ok(StepOutcome::NoAction) };
    let done = expectable(batch.change(&order(moment(number, step)), |session| act(session, action)))?;
    Ok(done.map_or_else(|error| StepOutcome::Refused(Box::new(error)), |answer| StepOutcome::Done(Box::new(answer))))
}

/// The time of a step.
pub(super) fn moment(number: usize, step: &ScenarioStep) -> Time {
    step.at.unwrap_or(START.plus_minutes(i64::try_from(number + 1).unwrap_or(i64::MAX)))
}

/// The options of a change at this time.
pub(super) fn order(at: Time) -> ChangeOptions {
    let stamp = ChangeMeta {
        at,
        recorded_at: at,
        actor: "scenario".to_owned(),
        user: "scenario".to_owned(),
        command: "scenario".to_owned(),
    };
    ChangeOptions { stamp, run: RunMode::DryRun, phones: PhoneOptions::default(), review: Review::default() }
}

fn act(session: &mut Session<'_>, action: &StepAction) -> inbox::Result<()> {
    let missing = OnMissingContact::create_if(action.create_contacts);
    action.requests.iter().try_for_each(|request| session.request(action.target.as_ref(), request, missing))
}

/// The conversation or contact of a step, which its expectations look at too.
pub(super) fn step_target(step: &ScenarioStep) -> Option<Target> {
    step.action.as_ref()?.target.clone()
}

/// The contact that the expectations of a step name.
pub(super) fn expected_target(step: &ScenarioStep) -> Option<Target> {
    let named = step.expect.as_ref().and_then(|expect| expect.contact.as_ref());
    named.map(|contact| Target::Contact(contact.value.clone()))
}

//! Doing one step: a change of the inbox, and what it came to.

use super::error::Error;
use super::hint::message;
use super::report::StepDecision;
use crate::formats::scenario::{ScenarioStep, StepAction, StepTarget};
use crate::inbox::{
    self, Answer, ChangeBatch, ChangeMeta, ChangeOptions, OffboardingAnswer, OnMissingContact, RunMode, Session,
    Target, view,
};
use crate::model::{ErrorCode, PhoneOptions, RuleId, Time};

/// What a step came to.
pub(super) enum Played {
    /// It was an expectation alone.
    Nothing,
    /// It was done.
    Done(Box<Answer>),
    /// It was refused.
    Refused { code: ErrorCode, message: String, rule: Option<RuleId>, error: Box<inbox::InboxError> },
}

impl Played {
    /// The conversation that a step was about, as it is afterwards: the contact's open one, else its
    /// latest, since none is opened beside an open one.
    pub(super) fn conversation(&self) -> Option<&view::ConversationView> {
        match self {
            Self::Done(answer) => answer.conversation.as_ref()?.as_ref(),
            Self::Nothing | Self::Refused { .. } => None,
        }
    }

    /// What a deactivated member left behind.
    pub(super) fn left(&self) -> Option<&OffboardingAnswer> {
        match self {
            Self::Done(answer) => answer.left.as_ref(),
            Self::Nothing | Self::Refused { .. } => None,
        }
    }

    pub(super) fn decision(&self) -> Option<StepDecision> {
        match self {
            Self::Nothing => None,
            Self::Done(answer) => Some(StepDecision {
                effects: answer.effects.clone(),
                passed_over: answer.passed_over.clone(),
                rules: answer.rules.clone(),
                refused: None,
            }),
            Self::Refused { code, message, rule, .. } => Some(StepDecision {
                rules: rule.iter().copied().collect(),
                refused: Some(format!("{code}: {message}")),
                ..StepDecision::default()
            }),
        }
    }
}

/// Who does the steps of a scenario, and when.
pub(super) fn order(at: Time) -> ChangeOptions {
    let stamp = ChangeMeta { at, actor: "scenario".to_owned(), command: "scenario".to_owned() };
    ChangeOptions { stamp, run: RunMode::DryRun, phones: PhoneOptions::default() }
}

/// Makes a change. What the rules refuse, or what names something that isn't there, is an outcome
/// that a scenario may expect; a store that fails is not.
pub(super) fn attempt(
    batch: &ChangeBatch<'_>,
    at: Time,
    work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>,
) -> Result<Played, Error> {
    match batch.change(&order(at), work) {
        Ok(answer) => Ok(Played::Done(Box::new(answer))),
        Err(inbox::InboxError::Store(error)) => Err(inbox::InboxError::Store(error).into()),
        Err(error) => {
            let (code, message, rule) = (error.code(), message(&error), error.rule());
            Ok(Played::Refused { code, message, rule, error: Box::new(error) })
        }
    }
}

pub(super) fn act(session: &mut Session<'_>, action: &StepAction) -> inbox::Result<()> {
    match action {
        StepAction::Message { contact, message, create_contacts } => {
            session.message(&contact.value, message, OnMissingContact::create_if(*create_contacts))
        }
        StepAction::Assign { conversation, assign } => session.assign(&target(conversation), assign),
        StepAction::Unassign { conversation, unassign } => session.unassign(&target(conversation), unassign),
        StepAction::Close { conversation } => session.close(&target(conversation)),
        StepAction::OwnerAdd { contact, members, assign_open, create_contacts } => {
            session.add_owners(&contact.value, members, *assign_open, OnMissingContact::create_if(*create_contacts))
        }
        StepAction::OwnerRemove { contact, members } => session.remove_owners(&contact.value, members),
        StepAction::Settings(settings) => settings.iter().try_for_each(|setting| session.set(*setting)),
        StepAction::Deactivate { member, hand_over_to } => session.deactivate(member, hand_over_to),
        StepAction::Activate { member } => session.activate(member),
        StepAction::MemberRemove { member } => session.remove_member(member),
        StepAction::TeamRemove { team } => session.remove_team(team),
        StepAction::ContactRemove { contact } => session.remove_contact(&contact.value),
    }
}

fn target(target: &StepTarget) -> Target {
    match target {
        StepTarget::Contact(contact) => Target::Contact(contact.value.clone()),
        StepTarget::Conversation(id) => Target::Number(*id),
    }
}

/// The conversation or contact that a step is about, for the expectation beside it.
pub(super) fn step_target(step: &ScenarioStep) -> Option<Target> {
    step.action.as_ref()?.target().as_ref().map(target)
}

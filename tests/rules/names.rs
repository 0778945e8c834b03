//! Answers of an inbox with names in place of numbers.

use inboxctl::testing::inbox::{self, view};
use inboxctl::testing::model::{
    ContactId, ConversationId, DecidedEffect, Effect, Email, ErrorCode, MemberId, OffboardingReport, PassedOver,
    Setting, Status, TeamId, TeamName,
};

use super::inbox::{Answer, CONTACTS};

pub(crate) fn email(member: MemberId) -> Email {
    format!("member-{member}@acme.example").parse().unwrap()
}

pub(crate) fn team_name(team: TeamId) -> TeamName {
    format!("Team {team}").parse().unwrap()
}

pub(crate) fn phone(contact: ContactId) -> &'static str {
    CONTACTS.iter().find(|(id, _)| *id == contact).unwrap().1
}

/// An answer by names. A refusal is only its code: the store refuses missing rows before it
/// applies the rules.
#[derive(Debug, PartialEq)]
pub(crate) enum NamedAnswer {
    Refused(ErrorCode),
    Done(NamedDecision),
}

/// The outcome of an event that was not refused, by names.
#[derive(Debug, PartialEq)]
pub(crate) struct NamedDecision {
    pub(crate) effects: Vec<view::EffectView>,
    /// In the order of [`by_rule`].
    pub(crate) passed_over: Vec<view::PassedOverView>,
    left: Option<NamedLeft>,
}

/// The report of a deactivation, by names.
#[derive(Debug, PartialEq)]
struct NamedLeft {
    unowned: Vec<String>,
    unassigned: Vec<ConversationId>,
    roles: Vec<view::RoleView>,
}

/// The order of [`super::inbox::by_rule`].
pub(crate) fn by_rule(mut passed_over: Vec<view::PassedOverView>) -> Vec<view::PassedOverView> {
    passed_over.sort_by_key(|passed| (passed.rule, passed.reason));
    passed_over
}

impl From<Answer> for NamedAnswer {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Refused(code, _) => Self::Refused(code),
            Answer::Done(outcome) => Self::Done(NamedDecision {
                effects: outcome.effects.iter().map(named_effect).collect(),
                passed_over: outcome.passed_over.iter().map(named_passed_over).collect(),
                left: outcome.left.map(named_left),
            }),
        }
    }
}

impl From<&inbox::Result<inbox::Answer>> for NamedAnswer {
    fn from(answer: &inbox::Result<inbox::Answer>) -> Self {
        match answer {
            Err(error) => Self::Refused(error.code()),
            Ok(answer) => Self::Done(NamedDecision {
                effects: answer.effects.clone(),
                passed_over: by_rule(answer.passed_over.clone()),
                left: left_of(answer),
            }),
        }
    }
}

fn left_of(answer: &inbox::Answer) -> Option<NamedLeft> {
    let left = answer.left.clone()?;
    Some(NamedLeft { unowned: left.left_unowned, unassigned: left.left_unassigned, roles: left.roles })
}

fn named_left(left: OffboardingReport) -> NamedLeft {
    let role = |role: inboxctl::testing::model::Role| view::RoleView {
        team: team_name(role.team).to_string(),
        role: role.kind,
    };
    NamedLeft {
        unowned: left.unowned.into_iter().map(|contact| phone(contact).to_owned()).collect(),
        unassigned: left.unassigned,
        roles: left.roles.into_iter().map(role).collect(),
    }
}

fn named_passed_over(passed: &PassedOver) -> view::PassedOverView {
    view::PassedOverView {
        member: passed.member.map(|member| email(member).to_string()),
        team: passed.member.is_none().then(|| passed.team.map(|team| team_name(team).to_string())),
        contact: passed.contact.map(|contact| phone(contact).to_owned()),
        conversation: passed.conversation,
        reason: passed.reason,
        rule: passed.rule,
    }
}

fn named_effect(ruled: &DecidedEffect) -> view::EffectView {
    let effect = &ruled.effect;
    let (contact, conversation) = effect.subject();
    let (key, value) = setting_of(effect).map(|setting| (setting.key(), setting.value())).unzip();
    view::EffectView {
        effect: effect.kind(),
        conversation,
        contact: contact.map(|contact| phone(contact).to_owned()),
        team: team_of(effect).map(|team| team_name(team).to_string()),
        member: effect.member().map(|member| email(member).to_string()),
        status: status_of(effect),
        reason: reason_of(effect),
        key,
        value,
        from: None,
        until: None,
        cover: None,
        set: None,
        was: None,
        rule: ruled.rule,
    }
}

fn status_of(effect: &Effect) -> Option<Status> {
    match effect {
        Effect::OpenConversation { status, .. }
        | Effect::SetStatus { status, .. }
        | Effect::ReopenConversation { status, .. } => Some(*status),
        _ => None,
    }
}

fn setting_of(effect: &Effect) -> Option<Setting> {
    match effect {
        Effect::SetSetting { setting } => Some(*setting),
        _ => None,
    }
}

fn team_of(effect: &Effect) -> Option<TeamId> {
    match effect {
        Effect::SetTeam { team, .. }
        | Effect::ClearTeam { team, .. }
        | Effect::AdvanceTurn { team, .. }
        | Effect::JoinTeam { team, .. }
        | Effect::LeaveTeam { team, .. }
        | Effect::RemoveTeam { team } => Some(*team),
        _ => None,
    }
}

fn reason_of(effect: &Effect) -> Option<&'static str> {
    match effect {
        Effect::AssignMember { reason, .. } => Some(reason.code()),
        Effect::AddOwner { reason, .. } => Some(reason.code()),
        Effect::UnassignMember { reason, .. } | Effect::RemoveOwner { reason, .. } => Some(reason.code()),
        _ => None,
    }
}

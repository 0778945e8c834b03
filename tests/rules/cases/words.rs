//! Decisions as short lines: the rule, the effect, and its object.

use inboxctl::testing::model::{
    ContactId, DecidedEffect, Decision, Effect, MemberId, OffboardingReport, PassedOver, Refusal, Role, RoleKind,
    TeamId,
};

use crate::rules::inbox::{AGENT, ANA, BETO, BUSY, CARO, DINA, ROSA, SAUL, TINA, TURNS, by_rule};

pub(super) fn of_decision(decision: &Decision) -> Vec<String> {
    let effects = decision.effects.iter().map(of_ruled);
    let passed = by_rule(decision.passed_over.clone());
    effects.chain(passed.iter().map(of_passed)).chain(decision.offboarding.iter().flat_map(of_left)).collect()
}

pub(super) fn of_refusal(refusal: &Refusal) -> Vec<String> {
    vec![format!("{} refused: {}", refusal.rule(), refusal.code())]
}

fn of_ruled(DecidedEffect { effect, rule }: &DecidedEffect) -> String {
    let said = format!("{} {}", effect.kind().code(), details(effect));
    rule.map_or_else(|| said.clone(), |rule| format!("{rule} {said}"))
}

fn details(effect: &Effect) -> String {
    match *effect {
        Effect::OpenConversation { conversation, contact: whose, status } => {
            format!("#{conversation} {} {status}", contact(whose))
        }
        Effect::MarkContactWrote { conversation }
        | Effect::MarkHandedOver { conversation }
        | Effect::ClearHandedOver { conversation }
        | Effect::CloseConversation { conversation } => format!("#{conversation}"),
        Effect::AssignMember { conversation, member: who, reason } => {
            format!("#{conversation} {} {reason}", member(who))
        }
        Effect::UnassignMember { conversation, member: who, reason } => {
            format!("#{conversation} {} {reason}", member(who))
        }
        Effect::ClearTeam { conversation, team: which } | Effect::SetTeam { conversation, team: which } => {
            format!("#{conversation} {}", team(which))
        }
        Effect::AdvanceTurn { team: whose, turn, picked } => {
            format!("{} {turn} {}", team(whose), member(picked.unwrap()))
        }
        Effect::SetFirstResponder { conversation, member: who } => format!("#{conversation} {}", member(who)),
        Effect::AddOwner { contact: whose, member: who, reason } => {
            format!("{} {} {reason}", contact(whose), member(who))
        }
        Effect::RemoveOwner { contact: whose, member: who, reason } => {
            format!("{} {} {reason}", contact(whose), member(who))
        }
        Effect::PinOwner { contact: whose, member: who } | Effect::UnpinOwner { contact: whose, member: who } => {
            format!("{} {}", contact(whose), member(who))
        }
        Effect::SetStatus { conversation, status } | Effect::ReopenConversation { conversation, status } => {
            format!("#{conversation} {status}")
        }
        Effect::SetSetting { setting } => format!("{} {}", setting.key(), setting.value().unwrap_or_default()),
        Effect::ActivateMember { member: who }
        | Effect::DeactivateMember { member: who }
        | Effect::RemoveMember { member: who } => member(who).to_owned(),
        Effect::AddAbsence { member: who, from, until, ref cover, .. } => {
            let cover: Vec<_> = cover.iter().map(|substitute| member(*substitute)).collect();
            format!("{} {}..{} {}", member(who), minute(from), minute(until), cover.join(","))
        }
        Effect::EndAbsence { member: who, until: Some(until), .. } => format!("{} ..{}", member(who), minute(until)),
        Effect::EndAbsence { member: who, from, .. } => format!("{} {}..", member(who), minute(from.unwrap())),
        Effect::LeaveTeam { team: which, member: who, .. } => format!("{} {}", team(which), member(who)),
        Effect::RemoveTeam { team: which } => team(which).to_owned(),
        Effect::RemoveContact { contact: who } => contact(who).to_owned(),
        _ => panic!("no story has the effect {effect:?}"),
    }
}

fn minute(nanoseconds: i64) -> i64 {
    nanoseconds / 60_000_000_000
}

fn of_passed(passed: &PassedOver) -> String {
    let who = passed.member.map(member).or(passed.team.map(team)).unwrap_or("none");
    let whose = passed.contact.map(|whose| format!(" of {}", contact(whose))).unwrap_or_default();
    let where_to = passed.conversation.map(|number| format!(" for #{number}")).unwrap_or_default();
    format!("{} passed over {who}{whose}{where_to}: {}", passed.rule, passed.reason)
}

fn of_left(left: &OffboardingReport) -> Vec<String> {
    let unowned = left.unowned.iter().map(|who| format!("left without owner: {}", contact(*who)));
    let unassigned = left.unassigned.iter().map(|number| format!("left without member: #{number}"));
    unowned.chain(unassigned).chain(left.roles.iter().map(of_role)).collect()
}

fn of_role(role: &Role) -> String {
    match role.kind {
        RoleKind::Member => format!("still a member of {}", team(role.team)),
        RoleKind::DefaultAgent => format!("still the default agent of {}", team(role.team)),
    }
}

fn member(id: MemberId) -> &'static str {
    match id {
        ANA => "ana",
        BETO => "beto",
        CARO => "caro",
        DINA => "dina",
        other => panic!("no member {other}"),
    }
}

fn team(id: TeamId) -> &'static str {
    match id {
        TURNS => "turns",
        BUSY => "busy",
        AGENT => "agent",
        other => panic!("no team {other}"),
    }
}

fn contact(id: ContactId) -> &'static str {
    match id {
        ROSA => "rosa",
        SAUL => "saul",
        TINA => "tina",
        other => panic!("no contact {other}"),
    }
}

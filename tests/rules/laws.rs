//! Invariants of every decision and every inbox after any events.

use std::collections::BTreeSet;

use inboxctl::testing::model::{
    ContactId, ConversationId, Decision, Effect, MemberId, PassOverReason, PassedOver, Request, RuleId, Status,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::inbox::{About, Activity, ConversationPicture, Event, Inbox, Picture, place_of};
use super::sequences::{Sequence, random, sequences};
use super::world::World;

const CASES: u32 = 500;

/// An accepted request, with the inbox before and after it.
struct Step<'a> {
    before: &'a World,
    about: About,
    request: &'a Request,
    decision: &'a Decision,
    after: &'a World,
}

/// Checks an invariant after each accepted request of the sequence.
fn after_each(sequence: &Sequence, law: impl Fn(&Step<'_>) -> TestCaseResult) -> TestCaseResult {
    let mut world = World::new();
    for event in &sequence.0 {
        if !world.picture().has_subject_of(event) {
            continue;
        }
        let before = world.clone();
        world.ask(event);
        let Event::Ask(about, request) = event else { continue };
        if let Ok(decision) = before.decide(*about, request) {
            law(&Step { before: &before, about: *about, request, decision: &decision, after: &world })?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(random(CASES))]

    #[test]
    fn assigned_members_of_open_conversations_are_active(sequence in sequences()) {
        after_each(&sequence, |step| {
            let picture = step.after.picture();
            let mut assigned = open(&picture).flat_map(|(_, conversation)| &conversation.assigned);
            prop_assert!(assigned.all(|member| picture.members.contains(&(*member, Activity::Active))), "{picture:?}");
            Ok(())
        })?;
    }

    #[test]
    fn contact_has_at_most_one_open_conversation(sequence in sequences()) {
        after_each(&sequence, |step| {
            let picture = step.after.picture();
            let contacts = || open(&picture).map(|(contact, _)| *contact);
            prop_assert_eq!(contacts().collect::<BTreeSet<_>>().len(), contacts().count(), "{:?}", picture);
            Ok(())
        })?;
    }

    #[test]
    fn request_considers_a_member_once(sequence in sequences()) {
        after_each(&sequence, |step| {
            let mut seen = BTreeSet::new();
            for look in looks(step) {
                prop_assert!(seen.insert(look), "{look:?} twice by {:?}: {:?}", step.request, step.decision);
            }
            Ok(())
        })?;
    }

    #[test]
    fn effects_are_in_the_documented_order(sequence in sequences()) {
        after_each(&sequence, |step| {
            let ruled = step.decision.effects.iter().filter(|ruled| ruled.rule.is_some());
            let places: Vec<usize> = ruled.map(|ruled| place_of(&ruled.effect)).collect();
            prop_assert!(places.is_sorted(), "{:?}", step.decision);
            Ok(())
        })?;
    }

    #[test]
    fn entries_name_a_documented_rule(sequence in sequences()) {
        after_each(&sequence, |step| {
            for ruled in &step.decision.effects {
                let allowed = rules_of_effect(&ruled.effect);
                prop_assert!(ruled.rule.map_or(allowed.is_empty(), |rule| allowed.contains(&rule)), "{ruled:?}");
            }
            for passed in &step.decision.passed_over {
                prop_assert!(rules_of_passing(passed.reason).contains(&passed.rule), "{passed:?}");
            }
            Ok(())
        })?;
    }

    #[test]
    fn rules_are_listed_once(sequence in sequences()) {
        after_each(&sequence, |step| {
            let listed = &step.decision.rules;
            let effects = step.decision.effects.iter().filter_map(|ruled| ruled.rule);
            let mut named = effects.chain(step.decision.passed_over.iter().map(|passed| passed.rule));
            prop_assert!(named.all(|rule| listed.contains(&rule)), "{:?}", step.decision);
            prop_assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), listed.len(), "{:?}", listed);
            Ok(())
        })?;
    }

    #[test]
    fn repeated_request_gets_the_same_answer(sequence in sequences()) {
        after_each(&sequence, |step| {
            let again = step.before.decide(step.about, step.request);
            prop_assert_eq!(again.as_ref(), Ok(step.decision));
            Ok(())
        })?;
    }

    #[test]
    fn every_effect_changes_the_inbox(sequence in sequences()) {
        after_each(&sequence, |step| {
            let mut world = step.before.clone();
            for ruled in &step.decision.effects {
                let before = world.picture();
                world.keep(&Decision { effects: vec![ruled.clone()], ..Decision::default() });
                prop_assert_ne!(before, world.picture(), "{:?}", ruled);
            }
            Ok(())
        })?;
    }

    #[test]
    fn repeated_administrative_request_has_no_effects(sequence in sequences()) {
        after_each(&sequence, |step| {
            if is_idempotent(step.request) {
                let again = step.after.decide(step.about, step.request);
                prop_assert_eq!(again.map(|decision| decision.effects), Ok(Vec::new()), "{:?}", step.request);
            }
            Ok(())
        })?;
    }

    #[test]
    fn deactivating_and_activating_keeps_ownerships(sequence in sequences()) {
        after_each(&sequence, |step| {
            if leaves_ownerships_alone(step.request) {
                prop_assert_eq!(step.before.picture().contacts, step.after.picture().contacts, "{:?}", step.request);
            }
            Ok(())
        })?;
    }
}

fn open(picture: &Picture) -> impl Iterator<Item = &(ContactId, ConversationPicture)> {
    picture.conversations.iter().filter(|(_, conversation)| conversation.status != Status::Closed)
}

/// The members that a decision considers for the assignments of each contact.
fn looks(step: &Step<'_>) -> Vec<(ContactId, MemberId)> {
    let picture = step.after.picture();
    let of_effects = step.decision.effects.iter().filter_map(|ruled| match ruled.effect {
        Effect::AssignMember { conversation, member, .. } | Effect::UnassignMember { conversation, member, .. } => {
            Some((contact_of(&picture, conversation), member))
        }
        _ => None,
    });
    let asked = match step.about {
        About::Contact(contact) => Some(contact),
        About::Conversation(number) => Some(contact_of(&picture, number)),
        About::Inbox => None,
    };
    let of_the_assignment = step.decision.passed_over.iter().filter(|passed| is_about_the_assignment(passed));
    let of_passed = of_the_assignment.filter_map(|passed| Some((passed.contact.or(asked)?, passed.member?)));
    of_effects.chain(of_passed).collect()
}

fn contact_of(picture: &Picture, number: ConversationId) -> ContactId {
    picture.conversations.iter().find(|(_, conversation)| conversation.id == number).unwrap().0
}

fn is_about_the_assignment(passed: &PassedOver) -> bool {
    match passed.reason {
        PassOverReason::AlreadyAssigned
        | PassOverReason::InactiveMember
        | PassOverReason::Away
        | PassOverReason::NoEligibleMember
        | PassOverReason::NotAssigned => true,
        PassOverReason::AlreadyOwner
        | PassOverReason::HasOwner
        | PassOverReason::SettingOff
        | PassOverReason::NotOwner
        | PassOverReason::Pinned => false,
    }
}

/// The rules that may decide an effect; empty for effects without a rule.
fn rules_of_effect(effect: &Effect) -> &'static [RuleId] {
    use RuleId::{
        A1, A2, A4, D1, D2, F1, F2, F3, F4, F6, M1, M2, M5, O1, O3, O4, O5, P1, P2, P3, P4, P5, R1, R2, R3, S1, T1, T2,
        T5, V1, V2, V4,
    };
    match effect {
        Effect::OpenConversation { .. } => &[O1, O3, M5, F6, F3],
        Effect::MarkContactWrote { .. } => &[O1],
        Effect::AssignMember { .. } => &[A1, M1, O1, O4, F1, F2, D2, V2, V4, T5, P3, P5],
        Effect::UnassignMember { .. } => &[A1, A4, D1, D2, V4, T5, P5],
        Effect::SetTeam { .. } => &[A2, F2, P3],
        Effect::ClearTeam { .. } => &[A4],
        Effect::AdvanceTurn { .. } => &[T1, T2],
        Effect::SetFirstResponder { .. } => &[R1],
        Effect::AddOwner { .. } | Effect::RemoveOwner { .. } => &[O4, R2, D2, P1, P2],
        Effect::PinOwner { .. } | Effect::UnpinOwner { .. } => &[P4],
        Effect::AddAbsence { .. } | Effect::EndAbsence { .. } => &[V1],
        Effect::MarkHandedOver { .. } | Effect::ClearHandedOver { .. } => &[F4],
        Effect::SetStatus { .. } => &[S1, M2, F6, F3],
        Effect::CloseConversation { .. } => &[F4, S1],
        Effect::ReopenConversation { .. } => &[S1],
        Effect::SetSetting { .. } => &[R3],
        Effect::ActivateMember { .. } => &[O5],
        Effect::DeactivateMember { .. } => &[D1],
        _ => &[],
    }
}

/// The rules that may pass over a member: those that would have added or removed them.
fn rules_of_passing(reason: PassOverReason) -> &'static [RuleId] {
    use RuleId::{A1, A2, A4, D2, F1, F2, F5, M1, O1, O4, O5, P1, P3, P4, P5, R2, T5, V2, V4};
    match reason {
        PassOverReason::AlreadyAssigned => &[A1, A2, M1, O1, O4, F1, F2, D2, V2, V4, T5, P3, P5],
        PassOverReason::AlreadyOwner => &[O4, D2, P1],
        PassOverReason::InactiveMember => &[O5, F5],
        PassOverReason::Away => &[V2],
        PassOverReason::NoEligibleMember => &[F5, T5, P1, P3, V4],
        PassOverReason::Pinned => &[P4],
        PassOverReason::HasOwner | PassOverReason::SettingOff => &[R2],
        PassOverReason::NotAssigned => &[A4],
        PassOverReason::NotOwner => &[O4, P4],
    }
}

fn is_idempotent(request: &Request) -> bool {
    matches!(
        request,
        Request::Assign { .. }
            | Request::Unassign(_)
            | Request::Reopen
            | Request::AddOwners { .. }
            | Request::SetOwners { .. }
            | Request::RemoveOwners { .. }
            | Request::MapOwners { .. }
            | Request::Deactivate { .. }
            | Request::Activate { .. }
            | Request::Set(_)
    )
}

fn leaves_ownerships_alone(request: &Request) -> bool {
    match request {
        Request::Deactivate { successors, .. } => successors.is_empty(),
        Request::Activate { .. } => true,
        _ => false,
    }
}

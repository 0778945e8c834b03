//! Actions in words.

use std::fmt;

use super::step::{StepAction, StepTarget};
use crate::model::named::{Assign, Message, Unassign};
use crate::model::{Email, Setting};

impl fmt::Display for StepAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message { contact, message, .. } => write_message(f, &contact.value, message),
            Self::Assign { conversation, assign } => write_assign(f, conversation, assign),
            Self::Unassign { conversation, unassign } => write_unassign(f, conversation, unassign),
            Self::Close { conversation } => write!(f, "close {conversation}"),
            Self::OwnerAdd { contact, members, assign_open, .. } => {
                let open = if *assign_open { ", assign the open conversation" } else { "" };
                write!(f, "add owner {} to {}{open}", emails(members), contact.value)
            }
            Self::OwnerRemove { contact, members } => {
                write!(f, "remove owner {} from {}", emails(members), contact.value)
            }
            Self::Settings(settings) => write_settings(f, settings),
            Self::Deactivate { member, hand_over_to } if hand_over_to.is_empty() => write!(f, "deactivate {member}"),
            Self::Deactivate { member, hand_over_to } => {
                write!(f, "deactivate {member}, hand over to {}", emails(hand_over_to))
            }
            Self::Activate { member } => write!(f, "activate {member}"),
            Self::MemberRemove { member } => write!(f, "remove member {member}"),
            Self::TeamRemove { team } => write!(f, "remove team {team}"),
            Self::ContactRemove { contact } => write!(f, "remove contact {}", contact.value),
        }
    }
}

fn write_message(f: &mut fmt::Formatter<'_>, contact: &str, message: &Message) -> fmt::Result {
    match message {
        Message::Contact => write!(f, "message from {contact}"),
        Message::Member { member } => write!(f, "message from {member} to {contact}"),
        Message::Note { member } => write!(f, "note by {member} about {contact}"),
        Message::Flow => write!(f, "flow message to {contact}"),
        Message::FlowAssign { members } => write!(f, "flow step with {contact}: assign {}", emails(members)),
        Message::FlowAssignTeam { team } => write!(f, "flow step with {contact}: assign team {team}"),
        Message::FlowEnd => write!(f, "flow with {contact} ends"),
        Message::System => write!(f, "system message to {contact}"),
    }
}

fn write_assign(f: &mut fmt::Formatter<'_>, conversation: &StepTarget, assign: &Assign) -> fmt::Result {
    let team = assign.team.as_ref().map(|team| format!("team {team}"));
    let assigned: Vec<_> = assign.members.iter().map(ToString::to_string).chain(team).collect();
    let replace = if assign.replace { ", replacing the assigned members" } else { "" };
    write!(f, "assign {conversation} to {}{replace}", assigned.join(", "))
}

fn write_unassign(f: &mut fmt::Formatter<'_>, conversation: &StepTarget, unassign: &Unassign) -> fmt::Result {
    match unassign {
        Unassign::All => write!(f, "unassign all members and the team from {conversation}"),
        Unassign::Named { members, team } => {
            let team = team.then(|| "the team".to_owned());
            let unassigned: Vec<_> = members.iter().map(ToString::to_string).chain(team).collect();
            write!(f, "unassign {} from {conversation}", unassigned.join(", "))
        }
    }
}

fn write_settings(f: &mut fmt::Formatter<'_>, settings: &[Setting]) -> fmt::Result {
    let set = settings.iter().map(|setting| {
        let value = setting.value().unwrap_or_else(|| "none".to_owned());
        format!("set {} to {value}", setting.key())
    });
    f.write_str(&set.collect::<Vec<_>>().join(", "))
}

impl fmt::Display for StepTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contact(contact) => write!(f, "the conversation with {}", contact.value),
            Self::Conversation(id) => write!(f, "conversation {id}"),
        }
    }
}

fn emails(members: &[Email]) -> String {
    members.iter().map(Email::as_str).collect::<Vec<_>>().join(", ")
}

//! What a step does, in words.

use std::fmt;

use super::step::{Action, Target};
use crate::model::named::{Assign, Message, Unassign};
use crate::model::{Email, Setting};

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message { contact, message, .. } => write_message(f, &contact.value, message),
            Self::Assign { conversation, assign } => write_assign(f, conversation, assign),
            Self::Unassign { conversation, unassign } => write_unassign(f, conversation, unassign),
            Self::Close { conversation } => write!(f, "{conversation} is to be closed"),
            Self::OwnerAdd { contact, members, assign_open, .. } => {
                let open = if *assign_open { ", and be put on the open conversation" } else { "" };
                write!(f, "{} is to own {}{open}", emails(members), contact.value)
            }
            Self::OwnerRemove { contact, members } => {
                write!(f, "{} is to own {} no more", emails(members), contact.value)
            }
            Self::Settings(settings) => write_settings(f, settings),
            Self::Deactivate { member, hand_over_to } if hand_over_to.is_empty() => write!(f, "{member} leaves"),
            Self::Deactivate { member, hand_over_to } => {
                write!(f, "{member} leaves and hands over to {}", emails(hand_over_to))
            }
            Self::Activate { member } => write!(f, "{member} comes back"),
            Self::MemberRemove { member } => write!(f, "member {member} is to be removed"),
            Self::TeamRemove { team } => write!(f, "team {team} is to be removed"),
            Self::ContactRemove { contact } => write!(f, "contact {} is to be removed", contact.value),
        }
    }
}

fn write_message(f: &mut fmt::Formatter<'_>, contact: &str, message: &Message) -> fmt::Result {
    match message {
        Message::Contact => write!(f, "{contact} writes"),
        Message::Member { member } => write!(f, "{member} writes to {contact}"),
        Message::Note { member } => write!(f, "{member} writes a note about {contact}"),
        Message::Flow => write!(f, "a flow writes to {contact}"),
        Message::FlowAssign { members } => write!(f, "a flow assigns {} to {contact}", emails(members)),
        Message::FlowAssignTeam { team } => write!(f, "a flow gives {contact} to team {team}"),
        Message::FlowEnd => write!(f, "the flow with {contact} ends"),
        Message::System => write!(f, "the system writes to {contact}"),
    }
}

fn write_assign(f: &mut fmt::Formatter<'_>, conversation: &Target, assign: &Assign) -> fmt::Result {
    let team = assign.team.as_ref().map(|team| format!("team {team}"));
    let who: Vec<_> = assign.members.iter().map(ToString::to_string).chain(team).collect();
    let alone = if assign.replace { ", as the only members" } else { "" };
    write!(f, "{} is to be put on {conversation}{alone}", who.join(", "))
}

fn write_unassign(f: &mut fmt::Formatter<'_>, conversation: &Target, unassign: &Unassign) -> fmt::Result {
    match unassign {
        Unassign::All => write!(f, "everybody and the team are to be taken off {conversation}"),
        Unassign::Named { members, team } => {
            let team = team.then(|| "the team".to_owned());
            let who: Vec<_> = members.iter().map(ToString::to_string).chain(team).collect();
            write!(f, "{} is to be taken off {conversation}", who.join(", "))
        }
    }
}

fn write_settings(f: &mut fmt::Formatter<'_>, settings: &[Setting]) -> fmt::Result {
    let set = settings.iter().map(|setting| {
        let value = setting.value().unwrap_or_else(|| "none".to_owned());
        format!("{} is to be {value}", setting.key())
    });
    f.write_str(&set.collect::<Vec<_>>().join(", "))
}

impl fmt::Display for Target {
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

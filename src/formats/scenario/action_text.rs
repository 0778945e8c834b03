//! Actions in words.

use std::fmt;

use super::step::StepAction;
use crate::model::{
    Email, MemberWeight, OwnerDistribution, Participants, Request, Setting, Target, TeamName, Unassign,
};

impl fmt::Display for StepAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = self.target.as_ref();
        let requests = self.requests.iter().map(|request| words(request, target)).collect::<Vec<_>>();
        f.write_str(&requests.join(", "))
    }
}

#[expect(clippy::too_many_lines, reason = "one match that words each request")]
fn words(request: &Request<Email, TeamName>, target: Option<&Target>) -> String {
    let contact = match target {
        Some(Target::Contact(contact)) => contact.as_str(),
        Some(Target::Number(_)) | None => "",
    };
    let conversation = match target {
        Some(Target::Number(id)) => format!("conversation {id}"),
        Some(Target::Contact(_)) | None => format!("the conversation with {contact}"),
    };
    match request {
        Request::ContactMessage => format!("message from {contact}"),
        Request::MemberMessage { member } => format!("message from {member} to {contact}"),
        Request::MemberNote { member } => format!("note by {member} about {contact}"),
        Request::FlowMessage => format!("flow message to {contact}"),
        Request::FlowAssign { members } => format!("flow step with {contact}: assign {}", emails(members)),
        Request::FlowAssignTeam { team } => format!("flow step with {contact}: assign team {team}"),
        Request::FlowEnd => format!("flow with {contact} ends"),
        Request::SystemMessage => format!("system message to {contact}"),
        Request::Assign { members, team, replace } => {
            let team = team.as_ref().map(|team| format!("team {team}"));
            let replace = if *replace { ", replacing the assigned members" } else { "" };
            format!("assign {conversation} to {}{replace}", list(members, team))
        }
        Request::Unassign(Unassign::All) => format!("unassign all members and the team from {conversation}"),
        Request::Unassign(Unassign::Named { members, team }) => {
            format!("unassign {} from {conversation}", list(members, team.then(|| "the team".to_owned())))
        }
        Request::Close => format!("close {conversation}"),
        Request::Reopen => format!("reopen {conversation}"),
        Request::AddOwners { members, assign_open, pin } => {
            let open = if *assign_open { ", assign the open conversation" } else { "" };
            let pinned = if *pin { ", pinned" } else { "" };
            format!("add owner {} to {contact}{pinned}{open}", emails(members))
        }
        Request::RemoveOwners { members } => format!("remove owner {} from {contact}", emails(members)),
        Request::PinOwners { members } => format!("pin owner {} of {contact}", emails(members)),
        Request::UnpinOwners { members } => format!("unpin owner {} of {contact}", emails(members)),
        Request::SetOwners { members } if members.is_empty() => format!("remove all owners from {contact}"),
        Request::SetOwners { members } | Request::MapOwners { members, .. } => {
            format!("set the owners of {contact} to {}", emails(members))
        }
        Request::TransferOwners { member, successors, account, limit } => {
            let account = account.as_ref().map(|account| format!(" in account {account}")).unwrap_or_default();
            format!("transfer the contacts of {member}{account} to {}{}", emails(successors), at_most(*limit))
        }
        Request::TransferConversations { member, successors, team, status, limit } => {
            let status = status.map(|status| format!(" in status {status}")).unwrap_or_default();
            let (successors, limit) = (emails(successors), at_most(*limit));
            format!("transfer the conversations of {member}{}{status} to {successors}{limit}", of_team(team.as_ref()))
        }
        Request::DistributeConversations { team, status, limit } => {
            let status = status.map(|status| format!(" in status {status}")).unwrap_or_default();
            let team = team.as_ref().map(|team| format!(" to team {team}")).unwrap_or_default();
            format!("distribute the conversations without a member{status}{team}{}", at_most(*limit))
        }
        Request::ReassignOverdue { team, limit } => {
            format!("reassign overdue conversations{}{}", of_team(team.as_ref()), at_most(*limit))
        }
        Request::Away { member, from, until, cover, hand_over_open } => {
            let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
            let cover = if cover.is_empty() { String::new() } else { format!(", covered by {}", emails(cover)) };
            let hand_over = if *hand_over_open { ", who take over the open conversations" } else { "" };
            format!("{member} is away{from} until {until}{cover}{hand_over}")
        }
        Request::Back { member, from: None } => format!("{member} is back"),
        Request::Back { member, from: Some(from) } => format!("remove the absence of {member} from {from}"),
        Request::DistributeOwners(distribution) => distribute(distribution),
        Request::RebalanceOwners(rebalance) => {
            let (among, weights) = (participants(&rebalance.among), weights(&rebalance.weights));
            let together = if rebalance.keep_accounts_together { ", keep accounts together" } else { "" };
            let most = rebalance.max_moves.map(|most| format!(", at most {most} moves")).unwrap_or_default();
            format!("rebalance contacts among {among}{weights}{together}{most}")
        }
        Request::Deactivate { member, successors } if successors.is_empty() => format!("deactivate {member}"),
        Request::Deactivate { member, successors } => {
            format!("deactivate {member}, hand over to {}", emails(successors))
        }
        Request::Activate { member } => format!("activate {member}"),
        Request::Set(setting) => set(*setting),
        Request::RemoveMember { member } => format!("remove member {member}"),
        Request::RemoveTeam { team } => format!("remove team {team}"),
        Request::RemoveContact => format!("remove contact {contact}"),
    }
}

fn at_most(limit: Option<u64>) -> String {
    limit.map(|limit| format!(", at most {limit}")).unwrap_or_default()
}

fn of_team(team: Option<&TeamName>) -> String {
    team.map(|team| format!(" in team {team}")).unwrap_or_default()
}

fn distribute(distribution: &OwnerDistribution<Email, TeamName>) -> String {
    let OwnerDistribution { contacts, to, from, account, max, weights: weighted, limit } = distribution;
    let what = match (contacts, from) {
        (Some(contacts), _) => contacts.join(", "),
        (None, Some(from)) => format!("the contacts of {from}"),
        (None, None) => "contacts without an owner".to_owned(),
    };
    let account = account.as_ref().map(|account| format!(" in account {account}")).unwrap_or_default();
    let max = max.map(|max| format!(", up to {max} each")).unwrap_or_default();
    let limit = limit.map(|limit| format!(", at most {limit}")).unwrap_or_default();
    format!("distribute {what}{account} to {}{}{max}{limit}", participants(to), weights(weighted))
}

fn participants(who: &Participants<Email, TeamName>) -> String {
    match who {
        Participants::Members(members) => emails(members),
        Participants::Team(team) => format!("team {team}"),
    }
}

fn weights(weights: &[MemberWeight<Email>]) -> String {
    let weights = weights.iter().map(|MemberWeight { member, weight }| format!(", weight {weight} for {member}"));
    weights.collect::<Vec<_>>().concat()
}

fn set(setting: Setting) -> String {
    let value = setting.value().unwrap_or_else(|| "none".to_owned());
    format!("set {} to {value}", setting.key())
}

fn emails(members: &[Email]) -> String {
    list(members, None)
}

fn list(members: &[Email], last: Option<String>) -> String {
    members.iter().map(ToString::to_string).chain(last).collect::<Vec<_>>().join(", ")
}

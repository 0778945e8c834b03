//! `simulate-message`

use anyhow::Result;
use clap::ValueEnum;

use super::{Context, Outcome, Usage, email, emails, team_name};
use crate::inbox::Missing;
use crate::model::named::Message;

/// Let a message happen, and see who is assigned
#[derive(Debug, clap::Args)]
#[command(after_help = "Acts on the store as every other command does, so that a script can play a story
line by line; with --dry-run it only shows.

Examples:
  inboxctl simulate-message --contact '+52 55 1234 5678' --from contact
  inboxctl simulate-message --contact +525512345678 --from member \\
      --member ana@acme.example
  inboxctl simulate-message --contact +525512345678 --from flow \\
      --assign-team Sales --dry-run")]
pub struct Args {
    /// The contact's phone
    #[arg(long, value_name = "PHONE")]
    contact: String,
    /// Who sends it
    #[arg(long, value_enum)]
    from: From,
    /// The sender's email, with --from member
    #[arg(long, value_name = "EMAIL", required_if_eq("from", "member"))]
    member: Option<String>,
    /// An internal note, which the contact never sees; with --from member
    #[arg(long)]
    note: bool,
    /// The flow's step Assign: a member's email; give it again for more; with --from flow
    #[arg(long, value_name = "EMAIL", conflicts_with_all = ["assign_team", "end_flow"])]
    assign: Vec<String>,
    /// The flow's step Assign Team: the team's name; with --from flow
    #[arg(long, value_name = "NAME", conflicts_with = "end_flow")]
    assign_team: Option<String>,
    /// The flow ends; with --from flow
    #[arg(long)]
    end_flow: bool,
    /// Make the contact if it isn't there
    #[arg(long)]
    create_contacts: bool,
}

/// Who sends a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    Contact,
    Member,
    // An automation.
    Flow,
    // A broadcast, the API or an auto-reply.
    System,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let message = self.message()?;
        let missing = Missing::create_if(self.create_contacts);
        context.change(|inbox| inbox.message(&self.contact, &message, missing))
    }

    fn message(&self) -> Result<Message> {
        self.check_sender()?;
        Ok(match (self.from, &self.member, &self.assign_team) {
            (From::Contact, ..) => Message::Contact,
            (From::System, ..) => Message::System,
            (From::Member, Some(member), _) if self.note => Message::Note { member: email(member)? },
            (From::Member, Some(member), _) => Message::Member { member: email(member)? },
            (From::Member, None, _) => return Err(goes_with("--from member", "--member EMAIL").into()),
            (From::Flow, _, Some(team)) => Message::FlowAssignTeam { team: team_name(team)? },
            (From::Flow, _, None) if self.end_flow => Message::FlowEnd,
            (From::Flow, _, None) if self.assign.is_empty() => Message::Flow,
            (From::Flow, _, None) => Message::FlowAssign { members: emails(&self.assign)? },
        })
    }

    /// What belongs to one sender doesn't go with another.
    fn check_sender(&self) -> Result<(), Usage> {
        let given = [
            ("--member", self.member.is_some(), From::Member),
            ("--note", self.note, From::Member),
            ("--assign", !self.assign.is_empty(), From::Flow),
            ("--assign-team", self.assign_team.is_some(), From::Flow),
            ("--end-flow", self.end_flow, From::Flow),
        ];
        match given.iter().find(|(_, given, sender)| *given && *sender != self.from) {
            Some((option, _, From::Member)) => Err(goes_with(option, "--from member")),
            Some((option, ..)) => Err(goes_with(option, "--from flow")),
            None => Ok(()),
        }
    }
}

fn goes_with(option: &str, other: &str) -> Usage {
    Usage {
        message: format!("`{option}` goes with `{other}`"),
        hint: "see `inboxctl simulate-message --help`".to_owned(),
    }
}

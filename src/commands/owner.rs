//! `owner …`

use anyhow::Result;
use clap::{Args, Subcommand};

use super::{Context, Limit, Outcome, email, emails};
use crate::inbox::{Missing, OwnerFilter};

/// An owner is assigned whenever its contact starts a chat.
#[derive(Debug, Subcommand)]
#[command(after_help = "An owner is assigned whenever its contact starts a chat.

Examples:
  inboxctl owner add '+52 55 1234 5678' ana@acme.example
  inboxctl owner list --member ana@acme.example")]
pub enum Command {
    /// Make members owners of a contact
    #[command(after_help = "An open conversation stays as it is, unless you ask for it: owners count from the
contact's next chat on.

Examples:
  inboxctl owner add '+52 55 1234 5678' ana@acme.example
  inboxctl owner add +525512345678 ana@acme.example luis@acme.example \\
      --assign-open
  inboxctl owner add +525512345678 ana@acme.example --create-contacts -n")]
    Add(Add),
    /// Take owners from a contact
    #[command(after_help = "Examples:
  inboxctl owner remove +525512345678 ana@acme.example")]
    Remove(Owners),
    /// List who owns whom, why and since when
    #[command(after_help = "Examples:
  inboxctl owner list --member ana@acme.example
  inboxctl owner list --account acme --json")]
    List(List),
}

/// A contact and members.
#[derive(Debug, Args)]
pub struct Owners {
    /// The contact's phone
    contact: String,
    /// The owners' emails
    #[arg(required = true, value_name = "EMAIL")]
    members: Vec<String>,
}

/// New owners.
#[derive(Debug, Args)]
pub struct Add {
    #[command(flatten)]
    owners: Owners,
    /// Put them on the contact's open conversation too
    #[arg(long)]
    assign_open: bool,
    /// Make the contact if it isn't there
    #[arg(long)]
    create_contacts: bool,
}

/// Which ownerships.
#[derive(Debug, Args)]
pub struct List {
    /// Of this contact
    #[arg(long, value_name = "PHONE")]
    contact: Option<String>,
    /// Of this member
    #[arg(long, value_name = "EMAIL")]
    member: Option<String>,
    /// Of this account's contacts, in any case
    #[arg(long)]
    account: Option<String>,
    #[command(flatten)]
    limit: Limit,
}

impl Command {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Add(args) => args.run(context),
            Self::Remove(args) => context.change(|inbox| inbox.remove_owners(&args.contact, &emails(&args.members)?)),
            Self::List(args) => args.run(context),
        }
    }
}

impl Add {
    fn run(&self, context: &Context) -> Result<Outcome> {
        let Owners { contact, members } = &self.owners;
        let missing = Missing::create_if(self.create_contacts);
        context.change(|inbox| inbox.add_owners(contact, &emails(members)?, self.assign_open, missing))
    }
}

impl List {
    fn run(&self, context: &Context) -> Result<Outcome> {
        context.list(self.limit.limit, |reader, page| {
            let filter = OwnerFilter {
                contact: self.contact.as_deref().map(|phone| reader.contact_id(phone)).transpose()?,
                member: self.member.as_deref().map(|member| reader.member_id(&email(member)?)).transpose()?,
                account: self.account.clone(),
            };
            reader.owners(&filter, &mut |owner| page.row(owner))
        })
    }
}

//! `member …`

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use super::import::{FileArgs, Skipping};
use super::{Context, Limit, Outcome, filled, given};
use crate::formats::columns;
use crate::inbox::NewMember;
use crate::model::Field;

/// Members are named by their email, in any case.
#[derive(Debug, Subcommand)]
#[command(after_help = "Members are named by their email, in any case.

Examples:
  inboxctl member add ana@acme.example --name Ana
  inboxctl member list --active
  inboxctl member deactivate eva@acme.example --hand-over-to ana@acme.example")]
pub enum Command {
    /// Add a member
    #[command(after_help = "Examples:
  inboxctl member add ana@acme.example --name Ana")]
    Add(Add),
    /// Import members: made, changed, deactivated and brought back
    #[command(after_help = "The file has a line of headers, with `email`, and maybe `name`, `active` (yes or
no) and `external_id`. Members that are there are updated; an empty cell keeps
what is stored. Who isn't in the file stays as it is.

Examples:
  inboxctl member import members.csv --dry-run
  inboxctl member list --format csv > members.csv      (what it can read again)")]
    Import(FileArgs),
    /// List the members
    #[command(after_help = "Examples:
  inboxctl member list --active
  inboxctl member list --format csv > members.csv")]
    List(List),
    /// Show a member
    #[command(after_help = "Examples:
  inboxctl member show ana@acme.example")]
    Show(One),
    /// Change a member's email, name or external id
    #[command(after_help = "Examples:
  inboxctl member update ana@acme.example --name 'Ana García'
  inboxctl member update ana@acme.example --external-id ''      (clears it)")]
    Update(Update),
    /// Take a member out of service: off every open conversation, owners kept dormant
    #[command(after_help = "Without successors the answer lists the contacts and conversations that are left
without anybody. With successors, ownership and open conversation of a contact
go to the same successor, contact by contact in the order of their phones;
successors take turns.

Examples:
  inboxctl member deactivate eva@acme.example --dry-run
  inboxctl member deactivate eva@acme.example \\
      --hand-over-to ana@acme.example,luis@acme.example")]
    Deactivate(Deactivate),
    /// Bring a member back; its ownerships count again
    #[command(after_help = "Examples:
  inboxctl member activate eva@acme.example")]
    Activate(One),
    /// Remove a member that nothing refers to
    #[command(after_help = "Examples:
  inboxctl member remove typo@acme.example")]
    Remove(One),
}

/// A member.
#[derive(Debug, Args)]
pub struct One {
    /// The member's email
    email: String,
}

/// A new member.
#[derive(Debug, Args)]
pub struct Add {
    /// The member's email
    email: String,
    /// The name
    #[arg(long)]
    name: Option<String>,
    /// The id in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

/// Which members.
#[derive(Debug, Args)]
pub struct List {
    /// Only active ones
    #[arg(long, conflicts_with = "inactive")]
    active: bool,
    /// Only inactive ones
    #[arg(long)]
    inactive: bool,
    #[command(flatten)]
    limit: Limit,
}

/// What to change.
#[derive(Debug, Args)]
#[command(override_usage = "inboxctl member update [OPTIONS] <EMAIL>")]
#[command(group = ArgGroup::new("changes").required(true).multiple(true).args(["new_email", "name", "external_id"]))]
pub struct Update {
    /// The member's email
    email: String,
    /// A new email
    #[arg(long = "email", value_name = "EMAIL")]
    new_email: Option<String>,
    /// A new name; empty clears it
    #[arg(long)]
    name: Option<String>,
    /// A new id in another system; empty clears it
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

/// Who leaves.
#[derive(Debug, Args)]
pub struct Deactivate {
    /// The member's email
    email: String,
    /// Who takes over, in turn
    #[arg(long, value_name = "EMAIL", value_delimiter = ',')]
    hand_over_to: Vec<String>,
}

impl Command {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Add(args) => args.run(context),
            Self::Import(file) => {
                let opened = file.open(context, columns::MEMBERS)?;
                let on_error = file.on_error.into();
                file.import(context, &opened, Skipping::Allowed, |inbox, order, intake, effects| {
                    inbox.import_members(order, on_error, intake, effects)
                })
            }
            Self::List(args) => args.run(context),
            Self::Show(args) => context.show(|reader| reader.member(&reader.email(&args.email)?)),
            Self::Update(args) => args.run(context),
            Self::Deactivate(args) => {
                context.change(|inbox| inbox.deactivate(&inbox.email(&args.email)?, &inbox.emails(&args.hand_over_to)?))
            }
            Self::Activate(args) => context.change(|inbox| inbox.activate(&inbox.email(&args.email)?)),
            Self::Remove(args) => context.change(|inbox| inbox.remove_member(&inbox.email(&args.email)?)),
        }
    }
}

impl Add {
    fn run(&self, context: &Context) -> Result<Outcome> {
        context.change(|inbox| {
            inbox.add_member(&NewMember {
                email: inbox.email(&self.email)?,
                name: self.name.as_deref().and_then(filled),
                external_id: self.external_id.as_deref().and_then(filled),
            })
        })
    }
}

impl List {
    fn run(&self, context: &Context) -> Result<Outcome> {
        let active = (self.active || self.inactive).then_some(self.active);
        context.list(self.limit.limit, |reader, page| reader.members(active, &mut |member| page.row(member)))
    }
}

impl Update {
    fn run(&self, context: &Context) -> Result<Outcome> {
        let fields =
            [(Field::Email, &self.new_email), (Field::Name, &self.name), (Field::ExternalId, &self.external_id)];
        context.change(|inbox| inbox.update_member(&inbox.email(&self.email)?, given(&fields)))
    }
}

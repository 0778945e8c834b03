//! `member …`

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use super::arguments::{non_blank, set_fields};
use super::export::ExportArgs;
use super::import::ImportFileArgs;
use super::list_args::ListArgs;
use super::{Context, Outcome};
use crate::formats::columns;
use crate::inbox::{ImportKind, MemberFilter, NewMember};
use crate::model::{Field, Request, TimeAhead};

/// A member is named by email, or by name or the part before `@`, in any case and without accents, if only one
/// member has it.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl member add ana@acme.example --name Ana
  inboxctl member list --active
  inboxctl member away eva --from monday --until +2w --cover ana
  inboxctl member deactivate eva@acme.example --hand-over-to ana@acme.example")]
pub enum MemberCommand {
    /// Add a member
    #[command(after_long_help = "Examples:
  inboxctl member add ana@acme.example --name Ana")]
    Add {
        /// Email of the member
        email: String,
        /// Name
        #[arg(long)]
        name: Option<String>,
        /// Id in another system
        #[arg(long, value_name = "ID")]
        external_id: Option<String>,
    },
    /// Import members from a CSV file or workbook
    ///
    /// The file has a header line with `email` and optionally `name`, `active` and `external_id`. New members
    /// are added; existing ones are updated, deactivated or reactivated. An empty cell keeps the stored value.
    /// Members not in the file don't change.
    ///
    /// `active` is yes/no, sí/no, sim/não, true/false, 1/0, activo/inactivo, ativo/inativo, verdadero/falso or x
    /// in any case. If the column holds nothing but x and empty cells, an empty cell is a no.
    #[command(after_long_help = "Examples:
  inboxctl member import members.csv --dry-run
  inboxctl member export --output members.csv          # can be imported")]
    Import(ImportFileArgs),
    /// Export members
    ///
    /// Writes one row per member, also inactive ones. `inboxctl member import` takes it back unchanged.
    #[command(after_long_help = "Examples:
  inboxctl member export --output members.xlsx
  inboxctl member export > members.csv")]
    Export(ExportArgs),
    /// List members
    #[command(after_long_help = "Examples:
  inboxctl member list --active
  inboxctl member list --format csv > members.csv")]
    List {
        /// Only active members
        #[arg(long, conflicts_with_all = ["inactive", "away"])]
        active: bool,
        /// Only inactive members
        #[arg(long, conflicts_with = "away")]
        inactive: bool,
        /// Only members who are away
        #[arg(long)]
        away: bool,
        #[command(flatten)]
        limit: ListArgs,
    },
    /// Show a member
    #[command(after_long_help = "Examples:
  inboxctl member show ana@acme.example")]
    Show(MemberArgs),
    /// Change a member's email, name or external id
    #[command(override_usage = "inboxctl member update [OPTIONS] <MEMBER>")]
    #[command(group = ArgGroup::new("changes").required(true).multiple(true).args(["new_email", "name", "external_id"]))]
    #[command(after_long_help = "Examples:
  inboxctl member update ana@acme.example --name 'Ana García'
  inboxctl member update ana@acme.example --external-id ''      # clears it")]
    Update {
        /// Email, name, or part before `@` of the member
        member: String,
        /// New email
        #[arg(long = "email", value_name = "EMAIL")]
        new_email: Option<String>,
        /// New name; empty clears it
        #[arg(long)]
        name: Option<String>,
        /// New id in another system; empty clears it
        #[arg(long, value_name = "ID")]
        external_id: Option<String>,
    },
    /// Deactivate a member and unassign their open conversations
    ///
    /// Without successors, the member still owns its contacts, but is not assigned to them; contacts without
    /// an active owner and conversations without a member are listed. With --hand-over-to, the successors
    /// take turns: the next one takes over a contact and its open conversation, in the order of the phone
    /// numbers.
    #[command(after_long_help = "Examples:
  inboxctl member deactivate eva@acme.example --dry-run
  inboxctl member deactivate eva@acme.example \\
      --hand-over-to ana@acme.example,luis@acme.example")]
    Deactivate {
        /// Email, name, or part before `@` of the member
        member: String,
        /// Members who take over in turn, comma-separated
        #[arg(long, value_name = "MEMBER", value_delimiter = ',')]
        hand_over_to: Vec<String>,
    },
    /// Record when a member is away, and who covers
    ///
    /// While away, a member is not assigned automatically: of the substitutes, the first who is active and not away
    /// is assigned to new conversations instead. Teams skip the member in the rotation. The member still owns its
    /// contacts and keeps its open conversations, unless --hand-over-open gives them to the substitutes, in turn.
    ///
    /// A date or weekday in --until includes that day; spans such as +2w count from --from.
    #[command(after_long_help = "Examples:
  inboxctl member away eva --from monday --until +2w --cover ana,luis
  inboxctl member away eva@acme.example --until friday \\
      --cover ana@acme.example --hand-over-open --dry-run
  inboxctl member list --away")]
    Away {
        /// Email, name, or part before `@` of the member
        member: String,
        /// When the absence ends, e.g. +2w, friday, 2026-01-31
        #[arg(long, value_name = "TIME")]
        until: TimeAhead,
        /// When the absence begins [default: now]
        #[arg(id = "from_time", long = "from", value_name = "TIME")]
        from: Option<TimeAhead>,
        /// Substitutes, comma-separated
        #[arg(long, value_name = "MEMBER", value_delimiter = ',')]
        cover: Vec<String>,
        /// Hand over open conversations right now
        ///
        /// The substitutes take turns, also if the absence begins later. `inboxctl member back` does not reverse it.
        #[arg(long, requires = "cover")]
        hand_over_open: bool,
    },
    /// End a member's absence
    ///
    /// Ends the present absence now, and removes one that would follow without a break. With --from, removes the
    /// planned absence that begins then. For a member who is not away, nothing changes.
    #[command(after_long_help = "Examples:
  inboxctl member back eva@acme.example
  inboxctl member back eva@acme.example --from 2026-01-31")]
    Back {
        /// Email, name, or part before `@` of the member
        member: String,
        /// Remove the planned absence that begins then
        #[arg(id = "from_time", long = "from", value_name = "TIME")]
        from: Option<TimeAhead>,
    },
    /// List absences: past, present and planned
    #[command(after_long_help = "Examples:
  inboxctl member absences
  inboxctl member absences eva@acme.example --json")]
    Absences {
        /// Email, name, or part before `@` of the member
        member: Option<String>,
        #[command(flatten)]
        limit: ListArgs,
    },
    /// Reactivate a member; ownerships count again
    #[command(after_long_help = "Examples:
  inboxctl member activate eva@acme.example")]
    Activate(MemberArgs),
    /// Remove a member that owns, is assigned to and belongs to nothing
    #[command(after_long_help = "Examples:
  inboxctl member remove typo@acme.example")]
    Remove(MemberArgs),
}

#[derive(Debug, Args)]
pub struct MemberArgs {
    /// Email, name, or part before `@` of the member
    member: String,
}

impl MemberCommand {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Add { email, name, external_id } => {
                let outcome = context.change(|inbox| {
                    inbox.add_member(&NewMember {
                        email: inbox.email(email)?,
                        name: name.as_deref().and_then(non_blank),
                        external_id: external_id.as_deref().and_then(non_blank),
                    })
                })?;
                context.warn_of_lookalikes(name.as_deref());
                Ok(outcome)
            }
            Self::Import(file) => file.import_directory(context, columns::MEMBERS, ImportKind::Members(file.on_error)),
            Self::Export(args) => args.run(context, |reader, write| reader.members(MemberFilter::All, write).map(drop)),
            Self::List { active, inactive, away, limit } => {
                let filters =
                    [(active, MemberFilter::Active), (inactive, MemberFilter::Inactive), (away, MemberFilter::Away)];
                let filter = filters.iter().find(|(is_given, _)| **is_given).map_or(MemberFilter::All, |(_, it)| *it);
                context.list(limit, |reader, page| reader.members(filter, &mut |member| page.row(&member)))
            }
            Self::Away { member, until, from, cover, hand_over_open } => {
                let from = context.beginning(from.as_ref())?;
                let until = context.ending(until, from)?;
                let (member, cover, hand_over_open) = (member.clone(), cover.clone(), *hand_over_open);
                context.request(None, &Request::Away { member, from, until, cover, hand_over_open })
            }
            Self::Back { member, from } => {
                let (member, from) = (member.clone(), context.beginning(from.as_ref())?);
                context.request(None, &Request::Back { member, from })
            }
            Self::Absences { member, limit } => context
                .list(limit, |reader, page| reader.absences(member.as_deref(), &mut |absence| page.row(&absence))),
            Self::Show(args) => context.show(|reader| reader.member(&args.member)),
            Self::Update { member, new_email, name, external_id } => {
                let fields = [(Field::Email, new_email), (Field::Name, name), (Field::ExternalId, external_id)];
                context.change(|inbox| inbox.update_member(&inbox.named_member(member)?, set_fields(&fields)))
            }
            Self::Deactivate { member, hand_over_to } => {
                let (member, successors) = (member.clone(), hand_over_to.clone());
                context.request(None, &Request::Deactivate { member, successors })
            }
            Self::Activate(args) => context.request(None, &Request::Activate { member: args.member.clone() }),
            Self::Remove(args) => context.request(None, &Request::RemoveMember { member: args.member.clone() }),
        }
    }
}

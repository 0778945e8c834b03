//! `owner …`

use std::path::Path;
use std::str::FromStr;

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand, ValueEnum};

use super::import::{FileArgs, OnErrorName, Reading, Skipping, usage};
use super::phones::PhoneArgs;
use super::{Context, Limit, Outcome, Usage, number};
use crate::formats::columns;
use crate::inbox::{Mapping, MatchOwner, Missing, Mode, OnError, OwnerFilter, Removals, WithoutPhone};
use crate::intake::File;
use crate::model::Owned;

/// An owner is assigned whenever its contact starts a chat.
#[derive(Debug, Subcommand)]
#[command(after_help = "An owner is assigned whenever its contact starts a chat.

Examples:
  inboxctl owner add '+52 55 1234 5678' ana@acme.example
  inboxctl owner list --member ana@acme.example")]
pub enum Command {
    /// Make members owners of a contact
    #[command(after_help = "An open conversation stays as it is, unless you ask for it: owners count from
the contact's next chat on.

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
    /// Import a key-account mapping: which contacts belong to which owners
    #[command(after_help = IMPORT_HELP)]
    Import(Import),
    /// Move a member's ownerships to others, who take turns; the member stays
    #[command(after_help = "Contact by contact, in the order of their phones; open conversations stay as
they are. To hand over everything of somebody who leaves, see
`inboxctl member deactivate --hand-over-to`.

Examples:
  inboxctl owner transfer --from eva@acme.example \\
      --to ana@acme.example,luis@acme.example --dry-run
  inboxctl owner transfer --from eva@acme.example --to ana@acme.example \\
      --account 'Acme Norte'")]
    Transfer(Transfer),
    /// Write who owns whom as CSV, for `owner import` to read again
    #[command(after_help = "One row a contact that has owners, with all that is known of it. `inboxctl owner
import FILE --mode sync --allow-inactive` takes it back unchanged.

Examples:
  inboxctl owner export > accounts.csv")]
    Export,
    /// List who owns whom, why and since when
    #[command(after_help = "Examples:
  inboxctl owner list --member ana@acme.example
  inboxctl owner list --account acme --json")]
    List(List),
}

const IMPORT_HELP: &str = "\
The file has a line of headers, with `phone` or `account` or both, and `owner`
(emails, several separated by `;` `,` or `|`). first_name, last_name, email,
account and external_id are set on the contact; an empty cell keeps what is
stored. Several rows for one contact add up.

Phones are read in any spelling: with `+` or `00`, as WhatsApp's addresses
(`…@c.us`, `wa.me/…`), or as bare digits, if these can mean one number only.

Nothing is written if any row is faulty, unless you say `--on-error skip`. The
same file again changes nothing. One import is one change, and can be undone.

Examples:
  inboxctl owner import accounts.csv --dry-run
  inboxctl owner import crm.csv --column phone='Teléfono celular' \\
      --match-owner name --encoding windows-1252
  inboxctl owner import accounts.csv --mode sync --keep first-responder \\
      --max-removals 2%
  inboxctl owner import accounts.csv --on-error skip --rejects bad.csv";

/// A key-account mapping.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    file: FileArgs,
    /// What becomes of owners whom the file doesn't name: they stay; those of its contacts go; those of
    /// all contacts go
    #[arg(long, value_enum, default_value = "add")]
    mode: ModeName,
    #[command(flatten)]
    taking: Taking,
    #[command(flatten)]
    phones: PhoneArgs,
    /// Take away exactly so many ownerships, where a dry run has said so
    #[arg(long, value_name = "COUNT", value_parser = number::count::<u64>, conflicts_with = "max_removals")]
    confirm: Option<u64>,
    /// Take away at most so many ownerships, or so many of a hundred
    #[arg(long, value_name = "N|N%")]
    max_removals: Option<Most>,
}

/// What is taken from a key-account mapping, be it imported or only tried.
#[derive(Debug, Args)]
pub(super) struct Taking {
    /// What the file calls owners by
    #[arg(long, value_enum, default_value = "email", value_name = "KEY")]
    match_owner: MatchName,
    /// The owner of all contacts, for a file without an owner column
    #[arg(long, value_name = "EMAIL")]
    owner: Option<String>,
    /// Reject contacts that aren't there
    #[arg(long)]
    existing_only: bool,
    /// Make members that aren't there
    #[arg(long)]
    create_members: bool,
    /// Let inactive members become owners, for restoring an export
    #[arg(long)]
    allow_inactive: bool,
    /// Leave ownerships with these reasons alone
    #[arg(long, value_name = "REASON", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(REASONS).try_map(|reason| reason.parse::<Owned>()))]
    keep: Vec<Owned>,
}

const REASONS: [&str; 4] = ["manual", "import", "first-responder", "handed-over"];

/// Whose ownerships go to whom.
#[derive(Debug, Args)]
pub struct Transfer {
    /// Whose ownerships
    #[arg(long, value_name = "EMAIL")]
    from: String,
    /// Who takes over, in turn
    #[arg(long, value_name = "EMAIL", value_delimiter = ',', required = true)]
    to: Vec<String>,
    /// Only of this account's contacts, in any case
    #[arg(long)]
    account: Option<String>,
}

/// What becomes of owners whom the file doesn't name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ModeName {
    Add,
    Replace,
    Sync,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Add => Self::Add,
            ModeName::Replace => Self::Replace,
            ModeName::Sync => Self::Sync,
        }
    }
}

/// What the file calls owners by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MatchName {
    Email,
    Name,
    ExternalId,
}

/// At most so many.
#[derive(Debug, Clone, Copy)]
struct Most(Removals);

impl FromStr for Most {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let most = match text.strip_suffix('%') {
            Some(share) => share.parse().ok().filter(|share| (0.0..=100.0).contains(share)).map(Removals::Percent),
            None => text.parse().ok().map(Removals::AtMost),
        };
        most.map(Self).ok_or_else(|| "it takes a number, or a share such as 2%".to_owned())
    }
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
            Self::Remove(args) => {
                context.change(|inbox| inbox.remove_owners(&args.contact, &inbox.emails(&args.members)?))
            }
            Self::Import(args) => args.run(context),
            Self::Transfer(args) => args.run(context),
            Self::Export => {
                let mut export = context.ui.export();
                context.read(|reader| reader.export_owners(&mut |mapped| export.row(&mapped)))?;
                export.finish()?;
                Ok(Outcome::Done)
            }
            Self::List(args) => args.run(context),
        }
    }
}

impl Add {
    fn run(&self, context: &Context) -> Result<Outcome> {
        let Owners { contact, members } = &self.owners;
        let missing = Missing::create_if(self.create_contacts);
        context.change(|inbox| inbox.add_owners(contact, &inbox.emails(members)?, self.assign_open, missing))
    }
}

impl Import {
    fn run(&self, context: &Context) -> Result<Outcome> {
        if self.mode == ModeName::Sync && self.file.on_error == OnErrorName::Skip {
            let hint = "correct the file, or use `--mode replace`";
            return Err(usage("`--mode sync` can't skip rows: a faulty file is not the truth", hint).into());
        }
        let file = self.taking.open(context, &self.file.file, &self.file.reading)?;
        let mapping = Mapping {
            on_error: self.file.on_error.into(),
            without_phone: self.phones.without_phone(),
            ..self.taking.mapping(self.mode, self.removals())
        };
        let skipping = if self.mode == ModeName::Sync { Skipping::Refused } else { Skipping::Allowed };
        self.file.import(context, &file, skipping, |inbox, order, intake, effects| {
            inbox.import_owners(&self.phones.order(order), &mapping, intake, effects)
        })
    }

    fn removals(&self) -> Removals {
        let most = self.max_removals.map(|most| most.0);
        most.or(self.confirm.map(Removals::Confirmed)).unwrap_or(Removals::Few)
    }
}

impl Taking {
    /// Opens a file with a mapping: by phone, or by account alone; with the owners in a column, or with
    /// one for all.
    pub(super) fn open(&self, context: &Context, path: &Path, reading: &Reading) -> Result<File> {
        self.check()?;
        let one = self.owner.is_some();
        let mut file = reading.open(context, path, if one { columns::OWNERS_OF_ONE } else { columns::OWNERS })?;
        if !file.has("phone")? {
            file = file.with_columns(if one { columns::ACCOUNTS_OF_ONE } else { columns::ACCOUNTS })?;
        }
        if one && file.has("owner")? {
            let message = "`--owner` is for a file without an owner column, and this one has one";
            return Err(usage(message, "leave `--owner` away").into());
        }
        Ok(file)
    }

    fn check(&self) -> Result<(), Usage> {
        if self.create_members && self.match_owner != MatchName::Email {
            let hint = "import the members first, with `inboxctl member import`";
            return Err(usage("`--create-members` needs the owners' emails: `--match-owner email`", hint));
        }
        Ok(())
    }

    /// What is taken, and how; nothing if a row is faulty.
    pub(super) fn mapping(&self, mode: ModeName, removals: Removals) -> Mapping {
        Mapping {
            mode: mode.into(),
            match_owner: match self.match_owner {
                MatchName::Email => MatchOwner::Email,
                MatchName::Name => MatchOwner::Name,
                MatchName::ExternalId => MatchOwner::ExternalId,
            },
            owner: self.owner.clone(),
            existing_only: self.existing_only,
            create_members: self.create_members,
            allow_inactive: self.allow_inactive,
            without_phone: WithoutPhone::Reject,
            on_error: OnError::Abort,
            keep: self.keep.clone(),
            removals,
        }
    }
}

impl Transfer {
    fn run(&self, context: &Context) -> Result<Outcome> {
        context.change(|inbox| {
            let (from, to) = (inbox.email(&self.from)?, inbox.emails(&self.to)?);
            inbox.transfer_owners(&from, &to, self.account.as_deref())
        })
    }
}

impl List {
    fn run(&self, context: &Context) -> Result<Outcome> {
        context.list(self.limit.limit, |reader, page| {
            let filter = OwnerFilter {
                contact: self.contact.as_deref().map(|phone| reader.contact_id(phone)).transpose()?,
                member: self.member.as_deref().map(|member| reader.member_id(&reader.email(member)?)).transpose()?,
                account: self.account.clone(),
            };
            reader.owners(&filter, &mut |owner| page.row(owner))
        })
    }
}

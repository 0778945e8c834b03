//! `owner …`

use std::cell::Cell;
use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::arguments::{codes, count};
use super::export::ExportArgs;
use super::import::{FileFormatArgs, ImportFileArgs};
use super::list_args::ListArgs;
use super::phones::{PhoneArgs, with_phones};
use super::portfolio::{DISTRIBUTE_EXAMPLES, DistributeArgs, REBALANCE_EXAMPLES, RebalanceArgs};
use super::report_file::Reports;
use super::targets::{STDIN, SkipRefusedArgs, Targets};
use super::{Context, Outcome, Usage};
use crate::formats::profile::Profile;
use crate::inbox::{
    self, ImportKind, ImportMode, InboxReader, OWNER_ORDER, OnError, OnMissingContact, OwnerFilter, OwnerGrouping,
    OwnerImportOptions, RemovalLimit,
};
use crate::input::{ImportFile, has_two_owners, open_owners, owner_import};
use crate::model::{
    CONTACT_FIELDS, MatchOwner, OptionalErrors, OwnerAlias, OwnerReason, Phone, Request, RowOrder, UnknownOwner,
};
use crate::output::{Exported as _, MappedContact};

/// Owners are assigned whenever their contact starts a conversation.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl owner add '+52 55 1234 5678' ana@acme.example
  inboxctl owner list --member ana@acme.example")]
pub enum OwnerCommand {
    /// Add owners to contacts
    ///
    /// Owners are assigned from the contact's next conversation on; with --assign-open, also to the open
    /// one. Several contacts are one change. If it is refused for one, nothing changes, unless --skip-refused
    /// changes the others.
    #[command(after_long_help = "Examples:
  inboxctl owner add '+52 55 1234 5678' ana@acme.example
  inboxctl owner add +525512345678 ana@acme.example luis@acme.example \\
      --assign-open
  inboxctl owner add +525512345678 ana@acme.example --create-contacts -n
  inboxctl contact list --unowned --ids | \\
      inboxctl owner add - --member ana@acme.example")]
    Add {
        #[command(flatten)]
        owners: OwnersArgs,
        /// Also assign them to the contact's open conversation
        #[arg(long)]
        assign_open: bool,
        /// Create the contact if it does not exist
        #[arg(long)]
        create_contacts: bool,
        /// Pin them: only a person removes them
        #[arg(long)]
        pin: bool,
    },
    /// Set the owners of contacts
    ///
    /// The contacts have exactly these owners afterwards. Those who stay keep their reason and time. Owners are
    /// assigned from the contact's next conversation on. Several contacts are one change. If it is refused for
    /// one, nothing changes, unless --skip-refused changes the others.
    #[command(after_long_help = "Examples:
  inboxctl owner set +525512345678 ana@acme.example luis@acme.example
  inboxctl owner set +525512345678          # no owner
  inboxctl contact list --account acme --ids | \\
      inboxctl owner set - --member ana@acme.example --dry-run
  inboxctl owner set +525512345678 +525587654321 --no-owners")]
    Set(SetOwnersArgs),
    /// Remove owners from contacts
    ///
    /// Several contacts are one change. If it is refused for one, nothing changes, unless --skip-refused
    /// changes the others.
    #[command(after_long_help = "Examples:
  inboxctl owner remove +525512345678 ana@acme.example
  inboxctl owner list --account acme --ids | \\
      inboxctl owner remove - --member ana@acme.example")]
    Remove(OwnersArgs),
    /// Pin owners of contacts, so that only a person removes them
    ///
    /// A pinned owner is not removed by an import, a transfer, a handover, a distribution or a rebalance, which
    /// report it (`pinned`). `inboxctl owner remove` and `owner set` remove it, and the pin with it. Several contacts
    /// are one change.
    #[command(after_long_help = "Examples:
  inboxctl owner pin +525512345678 ana@acme.example
  inboxctl contact list --account acme --ids | \\
      inboxctl owner pin - --member ana@acme.example
  inboxctl owner list --pinned")]
    Pin(OwnersArgs),
    /// Unpin owners of contacts
    ///
    /// They remain owners. Several contacts are one change.
    #[command(after_long_help = "Examples:
  inboxctl owner unpin +525512345678 ana@acme.example
  inboxctl owner list --pinned --ids | inboxctl owner unpin - --member ana")]
    Unpin(OwnersArgs),
    /// Import owners of contacts from a CSV file or workbook (key-account mapping)
    #[command(long_about = about_import(), after_long_help = IMPORT_EXAMPLES)]
    Import(OwnerImportArgs),
    /// Transfer a member's contacts to other members
    ///
    /// The new owners take turns, in the order of the contacts' phone numbers. The present owner may be among them,
    /// and keeps the contacts of that turn. Open conversations are not reassigned. For a member who leaves, use `inboxctl member deactivate --hand-over-to`.
    #[command(after_long_help = "Examples:
  inboxctl owner transfer --from eva@acme.example \\
      --to ana@acme.example,luis@acme.example --dry-run
  inboxctl owner transfer --from eva --to eva,luis       # half of them
  inboxctl owner transfer --from eva@acme.example --to ana@acme.example \\
      --account 'Acme Norte' --limit 20")]
    Transfer {
        /// Present owner
        #[arg(long, value_name = "MEMBER")]
        from: String,
        /// Members who take over in turn, comma-separated
        #[arg(long, value_name = "MEMBER", value_delimiter = ',', required = true)]
        to: Vec<String>,
        /// Only contacts of this account, in any case
        #[arg(long)]
        account: Option<String>,
        /// Move at most N contacts
        #[arg(long, value_name = "N", value_parser = count::<u64>)]
        limit: Option<u64>,
    },
    /// Distribute contacts over members
    ///
    /// Contacts without an active owner, or all of one member's with --from, get one owner each: in the order of
    /// their phone numbers, the member whose contacts divided by the weight are then fewest. Open conversations are
    /// not reassigned.
    #[command(after_long_help = DISTRIBUTE_EXAMPLES)]
    Distribute(DistributeArgs),
    /// Rebalance contacts between members
    ///
    /// Evens out the members' numbers of contacts with the fewest moves: first of contacts without an open
    /// conversation, then of the latest ownerships. Contacts that two of the members own, and pinned ones, stay. Open
    /// conversations are not reassigned.
    #[command(after_long_help = REBALANCE_EXAMPLES)]
    Rebalance(RebalanceArgs),
    /// Export contacts with their owners
    ///
    /// Writes one row per contact that has owners, with its details. To restore the owners, import the file
    /// with `inboxctl owner import FILE --mode sync --allow-inactive`. For all contacts, without owners, use
    /// `inboxctl contact export`.
    #[command(after_long_help = "Examples:
  inboxctl owner export --output accounts.xlsx
  inboxctl owner export --for excel --delimiter ';' > accounts.csv")]
    Export(ExportArgs),
    /// List contact owners
    #[command(after_long_help = "Examples:
  inboxctl owner list --member ana@acme.example
  inboxctl owner list --account acme --json
  inboxctl owner list --reason first-responder
  inboxctl owner list --by member")]
    List {
        #[command(flatten)]
        filter: OwnerFilterArgs,
        /// Count owned contacts by member or by account
        #[arg(long, value_name = "KEY", value_parser = codes::<OwnerGrouping>())]
        by: Option<OwnerGrouping>,
        #[command(flatten)]
        limit: ListArgs,
    },
}

fn about_import() -> String {
    let columns = CONTACT_FIELDS.map(|field| format!("`{}`", field.key()));
    let [columns @ .., last] = &columns;
    format!(
        "Import owners of contacts from a CSV file or workbook (key-account mapping)

The file has a header line with `phone` or `account` or both, and `owner`: emails, several separated by `;`, `,` or \
         `|`. The columns {} and {last} update the contact; an empty cell keeps the stored value. Rows of the same \
         contact add up. The headers of common CRMs are known: `inboxctl help imports` lists them.

Of an Excel workbook (.xlsx) the first visible sheet with known headers is read, or that of --sheet. Errors name \
         cells: `accounts.xlsx:Sheet1!C12`.

Phone numbers are read in any spelling: with `+` or `00`, as WhatsApp addresses (`…@c.us`, `wa.me/…`), or as digits \
         that have only one valid reading.

Nothing is imported if any row is invalid, unless --on-error skip is given. Importing the same file again changes \
         nothing. An import is one change, which can be undone.",
        columns.join(", ")
    )
}

const IMPORT_EXAMPLES: &str = "Examples:
  inboxctl owner import accounts.csv --dry-run
  inboxctl owner import crm.csv --column phone='Teléfono celular' \\
      --match-owner name --encoding windows-1252
  inboxctl owner import accounts.csv --mode sync --keep first-responder \\
      --max-removals 2%
  inboxctl owner import accounts.csv --on-error skip --rejects bad.csv";

#[derive(Debug, Args)]
pub struct OwnerImportArgs {
    #[command(flatten)]
    file: ImportFileArgs,
    /// `add` (default), `replace` or `sync` owners
    ///
    /// How to treat owners not listed in the file: `add` keeps them, `replace` removes them from contacts in the file, `sync` removes them from all
    /// contacts.
    #[arg(long, default_value = "add", value_parser = codes::<ImportMode>())]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    mode: ImportMode,
    #[command(flatten)]
    mapping: MappingArgs,
    #[command(flatten)]
    phones: PhoneArgs,
    /// Confirm removing exactly COUNT owners
    #[arg(long, value_name = "COUNT", value_parser = count::<u64>, conflicts_with = "max_removals")]
    confirm: Option<u64>,
    /// Remove at most N owners, or N % of them
    ///
    /// Without it, removing many owners must be confirmed with --confirm.
    #[arg(long, value_name = "N|N%", value_parser = removal_limit)]
    max_removals: Option<RemovalLimit>,
}

#[derive(Debug, Args)]
pub(super) struct MappingArgs {
    /// Owners by `email`, `name` or `external-id`
    ///
    /// What the file identifies owners by: `email` by default.
    #[arg(long, value_name = "KEY", value_parser = codes::<MatchOwner>(), hide_possible_values = true)]
    match_owner: Option<MatchOwner>,
    /// Owner of all contacts, instead of a column
    #[arg(long, value_name = "MEMBER")]
    owner: Option<String>,
    /// Treat a text as a member, or as `none`
    ///
    /// For example `--alias 'Ana (sales)=ana@acme.example'`, or `--alias N/A=none` for no owner.
    /// The text is matched in any case, before names and emails. Can be repeated.
    #[arg(long = "alias", value_name = "TEXT=MEMBER")]
    aliases: Vec<OwnerAlias>,
    /// `reject` (default), `ignore`, or a member
    ///
    /// What to do with unknown owners: `reject` rejects their rows, `ignore` imports the rows without them, and a
    /// member owns the contacts instead. With `ignore`, a contact with such an owner in the file loses no owner.
    #[arg(long, value_name = "WHAT")]
    unknown_owner: Option<UnknownOwner>,
    /// `reject` (default) or `drop` invalid cells
    ///
    /// For cells that a row does not need, such as the contact's email: `reject` rejects the row, `drop` keeps the
    /// stored value, with a warning.
    #[arg(long, value_name = "WHAT", value_parser = codes::<OptionalErrors>(), hide_possible_values = true)]
    optional_errors: Option<OptionalErrors>,
    /// Reject rows for unknown contacts
    #[arg(long)]
    existing_only: bool,
    /// Create unknown owners as members
    #[arg(long)]
    create_members: bool,
    /// Accept inactive members as owners
    ///
    /// For example, to restore an export.
    #[arg(long)]
    allow_inactive: bool,
    /// Keep owners with these reasons
    ///
    /// Several are separated by commas: `manual`, `import`, `first-responder`, `handed-over`.
    #[arg(long, value_name = "REASON", value_delimiter = ',', value_parser = codes::<OwnerReason>())]
    #[arg(hide_possible_values = true)]
    keep: Vec<OwnerReason>,
}

fn removal_limit(text: &str) -> Result<RemovalLimit, String> {
    let most = match text.strip_suffix('%') {
        Some(share) => share.parse().ok().filter(|share| (0.0..=100.0).contains(share)).map(RemovalLimit::Percent),
        None => text.parse().ok().map(RemovalLimit::AtMost),
    };
    most.ok_or_else(|| "expected a number or a percentage, e.g. 10 or 2%".to_owned())
}

/// Which ownerships to list.
#[derive(Debug, Args)]
pub struct OwnerFilterArgs {
    /// Only this contact's owners
    #[arg(long, value_name = "PHONE")]
    contact: Option<String>,
    /// Only contacts owned by this member
    #[arg(long, value_name = "MEMBER")]
    member: Option<String>,
    /// Only contacts of this account, in any case
    #[arg(long)]
    account: Option<String>,
    /// Only owners with this reason
    #[arg(long, value_parser = codes::<OwnerReason>())]
    reason: Option<OwnerReason>,
    /// Only pinned owners
    #[arg(long)]
    pinned: bool,
}

#[derive(Debug, Args)]
pub struct OwnersArgs {
    /// Phone number of the contact, or `external-id:ID`; with --member, - reads a list from stdin
    contact: String,
    /// Members who own the contact: emails, names, or parts before `@`; with --member, more contacts
    #[arg(required_unless_present = "owners", value_name = "MEMBER")]
    members: Vec<String>,
    /// Owners, comma-separated (can be repeated); every argument is then a contact
    #[arg(id = "owners", long = "member", value_name = "MEMBER", value_delimiter = ',')]
    named: Vec<String>,
    #[command(flatten)]
    skip: SkipRefusedArgs,
}

#[derive(Debug, Args)]
pub struct SetOwnersArgs {
    /// Phone number of the contact, or `external-id:ID`; with --member or --no-owners, - reads a list from stdin
    contact: String,
    /// Members who own the contact, none for no owner; with --member or --no-owners, more contacts
    #[arg(value_name = "MEMBER")]
    members: Vec<String>,
    /// Owners, comma-separated (can be repeated); every argument is then a contact
    #[arg(id = "owners", long = "member", value_name = "MEMBER", value_delimiter = ',')]
    named: Vec<String>,
    /// Remove all owners; every argument is then a contact
    #[arg(long, conflicts_with = "owners")]
    no_owners: bool,
    /// Create the contact if it does not exist
    #[arg(long)]
    create_contacts: bool,
    #[command(flatten)]
    skip: SkipRefusedArgs,
}

impl OwnerCommand {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Add { owners, assign_open, create_contacts, pin } => {
                let missing = OnMissingContact::create_if(*create_contacts);
                let (assign_open, pin) = (*assign_open, *pin);
                owners.request(context, missing, |members| Request::AddOwners { members, assign_open, pin })
            }
            Self::Set(args) => args.request(context),
            Self::Remove(args) => {
                args.request(context, OnMissingContact::Fail, |members| Request::RemoveOwners { members })
            }
            Self::Pin(args) => args.request(context, OnMissingContact::Fail, |members| Request::PinOwners { members }),
            Self::Unpin(args) => {
                args.request(context, OnMissingContact::Fail, |members| Request::UnpinOwners { members })
            }
            Self::Import(args) => args.run(context),
            Self::Transfer { from, to, account, limit } => {
                let (member, successors, account, limit) = (from.clone(), to.clone(), account.clone(), *limit);
                context.request(None, &Request::TransferOwners { member, successors, account, limit })
            }
            Self::Distribute(args) => args.run(context),
            Self::Rebalance(args) => args.run(context),
            Self::Export(args) => export(context, args),
            Self::List { filter, by, limit } => filter.list(context, *by, limit),
        }
    }
}

/// Exports contacts with their owners, and with the pinned ones if there are any.
fn export(context: &Context, args: &ExportArgs) -> Result<Outcome> {
    let has_pinned = Cell::new(false);
    let columns = |reader: &mut InboxReader<'_>| {
        has_pinned.set(reader.has_pinned_owners()?);
        let pinned = has_pinned.get().then_some(MappedContact::PINNED);
        Ok(MappedContact::columns().into_iter().chain(pinned).collect())
    };
    args.run_with(context, columns, |reader, write| {
        reader.export_owners(&mut |(contact, pinned)| {
            write(MappedContact { contact, pinned: has_pinned.get().then_some(pinned) })
        })
    })
}

impl OwnerFilterArgs {
    fn list(&self, context: &Context, by: Option<OwnerGrouping>, limit: &ListArgs) -> Result<Outcome> {
        match by {
            None => context.list(limit, |reader, page| {
                let filter = OwnerFilter { order: page.take_order(OWNER_ORDER), ..self.filter(reader)? };
                reader.owners(&filter, &mut |owner| page.row(&owner))
            }),
            Some(OwnerGrouping::Member) => context.list(limit, |reader, page| {
                let filter = self.filter(reader)?;
                reader.owners_by_member(&filter, &mut |member| page.row(&member))
            }),
            Some(OwnerGrouping::Account) => context.list(limit, |reader, page| {
                let filter = self.filter(reader)?;
                reader.owners_by_account(&filter, &mut |account| page.row(&account))
            }),
        }
    }

    fn filter(&self, reader: &mut InboxReader<'_>) -> inbox::Result<OwnerFilter> {
        Ok(OwnerFilter {
            contact: self.contact.as_deref().map(|phone| reader.contact_id(phone)).transpose()?,
            member: self.member.as_deref().map(|member| reader.member_id(member)).transpose()?,
            account: reader.account(self.account.as_deref())?,
            reason: self.reason,
            pinned: self.pinned,
            order: RowOrder::default(),
        })
    }
}

impl OwnersArgs {
    /// Makes a request of one contact, or with `--member` of each.
    fn request(
        &self,
        context: &Context,
        missing: OnMissingContact,
        request: impl FnOnce(Vec<String>) -> Request<String, String>,
    ) -> Result<Outcome> {
        let (contacts, members) = if self.named.is_empty() {
            let members = one_contact(&self.contact, &self.members);
            let hint = "name the owners with `--member MEMBER`";
            let members = members.ok_or_else(|| Usage::new("a list of contacts requires `--member`", hint))?;
            (vec![self.contact.clone()], members)
        } else {
            (several_contacts(&self.contact, &self.members), self.named.as_slice())
        };
        let contacts = Targets::contacts(&contacts)?;
        context.request_each(&contacts, self.skip.on_refused(), missing, &request(members.to_vec()))
    }
}

impl SetOwnersArgs {
    fn request(&self, context: &Context) -> Result<Outcome> {
        let (contacts, members) = if self.named.is_empty() && !self.no_owners {
            (vec![self.contact.clone()], self.members_of_one()?)
        } else {
            (several_contacts(&self.contact, &self.members), self.named.as_slice())
        };
        let (contacts, members) = (Targets::contacts(&contacts)?, members.to_vec());
        let missing = OnMissingContact::create_if(self.create_contacts);
        context.request_each(&contacts, self.skip.on_refused(), missing, &Request::SetOwners { members })
    }

    /// A second contact would stand for a member, and a list would leave its contacts without owners.
    fn members_of_one(&self) -> Result<&[String], Usage> {
        let is_contact = |word: &String| Phone::is_meant(word) || word.starts_with(inbox::EXTERNAL_ID);
        let has_more = is_contact(&self.contact) && self.members.iter().any(is_contact);
        one_contact(&self.contact, &self.members).filter(|_| !has_more).ok_or_else(|| {
            let hint = "name the owners with `--member MEMBER`, or pass `--no-owners`";
            Usage::new("several contacts require `--member` or `--no-owners`", hint)
        })
    }
}

/// The members after the one contact of a command; none with a list, whose length is unknown.
fn one_contact<'w>(contact: &str, members: &'w [String]) -> Option<&'w [String]> {
    (contact != STDIN && members.iter().all(|member| member != STDIN)).then_some(members)
}

/// The contacts of a command that names the members by an option.
fn several_contacts(contact: &str, others: &[String]) -> Vec<String> {
    [contact].into_iter().chain(others.iter().map(String::as_str)).map(str::to_owned).collect()
}

impl OwnerImportArgs {
    fn run(&self, context: &Context) -> Result<Outcome> {
        if self.mode == ImportMode::Sync && self.file.on_error == OnError::Skip {
            let hint = "fix the rows, or use `--mode replace`";
            return Err(Usage::new("`--mode sync` can't be used with `--on-error skip`", hint).into());
        }
        self.file.reported(context, |reports| self.import(context, reports))
    }

    fn import(&self, context: &Context, reports: &mut Option<Reports>) -> Result<Outcome> {
        let typed = self.phones.typed().over(self.mapping.typed());
        let profile = self.file.format.profile(context, &[&self.file.file], typed)?;
        let file = self.mapping.open(context, &self.file.file, &profile)?;
        self.file.format.save(context, profile.clone(), &file)?;
        let mapping = OwnerImportOptions {
            mode: self.mode,
            on_error: self.file.on_error,
            removals: self.removals(),
            ..self.mapping.import(&profile)
        };
        let options = with_phones(&profile, &context.change_options());
        self.file.import((context, reports), &file, ImportKind::Owners(&mapping), &options)
    }

    fn removals(&self) -> RemovalLimit {
        self.max_removals.or(self.confirm.map(RemovalLimit::Exactly)).unwrap_or(RemovalLimit::Default)
    }
}

impl MappingArgs {
    pub(super) fn typed(&self) -> Profile {
        Profile {
            match_owner: self.match_owner,
            owner: self.owner.clone(),
            aliases: self.aliases.clone(),
            unknown_owner: self.unknown_owner.clone(),
            optional_errors: self.optional_errors,
            ..Profile::default()
        }
    }

    pub(super) fn open(&self, context: &Context, path: &Path, profile: &Profile) -> Result<ImportFile> {
        if self.create_members && profile.match_owner.is_some_and(|by| by != MatchOwner::Email) {
            let hint = "import the members first with `inboxctl member import`";
            return Err(Usage::new("`--create-members` requires `--match-owner email`", hint).into());
        }
        let file = open_owners(profile, |columns| FileFormatArgs::open(context, profile, path, columns))?;
        if has_two_owners(profile, &file)? {
            let message = "`--owner` can't be used with a file that has an owner column";
            return Err(Usage::new(message, "remove `--owner`").into());
        }
        Ok(file)
    }

    /// Returns the options of an import that adds owners and stops at invalid rows.
    pub(super) fn import(&self, profile: &Profile) -> OwnerImportOptions {
        OwnerImportOptions {
            existing_only: self.existing_only,
            create_members: self.create_members,
            allow_inactive: self.allow_inactive,
            keep: self.keep.clone(),
            ..owner_import(profile)
        }
    }
}

//! `contact …`

use anyhow::Result;
use clap::{Arg, ArgGroup, ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::arguments::{codes, count, non_blank};
use super::export::ExportArgs;
use super::import::{FileFormatArgs, ImportFileArgs};
use super::list_args::ListArgs;
use super::phones::{PhoneArgs, with_phones};
use super::report_file::Reports;
use super::targets::{SkipRefusedArgs, Targets};
use super::{Context, Outcome};
use crate::formats::columns;
use crate::formats::profile::Profile;
use crate::inbox::{
    CONTACT_ORDER, ContactFilter, ErasureRequest, ImportKind, NewContact, OnMissingContact, OwnerImportOptions,
};
use crate::input::owner_import;
use crate::model::{CONTACT_FIELDS, ContactField, Field, Fields, OptionalErrors, Request};

/// A contact is named by phone number, in any spelling, or by `external-id:ID`, if only one contact has the id.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl contact add '+52 55 1234 5678' --first-name Rosa --account Acme
  inboxctl contact list --unowned")]
pub enum ContactCommand {
    /// Add a contact
    #[command(after_long_help = "Examples:
  inboxctl contact add '+52 55 1234 5678' --first-name Rosa --account Acme
  inboxctl contact add +525512345678 --owner ana@acme.example")]
    Add {
        /// Phone number of the contact
        phone: String,
        #[command(flatten)]
        fields: ContactFieldArgs,
        /// Member who owns the contact (can be repeated)
        #[arg(long = "owner", value_name = "MEMBER")]
        owners: Vec<String>,
    },
    /// List contacts
    #[command(after_long_help = "Examples:
  inboxctl contact list --unowned
  inboxctl contact list --account acme --format csv
  inboxctl contact list --search rosa")]
    List {
        /// Only contacts of this account, in any case
        #[arg(long)]
        account: Option<String>,
        /// Only contacts owned by this member
        #[arg(long, value_name = "MEMBER")]
        owner: Option<String>,
        /// Only contacts without an active owner
        #[arg(long)]
        unowned: bool,
        /// Only contacts with an inactive owner
        #[arg(long)]
        owned_by_inactive: bool,
        /// Only contacts with this text in a name, account, email, phone or external id
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        #[command(flatten)]
        limit: ListArgs,
    },
    /// Show contacts
    #[command(after_long_help = "Examples:
  inboxctl contact show '+52 55 1234 5678'
  inboxctl contact show +525512345678 +525587654321 --json")]
    Show(ContactArgs),
    /// Change a contact's phone, name or other details
    #[command(override_usage = "inboxctl contact update [OPTIONS] <PHONE>")]
    #[command(group = ArgGroup::new("changes").required(true).multiple(true)
        .arg("new_phone").args(CONTACT_FIELDS.iter().map(ContactField::key)))]
    #[command(after_long_help = "Examples:
  inboxctl contact update +525512345678 --account 'Acme Norte'
  inboxctl contact update +525512345678 --account ''      # clears it")]
    Update {
        /// Phone number of the contact, or `external-id:ID`
        phone: String,
        /// New phone number
        #[arg(long = "phone", value_name = "PHONE")]
        new_phone: Option<String>,
        #[command(flatten)]
        fields: ContactFieldArgs,
    },
    /// Import contacts with their details from a CSV file
    ///
    /// The file has a header line with `phone` and optionally `first_name`, `last_name`, `email`, `account` and
    /// `external_id`. New contacts are added, existing ones are updated; an empty cell keeps the stored value.
    /// Owners don't change: import them with `inboxctl owner import`. Contacts not in the file don't change.
    #[command(after_long_help = "Examples:
  inboxctl contact import contacts.csv --dry-run
  inboxctl contact import crm.csv --column phone='Teléfono celular' \\
      --encoding windows-1252 --existing-only
  inboxctl contact export --output contacts.csv        # can be imported")]
    Import(ContactImportArgs),
    /// Export contacts with their details
    ///
    /// Writes one row per contact, without owners. `inboxctl contact import` takes it back unchanged. For owners,
    /// use `inboxctl owner export`.
    #[command(after_long_help = "Examples:
  inboxctl contact export --output contacts.xlsx
  inboxctl contact export --for excel --delimiter ';' > contacts.csv")]
    Export(ExportArgs),
    /// Merge a contact into another one
    ///
    /// Its owners and conversations move with their reasons, times and changes, and its fields fill those that the
    /// other one does not have. If both have an open conversation, the one of FROM is closed. FROM is removed: a file
    /// or a message with its number creates a contact again.
    #[command(after_long_help = "Examples:
  inboxctl contact merge +525587654321 +525512345678 --dry-run
  inboxctl contact merge +525587654321 +525512345678")]
    Merge {
        /// Phone number of the contact to remove, or `external-id:ID`
        from: String,
        /// Phone number of the contact to keep, or `external-id:ID`
        into: String,
    },
    /// Erase the personal data of contacts for good
    ///
    /// Phone, name, email, account and external id go from the contact, from the history and from recorded commands,
    /// and the file is rewritten without them. Owners are removed, an open conversation is closed. A number remains,
    /// such as erased-7, in conversations and the history. It can't be undone, and --as-of does not bring the data
    /// back. Waits until no other process has the store open. Backups, exports and former stores that `restore` kept are not
    /// touched.
    #[command(after_long_help = "Examples:
  inboxctl contact erase +525512345678 --dry-run
  inboxctl contact erase +525512345678 --confirm 1
  inboxctl contact list --search test --ids | inboxctl contact erase - -n")]
    Erase {
        #[command(flatten)]
        contacts: ContactArgs,
        /// Number of contacts, as in the dry run
        #[arg(long, value_name = "COUNT", value_parser = count::<u64>)]
        confirm: Option<u64>,
        #[command(flatten)]
        skip: SkipRefusedArgs,
    },
    /// Remove contacts without conversations, and their owners
    ///
    /// Several are removed in one change. If one can't be removed, none is, unless --skip-refused removes the
    /// others.
    #[command(after_long_help = "Examples:
  inboxctl contact remove +525512345678
  inboxctl contact list --search test --ids | inboxctl contact remove - -n")]
    Remove {
        #[command(flatten)]
        contacts: ContactArgs,
        #[command(flatten)]
        skip: SkipRefusedArgs,
    },
}

#[derive(Debug, Args)]
pub struct ContactArgs {
    /// Phone numbers of contacts, or `external-id:ID`; - reads a list from stdin
    #[arg(required = true)]
    phone: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ContactImportArgs {
    #[command(flatten)]
    file: ImportFileArgs,
    #[command(flatten)]
    phones: PhoneArgs,
    /// `reject` (default) or `drop` invalid cells
    ///
    /// For cells that a row does not need, such as the email: `reject` rejects the row, `drop` keeps the
    /// stored value, with a warning.
    #[arg(long, value_name = "WHAT", value_parser = codes::<OptionalErrors>(), hide_possible_values = true)]
    optional_errors: Option<OptionalErrors>,
    /// Reject rows for unknown contacts
    #[arg(long)]
    existing_only: bool,
}

impl ContactImportArgs {
    fn run(&self, context: &Context) -> Result<Outcome> {
        self.file.reported(context, |reports| self.import(context, reports))
    }

    fn import(&self, context: &Context, reports: &mut Option<Reports>) -> Result<Outcome> {
        let (format, path) = (&self.file.format, &self.file.file);
        let typed = Profile { optional_errors: self.optional_errors, ..self.phones.typed() };
        let profile = format.profile_with(context, &[path], typed, Profile::without_owners)?;
        let file = FileFormatArgs::open(context, &profile, path, columns::CONTACTS)?;
        format.save(context, profile.clone(), &file)?;
        let contacts = OwnerImportOptions {
            existing_only: self.existing_only,
            on_error: self.file.on_error,
            ..owner_import(&profile)
        };
        let options = with_phones(&profile, &context.change_options());
        self.file.import((context, reports), &file, ImportKind::Contacts(&contacts), &options)
    }
}

/// The fields that are given, by the options of their table.
#[derive(Debug)]
pub struct ContactFieldArgs(Fields);

impl Args for ContactFieldArgs {
    fn augment_args(command: Command) -> Command {
        command.args(CONTACT_FIELDS.iter().map(|field| {
            let (option, value, help) = field.option;
            Arg::new(field.key()).long(option).value_name(value).help(help)
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ContactFieldArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |field: Field| Some((field, non_blank(matches.get_one::<String>(field.code())?)));
        Ok(Self(CONTACT_FIELDS.iter().filter_map(|known| given(known.field)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl ContactCommand {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Add { phone, fields, owners } => context.change(|inbox| {
                let (phone, fields, owners) = (phone.clone(), fields.0.clone(), inbox.named_members(owners)?);
                inbox.add_contact(&NewContact { phone, fields, owners })
            }),
            Self::List { account, owner, unowned, owned_by_inactive, search, limit } => {
                context.list(limit, |reader, page| {
                    let filter = ContactFilter {
                        account: reader.account(account.as_deref())?,
                        owner: owner.as_deref().map(|owner| reader.member_id(owner)).transpose()?,
                        unowned: *unowned,
                        owned_by_inactive: *owned_by_inactive,
                        search: search.as_deref().and_then(non_blank),
                        // What a search finds is sorted in memory.
                        order: page.take_order(if search.is_none() { CONTACT_ORDER } else { &[] }),
                    };
                    reader.contacts(&filter, &mut |contact| page.row(&contact))
                })
            }
            Self::Show(args) => {
                context.show_each(&Targets::contacts(&args.phone)?, |reader, contact| reader.contact_details(contact))
            }
            Self::Update { phone, new_phone, fields } => {
                let mut set = fields.0.clone();
                set.extend(new_phone.clone().map(|phone| (Field::Phone, Some(phone))));
                context.change(|inbox| inbox.update_contact(phone, set))
            }
            Self::Import(args) => args.run(context),
            Self::Export(args) => args.run(context, |reader, write| reader.export_contacts(write)),
            Self::Merge { from, into } => context.change(|inbox| inbox.merge_contacts(from, into)),
            Self::Erase { contacts, confirm, skip } => {
                let contacts = match Targets::contacts(&contacts.phone)? {
                    Targets::One(one) => vec![one],
                    Targets::Several(several) => several,
                };
                let (on_refused, command) = (skip.on_refused(), context.command.clone());
                context.erase(&ErasureRequest { contacts, confirm: *confirm, on_refused, command })
            }
            Self::Remove { contacts, skip } => {
                let (contacts, on_refused) = (Targets::contacts(&contacts.phone)?, skip.on_refused());
                context.request_each(&contacts, on_refused, OnMissingContact::Fail, &Request::RemoveContact)
            }
        }
    }
}

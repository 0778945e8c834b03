//! Reads a key-account mapping: each row becomes a record with its contact or account as the key, or is
//! rejected. Nothing is written here: unknown members are only collected.

use std::path::Path;
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::input::{OnError, WithoutPhone};
use super::owner_cell::{self, OwnerText};
use super::owner_lookup::{MatchOwner, OwnerLookup, OwnerLookupError};
use super::rejects::{RejectCollector, RowError};
use super::removal_limit::RemovalLimit;
use super::source::{BatchRow, RowBatch, RowSource};
use crate::inbox::error::{InboxError, Result, SourceError, spill_error};
use crate::inbox::find::Suggest;
use crate::inbox::progress::{Phase, Progress};
use crate::inbox::session::Session;
use crate::inbox::sort::{SortedRecords, Sorter};
use crate::inbox::varint::{get, put};
use crate::model::code::codes;
use crate::model::{
    CONTACT_FIELDS, ContactField, Email, ErrorCode, Field, InvalidEmail, InvalidPhone, Member, MemberId, OwnerReason,
    Phone, PhoneReader, fold,
};
use crate::store::{contact_state, directory};

/// The columns that are read: the phone, the owner and the fields of the contact.
static COLUMNS: LazyLock<Vec<&str>> =
    LazyLock::new(|| ["phone", "owner"].into_iter().chain(CONTACT_FIELDS.iter().map(ContactField::key)).collect());

const PHONE: usize = 0;
const OWNER: usize = 1;
const FIELDS: usize = 2;

fn column_of(field: Field) -> usize {
    FIELDS + CONTACT_FIELDS.iter().take_while(|known| known.field != field).count()
}

/// The threads that check cells.
const CHECKERS: usize = 2;

/// The memory for rows before they go to disk, in bytes.
const SPACE: usize = 8 << 20;

codes! {
    /// How owners not listed in the file are treated.
    pub enum ImportMode {
        /// They are kept.
        Add = "add",
        /// They are removed from contacts in the file.
        Replace = "replace",
        /// They are removed from all contacts.
        Sync = "sync",
    }
}

/// How a key-account mapping is imported.
#[derive(Debug, Clone)]
pub struct OwnerImportOptions {
    /// How owners not listed in the file are treated.
    pub mode: ImportMode,
    pub match_owner: MatchOwner,
    /// The owner of every contact, for a file without owners.
    pub owner: Option<String>,
    /// Whether rows of unknown contacts are rejected.
    pub existing_only: bool,
    /// Whether unknown members are added.
    pub create_members: bool,
    /// Whether inactive members may become owners.
    pub allow_inactive: bool,
    pub without_phone: WithoutPhone,
    /// How a file with invalid rows is treated.
    pub on_error: OnError,
    /// Owners with these reasons are kept.
    pub keep: Vec<OwnerReason>,
    /// The most owners to remove.
    pub removals: RemovalLimit,
}

/// Adds the owners that the file names by email.
impl Default for OwnerImportOptions {
    fn default() -> Self {
        Self {
            mode: ImportMode::Add,
            match_owner: MatchOwner::Email,
            owner: None,
            existing_only: false,
            create_members: false,
            allow_inactive: false,
            without_phone: WithoutPhone::Reject,
            on_error: OnError::Abort,
            keep: Vec::new(),
            removals: RemovalLimit::Default,
        }
    }
}

/// The sort key of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MappingKey {
    Phone,
    Account,
}

/// What is known of a file besides its valid rows.
pub(super) struct MappingFile {
    pub(super) key: MappingKey,
    pub(super) rejects: RejectCollector,
    pub(super) rows: u64,
    /// Rows left out because they have no phone.
    pub(super) skipped: u64,
    /// The number of valid rows.
    pub(super) records: u64,
    /// Members to add when a contact gets them.
    pub(super) pending_members: PendingMembers,
}

/// Unknown members that are added when the first contact gets them as owner; a rejected row adds none.
/// Until then their numbers count down from the highest.
#[derive(Default)]
pub(super) struct PendingMembers(Vec<Email>);

impl PendingMembers {
    fn add(&mut self, email: Email) -> MemberId {
        self.0.push(email);
        MemberId(i64::MAX - i64::try_from(self.0.len() - 1).unwrap_or_default())
    }

    pub(super) fn email(&self, member: MemberId) -> Option<&Email> {
        self.0.get(usize::try_from(i64::MAX - member.0).ok()?)
    }
}

pub(super) fn read(
    session: &mut Session<'_>,
    mapping: &OwnerImportOptions,
    source: &mut dyn RowSource,
    folder: &Path,
    progress: &mut dyn Progress,
) -> Result<(MappingFile, SortedRecords)> {
    let key = if source.has("phone") { MappingKey::Phone } else { MappingKey::Account };
    let mut reader = RowReader::new(session, mapping, key, folder)?;
    let phones = reader.session.phones;
    thread::scope(|scope| -> Result<()> {
        let (mut unread, mut ready) = (Vec::new(), Vec::new());
        for _ in 0..CHECKERS {
            let (sender, batches) = sync_channel(2);
            unread.push(sender);
            let (sender, read) = sync_channel(2);
            ready.push(read);
            scope.spawn(move || check_cells(batches, key, phones, &sender));
        }
        scope.spawn(move || read_ahead(source, &unread));
        // In the order in which they were dealt out, so that rows keep theirs.
        for batch in ready.iter().cycle().map_while(|phones| phones.recv().ok()) {
            let batch = batch.map_err(InboxError::Source)?;
            for (row, cells) in batch.batch.rows().zip(&batch.cells) {
                reader.row(row, cells)?;
            }
            reader.session.wait.check_cancelled()?;
            progress.update(Phase::Reading, batch.bytes_read, None);
        }
        Ok(())
    })?;
    Ok((reader.file, reader.sorter.sorted().map_err(spill_error)?))
}

struct CheckedRows {
    batch: RowBatch,
    cells: Vec<CheckedCells>,
    bytes_read: u64,
}

/// The cells of a row of contacts that are checked without the store; of a row of accounts, none.
#[derive(Default)]
struct CheckedCells {
    phone: Option<Result<Phone, InvalidPhone>>,
    /// The error of the contact's email, which is stored as typed.
    email: Option<InvalidEmail>,
}

impl CheckedCells {
    fn of(row: BatchRow<'_>, phones: PhoneReader) -> Self {
        let email = row.filled(column_of(Field::Email)).and_then(|text| text.parse::<Email>().err());
        Self { phone: Some(phones.read(row.cell(PHONE).trim())), email }
    }
}

/// Rows, and the bytes of the file read so far.
type UnparsedRows = Result<(RowBatch, u64), SourceError>;

/// Reads rows ahead and deals them out, until the receivers are gone.
fn read_ahead(source: &mut dyn RowSource, senders: &[SyncSender<UnparsedRows>]) {
    for sender in senders.iter().cycle() {
        let mut batch = RowBatch::default();
        let more = source.fill(&COLUMNS, &mut batch);
        let done = !matches!(more, Ok(true));
        if sender.send(more.map(|_| (batch, source.bytes_read()))).is_err() || done {
            return;
        }
    }
}

/// Checks phones and emails, which takes longer than anything else that is done with a row.
fn check_cells(
    batches: Receiver<UnparsedRows>,
    key: MappingKey,
    phones: PhoneReader,
    sender: &SyncSender<Result<CheckedRows, SourceError>>,
) {
    for batch in batches {
        let ready = batch.map(|(batch, bytes_read)| {
            let cells = batch.rows().map(|row| match key {
                MappingKey::Phone => CheckedCells::of(row, phones),
                MappingKey::Account => CheckedCells::default(),
            });
            CheckedRows { cells: cells.collect(), batch, bytes_read }
        });
        if sender.send(ready).is_err() {
            return;
        }
    }
}

/// A member, or the code and message of an error.
type FoundOwner = std::result::Result<MemberId, (ErrorCode, String)>;

struct RowReader<'r, 's> {
    session: &'r mut Session<'s>,
    mapping: &'r OwnerImportOptions,
    file: MappingFile,
    owner_lookup: OwnerLookup,
    sorter: Sorter,
    default_owners: Vec<MemberId>,
    owners: Vec<MemberId>,
    payload: Vec<u8>,
    /// The number of texts that named no member.
    unmatched: u64,
}

impl<'r, 's> RowReader<'r, 's> {
    fn new(
        session: &'r mut Session<'s>,
        mapping: &'r OwnerImportOptions,
        key: MappingKey,
        folder: &Path,
    ) -> Result<Self> {
        let members = directory::all_members(session.connection)?;
        let owner_lookup = OwnerLookup::new(mapping.match_owner, &members);
        for member in members {
            session.directory.members.insert(member.id, member);
        }
        let rejects = RejectCollector::new(folder.to_owned(), &COLUMNS);
        let pending_members = PendingMembers::default();
        let file = MappingFile { key, rejects, rows: 0, skipped: 0, records: 0, pending_members };
        let mut reader = Self {
            session,
            mapping,
            file,
            owner_lookup,
            sorter: Sorter::new(folder.to_owned(), SPACE),
            default_owners: Vec::new(),
            owners: Vec::new(),
            payload: Vec::new(),
            unmatched: 0,
        };
        reader.default_owners =
            mapping.owner.iter().map(|owner| reader.resolve_default_owner(owner)).collect::<Result<_>>()?;
        Ok(reader)
    }

    /// Resolves the owner given on the command line.
    fn resolve_default_owner(&mut self, owner: &str) -> Result<MemberId> {
        let email = self.session.named_member(owner)?;
        match self.session.member(&email) {
            Err(InboxError::Unknown { .. }) if self.mapping.create_members => Ok(self.add_pending_member(email)),
            found => found,
        }
    }

    fn row(&mut self, row: BatchRow<'_>, cells: &CheckedCells) -> Result<()> {
        self.file.rows += 1;
        let before = self.file.rejects.pushed();
        let phone = cells.phone.as_ref();
        let stored = self.stored_spelling(row, phone)?;
        let phone = phone.filter(|_| stored.is_none());
        if self.is_skipped(row, phone) {
            self.file.skipped += 1;
            return Ok(());
        }
        let folded;
        let key = match (self.file.key, phone) {
            (MappingKey::Phone, Some(Ok(phone))) => phone.as_str(),
            (MappingKey::Phone, _) => stored.as_deref().unwrap_or_default(),
            (MappingKey::Account, _) => {
                folded = fold(row.cell(column_of(Field::Account)).trim());
                &folded
            }
        };
        if let Some(ragged) = row.ragged() {
            self.file.rejects.push(&ragged.error(row.line()))?;
        } else {
            self.check_key(row, key, phone)?;
            self.read_owners(row)?;
            if let Some(error) = &cells.email {
                let column = column_of(Field::Email);
                self.file.rejects.reject(
                    row.line(),
                    Some(column),
                    ErrorCode::InvalidEmail,
                    row.cell(column),
                    error.to_string(),
                )?;
            }
        }
        if key.is_empty() {
            return Ok(());
        }
        let whole = self.file.rejects.pushed() == before;
        self.file.records += u64::from(whole);
        self.encode(row, whole);
        self.sorter.push(key.as_bytes(), &self.payload).map_err(spill_error)
    }

    /// Finds a stored phone before it is parsed (N8), so that invalid ones can be mended. Only invalid
    /// phones, and those that once were canonical, are stored otherwise.
    fn stored_spelling(
        &self,
        row: BatchRow<'_>,
        phone: Option<&Result<Phone, InvalidPhone>>,
    ) -> Result<Option<String>> {
        let typed = row.cell(PHONE).trim();
        let may_be_stored = match phone {
            Some(Ok(phone)) => phone.as_str() != typed && Phone::if_canonical(typed).is_some(),
            Some(Err(_)) => !typed.is_empty(),
            None => false,
        };
        if may_be_stored && contact_state::contact_by_phone(self.session.connection, typed)?.is_some() {
            return Ok(Some(typed.to_owned()));
        }
        Ok(None)
    }

    /// Whether a row is left out because it has no phone.
    fn is_skipped(&self, row: BatchRow<'_>, phone: Option<&Result<Phone, InvalidPhone>>) -> bool {
        let has_none = matches!(phone, Some(Err(error)) if error.why.has_no_phone());
        self.mapping.without_phone == WithoutPhone::Skip && has_none && row.ragged().is_none()
    }

    fn check_key(&mut self, row: BatchRow<'_>, key: &str, phone: Option<&Result<Phone, InvalidPhone>>) -> Result<()> {
        match phone {
            Some(Err(error)) => {
                let message = if error.text.is_empty() { "missing phone".to_owned() } else { error.to_string() };
                let (column, code) = (COLUMNS.get(PHONE).copied(), ErrorCode::InvalidPhone);
                let rejected = RowError::new(row.line(), column, code, row.cell(PHONE), message);
                self.file.rejects.push(&rejected.with_hint(error.why.hint_in_file()))
            }
            None if self.file.key == MappingKey::Account && key.is_empty() => self.file.rejects.reject(
                row.line(),
                Some(column_of(Field::Account)),
                ErrorCode::InvalidValue,
                "",
                "missing account".to_owned(),
            ),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    /// The members that the row names, each once.
    fn read_owners(&mut self, row: BatchRow<'_>) -> Result<()> {
        self.owners.clear();
        self.owners.extend(&self.default_owners);
        let cell = row.cell(OWNER).trim();
        if cell.is_empty() {
            return Ok(());
        }
        if !owner_cell::may_be_split(cell) || self.owner_lookup.is_whole(cell) {
            return self.read_owner(row, OwnerText::Key(cell));
        }
        let owners = owner_cell::split(cell, self.mapping.match_owner, &|text| self.owner_lookup.is_whole(text));
        owners.into_iter().try_for_each(|owner| self.read_owner(row, owner))
    }

    fn read_owner(&mut self, row: BatchRow<'_>, owner: OwnerText<'_>) -> Result<()> {
        let (text, found) = match owner {
            OwnerText::Key(text) => (text, self.find_owner(text)?),
            OwnerText::Address(text) => (text, self.find_address(text)?),
        };
        match found {
            Ok(member) => {
                if !self.owners.contains(&member) {
                    self.owners.push(member);
                }
                Ok(())
            }
            Err((code, message)) => self.file.rejects.reject(row.line(), Some(OWNER), code, text, message),
        }
    }

    /// Finds a member by email, whatever the file identifies owners by.
    fn find_address(&mut self, text: &str) -> Result<FoundOwner> {
        if self.mapping.match_owner == MatchOwner::Email {
            return self.find_owner(text);
        }
        let email = match text.parse::<Email>() {
            Ok(email) => email,
            Err(error) => return Ok(Err((ErrorCode::InvalidEmail, error.to_string()))),
        };
        let found = directory::member_by_email(self.session.connection, &email)?;
        Ok(found.map(|member| member.id).ok_or_else(|| (ErrorCode::UnknownMember, format!("unknown member `{email}`"))))
    }

    fn find_owner(&mut self, text: &str) -> Result<FoundOwner> {
        match self.owner_lookup.find(text) {
            Ok(member) => Ok(Ok(member)),
            Err(OwnerLookupError::Unknown) if self.mapping.create_members => {
                Ok(Ok(self.add_pending_member(text.parse()?)))
            }
            Err(unmatched) => {
                let explained = self.owner_lookup.explain(text, &unmatched, Suggest::after(self.unmatched));
                self.unmatched += 1;
                Ok(Err(explained))
            }
        }
    }

    /// Adds an unknown member, who counts as active.
    fn add_pending_member(&mut self, email: Email) -> MemberId {
        let id = self.file.pending_members.add(email.clone());
        let (name, external_id, active, active_conversations) = (None, None, true, 0);
        let member = Member { id, email, name, external_id, active, active_conversations };
        self.owner_lookup.add(&member);
        self.session.directory.members.insert(member.id, member);
        id
    }

    fn encode(&mut self, row: BatchRow<'_>, whole: bool) {
        self.payload.clear();
        let mut record = Encoder(&mut self.payload);
        record.number(row.line());
        record.number(u64::from(whole));
        if !whole {
            return;
        }
        record.number(self.owners.len() as u64);
        self.owners.iter().for_each(|owner| record.number(owner.0.unsigned_abs()));
        for (known, column) in CONTACT_FIELDS.iter().zip(FIELDS..) {
            let text = match (self.file.key, known.field) {
                (MappingKey::Account, _) => "",
                (MappingKey::Phone, Field::Account) => row.cell(column).trim(),
                (MappingKey::Phone, _) => row.filled(column).unwrap_or_default(),
            };
            record.text(text);
        }
    }
}

struct Encoder<'a>(&'a mut Vec<u8>);

impl Encoder<'_> {
    fn number(&mut self, number: u64) {
        put(self.0, number.cast_signed());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }
}

/// Reads a record; what is missing reads as zero or empty.
pub(super) struct Decoder<'a>(pub(super) &'a [u8]);

impl<'a> Decoder<'a> {
    pub(super) fn number(&mut self) -> u64 {
        get(&mut self.0).unwrap_or_default().cast_unsigned()
    }

    pub(super) fn text(&mut self) -> &'a str {
        let length = usize::try_from(self.number()).unwrap_or(usize::MAX).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(text).unwrap_or_default()
    }

    pub(super) fn member(&mut self) -> MemberId {
        MemberId(i64::try_from(self.number()).unwrap_or_default())
    }
}

//! Reads a key-account mapping: each row becomes a record with its contact or account as the key, or is
//! rejected. Nothing is written here: unknown members are only collected.

use std::path::Path;
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::input::WithoutPhone;
use super::options::OwnerImportOptions;
use super::owner_reader::{OwnerReader, RowOwners};
use super::rejects::{RejectCollector, RowError};
use super::source::{BatchRow, RowBatch, RowSource};
use crate::inbox::error::{InboxError, Result, SourceError, spill_error};
use crate::inbox::fault_sample::FaultSample;
use crate::inbox::progress::{Phase, Progress};
use crate::inbox::session::Session;
use crate::inbox::sort::{SortedRecords, Sorter};
use crate::inbox::varint::{get, put};
use crate::model::{
    CONTACT_FIELDS, ContactField, Email, ErrorCode, Field, InvalidEmail, InvalidPhone, MemberId, OptionalErrors, Phone,
    PhoneReader, fold,
};
use crate::store::contact_state;

/// The columns that are read: the phone, the owner, the pinned ones and the fields of the contact.
static COLUMNS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    ["phone", "owner", "pinned"].into_iter().chain(CONTACT_FIELDS.iter().map(ContactField::key)).collect()
});

const PHONE: usize = 0;
const OWNER: usize = 1;
const PINNED: usize = 2;
const FIELDS: usize = 3;

fn column_of(field: Field) -> usize {
    FIELDS + CONTACT_FIELDS.iter().take_while(|known| known.field != field).count()
}

/// The threads that check cells.
const CHECKERS: usize = 2;

/// The memory for rows before they go to disk, in bytes.
const SPACE: usize = 8 << 20;

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
    /// Invalid cells that were left out of valid rows.
    pub(super) dropped: FaultSample<RowError>,
}

pub(super) fn read(
    session: &mut Session<'_>,
    mapping: &OwnerImportOptions,
    source: &mut dyn RowSource,
    folder: &Path,
    progress: &mut dyn Progress,
) -> Result<(MappingFile, OwnerReader, SortedRecords)> {
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
    Ok((reader.file, reader.owner_reader, reader.sorter.sorted().map_err(spill_error)?))
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

struct RowReader<'r, 's> {
    session: &'r mut Session<'s>,
    mapping: &'r OwnerImportOptions,
    file: MappingFile,
    owner_reader: OwnerReader,
    sorter: Sorter,
    owners: RowOwners,
    pinned: RowOwners,
    /// The invalid cells of the row that are left out.
    dropped: Vec<RowError>,
    payload: Vec<u8>,
}

impl<'r, 's> RowReader<'r, 's> {
    fn new(
        session: &'r mut Session<'s>,
        mapping: &'r OwnerImportOptions,
        key: MappingKey,
        folder: &Path,
    ) -> Result<Self> {
        let owner_reader = OwnerReader::new(session, mapping)?;
        let rejects = RejectCollector::new(folder.to_owned(), &COLUMNS);
        let file = MappingFile { key, rejects, rows: 0, skipped: 0, records: 0, dropped: FaultSample::default() };
        let sorter = Sorter::new(folder.to_owned(), SPACE);
        Ok(Self {
            session,
            mapping,
            file,
            owner_reader,
            sorter,
            owners: RowOwners::default(),
            pinned: RowOwners::default(),
            dropped: Vec::new(),
            payload: Vec::new(),
        })
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
        self.dropped.clear();
        row.faults(&COLUMNS).into_iter().try_for_each(|fault| self.drop_or_reject(fault))?;
        if self.file.rejects.pushed() == before {
            self.check_key(row, key, phone)?;
            self.read_owners(row)?;
            let column = column_of(Field::Email);
            if let Some(error) = cells.email.as_ref().filter(|_| row.is_certain(column)) {
                let (name, code) = (COLUMNS.get(column).copied(), ErrorCode::InvalidEmail);
                let error = RowError::new(row.line(), name, code, row.cell(column), error.to_string());
                self.drop_or_reject(error)?;
            }
        }
        if key.is_empty() {
            return Ok(());
        }
        let whole = self.file.rejects.pushed() == before;
        self.file.records += u64::from(whole);
        self.encode(row, whole);
        for dropped in self.dropped.drain(..).filter(|_| whole) {
            self.file.dropped.push(dropped.code, || dropped);
        }
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
        self.mapping.without_phone == WithoutPhone::Skip && has_none && row.is_certain(PHONE)
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

    /// Reads the owners that the row names.
    fn read_owners(&mut self, row: BatchRow<'_>) -> Result<()> {
        self.owner_reader.read(self.session, row.cell(OWNER).trim(), &mut self.owners)?;
        for (text, code, message) in self.owners.errors.drain(..) {
            self.file.rejects.reject(row.line(), Some(OWNER), code, &text, message)?;
        }
        self.owner_reader.read_pinned(self.session, row.cell(PINNED).trim(), &mut self.pinned)?;
        for (text, code, message) in self.pinned.errors.drain(..) {
            self.file.rejects.reject(row.line(), Some(PINNED), code, &text, message)?;
        }
        Ok(())
    }

    /// Rejects the row, or drops the cell if the row doesn't need it.
    fn drop_or_reject(&mut self, error: RowError) -> Result<()> {
        let is_optional =
            CONTACT_FIELDS.iter().any(|known| error.is_of(known.key())) && self.file.key == MappingKey::Phone;
        if is_optional && self.mapping.optional_errors == OptionalErrors::Drop {
            self.dropped.push(error);
            return Ok(());
        }
        self.file.rejects.push(&error)
    }

    fn encode(&mut self, row: BatchRow<'_>, whole: bool) {
        self.payload.clear();
        let mut record = Encoder(&mut self.payload);
        record.number(row.line());
        record.number(u64::from(whole));
        if !whole {
            return;
        }
        record.number(u64::from(self.owners.has_ignored));
        record.number(self.owners.members.len() as u64);
        self.owners.members.iter().for_each(|owner| record.number(owner.0.unsigned_abs()));
        record.number(self.pinned.members.len() as u64);
        self.pinned.members.iter().for_each(|owner| record.number(owner.0.unsigned_abs()));
        for (known, column) in CONTACT_FIELDS.iter().zip(FIELDS..) {
            let text = match (self.file.key, known.field) {
                (MappingKey::Account, _) => "",
                _ if self.dropped.iter().any(|error| error.is_of(known.key())) => "",
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

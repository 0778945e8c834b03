//! The groups of a key-account mapping: the sorted records of each contact or account.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::{io, thread};

use super::mapping::{Decoder, MappingKey};
use super::row_group::RowGroup;
use crate::inbox::error::{Result, spill_error};
use crate::inbox::progress::{Phase, Progress};
use crate::inbox::sort::{SortedRecords, records};
use crate::model::{CONTACT_FIELDS, Field, MemberId, fold};
use crate::store::LockWait;

/// The number of bytes of records that are handed over at a time.
const CHUNK: usize = 1 << 17;

/// The rows of a contact, by its phone, or of an account, by its folded name.
pub(super) type OwnerGroup = RowGroup<String, MemberId, { CONTACT_FIELDS.len() }>;

impl OwnerGroup {
    fn has_key(&self, key: &[u8]) -> bool {
        !self.is_empty() && self.key.as_bytes() == key
    }

    /// Starts again with another key.
    fn begin(&mut self, key: &[u8]) {
        self.clear();
        self.key.clear();
        self.key.push_str(std::str::from_utf8(key).unwrap_or_default());
    }

    fn add(&mut self, payload: &[u8]) {
        let mut record = Decoder(payload);
        let line = record.number();
        if record.number() == 0 {
            return self.add_rejected(line);
        }
        self.lines.push(line);
        self.has_ignored |= record.number() == 1;
        for _ in 0..record.number() {
            self.named.push((record.member(), line));
        }
        for _ in 0..record.number() {
            self.pinned.push(record.member());
        }
        for (position, known) in CONTACT_FIELDS.iter().enumerate() {
            let same = if known.field == Field::Account {
                |one: &str, other: &str| fold(one) == fold(other)
            } else {
                |one: &str, other: &str| one == other
            };
            self.merge((position, known.key()), line, record.text(), same);
        }
    }
}

/// Hands over the groups in the order of their keys; another thread merges the sorted records.
pub(super) fn groups(
    key: MappingKey,
    (sorted, of): (SortedRecords, u64),
    wait: LockWait,
    progress: &mut dyn Progress,
    mut work: impl FnMut(&OwnerGroup) -> Result<()>,
) -> Result<()> {
    let kind = if key == MappingKey::Phone { "contact" } else { "account" };
    let mut group = OwnerGroup::new(kind, String::new());
    let mut rows = 0;
    thread::scope(|scope| {
        let (sender, chunks) = sync_channel(4);
        scope.spawn(move || merge_ahead(sorted, &sender));
        for chunk in chunks {
            let chunk: Vec<u8> = chunk.map_err(spill_error)?;
            for (key, payload) in records(&chunk) {
                if !group.has_key(key) {
                    if !group.lines.is_empty() {
                        work(&group)?;
                    }
                    group.begin(key);
                }
                group.add(payload);
                rows += 1;
            }
            wait.check_cancelled()?;
            progress.update(Phase::Writing, rows, Some(of));
        }
        if group.lines.is_empty() { Ok(()) } else { work(&group) }
    })
}

fn merge_ahead(mut sorted: SortedRecords, sender: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = Vec::with_capacity(CHUNK + CHUNK / 8);
        let more = sorted.take(CHUNK, &mut chunk);
        let done = !matches!(more, Ok(true));
        if sender.send(more.map(|_| chunk)).is_err() || done {
            return;
        }
    }
}

//! The rows of one contact or account: together they are one mapping.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::{io, thread};

use super::faults::RowError;
use super::mapping::{Decoder, MappingKey};
use super::merged_field::{MergedField, RowSubject};
use super::{Phase, Progress, spill_error};
use crate::inbox::error::Result;
use crate::inbox::sort::{SortedRecords, records};
use crate::model::{MemberId, fold};
use crate::store::LockWait;
use crate::store::contact_cursor::FIELDS;

/// The place of the account among the fields.
const ACCOUNT: usize = 3;

/// What the rows of one contact or account say.
pub(super) struct RowGroup {
    /// Whether it is a contact or an account, in a word.
    kind: &'static str,
    /// The phone or the folded account.
    pub(super) key: String,
    /// The lines of those rows that are in order.
    pub(super) lines: Vec<u64>,
    /// A line that has been rejected.
    pub(super) rejected_line: Option<u64>,
    /// Whom they name, and on which line.
    pub(super) owners: Vec<(MemberId, u64)>,
    /// Rows that contradict each other.
    pub(super) conflicts: Vec<RowError>,
    fields: [MergedField; 5],
    rejected: u64,
}

impl RowGroup {
    fn new(key: MappingKey) -> Self {
        Self {
            kind: match key {
                MappingKey::Phone => "contact",
                MappingKey::Account => "account",
            },
            key: String::new(),
            lines: Vec::new(),
            rejected_line: None,
            owners: Vec::new(),
            conflicts: Vec::new(),
            fields: Default::default(),
            rejected: 0,
        }
    }

    /// The contact or account that the rows are about.
    pub(super) fn subject(&self) -> RowSubject<'_> {
        RowSubject { kind: self.kind, key: &self.key }
    }

    pub(super) fn has_key(&self, key: &[u8]) -> bool {
        self.rows() + self.rejected > 0 && self.key.as_bytes() == key
    }

    /// Begins anew, for another key.
    pub(super) fn begin(&mut self, key: &[u8]) {
        self.key.clear();
        self.key.push_str(std::str::from_utf8(key).unwrap_or_default());
        self.lines.clear();
        self.owners.clear();
        self.conflicts.clear();
        (self.rejected_line, self.rejected) = (None, 0);
        self.fields.iter_mut().for_each(MergedField::clear);
    }

    /// Adds what a row says.
    pub(super) fn add(&mut self, payload: &[u8]) {
        let mut record = Decoder(payload);
        let line = record.number();
        if record.number() == 0 {
            self.rejected_line.get_or_insert(line);
            self.rejected += 1;
            return;
        }
        self.lines.push(line);
        for _ in 0..record.number() {
            self.owners.push((record.member(), line));
        }
        for place in 0..FIELDS.len() {
            self.say(place, line, record.text());
        }
    }

    fn say(&mut self, place: usize, line: u64, value: &str) {
        let same = if place == ACCOUNT {
            |one: &str, other: &str| fold(one) == fold(other)
        } else {
            |one: &str, other: &str| one == other
        };
        let subject = RowSubject { kind: self.kind, key: &self.key };
        if let (Some(said), Some(field)) = (self.fields.get_mut(place), FIELDS.get(place)) {
            said.merge(subject, field.code(), line, value, same, &mut self.conflicts);
        }
    }

    /// How many rows there are that are in order.
    pub(super) fn rows(&self) -> u64 {
        self.lines.len() as u64
    }

    /// Whom the rows name, each once.
    pub(super) fn members(&self) -> Vec<MemberId> {
        let mut members = Vec::with_capacity(self.owners.len());
        for (member, _) in &self.owners {
            if !members.contains(member) {
                members.push(*member);
            }
        }
        members
    }

    /// What the rows say of the fields.
    pub(super) fn fields(&self) -> [Option<&str>; 5] {
        self.fields.each_ref().map(MergedField::value)
    }
}

/// Hands over the records of each key together, in order; another thread puts them in order.
pub(super) fn groups(
    key: MappingKey,
    (sorted, of): (SortedRecords, u64),
    wait: LockWait,
    progress: &mut dyn Progress,
    mut work: impl FnMut(&RowGroup) -> Result<()>,
) -> Result<()> {
    let mut group = RowGroup::new(key);
    let mut rows = 0;
    thread::scope(|scope| {
        let (sender, chunks) = sync_channel(4);
        scope.spawn(move || merge_ahead(sorted, &sender));
        for chunk in chunks {
            let chunk: Vec<u8> = chunk.map_err(spill_error)?;
            for (key, payload) in records(&chunk) {
                if !group.has_key(key) {
                    if group.rows() > 0 {
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
        if group.rows() > 0 { work(&group) } else { Ok(()) }
    })
}

/// How much of the records is handed over at a time.
const CHUNK: usize = 1 << 17;

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

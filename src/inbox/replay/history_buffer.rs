//! Decisions on their way into the history: sorted by subject, so that each conversation has one entry
//! with all its steps, however long the log is.
//!
//! Entries stand in the order in which an undo can go back: added contacts first, then conversations by
//! number. The rotations of a team are kept apart, since they run through all conversations.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::inbox::error::{Result, spill_error};
use crate::inbox::sort::{SortedRecords, Sorter};
use crate::model::{ContactId, ConversationId, MemberId, PassedOver, TeamId, Time};
use crate::store::{EffectRecord, LockWait, Writer, encode_step};

const LONGEST: usize = 1 << 17;

const CHUNK: usize = 1 << 18;

/// The subject of an entry in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HistorySubject {
    /// A contact without a conversation.
    Contact,
    Conversation(ConversationId),
    /// The rotation of a team.
    Turn(TeamId),
}

/// A decision on its way into the history.
pub(super) struct BufferedDecision {
    pub(super) at: Time,
    pub(super) did: Vec<EffectRecord>,
    pub(super) passed: Vec<PassedOver>,
}

/// Decisions, however many there are, on their way to a thread that encodes and sorts them.
pub(super) struct HistoryBuffer {
    batch: Vec<(HistorySubject, Option<ContactId>, BufferedDecision)>,
    sender: SyncSender<Vec<(HistorySubject, Option<ContactId>, BufferedDecision)>>,
    sorting: JoinHandle<Result<SortedSteps>>,
}

struct SortedSteps {
    sorter: Sorter,
    steps: u64,
    effects: i64,
    passed_over: usize,
    members: BTreeSet<MemberId>,
}

/// The number of decisions that are handed over at a time, and of batches that may wait.
const BATCH: (usize, usize) = (1024, 4);

/// The merged decisions of an entry.
#[derive(Default)]
struct MergedEntry {
    key: Option<u64>,
    contact: Option<ContactId>,
    steps: String,
    number: u64,
}

impl HistoryBuffer {
    /// Starts the thread that sorts; decisions over the space go to a file in the folder.
    pub(super) fn new(folder: PathBuf, space: usize, stamp: Time) -> Self {
        let (sender, batches) = sync_channel(BATCH.1);
        let sorter = Sorter::new(folder, space);
        let pushed = SortedSteps { sorter, steps: 0, effects: 0, passed_over: 0, members: BTreeSet::new() };
        let sorting = thread::spawn(move || pushed.push_all(&batches, stamp));
        Self { batch: Vec::with_capacity(BATCH.0), sender, sorting }
    }

    /// Adds a decision.
    pub(super) fn push(&mut self, about: HistorySubject, contact: Option<ContactId>, said: BufferedDecision) {
        self.batch.push((about, contact, said));
        if self.batch.len() >= BATCH.0 {
            let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH.0));
            // The sorter ends early only after an error, which `write` returns.
            let _ = self.sender.send(batch);
        }
    }

    /// Writes all entries; another thread merges them. `done` receives the number written, and of all.
    pub(super) fn write(self, writer: &mut Writer<'_>, wait: LockWait, mut done: impl FnMut(u64, u64)) -> Result<()> {
        let Self { batch, sender, sorting } = self;
        let _ = sender.send(batch);
        drop(sender);
        let gone = || spill_error(io::Error::other("the sorting thread has panicked"));
        let SortedSteps { sorter, steps, effects, passed_over, members } = sorting.join().map_err(|_| gone())??;
        writer.count_effects(effects, members);
        writer.count_passed_over(passed_over);
        let sorted = sorter.sorted().map_err(spill_error)?;
        let mut written = 0;
        thread::scope(|scope| {
            let (sender, chunks) = sync_channel(2);
            scope.spawn(move || merge_entries(sorted, &sender));
            for chunk in chunks {
                for entry in chunk.map_err(spill_error)? {
                    writer.write_encoded(entry.subject(), &entry.steps)?;
                    written += entry.number;
                }
                wait.check_cancelled()?;
                done(written, steps);
            }
            Ok(())
        })
    }
}

impl SortedSteps {
    fn push_all(
        mut self,
        batches: &Receiver<Vec<(HistorySubject, Option<ContactId>, BufferedDecision)>>,
        stamp: Time,
    ) -> Result<Self> {
        let mut payload = Vec::new();
        for (about, contact, BufferedDecision { at, did, passed }) in batches.iter().flatten() {
            self.steps += 1;
            self.effects += i64::try_from(did.len()).unwrap_or(i64::MAX);
            self.passed_over += passed.len();
            self.members.extend(did.iter().filter_map(|record| record.effect.member()));
            self.members.extend(passed.iter().filter_map(|entry| entry.member));
            payload.clear();
            payload.extend_from_slice(&contact.map_or(0, |contact| contact.0).to_le_bytes());
            encode_step((at != stamp).then_some(at), did, passed, &mut payload)?;
            self.sorter.push(&about.key(contact).to_be_bytes(), &payload).map_err(spill_error)?;
        }
        Ok(self)
    }
}

/// The two highest bits of a key are the kind of its subject; numbers never reach them.
const KIND: u32 = 62;

impl HistorySubject {
    fn key(self, contact: Option<ContactId>) -> u64 {
        let (kind, number) = match self {
            Self::Contact => (0, contact.map_or(0, |contact| contact.0)),
            Self::Conversation(id) => (1, id.0),
            Self::Turn(id) => (2, id.0),
        };
        kind << KIND | number.cast_unsigned()
    }
}

impl MergedEntry {
    fn subject(&self) -> (Option<ContactId>, Option<ConversationId>) {
        let key = self.key.unwrap_or_default();
        let conversation = (key >> KIND == 1).then(|| ConversationId((key & ((1 << KIND) - 1)).cast_signed()));
        (self.contact, conversation)
    }
}

type Chunk = io::Result<Vec<MergedEntry>>;

fn merge_entries(mut sorted: SortedRecords, sender: &SyncSender<Chunk>) {
    let mut entry = MergedEntry::default();
    let mut chunk = Vec::new();
    let mut bytes = 0;
    loop {
        let next = match sorted.next() {
            Ok(next) => next,
            Err(error) => {
                let _ = sender.send(Err(error));
                return;
            }
        };
        let key = next.map(|(key, _)| u64::from_be_bytes(key.try_into().unwrap_or_default()));
        if entry.key.is_some() && (key != entry.key || entry.steps.len() > LONGEST) {
            bytes += entry.steps.len();
            chunk.push(std::mem::take(&mut entry));
            if bytes > CHUNK {
                bytes = 0;
                if sender.send(Ok(std::mem::take(&mut chunk))).is_err() {
                    return;
                }
            }
        }
        let Some((_, payload)) = next else { break };
        entry.key = key;
        entry.add(payload);
    }
    let _ = sender.send(Ok(chunk));
}

impl MergedEntry {
    fn add(&mut self, payload: &[u8]) {
        let (contact, step) = payload.split_first_chunk::<8>().unwrap_or((&[0; 8], b""));
        let contact = i64::from_le_bytes(*contact);
        if contact != 0 {
            self.contact = Some(ContactId(contact));
        }
        self.number += 1;
        if !self.steps.is_empty() {
            self.steps.push(',');
        }
        self.steps.push_str(str::from_utf8(step).unwrap_or_default());
    }
}

//! Sorts more than fits in memory: records are collected in a bounded space, written to a file in sorted
//! runs when it is full, and merged when they are read. The file has no name, so that it never outlives
//! the program.
//!
//! A record is a key and a payload, both bytes; records with the same key keep their order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use crate::files;

const HEAD: usize = 8;

const BLOCK: usize = 1 << 16;

pub(super) struct Sorter {
    folder: PathBuf,
    space: usize,
    records: Vec<u8>,
    places: Vec<RecordRef>,
    file: Option<File>,
    /// The end of each run in the file.
    ends: Vec<u64>,
}

/// The position of a record, with the start of its key, which decides most comparisons.
#[derive(Clone, Copy)]
pub(super) struct RecordRef {
    prefix: u64,
    start: usize,
}

impl Sorter {
    /// Sorts within a number of bytes; more goes to a file in the folder.
    pub(super) fn new(folder: PathBuf, space: usize) -> Self {
        Self { folder, space, records: Vec::new(), places: Vec::new(), file: None, ends: Vec::new() }
    }

    pub(super) fn push(&mut self, key: &[u8], payload: &[u8]) -> io::Result<()> {
        let size = HEAD + key.len() + payload.len();
        let used = self.records.len() + self.places.len() * size_of::<RecordRef>();
        if used + size > self.space && !self.places.is_empty() {
            self.spill()?;
        }
        self.places.push(RecordRef { prefix: prefix(key), start: self.records.len() });
        write_record(&mut self.records, key, payload)
    }

    /// Returns all records, in order.
    pub(super) fn sorted(mut self) -> io::Result<SortedRecords> {
        if self.file.is_none() {
            self.sort();
            let Self { records, places, .. } = self;
            return Ok(SortedRecords::Memory { records, places: places.into_iter() });
        }
        self.spill()?;
        // The memory is freed before the blocks of the runs are allocated.
        let Self { file, ends, .. } = self;
        let file = file.ok_or_else(|| io::Error::other("no file of runs"))?;
        Merge::new(file, &ends).map(|merge| SortedRecords::Merge(Box::new(merge)))
    }

    fn sort(&mut self) {
        let records = &self.records;
        self.places.sort_unstable_by(|one, other| {
            one.prefix
                .cmp(&other.prefix)
                .then_with(|| record(records, one.start).0.cmp(record(records, other.start).0))
                .then(one.start.cmp(&other.start))
        });
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(files::unnamed(&self.folder)?),
        };
        let mut out = io::BufWriter::with_capacity(1 << 18, file);
        let mut length = 0;
        for place in &self.places {
            let bytes = whole(&self.records, place.start);
            out.write_all(bytes)?;
            length += bytes.len() as u64;
        }
        out.flush()?;
        self.ends.push(self.ends.last().unwrap_or(&0) + length);
        self.records.clear();
        self.places.clear();
        Ok(())
    }
}

fn write_record(records: &mut Vec<u8>, key: &[u8], payload: &[u8]) -> io::Result<()> {
    for part in [key, payload] {
        let length = u32::try_from(part.len()).map_err(|_| io::Error::other("a record is too long"))?;
        records.extend_from_slice(&length.to_le_bytes());
    }
    records.extend_from_slice(key);
    records.extend_from_slice(payload);
    Ok(())
}

/// The records in a buffer, each as key and payload.
pub(super) fn records(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = bytes.get(at..).filter(|bytes| !bytes.is_empty())?;
        at += whole(bytes, 0).len().max(HEAD);
        Some(record(bytes, 0))
    })
}

/// The first eight bytes of a key as a number that compares as they do.
fn prefix(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(key) {
        *to = *from;
    }
    u64::from_be_bytes(bytes)
}

fn length(bytes: &[u8], at: usize) -> usize {
    let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
    u32::from_le_bytes(bytes) as usize
}

fn record(bytes: &[u8], start: usize) -> (&[u8], &[u8]) {
    let key = start + HEAD;
    let payload = key + length(bytes, start);
    let end = payload + length(bytes, start + 4);
    (bytes.get(key..payload).unwrap_or_default(), bytes.get(payload..end).unwrap_or_default())
}

fn whole(bytes: &[u8], start: usize) -> &[u8] {
    let end = start + HEAD + length(bytes, start) + length(bytes, start + 4);
    bytes.get(start..end).unwrap_or_default()
}

pub(super) enum SortedRecords {
    Memory {
        records: Vec<u8>,
        places: std::vec::IntoIter<RecordRef>,
    },
    /// They stand in runs in a file.
    Merge(Box<Merge>),
}

impl SortedRecords {
    pub(super) fn take(&mut self, bytes: usize, chunk: &mut Vec<u8>) -> io::Result<bool> {
        while chunk.len() < bytes {
            let Some((key, payload)) = self.next()? else { return Ok(false) };
            write_record(chunk, key, payload)?;
        }
        Ok(true)
    }

    /// The next record, valid until the one after it is read.
    pub(super) fn next(&mut self) -> io::Result<Option<(&[u8], &[u8])>> {
        match self {
            Self::Memory { records, places } => Ok(places.next().map(|place| record(records, place.start))),
            Self::Merge(merge) => merge.next(),
        }
    }
}

/// Runs that are merged.
pub(super) struct Merge {
    file: File,
    runs: Vec<SortedRun>,
    heap: BinaryHeap<RunHead>,
    /// Whether the record at the top was returned.
    used: bool,
}

struct SortedRun {
    block: Vec<u8>,
    at: usize,
    next: u64,
    end: u64,
}

/// The key of the next record of a run, and the number of the run; the smallest is on top of the heap.
type RunHead = Reverse<(Vec<u8>, usize)>;

impl Merge {
    fn new(mut file: File, ends: &[u64]) -> io::Result<Self> {
        let (mut runs, mut heap) = (Vec::with_capacity(ends.len()), BinaryHeap::new());
        let starts = [0].into_iter().chain(ends.iter().copied());
        for (number, (next, end)) in starts.zip(ends).enumerate() {
            let mut run = SortedRun { block: Vec::new(), at: 0, next, end: *end };
            if run.read_on(&mut file)? {
                heap.push(Reverse((run.key().to_vec(), number)));
            }
            runs.push(run);
        }
        Ok(Self { file, runs, heap, used: false })
    }

    fn next(&mut self) -> io::Result<Option<(&[u8], &[u8])>> {
        if self.used {
            self.advance()?;
        }
        self.used = true;
        let run = self.heap.peek().and_then(|Reverse((_, run))| self.runs.get(*run));
        Ok(run.map(|run| record(&run.block, run.at)))
    }

    fn advance(&mut self) -> io::Result<()> {
        let Some(mut head) = self.heap.peek_mut() else { return Ok(()) };
        let Reverse((key, number)) = &mut *head;
        let Some(run) = self.runs.get_mut(*number) else { return Ok(()) };
        run.at += whole(&run.block, run.at).len();
        if !run.has_record() && !run.read_on(&mut self.file)? {
            PeekMut::pop(head);
            return Ok(());
        }
        run.key().clone_into(key);
        Ok(())
    }
}

impl SortedRun {
    fn key(&self) -> &[u8] {
        record(&self.block, self.at).0
    }

    /// Whether the next record is complete in memory.
    fn has_record(&self) -> bool {
        let left = self.block.len().saturating_sub(self.at);
        left >= HEAD && left >= HEAD + length(&self.block, self.at) + length(&self.block, self.at + 4)
    }

    /// Reads until a record is complete; false at the end.
    fn read_on(&mut self, file: &mut File) -> io::Result<bool> {
        self.block.drain(..self.at);
        self.at = 0;
        while !self.has_record() {
            let more = usize::try_from(self.end - self.next).unwrap_or(BLOCK).min(BLOCK);
            if more == 0 {
                return Ok(false);
            }
            let old = self.block.len();
            self.block.resize(old + more, 0);
            file.seek(SeekFrom::Start(self.next))?;
            file.read_exact(self.block.get_mut(old..).unwrap_or_default())?;
            self.next += more as u64;
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records sorted with this much memory.
    fn sorted(records: &[(Vec<u8>, Vec<u8>)], space: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut sorter = Sorter::new(std::env::temp_dir(), space);
        for (key, payload) in records {
            sorter.push(key, payload).unwrap();
        }
        let mut all = sorter.sorted().unwrap();
        let mut found = Vec::new();
        while let Some((key, payload)) = all.next().unwrap() {
            found.push((key.to_vec(), payload.to_vec()));
        }
        found
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn sorter_is_stable_with_any_memory(
            records in proptest::collection::vec((proptest::collection::vec(0..3_u8, 0..12), proptest::collection::vec(0..=255_u8, 0..40)), 0..200),
            space in 1..4000_usize,
        ) {
            let mut expected = records.clone();
            expected.sort_by(|one, other| one.0.cmp(&other.0));
            proptest::prop_assert_eq!(sorted(&records, space), expected);
        }
    }

    #[test]
    fn record_may_exceed_a_block_and_the_space() {
        let long = vec![7; 3 * BLOCK + 1];
        let records = vec![(b"b".to_vec(), long.clone()), (b"a".to_vec(), Vec::new()), (long, b"x".to_vec())];
        let mut expected = records.clone();
        expected.sort();
        assert_eq!(sorted(&records, 10), expected);
    }
}

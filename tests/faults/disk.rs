//! A disk that loses power: what was not synced is kept, lost, or torn, in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::below;

/// The unit that a disk writes at once.
const SECTOR: usize = 512;

/// The size of the index beside the log of a store.
const INDEX: usize = 32_768;

/// A change that was recorded.
#[derive(Debug)]
pub(super) enum Event {
    Change {
        file: u64,
        write: Write,
    },
    SyncFile(u64),
    SyncFolder,
    /// The names in the folder from now on.
    Names(BTreeMap<String, u64>),
    /// A command has ended.
    Done,
}

#[derive(Debug, Clone)]
pub(super) enum Write {
    At(usize, Vec<u8>),
    Length(usize),
}

/// What a cut does to everything that was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    All,
    Nothing,
    /// Each write is kept, lost or torn, and each name is that of some moment.
    Some,
}

#[derive(Default)]
pub(super) struct Disk {
    files: BTreeMap<u64, DiskFile>,
    /// The names that are synced, and each later state of them.
    names: Vec<BTreeMap<String, u64>>,
}

#[derive(Default)]
struct DiskFile {
    synced: Vec<u8>,
    pending: Vec<Write>,
}

impl Event {
    /// Reads what the library has recorded.
    pub(super) fn read_all(mut record: &[u8]) -> Vec<Self> {
        let mut events = Vec::new();
        while let [kind, rest @ ..] = record {
            let (file, rest) = number(rest);
            let (offset, rest) = number(rest);
            let (length, rest) = number(rest);
            let (bytes, rest) = rest.split_at(size(length));
            events.push(match kind {
                b'W' => Self::Change { file, write: Write::At(size(offset), bytes.to_vec()) },
                b'T' => Self::Change { file, write: Write::Length(size(offset)) },
                b'S' => Self::SyncFile(file),
                b'D' => Self::SyncFolder,
                b'N' => Self::Names(names(bytes)),
                b'E' => Self::Done,
                other => panic!("{other}"),
            });
            record = rest;
        }
        events
    }
}

/// The record of the end of a command.
pub(super) const DONE: [u8; 25] = {
    let mut done = [0; 25];
    done[0] = b'E';
    done
};

fn number(bytes: &[u8]) -> (u64, &[u8]) {
    let (number, rest) = bytes.split_at(8);
    (u64::from_ne_bytes(number.try_into().unwrap()), rest)
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

fn names(bytes: &[u8]) -> BTreeMap<String, u64> {
    let entries = std::str::from_utf8(bytes).unwrap().split_terminator('\0');
    let entry = |entry: &str| {
        let (file, name) = entry.split_once(' ').unwrap();
        (name.to_owned(), file.parse().unwrap())
    };
    entries.map(entry).collect()
}

impl Disk {
    pub(super) fn apply(&mut self, event: &Event) {
        match event {
            Event::Change { file, write } => self.files.entry(*file).or_default().pending.push(write.clone()),
            Event::SyncFile(file) => self.files.entry(*file).or_default().sync(),
            Event::SyncFolder => {
                self.names.drain(..self.names.len().saturating_sub(1));
            }
            Event::Names(names) => self.names.push(names.clone()),
            Event::Done => {}
        }
    }

    /// Writes what is on the disk after a cut; files that were not written are those of another folder.
    pub(super) fn cut(&self, loss: Loss, seed: &mut u64, unwritten: &Path, to: &Path) {
        for (name, file) in self.surviving_names(loss, seed) {
            let from = unwritten.join(&name);
            match self.files.get(&file) {
                Some(file) => fs::write(to.join(name), file.survivor(loss, seed)).unwrap(),
                None if from.is_file() => drop(fs::copy(from, to.join(name)).unwrap()),
                None if from.is_dir() => fs::create_dir(to.join(name)).unwrap(),
                // The library sees no writes through memory: that is the index, which is lost.
                None => fs::write(to.join(name), b"").unwrap(),
            }
        }
        let index = to.join("inbox.db-shm");
        if loss == Loss::Some && to.join("inbox.db").is_file() {
            match below(seed, 3) {
                0 => drop(fs::remove_file(index)),
                1 => fs::write(index, vec![0; INDEX]).unwrap(),
                _ => fs::write(index, (0..INDEX).map(|_| below(seed, 256).to_le_bytes()[0]).collect::<Vec<u8>>())
                    .unwrap(),
            }
        }
    }

    /// Names that one file has had change together, since a file is renamed at once.
    fn surviving_names(&self, loss: Loss, seed: &mut u64) -> BTreeMap<String, u64> {
        let last = self.names.len() - 1;
        let mut survivors = BTreeMap::new();
        for group in self.groups() {
            let moment = match loss {
                Loss::All => 0,
                Loss::Nothing => last,
                Loss::Some => below(seed, last + 1),
            };
            let names = self.names[moment].iter().filter(|(name, _)| group.contains(*name));
            survivors.extend(names.map(|(name, file)| (name.clone(), *file)));
        }
        survivors
    }

    fn groups(&self) -> Vec<BTreeSet<String>> {
        let mut groups: Vec<(BTreeSet<String>, BTreeSet<u64>)> = Vec::new();
        for (name, file) in self.names.iter().flatten() {
            let (mut names, mut files) = (BTreeSet::from([name.clone()]), BTreeSet::from([*file]));
            groups.retain(|group| {
                let is_other = !group.0.contains(name) && !group.1.contains(file);
                if !is_other {
                    names.extend(group.0.iter().cloned());
                    files.extend(&group.1);
                }
                is_other
            });
            groups.push((names, files));
        }
        groups.into_iter().map(|(names, _)| names).collect()
    }
}

impl DiskFile {
    fn sync(&mut self) {
        for write in self.pending.drain(..) {
            write.apply(&mut self.synced, |_| true);
        }
    }

    fn survivor(&self, loss: Loss, seed: &mut u64) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        if loss == Loss::Nothing {
            self.pending.iter().for_each(|write| write.apply(&mut bytes, |_| true));
        }
        if loss == Loss::Some {
            for write in &self.pending {
                match below(seed, 3) {
                    0 => {}
                    1 => write.apply(&mut bytes, |_| true),
                    _ => write.apply(&mut bytes, |_| below(seed, 2) == 0),
                }
            }
        }
        bytes
    }
}

impl Write {
    /// Applies the sectors that are kept.
    fn apply(&self, bytes: &mut Vec<u8>, mut is_kept: impl FnMut(usize) -> bool) {
        match self {
            Self::Length(length) => {
                if is_kept(0) {
                    bytes.resize(*length, 0);
                }
            }
            Self::At(offset, written) => {
                let mut place = *offset;
                let mut rest = &written[..];
                while !rest.is_empty() {
                    let (sector, later) = rest.split_at(rest.len().min(SECTOR - place % SECTOR));
                    if is_kept(place) {
                        bytes.resize(bytes.len().max(place + sector.len()), 0);
                        bytes[place..place + sector.len()].copy_from_slice(sector);
                    }
                    (place, rest) = (place + sector.len(), later);
                }
            }
        }
    }
}

#[test]
fn synced_writes_survive_any_cut() {
    let mut file = DiskFile::default();
    file.pending.push(Write::At(0, vec![1; 1_024]));
    assert!(file.survivor(Loss::All, &mut 0).is_empty());
    assert_eq!(file.survivor(Loss::Nothing, &mut 0), [1; 1_024]);
    let torn: BTreeSet<Vec<u8>> = (0..99).map(|seed| file.survivor(Loss::Some, &mut { seed })).collect();
    let halves = [vec![1; 512], [vec![0; 512], vec![1; 512]].concat()];
    assert_eq!(torn, halves.into_iter().chain([vec![], vec![1; 1_024]]).collect());
    file.sync();
    file.pending.push(Write::Length(0));
    assert_eq!(file.survivor(Loss::All, &mut 0), [1; 1_024]);
}

#[test]
fn rename_is_kept_or_lost_as_one() {
    let names = |names: &[(&str, u64)]| names.iter().map(|(name, file)| ((*name).to_owned(), *file)).collect();
    let (before, after) = (names(&[("draft", 2), ("file", 1)]), names(&[("file", 2)]));
    let disk = Disk { files: BTreeMap::new(), names: vec![before, after] };
    let found: BTreeSet<_> = (0..20).map(|seed| disk.surviving_names(Loss::Some, &mut { seed })).collect();
    assert_eq!(found, disk.names.iter().cloned().collect());
}

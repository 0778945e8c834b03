//! Running the scenarios of files while the files are still read, on every core.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::find::{self, Error, Files};
use super::play::{Selection, Stage};
use super::report::Report;
use super::run::{Played, report};
use crate::formats::Fault;
use crate::formats::scenario::{Scenario, World, read_ahead, read_whole};

/// From how many scenarios on another thread is worth it: what it costs is a world of its own.
const WORTH_A_THREAD: usize = 25;

/// Plays the selected scenarios of files. All faults of the files are told; only if there are none,
/// those of the worlds.
pub fn run_files(files: &Files, selection: &Selection, stage: &mut Stage) -> Result<Report, Error> {
    let (jobs, queue) = mpsc::channel();
    let queue = Queue(Mutex::new(queue));
    thread::scope(|scope| {
        let others = thread::available_parallelism().map_or(0, |cores| cores.get() - 1);
        let (threads, apart) = (Vec::new(), Vec::new());
        let mut pool = Pool { scope, queue: &queue, jobs, stage, handed: 0, others, threads, apart };
        let mut reader = Reader { selection, pool: &mut pool, reading: 0, void: Vec::new(), faults: Vec::new() };
        let read = files.iter().try_for_each(|file| reader.read(file));
        let Reader { void, faults, .. } = reader;
        let read = read.and_then(|()| if faults.is_empty() { Ok(()) } else { Err(Error::Faulty(faults)) });
        if let Err(error) = read {
            pool.abandon();
            return Err(error);
        }
        let mut results = pool.finish()?;
        results.retain(|result| !void.contains(&result.job.reading));
        results.sort_unstable_by_key(|result| result.job.number);
        report(results.into_iter().map(|result| result.played).collect())
    })
}

/// A scenario that is to be played.
struct Job {
    /// How many were handed over before it.
    number: usize,
    /// In which reading of a file it was found.
    reading: usize,
    file: Arc<Path>,
    scenario: Scenario,
}

struct Done {
    played: Played,
    job: Job,
}

impl Job {
    fn play(self, stage: &mut Stage) -> Result<Done, Error> {
        Ok(Done { played: Played::of(stage, &self.file, &self.scenario)?, job: self })
    }
}

/// What nobody has begun to play.
struct Queue(Mutex<Receiver<Job>>);

impl Queue {
    /// The next one; waits for it while more may come.
    fn next(&self) -> Option<Job> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }

    /// Plays what there is, until nothing more can come.
    fn play(&self, stage: &mut Stage, all: &mut Vec<Done>) -> Result<(), Error> {
        while let Some(job) = self.next() {
            all.push(job.play(stage)?);
        }
        Ok(())
    }

    /// Forgets what there is.
    fn clear(&self) {
        while self.next().is_some() {}
    }
}

/// Reads files, and hands over what is selected as soon as it is read.
struct Reader<'r, 'scope, 'env> {
    selection: &'r Selection,
    pool: &'r mut Pool<'scope, 'env>,
    /// Which reading of a file it is.
    reading: usize,
    /// The readings that count for nothing: their files had to be read again from the start.
    void: Vec<usize>,
    faults: Vec<(PathBuf, Fault)>,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self, file: &Path) -> Result<(), Error> {
        if let Err(found) = find::text(file)?.and_then(|text| self.hand_over(&text, &file.into())) {
            self.faults.extend(found.into_iter().map(|fault| (file.to_owned(), fault)));
        }
        Ok(())
    }

    fn hand_over(&mut self, text: &str, file: &Arc<Path>) -> Result<(), Vec<Fault>> {
        self.reading += 1;
        if read_ahead(text, |scenario| self.hand(file, scenario)).is_some() {
            return Ok(());
        }
        self.void.push(self.reading);
        self.reading += 1;
        for scenario in read_whole(text)?.scenarios {
            self.hand(file, scenario);
        }
        Ok(())
    }

    fn hand(&mut self, file: &Arc<Path>, scenario: Scenario) {
        if self.faults.is_empty() && self.selection.takes(&scenario.name.value) {
            self.pool.hand(self.reading, Arc::clone(file), scenario);
        }
    }
}

/// Who plays: the thread that reads, once it has read all, and others once they are worth it.
struct Pool<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    queue: &'env Queue,
    jobs: Sender<Job>,
    stage: &'env mut Stage,
    handed: usize,
    /// How many other threads there may be.
    others: usize,
    threads: Vec<ScopedJoinHandle<'scope, Result<Vec<Done>, Error>>>,
    /// What takes place on a copy of the store, of which there is one.
    apart: Vec<Job>,
}

impl Pool<'_, '_> {
    fn hand(&mut self, reading: usize, file: Arc<Path>, scenario: Scenario) {
        let job = Job { number: self.handed, reading, file, scenario };
        self.handed += 1;
        if job.scenario.world == World::CurrentStore {
            self.apart.push(job);
            return;
        }
        // The queue outlives the pool.
        let _ = self.jobs.send(job);
        if self.threads.len() < self.others && self.handed >= WORTH_A_THREAD * (self.threads.len() + 1) {
            let (queue, mut stage) = (self.queue, self.stage.another());
            self.threads.push(self.scope.spawn(move || {
                let mut all = Vec::new();
                queue.play(&mut stage, &mut all).map(|()| all)
            }));
        }
    }

    /// Plays all that was handed over.
    fn finish(self) -> Result<Vec<Done>, Error> {
        let Self { queue, jobs, stage, threads, apart, .. } = self;
        drop(jobs);
        let mut all = Vec::new();
        let own = apart.into_iter().try_for_each(|job| job.play(stage).map(|done| all.push(done)));
        let own = own.and_then(|()| queue.play(stage, &mut all));
        // Whoever failed leaves work behind that isn't worth doing any more.
        queue.clear();
        own?;
        for thread in threads {
            all.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(all)
    }

    /// Leaves undone what nobody has begun.
    fn abandon(self) {
        drop(self.jobs);
        self.queue.clear();
    }
}

//! Running the scenarios of files while the files are still read, on every core.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::error::{Error, Faults};
use super::play::{Selection, Stage};
use super::report::Report;
use super::run::{Rehearsed, report};
use super::suite::text;
use crate::formats::FileError;
use crate::formats::scenario::{Scenario, World, parse_streaming, parse_whole};

/// From how many scenarios on another thread is worth it: what it costs is a world of its own.
const WORTH_A_THREAD: usize = 25;

/// Plays the selected scenarios of files. All faults of the files are told; only if there are none,
/// those of the worlds.
pub fn run_files(files: &[PathBuf], selection: &Selection, stage: &mut Stage) -> Result<Report, Error> {
    run_beside(files, selection, stage, thread::available_parallelism().map_or(0, |cores| cores.get() - 1))
}

/// The same with so many threads beside this one, at most.
fn run_beside(files: &[PathBuf], selection: &Selection, stage: &mut Stage, others: usize) -> Result<Report, Error> {
    let (jobs, queue) = mpsc::channel();
    let queue = Queue { jobs: Mutex::new(queue), stopped: AtomicBool::new(false) };
    thread::scope(|scope| {
        let (threads, apart) = (Vec::new(), Vec::new());
        let mut pool = Pool { scope, queue: &queue, jobs, stage, handed: 0, others, threads, apart };
        let mut reader = Reader { selection, pool: &mut pool, faults: Faults::default() };
        let read = files.iter().try_for_each(|file| reader.read(file));
        let faults = reader.faults;
        if let Err(error) = read.and_then(|()| faults.or(())) {
            pool.abandon();
            return Err(error);
        }
        let mut results = pool.finish()?;
        results.retain(|result| !result.job.reading.is_void());
        results.sort_unstable_by_key(|result| result.job.number);
        report(results.into_iter().map(|result| result.played).collect())
    })
}

/// A file as it is read, once or again from its start.
struct Reading {
    file: PathBuf,
    void: AtomicBool,
}

impl Reading {
    fn of(file: &Path) -> Arc<Self> {
        Arc::new(Self { file: file.to_owned(), void: AtomicBool::new(false) })
    }

    /// What was handed over of it counts for nothing.
    fn make_void(&self) {
        self.void.store(true, Ordering::Relaxed);
    }

    fn is_void(&self) -> bool {
        self.void.load(Ordering::Relaxed)
    }
}

/// A scenario that is to be played.
struct Job {
    /// How many were handed over before it.
    number: usize,
    reading: Arc<Reading>,
    scenario: Scenario,
}

struct Done {
    played: Rehearsed,
    /// Kept until the end: memory that one thread takes and another gives back keeps both waiting.
    job: Job,
}

impl Job {
    fn play(self, stage: &mut Stage) -> Result<Done, Error> {
        Ok(Done { played: Rehearsed::of(stage, &self.reading.file, &self.scenario)?, job: self })
    }
}

/// What nobody has begun to play.
struct Queue {
    jobs: Mutex<Receiver<Job>>,
    /// Whether the rest isn't worth doing any more.
    stopped: AtomicBool,
}

impl Queue {
    /// The next one; waits for it while more may come.
    fn next(&self) -> Option<Job> {
        let job = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()?;
        (!self.stopped.load(Ordering::Relaxed)).then_some(job)
    }

    /// Plays what there is, until nothing more can come. Who fails stops all.
    fn play(&self, stage: &mut Stage, all: &mut Vec<Done>) -> Result<(), Error> {
        while let Some(job) = self.next() {
            if !job.reading.is_void() {
                all.push(job.play(stage).inspect_err(|_| self.stop())?);
            }
        }
        Ok(())
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// Reads files, and hands over what is selected as soon as it is read.
struct Reader<'r, 'scope, 'env> {
    selection: &'r Selection,
    pool: &'r mut Pool<'scope, 'env>,
    faults: Faults,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self, file: &Path) -> Result<(), Error> {
        if let Err(found) = text(file)?.and_then(|text| self.hand_over(&text, file)) {
            self.faults.of(file, found);
        }
        Ok(())
    }

    fn hand_over(&mut self, text: &str, file: &Path) -> Result<(), Vec<FileError>> {
        let reading = Reading::of(file);
        if parse_streaming(text, |scenario| self.hand(&reading, scenario)).is_some() {
            return Ok(());
        }
        reading.make_void();
        let reading = Reading::of(file);
        for scenario in parse_whole(text)?.scenarios {
            self.hand(&reading, scenario);
        }
        Ok(())
    }

    fn hand(&mut self, reading: &Arc<Reading>, scenario: Scenario) {
        if self.faults.is_empty() && self.selection.takes(&scenario.name.value) {
            self.pool.hand(Arc::clone(reading), scenario);
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
    fn hand(&mut self, reading: Arc<Reading>, scenario: Scenario) {
        let job = Job { number: self.handed, reading, scenario };
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
        let apart = apart.into_iter().filter(|job| !job.reading.is_void());
        let own = apart.map(|job| job.play(stage)).try_for_each(|done| done.map(|done| all.push(done)));
        own.inspect_err(|_| queue.stop())?;
        queue.play(stage, &mut all)?;
        for thread in threads {
            all.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(all)
    }

    /// Leaves undone what nobody has begun.
    fn abandon(self) {
        self.queue.stop();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::inbox::LockWait;

    fn scenarios(count: usize, last: &str) -> String {
        let one = |name: &str| {
            format!(
                "  - name: {name}\n    steps: [{{ settings: {{ default-country: none }}, expect: {{ effects: [] }} }}]\n"
            )
        };
        let all = (0..count).map(|number| one(&format!("number {number}")));
        format!("scenarios:\n{}{last}", all.collect::<String>())
    }

    /// Plays files with so many other threads, on a store that isn't there.
    fn run_with(others: usize, texts: &[String]) -> Result<Report, Error> {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = (0..texts.len()).map(|number| folder.path().join(format!("{number}.yaml"))).collect();
        paths.iter().zip(texts).for_each(|(path, text)| fs::write(path, text).unwrap());
        let mut stage = Stage::new(Some(&folder.path().join("none.db")), LockWait::ZERO);
        run_beside(&paths, &Selection::default(), &mut stage, others)
    }

    #[test]
    fn it_comes_to_the_same_on_any_number_of_threads() {
        let anchored = scenarios(200, "  - name: &anchor the last\n    steps: [{ expect: { contact: x } }]\n");
        let again = anchored.replace("expect: { contact: x }", "team_remove: { team: x }, expect: { effects: [] }");
        for others in [0, 1, 3] {
            let report = run_with(others, &[scenarios(150, ""), again.clone(), scenarios(7, "")]).unwrap();
            assert_eq!((report.passed, report.failed), (357, 1));
            let names: Vec<_> = report.scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
            assert_eq!(names.iter().position(|name| *name == "the last"), Some(350));
            assert_eq!(names.last(), Some(&"number 6"));
        }
    }

    #[test]
    fn all_faults_are_told_whoever_finds_them() {
        let impossible =
            "  - name: faulty\n    given: { contacts: [x] }\n    steps: [{ expect: { contact: x, status: new } }]\n";
        for others in [0, 1, 3] {
            let error = run_with(others, &[scenarios(100, impossible), scenarios(100, impossible)]).unwrap_err();
            let Error::Faulty(faults) = error else { panic!("{error}") };
            assert_eq!(faults.len(), 2);
        }
    }

    #[test]
    fn what_is_stopped_hands_out_nothing_more() {
        let text = scenarios(2, "");
        let (jobs, queue) = mpsc::channel();
        let queue = Queue { jobs: Mutex::new(queue), stopped: AtomicBool::new(false) };
        for (number, scenario) in parse_whole(&text).unwrap().scenarios.into_iter().enumerate() {
            jobs.send(Job { number, reading: Reading::of(Path::new("x.yaml")), scenario }).unwrap();
        }
        assert_eq!(queue.next().map(|job| job.number), Some(0));
        queue.stop();
        assert!(queue.next().is_none());
    }

    /// What fails is the world on the store, which the thread that reads makes; the others end too.
    #[test]
    fn who_fails_stops_all() {
        let current = "  - name: current\n    store: current\n    steps: [{ expect: { contact: x, status: new } }]\n";
        for others in [0, 1, 3] {
            let error = run_with(others, &[scenarios(400, current)]).unwrap_err();
            assert!(matches!(error, Error::Inbox(_)), "{error}");
        }
    }
}

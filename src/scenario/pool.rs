//! Runs scenarios on all cores while the rest of the files is still read.

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::error::{FileFaults, ScenarioError};
use super::report::Report;
use super::run::{ScenarioRun, report};
use super::sandbox::Sandbox;
use super::selection::Selection;
use super::suite::read_text;
use super::world::prepare;
use crate::formats::scenario::{Scenario, World, parse_streaming, parse_whole};

/// The number of scenarios that pays for another thread, which needs a store of its own.
const WORTH_A_THREAD: usize = 25;

/// Runs the selected scenarios of files, or returns all errors of the files, else of their worlds.
pub fn run_files(files: &[PathBuf], selection: &Selection, sandbox: &mut Sandbox) -> Result<Report, ScenarioError> {
    run_on_threads(files, selection, sandbox, thread::available_parallelism().map_or(0, |cores| cores.get() - 1))
}

/// Does the same with at most this many threads beside the current one.
fn run_on_threads(
    files: &[PathBuf],
    selection: &Selection,
    sandbox: &mut Sandbox,
    most_threads: usize,
) -> Result<Report, ScenarioError> {
    let (jobs, receiver) = mpsc::channel();
    let queue = Queue { jobs: Mutex::new(receiver), cancelled: AtomicBool::new(false) };
    thread::scope(|scope| {
        let mut pool = Pool { scope, queue: &queue, jobs, sandbox, most_threads, threads: Vec::new() };
        let mut reader = Reader::new(selection, &mut pool);
        let read = files.iter().try_for_each(|file| reader.read(file));
        let Reader { superseded, sequential, faults, .. } = reader;
        if let Err(error) = read.and_then(|()| faults.or(())) {
            queue.cancel();
            return Err(error);
        }
        let sequential = sequential.into_iter().filter(|job| !superseded.contains(&job.number)).collect();
        let mut finished = pool.finish(sequential)?;
        finished.retain(|finished| !superseded.contains(&finished.job.number));
        finished.sort_unstable_by_key(|finished| finished.job.number);
        report(finished.into_iter().map(|finished| finished.run).collect())
    })
}

/// A scenario to run.
struct Job {
    /// Its position among all.
    number: usize,
    file: Arc<PathBuf>,
    scenario: Scenario,
}

struct FinishedJob {
    run: ScenarioRun,
    /// Kept to the end: freeing memory of another thread makes both wait.
    job: Job,
}

impl Job {
    fn run(self, sandbox: &mut Sandbox) -> Result<FinishedJob, ScenarioError> {
        Ok(FinishedJob { run: ScenarioRun::of(sandbox, &self.file, &self.scenario)?, job: self })
    }
}

/// The jobs that no thread has taken.
struct Queue {
    jobs: Mutex<Receiver<Job>>,
    cancelled: AtomicBool,
}

impl Queue {
    /// Takes a job; waits for it while more may come.
    fn next(&self) -> Option<Job> {
        let job = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()?;
        (!self.cancelled.load(Ordering::Relaxed)).then_some(job)
    }

    /// Runs jobs until the last one. An error cancels the rest.
    fn run(&self, sandbox: &mut Sandbox, finished: &mut Vec<FinishedJob>) -> Result<(), ScenarioError> {
        let mut next = self.next();
        while let Some(job) = next {
            next = self.run_alike(job, sandbox, finished).inspect_err(|_| self.cancel())?;
        }
        Ok(())
    }

    /// Runs a job, and those that follow as long as their world is the same, which is made once. Returns
    /// the job behind them.
    fn run_alike(
        &self,
        mut job: Job,
        sandbox: &mut Sandbox,
        finished: &mut Vec<FinishedJob>,
    ) -> Result<Option<Job>, ScenarioError> {
        let (world, wait) = (job.scenario.world.clone(), sandbox.wait());
        sandbox.rolled_back(&world, |batch| {
            let faults = prepare(batch, &job.file, &job.scenario)?;
            if !faults.is_empty() {
                finished.push(FinishedJob { run: ScenarioRun::invalid(&job.file, faults), job });
                return Ok(self.next());
            }
            loop {
                let run = batch.rolled_back(|| ScenarioRun::in_world(batch, &job.file, &job.scenario))??;
                finished.push(FinishedJob { run, job });
                Sandbox::check_cancelled(wait)?;
                match self.next() {
                    Some(next) if next.scenario.world.is_same(&world) => job = next,
                    other => return Ok(other),
                }
            }
        })
    }

    fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// Reads files and submits the selected scenarios as soon as they are read.
struct Reader<'r, 'scope, 'env> {
    selection: &'r Selection,
    pool: &'r mut Pool<'scope, 'env>,
    submitted: usize,
    /// The jobs of readings that ended early: the file was read again.
    superseded: HashSet<usize>,
    /// Scenarios on the copy of the store, of which there is one.
    sequential: Vec<Job>,
    faults: FileFaults,
}

impl<'r, 'scope, 'env> Reader<'r, 'scope, 'env> {
    fn new(selection: &'r Selection, pool: &'r mut Pool<'scope, 'env>) -> Self {
        let (superseded, sequential, faults) = (HashSet::new(), Vec::new(), FileFaults::default());
        Self { selection, pool, submitted: 0, superseded, sequential, faults }
    }

    fn read(&mut self, file: &Path) -> Result<(), ScenarioError> {
        let (path, first) = (Arc::new(file.to_owned()), self.submitted);
        let scenarios = read_text(file)?.and_then(|text| {
            if parse_streaming(&text, |scenario| self.submit(&path, scenario)).is_some() {
                return Ok(Vec::new());
            }
            self.superseded.extend(first..self.submitted);
            parse_whole(&text)
        });
        match scenarios {
            Ok(scenarios) => scenarios.into_iter().for_each(|scenario| self.submit(&path, scenario)),
            Err(found) => self.faults.add(file, found),
        }
        Ok(())
    }

    fn submit(&mut self, file: &Arc<PathBuf>, scenario: Scenario) {
        if !self.faults.is_empty() || !self.selection.takes(&scenario.name.value) {
            return;
        }
        let job = Job { number: self.submitted, file: Arc::clone(file), scenario };
        self.submitted += 1;
        if job.scenario.world == World::CurrentStore {
            self.sequential.push(job);
        } else {
            self.pool.submit(job);
        }
    }
}

/// The threads: the current one runs jobs once all files are read, others once there are enough.
struct Pool<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    queue: &'env Queue,
    jobs: Sender<Job>,
    sandbox: &'env mut Sandbox,
    most_threads: usize,
    threads: Vec<ScopedJoinHandle<'scope, Result<Vec<FinishedJob>, ScenarioError>>>,
}

impl Pool<'_, '_> {
    fn submit(&mut self, job: Job) {
        let pays = job.number + 1 >= WORTH_A_THREAD * (self.threads.len() + 1);
        // The queue outlives the pool.
        let _ = self.jobs.send(job);
        if pays && self.threads.len() < self.most_threads {
            let (queue, mut sandbox) = (self.queue, self.sandbox.fork());
            self.threads.push(self.scope.spawn(move || {
                let mut finished = Vec::new();
                queue.run(&mut sandbox, &mut finished).map(|()| finished)
            }));
        }
    }

    /// Runs the remaining jobs, and these on the current thread.
    fn finish(self, sequential: Vec<Job>) -> Result<Vec<FinishedJob>, ScenarioError> {
        let Self { queue, jobs, sandbox, threads, .. } = self;
        drop(jobs);
        let mut finished = Vec::new();
        for job in sequential {
            finished.push(job.run(sandbox).inspect_err(|_| queue.cancel())?);
        }
        queue.run(sandbox, &mut finished)?;
        for thread in threads {
            finished.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(finished)
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

    /// Runs files with this many other threads, without a store.
    fn run_with(threads: usize, texts: &[String]) -> Result<Report, ScenarioError> {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = (0..texts.len()).map(|number| folder.path().join(format!("{number}.yaml"))).collect();
        paths.iter().zip(texts).for_each(|(path, text)| fs::write(path, text).unwrap());
        let mut sandbox = Sandbox::new(Some(&folder.path().join("none.db")), LockWait::ZERO);
        run_on_threads(&paths, &Selection::default(), &mut sandbox, threads)
    }

    #[test]
    fn report_is_independent_of_thread_count() {
        let anchored = scenarios(200, "  - name: &anchor the last\n    steps: [{ expect: { contact: x } }]\n");
        let again = anchored.replace("expect: { contact: x }", "team_remove: { team: x }, expect: { effects: [] }");
        for threads in [0, 1, 3] {
            let report = run_with(threads, &[scenarios(150, ""), again.clone(), scenarios(7, "")]).unwrap();
            assert_eq!((report.passed, report.failed), (357, 1));
            let names: Vec<_> = report.scenarios.iter().map(|scenario| scenario.scenario.name.as_str()).collect();
            assert_eq!(names.iter().position(|name| *name == "the last"), Some(350));
            assert_eq!(names.last(), Some(&"number 6"));
        }
    }

    #[test]
    fn invalid_worlds_are_all_reported() {
        let impossible =
            "  - name: faulty\n    given: { contacts: [x] }\n    steps: [{ expect: { contact: x, status: new } }]\n";
        for threads in [0, 1, 3] {
            let error = run_with(threads, &[scenarios(100, impossible), scenarios(100, impossible)]).unwrap_err();
            let ScenarioError::InvalidFiles(faults) = error else { panic!("{error}") };
            assert_eq!(faults.len(), 2);
        }
    }

    #[test]
    fn world_that_is_used_again_is_as_given() {
        let scenario = |number: usize, owners: &str| {
            format!(
                "  - name: number {number}\n    given:\n      members: [ana@acme.example]\n      \
                 contacts: [{{ phone: '+525512345678', owners: [{owners}] }}]\n    steps:\n      \
                 - message: {{ contact: '+525512345678', from: flow }}\n        expect: {{ status: flow }}\n      \
                 - message: {{ contact: '+525512345678', from: contact }}\n        \
                 expect: {{ assigned: [{owners}] }}\n      \
                 - message: {{ contact: '+525512345678', from: member, member: ana@acme.example }}\n        \
                 expect: {{ status: in-progress }}\n"
            )
        };
        let owners = |number: usize| if number % 10 < 5 { "ana@acme.example" } else { "" };
        let all: String = (0..200).map(|number| scenario(number, owners(number))).collect();
        for threads in [0, 1] {
            let report = run_with(threads, &[format!("scenarios:\n{all}")]).unwrap();
            assert_eq!((report.passed, report.failed), (200, 0));
        }
    }

    #[test]
    fn queue_cancelled_returns_no_job() {
        let text = scenarios(2, "");
        let (jobs, queue) = mpsc::channel();
        let queue = Queue { jobs: Mutex::new(queue), cancelled: AtomicBool::new(false) };
        for (number, scenario) in parse_whole(&text).unwrap().into_iter().enumerate() {
            jobs.send(Job { number, file: Arc::default(), scenario }).unwrap();
        }
        assert_eq!(queue.next().map(|job| job.number), Some(0));
        queue.cancel();
        assert!(queue.next().is_none());
    }

    /// The missing store is found by the current thread; the others end too.
    #[test]
    fn error_ends_all_threads() {
        let current = "  - name: current\n    store: current\n    steps: [{ expect: { contact: x, status: new } }]\n";
        for threads in [0, 1, 3] {
            let error = run_with(threads, &[scenarios(400, current)]).unwrap_err();
            assert!(matches!(error, ScenarioError::Inbox(_)), "{error}");
        }
    }
}

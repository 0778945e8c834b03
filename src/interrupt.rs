//! Signals: INT, TERM and HUP cancel a command, wherever it is.
//!
//! A command that works asks now and then whether a signal has arrived ([`is_cancelled`]), rolls back,
//! cleans up, and ends itself. One that waits can't ask: it reads from a terminal or a pipe, writes to
//! a pipe that is full, opens a pipe that nobody else has opened. The system goes on with such calls
//! after a signal, so a thread listens beside it and, if the command hasn't noticed soon, ends the
//! program in its place. Nothing is lost by that: what a transaction hasn't committed, the store
//! forgets, and a copy that is private has no name. One wait for all is simpler than a reader and a
//! writer of our own, and can't miss any.
//!
//! Who ends the program is decided once, by `PHASE`: nobody says that no changes were made once the
//! commit has begun, and nothing is committed once that has been said. After the commit a signal is
//! too late, and the answer is printed as ever. A second signal ends the program at once.

use std::io::{self, Read as _};
use std::process;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit code of a program that was interrupted, as everywhere.
const INTERRUPTED: i32 = 130;

/// How long a command that works may take to notice a signal.
const NOTICE: Duration = Duration::from_millis(300);

/// How long one that has noticed may take to roll back and clean up.
const CLEAN_UP: Duration = Duration::from_secs(10);

/// Set by the first signal.
static ARRIVED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Set when the command has noticed it.
static NOTICED: AtomicBool = AtomicBool::new(false);

/// Who ends the program.
static PHASE: AtomicU8 = AtomicU8::new(OPEN);

/// Not decided yet: the first to claim it.
const OPEN: u8 = 0;
/// The command: it has begun to commit a change, which a signal no longer stops.
const COMMITTED: u8 = 1;
/// The one that has claimed it, the command or the thread beside it.
const ENDING: u8 = 2;

/// Listens from now on. `report` says that the command was cancelled, if it can't say so itself.
///
/// Where a system refuses to listen, a signal ends the program as ever.
pub fn listen(report: impl FnOnce() + Send + 'static) {
    // Here and not in the thread, which may get its turn only once a file has been opened.
    let Ok(mut arrival) = register() else { return };
    let listening = thread::Builder::new().spawn(move || {
        if arrival.read_exact(&mut [0]).is_ok() {
            end_in_place_of_the_command(report);
        }
    });
    drop(listening);
}

/// Registers for all signals; a byte can be read when the first arrives.
#[cfg(unix)]
fn register() -> io::Result<io::PipeReader> {
    let (arrival, wake) = io::pipe()?;
    for signal in signals() {
        on_second_signal_exit(signal)?;
        signal_hook::low_level::pipe::register(signal, wake.try_clone()?)?;
    }
    Ok(arrival)
}

/// Without pipes, only those who ask notice a signal.
#[cfg(not(unix))]
fn register() -> io::Result<io::Empty> {
    [SIGINT, SIGTERM].into_iter().try_for_each(on_second_signal_exit)?;
    Ok(io::empty())
}

/// In this order: what ends the program looks before the same signal sets the flag.
fn on_second_signal_exit(signal: i32) -> io::Result<()> {
    flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&ARRIVED))?;
    flag::register(signal, Arc::clone(&ARRIVED)).map(drop)
}

/// A program that was started with `nohup` outlives its terminal.
#[cfg(unix)]
fn signals() -> Vec<i32> {
    let hangup = signal_hook::consts::SIGHUP;
    let ignored = std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> (hangup - 1) & 1 == 1)
    });
    (!ignored).then_some(hangup).into_iter().chain([SIGINT, SIGTERM]).collect()
}

#[expect(clippy::disallowed_methods, reason = "the command is waiting, and can't return")]
fn end_in_place_of_the_command(report: impl FnOnce()) {
    thread::sleep(NOTICE);
    if NOTICED.load(Ordering::SeqCst) {
        thread::sleep(CLEAN_UP);
    }
    if claim(ENDING).is_ok() {
        report();
        process::exit(INTERRUPTED);
    }
}

fn claim(phase: u8) -> Result<u8, u8> {
    PHASE.compare_exchange(OPEN, phase, Ordering::SeqCst, Ordering::SeqCst)
}

/// Whether a signal asks the command to stop; whoever is told so ends it.
pub fn is_cancelled() -> bool {
    let cancelled = ARRIVED.load(Ordering::SeqCst) && PHASE.load(Ordering::SeqCst) == OPEN;
    if cancelled {
        NOTICED.store(true, Ordering::SeqCst);
    }
    cancelled
}

/// Asks for leave to commit a change; afterwards no signal cancels the command.
pub fn may_commit() -> bool {
    !is_cancelled() && claim(COMMITTED) != Err(ENDING)
}

/// Ends the command by itself; where it is being ended from beside, there is nothing left to do. Answers
/// whether a signal had arrived before anything was committed: an error of the command is then its
/// cancellation, whatever it looked like (an input that the same signal has cut off, for one).
pub fn end() -> bool {
    let ending = claim(ENDING);
    if ending == Err(ENDING) {
        loop {
            thread::park();
        }
    }
    ending.is_ok() && ARRIVED.load(Ordering::SeqCst)
}

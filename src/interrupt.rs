//! Signals: INT, TERM and HUP cancel a command, wherever it is.
//!
//! A working command polls [`is_cancelled`], rolls back, cleans up and ends itself. A blocked command
//! can't poll: it reads from a terminal or a pipe, writes to a full pipe, or opens a pipe without a
//! peer, and the system resumes such calls after a signal. So a thread listens beside it and ends the
//! program if the command doesn't notice soon. Nothing is lost: the store forgets an uncommitted
//! transaction, and a private copy has no name.
//!
//! `PHASE` decides once who ends the program: the message that no changes were made excludes a commit,
//! and a commit excludes that message. After the commit a signal is too late, and the answer is
//! printed. A second signal ends the program at once.

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

/// The time in which a working command notices a signal.
const NOTICE: Duration = Duration::from_millis(300);

/// The time in which it rolls back and cleans up.
const CLEAN_UP: Duration = Duration::from_secs(10);

static ARRIVED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

static NOTICED: AtomicBool = AtomicBool::new(false);

/// Who ends the program.
static PHASE: AtomicU8 = AtomicU8::new(OPEN);

/// Not decided yet; the first claim wins.
const OPEN: u8 = 0;
/// The command, which has begun to commit; signals are ignored.
const COMMITTED: u8 = 1;
/// The command or the thread, whichever claimed it.
const ENDING: u8 = 2;

/// Starts to listen. `report` prints that the command was cancelled, if it can't do so itself.
///
/// Where listening fails, signals have their default effect.
pub fn listen(report: impl FnOnce() + Send + 'static) {
    // Not in the thread, which may start only after a file was opened.
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

/// Without pipes, only polling notices a signal.
#[cfg(not(unix))]
fn register() -> io::Result<io::Empty> {
    [SIGINT, SIGTERM].into_iter().try_for_each(on_second_signal_exit)?;
    Ok(io::empty())
}

/// In this order: the handler that exits checks the flag before the same signal sets it.
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

/// Whether a signal has cancelled the command; the caller must then end it.
pub fn is_cancelled() -> bool {
    let cancelled = ARRIVED.load(Ordering::SeqCst) && PHASE.load(Ordering::SeqCst) == OPEN;
    if cancelled {
        NOTICED.store(true, Ordering::SeqCst);
    }
    cancelled
}

/// Claims the commit of a change; afterwards no signal cancels the command.
pub fn may_commit() -> bool {
    !is_cancelled() && claim(COMMITTED) != Err(ENDING)
}

/// Claims the end for the command, or blocks if the thread is ending the program. Returns whether a
/// signal arrived before a commit: then any error of the command counts as its cancellation, such as
/// an input that the same signal cut off.
pub fn end() -> bool {
    let ending = claim(ENDING);
    if ending == Err(ENDING) {
        loop {
            thread::park();
        }
    }
    ending.is_ok() && ARRIVED.load(Ordering::SeqCst)
}

//! Ctrl-C and SIGTERM: the first asks whoever writes to stop and roll back, the second ends the
//! program at once. Who only reads, or reads input before it writes, dies of the first.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::inbox::Stop;

/// The exit code of a program that was interrupted, as everywhere.
const INTERRUPTED: i32 = 130;

/// Set by the first signal. Where a system refuses to listen, a signal ends the program as ever.
static ARRIVED: LazyLock<io::Result<Arc<AtomicBool>>> = LazyLock::new(|| {
    let arrived = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: what ends the program looks before the same signal sets the flag.
        flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&arrived))?;
        flag::register(signal, Arc::clone(&arrived))?;
    }
    Ok(arrived)
});

/// Listens from now on; answers what tells whether a signal has come.
pub(super) fn listen() -> Stop {
    LazyLock::force(&ARRIVED);
    || ARRIVED.as_ref().is_ok_and(|arrived| arrived.load(Ordering::Relaxed))
}

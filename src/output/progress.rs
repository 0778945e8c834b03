//! The progress of long work, on stderr where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::format::Verbosity;
use super::ui::Ui;
use crate::inbox::{Phase, Progress};

/// A bar that disappears when the work is done.
pub struct ProgressDisplay {
    bar: ProgressBar,
    bytes: u64,
    phase: Option<Phase>,
}

impl Ui {
    /// Shows the progress of reading a file of this size, unless quiet, the size is still to be seen, or results
    /// are printed between.
    pub fn progress(&self, bytes: Option<u64>, streamed: bool) -> ProgressDisplay {
        let quiet = self.verbosity == Verbosity::Quiet || bytes.is_none() || streamed && self.is_terminal();
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bytes = bytes.unwrap_or_default();
        ProgressDisplay { bar: ProgressBar::with_draw_target(Some(bytes), target), bytes, phase: None }
    }
}

impl ProgressDisplay {
    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn begin(&mut self, phase: Phase, of: Option<u64>) {
        // Whatever is drawn next, it isn't how far the last stage had come.
        self.bar.set_position(0);
        let (template, length) = match phase {
            Phase::Reading => ("reading  {wide_bar} {percent:>3} %", self.bytes),
            Phase::Planning => ("planning {spinner} {human_pos}", 0),
            Phase::Writing => ("writing  {wide_bar} {human_pos} of {human_len}", of.unwrap_or_default()),
            Phase::Indexing => ("sorting indexes", 0),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_length(length);
        self.phase = Some(phase);
    }
}

impl Progress for ProgressDisplay {
    fn update(&mut self, phase: Phase, done: u64, of: Option<u64>) {
        if self.phase != Some(phase) {
            self.begin(phase, of);
        }
        self.bar.set_position(done);
    }
}

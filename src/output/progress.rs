//! How far long work has come, on stderr where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::ui::{Ui, Verbosity};
use crate::inbox::{Stage, Watch};

/// A bar that goes away when the work is done.
pub struct Progress {
    bar: ProgressBar,
    bytes: u64,
    stage: Option<Stage>,
}

impl Ui {
    /// Shows how far an import of a file of so many bytes has come; nothing if quiet.
    pub fn progress(&self, bytes: u64) -> Progress {
        let quiet = self.verbosity == Verbosity::Quiet;
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        Progress { bar: ProgressBar::with_draw_target(Some(bytes), target), bytes, stage: None }
    }

    /// The same of a log, unless its size is still to be seen, or results are printed between.
    pub fn progress_beside(&self, bytes: Option<u64>, streamed: bool) -> Progress {
        match bytes {
            Some(bytes) if !(streamed && self.is_terminal()) => self.progress(bytes),
            Some(_) | None => Progress { bar: ProgressBar::hidden(), bytes: 0, stage: None },
        }
    }
}

impl Progress {
    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn begin(&mut self, stage: Stage, of: Option<u64>) {
        // Whatever is drawn next, it isn't how far the last stage had come.
        self.bar.set_position(0);
        let (template, length) = match stage {
            Stage::Reading => ("reading  {wide_bar} {percent:>3} %", self.bytes),
            Stage::Writing => ("writing  {wide_bar} {human_pos} of {human_len}", of.unwrap_or_default()),
            Stage::Indexing => ("sorting indexes", 0),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_length(length);
        self.stage = Some(stage);
    }
}

impl Watch for Progress {
    fn tell(&mut self, stage: Stage, done: u64, of: Option<u64>) {
        if self.stage != Some(stage) {
            self.begin(stage, of);
        }
        self.bar.set_position(done);
    }
}

//! Batches of log lines, so that one thread reads while another decides. Names are not looked up yet.

use crate::inbox::error::SourceError;
use crate::inbox::log_errors::LogLineError;
use crate::model::{Request, Time};

const FULL: usize = 1 << 16;

pub trait LogSource: Send + 'static {
    /// Adds lines until the batch is full or none is available; false at the end.
    fn fill(&mut self, lines: &mut LogBatch) -> Result<bool, SourceError>;

    fn bytes_read(&self) -> u64;
}

/// Events with their names, all in one text, and errors of other lines.
#[derive(Debug, Default)]
pub struct LogBatch {
    text: String,
    pub entries: Vec<LogEvent>,
    /// The errors of lines that can't be read.
    pub faults: Vec<LogLineError>,
}

/// A line with an event.
#[derive(Debug)]
pub struct LogEvent {
    pub line: u64,
    pub at: Time,
    /// The column of the time.
    pub at_column: u64,
    /// None for an action about many conversations.
    pub contact: Option<TextSpan>,
    pub event: Request<TextSpan, TextSpan>,
}

/// A name in the text of a batch, with its column in the line.
#[derive(Debug, Clone, Copy)]
pub struct TextSpan {
    start: u32,
    end: u32,
    pub(super) column: u32,
}

impl LogBatch {
    /// Whether it is to be handed on.
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL || self.entries.len() + self.faults.len() >= FULL / 32
    }

    /// Adds a name of the next event.
    pub fn name(&mut self, text: &str, column: u64) -> TextSpan {
        let start = self.text.len();
        self.text.push_str(text);
        // A batch is full long before its text is that long.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        TextSpan { start: place(start), end: place(self.text.len()), column }
    }

    pub(super) fn text(&self, name: TextSpan) -> &str {
        self.text.get(name.start as usize..name.end as usize).unwrap_or_default()
    }

    /// The contacts of its events, as typed.
    pub(super) fn contacts(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| Some(self.text(entry.contact?)))
    }
}

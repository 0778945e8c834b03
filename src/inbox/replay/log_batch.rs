//! Lines of a message log on their way in, many at a time, so that one thread can read while another
//! decides. Names are texts that nobody has looked up yet.

use crate::inbox::error::SourceError;
use crate::inbox::log_errors::LogLineError;
use crate::model::Time;
use crate::model::named::Event;

/// How much text a batch takes before it is full.
const FULL: usize = 1 << 16;

/// Where lines come from.
pub trait LogSource: Send + 'static {
    /// Adds lines until the batch is full, or there are none at hand; false if there are none left.
    fn fill(&mut self, lines: &mut LogBatch) -> Result<bool, SourceError>;

    /// How much of the log has been read, in bytes.
    fn bytes_read(&self) -> u64;
}

/// Lines with their names, all in one text; and what is wrong with others.
#[derive(Debug, Default)]
pub struct LogBatch {
    text: String,
    entries: Vec<LogEvent>,
    faults: Vec<LogLineError>,
}

/// A line that is an event.
#[derive(Debug)]
pub struct LogEvent {
    /// The number of the line.
    pub line: u64,
    /// When it happened.
    pub at: Time,
    /// Where that stands.
    pub at_column: u64,
    /// The contact's phone.
    pub contact: TextSpan,
    /// What happened.
    pub event: Event<TextSpan, TextSpan>,
}

/// A name in the text of a batch, and where it stands in its line.
#[derive(Debug, Clone, Copy)]
pub struct TextSpan {
    start: u32,
    end: u32,
    pub(super) column: u32,
}

impl LogBatch {
    /// Whether it should be handed on.
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL || self.entries.len() + self.faults.len() >= FULL / 32
    }

    /// Takes a name of the entry that is added next.
    pub fn name(&mut self, text: &str, column: u64) -> TextSpan {
        let start = self.text.len();
        self.text.push_str(text);
        // A batch ends long before its text is so long.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        TextSpan { start: place(start), end: place(self.text.len()), column }
    }

    /// Adds a line that is an event.
    pub fn add(&mut self, entry: LogEvent) {
        self.entries.push(entry);
    }

    /// Adds what is wrong with a line that isn't.
    pub fn reject(&mut self, fault: LogLineError) {
        self.faults.push(fault);
    }

    /// What a name says.
    pub(super) fn text(&self, name: TextSpan) -> &str {
        self.text.get(name.start as usize..name.end as usize).unwrap_or_default()
    }

    pub(super) fn entries(&self) -> &[LogEvent] {
        &self.entries
    }

    pub(super) fn faults(&self) -> &[LogLineError] {
        &self.faults
    }
}

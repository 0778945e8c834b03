//! What a message log came to, for people and for scripts.

use std::fmt::Write as _;
use std::io::Write;
use std::ops::ControlFlow;

use super::bars::bar;
use super::effects::{EffectStream, as_i64};
use super::heading::Heading;
use super::text::{count, escaped, grouped};
use super::ui::{Error, Ui, ndjson, unless_closed};
use crate::inbox::{BusiestMember, LineDecision, ReplaySummary};

/// How wide the screen is where nobody knows, and the widest that bars are drawn for.
const WIDTH: u16 = 80;

/// Decisions on their way out, one a line.
pub struct Stream {
    out: Box<dyn Write>,
    failed: Option<Error>,
}

impl Ui {
    /// Begins to print decisions.
    pub fn stream(&self) -> Stream {
        Stream { out: Box::new(self.data_out()), failed: None }
    }

    /// What a message log came to, behind its effects where they are printed one by one.
    pub fn replayed(&self, replayed: &ReplaySummary, effects: EffectStream<'_>) -> Result<(), Error> {
        effects.finish()?;
        self.summary(replayed, |width| text(replayed, width))
    }
}

impl Stream {
    /// Prints a decision; says whether anybody reads on.
    pub fn line(&mut self, decided: &LineDecision) -> ControlFlow<()> {
        match ndjson(&mut self.out, decided) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    /// Prints what is left.
    pub fn finish(mut self) -> Result<(), Error> {
        unless_closed(match self.failed {
            Some(error) => Err(error),
            None => self.out.flush().map_err(Error::from),
        })
    }
}

/// Something that is counted, with its parts.
type Section = (&'static str, u64, Vec<(&'static str, u64)>);

/// Everything that is counted.
fn sections(replayed: &ReplaySummary) -> Vec<Section> {
    let events = replayed.events.iter().map(|(kind, number)| (kind.code(), *number)).collect();
    let assigned = replayed.assigned.iter().map(|(reason, number)| (reason.code(), *number));
    let passed = replayed.passed_over.iter().map(|(reason, number)| (reason.code(), *number));
    let skipped = (replayed.skipped > 0).then(|| ("skipped", replayed.skipped, Vec::new()));
    let counted = vec![
        ("events", replayed.events.values().sum(), events),
        ("contacts created", replayed.contacts_created, Vec::new()),
        ("conversations opened", replayed.conversations.opened, Vec::new()),
        ("conversations closed", replayed.conversations.closed, Vec::new()),
        ("assigned", replayed.assigned.values().sum(), assigned.collect()),
        ("owners added", replayed.owners_added, Vec::new()),
        ("passed over", replayed.passed_over.values().sum(), passed.collect()),
    ];
    counted.into_iter().chain(skipped).collect()
}

fn text(replayed: &ReplaySummary, width: Option<u16>) -> String {
    let heading = Heading { change: replayed.change, effects: replayed.effect_count, ..Heading::default() };
    let mut text = heading.line();
    for (title, number, parts) in sections(replayed) {
        let _ = writeln!(text, "   {title:<21}{:>12}", grouped(number));
        for (part, number) in parts {
            let _ = writeln!(text, "      {part:<18}{:>12}", grouped(number));
        }
    }
    text.push_str(&busiest_text(&replayed.busiest, width));
    let busy = replayed.by_member.iter().filter(|sums| sums.assigned > 0).count();
    if busy > replayed.busiest.len() {
        let more = count(as_i64(busy - replayed.busiest.len()), "more member");
        let _ = writeln!(text, "      … and {more}; `--json` shows all");
    }
    text
}

/// Who was put on the most conversations, as bars.
fn busiest_text(busiest: &[BusiestMember], width: Option<u16>) -> String {
    let Some(greatest) = busiest.iter().map(|busy| busy.assigned).max() else { return String::new() };
    let names: Vec<_> = busiest.iter().map(|busy| escaped(&busy.member)).collect();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    let numbers = grouped(greatest).len();
    let room = usize::from(width.unwrap_or(WIDTH).min(WIDTH)).saturating_sub(longest + numbers + 7);
    let cells = u16::try_from(room.clamp(8, 40)).unwrap_or_default();
    let mut text = "   busiest, by assignments\n".to_owned();
    for (name, busy) in names.iter().zip(busiest) {
        let number = grouped(busy.assigned);
        let bar = bar(busy.assigned, greatest, cells);
        let _ = writeln!(text, "      {name:<longest$}  {number:>numbers$}  {bar}");
    }
    text
}

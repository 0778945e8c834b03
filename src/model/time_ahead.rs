//! When absences begin and end, as people type it: these times lie ahead.

use std::str::FromStr;

use jiff::civil::Weekday;
use jiff::{Span, Timestamp, ZonedDateTime};

use super::clock::Clock;
use super::text::Excerpt;
use super::time::Time;
use super::time_phrase::{InvalidPhrase, TimePhrase, time_of};

/// A time as typed: a [`TimePhrase`], a span ahead such as `+2w`, `tomorrow`, or a weekday.
#[derive(Debug, Clone)]
pub struct TimeAhead(Box<AheadKind>);

#[derive(Debug, Clone)]
enum AheadKind {
    Time(TimePhrase),
    Span(Span),
    Tomorrow,
    /// The next one.
    Weekday(Weekday),
}

/// A text that is not a time ahead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTimeAhead {
    #[error("expected a time, such as 2026-01-31, '2026-01-31 09:00', monday, +2w or 2026-01-31T09:00:00Z")]
    Unreadable,
    /// The hint stands on a line of its own.
    #[error("expected a span ahead, with a `+`\nhint: use `+{0}`")]
    SpanBack(String),
    #[error(transparent)]
    Phrase(InvalidPhrase),
}

impl TimeAhead {
    /// Reads when something begins: a date or weekday at its start. Spans and weekdays count from `now`.
    pub fn start(&self, clock: &Clock, now: Time) -> Result<Time, InvalidPhrase> {
        self.read(clock, now, 0)
    }

    /// Reads when something ends that began at `from`, from which spans and weekdays count; a date or weekday ends
    /// with its last moment, so that the next day is the first one after.
    pub fn end(&self, clock: &Clock, from: Time) -> Result<Time, InvalidPhrase> {
        self.read(clock, from, 1)
    }

    /// Reads the time; of a day, its midnight, or that of one some days later.
    fn read(&self, clock: &Clock, since: Time, days: i64) -> Result<Time, InvalidPhrase> {
        let local = || Ok::<_, InvalidPhrase>(Timestamp::from(since).to_zoned_datetime(clock.zone()?.clone()));
        match &*self.0 {
            AheadKind::Time(phrase) if phrase.is_date() && days > 0 => {
                Ok(Time::from_nanoseconds(phrase.end(clock)?.as_nanoseconds().saturating_add(1)))
            }
            AheadKind::Time(phrase) => phrase.start(clock),
            AheadKind::Span(span) => time_of(local()?.checked_add(*span)),
            AheadKind::Tomorrow => midnight(clock.local_now()?.tomorrow(), days),
            AheadKind::Weekday(weekday) => midnight(local()?.nth_weekday(1, *weekday), days),
        }
    }
}

fn midnight(day: Result<ZonedDateTime, jiff::Error>, later: i64) -> Result<Time, InvalidPhrase> {
    let later = Span::new().try_days(later);
    time_of(later.and_then(|later| day.and_then(|day| day.start_of_day()).and_then(|day| day.checked_add(later))))
}

impl FromStr for TimeAhead {
    type Err = InvalidTimeAhead;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_lowercase();
        if word == "tomorrow" {
            return Ok(Self(Box::new(AheadKind::Tomorrow)));
        }
        if let Some(weekday) = weekday(&word) {
            return Ok(Self(Box::new(AheadKind::Weekday(weekday))));
        }
        if let Some(span) = word.strip_prefix('+') {
            let starts_with_digit = span.starts_with(|one: char| one.is_ascii_digit());
            let span = span.parse::<Span>().ok().filter(|span| starts_with_digit && span.is_positive());
            return span.map(|span| Self(Box::new(AheadKind::Span(span)))).ok_or(InvalidTimeAhead::Unreadable);
        }
        let phrase: TimePhrase = text.parse().map_err(|error| match error {
            InvalidPhrase::Unreadable => InvalidTimeAhead::Unreadable,
            other => InvalidTimeAhead::Phrase(other),
        })?;
        if !phrase.is_span_ago() {
            return Ok(Self(Box::new(AheadKind::Time(phrase))));
        }
        let back = word.trim_end_matches("ago").trim_end();
        Err(InvalidTimeAhead::SpanBack(Excerpt(back).to_string()))
    }
}

/// A weekday by its English name or the first three letters.
fn weekday(word: &str) -> Option<Weekday> {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let number = names.iter().position(|name| *name == word || name.get(..3) == Some(word))?;
    Weekday::from_monday_zero_offset(i8::try_from(number).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    /// Saturday, 2026-11-28 15:30 in Madrid.
    fn clock() -> Clock {
        let zone = || Ok(TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap());
        Clock::new("2026-11-28T14:30:00Z".parse().unwrap(), zone)
    }

    fn read(text: &str) -> TimeAhead {
        text.parse().unwrap()
    }

    #[test]
    fn beginnings_count_from_now() {
        for (text, time) in [
            ("monday", "2026-11-29T23:00:00Z"),
            ("Sat", "2026-12-04T23:00:00Z"),
            ("tomorrow", "2026-11-28T23:00:00Z"),
            ("today", "2026-11-27T23:00:00Z"),
            ("now", "2026-11-28T14:30:00Z"),
            ("+2w", "2026-12-12T14:30:00Z"),
            ("+1 day 2 hours", "2026-11-29T16:30:00Z"),
            ("2026-12-24", "2026-12-23T23:00:00Z"),
            ("2026-12-24 09:00", "2026-12-24T08:00:00Z"),
            ("2026-12-24T09:00:00-06:00", "2026-12-24T15:00:00Z"),
        ] {
            assert_eq!(read(text).start(&clock(), clock().now()).unwrap().to_string(), time, "{text}");
        }
    }

    /// Away from Monday, 30 November.
    #[test]
    fn ends_count_from_the_beginning_and_include_a_day() {
        let from = "2026-11-29T23:00:00Z".parse().unwrap();
        for (text, time) in [
            ("+2w", "2026-12-13T23:00:00Z"),
            ("friday", "2026-12-04T23:00:00Z"),
            ("monday", "2026-12-07T23:00:00Z"),
            ("2026-12-24", "2026-12-24T23:00:00Z"),
            ("tomorrow", "2026-11-29T23:00:00Z"),
            ("2026-12-24 09:00", "2026-12-24T08:00:00Z"),
            // The clocks are put forward on 28 March.
            ("+18w", "2027-04-04T22:00:00Z"),
        ] {
            assert_eq!(read(text).end(&clock(), from).unwrap().to_string(), time, "{text}");
        }
    }

    #[test]
    fn spans_back_and_other_texts_are_refused() {
        let refused = |text: &str| text.parse::<TimeAhead>().unwrap_err().to_string();
        for text in ["2w", "2w ago"] {
            assert!(refused(text).ends_with("hint: use `+2w`"), "{text}");
        }
        for text in ["", "+", "+2", "+-2d", "++2d", "-2d", "mon day", "next week", "soon"] {
            assert_eq!(refused(text), InvalidTimeAhead::Unreadable.to_string(), "{text}");
        }
    }
}

//! Times as people type them: they are read with a clock, in the local time zone.

use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp, ZonedDateTime};

use super::clock::{Clock, UnknownZone};
use super::text::Excerpt;
use super::time::Time;

/// A time as typed: RFC 3339, a local date or time, `now`, `today`, `yesterday`, or a span back from now
/// such as `2d`.
#[derive(Debug, Clone)]
pub struct TimePhrase {
    typed: String,
    kind: Box<PhraseKind>,
}

#[derive(Debug, Clone)]
enum PhraseKind {
    Instant(Time),
    Local(DateTime),
    Date(Date),
    DaysAgo(i64),
    SpanAgo(Span),
}

/// A text that is not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPhrase {
    #[error("expected a time, such as 2026-01-31, '2026-01-31 09:00', yesterday, 2d or 2026-01-31T09:00:00Z")]
    Unreadable,
    #[error("the time is outside of the years 1678 to 2261")]
    OutOfRange,
    #[error("`{typed}` does not exist in {zone}: the clocks are put forward over it")]
    Skipped { typed: String, zone: String },
    #[error("`{typed}` happens twice in {zone}: {first} or {second}")]
    Twice { typed: String, zone: String, first: Time, second: Time },
    #[error(transparent)]
    UnknownZone(#[from] UnknownZone),
}

impl TimePhrase {
    /// Reads the time; of a date, its beginning.
    pub fn start(&self, clock: &Clock) -> Result<Time, InvalidPhrase> {
        let zoned = match &*self.kind {
            PhraseKind::Instant(time) => return Ok(*time),
            PhraseKind::Local(local) => return self.local(*local, clock.zone()?),
            PhraseKind::SpanAgo(span) => clock.local_now()?.checked_sub(*span),
            PhraseKind::Date(_) | PhraseKind::DaysAgo(_) => self.midnight(clock, 0)?,
        };
        time_of(zoned)
    }

    /// Reads the time; of a date, its last moment.
    pub fn end(&self, clock: &Clock) -> Result<Time, InvalidPhrase> {
        match &*self.kind {
            PhraseKind::Date(_) | PhraseKind::DaysAgo(_) => {
                let next = time_of(self.midnight(clock, 1)?)?;
                Ok(Time::from_nanoseconds(next.as_nanoseconds().saturating_sub(1)))
            }
            PhraseKind::Instant(_) | PhraseKind::Local(_) | PhraseKind::SpanAgo(_) => self.start(clock),
        }
    }

    /// Whether it is a date, without a time of the day.
    pub(super) fn is_date(&self) -> bool {
        matches!(*self.kind, PhraseKind::Date(_) | PhraseKind::DaysAgo(_))
    }

    /// Whether it is a span back from now, other than `now` itself.
    pub(super) fn is_span_ago(&self) -> bool {
        matches!(&*self.kind, PhraseKind::SpanAgo(span) if !span.is_zero())
    }

    /// The beginning of the date, or of one some days later.
    fn midnight(&self, clock: &Clock, later: i64) -> Result<Result<ZonedDateTime, jiff::Error>, InvalidPhrase> {
        let (date, back) = match &*self.kind {
            PhraseKind::Date(date) => (*date, 0),
            PhraseKind::DaysAgo(back) => (clock.local_now()?.date(), *back),
            PhraseKind::Instant(_) | PhraseKind::Local(_) | PhraseKind::SpanAgo(_) => {
                return Err(InvalidPhrase::Unreadable);
            }
        };
        let zone = clock.zone()?;
        let date = Span::new().try_days(later - back).and_then(|days| date.checked_add(days));
        Ok(date.and_then(|date| date.to_zoned_datetime(zone.clone())))
    }

    fn local(&self, local: DateTime, zone: &TimeZone) -> Result<Time, InvalidPhrase> {
        let (typed, name) = (self.typed.clone(), zone_name(zone));
        match zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => time_of(offset.to_timestamp(local)),
            AmbiguousOffset::Gap { .. } => Err(InvalidPhrase::Skipped { typed, zone: name }),
            AmbiguousOffset::Fold { before, after } => Err(InvalidPhrase::Twice {
                typed,
                zone: name,
                first: time_of(before.to_timestamp(local))?,
                second: time_of(after.to_timestamp(local))?,
            }),
        }
    }
}

impl FromStr for TimePhrase {
    type Err = InvalidPhrase;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        Ok(Self { typed: Excerpt(text).to_string(), kind: Box::new(text.parse()?) })
    }
}

impl FromStr for PhraseKind {
    type Err = InvalidPhrase;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_lowercase().as_str() {
            "now" => return Ok(Self::SpanAgo(Span::new())),
            "today" => return Ok(Self::DaysAgo(0)),
            "yesterday" => return Ok(Self::DaysAgo(1)),
            _ => {}
        }
        if !text.contains('-') {
            return span_ago(text);
        }
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Ok(Self::Instant(time_of(Ok(timestamp))?));
        }
        // A local time would be read from a time with a zone too, by ignoring the zone.
        if !text.chars().all(|one| one.is_ascii_digit() || "-:T .t".contains(one)) {
            return Err(InvalidPhrase::Unreadable);
        }
        let is_date = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let read = if is_date { text.parse().map(Self::Date) } else { text.parse().map(Self::Local) };
        read.map_err(|_| InvalidPhrase::Unreadable)
    }
}

/// A span back from now: `2d`, `3h`, `1w`, `2 days ago`. Spans ahead begin with `+`, and are not read here.
fn span_ago(text: &str) -> Result<PhraseKind, InvalidPhrase> {
    let has_unit = text.starts_with(|one: char| one.is_ascii_digit()) && text.contains(char::is_alphabetic);
    let span = text.to_lowercase().parse::<Span>().ok().filter(|_| has_unit);
    span.map(|span| PhraseKind::SpanAgo(span.abs())).ok_or(InvalidPhrase::Unreadable)
}

fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("the local time zone").to_owned()
}

pub(super) fn time_of(read: Result<impl Into<Timestamp>, jiff::Error>) -> Result<Time, InvalidPhrase> {
    let timestamp: Timestamp = read.map_err(|_| InvalidPhrase::OutOfRange)?.into();
    Time::try_from(timestamp).map_err(|_| InvalidPhrase::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-28 15:30:05.5 in Madrid.
    fn clock(zone: &'static str) -> Clock {
        let zone = match zone {
            "Europe/Madrid" => || Ok(TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()),
            "UTC" => || Ok(TimeZone::UTC),
            _ => || Err(UnknownZone("no such zone".to_owned())),
        };
        Clock::new("2026-11-28T14:30:05.5Z".parse().unwrap(), zone)
    }

    fn start(text: &str) -> Result<String, InvalidPhrase> {
        text.parse::<TimePhrase>()?.start(&clock("Europe/Madrid")).map(|time| time.to_string())
    }

    #[test]
    fn times_are_read_in_the_local_zone() {
        for (text, time) in [
            ("2026-11-27T09:00:00-06:00", "2026-11-27T15:00:00Z"),
            ("2026-11-27 09:00Z", "2026-11-27T09:00:00Z"),
            ("2026-11-27", "2026-11-26T23:00:00Z"),
            ("2026-07-01", "2026-06-30T22:00:00Z"),
            ("2026-11-27 18:00", "2026-11-27T17:00:00Z"),
            ("2026-11-27T18:00:30", "2026-11-27T17:00:30Z"),
            ("now", "2026-11-28T14:30:05Z"),
            ("today", "2026-11-27T23:00:00Z"),
            (" Yesterday ", "2026-11-26T23:00:00Z"),
            ("2d", "2026-11-26T14:30:05Z"),
            ("3h", "2026-11-28T11:30:05Z"),
            ("30m", "2026-11-28T14:00:05Z"),
            ("1w", "2026-11-21T14:30:05Z"),
            ("2 days ago", "2026-11-26T14:30:05Z"),
            ("1h30m", "2026-11-28T13:00:05Z"),
            // A day is a day of the calendar: the clocks were put back on 25 October.
            ("5w", "2026-10-24T13:30:05Z"),
        ] {
            assert_eq!(start(text).as_deref(), Ok(time), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "2",
            "d",
            "-2d",
            "+2d",
            "20261127",
            "27/11/2026",
            "2026-13-01",
            "2026-02-30",
            "2026-11-27 25:00",
            "last week",
            "tomorrow",
            "noon",
            "2026-11",
            "1764324000",
            "P2D",
            "2026-11-27T18:00[Europe/Madrid]",
        ] {
            assert_eq!(start(text), Err(InvalidPhrase::Unreadable), "{text}");
        }
        assert_eq!(start("9000y"), Err(InvalidPhrase::OutOfRange));
        assert_eq!(start("1500-01-01"), Err(InvalidPhrase::OutOfRange));
    }

    #[test]
    fn local_times_have_one_reading_or_none() {
        let twice = start("2026-10-25 02:30").unwrap_err().to_string();
        assert!(twice.ends_with("2026-10-25T00:30:00Z or 2026-10-25T01:30:00Z"), "{twice}");
        assert!(matches!(start("2026-03-29 02:30"), Err(InvalidPhrase::Skipped { .. })));
    }

    #[test]
    fn the_end_of_a_date_is_its_last_moment() {
        let end = |text: &str| text.parse::<TimePhrase>().unwrap().end(&clock("Europe/Madrid")).unwrap().to_string();
        assert_eq!(end("2026-11-27"), "2026-11-27T22:59:59.999999999Z");
        assert_eq!(end("yesterday"), end("2026-11-27"));
        // The day of the change has 25 hours.
        assert_eq!(end("2026-10-25"), "2026-10-25T22:59:59.999999999Z");
        assert_eq!(end("2026-11-27 18:00"), "2026-11-27T17:00:00Z");
    }

    #[test]
    fn unknown_zone_matters_only_to_local_times() {
        let read = |text: &str| text.parse::<TimePhrase>().unwrap().start(&clock("Nowhere"));
        assert!(matches!(read("2026-11-27"), Err(InvalidPhrase::UnknownZone(_))));
        assert_eq!(read("2026-11-27T00:00:00Z").unwrap().to_string(), "2026-11-27T00:00:00Z");
    }
}

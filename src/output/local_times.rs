//! Times in tables: in the local time zone, which is named, and without the year of today.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::model::{Clock, Time};

/// Shows times in a zone, as seen from now. The zone is looked up when a time is first shown.
#[derive(Debug, Clone)]
pub struct LocalTimes(Clock);

impl LocalTimes {
    pub const fn new(clock: Clock) -> Self {
        Self(clock)
    }

    pub const fn clock(&self) -> &Clock {
        &self.0
    }

    /// `28 Nov 09:00`, in other years `28 Nov 2025 09:00`; with its zone where that is not the one of now.
    pub(super) fn short(&self, time: Time) -> String {
        let (now, time) = (self.local(self.0.now()), self.local(time));
        let zone = zone(&time);
        let zone = if zone == self::zone(&now) { String::new() } else { format!(" {zone}") };
        minute(&now, &time) + &zone
    }

    /// The same with its zone.
    pub(super) fn with_zone(&self, time: Time) -> String {
        let (now, time) = (self.local(self.0.now()), self.local(time));
        format!("{} {}", minute(&now, &time), zone(&time))
    }

    /// The zone of now, for the headings of columns.
    pub(super) fn zone(&self) -> String {
        zone(&self.local(self.0.now()))
    }

    /// Times of an unknown zone are shown in UTC, which is named too.
    fn local(&self, time: Time) -> ZonedDateTime {
        let zone = self.0.zone().map_or(TimeZone::UTC, Clone::clone);
        Timestamp::from(time).to_zoned_datetime(zone)
    }
}

fn minute(now: &ZonedDateTime, time: &ZonedDateTime) -> String {
    let format = if time.year() == now.year() { "%-d %b %H:%M" } else { "%-d %b %Y %H:%M" };
    time.strftime(format).to_string()
}

/// `CST`, or `-03` where a zone has no such name.
fn zone(time: &ZonedDateTime) -> String {
    time.strftime("%Z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(zone: &'static str) -> LocalTimes {
        let zone = match zone {
            "Madrid" => || Ok(TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()),
            _ => || Ok(TimeZone::UTC),
        };
        LocalTimes::new(Clock::new("2026-11-28T14:30:05Z".parse().unwrap(), zone))
    }

    #[test]
    fn times_are_local_and_name_another_zone_or_year() {
        let shown = |zone, time: &str| times(zone).short(time.parse().unwrap());
        assert_eq!(shown("UTC", "2026-11-28T09:00:59Z"), "28 Nov 09:00");
        assert_eq!(shown("Madrid", "2026-11-28T09:00:00Z"), "28 Nov 10:00");
        assert_eq!(shown("Madrid", "2026-07-01T09:00:00Z"), "1 Jul 11:00 CEST");
        assert_eq!(shown("Madrid", "2025-12-31T22:59:00Z"), "31 Dec 2025 23:59");
        assert_eq!(shown("Madrid", "2025-12-31T23:00:00Z"), "1 Jan 00:00");
        assert_eq!(times("Madrid").with_zone("2026-07-01T09:00:00Z".parse().unwrap()), "1 Jul 11:00 CEST");
        assert_eq!(times("UTC").with_zone("2026-07-01T09:00:00Z".parse().unwrap()), "1 Jul 09:00 UTC");
        assert_eq!(times("Madrid").zone(), "CET");
    }
}

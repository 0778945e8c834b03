//! The present and the time zone of the user. The rules never see it: they take times from requests.

use std::cell::OnceCell;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::time::Time;

/// The clock, read once, and the time zone, which is looked up when a local time is first read or shown.
#[derive(Debug, Clone)]
pub struct Clock {
    now: Timestamp,
    zone: OnceCell<Result<TimeZone, UnknownZone>>,
    find_zone: fn() -> Result<TimeZone, UnknownZone>,
}

/// The time zone of the system is configured, but not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the local time zone is unknown: {0}")]
pub struct UnknownZone(pub String);

impl Clock {
    pub const fn new(now: Timestamp, find_zone: fn() -> Result<TimeZone, UnknownZone>) -> Self {
        Self { now, zone: OnceCell::new(), find_zone }
    }

    /// The time in whole seconds, for readable histories.
    pub fn now(&self) -> Time {
        Time::from_clock(self.now)
    }

    /// The present in the local time zone, in whole seconds.
    pub(super) fn local_now(&self) -> Result<ZonedDateTime, UnknownZone> {
        Ok(Timestamp::from(self.now()).to_zoned_datetime(self.zone()?.clone()))
    }

    /// The local time zone.
    pub fn zone(&self) -> Result<&TimeZone, UnknownZone> {
        self.zone.get_or_init(self.find_zone).as_ref().map_err(Clone::clone)
    }
}

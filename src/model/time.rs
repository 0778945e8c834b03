//! Points in time. The model never reads a clock.

use std::fmt;
use std::num::TryFromIntError;
use std::str::FromStr;

use jiff::Timestamp;

use super::text::Excerpt;

/// A point in time, in UTC with nanoseconds; written as RFC 3339.
///
/// Limited to 64-bit nanoseconds since 1970 (the years 1678 to 2261), so that the store keeps it
/// exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// The least number that counts as Unix milliseconds: in seconds, it would be the year 5138.
pub const LEAST_MILLISECONDS: i64 = 100_000_000_000;

/// A text that is not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid time `{}`: expected RFC 3339, for example 2026-01-31T09:00:00Z", Excerpt(.0))]
pub struct InvalidTime(String);

impl Time {
    /// The time with this number of nanoseconds since 1970-01-01T00:00:00Z.
    pub const fn from_nanoseconds(nanoseconds: i64) -> Self {
        Self(nanoseconds)
    }

    /// The time of a number as JSON writes it: seconds since 1970-01-01T00:00:00Z, or milliseconds from
    /// 100,000,000,000 up. A fraction counts down to nanoseconds; times before 1970 are refused.
    pub fn from_unix(number: &str) -> Option<Self> {
        if number.contains(['e', 'E']) {
            return Self::from_unix(&number.parse::<f64>().ok()?.to_string());
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let digits = if whole >= LEAST_MILLISECONDS { 6 } else { 9 };
        let fraction: i64 = format!("{fraction:0<9}").get(..digits)?.parse().ok()?;
        let unit = if whole >= LEAST_MILLISECONDS { 1_000_000 } else { 1_000_000_000 };
        Some(Self(whole.checked_mul(unit)?.checked_add(fraction)?))
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub const fn as_nanoseconds(self) -> i64 {
        self.0
    }

    /// The time of a clock in whole seconds, for readable histories.
    pub fn from_clock(now: Timestamp) -> Self {
        Self(now.as_second().saturating_mul(1_000_000_000))
    }

    /// The time some minutes later.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000_000_000)))
    }

    /// Whether it is less than a minute from another time.
    pub const fn is_near(self, other: Self) -> bool {
        self.0.abs_diff(other.0) < 60_000_000_000
    }

    /// The date and the minute in UTC: `2026-01-31 09:00`.
    pub fn to_minute(self) -> String {
        Timestamp::from(self).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        Self::from_nanosecond(i128::from(time.0)).unwrap_or(Self::UNIX_EPOCH)
    }
}

impl TryFrom<Timestamp> for Time {
    type Error = TryFromIntError;

    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        i64::try_from(timestamp.as_nanosecond()).map(Self)
    }
}

impl FromStr for Time {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidTime(text.to_owned());
        let timestamp: Timestamp = text.trim().parse().map_err(|_| invalid())?;
        Self::try_from(timestamp).map_err(|_| invalid())
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Timestamp::from(*self).fmt(f)
    }
}

impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl schemars::JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A moment, RFC 3339 in UTC.",
            "type": "string",
            "format": "date-time",
            "pattern": "Z$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_round_trips() {
        for text in ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456789Z", "1700-01-01T00:00:00Z"] {
            assert_eq!(text.parse::<Time>().unwrap().to_string(), text);
        }
        assert_eq!("2026-01-01T02:00:00+02:00".parse::<Time>().unwrap().to_string(), "2026-01-01T00:00:00Z");
    }

    #[test]
    fn unix_times_are_seconds_or_milliseconds() {
        for (number, time) in [
            ("0", "1970-01-01T00:00:00Z"),
            ("1767258000", "2026-01-01T09:00:00Z"),
            ("1767258000.5", "2026-01-01T09:00:00.5Z"),
            ("1767258000.1234567891", "2026-01-01T09:00:00.123456789Z"),
            ("1767258000123", "2026-01-01T09:00:00.123Z"),
            ("1767258000123.25", "2026-01-01T09:00:00.12325Z"),
            ("100000000000", "1973-03-03T09:46:40Z"),
            ("9223372036", "2262-04-11T23:47:16Z"),
            ("1.767258e9", "2026-01-01T09:00:00Z"),
            ("1.767258000123E+12", "2026-01-01T09:00:00.123Z"),
        ] {
            assert_eq!(Time::from_unix(number).map(|time| time.to_string()).as_deref(), Some(time), "{number}");
        }
        for number in ["", "-1", "99999999999", "9223372036855", "1767258000000000", "1e99", "1.5.5", "x", "+1", "1 "] {
            assert_eq!(Time::from_unix(number), None, "{number}");
        }
    }

    #[test]
    fn time_rejects_other_texts() {
        for text in
            ["", "yesterday", "2026-01-01", "2026-01-01T00:00:00", "9999-01-01T00:00:00Z", "2026-13-01T00:00:00Z"]
        {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }
}

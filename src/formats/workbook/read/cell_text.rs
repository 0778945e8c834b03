//! The text of numbers and dates: exact, or an error.

use jiff::civil::{Time, date};

/// A number that is read for certain has at most this many digits: a spreadsheet drops the rest of what
/// was typed.
const MOST_DIGITS: u32 = 15;

/// The digits with which a workbook stores a number: they name one number, but not all of them were typed.
const MOST_STORED: usize = 17;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The last day of a workbook, 9999-12-31.
const LAST_DAY: i64 = 2_958_465;

/// Adds a number with all its digits, and without an exponent; `false` if it is too long to be certain, or
/// no number.
pub(super) fn push_number(raw: &str, text: &mut String) -> bool {
    let is_plain = raw.bytes().all(|byte| byte.is_ascii_digit()) && !raw.starts_with('0');
    if is_plain && !raw.is_empty() && raw.len() <= MOST_DIGITS as usize {
        text.push_str(raw);
        return true;
    }
    let mantissa = raw.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    match number(raw) {
        Some(number) if number.abs() < 10_f64.powi(MOST_DIGITS.cast_signed()) && digits <= MOST_STORED => {
            // Minus zero is zero. The shortest digits are those that were typed.
            text.push_str(&(number + 0.0).to_string());
            true
        }
        _ => false,
    }
}

/// A finite number as a workbook writes it; `inf` and `nan` are none.
pub(super) fn number(raw: &str) -> Option<f64> {
    let raw = raw.trim();
    let is_number = raw.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    raw.parse::<f64>().ok().filter(|number| is_number && number.is_finite())
}

/// A date as in ISO 8601, with the time if there is one; of the first day only the time. `None` where a
/// spreadsheet shows none: before its first day, after its last, and on 29 February 1900, which wasn't.
pub(super) fn date_text(days: f64, is_1904: bool) -> Option<String> {
    let (day, time) = day_and_time(days)?;
    let first = if is_1904 { date(1904, 1, 1) } else { date(1899, 12, 31) };
    let gap = i64::from(!is_1904 && day > 60);
    if !(0..=LAST_DAY).contains(&day) || !is_1904 && day == 60 {
        return None;
    }
    let date = first.checked_add(jiff::Span::new().days(day - gap)).ok()?;
    Some(match (day, time) {
        (0, time) => time_text(time),
        (_, 0) => date.to_string(),
        (_, time) => format!("{date}T{}", time_text(time)),
    })
}

/// A duration as in ISO 8601, `PT26H30M`.
pub(super) fn duration_text(days: f64) -> Option<String> {
    let (day, time) = day_and_time(days.abs())?;
    let seconds = (day * DAY + time) / 1000;
    let sign = if days < 0.0 { "-" } else { "" };
    let units = [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
    let units: Vec<_> =
        units.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    Some(if units.is_empty() { "PT0S".to_owned() } else { format!("{sign}PT{}", units.concat()) })
}

/// Whole days, and the milliseconds of the day.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn day_and_time(days: f64) -> Option<(i64, i64)> {
    const MOST_DAYS: f64 = 1e9;
    let milliseconds = (days * 86_400_000.0).round();
    (days.abs() < MOST_DAYS)
        .then(|| (milliseconds as i64).div_euclid(DAY))
        .zip(Some((milliseconds as i64).rem_euclid(DAY)))
}

/// Hours, minutes and seconds, with milliseconds where there are any.
fn time_text(milliseconds: i64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let part = |value: i64| i8::try_from(value).unwrap_or_default();
    let time = Time::new(part(seconds / 3600), part(seconds / 60 % 60), part(seconds % 60), 0).unwrap_or_default();
    if rest == 0 { time.to_string() } else { format!("{time}.{rest:03}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Option<String> {
        let mut text = String::new();
        push_number(raw, &mut text).then_some(text)
    }

    #[test]
    fn numbers_keep_their_digits() {
        for (raw, expected) in [
            ("525512345678", "525512345678"),
            ("5.25512345678E+11", "525512345678"),
            ("5.25512E+11", "525512000000"),
            ("5.25512345678E11", "525512345678"),
            ("999999999999999", "999999999999999"),
            ("0", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("-12.50", "-12.5"),
            ("1.1000000000000001", "1.1"),
            ("1e-7", "0.0000001"),
            (" 7 ", "7"),
        ] {
            assert_eq!(text(raw).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn uncertain_numbers_are_refused() {
        for raw in [
            "1000000000000000",
            "12345678901234567890",
            "1e15",
            "0.123456789012345678",
            "-1e300",
            "1e999",
            "inf",
            "nan",
            "",
            "1,5",
            "0x10",
            "abc",
        ] {
            assert_eq!(text(raw), None, "{raw}");
        }
    }

    #[test]
    fn dates_are_iso() {
        for (days, expected) in [
            (46053.0, "2026-01-31"),
            (46_053.572_916_666_664, "2026-01-31T13:45:00"),
            (0.572_916_666_666_666_6, "13:45:00"),
            (46_053.000_000_1, "2026-01-31T00:00:00.009"),
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (61.0, "1900-03-01"),
            (2_958_465.0, "9999-12-31"),
        ] {
            assert_eq!(date_text(days, false).as_deref(), Some(expected), "{days}");
        }
        assert_eq!(date_text(44_591.0, true).as_deref(), Some("2026-01-31"));
        for days in [-1.0, 60.0, 2_958_466.0, 1e300, f64::MAX] {
            assert_eq!(date_text(days, false), None, "{days}");
        }
    }

    #[test]
    fn durations_are_iso() {
        for (days, expected) in [(26.5 / 24.0, "PT26H30M"), (0.0, "PT0S"), (-0.25, "-PT6H"), (1.0 / 86400.0, "PT1S")] {
            assert_eq!(duration_text(days).as_deref(), Some(expected), "{days}");
        }
    }
}

//! Earlier reports: they are no scenario files, and a new one may be written over them.

use std::fmt;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};

/// Whether a report may be written over what a file holds: an earlier report, or nothing. A scenario
/// file has `scenarios` too, and a faulty one is somebody's work as well. What is no file, a pipe or a
/// device, holds nothing, and isn't read.
pub fn may_be_overwritten(file: &Path) -> bool {
    match fs::metadata(file) {
        Ok(there) if there.is_file() => {}
        Ok(there) => return !there.is_dir(),
        Err(_) => return false,
    }
    let Ok(bytes) = fs::read(file) else { return false };
    bytes.trim_ascii().is_empty() || bytes.starts_with(b"<?xml") || tells_of_a_run(bytes.as_slice())
}

/// Whether a file that is named like scenarios in JSON is the report of a run.
pub(super) fn is_json_report(file: &Path) -> bool {
    let named = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    named && File::open(file).is_ok_and(|file| tells_of_a_run(BufReader::new(file)))
}

/// Whether a text begins as a report in JSON does; it is read no further than that has to be.
fn tells_of_a_run(text: impl Read) -> bool {
    let mut told = Told::default();
    // Where it stops, the text doesn't end, which JSON calls an error; what was told until then counts.
    serde_json::Deserializer::from_reader(text).deserialize_map(&mut told).unwrap_or_default();
    told.is_enough()
}

/// What every report tells before its scenarios, even sorted by name, and no scenario file has.
#[derive(Default)]
struct Told {
    passed: Option<u64>,
    failed: Option<u64>,
}

impl Told {
    fn is_enough(&self) -> bool {
        self.passed.is_some() && self.failed.is_some()
    }
}

impl<'de> Visitor<'de> for &mut Told {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a report")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while !self.is_enough()
            && let Some(key) = map.next_key::<String>()?
        {
            match key.as_str() {
                "passed" => self.passed = Some(map.next_value()?),
                "failed" => self.failed = Some(map.next_value()?),
                "scenarios" => break,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What must not be read.
    struct Unread;

    impl Read for Unread {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            panic!("it is read on")
        }
    }

    #[test]
    fn a_report_is_known_by_what_it_begins_with() {
        assert!(tells_of_a_run(br#"{"passed": 1, "failed": 0,"#.chain(Unread)));
        assert!(tells_of_a_run(br#"{"coverage": {}, "failed": 0, "faults": [], "passed": 1}"#.chain(Unread)));
        assert!(!tells_of_a_run(br#"{"$schema": "x", "scenarios":"#.chain(Unread)));
        for other in ["", "[]", "{}", "scenarios: []", r#"{"passed": 1}"#, r#"{"passed": "x", "failed": 0}"#] {
            assert!(!tells_of_a_run(other.as_bytes()), "{other}");
        }
    }
}

//! A line as a JSON object: the values of its keys with their positions, and errors.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::formats::event::EventKey;
use crate::formats::fault::{FileError, Position, did_you_mean};
use crate::model::Excerpt;

/// The keys that lines have besides the fields of their events.
const OF_ALL: [&str; 4] = ["at", "contact", "from", "action"];

const COUNT: usize = OF_ALL.len() + EventKey::ALL.len();

/// The keys of a line.
pub(super) static KEYS: LazyLock<Vec<&str>> =
    LazyLock::new(|| OF_ALL.into_iter().chain(EventKey::ALL.iter().map(|key| key.code())).collect());

/// The text of a line and its number.
#[derive(Clone, Copy)]
pub(super) struct LineText<'t> {
    pub(super) text: &'t str,
    pub(super) line: u64,
}

impl LineText<'_> {
    /// The position of a part of the text.
    pub(super) fn place(self, part: &str) -> Position {
        self.place_at(part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr()))
    }

    pub(super) fn place_at(self, byte: usize) -> Position {
        let before = self.text.as_bytes().get(..byte).unwrap_or_default();
        // Bytes that begin a character: all but continuation bytes.
        let letters = before.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        Position { line: self.line, column: letters as u64 + 1 }
    }
}

/// The values of a line by the positions of their keys.
#[derive(Default)]
pub(super) struct LogObject<'t> {
    values: [Option<&'t RawValue>; COUNT],
    /// Unknown and duplicate keys.
    unexpected_keys: Vec<UnexpectedKey<'t>>,
}

/// The key as written, the message and the hint.
type UnexpectedKey<'t> = (Option<&'t str>, String, Option<String>);

impl<'t> LogObject<'t> {
    /// Reads a line; errors are collected, and the rest is read all the same.
    pub(super) fn read(source: LineText<'t>, faults: &mut Vec<FileError>) -> Option<Self> {
        let mut reader = serde_json::Deserializer::from_str(source.text);
        let read = reader.deserialize_map(Self::default()).and_then(|object| reader.end().map(|()| object));
        match read {
            Ok(mut object) => {
                for (at, message, hint) in object.unexpected_keys.drain(..) {
                    let place = at.map_or(source.place_at(0), |at| source.place(at));
                    faults.push(FileError::new(place, message).with_hint(hint));
                }
                Some(object)
            }
            Err(error) => {
                faults.push(syntax_fault(source, &error));
                None
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'t str> {
        let at = KEYS.iter().position(|known| *known == key)?;
        self.values.get(at).copied().flatten().map(RawValue::get).filter(|value| *value != "null")
    }

    /// The fields of events that are given.
    pub(super) fn event_keys(&self) -> impl Iterator<Item = EventKey> {
        let values = EventKey::ALL.iter().zip(self.values.iter().skip(OF_ALL.len()));
        values.filter(|(_, value)| value.is_some_and(|value| value.get() != "null")).map(|(key, _)| *key)
    }
}

fn syntax_fault(source: LineText<'_>, error: &serde_json::Error) -> FileError {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let place = source.place_at(error.column().saturating_sub(1));
    if error.is_data() {
        return FileError::new(source.place_at(0), "expected a JSON object, `{…}`");
    }
    let message = if error.is_eof() { "unexpected end of line" } else { message };
    FileError::new(place, format!("invalid JSON: {message}"))
}

/// A key, borrowed unless something in it is escaped.
#[derive(Deserialize)]
struct WrittenKey<'t>(#[serde(borrow)] Cow<'t, str>);

impl WrittenKey<'_> {
    fn known(&self) -> Option<usize> {
        KEYS.iter().position(|known| *known == self.0)
    }
}

impl<'t> Visitor<'t> for LogObject<'t> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some((key, value)) = map.next_entry::<WrittenKey<'t>, &RawValue>()? {
            let slot = key.known().and_then(|at| self.values.get_mut(at));
            let (message, hint) = match slot {
                Some(slot @ None) => {
                    *slot = Some(value);
                    continue;
                }
                Some(_) => (format!("duplicate key `{}`", key.0), None),
                None => {
                    let hint =
                        did_you_mean(&key.0, KEYS.iter().copied()).or_else(|| Some(format!("use one of {}", listed())));
                    (format!("unknown key `{}`", Excerpt(&key.0)), hint)
                }
            };
            let written = if let Cow::Borrowed(key) = key.0 { Some(key) } else { None };
            self.unexpected_keys.push((written, message, hint));
        }
        Ok(self)
    }
}

fn listed() -> String {
    KEYS.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

//! A map with a closed set of keys.

use super::context::{ReadContext, Reported};
use super::field_value::FieldValue;
use super::map_spec::MapSpec;
use crate::formats::fault::{FileError, Position, did_you_mean};
use crate::model::{Excerpt, or_list};

#[derive(Debug)]
pub struct FieldMap<'s> {
    pub source: &'s ReadContext<'s>,
    pub spec: &'static MapSpec,
    pub place: Position,
    /// In the order of the file, with unknown keys.
    pub entries: Vec<FieldValue<'s>>,
    known: Result<(), Reported>,
}

impl<'s> FieldMap<'s> {
    pub fn read(value: FieldValue<'s>, spec: &'static MapSpec) -> Result<Self, Reported> {
        Self::read_with_hints(value, spec, |_| None)
    }

    /// Reads a map that may be empty.
    pub fn read_or_empty(value: FieldValue<'s>, spec: &'static MapSpec) -> Result<Self, Reported> {
        if value.keys().is_some_and(|keys| keys.is_empty()) {
            return Ok(Self { source: value.source, spec, place: value.place(), entries: Vec::new(), known: Ok(()) });
        }
        Self::read(value, spec)
    }

    /// Reads a map with hints for keys that it doesn't have.
    pub fn read_with_hints(
        value: FieldValue<'s>,
        spec: &'static MapSpec,
        hint: fn(&str) -> Option<String>,
    ) -> Result<Self, Reported> {
        let entries = value.entries(spec.what, None)?;
        let mut known = Ok(());
        for entry in entries.iter().filter(|entry| spec.fields.iter().all(|field| field.key != entry.key)) {
            known = Err(unknown_key(*entry, spec, hint(entry.key)));
        }
        Ok(Self { source: value.source, spec, place: value.place(), entries, known })
    }

    /// Fails if a key is unknown. That may be a misspelled one, so that a missing key isn't reported too.
    pub fn known(&self) -> Result<(), Reported> {
        self.known
    }

    /// Whether the map may have a key.
    pub fn takes(&self, key: &str) -> bool {
        self.spec.fields.iter().any(|field| field.key == key)
    }

    pub fn get(&self, key: &str) -> Option<FieldValue<'s>> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// Reads an optional value; `null` is the same as a missing key.
    pub fn optional<T>(
        &self,
        key: &str,
        read: impl FnOnce(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<Option<T>, Reported> {
        Ok(self.map_under(key, |value| value.or_null(read))?.flatten())
    }

    /// Reads an optional map; an empty one is an error.
    pub fn map_under<T>(
        &self,
        key: &str,
        read: impl FnOnce(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<Option<T>, Reported> {
        self.get(key).map(read).transpose()
    }

    pub fn required<T>(
        &self,
        key: &str,
        read: impl FnOnce(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        if let Some(value) = self.get(key) {
            return read(value);
        }
        self.known?;
        Err(self.error(format!("{} needs `{key}`", self.spec.what)))
    }

    /// Reads an optional list.
    pub fn list<T>(
        &self,
        key: &str,
        read: impl FnMut(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<Vec<T>, Reported> {
        Ok(self.optional(key, |value| value.list(read))?.unwrap_or_default())
    }

    /// The position of a flag that is true; `false` is the same as a missing key.
    pub fn flag_position(&self, key: &str) -> Result<Option<Position>, Reported> {
        self.optional(key, |value| value.flag().map(|on| on.then_some(value.key_place))).map(Option::flatten)
    }

    pub fn flag(&self, key: &str) -> Result<bool, Reported> {
        Ok(self.flag_position(key)?.is_some())
    }

    pub fn error(&self, message: impl Into<String>) -> Reported {
        self.source.report(FileError::new(self.place, message))
    }
}

fn unknown_key(entry: FieldValue<'_>, spec: &MapSpec, hint: Option<String>) -> Reported {
    let keys: Vec<_> = spec.fields.iter().map(|field| field.key).collect();
    let message = format!("unknown key `{}` in {}: expected {}", Excerpt(entry.key), spec.what, or_list(&keys));
    let hint = hint.or_else(|| did_you_mean(entry.key, keys));
    entry.source.report(FileError::new(entry.key_place, message).with_hint(hint))
}

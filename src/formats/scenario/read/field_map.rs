//! A map of the file whose keys are those of a closed set.

use super::context::{ReadContext, Reported};
use super::field_value::FieldValue;
use super::suggestion::or_list;
use crate::formats::fault::{FileError, Position, did_you_mean};
use crate::formats::scenario::fields::MapSpec;
use crate::model::Excerpt;

/// A map whose keys have been looked at.
#[derive(Debug)]
pub(super) struct FieldMap<'s> {
    source: &'s ReadContext<'s>,
    pub(super) spec: &'static MapSpec,
    /// Where it starts.
    pub(super) place: Position,
    /// What stands in it, as it stands there; unknown keys too.
    pub(super) entries: Vec<FieldValue<'s>>,
    known: Result<(), Reported>,
}

impl<'s> FieldMap<'s> {
    /// Reads a map with keys of a closed set.
    pub(super) fn read(value: FieldValue<'s>, spec: &'static MapSpec) -> Result<Self, Reported> {
        let entries = value.entries(spec.what, None)?;
        let mut known = Ok(());
        for entry in entries.iter().filter(|entry| spec.fields.iter().all(|field| field.key != entry.key)) {
            known = Err(unknown_key(*entry, spec));
        }
        Ok(Self { source: value.source, spec, place: value.place(), entries, known })
    }

    /// Whether all keys are known. One that is not may be a misspelled one, so that it would be
    /// idle to say that this one is missing.
    pub(super) fn known(&self) -> Result<(), Reported> {
        self.known
    }

    /// The value under a key.
    pub(super) fn get(&self, key: &str) -> Option<FieldValue<'s>> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// Reads the value under a key that may be left out or `null`, which is the same.
    pub(super) fn optional<T>(
        &self,
        key: &str,
        read: impl FnOnce(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<Option<T>, Reported> {
        Ok(self.map_under(key, |value| value.or_null(read))?.flatten())
    }

    /// Reads the map under a key that may be left out. One that says nothing is a fault, whether it is
    /// written as `{}` or not at all.
    pub(super) fn map_under<T>(
        &self,
        key: &str,
        read: impl FnOnce(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<Option<T>, Reported> {
        self.get(key).map(read).transpose()
    }

    /// Reads the value under a key that must be there.
    pub(super) fn required<T>(
        &self,
        key: &str,
        read: impl FnOnce(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        if let Some(value) = self.get(key) {
            return read(value);
        }
        self.known?;
        Err(self.fault(format!("{} needs `{key}`", self.spec.what)))
    }

    /// Reads a list that may be left out, which is the same as empty.
    pub(super) fn list<T>(
        &self,
        key: &str,
        read: impl FnMut(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<Vec<T>, Reported> {
        Ok(self.optional(key, |value| value.list(read))?.unwrap_or_default())
    }

    /// Reads a list that may be left out, but not be empty.
    pub(super) fn one_or_many<T>(
        &self,
        key: &str,
        read: impl FnMut(FieldValue<'s>) -> Result<T, Reported>,
    ) -> Result<Vec<T>, Reported> {
        Ok(self.optional(key, |value| value.one_or_many(read))?.unwrap_or_default())
    }

    /// The position of a flag that is true; `false` is the same as left out.
    pub(super) fn flag_position(&self, key: &str) -> Result<Option<Position>, Reported> {
        self.optional(key, |value| value.flag().map(|on| on.then_some(value.key_place))).map(Option::flatten)
    }

    /// A flag that is down when left out.
    pub(super) fn flag(&self, key: &str) -> Result<bool, Reported> {
        Ok(self.flag_position(key)?.is_some())
    }

    /// Reports what is wrong with this map as a whole.
    pub(super) fn fault(&self, message: impl Into<String>) -> Reported {
        self.report(FileError::new(self.place, message))
    }

    /// Reports a fault in this map.
    pub(super) fn report(&self, fault: FileError) -> Reported {
        self.source.report(fault)
    }

    /// Reports several faults in this map, at least one.
    pub(super) fn report_all(&self, faults: Vec<FileError>) -> Reported {
        self.source.report_all(faults)
    }
}

fn unknown_key(entry: FieldValue<'_>, spec: &MapSpec) -> Reported {
    let keys: Vec<_> = spec.fields.iter().map(|field| field.key).collect();
    let message = format!("unknown key `{}` in {}: expected {}", Excerpt(entry.key), spec.what, or_list(&keys));
    let hint = did_you_mean(entry.key, keys);
    entry.source.report(FileError::new(entry.key_place, message).with_hint(hint))
}

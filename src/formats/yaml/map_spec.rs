//! The keys of a map as a table: what a reader accepts, and what the JSON Schema describes.

use std::borrow::Cow;

/// A map with a closed set of keys.
#[derive(Debug)]
pub struct MapSpec {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its name in messages.
    pub what: &'static str,
    pub doc: &'static str,
    pub fields: Cow<'static, [FieldSpec]>,
}

/// A key of a map.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    pub key: &'static str,
    pub kind: FieldKind,
    pub presence: Presence,
    pub doc: &'static str,
}

/// Whether a key may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    /// It may be left out, but not be null.
    NotNull,
    /// It may be left out or null, which is the same.
    Optional,
}

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// Text, or a number or `true` meant as text.
    Text,
    NonemptyText,
    Email,
    Flag,
    ConversationNumber,
    /// A whole number, 0 included.
    Count,
    Time,
    /// Another part of the schema, by its name.
    Part(&'static str),
    /// Any of these, or a list of one or more of them.
    OneOrMany(&'static [FieldKind]),
    /// Any of these, or a list of any number of them.
    AnyNumber(&'static [FieldKind]),
    /// This, or null with a meaning of its own.
    OrNull(&'static FieldKind),
    JsonNumber,
    JsonText,
    JsonTextOrNull,
    JsonMap,
    JsonTexts,
}

pub const fn required(key: &'static str, kind: FieldKind, doc: &'static str) -> FieldSpec {
    FieldSpec { key, kind, presence: Presence::Required, doc }
}

pub const fn not_null(key: &'static str, kind: FieldKind, doc: &'static str) -> FieldSpec {
    FieldSpec { key, kind, presence: Presence::NotNull, doc }
}

pub const fn optional(key: &'static str, kind: FieldKind, doc: &'static str) -> FieldSpec {
    FieldSpec { key, kind, presence: Presence::Optional, doc }
}

//! A value of the file with its key: what readers parse.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Display;
use std::str::FromStr;

use serde_json::Value as Json;

use super::context::{ReadContext, Reported, collect};
use super::parse::{Node, NodeContent};
use super::suggestion::{list_hint, or_list, suggestion};
use crate::formats::fault::{FileError, Position, Spanned};
use crate::model::{Excerpt, UnknownCode};

/// How many words a message lists; of more, the hint does.
const LISTED: usize = 14;

/// A value and the key it stands under; an item of a list has the key of the list.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldValue<'s> {
    /// The file that it is in.
    pub(super) source: &'s ReadContext<'s>,
    /// The key.
    pub(super) key: &'s str,
    /// Where the key stands; for an item, where the item stands.
    pub(super) key_place: Position,
    node: &'s Node<'s>,
}

impl<'s> FieldValue<'s> {
    /// The whole document.
    pub(super) fn root(source: &'s ReadContext<'s>, node: &'s Node<'s>) -> Self {
        Self { source, key: "the file", key_place: node.place, node }
    }

    /// An item of the list under a key.
    pub(super) fn item_under(source: &'s ReadContext<'s>, key: &'s str, node: &'s Node<'s>) -> Self {
        Self { source, key, key_place: node.place, node }
    }

    /// Where the value itself stands.
    pub(super) fn place(self) -> Position {
        self.node.place
    }

    /// Reports what is wrong with this value.
    pub(super) fn fault(self, message: impl Into<String>) -> Reported {
        self.source.report(FileError::new(self.place(), message))
    }

    /// The same, with what to write instead.
    pub(super) fn fault_hinting(self, message: impl Into<String>, hint: impl Into<String>) -> Reported {
        self.source.report(FileError::new(self.place(), message).with_hint(Some(hint.into())))
    }

    /// Reports that this value is of another kind than it should be.
    pub(super) fn unexpected(self, wanted: &str) -> Reported {
        self.fault(format!("`{}` must be {wanted}, not {}", self.key, self.found()))
    }

    /// What it is, for a message.
    pub(super) fn found(self) -> String {
        match &self.node.value {
            NodeContent::Null => "an empty value".to_owned(),
            NodeContent::Bool(_, text) | NodeContent::Number(text) | NodeContent::Text(text) => {
                format!("`{}`", Excerpt(text))
            }
            NodeContent::List(_) => "a list".to_owned(),
            NodeContent::Map(_) => "a map".to_owned(),
        }
    }

    /// The value as it was written: a number or `true` is text too where text is wanted.
    pub(super) fn text(self) -> Result<&'s str, Reported> {
        match &self.node.value {
            NodeContent::Bool(_, text) | NodeContent::Number(text) | NodeContent::Text(text) => Ok(text),
            _ => Err(self.unexpected("text")),
        }
    }

    /// A text as it was typed, to be read when it is known how.
    pub(super) fn raw_text(self) -> Result<Spanned<String>, Reported> {
        self.located(|value| value.text().map(str::to_owned))
    }

    /// A text that says something.
    pub(super) fn nonempty_text(self) -> Result<String, Reported> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return Err(self.fault(format!("`{}` is empty", self.key)));
        }
        Ok(text.to_owned())
    }

    /// A text that reads as a `T`.
    pub(super) fn parse<T: FromStr<Err: Display>>(self) -> Result<T, Reported> {
        let text = self.text()?;
        text.parse().map_err(|error: T::Err| {
            let fault = FileError::new(self.place(), error.to_string());
            self.source.report(fault.with_hint(list_hint(text)))
        })
    }

    /// The key itself, where it reads as a `T`.
    pub(super) fn parse_key<T: FromStr<Err: Display>>(self) -> Result<T, Reported> {
        self.key.parse().map_err(|error: T::Err| self.key_fault(error.to_string(), None))
    }

    /// Reports what is wrong with the key.
    pub(super) fn key_fault(self, message: String, hint: Option<String>) -> Reported {
        self.source.report(FileError::new(self.key_place, message).with_hint(hint))
    }

    /// One word of a closed set.
    pub(super) fn code<T: FromStr<Err = UnknownCode>>(self) -> Result<T, Reported> {
        self.text()?.parse().map_err(|unknown: UnknownCode| self.unknown(unknown.allowed))
    }

    /// One word of a closed set of which only some make sense here; only these are named.
    pub(super) fn code_among<T: FromStr<Err = UnknownCode>>(self, sensible: &[&'static str]) -> Result<T, Reported> {
        self.text()?.parse().map_err(|_| self.unknown(sensible))
    }

    /// Reports a word that is none of these.
    pub(super) fn unknown(self, words: &[&'static str]) -> Reported {
        let Ok(text) = self.text() else { return self.unexpected("text") };
        let suggested = suggestion(text, words);
        let (message, hint) = if words.len() <= LISTED {
            (format!("invalid value `{}`: expected {}", Excerpt(text), or_list(words)), suggested)
        } else {
            let message = format!("invalid value `{}` for `{}`", Excerpt(text), self.key);
            (message, suggested.or_else(|| Some(format!("use {}", or_list(words)))))
        };
        self.source.report(FileError::new(self.place(), message).with_hint(hint))
    }

    /// Yes or no, in YAML's spellings and in those of the settings.
    pub(super) fn flag(self) -> Result<bool, Reported> {
        match &self.node.value {
            NodeContent::Bool(on, _) => Ok(*on),
            NodeContent::Text(text) if matches!(&**text, "on" | "yes" | "true") => Ok(true),
            NodeContent::Text(text) if matches!(&**text, "off" | "no" | "false") => Ok(false),
            _ => Err(self.unexpected("`true` or `false`")),
        }
    }

    /// Whether it is a map, where something shorter will do too.
    pub(super) fn is_map(self) -> bool {
        matches!(self.node.value, NodeContent::Map(_))
    }

    /// Whether nothing stands there.
    pub(super) fn is_null(self) -> bool {
        matches!(self.node.value, NodeContent::Null)
    }

    /// The keys of a map that are texts; none if it is something else.
    pub(super) fn keys(self) -> Option<Vec<&'s str>> {
        let NodeContent::Map(pairs) = &self.node.value else { return None };
        let text = |(key, _): &'s (Node<'s>, _)| match &key.value {
            NodeContent::Text(text) => Some(&**text),
            _ => None,
        };
        Some(pairs.iter().filter_map(text).collect())
    }

    /// Something that may be unset: `null` is none.
    pub(super) fn or_null<T>(self, read: impl FnOnce(Self) -> Result<T, Reported>) -> Result<Option<T>, Reported> {
        if self.is_null() {
            return Ok(None);
        }
        read(self).map(Some)
    }

    /// Something with the place of its value.
    pub(super) fn located<T>(self, read: impl FnOnce(Self) -> Result<T, Reported>) -> Result<Spanned<T>, Reported> {
        read(self).map(|value| Spanned { value, place: self.place() })
    }

    /// A list, or one item without the brackets; may be empty.
    pub(super) fn list<T>(self, mut read: impl FnMut(Self) -> Result<T, Reported>) -> Result<Vec<T>, Reported> {
        match &self.node.value {
            NodeContent::List(nodes) => collect(nodes.iter().map(|node| read(self.item(node)))),
            NodeContent::Null => Err(self.unexpected("a list")),
            _ => read(self).map(|item| vec![item]),
        }
    }

    fn item(self, node: &'s Node<'s>) -> Self {
        Self { node, key_place: node.place, ..self }
    }

    /// A list with at least one item, or one item without the brackets.
    pub(super) fn one_or_many<T>(self, read: impl FnMut(Self) -> Result<T, Reported>) -> Result<Vec<T>, Reported> {
        let items = self.list(read)?;
        if items.is_empty() {
            return Err(self.fault(format!("`{}` is empty", self.key)));
        }
        Ok(items)
    }

    /// The entries of a map, at least one. `what` it is goes into the messages.
    pub(super) fn entries(self, what: &str, hint: Option<&str>) -> Result<Vec<Self>, Reported> {
        let message = match &self.node.value {
            NodeContent::Map(pairs) if !pairs.is_empty() => return self.pairs(pairs),
            NodeContent::Map(_) | NodeContent::Null => format!("{what} is empty"),
            _ => format!("{what} must be a map, not {}", self.found()),
        };
        Err(self.source.report(FileError::new(self.place(), message).with_hint(hint.map(str::to_owned))))
    }

    /// The entries of a map; of a key that stands twice, the first.
    fn pairs(self, pairs: &'s [(Node<'s>, Node<'s>)]) -> Result<Vec<Self>, Reported> {
        let mut lines = HashMap::new();
        let mut entries = Vec::new();
        for (key, node) in pairs {
            let key_place = key.place;
            let key_value = Self { node: key, key_place, ..self };
            let key = key_value.text()?;
            if matches!(node.value, NodeContent::Null)
                && let Some((before, after)) = missing_space(key)
            {
                let message = format!("key `{}` has no value", Excerpt(key));
                let hint = format!("add a space after the colon: `{}: {}`", Excerpt(before), Excerpt(after));
                return Err(key_value.key_fault(message, Some(hint)));
            }
            match lines.entry(key) {
                Entry::Vacant(line) => {
                    line.insert(key_place.line);
                    entries.push(Self { key, key_place, node, ..self });
                }
                Entry::Occupied(line) => {
                    let message = format!("duplicate key `{}` (first on line {})", Excerpt(key), line.get());
                    self.source.report(FileError::new(key_place, message));
                }
            }
        }
        Ok(entries)
    }

    /// Any value, as JSON.
    pub(super) fn json(self) -> Result<Json, Reported> {
        match &self.node.value {
            NodeContent::Null => Ok(Json::Null),
            NodeContent::Bool(on, _) => Ok((*on).into()),
            NodeContent::Number(text) => self.json_number(text),
            NodeContent::Text(text) => Ok((**text).into()),
            NodeContent::List(_) => self.list(Self::json).map(Into::into),
            NodeContent::Map(pairs) => Self::json_map(self.pairs(pairs)?.into_iter()).map(Into::into),
        }
    }

    /// Entries of a map as JSON.
    pub(super) fn json_map(entries: impl Iterator<Item = Self>) -> Result<serde_json::Map<String, Json>, Reported> {
        let entry = |value: Self| value.json().map(|json| (value.key.to_owned(), json));
        collect(entries.map(entry)).map(FromIterator::from_iter)
    }

    /// A number that JSON would write otherwise (`+52…`, `007`) was meant as text.
    fn json_number(self, written: &str) -> Result<Json, Reported> {
        let number = written.parse::<serde_json::Number>().ok().filter(|number| number.to_string() == written);
        number
            .map(Json::Number)
            .ok_or_else(|| self.fault(format!("`{}` would be read as a number: put it in quotes", Excerpt(written))))
    }
}

/// What stands before and after the first colon of a key.
fn missing_space(key: &str) -> Option<(&str, &str)> {
    key.split_once(':').filter(|(before, after)| !before.is_empty() && !after.is_empty())
}

//! A value of the file with its key.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Display;
use std::str::FromStr;

use serde_json::Value as Json;

use super::context::{ReadContext, Reported, collect};
use super::parse::{Node, NodeContent};
use super::suggestion::{list_hint, suggestion};
use crate::formats::fault::{FileError, Position, Spanned};
use crate::model::{Excerpt, UnknownCode, or_list};

/// The most words that a message lists; the hint lists more.
const LISTED: usize = 14;

/// A value with its key; an item of a list has the key of the list.
#[derive(Debug, Clone, Copy)]
pub struct FieldValue<'s> {
    pub source: &'s ReadContext<'s>,
    pub key: &'s str,
    /// The position of the key; that of an item for an item.
    pub key_place: Position,
    node: &'s Node<'s>,
}

impl<'s> FieldValue<'s> {
    pub fn root(source: &'s ReadContext<'s>, node: &'s Node<'s>) -> Self {
        Self { source, key: "the file", key_place: node.place, node }
    }

    pub fn item_under(source: &'s ReadContext<'s>, key: &'s str, node: &'s Node<'s>) -> Self {
        Self { source, key, key_place: node.place, node }
    }

    pub fn place(self) -> Position {
        self.node.place
    }

    pub fn error(self, message: impl Into<String>) -> Reported {
        self.source.report(FileError::new(self.place(), message))
    }

    pub fn error_with_hint(self, message: impl Into<String>, hint: impl Into<String>) -> Reported {
        self.source.report(FileError::new(self.place(), message).with_hint(Some(hint.into())))
    }

    pub fn unexpected(self, wanted: &str) -> Reported {
        self.error(format!("`{}` must be {wanted}, not {}", self.key, self.found()))
    }

    pub fn found(self) -> String {
        match &self.node.value {
            NodeContent::Null => "an empty value".to_owned(),
            NodeContent::Bool(_, text) | NodeContent::Number(text) | NodeContent::Text(text) => {
                format!("`{}`", Excerpt(text))
            }
            NodeContent::List(_) => "a list".to_owned(),
            NodeContent::Map(_) => "a map".to_owned(),
        }
    }

    /// The value as written: a number or `true` is text too.
    pub fn text(self) -> Result<&'s str, Reported> {
        match &self.node.value {
            NodeContent::Bool(_, text) | NodeContent::Number(text) | NodeContent::Text(text) => Ok(text),
            _ => Err(self.unexpected("text")),
        }
    }

    pub fn raw_text(self) -> Result<Spanned<String>, Reported> {
        self.located(|value| value.text().map(str::to_owned))
    }

    pub fn nonempty_text(self) -> Result<String, Reported> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return Err(self.error(format!("`{}` is empty", self.key)));
        }
        Ok(text.to_owned())
    }

    /// Text parsed as a `T`.
    pub fn parse<T: FromStr<Err: Display>>(self) -> Result<T, Reported> {
        let text = self.text()?;
        text.parse().map_err(|error: T::Err| {
            let error = FileError::new(self.place(), error.to_string());
            self.source.report(error.with_hint(list_hint(text)))
        })
    }

    pub fn count(self) -> Result<u64, Reported> {
        let text = self.text()?;
        text.parse().map_err(|_| self.unexpected("a whole number"))
    }

    /// The key parsed as a `T`.
    pub fn parse_key<T: FromStr<Err: Display>>(self) -> Result<T, Reported> {
        self.key.parse().map_err(|error: T::Err| self.key_error(error.to_string(), None))
    }

    pub fn key_error(self, message: String, hint: Option<String>) -> Reported {
        self.source.report(FileError::new(self.key_place, message).with_hint(hint))
    }

    pub fn code<T: FromStr<Err = UnknownCode>>(self) -> Result<T, Reported> {
        self.text()?.parse().map_err(|unknown: UnknownCode| self.unknown(unknown.allowed))
    }

    /// One word of a closed set, of which messages list only the sensible ones.
    pub fn code_among<T: FromStr<Err = UnknownCode>>(self, sensible: &[&'static str]) -> Result<T, Reported> {
        self.text()?.parse().map_err(|_| self.unknown(sensible))
    }

    pub fn unknown(self, words: &[&'static str]) -> Reported {
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

    /// `true` or `false`, or a word for one.
    pub fn flag(self) -> Result<bool, Reported> {
        match &self.node.value {
            NodeContent::Bool(on, _) => Ok(*on),
            NodeContent::Text(text) if matches!(&**text, "on" | "yes" | "true") => Ok(true),
            NodeContent::Text(text) if matches!(&**text, "off" | "no" | "false") => Ok(false),
            _ => Err(self.unexpected("`true` or `false`")),
        }
    }

    pub fn is_map(self) -> bool {
        matches!(self.node.value, NodeContent::Map(_))
    }

    pub fn is_list(self) -> bool {
        matches!(self.node.value, NodeContent::List(_))
    }

    pub fn is_null(self) -> bool {
        matches!(self.node.value, NodeContent::Null)
    }

    /// The text keys of a map; none for other values.
    pub fn keys(self) -> Option<Vec<&'s str>> {
        let NodeContent::Map(pairs) = &self.node.value else { return None };
        let text = |(key, _): &'s (Node<'s>, _)| match &key.value {
            NodeContent::Text(text) => Some(&**text),
            _ => None,
        };
        Some(pairs.iter().filter_map(text).collect())
    }

    pub fn or_null<T>(self, read: impl FnOnce(Self) -> Result<T, Reported>) -> Result<Option<T>, Reported> {
        if self.is_null() {
            return Ok(None);
        }
        read(self).map(Some)
    }

    pub fn located<T>(self, read: impl FnOnce(Self) -> Result<T, Reported>) -> Result<Spanned<T>, Reported> {
        read(self).map(|value| Spanned { value, place: self.place() })
    }

    /// A list, or one item without brackets.
    pub fn list<T>(self, mut read: impl FnMut(Self) -> Result<T, Reported>) -> Result<Vec<T>, Reported> {
        match &self.node.value {
            NodeContent::List(nodes) => collect(nodes.iter().map(|node| read(self.item(node)))),
            NodeContent::Null => Err(self.unexpected("a list")),
            _ => read(self).map(|item| vec![item]),
        }
    }

    fn item(self, node: &'s Node<'s>) -> Self {
        Self { node, key_place: node.place, ..self }
    }

    /// The same, with at least one item.
    pub fn one_or_many<T>(self, read: impl FnMut(Self) -> Result<T, Reported>) -> Result<Vec<T>, Reported> {
        let items = self.list(read)?;
        if items.is_empty() {
            return Err(self.error(format!("`{}` is empty", self.key)));
        }
        Ok(items)
    }

    /// The entries of a map, at least one. Messages call it `what`.
    pub fn entries(self, what: &str, hint: Option<&str>) -> Result<Vec<Self>, Reported> {
        let message = match &self.node.value {
            NodeContent::Map(pairs) if !pairs.is_empty() => return self.pairs(pairs),
            NodeContent::Map(_) | NodeContent::Null => format!("{what} is empty"),
            _ => format!("{what} must be a map, not {}", self.found()),
        };
        Err(self.source.report(FileError::new(self.place(), message).with_hint(hint.map(str::to_owned))))
    }

    /// The entries of a map; only the first of a duplicate key.
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
                return Err(key_value.key_error(message, Some(hint)));
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

    pub fn json(self) -> Result<Json, Reported> {
        match &self.node.value {
            NodeContent::Null => Ok(Json::Null),
            NodeContent::Bool(on, _) => Ok((*on).into()),
            NodeContent::Number(text) => self.json_number(text),
            NodeContent::Text(text) => Ok((**text).into()),
            NodeContent::List(_) => self.list(Self::json).map(Into::into),
            NodeContent::Map(pairs) => Self::json_map(self.pairs(pairs)?.into_iter()).map(Into::into),
        }
    }

    pub fn json_map(entries: impl Iterator<Item = Self>) -> Result<serde_json::Map<String, Json>, Reported> {
        let entry = |value: Self| value.json().map(|json| (value.key.to_owned(), json));
        collect(entries.map(entry)).map(FromIterator::from_iter)
    }

    /// A number that JSON writes differently (`+52…`, `007`) is meant as text.
    fn json_number(self, written: &str) -> Result<Json, Reported> {
        let number = written.parse::<serde_json::Number>().ok().filter(|number| number.to_string() == written);
        number
            .map(Json::Number)
            .ok_or_else(|| self.error(format!("`{}` would be read as a number: put it in quotes", Excerpt(written))))
    }
}

/// The two parts of a key whose colon has no space after it.
fn missing_space(key: &str) -> Option<(&str, &str)> {
    key.split_once(':').filter(|(before, after)| !before.is_empty() && !after.is_empty())
}

//! Reads the fields of a line as an event, or as errors.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::line::{LineResult, LogLine, WrittenName};
use super::object::{LineText, LogObject};
use crate::formats::event::{Action, EventField, EventFieldKind, EventFields, EventValue, MESSAGE, Sender};
use crate::formats::fault::{FileError, Position, Spanned, did_you_mean};
use crate::model::{ErrorCode, Excerpt, Request, Time, UnknownCode};

/// Returns the event of a line, or all its errors.
pub(super) fn line(text: &str, line: u64) -> LineResult<'_> {
    let source = LineText { text, line };
    let mut faults = Vec::new();
    let Some(object) = LogObject::read(source, &mut faults) else { return Err(faults) };
    let mut fields = LineFields { source, object, faults };
    let (at, contact, event) = (fields.at(), fields.contact(), fields.event());
    match (at, event) {
        (Some(at), Some(event)) if fields.faults.is_empty() => Ok(LogLine { at, contact, event }),
        _ => {
            fields.faults.sort_by_key(|fault| fault.place);
            Err(fields.faults)
        }
    }
}

/// A line with its errors so far. A field that is invalid is reported and reads as missing.
struct LineFields<'t> {
    source: LineText<'t>,
    object: LogObject<'t>,
    faults: Vec<FileError>,
}

impl<'t> LineFields<'t> {
    fn fault(&mut self, place: Position, message: impl Into<String>) {
        self.faults.push(FileError::new(place, message));
    }

    fn at(&mut self) -> Option<Spanned<Time>> {
        if let Some(number) = self.object.get("at").filter(|value| is_number(value)) {
            return self.unix_time(number);
        }
        let written = self.required("at", "when it happened")?;
        match written.value.parse() {
            Ok(time) => Some(Spanned { value: time, place: written.place }),
            Err(error) => {
                let is_unix = Time::from_unix(written.value.trim()).is_some();
                let hint = is_unix.then(|| "write a Unix time as a number, without quotes".to_owned());
                let fault = FileError::new(written.place, format!("{error}")).with_hint(hint);
                self.faults.push(fault.with_code(ErrorCode::InvalidValue));
                None
            }
        }
    }

    /// The contact, which only an action about many conversations has not.
    fn contact(&mut self) -> Option<WrittenName<'t>> {
        let action = self.object.get("action").and_then(|value| read_text(self.source, value));
        let action = action.and_then(|action| action.value.parse::<Action>().ok());
        let Some(action) = action.filter(|action| !action.has_contact()) else {
            return self.required("contact", "the contact's phone");
        };
        if let Some(contact) = self.object.get("contact") {
            self.fault(self.source.place(contact), format!("`contact` can't be combined with `action: {action}`"));
        }
        None
    }

    fn unix_time(&mut self, number: &str) -> Option<Spanned<Time>> {
        let place = self.source.place(number);
        let time = Time::from_unix(number);
        if time.is_none() {
            let message =
                format!("invalid time `{}`: expected Unix seconds or milliseconds from 1970 to 2262", Excerpt(number));
            self.faults.push(FileError::new(place, message).with_code(ErrorCode::InvalidValue));
        }
        Some(Spanned { value: time?, place })
    }

    fn required(&mut self, key: &str, what: &str) -> Option<WrittenName<'t>> {
        if self.object.get(key).is_none() {
            self.fault(self.source.place_at(0), format!("missing `{key}`: {what}"));
            return None;
        }
        self.text(key)
    }

    fn event(&mut self) -> Option<Request<WrittenName<'t>, WrittenName<'t>>> {
        match (self.object.get("from"), self.object.get("action")) {
            (Some(_), None) => self.message(),
            (None, Some(_)) => self.by_hand(),
            (Some(_), Some(action)) => {
                let message = "expected either `from` or `action`, found both";
                self.fault(self.source.place(action), message);
                None
            }
            (None, None) => {
                let message = "missing `from` (contact, member, flow, system) or `action` (assign, unassign, close, reassign-overdue)";
                self.fault(self.source.place_at(0), message);
                None
            }
        }
    }

    fn message(&mut self) -> Option<Request<WrittenName<'t>, WrittenName<'t>>> {
        let from: Option<Sender> = self.code("from");
        self.refuse_all_but(&MESSAGE, "from");
        let fields = self.fields(&MESSAGE);
        self.unless_faulty(|| fields.into_message(from))
    }

    fn by_hand(&mut self) -> Option<Request<WrittenName<'t>, WrittenName<'t>>> {
        let action: Action = self.code("action")?;
        self.refuse_all_but(action.fields(), &format!("action: {action}"));
        let fields = self.fields(action.fields());
        self.unless_faulty(|| fields.into_action(action).map_err(|fault| vec![fault]))
    }

    fn fields(&mut self, table: &'static [EventField]) -> EventFields<WrittenName<'t>, WrittenName<'t>> {
        let values = table.iter().filter_map(|field| Some((field, self.value(field)?))).collect();
        EventFields { place: self.source.place_at(0), values }
    }

    fn value(&mut self, field: &EventField) -> Option<Spanned<EventValue<WrittenName<'t>, WrittenName<'t>>>> {
        let key = field.key.code();
        match field.kind {
            EventFieldKind::Member => {
                self.text(key).map(|name| Spanned { place: name.place, value: EventValue::Members(vec![name]) })
            }
            EventFieldKind::Members => self
                .one_or_many(key)
                .map(|names| Spanned { place: names.place, value: EventValue::Members(names.value) }),
            EventFieldKind::Team => {
                self.text(key).map(|name| Spanned { place: name.place, value: EventValue::Team(name) })
            }
            EventFieldKind::Count => self.count(key),
            EventFieldKind::Flag => self.flag_position(key).map(|place| Spanned { place, value: EventValue::Flag }),
        }
    }

    /// Combines the fields; invalid ones are already reported, and would only seem to be missing.
    fn unless_faulty<T>(&mut self, combine: impl FnOnce() -> Result<T, Vec<FileError>>) -> Option<T> {
        if !self.faults.is_empty() {
            return None;
        }
        combine().map_err(|faults| self.faults.extend(faults)).ok()
    }

    /// Refuses the fields that don't go with the sender or action.
    fn refuse_all_but(&mut self, table: &[EventField], with: &str) {
        let foreign = self.object.event_keys().filter(|key| table.iter().all(|field| field.key != *key));
        for key in foreign.collect::<Vec<_>>() {
            if let Some(value) = self.object.get(key.code()) {
                self.fault(self.source.place(value), format!("`{key}` can't be combined with `{with}`"));
            }
        }
    }

    fn code<C: std::str::FromStr<Err = UnknownCode>>(&mut self, key: &str) -> Option<C> {
        let written = self.text(key)?;
        match written.value.parse() {
            Ok(code) => Some(code),
            Err(unknown) => {
                let hint = did_you_mean(&unknown.text, unknown.allowed.iter().copied());
                self.faults.push(FileError::new(written.place, format!("`{key}`: {unknown}")).with_hint(hint));
                None
            }
        }
    }

    /// The position of a flag that is set; `false` counts as missing.
    fn flag_position(&mut self, key: &str) -> Option<Position> {
        let value = self.object.get(key)?;
        let place = self.source.place(value);
        match value {
            "true" => Some(place),
            "false" => None,
            other => {
                self.fault(place, format!("`{key}` must be `true` or `false`, not {}", found(other)));
                None
            }
        }
    }

    fn count<M, T>(&mut self, key: &str) -> Option<Spanned<EventValue<M, T>>> {
        let value = self.object.get(key)?;
        let place = self.source.place(value);
        if let Ok(count) = value.parse() {
            return Some(Spanned { value: EventValue::Count(count), place });
        }
        self.fault(place, format!("`{key}` must be a whole number, not {}", found(value)));
        None
    }

    fn text(&mut self, key: &str) -> Option<WrittenName<'t>> {
        let value = self.object.get(key)?;
        let name = read_text(self.source, value);
        if name.is_none() {
            self.fault(self.source.place(value), format!("`{key}` must be text, not {}", found(value)));
        }
        name
    }

    /// A list with at least one text, or a single text without brackets.
    fn one_or_many(&mut self, key: &str) -> Option<Spanned<Vec<WrittenName<'t>>>> {
        let value = self.object.get(key)?;
        let place = self.source.place(value);
        if !value.starts_with('[') {
            return self.text(key).map(|name| Spanned { value: vec![name], place });
        }
        let items: Vec<&'t RawValue> = serde_json::from_str(value).unwrap_or_default();
        if items.is_empty() {
            self.fault(place, format!("`{key}` is empty"));
            return None;
        }
        let mut names = Vec::with_capacity(items.len());
        for item in items {
            let text = item.get();
            if let Some(name) = read_text(self.source, text) {
                names.push(name);
            } else {
                self.fault(self.source.place(text), format!("`{key}` must be a list of texts, not {}", found(text)));
            }
        }
        Some(Spanned { value: names, place })
    }
}

fn is_number(value: &str) -> bool {
    value.starts_with(|sign: char| sign == '-' || sign.is_ascii_digit())
}

/// Returns a JSON string as text, borrowed where nothing in it is escaped.
fn read_text<'t>(source: LineText<'t>, value: &'t str) -> Option<WrittenName<'t>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let text = if inner.contains('\\') { Cow::Owned(serde_json::from_str(value).ok()?) } else { Cow::Borrowed(inner) };
    Some(Spanned { value: text, place: source.place(value) })
}

fn found(value: &str) -> String {
    match value.as_bytes().first() {
        Some(b'[') => "a list".to_owned(),
        Some(b'{') => "an object".to_owned(),
        Some(b'"') => format!("the text {}", Excerpt(value)),
        _ => format!("`{}`", Excerpt(value)),
    }
}

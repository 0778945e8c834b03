//! Lists as CSV: the keys of their JSON as headers, lists in a cell joined by `;`.

use std::borrow::Cow;
use std::io::Write;

use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::Value;

use super::error::OutputError;
use crate::formats::csv::escape_formula;
use crate::formats::table::Delimiter;
use crate::model::Phone;
use crate::model::code::codes;

/// The byte-order mark.
const BOM: &str = "\u{feff}";

/// A list for CSV in memory.
pub struct CsvRecords {
    keys: Vec<String>,
    rows: Vec<Value>,
}

impl CsvRecords {
    pub fn of<'r, T: Serialize + JsonSchema + 'r>(rows: impl IntoIterator<Item = &'r T>) -> serde_json::Result<Self> {
        let rows = rows.into_iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
        Ok(Self { keys: keys::<T>(), rows })
    }

    /// Rows that are only made for CSV.
    pub(super) fn of_texts<const N: usize>(keys: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Self {
        let rows = rows.into_iter().map(|texts| keys.into_iter().zip(texts).collect()).collect();
        Self { keys: keys.map(str::to_owned).into(), rows }
    }

    /// One row with the keys of an object.
    pub(super) fn of_object(object: &(impl Serialize + ?Sized)) -> serde_json::Result<Self> {
        let object = serde_json::to_value(object)?;
        let keys = object.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default();
        Ok(Self { keys, rows: vec![object] })
    }

    pub(super) fn write(self, out: Box<dyn Write>) -> Result<(), OutputError> {
        let mut csv = CsvWriter::new(out, self.keys);
        self.rows.iter().try_for_each(|row| csv.row(row))?;
        csv.finish()
    }
}

/// The headers of values: the keys of their JSON.
pub(super) fn keys<T: JsonSchema>() -> Vec<String> {
    let schema = schema_for!(T);
    let properties = schema.get("properties").and_then(|properties| properties.as_object());
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

codes! {
    /// The program that CSV is written for.
    pub enum CsvReader {
        /// Excel, which takes phones for numbers and UTF-8 for something else unless it is told.
        Excel = "excel",
    }
}

/// How CSV is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvStyle {
    /// A comma, unless another one is given.
    pub delimiter: Option<Delimiter>,
    pub reader: Option<CsvReader>,
}

/// A list in CSV. The headers come with the first row, or at the end.
pub(super) struct CsvWriter<'w> {
    csv: ::csv::Writer<Box<dyn Write + 'w>>,
    keys: Vec<String>,
    has_headers: bool,
    reader: Option<CsvReader>,
}

impl<'w> CsvWriter<'w> {
    pub(super) fn new(out: Box<dyn Write + 'w>, keys: Vec<String>) -> Self {
        Self::with_style(out, keys, CsvStyle::default())
    }

    pub(super) fn with_style(out: Box<dyn Write + 'w>, keys: Vec<String>, style: CsvStyle) -> Self {
        let delimiter = style.delimiter.unwrap_or(Delimiter::Comma).byte();
        let csv = ::csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        Self { csv, keys, has_headers: false, reader: style.reader }
    }

    pub(super) fn row(&mut self, object: &Value) -> Result<(), OutputError> {
        self.headers()?;
        for key in &self.keys {
            let text = cell(object.get(key).unwrap_or(&Value::Null));
            self.csv.write_field(escape_formula(&text).as_bytes())?;
        }
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    /// Writes a row of texts.
    pub(super) fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Result<(), OutputError> {
        self.headers()?;
        for (text, key) in texts.into_iter().zip(&self.keys) {
            let is_phone =
                self.reader == Some(CsvReader::Excel) && key == "phone" && Phone::if_canonical(text).is_some();
            let cell = if is_phone { Cow::Owned(format!("=\"{text}\"")) } else { escape_formula(text) };
            self.csv.write_field(cell.as_bytes())?;
        }
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    fn headers(&mut self) -> Result<(), OutputError> {
        if self.has_headers {
            return Ok(());
        }
        self.has_headers = true;
        if self.reader == Some(CsvReader::Excel) {
            // Before the first header, which needs no quotes.
            let marked =
                self.keys.iter().enumerate().map(|(at, key)| format!("{}{key}", if at == 0 { BOM } else { "" }));
            return Ok(self.csv.write_record(marked)?);
        }
        Ok(self.csv.write_record(&self.keys)?)
    }

    pub(super) fn finish(mut self) -> Result<(), OutputError> {
        self.headers()?;
        Ok(self.csv.flush()?)
    }
}

/// What is unset is blank.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().join(";"),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// Of an assignment only the member, of an ownership the owner, of a conversation its number.
pub(super) fn item(value: &Value) -> String {
    let key = ["member", "owner", "id"].iter().find_map(|key| value.get(key));
    key.map_or_else(|| cell(value), cell)
}

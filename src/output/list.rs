//! Lists, printed row by row.

use std::io::Write;
use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use super::csv::{CsvWriter, keys};
use super::document::Document;
use super::error::OutputError;
use super::format::Shape;
use super::row::{Row, fields_table};
use super::table::{Cell, Table};
use super::text::grouped;
use super::ui::{Ui, ndjson};

/// A list that is printed row by row; a table in blocks of rows.
pub struct ListWriter<'a, T> {
    ui: &'a Ui,
    sink: ListSink<T>,
    plural: &'static str,
    rows: u64,
    limit: u64,
    cut: bool,
    failed: Option<OutputError>,
}

enum ListSink<T> {
    Table(Box<Table>, fn(&T) -> Vec<Cell>),
    /// The fields of each row below each other.
    Cards(fn(&T) -> Table),
    /// What names each row, once.
    Ids(Box<dyn Write>, fn(&T) -> String, String),
    Json(Box<dyn Write>),
    Lines(Box<dyn Write>),
    Csv(Box<CsvWriter>),
}

impl Ui {
    /// Begins a list of at most `limit` rows.
    pub fn begin_list<T: Row>(&self, limit: Option<u64>) -> ListWriter<'_, T> {
        let sink = self.data_sink::<T, T>();
        let sink = sink.unwrap_or_else(|| ListSink::Table(Box::new(Table::list(T::HEADINGS)), T::cells));
        self.list_into(sink, T::PLURAL, limit)
    }

    /// Begins items that are shown one below the other, or as a list of data.
    pub fn begin_cards<T: Row>(&self) -> ListWriter<'_, T> {
        let sink = self.data_sink::<T, T>().unwrap_or(ListSink::Cards(fields_table));
        self.list_into(sink, T::PLURAL, None)
    }

    /// Begins what names at most `limit` rows, in any format: one a line, as commands read them from stdin.
    pub fn begin_ids<T: Row>(&self, limit: Option<u64>) -> ListWriter<'_, T> {
        self.list_into(ListSink::Ids(Box::new(self.data_out()), T::id, String::new()), T::PLURAL, limit)
    }

    /// Begins values one by one in a format that lists all effects; their CSV has the keys of `K`.
    pub fn begin_stream<T, K: JsonSchema>(&self) -> Option<ListWriter<'_, T>> {
        let sink = self.data_sink::<T, K>().filter(|_| self.lists_effects());
        sink.map(|sink| self.list_into(sink, "", None))
    }

    fn list_into<T>(&self, sink: ListSink<T>, plural: &'static str, limit: Option<u64>) -> ListWriter<'_, T> {
        let limit = limit.unwrap_or(u64::MAX);
        ListWriter { ui: self, sink, plural, rows: 0, limit, cut: false, failed: None }
    }

    /// What takes the rows of a format for data.
    fn data_sink<T, K: JsonSchema>(&self) -> Option<ListSink<T>> {
        let out = || Box::new(self.data_out());
        Some(match self.format.shape() {
            Shape::Document => return None,
            Shape::Value => ListSink::Json(out()),
            Shape::Lines => ListSink::Lines(out()),
            Shape::Rows => ListSink::Csv(Box::new(CsvWriter::new(out(), keys::<K>()))),
        })
    }

    /// Prints a list in memory.
    pub fn print_list<'r, T: Row + 'r>(&self, rows: impl IntoIterator<Item = &'r T>) -> Result<(), OutputError> {
        let mut list = self.begin_list(None);
        let _ = rows.into_iter().try_for_each(|row| list.row(row));
        list.finish(None)
    }
}

impl<T: Serialize> ListWriter<'_, T> {
    /// Takes a row; breaks at the limit, and where the output is closed.
    pub fn row(&mut self, row: &T) -> ControlFlow<()> {
        if self.rows >= self.limit {
            self.cut = true;
            return ControlFlow::Break(());
        }
        let written = self.write(row);
        self.rows += 1;
        OutputError::or_break(written, &mut self.failed)
    }

    fn write(&mut self, row: &T) -> Result<(), OutputError> {
        match &mut self.sink {
            ListSink::Table(table, cells) => {
                table.row(cells(row));
                if table.is_full() {
                    table.show_times(&self.ui.times);
                    self.ui.print_document(table.take_block().into())?;
                }
            }
            ListSink::Cards(fields) => {
                let mut document = Document::default();
                if self.rows > 0 {
                    document.gap();
                }
                document.table(fields(row));
                self.ui.print_document(document)?;
            }
            ListSink::Ids(out, id, last) => {
                let id = id(row);
                if id != *last {
                    writeln!(out, "{id}")?;
                    *last = id;
                }
            }
            ListSink::Json(out) => {
                out.write_all(if self.rows == 0 { b"[\n  " } else { b",\n  " })?;
                serde_json::to_writer(out, row)?;
            }
            ListSink::Lines(out) => ndjson(out, row)?,
            ListSink::Csv(csv) => csv.row(&serde_json::to_value(row)?)?,
        }
        Ok(())
    }

    /// Prints the rest; where the limit cut the list, notes the total.
    pub fn finish(self, total: Option<u64>) -> Result<(), OutputError> {
        OutputError::unless_closed(self.write_rest(total))
    }

    fn write_rest(self, total: Option<u64>) -> Result<(), OutputError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let is_empty = self.rows == 0;
        match self.sink {
            ListSink::Table(..) | ListSink::Cards(_) if is_empty && !self.cut => {
                self.ui.note(&format!("no {}", self.plural));
            }
            ListSink::Table(table, _) if table.is_empty() && table.is_continued() => {}
            ListSink::Table(table, _) => self.ui.print_document((*table).into())?,
            ListSink::Cards(_) => {}
            ListSink::Json(mut out) => {
                writeln!(out, "{}", if is_empty { "[]" } else { "\n]" })?;
                out.flush()?;
            }
            ListSink::Lines(mut out) | ListSink::Ids(mut out, ..) => out.flush()?,
            ListSink::Csv(csv) => csv.finish()?,
        }
        if let (true, Some(total)) = (self.cut, total) {
            self.ui.note(&format!("showing {} of {} {}", grouped(self.rows), grouped(total), self.plural));
        }
        Ok(())
    }
}

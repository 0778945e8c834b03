//! Lists, printed row by row.

use std::collections::HashSet;
use std::io::Write;
use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use super::csv::{CsvWriter, keys};
use super::document::Document;
use super::error::OutputError;
use super::format::Shape;
use super::json_cell::cells_of;
use super::printable::Printable;
use super::row::Row;
use super::row_sorter::RowSorter;
use super::table::{Cell, Table};
use super::text::grouped;
use super::ui::{Ui, ndjson};
use crate::model::{OrderColumns, RowOrder};

/// A list that is printed row by row; a table in blocks of rows.
pub struct ListWriter<'a, T> {
    ui: &'a Ui,
    sink: ListSink<T>,
    /// The rows, if they have yet to be sorted.
    sorter: Option<RowSorter<T>>,
    plural: &'static str,
    rows: u64,
    limit: u64,
    cut: bool,
    failed: Option<OutputError>,
}

/// Which rows of a list are printed, in which order, and what of them.
#[derive(Debug, Clone, Default)]
pub struct ListLayout {
    /// The most rows.
    pub limit: Option<u64>,
    pub order: RowOrder,
    /// The keys of the columns of a table or of CSV; all of its own, if there are none.
    pub columns: Vec<String>,
}

/// What a row shows in a table.
type RowCells<T> = Box<dyn Fn(&T) -> Vec<Cell>>;

enum ListSink<T> {
    Table(Box<Table>, RowCells<T>),
    /// Each row as if it were shown alone.
    Cards(fn(&T) -> Document),
    Ids(Box<dyn Write>, fn(&T) -> String, Named),
    Json(Box<dyn Write>),
    Lines(Box<dyn Write>),
    Csv(Box<CsvWriter<'static>>),
}

/// What was named before, so that it is named once: rows with the same name stand together, unless they are sorted.
enum Named {
    Last(String),
    All(HashSet<String>),
}

impl Ui {
    /// Begins a list.
    pub fn begin_list<T: Row + 'static>(&self, layout: ListLayout) -> ListWriter<'_, T> {
        let ListLayout { limit, order, columns } = layout;
        let sink = match self.data_sink::<T, T>() {
            Some(ListSink::Csv(_)) if !columns.is_empty() => {
                ListSink::Csv(Box::new(CsvWriter::new(Box::new(self.data_out()), columns)))
            }
            Some(sink) => sink,
            None if columns.is_empty() => ListSink::Table(Box::new(Table::list(T::HEADINGS)), Box::new(T::cells)),
            None => {
                let headings: Vec<_> = columns.iter().map(|key| key.replace('_', " ")).collect();
                let table = Table::list(&headings.iter().map(String::as_str).collect::<Vec<_>>());
                ListSink::Table(Box::new(table), Box::new(move |row| cells_of(row, &columns)))
            }
        };
        self.list_into(sink, T::PLURAL, limit).sorted(order)
    }

    /// Begins items that are shown one below the other, or as a list of data.
    pub fn begin_cards<T: Printable + JsonSchema>(&self, plural: &'static str) -> ListWriter<'_, T> {
        let sink = self.data_sink::<T, T>().unwrap_or(ListSink::Cards(T::document));
        self.list_into(sink, plural, None)
    }

    /// Begins what names rows, in any format: one a line, as commands read them from stdin.
    pub fn begin_ids<T: Row>(&self, ListLayout { limit, order, .. }: ListLayout) -> ListWriter<'_, T> {
        let named = if order.is_empty() { Named::Last(String::new()) } else { Named::All(HashSet::new()) };
        self.list_into(ListSink::Ids(Box::new(self.data_out()), T::id, named), T::PLURAL, limit).sorted(order)
    }

    /// Begins values one by one in a format that lists all effects; their CSV has the keys of `K`.
    pub fn begin_stream<T, K: JsonSchema>(&self) -> Option<ListWriter<'_, T>> {
        let sink = self.data_sink::<T, K>().filter(|_| self.lists_effects());
        sink.map(|sink| self.list_into(sink, "", None))
    }

    fn list_into<T>(&self, sink: ListSink<T>, plural: &'static str, limit: Option<u64>) -> ListWriter<'_, T> {
        let limit = limit.unwrap_or(u64::MAX);
        ListWriter { ui: self, sink, sorter: None, plural, rows: 0, limit, cut: false, failed: None }
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
    pub fn print_list<'r, T: Row + 'static>(&self, rows: impl IntoIterator<Item = &'r T>) -> Result<(), OutputError> {
        let mut list = self.begin_list(ListLayout::default());
        let _ = rows.into_iter().try_for_each(|row| list.row(row));
        list.finish(None)
    }
}

impl<T: Row> ListWriter<'_, T> {
    fn sorted(mut self, order: RowOrder) -> Self {
        self.sorter = (!order.is_empty()).then(|| RowSorter::new(order, self.limit));
        self
    }

    /// Takes the order of the rows, if the caller sorts by it: all its keys are among the columns. Otherwise the
    /// rows are sorted here, in memory.
    pub fn take_order(&mut self, columns: OrderColumns) -> RowOrder {
        let sorter = self.sorter.take_if(|sorter| sorter.order.is_of(columns));
        sorter.map(|sorter| sorter.order).unwrap_or_default()
    }
}

impl<T: Serialize> ListWriter<'_, T> {
    /// Takes a row; breaks at the limit, and where the output is closed.
    pub fn row(&mut self, row: &T) -> ControlFlow<()> {
        if let Some(sorter) = &mut self.sorter {
            let pushed = sorter.push(row).map_err(OutputError::from);
            return OutputError::or_break(pushed, &mut self.failed);
        }
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
            ListSink::Cards(one) => {
                let mut document = Document::default();
                if self.rows > 0 {
                    document.gap();
                }
                document.append(one(row));
                self.ui.print_document(document)?;
            }
            ListSink::Ids(out, id, named) => {
                let id = id(row);
                if named.is_new(&id) {
                    writeln!(out, "{id}")?;
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
    pub fn finish(mut self, mut total: Option<u64>) -> Result<(), OutputError> {
        if let Some(sorter) = self.sorter.take() {
            let (count, mut rows) = sorter.finish();
            let _ = rows.try_for_each(|row| self.row(&row));
            (self.cut, total) = (count > self.rows, Some(count));
        }
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

impl Named {
    fn is_new(&mut self, id: &str) -> bool {
        match self {
            Self::Last(last) if last == id => false,
            Self::Last(last) => {
                id.clone_into(last);
                true
            }
            Self::All(all) => all.insert(id.to_owned()),
        }
    }
}

//! Rows of a list that are sorted in memory, since SQL can't sort by their keys: where only the first are wanted,
//! at most a few times as many are kept.

use std::cmp::{Ordering, Reverse};

use serde::Serialize;
use serde_json::Value;

use super::csv::cell;
use super::json_cell::json_time;
use crate::model::{RowKey, RowOrder, fold};

/// The number of rows that are kept besides those that are wanted.
const SPARE: usize = 10_000;

pub(super) struct RowSorter<T> {
    pub(super) order: RowOrder,
    limit: usize,
    copy: fn(&T) -> T,
    rows: Vec<(Vec<SortKey>, T)>,
    count: u64,
}

type SortKey = Directed<SortValue>;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Directed<V> {
    Ascending(V),
    Descending(Reverse<V>),
}

/// The value of a key. What is unset comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortValue {
    Unset,
    Bool(bool),
    Number(i64),
    Time(i64),
    /// In any case.
    Text(String),
}

impl<T: Serialize + Clone> RowSorter<T> {
    pub(super) fn new(order: RowOrder, limit: u64) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Self { order, limit, copy: T::clone, rows: Vec::new(), count: 0 }
    }
}

impl<T: Serialize> RowSorter<T> {
    pub(super) fn push(&mut self, row: &T) -> serde_json::Result<()> {
        self.count += 1;
        let object = serde_json::to_value(row)?;
        let keys = self.order.0.iter().map(|key| sort_key(key, object.get(&key.key)));
        self.rows.push((keys.collect(), (self.copy)(row)));
        if self.rows.len() >= self.limit.saturating_mul(2).saturating_add(SPARE) {
            self.sort();
        }
        Ok(())
    }

    /// Sorts the rows; equal ones stay in the order of the list.
    fn sort(&mut self) {
        self.rows.sort_by(|(one, _), (other, _)| -> Ordering { one.cmp(other) });
        self.rows.truncate(self.limit);
    }

    /// Returns the number of all rows, and the first ones.
    pub(super) fn finish(mut self) -> (u64, impl Iterator<Item = T>) {
        self.sort();
        (self.count, self.rows.into_iter().map(|(_, row)| row))
    }
}

fn sort_key(key: &RowKey, value: Option<&Value>) -> SortKey {
    let value = sort_value(value.unwrap_or(&Value::Null));
    if key.descending { Directed::Descending(Reverse(value)) } else { Directed::Ascending(value) }
}

fn sort_value(value: &Value) -> SortValue {
    match value {
        Value::Null => SortValue::Unset,
        Value::Bool(value) => SortValue::Bool(*value),
        Value::Number(number) => SortValue::Number(number.as_i64().unwrap_or(i64::MAX)),
        // Fractions of a second have their own length.
        Value::String(text) => match json_time(text) {
            Some(time) => SortValue::Time(time.as_nanoseconds()),
            None => SortValue::Text(fold(text)),
        },
        list => SortValue::Text(fold(&cell(list))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sorted(order: &[&str], limit: u64, rows: &[Value]) -> Vec<Value> {
        let order = RowOrder(order.iter().map(|word| RowKey::read(word)).collect());
        let mut sorter = RowSorter::new(order, limit);
        for row in rows {
            sorter.push(row).unwrap();
        }
        sorter.finish().1.collect()
    }

    #[test]
    fn rows_are_sorted_by_type_and_stay_in_order_otherwise() {
        let row = |n: Value, t: Value| json!({ "n": n, "t": t });
        let rows = [
            row(json!(10), json!("b")),
            row(json!(9), json!("A")),
            row(json!(null), json!("a")),
            row(json!(9), json!("a")),
        ];
        let at = |places: &[usize]| places.iter().map(|place| rows[*place].clone()).collect::<Vec<_>>();
        assert_eq!(sorted(&["n"], 9, &rows), at(&[2, 1, 3, 0]));
        assert_eq!(sorted(&["-n"], 9, &rows), at(&[0, 1, 3, 2]));
        assert_eq!(sorted(&["t", "-n"], 2, &rows), at(&[1, 3]));
        let times = ["2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00Z"].map(|at| json!({ "at": at }));
        assert_eq!(sorted(&["at"], 9, &times), [times[1].clone(), times[0].clone()]);
    }

    #[test]
    fn only_wanted_rows_are_kept() {
        let rows: Vec<_> = (0..50_000).map(|n: i64| json!({ "n": n * 7919 % 50_000 })).collect();
        let first: Vec<_> = (0..3).map(|n| json!({ "n": n })).collect();
        assert_eq!(sorted(&["n"], 3, &rows), first);
    }
}

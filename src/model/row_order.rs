//! The order of the rows of a list, by the keys of their JSON.

/// Keys to sort by, the first one first; without any, a list has its own order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowOrder(pub Vec<RowKey>);

/// A key to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowKey {
    pub key: String,
    pub descending: bool,
}

impl RowKey {
    /// Reads `key`, or `-key` for descending.
    pub fn read(word: &str) -> Self {
        let word = word.trim();
        let (key, descending) = word.strip_prefix('-').map_or((word, false), |key| (key, true));
        Self { key: key.to_owned(), descending }
    }
}

/// Keys with the expressions that sort by them in SQL. What is unset comes first.
pub type OrderColumns = &'static [(&'static str, &'static str)];

impl RowOrder {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether SQL can sort by it.
    pub fn is_of(&self, columns: OrderColumns) -> bool {
        self.0.iter().all(|key| column(columns, key).is_some())
    }

    /// Returns the expressions of `ORDER BY`, with the order of the list itself behind them.
    pub fn sql(&self, columns: OrderColumns, otherwise: &str) -> String {
        let terms = self.0.iter().filter_map(|key| {
            let direction = if key.descending { "DESC" } else { "ASC" };
            Some(format!("{} {direction}", column(columns, key)?))
        });
        terms.chain([otherwise.to_owned()]).collect::<Vec<_>>().join(", ")
    }
}

fn column(columns: OrderColumns, key: &RowKey) -> Option<&'static str> {
    columns.iter().find(|(known, _)| *known == key.key).map(|(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_sorted_in_sql_if_all_keys_are_columns() {
        let order = RowOrder(["-since", "phone"].map(RowKey::read).to_vec());
        let columns: OrderColumns = &[("phone", "contacts.phone"), ("since", "since")];
        assert!(order.is_of(columns));
        assert_eq!(order.sql(columns, "id"), "since DESC, contacts.phone ASC, id");
        assert!(!order.is_of(&[("phone", "phone")]));
        assert_eq!(RowOrder::default().sql(columns, "id"), "id");
    }
}

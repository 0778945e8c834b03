//! Contacts that are to be inserted together.

use std::collections::HashMap;

use rusqlite::Statement;
use rusqlite::types::Null;

use crate::model::{ContactId, MemberId, Time};

/// Contacts to be inserted, with consecutive numbers.
#[derive(Default)]
pub(super) struct PendingContacts {
    pub(super) first: Option<(ContactId, Time)>,
    /// The texts of all cells.
    pub(super) text: String,
    /// The phone and the fields of each contact.
    pub(super) cells: Vec<BoundValue>,
    pub(super) owners: Vec<Vec<MemberId>>,
    pub(super) effects: usize,
    pub(super) accounts: HashMap<String, i64>,
}

/// A value that is to be bound.
#[derive(Clone, Copy)]
pub(super) enum BoundValue {
    Null,
    Number(i64),
    /// A range of the text.
    Text(usize, usize),
}

impl PendingContacts {
    pub(super) fn bind(&self, statement: &mut Statement<'_>, place: usize, cell: BoundValue) -> rusqlite::Result<()> {
        match cell {
            BoundValue::Null => statement.raw_bind_parameter(place, Null),
            BoundValue::Number(number) => statement.raw_bind_parameter(place, number),
            BoundValue::Text(start, end) => statement.raw_bind_parameter(place, self.text.get(start..end)),
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.cells.push(BoundValue::Text(start, self.text.len()));
    }
}

//! The `WHERE` clauses of a list.

use rusqlite::types::Value;

use crate::model::fold;

/// The clauses of a filter with their values.
#[derive(Default)]
pub(super) struct Clauses {
    texts: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Clauses {
    /// Adds a clause; every `?` of it stands for the value.
    pub(super) fn push(&mut self, clause: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.texts.push(clause.replace('?', &format!("?{}", self.values.len())));
    }

    /// Adds a clause if there is a value for it.
    pub(super) fn push_some(&mut self, clause: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.push(clause, value);
        }
    }

    pub(super) fn push_if(&mut self, condition: bool, clause: &str) {
        if condition {
            self.push_plain(clause);
        }
    }

    pub(super) fn push_plain(&mut self, clause: &str) {
        self.texts.push(clause.to_owned());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// `WHERE …`, or nothing.
    pub(super) fn sql(&self) -> String {
        if self.is_empty() { String::new() } else { format!("WHERE {}", self.texts.join(" AND ")) }
    }
}

/// Contacts of an account, in any case; blank means without one.
pub(super) fn of_account(clauses: &mut Clauses, account: Option<&str>) {
    about_account(clauses, account, str::to_owned);
}

/// What a clause says about the contacts of an account, which it names by a condition on `contacts`.
pub(super) fn about_account(clauses: &mut Clauses, account: Option<&str>, clause: impl Fn(&str) -> String) {
    match account.map(str::trim) {
        Some("") => clauses.push_plain(&clause("contacts.account_id IS NULL")),
        Some(name) => {
            let known = "contacts.account_id IN (SELECT id FROM accounts WHERE name_key = ?)";
            clauses.push(&clause(known), fold(name));
        }
        None => {}
    }
}

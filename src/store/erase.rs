//! What the history keeps of the data of contacts, found and overwritten: nothing of it is left in any row.
//!
//! Numbers stay, so that the history can still be read and taken back. An erased contact is named by its own.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::effect_record::{EffectRecord, StoredDecision};
use super::entity::EntityRef;
use super::history::read_steps;
use super::{StoreError, StoreResult};
use crate::model::{Before, ContactId, Effect, Field, Fields, shell_line, shell_words};

/// What the name of an erased contact begins with.
pub(crate) const ERASED: &str = "erased-";

/// The name of an erased contact.
pub(crate) fn erased_name(contact: ContactId) -> String {
    format!("{ERASED}{contact}")
}

/// The data of contacts that are erased together.
pub(crate) struct Erasure<'a> {
    connection: &'a Connection,
    /// The contacts, those that were merged into them, and removed ones with their phones.
    contacts: BTreeSet<ContactId>,
    /// Their phones, present and former.
    phones: BTreeSet<String>,
    /// Their other values, present and former.
    values: BTreeSet<String>,
}

/// What was overwritten.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ErasedCounts {
    /// The number of entries of the history.
    pub(crate) entries: usize,
    /// The number of recorded commands.
    pub(crate) commands: usize,
}

impl<'a> Erasure<'a> {
    /// Finds the data of contacts, which had these fields when they were erased.
    pub(crate) fn of(connection: &'a Connection, contacts: &[(ContactId, Fields)]) -> StoreResult<Self> {
        let mut erasure =
            Self { connection, contacts: BTreeSet::new(), phones: BTreeSet::new(), values: BTreeSet::new() };
        for (_, fields) in contacts {
            erasure.note(fields);
        }
        let mut new: Vec<_> = contacts.iter().map(|(contact, _)| *contact).collect();
        while !new.is_empty() {
            for contact in new {
                erasure.contacts.insert(contact);
                erasure.note_history(contact)?;
            }
            new = erasure.others()?;
        }
        Ok(erasure)
    }

    /// Whether it is the phone of an erased contact.
    pub(crate) fn has_phone(&self, phone: &str) -> bool {
        self.phones.contains(phone)
    }

    fn note(&mut self, fields: &Fields) {
        for (field, value) in fields {
            let Some(value) = value.clone().filter(|value| !value.starts_with(ERASED)) else { continue };
            let noted = if *field == Field::Phone { &mut self.phones } else { &mut self.values };
            noted.insert(value);
        }
    }

    /// Notes the values that a contact had.
    fn note_history(&mut self, contact: ContactId) -> StoreResult<()> {
        for (_, steps) in self.entries(contact)? {
            for record in steps.iter().flat_map(|step| &step.did) {
                for fields in fields_of(record) {
                    self.note(fields);
                }
            }
        }
        for fields in self.removed_rows(contact)? {
            self.note(&fields);
        }
        Ok(())
    }

    /// The entries about a contact with values of its fields.
    fn entries(&self, contact: ContactId) -> StoreResult<Vec<(i64, Vec<StoredDecision>)>> {
        let sql = "SELECT id, steps FROM entries WHERE contact_id = ?1 AND contact_count IS NULL
                   AND instr(steps, '-contact\"') > 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([contact.0])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push((row.get("id")?, read_steps(row)?));
        }
        Ok(entries)
    }

    /// The rows of a contact that undone imports removed, and its last phone if it was removed.
    fn removed_rows(&self, contact: ContactId) -> StoreResult<Vec<Fields>> {
        let sql = "SELECT phone, first_name, last_name, email, accounts.name, external_id FROM removed_contacts
                   LEFT JOIN accounts ON accounts.id = account_id WHERE removed_contacts.id = ?1
                   UNION ALL SELECT name, NULL, NULL, NULL, NULL, NULL FROM removed WHERE kind = 'contact' AND id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([contact.0], |row| {
            let mut fields = Fields::new();
            for (place, field) in STORED.into_iter().enumerate() {
                fields.insert(field, row.get(place)?);
            }
            Ok(fields)
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Further contacts whose data is the same person's: merged into one of these, or removed with one of the phones.
    /// Who got a former phone later is another person.
    fn others(&self) -> StoreResult<Vec<ContactId>> {
        let merged = format!("SELECT id FROM removed WHERE merged_into IN ({})", places(self.contacts.len()));
        let mut found = self.numbers(&merged, self.contacts.iter().map(|contact| contact.0.into()))?;
        let newest = self.contacts.last().copied();
        let with_phone = format!("SELECT id FROM ({REMOVED_PHONES}) WHERE phone IN ({})", places(self.phones.len()));
        let removed = self.numbers(&with_phone, self.phones.iter().map(|phone| phone.clone().into()))?;
        found.extend(removed.into_iter().filter(|contact| Some(*contact) < newest));
        found.retain(|contact| !self.contacts.contains(contact));
        Ok(found.into_iter().collect())
    }

    fn numbers(&self, sql: &str, values: impl Iterator<Item = Value>) -> StoreResult<BTreeSet<ContactId>> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get::<_, ContactId>(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Overwrites the data. `is_phone` tells whether a word of a command means one of the phones.
    pub(crate) fn overwrite(&self, is_phone: impl Fn(&str) -> bool) -> StoreResult<ErasedCounts> {
        let mut overwritten = ErasedCounts { commands: self.overwrite_commands(&is_phone)?, entries: 0 };
        for contact in &self.contacts {
            overwritten.entries += self.overwrite_merges(*contact)?;
            overwritten.entries += self.overwrite_entries(*contact)?;
            self.overwrite_removed(*contact)?;
        }
        self.remove_accounts()?;
        Ok(overwritten)
    }

    fn overwrite_entries(&self, contact: ContactId) -> StoreResult<usize> {
        self.rewrite(self.entries(contact)?, |record| overwrite_record(record, contact))
    }

    /// A merge, and its undo, filled fields of another contact with values of this one.
    fn overwrite_merges(&self, contact: ContactId) -> StoreResult<usize> {
        let sql = "SELECT into_entries.id, into_entries.steps FROM entries
                   JOIN entries AS into_entries ON into_entries.change_id = entries.change_id
                   WHERE entries.contact_id = ?1 AND instr(entries.steps, '\"merged\"') > 0
                     AND into_entries.contact_id <> ?1 AND instr(into_entries.steps, '\"update-contact\"') > 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([contact.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get("id")?, read_steps(row)?));
        }
        self.rewrite(found, |record| self.overwrite_values(record))
    }

    /// Overwrites the fields that have one of the values; returns whether there were any.
    fn overwrite_values(&self, record: &mut EffectRecord) -> bool {
        let mut has_values = false;
        for (_, value) in fields_mut(record).into_iter().flatten() {
            if value.as_ref().is_some_and(|value| self.values.contains(value)) {
                (*value, has_values) = (None, true);
            }
        }
        has_values
    }

    /// Writes entries in which something was overwritten; returns how many.
    fn rewrite(
        &self,
        entries: Vec<(i64, Vec<StoredDecision>)>,
        overwrite: impl Fn(&mut EffectRecord) -> bool,
    ) -> StoreResult<usize> {
        let mut update = self.connection.prepare_cached("UPDATE entries SET steps = ?2 WHERE id = ?1")?;
        let mut rewritten = 0;
        for (id, mut steps) in entries {
            let mut has_values = false;
            for record in steps.iter_mut().flat_map(|step| &mut step.did) {
                has_values |= overwrite(record);
            }
            if has_values {
                let steps = serde_json::to_string(&steps).map_err(|error| StoreError::bad_row("entries", id, error))?;
                update.execute((id, steps))?;
                rewritten += 1;
            }
        }
        Ok(rewritten)
    }

    fn overwrite_removed(&self, contact: ContactId) -> StoreResult<()> {
        for sql in [
            "UPDATE removed SET name = ?2 WHERE kind = 'contact' AND id = ?1",
            "UPDATE removed_contacts SET phone = ?2, first_name = NULL, last_name = NULL, email = NULL,
                 account_id = NULL, external_id = NULL WHERE id = ?1",
        ] {
            self.connection.prepare_cached(sql)?.execute((contact.0, erased_name(contact)))?;
        }
        Ok(())
    }

    /// Accounts without another contact go too.
    fn remove_accounts(&self) -> StoreResult<()> {
        let sql = "DELETE FROM accounts WHERE name = ?1
                   AND NOT EXISTS (SELECT 1 FROM contacts WHERE account_id = accounts.id)
                   AND NOT EXISTS (SELECT 1 FROM removed_contacts WHERE account_id = accounts.id)";
        let mut statement = self.connection.prepare_cached(sql)?;
        for value in &self.values {
            statement.execute([value])?;
        }
        Ok(())
    }

    /// Of changes of these contacts all values are overwritten, of others the phones that are free now.
    fn overwrite_commands(&self, is_phone: &impl Fn(&str) -> bool) -> StoreResult<usize> {
        let (own, free) = (self.own_changes()?, self.free_phones()?);
        let mut statement = self.connection.prepare("SELECT id, command FROM changes")?;
        let mut update = self.connection.prepare("UPDATE changes SET command = ?2 WHERE id = ?1")?;
        let (mut rows, mut changed) = (statement.query([])?, Vec::new());
        while let Some(row) = rows.next()? {
            let (id, command): (i64, String) = (row.get(0)?, row.get(1)?);
            let words = shell_words(&command);
            let kept = match own.get(&id) {
                Some(contact) => self.without_values(&words, &erased_name(*contact), is_phone),
                None => words.iter().map(|word| self.without_phones(word, &free)).collect(),
            };
            if kept != words {
                changed.push((id, shell_line(kept)));
            }
        }
        drop(rows);
        for (id, command) in &changed {
            update.execute((id, command))?;
        }
        Ok(changed.len())
    }

    /// The changes of these contacts and their conversations, each with one of the contacts.
    fn own_changes(&self) -> StoreResult<BTreeMap<i64, ContactId>> {
        let sql = "SELECT change_id FROM entries WHERE contact_id = ?1
                   UNION SELECT change_id FROM entries
                   WHERE conversation_id IN (SELECT id FROM conversations WHERE contact_id = ?1
                                             UNION SELECT conversation_id FROM entries WHERE contact_id = ?1)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut changes = BTreeMap::new();
        for contact in &self.contacts {
            let rows = statement.query_map([contact.0], |row| row.get::<_, i64>(0))?;
            for change in rows {
                changes.insert(change?, *contact);
            }
        }
        Ok(changes)
    }

    /// The phones that no other contact has or had last.
    fn free_phones(&self) -> StoreResult<BTreeSet<&str>> {
        let erased: Vec<_> = self.contacts.iter().map(|contact| contact.0.to_string()).collect();
        let mut taken = self.connection.prepare(&format!(
            "SELECT 1 FROM contacts WHERE phone = ?1
             UNION ALL SELECT 1 FROM ({REMOVED_PHONES}) WHERE phone = ?1 AND id NOT IN ({})",
            erased.join(", ")
        ))?;
        let mut free = BTreeSet::new();
        for phone in &self.phones {
            if !taken.exists([phone])? {
                free.insert(phone.as_str());
            }
        }
        Ok(free)
    }

    /// The words of a command about one of the contacts, with a name in place of each value. Phones are overwritten
    /// anywhere, other values where a contact's are given; what `contact add` and `update` were given need not have
    /// become a value.
    fn without_values(&self, words: &[String], name: &str, is_phone: &impl Fn(&str) -> bool) -> Vec<String> {
        let plain: Vec<_> = words.iter().filter(|word| !word.starts_with('-')).map(String::as_str).take(2).collect();
        let sets_fields = matches!(plain[..], ["contact" | "contacts", "add" | "update"]);
        let mut option = "";
        let mut kept = Vec::with_capacity(words.len());
        for word in words {
            let (given, value) = split_option(word);
            let of = if given.is_empty() { option } else { given.trim_end_matches('=') };
            let is_value = !value.starts_with("--") && FIELD_OPTIONS.contains(&of);
            let is_contact = self.phones.contains(value) || is_phone(value);
            let is_id = value.strip_prefix("external-id:").is_some_and(|id| self.values.contains(id));
            kept.push(if is_contact || is_id || is_value && (sets_fields || self.values.contains(value.trim())) {
                format!("{given}{name}")
            } else {
                self.phones.iter().fold(word.clone(), |word, phone| word.replace(phone, name))
            });
            option = if word.starts_with("--") { word } else { "" };
        }
        kept
    }

    /// A word of a command about other contacts.
    fn without_phones(&self, word: &str, phones: &BTreeSet<&str>) -> String {
        let (option, value) = split_option(word);
        let is_id = value.strip_prefix("external-id:").is_some_and(|id| self.values.contains(id));
        if phones.contains(value) || is_id { format!("{option}{ERASED}contact") } else { word.to_owned() }
    }
}

/// The options that give values of contacts.
const FIELD_OPTIONS: [&str; 6] = ["--phone", "--first-name", "--last-name", "--email", "--account", "--external-id"];

/// The last phones of removed contacts.
const REMOVED_PHONES: &str = "SELECT id, name AS phone FROM removed WHERE kind = 'contact'
                              UNION ALL SELECT id, phone FROM removed_contacts";

/// The columns of removed contacts, as they are read.
const STORED: [Field; 6] =
    [Field::Phone, Field::FirstName, Field::LastName, Field::Email, Field::Account, Field::ExternalId];

/// The option and the value of `--phone=+52…`; other words are values.
fn split_option(word: &str) -> (&str, &str) {
    match word.find('=').filter(|_| word.starts_with("--")) {
        Some(place) => word.split_at(place + 1),
        None => ("", word),
    }
}

/// The values that an effect set and overwrote.
fn fields_of(record: &EffectRecord) -> Vec<&Fields> {
    let set = match &record.effect {
        Effect::UpdateContact { set, .. } => Some(set),
        _ => None,
    };
    let was = match &record.was {
        Some(Before::Fields(fields) | Before::Merged { fields, .. }) => Some(fields),
        _ => None,
    };
    let is_of_contact = matches!(EntityRef::updated_by(&record.effect), Some(EntityRef::Contact(_)))
        || matches!(record.effect, Effect::RemoveContact { .. } | Effect::AddContact { .. });
    if is_of_contact { set.into_iter().chain(was).collect() } else { Vec::new() }
}

/// The same, to overwrite them.
fn fields_mut(record: &mut EffectRecord) -> Vec<&mut Fields> {
    if fields_of(record).is_empty() {
        return Vec::new();
    }
    let set = match &mut record.effect {
        Effect::UpdateContact { set, .. } => Some(set),
        _ => None,
    };
    let was = match &mut record.was {
        Some(Before::Fields(fields) | Before::Merged { fields, .. }) => Some(fields),
        _ => None,
    };
    set.into_iter().chain(was).collect()
}

/// Overwrites the values of an effect; returns whether it had any.
fn overwrite_record(record: &mut EffectRecord, contact: ContactId) -> bool {
    let fields = fields_mut(record);
    let has_values = !fields.is_empty();
    for fields in fields {
        overwrite_fields(fields, contact);
    }
    has_values
}

fn overwrite_fields(fields: &mut Fields, contact: ContactId) {
    for (field, value) in fields {
        *value = (*field == Field::Phone).then(|| erased_name(contact));
    }
}

/// `?, ?, ?`
fn places(number: usize) -> String {
    vec!["?"; number].join(", ")
}

//! Resolves numbers to names, including those of removed rows.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, Row};

use super::entity::EntityRef;
use super::{StoreResult, view};
use crate::model::code::Codes;
use crate::model::{
    Before, ContactId, Conversation, Effect, Field, Fields, MemberId, PassedOver, RuleId, TeamId, Time,
};

/// Resolves names and caches those of members and teams.
#[derive(Debug, Default)]
pub struct NameResolver {
    names: HashMap<EntityRef, String>,
    /// The contact looked up last: effects on one follow each other.
    last_contact: Option<(EntityRef, String)>,
}

impl NameResolver {
    pub fn member(&mut self, connection: &Connection, id: MemberId) -> StoreResult<String> {
        self.name(connection, EntityRef::Member(id))
    }

    pub fn team(&mut self, connection: &Connection, id: TeamId) -> StoreResult<String> {
        self.name(connection, EntityRef::Team(id))
    }

    pub fn contact(&mut self, connection: &Connection, id: ContactId) -> StoreResult<String> {
        self.name(connection, EntityRef::Contact(id))
    }

    pub(crate) fn name(&mut self, connection: &Connection, thing: EntityRef) -> StoreResult<String> {
        let last = self.last_contact.as_ref().filter(|(last, _)| *last == thing).map(|(_, name)| name);
        if let Some(name) = last.or_else(|| self.names.get(&thing)) {
            return Ok(name.clone());
        }
        let name = find(connection, thing)?;
        match thing {
            EntityRef::Contact(_) => self.last_contact = Some((thing, name.clone())),
            _ => drop(self.names.insert(thing, name.clone())),
        }
        Ok(name)
    }

    /// An effect as people and scripts see it, with the old values of the fields it set.
    pub fn effect(
        &mut self,
        connection: &Connection,
        effect: &Effect,
        rule: Option<RuleId>,
        was: Option<&Before>,
    ) -> StoreResult<view::EffectView> {
        let parts = effect.parts();
        let (from, until) = absence_period(effect);
        let cover = self.cover(connection, effect)?;
        let set = parts.set.map(|set| self.fields(connection, set)).transpose()?;
        let was = match was {
            Some(Before::Fields(fields)) if set.is_some() => Some(self.fields(connection, fields)?),
            _ => None,
        };
        Ok(view::EffectView {
            effect: effect.kind(),
            conversation: parts.conversation.copied(),
            contact: parts.contact.map(|id| self.contact(connection, *id)).transpose()?,
            team: parts.team.map(|id| self.team(connection, *id)).transpose()?,
            member: parts.member.map(|id| self.member(connection, *id)).transpose()?,
            status: parts.status.copied(),
            reason: parts.reason.map(Codes::as_code),
            key: parts.setting.map(|setting| setting.key()),
            value: parts.setting.map(|setting| setting.value()),
            from,
            until,
            cover,
            set,
            was,
            rule,
        })
    }

    /// Who covers in an absence that is added.
    fn cover(&mut self, connection: &Connection, effect: &Effect) -> StoreResult<Option<Vec<String>>> {
        let Effect::AddAbsence { cover, .. } = effect else { return Ok(None) };
        cover.iter().map(|member| self.member(connection, *member)).collect::<StoreResult<_>>().map(Some)
    }

    /// A conversation as people and scripts see it; whether it is overdue is told for `at`.
    pub fn conversation(
        &mut self,
        connection: &Connection,
        conversation: &Conversation,
        at: Time,
    ) -> StoreResult<view::ConversationView> {
        let mut assigned = Vec::new();
        for seat in conversation.assigned.seats() {
            let (member, since) = (self.member(connection, seat.member)?, Time::from_nanoseconds(seat.since));
            assigned.push(view::Assignment { member, reason: seat.reason, since });
        }
        let first_responder = conversation.first_responder;
        let contact = contact_labels(connection, conversation.contact)?;
        Ok(view::ConversationView {
            id: conversation.id,
            contact: contact.phone,
            name: contact.name,
            account: contact.account,
            status: conversation.status,
            team: conversation.team.map(|team| self.team(connection, team)).transpose()?,
            assigned,
            first_responder: first_responder.map(|member| self.member(connection, member)).transpose()?,
            opened_at: Time::from_nanoseconds(conversation.opened_at),
            closed_at: conversation.closed_at.map(Time::from_nanoseconds),
            overdue: is_overdue(connection, conversation, at)?,
        })
    }

    /// A passed-over entry as people and scripts see it.
    pub fn passed_over(&mut self, connection: &Connection, entry: &PassedOver) -> StoreResult<view::PassedOverView> {
        let team = entry.team.map(|id| self.team(connection, id)).transpose()?;
        Ok(view::PassedOverView {
            member: entry.member.map(|id| self.member(connection, id)).transpose()?,
            team: entry.member.is_none().then_some(team),
            contact: entry.contact.map(|id| self.contact(connection, id)).transpose()?,
            conversation: entry.conversation,
            reason: entry.reason,
            rule: entry.rule,
        })
    }

    fn fields(
        &mut self,
        connection: &Connection,
        fields: &Fields,
    ) -> StoreResult<BTreeMap<&'static str, Option<String>>> {
        let shown = fields.iter().map(|(field, value)| {
            let agent = value.as_ref().filter(|_| *field == Field::DefaultAgent).and_then(|id| id.parse().ok());
            match agent {
                Some(id) => Ok((field.code(), Some(self.member(connection, MemberId(id))?))),
                None => Ok((field.code(), value.clone())),
            }
        });
        shown.collect()
    }

    /// Clears the cache, after names may have changed.
    pub fn clear(&mut self) {
        self.names.clear();
        self.last_contact = None;
    }
}

/// When the absence of an effect begins and ends, as far as the effect says.
fn absence_period(effect: &Effect) -> (Option<Time>, Option<Time>) {
    let (from, until) = match effect {
        Effect::AddAbsence { from, until, .. } => (Some(*from), Some(*until)),
        Effect::EndAbsence { from, until, .. } => (*from, *until),
        _ => (None, None),
    };
    (from.map(Time::from_nanoseconds), until.map(Time::from_nanoseconds))
}

fn is_overdue(connection: &Connection, conversation: &Conversation, at: Time) -> StoreResult<bool> {
    let Some(team) = conversation.team.filter(|_| conversation.picked_at().is_some()) else { return Ok(false) };
    let sql = "SELECT reassign_after FROM teams WHERE id = ?1";
    let minutes: Option<Option<u32>> =
        connection.prepare_cached(sql)?.query_row([team.0], |row| row.get(0)).optional()?;
    Ok(minutes.flatten().is_some_and(|minutes| conversation.is_overdue(minutes, at.as_nanoseconds())))
}

/// What a conversation shows of its contact.
struct ContactLabels {
    phone: String,
    name: Option<String>,
    account: Option<String>,
}

fn contact_labels(connection: &Connection, id: ContactId) -> StoreResult<ContactLabels> {
    let sql = "SELECT phone, nullif(concat_ws(' ', first_name, last_name), ''), accounts.name
               FROM contacts LEFT JOIN accounts ON accounts.id = account_id WHERE contacts.id = ?1";
    let labels = |row: &Row<'_>| Ok(ContactLabels { phone: row.get(0)?, name: row.get(1)?, account: row.get(2)? });
    if let Some(labels) = connection.prepare_cached(sql)?.query_row([id.0], labels).optional()? {
        return Ok(labels);
    }
    // Only its name is left of an erased contact.
    Ok(ContactLabels { phone: find(connection, EntityRef::Contact(id))?, name: None, account: None })
}

fn find(connection: &Connection, thing: EntityRef) -> StoreResult<String> {
    let live = match thing {
        EntityRef::Member(_) => "SELECT email FROM members WHERE id = ?1",
        EntityRef::Team(_) => "SELECT name FROM teams WHERE id = ?1",
        EntityRef::Contact(_) => "SELECT phone FROM contacts WHERE id = ?1",
        EntityRef::Conversation(id) => return Ok(format!("conversation {id}")),
    };
    let (kind, id) = thing.row();
    let name = connection.prepare_cached(live)?.query_row([id], |row| row.get(0)).optional()?;
    if let Some(name) = name {
        return Ok(name);
    }
    let gone = "SELECT name FROM removed WHERE kind = ?1 AND id = ?2
                UNION ALL SELECT phone FROM removed_contacts WHERE ?1 = 'contact' AND id = ?2 LIMIT 1";
    let name = connection.prepare_cached(gone)?.query_row((kind, id), |row| row.get(0)).optional()?;
    Ok(name.unwrap_or_else(|| format!("{kind} #{id}")))
}

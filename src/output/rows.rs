//! What a table shows of each thing, and the keys under which scripts find it.

use serde::Serialize;

use super::table::Cell;
use super::text::{marked, minute, or_none, yes_no};
use crate::inbox::{HistoryLine, view};
use crate::scenario::{Listed, ScenarioReport};

/// A thing that can stand in a list.
pub trait Row: Serialize {
    /// What there are none of when the list is empty.
    const PLURAL: &'static str;
    /// The keys of its JSON.
    const KEYS: &'static [&'static str];
    /// The headings of its table.
    const HEADINGS: &'static [&'static str];

    /// Its row of the table.
    fn cells(&self) -> Vec<Cell> {
        self.fields().into_iter().map(|(_, value)| value).collect()
    }

    /// All of it, for a person who looks at it alone: each with its label.
    fn fields(&self) -> Vec<(&'static str, Cell)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

impl Row for view::Member {
    const PLURAL: &'static str = "members";
    const KEYS: &'static [&'static str] = &["email", "name", "active", "external_id"];
    const HEADINGS: &'static [&'static str] = &["email", "name", "active", "external id"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.email.clone().into(),
            or_none(self.name.as_deref()).into(),
            yes_no(self.active).into(),
            or_none(self.external_id.as_deref()).into(),
        ]
    }
}

impl Row for view::Team {
    const PLURAL: &'static str = "teams";
    const KEYS: &'static [&'static str] = &["name", "strategy", "default_agent", "members"];
    const HEADINGS: &'static [&'static str] = &["name", "strategy", "default agent", "members"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.name.clone().into(),
            self.strategy.to_string().into(),
            marked(self.default_agent.as_slice(), &self.inactive).into(),
            marked(&self.members, &self.inactive).into(),
        ]
    }
}

impl Row for view::Contact {
    const PLURAL: &'static str = "contacts";
    const KEYS: &'static [&'static str] =
        &["phone", "first_name", "last_name", "email", "account", "external_id", "owners"];
    const HEADINGS: &'static [&'static str] = &["phone", "name", "account", "owners"];

    fn cells(&self) -> Vec<Cell> {
        let names: Vec<_> = [&self.first_name, &self.last_name].into_iter().flatten().map(String::as_str).collect();
        let name = if names.is_empty() { "none".to_owned() } else { names.join(" ") };
        vec![
            self.phone.clone().into(),
            name.into(),
            or_none(self.account.as_deref()).into(),
            marked(&self.owners, &self.inactive).into(),
        ]
    }

    fn fields(&self) -> Vec<(&'static str, Cell)> {
        vec![
            ("phone", self.phone.clone().into()),
            ("first name", or_none(self.first_name.as_deref()).into()),
            ("last name", or_none(self.last_name.as_deref()).into()),
            ("email", or_none(self.email.as_deref()).into()),
            ("account", or_none(self.account.as_deref()).into()),
            ("external id", or_none(self.external_id.as_deref()).into()),
            ("owners", marked(&self.owners, &self.inactive).into()),
        ]
    }
}

impl Row for view::Ownership {
    const PLURAL: &'static str = "owners";
    const KEYS: &'static [&'static str] = &["phone", "account", "owner", "active", "reason", "since"];
    const HEADINGS: &'static [&'static str] = &["phone", "account", "owner", "reason", "since"];

    fn cells(&self) -> Vec<Cell> {
        let dormant = if self.active { "" } else { " (inactive)" };
        vec![
            self.phone.clone().into(),
            or_none(self.account.as_deref()).into(),
            format!("{}{dormant}", self.owner).into(),
            self.reason.to_string().into(),
            self.since.to_minute().into(),
        ]
    }
}

impl Row for view::Conversation {
    const PLURAL: &'static str = "conversations";
    const KEYS: &'static [&'static str] =
        &["id", "contact", "status", "team", "assigned", "first_responder", "opened_at", "closed_at"];
    const HEADINGS: &'static [&'static str] = &["id", "contact", "status", "team", "assigned", "opened"];

    fn cells(&self) -> Vec<Cell> {
        let members: Vec<_> = self.assigned.iter().map(|assignment| assignment.member.clone()).collect();
        vec![
            self.id.to_string().into(),
            self.contact.clone().into(),
            self.status.to_string().into(),
            or_none(self.team.as_deref()).into(),
            marked(&members, &[]).into(),
            self.opened_at.to_minute().into(),
        ]
    }

    fn fields(&self) -> Vec<(&'static str, Cell)> {
        let assigned = self.assigned.iter();
        let assigned = assigned.map(|one| format!("{} ({}, since {})", one.member, one.reason, one.since.to_minute()));
        vec![
            ("conversation", self.id.to_string().into()),
            ("contact", self.contact.clone().into()),
            ("status", self.status.to_string().into()),
            ("team", or_none(self.team.as_deref()).into()),
            ("assigned", assigned.collect::<Vec<_>>().into()),
            ("first responder", or_none(self.first_responder.as_deref()).into()),
            ("opened", self.opened_at.to_minute().into()),
            ("closed", minute(self.closed_at).into()),
        ]
    }
}

impl Row for view::Setting {
    const PLURAL: &'static str = "settings";
    const KEYS: &'static [&'static str] = &["key", "value", "default", "description"];
    const HEADINGS: &'static [&'static str] = Self::KEYS;

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.key.to_string().into(),
            or_none(self.value.as_deref()).into(),
            or_none(self.default.as_deref()).into(),
            self.description.to_owned().into(),
        ]
    }
}

impl Row for view::Change {
    const PLURAL: &'static str = "changes";
    const KEYS: &'static [&'static str] = &["id", "at", "actor", "command", "effect_count", "undone_by"];
    const HEADINGS: &'static [&'static str] = &["id", "at", "actor", "command", "effects"];

    fn cells(&self) -> Vec<Cell> {
        let undone = self.undone_by.map(|by| format!(" (undone by {by})")).unwrap_or_default();
        vec![
            self.id.to_string().into(),
            self.at.to_minute().into(),
            self.actor.clone().into(),
            self.command.clone().into(),
            format!("{}{undone}", self.effect_count).into(),
        ]
    }
}

impl Row for view::Effect {
    const PLURAL: &'static str = "effects";
    const KEYS: &'static [&'static str] = &[
        "effect",
        "conversation",
        "contact",
        "team",
        "member",
        "status",
        "reason",
        "key",
        "value",
        "set",
        "was",
        "rule",
    ];
    const HEADINGS: &'static [&'static str] = &["effect", "rule"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.sentence().into(), self.rule.map(|rule| rule.to_string()).unwrap_or_default().into()]
    }
}

impl Row for view::Conflict {
    const PLURAL: &'static str = "conflicts";
    const KEYS: &'static [&'static str] = &[
        "effect",
        "conversation",
        "contact",
        "team",
        "member",
        "status",
        "reason",
        "key",
        "value",
        "set",
        "was",
        "rule",
        "why",
    ];
    const HEADINGS: &'static [&'static str] = &["effect", "why"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.effect.sentence().into(), self.why.clone().into()]
    }
}

impl Row for view::Event {
    const PLURAL: &'static str = "events";
    const KEYS: &'static [&'static str] =
        &["at", "change", "actor", "what", "member", "team", "status", "reason", "rule", "text"];
    const HEADINGS: &'static [&'static str] = &["at", "change", "by", "what happened", "rule"];

    fn cells(&self) -> Vec<Cell> {
        let rule = self.rule.map(|rule| rule.to_string()).unwrap_or_default();
        let (change, actor) = (self.change.to_string(), self.actor.clone());
        vec![self.at.to_minute().into(), change.into(), actor.into(), self.text.clone().into(), rule.into()]
    }
}

impl Row for view::Fault {
    const PLURAL: &'static str = "faults";
    const KEYS: &'static [&'static str] = &["code", "what"];
    const HEADINGS: &'static [&'static str] = &["problem", "details"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.code.to_string().into(), self.what.clone().into()]
    }
}

impl Row for HistoryLine {
    const PLURAL: &'static str = "effects";
    const KEYS: &'static [&'static str] = <view::Effect as Row>::KEYS;
    const HEADINGS: &'static [&'static str] = <view::Effect as Row>::HEADINGS;

    fn cells(&self) -> Vec<Cell> {
        match self {
            Self::Effect(effect) => effect.cells(),
            Self::PassedOver(entry) => vec![entry.sentence().into(), entry.rule.to_string().into()],
        }
    }
}

impl Row for Listed {
    const PLURAL: &'static str = "scenarios";
    const KEYS: &'static [&'static str] = &["file", "line", "name"];
    const HEADINGS: &'static [&'static str] = &["place", "name"];

    fn cells(&self) -> Vec<Cell> {
        vec![format!("{}:{}", self.file, self.line).into(), self.name.clone().into()]
    }
}

impl Row for ScenarioReport {
    const PLURAL: &'static str = "scenarios";
    const KEYS: &'static [&'static str] = &["file", "line", "name", "outcome"];
    const HEADINGS: &'static [&'static str] = &["place", "name", "outcome"];

    fn cells(&self) -> Vec<Cell> {
        let place = format!("{}:{}", self.file, self.line);
        vec![place.into(), self.name.clone().into(), self.outcome.to_string().into()]
    }
}

//! What a table shows of each thing, and the keys under which scripts find it.

use serde::Serialize;

use super::text::{list, minute, or_none, yes_no};
use crate::inbox::{Line, view};
use crate::scenario::Listed;

/// A thing that can stand in a list.
pub trait Row: Serialize {
    /// What there are none of when the list is empty.
    const PLURAL: &'static str;
    /// The keys of its JSON.
    const KEYS: &'static [&'static str];
    /// The headings of its table.
    const HEADINGS: &'static [&'static str];

    /// Its row of the table.
    fn cells(&self) -> Vec<String>;

    /// All of it, for a person who looks at it alone: each with its label.
    fn fields(&self) -> Vec<(&'static str, String)>;
}

impl Row for view::Member {
    const PLURAL: &'static str = "members";
    const KEYS: &'static [&'static str] = &["email", "name", "active", "external_id"];
    const HEADINGS: &'static [&'static str] = &["email", "name", "active", "external id"];

    fn cells(&self) -> Vec<String> {
        self.fields().into_iter().map(|(_, value)| value).collect()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("email", self.email.clone()),
            ("name", or_none(self.name.as_deref())),
            ("active", yes_no(self.active)),
            ("external id", or_none(self.external_id.as_deref())),
        ]
    }
}

impl Row for view::Team {
    const PLURAL: &'static str = "teams";
    const KEYS: &'static [&'static str] = &["name", "strategy", "default_agent", "members"];
    const HEADINGS: &'static [&'static str] = &["name", "strategy", "default agent", "members"];

    fn cells(&self) -> Vec<String> {
        self.fields().into_iter().map(|(_, value)| value).collect()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("strategy", self.strategy.to_string()),
            ("default agent", or_none(self.default_agent.as_deref())),
            ("members", list(&self.members)),
        ]
    }
}

impl Row for view::Contact {
    const PLURAL: &'static str = "contacts";
    const KEYS: &'static [&'static str] =
        &["phone", "first_name", "last_name", "email", "account", "external_id", "owners"];
    const HEADINGS: &'static [&'static str] = &["phone", "name", "account", "owners"];

    fn cells(&self) -> Vec<String> {
        let names: Vec<_> = [&self.first_name, &self.last_name].into_iter().flatten().map(String::as_str).collect();
        let name = if names.is_empty() { "none".to_owned() } else { names.join(" ") };
        vec![self.phone.clone(), name, or_none(self.account.as_deref()), list(&self.owners)]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("phone", self.phone.clone()),
            ("first name", or_none(self.first_name.as_deref())),
            ("last name", or_none(self.last_name.as_deref())),
            ("email", or_none(self.email.as_deref())),
            ("account", or_none(self.account.as_deref())),
            ("external id", or_none(self.external_id.as_deref())),
            ("owners", list(&self.owners)),
        ]
    }
}

impl Row for view::Ownership {
    const PLURAL: &'static str = "owners";
    const KEYS: &'static [&'static str] = &["phone", "account", "owner", "active", "reason", "since"];
    const HEADINGS: &'static [&'static str] = &["phone", "account", "owner", "reason", "since"];

    fn cells(&self) -> Vec<String> {
        let dormant = if self.active { "" } else { " (inactive)" };
        vec![
            self.phone.clone(),
            or_none(self.account.as_deref()),
            format!("{}{dormant}", self.owner),
            self.reason.to_string(),
            self.since.to_minute(),
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

impl Row for view::Conversation {
    const PLURAL: &'static str = "conversations";
    const KEYS: &'static [&'static str] =
        &["id", "contact", "status", "team", "assigned", "first_responder", "opened_at", "closed_at"];
    const HEADINGS: &'static [&'static str] = &["id", "contact", "status", "team", "assigned", "opened"];

    fn cells(&self) -> Vec<String> {
        let members: Vec<_> = self.assigned.iter().map(|assignment| assignment.member.clone()).collect();
        vec![
            self.id.to_string(),
            self.contact.clone(),
            self.status.to_string(),
            or_none(self.team.as_deref()),
            list(&members),
            self.opened_at.to_minute(),
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("conversation", self.id.to_string()),
            ("contact", self.contact.clone()),
            ("status", self.status.to_string()),
            ("team", or_none(self.team.as_deref())),
        ];
        if self.assigned.is_empty() {
            fields.push(("assigned", "none".to_owned()));
        }
        for (at, one) in self.assigned.iter().enumerate() {
            let label = if at == 0 { "assigned" } else { "" };
            fields.push((label, format!("{} ({}, since {})", one.member, one.reason, one.since.to_minute())));
        }
        fields.push(("first responder", or_none(self.first_responder.as_deref())));
        fields.push(("opened", self.opened_at.to_minute()));
        fields.push(("closed", minute(self.closed_at)));
        fields
    }
}

impl Row for view::Setting {
    const PLURAL: &'static str = "settings";
    const KEYS: &'static [&'static str] = &["key", "value", "default", "description"];
    const HEADINGS: &'static [&'static str] = Self::KEYS;

    fn cells(&self) -> Vec<String> {
        self.fields().into_iter().map(|(_, value)| value).collect()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("key", self.key.to_string()),
            ("value", or_none(self.value.as_deref())),
            ("default", or_none(self.default.as_deref())),
            ("description", self.description.to_owned()),
        ]
    }
}

impl Row for view::Change {
    const PLURAL: &'static str = "changes";
    const KEYS: &'static [&'static str] = &["id", "at", "actor", "command", "effect_count", "undone_by"];
    const HEADINGS: &'static [&'static str] = &["id", "at", "actor", "command", "effects"];

    fn cells(&self) -> Vec<String> {
        let undone = self.undone_by.map(|by| format!(" (undone by {by})")).unwrap_or_default();
        vec![
            self.id.to_string(),
            self.at.to_minute(),
            self.actor.clone(),
            self.command.clone(),
            format!("{}{undone}", self.effect_count),
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

impl Row for view::Effect {
    const PLURAL: &'static str = "effects";
    const KEYS: &'static [&'static str] =
        &["effect", "conversation", "contact", "team", "member", "status", "reason", "key", "value", "set", "rule"];
    const HEADINGS: &'static [&'static str] = &["effect", "rule"];

    fn cells(&self) -> Vec<String> {
        vec![self.sentence(), self.rule.map(|rule| rule.to_string()).unwrap_or_default()]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

impl Row for view::Event {
    const PLURAL: &'static str = "events";
    const KEYS: &'static [&'static str] =
        &["at", "change", "what", "member", "team", "status", "reason", "rule", "text"];
    const HEADINGS: &'static [&'static str] = &["at", "change", "what happened", "rule"];

    fn cells(&self) -> Vec<String> {
        let rule = self.rule.map(|rule| rule.to_string()).unwrap_or_default();
        vec![self.at.to_minute(), self.change.to_string(), self.text.clone(), rule]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

impl Row for Line {
    const PLURAL: &'static str = "effects";
    const KEYS: &'static [&'static str] = <view::Effect as Row>::KEYS;
    const HEADINGS: &'static [&'static str] = <view::Effect as Row>::HEADINGS;

    fn cells(&self) -> Vec<String> {
        self.fields().into_iter().map(|(_, value)| value).collect()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Effect(effect) => effect.fields(),
            Self::PassedOver(entry) => {
                let who = entry.member.as_deref().unwrap_or("nobody in particular");
                let text = format!("{who} was passed over: {}", entry.reason.sentence());
                Self::HEADINGS.iter().copied().zip([text, entry.rule.to_string()]).collect()
            }
        }
    }
}

impl Row for Listed {
    const PLURAL: &'static str = "scenarios";
    const KEYS: &'static [&'static str] = &["file", "line", "name"];
    const HEADINGS: &'static [&'static str] = &["place", "name"];

    fn cells(&self) -> Vec<String> {
        vec![format!("{}:{}", self.file, self.line), self.name.clone()]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

//! The columns of each list.

use comfy_table::Color;

use super::row::Row;
use super::table::{Cell, Piece};
use crate::inbox::view;
use crate::model::{Field, RuleId, Status};
use crate::scenario::Listed;

impl Row for view::MemberView {
    const PLURAL: &'static str = "members";
    const HEADINGS: &'static [&'static str] =
        &["email", "name", "active", "teams", "contacts", "open conversations", "external id"];

    fn cells(&self) -> Vec<Cell> {
        let active = match self.away_until {
            Some(until) if self.active => Cell::Times(vec![vec![Piece::words("away until "), Piece::Time(until)]]),
            _ if self.active => Cell::word("yes"),
            _ => Cell::Word("no".to_owned(), Some(Color::DarkYellow)),
        };
        vec![
            Cell::name(&self.email),
            self.name.clone().into(),
            active,
            self.teams.join(", ").into(),
            Cell::word(&self.contacts),
            Cell::word(&self.open_conversations),
            self.external_id.clone().into(),
        ]
    }
}

impl Row for view::AbsenceView {
    const PLURAL: &'static str = "absences";
    const HEADINGS: &'static [&'static str] = &["member", "from", "until", "cover"];

    fn cells(&self) -> Vec<Cell> {
        vec![Cell::name(&self.member), self.from.into(), self.until.into(), Cell::Names(self.cover.clone())]
    }
}

impl Row for view::TeamView {
    const PLURAL: &'static str = "teams";
    const HEADINGS: &'static [&'static str] = &["name", "strategy", "default agent", "members"];

    fn cells(&self) -> Vec<Cell> {
        let after = self.reassign_after.map(|minutes| format!(", reassign after {minutes} min"));
        let strategy = format!("{}{}", self.strategy, after.unwrap_or_default());
        vec![
            self.name.clone().into(),
            Cell::word(&strategy),
            names(self.default_agent.as_slice(), &self.inactive),
            names(&self.members, &self.inactive),
        ]
    }
}

impl Row for view::ContactView {
    const PLURAL: &'static str = "contacts";
    const HEADINGS: &'static [&'static str] = &["phone", "name", "account", "owners"];

    fn cells(&self) -> Vec<Cell> {
        let name = [Field::FirstName, Field::LastName].into_iter().filter_map(|field| self.fields.get(field));
        vec![
            Cell::word(&self.phone),
            name.collect::<Vec<_>>().join(" ").into(),
            self.fields.get(Field::Account).into(),
            names(&self.owners, &self.inactive),
        ]
    }

    fn fields(&self) -> Vec<(&'static str, Cell)> {
        let (phone, owners) = (("phone", Cell::word(&self.phone)), ("owners", names(&self.owners, &self.inactive)));
        let fields = self.fields.iter().map(|(known, value)| (known.label, value.into()));
        [phone].into_iter().chain(fields).chain([owners]).collect()
    }
}

impl Row for view::Ownership {
    const PLURAL: &'static str = "owners";
    const HEADINGS: &'static [&'static str] = &["phone", "account", "owner", "reason", "since", "change"];

    fn cells(&self) -> Vec<Cell> {
        let owner = std::slice::from_ref(&self.owner);
        vec![
            Cell::word(&self.phone),
            self.account.clone().into(),
            names(owner, if self.active { &[] } else { owner }),
            Cell::word(&if self.pinned { format!("{}, pinned", self.reason) } else { self.reason.to_string() }),
            self.since.into(),
            Cell::word(&self.change),
        ]
    }
}

impl Row for view::MemberOwnerships {
    const PLURAL: &'static str = "owners";
    const HEADINGS: &'static [&'static str] = &["member", "contacts", "accounts"];

    fn cells(&self) -> Vec<Cell> {
        vec![Cell::name(&self.member), Cell::Number(self.contacts), Cell::Number(self.accounts)]
    }
}

impl Row for view::AccountOwnerships {
    const PLURAL: &'static str = "accounts";
    const HEADINGS: &'static [&'static str] = &["account", "contacts", "owners"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.account.clone().into(), Cell::Number(self.contacts), self.owners.clone().into()]
    }
}

impl Row for view::ConversationView {
    const PLURAL: &'static str = "conversations";
    const HEADINGS: &'static [&'static str] =
        &["id", "contact", "name", "account", "status", "team", "assigned", "opened"];

    fn cells(&self) -> Vec<Cell> {
        let assigned: Vec<_> = self.assigned.iter().map(|assignment| assignment.member.clone()).collect();
        vec![
            Cell::word(&self.id),
            Cell::word(&self.contact),
            self.name.clone().into(),
            self.account.clone().into(),
            status(self.status),
            self.team.clone().into(),
            assigned.into(),
            self.opened_at.into(),
        ]
    }

    fn fields(&self) -> Vec<(&'static str, Cell)> {
        let assigned = self.assigned.iter().map(|one| {
            let who = format!("{} ({}, since ", one.member, one.reason);
            vec![Piece::words(who), Piece::Time(one.since), Piece::words(")")]
        });
        let mut fields = vec![
            ("conversation", Cell::word(&self.id)),
            ("contact", Cell::word(&self.contact)),
            ("name", self.name.clone().into()),
            ("account", self.account.clone().into()),
            ("status", status(self.status)),
            ("team", self.team.clone().into()),
            ("assigned", Cell::Times(assigned.collect())),
            ("first responder", self.first_responder.clone().into()),
            ("opened", self.opened_at.into()),
            ("closed", self.closed_at.into()),
        ];
        if self.overdue {
            fields.push(("overdue", Cell::Word("yes".to_owned(), Some(Color::DarkYellow))));
        }
        fields
    }
}

impl Row for view::SettingView {
    const PLURAL: &'static str = "settings";
    const HEADINGS: &'static [&'static str] = &["key", "value", "default", "description"];

    fn cells(&self) -> Vec<Cell> {
        vec![Cell::word(&self.key), self.value.clone().into(), self.default.clone().into(), self.description.into()]
    }

    /// Unset values are `none`, as they are typed.
    fn fields(&self) -> Vec<(&'static str, Cell)> {
        let value = |value: &Option<String>| Cell::from(value.as_deref().unwrap_or("none"));
        vec![
            ("key", Cell::word(&self.key)),
            ("value", value(&self.value)),
            ("default", value(&self.default)),
            ("description", self.description.into()),
        ]
    }
}

impl Row for view::Change {
    const PLURAL: &'static str = "changes";
    const HEADINGS: &'static [&'static str] = &["id", "at", "actor", "command", "effects"];

    fn cells(&self) -> Vec<Cell> {
        let mut at = vec![Piece::Time(self.at)];
        if let Some(recorded) = self.recorded_at.filter(|recorded| !recorded.is_near(self.at)) {
            at.extend([Piece::words(" (recorded "), Piece::Time(recorded), Piece::words(")")]);
        }
        let undone = self.undone_by.map(|by| format!(" (undone by {by})")).unwrap_or_default();
        vec![
            Cell::word(&self.id),
            Cell::Times(vec![at]),
            Cell::name(&self.actor),
            self.command.clone().into(),
            Cell::word(&format!("{}{undone}", self.effect_count)),
        ]
    }
}

impl Row for view::ConversationEvent {
    const PLURAL: &'static str = "events";
    const HEADINGS: &'static [&'static str] = &["at", "change", "by", "what happened", "rule"];

    fn cells(&self) -> Vec<Cell> {
        let actor = self.actor.clone().into();
        vec![self.at.into(), Cell::word(&self.change), actor, self.text.clone().into(), rule(self.rule)]
    }
}

impl Row for view::Problem {
    const PLURAL: &'static str = "problems";
    const HEADINGS: &'static [&'static str] = &["problem", "details"];

    fn cells(&self) -> Vec<Cell> {
        vec![Cell::word(&self.code), self.what.clone().into()]
    }
}

impl Row for Listed {
    const PLURAL: &'static str = "scenarios";
    const HEADINGS: &'static [&'static str] = &["place", "name"];

    fn cells(&self) -> Vec<Cell> {
        vec![Cell::word(&format!("{}:{}", self.file, self.line)), self.name.clone().into()]
    }
}

/// Members; the inactive are marked.
fn names(members: &[String], inactive: &[String]) -> Cell {
    let mark = |name: &String| if inactive.contains(name) { format!("{name} (inactive)") } else { name.clone() };
    Cell::Names(members.iter().map(mark).collect())
}

fn status(status: Status) -> Cell {
    let color = match status {
        Status::New => Color::DarkYellow,
        Status::InProgress => Color::DarkGreen,
        Status::Created | Status::Flow => Color::DarkCyan,
        Status::Closed => Color::DarkGrey,
    };
    Cell::Word(status.to_string(), Some(color))
}

fn rule(rule: Option<RuleId>) -> Cell {
    Cell::word(&rule.map(|rule| rule.to_string()).unwrap_or_default())
}

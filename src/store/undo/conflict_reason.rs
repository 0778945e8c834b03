//! Why an effect can't be undone, in a few words.

use std::borrow::Cow;

use crate::model::{ChangeId, Excerpt, Field, MemberId, Status, TeamId};
use crate::store::entity::EntityRef;

/// A later change altered the same data, or the old state would be inconsistent with the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConflictReason {
    /// Where a thing is named, `{}` stands for its name.
    pub(crate) words: Cow<'static, str>,
    pub(crate) thing: Option<EntityRef>,
}

impl<T: Into<Cow<'static, str>>> From<T> for ConflictReason {
    fn from(words: T) -> Self {
        Self { words: words.into(), thing: None }
    }
}

impl ConflictReason {
    pub(super) fn about(thing: EntityRef, words: impl Into<Cow<'static, str>>) -> Self {
        Self { words: words.into(), thing: Some(thing) }
    }

    pub(super) fn member(id: MemberId, words: impl Into<Cow<'static, str>>) -> Self {
        Self::about(EntityRef::Member(id), words)
    }

    /// It was removed.
    pub(super) fn gone(thing: EntityRef) -> Self {
        Self::about(thing, "{} no longer exists")
    }

    /// Its data was erased.
    pub(super) fn erased(thing: EntityRef) -> Self {
        Self::about(thing, "the data of {} was erased")
    }

    /// It exists again.
    pub(super) fn back(thing: EntityRef) -> Self {
        Self::about(thing, "{} exists again")
    }

    pub(super) fn in_team(member: MemberId) -> Self {
        Self::member(member, "{} is now in the team")
    }

    /// A field of something has another value now.
    pub(super) fn changed(field: Field, value: Option<&str>) -> Self {
        let now = |value: &str| format!("the {} is now {value}", words(field));
        match (value, value.and_then(|value| value.parse().ok())) {
            (None, _) => now("unset").into(),
            (Some(_), Some(agent)) if field == Field::DefaultAgent => Self::member(MemberId(agent), now("{}")),
            (Some(value), _) => now(&format!("`{}`", Excerpt(value))).into(),
        }
    }

    /// The change made the member an owner.
    pub(super) fn owner_since(member: MemberId, change: ChangeId) -> Self {
        Self::member(member, format!("{{}} has been an owner since change {change}"))
    }

    /// Whether the owner is pinned now.
    pub(super) fn pinned(member: MemberId, now: bool) -> Self {
        Self::member(member, if now { "{} has been pinned as owner since" } else { "{} is no longer pinned as owner" })
    }

    /// The change assigned the member.
    pub(super) fn assigned_since(member: MemberId, change: ChangeId) -> Self {
        Self::member(member, format!("{{}} has been assigned since change {change}"))
    }

    pub(super) fn status(now: Status) -> Self {
        format!("the status is now `{now}`").into()
    }

    /// The team that a conversation is assigned to now.
    pub(super) fn team(now: Option<TeamId>) -> Self {
        now.map_or("it has no team".into(), |team| Self::about(EntityRef::Team(team), "the team is now {}"))
    }

    pub(super) fn first_responder(now: Option<MemberId>) -> Self {
        now.map_or("it has no first responder".into(), |member| Self::member(member, "the first responder is {}"))
    }

    /// Whether the contact has written now.
    pub(super) fn wrote(now: bool) -> Self {
        if now { "the contact has written in it" } else { "the contact has not written in it" }.into()
    }

    /// Whether the flow has handed over now.
    pub(super) fn handed_over(now: bool) -> Self {
        if now { "a flow has handed it over since" } else { "the flow has ended since" }.into()
    }
}

pub(super) fn words(field: Field) -> String {
    field.code().replace('_', " ")
}

//! The members by what a file calls them: email, name, or the id in another system.

use std::collections::HashMap;

use crate::inbox::error::Result;
use crate::model::code::codes;
use crate::model::{Email, ErrorCode, Excerpt, Member, MemberId, fold, nearest};

codes! {
    /// What a file calls members by.
    pub enum MatchOwner {
        /// Their email.
        Email = "email",
        /// Their name, in any case.
        Name = "name",
        /// Their id in another system.
        ExternalId = "external-id",
    }
}

/// What a text that names no member comes to: code and message.
pub(super) type Unmatched = (ErrorCode, String);

/// How many texts that name nobody are remembered, so that a file which repeats one is not
/// compared with every member each time.
const REMEMBERED: usize = 10_000;

/// All members by one kind of name.
pub(super) struct Roster {
    by: MatchOwner,
    known: HashMap<String, Named>,
    unmatched: HashMap<String, Unmatched>,
}

/// Whom a name means.
enum Named {
    One(MemberId),
    Several(Vec<String>),
}

impl Roster {
    /// From all members.
    pub(super) fn new(by: MatchOwner, members: &[Member]) -> Self {
        let mut roster = Self { by, known: HashMap::new(), unmatched: HashMap::new() };
        let mut emails: HashMap<String, String> = HashMap::new();
        for member in members {
            let Some(key) = roster.key_of(member) else { continue };
            let email = member.email.to_string();
            let first = emails.entry(key.clone()).or_insert_with(|| email.clone()).clone();
            match roster.known.get_mut(&key) {
                None => drop(roster.known.insert(key, Named::One(member.id))),
                Some(Named::Several(several)) => several.push(email),
                Some(one @ Named::One(_)) => *one = Named::Several(vec![first, email]),
            }
        }
        roster
    }

    fn key_of(&self, member: &Member) -> Option<String> {
        match self.by {
            MatchOwner::Email => Some(member.email.to_string()),
            MatchOwner::Name => member.name.as_deref().map(|name| fold(name.trim())),
            MatchOwner::ExternalId => member.external_id.as_deref().map(|id| id.trim().to_owned()),
        }
    }

    /// A member that was made meanwhile.
    pub(super) fn add(&mut self, email: &Email, id: MemberId) {
        if self.by == MatchOwner::Email {
            self.known.insert(email.to_string(), Named::One(id));
        }
    }

    /// Whether a text with separators in it names a member all the same: `García, Ana` does.
    pub(super) fn is_whole(&self, text: &str) -> bool {
        match self.by {
            MatchOwner::Email => false,
            MatchOwner::Name => self.known.contains_key(&fold(text)),
            MatchOwner::ExternalId => self.known.contains_key(text),
        }
    }

    /// The member that a text names.
    pub(super) fn find(&mut self, text: &str) -> Result<MemberId, Unmatched> {
        if let Some(Named::One(id)) = self.known.get(text) {
            return Ok(*id);
        }
        let key = match self.by {
            MatchOwner::Email => text.to_lowercase(),
            MatchOwner::Name => fold(text),
            MatchOwner::ExternalId => text.to_owned(),
        };
        match self.known.get(&key) {
            Some(Named::One(id)) => return Ok(*id),
            Some(Named::Several(several)) => {
                let message = format!("`{}` is the name of several members: {}", Excerpt(text), several.join(", "));
                return Err((ErrorCode::AmbiguousOwner, message));
            }
            None => {}
        }
        if let Some(unmatched) = self.unmatched.get(text) {
            return Err(unmatched.clone());
        }
        let unmatched = self.unmatched(text);
        if self.unmatched.len() >= REMEMBERED {
            self.unmatched.clear();
        }
        self.unmatched.insert(text.to_owned(), unmatched.clone());
        Err(unmatched)
    }

    fn unmatched(&self, text: &str) -> Unmatched {
        if self.by == MatchOwner::Email
            && let Err(error) = text.parse::<Email>()
        {
            let hint = if text.contains('@') { "" } else { "; is it a name? see `--match-owner name`" };
            return (ErrorCode::InvalidEmail, format!("{error}{hint}"));
        }
        let what = match self.by {
            MatchOwner::Email => "no member",
            MatchOwner::Name => "no member has the name",
            MatchOwner::ExternalId => "no member has the external id",
        };
        // A number that is near to another means nothing.
        let known = self.known.keys().map(String::as_str).filter(|_| self.by != MatchOwner::ExternalId);
        let message = match nearest(text, known) {
            Some(close) => format!("{what} `{}`; did you mean `{}`?", Excerpt(text), Excerpt(close)),
            None => format!("{what} `{}`", Excerpt(text)),
        };
        (ErrorCode::UnknownMember, message)
    }
}

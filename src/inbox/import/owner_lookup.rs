//! Members by what a file identifies them by: email, name or external id.

use std::collections::HashMap;

use crate::inbox::find::Suggest;
use crate::model::{
    Email, ErrorCode, Excerpt, InvalidEmail, MatchOwner, Member, MemberId, fold, fold_accents, nearest,
};

/// A member, or the code and message of an error.
pub(super) type FoundOwner = Result<MemberId, (ErrorCode, String)>;

#[derive(Debug)]
pub(super) enum OwnerLookupError {
    Invalid(InvalidEmail),
    /// Several members have the name: their emails.
    Several(Vec<String>),
    Unknown,
}

struct NamedMember {
    id: MemberId,
    email: String,
    /// The email, name or id, as it is stored.
    name: String,
}

/// All members by email, name or external id.
pub(super) struct OwnerLookup {
    by: MatchOwner,
    members: Vec<NamedMember>,
    /// Positions in `members`, by folded name.
    known: HashMap<String, Vec<usize>>,
    /// The same without accents, for names.
    bare: HashMap<String, Vec<usize>>,
}

impl OwnerLookup {
    pub(super) fn new(by: MatchOwner, members: &[Member]) -> Self {
        let mut owner_lookup = Self { by, members: Vec::new(), known: HashMap::new(), bare: HashMap::new() };
        for member in members {
            owner_lookup.add(member);
        }
        owner_lookup
    }

    pub(super) fn add(&mut self, member: &Member) {
        let name = match self.by {
            MatchOwner::Email => Some(member.email.as_str()),
            MatchOwner::Name => member.name.as_deref(),
            MatchOwner::ExternalId => member.external_id.as_deref(),
        };
        let Some(name) = name.map(|name| name.trim().to_owned()) else { return };
        let place = self.members.len();
        if self.by == MatchOwner::Name {
            self.known.entry(fold(&name)).or_default().push(place);
            self.bare.entry(fold_accents(&name)).or_default().push(place);
        } else {
            self.known.entry(name.clone()).or_default().push(place);
        }
        self.members.push(NamedMember { id: member.id, email: member.email.to_string(), name });
    }

    /// Whether a text with separators names a member: `García, Ana` does.
    pub(super) fn is_whole(&self, text: &str) -> bool {
        match self.by {
            MatchOwner::Email => false,
            MatchOwner::Name => self.known.contains_key(&fold(text)) || self.bare.contains_key(&fold_accents(text)),
            MatchOwner::ExternalId => self.known.contains_key(text),
        }
    }

    /// Finds the member that a text names; an exact name wins over one without accents.
    pub(super) fn find(&self, text: &str) -> Result<MemberId, OwnerLookupError> {
        let found = self.known.get(text).or_else(|| match self.by {
            MatchOwner::Email => self.known.get(&Email::fold(text)),
            MatchOwner::Name => self.known.get(&fold(text)).or_else(|| self.bare.get(&fold_accents(text))),
            MatchOwner::ExternalId => None,
        });
        let places = found.map(Vec::as_slice).unwrap_or_default();
        let mut members = places.iter().filter_map(|place| self.members.get(*place));
        match (members.next(), places.len()) {
            (Some(member), 1) => Ok(member.id),
            (Some(first), _) => Err(OwnerLookupError::Several(
                [first].into_iter().chain(members).map(|member| member.email.clone()).collect(),
            )),
            (None, _) => Err(match (self.by, text.parse::<Email>()) {
                (MatchOwner::Email, Err(error)) => OwnerLookupError::Invalid(error),
                _ => OwnerLookupError::Unknown,
            }),
        }
    }

    /// The code and message of an error; a suggestion takes a look at all members.
    pub(super) fn explain(&self, text: &str, unmatched: &OwnerLookupError, suggest: Suggest) -> (ErrorCode, String) {
        let what = match (unmatched, self.by) {
            (OwnerLookupError::Invalid(error), _) => {
                let hint = if text.contains('@') { "" } else { "; to use names, pass `--match-owner name`" };
                return (ErrorCode::InvalidEmail, format!("{error}{hint}"));
            }
            (OwnerLookupError::Several(emails), _) => {
                let message = format!("several members are named `{}`: {}", Excerpt(text), emails.join(", "));
                return (ErrorCode::AmbiguousOwner, message);
            }
            (OwnerLookupError::Unknown, MatchOwner::Email) => "unknown member",
            (OwnerLookupError::Unknown, MatchOwner::Name) => "no member named",
            (OwnerLookupError::Unknown, MatchOwner::ExternalId) => "no member with external id",
        };
        // A near id isn't suggested.
        let is_wanted = suggest == Suggest::Yes && self.by != MatchOwner::ExternalId;
        let known = self.members.iter().filter(|_| is_wanted).map(|member| member.name.as_str());
        let message = match nearest(text, known) {
            Some(close) => format!("{what} `{}`; did you mean `{}`?", Excerpt(text), Excerpt(close)),
            None => format!("{what} `{}`", Excerpt(text)),
        };
        (ErrorCode::UnknownMember, message)
    }
}

//! Reads the owners that a file names. An alias of the text wins; otherwise the file identifies members by
//! email, name or external id. Nothing is written here: unknown members are only collected.

use super::ignored_owners::IgnoredOwners;
use super::options::OwnerImportOptions;
use super::owner_aliases::OwnerAliases;
use super::owner_cell::{self, OwnerText};
use super::owner_lookup::{FoundOwner, OwnerLookup, OwnerLookupError};
use super::pending_members::PendingMembers;
use crate::inbox::error::{InboxError, Result};
use crate::inbox::find::Suggest;
use crate::inbox::session::Session;
use crate::model::{Email, ErrorCode, MatchOwner, Member, MemberId, UnknownOwner};
use crate::store::directory;

/// The owners of a row.
#[derive(Debug, Default)]
pub(super) struct RowOwners {
    /// Each member once.
    pub(super) members: Vec<MemberId>,
    /// Whether an unknown owner was left out.
    pub(super) has_ignored: bool,
    /// The texts that name no member, each with its code and message.
    pub(super) errors: Vec<(String, ErrorCode, String)>,
}

pub(super) struct OwnerReader {
    match_owner: MatchOwner,
    creates_members: bool,
    lookup: OwnerLookup,
    aliases: OwnerAliases,
    unknown: OnUnknown,
    default_owners: Vec<MemberId>,
    pub(super) pending: PendingMembers,
    pub(super) ignored: IgnoredOwners,
    /// The number of texts that named a member.
    pub(super) known: u64,
    /// The number of texts that named no member.
    unmatched: u64,
}

/// What to do with an unknown owner.
enum OnUnknown {
    Reject,
    Ignore,
    Replace(MemberId),
}

impl OwnerReader {
    pub(super) fn new(session: &mut Session<'_>, mapping: &OwnerImportOptions) -> Result<Self> {
        let members = directory::all_members(session.connection)?;
        let lookup = OwnerLookup::new(mapping.match_owner, &members);
        for member in members {
            session.directory.members.insert(member.id, member);
        }
        let mut reader = Self {
            match_owner: mapping.match_owner,
            creates_members: mapping.create_members,
            lookup,
            aliases: OwnerAliases::default(),
            unknown: OnUnknown::Reject,
            default_owners: Vec::new(),
            pending: PendingMembers::default(),
            ignored: IgnoredOwners::default(),
            known: 0,
            unmatched: 0,
        };
        let owners = mapping.owner.iter().map(|owner| reader.named_member(session, owner));
        reader.default_owners = owners.collect::<Result<_>>()?;
        for alias in &mapping.aliases {
            let member = alias.member.as_deref().map(|member| reader.found_member(session, member)).transpose()?;
            let member = member.map(|found| found.map_err(|(code, why)| (code, format!("alias of {why}"))));
            reader.aliases.add(&alias.text, member);
        }
        reader.unknown = match &mapping.unknown_owner {
            UnknownOwner::Reject => OnUnknown::Reject,
            UnknownOwner::Ignore => OnUnknown::Ignore,
            UnknownOwner::Member(member) => OnUnknown::Replace(reader.named_member(session, member)?),
        };
        Ok(reader)
    }

    /// The member named by an option or a profile.
    fn named_member(&mut self, session: &mut Session<'_>, member: &str) -> Result<MemberId> {
        let email = session.named_member(member)?;
        match session.member(&email) {
            Err(InboxError::Unknown { .. }) if self.creates_members => Ok(self.add_pending(session, email)),
            found => found,
        }
    }

    /// The same, where an unknown member matters only to the rows that name it.
    fn found_member(&mut self, session: &mut Session<'_>, member: &str) -> Result<FoundOwner> {
        match self.named_member(session, member) {
            Err(InboxError::Store(error)) => Err(InboxError::Store(error)),
            found => Ok(found.map_err(|error| (error.code(), error.to_string()))),
        }
    }

    /// Reads the owners that a cell names, after those of the whole file.
    pub(super) fn read(&mut self, session: &mut Session<'_>, cell: &str, owners: &mut RowOwners) -> Result<()> {
        owners.clear();
        owners.members.extend(&self.default_owners);
        self.read_cell(session, cell, owners)
    }

    /// Reads the owners that a cell lists as pinned.
    pub(super) fn read_pinned(&mut self, session: &mut Session<'_>, cell: &str, pinned: &mut RowOwners) -> Result<()> {
        pinned.clear();
        self.read_cell(session, cell, pinned)
    }

    fn read_cell(&mut self, session: &mut Session<'_>, cell: &str, owners: &mut RowOwners) -> Result<()> {
        if cell.is_empty() {
            return Ok(());
        }
        if !owner_cell::may_be_split(cell) || self.is_whole(cell) {
            return self.add(session, OwnerText::Key(cell), owners);
        }
        let texts = owner_cell::split(cell, self.match_owner, &|text| self.is_whole(text));
        texts.into_iter().try_for_each(|text| self.add(session, text, owners))
    }

    fn is_whole(&self, text: &str) -> bool {
        self.aliases.find(text).is_some() || self.lookup.is_whole(text)
    }

    fn add(&mut self, session: &mut Session<'_>, owner: OwnerText<'_>, owners: &mut RowOwners) -> Result<()> {
        let (OwnerText::Key(text) | OwnerText::Address(text)) = owner;
        let outcome = self.outcome(session, owner)?;
        self.known += u64::from(matches!(outcome, OwnerOutcome::Owner(_)));
        match outcome {
            OwnerOutcome::Owner(member) if owners.members.contains(&member) => {}
            OwnerOutcome::Owner(member) => owners.members.push(member),
            OwnerOutcome::NoOwner => {}
            OwnerOutcome::Ignored => {
                self.ignored.add(text);
                owners.has_ignored = true;
            }
            OwnerOutcome::Error(code, message) => owners.errors.push((text.to_owned(), code, message)),
        }
        Ok(())
    }

    fn outcome(&mut self, session: &mut Session<'_>, owner: OwnerText<'_>) -> Result<OwnerOutcome> {
        let (OwnerText::Key(text) | OwnerText::Address(text)) = owner;
        if let Some(target) = self.aliases.find(text) {
            return Ok(target.clone().map_or(OwnerOutcome::NoOwner, OwnerOutcome::of));
        }
        let found = match owner {
            OwnerText::Key(text) => self.find(session, text)?,
            OwnerText::Address(text) => self.find_address(session, text)?,
        };
        // A name that several members have is not unknown.
        let is_unknown = matches!(found, Err((ErrorCode::UnknownMember | ErrorCode::InvalidEmail, _)));
        Ok(match &self.unknown {
            OnUnknown::Ignore if is_unknown => OwnerOutcome::Ignored,
            OnUnknown::Replace(member) if is_unknown => OwnerOutcome::Owner(*member),
            _ => OwnerOutcome::of(found),
        })
    }

    fn find(&mut self, session: &mut Session<'_>, text: &str) -> Result<FoundOwner> {
        match self.lookup.find(text) {
            Ok(member) => Ok(Ok(member)),
            Err(OwnerLookupError::Unknown) if self.creates_members => Ok(Ok(self.add_pending(session, text.parse()?))),
            Err(unmatched) => {
                let explained = self.lookup.explain(text, &unmatched, Suggest::after(self.unmatched));
                self.unmatched += 1;
                Ok(Err(explained))
            }
        }
    }

    /// Finds a member by email, whatever the file identifies owners by.
    fn find_address(&mut self, session: &mut Session<'_>, text: &str) -> Result<FoundOwner> {
        if self.match_owner == MatchOwner::Email {
            return self.find(session, text);
        }
        let email = match text.parse::<Email>() {
            Ok(email) => email,
            Err(error) => return Ok(Err((ErrorCode::InvalidEmail, error.to_string()))),
        };
        let found = directory::member_by_email(session.connection, &email)?;
        Ok(found.map(|member| member.id).ok_or_else(|| (ErrorCode::UnknownMember, format!("unknown member `{email}`"))))
    }

    /// Adds an unknown member, who counts as active.
    fn add_pending(&mut self, session: &mut Session<'_>, email: Email) -> MemberId {
        let id = self.pending.add(email.clone());
        let (name, external_id, active, active_conversations) = (None, None, true, 0);
        let member = Member { id, email, name, external_id, active, active_conversations, absences: Vec::new() };
        self.lookup.add(&member);
        session.directory.members.insert(member.id, member);
        id
    }
}

/// What a text of an owner cell comes to.
enum OwnerOutcome {
    Owner(MemberId),
    /// An alias for no owner.
    NoOwner,
    Ignored,
    Error(ErrorCode, String),
}

impl OwnerOutcome {
    fn of(found: FoundOwner) -> Self {
        match found {
            Ok(member) => Self::Owner(member),
            Err((code, message)) => Self::Error(code, message),
        }
    }
}

impl RowOwners {
    fn clear(&mut self) {
        self.members.clear();
        self.errors.clear();
        self.has_ignored = false;
    }
}

//! Requests about members.

use super::error::{InboxError, Result};
use super::session::{Loaded, Session};
use super::sums::Measure;
use crate::model::{Effect, Email, Excerpt, Field, Fields, Holdings, MemberId, Request, shell_word};
use crate::store::entity::{self, EntityRef};
use crate::store::{directory, offboarding};

#[derive(Debug, Clone)]
pub struct NewMember {
    pub email: Email,
    pub name: Option<String>,
    pub external_id: Option<String>,
}

impl Session<'_> {
    /// Adds an active member.
    pub fn add_member(&mut self, new: &NewMember) -> Result<()> {
        let email = &new.email;
        if directory::member_by_email(self.connection, email)?.is_some() {
            let hint = format!("update it with `inboxctl member update {}`", shell_word(email.as_str()));
            return Err(email_exists(email, hint));
        }
        let fields = Fields::from([
            (Field::Email, Some(email.to_string())),
            (Field::Name, new.name.clone()),
            (Field::ExternalId, new.external_id.clone()),
        ]);
        check_texts(&fields)?;
        self.check_external_id(None, new.external_id.as_deref())?;
        let member = MemberId(entity::insert(self.connection, "member", None, &fields)?);
        self.apply(vec![Effect::AddMember { member }])
    }

    /// Updates a member's email, name or external id.
    pub fn update_member(&mut self, member: &Email, mut set: Fields) -> Result<()> {
        check_texts(&set)?;
        let id = self.member(member)?;
        if let Some(email) = set.get(&Field::Email) {
            // An empty email is refused like any other invalid one.
            let email = self.free_email(id, email.as_deref().unwrap_or_default())?;
            set.insert(Field::Email, Some(email.to_string()));
        }
        if let Some(external_id) = set.get(&Field::ExternalId) {
            self.check_external_id(Some(id), external_id.as_deref())?;
        }
        self.update(EntityRef::Member(id), set, |set| Effect::UpdateMember { member: id, set })
    }

    /// Returns the new email of a member, unless another member has it.
    fn free_email(&self, member: MemberId, typed: &str) -> Result<Email> {
        let email: Email = typed.parse()?;
        match directory::member_by_email(self.connection, &email)? {
            Some(other) if other.id != member => Err(email_exists(&email, OTHER_EMAIL.to_owned())),
            _ => Ok(email),
        }
    }

    fn check_external_id(&self, member: Option<MemberId>, external_id: Option<&str>) -> Result<()> {
        let Some(external_id) = external_id else { return Ok(()) };
        match directory::member_by_external_id(self.connection, external_id)? {
            Some(other) if Some(other.id) != member => Err(InboxError::AlreadyExists {
                message: format!("member `{}` already has external id `{}`", other.email, Excerpt(external_id)),
                hint: Some("choose another external id".to_owned()),
            }),
            _ => Ok(()),
        }
    }

    /// Deactivates a member (D1, D2, D4), reactivates one (O5), removes one without references (D3), hands over
    /// ownerships (D2) or conversations (P5), or adds or ends an absence (V1).
    pub(super) fn ask_member(&mut self, member: MemberId, request: &Request) -> Result<()> {
        match request {
            Request::TransferOwners { successors, account, .. } => {
                let holdings = offboarding::ownerships(self.connection, member, account.as_deref())?;
                self.measure(Measure::Contacts, successors.iter().copied().chain([member]));
                self.hand_over(holdings, request)
            }
            Request::TransferConversations { successors, team, status, .. } => {
                self.transfer_conversations(member, (*team, *status), successors, request)
            }
            Request::Away { hand_over_open, .. } => self.add_absence(member, *hand_over_open, request),
            Request::Deactivate { .. } => {
                let holdings = offboarding::holdings(self.connection, member)?;
                self.hand_over(holdings, request)
            }
            Request::RemoveMember { .. } => {
                let references = offboarding::member_references(self.connection, member)?;
                self.decide_and_apply(Loaded { references, ..Loaded::default() }, request)
            }
            _ => self.decide_and_apply(Loaded::default(), request),
        }
    }

    fn hand_over(&mut self, holdings: Holdings, request: &Request) -> Result<()> {
        self.load_members(holdings.held.iter().flat_map(|holding| &holding.owners).copied())?;
        self.summarize();
        self.decide_and_apply(Loaded { holdings, ..Loaded::default() }, request)
    }
}

/// The hint for an email of another member.
const OTHER_EMAIL: &str = "choose another email, or change that member's email first";

fn email_exists(email: &Email, hint: String) -> InboxError {
    InboxError::AlreadyExists { message: format!("member `{email}` already exists"), hint: Some(hint) }
}

/// Rejects a NUL, at which other programs would stop reading.
pub(super) fn check_texts(fields: &Fields) -> Result<()> {
    match fields.iter().find(|(_, text)| text.as_ref().is_some_and(|text| text.contains('\0'))) {
        Some((field, _)) => {
            Err(InboxError::Invalid { message: format!("unexpected NUL byte in `{field}`"), hint: None })
        }
        None => Ok(()),
    }
}

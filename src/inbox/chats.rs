//! Requests about a contact and its conversation: messages, manual assignments, owners.

use super::error::{InboxError, Result};
use super::find::{self, Lookup, Target};
use super::session::Session;
use crate::model::named::{self, Message};
use crate::model::{ContactId, ContactState, CurrentConversation, Effect, Email, Fields, MemberId, Request, Unassign};
use crate::store::{contact_state, contacts};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnMissingContact {
    /// It is an error.
    Fail,
    /// It is created.
    Create,
}

impl OnMissingContact {
    pub fn create_if(create: bool) -> Self {
        if create { Self::Create } else { Self::Fail }
    }
}

impl Session<'_> {
    /// Handles a message (M1 to M5, O1 to O3, F1 to F6, R1, R2).
    pub fn message(&mut self, contact: &str, message: &Message, missing: OnMissingContact) -> Result<()> {
        let request = self.read_message(message)?;
        let (chat, before) = self.chat_of_contact(contact, missing)?;
        let contact = chat.contact;
        self.decide_and_apply_for_contact(chat, &request, before)?;
        let shown = match request {
            Request::MemberNote { .. } => contact_state::open_conversation_id(self.connection, contact)?,
            _ => contact_state::latest_conversation(self.connection, contact)?,
        };
        self.show_conversation_after(shown);
        Ok(())
    }

    fn read_message(&mut self, message: &Message) -> Result<Request> {
        Ok(match message {
            Message::Contact => Request::ContactMessage,
            Message::Member { member } => Request::MemberMessage { member: self.member(member)? },
            Message::Note { member } => Request::MemberNote { member: self.member(member)? },
            Message::Flow => Request::FlowMessage,
            Message::FlowAssign { members } => Request::FlowAssign { members: self.members(members)? },
            Message::FlowAssignTeam { team } => {
                let team = find::team(self.connection, team)?.id;
                self.load_team(team)?;
                Request::FlowAssignTeam { team }
            }
            Message::FlowEnd => Request::FlowEnd,
            Message::System => Request::SystemMessage,
        })
    }

    /// Assigns manually (A1 to A3).
    pub fn assign(&mut self, target: &Target, assign: &named::Assign) -> Result<()> {
        let members = self.members(&assign.members)?;
        let team = assign.team.as_ref().map(|name| find::team(self.connection, name)).transpose()?;
        let team = team.map(|team| team.id);
        self.decide_and_apply_for_conversation(target, &Request::Assign { members, team, replace: assign.replace })
    }

    /// Unassigns manually (A4).
    pub fn unassign(&mut self, target: &Target, unassign: &Unassign) -> Result<()> {
        let what = match unassign {
            Unassign::Named { members, team } => Unassign::Named { members: self.members(members)?, team: *team },
            Unassign::All => Unassign::All,
        };
        self.decide_and_apply_for_conversation(target, &Request::Unassign(what))
    }

    /// Closes manually (S1).
    pub fn close(&mut self, target: &Target) -> Result<()> {
        self.decide_and_apply_for_conversation(target, &Request::Close)
    }

    fn decide_and_apply_for_conversation(&mut self, target: &Target, request: &Request) -> Result<()> {
        let (contact, id, closed) = find::conversation(self.connection, target, self.phones)?;
        let mut chat = contact_state::load(self.connection, contact, self.next_conversation()?)?;
        if closed {
            chat.current = CurrentConversation::Closed(id);
        }
        self.decide_and_apply_for_contact(chat, request, Vec::new())?;
        self.show_conversation_after(Some(id));
        Ok(())
    }

    /// Adds owners to a contact (O4).
    pub fn add_owners(
        &mut self,
        contact: &str,
        members: &[Email],
        assign_open: bool,
        missing: OnMissingContact,
    ) -> Result<()> {
        let members = self.members(members)?;
        let (chat, before) = self.chat_of_contact(contact, missing)?;
        self.decide_and_apply_for_contact(chat, &Request::AddOwners { members, assign_open }, before)
    }

    /// Removes owners from a contact (O4).
    pub fn remove_owners(&mut self, contact: &str, members: &[Email]) -> Result<()> {
        let members = self.members(members)?;
        let chat = contact_state::load(self.connection, self.contact(contact)?, self.next_conversation()?)?;
        self.decide_and_apply_for_contact(chat, &Request::RemoveOwners { members }, Vec::new())
    }

    /// Returns the contact with its owners and conversation, or a new one with the effect that adds it.
    pub(super) fn chat_of_contact(
        &mut self,
        typed: &str,
        missing: OnMissingContact,
    ) -> Result<(ContactState, Vec<Effect>)> {
        let next = self.next_conversation()?;
        match find::contact_or_phone(self.connection, typed, self.phones)? {
            Lookup::Existing(contact) => Ok((contact_state::load(self.connection, contact, next)?, Vec::new())),
            Lookup::Unknown(phone) if missing == OnMissingContact::Create => {
                let contact = contacts::insert_contact(self.connection, &phone, &Fields::new())?;
                Ok((ContactState::new(contact, next), vec![Effect::AddContact { contact }]))
            }
            Lookup::Unknown(phone) => Err(with_create_hint(find::unknown_contact(&phone))),
        }
    }

    /// Returns the email of a member as it is stored, or a new one.
    pub fn email(&self, text: &str) -> Result<Email> {
        find::email(self.connection, text)
    }

    pub fn emails(&self, texts: &[String]) -> Result<Vec<Email>> {
        texts.iter().map(|text| self.email(text)).collect()
    }

    /// Looks up a member, and loads it for the rules.
    pub(super) fn member(&mut self, email: &Email) -> Result<MemberId> {
        let member = find::member(self.connection, email)?;
        let id = member.id;
        self.directory.put_member(member);
        Ok(id)
    }

    /// Fails if the member is unknown.
    pub fn check_member(&self, email: &Email) -> Result<()> {
        find::member(self.connection, email).map(drop)
    }

    pub(super) fn members(&mut self, emails: &[Email]) -> Result<Vec<MemberId>> {
        emails.iter().map(|email| self.member(email)).collect()
    }

    pub(super) fn contact(&self, typed: &str) -> Result<ContactId> {
        find::contact(self.connection, typed, self.phones)
    }
}

pub(super) fn with_create_hint(error: InboxError) -> InboxError {
    match error {
        InboxError::Unknown { code, message, .. } => {
            let hint = "see `inboxctl contact list --search TEXT`, or create it with `--create-contacts`";
            InboxError::Unknown { code, message, hint: Some(hint.to_owned()) }
        }
        other => other,
    }
}

//! A request with names, as a command or a step of a scenario makes it: looked up, decided and applied.

use super::error::{InboxError, Result};
use super::find::{self, Lookup};
use super::plan_space::PlanSpace;
use super::session::{Loaded, Session};
use crate::model::{
    ContactId, ContactState, ConversationId, CurrentConversation, Effect, Email, Fields, MemberId, Request,
    RequestSubject, Target, TeamId, TeamName,
};
use crate::store::{closed_conversation, contact_state, entity, offboarding};

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

/// What a target names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum TargetSubject {
    Contact(Lookup),
    Conversation { id: ConversationId, contact: ContactId, closed: bool },
}

impl Session<'_> {
    /// Does what is asked of a contact, of a conversation, or, without a target, of the inbox.
    pub fn request(
        &mut self,
        target: Option<&Target>,
        request: &Request<Email, TeamName>,
        missing: OnMissingContact,
    ) -> Result<()> {
        let request = &self.resolve(request)?;
        match (request.subject(), target) {
            (RequestSubject::AnyContact | RequestSubject::Contact | RequestSubject::Conversation, Some(target)) => {
                let subject = self.find_subject(target, request)?;
                self.ask(&subject, request, missing)
            }
            (RequestSubject::AnyContact | RequestSubject::Contact | RequestSubject::Conversation, None) => {
                Err(InboxError::Invalid { message: "expected a contact or a conversation".to_owned(), hint: None })
            }
            (RequestSubject::Member(member), _) => self.ask_member(*member, request),
            (RequestSubject::Team(team), _) => {
                self.load_team(*team)?;
                let references = offboarding::team_references(self.connection, *team)?;
                self.decide_and_apply(Loaded { references, ..Loaded::default() }, request)
            }
            (RequestSubject::Conversations, _) => match request {
                Request::DistributeConversations { team, status, .. } => {
                    self.distribute_conversations(*team, *status, request)
                }
                Request::ReassignOverdue { team, limit } => self.reassign_overdue(*team, *limit, request),
                _ => self.decide_and_apply(Loaded::default(), request),
            },
            (RequestSubject::Portfolios, _) => self.plan(request, PlanSpace::for_small_plans()),
            (RequestSubject::Settings, _) => self.decide_and_apply(Loaded::default(), request),
        }
    }

    /// Distributes or rebalances contacts, with space for a plan of any size.
    pub fn request_in(&mut self, space: PlanSpace<'_>, request: &Request<Email, TeamName>) -> Result<()> {
        let request = self.resolve(request)?;
        self.plan(&request, space)
    }

    /// Looks up the members and teams of a request.
    pub(super) fn resolve(&mut self, request: &Request<Email, TeamName>) -> Result<Request> {
        request.try_map(self, Self::member, Self::team_id)
    }

    /// Finds what a request is about.
    pub(super) fn find_subject(&self, target: &Target, request: &Request) -> Result<TargetSubject> {
        if matches!(request.subject(), RequestSubject::Conversation) {
            let find = if *request == Request::Reopen { find::conversation_to_reopen } else { find::conversation };
            let (contact, id, closed) = find(self.connection, target, self.phones)?;
            Ok(TargetSubject::Conversation { id, contact, closed })
        } else {
            find::target_or_phone(self.connection, target, self.phones).map(TargetSubject::Contact)
        }
    }

    /// Does what is asked of a contact or of a conversation.
    pub(super) fn ask(&mut self, subject: &TargetSubject, request: &Request, missing: OnMissingContact) -> Result<()> {
        match subject {
            TargetSubject::Conversation { id, contact, closed } => {
                self.ask_conversation(*contact, *id, *closed, request)
            }
            TargetSubject::Contact(contact) if matches!(request.subject(), RequestSubject::AnyContact) => {
                self.ask_contact(contact, request, missing)
            }
            TargetSubject::Contact(Lookup::Existing(contact)) => self.ask_known_contact(*contact, request),
            TargetSubject::Contact(Lookup::Unknown(phone)) => Err(find::unknown_contact(self.connection, phone)),
        }
    }

    /// A message (M1 to M5, O1 to O3, F1 to F6, R1, R2), or new owners (O4).
    fn ask_contact(&mut self, contact: &Lookup, request: &Request, missing: OnMissingContact) -> Result<()> {
        if let Request::FlowAssignTeam { team } = request {
            self.load_team(*team)?;
        }
        let (chat, before) = self.chat_of_contact(contact, missing)?;
        let (contact, is_new) = (chat.contact, !before.is_empty());
        let asked = self.decide_and_apply(Loaded { contact: Some(chat), before, ..Loaded::default() }, request);
        if asked.is_err() && is_new {
            entity::delete_new_contact(self.connection, contact)?;
        }
        asked?;
        let shown = match request {
            Request::AddOwners { .. } | Request::SetOwners { .. } => return Ok(()),
            Request::MemberNote { .. } => contact_state::open_conversation_id(self.connection, contact)?,
            _ => contact_state::latest_conversation(self.connection, contact)?,
        };
        self.show_conversation(shown)
    }

    /// Owners (O4), or the removal of a contact that never had a conversation, with its ownerships (D3).
    fn ask_known_contact(&mut self, contact: ContactId, request: &Request) -> Result<()> {
        let chat = contact_state::load(self.connection, contact, self.next_conversation()?)?;
        let references = match request {
            Request::RemoveContact => contact_state::contact_references(self.connection, contact)?,
            _ => Vec::new(),
        };
        self.decide_and_apply(Loaded { contact: Some(chat), references, ..Loaded::default() }, request)
    }

    /// Assigns, unassigns, closes or reopens manually (A1 to A5, S1).
    fn ask_conversation(
        &mut self,
        contact: ContactId,
        id: ConversationId,
        closed: bool,
        request: &Request,
    ) -> Result<()> {
        let mut chat = contact_state::load(self.connection, contact, self.next_conversation()?)?;
        if closed {
            let closed = closed_conversation::closed_conversation(self.connection, contact, id)?;
            self.load_members(closed.conversation.assigned.members())?;
            chat.current = CurrentConversation::Closed(closed);
        }
        self.decide_and_apply(Loaded { contact: Some(chat), ..Loaded::default() }, request)?;
        self.show_conversation(Some(id))
    }

    /// Returns the contact with its owners and conversation, or a new one with the effect that adds it.
    fn chat_of_contact(&mut self, contact: &Lookup, missing: OnMissingContact) -> Result<(ContactState, Vec<Effect>)> {
        let next = self.next_conversation()?;
        match contact {
            Lookup::Existing(contact) => Ok((contact_state::load(self.connection, *contact, next)?, Vec::new())),
            Lookup::Unknown(phone) if missing == OnMissingContact::Create => {
                let contact = entity::insert_contact(self.connection, phone, &Fields::new())?;
                Ok((ContactState::new(contact, next), vec![Effect::AddContact { contact }]))
            }
            Lookup::Unknown(phone) => Err(with_create_hint(find::unknown_contact(self.connection, phone))),
        }
    }

    /// Returns the email of a member as it is stored, or a new one.
    pub fn email(&self, text: &str) -> Result<Email> {
        find::email(self.connection, text)
    }

    /// Returns the email of the member that a word of the command line names.
    pub fn named_member(&self, word: &str) -> Result<Email> {
        find::named_member(self.connection, word)
    }

    pub fn named_members(&self, words: &[String]) -> Result<Vec<Email>> {
        words.iter().map(|word| self.named_member(word)).collect()
    }

    /// Returns the phones of the contacts that words of the command line name.
    pub fn named_contacts(&self, targets: &[Target]) -> Result<Vec<String>> {
        let words =
            targets.iter().filter_map(|target| if let Target::Contact(word) = target { Some(word) } else { None });
        words.map(|word| find::named_contact(self.connection, word)).collect()
    }

    /// Returns a target of the command line with the phone of its contact.
    pub fn named_target(&self, target: &Target) -> Result<Target> {
        find::named_target(self.connection, target)
    }

    fn team_id(&mut self, name: &TeamName) -> Result<TeamId> {
        Ok(find::team(self.connection, name)?.id)
    }

    /// Looks up a member, and loads it for the rules.
    pub(super) fn member(&mut self, email: &Email) -> Result<MemberId> {
        let member = find::member(self.connection, email)?;
        let id = member.id;
        self.put_member(member)?;
        Ok(id)
    }

    /// Fails if the member is unknown.
    pub fn check_member(&self, email: &Email) -> Result<()> {
        find::member(self.connection, email).map(drop)
    }

    pub(super) fn members(&mut self, emails: &[Email]) -> Result<Vec<MemberId>> {
        emails.iter().map(|email| self.member(email)).collect()
    }

    /// Finds the contact that a word of the command line names.
    pub(super) fn named_contact(&self, word: &str) -> Result<ContactId> {
        find::contact(self.connection, &find::named_contact(self.connection, word)?, self.phones)
    }
}

pub(super) fn with_create_hint(error: InboxError) -> InboxError {
    match error {
        InboxError::Unknown { .. } => {
            let hint = "see `inboxctl contact list --search TEXT`, or create it with `--create-contacts`";
            error.with_hint(hint.to_owned())
        }
        other => other,
    }
}

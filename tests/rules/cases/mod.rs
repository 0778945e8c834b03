//! Cases of each rule: the decisions as lines of text.

mod absences;
mod backlog;
mod flow;
mod leaving;
mod manual;
mod owners;
mod portfolio;
mod reply;
mod status;
mod teams;
mod words;

use std::borrow::Borrow;

use inboxctl::testing::model::{
    ContactId, ConversationId, MemberId, Request, RuleId, Setting, Status, TeamId, Unassign, UnlistedOwners,
};

use super::inbox::{About, ConversationPicture, Event, Inbox};
use super::world::World;

/// An inbox in memory for one case.
struct Story(World);

impl Story {
    fn new() -> Self {
        Self(World::new())
    }

    /// The inbox after these requests about a contact.
    fn after(contact: ContactId, requests: &[Request]) -> Self {
        let mut story = Self::new();
        for request in requests {
            story.ask(contact, request);
        }
        story
    }

    /// Applies a request about a contact or a conversation; returns the decision as lines.
    fn ask(&mut self, about: impl Into<About>, request: impl Borrow<Request>) -> Vec<String> {
        match self.0.decide(about.into(), request.borrow()) {
            Ok(decision) => {
                self.0.keep(&decision);
                words::of_decision(&decision)
            }
            Err(refusal) => words::of_refusal(&refusal),
        }
    }

    /// Applies a request without a contact.
    fn order(&mut self, request: impl Borrow<Request>) -> Vec<String> {
        self.ask(About::Inbox, request)
    }

    /// Applies a request at a minute.
    fn ask_at(&mut self, minute: i64, about: impl Into<About>, request: impl Borrow<Request>) -> Vec<String> {
        self.0.wait_until(minute);
        self.ask(about, request)
    }

    fn join(&mut self, team: TeamId, member: MemberId) {
        self.0.ask(&Event::Join(team, member));
    }

    fn leave(&mut self, team: TeamId, member: MemberId) {
        self.0.ask(&Event::Leave(team, member));
    }

    /// The rules cited by the decision, which is not applied.
    fn rules(&self, contact: ContactId, request: &Request) -> Vec<RuleId> {
        self.0.decide(About::Contact(contact), request).unwrap().rules
    }

    /// The contact's conversations, by number.
    fn conversations(&self, contact: ContactId) -> Vec<ConversationPicture> {
        let all = self.0.picture().conversations;
        all.into_iter().filter(|(of, _)| *of == contact).map(|(_, conversation)| conversation).collect()
    }

    /// The contact's latest conversation.
    fn latest(&self, contact: ContactId) -> ConversationPicture {
        self.conversations(contact).pop().unwrap()
    }

    fn assigned(&self, contact: ContactId) -> Vec<MemberId> {
        self.latest(contact).assigned
    }

    fn status(&self, contact: ContactId) -> Status {
        self.latest(contact).status
    }

    fn owners(&self, contact: ContactId) -> Vec<MemberId> {
        self.0.picture().contacts.into_iter().find(|(of, _)| *of == contact).unwrap().1
    }
}

impl From<ContactId> for About {
    fn from(contact: ContactId) -> Self {
        Self::Contact(contact)
    }
}

impl From<ConversationId> for About {
    fn from(number: ConversationId) -> Self {
        Self::Conversation(number)
    }
}

/// A decision without lines.
const NOTHING: [&str; 0] = [];

fn message(member: MemberId) -> Request {
    Request::MemberMessage { member }
}

fn note(member: MemberId) -> Request {
    Request::MemberNote { member }
}

fn assign(members: &[MemberId]) -> Request {
    Request::Assign { members: members.to_vec(), team: None, replace: false }
}

fn replace(members: &[MemberId]) -> Request {
    Request::Assign { members: members.to_vec(), team: None, replace: true }
}

fn give(team: TeamId) -> Request {
    Request::Assign { members: Vec::new(), team: Some(team), replace: false }
}

fn unassign(members: &[MemberId]) -> Request {
    Request::Unassign(Unassign::Named { members: members.to_vec(), team: false })
}

fn unassign_team() -> Request {
    Request::Unassign(Unassign::Named { members: Vec::new(), team: true })
}

fn flow_assign(members: &[MemberId]) -> Request {
    Request::FlowAssign { members: members.to_vec() }
}

fn flow_team(team: TeamId) -> Request {
    Request::FlowAssignTeam { team }
}

fn own(members: &[MemberId]) -> Request {
    Request::AddOwners { members: members.to_vec(), assign_open: false, pin: false }
}

fn own_and_assign(members: &[MemberId]) -> Request {
    Request::AddOwners { members: members.to_vec(), assign_open: true, pin: false }
}

fn own_only(members: &[MemberId]) -> Request {
    Request::SetOwners { members: members.to_vec() }
}

fn disown(members: &[MemberId]) -> Request {
    Request::RemoveOwners { members: members.to_vec() }
}

/// A mapping that keeps unlisted owners.
fn map(members: &[MemberId]) -> Request {
    Request::MapOwners {
        members: members.to_vec(),
        pinned: vec![],
        unlisted: UnlistedOwners::Keep,
        allow_inactive: false,
    }
}

/// A mapping that removes unlisted owners with these exceptions.
fn map_only(members: &[MemberId], except: &[MemberId]) -> Request {
    let unlisted = UnlistedOwners::Remove { except: except.to_vec() };
    Request::MapOwners { members: members.to_vec(), pinned: vec![], unlisted, allow_inactive: false }
}

fn transfer(member: MemberId, successors: &[MemberId]) -> Request {
    Request::TransferOwners { member, successors: successors.to_vec(), account: None, limit: None }
}

fn deactivate(member: MemberId) -> Request {
    Request::Deactivate { member, successors: Vec::new() }
}

fn hand_over(member: MemberId, successors: &[MemberId]) -> Request {
    Request::Deactivate { member, successors: successors.to_vec() }
}

fn activate(member: MemberId) -> Request {
    Request::Activate { member }
}

fn first_responder_owns(on: bool) -> Request {
    Request::Set(Setting::AssignFirstResponder(on))
}

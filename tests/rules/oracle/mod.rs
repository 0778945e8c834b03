//! A second implementation of the rules, from their text alone: one mutable inbox, and for each event the
//! steps of its paragraph in order. It shares terms with the product, but neither structure nor code; if
//! both agree, both probably implement the text correctly.

mod backlog;
mod changes;
mod conversations;
mod people;
mod round_robin;

use std::collections::BTreeMap;
use std::mem;

use inboxctl::testing::model::{
    AssignReason, ContactId, ConversationId, ErrorCode, MemberId, Request, RuleId, Status, TeamId,
};

use super::inbox::{
    About, Activity, Answer, CONTACTS, ConversationPicture, Event, Inbox, MEMBERS, Outcome, Picture, TEAMS, Turns,
    by_rule, place_of,
};
use round_robin::RoundRobin;

/// A refusal: its code and the rule behind it.
type Refused = (ErrorCode, RuleId);

/// A conversation's place in [`Oracle::chats`].
type Number = usize;

pub(crate) struct Oracle {
    active: BTreeMap<MemberId, bool>,
    round_robins: BTreeMap<TeamId, RoundRobin>,
    owners: BTreeMap<ContactId, Vec<MemberId>>,
    /// By number, open and closed.
    chats: Vec<ContactState>,
    first_responder_owns: bool,
    /// The outcome of the current event.
    said: Outcome,
    /// The members that the current event has considered, each once.
    looked_at: Vec<MemberId>,
    /// The members that the current event has missed, since they are away.
    missing: Vec<MemberId>,
    /// The conversation that an event about many looks at.
    subject: Option<ConversationId>,
    /// The teams that the current event lets pick, as they were before.
    picking: Vec<(TeamId, Turns)>,
    /// Nanoseconds since 1970.
    now: i64,
    away: BTreeMap<MemberId, Vec<backlog::Away>>,
    absences: i64,
    /// How long a team waits for its pick, in nanoseconds.
    patience: BTreeMap<TeamId, i64>,
}

struct ContactState {
    id: ConversationId,
    contact: ContactId,
    status: Status,
    team: Option<TeamId>,
    on: Vec<MemberId>,
    contact_wrote: bool,
    member_wrote: bool,
    handed_over: bool,
    first_responder: Option<MemberId>,
    /// Before it was closed last.
    former_status: Status,
    /// Why and since when each of `on` is there.
    seated: BTreeMap<MemberId, (AssignReason, i64)>,
    /// The one that the team picked last since it was set.
    picked: Option<MemberId>,
}

impl Inbox for Oracle {
    fn ask(&mut self, event: &Event) -> Answer {
        self.said = Outcome::default();
        self.looked_at.clear();
        self.subject = None;
        if let Err((code, rule)) = self.happen(event) {
            return Answer::Refused(code, rule);
        }
        self.tell_turns();
        let mut said = mem::take(&mut self.said);
        said.effects.sort_by_key(|ruled| place_of(&ruled.effect));
        said.passed_over = by_rule(said.passed_over);
        Answer::Done(said)
    }

    fn picture(&self) -> Picture {
        let activity = |active| if active { Activity::Active } else { Activity::Inactive };
        Picture {
            assign_first_responder: self.first_responder_owns,
            members: self.active.iter().map(|(member, active)| (*member, activity(*active))).collect(),
            teams: self.round_robins.iter().map(|(team, rota)| (*team, rota.picture())).collect(),
            contacts: self.owners.iter().map(|(contact, owners)| (*contact, owners.clone())).collect(),
            conversations: self.chats.iter().map(|chat| (chat.contact, chat.picture())).collect(),
        }
    }
}

impl Oracle {
    pub(crate) fn new() -> Self {
        Self {
            active: MEMBERS.map(|member| (member, true)).into(),
            round_robins: TEAMS.iter().map(|seed| (seed.id, RoundRobin::new(seed))).collect(),
            owners: CONTACTS.map(|(contact, _)| (contact, Vec::new())).into(),
            chats: Vec::new(),
            first_responder_owns: false,
            said: Outcome::default(),
            looked_at: Vec::new(),
            missing: Vec::new(),
            subject: None,
            picking: Vec::new(),
            now: 0,
            away: BTreeMap::new(),
            absences: 0,
            patience: BTreeMap::new(),
        }
    }

    fn happen(&mut self, event: &Event) -> Result<(), Refused> {
        match event {
            Event::Ask(about, request) => self.decide(*about, request)?,
            Event::Join(team, member) => self.join(*team, *member),
            Event::Leave(team, member) => self.leave(*team, *member),
        }
        Ok(())
    }

    fn decide(&mut self, about: About, request: &Request) -> Result<(), Refused> {
        match request {
            Request::ContactMessage => self.contact_writes(contact_of(about)),
            Request::MemberMessage { member } => self.member_writes(contact_of(about), *member)?,
            Request::MemberNote { member } => self.must_be_active(&[*member], RuleId::M4)?,
            Request::FlowMessage => self.flow_writes(contact_of(about)),
            Request::FlowAssign { members } => self.flow_assigns(contact_of(about), members),
            Request::FlowAssignTeam { team } => self.flow_assigns_team(contact_of(about), *team),
            Request::FlowEnd => self.flow_ends(about)?,
            Request::SystemMessage => self.system_writes(contact_of(about)),
            Request::Assign { members, team, replace } => self.assign(about, members, *team, *replace)?,
            Request::Unassign(what) => self.unassign(about, what)?,
            Request::Close => self.close_by_hand(about)?,
            Request::Reopen => self.reopen_by_hand(about)?,
            Request::AddOwners { members, assign_open, .. } => {
                self.add_owners(contact_of(about), members, *assign_open)?;
            }
            Request::SetOwners { members } => self.set_owners(contact_of(about), members)?,
            Request::RemoveOwners { members } => self.remove_owners(contact_of(about), members),
            Request::MapOwners { members, unlisted, allow_inactive, .. } => {
                self.map_owners(contact_of(about), members, unlisted, *allow_inactive)?;
            }
            Request::TransferOwners { member, successors, limit, .. } => self.transfer(*member, successors, *limit)?,
            Request::TransferConversations { member, successors, team, status, limit } => {
                self.pass_on(*member, successors, (*team, *status), *limit)?;
            }
            Request::DistributeConversations { team, status, limit } => self.deal(*team, *status, *limit),
            Request::ReassignOverdue { team, limit } => self.reassign(*team, *limit),
            Request::Away { member, from, until, cover, hand_over_open } => {
                self.go_away(*member, (*from, *until), cover, *hand_over_open)?;
            }
            Request::Back { member, from } => self.come_back(*member, *from),
            Request::PinOwners { .. } | Request::UnpinOwners { .. } => unreachable!("cases and scenarios pin owners"),
            Request::DistributeOwners(_) | Request::RebalanceOwners(_) => {
                unreachable!("which contacts move is decided one by one, and compared beside `rules::portfolio`")
            }
            Request::Deactivate { member, successors } => self.deactivate(*member, successors)?,
            Request::Activate { member } => self.activate(*member),
            Request::Set(setting) => self.set(*setting),
            Request::RemoveMember { member } => self.remove_member(*member)?,
            Request::RemoveTeam { team } => self.remove_team(*team)?,
            Request::RemoveContact => self.remove_contact(contact_of(about))?,
        }
        Ok(())
    }
}

impl ContactState {
    fn new(number: Number, contact: ContactId, status: Status) -> Self {
        Self {
            id: ConversationId(i64::try_from(number + 1).unwrap()),
            contact,
            status,
            team: None,
            on: Vec::new(),
            contact_wrote: false,
            member_wrote: false,
            handed_over: false,
            first_responder: None,
            former_status: status,
            seated: BTreeMap::new(),
            picked: None,
        }
    }

    fn is_open(&self) -> bool {
        self.status != Status::Closed
    }

    fn keeps_busy(&self) -> bool {
        [Status::New, Status::InProgress].contains(&self.status)
    }

    fn picture(&self) -> ConversationPicture {
        ConversationPicture {
            id: self.id,
            status: self.status,
            team: self.team,
            assigned: self.on.clone(),
            contact_wrote: self.contact_wrote,
            handed_over: self.handed_over,
            first_responder: self.first_responder,
        }
    }
}

fn contact_of(about: About) -> ContactId {
    let About::Contact(contact) = about else { panic!("{about:?} names no contact") };
    contact
}

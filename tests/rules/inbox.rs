//! Events and answers of every inbox under test, for comparison: the oracle, the in-memory world, and
//! others that use `decide`.

use inboxctl::testing::model::{
    ContactId, ConversationId, DecidedEffect, Effect, ErrorCode, MemberId, OffboardingReport, PassedOver, Request,
    RuleId, Status, Strategy, TeamId,
};

pub(crate) const ANA: MemberId = MemberId(1);
pub(crate) const BETO: MemberId = MemberId(2);
pub(crate) const CARO: MemberId = MemberId(3);
pub(crate) const DINA: MemberId = MemberId(4);

/// The members of an inbox at its start, all active.
pub(crate) const MEMBERS: [MemberId; 4] = [ANA, BETO, CARO, DINA];

pub(crate) const TURNS: TeamId = TeamId(1);
pub(crate) const BUSY: TeamId = TeamId(2);
pub(crate) const AGENT: TeamId = TeamId(3);

/// A team of a new inbox: the rotation is at the first member, and none was picked.
pub(crate) struct TeamSeed {
    pub(crate) id: TeamId,
    pub(crate) strategy: Strategy,
    pub(crate) default_agent: Option<MemberId>,
    pub(crate) members: &'static [MemberId],
}

/// The teams of an inbox at its start: one of each strategy, not in the order of the members.
pub(crate) const TEAMS: [TeamSeed; 3] = [
    TeamSeed { id: TURNS, strategy: Strategy::RoundRobin, default_agent: None, members: &[CARO, ANA, BETO] },
    TeamSeed { id: BUSY, strategy: Strategy::LeastBusy, default_agent: None, members: &[BETO, DINA, CARO] },
    TeamSeed { id: AGENT, strategy: Strategy::DefaultAgent, default_agent: Some(DINA), members: &[ANA] },
];

pub(crate) const ROSA: ContactId = ContactId(1);
pub(crate) const SAUL: ContactId = ContactId(2);
pub(crate) const TINA: ContactId = ContactId(3);

/// The contacts of an inbox at its start with their phones, whose order is not that of the numbers.
pub(crate) const CONTACTS: [(ContactId, &str); 3] =
    [(ROSA, "+525500000002"), (SAUL, "+525500000003"), (TINA, "+525500000001")];

/// The contacts in the order of their phones.
pub(crate) fn contacts_by_phone() -> Vec<ContactId> {
    let mut contacts = CONTACTS;
    contacts.sort_by_key(|(_, phone)| *phone);
    contacts.map(|(contact, _)| contact).to_vec()
}

/// An event of an inbox.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A request decided by the rules.
    Ask(About, Request),
    /// Adds a member at the end of a team, without a rule.
    Join(TeamId, MemberId),
    /// Removes a member from a team, without a rule.
    Leave(TeamId, MemberId),
}

/// The subject of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    /// A contact with its open conversation.
    Contact(ContactId),
    /// A conversation by its number, open or closed.
    Conversation(ConversationId),
    /// Nothing: members, teams and settings.
    Inbox,
}

/// The answer of an inbox to an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Refused(ErrorCode, RuleId),
    Done(Outcome),
}

/// The outcome of an event that was not refused.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Outcome {
    pub(crate) effects: Vec<DecidedEffect>,
    /// In the order of [`by_rule`].
    pub(crate) passed_over: Vec<PassedOver>,
    pub(crate) left: Option<OffboardingReport>,
}

/// Sorts the passed over by rule and reason: the rules define an order only within one rule.
pub(crate) fn by_rule(mut passed_over: Vec<PassedOver>) -> Vec<PassedOver> {
    passed_over.sort_by_key(|passed| (passed.rule, passed.reason));
    passed_over
}

/// A conversation without its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConversationPicture {
    pub(crate) id: ConversationId,
    pub(crate) status: Status,
    pub(crate) team: Option<TeamId>,
    pub(crate) assigned: Vec<MemberId>,
    pub(crate) contact_wrote: bool,
    pub(crate) handed_over: bool,
    pub(crate) first_responder: Option<MemberId>,
}

/// The visible state of an inbox, each list sorted by number.
#[derive(Debug, PartialEq)]
pub(crate) struct Picture {
    pub(crate) assign_first_responder: bool,
    pub(crate) members: Vec<(MemberId, Activity)>,
    pub(crate) teams: Vec<(TeamId, Turns)>,
    /// With their owners in order of addition.
    pub(crate) contacts: Vec<(ContactId, Vec<MemberId>)>,
    /// With their contacts; closed ones too.
    pub(crate) conversations: Vec<(ContactId, ConversationPicture)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    Active,
    Inactive,
}

/// The part of a team that changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Turns {
    pub(crate) members: Vec<MemberId>,
    pub(crate) turn: usize,
    pub(crate) last_picked: Option<MemberId>,
}

/// An inbox that starts with [`MEMBERS`], [`TEAMS`] and [`CONTACTS`].
pub(crate) trait Inbox {
    /// Applies an event, whose subjects must exist.
    fn ask(&mut self, event: &Event) -> Answer;

    /// The current state of the inbox.
    fn picture(&self) -> Picture;
}

impl Picture {
    /// Whether the subject of the event exists: a sequence may name a conversation not yet opened.
    pub(crate) fn has_subject_of(&self, event: &Event) -> bool {
        match event {
            Event::Ask(About::Conversation(number), _) => self.conversations.iter().any(|(_, it)| it.id == *number),
            Event::Ask(About::Contact(_) | About::Inbox, _) | Event::Join(..) | Event::Leave(..) => true,
        }
    }
}

/// The effects of the rules in the documented order.
pub(crate) const ORDER: [&str; 22] = [
    "open-conversation",
    "mark-contact-wrote",
    "unassign-member",
    "clear-team",
    "set-team",
    "advance-turn",
    "assign-member",
    "set-first-responder",
    "add-owner",
    "remove-owner",
    "pin-owner",
    "unpin-owner",
    "mark-handed-over",
    "clear-handed-over",
    "set-status",
    "close-conversation",
    "reopen-conversation",
    "set-setting",
    "activate-member",
    "deactivate-member",
    "add-absence",
    "end-absence",
];

/// The position of an effect; effects of the directory, which have no rule, are last.
pub(crate) fn place_of(effect: &Effect) -> usize {
    ORDER.iter().position(|name| *name == effect.kind().code()).unwrap_or(ORDER.len())
}

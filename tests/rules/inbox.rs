//! What every inbox under test is asked and what it answers, so that they can be compared: the
//! oracle, the in-memory world, and any other that goes through `decide`.

use inboxctl::testing::model::{
    ContactId, Conversation, ConversationId, DecidedEffect, Effect, ErrorCode, MemberId, OffboardingReport, PassedOver,
    Request, RuleId, Strategy, TeamId,
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

/// Something that happens to an inbox.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A request, which the rules decide.
    Ask(About, Request),
    /// A member is put at the end of a team; no rule decides it.
    Join(TeamId, MemberId),
    /// A member is taken from a team; no rule decides it.
    Leave(TeamId, MemberId),
}

/// What a request names besides what it carries itself.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    /// A contact, and so the conversation it has open.
    Contact(ContactId),
    /// A conversation by its number, open or closed.
    Conversation(ConversationId),
    /// Nothing: members, teams and settings.
    Inbox,
}

/// What an inbox says to an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Refused(ErrorCode, RuleId),
    Done(Outcome),
}

/// What came of an event that was not refused.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Outcome {
    pub(crate) effects: Vec<DecidedEffect>,
    /// In the order of [`by_rule`].
    pub(crate) passed_over: Vec<PassedOver>,
    pub(crate) left: Option<OffboardingReport>,
}

/// Those passed over, rule by rule and reason by reason: the page fixes no order between rules,
/// only among those that one rule looks at.
pub(crate) fn by_rule(mut passed_over: Vec<PassedOver>) -> Vec<PassedOver> {
    passed_over.sort_by_key(|passed| (passed.rule, passed.reason));
    passed_over
}

/// All that can be seen of an inbox, each list in the order of its numbers.
#[derive(Debug, PartialEq)]
pub(crate) struct Picture {
    pub(crate) assign_first_responder: bool,
    pub(crate) members: Vec<(MemberId, Activity)>,
    pub(crate) teams: Vec<(TeamId, Turns)>,
    /// With their owners, as they came.
    pub(crate) contacts: Vec<(ContactId, Vec<MemberId>)>,
    /// With their contacts; the closed ones too.
    pub(crate) conversations: Vec<(ContactId, Conversation)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    Active,
    Inactive,
}

/// The part of a team that changes.
#[derive(Debug, PartialEq)]
pub(crate) struct Turns {
    pub(crate) members: Vec<MemberId>,
    pub(crate) turn: usize,
    pub(crate) last_picked: Option<MemberId>,
}

/// An inbox that starts with [`MEMBERS`], [`TEAMS`] and [`CONTACTS`].
pub(crate) trait Inbox {
    /// Lets an event happen. It names nothing that the inbox doesn't have.
    fn ask(&mut self, event: &Event) -> Answer;

    /// What the inbox looks like now.
    fn picture(&self) -> Picture;
}

impl Picture {
    /// Whether what the event is about is there: a sequence may name a conversation not yet opened.
    pub(crate) fn has_subject_of(&self, event: &Event) -> bool {
        match event {
            Event::Ask(About::Conversation(number), _) => self.conversations.iter().any(|(_, it)| it.id == *number),
            Event::Ask(About::Contact(_) | About::Inbox, _) | Event::Join(..) | Event::Leave(..) => true,
        }
    }
}

/// The effects of the rules in the order in which they stand.
pub(crate) const ORDER: [&str; 17] = [
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
    "mark-handed-over",
    "clear-handed-over",
    "set-status",
    "close-conversation",
    "set-setting",
    "activate-member",
    "deactivate-member",
];

/// Where an effect stands; those of the directory, which no rule decides, stand behind.
pub(crate) fn place_of(effect: &Effect) -> usize {
    ORDER.iter().position(|name| *name == effect.kind().code()).unwrap_or(ORDER.len())
}

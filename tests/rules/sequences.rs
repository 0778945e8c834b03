//! Random sequences of events over the small inbox of `inbox`, weighted so that conversations live
//! long enough to be handed over, closed and opened again.

use std::fmt;

use inboxctl::testing::model::{
    ContactId, ConversationId, MemberId, OpenStatus, Request, Setting, TeamId, Time, Unassign, UnlistedOwners,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngAlgorithm;

use super::inbox::{About, CONTACTS, Event, MEMBERS, ROSA, SAUL, TEAMS, TINA};

/// The number of sequences, different in each run. The default generator of random numbers is
/// cryptographic and would take most of the time.
pub(crate) fn random(cases: u32) -> ProptestConfig {
    let rng_algorithm = RngAlgorithm::XorShift;
    ProptestConfig { rng_algorithm, failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// Consecutive events of an inbox.
pub(crate) struct Sequence(pub(crate) Vec<Event>);

impl fmt::Debug for Sequence {
    /// One line for each event: a failure prints the whole sequence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|event| write!(f, "\n    {event:?}"))
    }
}

/// A sequence that ends with attempts to remove everything, one by one (D3). Removals are at the end, so
/// that no event names a removed row.
pub(crate) fn sequences() -> impl Strategy<Value = Sequence> {
    let all = (vec(event(), 1..40), Just(removals()).prop_shuffle());
    all.prop_map(|(events, removals)| Sequence([events, removals].concat()))
}

/// The same without mappings, which are imported only from files.
pub(crate) fn sequences_without_files() -> impl Strategy<Value = Sequence> {
    let from_file = |event: &Event| matches!(event, Event::Ask(_, Request::MapOwners { .. }));
    sequences().prop_map(move |sequence| Sequence(sequence.0.into_iter().filter(|event| !from_file(event)).collect()))
}

/// Events, each with the minutes that pass before it: absences begin and end, and picks become overdue.
pub(crate) struct TimedSequence(pub(crate) Vec<(i64, Event)>);

impl fmt::Debug for TimedSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(minutes, event)| write!(f, "\n    {minutes:2} {event:?}"))
    }
}

pub(crate) fn timed_sequences() -> impl Strategy<Value = TimedSequence> {
    let timed = prop_oneof![
        3 => event(),
        2 => (0..40_i64).prop_flat_map(many).prop_map(|request| Event::Ask(About::Inbox, request)),
    ];
    vec((0..8_i64, timed), 1..40).prop_map(TimedSequence)
}

/// What takes time, or is about many conversations; absences begin around this minute.
fn many(minute: i64) -> impl Strategy<Value = Request> {
    let time = |minute| Time::from_nanoseconds(0).plus_minutes(minute);
    let status = || prop::option::of(select(OpenStatus::ALL.to_vec()));
    let (some_team, limit) = (|| prop::option::of(team()), || prop::option::of(0..3_u64));
    prop_oneof![
        3 => (member(), any::<bool>(), 0..30_i64, members(), any::<bool>()).prop_map(
            move |(member, planned, lasts, cover, hand_over_open)| Request::Away {
                member,
                from: planned.then(|| time(minute)),
                until: time(minute + lasts),
                cover,
                hand_over_open,
            }
        ),
        2 => (member(), any::<bool>())
            .prop_map(move |(member, planned)| Request::Back { member, from: planned.then(|| time(minute)) }),
        3 => (some_team(), limit()).prop_map(|(team, limit)| Request::ReassignOverdue { team, limit }),
        2 => (some_team(), status(), limit())
            .prop_map(|(team, status, limit)| Request::DistributeConversations { team, status, limit }),
        2 => (member(), members(), some_team(), status(), limit()).prop_map(
            |(member, successors, team, status, limit)| Request::TransferConversations {
                member,
                successors,
                team,
                status,
                limit,
            }
        ),
    ]
}

fn removals() -> Vec<Event> {
    let members = MEMBERS.map(|member| Event::Ask(About::Inbox, Request::RemoveMember { member }));
    let teams = TEAMS.map(|team| Event::Ask(About::Inbox, Request::RemoveTeam { team: team.id }));
    let contacts = CONTACTS.map(|(contact, _)| Event::Ask(About::Contact(contact), Request::RemoveContact));
    [members.to_vec(), teams.to_vec(), contacts.to_vec()].concat()
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        24 => (contact(), message()).prop_map(|(contact, request)| Event::Ask(About::Contact(contact), request)),
        12 => (conversation(), by_hand()).prop_map(|(about, request)| Event::Ask(about, request)),
        6 => (contact(), ownership()).prop_map(|(contact, request)| Event::Ask(About::Contact(contact), request)),
        7 => administration().prop_map(|request| Event::Ask(About::Inbox, request)),
        3 => (team(), member()).prop_map(|(team, member)| Event::Join(team, member)),
        3 => (team(), member()).prop_map(|(team, member)| Event::Leave(team, member)),
    ]
}

fn message() -> impl Strategy<Value = Request> {
    prop_oneof![
        6 => Just(Request::ContactMessage),
        4 => member().prop_map(|member| Request::MemberMessage { member }),
        1 => member().prop_map(|member| Request::MemberNote { member }),
        4 => Just(Request::FlowMessage),
        3 => members().prop_map(|members| Request::FlowAssign { members }),
        5 => team().prop_map(|team| Request::FlowAssignTeam { team }),
        3 => Just(Request::FlowEnd),
        2 => Just(Request::SystemMessage),
    ]
}

fn by_hand() -> impl Strategy<Value = Request> {
    prop_oneof![
        6 => (members(), prop::option::of(team()), any::<bool>())
            .prop_map(|(members, team, replace)| Request::Assign { members, team, replace }),
        4 => (members(), any::<bool>())
            .prop_map(|(members, team)| Request::Unassign(Unassign::Named { members, team })),
        1 => Just(Request::Unassign(Unassign::All)),
        3 => Just(Request::Close),
        2 => Just(Request::Reopen),
    ]
}

fn ownership() -> impl Strategy<Value = Request> {
    prop_oneof![
        3 => (members(), any::<bool>()).prop_map(|(members, assign_open)| Request::AddOwners { members, assign_open, pin: false }),
        1 => members().prop_map(|members| Request::RemoveOwners { members }),
        1 => members().prop_map(|members| Request::SetOwners { members }),
        2 => (members(), prop::option::of(members()), any::<bool>()).prop_map(mapping),
    ]
}

fn mapping((members, except, allow_inactive): (Vec<MemberId>, Option<Vec<MemberId>>, bool)) -> Request {
    let unlisted = except.map_or(UnlistedOwners::Keep, |except| UnlistedOwners::Remove { except });
    Request::MapOwners { members, pinned: vec![], unlisted, allow_inactive }
}

fn administration() -> impl Strategy<Value = Request> {
    prop_oneof![
        2 => (member(), members()).prop_map(|(member, successors)| Request::Deactivate { member, successors }),
        1 => member().prop_map(|member| Request::Deactivate { member, successors: Vec::new() }),
        2 => (member(), members(), proptest::option::of(0..4_u64)).prop_map(|(member, successors, limit)| {
            Request::TransferOwners { member, successors, account: None, limit }
        }),
        3 => member().prop_map(|member| Request::Activate { member }),
        1 => any::<bool>().prop_map(|on| Request::Set(Setting::AssignFirstResponder(on))),
    ]
}

/// By contact, or by a number, possibly of a closed conversation.
fn conversation() -> impl Strategy<Value = About> {
    prop_oneof![
        4 => contact().prop_map(About::Contact),
        1 => (1..6_i64).prop_map(|number| About::Conversation(ConversationId(number))),
    ]
}

/// One contact more often than the others, so that its conversation has many events.
fn contact() -> impl Strategy<Value = ContactId> {
    prop_oneof![3 => Just(ROSA), 1 => Just(SAUL), 1 => Just(TINA)]
}

fn team() -> impl Strategy<Value = TeamId> {
    select(TEAMS.map(|team| team.id).to_vec())
}

fn member() -> impl Strategy<Value = MemberId> {
    select(MEMBERS.to_vec())
}

/// Up to three, possibly none or duplicates.
fn members() -> impl Strategy<Value = Vec<MemberId>> {
    vec(member(), 0..4)
}

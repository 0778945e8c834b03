//! The real store as an inbox under test: events are applied by names through its public functions, and the
//! state is read from its answers or its rows.

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::path::Path;

use inboxctl::testing::inbox::{
    self, Answer, ChangeBatch, ChangeMeta, ChangeOptions, ContactFilter, ConversationFilter, EntryFilter, InboxReader,
    LockWait, MemberFilter, NewContact, NewMember, NewTeam, OnMissingContact, Review, RunMode, Session, view,
};
use inboxctl::testing::model::{ContactId, ConversationId, Email, MemberId, Status, Target, TeamId, Time};
use rusqlite::{Connection, Row};

use super::inbox::{About, Activity, CONTACTS, ConversationPicture, Event, MEMBERS, Picture, TEAMS, TeamSeed, Turns};
use super::names::{NamedAnswer, by_rule, email, phone, team_name};
use crate::rows::column;

/// The transactions of the events.
pub(crate) enum Stored<'a> {
    /// In a transaction that will be rolled back.
    Rehearsed(&'a ChangeBatch<'a>),
    /// Each in its own transaction.
    Kept(&'a mut inbox::Inbox),
}

/// A store in memory with the members, teams and contacts that every inbox starts with.
pub(crate) fn in_memory() -> inbox::Inbox {
    seeded(inbox::Inbox::in_memory().unwrap())
}

/// The same in a file.
pub(crate) fn in_file(path: &Path) -> inbox::Inbox {
    inbox::Inbox::create(path, LockWait::ZERO).unwrap();
    seeded(inbox::Inbox::open(path, LockWait::ZERO).unwrap())
}

fn seeded(mut inbox: inbox::Inbox) -> inbox::Inbox {
    inbox.change(&order(), seed).unwrap();
    inbox
}

fn seed(session: &mut Session<'_>) -> inbox::Result<()> {
    for member in MEMBERS {
        session.add_member(&NewMember { email: email(member), name: None, external_id: None })?;
    }
    for team in &TEAMS {
        session.add_team(&new_team(team))?;
    }
    for (_, phone) in CONTACTS {
        session.add_contact(&NewContact { phone: phone.to_owned(), ..NewContact::default() })?;
    }
    Ok(())
}

fn new_team(seed: &TeamSeed) -> NewTeam {
    NewTeam {
        name: team_name(seed.id),
        strategy: seed.strategy,
        default_agent: seed.default_agent.map(email),
        reassign_after: None,
        members: emails(seed.members),
    }
}

fn order() -> ChangeOptions {
    let stamp = ChangeMeta {
        at: Time::from_nanoseconds(0),
        recorded_at: Time::from_nanoseconds(0),
        actor: "tester".to_owned(),
        user: "tester".to_owned(),
        command: "a test".to_owned(),
    };
    ChangeOptions {
        stamp,
        run: RunMode::Apply,
        phones: inboxctl::testing::model::PhoneOptions::default(),
        review: Review::default(),
    }
}

impl Stored<'_> {
    /// Applies an event, and checks that the history agrees with the answer.
    pub(crate) fn ask(&mut self, event: &Event) -> NamedAnswer {
        let answer = self.change(|session| happen(session, event));
        if let Ok(answer) = &answer {
            self.read(|reader| check_kept(reader, answer));
        }
        NamedAnswer::from(&answer)
    }

    /// The state shown by the store.
    pub(crate) fn picture(&mut self) -> Picture {
        self.read(shown)
    }

    fn change(&mut self, work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>) -> inbox::Result<Answer> {
        match self {
            Self::Rehearsed(batch) => batch.change(&order(), work),
            Self::Kept(inbox) => inbox.change(&order(), work),
        }
    }

    fn read<T>(&mut self, work: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<T>) -> T {
        let read = match self {
            Self::Rehearsed(batch) => batch.read(Time::from_nanoseconds(0), work),
            Self::Kept(inbox) => {
                inbox.read(inboxctl::testing::model::PhoneOptions::default(), Time::from_nanoseconds(0), work)
            }
        };
        read.unwrap()
    }
}

/// Applies all events in one change, as a message log; `heard` receives each answer and returns the next
/// event.
pub(crate) fn in_one_change<'a>(
    inbox: &mut inbox::Inbox,
    mut next: impl FnMut() -> Option<&'a Event>,
    mut heard: impl FnMut(&'a Event, inbox::Result<()>),
) -> Answer {
    let play = |session: &mut Session<'_>| {
        while let Some(event) = next() {
            heard(event, happen(session, event));
        }
        Ok(())
    };
    inbox.change(&order(), play).unwrap()
}

pub(super) fn happen(session: &mut Session<'_>, event: &Event) -> inbox::Result<()> {
    match event {
        Event::Join(team, member) => session.join_team(&team_name(*team), &[email(*member)]),
        Event::Leave(team, member) => session.leave_team(&team_name(*team), &[email(*member)]),
        Event::Ask(about, request) => {
            let named = request.try_map(&mut (), |(), member| Ok(email(*member)), |(), team| Ok(team_name(*team)));
            let Ok::<_, Infallible>(request) = named;
            session.request(target(*about).as_ref(), &request, OnMissingContact::Fail)
        }
    }
}

fn target(about: About) -> Option<Target> {
    match about {
        About::Conversation(number) => Some(Target::Number(number)),
        About::Contact(contact) => Some(Target::Contact(phone(contact).to_owned())),
        About::Inbox => None,
    }
}

fn emails(members: &[MemberId]) -> Vec<Email> {
    members.iter().copied().map(email).collect()
}

/// Checks that a change is recorded, completely, only if it has effects, and that the answer shows the
/// current conversation.
fn check_kept(reader: &mut InboxReader<'_>, answer: &Answer) -> inbox::Result<()> {
    assert_eq!(answer.change.is_some(), answer.has_effects(), "{answer:?}");
    if let Some(id) = answer.change {
        let kept = reader.change(id, &EntryFilter::default())?;
        assert_eq!(kept.effects, answer.effects);
        // The history names the subject of each passed over member, also if the request has only one subject.
        let about_one_thing =
            answer.passed_over.iter().all(|passed| (&passed.contact, passed.conversation) == (&None, None));
        let in_order = |passed: &[view::PassedOverView]| {
            let mut passed = by_rule(passed.to_vec());
            if about_one_thing {
                for one in &mut passed {
                    (one.contact, one.conversation) = (None, None);
                }
            }
            passed.sort_by_key(|passed| (passed.contact.clone(), passed.conversation));
            passed
        };
        assert_eq!(in_order(&kept.passed_over), in_order(&answer.passed_over), "{kept:?}");
    }
    if let Some(Some(shown)) = &answer.conversation {
        assert_eq!(shown, &reader.conversation(&Target::Number(shown.id))?);
    }
    Ok(())
}

/// Removes the state that the store does not show: the rotation and the marks of a conversation.
pub(crate) fn without_the_unshown(mut picture: Picture) -> Picture {
    for (_, turns) in &mut picture.teams {
        (turns.turn, turns.last_picked) = (0, None);
    }
    for (_, conversation) in &mut picture.conversations {
        (conversation.contact_wrote, conversation.handed_over) = (false, false);
    }
    picture
}

fn shown(reader: &mut InboxReader<'_>) -> inbox::Result<Picture> {
    let (mut members, mut teams, mut contacts, mut conversations) = (vec![], vec![], vec![], vec![]);
    reader.members(MemberFilter::All, &mut |member| push(&mut members, shown_member(&member)))?;
    reader.teams(&mut |team| push(&mut teams, shown_team(&team)))?;
    reader.contacts(&ContactFilter::default(), &mut |contact| push(&mut contacts, shown_contact(&contact)))?;
    reader
        .conversations(&ConversationFilter::default(), &mut |it| push(&mut conversations, shown_conversation(&it)))?;
    contacts.sort();
    conversations.sort_by_key(|(_, conversation): &(_, ConversationPicture)| conversation.id);
    let assign_first_responder = reader.setting("assign-first-responder")?.value.as_deref() == Some("on");
    Ok(Picture { assign_first_responder, members, teams, contacts, conversations })
}

fn push<T>(list: &mut Vec<T>, item: T) -> ControlFlow<()> {
    list.push(item);
    ControlFlow::Continue(())
}

fn shown_member(member: &view::MemberView) -> (MemberId, Activity) {
    (member_by(&member.email), activity(member.active))
}

fn shown_team(team: &view::TeamView) -> (TeamId, Turns) {
    let members = team.members.iter().map(|email| member_by(email)).collect();
    (team_by(&team.name), Turns { members, turn: 0, last_picked: None })
}

fn shown_contact(contact: &view::ContactView) -> (ContactId, Vec<MemberId>) {
    (contact_by(&contact.phone), contact.owners.iter().map(|email| member_by(email)).collect())
}

fn shown_conversation(shown: &view::ConversationView) -> (ContactId, ConversationPicture) {
    let conversation = ConversationPicture {
        id: shown.id,
        status: shown.status,
        team: shown.team.as_deref().map(team_by),
        assigned: shown.assigned.iter().map(|assignment| member_by(&assignment.member)).collect(),
        first_responder: shown.first_responder.as_deref().map(member_by),
        contact_wrote: false,
        handed_over: false,
    };
    (contact_by(&shown.contact), conversation)
}

fn member_by(name: &str) -> MemberId {
    MEMBERS.into_iter().find(|member| email(*member).as_str() == name).unwrap()
}

fn team_by(name: &str) -> TeamId {
    TEAMS.iter().map(|seed| seed.id).find(|team| team_name(*team).as_str() == name).unwrap()
}

fn contact_by(phone: &str) -> ContactId {
    CONTACTS.into_iter().find(|(_, of)| *of == phone).unwrap().0
}

fn activity(active: bool) -> Activity {
    if active { Activity::Active } else { Activity::Inactive }
}

/// Reads the state from the rows of a store.
pub(crate) fn picture_of_rows(store: &Connection) -> Picture {
    let on = "SELECT value FROM settings WHERE key = 'assign-first-responder' AND value = 'on'";
    Picture {
        assign_first_responder: !column::<String>(store, on, []).is_empty(),
        members: read(store, "SELECT id, active FROM members ORDER BY id", |row| {
            Ok((MemberId(row.get("id")?), activity(row.get("active")?)))
        }),
        teams: read(store, "SELECT id, turn, last_picked FROM teams ORDER BY id", |row| {
            let id = row.get("id")?;
            let members = members(store, "SELECT member_id FROM team_members WHERE team_id = ?1 ORDER BY position", id);
            Ok((TeamId(id), Turns { members, turn: row.get("turn")?, last_picked: member(row, "last_picked")? }))
        }),
        contacts: read(store, "SELECT id FROM contacts ORDER BY id", |row| {
            let id = row.get("id")?;
            let owners = "SELECT member_id FROM contact_owners WHERE contact_id = ?1 ORDER BY position";
            Ok((ContactId(id), members(store, owners, id)))
        }),
        conversations: read(store, "SELECT * FROM conversations ORDER BY id", |row| {
            Ok((ContactId(row.get("contact_id")?), conversation_of_row(store, row)?))
        }),
    }
}

fn conversation_of_row(store: &Connection, row: &Row<'_>) -> rusqlite::Result<ConversationPicture> {
    let id = row.get("id")?;
    let assigned = "SELECT member_id FROM assignments WHERE conversation_id = ?1 ORDER BY position";
    Ok(ConversationPicture {
        id: ConversationId(id),
        status: row.get::<_, String>("status")?.parse::<Status>().unwrap(),
        team: row.get::<_, Option<i64>>("team_id")?.map(TeamId),
        assigned: members(store, assigned, id),
        contact_wrote: row.get("contact_wrote")?,
        handed_over: row.get("handed_over")?,
        first_responder: member(row, "first_responder_id")?,
    })
}

fn members(store: &Connection, sql: &str, of: i64) -> Vec<MemberId> {
    column(store, sql, [of]).into_iter().map(MemberId).collect()
}

fn member(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<MemberId>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(MemberId))
}

fn read<T>(store: &Connection, sql: &str, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    store.prepare(sql).unwrap().query_map([], read).unwrap().collect::<Result<_, _>>().unwrap()
}

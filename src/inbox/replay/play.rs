//! Plays lines: looks up their names, lets the rules decide, and applies what they decide.

use super::faults::FaultyLog;
use super::lines::{Entry, LineFault, Lines, Name};
use super::tally::{Decided, Replayed, Tally};
use crate::inbox::error::{Error, Result};
use crate::inbox::find;
use crate::inbox::refusal::About;
use crate::inbox::session::Session;
use crate::inbox::{Answer, Missing, Run, Visit};
use crate::model::named::{self, Event, Message};
use crate::model::{ContactId, ConversationId, Decision, Effect, MemberId, Refusal, Request, TeamId, Time, Unassign};
use crate::store::{chat, conversations};

/// Plays a log line by line.
pub(super) struct Player<'p, 's, 'd> {
    session: &'p mut Session<'s>,
    run: Run,
    missing: Missing,
    decided: Option<Visit<'d, Decided>>,
    tally: Tally,
    faults: FaultyLog,
    /// The latest time so far.
    latest: Option<Time>,
}

/// Why a line can't be played, and where in it that stands.
struct Stop {
    column: u64,
    error: Error,
}

impl<'p, 's, 'd> Player<'p, 's, 'd> {
    pub(super) fn new(
        session: &'p mut Session<'s>,
        run: Run,
        missing: Missing,
        decided: Option<Visit<'d, Decided>>,
    ) -> Self {
        let (tally, faults) = (Tally::default(), FaultyLog::default());
        Self { session, run, missing, decided, tally, faults, latest: None }
    }

    pub(super) fn play(&mut self, lines: &Lines) -> Result<()> {
        let mut faults = lines.faults().iter().peekable();
        for entry in lines.entries() {
            while let Some(fault) = faults.next_if(|fault| fault.line < entry.line) {
                self.faults.push_unread(fault.clone());
            }
            self.faults.lines += 1;
            self.check_time(entry);
            match self.entry(lines, entry) {
                Ok(()) => {}
                Err(Stop { error: error @ Error::Store(_), .. }) => return Err(error),
                Err(Stop { column, error }) => self.reject(entry.line, column, &error),
            }
        }
        faults.for_each(|fault| self.faults.push_unread(fault.clone()));
        Ok(())
    }

    /// What was played, unless a line couldn't be.
    pub(super) fn finish(self) -> Result<Replayed> {
        if self.faults.count > 0 {
            return Err(Error::FaultyLog(Box::new(self.faults)));
        }
        self.tally.finish(&mut self.session.names, self.session.connection)
    }

    fn reject(&mut self, line: u64, column: u64, error: &Error) {
        let (code, message, hint) = (error.code(), error.to_string(), error.hint());
        self.faults.push(LineFault { line, column, code, message, hint });
    }

    /// Times don't run backwards within a log.
    fn check_time(&mut self, entry: &Entry) {
        match self.latest {
            Some(latest) if latest > entry.at => {
                let message = format!("the time runs backwards: a line before this one is of {latest}");
                let hint = Some("put the lines in the order of their times".to_owned());
                self.reject(entry.line, entry.at_column, &Error::Invalid { message, hint });
            }
            Some(_) | None => self.latest = Some(entry.at),
        }
    }

    fn entry(&mut self, lines: &Lines, entry: &Entry) -> Result<(), Stop> {
        let request = self.request(lines, &entry.event)?;
        let column = u64::from(entry.contact.column);
        let stop = |error: Error| Stop { column, error };
        let missing = if let Event::Message(_) = entry.event { self.missing } else { Missing::Refuse };
        self.session.at = entry.at;
        let (chat, before) = self.session.chat_of_contact(lines.text(entry.contact), missing).map_err(stop)?;
        let contact = chat.contact;
        let decision = match self.session.decide(chat, &request).map_err(stop)? {
            Ok(decision) => decision,
            Err(refusal) => {
                let column = match &refusal {
                    Refusal::InactiveMembers { .. } => column_of_names(&entry.event).unwrap_or(column),
                    _ => column,
                };
                return Err(Stop { column, error: self.session.refuse(refusal, About::Contact(contact)) });
            }
        };
        self.tally.count(&entry.event, &decision);
        self.tally.count_contacts(before.len());
        if self.faults.count > 0 {
            self.decided = None;
        }
        let shown = self.decided.is_some().then(|| (before.clone(), decision.clone()));
        self.session.apply_to_chat(contact, before, decision).map_err(stop)?;
        if let Some((before, decision)) = shown {
            self.tell(entry.line, contact, &request, before, &decision).map_err(stop)?;
        }
        Ok(())
    }

    /// The request of an event, with its names looked up.
    fn request(&mut self, lines: &Lines, event: &Event<Name, Name>) -> Result<Request, Stop> {
        Ok(match event {
            Event::Message(Message::Contact) => Request::ContactMessage,
            Event::Message(Message::Member { member }) => {
                Request::MemberMessage { member: self.member(lines, *member)? }
            }
            Event::Message(Message::Note { member }) => Request::MemberNote { member: self.member(lines, *member)? },
            Event::Message(Message::Flow) => Request::FlowMessage,
            Event::Message(Message::FlowAssign { members }) => {
                Request::FlowAssign { members: self.members(lines, members)? }
            }
            Event::Message(Message::FlowAssignTeam { team }) => {
                Request::FlowAssignTeam { team: self.team(lines, *team)? }
            }
            Event::Message(Message::FlowEnd) => Request::FlowEnd,
            Event::Message(Message::System) => Request::SystemMessage,
            Event::Assign(named::Assign { members, team, replace }) => {
                let members = self.members(lines, members)?;
                let team = team.map(|team| self.team(lines, team)).transpose()?;
                Request::Assign { members, team, replace: *replace }
            }
            Event::Unassign(named::Unassign::Named { members, team }) => {
                Request::Unassign(Unassign::Named { members: self.members(lines, members)?, team: *team })
            }
            Event::Unassign(named::Unassign::All) => Request::Unassign(Unassign::All),
            Event::Close => Request::Close,
        })
    }

    fn members(&mut self, lines: &Lines, names: &[Name]) -> Result<Vec<MemberId>, Stop> {
        names.iter().map(|name| self.member(lines, *name)).collect()
    }

    fn member(&mut self, lines: &Lines, name: Name) -> Result<MemberId, Stop> {
        let mut find = || -> Result<MemberId> { self.session.member(&lines.text(name).parse()?) };
        find().map_err(|error| Stop { column: name.column.into(), error })
    }

    fn team(&mut self, lines: &Lines, name: Name) -> Result<TeamId, Stop> {
        let mut find = || -> Result<TeamId> {
            let team = find::team(self.session.connection, &lines.text(name).parse()?)?.id;
            self.session.load_team(team)?;
            Ok(team)
        };
        find().map_err(|error| Stop { column: name.column.into(), error })
    }

    /// Tells what a line came to; whoever wants no more is told no more.
    fn tell(
        &mut self,
        line: u64,
        contact: ContactId,
        request: &Request,
        before: Vec<Effect>,
        decision: &Decision,
    ) -> Result<()> {
        let (connection, names) = (self.session.connection, &mut self.session.names);
        let effects = before.into_iter().map(Effect::unruled).chain(decision.effects.iter().cloned());
        let effects = effects.map(|ruled| names.effect(connection, &ruled, None)).collect::<Result<Vec<_>, _>>()?;
        let passed_over = decision.passed_over.iter().map(|entry| names.passed_over(connection, entry));
        let passed_over = passed_over.collect::<Result<_, _>>()?;
        let conversation = match request {
            Request::MemberNote { .. } => chat::open_conversation_id(connection, contact)?,
            _ => chat::latest_conversation(connection, contact)?,
        };
        let show = |id: ConversationId| conversations::show_conversation(connection, id);
        let conversation = Some(conversation.map(show).transpose()?);
        let dry_run = self.run == Run::Dry;
        let change = self.session.writer.number().filter(|_| !dry_run && !effects.is_empty());
        let answer = Answer { dry_run, change, effects, passed_over, conversation, ..Answer::default() };
        if let Some(decided) = &mut self.decided
            && decided(Decided { line, answer }).is_break()
        {
            self.decided = None;
        }
        Ok(())
    }
}

/// Where the first member that an event names stands.
fn column_of_names(event: &Event<Name, Name>) -> Option<u64> {
    let name = match event {
        Event::Message(Message::Member { member } | Message::Note { member }) => Some(member),
        Event::Message(Message::FlowAssign { members }) => members.first(),
        Event::Assign(assign) => assign.members.first(),
        Event::Message(
            Message::Contact | Message::Flow | Message::FlowAssignTeam { .. } | Message::FlowEnd | Message::System,
        )
        | Event::Unassign(_)
        | Event::Close => None,
    };
    name.map(|name| name.column.into())
}

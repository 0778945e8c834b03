//! Replays lines: looks up names, lets the rules decide, and applies the decisions.

use std::path::PathBuf;

use super::contact_cache::{ContactCache, Slot};
use super::history_buffer::{BufferedDecision, HistoryBuffer, HistorySubject};
use super::log_batch::{LogBatch, LogEvent, TextSpan};
use super::many_conversations::ManyConversations;
use super::name_index::NameIndex;
use super::tally::{LineDecision, ReplaySummary};
use crate::inbox::Visit;
use crate::inbox::answer::Answer;
use crate::inbox::change_options::RunMode;
use crate::inbox::error::{InboxError, Result};
use crate::inbox::find::Suggest;
use crate::inbox::import::WithoutPhone;
use crate::inbox::log_errors::{LogErrors, LogLineError};
use crate::inbox::progress::{Phase, Progress};
use crate::inbox::refusal;
use crate::inbox::requests::{OnMissingContact, with_create_hint};
use crate::inbox::session::Session;
use crate::model::{
    ChangeId, ContactId, ContactState, ConversationId, DecidedEffect, Decision, Effect, EffectKind, MemberId, Moment,
    PassedOver, PhoneReader, Refusal, Request, RequestSubject, TeamId, Time,
};
use crate::store::bulk::{OF_ASSIGNMENTS, OF_CONVERSATIONS};
use crate::store::{DroppedIndexes, EffectRecord};

/// The memory for decisions that are being sorted, in bytes.
const SPACE_FOR_STEPS: usize = 8 << 20;

/// The number of new rows from which indexes are recreated.
const MANY: usize = 10_000;

/// How a message log is replayed.
pub struct Replay<'a> {
    /// How unknown contacts are treated.
    pub missing: OnMissingContact,
    pub without_phone: WithoutPhone,
    /// The folder for the history that is being sorted.
    pub folder: PathBuf,
    pub space: usize,
    /// Receives each decision until it breaks.
    pub decided: Option<Visit<'a, LineDecision>>,
    pub progress: &'a mut dyn Progress,
}

/// Replays a log line by line.
pub(super) struct Replayer<'p, 's, 'd> {
    session: &'p mut Session<'s>,
    run: RunMode,
    pub(super) replay: Replay<'d>,
    name_index: NameIndex,
    cache: ContactCache,
    steps: HistoryBuffer,
    indexes: DroppedIndexes,
    tally: ReplaySummary,
    faults: LogErrors,
    latest: Option<Time>,
}

/// An error in a line, with its column.
struct LineError {
    column: u64,
    error: InboxError,
}

impl<'p, 's, 'd> Replayer<'p, 's, 'd> {
    pub(super) fn new(session: &'p mut Session<'s>, run: RunMode, replay: Replay<'d>) -> Result<Self> {
        let name_index = NameIndex::new(session)?;
        let cache = ContactCache::new(session, replay.space)?;
        let steps = HistoryBuffer::new(replay.folder.clone(), SPACE_FOR_STEPS.min(replay.space), session.at);
        let (indexes, tally, faults) = Default::default();
        Ok(Self { session, run, replay, name_index, cache, steps, indexes, tally, faults, latest: None })
    }

    /// Loads the contacts of the next lines together.
    pub(super) fn load_contacts<'b>(&mut self, lines: impl Iterator<Item = &'b LogBatch>) -> Result<()> {
        let mut phones: Vec<&str> = lines.flat_map(LogBatch::contacts).collect();
        phones.sort_unstable();
        phones.dedup();
        phones.retain(|phone| self.cache.is_missing(phone));
        if !self.cache.has_room_for(phones.len()) {
            self.make_room()?;
        }
        self.cache.load_sorted(self.session, &phones)
    }

    pub(super) fn apply_batch(&mut self, lines: &LogBatch) -> Result<()> {
        let mut faults = lines.faults.iter().peekable();
        for entry in &lines.entries {
            while let Some(fault) = faults.next_if(|fault| fault.line < entry.line) {
                self.faults.push_unread(fault.clone());
            }
            self.faults.lines += 1;
            self.check_time(entry);
            let has_no_phone = |contact| PhoneReader::has_no_phone(lines.text(contact));
            if self.replay.without_phone == WithoutPhone::Skip && entry.contact.is_some_and(has_no_phone) {
                self.tally.skipped += 1;
                continue;
            }
            match self.entry(lines, entry) {
                Ok(()) => {}
                Err(LineError { error: error @ InboxError::Store(_), .. }) => return Err(error),
                Err(LineError { column, error }) => self.reject(entry.line, column, &error),
            }
        }
        faults.for_each(|fault| self.faults.push_unread(fault.clone()));
        Ok(())
    }

    /// Writes everything, unless a line was invalid.
    pub(super) fn finish(mut self) -> Result<ReplaySummary> {
        if !self.faults.is_empty() {
            return Err(InboxError::LogErrors(Box::new(self.faults)));
        }
        self.write_cache(&OF_CONVERSATIONS)?;
        let Self { session, steps, indexes, tally, replay: Replay { progress, .. }, .. } = self;
        steps.write(&mut session.writer, session.wait, |done, of| progress.update(Phase::Writing, done, Some(of)))?;
        progress.update(Phase::Indexing, 0, None);
        indexes.recreate(session.connection)?;
        Ok(tally)
    }

    /// Writes the changed contacts, and removes them from memory.
    fn make_room(&mut self) -> Result<()> {
        self.write_cache(&OF_CONVERSATIONS[..2])
    }

    fn write_cache(&mut self, of_conversations: &[&str]) -> Result<()> {
        let changes = self.cache.changes()?;
        for (table, new, names) in [
            ("assignments", changes.new_seats, OF_ASSIGNMENTS),
            ("conversations", changes.new_conversations, of_conversations),
        ] {
            if new > MANY {
                self.indexes.extend(DroppedIndexes::drop_if_most(self.session.connection, table, new, names)?);
            }
        }
        self.cache.write(self.session, &changes)
    }

    fn reject(&mut self, line: u64, column: u64, error: &InboxError) {
        let (code, message, hint) = (error.code(), error.to_string(), error.hint_in_file());
        self.faults.push(LogLineError { line, column, code, message, hint });
    }

    /// Rejects a line that is earlier than one before it.
    fn check_time(&mut self, entry: &LogEvent) {
        match self.latest {
            Some(latest) if latest > entry.at => {
                let message = format!("expected chronological order: an earlier line has {latest}");
                let hint = Some("sort the lines by `at`".to_owned());
                self.reject(entry.line, entry.at_column, &InboxError::Invalid { message, hint });
            }
            Some(_) | None => self.latest = Some(entry.at),
        }
    }

    fn entry(&mut self, lines: &LogBatch, entry: &LogEvent) -> Result<(), LineError> {
        let Some(contact) = entry.contact else { return self.entry_about_many(lines, entry) };
        let column = u64::from(contact.column);
        let stop = |error: InboxError| LineError { column, error };
        self.session.wait.check_cancelled().map_err(|error| stop(error.into()))?;
        let request = self.request(lines, &entry.event)?;
        let (slot, is_new) = self.find(lines, entry, contact).map_err(stop)?;
        let mut state = self.cache.state(slot).map_err(stop)?;
        let decision = match self.session.decide(entry.at, &state, &request).map_err(stop)? {
            Ok(decision) => decision,
            Err(refusal) => {
                let inactive = matches!(refusal, Refusal::InactiveMembers { .. });
                let member = entry.event.first_member().filter(|_| inactive);
                let column = member.map_or(column, |name| name.column.into());
                let (names, connection) = (&mut self.session.names, self.session.connection);
                let error = refusal::refusal_error(names, connection, refusal, (state.contact, &request));
                return Err(LineError { column, error });
            }
        };
        self.tally.count(&request, &decision);
        self.apply(entry, &mut state, is_new, decision).map_err(stop)?;
        self.cache.replace(slot, &state);
        if self.cache.is_full() { self.make_room().map_err(stop) } else { Ok(()) }
    }

    /// Reassigns overdue conversations (T5). All contacts are written first, so that the store finds them.
    fn entry_about_many(&mut self, lines: &LogBatch, entry: &LogEvent) -> Result<(), LineError> {
        let stop = |error: InboxError| LineError { column: 1, error };
        self.session.wait.check_cancelled().map_err(|error| stop(error.into()))?;
        let request = self.request(lines, &entry.event)?;
        self.make_room().map_err(stop)?;
        let (backlog, decision) = self.session.decide_overdue(entry.at, &request).map_err(stop)?;
        self.tally.count(&request, &decision);
        self.apply_to_many(entry, backlog, decision).map_err(stop)
    }

    /// Applies a decision about many conversations, which are stored, and reports it.
    fn apply_to_many(&mut self, entry: &LogEvent, backlog: Vec<ContactState>, decision: Decision) -> Result<()> {
        let Decision { effects, passed_over, .. } = decision;
        if !self.faults.is_empty() {
            self.replay.decided = None;
        }
        let told = self.replay.decided.is_some().then(|| self.answer(&effects, &passed_over)).transpose()?;
        let change = if effects.is_empty() { None } else { Some(self.session.writer.change()?) };
        let moment = Moment { at: entry.at.as_nanoseconds(), change: change.unwrap_or(ChangeId(0)) };
        let mut many = ManyConversations::new(backlog);
        for ruled in effects {
            self.session.count_effects(ruled.effect.kind(), ruled.effect.member(), 1);
            let state = many.state(ruled.effect.subject().1);
            let was = self.cache.apply(self.session, state, moment, &ruled.effect)?;
            many.push(EffectRecord { effect: ruled.effect, rule: ruled.rule, was });
        }
        let states: Vec<_> = many.all.values().map(|one| &one.state).collect();
        self.session.writer.save(&states)?;
        if let Some(answer) = told {
            let change = change.filter(|_| self.run == RunMode::Apply);
            self.report_answer(entry.line, Answer { change, ..answer });
        }
        // Decisions without effects leave no entry.
        if change.is_some() && self.faults.is_empty() {
            many.pass_over(passed_over);
            for record in many.turns {
                let Effect::AdvanceTurn { team, .. } = record.effect else { continue };
                self.write_down(entry.at, (None, None), Some((team, record)), Vec::new(), Vec::new());
            }
            for (conversation, one) in many.all {
                self.write_down(entry.at, (None, Some(conversation)), None, one.did, one.passed);
            }
        }
        Ok(())
    }

    /// Finds the contact, with the effect that adds a new one; only a message adds one.
    fn find(&mut self, lines: &LogBatch, entry: &LogEvent, contact: TextSpan) -> Result<(Slot, bool)> {
        let message = matches!(entry.event.subject(), RequestSubject::AnyContact);
        let missing = if message { self.replay.missing } else { OnMissingContact::Fail };
        let found = self.cache.find(self.session, lines.text(contact), missing);
        found.map_err(|error| if message { with_create_hint(error) } else { error })
    }

    /// Applies a decision, buffers it for the history, and reports it.
    fn apply(&mut self, entry: &LogEvent, state: &mut ContactState, is_new: bool, decision: Decision) -> Result<()> {
        let Decision { mut effects, passed_over, .. } = decision;
        if is_new {
            effects.insert(0, Effect::AddContact { contact: state.contact }.without_rule());
        }
        if !self.faults.is_empty() {
            self.replay.decided = None;
        }
        let told = self.replay.decided.is_some().then(|| self.answer(&effects, &passed_over)).transpose()?;
        let change = if effects.is_empty() { None } else { Some(self.session.writer.change()?) };
        let moment = Moment { at: entry.at.as_nanoseconds(), change: change.unwrap_or(ChangeId(0)) };
        let subject = EffectRecord::subject(state.contact, &effects);
        let (mut did, mut turn) = (Vec::with_capacity(effects.len()), None);
        for ruled in effects {
            let was = self.cache.apply(self.session, state, moment, &ruled.effect)?;
            self.session.count_effects(ruled.effect.kind(), ruled.effect.member(), 1);
            let record = EffectRecord { effect: ruled.effect, rule: ruled.rule, was };
            if let Effect::AdvanceTurn { team, .. } = record.effect {
                turn = Some((team, record));
            } else {
                did.push(record);
            }
        }
        if let Some(answer) = told {
            let change = change.filter(|_| self.run == RunMode::Apply);
            self.report(entry, state, Answer { change, ..answer })?;
        }
        // Decisions without effects leave no entry.
        if change.is_some() && self.faults.is_empty() {
            self.write_down(entry.at, subject, turn, did, passed_over);
        }
        Ok(())
    }

    /// Buffers a decision: rotations by team, everything else by conversation or contact.
    fn write_down(
        &mut self,
        at: Time,
        (contact, conversation): (Option<ContactId>, Option<ConversationId>),
        turn: Option<(TeamId, EffectRecord)>,
        did: Vec<EffectRecord>,
        passed: Vec<PassedOver>,
    ) {
        if let Some((team, record)) = turn {
            self.steps.push(
                HistorySubject::Turn(team),
                None,
                BufferedDecision { at, did: vec![record], passed: Vec::new() },
            );
        }
        if !did.is_empty() || !passed.is_empty() {
            let about = conversation.map_or(HistorySubject::Contact, HistorySubject::Conversation);
            self.steps.push(about, contact, BufferedDecision { at, did, passed });
        }
    }

    /// Looks up the names of a line.
    fn request(&mut self, lines: &LogBatch, event: &Request<TextSpan, TextSpan>) -> Result<Request, LineError> {
        event.try_map(self, |this, name| this.member(lines, *name), |this, name| this.team(lines, *name))
    }

    fn member(&mut self, lines: &LogBatch, name: TextSpan) -> Result<MemberId, LineError> {
        let suggest = Suggest::after(self.faults.sample.count());
        let found = self.name_index.member(self.session, lines.text(name), suggest);
        found.map_err(|error| LineError { column: name.column.into(), error })
    }

    fn team(&mut self, lines: &LogBatch, name: TextSpan) -> Result<TeamId, LineError> {
        let suggest = Suggest::after(self.faults.sample.count());
        let found = self.name_index.team(self.session, lines.text(name), suggest);
        found.map_err(|error| LineError { column: name.column.into(), error })
    }

    /// The decision as an answer, with names.
    fn answer(&mut self, effects: &[DecidedEffect], passed_over: &[PassedOver]) -> Result<Answer> {
        let (connection, names) = (self.session.connection, &mut self.session.names);
        let effects = effects.iter().map(|ruled| names.effect(connection, &ruled.effect, ruled.rule, None));
        let effects = effects.collect::<Result<_, _>>()?;
        let passed_over = passed_over.iter().map(|entry| names.passed_over(connection, entry));
        let passed_over = passed_over.collect::<Result<_, _>>()?;
        Ok(Answer { dry_run: self.run == RunMode::DryRun, effects, passed_over, ..Answer::default() })
    }

    /// Reports a line with the conversation after it, until the receiver stops.
    fn report(&mut self, entry: &LogEvent, state: &ContactState, answer: Answer) -> Result<()> {
        let closes = answer.effects.iter().any(|effect| effect.effect == EffectKind::CloseConversation);
        let conversation = if closes { state.past.last() } else { state.open() };
        let (connection, names) = (self.session.connection, &mut self.session.names);
        let shown =
            conversation.map(|conversation| names.conversation(connection, conversation, entry.at)).transpose()?;
        self.report_answer(entry.line, Answer { conversation: Some(shown), ..answer });
        Ok(())
    }

    fn report_answer(&mut self, line: u64, answer: Answer) {
        if let Some(decided) = &mut self.replay.decided
            && decided(LineDecision { line, answer }).is_break()
        {
            self.replay.decided = None;
        }
    }
}

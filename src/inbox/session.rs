//! One change in progress: loaded, decided and applied so far.

use rusqlite::Connection;

use super::answer::{Answer, OffboardingAnswer};
use super::change_options::{ChangeOptions, RunMode};
use super::error::Result;
use super::fault_sample::SHOWN;
use super::refusal;
use super::sums::{Measure, Sums};
use super::{LockWait, history_lines, view};
use crate::model::{
    AbsenceId, Before, ChangeId, ContactId, ContactState, ConversationId, Decision, Directory, Effect, EffectKind,
    Fields, Holdings, Member, MemberId, OfContact, OffboardingReport, PassedOver, PhoneOptions, PhoneReader, Reference,
    Refusal, Request, RuleId, Settings, Situation, TeamId, Time,
};
use crate::rules;
use crate::store::entity::EntityRef;
use crate::store::history::ChangeCounts;
use crate::store::{NameResolver, Writer, contact_state, conversations, directory, history, settings};

/// One change in progress. Each method loads its subject, lets the rules decide, and applies the decision.
pub struct Session<'a> {
    pub(super) connection: &'a Connection,
    pub(super) directory: Directory,
    pub(super) settings: Settings,
    pub(super) phones: PhoneReader,
    phone_options: PhoneOptions,
    pub(super) at: Time,
    pub(super) writer: Writer<'a>,
    pub(super) names: NameResolver,
    pub(super) wait: LockWait,
    pub(super) answer: Answer,
    /// Whether the answer lists only the first effects, with totals.
    is_summary: bool,
    sums: Sums,
}

/// The subject of a request.
#[derive(Default)]
pub(super) struct Loaded {
    /// The contact of a request about one, or about a conversation.
    pub(super) contact: Option<ContactState>,
    /// The effects to apply before those of the decision.
    pub(super) before: Vec<Effect>,
    pub(super) holdings: Holdings,
    /// The conversations of a request about many.
    pub(super) backlog: Vec<ContactState>,
    pub(super) references: Vec<Reference>,
}

impl<'a> Session<'a> {
    /// Makes a change: all of `work`, then the entry in the history. The owner of the transaction commits
    /// it or rolls it back. A dry run has a number too; a change without effects has none.
    pub(super) fn run<T>(
        connection: &'a Connection,
        options: &ChangeOptions,
        wait: LockWait,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(Answer, Option<ChangeId>, T)> {
        let settings = settings::settings(connection)?;
        let mut session = Self {
            connection,
            directory: Directory::default(),
            settings,
            phones: options.phones.reader(&settings),
            phone_options: options.phones,
            at: options.stamp.at,
            writer: Writer::new(connection, options.stamp.clone()),
            names: NameResolver::default(),
            wait,
            answer: Answer::default(),
            is_summary: false,
            sums: Sums::default(),
        };
        let value = work(&mut session)?;
        let (answer, change) = session.finish(options.run)?;
        Ok((answer, change, value))
    }

    fn finish(self, run: RunMode) -> Result<(Answer, Option<ChangeId>)> {
        let Self { connection, writer, mut names, mut answer, sums, is_summary, .. } = self;
        let (effect_count, passed_over) = (writer.effect_count(), writer.passed_over());
        let change = writer.finish()?;
        answer.dry_run = run == RunMode::DryRun;
        answer.change = change.filter(|_| run == RunMode::Apply);
        answer.kinds = sums.kinds();
        if is_summary {
            if let Some(change) = change {
                answer.effects = history_lines::first_effects(connection, change)?;
                // Without the effects that were made before the change was to be summed up, they are not its totals.
                let totals = ChangeCounts { passed_over, ..sums.counts() };
                if totals.effects() == effect_count {
                    history::put_totals(connection, change, &totals)?;
                }
            }
            answer.truncated = Some(effect_count > length(&answer.effects));
            answer.effect_count = Some(effect_count);
            answer.passed_over_count = Some(sums.passed_over);
            answer.by_member = Some(sums.by_member(connection, &mut names)?);
        }
        Ok((answer, change))
    }

    fn name_left(&mut self, left: OffboardingReport) -> Result<OffboardingAnswer> {
        let unowned = left.unowned.iter().map(|contact| self.names.contact(self.connection, *contact));
        let left_unowned = unowned.collect::<Result<_, _>>()?;
        let mut roles = Vec::with_capacity(left.roles.len());
        for role in left.roles {
            roles.push(view::RoleView { team: self.names.team(self.connection, role.team)?, role: role.kind });
        }
        Ok(OffboardingAnswer { left_unowned, left_unassigned: left.unassigned, roles })
    }

    pub(super) fn effect_count(&self) -> i64 {
        self.writer.effect_count()
    }

    /// Lists only the first effects in the answer, with totals.
    pub(super) fn summarize(&mut self) {
        self.is_summary = true;
    }

    /// Lists these members in the totals in any case, with counts before and after the change.
    pub(super) fn measure(&mut self, measure: Measure, members: impl IntoIterator<Item = MemberId>) {
        self.sums.measure(measure, members);
    }

    /// Adds a conversation to the answer, as it is now; of several, the first ones.
    pub(super) fn show_conversation(&mut self, conversation: Option<ConversationId>) -> Result<()> {
        if self.answer.conversations.as_ref().is_some_and(|shown| shown.len() == SHOWN) {
            return Ok(());
        }
        let shown =
            conversation.map(|id| conversations::show_conversation(self.connection, id, self.at)).transpose()?;
        match &mut self.answer.conversations {
            Some(several) => several.extend(shown),
            None => self.answer.conversation = Some(shown),
        }
        Ok(())
    }

    /// Decides about a subject, and applies the decision.
    pub(super) fn decide_and_apply(&mut self, loaded: Loaded, request: &Request) -> Result<()> {
        let Loaded { mut contact, before, holdings, backlog, references } = loaded;
        let unknown = ContactState::new(ContactId(0), ConversationId(0));
        let state = contact.as_ref().unwrap_or(&unknown);
        self.load_members(state.owners.members())?;
        let situation = Situation::new(self.at, self.settings, &self.directory, state);
        let next_absence = self.next_absence()?;
        let situation = Situation { holdings, backlog, next_absence, references, ..situation };
        let decision = rules::decide(&situation, request).map_err(|refusal| {
            refusal::refusal_error(&mut self.names, self.connection, refusal, (state.contact, request))
        })?;
        match &mut contact {
            Some(state) => self.apply_to_contact(state, before, decision),
            None => self.apply_decided(decision),
        }
    }

    /// Decides about a contact at a time, without applying the decision.
    pub(super) fn decide(
        &mut self,
        at: Time,
        state: &ContactState,
        request: &Request,
    ) -> Result<Result<Decision, Refusal>> {
        self.load_members(state.owners.members())?;
        Ok(rules::decide(&Situation::new(at, self.settings, &self.directory, state), request))
    }

    /// Applies a decision about a contact, after the effects in `before`.
    pub(super) fn apply_to_contact(
        &mut self,
        state: &mut ContactState,
        before: Vec<Effect>,
        mut decision: Decision,
    ) -> Result<()> {
        decision.effects.splice(0..0, before.into_iter().map(Effect::without_rule));
        let was = self.writer.apply_to_contact(self.at, state, &decision.effects, &decision.passed_over)?;
        self.record(decision, &was)
    }

    /// Adds a contact with its owners by an import; it is stored by [`Session::write_made`].
    pub(super) fn make_contact(
        &mut self,
        contact: ContactId,
        phone: &str,
        fields: OfContact<Option<&str>>,
        mut decision: Decision,
    ) -> Result<()> {
        let owners = decision.effects.iter().filter_map(|ruled| ruled.effect.member()).collect();
        self.writer.make_contact(self.at, contact, phone, fields, owners)?;
        decision.effects.insert(0, Effect::AddContact { contact }.without_rule());
        self.record(decision, &[])
    }

    /// Stores the contacts of [`Session::make_contact`].
    pub(super) fn write_made(&mut self) -> Result<()> {
        Ok(self.writer.write_made()?)
    }

    /// Applies effects that no rule decides.
    pub(super) fn apply(&mut self, effects: Vec<Effect>) -> Result<()> {
        let effects = effects.into_iter().map(Effect::without_rule).collect();
        self.apply_decided(Decision { effects, ..Decision::default() })
    }

    /// Updates the fields that differ.
    pub(super) fn update(
        &mut self,
        thing: EntityRef,
        mut set: Fields,
        effect: impl FnOnce(Fields) -> Effect,
    ) -> Result<()> {
        let was = thing.fields(self.connection)?.unwrap_or_default();
        set.retain(|field, value| was.get(field) != Some(value));
        if set.is_empty() { Ok(()) } else { self.apply(vec![effect(set)]) }
    }

    pub(super) fn apply_decided(&mut self, decision: Decision) -> Result<()> {
        let was = self.writer.apply(self.at, &decision.effects, &decision.passed_over)?;
        self.record(decision, &was)
    }

    /// Adds those passed over to the answer, and to the history if the change has effects so far.
    pub(super) fn pass_over(&mut self, passed_over: Vec<PassedOver>) -> Result<()> {
        self.writer.write_passed_over(self.at, &passed_over)?;
        self.record(Decision { passed_over, ..Decision::default() }, &[])
    }

    /// Whether the change is cancelled. Every decision looks; long work without decisions has to look too,
    /// and is rolled back.
    pub fn stopped(&self) -> bool {
        self.wait.is_cancelled()
    }

    /// Adds a decision to the answer; `was` is what each effect overwrote.
    fn record(&mut self, decision: Decision, was: &[Option<Before>]) -> Result<()> {
        self.wait.check_cancelled()?;
        let was = was.iter().map(Option::as_ref).chain(std::iter::repeat(None));
        for (ruled, was) in decision.effects.iter().zip(was) {
            self.record_effect(&ruled.effect, ruled.rule, was)?;
        }
        for entry in &decision.passed_over {
            self.sums.passed_over += 1;
            if !self.is_summary || self.answer.passed_over.len() < SHOWN {
                self.answer.passed_over.push(self.names.passed_over(self.connection, entry)?);
            }
        }
        for rule in decision.rules {
            if !self.answer.rules.contains(&rule) {
                self.answer.rules.push(rule);
            }
        }
        if let Some(left) = decision.offboarding {
            self.answer.left = Some(self.name_left(left)?);
        }
        Ok(())
    }

    /// Adds an effect to the answer.
    pub(super) fn record_effect(&mut self, effect: &Effect, rule: Option<RuleId>, was: Option<&Before>) -> Result<()> {
        self.refresh_cache(effect);
        if self.is_summary {
            self.count_effects(effect.kind(), effect.member(), 1);
        } else {
            self.answer.effects.push(self.names.effect(self.connection, effect, rule, was)?);
        }
        Ok(())
    }

    pub(super) fn count_effects(&mut self, kind: EffectKind, member: Option<MemberId>, by: i64) {
        self.sums.count(kind, member, by);
    }

    /// Updates what is loaded after an effect.
    fn refresh_cache(&mut self, effect: &Effect) {
        match effect {
            Effect::SetSetting { setting } => {
                self.settings.put(*setting);
                self.phones = self.phone_options.reader(&self.settings);
            }
            Effect::AddMember { member }
            | Effect::UpdateMember { member, .. }
            | Effect::RemoveMember { member }
            | Effect::ActivateMember { member }
            | Effect::DeactivateMember { member }
            | Effect::AddAbsence { member, .. }
            | Effect::EndAbsence { member, .. } => {
                self.directory.members.remove(member);
                self.names.clear();
            }
            Effect::AddTeam { team }
            | Effect::UpdateTeam { team, .. }
            | Effect::RemoveTeam { team }
            | Effect::JoinTeam { team, .. }
            | Effect::LeaveTeam { team, .. } => {
                self.directory.teams.remove(team);
                self.names.clear();
            }
            Effect::AdvanceTurn { team, turn, picked } => {
                if let Some(team) = self.directory.teams.get_mut(team) {
                    (team.turn, team.last_picked) = (*turn, *picked);
                }
            }
            Effect::UpdateContact { .. } | Effect::RemoveContact { .. } => self.names.clear(),
            // Nothing is kept of new contacts, owners and conversations.
            _ => {}
        }
    }

    /// Keeps the number of a member's active conversations true (T2).
    pub(super) fn move_load(&mut self, member: MemberId, by: i64) {
        self.writer.move_load(member, by);
        if let Some(member) = self.directory.members.get_mut(&member) {
            member.active_conversations = member.active_conversations.saturating_add(by);
        }
    }

    /// Loads members for the rules, with their substitutes.
    pub(super) fn load_members(&mut self, members: impl IntoIterator<Item = MemberId>) -> Result<()> {
        for id in members {
            if !self.directory.members.contains_key(&id)
                && let Some(member) = directory::member(self.connection, id)?
            {
                self.put_member(member)?;
            }
        }
        Ok(())
    }

    /// Keeps a loaded member for the rules, with its substitutes. Substitutes of those are never asked (V2).
    pub(super) fn put_member(&mut self, member: Member) -> Result<()> {
        for id in member.absences.iter().flat_map(|absence| &absence.cover) {
            if !self.directory.members.contains_key(id)
                && let Some(substitute) = directory::member(self.connection, *id)?
            {
                self.directory.members.insert(*id, substitute);
            }
        }
        self.directory.members.insert(member.id, member);
        Ok(())
    }

    /// Loads a team for the rules, with its members and their load.
    pub(super) fn load_team(&mut self, id: TeamId) -> Result<()> {
        if !self.directory.teams.contains_key(&id)
            && let Some(team) = directory::team(self.connection, id)?
        {
            self.directory.teams.insert(team.id, team);
        }
        let Some(team) = self.directory.teams.get(&id) else { return Ok(()) };
        let members: Vec<_> = team.members.iter().copied().chain(team.default_agent).collect();
        for id in members {
            // The load that this change adds is stored only at its end.
            if let Some(mut member) = directory::member(self.connection, id)? {
                member.active_conversations = member.active_conversations.saturating_add(self.writer.load(id));
                self.put_member(member)?;
            }
        }
        Ok(())
    }

    fn next_absence(&self) -> Result<AbsenceId> {
        Ok(AbsenceId(contact_state::next_number(self.connection, "absences")?))
    }

    /// The number of the next conversation.
    pub(super) fn next_conversation(&self) -> Result<ConversationId> {
        Ok(ConversationId(contact_state::next_number(self.connection, "conversations")?))
    }
}

fn length<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

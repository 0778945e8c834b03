//! Applies a key-account mapping: each contact of the file, in order, is compared with the store, decided
//! about, and written.

use std::collections::HashMap;

use super::answer::{ImportCounts, ImportedContacts, ImportedOwners, WrittenCounts};
use super::input::{ImportInput, OnError};
use super::mapping::{self, MappingFile, MappingKey};
use super::options::{ImportMode, OwnerImportOptions};
use super::owner_groups::{OwnerGroup, groups};
use super::pending_members::PendingMembers;
use super::rejects::{RejectCollector, RejectSink, RowError};
use crate::inbox::effect_plan::EffectPlan;
use crate::inbox::error::{InboxError, Result, spill_error};
use crate::inbox::members::NewMember;
use crate::inbox::plan_space::PlanSpace;
use crate::inbox::progress::{Phase, Progress};
use crate::inbox::session::Session;
use crate::inbox::sort::SortedRecords;
use crate::model::{
    ContactId, ContactState, ConversationId, DecidedEffect, Decision, Effect, EffectKind, ErrorCode, Excerpt, Fields,
    MemberId, Refusal, Request, RuleId, UnlistedOwners,
};
use crate::store::bulk::OF_CONTACTS;
use crate::store::contact_cursor::{ContactCursor, StoredContact};
use crate::store::{DroppedIndexes, contact_state, contacts};

/// Contacts are read in order, rather than one by one, unless the store has more than this many times the
/// rows of the file.
const READ_THROUGH: u64 = 8;

impl Session<'_> {
    /// Imports a key-account mapping. The caller decides whether a change with invalid rows is kept.
    pub(super) fn map_owners(&mut self, mapping: &OwnerImportOptions, input: ImportInput<'_>) -> Result<ImportCounts> {
        let ImportInput { source, folder, rejects, progress } = input;
        if mapping.mode == ImportMode::Sync && source.is_rejects() {
            return Err(InboxError::InvalidFile {
                message: "expected a complete mapping for `--mode sync`, found a file of rejected rows".to_owned(),
                hint: Some("import it with `--mode add` or `--mode replace`".to_owned()),
            });
        }
        let (file, owners, sorted) = mapping::read(self, mapping, source, &folder, progress)?;
        let MappingFile { key, rejects: collector, rows, skipped, records, dropped } = file;
        let space = PlanSpace { folder, progress: None };
        let mut importer = OwnerImporter::new(self, mapping, (collector, owners.pending), EffectPlan::new(&space))?;
        let plan = importer.plan(key, records)?;
        match key {
            MappingKey::Phone => importer.by_phone((sorted, rows), plan.in_order, progress)?,
            MappingKey::Account => importer.by_account((sorted, rows), progress)?,
        }
        importer.session.write_made()?;
        if let Some(indexes) = plan.indexes {
            progress.update(Phase::Indexing, 0, None);
            indexes.recreate(importer.session.connection)?;
        }
        importer.report_pinned(space)?;
        let (ignored_owners, known_owners) = (owners.ignored, owners.known);
        Ok(ImportCounts { skipped, ignored_owners, known_owners, dropped, ..importer.finish(rows, rejects)? })
    }
}

struct Plan {
    /// Whether contacts are read in the order of their phones, rather than one by one.
    in_order: bool,
    /// Indexes to recreate at the end.
    indexes: Option<DroppedIndexes>,
}

pub(super) struct OwnerImporter<'i, 's> {
    pub(super) session: &'i mut Session<'s>,
    pub(super) mapping: &'i OwnerImportOptions,
    rejects: RejectCollector,
    /// The number of the next contact.
    next: i64,
    /// The number of owners before that may be removed.
    ownerships: u64,
    /// Members to add when they become owners; `made` has the numbers of those added.
    pending_members: PendingMembers,
    made: HashMap<MemberId, MemberId>,
    changed: u64,
    contacts: ImportedContacts,
    owners: ImportedOwners,
    /// The owners that stay since they are pinned, and those listed as pinned who own nothing (P4).
    kept: EffectPlan,
    kept_count: u64,
}

impl<'i, 's> OwnerImporter<'i, 's> {
    fn new(
        session: &'i mut Session<'s>,
        mapping: &'i OwnerImportOptions,
        (rejects, pending_members): (RejectCollector, PendingMembers),
        kept: EffectPlan,
    ) -> Result<Self> {
        let next = contact_state::next_number(session.connection, "contacts")?;
        let ownerships = if mapping.mode == ImportMode::Add {
            0
        } else {
            contacts::count_owners(session.connection, &mapping.keep)?
        };
        let (contacts, owners) = (ImportedContacts::default(), ImportedOwners::default());
        let (made, changed, kept_count) = (HashMap::new(), 0, 0);
        Ok(Self {
            session,
            mapping,
            rejects,
            next,
            ownerships,
            pending_members,
            made,
            changed,
            contacts,
            owners,
            kept,
            kept_count,
        })
    }

    fn plan(&self, key: MappingKey, records: u64) -> Result<Plan> {
        // Numbers are never used twice, so the store has at most this many.
        let there = u64::try_from(self.next - 1).unwrap_or_default();
        let new = records.saturating_sub(there);
        let many = key == MappingKey::Phone && new > there && new > 10_000;
        let indexes = many.then(|| DroppedIndexes::drop(self.session.connection, OF_CONTACTS)).transpose()?;
        let in_order = self.mapping.mode == ImportMode::Sync || records.saturating_mul(READ_THROUGH) > there;
        Ok(Plan { in_order, indexes })
    }

    /// Whether decisions are written: not if the file is rejected.
    fn writes(&self) -> bool {
        self.mapping.on_error == OnError::Skip || self.rejects.pushed() == 0
    }

    fn by_phone(&mut self, sorted: (SortedRecords, u64), in_order: bool, progress: &mut dyn Progress) -> Result<()> {
        let mut there = ContactCursor::new(self.session.connection);
        let sync = self.mapping.mode == ImportMode::Sync;
        groups(MappingKey::Phone, sorted, self.session.wait, progress, |group| {
            if !in_order {
                let known = there.find(&group.key)?;
                return self.contact(group, known);
            }
            while there.peek()?.is_some_and(|phone| phone < group.key.as_str()) {
                let passed = there.next()?;
                if let Some(known) = passed.filter(|_| sync) {
                    self.remove_unlisted(known)?;
                }
            }
            let known = if there.peek()? == Some(group.key.as_str()) { there.next()? } else { None };
            self.contact(group, known)
        })?;
        while sync && let Some(known) = there.next()? {
            self.remove_unlisted(known)?;
        }
        Ok(())
    }

    fn by_account(&mut self, sorted: (SortedRecords, u64), progress: &mut dyn Progress) -> Result<()> {
        let sync = self.mapping.mode == ImportMode::Sync;
        let mut before = String::new();
        groups(MappingKey::Account, sorted, self.session.wait, progress, |group| {
            if sync {
                self.remove_unlisted_accounts(&before, Some(&group.key))?;
            }
            before.clone_from(&group.key);
            self.account(group)
        })?;
        if sync {
            self.remove_unlisted_accounts(&before, None)?;
            self.each_of_account(None, Self::remove_unlisted)?;
        }
        Ok(())
    }

    /// Removes the owners of accounts between two keys, which are not in the file.
    fn remove_unlisted_accounts(&mut self, after: &str, before: Option<&str>) -> Result<()> {
        let mut after = after.to_owned();
        while let Some(key) = contacts::next_account(self.session.connection, &after, before)? {
            self.each_of_account(Some(&key), Self::remove_unlisted)?;
            after = key;
        }
        Ok(())
    }

    fn each_of_account(
        &mut self,
        key: Option<&str>,
        mut work: impl FnMut(&mut Self, &StoredContact) -> Result<()>,
    ) -> Result<u64> {
        let mut there = ContactCursor::new(self.session.connection);
        let (mut after, mut number) = (ContactId(0), 0);
        loop {
            let page = there.of_account(key, after)?;
            let Some(last) = page.last() else { return Ok(number) };
            after = last.id();
            number += page.len() as u64;
            page.iter().try_for_each(|known| work(self, known))?;
        }
    }

    /// Gives all contacts of an account the owners in the file.
    fn account(&mut self, group: &OwnerGroup) -> Result<()> {
        if self.reject(group)? {
            return Ok(());
        }
        let members = self.members(group);
        let mut refused = Vec::new();
        let number = self.each_of_account(Some(&group.key), |importer, known| {
            if let Err(refusal) = importer.decide(&known.state(), &members, group)? {
                refused.extend(inactive(refusal));
            }
            Ok(())
        })?;
        if !refused.is_empty() {
            return self.reject_owners(group, &refused);
        }
        if number == 0 {
            return self.reject_rows(group, "account", "no contact in account");
        }
        let before = self.owners;
        self.each_of_account(Some(&group.key), |importer, known| importer.change(group, known).map(drop))?;
        if self.owners != before {
            self.changed += group.lines.len() as u64;
        }
        Ok(())
    }

    /// Gives a contact the owners and fields in the file.
    fn contact(&mut self, group: &OwnerGroup, known: Option<&StoredContact>) -> Result<()> {
        if self.reject(group)? {
            return Ok(());
        }
        let changed = match known {
            Some(known) => self.change(group, known)?,
            None if self.mapping.existing_only => {
                return self.reject_rows(group, "phone", "unknown contact");
            }
            None => self.make(group)?,
        };
        if changed {
            self.changed += group.lines.len() as u64;
        }
        Ok(())
    }

    fn make(&mut self, group: &OwnerGroup) -> Result<bool> {
        let contact = ContactId(self.next);
        let state = ContactState::new(contact, ConversationId(0));
        let Some(mut decision) = self.decide_or_reject(&state, group)? else { return Ok(false) };
        if self.writes() {
            self.next += 1;
            self.contacts.created += 1;
            self.count(&decision);
            self.keep_pinned(&mut decision)?;
            let pins = decision.effects.extract_if(.., |ruled| ruled.effect.kind() == EffectKind::PinOwner);
            let pins: Vec<_> = pins.collect();
            self.session.make_contact(contact, &group.key, group.fields(), decision)?;
            self.pin_made(contact, pins)?;
        }
        Ok(true)
    }

    /// Pins owners of a new contact, which is stored first.
    fn pin_made(&mut self, contact: ContactId, effects: Vec<DecidedEffect>) -> Result<()> {
        if effects.is_empty() {
            return Ok(());
        }
        self.session.write_made()?;
        let mut state = ContactState::new(contact, ConversationId(0));
        state.owners = contact_state::owners(self.session.connection, contact)?;
        self.session.apply_to_contact(&mut state, Vec::new(), Decision { effects, ..Decision::default() })
    }

    /// Keeps what pins decide for the end of the report, where it is not lost among other members passed over.
    fn keep_pinned(&mut self, decision: &mut Decision) -> Result<()> {
        let passed_over: Vec<_> = decision.passed_over.extract_if(.., |passed| passed.rule == RuleId::P4).collect();
        if passed_over.is_empty() {
            return Ok(());
        }
        let order = (self.kept_count, 0);
        self.kept_count += passed_over.len() as u64;
        self.kept.push(order, &Decision { passed_over, rules: vec![RuleId::P4], ..Decision::default() })
    }

    /// Reports the pinned owners after all others that were passed over, which imports don't list.
    fn report_pinned(&mut self, mut space: PlanSpace<'_>) -> Result<()> {
        self.session.answer.passed_over.clear();
        let none = EffectPlan::new(&space);
        self.session.apply_plan(std::mem::replace(&mut self.kept, none), &mut space)
    }

    fn change(&mut self, group: &OwnerGroup, known: &StoredContact) -> Result<bool> {
        let mut state = known.state();
        let Some(mut decision) = self.decide_or_reject(&state, group)? else { return Ok(false) };
        if self.writes() {
            self.keep_pinned(&mut decision)?;
        }
        let set = differing(group, known);
        if decision.effects.is_empty() && set.is_empty() {
            return Ok(false);
        }
        if self.writes() {
            self.contacts.updated += u64::from(!set.is_empty());
            self.count(&decision);
            let update = (!set.is_empty()).then_some(Effect::UpdateContact { contact: state.contact, set });
            self.session.apply_to_contact(&mut state, update.into_iter().collect(), decision)?;
        }
        Ok(true)
    }

    /// Removes the owners of a contact that is not in the file.
    fn remove_unlisted(&mut self, known: &StoredContact) -> Result<()> {
        let mut state = known.state();
        let unlisted = OwnerGroup::new("contact", String::new());
        let decision = self.decide(&state, &[], &unlisted)?;
        if let Ok(mut decision) = decision
            && self.writes()
        {
            self.keep_pinned(&mut decision)?;
            if !decision.effects.is_empty() {
                self.count(&decision);
                self.session.apply_to_contact(&mut state, Vec::new(), decision)?;
            }
        }
        Ok(())
    }

    /// Decides about a contact that gets these members of the group; with an owner left out, it loses none.
    fn decide(
        &mut self,
        state: &ContactState,
        members: &[MemberId],
        group: &OwnerGroup,
    ) -> Result<Result<Decision, Refusal>> {
        let unlisted = match self.mapping.mode {
            _ if group.has_ignored => UnlistedOwners::Keep,
            ImportMode::Add => UnlistedOwners::Keep,
            ImportMode::Replace | ImportMode::Sync => {
                let kept = state.owners.seats().filter(|owner| self.mapping.keep.contains(&owner.reason));
                UnlistedOwners::Remove { except: kept.map(|seat| seat.member).collect() }
            }
        };
        let allow_inactive = self.mapping.allow_inactive;
        let pinned = group.pinned.iter().map(|member| *self.made.get(member).unwrap_or(member)).collect();
        let request = Request::MapOwners { members: members.to_vec(), pinned, unlisted, allow_inactive };
        self.session.decide(self.session.at, state, &request)
    }

    /// The members that the rows name; of pending members, those added by their real numbers.
    fn members(&self, group: &OwnerGroup) -> Vec<MemberId> {
        group.members().into_iter().map(|member| *self.made.get(&member).unwrap_or(&member)).collect()
    }

    /// Decides about the members that the rows name, or rejects the rows. Pending members are added once
    /// they may become owners; then the rules decide again, about their real numbers.
    fn decide_or_reject(&mut self, state: &ContactState, group: &OwnerGroup) -> Result<Option<Decision>> {
        let members = self.members(group);
        let mut decision = self.decide(state, &members, group)?;
        if decision.is_ok() && self.writes() && self.create_pending_members(&members)? {
            decision = self.decide(state, &self.members(group), group)?;
        }
        match decision {
            Ok(decision) => Ok(Some(decision)),
            Err(refusal) => self.reject_owners(group, &inactive(refusal)).map(|()| None),
        }
    }

    /// Adds those of the members that are pending; returns whether there are any.
    fn create_pending_members(&mut self, members: &[MemberId]) -> Result<bool> {
        let pending = |member: &&MemberId| self.pending_members.email(**member).is_some();
        let pending: Vec<_> = members.iter().filter(pending).copied().collect();
        for member in &pending {
            let Some(email) = self.pending_members.email(*member).cloned() else { continue };
            self.session.add_member(&NewMember { email: email.clone(), name: None, external_id: None })?;
            self.made.insert(*member, self.session.member(&email)?);
        }
        Ok(!pending.is_empty())
    }

    fn count(&mut self, decision: &Decision) {
        for ruled in &decision.effects {
            match ruled.effect.kind() {
                EffectKind::AddOwner => self.owners.added += 1,
                EffectKind::RemoveOwner => self.owners.removed += 1,
                _ => {}
            }
        }
    }

    /// Rejects rows of the group that contradict each other, or one of which is rejected.
    fn reject(&mut self, group: &OwnerGroup) -> Result<bool> {
        group.reject(&group.key, self.mapping.on_error, &mut self.rejects)
    }

    fn reject_rows(&mut self, group: &OwnerGroup, column: &str, what: &str) -> Result<()> {
        let message = format!("{what} `{}`", Excerpt(&group.key));
        group.lines.iter().try_for_each(|line| {
            let code = ErrorCode::UnknownContact;
            self.rejects.push(&RowError::new(*line, Some(column), code, &group.key, message.clone()))
        })
    }

    /// Rejects the rows that name inactive members, and their siblings.
    fn reject_owners(&mut self, group: &OwnerGroup, members: &[MemberId]) -> Result<()> {
        let mut rejected = Vec::new();
        for (member, line) in group.named.iter().filter(|(member, _)| members.contains(member)) {
            let email = self.session.names.member(self.session.connection, *member)?;
            let message = format!("`{email}` is inactive; accept with `--allow-inactive`");
            let code = ErrorCode::InactiveMember;
            self.rejects.push(&RowError::new(*line, Some("owner"), code, &email, message))?;
            rejected.push(*line);
        }
        let first = rejected.first().copied().unwrap_or_default();
        group.reject_siblings(first, &rejected, &group.key, self.mapping.on_error, &mut self.rejects)
    }

    fn finish(self, rows: u64, sink: Option<&mut dyn RejectSink>) -> Result<ImportCounts> {
        let Self { rejects, changed, contacts, owners, mapping, ownerships, kept_count: kept, .. } = self;
        let is_refused = rejects.pushed() > 0 && mapping.on_error == OnError::Abort;
        let is_allowed = is_refused || mapping.removals.allows(owners.removed, ownerships);
        let needs_confirmation = (!is_allowed).then_some((owners.removed, ownerships));
        let written = WrittenCounts { contacts: Some(contacts), owners: Some(owners), ..WrittenCounts::default() };
        let rejects = rejects.finish(sink).map_err(spill_error)?;
        Ok(ImportCounts { read: rows, changed, rejects, needs_confirmation, written, kept, ..ImportCounts::default() })
    }
}

/// The fields that differ in the file.
fn differing(group: &OwnerGroup, known: &StoredContact) -> Fields {
    let named = known.fields.iter().zip(group.fields());
    let differing = named.filter(|((_, before), value)| value.is_some() && before != value);
    differing.map(|((known, _), value)| (known.field, value.map(str::to_owned))).collect()
}

/// The members that can't become owners; a mapping is refused for nothing else.
fn inactive(refusal: Refusal) -> Vec<MemberId> {
    match refusal {
        Refusal::InactiveMembers { members, .. } => members,
        _ => Vec::new(),
    }
}

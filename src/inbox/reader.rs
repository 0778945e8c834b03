//! Questions: lists, single items, why, and the history. Nothing here changes the store.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::without_effects;
use super::error::{InboxError, Result};
use super::find::Lookup;
use super::history_lines::{self, HistoryLine};
use super::refusals::{Refusals, RefusedTarget};
use super::sums::Sums;
use super::{MemberLoad, MemberSums, StoreLoad, find, settings as setting_names, view};
use crate::model::{
    ChangeId, ContactId, ConversationId, EffectKind, Email, Member, MemberId, PhoneOptions, PhoneReader, SettingKey,
    Settings, Target, TeamId, TeamName, Time,
};
use crate::rules::{Portfolio, moves_to_balance};
use crate::store::contact_cursor::{ContactCursor, StoredContact};
use crate::store::erase::ERASED;
use crate::store::{
    ChangeFilter, ContactFilter, ConversationFilter, EntryFilter, MemberFilter, NameResolver, OwnerFilter, Visit,
    absences, contact_state, contacts, conversations, directory, history, load, owner_counts, settings, status, why,
};

/// Questions about a store.
pub struct InboxReader<'a> {
    connection: &'a Connection,
    settings: Settings,
    phones: PhoneReader,
    /// The time for which it is told who is away and what is overdue.
    at: Time,
    notes: Vec<String>,
}

/// The portfolios that a rebalance among all active members evens out.
fn portfolios(members: &[MemberLoad]) -> Vec<Portfolio> {
    let active = members.iter().filter(|member| member.active);
    let portfolio = |(id, member): (i64, &MemberLoad)| {
        let groups = [(1, member.movable)].into();
        Portfolio { member: MemberId(id), weight: 1, owned: member.counts.contacts, groups }
    };
    (1..).zip(active).map(portfolio).collect()
}

/// Who a conversation is and was assigned to, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Why {
    /// The conversation.
    pub conversation: view::ConversationView,
    /// The events of the conversation, in order.
    pub events: Vec<view::ConversationEvent>,
    /// Why no member is assigned; null if one is, or if the conversation is closed.
    pub nobody: Option<view::UnassignedCause>,
}

/// A contact with its owners and its conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContactDetails {
    #[serde(flatten)]
    pub contact: view::ContactView,
    /// The owners with their reasons, oldest first.
    pub ownerships: Vec<view::Ownership>,
    /// The conversations, newest first.
    pub conversations: Vec<view::ConversationView>,
}

/// A change with its effects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(transform = without_effects)]
pub struct HistoryEntry {
    #[serde(flatten)]
    pub change: view::Change,
    /// The number of effects by kind; with `--contact` or `--member`, as all below, of those shown.
    pub effect_kinds: BTreeMap<EffectKind, i64>,
    /// Whether there are more effects than listed.
    pub truncated: bool,
    /// The totals by member, ordered by email.
    pub by_member: Vec<MemberSums>,
    /// The effects in order; the first 100. With `--format ndjson` each is a line of its own, and this key
    /// is left out of the last line.
    pub effects: Vec<view::EffectView>,
    /// Members passed over; the first 100.
    pub passed_over: Vec<view::PassedOverView>,
    /// The number of members passed over.
    pub passed_over_count: i64,
}

impl<'a> InboxReader<'a> {
    pub(super) fn new(connection: &'a Connection, phones: PhoneOptions, at: Time) -> Result<Self> {
        let settings = settings::settings(connection)?;
        Ok(Self { connection, settings, phones: phones.reader(&settings), at, notes: Vec::new() })
    }

    /// Takes what the user should know of the answers so far.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    pub fn counts(&self) -> Result<view::StoreSummary> {
        Ok(status::counts(self.connection, self.at)?)
    }

    /// The time for which it is told who is away and what is overdue.
    pub fn at(&self) -> Time {
        self.at
    }

    /// Counts portfolios and open conversations, and the assignments since a time.
    pub fn load(&self, since: Option<Time>) -> Result<StoreLoad> {
        let load = load::count_load(self.connection, since, self.at)?;
        Ok(StoreLoad { moves_to_balance: moves_to_balance(&portfolios(&load.members)), ..load })
    }

    /// Returns the email of a member that is named otherwise; a word for none or several as it is.
    pub fn email_of(&self, word: &str) -> String {
        find::named_member(self.connection, word).map_or_else(|_| word.to_owned(), |email| email.to_string())
    }

    /// Finds the member that a word of the command line names.
    pub fn member_id(&self, word: &str) -> Result<MemberId> {
        Ok(self.named_member(word)?.id)
    }

    fn named_member(&self, word: &str) -> Result<Member> {
        find::member(self.connection, &find::named_member(self.connection, word)?)
    }

    /// Fails if there is and was no such member.
    pub fn check_known(&self, email: &Email) -> Result<()> {
        match find::member(self.connection, email) {
            Err(InboxError::Unknown { .. }) if directory::has_removed(self.connection, email)? => Ok(()),
            other => other.map(drop),
        }
    }

    pub fn team_id(&self, name: &TeamName) -> Result<TeamId> {
        Ok(find::team(self.connection, name)?.id)
    }

    /// Finds the contact that a word of the command line names.
    /// The number of a contact that the history names, also if it was removed.
    pub fn past_contact_id(&self, word: &str) -> Result<ContactId> {
        find::contact_of_history(self.connection, word, self.phones)
    }

    pub fn contact_id(&self, word: &str) -> Result<ContactId> {
        find::contact(self.connection, &find::named_contact(self.connection, word)?, self.phones)
    }

    pub fn member(&self, word: &str) -> Result<view::MemberView> {
        Ok(directory::show_member(self.connection, self.named_member(word)?, self.at)?)
    }

    /// Lists the members by email.
    pub fn members(&self, filter: MemberFilter, visit: Visit<'_, view::MemberView>) -> Result<Option<u64>> {
        Ok(directory::list_members(self.connection, filter, self.at, visit)?)
    }

    /// Lists the absences by member and time, of one member or of all.
    pub fn absences(&self, member: Option<&str>, visit: Visit<'_, view::AbsenceView>) -> Result<Option<u64>> {
        let member = member.map(|word| self.member_id(word)).transpose()?;
        Ok(absences::list_absences(self.connection, member, visit)?)
    }

    pub fn team(&self, name: &TeamName) -> Result<view::TeamView> {
        let id = self.team_id(name)?;
        directory::show_team(self.connection, id)?.ok_or_else(|| gone("team"))
    }

    pub fn teams(&self, visit: Visit<'_, view::TeamView>) -> Result<Option<u64>> {
        Ok(directory::list_teams(self.connection, visit)?)
    }

    pub fn contact(&self, target: &Target) -> Result<view::ContactView> {
        Ok(contacts::show_contact(self.connection, self.target_contact(target)?)?)
    }

    fn target_contact(&self, target: &Target) -> Result<ContactId> {
        match find::target_or_phone(self.connection, &find::named_target(self.connection, target)?, self.phones)? {
            Lookup::Existing(id) => Ok(id),
            Lookup::Unknown(phone) => Err(find::unknown_contact(self.connection, &phone)),
        }
    }

    /// Shows each contact or conversation in the order named, unless one of them is refused.
    pub fn show_each<T>(
        &mut self,
        targets: &[Target],
        show: fn(&mut Self, &Target) -> Result<T>,
        visit: Visit<'_, T>,
    ) -> Result<()> {
        let mut refusals = Refusals::default();
        for target in targets {
            refusals.accept(target, show(self, target))?;
        }
        refusals.fail("remove them from the list")?;
        self.notes.clear();
        for target in targets {
            if visit(show(self, target)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// A contact with its owners and its conversations.
    pub fn contact_details(&self, target: &Target) -> Result<ContactDetails> {
        let id = self.target_contact(target)?;
        let (mut ownerships, mut conversations) = (Vec::new(), Vec::new());
        let owners = OwnerFilter { contact: Some(id), ..OwnerFilter::default() };
        self.owners(&owners, &mut |owner| push(&mut ownerships, owner))?;
        let with_contact = ConversationFilter { contact: Some(id), ..ConversationFilter::default() };
        self.conversations(&with_contact, &mut |conversation| push(&mut conversations, conversation))?;
        Ok(ContactDetails { contact: contacts::show_contact(self.connection, id)?, ownerships, conversations })
    }

    /// Lists the contacts by phone.
    pub fn contacts(&self, filter: &ContactFilter, visit: Visit<'_, view::ContactView>) -> Result<Option<u64>> {
        // A phone is found in any spelling; any other text is searched for as it is.
        let phone = filter.search.as_deref().and_then(|text| self.phones.read(text).ok());
        let search = phone.map(|phone| phone.to_string()).or_else(|| filter.search.clone());
        Ok(contacts::list_contacts(self.connection, &ContactFilter { search, ..filter.clone() }, visit)?)
    }

    /// Finds the account that a word of the command line names; an unknown one is noted.
    pub fn account(&mut self, name: Option<&str>) -> Result<Option<String>> {
        let Some(name) = name else { return Ok(None) };
        let (account, note) = find::account(self.connection, name)?;
        self.notes.extend(note);
        Ok(Some(account))
    }

    pub fn owners(&self, filter: &OwnerFilter, visit: Visit<'_, view::Ownership>) -> Result<Option<u64>> {
        Ok(contacts::list_owners(self.connection, filter, visit)?)
    }

    /// Counts the ownerships of each member, by email.
    pub fn owners_by_member(
        &self,
        filter: &OwnerFilter,
        visit: Visit<'_, view::MemberOwnerships>,
    ) -> Result<Option<u64>> {
        Ok(owner_counts::owners_by_member(self.connection, filter, visit)?)
    }

    /// Counts the owned contacts of each account, by name.
    pub fn owners_by_account(
        &self,
        filter: &OwnerFilter,
        visit: Visit<'_, view::AccountOwnerships>,
    ) -> Result<Option<u64>> {
        Ok(owner_counts::owners_by_account(self.connection, filter, visit)?)
    }

    /// Lists every contact with owners, by phone, without saying which of them are inactive.
    pub fn export_owners(&self, visit: Visit<'_, (view::ContactView, Vec<String>)>) -> Result<()> {
        self.export(|known| !known.owners.is_empty(), visit)
    }

    /// Whether an owner of a contact is pinned.
    pub fn has_pinned_owners(&self) -> Result<bool> {
        Ok(contacts::has_pinned_owners(self.connection)?)
    }

    /// Lists every contact, by phone, without saying which of its owners are inactive.
    pub fn export_contacts(&self, visit: Visit<'_, view::ContactView>) -> Result<()> {
        self.export(|_| true, &mut |(contact, _)| visit(contact))
    }

    /// Lists contacts by phone, with their pinned owners, but erased ones: no import takes them.
    fn export(
        &self,
        is_exported: impl Fn(&StoredContact) -> bool,
        visit: Visit<'_, (view::ContactView, Vec<String>)>,
    ) -> Result<()> {
        let mut names = NameResolver::default();
        let mut contacts = ContactCursor::new(self.connection);
        while let Some(known) = contacts.next()? {
            if !is_exported(known) || known.phone.starts_with(ERASED) {
                continue;
            }
            let owners = known.owners.iter().map(|owner| names.member(self.connection, owner.member));
            let owners: Vec<String> = owners.collect::<Result<_, _>>()?;
            let pinned = owners.iter().zip(&known.owners).filter(|(_, owner)| owner.pinned);
            let pinned: Vec<_> = pinned.map(|(email, _)| email.clone()).collect();
            let (phone, fields) = (known.phone.clone(), known.fields.clone());
            let contact = view::ContactView { phone, fields, owners, inactive: Vec::new() };
            if visit((contact, pinned)).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub fn conversation(&mut self, target: &Target) -> Result<view::ConversationView> {
        let id = self.conversation_id(target)?;
        Ok(conversations::show_conversation(self.connection, id, self.at)?)
    }

    /// The open conversation of a contact, else its latest.
    pub fn latest_conversation(&self, phone: &str) -> Result<Option<view::ConversationView>> {
        let contact = find::contact(self.connection, phone, self.phones)?;
        let latest = contact_state::latest_conversation(self.connection, contact)?;
        Ok(latest.map(|id| conversations::show_conversation(self.connection, id, self.at)).transpose()?)
    }

    pub fn conversations(
        &self,
        filter: &ConversationFilter,
        visit: Visit<'_, view::ConversationView>,
    ) -> Result<Option<u64>> {
        Ok(conversations::list_conversations(self.connection, filter, self.at, visit)?)
    }

    /// Explains a conversation, for one member if one is named.
    pub fn why(&mut self, target: &Target, member: Option<&str>) -> Result<Why> {
        let id = self.conversation_id(target)?;
        let member = member.map(|word| self.member_id(word)).transpose()?;
        let conversation = conversations::show_conversation(self.connection, id, self.at)?;
        let (events, cause) = why::explain(self.connection, id, member)?;
        Ok(Why { conversation, events, nobody: cause })
    }

    pub fn settings(&self) -> Vec<view::SettingView> {
        SettingKey::ALL.iter().map(|key| self.show_setting(*key)).collect()
    }

    pub fn setting(&self, name: &str) -> Result<view::SettingView> {
        Ok(self.show_setting(setting_names::key(name)?))
    }

    fn show_setting(&self, key: SettingKey) -> view::SettingView {
        let value = self.settings.get(key).value();
        view::SettingView { key, value, default: key.default().value(), description: key.description() }
    }

    /// The number of an existing conversation; of a contact's, the open one or else the latest, with a note.
    pub fn conversation_id(&mut self, target: &Target) -> Result<ConversationId> {
        let (id, note) =
            find::conversation_to_read(self.connection, &find::named_target(self.connection, target)?, self.phones)?;
        self.notes.extend(note);
        Ok(id)
    }

    /// Lists the history, newest first.
    pub fn changes(&self, filter: &ChangeFilter, visit: Visit<'_, view::Change>) -> Result<Option<u64>> {
        Ok(history::list_changes(self.connection, filter, visit)?)
    }

    /// Fails if one of several changes does not exist, with a line for each.
    pub fn check_changes(&self, ids: &[ChangeId]) -> Result<()> {
        if ids.len() == 1 {
            return Ok(());
        }
        let mut refusals = Refusals::default();
        for id in ids {
            if history::change(self.connection, *id)?.is_none() {
                refusals.push(|| RefusedTarget::of_change(*id, &find::unknown_change(*id)));
            }
        }
        refusals.fail("remove them from the list")
    }

    /// What to show of changes: what involves a contact, its conversations included, or a member.
    pub fn entry_filter(&self, contact: Option<&str>, member: Option<&str>) -> Result<EntryFilter> {
        let contact = contact.map(|word| self.past_contact_id(word)).transpose()?;
        let member = member.map(|word| self.member_id(word)).transpose()?;
        Ok(EntryFilter::of(self.connection, contact, member)?)
    }

    /// A change with its first effects.
    pub fn change(&self, id: ChangeId, filter: &EntryFilter) -> Result<HistoryEntry> {
        let change = history::change(self.connection, id)?.ok_or_else(|| find::unknown_change(id))?;
        let (sums, effects, passed_over) = if filter.keeps_all() {
            let sums = Sums::of(history::totals(self.connection, id)?);
            let passed_over = history_lines::first_passed_over(self.connection, id, sums.passed_over)?;
            (sums, history_lines::first_effects(self.connection, id)?, passed_over)
        } else {
            history_lines::filtered_entry(self.connection, id, filter)?
        };
        let (effect_kinds, passed_over_count) = (sums.kinds(), sums.passed_over);
        let kept: i64 = effect_kinds.values().sum();
        Ok(HistoryEntry {
            effect_kinds,
            truncated: usize::try_from(kept).is_ok_and(|count| count > effects.len()),
            by_member: sums.by_member(self.connection, &mut NameResolver::default())?,
            effects,
            passed_over,
            passed_over_count,
            change,
        })
    }

    /// Lists everything a change did, decision by decision.
    pub fn history_lines(&self, id: ChangeId, filter: &EntryFilter, visit: Visit<'_, HistoryLine>) -> Result<()> {
        if history::change(self.connection, id)?.is_none() {
            return Err(find::unknown_change(id));
        }
        history_lines::lines(self.connection, id, filter, visit)
    }
}

fn push<T>(list: &mut Vec<T>, item: T) -> ControlFlow<()> {
    list.push(item);
    ControlFlow::Continue(())
}

fn gone(what: &str) -> InboxError {
    InboxError::Invalid { message: format!("the {what} no longer exists"), hint: None }
}

//! Erasing contacts for good: their data is overwritten wherever the store has it, and the file is rewritten, so that
//! nothing of it is left in free pages or in the log.

use std::collections::BTreeSet;
use std::path::Path;

use super::answer::{Answer, Effects};
use super::change_options::{ChangeOptions, RunMode};
use super::command_word::CommandWord;
use super::erasure_report::{ErasedContact, ErasureReport};
use super::error::{InboxError, Result};
use super::fault_sample::SHOWN;
use super::find;
use super::refusals::{OnRefused, Refusals};
use super::session::Session;
use super::{Bulk, Inbox, LockWait};
use crate::model::{ContactId, Effect, Fields, RemovalReason, Target};
use crate::store::contact_state;
use crate::store::entity::EntityRef;
use crate::store::erase::{Erasure, erased_name};
use crate::store::exclusive::{self, ExclusiveStore};
use crate::store::undo::Restore;

/// The contacts whose data is looked for together.
const TOGETHER: usize = 1000;

/// What is to be erased.
#[derive(Debug, Clone)]
pub struct ErasureRequest {
    pub contacts: Vec<Target>,
    /// The number of contacts, as confirmed.
    pub confirm: Option<u64>,
    pub on_refused: OnRefused,
    /// The words of the command, in which the contacts are erased too.
    pub command: Vec<CommandWord>,
}

impl Inbox {
    /// Erases contacts, as one change. It is made in a private copy, which then replaces the content of the store
    /// while no other process has it open.
    pub fn erase(
        path: &Path,
        wait: LockWait,
        options: &ChangeOptions,
        request: &ErasureRequest,
        effects: Effects<'_>,
    ) -> Result<Answer> {
        if options.run == RunMode::DryRun {
            return Self::open(path, wait)?
                .change_and_list(options, Bulk::No, effects, |session| session.erase(request, false));
        }
        // Who names the digest has reviewed what is erased.
        let asks = options.review.expected.is_none();
        // What is refused leaves the file as it is.
        let dry_run = ChangeOptions { run: RunMode::DryRun, ..options.clone() };
        let plan = Self::open(path, wait)?.change(&dry_run, |session| session.erase(request, asks))?;
        if !plan.has_effects() {
            return Ok(Answer { dry_run: false, ..plan });
        }
        let mut exclusive = ExclusiveStore::open(path, wait)?;
        let mut copy = Self::of(exclusive.copy()?);
        let answer = copy.change(options, |session| session.erase(request, asks))?;
        exclusive::compact(&copy.store)?;
        exclusive.replace_with(&copy.store)?;
        drop(exclusive);
        copy.list(answer.change.zip(effects))?;
        Ok(answer)
    }
}

impl Session<'_> {
    fn erase(&mut self, request: &ErasureRequest, asks: bool) -> Result<()> {
        self.summarize();
        self.record_command(&request.command);
        let contacts = self.contacts_to_erase(request)?;
        let number = contacts.len() as u64;
        if asks && number > 0 && request.confirm != Some(number) {
            return Err(InboxError::ErasureUnconfirmed { contacts: number, confirmed: request.confirm });
        }
        let mut report = ErasureReport { erased: Vec::new(), erased_entries: 0, erased_commands: 0 };
        for contacts in contacts.chunks(TOGETHER) {
            self.erase_together(contacts, &mut report)?;
        }
        self.answer.erasure = Some(report);
        Ok(())
    }

    /// The contacts, each once.
    fn contacts_to_erase(&mut self, request: &ErasureRequest) -> Result<Vec<ContactId>> {
        let (mut refusals, mut seen, mut contacts) = (Refusals::default(), BTreeSet::new(), Vec::new());
        for target in &request.contacts {
            let Target::Contact(word) = target else { continue };
            let found = self.named_contact(word).map_err(|error| self.removed_before(word, error));
            if request.contacts.len() == 1 && request.on_refused == OnRefused::Fail {
                return found.map(|contact| vec![contact]);
            }
            contacts.extend(refusals.accept(target, found)?.filter(|contact| seen.insert(*contact)));
        }
        self.finish_refusals(refusals, request.on_refused)?;
        Ok(contacts)
    }

    /// Only a contact that exists can be erased.
    fn removed_before(&self, word: &str, error: InboxError) -> InboxError {
        match find::contact_of_history(self.connection, word, self.phones) {
            Ok(_) if matches!(error, InboxError::Unknown { .. }) => error.with_hint(
                "it was removed: add it again with `inboxctl contact add` and erase it, and its former data goes too"
                    .to_owned(),
            ),
            Ok(_) | Err(_) => error,
        }
    }

    fn erase_together(&mut self, contacts: &[ContactId], report: &mut ErasureReport) -> Result<()> {
        let mut erased = Vec::with_capacity(contacts.len());
        for contact in contacts {
            self.wait.check_cancelled()?;
            let fields = EntityRef::Contact(*contact).fields(self.connection)?.unwrap_or_default();
            if report.erased.len() < SHOWN {
                let phone = self.names.contact(self.connection, *contact)?;
                report.erased.push(ErasedContact { phone, contact: erased_name(*contact) });
            }
            self.erase_contact(*contact)?;
            erased.push((*contact, fields));
        }
        self.overwrite(&erased, report)?;
        self.names.clear();
        Ok(())
    }

    /// Its ownerships end, its open conversation is closed, and its row is deleted.
    fn erase_contact(&mut self, contact: ContactId) -> Result<()> {
        let owners = contact_state::owners(self.connection, contact)?;
        let reason = RemovalReason::Manual;
        let removed = owners.members().map(|member| Effect::RemoveOwner { contact, member, reason });
        let open = contact_state::open_conversation_id(self.connection, contact)?;
        let closed = open.map(|conversation| Effect::CloseConversation { conversation });
        let effects = removed.chain(closed).chain([Effect::EraseContact { contact }]);
        let plan: Vec<_> = effects.map(|effect| Restore { effect, image: None }).collect();
        self.apply_restoring(&plan)
    }

    fn overwrite(&self, erased: &[(ContactId, Fields)], report: &mut ErasureReport) -> Result<()> {
        let erasure = Erasure::of(self.connection, erased)?;
        let is_phone = |word: &str| self.phones.read(word).is_ok_and(|phone| erasure.has_phone(phone.as_str()));
        let counts = erasure.overwrite(is_phone)?;
        report.erased_entries += counts.entries;
        report.erased_commands += counts.commands;
        Ok(())
    }
}

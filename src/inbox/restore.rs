//! Putting a backup in the place of the store.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use super::change_options::{ChangeOptions, RunMode};
use super::error::{InboxError, Result};
use super::{Inbox, LockWait};
use crate::files::{place, same_place};
use crate::model::{ChangeId, ErrorCode};
use crate::store::backup::BackupFile;
use crate::store::exclusive::ExclusiveStore;
use crate::store::{Store, StoreError, restore, status, view};

/// The result of a restoration: that of every change, with the file that keeps the former store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RestoreReport {
    /// Whether it is a dry run.
    pub dry_run: bool,
    /// The number in the history of the restored store; null for a dry run.
    pub change: Option<ChangeId>,
    /// The digest of no effects.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub digest: Option<String>,
    /// Always empty: a restoration has no effects.
    pub effects: Vec<view::EffectView>,
    /// Always empty.
    pub passed_over: Vec<view::PassedOverView>,
    /// The backup.
    pub restored: String,
    /// The file that keeps the former store; null if there was none.
    pub kept: Option<String>,
    /// The summary of the store as restored.
    pub status: view::StoreSummary,
}

impl Inbox {
    /// Puts a copy of a backup in the place of a store, and keeps the former store in a file beside it; one that is
    /// damaged so that it can't be opened is moved there. Refused while another process has the store open.
    pub fn restore(path: &Path, wait: LockWait, options: &ChangeOptions, backup: &Path) -> Result<RestoreReport> {
        if same_place(path, backup) {
            let message = "a store can't be restored from itself".to_owned();
            return Err(InboxError::Invalid { message, hint: Some("pass the file of a backup".to_owned()) });
        }
        let mut restored = Self::copy_of(backup, wait).map_err(|error| of_backup(error, backup))?;
        if options.run == RunMode::DryRun {
            let (mut former, is_there) = match Store::open_for_reading(path, wait) {
                Err(StoreError::Missing(_) | StoreError::Damaged(_)) => (Store::in_memory()?, false),
                former => (former?, true),
            };
            return restored.report(&mut former, Some(path).filter(|_| is_there), options, backup);
        }
        let damaged = match Store::open(path, wait) {
            Err(StoreError::Damaged(_)) => Some(restore::move_aside(path)?),
            Ok(_) | Err(_) => None,
        };
        let is_new = Store::create(path, wait)?;
        let mut former = ExclusiveStore::open(path, wait)?;
        let mut report = restored.report(former.store_mut(), Some(path).filter(|_| !is_new), options, backup)?;
        let kept = report.kept.as_deref().map(|kept| keep(former.store_mut(), Path::new(kept))).transpose()?;
        if let Err(error) = former.replace_with(&restored.store) {
            // The store is unchanged: a copy beside it would only confuse.
            let _ = kept.map(std::fs::remove_file);
            return Err(error.into());
        }
        report.kept = report.kept.or_else(|| damaged.map(|file| file.display().to_string()));
        Ok(report)
    }

    /// Records the restoration in the copy of the backup. The former store is kept beside this path.
    fn report(
        &mut self,
        former: &mut Store,
        path: Option<&Path>,
        options: &ChangeOptions,
        backup: &Path,
    ) -> Result<RestoreReport> {
        let wait = self.store.wait();
        let transaction = self.store.begin()?;
        let digest = options.review.digest(&transaction, None, wait)?;
        let change = former.reading(|former| restore::record(former, &transaction, options.stamp.clone()))?;
        transaction.commit()?;
        let dry_run = options.run == RunMode::DryRun;
        Ok(RestoreReport {
            dry_run,
            change: Some(change).filter(|_| !dry_run),
            digest,
            effects: Vec::new(),
            passed_over: Vec::new(),
            restored: backup.display().to_string(),
            kept: path.map(|path| kept_name(path, change).display().to_string()),
            status: self.store.reading(|connection| status::counts(connection, options.stamp.at))?,
        })
    }
}

/// The error of a file that can't be restored.
fn of_backup(error: InboxError, backup: &Path) -> InboxError {
    let is_of_file = matches!(
        error.code(),
        ErrorCode::StoreMissing | ErrorCode::StoreForeign | ErrorCode::StoreNewer | ErrorCode::StoreDamaged
    );
    let hint =
        format!("`{}` must be a file that `inboxctl backup FILE` wrote; the store was not changed", backup.display());
    if is_of_file { error.with_hint(hint) } else { error }
}

/// Copies a store to a file.
fn keep(store: &mut Store, file: &Path) -> Result<PathBuf> {
    let draft = BackupFile::at(file)?;
    draft.fill(store)?;
    draft.put()?;
    Ok(file.to_owned())
}

/// `inbox.db.before-change-19`
fn kept_name(store: &Path, change: ChangeId) -> PathBuf {
    restore::free_name(&place(store), &format!(".before-change-{change}"))
}

//! Errors of changes and questions, with codes and hints.

use std::io;

use super::log_errors::LogErrors;
use super::undo_report::UndoReport;
use crate::files::Unwritable;
use crate::model::{
    ChangeId, ErrorCode, Excerpt, InvalidEmail, InvalidPhone, InvalidSetting, InvalidTeamName, PhoneFault, PlanDigest,
    Refusal, RuleId, UnknownCode, nearest,
};
use crate::store;

pub type Result<T, E = InboxError> = std::result::Result<T, E>;

/// The error of a source of rows or lines; the caller that gave the source knows its type.
pub type SourceError = Box<dyn std::error::Error + Send + Sync>;

/// Why a change or a question failed. Nothing was changed, except for `Unlisted`.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// No store was named, and the default one needs a home directory.
    #[error("the default store has no path: no home directory found")]
    NoStorePath,
    /// A name is unknown.
    #[error("{message}")]
    Unknown { code: ErrorCode, message: String, hint: Option<String> },
    /// A name already exists.
    #[error("{message}")]
    AlreadyExists { message: String, hint: Option<String> },
    /// The rules refuse the request.
    #[error("{message}")]
    Refused {
        /// The answer of the rules.
        refusal: Refusal,
        message: String,
        hint: Option<String>,
    },
    /// A request about several is refused for some.
    #[error("{message}")]
    RefusedForSome {
        /// That of the first.
        code: ErrorCode,
        /// A line for each.
        message: String,
        hint: String,
    },
    /// The change was already undone.
    #[error("change `{change}` was undone by change `{by}`")]
    AlreadyUndone { change: ChangeId, by: ChangeId },
    /// The change put a backup in the store's place.
    #[error("change `{change}` restored a backup; it can't be undone")]
    RestoreNotUndoable { change: ChangeId },
    /// A part of the change can't be undone.
    #[error("change `{change}` can't be undone: {} the current state", conflicting(.report.conflict_count))]
    UndoConflict { change: ChangeId, report: UndoReport },
    /// The history does not lead back to the asked point.
    #[error("the store as it was is unavailable: change `{change}` can't be undone")]
    AsOfUnavailable { change: ChangeId },
    /// The effects are others than those that were reviewed.
    #[error("the plan has changed: expected the digest `{expected}`, found {}; nothing was changed", digest_found(.found.as_deref()))]
    PlanChanged { expected: PlanDigest, found: Option<String> },
    /// A phone is invalid.
    #[error(transparent)]
    Phone(#[from] InvalidPhone),
    /// A conversation is named by neither a number nor a phone.
    #[error("expected a conversation number or a phone, found `{}`: {why}", Excerpt(.typed))]
    Target {
        typed: String,
        /// Why it is not a phone.
        why: PhoneFault,
    },
    /// An email is invalid.
    #[error(transparent)]
    Email(#[from] InvalidEmail),
    /// The name of a team is invalid.
    #[error(transparent)]
    TeamName(#[from] InvalidTeamName),
    /// A setting is unknown.
    #[error("unknown setting `{}`", Excerpt(&.0.text))]
    UnknownSetting(UnknownCode),
    /// The value of a setting is invalid.
    #[error(transparent)]
    Setting(#[from] InvalidSetting),
    /// Rows or lines of a file can't be read.
    #[error("the file can't be read")]
    Source(#[source] SourceError),
    /// Lines of a message log are invalid.
    #[error("{} of {} lines are invalid; nothing was changed", .0.faulty_lines, .0.lines)]
    LogErrors(Box<LogErrors>),
    #[error("{message}")]
    InvalidFile { message: String, hint: Option<String> },
    /// An import would remove more owners than allowed.
    #[error("this would remove {removed} of {of} owners{}; nothing was changed", but(.allowance.as_deref()))]
    NeedsConfirmation {
        removed: u64,
        of: u64,
        /// What the limit that was passed allows.
        allowance: Option<String>,
    },
    /// Contacts would be erased without the confirmation of their number.
    #[error("this would erase {} for good{}; nothing was changed", contacts_to_erase(*.contacts), but_confirmed(*.confirmed))]
    ErasureUnconfirmed { contacts: u64, confirmed: Option<u64> },
    /// A change was committed, but not all of its effects could be listed.
    #[error("change `{change}` was applied, but not all of its effects could be listed")]
    Unlisted { change: ChangeId, source: Box<Self> },
    /// Another value is invalid.
    #[error("{message}")]
    Invalid { message: String, hint: Option<String> },
}

impl InboxError {
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Store(error) => error.code(),
            Self::NoStorePath => ErrorCode::StoreMissing,
            Self::Unknown { code, .. } | Self::RefusedForSome { code, .. } => *code,
            Self::AlreadyExists { .. } => ErrorCode::AlreadyExists,
            Self::Refused { refusal, .. } => refusal.code(),
            Self::AlreadyUndone { .. } => ErrorCode::AlreadyUndone,
            Self::UndoConflict { .. } | Self::RestoreNotUndoable { .. } => ErrorCode::UndoConflict,
            Self::AsOfUnavailable { .. } => ErrorCode::AsOfUnavailable,
            Self::PlanChanged { .. } => ErrorCode::PlanChanged,
            Self::Phone(_) | Self::Target { .. } => ErrorCode::InvalidPhone,
            Self::Email(_) => ErrorCode::InvalidEmail,
            Self::UnknownSetting(_) => ErrorCode::UnknownSetting,
            Self::Source(_) => ErrorCode::UnreadableFile,
            Self::Unlisted { source, .. } => source.code(),
            Self::InvalidFile { .. } => ErrorCode::InvalidFile,
            Self::LogErrors(log) => log.sample.faults.first().map_or(ErrorCode::InvalidFile, |fault| fault.code),
            Self::NeedsConfirmation { .. } | Self::ErasureUnconfirmed { .. } => ErrorCode::NeedsConfirmation,
            Self::TeamName(_) | Self::Setting(_) | Self::Invalid { .. } => ErrorCode::InvalidValue,
        }
    }

    /// Whether a contact, a conversation or a change is refused, and another one may be accepted.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Unknown { .. }
                | Self::AlreadyExists { .. }
                | Self::Refused { .. }
                | Self::AlreadyUndone { .. }
                | Self::RestoreNotUndoable { .. }
                | Self::Phone(_)
                | Self::Target { .. }
        )
    }

    pub fn rule(&self) -> Option<RuleId> {
        let Self::Refused { refusal, .. } = self else { return None };
        Some(refusal.rule())
    }

    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => store_hint(error),
            Self::NoStorePath => Some("pass `--store PATH`, or set `INBOXCTL_STORE`".to_owned()),
            Self::Unknown { hint, .. }
            | Self::AlreadyExists { hint, .. }
            | Self::Refused { hint, .. }
            | Self::InvalidFile { hint, .. }
            | Self::Invalid { hint, .. } => hint.clone(),
            Self::RefusedForSome { hint, .. } => Some(hint.clone()),
            Self::NeedsConfirmation { removed, allowance: Some(_), .. } => {
                Some(format!("preview with `--dry-run`, then pass `--max-removals {removed}`"))
            }
            Self::NeedsConfirmation { removed, .. } => Some(format!(
                "preview with `--dry-run`, then pass `--confirm {removed}`, or a limit with `--max-removals`"
            )),
            Self::ErasureUnconfirmed { contacts, .. } => {
                Some(format!("it can't be undone: preview with `--dry-run`, then pass `--confirm {contacts}`"))
            }
            Self::Unlisted { change, .. } => {
                Some(format!("list them with `inboxctl history show {change} --format ndjson`"))
            }
            Self::AlreadyUndone { by, .. } => Some(format!("restore it with `inboxctl undo {by}`")),
            Self::RestoreNotUndoable { .. } => {
                Some("restore the former store, which is kept beside the store".to_owned())
            }
            Self::UndoConflict { change, .. } => {
                Some(format!("undo the rest with `inboxctl undo {change} --skip-conflicts`"))
            }
            Self::AsOfUnavailable { change } => Some(format!(
                "another program may have changed the store: see `inboxctl check`; `--as-of change:{change}` and later \
                 points are available"
            )),
            Self::PlanChanged { .. } => {
                Some("review the new plan with `--dry-run`, then pass its digest to `--expect`".to_owned())
            }
            Self::Phone(error) => error.why.hint(),
            Self::Target { why: why @ (PhoneFault::NoCountryCode { .. } | PhoneFault::Ambiguous { .. }), .. } => {
                why.hint()
            }
            Self::Target { .. } => Some("see `inboxctl conversation list`; a phone number starts with `+`".to_owned()),
            Self::Email(error) if error.text.contains([',', ';']) => {
                Some("pass one email at a time; repeat the option for several".to_owned())
            }
            Self::Email(_) => Some("use the form name@company.example".to_owned()),
            Self::UnknownSetting(error) => Some(match nearest(&error.text, error.allowed.iter().copied()) {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("use one of {}", quoted(error.allowed)),
            }),
            Self::Setting(error) => error.hint(),
            Self::Source(_) | Self::LogErrors(_) | Self::TeamName(_) => None,
        }
    }

    /// The same error with another hint.
    #[must_use]
    pub fn with_hint(self, hint: String) -> Self {
        Self::Unknown { code: self.code(), message: self.to_string(), hint: Some(hint) }
    }

    /// The hint for an error in a line of a file.
    pub fn hint_in_file(&self) -> Option<String> {
        match self {
            Self::Phone(error) => error.why.hint_in_file(),
            other => other.hint(),
        }
    }

    /// The error of a command that a signal cancelled.
    pub fn interrupted() -> Self {
        store::StoreError::Interrupted.into()
    }
}

/// Maps an error of files that rows are sorted in, which lie beside the store: a failing disk is a store
/// error. Rejected rows lie elsewhere.
pub(super) fn spill_error(error: io::Error) -> InboxError {
    InboxError::Store(match error.downcast::<Unwritable>() {
        Ok(unwritable) => unwritable.into(),
        Err(error) => store::StoreError::Io(error.to_string()),
    })
}

fn but(allowance: Option<&str>) -> String {
    allowance.map_or_else(String::new, |allowance| format!(", but {allowance}"))
}

fn digest_found(found: Option<&str>) -> String {
    found.map_or_else(|| "no changes".to_owned(), |digest| format!("`{digest}`"))
}

fn contacts_to_erase(number: u64) -> String {
    if number == 1 { "1 contact".to_owned() } else { format!("{number} contacts") }
}

fn but_confirmed(number: Option<u64>) -> String {
    number.map_or_else(String::new, |number| format!(", but `--confirm` says {number}"))
}

fn conflicting(count: i64) -> String {
    if count == 1 { "1 effect conflicts with".to_owned() } else { format!("{count} effects conflict with") }
}

fn store_hint(error: &store::StoreError) -> Option<String> {
    let hint = match error {
        store::StoreError::Missing(_) | store::StoreError::DanglingLink { .. } => {
            "create it with `inboxctl init`, or pass another path with `--store PATH`"
        }
        store::StoreError::NotCreated { .. } => "pass another path with `--store PATH`, or set `INBOXCTL_STORE`",
        store::StoreError::Unreadable { .. } => "check the path and its permissions",
        store::StoreError::Foreign(_) => "pass another path with `--store PATH`; the file was not changed",
        store::StoreError::Newer(_) => "update inboxctl, or pass another path with `--store PATH`",
        store::StoreError::Busy => "try again later, or wait longer with `--wait SECONDS`",
        store::StoreError::Changed => "run the command again when the other process is done",
        store::StoreError::ReadOnly(_) => {
            "get write permission, or copy the store with `inboxctl backup FILE` and pass the copy with `--store FILE`"
        }
        store::StoreError::Damaged(_) => {
            "see `inboxctl check`; check the disk for read errors, or restore a backup; the file was not changed"
        }
        store::StoreError::Io(_) => "check free disk space and file permissions",
        store::StoreError::Unsynced(_) => {
            "check the disk, then see with `inboxctl history list` whether the change was applied"
        }
        store::StoreError::BrokenReferences(_) => "run `inboxctl check`, and report this as a bug",
        store::StoreError::Copy { .. } => {
            "check free disk space and folder permissions, or set TMPDIR to another folder"
        }
        store::StoreError::Unwritable(error) => error.hint(),
        store::StoreError::Exists(_) => "choose another file name; a backup never replaces a file",
        store::StoreError::SideFile { .. } => "choose another name for the copy",
        store::StoreError::Sqlite(_) => "run `inboxctl check`; if it finds no problems, report this as a bug",
        store::StoreError::Interrupted => return None,
    };
    Some(hint.to_owned())
}

/// Joins words in backticks.
pub(super) fn quoted<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|word| format!("`{}`", Excerpt(word.as_ref()))).collect::<Vec<_>>().join(", ")
}

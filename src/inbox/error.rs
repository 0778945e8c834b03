//! Why a change was not made, in words for the person who asked for it.

use std::io;

use super::log_errors::LogErrors;
use super::view;
use crate::files::Unwritable;
use crate::model::{
    ChangeId, ErrorCode, Excerpt, InvalidEmail, InvalidPhone, InvalidSetting, InvalidTeamName, PhoneFault, Refusal,
    RuleId, UnknownCode, nearest,
};
use crate::store;

/// What a change or a question comes to.
pub type Result<T, E = InboxError> = std::result::Result<T, E>;

/// Why rows or lines of a file can't be read; the caller that gave the source knows its type.
pub type SourceError = Box<dyn std::error::Error + Send + Sync>;

/// Why a change was not made, or a question not answered. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The store can't be used.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// No store was named, and the default one needs a home directory.
    #[error("the default store has no path: no home directory found")]
    NoStorePath,
    /// Something that isn't there was named.
    #[error("{message}")]
    Unknown {
        /// `unknown-…`.
        code: ErrorCode,
        /// What isn't there.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Something that is there already was to be made.
    #[error("{message}")]
    AlreadyExists {
        /// What is there.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// The rules refuse it.
    #[error("{message}")]
    Refused {
        /// What the rules answered.
        refusal: Refusal,
        /// The same in words.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A change that was taken back before.
    #[error("change `{change}` was undone by change `{by}`")]
    AlreadyUndone {
        /// Which.
        change: ChangeId,
        /// By which.
        by: ChangeId,
    },
    /// A change that can't be taken back as a whole.
    #[error("change `{change}` can't be undone: {} the current state", conflicting(*.count))]
    UndoConflict {
        /// Which.
        change: ChangeId,
        /// What stands in the way; the first [`SHOWN`](super::SHOWN).
        conflicts: Vec<view::Conflict>,
        /// How much of it there is.
        count: i64,
    },
    /// A phone number that can't be read.
    #[error(transparent)]
    Phone(#[from] InvalidPhone),
    /// A conversation named by what is neither a number nor a phone.
    #[error("expected a conversation number or a phone, found `{}`: {why}", Excerpt(.typed))]
    Target {
        /// What was given.
        typed: String,
        /// What is wrong with it as a phone.
        why: PhoneFault,
    },
    /// An email address that can't be read.
    #[error(transparent)]
    Email(#[from] InvalidEmail),
    /// A team's name that is none.
    #[error(transparent)]
    TeamName(#[from] InvalidTeamName),
    /// A setting that isn't there.
    #[error("unknown setting `{}`", Excerpt(&.0.text))]
    UnknownSetting(UnknownCode),
    /// A value that doesn't fit its setting.
    #[error(transparent)]
    Setting(#[from] InvalidSetting),
    /// Rows that can't be read; whoever gave the source knows what it says.
    #[error("the file can't be read")]
    Source(#[source] SourceError),
    /// A message log with lines that can't be played.
    #[error("{} of {} lines are invalid; nothing was changed", .0.faulty_lines, .0.lines)]
    LogErrors(Box<LogErrors>),
    /// A file that can't be imported so.
    #[error("{message}")]
    InvalidFile {
        /// Why.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// More would be taken away than anybody may have meant.
    #[error("this would remove {removed} of {of} owners; nothing was changed")]
    NeedsConfirmation {
        /// How many.
        removed: u64,
        /// Of how many.
        of: u64,
    },
    /// A change that was committed, but whose effects can't all be listed.
    #[error("change `{change}` was applied, but not all of its effects could be listed")]
    Unlisted {
        /// Which.
        change: ChangeId,
        /// Why.
        source: Box<Self>,
    },
    /// Another value that doesn't fit.
    #[error("{message}")]
    Invalid {
        /// What doesn't fit.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
}

impl InboxError {
    /// The code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Store(error) => error.code(),
            Self::NoStorePath => ErrorCode::StoreMissing,
            Self::Unknown { code, .. } => *code,
            Self::AlreadyExists { .. } => ErrorCode::AlreadyExists,
            Self::Refused { refusal, .. } => refusal.code(),
            Self::AlreadyUndone { .. } => ErrorCode::AlreadyUndone,
            Self::UndoConflict { .. } => ErrorCode::UndoConflict,
            Self::Phone(_) | Self::Target { .. } => ErrorCode::InvalidPhone,
            Self::Email(_) => ErrorCode::InvalidEmail,
            Self::UnknownSetting(_) => ErrorCode::UnknownSetting,
            Self::Source(_) => ErrorCode::UnreadableFile,
            Self::Unlisted { source, .. } => source.code(),
            Self::InvalidFile { .. } => ErrorCode::InvalidFile,
            Self::LogErrors(log) => log.sample.faults.first().map_or(ErrorCode::InvalidFile, |fault| fault.code),
            Self::NeedsConfirmation { .. } => ErrorCode::NeedsConfirmation,
            Self::TeamName(_) | Self::Setting(_) | Self::Invalid { .. } => ErrorCode::InvalidValue,
        }
    }

    /// The rule that refuses it, if one does.
    pub fn rule(&self) -> Option<RuleId> {
        match self {
            Self::Refused { refusal, .. } => Some(refusal.rule()),
            Self::Store(_)
            | Self::NoStorePath
            | Self::Unknown { .. }
            | Self::AlreadyExists { .. }
            | Self::AlreadyUndone { .. }
            | Self::UndoConflict { .. }
            | Self::Phone(_)
            | Self::Target { .. }
            | Self::Email(_)
            | Self::TeamName(_)
            | Self::UnknownSetting(_)
            | Self::Setting(_)
            | Self::Source(_)
            | Self::LogErrors(_)
            | Self::Unlisted { .. }
            | Self::InvalidFile { .. }
            | Self::NeedsConfirmation { .. }
            | Self::Invalid { .. } => None,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => store_hint(error),
            Self::NoStorePath => Some("pass `--store PATH`, or set `INBOXCTL_STORE`".to_owned()),
            Self::Unknown { hint, .. }
            | Self::AlreadyExists { hint, .. }
            | Self::Refused { hint, .. }
            | Self::InvalidFile { hint, .. }
            | Self::Invalid { hint, .. } => hint.clone(),
            Self::NeedsConfirmation { removed, .. } => {
                Some(format!("preview with `--dry-run`, then pass `--confirm {removed}` or raise `--max-removals`"))
            }
            Self::Unlisted { change, .. } => {
                Some(format!("list them with `inboxctl history show {change} --format ndjson`"))
            }
            Self::AlreadyUndone { by, .. } => Some(format!("restore it with `inboxctl undo {by}`")),
            Self::UndoConflict { change, .. } => {
                Some(format!("undo the rest with `inboxctl undo {change} --skip-conflicts`"))
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
}

impl InboxError {
    /// What to do about it, if it is about a line of a file.
    pub fn hint_in_file(&self) -> Option<String> {
        match self {
            Self::Phone(error) => error.why.hint_in_file(),
            other => other.hint(),
        }
    }
}

impl InboxError {
    /// A signal cancelled the command.
    pub fn interrupted() -> Self {
        store::StoreError::Interrupted.into()
    }
}

/// Rows and steps that are being sorted lie beside the store: a disk that fails under them is the
/// store's trouble. Rejected rows lie elsewhere.
pub(super) fn spill_error(error: io::Error) -> InboxError {
    InboxError::Store(match error.downcast::<Unwritable>() {
        Ok(unwritable) => unwritable.into(),
        Err(error) => store::StoreError::Io(error.to_string()),
    })
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
            "check the disk for read errors, or restore a backup; the file was not changed"
        }
        store::StoreError::Io(_) => "check free disk space and file permissions",
        store::StoreError::BrokenReferences(_) => "run `inboxctl check`, and report this as a bug",
        store::StoreError::Copy { .. } => {
            "check free disk space and folder permissions, or set TMPDIR to another folder"
        }
        store::StoreError::Unwritable(_) => Unwritable::HINT,
        store::StoreError::Exists(_) => "choose another file name; a backup never replaces a file",
        store::StoreError::SideFile { .. } => "choose another name for the copy",
        store::StoreError::Interrupted | store::StoreError::Sqlite(_) => return None,
    };
    Some(hint.to_owned())
}

/// Words in backticks, joined by commas.
pub(super) fn quoted<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|word| format!("`{}`", Excerpt(word.as_ref()))).collect::<Vec<_>>().join(", ")
}

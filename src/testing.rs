//! What the project's own tests and benches use of the library. Not an API: it changes with them.

pub use crate::cli::{Cli, Environment};
pub use crate::output::Format;

pub mod model {
    pub use crate::model::named;
    pub use crate::model::{
        Assigned, ChangeId, Chat, ContactId, Conversation, ConversationId, Current, Decision, Directory, Effect,
        EffectKind, Email, ErrorCode, FaultCode, Field, Fields, Holding, Holdings, Left, Member, MemberId, OpenShare,
        Owned, Passed, PassedOver, PhoneOptions, Reference, ReferenceKind, Refusal, Removed, Request, Role, RoleKind,
        RuleId, Ruled, Setting, Settings, Situation, Status, Strategy, Team, TeamId, TeamName, Time, Unassign,
        UnlistedOwners,
    };
}

pub mod rules {
    pub use crate::rules::{decide, turn_after_leaving};
}

pub mod formats {
    pub use crate::formats::Position;

    pub mod log {
        pub use crate::formats::log::LogReader;
    }

    pub mod scenario {
        pub use crate::formats::scenario::{ActionKind, ExpectKey, read, schema};
    }

    pub mod table {
        pub use crate::formats::table::{
            ColumnSpec, Columns, Delimiter, Encoding, ReadOptions, TableError, TableReader, TableRow, UnknownColumns,
        };
    }
}

pub mod inbox {
    pub use crate::inbox::{
        Answer, ChangeBatch, ChangeOptions, Conflicts, ContactFilter, ConversationFilter, ImportInput, ImportMode,
        ImportReport, Inbox, InboxError, InboxReader, LineDecision, MatchOwner, NewContact, NewMember, NewTeam,
        NoProgress, OnError, OnMissingContact, OwnerFilter, OwnerImportOptions, Ragged, RemovalLimit, Replay, Result,
        RowBatch, RowSource, RunMode, SPACE, Session, SourceError, Stamp, Stop, Target, Wait, WithoutPhone,
    };

    pub mod view {
        pub use crate::inbox::view::{Check, Contact, Conversation, Effect, Event, Member, PassedOver, Role, Team};
    }
}

pub mod input {
    pub use crate::input::LogFile;
}

pub mod scenario {
    pub use crate::scenario::perform;
}

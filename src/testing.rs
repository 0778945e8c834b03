//! What the project's own tests and benches use of the library. Not an API: it changes with them.

pub use crate::cli::{Cli, Environment};
pub use crate::output::Format;

pub mod model {
    pub use crate::model::{
        Absence, AbsenceId, AssignReason, ChangeId, ClosedConversation, ContactId, ContactState, Conversation,
        ConversationId, CurrentConversation, DecidedEffect, Decision, Directory, Effect, EffectKind, Email, ErrorCode,
        Field, Fields, Holding, Holdings, Member, MemberId, MemberWeight, Moment, OffboardingReport, OpenAssignment,
        OpenStatus, OwnerDistribution, OwnerReason, OwnerRebalance, Participants, PassOverReason, PassedOver, Phone,
        PhoneFormat, PhoneOptions, PhoneReader, ProblemCode, Reference, ReferenceKind, Refusal, RemovalReason,
        ReopenObstacle, Request, Role, RoleKind, RuleId, Setting, Settings, Situation, Status, Strategy, Target, Team,
        TeamId, TeamName, Time, Unassign, UnlistedOwners,
    };
}

pub mod rules {
    pub use crate::rules::{decide, turn_after_leaving};
}

pub mod formats {
    pub use crate::formats::Position;

    pub mod columns {
        pub use crate::formats::columns::{CONTACTS, MEMBERS, TEAMS, account_mapping, mapping};
    }

    pub mod log {
        pub use crate::formats::log::LogReader;
    }

    pub mod profile {
        pub use crate::formats::profile::{read, write};
    }

    pub mod scenario {
        pub use crate::formats::scenario::{ActionKind, ExpectKey, read, schema};
    }

    pub mod table {
        pub use crate::formats::table::{
            ColumnSpec, Columns, Delimiter, Encoding, HeaderRank, KnownHeaders, ReadOptions, TableError, TableReader,
            TableRow, UnknownColumns,
        };
    }

    pub mod workbook {
        pub use crate::formats::workbook::{SheetPick, copy_sheet};
    }
}

pub mod inbox {
    pub use crate::inbox::{
        Answer, CancelFlag, ChangeBatch, ChangeFilter, ChangeMeta, ChangeOptions, Conflicts, ContactFilter,
        ConversationFilter, EntryFilter, ImportInput, ImportKind, ImportMode, ImportReport, Inbox, InboxError,
        InboxReader, LineDecision, LockWait, MemberFilter, NewContact, NewMember, NewTeam, NoProgress, OnError,
        OnMissingContact, OwnerFilter, OwnerImportOptions, PastPoint, Ragged, RemovalLimit, Replay, Result, Review,
        RowBatch, RowSource, RunMode, SPACE, Session, SourceError, Visit, WithoutPhone,
    };

    pub mod view {
        pub use crate::inbox::view::{
            CheckReport, ContactView, ConversationEvent, ConversationView, EffectView, MemberView, PassedOverView,
            RoleView, TeamView,
        };
    }
}

pub mod input {
    pub use crate::input::LogFile;
}

pub mod scenario {
    pub use crate::scenario::run_on;
}

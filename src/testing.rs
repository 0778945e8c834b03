//! What the project's own tests and benches use of the library. Not an API: it changes with them.

pub use crate::cli::{Cli, Environment};
pub use crate::output::Format;

pub mod model {
    pub use crate::model::named;
    pub use crate::model::{
        Assigned, ChangeId, Chat, ContactId, Conversation, ConversationId, Current, Decision, Directory, Effect,
        EffectKind, Email, ErrorCode, FaultCode, Field, Fields, Holding, Holdings, Left, Member, MemberId, OpenShare,
        Owned, Passed, PassedOver, PhoneOptions, Reference, ReferenceKind, Refusal, Removed, Request, Role, RoleKind,
        RuleId, Ruled, Setting, Settings, Situation, Status, Strategy, Team, TeamId, TeamName, Time, Unassign, Unnamed,
    };
}

pub mod rules {
    pub use crate::rules::{decide, turn_after_leaving};
}

pub mod formats {
    pub use crate::formats::Place;

    pub mod log {
        pub use crate::formats::log::Log;
    }

    pub mod scenario {
        pub use crate::formats::scenario::{ActionKind, Topic, read, schema};
    }

    pub mod table {
        pub use crate::formats::table::{
            Column, Columns, Delimiter, Encoding, Options, Row, Table, TableError, Unknown,
        };
    }
}

pub mod inbox {
    pub use crate::inbox::{
        Answer, Batch, Conflicts, ContactFilter, ConversationFilter, Decided, Error, Import, Inbox, Intake, Mapping,
        MatchOwner, Missing, Mode, NewContact, NewMember, NewTeam, OnError, Order, OwnerFilter, Ragged, Reader,
        Rehearsal, Removals, Replay, Result, Run, SPACE, Session, Source, SourceError, Stamp, Stop, Target, Unwatched,
        Wait, WithoutPhone,
    };

    pub mod view {
        pub use crate::inbox::view::{Check, Contact, Conversation, Effect, Event, Member, PassedOver, Role, Team};
    }
}

pub mod intake {
    pub use crate::intake::LogFile;
}

pub mod scenario {
    pub use crate::scenario::perform;
}

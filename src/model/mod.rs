//! The words of the domain as types. Nothing here decides, stores or prints.
#![warn(missing_docs)]

mod check;
pub(crate) mod code;
mod conversation;
mod decision;
mod directory;
mod effect;
mod email;
mod ids;
pub mod named;
mod phone;
mod reason;
mod request;
mod settings;
mod situation;
mod text;
mod time;

pub use check::FaultCode;
pub use code::UnknownCode;
pub use conversation::{Conversation, Status};
pub use decision::{Decision, Left, PassedOver, Reference, ReferenceKind, Refusal, Role, RoleKind};
pub use directory::{Directory, Member, Strategy, Team};
pub use effect::{Effect, EffectKind, Field, Fields, Ruled};
pub use email::{Email, InvalidEmail};
pub use ids::{ChangeId, ContactId, ConversationId, MemberId, TeamId};
pub use phone::{Country, InvalidCountry, InvalidPhone, Phone, PhoneFault, PhoneFormat, PhoneReader};
pub use reason::{Assigned, ErrorCode, Owned, Passed, Removed, RuleId};
pub use request::{Request, Unassign, UnlistedOwners};
pub use settings::{InvalidSetting, PhoneOptions, Setting, SettingKey, Settings};
pub use situation::{Chat, Current, Holding, Holdings, OpenShare, Situation};
pub use text::{
    Excerpt, InvalidTeamName, TeamName, fold, fold_accents, nearest, shell_quoted, shell_word, suggestions,
};
pub use time::Time;

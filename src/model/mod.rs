//! The words of the domain as types. Nothing here decides, stores or prints.
#![warn(missing_docs)]

pub(crate) mod code;
mod conversation;
mod decision;
mod directory;
mod effect;
mod email;
mod ids;
pub mod named;
mod phone;
mod problem;
mod reason;
mod request;
mod settings;
mod situation;
mod text;
mod time;

pub use code::UnknownCode;
pub use conversation::{Conversation, Status};
pub use decision::{Decision, OffboardingReport, PassedOver, Reference, ReferenceKind, Refusal, Role, RoleKind};
pub use directory::{Directory, Member, Strategy, Team};
pub use effect::{DecidedEffect, Effect, EffectKind, Field, Fields};
pub use email::{Email, InvalidEmail};
pub use ids::{ChangeId, ContactId, ConversationId, MemberId, TeamId};
pub use named::Unassign;
pub use phone::{Country, InvalidCountry, InvalidPhone, Phone, PhoneFault, PhoneFormat, PhoneReader};
pub use problem::ProblemCode;
pub use reason::{AssignReason, ErrorCode, OwnerReason, PassOverReason, RemovalReason, RuleId};
pub use request::{Request, UnlistedOwners};
pub use settings::{InvalidSetting, PhoneOptions, Setting, SettingKey, Settings};
pub use situation::{ContactState, CurrentConversation, Holding, Holdings, OpenAssignment, Situation};
pub use text::{
    Excerpt, InvalidTeamName, TeamName, fold, fold_accents, nearest, shell_quoted, shell_word, suggestions,
};
pub use time::Time;

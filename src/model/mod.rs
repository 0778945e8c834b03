//! The words of the domain as types. Nothing here decides, stores or prints.
//!
//! # Glossary
//!
//! One word a concept, in messages, documentation, names and tests alike:
//!
//! - **absence**: the time in which a member is **away**; a **substitute** covers for the member.
//! - **account**: the company of a contact; an attribute, compared without case.
//! - **actor**: the author of a change, as recorded in the history.
//! - **apply**: make the effects of a decision; the opposite is a dry run.
//! - **assign**, **unassign**: add members or a team to a conversation, remove them; **assignee**: an
//!   assigned member. An **assignment** is the relation, with a reason and a time.
//! - **before-image**: the data that an effect overwrote or removed, kept for undo.
//! - **cancel**: end a command by a signal, without changes.
//! - **change**: an entry of the history: one command, one transaction.
//! - **contact**: a person that writes to the inbox, known by phone. In help also "customer".
//! - **conversation**: one exchange with a contact, from its opening to its closing.
//! - **covered**, **not covered**: whether scenarios exercise a rule or a reason.
//! - **decision**, **refusal**: the two answers of the rules to a request.
//! - **deactivate**, **reactivate**: take a member out of service and back. A deactivated member is a
//!   *former* member in reasons; **offboarding** covers deactivation and transfers.
//! - **dry run**: a change that is shown and rolled back.
//! - **effect**: one thing that a decision does.
//! - **expectation**: the state that a scenario expects; **failed** if the actual one differs.
//! - **first responder**: the first member who replies after the contact has written.
//! - **flow**: an automation that writes to the contact; its **handover** gives the conversation to
//!   members or a team.
//! - **invalid**: a row or a line that can't be imported; **rejected**: a row that was left out.
//! - **layer**: of the source: a module imports only from layers below its own.
//! - **lock**, **locked**: another process writes to the store.
//! - **member**: a person that conversations can be assigned to, known by email.
//! - **owner**: a member attached to a contact; **ownership** is the relation, with a reason and a time.
//! - **overdue**: waiting for the reply of its pick for longer than the team allows.
//! - **passed over**: considered and not assigned, with a reason.
//! - **pick**: the member that a team's strategy selected for a conversation.
//! - **pinned**: an ownership that only a person removes.
//! - **portfolio**: the contacts that a member owns.
//! - **problem**: a finding of `check`.
//! - **reason**: the stable code of why an assignment or an ownership exists, ended, or was skipped.
//! - **request**: the input of the rules: a message, or a command by hand.
//! - **role**: a membership in a team, or being its default agent.
//! - **roster**: the owners of a contact, or the members of a conversation, in the order in which they came.
//! - **rotation**: the order in which a team assigns its members; rules may speak of a *turn*.
//! - **row**: of a CSV file or a table; **record**: of the history; **line**: of a text file.
//! - **rule**: a numbered statement of how requests are decided, such as O1.
//! - **scenario**: a test of the rules in a YAML file; its **steps** are actions and expectations.
//! - **seat**: the place of a member in a roster, with its reason, its time and its change.
//! - **setting**: a key with a value that applies from now on.
//! - **store**: the SQLite file with everything; **side files** are SQLite's files beside it.
//! - **strategy**: how a team picks the member to assign.
//! - **successor**: a member that takes over from another one.
//! - **team**: a named, ordered list of members with a strategy.
#![warn(missing_docs)]

mod before;
mod clock;
pub(crate) mod code;
mod contact_state;
mod conversation;
mod decision;
mod directory;
mod effect;
mod email;
mod field;
mod finder;
mod ids;
mod mapping;
mod phone;
mod plan_digest;
mod portfolio;
mod problem;
mod reason;
mod request;
mod roster;
mod row_order;
mod settings;
mod situation;
mod text;
mod time;
mod time_ahead;
mod time_phrase;

pub use before::{Before, SeatImage};
pub use clock::{Clock, UnknownZone};
pub use code::UnknownCode;
pub(crate) use contact_state::apply_to_owners;
pub use contact_state::{ClosedConversation, ContactState, CurrentConversation, ReopenObstacle};
pub use conversation::{Conversation, LoadChanges, OpenStatus, StateMismatch, Status};
pub use decision::{Decision, OffboardingReport, PassedOver, Reference, ReferenceKind, Refusal, Role, RoleKind};
pub use directory::{Absence, Directory, Member, Strategy, Team};
pub use effect::{DecidedEffect, Effect, EffectKind};
pub use email::{Email, InvalidEmail};
pub use field::{CONTACT_FIELDS, ContactField, ContactValues, Field, Fields, OfContact};
pub use finder::Finder;
pub use ids::{AbsenceId, ChangeId, ContactId, ConversationId, MemberId, TeamId};
pub use mapping::{MatchOwner, OptionalErrors, OwnerAlias, UnknownOwner};
pub use phone::{
    Country, InvalidCountry, InvalidPhone, PHONE_DATA_VERSION, Phone, PhoneFault, PhoneFormat, PhoneReader,
};
pub use plan_digest::PlanDigest;
pub use portfolio::{MemberWeight, OwnerDistribution, OwnerRebalance, Participants};
pub use problem::ProblemCode;
pub use reason::{AssignReason, ErrorCode, OwnerReason, PassOverReason, RemovalReason, RuleId, UnassignedReason};
pub use request::{LogEventKind, Request, RequestSubject, Target, Unassign, UnlistedOwners};
pub(crate) use roster::RowState;
pub use roster::{Moment, Roster, Seat};
pub use row_order::{OrderColumns, RowKey, RowOrder};
pub use settings::{InvalidSetting, PhoneOptions, Setting, SettingKey, Settings};
pub use situation::{Holding, Holdings, OpenAssignment, Situation};
pub use text::{
    Excerpt, InvalidTeamName, TeamName, fold, fold_accents, has_invisible, is_invisible, lookalike, nearest, or_list,
    shell_line, shell_quoted, shell_word, shell_words, suggestions,
};
pub use time::{LEAST_MILLISECONDS, Time};
pub use time_ahead::TimeAhead;
pub use time_phrase::{InvalidPhrase, TimePhrase};

//! Reasons, rules and errors as stable codes.

use super::code::codes;

codes! {
    /// Why a member was assigned to a conversation.
    pub enum AssignReason {
        /// By hand (A1).
        Manual = "manual": "by hand",
        /// Sent a message (M1).
        Replied = "replied": "sent a message",
        /// Owns the contact (O1, O4, F1, F2).
        ContactOwner = "contact-owner": "owns the contact",
        /// Named by a flow's *Assign* step (F1).
        FlowAssign = "flow-assign": "named by a flow's step",
        /// Next in the rotation of the team (F2, P3, T5; T1).
        TeamRoundRobin = "team-round-robin": "next in the rotation of the team",
        /// Least busy member of the team (F2, P3, T5; T2).
        TeamLeastBusy = "team-least-busy": "fewest active conversations in the team",
        /// Default agent of the team (F2, P3; T3).
        TeamDefaultAgent = "team-default-agent": "default agent of the team",
        /// Handed over by another member (D2, P5).
        HandedOver = "handed-over": "handed over by another member",
        /// Covers for a member who is away (V2, V4).
        Covering = "covering": "covers for a member who is away",
    }
}

impl AssignReason {
    /// Whether a team picked the member (T5).
    pub fn is_pick(self) -> bool {
        matches!(self, Self::TeamRoundRobin | Self::TeamLeastBusy | Self::TeamDefaultAgent)
    }
}

codes! {
    /// Why a member owns a contact.
    pub enum OwnerReason {
        /// By hand (O4).
        Manual = "manual": "by hand",
        /// From an owner import.
        Import = "import": "owner import",
        /// First to reply to the contact (R2).
        FirstResponder = "first-responder": "first to reply to the contact",
        /// Handed over by another member (D2).
        HandedOver = "handed-over": "handed over by another member",
        /// Dealt out evenly (P1).
        Distributed = "distributed": "distributed evenly",
        /// Moved to even out the numbers of contacts (P2).
        Rebalanced = "rebalanced": "moved to even out portfolios",
    }
}

codes! {
    /// Why an assignment or an ownership ended.
    pub enum RemovalReason {
        /// By hand (A4, O4).
        Manual = "manual": "by hand",
        /// Replaced by other members (A1, O4).
        Replaced = "replaced": "replaced by other members",
        /// The member was deactivated (D1).
        MemberDeactivated = "member-deactivated": "the member was deactivated",
        /// Handed over to a successor (D2).
        HandedOver = "handed-over": "handed over to a successor",
        /// Not listed in an owner import.
        Import = "import": "not listed in an owner import",
        /// The change that added it was undone.
        Undone = "undone": "its change was undone",
        /// The member did not reply in time (T5).
        NoAnswer = "no-answer": "the member did not reply in time",
        /// Dealt out evenly among others (P1).
        Distributed = "distributed": "distributed evenly",
        /// Moved to even out the numbers of contacts (P2).
        Rebalanced = "rebalanced": "moved to even out portfolios",
        /// Its contact was merged into another one.
        Merged = "merged": "the contact was merged into another one",
    }
}

codes! {
    /// Why a member or a team was passed over.
    pub enum PassOverReason {
        /// Already assigned; the first reason is kept.
        AlreadyAssigned = "already-assigned": "is already assigned",
        /// Already an owner; the first reason is kept.
        AlreadyOwner = "already-owner": "is already an owner",
        /// Inactive.
        InactiveMember = "inactive-member": "is inactive",
        /// Away (V2).
        Away = "away": "is away",
        /// No active member to pick.
        NoEligibleMember = "no-eligible-member": "has no active member to pick",
        /// The contact already has an active owner.
        HasOwner = "has-owner": "is not made an owner: the contact has an active owner",
        /// The setting `assign-first-responder` is off.
        SettingOff = "setting-off": "is not made an owner: `assign-first-responder` is off",
        /// Not assigned.
        NotAssigned = "not-assigned": "is not assigned",
        /// Not an owner.
        NotOwner = "not-owner": "is not an owner",
        /// The ownership is pinned (P4).
        Pinned = "pinned": "is pinned as owner",
    }
}

codes! {
    /// Why no member is assigned to an open conversation.
    pub enum UnassignedReason {
        /// The contact had no owner when it first wrote.
        NoOwner = "no-owner": "the contact had no owner when it first wrote",
        /// All owners were inactive when the contact first wrote.
        InactiveMember = "inactive-member": "all owners were inactive when the contact first wrote",
        /// All owners were inactive or away, without a substitute, when the contact first wrote.
        Away = "away": "all owners were away when the contact first wrote",
        /// A flow's step or a distribution found no active member.
        NoEligibleMember = "no-eligible-member": "no active member was found to assign",
        /// The members were unassigned by hand.
        Unassigned = "unassigned": "the members were unassigned by hand",
        /// The last member was deactivated.
        MemberDeactivated = "member-deactivated": "the last member was deactivated",
        /// The change that assigned the last member was undone.
        Undone = "undone": "the change that assigned the last member was undone",
        /// The contact has not written, and no flow has assigned a member.
        NotStarted = "not-started": "the contact has not written yet",
    }
}

codes! {
    /// A rule of assignment; `fixtures/scenarios` covers each.
    pub enum RuleId {
        /// Assigning by hand adds members; with `replace` it keeps only the named ones.
        A1 = "A1": "assigning by hand adds members or, with `replace`, keeps only the named",
        /// Assigning a team replaces the former team and keeps the members.
        A2 = "A2": "a conversation has one team",
        /// An inactive member can't be assigned by hand.
        A3 = "A3": "only active members can be assigned by hand",
        /// Unassigning removes exactly the named members and the team if named.
        A4 = "A4": "unassigning removes exactly the named members, and the team if named",
        /// A closed conversation can't be changed.
        A5 = "A5": "a closed conversation can't be changed",
        /// A member who sends a message is assigned.
        M1 = "M1": "a member who sends a message is assigned",
        /// A member's message makes the conversation `in-progress`.
        M2 = "M2": "a member has sent a message",
        /// A note changes nothing.
        M3 = "M3": "a note is not a message",
        /// An inactive member can't send messages.
        M4 = "M4": "only active members can send messages",
        /// A member's message opens a conversation.
        M5 = "M5": "a member's message opens a conversation if none is open",
        /// The owners of a contact that starts a conversation are assigned.
        O1 = "O1": "the contact started the conversation",
        /// Later messages of the contact assign no one.
        O2 = "O2": "only the contact's first message assigns its owners",
        /// A message after a closed conversation opens a new one.
        O3 = "O3": "a message after a closed conversation opens a new one",
        /// A change of owners affects future conversations, not the open one.
        O4 = "O4": "a change of owners affects future conversations, not the open one",
        /// Inactive owners are passed over and remain owners.
        O5 = "O5": "only active owners are assigned",
        /// A flow's *Assign* adds its members and the owners.
        F1 = "F1": "a flow's Assign step adds its members and the contact's owners",
        /// A flow's *Assign Team* sets the team, picks one, and adds the owners.
        F2 = "F2": "a flow's Assign Team step adds a team, a member of it and the owners",
        /// After a step the conversation waits for a member.
        F3 = "F3": "after a flow's step the conversation waits for a member",
        /// A flow that ends without a handover closes the conversation.
        F4 = "F4": "a flow that ends without a handover closes the conversation",
        /// Inactive members of a step are passed over; a step without an active member is a warning.
        F5 = "F5": "a flow's step assigns only active members",
        /// Flow and system messages open conversations and assign no one.
        F6 = "F6": "flow and system messages open a conversation, but assign no one",
        /// Round robin.
        T1 = "T1": "the team assigns its members in rotation",
        /// Least busy.
        T2 = "T2": "the team assigns its least busy member",
        /// Default agent.
        T3 = "T3": "the team assigns its default agent",
        /// The pick ignores current assignments.
        T4 = "T4": "the team picks a member even if already assigned",
        /// A conversation that its pick does not answer in time goes to the next member.
        T5 = "T5": "the team picks again if the member does not reply in time",
        /// A member is away from one time until another.
        V1 = "V1": "an absence lasts from one time until another",
        /// Substitutes cover for members who are away.
        V2 = "V2": "a substitute covers for a member who is away",
        /// By hand, members who are away count as any others.
        V3 = "V3": "a member who is away can still be assigned by hand",
        /// An absence changes no ownership, and no open conversation unless handed over.
        V4 = "V4": "an absence moves no owner, and conversations only if handed over",
        /// Each event sets the status of the conversation.
        S1 = "S1": "each event sets the status of the conversation",
        /// The first member to reply to the contact is the first responder.
        R1 = "R1": "the first member to reply to the contact",
        /// The first responder becomes the owner of a contact without one.
        R2 = "R2": "the first responder becomes the owner of a contact without an active owner",
        /// R2 is a setting, which applies from now on.
        R3 = "R3": "settings apply from now on",
        /// A deactivated member is unassigned from open conversations.
        D1 = "D1": "a deactivated member is unassigned from open conversations",
        /// Successors take over ownership and assignment together, in turn.
        D2 = "D2": "successors take over in turn",
        /// Members, teams and contacts in use can't be removed.
        D3 = "D3": "members, teams and contacts in use can't be removed",
        /// Roles in teams are kept and reported.
        D4 = "D4": "a deactivated member keeps their roles in teams",
        /// Contacts are dealt out to the member with the smallest share.
        P1 = "P1": "contacts go to the member with the smallest share",
        /// The fewest moves make the numbers of contacts even.
        P2 = "P2": "the fewest moves make portfolios even",
        /// Conversations without a member are dealt out by their team's strategy.
        P3 = "P3": "waiting conversations are assigned by their team's strategy",
        /// A pinned ownership stays.
        P4 = "P4": "a pinned owner stays until removed by hand",
        /// Open conversations move to other members in turn.
        P5 = "P5": "open conversations move to other members in turn",
    }
}

codes! {
    /// An error code for scripts. Each has one exit code.
    pub enum ErrorCode {
        /// No member has this email.
        UnknownMember = "unknown-member",
        /// No team has this name.
        UnknownTeam = "unknown-team",
        /// No contact has this phone.
        UnknownContact = "unknown-contact",
        /// No conversation has this number, or none is open.
        UnknownConversation = "unknown-conversation",
        /// No setting has this name.
        UnknownSetting = "unknown-setting",
        /// No change has this number.
        UnknownChange = "unknown-change",
        /// It already exists.
        AlreadyExists = "already-exists",
        /// The member is inactive.
        InactiveMember = "inactive-member",
        /// The conversation is closed.
        ConversationClosed = "conversation-closed",
        /// It is in use.
        StillReferenced = "still-referenced",
        /// Not a phone number.
        InvalidPhone = "invalid-phone",
        /// Not an email address.
        InvalidEmail = "invalid-email",
        /// An invalid value.
        InvalidValue = "invalid-value",
        /// A file with invalid content.
        InvalidFile = "invalid-file",
        /// A file that can't be read.
        UnreadableFile = "unreadable-file",
        /// A file that can't be written.
        UnwritableFile = "unwritable-file",
        /// Rows of a file were rejected.
        RejectedRows = "rejected-rows",
        /// A row with too few or too many cells.
        RaggedRow = "ragged-row",
        /// Rows that contradict each other.
        ConflictingRows = "conflicting-rows",
        /// A word that names several members.
        AmbiguousMember = "ambiguous-member",
        /// An external id that several contacts have.
        AmbiguousContact = "ambiguous-contact",
        /// A name that several members have.
        AmbiguousOwner = "ambiguous-owner",
        /// A name that several teams have, apart from accents.
        AmbiguousTeam = "ambiguous-team",
        /// Too many owners would be removed without confirmation.
        NeedsConfirmation = "needs-confirmation",
        /// The effects are others than those that `--expect` names.
        PlanChanged = "plan-changed",
        /// A later change prevents the undo.
        UndoConflict = "undo-conflict",
        /// The change is already undone.
        AlreadyUndone = "already-undone",
        /// The history does not lead back to the asked point.
        AsOfUnavailable = "as-of-unavailable",
        /// The store does not exist.
        StoreMissing = "store-missing",
        /// The store is locked by another process.
        StoreBusy = "store-busy",
        /// The file is not an inboxctl store.
        StoreForeign = "store-foreign",
        /// The store was created by a newer version.
        StoreNewer = "store-newer",
        /// The store is damaged.
        StoreDamaged = "store-damaged",
        /// The store can't be read or written: full disk, missing permissions, I/O errors.
        StoreIo = "store-io",
        /// A defect of this program ended the command.
        InternalError = "internal-error",
        /// Cancelled by a signal; no changes were made.
        Interrupted = "interrupted",
        /// No scenario was found or selected.
        NothingRan = "nothing-ran",
        /// Invalid command line.
        WrongUsage = "wrong-usage",
    }
}

impl OwnerReason {
    /// The rule under which an import adds owners.
    pub const IMPORT_RULE: RuleId = RuleId::O4;
}

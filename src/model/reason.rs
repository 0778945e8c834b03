//! Why something happened, or did not: stable codes, and the ids of the rules.

use super::code::codes;

codes! {
    /// Why a member was put on a conversation.
    pub enum Assigned {
        /// By hand (A1).
        Manual = "manual",
        /// By sending a message (M1).
        Replied = "replied",
        /// As the contact's owner (O1, O4, F1, F2).
        ContactOwner = "contact-owner",
        /// Named by a flow step (F1).
        FlowAssign = "flow-assign",
        /// Picked by the turn of a flow's team (F2, T1).
        TeamRoundRobin = "team-round-robin",
        /// Picked as the least busy of a flow's team (F2, T2).
        TeamLeastBusy = "team-least-busy",
        /// The default agent of a flow's team (F2, T3).
        TeamDefaultAgent = "team-default-agent",
        /// Taken over from somebody who left (D2).
        HandedOver = "handed-over",
    }
}

codes! {
    /// Why a member was made an owner of a contact.
    pub enum Owned {
        /// By hand (O4).
        Manual = "manual",
        /// From a key-account mapping.
        Import = "import",
        /// As the first to respond (R2).
        FirstResponder = "first-responder",
        /// Taken over from somebody who left (D2).
        HandedOver = "handed-over",
    }
}

codes! {
    /// Why an assignment or an ownership ended.
    pub enum Removed {
        /// By hand (A4, O4).
        Manual = "manual",
        /// Others were named as the only ones (A1).
        Replaced = "replaced",
        /// The member was deactivated (D1).
        MemberDeactivated = "member-deactivated",
        /// Handed over to a successor (D2).
        HandedOver = "handed-over",
        /// By a key-account mapping that is the truth.
        Import = "import",
        /// By taking back the change that made it.
        Undone = "undone",
    }
}

codes! {
    /// Why a member was passed over.
    pub enum Passed {
        /// On the conversation already; the first reason stays.
        AlreadyAssigned = "already-assigned",
        /// An owner already.
        AlreadyOwner = "already-owner",
        /// Not active.
        InactiveMember = "inactive-member",
        /// Nobody could be picked.
        NoEligibleMember = "no-eligible-member",
        /// The contact has an active owner.
        HasOwner = "has-owner",
        /// The setting is off.
        SettingOff = "setting-off",
        /// Not on the conversation.
        NotAssigned = "not-assigned",
        /// Not an owner.
        NotOwner = "not-owner",
    }
}

codes! {
    /// The rules of assignment; `fixtures/scenarios` spells each out.
    pub enum RuleId {
        /// Assigning by hand adds; with `replace` it makes the named the only ones.
        A1 = "A1",
        /// Setting a team replaces the former one and leaves the members alone.
        A2 = "A2",
        /// An inactive member can't be assigned by hand.
        A3 = "A3",
        /// Unassigning removes exactly what is named.
        A4 = "A4",
        /// A closed conversation is not touched.
        A5 = "A5",
        /// Who sends a message is assigned.
        M1 = "M1",
        /// A member's message makes the conversation `in-progress`.
        M2 = "M2",
        /// A note changes nothing.
        M3 = "M3",
        /// An inactive member can't write.
        M4 = "M4",
        /// A member's message opens a conversation.
        M5 = "M5",
        /// A contact that initiates a chat brings its owners.
        O1 = "O1",
        /// Later messages of the contact assign nobody.
        O2 = "O2",
        /// After a closed conversation a new one begins afresh.
        O3 = "O3",
        /// Owners change the future, not the open conversation.
        O4 = "O4",
        /// Inactive owners are passed over and stay owners.
        O5 = "O5",
        /// A flow's *Assign* adds its members and the owners.
        F1 = "F1",
        /// A flow's *Assign Team* sets the team, picks one, and adds the owners.
        F2 = "F2",
        /// After a step the conversation waits for a member.
        F3 = "F3",
        /// A flow that hands nothing over closes the conversation.
        F4 = "F4",
        /// Inactive members of a step are passed over; nobody left is a warning.
        F5 = "F5",
        /// Flow and system messages open conversations and assign nobody.
        F6 = "F6",
        /// Round robin.
        T1 = "T1",
        /// Least busy.
        T2 = "T2",
        /// Default agent.
        T3 = "T3",
        /// The pick doesn't look at who is assigned.
        T4 = "T4",
        /// What an event does to the status.
        S1 = "S1",
        /// Who the first responder is.
        R1 = "R1",
        /// The first responder becomes the owner of a contact without one.
        R2 = "R2",
        /// That is a setting, and looks forward only.
        R3 = "R3",
        /// Deactivating takes a member off the open conversations.
        D1 = "D1",
        /// Successors take ownership and assignment together, in turn.
        D2 = "D2",
        /// What is referred to can't be removed.
        D3 = "D3",
        /// Roles in teams stay and are reported.
        D4 = "D4",
    }
}

codes! {
    /// What can go wrong, for scripts. Each code has one exit code.
    pub enum ErrorCode {
        /// No member has this email.
        UnknownMember = "unknown-member",
        /// No team has this name.
        UnknownTeam = "unknown-team",
        /// No contact has this phone.
        UnknownContact = "unknown-contact",
        /// No such conversation, or none is open.
        UnknownConversation = "unknown-conversation",
        /// No such setting.
        UnknownSetting = "unknown-setting",
        /// No such entry of the history.
        UnknownChange = "unknown-change",
        /// It is there already.
        AlreadyExists = "already-exists",
        /// The member isn't active.
        InactiveMember = "inactive-member",
        /// The conversation is closed.
        ConversationClosed = "conversation-closed",
        /// Something refers to it.
        StillReferenced = "still-referenced",
        /// Not a phone number.
        InvalidPhone = "invalid-phone",
        /// Not an email address.
        InvalidEmail = "invalid-email",
        /// Not a value that fits here.
        InvalidValue = "invalid-value",
        /// A file that is not what it should be.
        InvalidFile = "invalid-file",
        /// A file that can't be read.
        UnreadableFile = "unreadable-file",
        /// A file can't be written.
        UnwritableFile = "unwritable-file",
        /// Rows of a file were rejected.
        RejectedRows = "rejected-rows",
        /// A row with too few or too many cells.
        RaggedRow = "ragged-row",
        /// Rows that contradict each other.
        ConflictingRows = "conflicting-rows",
        /// A name that several members share.
        AmbiguousOwner = "ambiguous-owner",
        /// A name that several teams have, but for the accents.
        AmbiguousTeam = "ambiguous-team",
        /// Too much would be removed without being asked.
        NeedsConfirmation = "needs-confirmation",
        /// Something has changed since.
        UndoConflict = "undo-conflict",
        /// It was taken back before.
        AlreadyUndone = "already-undone",
        /// There is no store.
        StoreMissing = "store-missing",
        /// Somebody else holds the store.
        StoreBusy = "store-busy",
        /// The file isn't a store of this program.
        StoreForeign = "store-foreign",
        /// The store was made by a newer program.
        StoreNewer = "store-newer",
        /// The store is damaged.
        StoreDamaged = "store-damaged",
        /// The disk is full, or does not let us.
        StoreIo = "store-io",
        /// A signal ended it; nothing was changed.
        Interrupted = "interrupted",
        /// No scenario was found or selected.
        NothingRan = "nothing-ran",
        /// The command line can't be understood.
        WrongUsage = "wrong-usage",
    }
}

impl RuleId {
    /// The rule in a few words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::A1 => "assigning by hand adds the named members, or makes them the only ones",
            Self::A2 => "a conversation has one team",
            Self::A3 => "only active members can be assigned by hand",
            Self::A4 => "unassigning takes off exactly what is named",
            Self::A5 => "a closed conversation stays as it was",
            Self::M1 => "who sends a message is assigned",
            Self::M2 => "a member has answered",
            Self::M3 => "a note is not a message",
            Self::M4 => "only active members can write",
            Self::M5 => "a member's message opens a conversation",
            Self::O1 => "the contact started the chat",
            Self::O2 => "only the contact's first message brings its owners",
            Self::O3 => "after a closed conversation a new one begins",
            Self::O4 => "owners are named by hand",
            Self::O5 => "only active owners count",
            Self::F1 => "a flow assigned members, and the owners with them",
            Self::F2 => "a flow assigned a team, and the owners with it",
            Self::F3 => "a flow's step leaves the conversation waiting for a member",
            Self::F4 => "a flow that ends closes what it has handed to nobody",
            Self::F5 => "only active members of a flow's step are taken",
            Self::F6 => "flow and system messages assign nobody, and open a conversation if none is",
            Self::T1 => "the team takes turns",
            Self::T2 => "the team gives to its least busy member",
            Self::T3 => "the team gives to its default agent",
            Self::T4 => "the team picks whoever is on the conversation already",
            Self::S1 => "what happens to an open conversation sets its status",
            Self::R1 => "the first member to answer the contact",
            Self::R2 => "the first responder owns a contact without an active owner",
            Self::R3 => "settings look forward",
            Self::D1 => "a deactivated member leaves the open conversations",
            Self::D2 => "successors take over in turn",
            Self::D3 => "what is referred to can't be removed",
            Self::D4 => "a deactivated member keeps its places in teams",
        }
    }
}

impl Passed {
    /// The reason in a few words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::AlreadyAssigned => "is on the conversation already",
            Self::AlreadyOwner => "is an owner already",
            Self::InactiveMember => "is not active",
            Self::NoEligibleMember => "has nobody active to pick",
            Self::HasOwner => "doesn't become an owner: the contact has an active one",
            Self::SettingOff => "doesn't become an owner: `assign-first-responder` is off",
            Self::NotAssigned => "is not on the conversation",
            Self::NotOwner => "is not an owner",
        }
    }
}

impl Assigned {
    /// The reason in a few words, said of the member.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Manual => "by hand",
            Self::Replied => "sent a message",
            Self::ContactOwner => "owns the contact",
            Self::FlowAssign => "named by a flow's step",
            Self::TeamRoundRobin => "next in turn of the flow's team",
            Self::TeamLeastBusy => "fewest active conversations of the flow's team",
            Self::TeamDefaultAgent => "default agent of the flow's team",
            Self::HandedOver => "took over from a member who left",
        }
    }
}

impl Owned {
    /// The rule under which an import adds owners.
    pub const IMPORT_RULE: RuleId = RuleId::O4;

    /// The reason in a few words, said of the member.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Manual => "by hand",
            Self::Import => "named by a mapping that was imported",
            Self::FirstResponder => "the first to answer the contact",
            Self::HandedOver => "took over from a member who left",
        }
    }
}

impl Removed {
    /// The reason in a few words, said of the member.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Manual => "by hand",
            Self::Replaced => "others were named as the only ones",
            Self::MemberDeactivated => "was deactivated",
            Self::HandedOver => "a successor took over",
            Self::Import => "not named by the key-account mapping",
            Self::Undone => "the change that brought it was undone",
        }
    }
}

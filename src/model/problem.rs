//! The kinds of problems that `check` finds.

use super::code::codes;

codes! {
    /// A kind of problem that `check` finds, in the order of the report.
    pub enum ProblemCode {
        /// SQLite reports a damaged file.
        DamagedFile = "damaged-file",
        /// Damage kept an invariant from being checked.
        Unchecked = "unchecked",
        /// A table, an index or a view is missing.
        MissingFromSchema = "missing-from-schema",
        /// The schema has a trigger, a view or a table that is not of a store.
        UnexpectedInSchema = "unexpected-in-schema",
        /// A table, an index or a view differs from that of a new store.
        AlteredSchema = "altered-schema",
        /// A row violates a constraint of its table.
        BrokenConstraint = "broken-constraint",
        /// A row refers to a missing row.
        DanglingReference = "dangling-reference",
        /// A code or a flag has an unknown value.
        UnknownValue = "unknown-value",
        /// An email is invalid or not in folded form.
        InvalidEmail = "invalid-email",
        /// A phone is not in canonical form.
        InvalidPhone = "invalid-phone",
        /// A phone has another canonical form today.
        PhoneNotCanonical = "phone-not-canonical",
        /// A phone was probably misread: it is invalid, and valid without its country code.
        PhoneMisread = "phone-misread",
        /// A name is empty.
        InvalidName = "invalid-name",
        /// The comparison key of a name is out of date.
        NameKeyDiffers = "name-key-differs",
        /// Two teams have names that differ in case and spaces only.
        SameName = "same-name",
        /// A setting is unknown or has an invalid value.
        InvalidSetting = "invalid-setting",
        /// A contact has more than one open conversation.
        TwoOpenConversations = "two-open-conversations",
        /// A conversation is closed without a closing time, or open with one.
        ClosingTimeDiffers = "closing-time-differs",
        /// An inactive member is assigned to an open conversation (A3, D1).
        InactiveMemberAssigned = "inactive-member-assigned",
        /// An assignment is open and its conversation closed, or the reverse.
        AssignmentStateDiffers = "assignment-state-differs",
        /// A member's count of active conversations (T2) is wrong.
        OpenConversationsMiscounted = "open-conversations-miscounted",
        /// Two entries of an order have the same position.
        PlaceTakenTwice = "place-taken-twice",
        /// A team's rotation points outside of its members (T1).
        TurnOutOfRange = "turn-out-of-range",
        /// A number or a position is out of range.
        NumberOutOfRange = "number-out-of-range",
        /// The member list of a change differs from the members that its entries name.
        MemberListDiffers = "member-list-differs",
        /// A number would be assigned twice.
        NumberBehind = "number-behind",
        /// Two absences of a member overlap (V1).
        AbsencesOverlap = "absences-overlap",
        /// A conversation has another time of its pick than the assignment (T5).
        PickTimeDiffers = "pick-time-differs",
        /// A team with a default agent, who is always picked, has a time to reassign after (T5).
        ReassignmentWithDefaultAgent = "reassignment-with-default-agent",
        /// The numbers of the changes have a gap.
        ChangeMissing = "change-missing",
        /// A change is marked as undone by an earlier one.
        UndoneByEarlier = "undone-by-earlier",
        /// The entries of a change are not in the range that it names.
        EntriesAstray = "entries-astray",
        /// An entry of the history is unreadable.
        UnreadableEntry = "unreadable-entry",
        /// The effect count of a change is wrong.
        EffectsMiscounted = "effects-miscounted",
    }
}

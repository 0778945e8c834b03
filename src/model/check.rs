//! What can be wrong with a store.

use super::code::codes;

codes! {
    /// The kinds of faults that a check finds, in the order in which it tells them.
    pub enum FaultCode {
        /// SQLite finds the file damaged.
        DamagedFile = "damaged-file",
        /// Damage keeps a law from being looked at.
        Unchecked = "unchecked",
        /// A table, an index or a view was taken away.
        MissingFromSchema = "missing-from-schema",
        /// A row has what its table doesn't allow.
        BrokenConstraint = "broken-constraint",
        /// A row names what isn't there.
        DanglingReference = "dangling-reference",
        /// A word or a mark that has no meaning.
        UnknownValue = "unknown-value",
        /// An email that is not valid, or not in the form in which emails are compared.
        InvalidEmail = "invalid-email",
        /// A phone that doesn't look like one in canonical form.
        InvalidPhone = "invalid-phone",
        /// A phone whose canonical form is another one by now.
        PhoneNotCanonical = "phone-not-canonical",
        /// A phone that was probably read wrong: it is not valid, and without its country code it is.
        PhoneMisread = "phone-misread",
        /// A name that is empty.
        InvalidName = "invalid-name",
        /// A name that is compared by what isn't its form without case.
        NameKeyDiffers = "name-key-differs",
        /// Two teams that differ in case and blanks only.
        SameName = "same-name",
        /// A setting that nobody knows, or with a value that doesn't fit.
        InvalidSetting = "invalid-setting",
        /// A contact with more than one open conversation.
        TwoOpenConversations = "two-open-conversations",
        /// A conversation is closed without a time, or has one and isn't.
        ClosingTimeDiffers = "closing-time-differs",
        /// An inactive member is on an open conversation (A3, D1).
        InactiveMemberAssigned = "inactive-member-assigned",
        /// An assignment is not as open as its conversation.
        AssignmentStateDiffers = "assignment-state-differs",
        /// A member's active conversations (T2) are counted wrong.
        OpenConversationsMiscounted = "open-conversations-miscounted",
        /// Two stand in one place of an order.
        PlaceTakenTwice = "place-taken-twice",
        /// A team's turn is no place of its order (T1).
        TurnOutOfRange = "turn-out-of-range",
        /// A number would be used twice.
        NumberBehind = "number-behind",
        /// The numbers of the changes have a gap.
        ChangeMissing = "change-missing",
        /// A change was undone by one that isn't later.
        UndoneByEarlier = "undone-by-earlier",
        /// The entries of a change don't stand in the one run that it names.
        EntriesAstray = "entries-astray",
        /// What a change did can't be read.
        UnreadableEntry = "unreadable-entry",
        /// A change has other effects than it counts.
        EffectsMiscounted = "effects-miscounted",
    }
}

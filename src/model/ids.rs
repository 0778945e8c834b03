//! Numbers of rows in the store. A number is never used twice.

macro_rules! ids {
    ($( $(#[$meta:meta])* $name:ident )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// The number of a member.
    MemberId
    /// The number of a team.
    TeamId
    /// The number of a contact.
    ContactId
    /// The number of a conversation; shown to people.
    ConversationId
    /// The number of an absence.
    AbsenceId
    /// The number of a change in the history; shown to people.
    ChangeId
}

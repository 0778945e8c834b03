//! The numbers by which the store names things. A number is never used twice.

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
    /// A member.
    MemberId
    /// A team.
    TeamId
    /// A contact.
    ContactId
    /// A conversation; the one id that people see.
    ConversationId
    /// An entry of the history; people see it too.
    ChangeId
}

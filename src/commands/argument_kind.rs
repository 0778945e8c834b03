//! What the arguments of commands name: for completions, and for the commands that the history records.

use crate::inbox::CandidateKind;

/// The kind of stored thing that an argument names.
pub(super) fn argument_kind(command: &str, argument: &str, names_owners: bool) -> Option<CandidateKind> {
    Some(match (command, argument) {
        ("undo", "id") => CandidateKind::UndoableChange,
        ("history show", "id") => CandidateKind::Change,
        ("conversation reopen", "conversation") => CandidateKind::ClosedConversation,
        (_, "conversation") => CandidateKind::Conversation,
        ("contact show" | "contact update" | "contact remove" | "contact erase", "phone")
        | ("contact merge", "from" | "into")
        | (_, "contact") => CandidateKind::Contact,
        ("owner add" | "owner set" | "owner remove" | "owner pin" | "owner unpin", "members") if names_owners => {
            CandidateKind::Contact
        }
        (_, "account") => CandidateKind::Account,
        ("team show" | "team update" | "team remove" | "team join" | "team leave", "name")
        | (_, "team" | "assign_team") => CandidateKind::Team,
        ("owner transfer" | "owner distribute" | "conversation transfer", "from")
        | (
            _,
            "member" | "members" | "cover" | "owner" | "owners" | "to" | "among" | "hand_over_to" | "assigned_to"
            | "default_agent" | "assign" | "order" | "unknown_owner",
        ) => CandidateKind::Member,
        _ => return None,
    })
}

/// Whether an option of `owner add`, `set` or `remove` says who the owners are: every argument is then a contact.
pub(super) fn names_owners(words: &[String]) -> bool {
    words.iter().any(|word| matches!(word.as_str(), "--member" | "--no-owners") || word.starts_with("--member="))
}

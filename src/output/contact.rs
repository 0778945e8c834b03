//! A contact with its owners and its conversations.

use super::row::Row;
use super::table::{Cell, Piece};
use crate::inbox::{ContactDetails, view};

impl Row for ContactDetails {
    const PLURAL: &'static str = view::ContactView::PLURAL;
    const HEADINGS: &'static [&'static str] = view::ContactView::HEADINGS;

    fn cells(&self) -> Vec<Cell> {
        self.contact.cells()
    }

    fn fields(&self) -> Vec<(&'static str, Cell)> {
        let fields = self.contact.fields().into_iter().filter(|(label, _)| *label != "owners");
        let owners = Cell::Times(self.ownerships.iter().map(owner).collect());
        let conversations = Cell::Times(self.conversations.iter().map(conversation).collect());
        fields.chain([("owners", owners), ("conversations", conversations)]).collect()
    }
}

/// `ana@acme.example (manual, since 1 Jan 09:00, change 7)`
fn owner(owner: &view::Ownership) -> Vec<Piece> {
    let inactive = if owner.active { "" } else { "inactive, " };
    let who = format!("{} ({inactive}{}, since ", owner.owner, owner.reason);
    vec![Piece::words(who), Piece::Time(owner.since), Piece::words(format!(", change {})", owner.change))]
}

/// `3: new, opened 1 Jan 09:00, assigned to ana@acme.example`
fn conversation(conversation: &view::ConversationView) -> Vec<Piece> {
    let members: Vec<_> = conversation.assigned.iter().map(|one| one.member.as_str()).collect();
    let assigned = if members.is_empty() { String::new() } else { format!(", assigned to {}", members.join(", ")) };
    let opened = format!("{}: {}, opened ", conversation.id, conversation.status);
    vec![Piece::words(opened), Piece::Time(conversation.opened_at), Piece::words(assigned)]
}

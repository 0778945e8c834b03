//! The first line of every answer of a command that writes.

use super::effects::as_i64;
use super::text::{count, grouped};
use crate::inbox::{UndoReport, UndoneChanges};
use crate::model::ChangeId;

/// The counts of an answer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heading<'a> {
    /// The number of the change, unless it is a dry run.
    pub(super) change: Option<ChangeId>,
    /// What it undoes.
    pub(super) undoes: Option<&'a UndoReport>,
    pub(super) effects: i64,
    pub(super) digest: Option<&'a str>,
    /// The number of rejected rows of a file.
    pub(super) rejected: u64,
}

impl Heading<'_> {
    /// `change 7: 4 effects`, `dry run: 4 effects, none applied (digest 6f1c0a2b)`, or `no changes`.
    pub(super) fn line(self) -> String {
        let effects = count(self.effects, "effect");
        match (self.change, self.undoes) {
            (Some(change), Some(undo)) => format!("change {change} undoes {}: {effects}", undone(undo)),
            (Some(change), None) => format!("change {change}: {effects}"),
            (None, _) if self.effects > 0 => format!("dry run: {effects}, none applied{}", self.named()),
            (None, _) if self.rejected == 1 => "no changes (1 row rejected)".to_owned(),
            (None, _) if self.rejected > 0 => format!("no changes ({} rows rejected)", grouped(self.rejected)),
            (None, _) => "no changes".to_owned(),
        }
    }

    /// The first digits of the digest name the plan.
    fn named(self) -> String {
        let digits = self.digest.and_then(|digest| digest.get(..8));
        digits.map(|digits| format!(" (digest {digits})")).unwrap_or_default()
    }
}

fn undone(undo: &UndoReport) -> String {
    match (&undo.undoes, undo.undone_count) {
        (UndoneChanges::One(change), _) => format!("change {change}"),
        (UndoneChanges::Several(_), several) => count(as_i64(several.unwrap_or_default()), "change"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heading_shows_changes_or_no_changes() {
        let change = Heading { change: Some(ChangeId(7)), effects: 1200, ..Heading::default() };
        assert_eq!(change.line(), "change 7: 1,200 effects");
        let report = UndoReport::of(UndoneChanges::One(ChangeId(3)));
        let undo = Heading { undoes: Some(&report), effects: 1, ..change };
        assert_eq!(undo.line(), "change 7 undoes change 3: 1 effect");
        assert_eq!(Heading { change: None, ..change }.line(), "dry run: 1,200 effects, none applied");
        let plan = Heading { change: None, digest: Some("6f1c0a2b77"), ..change };
        assert_eq!(plan.line(), "dry run: 1,200 effects, none applied (digest 6f1c0a2b)");
        assert_eq!(Heading::default().line(), "no changes");
        assert_eq!(Heading { rejected: 1, ..Heading::default() }.line(), "no changes (1 row rejected)");
        assert_eq!(Heading { rejected: 3, ..Heading::default() }.line(), "no changes (3 rows rejected)");
    }
}

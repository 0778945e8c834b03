//! Texts of a file that stand for a member, or for no owner (`--alias`).

use std::collections::HashMap;

use super::owner_lookup::FoundOwner;
use crate::model::{fold, fold_accents};

/// What an alias stands for; `None` for no owner. A member that doesn't exist is an error only where a row
/// needs it.
pub(super) type AliasTarget = Option<FoundOwner>;

/// Aliases in any case; without accents too, if that leaves one.
#[derive(Default)]
pub(super) struct OwnerAliases {
    targets: Vec<AliasTarget>,
    /// Positions in `targets`, by folded text.
    folded: HashMap<String, usize>,
    /// The same without accents; `None` for several.
    bare: HashMap<String, Option<usize>>,
}

impl OwnerAliases {
    /// Adds an alias; the last one of a text counts.
    pub(super) fn add(&mut self, text: &str, target: AliasTarget) {
        let next = self.targets.len();
        self.targets.push(target);
        let before = self.folded.insert(fold(text), next);
        let key = fold_accents(text);
        let is_only = self.bare.get(&key).is_none_or(|known| known.is_some() && *known == before);
        self.bare.insert(key, is_only.then_some(next));
    }

    /// What a text stands for, if it is an alias.
    pub(super) fn find(&self, text: &str) -> Option<&AliasTarget> {
        if self.targets.is_empty() {
            return None;
        }
        let bare = || self.bare.get(&fold_accents(text)).copied().flatten();
        let place = self.folded.get(&fold(text)).copied().or_else(bare)?;
        self.targets.get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MemberId;

    #[test]
    fn alias_is_found_in_any_case_and_without_accents_if_that_leaves_one() {
        let mut aliases = OwnerAliases::default();
        let mut add = |text: &str, number| aliases.add(text, Some(Ok(MemberId(number))));
        add("Peña (Ventas)", 1);
        add("Pena", 2);
        add("Peña", 3);
        add("Luis", 4);
        add("LUIS", 5);
        aliases.add("N/A", None);
        let found = |text: &str| aliases.find(text).cloned();
        assert_eq!(found("pena (ventas)"), Some(Some(Ok(MemberId(1)))));
        assert_eq!(found("PENA"), Some(Some(Ok(MemberId(2)))));
        assert_eq!(found("peña"), Some(Some(Ok(MemberId(3)))));
        // Both `Pena` and `Peña` without accents.
        assert_eq!(found("pëna"), None);
        assert_eq!(found("luis"), Some(Some(Ok(MemberId(5)))));
        assert_eq!(found("lúis"), Some(Some(Ok(MemberId(5)))));
        assert_eq!(found("n/a"), Some(None));
        assert_eq!(found("Ana"), None);
    }
}

//! A set of row numbers in a bit each: some of a table of millions, in any order.

use std::collections::BTreeMap;

use rusqlite::{Connection, Params};

use super::StoreResult;
use super::numbers::read_number;

/// The numbers of a block: neighbours in a table share one, and a lone number takes half a kilobyte.
const BLOCK: i64 = 4096;

#[derive(Default)]
pub(super) struct RowSet {
    blocks: BTreeMap<i64, Box<[u64; 64]>>,
    len: usize,
}

impl RowSet {
    /// The numbers that a statement finds.
    pub(super) fn read(connection: &Connection, sql: &str, values: impl Params) -> StoreResult<Self> {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query(values)?;
        let mut set = Self::default();
        while let Some(row) = rows.next()? {
            set.insert(read_number(row, 0, "row")?);
        }
        Ok(set)
    }

    pub(super) fn insert(&mut self, number: i64) {
        let (block, word, bit) = place(number);
        let block = self.blocks.entry(block).or_insert_with(|| Box::new([0; 64]));
        if let Some(word) = block.get_mut(word) {
            self.len += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }

    pub(super) fn contains(&self, number: i64) -> bool {
        let (block, word, bit) = place(number);
        self.blocks.get(&block).and_then(|block| block.get(word)).is_some_and(|word| word & bit != 0)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The numbers from the lowest to the highest.
    pub(super) fn iter(&self) -> impl Iterator<Item = i64> {
        let words = self.blocks.iter().flat_map(|(block, words)| (block * BLOCK..).step_by(64).zip(words.iter()));
        words.flat_map(|(first, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first + bit))
    }
}

/// The block of a number, and its word and bit there.
fn place(number: i64) -> (i64, usize, u64) {
    let within = number.rem_euclid(BLOCK).cast_unsigned();
    (number.div_euclid(BLOCK), usize::try_from(within / 64).unwrap_or_default(), 1 << (within % 64))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn set_has_what_was_inserted(numbers in prop::collection::vec(prop_oneof![-70..70_i64, any::<i64>()], 0..200)) {
            let (mut set, mut expected) = (RowSet::default(), BTreeSet::new());
            for number in &numbers {
                prop_assert!(set.contains(*number) == expected.contains(number));
                set.insert(*number);
                expected.insert(*number);
                prop_assert!(set.contains(*number));
            }
            prop_assert_eq!(set.len(), expected.len());
            prop_assert!(set.iter().eq(expected));
        }
    }
}

//! Bars for numbers.

/// A full cell, and what is left of one in eighths.
const FULL: char = '\u{2588}';
const EIGHTHS: [&str; 8] = ["", "\u{258f}", "\u{258e}", "\u{258d}", "\u{258c}", "\u{258b}", "\u{258a}", "\u{2589}"];

/// A bar that is to a number what `cells` are to the greatest; something is never nothing.
pub(super) fn bar(number: u64, greatest: u64, cells: usize) -> String {
    let most = u128::try_from(cells * 8).unwrap_or_default();
    let eighths = (u128::from(number.min(greatest)) * most).checked_div(u128::from(greatest)).unwrap_or_default();
    let eighths = usize::try_from(eighths).unwrap_or_default().max(usize::from(number > 0));
    let rest = EIGHTHS.get(eighths % 8).copied().unwrap_or_default();
    std::iter::repeat_n(FULL, eighths / 8).chain(rest.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_are_scaled_to_the_maximum() {
        assert_eq!(bar(8, 8, 4), "████");
        assert_eq!(bar(4, 8, 4), "██");
        assert_eq!(bar(3, 8, 4), "█▌");
        assert_eq!(bar(1, 1000, 4), "▏");
        assert_eq!(bar(0, 8, 4), "");
        assert_eq!(bar(0, 0, 4), "");
        assert_eq!(bar(u64::MAX, u64::MAX, 2), "██");
    }
}

//! CSV cells: spreadsheets run some as formulas, so those are escaped when written and unescaped when read.

use std::borrow::Cow;

use crate::model::Phone;

/// Returns the cell as it is written: with a `'` before what a spreadsheet would run, and before what
/// would lose one when it is read.
pub fn escape_formula(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Returns the cell without the `'` that [`escape_formula`] puts.
pub fn unescape_formula(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        Some(_) | None => cell,
    }
}

/// Spreadsheets of East Asian locales run full-width signs too.
fn is_formula(cell: &str) -> bool {
    const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    cell.starts_with(SIGNS) && Phone::if_canonical(cell).is_none() && !is_number(cell)
}

/// A sign, digits, at most one point or comma.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let marks = digits.matches(['.', ',']).count();
    marks <= 1
        && digits.len() > marks
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_escaped() {
        for cell in [
            "=1+1",
            "+cmd",
            "-2+3",
            "@sum",
            "\tx",
            "\rx",
            "'=1",
            "''-x",
            "+",
            "-",
            "+1.2.3",
            "=+525512345678",
            "＝1+1",
            "＋x",
            "－x",
            "＠x",
            "'＝1",
        ] {
            assert_eq!(escape_formula(cell), format!("'{cell}"), "{cell}");
        }
        for cell in ["", "Ana", "+525512345678", "-12.5", "+3,5", "-7", "'Ana", "'", "a=b"] {
            assert_eq!(escape_formula(cell), cell);
        }
    }

    #[test]
    fn only_escaped_cells_lose_a_quote() {
        for (cell, as_it_was) in [("'=1+1", "=1+1"), ("''-x", "'-x"), ("'\tx", "\tx"), ("'+", "+")] {
            assert_eq!(unescape_formula(cell), as_it_was);
        }
        for cell in ["", "'", "'Ana", "''", "=1+1", "'+525512345678", "'-12.5", "a'=1"] {
            assert_eq!(unescape_formula(cell), cell);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        #[test]
        fn escaped_cells_unescape_to_themselves(cell in r"'{0,3}[=+\-@＝＋－＠\t\r0-9.,']{0,4}\PC{0,5}", any in any::<String>()) {
            for text in [cell, any] {
                let escape_formula = escape_formula(&text);
                prop_assert_eq!(unescape_formula(&escape_formula), &text);
            }
        }
    }
}

//! Numbers that the phone library would leave as they are, by their length: most phones of a file are
//! such, and need not wait for the library.
//!
//! A test compares the table with the library.

/// Calling codes; the digits other than 0 that may not follow them; and how many digits follow them.
///
/// Argentina is missing, where mobiles are written anew; so is everything with a 0 behind the calling
/// code, which is a trunk prefix in many countries.
#[rustfmt::skip]
const PLANS: &[(&str, &str, &[usize])] = &[
    ("1", "", &[10]), ("20", "", &[8, 9, 10]), ("211", "", &[9]), ("212", "", &[9]), ("213", "", &[8, 9]),
    ("216", "", &[8]), ("218", "", &[9]), ("220", "", &[7, 9]), ("221", "", &[9]), ("222", "", &[8]),
    ("223", "", &[8]), ("224", "", &[8, 9]), ("225", "", &[10]), ("226", "", &[8]), ("227", "", &[8]),
    ("228", "", &[8]), ("229", "", &[8, 10]), ("230", "", &[7, 8, 10]), ("231", "", &[7, 8, 9]), ("232", "", &[8]),
    ("233", "", &[8, 9]), ("234", "", &[10, 11, 12]), ("235", "", &[8]), ("236", "", &[8]), ("237", "", &[8, 9]),
    ("238", "", &[7]), ("239", "", &[7]), ("240", "", &[9]), ("241", "", &[7, 8]), ("242", "", &[9]),
    ("243", "", &[7, 8, 9, 10]), ("244", "", &[9]), ("245", "", &[7, 9]), ("246", "", &[7]), ("247", "", &[5, 6]),
    ("248", "", &[7]), ("249", "", &[9]), ("250", "", &[8, 9]), ("251", "", &[9]), ("252", "", &[6, 7, 8, 9]),
    ("253", "", &[8]), ("254", "", &[7, 8, 9, 10]), ("255", "", &[9]), ("256", "", &[9]), ("257", "", &[8]),
    ("258", "", &[8, 9]), ("260", "", &[9]), ("261", "", &[9]), ("262", "", &[9]), ("263", "", &[7, 9, 10]),
    ("264", "", &[8, 9]), ("265", "", &[7, 9]), ("266", "", &[8]), ("267", "", &[7, 8, 10]), ("268", "", &[8, 9]),
    ("269", "", &[7]), ("27", "", &[5, 6, 7, 8, 9, 10]), ("290", "", &[4, 5]), ("291", "", &[7]), ("297", "", &[7]),
    ("298", "", &[6]), ("299", "", &[6]), ("30", "", &[10, 11, 12]), ("31", "", &[5, 6, 7, 8, 9, 10, 11]),
    ("32", "", &[8, 9]), ("33", "", &[9]), ("34", "", &[9]), ("350", "", &[8]), ("351", "", &[9]),
    ("352", "", &[4, 5, 6, 7, 8]), ("352", "1", &[9, 10, 11]), ("353", "", &[7, 8, 9, 10]), ("354", "", &[7, 9]),
    ("355", "", &[6, 7, 8, 9]), ("356", "", &[8]), ("357", "", &[8]), ("358", "", &[5, 6, 7, 8, 9, 10, 11, 12]),
    ("359", "", &[6, 7, 8, 9, 12]), ("36", "", &[8, 9]), ("370", "", &[8]), ("371", "", &[8]),
    ("372", "", &[7, 8, 10]), ("373", "", &[8]), ("374", "", &[8]), ("375", "", &[6]),
    ("375", "8", &[7, 8, 9, 10, 11]), ("376", "", &[6, 8, 9]), ("377", "", &[8, 9]), ("378", "", &[8, 10]),
    ("380", "", &[9, 10]), ("381", "", &[6, 7, 8, 9, 10, 11, 12]), ("382", "", &[8, 9]),
    ("383", "", &[8, 9, 10, 11, 12]), ("385", "", &[7, 8, 9]), ("386", "", &[5, 6, 7, 8]), ("387", "", &[8, 9]),
    ("389", "", &[8]), ("39", "", &[6, 7, 8, 9, 10, 11, 12]), ("40", "", &[6, 9]), ("41", "", &[9, 12]),
    ("420", "", &[9, 10, 11, 12]), ("421", "", &[6, 7, 9]), ("423", "", &[7, 9]),
    ("43", "", &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13]), ("44", "", &[7, 9, 10]), ("45", "", &[8]),
    ("46", "", &[6, 7, 8, 9, 10, 12]), ("47", "", &[5, 8]), ("48", "", &[6, 7, 8, 9, 10]),
    ("49", "", &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13]), ("500", "", &[5]), ("501", "", &[7, 11]),
    ("502", "", &[8, 11]), ("503", "", &[7, 8, 11]), ("504", "", &[8, 11]), ("505", "", &[8]),
    ("506", "", &[8, 10]), ("507", "", &[7, 8, 10, 11]), ("508", "", &[6, 9]), ("509", "", &[8]),
    ("51", "", &[8, 9]), ("52", "", &[10]), ("53", "", &[6, 7, 8, 10]), ("55", "", &[8, 9]), ("55", "9", &[11]),
    ("56", "", &[9, 10, 11]), ("57", "", &[8, 10, 11]), ("58", "", &[10]), ("590", "", &[9]), ("591", "", &[8, 9]),
    ("592", "", &[7]), ("593", "", &[8, 9, 10, 11]), ("594", "", &[9]), ("595", "", &[6, 7, 8, 9, 10, 11]),
    ("596", "", &[9]), ("597", "", &[6, 7]), ("598", "", &[4, 5, 6, 7, 8, 9, 10, 11, 12]), ("599", "", &[7, 8]),
    ("60", "", &[8, 9, 10]), ("61", "", &[5, 6, 7, 8]), ("61", "1", &[9, 10, 12]),
    ("62", "", &[7, 8, 9, 10, 11, 12, 13]), ("63", "", &[6, 8, 9, 10, 11, 12, 13]),
    ("64", "", &[5, 6, 7, 8, 9, 10]), ("65", "", &[8, 10, 11]), ("66", "", &[8, 9, 10, 13]), ("670", "", &[7, 8]),
    ("672", "", &[6]), ("673", "", &[7]), ("674", "", &[7]), ("675", "", &[7, 8]), ("676", "", &[5, 7]),
    ("677", "", &[5, 7]), ("678", "", &[5, 7]), ("679", "", &[7, 11]), ("680", "", &[7]), ("681", "", &[6, 9]),
    ("682", "", &[5]), ("683", "", &[4, 7]), ("685", "", &[5, 6, 7, 10]), ("686", "", &[5, 8]), ("687", "", &[6]),
    ("688", "", &[5, 6, 7]), ("689", "", &[6, 8, 9]), ("690", "", &[4, 5, 6, 7]), ("691", "", &[7]),
    ("692", "", &[7]), ("7", "", &[10, 14]), ("800", "", &[8]), ("808", "", &[8]),
    ("81", "", &[8, 9, 10, 11, 12, 13]), ("82", "", &[5, 6, 8, 9, 10, 11, 12, 13]), ("84", "", &[7, 8, 9, 10]),
    ("850", "", &[8, 10]), ("852", "", &[5, 6, 7, 8, 9, 11]), ("853", "", &[7, 8]), ("855", "", &[8, 9, 10]),
    ("856", "", &[8, 9, 10]), ("86", "", &[7, 8, 9, 10, 11]), ("86", "1", &[12]), ("870", "", &[9, 12]),
    ("878", "", &[12]), ("880", "", &[6, 7, 8, 9, 10]), ("881", "", &[9, 10]), ("882", "", &[7, 8, 9, 10, 11, 12]),
    ("883", "", &[8, 9, 10, 11, 12]), ("886", "", &[7, 8, 9, 10, 11]), ("888", "", &[11]),
    ("90", "", &[7, 10, 12, 13]), ("91", "", &[8, 9, 10, 11, 12, 13]), ("92", "", &[8, 9, 10, 11, 12]),
    ("93", "", &[9]), ("94", "", &[9]), ("95", "", &[6, 7, 8, 9, 10]), ("960", "", &[7, 10]), ("961", "", &[7, 8]),
    ("962", "", &[8, 9]), ("963", "", &[8, 9]), ("964", "", &[8, 9, 10]), ("965", "", &[7, 8]),
    ("966", "", &[9, 10]), ("967", "", &[7, 8, 9]), ("968", "", &[7, 8, 9]), ("970", "", &[8, 9, 10]),
    ("971", "", &[5, 6, 7, 8, 9, 10, 11, 12]), ("972", "", &[7, 8, 9, 10, 11, 12]), ("973", "", &[8]),
    ("974", "", &[7, 8, 9, 11]), ("975", "", &[7, 8]), ("976", "", &[8, 9, 10]), ("977", "", &[8, 10, 11]),
    ("979", "", &[9]), ("98", "", &[4, 5, 6, 7, 10]), ("992", "", &[9]), ("993", "", &[8]), ("994", "", &[9]),
    ("995", "", &[9]), ("996", "", &[9, 10]), ("998", "", &[9]),
];

/// Whether the library would accept digits with their country code as they are (N5, N6).
pub(super) fn is_canonical(digits: &str) -> bool {
    // No calling code begins with another one: one that fits is the last before the digits.
    let end = PLANS.partition_point(|(code, ..)| *code <= digits);
    let plans = PLANS.get(..end).unwrap_or_default().iter().rev();
    plans.map_while(|plan| Some((digits.strip_prefix(plan.0)?, plan))).any(|(national, (_, not_first, lengths))| {
        let first = |digit| digit == '0' || not_first.contains(digit);
        lengths.contains(&national.len()) && !national.starts_with(first)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::*;
    use crate::model::phone::canonical::MOST_DIGITS;
    use crate::model::phone::plan;

    const ARGENTINA: &str = "54";

    fn is_left_alone(digits: &str) -> bool {
        plan::international(digits).is_ok_and(|reading| reading.phone.as_str().strip_prefix('+') == Some(digits))
    }

    fn first_digits(not_first: &str) -> impl Iterator<Item = char> {
        ('1'..='9').filter(|digit| !not_first.contains(*digit))
    }

    #[test]
    fn numbers_of_the_table_are_left_alone_by_the_library() {
        for (code, not_first, lengths) in PLANS {
            for (first, length) in
                first_digits(not_first).flat_map(|first| lengths.iter().map(move |length| (first, length)))
            {
                for tail in ["00000000000000", "98765432109876", "18002012345678"] {
                    let digits = format!("{code}{first}{}", &tail[..length - 1]);
                    assert!(is_canonical(&digits) && is_left_alone(&digits), "+{digits}");
                }
            }
        }
    }

    #[test]
    fn others_wait_for_the_library() {
        for digits in [
            "",
            "0",
            "1",
            "5215512345678",
            "5255123456",
            "5491123456789",
            "551187654321",
            "390612345678",
            "999123456789",
        ] {
            assert!(!is_canonical(digits), "{digits}");
        }
        assert!(["525512345678", "5511987654321", "12125550117", "8613912345678"].into_iter().all(is_canonical));
    }

    /// Whether the library leaves all numbers of this length alone. It looks at the first digits only; the
    /// prefixes that it takes off have up to four, and up to six with a 1 in front (Great Britain's 180020).
    fn all_are_left_alone(code: &str, first: char, length: usize) -> bool {
        let behind = length - 1;
        let varied = behind.min(if first == '1' { 5 } else { 3 });
        ["0", "2", "9"].into_iter().all(|fill| {
            let rest = fill.repeat(behind - varied);
            (0..10_u32.pow(u32::try_from(varied).unwrap()))
                .all(|number| is_left_alone(&format!("{code}{first}{number:0varied$}{rest}")))
        })
    }

    /// The rows of a calling code, by the digits that may not follow it.
    fn rows(code: &str) -> BTreeMap<String, Vec<usize>> {
        let mut rows = BTreeMap::<_, Vec<usize>>::new();
        for length in 1..=MOST_DIGITS - code.len() {
            let not_first: String = ('1'..='9').filter(|first| !all_are_left_alone(code, *first, length)).collect();
            rows.entry(not_first).or_default().push(length);
        }
        rows.remove("123456789");
        rows
    }

    /// Makes the table: `cargo test --release -- --ignored numbering --nocapture`.
    #[test]
    #[ignore = "takes minutes; run it when the phone library changes"]
    fn table_is_that_of_the_library() {
        let codes = PHONE_NUMBER_UTIL.get_supported_calling_codes().map(|code| code.to_string());
        let codes: BTreeSet<String> = codes.filter(|code| code != ARGENTINA).collect();
        let made: Vec<_> = codes
            .iter()
            .flat_map(|code| {
                rows(code).into_iter().map(move |(not_first, lengths)| (code.as_str(), not_first, lengths))
            })
            .collect();
        let kept: Vec<_> =
            PLANS.iter().map(|(code, not_first, lengths)| (*code, (*not_first).to_owned(), lengths.to_vec())).collect();
        for (code, not_first, lengths) in &made {
            println!("(\"{code}\", \"{not_first}\", &{lengths:?}),");
        }
        assert!(made == kept, "the table differs from the rows above");
    }
}

//! In all countries, an accepted number is one of the two readings of its digits (N4), and its canonical
//! form is read as itself (N6). The readings are computed here from the library alone, differently from
//! [`super::plan`].

use std::collections::BTreeSet;

use rlibphonenumber::{CountryCodeSource, PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};

use super::country::COUNTRIES;
use super::{Country, Phone, PhoneFormat, PhoneReader};

/// A conversion of a number to its canonical form.
const READINGS: usize = 3;

const FORMATS: [PhoneFormat; 3] = [PhoneFormat::Auto, PhoneFormat::International, PhoneFormat::National];

/// Types with examples in the library.
const TYPES: [PhoneNumberType; 6] = [
    PhoneNumberType::Mobile,
    PhoneNumberType::FixedLine,
    PhoneNumberType::TollFree,
    PhoneNumberType::SharedCost,
    PhoneNumberType::VoIP,
    PhoneNumberType::UAN,
];

/// Common prefixes of a number.
const BEFORE: [&str; 20] =
    ["", "", "", "0", "00", "1", "01", "011", "044", "045", "15", "8", "810", "9", "21", "521", "549", "54", "55", "+"];

/// Common notations, with the digits in the middle.
const AROUND: [(&str, &str); 10] = [
    ("", ""),
    ("", ""),
    ("", ".0"),
    ("'", ""),
    ("=\"", "\""),
    ("(", ")"),
    ("\u{202a}", "\u{202c}"),
    ("tel:", ""),
    ("", "@s.whatsapp.net"),
    ("https://wa.me/", "?text=1"),
];

/// Pseudorandom numbers, the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from_digit(u32::try_from(self.below(10)).unwrap(), 10).unwrap()).collect()
    }
}

/// A country with numbers that begin like its own.
struct Land {
    country: Country,
    code: String,
    /// National numbers of several types.
    examples: Vec<String>,
}

fn lands() -> Vec<Land> {
    COUNTRIES.split(' ').map(land).collect()
}

fn land(name: &str) -> Land {
    let region: Region = name.parse().unwrap();
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region).unwrap().to_string();
    let examples = TYPES.iter().filter_map(|kind| {
        let number = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, *kind).ok()?;
        let text = number.format_as(PhoneNumberFormat::E164).into_owned();
        text.strip_prefix(&format!("+{code}")).map(str::to_owned)
    });
    Land { country: name.parse().unwrap(), examples: examples.collect(), code }
}

/// A text that may be a number of this country, of another one, or invalid.
fn text(dice: &mut Dice, land: &Land, other: &Land) -> (String, bool, String) {
    let mut digits = match dice.below(8) {
        0 => {
            let count = dice.below(16) + 2;
            dice.digits(count)
        }
        1 | 2 => format!("{}{}", other.code, example(dice, other)),
        3 | 4 => format!("{}{}", land.code, example(dice, land)),
        _ => example(dice, land),
    };
    if dice.below(2) == 0 {
        let at = dice.below(digits.len());
        let digit = dice.digits(1);
        digits.replace_range(at..=at, &digit);
    }
    if dice.below(6) == 0 {
        digits.pop();
    }
    let before = dice.one_of(&BEFORE);
    let (open, close) = dice.one_of(&AROUND);
    let typed = format!("{before}{digits}");
    let address = matches!(open, "tel:" | "https://wa.me/") || close.starts_with('@');
    let plain = typed.trim_start_matches('+').to_owned();
    let (international, plain) = match plain.strip_prefix("00") {
        Some(rest) if !typed.starts_with('+') => (true, rest.to_owned()),
        _ => (address || typed.starts_with('+'), plain),
    };
    (format!("{open}{typed}{close}"), international, plain)
}

fn example(dice: &mut Dice, land: &Land) -> String {
    if land.examples.is_empty() {
        return dice.digits(9);
    }
    land.examples[dice.below(land.examples.len())].clone()
}

/// The canonical form of digits after a `+`: the library's reading as WhatsApp writes it, until it is stable.
fn international(digits: &str) -> Option<String> {
    let mut phone = format!("+{digits}");
    for _ in 0..READINGS {
        let again = whatsapp(&mexican(&phone))?;
        if again == phone {
            return Some(phone);
        }
        phone = again;
    }
    (whatsapp(&mexican(&phone))? == phone).then_some(phone)
}

fn mexican(phone: &str) -> String {
    match phone.strip_prefix("+521") {
        Some(rest) if rest.len() == 10 => format!("+52{rest}"),
        _ => phone.to_owned(),
    }
}

fn whatsapp(phone: &str) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse(phone, None).ok()?;
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    let at = |place: usize| e164.as_bytes().get(place).copied().unwrap_or_default();
    match (e164.get(..3), e164.len()) {
        (Some("+54"), 13) if matches!(at(3), b'1'..=b'3') => Some(format!("+549{}", &e164[3..])),
        (Some("+55"), 13) if matches!(at(5), b'6'..=b'9') => Some(format!("{}9{}", &e164[..5], &e164[5..])),
        _ => Some(e164),
    }
}

/// The readings of digits in a country: after its code, with and without the national prefix.
fn national(digits: &str, country: Country) -> BTreeSet<String> {
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(country.0).unwrap();
    let mut national = BTreeSet::from([format!("{code}{digits}")]);
    if let Ok(number) = PHONE_NUMBER_UTIL.parse_and_keep_raw_input(digits, Some(country.0))
        && number.country_code_source() == CountryCodeSource::FromDefaultCountry
    {
        national.insert(number.format_as(PhoneNumberFormat::E164).trim_start_matches('+').to_owned());
    }
    if country.0 == Region::MX {
        let without = ["044", "045", "01"].iter().filter_map(|before| digits.strip_prefix(before));
        national.extend(without.map(|rest| format!("{code}{rest}")));
    }
    national.iter().filter_map(|digits| international(digits)).collect()
}

/// Reads a number of texts for each country; returns how many were accepted.
fn try_texts(of_each: usize) -> usize {
    let lands = lands();
    let mut dice = Dice(7);
    let mut accepted = 0;
    for land in &lands {
        for _ in 0..of_each {
            let other = dice.below(lands.len());
            let (text, international, digits) = text(&mut dice, land, &lands[other]);
            let format = dice.one_of(&FORMATS);
            let country = (dice.below(8) > 0).then_some(land.country);
            let Ok(phone) = (PhoneReader { country, format }).read(&text) else { continue };
            accepted += 1;
            check_reading(&text, &digits, international, PhoneReader { country, format }, &phone);
            for country in [None, Some(land.country), Some(lands[other].country)] {
                check_stable(&phone, country);
            }
        }
    }
    accepted
}

fn check_reading(text: &str, digits: &str, international: bool, reader: PhoneReader, phone: &Phone) {
    let mut allowed = BTreeSet::new();
    if international || reader.format != PhoneFormat::National {
        allowed.extend(self::international(digits));
    }
    if let (false, Some(country)) = (international || reader.format == PhoneFormat::International, reader.country) {
        allowed.extend(national(digits, country));
    }
    assert!(allowed.contains(phone.as_str()), "`{text}` with {reader:?} is {phone}, and not of {allowed:?}");
}

fn check_stable(phone: &Phone, country: Option<Country>) {
    for format in FORMATS {
        let again = PhoneReader { country, format }.read(phone.as_str());
        assert_eq!(again.as_ref(), Ok(phone), "{phone} with {country:?} and {format}");
        assert!(Phone::if_canonical(phone.as_str()).is_some(), "{phone}");
    }
}

#[test]
fn number_has_one_of_two_readings() {
    let accepted = try_texts(40);
    assert!(accepted > 2_000, "only {accepted} were accepted");
}

#[test]
fn canonical_form_is_the_same_in_every_country() {
    let lands = lands();
    for land in lands.iter().step_by(7) {
        for example in land.examples.iter().take(1) {
            let phone = PhoneReader::INTERNATIONAL_ONLY.read(&format!("+{}{example}", land.code)).unwrap();
            for other in &lands {
                check_stable(&phone, Some(other.country));
            }
        }
    }
}

/// The same with a million texts: `cargo test --release -- --ignored million_texts --nocapture`.
#[test]
#[ignore = "takes minutes; run it when the phone library or the rules change"]
fn million_texts_have_one_of_two_readings() {
    let started = std::time::Instant::now();
    let accepted = try_texts(1_000_000 / COUNTRIES.split(' ').count() + 1);
    println!("{accepted} of a million texts were accepted; {:?}", started.elapsed());
}

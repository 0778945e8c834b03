//! Phone numbers: the key of a contact. The only place that knows the phone library.
//!
//! People type numbers in many ways; each is read whole or refused, never in
//! part. Waking the library costs milliseconds, so whoever holds a text that may be canonical
//! already asks [`Phone::if_canonical`] first and looks that up.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat, Region, ValidationError,
};

use super::text::Excerpt;

/// A phone number in canonical form: E.164 as WhatsApp uses it (`+`, country code, national number).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// A country by its two capital letters (ISO 3166-1 alpha-2), for numbers without country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country(Region);

/// The countries that the library knows, so that reading a setting needn't wake it.
const COUNTRIES: &str = "\
    AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER \
    ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE \
    IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV \
    LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK \
    SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA \
    VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A text that is no country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a country: give its two letters, for example MX", Excerpt(.0))]
pub struct InvalidCountry(String);

/// A text that is no phone number, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a phone number: {why}", Excerpt(.text))]
pub struct InvalidPhone {
    /// What was given.
    pub text: String,
    /// What is wrong with it.
    pub why: PhoneFault,
}

/// What keeps a text from being a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum PhoneFault {
    #[error("it is empty")]
    Empty,
    #[error("it has letters in it")]
    Letters,
    #[error("it has an extension")]
    Extension,
    #[error("it holds more than one number")]
    TwoNumbers,
    #[error("it has digits other than 0 to 9")]
    OtherDigits,
    #[error("it has a character in it that no phone number has")]
    Character,
    #[error("it has no country code, and no country was given")]
    NoCountryCode,
    #[error("there is no such country code")]
    UnknownCountryCode,
    #[error("it is too short")]
    TooShort,
    #[error("it is too long")]
    TooLong,
    #[error("no number of that country has so many digits")]
    Length,
    #[error("it is too short: it can only be dialled inside a town")]
    LocalOnly,
}

impl Phone {
    /// Reads a number in any spelling; `country` is for numbers without country code.
    pub fn parse(text: &str, country: Option<Country>) -> Result<Self, InvalidPhone> {
        canonical(text, country).map(Self).map_err(|why| InvalidPhone { text: text.to_owned(), why })
    }

    /// The phone, if the text has the shape of a canonical one. It may still be another spelling
    /// of one (`+52 1 …`): only being stored proves that it is canonical.
    pub fn if_canonical(text: &str) -> Option<Self> {
        canonical_digits(text).map(|_| Self(text.to_owned()))
    }

    /// The digits of a text of that shape as one number: texts of that shape are the same exactly
    /// if their numbers are.
    pub fn digits_if_canonical(text: &str) -> Option<u64> {
        canonical_digits(text)?.parse().ok()
    }

    /// Whether a person who wrote this meant a phone number with its country code, where a plain
    /// number would mean something else.
    pub fn is_meant(text: &str) -> bool {
        let text = text.trim_start();
        let lower = text.get(..9).unwrap_or(text).to_ascii_lowercase();
        text.starts_with('+') || text.starts_with("00") || lower.starts_with("whatsapp:") || lower.starts_with("tel:")
    }

    /// In canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Country {
    type Err = InvalidCountry;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidCountry(text.to_owned());
        let letters = text.trim().to_ascii_uppercase();
        if !COUNTRIES.split(' ').any(|known| known == letters) {
            return Err(invalid());
        }
        letters.parse().map(Self).map_err(|_| invalid())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.as_region_str())
    }
}

/// The digits of a text that has the shape of a canonical phone.
fn canonical_digits(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('+')?;
    let shaped = (5..=MOST_DIGITS).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    shaped.then_some(digits)
}

/// How many digits E.164 allows.
const MOST_DIGITS: usize = 15;

/// The canonical form of a number in any spelling.
fn canonical(text: &str, country: Option<Country>) -> Result<String, PhoneFault> {
    let dialled = Dialled::read(text)?;
    let digits = one_mexico(&dialled, country);
    let number = match (dialled.international, country) {
        (true, _) => PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None),
        (false, Some(country)) => PHONE_NUMBER_UTIL.parse(digits.as_ref(), Some(country.0)),
        (false, None) => return Err(PhoneFault::NoCountryCode),
    }
    .map_err(|error| parse_fault(&error))?;
    check_length(&number)?;
    let number = as_whatsapp_writes(&number.format_as(PhoneNumberFormat::E164));
    // Some countries have longer ones inside; nobody else can dial them.
    if number.len() > MOST_DIGITS + 1 { Err(PhoneFault::TooLong) } else { Ok(number) }
}

/// What is left of a typed number once the writing around its digits is gone.
struct Dialled {
    international: bool,
    digits: String,
}

impl Dialled {
    fn read(text: &str) -> Result<Self, PhoneFault> {
        let mut digits = String::with_capacity(text.len());
        let mut plus = false;
        for (at, letter) in without_scheme(text).char_indices() {
            match letter {
                '0'..='9' => digits.push(letter),
                '+' | '\u{ff0b}' if !plus && digits.is_empty() => plus = true,
                '+' | '\u{ff0b}' | ',' | ';' | '|' | '&' => return Err(PhoneFault::TwoNumbers),
                '#' | '*' => return Err(PhoneFault::Extension),
                _ if is_writing(letter) => {}
                _ if letter.is_numeric() => return Err(PhoneFault::OtherDigits),
                _ if letter.is_alphabetic() => return Err(letters_fault(without_scheme(text), at)),
                _ => return Err(PhoneFault::Character),
            }
        }
        if digits.is_empty() {
            return Err(PhoneFault::Empty);
        }
        if !plus && let Some(rest) = digits.strip_prefix("00") {
            return Ok(Self { international: true, digits: rest.to_owned() });
        }
        Ok(Self { international: plus, digits })
    }
}

fn without_scheme(text: &str) -> &str {
    let text = text.trim();
    for scheme in ["whatsapp:", "tel:"] {
        if let Some(start) = text.get(..scheme.len())
            && start.eq_ignore_ascii_case(scheme)
        {
            return text.get(scheme.len()..).unwrap_or_default();
        }
    }
    text
}

/// Blanks, dots, dashes, slashes, brackets, and the invisible marks that come along when a number
/// is copied from a phone's screen.
fn is_writing(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '.' | '-' | '/' | '(' | ')' | '[' | ']')
        || matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Letters after a whole number are an extension (`x12`, `ext. 12`), or announce another number.
fn letters_fault(text: &str, at: usize) -> PhoneFault {
    let (before, word) = text.split_at(at);
    let word: String = word.chars().take_while(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let has_digits = before.bytes().filter(u8::is_ascii_digit).count() > 5;
    match word.as_str() {
        "x" | "ext" | "extension" | "extensión" | "anexo" | "int" if has_digits => PhoneFault::Extension,
        "y" | "o" | "and" | "or" | "u" | "e" if has_digits => PhoneFault::TwoNumbers,
        _ => PhoneFault::Letters,
    }
}

/// Mexico: the `1` that was once dialled before mobiles is not part of the number. The library
/// would find it too long, so it is taken off before.
fn one_mexico(dialled: &Dialled, country: Option<Country>) -> Cow<'_, str> {
    let digits = dialled.digits.as_str();
    let national = if dialled.international {
        digits.strip_prefix("521")
    } else {
        country.filter(|country| country.0 == Region::MX).and_then(|_| digits.strip_prefix('1'))
    };
    match national.filter(|national| national.len() == 10) {
        Some(national) if dialled.international => Cow::Owned(format!("52{national}")),
        Some(national) => Cow::Borrowed(national),
        None => Cow::Borrowed(digits),
    }
}

fn check_length(number: &PhoneNumber) -> Result<(), PhoneFault> {
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => Ok(()),
        Ok(NumberLengthType::IsPossibleLocalOnly) => Err(PhoneFault::LocalOnly),
        Err(ValidationError::InvalidCountryCode) => Err(PhoneFault::UnknownCountryCode),
        Err(ValidationError::TooShort) => Err(PhoneFault::TooShort),
        Err(ValidationError::TooLong) => Err(PhoneFault::TooLong),
        Err(ValidationError::InvalidLength) => Err(PhoneFault::Length),
    }
}

fn parse_fault(error: &ParseError) -> PhoneFault {
    match error {
        ParseError::InvalidCountryCode => PhoneFault::UnknownCountryCode,
        ParseError::TooLongNsn => PhoneFault::TooLong,
        // Only digits are handed over, so what else it finds wrong is that there are too few.
        ParseError::NotANumber(_) | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneFault::TooShort,
    }
}

/// Argentina: every number gets the 9 of mobiles. Brazil: mobiles of eight digits get the ninth.
fn as_whatsapp_writes(e164: &str) -> String {
    if let Some(national) = e164.strip_prefix("+54")
        && national.len() == 10
        && !national.starts_with('9')
    {
        return format!("+549{national}");
    }
    if let Some(national) = e164.strip_prefix("+55")
        && let Some((area, local)) = national.split_at_checked(2)
        && local.len() == 8
        && local.starts_with(['6', '7', '8', '9'])
    {
        return format!("+55{area}9{local}");
    }
    e164.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, country: Option<&str>, expected: Result<&str, PhoneFault>) {
        let country = country.map(|country| country.parse().unwrap());
        let parsed = Phone::parse(text, country);
        assert_eq!(parsed.as_ref().map(Phone::as_str).map_err(|error| error.why), expected, "{text}");
    }

    #[test]
    fn spellings_of_one_number_are_one_number() {
        for text in [
            "+525512345678",
            "+52 55 1234 5678",
            "+52 1 55 1234 5678",
            "0052 (55) 1234-5678",
            "whatsapp:+5215512345678",
            "tel:+52.55.1234.5678",
            " +52\u{a0}55/1234/5678 ",
            "\u{202a}+52 55 1234 5678\u{202c}",
            "(+52) 55 1234 5678",
            "WhatsApp:+525512345678",
        ] {
            check(text, None, Ok("+525512345678"));
        }
        for text in ["55 1234 5678", "1 55 1234 5678", "+52 1 55 1234 5678"] {
            check(text, Some("mx"), Ok("+525512345678"));
        }
    }

    #[test]
    fn argentina_and_brazil_are_written_as_whatsapp_does() {
        for text in ["+54 11 15 2345 6789", "+54 11 2345 6789", "+54 9 11 2345 6789", "+54 9 11 2345-6789"] {
            check(text, None, Ok("+5491123456789"));
        }
        check("011 15 2345 6789", Some("AR"), Ok("+5491123456789"));
        check("+54 351 15 234 5678", None, Ok("+5493512345678"));
        check("+55 11 8765 4321", None, Ok("+5511987654321"));
        check("+55 11 98765 4321", None, Ok("+5511987654321"));
        check("+55 11 3765 4321", None, Ok("+551137654321"));
    }

    #[test]
    fn what_cannot_be_a_number_is_refused_with_the_reason() {
        use PhoneFault::*;
        for (text, fault) in [
            ("", Empty),
            ("  ", Empty),
            ("+", Empty),
            ("call me", Letters),
            ("+52 55 ABCD 5678", Letters),
            ("+52 55 1234 5678 x12", Extension),
            ("+52 55 1234 5678 ext. 12", Extension),
            ("+525512345678;ext=5", TwoNumbers),
            ("+525512345678#5", Extension),
            ("+525512345678, +525587654321", TwoNumbers),
            ("+525512345678 +525587654321", TwoNumbers),
            ("+525512345678 o 5587654321", TwoNumbers),
            ("+52 55 1234 5678 / 55 8765 4321", TooLong),
            ("+٥٢٥٥١٢٣٤٥٦٧٨", OtherDigits),
            ("+999 123 456 78", UnknownCountryCode),
            ("+52 55 12", TooShort),
            ("+52 55 1234 5678 9012", TooLong),
            ("55 1234 5678", NoCountryCode),
            ("+1 555 1234", LocalOnly),
            ("+52_55", Character),
        ] {
            check(text, None, Err(fault));
        }
    }

    #[test]
    fn the_shape_of_a_canonical_number_needs_no_library() {
        assert!(Phone::if_canonical("+525512345678").is_some());
        for text in
            ["525512345678", "+52 55 1234 5678", "+0525512345678", "+1234", "+1234567890123456", "+5255123456x8"]
        {
            assert!(Phone::if_canonical(text).is_none(), "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 4000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_canonical_number_is_its_own_canonical_form(text in "\\+?[0-9 ()/.-]{3,18}", code in 0_usize..4) {
            let country = ["MX", "AR", "BR", "ES"][code].parse().ok();
            if let Ok(phone) = Phone::parse(&text, country) {
                proptest::prop_assert_eq!(Phone::parse(phone.as_str(), None), Ok(phone.clone()), "{} is {}", text, phone);
                proptest::prop_assert!(Phone::if_canonical(phone.as_str()).is_some(), "{} is {}", text, phone);
            }
        }

        #[test]
        fn any_text_is_a_number_or_refused(text in "\\PC{0,40}") {
            let _ = Phone::parse(&text, None);
            let _ = Phone::is_meant(&text);
        }
    }

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!("mx".parse::<Country>().unwrap().to_string(), "MX");
        for text in ["", "M", "MEX", "52", "QQ", "ñ", "AC AD"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
        let mut known: Vec<_> =
            PHONE_NUMBER_UTIL.get_supported_regions().map(|region| region.as_region_str().to_string()).collect();
        known.sort();
        assert_eq!(COUNTRIES.split(' ').collect::<Vec<_>>(), known);
    }
}

//! The readings of digits, as an international number and as a number of a country: by the phone
//! library, and as WhatsApp uses them (N4 to N6).

use std::borrow::Cow;

use rlibphonenumber::{
    CountryCodeSource, NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat, Region,
    ValidationError,
};

use super::canonical::{MOST_DIGITS, Phone};
use super::country::Country;
use super::fault::PhoneFault;

/// A possible number.
pub(super) struct PhoneReading {
    /// Its canonical form.
    pub(super) phone: Phone,
    /// The same for the library.
    number: PhoneNumber,
}

impl PhoneReading {
    /// Whether it is valid in the library's words: such numbers are given out.
    pub(super) fn is_valid(&self) -> bool {
        self.number.is_valid()
    }

    /// Its country code.
    pub(super) fn calling_code(&self) -> String {
        self.number.country_code.to_string()
    }

    /// The country that it belongs to.
    pub(super) fn country(&self) -> Option<Country> {
        self.number.get_region_code().map(Country)
    }
}

/// How many times a canonical form is read to see whether it stays the same, after the first time.
const REREADINGS: usize = 2;

/// Digits with their country code in front.
pub(super) fn international(digits: &str) -> Result<PhoneReading, PhoneFault> {
    let reading = once(digits)?;
    // The same digits would be read again.
    if reading.phone.0.strip_prefix('+') == Some(digits) { Ok(reading) } else { settled(reading.phone) }
}

/// Digits as they are dialled in a country.
pub(super) fn national(digits: &str, country: Country) -> Result<PhoneReading, PhoneFault> {
    let digits = without_mexican_prefix(digits, country);
    let parsed = PHONE_NUMBER_UTIL.parse_and_keep_raw_input(digits, Some(country.0));
    let number = parsed.map_err(|error| parse_fault(&error))?;
    let number = match number.country_code_source() {
        CountryCodeSource::FromNumberWithIdd => return Err(PhoneFault::InternationalPrefix),
        // The library has taken the country's own code off: that is the other reading.
        CountryCodeSource::FromNumberWithoutPlusSign => parse(&format!("{}{digits}", calling_code(country)))?,
        _ => number,
    };
    settled(canonical(&number)?)
}

/// Whether digits begin with the country's own calling code.
pub(super) fn begins_with_code(digits: &str, country: Country) -> bool {
    digits.starts_with(&calling_code(country).to_string())
}

fn calling_code(country: Country) -> i32 {
    PHONE_NUMBER_UTIL.get_country_code_for_region(country.0).unwrap_or_default()
}

/// A canonical form that stays the same when it is read again (N6).
fn settled(mut phone: Phone) -> Result<PhoneReading, PhoneFault> {
    for _ in 0..REREADINGS {
        let again = once(phone.0.trim_start_matches('+')).map_err(|_| PhoneFault::Unstable)?;
        if again.phone == phone {
            return Ok(again);
        }
        phone = again.phone;
    }
    Err(PhoneFault::Unstable)
}

fn once(digits: &str) -> Result<PhoneReading, PhoneFault> {
    let number = parse(&without_mexican_one(digits))?;
    Ok(PhoneReading { phone: canonical(&number)?, number })
}

fn parse(digits: &str) -> Result<PhoneNumber, PhoneFault> {
    PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).map_err(|error| parse_fault(&error))
}

/// The canonical form of a possible number.
fn canonical(number: &PhoneNumber) -> Result<Phone, PhoneFault> {
    check_length(number)?;
    let phone = as_whatsapp_writes(&number.format_as(PhoneNumberFormat::E164))?;
    // Some countries have longer ones, which only work inside the country.
    if phone.len() > MOST_DIGITS + 1 { Err(PhoneFault::TooLong) } else { Ok(Phone(phone)) }
}

/// Mexico: the `1` that was once dialled before mobiles is not part of the number. The library
/// would find it too long, so it is taken off before.
fn without_mexican_one(digits: &str) -> Cow<'_, str> {
    match digits.strip_prefix("521") {
        Some(national) if national.len() == 10 => Cow::Owned(format!("52{national}")),
        _ => Cow::Borrowed(digits),
    }
}

/// Mexico: what was once dialled inside the country.
fn without_mexican_prefix(digits: &str, country: Country) -> &str {
    if country.0 != Region::MX {
        return digits;
    }
    let national = ["044", "045", "01"].iter().find_map(|prefix| digits.strip_prefix(prefix));
    national.filter(|national| national.len() == 10).unwrap_or(digits)
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

/// Argentina: every number of a town gets the 9 of mobiles; without its town a mobile is none. Brazil:
/// mobiles of eight digits get the ninth.
fn as_whatsapp_writes(e164: &str) -> Result<String, PhoneFault> {
    if let Some(national) = e164.strip_prefix("+54")
        && national.len() == 10
        && national.starts_with(['1', '2', '3'])
    {
        return if national.starts_with("15") { Err(PhoneFault::LocalOnly) } else { Ok(format!("+549{national}")) };
    }
    if let Some(national) = e164.strip_prefix("+55")
        && let Some((area, local)) = national.split_at_checked(2)
        && local.len() == 8
        && local.starts_with(['6', '7', '8', '9'])
    {
        return Ok(format!("+55{area}9{local}"));
    }
    Ok(e164.to_owned())
}

//! Reading a phone number in any spelling.

use super::canonical::{Phone, canonical_digits};
use super::country::Country;
use super::fault::{InvalidPhone, PhoneFault};
use super::numbering;
use super::plan::{self, PhoneReading};
use super::writing::Dialled;
use crate::model::code::codes;

codes! {
    /// How phone numbers without `+` or `00` are read (N4).
    pub enum PhoneFormat {
        /// As the only possible reading; ambiguous numbers are rejected.
        Auto = "auto",
        /// As international numbers without their `+`.
        International = "international",
        /// As numbers of the country.
        National = "national",
    }
}

#[expect(clippy::derivable_impls, reason = "a set of words takes no attributes for one of them")]
impl Default for PhoneFormat {
    fn default() -> Self {
        Self::Auto
    }
}

/// Fewer digits behind a slash are an extension.
const SHORTEST_BEHIND_SLASH: usize = 4;

/// The number of digits of the longest country codes.
const LONGEST_COUNTRY_CODE: usize = 3;

/// Reads phone numbers; its fields apply to numbers without a country code (N4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneReader {
    /// The country of numbers without country code.
    pub country: Option<Country>,
    /// How digits without `+` or `00` are read.
    pub format: PhoneFormat,
}

impl PhoneReader {
    /// Reads numbers that have their country code, and no others.
    pub const INTERNATIONAL_ONLY: Self = Self { country: None, format: PhoneFormat::Auto };

    /// Reads a number in any spelling.
    pub fn read(self, text: &str) -> Result<Phone, InvalidPhone> {
        self.canonical(text).map_err(|why| InvalidPhone { text: text.to_owned(), why })
    }

    /// Whether a text has no phone at all: it is empty or a WhatsApp id.
    pub fn has_no_phone(text: &str) -> bool {
        canonical_digits(text).is_none() && Dialled::read(text).is_err_and(|fault| fault.has_no_phone())
    }

    fn canonical(self, text: &str) -> Result<Phone, PhoneFault> {
        if let Some(digits) = canonical_digits(text) {
            return international(digits);
        }
        let dialled = Dialled::read(text)?;
        if dialled.international && dialled.slashes.is_empty() {
            return international(&dialled.digits);
        }
        let reading = self.part(&dialled, &dialled.digits);
        self.check_slashes(&dialled, reading.as_ref().ok())?;
        reading.map(|reading| reading.phone)
    }

    /// Some digits of a number, from its start.
    fn part(self, dialled: &Dialled, digits: &str) -> Result<PhoneReading, PhoneFault> {
        if dialled.international { plan::international(digits) } else { self.bare(digits) }
    }

    /// Digits without `+` or `00`.
    fn bare(self, digits: &str) -> Result<PhoneReading, PhoneFault> {
        match (self.format, self.country) {
            (PhoneFormat::International, _) => plan::international(digits),
            (PhoneFormat::National, Some(country)) => plan::national(digits, country),
            (PhoneFormat::Auto, Some(country)) => one_reading(digits, country),
            (PhoneFormat::Auto | PhoneFormat::National, None) => {
                let international = plan::international(digits).ok().filter(PhoneReading::is_valid);
                Err(PhoneFault::NoCountryCode { international: international.map(|reading| reading.phone) })
            }
        }
    }

    /// A slash parts two numbers, or a number and its extension, unless the whole is one number (N7).
    fn check_slashes(self, dialled: &Dialled, whole: Option<&PhoneReading>) -> Result<(), PhoneFault> {
        for at in &dialled.slashes {
            let Some((left, right)) = dialled.digits.split_at_checked(*at) else { continue };
            if right.len() < SHORTEST_BEHIND_SLASH {
                return Err(PhoneFault::Extension);
            }
            let only_country_code = dialled.international && left.len() <= LONGEST_COUNTRY_CODE;
            if right.starts_with('0') && !only_country_code || self.are_two(dialled, (left, right), whole) {
                return Err(PhoneFault::TwoNumbers);
            }
        }
        Ok(())
    }

    /// Whether both sides are possible numbers and the left one is not just an area code.
    fn are_two(self, dialled: &Dialled, (left, right): (&str, &str), whole: Option<&PhoneReading>) -> bool {
        let Ok(left) = self.part(dialled, left) else { return false };
        let Some(country) = self.country.or_else(|| left.country()) else { return false };
        let right_is_possible = plan::national(right, country).is_ok();
        right_is_possible && (left.is_valid() || !whole.is_some_and(PhoneReading::is_valid))
    }
}

impl Phone {
    /// The number that was probably meant, if this one is not valid and its digits without the country
    /// code are a valid international number: earlier versions took such digits for national ones of
    /// the default country, and of Mexico also without a `1` in front.
    ///
    /// A misread number that is a valid one of the country too can't be told from a right one.
    pub fn misread_from(&self) -> Option<Self> {
        let digits = canonical_digits(self.as_str())?;
        let reading = plan::international(digits).ok().filter(|reading| !reading.is_valid())?;
        let national = digits.strip_prefix(&reading.calling_code())?;
        let with_one = digits.strip_prefix("52").map(|national| format!("1{national}"));
        let typed = [Some(national.to_owned()), with_one].into_iter().flatten();
        let mut meant = typed.filter_map(|digits| plan::international(&digits).ok()).filter(PhoneReading::is_valid);
        meant.next().map(|reading| reading.phone)
    }
}

/// Digits with their country code in front; most need no library.
fn international(digits: &str) -> Result<Phone, PhoneFault> {
    if numbering::is_canonical(digits) {
        return Ok(Phone(format!("+{digits}")));
    }
    Ok(plan::international(digits)?.phone)
}

/// The one reading of bare digits in a country, if there is exactly one.
fn one_reading(digits: &str, country: Country) -> Result<PhoneReading, PhoneFault> {
    let national = plan::national(digits, country);
    let begins_with_own_code = plan::begins_with_code(digits, country);
    let is_national = national.as_ref().is_ok_and(PhoneReading::is_valid);
    if is_national && !begins_with_own_code {
        return national;
    }
    let Ok(international) = plan::international(digits) else { return national };
    let is_international = international.is_valid();
    match national {
        Ok(national) if national.phone == international.phone => Ok(national),
        Ok(national) if begins_with_own_code && is_national == is_international => {
            Err(PhoneFault::Ambiguous { national: national.phone, international: international.phone })
        }
        Ok(national) if is_national || !is_international => Ok(national),
        Ok(_) => Ok(international),
        // Numbering plans change faster than the library: with the country's own code it is the one reading left.
        Err(_) if is_international || begins_with_own_code => Ok(international),
        Err(fault) => Err(fault),
    }
}

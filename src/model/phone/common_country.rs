//! The country of numbers without country code, as the other numbers of a file tell it.

use std::collections::BTreeSet;

use super::canonical::{Phone, canonical_digits};
use super::country::Country;
use super::fault::{InvalidPhone, PhoneFault};
use super::plan;
use super::reader::{PhoneFormat, PhoneReader};

impl Country {
    /// The country of all numbers that have their country code, if there is one and the numbers without are
    /// numbers of that country; `None` as well if all have theirs.
    pub fn common_to<'t>(numbers: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let (mut codes, mut country, mut bare) = (BTreeSet::new(), None, Vec::new());
        for number in numbers {
            match PhoneReader::INTERNATIONAL_ONLY.read(number) {
                Ok(phone) => {
                    country = country_of(&phone);
                    codes.insert(country.map(|country| country.to_string()));
                }
                Err(InvalidPhone { why: PhoneFault::NoCountryCode { .. }, .. }) => bare.push(number),
                Err(_) => {}
            }
        }
        let reader = PhoneReader { country: Some(country.filter(|_| codes.len() == 1)?), format: PhoneFormat::Auto };
        let are_national = !bare.is_empty() && bare.iter().all(|number| reader.read(number).is_ok());
        reader.country.filter(|_| are_national)
    }
}

fn country_of(phone: &Phone) -> Option<Country> {
    plan::international(canonical_digits(phone.as_str())?).ok()?.country()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(numbers: &[&str]) -> Option<String> {
        Country::common_to(numbers.iter().copied()).map(|country| country.to_string())
    }

    #[test]
    fn country_is_common_to_all_numbers_or_unknown() {
        assert_eq!(common(&["+52 55 1234 0001", "55 1234 0002", ""]).as_deref(), Some("MX"));
        assert_eq!(common(&["+55 11 91234-0001", "(11) 91234-0002"]).as_deref(), Some("BR"));
        assert_eq!(common(&["+52 55 1234 0001", "+55 11 91234-0001", "55 1234 0002"]), None);
        assert_eq!(common(&["+52 55 1234 0001", "12"]), None);
        assert_eq!(common(&["+52 55 1234 0001"]), None);
        assert_eq!(common(&["55 1234 0002"]), None);
        assert_eq!(common(&[]), None);
    }
}

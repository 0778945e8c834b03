//! Countries, for numbers without country code.

use std::fmt;
use std::str::FromStr;

use rlibphonenumber::Region;
use unicode_normalization::UnicodeNormalization;

use crate::model::text::{Excerpt, fold};

/// A country by its two capital letters (ISO 3166-1 alpha-2), for numbers without country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country(pub(super) Region);

/// The countries that the library knows, so that reading a setting doesn't load it.
pub(super) const COUNTRIES: &str = "\
    AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER \
    ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE \
    IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV \
    LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK \
    SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA \
    VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Other codes and names of countries in English, Spanish and Portuguese, in lower case and without
/// accents.
const NAMES: &[(&str, &str)] = &[
    ("AR", "arg argentina"),
    ("BO", "bol bolivia"),
    ("BR", "bra brasil brazil"),
    ("CA", "can canada"),
    ("CH", "suiza switzerland suica"),
    ("CL", "chl chile"),
    ("CO", "col colombia"),
    ("CR", "cri costarica"),
    ("CU", "cub cuba"),
    ("DE", "deu alemania germany alemanha deutschland"),
    ("DO", "dom republicadominicana dominicanrepublic"),
    ("EC", "ecu ecuador"),
    ("ES", "esp espana spain espanha"),
    ("FR", "fra francia france franca"),
    ("GB", "uk gbr en unitedkingdom greatbritain england reinounido inglaterra"),
    ("GR", "el grecia greece"),
    ("GT", "gtm guatemala"),
    ("HN", "hnd honduras"),
    ("IN", "ind india"),
    ("IT", "ita italia italy"),
    ("MX", "mex mexico"),
    ("NI", "nic nicaragua"),
    ("NL", "nld netherlands holland paisesbajos"),
    ("PA", "pan panama"),
    ("PE", "per peru"),
    ("PR", "pri puertorico"),
    ("PT", "prt portugal"),
    ("PY", "pry paraguay"),
    ("SV", "slv elsalvador"),
    ("US", "usa eeuu eua unitedstates estadosunidos"),
    ("UY", "ury uruguay"),
    ("VE", "ven venezuela"),
];

/// A text that is not a country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown country `{}`: {}", Excerpt(.0), advice(.0))]
pub struct InvalidCountry(String);

impl Country {
    /// The codes of all countries.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        COUNTRIES.split_whitespace()
    }

    /// The country with this other code or name.
    pub fn meant_by(text: &str) -> Option<Self> {
        let name: String = fold(text).nfd().filter(|letter| letter.is_alphanumeric()).collect();
        let (code, _) = NAMES.iter().find(|(_, names)| names.split(' ').any(|known| known == name))?;
        code.parse().ok()
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

fn advice(text: &str) -> String {
    match Country::meant_by(text) {
        Some(country) => format!("did you mean `{country}`?"),
        None => "use its two letters, for example MX".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::*;

    #[test]
    fn country_is_two_letters() {
        assert_eq!("mx".parse::<Country>().unwrap().to_string(), "MX");
        for text in ["", "M", "MEX", "52", "QQ", "ñ", "AC AD"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
        let known = PHONE_NUMBER_UTIL.get_supported_regions().map(|region| region.as_region_str().to_string());
        let mut known: Vec<_> = known.collect();
        known.sort();
        assert_eq!(COUNTRIES.split(' ').collect::<Vec<_>>(), known);
    }

    #[test]
    fn country_is_suggested_for_names_and_codes() {
        for (text, meant) in
            [("UK", "GB"), (" uk ", "GB"), ("México", "MX"), ("ESPAÑA", "ES"), ("Costa Rica", "CR"), ("USA", "US")]
        {
            assert_eq!(Country::meant_by(text).map(|country| country.to_string()).as_deref(), Some(meant), "{text}");
            assert!(text.parse::<Country>().unwrap_err().to_string().ends_with(&format!("did you mean `{meant}`?")));
        }
        assert_eq!(Country::meant_by("Atlantis"), None);
        assert_eq!(Country::meant_by(""), None);
    }

    #[test]
    fn names_belong_to_known_countries() {
        for (code, names) in NAMES {
            assert!(code.parse::<Country>().is_ok(), "{code}");
            assert!(names.split(' ').all(|name| name.parse::<Country>().is_err()), "{names}");
        }
    }
}

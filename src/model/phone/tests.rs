//! Accepted phones with their canonical form, and refused texts with the reason.

use super::{Country, PHONE_DATA_VERSION, Phone, PhoneFault, PhoneFormat, PhoneReader};

fn reader(country: &str) -> PhoneReader {
    PhoneReader { country: country.parse().ok(), format: PhoneFormat::Auto }
}

#[track_caller]
fn reads(country: &str, text: &str, expected: &str) {
    let phone = reader(country).read(text);
    assert_eq!(phone.as_ref().map(Phone::as_str), Ok(expected), "{text} in `{country}`");
}

#[track_caller]
fn refuses(country: &str, text: &str, expected: &PhoneFault) {
    let fault = reader(country).read(text).map_err(|error| error.why);
    assert_eq!(fault.as_ref().map(Phone::as_str), Err(expected), "{text} in `{country}`");
}

#[track_caller]
fn refuses_as_ambiguous(country: &str, text: &str, national: &str, international: &str) {
    let phone = |text: &str| Phone::if_canonical(text).unwrap();
    let fault = PhoneFault::Ambiguous { national: phone(national), international: phone(international) };
    refuses(country, text, &fault);
}

/// The version is to be looked up in the library's readme with each update.
#[test]
fn phone_data_version_is_that_of_the_library() {
    let lock = include_str!("../../../Cargo.lock");
    assert!(lock.contains("name = \"rlibphonenumber\"\nversion = \"2.2.15\"\n"), "look up {PHONE_DATA_VERSION}");
}

#[test]
fn punctuation_around_digits_is_ignored() {
    for text in [
        "+525512345678",
        "+52 55 1234 5678",
        "+52 1 55 1234 5678",
        "0052 (55) 1234-5678",
        " +52\u{a0}55/1234/5678 ",
        "\u{202a}+52 55 1234 5678\u{202c}",
        "(+52) 55 1234 5678",
        "[+52].55.1234.5678",
        "\u{feff}'+525512345678",
        "'+52 55 1234 5678",
        "=\"+525512345678\"",
        "'=\"+525512345678\"",
        "=\"'+525512345678\"",
        "+52\u{ad}55\u{2060}1234\u{61c}5678",
        "\u{ff0b}52\u{2010}55\u{2212}1234\u{3000}5678\n",
    ] {
        reads("", text, "+525512345678");
    }
}

#[test]
fn addresses_have_their_country_code() {
    for text in [
        "whatsapp:+5215512345678",
        "WhatsApp:5215512345678",
        "tel:+52.55.1234.5678",
        "tel:525512345678",
        "wa.me/525512345678",
        "https://wa.me/5215512345678",
        "HTTP://WA.ME/+525512345678?text=hola",
        "5215512345678@c.us",
        "+5215512345678@s.whatsapp.net",
        "5215512345678:12@s.whatsapp.net",
    ] {
        reads("", text, "+525512345678");
        reads("US", text, "+525512345678");
    }
}

#[test]
fn digits_of_other_scripts_are_digits() {
    for text in ["+٥٢٥٥١٢٣٤٥٦٧٨", "+۵۲۵۵۱۲۳۴۵۶۷۸", "+५२५५१२३४५६७८", "+５２５５１２３４５６７８", "+𝟱𝟮𝟧𝟧𝟣𝟤𝟹𝟺𝟻𝟼𝟽𝟾"]
    {
        reads("", text, "+525512345678");
    }
    for text in ["+52 55 1234 567½", "+52 55 1234 567²", "+52 55 1234 567Ⅷ", "①525512345678"] {
        assert!(reader("").read(text).is_err(), "{text}");
    }
}

#[test]
fn spreadsheet_decimals_are_dropped_if_zero() {
    reads("IN", "9812345678.0", "+919812345678");
    reads("MX", "525512345678.00", "+525512345678");
    reads("", "+4915112345678.0", "+4915112345678");
    reads("MX", "5512345678,0", "+525512345678");
    reads("AT", "0664.1234567", "+436641234567");
    reads("", "+1.2125550117", "+12125550117");
    for text in ["525512345678.5", "525512345678.25", "525512345678.000", "525512345678,5"] {
        refuses("MX", text, &PhoneFault::Fraction);
    }
    for text in ["5.25512E+11", "5,21551e12", "4.47900E+11", "+5E+11", "-5.25512E+11"] {
        refuses("MX", text, &PhoneFault::Rounded);
    }
    for text in ["#N/A", "#REF!", "######", "#DIV/0!", "#¡VALOR!", "#NAME?", "#N/D"] {
        refuses("MX", text, &PhoneFault::ErrorCell);
    }
}

#[test]
fn bare_digits_with_one_valid_reading_are_read() {
    for (text, phone) in [
        ("5512345678", "+525512345678"),
        ("55 1234 5678", "+525512345678"),
        ("044 55 1234 5678", "+525512345678"),
        ("045 55 1234 5678", "+525512345678"),
        ("01 55 1234 5678", "+525512345678"),
        ("525512340000", "+525512340000"),
        ("5215512340000", "+525512340000"),
        ("12125550117", "+12125550117"),
        ("15512340000", "+15512340000"),
        ("1 55 1234 0000", "+15512340000"),
    ] {
        reads("MX", text, phone);
    }
    reads("IN", "9812345678", "+919812345678");
    reads("US", "1 (212) 555-0117", "+12125550117");
    reads("US", "2125550117", "+12125550117");
    reads("US", "525512340000", "+525512340000");
    reads("DE", "0176 12345678", "+4917612345678");
    reads("IT", "06 1234 5678", "+390612345678");
    reads("BS", "555 0117 242".split(' ').rev().collect::<String>().as_str(), "+12420117555");
}

#[test]
fn bare_digits_may_be_invalid_if_only_reading() {
    // No plan has given these out; as national numbers they are too long.
    reads("GB", "447700900123", "+447700900123");
    reads("MX", "525012345678", "+525012345678");
    refuses("MX", "445012345678", &PhoneFault::TooLong);
}

#[test]
fn letter_in_place_of_zero_adds_no_number() {
    refuses("MX", "55 1234 567O", &PhoneFault::Letters);
    refuses("MX", "55 1234 567o 5", &PhoneFault::Letters);
    refuses("MX", "55 1234 5678 o 55 1234 5679", &PhoneFault::TwoNumbers);
}

#[test]
fn ambiguous_bare_digits_are_refused_with_both_readings() {
    refuses_as_ambiguous("DE", "4917612345678", "+494917612345678", "+4917612345678");
    refuses_as_ambiguous("DE", "4917612345678.0", "+494917612345678", "+4917612345678");
    let read = |format| PhoneReader { format, ..reader("DE") }.read("4917612345678").unwrap().to_string();
    assert_eq!(read(PhoneFormat::International), "+4917612345678");
    assert_eq!(read(PhoneFormat::National), "+494917612345678");
}

#[test]
fn bare_digits_without_country_are_refused_with_suggestion() {
    let fault = |phone: Option<&str>| PhoneFault::NoCountryCode { international: phone.and_then(Phone::if_canonical) };
    refuses("", "55 1234 5678", &fault(None));
    refuses("", "525512340000", &fault(Some("+525512340000")));
    refuses("", "5215512340000", &fault(Some("+525512340000")));
    let international = PhoneReader { country: None, format: PhoneFormat::International };
    assert_eq!(international.read("5215512340000").unwrap().as_str(), "+525512340000");
    assert!(international.read("0015512340000").is_ok(), "two zeros are a plus in every format");
    let national = PhoneReader { country: None, format: PhoneFormat::National };
    assert!(national.read("525512340000").is_err());
    assert_eq!(national.read("+525512340000").unwrap().as_str(), "+525512340000");
}

#[test]
fn argentina_and_brazil_are_written_as_whatsapp_does() {
    for text in ["+54 11 15 2345 6789", "+54 11 2345 6789", "+54 9 11 2345 6789", "+54 9 11 2345-6789"] {
        reads("", text, "+5491123456789");
    }
    reads("AR", "011 15 2345 6789", "+5491123456789");
    reads("AR", "11 2345 6789", "+5491123456789");
    reads("", "+54 351 15 234 5678", "+5493512345678");
    refuses("AR", "15 2345 6789", &PhoneFault::LocalOnly);
    reads("", "+55 11 8765 4321", "+5511987654321");
    reads("BR", "(11) 8765-4321", "+5511987654321");
    reads("", "+55 11 98765 4321", "+5511987654321");
    reads("", "+55 11 3765 4321", "+551137654321");
}

#[test]
fn mexican_one_is_dropped_after_country_code_only() {
    reads("", "+5215512345678", "+525512345678");
    reads("", "+52 1 55 1234 5678", "+525512345678");
    refuses("", "+52 044 55 1234 5678", &PhoneFault::TooLong);
}

#[test]
fn two_numbers_in_one_text_are_refused() {
    for (country, text) in [
        ("DE", "030 1234 / 030 5678"),
        ("DE", "030 1234\n030 9999"),
        ("DE", "+49 30 1234 / 030 5678"),
        ("DE", "030 1234, 030 5678"),
        ("", "+525512345678, +525587654321"),
        ("", "+525512345678 +525587654321"),
        ("", "+525512345678/+525587654321"),
        ("", "+525512345678 / 55 8765 4321"),
        ("MX", "5512345678/5587654321"),
        ("MX", "5512345678;5587654321"),
        ("MX", "5512345678 | 5587654321"),
        ("MX", "5512345678 & 5587654321"),
        ("MX", "5512345678 ::: 5587654321"),
        ("MX", "5512345678 o 5587654321"),
        ("MX", "5512345678 y 5587654321"),
        ("MX", "5512345678 or 5587654321"),
        ("MX", "5512345678\u{2028}5587654321"),
        ("AT", "0664 1234567/7654321"),
    ] {
        refuses(country, text, &PhoneFault::TwoNumbers);
    }
}

#[test]
fn slash_in_one_number_is_ignored() {
    reads("AT", "0664/1234567", "+436641234567");
    reads("DE", "030/1234567", "+49301234567");
    reads("DE", "089/123456", "+4989123456");
    reads("DE", "09131/123456", "+499131123456");
    reads("DE", "06221/54-0 123".replace("0 ", "0").as_str(), "+496221540123");
    reads("", "+49/30/1234567", "+49301234567");
    reads("", "+49/030/1234567", "+49301234567");
    reads("MX", "55/1234/5678/", "+525512345678");
    for (country, text) in [("KR", "02-123-4567/8"), ("DE", "030 1234567/89"), ("", "+49 30 1234567/890")] {
        refuses(country, text, &PhoneFault::Extension);
    }
}

#[test]
fn invalid_number_is_refused_with_the_reason() {
    use PhoneFault::*;
    for (text, fault) in [
        ("", Empty),
        ("  ", Empty),
        ("+", Empty),
        ("'", Empty),
        ("=\"\"", Empty),
        ("call me", Letters),
        ("ana@acme.example", Letters),
        ("+52 55 ABCD 5678", Letters),
        ("https://wa.me/message/ABCDEFGH", Letters),
        ("+52 55 1234 5678 x12", Extension),
        ("+52 55 1234 5678 ext. 12", Extension),
        ("+525512345678;ext=5", Extension),
        ("+525512345678#5", Extension),
        ("+999 123 456 78", UnknownCountryCode),
        ("+52 55 12", TooShort),
        ("+52 55 1234 5678 9012", TooLong),
        ("+1 555 1234", LocalOnly),
        ("+52_55", Character),
        ("+1\u{fe0d}-555-123-4567", Character),
        ("131112345678901@lid", WhatsAppId),
        ("MX.13491208655302741918", WhatsAppId),
        ("US.ENT.11815799212886844830", WhatsAppId),
        ("120363025246125486@g.us", Group),
        ("status@broadcast", Group),
    ] {
        refuses("", text, &fault);
    }
    refuses("US", "011 52 55 1234 5678", &InternationalPrefix);
}

#[test]
fn shape_of_a_canonical_number_needs_no_library() {
    assert!(Phone::if_canonical("+525512345678").is_some());
    for text in ["525512345678", "+52 55 1234 5678", "+0525512345678", "+1234", "+1234567890123456", "+5255123456x8"] {
        assert!(Phone::if_canonical(text).is_none(), "{text}");
    }
}

#[test]
fn misread_number_is_recognized() {
    let meant = |text: &str| Phone::if_canonical(text).unwrap().misread_from().map(|phone| phone.to_string());
    assert_eq!(meant("+522125550117").as_deref(), Some("+12125550117"));
    assert_eq!(meant("+4912125550117").as_deref(), Some("+12125550117"));
    for right in ["+525512345678", "+494917612345678", "+12125550117", "+5491123456789", "+52551234"] {
        assert_eq!(meant(right), None, "{right}");
    }
}

#[test]
fn hint_names_the_readings() {
    let fault = |country: &str, text: &str| reader(country).read(text).unwrap_err().why;
    assert_eq!(fault("DE", "4917612345678").hint().as_deref(), Some("use `+4917612345678` or `+494917612345678`"));
    assert!(fault("DE", "4917612345678").hint_in_file().unwrap().contains("--phone-format international"));
    assert!(fault("", "525512340000").hint().unwrap().contains("`+525512340000`"));
    assert!(fault("", "5512340000").hint_in_file().unwrap().contains("--country MX"));
    assert!(fault("", "120363025246125486@g.us").hint_in_file().unwrap().contains("--skip-without-phone"));
    assert!(fault("", "1@lid").hint_in_file().unwrap().contains("--skip-without-phone"));
    assert_eq!(fault("", "1@lid").hint(), None);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn text_is_read_whole_or_refused(text in "\\PC{0,20}", code in 0_usize..4) {
        let country: Option<Country> = ["MX", "AR", "BR", "ES"][code].parse().ok();
        if let Ok(phone) = (PhoneReader { country, format: PhoneFormat::Auto }).read(&text) {
            let digits = text.chars().filter(|letter| letter.is_numeric()).count();
            proptest::prop_assert!(digits >= 5, "{} is {}", text, phone);
        }
    }
}

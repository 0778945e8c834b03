//! The text around the digits of a number: spaces, addresses, and traces of spreadsheets (N1 to N3,
//! N7).

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::fault::PhoneFault;

/// A typed number without the text around its digits.
pub(super) struct Dialled {
    /// Whether the digits begin with a country code.
    pub(super) international: bool,
    pub(super) digits: String,
    /// Before which of the digits a slash stands.
    pub(super) slashes: Vec<usize>,
}

impl Dialled {
    pub(super) fn read(text: &str) -> Result<Self, PhoneFault> {
        let (is_address, text) = without_address(without_text_marks(text))?;
        let text = without_decimals(text)?;
        let mut scan = Scan { text, digits: String::with_capacity(text.len()), ..Scan::default() };
        for (at, letter) in text.char_indices() {
            scan.letter(at, letter)?;
        }
        scan.finish(is_address)
    }
}

/// A number that is read letter by letter.
#[derive(Default)]
struct Scan<'t> {
    text: &'t str,
    digits: String,
    plus: bool,
    /// Whether a line has ended behind the digits.
    line_ended: bool,
    slashes: Vec<usize>,
}

impl Scan<'_> {
    fn letter(&mut self, at: usize, letter: char) -> Result<(), PhoneFault> {
        match letter {
            '0'..='9' => self.digit(letter),
            '+' | '\u{ff0b}' if !self.plus && self.digits.is_empty() => {
                self.plus = true;
                Ok(())
            }
            '+' | '\u{ff0b}' => Err(PhoneFault::TwoNumbers),
            ',' | ';' | '|' | '&' | ':' => Err(self.separator_fault(at, letter)),
            '#' | '*' if !self.digits.is_empty() => Err(PhoneFault::Extension),
            '/' if !self.digits.is_empty() => {
                self.slashes.push(self.digits.len());
                Ok(())
            }
            _ if is_line_end(letter) => {
                self.line_ended = !self.digits.is_empty();
                Ok(())
            }
            _ if is_writing(letter) => Ok(()),
            _ if letter.is_alphabetic() => Err(letters_fault(self.text, at)),
            _ => match decimal(letter) {
                Some(digit) => self.digit(digit),
                None => Err(PhoneFault::Character),
            },
        }
    }

    fn digit(&mut self, digit: char) -> Result<(), PhoneFault> {
        if self.line_ended {
            return Err(PhoneFault::TwoNumbers);
        }
        self.digits.push(digit);
        Ok(())
    }

    fn separator_fault(&self, at: usize, letter: char) -> PhoneFault {
        let rest = self.text.get(at..).unwrap_or_default();
        match letter {
            ':' if !rest.starts_with(":::") => PhoneFault::Character,
            ';' if rest.get(1..4).is_some_and(|word| word.eq_ignore_ascii_case("ext")) => PhoneFault::Extension,
            _ => PhoneFault::TwoNumbers,
        }
    }

    fn finish(self, is_address: bool) -> Result<Dialled, PhoneFault> {
        let Self { mut digits, plus, mut slashes, .. } = self;
        if digits.is_empty() {
            return Err(PhoneFault::Empty);
        }
        let mut international = plus || is_address;
        if !plus && digits.starts_with("00") {
            international = true;
            digits.drain(..2);
            for at in &mut slashes {
                *at = at.saturating_sub(2);
            }
        }
        // Behind the last digit, or before the first, a slash parts nothing.
        slashes.retain(|at| (1..digits.len()).contains(at));
        Ok(Dialled { international, digits, slashes })
    }
}

/// Without the blanks around it, and without what keeps a spreadsheet from taking it for a number.
fn without_text_marks(text: &str) -> &str {
    let around = |letter: char| letter.is_whitespace() || is_format(letter);
    let text = text.trim_matches(around);
    let marked = text.strip_prefix('\'').unwrap_or(text).trim_start_matches(around);
    let Some(formula) = marked.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) else { return marked };
    let formula = formula.trim_matches(around);
    if marked.len() < text.len() { formula } else { formula.strip_prefix('\'').unwrap_or(formula) }
}

/// The number in an address of WhatsApp or a link, and whether it was one: then it has its country code.
fn without_address(text: &str) -> Result<(bool, &str), PhoneFault> {
    if is_business_scoped_id(text) {
        return Err(PhoneFault::WhatsAppId);
    }
    if let Some((user, server)) = text.rsplit_once('@') {
        return match server.to_ascii_lowercase().as_str() {
            "c.us" | "s.whatsapp.net" => Ok((true, without_device(user))),
            "lid" => Err(PhoneFault::WhatsAppId),
            "g.us" | "broadcast" | "newsletter" => Err(PhoneFault::Group),
            _ => Ok((false, text)),
        };
    }
    if let Some(rest) = ["whatsapp:", "tel:"].iter().find_map(|scheme| strip_prefix(text, scheme)) {
        return Ok((true, rest));
    }
    let link = ["https://", "http://"].iter().find_map(|scheme| strip_prefix(text, scheme)).unwrap_or(text);
    match strip_prefix(link, "wa.me/") {
        Some(path) => Ok((true, path.split(['/', '?']).next().unwrap_or_default())),
        None => Ok((false, text)),
    }
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// `5215512345678:12`: which of a person's devices is meant.
fn without_device(user: &str) -> &str {
    match user.split_once(':') {
        Some((number, device)) if !device.is_empty() && device.bytes().all(|byte| byte.is_ascii_digit()) => number,
        _ => user,
    }
}

/// `MX.1349…`: the id of a person whose number a business doesn't see.
fn is_business_scoped_id(text: &str) -> bool {
    let Some((country, id)) = text.split_once('.') else { return false };
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

/// How many digits there are at least before the fraction of a number that was meant as a phone.
const SHORTEST_BEFORE_FRACTION: usize = 7;

/// Fractions of more digits may be a number of their own.
const LONGEST_FRACTION: usize = 3;

/// A number without the `.0` of a spreadsheet, which did no harm; what did is refused.
fn without_decimals(text: &str) -> Result<&str, PhoneFault> {
    if is_error_cell(text) {
        return Err(PhoneFault::ErrorCell);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if is_scientific(unsigned) {
        return Err(PhoneFault::Rounded);
    }
    let Some((whole, fraction)) = unsigned.split_once(['.', ',']) else { return Ok(text) };
    if !are_digits(whole) || !are_digits(fraction) {
        return Ok(text);
    }
    if matches!(fraction, "0" | "00") {
        return Ok(text.get(..text.len() - fraction.len() - 1).unwrap_or_default());
    }
    let is_fraction = whole.len() >= SHORTEST_BEFORE_FRACTION && fraction.len() <= LONGEST_FRACTION;
    if is_fraction && !whole.starts_with('0') { Err(PhoneFault::Fraction) } else { Ok(text) }
}

/// `#N/A`, `#¡REF!`, `#DIV/0!`, `#####`.
fn is_error_cell(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('#') else { return false };
    let word = rest.trim_end_matches(['!', '?', '0']);
    rest.chars().all(|letter| letter == '#')
        || word.starts_with(|letter: char| letter.is_alphabetic() || letter == '¡' || letter == '¿')
            && !word.contains(|letter: char| letter.is_ascii_digit())
}

/// `5.25512E+11`
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    are_digits(whole) && are_digits(fraction) && are_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Blanks, dots, dashes, brackets, and the invisible marks that come along when a number is copied from
/// a phone's screen.
fn is_writing(letter: char) -> bool {
    matches!(letter, ' ' | '.' | '-' | '/' | '(' | ')' | '[' | ']')
        || letter.is_whitespace()
        || matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}')
        || is_format(letter)
}

fn is_line_end(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_format(letter: char) -> bool {
    !letter.is_ascii() && letter.general_category() == GeneralCategory::Format
}

/// A digit of any script as one of ours. Each script has its ten digits in a row, and rows that touch
/// begin anew.
fn decimal(letter: char) -> Option<char> {
    let is_digit = |letter: char| letter.general_category() == GeneralCategory::DecimalNumber;
    let before = (0..=u32::from(letter)).rev().map_while(char::from_u32).take_while(|near| is_digit(*near)).count();
    let value = u32::try_from(before.checked_sub(1)? % 10).ok()?;
    char::from_digit(value, 10)
}

/// Letters after a whole number are an extension (`x12`, `ext. 12`), or announce another number.
fn letters_fault(text: &str, at: usize) -> PhoneFault {
    let (before, word) = text.split_at(at);
    let word: String = word.chars().take_while(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let has_digits = before.bytes().filter(u8::is_ascii_digit).count() > 5;
    // A word by itself: an O in place of a zero announces nothing.
    let stands_alone = before.ends_with(char::is_whitespace);
    match word.as_str() {
        "x" | "ext" | "extension" | "extensión" | "anexo" | "int" if has_digits => PhoneFault::Extension,
        "y" | "o" | "and" | "or" | "u" | "e" if has_digits && stands_alone => PhoneFault::TwoNumbers,
        _ => PhoneFault::Letters,
    }
}

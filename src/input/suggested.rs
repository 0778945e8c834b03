//! The options with which a file could be imported, as a sample of its rows shows: only for the command to
//! paste in an error.

use crate::formats::SuggestedOption;
use crate::inbox::RowError;
use crate::model::{Country, ErrorCode, PhoneFault, PhoneReader};

/// The number of rows in a sample.
pub(super) const SAMPLED_ROWS: usize = 1000;

/// The least digits of a number that may lack its country code.
const PHONE_DIGITS: usize = 7;

/// The values of the columns that decide how a file is imported.
#[derive(Debug, Default)]
pub(super) struct ValueSample {
    phones: Vec<String>,
    owners: Vec<String>,
}

impl ValueSample {
    /// Adds the values of a row, if the file has the columns.
    pub(super) fn add(&mut self, phone: Option<&str>, owner: Option<&str>) {
        self.phones.extend(phone.map(|phone| phone.trim().to_owned()));
        self.owners.extend(owner.map(|owner| owner.trim().to_owned()).filter(|owner| !owner.is_empty()));
    }

    /// The options that the values call for, without those that need to be filled in.
    pub(super) fn options(&self) -> Vec<SuggestedOption> {
        [self.match_owner(), self.country(), self.skip_without_phone()].into_iter().flatten().collect()
    }

    /// By name or id, if no owner is an email.
    fn match_owner(&self) -> Option<SuggestedOption> {
        if self.owners.is_empty() || self.owners.iter().any(|owner| owner.contains('@')) {
            return None;
        }
        let is_id = |owner: &String| owner.chars().all(|sign| sign.is_ascii_digit() || " ;,|\n".contains(sign));
        let by = if self.owners.iter().all(is_id) { "external-id" } else { "name" };
        Some(SuggestedOption::new("match-owner", by))
    }

    fn country(&self) -> Option<SuggestedOption> {
        let country = Country::common_to(self.phones.iter().map(String::as_str))?;
        Some(SuggestedOption::new("country", country.to_string()))
    }

    fn skip_without_phone(&self) -> Option<SuggestedOption> {
        let has_none = self.phones.iter().any(|phone| PhoneReader::has_no_phone(phone));
        has_none.then(|| SuggestedOption::new("skip-without-phone", ""))
    }

    /// The options that rejected rows call for.
    pub(super) fn options_for<'r>(
        &self,
        rejected: &(impl Iterator<Item = &'r RowError> + Clone),
    ) -> Vec<SuggestedOption> {
        let of = |column: &'static str, code: ErrorCode| {
            rejected.clone().filter(move |error| error.column.as_deref() == Some(column) && error.code == code)
        };
        let phones = || of("phone", ErrorCode::InvalidPhone);
        // A typo is to be corrected.
        let is_unknown = of("owner", ErrorCode::UnknownMember).any(|error| !error.message.contains("did you mean"));
        let options = [
            of("owner", ErrorCode::InvalidEmail).next().and_then(|_| self.match_owner()),
            phones().any(lacks_country).then(|| self.country().unwrap_or(SuggestedOption::new("country", "CC"))),
            phones()
                .any(|error| PhoneReader::has_no_phone(&error.value))
                .then(|| SuggestedOption::new("skip-without-phone", "")),
            is_unknown.then(|| SuggestedOption::new("unknown-owner", "ignore")),
            of("email", ErrorCode::InvalidEmail).next().map(|_| SuggestedOption::new("optional-errors", "drop")),
        ];
        options.into_iter().flatten().collect()
    }
}

/// Whether a number may be complete but for its country code.
fn lacks_country(error: &RowError) -> bool {
    let digits = error.value.bytes().filter(u8::is_ascii_digit).count();
    let why = PhoneFault::NoCountryCode { international: None }.to_string();
    digits >= PHONE_DIGITS && error.message.ends_with(&why)
}

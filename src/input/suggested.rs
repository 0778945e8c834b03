//! The options with which a file could be imported, as a sample of its rows shows: only for the command to
//! paste in an error.

use std::ops::RangeInclusive;

use crate::formats::SuggestedOption;
use crate::inbox::RowError;
use crate::model::{Country, ErrorCode, PhoneFault, PhoneReader};

/// The number of rows in a sample.
pub(super) const SAMPLED_ROWS: usize = 1000;

/// The digits of a number that may lack only its country code.
const PHONE_DIGITS: RangeInclusive<usize> = 7..=14;

const MEMBERS_FIRST: &str =
    "no owner in the file is a member: add them first with `inboxctl member import FILE` or `inboxctl member add`";

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

    /// The options that the values call for, without those that are given or need to be filled in.
    pub(super) fn options(&self, given: &[SuggestedOption]) -> Vec<SuggestedOption> {
        let others = [self.country(), self.skip_without_phone()].into_iter().flatten();
        self.match_owner(given).into_iter().chain(others.filter(|option| is_unset(given, option))).collect()
    }

    /// By name or id if no owner is an email; by email if all are and another way is given.
    fn match_owner(&self, given: &[SuggestedOption]) -> Option<SuggestedOption> {
        let is_id = |owner: &String| owner.chars().all(|sign| sign.is_ascii_digit() || " ;,|\n".contains(sign));
        let by = match self.owners.iter().filter(|owner| is_email(owner)).count() {
            _ if self.owners.is_empty() => return None,
            emails if emails == self.owners.len() => "email",
            _ if self.owners.iter().any(|owner| owner.contains('@')) => return None,
            _ if self.owners.iter().all(is_id) => "external-id",
            _ => "name",
        };
        let given = given.iter().find(|option| option.name == "match-owner").map(|option| option.value.as_str());
        let is_wrong = given.map_or(by != "email", |given| by == "email" && given != by);
        is_wrong.then(|| SuggestedOption::new("match-owner", by))
    }

    fn country(&self) -> Option<SuggestedOption> {
        let country = Country::common_to(self.phones.iter().map(String::as_str))?;
        Some(SuggestedOption::new("country", country.to_string()))
    }

    fn skip_without_phone(&self) -> Option<SuggestedOption> {
        let has_none = self.phones.iter().any(|phone| PhoneReader::has_no_phone(phone));
        has_none.then(|| SuggestedOption::new("skip-without-phone", ""))
    }

    /// The options that rejected rows call for, and what else is to be done first.
    pub(super) fn options_for<'r>(
        &self,
        rejected: &(impl Iterator<Item = &'r RowError> + Clone),
        has_known_owner: bool,
        given: &[SuggestedOption],
    ) -> (Vec<SuggestedOption>, Option<String>) {
        let of = |column: &'static str, code: ErrorCode| {
            rejected.clone().filter(move |error| error.column.as_deref() == Some(column) && error.code == code)
        };
        let phones = || of("phone", ErrorCode::InvalidPhone);
        let unknown = || of("owner", ErrorCode::UnknownMember);
        let match_owner = of("owner", ErrorCode::InvalidEmail).chain(unknown()).next();
        let match_owner = match_owner.and_then(|_| self.match_owner(given));
        // A typo is to be corrected.
        let is_unknown = match_owner.is_none() && unknown().any(|error| !error.message.contains("did you mean"));
        let on_unknown = match has_known_owner {
            true => Some(SuggestedOption::new("unknown-owner", "ignore")),
            false if unknown().all(|error| is_email(&error.value)) => Some(SuggestedOption::new("create-members", "")),
            false => None,
        };
        let hint = (is_unknown && on_unknown.is_none()).then(|| MEMBERS_FIRST.to_owned());
        let options = [
            phones().any(lacks_country).then(|| self.country().unwrap_or(SuggestedOption::new("country", "COUNTRY"))),
            phones()
                .any(|error| PhoneReader::has_no_phone(&error.value))
                .then(|| SuggestedOption::new("skip-without-phone", "")),
            on_unknown.filter(|_| is_unknown),
            of("email", ErrorCode::InvalidEmail).next().map(|_| SuggestedOption::new("optional-errors", "drop")),
        ];
        let options = options.into_iter().flatten().filter(|option| is_unset(given, option));
        (match_owner.into_iter().chain(options).collect(), hint)
    }
}

fn is_email(owner: &str) -> bool {
    owner.contains('@') && !owner.contains('<')
}

fn is_unset(given: &[SuggestedOption], option: &SuggestedOption) -> bool {
    given.iter().all(|given| given.name != option.name)
}

/// Whether a number may be complete but for its country code.
fn lacks_country(error: &RowError) -> bool {
    let digits = error.value.bytes().filter(u8::is_ascii_digit).count();
    let why = PhoneFault::NoCountryCode { international: None }.to_string();
    PHONE_DIGITS.contains(&digits) && error.message.ends_with(&why)
}

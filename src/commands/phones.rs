//! Options for reading the phone numbers of a file.

use super::arguments::codes;
use crate::formats::profile::Profile;
use crate::inbox::{ChangeOptions, WithoutPhone};
use crate::model::PhoneFormat;

#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct PhoneArgs {
    /// How to read numbers without country code
    ///
    /// `auto` takes the only valid reading, `international` adds the missing `+`, `national` uses the
    /// default country. [default: the setting default-phone-format]
    #[arg(long, value_name = "FORMAT", hide_possible_values = true, value_parser = codes::<PhoneFormat>())]
    phone_format: Option<PhoneFormat>,
    /// Skip rows and lines without a phone number
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(hide_possible_values = true)]
    skip_without_phone: Option<bool>,
}

impl PhoneArgs {
    pub(super) fn typed(self) -> Profile {
        Profile { skip_without_phone: self.skip_without_phone, phone_format: self.phone_format, ..Profile::default() }
    }

    pub(super) fn without_phone(self) -> WithoutPhone {
        WithoutPhone::skip_if(self.skip_without_phone)
    }
}

/// Returns the options of a change with those of a profile for its phone numbers.
pub(super) fn with_phones(profile: &Profile, order: &ChangeOptions) -> ChangeOptions {
    ChangeOptions { phones: profile.phones(order.phones), ..order.clone() }
}

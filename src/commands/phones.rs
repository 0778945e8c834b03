//! Options for reading the phone numbers of a file.

use super::arguments::codes;
use crate::inbox::{ChangeOptions, WithoutPhone};
use crate::model::{PhoneFormat, PhoneOptions};

#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct PhoneArgs {
    /// How to read phone numbers without a country code
    ///
    /// `auto` takes the only valid reading, `international` adds the missing `+`, `national` uses the
    /// default country. [default: the setting default-phone-format]
    #[arg(long, value_name = "FORMAT", hide_possible_values = true, value_parser = codes::<PhoneFormat>())]
    phone_format: Option<PhoneFormat>,
    /// Skip rows and lines without a phone number
    #[arg(long)]
    skip_without_phone: bool,
}

impl PhoneArgs {
    pub(super) fn without_phone(self) -> WithoutPhone {
        if self.skip_without_phone { WithoutPhone::Skip } else { WithoutPhone::Reject }
    }

    /// Returns the options of a change with these for its phone numbers.
    pub(super) fn change_options(self, order: &ChangeOptions) -> ChangeOptions {
        let format = self.phone_format.or(order.phones.format);
        ChangeOptions { phones: PhoneOptions { format, ..order.phones }, ..order.clone() }
    }
}

//! How the phone numbers of a file are read.

use super::arguments::codes;
use crate::inbox::{ChangeOptions, WithoutPhone};
use crate::model::{PhoneFormat, PhoneOptions};

/// How the phone numbers of a file are read.
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
    /// How rows and lines without any phone are treated.
    pub(super) fn without_phone(self) -> WithoutPhone {
        if self.skip_without_phone { WithoutPhone::Skip } else { WithoutPhone::Reject }
    }

    /// The same order, with its phone numbers read so.
    pub(super) fn order(self, order: &ChangeOptions) -> ChangeOptions {
        let format = self.phone_format.or(order.phones.format);
        ChangeOptions { phones: PhoneOptions { format, ..order.phones }, ..order.clone() }
    }
}

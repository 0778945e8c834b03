//! Phone numbers: the key of a contact. The only place that knows the phone library.
//!
//! A number with exactly one reading is accepted; with none or two it is rejected (rules.md, section 6).
//! Loading the library takes milliseconds, so callers try [`Phone::if_canonical`] first.

mod canonical;
mod common_country;
mod country;
mod fault;
mod numbering;
#[cfg(test)]
mod oracle;
mod plan;
mod reader;
#[cfg(test)]
mod tests;
mod writing;

/// The version of the numbering plans: that of Google's libphonenumber, as the library names it.
pub const PHONE_DATA_VERSION: &str = "9.0.42";

pub use canonical::Phone;
pub use country::{Country, InvalidCountry};
pub use fault::{InvalidPhone, PhoneFault};
pub use reader::{PhoneFormat, PhoneReader};

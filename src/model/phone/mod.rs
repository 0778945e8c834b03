//! Phone numbers: the key of a contact. The only place that knows the phone library.
//!
//! A number is read where there is exactly one reading, and refused where there are none or two
//! (rules.md, section 6). Waking the library costs milliseconds, so whoever holds a text that may be
//! canonical already asks [`Phone::if_canonical`] first and looks that up.

mod canonical;
mod country;
mod fault;
#[cfg(test)]
mod oracle;
mod plan;
mod reader;
#[cfg(test)]
mod tests;
mod writing;

pub use canonical::Phone;
pub use country::{Country, InvalidCountry};
pub use fault::{InvalidPhone, PhoneFault};
pub use reader::{PhoneFormat, PhoneReader};

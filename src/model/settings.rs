//! The settings of the store.

use super::code::codes;
use super::phone::{Country, PhoneFormat, PhoneReader};
use super::text::Excerpt;

codes! {
    /// A setting of the store.
    pub enum SettingKey {
        /// Whether the first responder becomes the contact's owner (R2).
        AssignFirstResponder = "assign-first-responder",
        /// The default country of phone numbers without a country code.
        DefaultCountry = "default-country",
        /// How phone numbers without a country code are read.
        DefaultPhoneFormat = "default-phone-format",
    }
}

impl SettingKey {
    /// A description of the setting.
    pub fn description(self) -> &'static str {
        match self {
            Self::AssignFirstResponder => "Assign first responder as the contact's default assignee?",
            Self::DefaultCountry => "Default country of phone numbers without a country code",
            Self::DefaultPhoneFormat => "How to read phone numbers without a country code",
        }
    }

    /// The default of the setting.
    pub fn default(self) -> Setting {
        Settings::default().get(self)
    }

    /// Parses a value as typed.
    pub fn parse(self, text: &str) -> Result<Setting, InvalidSetting> {
        let word = text.trim().to_ascii_lowercase();
        let invalid = |expected| InvalidSetting { key: self, text: text.to_owned(), expected };
        match self {
            Self::AssignFirstResponder => match word.as_str() {
                "on" | "true" | "yes" | "1" => Ok(Setting::AssignFirstResponder(true)),
                "off" | "false" | "no" | "0" => Ok(Setting::AssignFirstResponder(false)),
                _ => Err(invalid("`on` or `off`")),
            },
            Self::DefaultCountry if word.is_empty() || word == "none" => Ok(Setting::DefaultCountry(None)),
            Self::DefaultCountry => word
                .parse()
                .map(|country| Setting::DefaultCountry(Some(country)))
                .map_err(|_| invalid("a two-letter country, for example `MX`, or `none`")),
            Self::DefaultPhoneFormat => {
                let format = word.parse().map(Setting::DefaultPhoneFormat);
                format.map_err(|_| invalid("`auto`, `international` or `national`"))
            }
        }
    }
}

/// A setting with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// See [`SettingKey::AssignFirstResponder`].
    AssignFirstResponder(bool),
    /// See [`SettingKey::DefaultCountry`].
    DefaultCountry(Option<Country>),
    /// See [`SettingKey::DefaultPhoneFormat`].
    DefaultPhoneFormat(PhoneFormat),
}

impl Setting {
    /// The key of the setting.
    pub fn key(self) -> SettingKey {
        match self {
            Self::AssignFirstResponder(_) => SettingKey::AssignFirstResponder,
            Self::DefaultCountry(_) => SettingKey::DefaultCountry,
            Self::DefaultPhoneFormat(_) => SettingKey::DefaultPhoneFormat,
        }
    }

    /// The value as text; unset is `None`.
    pub fn value(self) -> Option<String> {
        match self {
            Self::AssignFirstResponder(on) => Some(if on { "on" } else { "off" }.to_owned()),
            Self::DefaultCountry(country) => country.map(|country| country.to_string()),
            Self::DefaultPhoneFormat(format) => Some(format.to_string()),
        }
    }
}

/// An invalid value of a setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid value `{}` for `{key}`: expected {expected}", Excerpt(.text))]
pub struct InvalidSetting {
    /// The setting.
    pub key: SettingKey,
    /// The invalid value.
    pub text: String,
    expected: &'static str,
}

impl InvalidSetting {
    /// A suggestion.
    pub fn hint(&self) -> Option<String> {
        match self.key {
            SettingKey::DefaultCountry => {
                Country::meant_by(&self.text).map(|country| format!("did you mean `{country}`?"))
            }
            SettingKey::AssignFirstResponder | SettingKey::DefaultPhoneFormat => None,
        }
    }
}

/// All settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Whether the first responder becomes the contact's owner (R2); off unless turned on (R3).
    pub assign_first_responder: bool,
    /// The country of phone numbers without country code.
    pub default_country: Option<Country>,
    /// How phone numbers without country code are read (N4).
    pub default_phone_format: PhoneFormat,
}

/// The options of a command for reading phone numbers; the settings are the defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PhoneOptions {
    /// The country of numbers without country code.
    pub country: Option<Country>,
    /// How numbers without country code are read.
    pub format: Option<PhoneFormat>,
}

impl PhoneOptions {
    /// The reader with these options and settings. An explicit country overrides the setting
    /// `international`.
    pub fn reader(self, settings: &Settings) -> PhoneReader {
        let format = match (self.country, settings.default_phone_format) {
            (Some(_), PhoneFormat::International) => PhoneFormat::Auto,
            (_, format) => format,
        };
        PhoneReader { country: self.country.or(settings.default_country), format: self.format.unwrap_or(format) }
    }
}

impl Settings {
    /// A setting with its value.
    pub fn get(&self, key: SettingKey) -> Setting {
        match key {
            SettingKey::AssignFirstResponder => Setting::AssignFirstResponder(self.assign_first_responder),
            SettingKey::DefaultCountry => Setting::DefaultCountry(self.default_country),
            SettingKey::DefaultPhoneFormat => Setting::DefaultPhoneFormat(self.default_phone_format),
        }
    }

    /// Changes a setting.
    pub fn put(&mut self, setting: Setting) {
        match setting {
            Setting::AssignFirstResponder(on) => self.assign_first_responder = on,
            Setting::DefaultCountry(country) => self.default_country = country,
            Setting::DefaultPhoneFormat(format) => self.default_phone_format = format,
        }
    }
}

/// A setting in the history.
#[derive(serde::Serialize, serde::Deserialize)]
struct Written {
    key: SettingKey,
    value: Option<String>,
}

impl serde::Serialize for Setting {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { key: self.key(), value: self.value() }.serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Setting {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        written.key.parse(written.value.as_deref().unwrap_or("none")).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn country_option_overrides_format_setting() {
        let settings = Settings { default_phone_format: PhoneFormat::International, ..Settings::default() };
        let country = "MX".parse().ok();
        let format = |country, format| PhoneOptions { country, format }.reader(&settings).format;
        assert_eq!(format(None, None), PhoneFormat::International);
        assert_eq!(format(country, None), PhoneFormat::Auto);
        assert_eq!(format(country, Some(PhoneFormat::International)), PhoneFormat::International);
    }

    #[test]
    fn values_accept_common_spellings() {
        let read = |key: SettingKey, text: &str| key.parse(text).map(Setting::value).ok();
        for text in ["on", "TRUE", "yes", "1"] {
            assert_eq!(read(SettingKey::AssignFirstResponder, text), Some(Some("on".to_owned())));
        }
        for text in ["off", "False", "no", "0"] {
            assert_eq!(read(SettingKey::AssignFirstResponder, text), Some(Some("off".to_owned())));
        }
        assert_eq!(read(SettingKey::DefaultCountry, "mx"), Some(Some("MX".to_owned())));
        assert_eq!(read(SettingKey::DefaultCountry, "none"), Some(None));
        assert_eq!(read(SettingKey::AssignFirstResponder, "maybe"), None);
        assert_eq!(read(SettingKey::DefaultCountry, "Mexico"), None);
        assert_eq!(read(SettingKey::DefaultPhoneFormat, " National"), Some(Some("national".to_owned())));
        assert_eq!(read(SettingKey::DefaultPhoneFormat, "none"), None);
    }
}

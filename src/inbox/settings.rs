//! Requests about settings.

use super::error::{InboxError, Result};
use super::session::{Loaded, Session};
use crate::model::{Request, Setting, SettingKey};

pub(super) fn key(name: &str) -> Result<SettingKey> {
    name.parse().map_err(InboxError::UnknownSetting)
}

impl Session<'_> {
    /// Changes a setting (R3).
    pub fn set(&mut self, setting: Setting) -> Result<()> {
        self.decide_and_apply(Loaded::default(), &Request::Set(setting))
    }

    /// Changes a setting by its name and a text.
    pub fn set_by_name(&mut self, name: &str, value: &str) -> Result<()> {
        self.set(key(name)?.parse(value)?)
    }

    /// Resets a setting to its default.
    pub fn reset(&mut self, name: &str) -> Result<()> {
        self.set(key(name)?.default())
    }
}

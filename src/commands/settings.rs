//! `settings …`

use anyhow::Result;
use clap::{Args, Subcommand};

use super::list_args::ListArgs;
use super::{Context, Outcome};

/// Settings apply from now on; past assignments aren't changed.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl settings list
  inboxctl settings set assign-first-responder on")]
pub enum SettingsCommand {
    /// List settings with their values and defaults
    #[command(after_long_help = "Examples:
  inboxctl settings list")]
    List(ListArgs),
    /// Print the value of a setting
    ///
    /// Prints the value alone, `none` if it is unset; other formats print the whole setting.
    #[command(after_long_help = "Examples:
  inboxctl settings get default-country
  inboxctl settings get assign-first-responder --json")]
    Get(SettingArgs),
    /// Change a setting
    ///
    /// `assign-first-responder` (`on`, `off`): whether the first member to respond becomes the owner of a
    /// contact without an active owner.
    ///
    /// `default-country` (two letters, `none`): the country of phone numbers without a country code.
    ///
    /// `default-phone-format` (`auto`, `international`, `national`): how to read phone numbers without a
    /// country code. `auto` takes the only valid reading, `international` adds the missing `+`, `national`
    /// uses the default country.
    #[command(after_long_help = "Examples:
  inboxctl settings set assign-first-responder on
  inboxctl settings set default-country MX")]
    Set {
        /// Name of the setting
        key: String,
        /// New value
        value: String,
    },
    /// Reset a setting to its default
    #[command(after_long_help = "Examples:
  inboxctl settings reset default-country")]
    Reset(SettingArgs),
}

#[derive(Debug, Args)]
pub struct SettingArgs {
    /// Name of the setting
    key: String,
}

impl SettingsCommand {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::List(args) => context.list(args, |reader, page| {
                let settings = reader.settings();
                let is_cut = settings.iter().try_for_each(|setting| page.row(setting)).is_break();
                Ok(is_cut.then_some(settings.len() as u64))
            }),
            Self::Get(args) => args.print(context),
            Self::Set { key, value } => context.change(|inbox| inbox.set_by_name(key, value)),
            Self::Reset(args) => context.change(|inbox| inbox.reset(&args.key)),
        }
    }
}

impl SettingArgs {
    fn print(&self, context: &Context) -> Result<Outcome> {
        let setting = context.read(|reader| reader.setting(&self.key))?;
        if context.ui.prints_data() {
            context.ui.print(&setting)?;
        } else {
            context.ui.print_text(&format!("{}\n", setting.value.as_deref().unwrap_or("none")))?;
        }
        Ok(Outcome::Done)
    }
}

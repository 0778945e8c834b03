//! `settings …`

use anyhow::Result;
use clap::{Args, Subcommand};

use super::{Context, Outcome};

/// Settings look forward: nothing that has happened is decided again.
#[derive(Debug, Subcommand)]
#[command(after_help = "Settings look forward: nothing that has happened is decided again.

Examples:
  inboxctl settings list
  inboxctl settings set assign-first-responder on")]
pub enum Command {
    /// List the settings
    #[command(after_help = "Examples:
  inboxctl settings list")]
    List,
    /// Show a setting
    #[command(after_help = "Examples:
  inboxctl settings get assign-first-responder --json")]
    Get(One),
    /// Change a setting
    #[command(after_help = "assign-first-responder takes on or off: whether the first member to answer
becomes the owner of a contact without an active owner. default-country takes
the two letters of a country, or none: the country of phone numbers without
country code. default-phone-format says how such numbers are read: `auto`
takes the one valid reading, `international` adds the `+` that was lost,
`national` uses the country.

Examples:
  inboxctl settings set assign-first-responder on
  inboxctl settings set default-country MX")]
    Set(Set),
    /// Give a setting its default
    #[command(after_help = "Examples:
  inboxctl settings reset default-country")]
    Reset(One),
}

/// A setting.
#[derive(Debug, Args)]
pub struct One {
    /// The setting's name
    key: String,
}

/// A setting and its value.
#[derive(Debug, Args)]
pub struct Set {
    /// The setting's name
    key: String,
    /// The new value
    value: String,
}

impl Command {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::List => context.list(None, |reader, page| {
                for setting in reader.settings() {
                    if page.row(setting).is_break() {
                        break;
                    }
                }
                Ok(())
            }),
            Self::Get(args) => context.show(|reader| reader.setting(&args.key)),
            Self::Set(args) => context.change(|inbox| inbox.set_by_name(&args.key, &args.value)),
            Self::Reset(args) => context.change(|inbox| inbox.reset(&args.key)),
        }
    }
}

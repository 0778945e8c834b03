//! `scenario compare`

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::commands::arguments::codes;
use crate::commands::import::FileFormatArgs;
use crate::commands::owner::MappingArgs;
use crate::commands::phones::{PhoneArgs, with_phones};
use crate::commands::report_file::{ReadFiles, ReportArg, ReportFormat, Reports};
use crate::commands::simulate_message::explain;
use crate::commands::{Context, Outcome, Usage};
use crate::files::Access;
use crate::formats::profile::Profile;
use crate::inbox::{self, ChangeOptions, ImportMode, OnMissingContact, OwnerImportOptions, RemovalLimit, RunMode};
use crate::input::{self, FaultyFile, ImportFile, LogFile};
use crate::model::{Setting, SettingKey};
use crate::output::{comparison_page, result_markdown};
use crate::scenario::{Comparison, ComparisonReport};

/// Replays the log on two copies of the store, with the current and with the changed settings and owners.
/// Shows which conversations would be assigned differently, which contacts would have other owners, the load
/// of each member, and the reasons of the assignments. The store itself is never changed.
///
/// Owners not listed in the file of --with-owners are removed in the copy, as by `owner import --mode sync`;
/// with --mode add or --mode replace they are treated as `owner import` does. The options that describe the
/// file are those of `owner import`.
///
/// Exits with 0 whether there are differences or not.
#[derive(Debug, clap::Args)]
#[command(mut_group("FileFormatArgs", |group| group.requires("with_owners")))]
#[command(mut_group("MappingArgs", |group| group.requires("with_owners")))]
#[command(after_long_help = "Examples:
  inboxctl scenario compare day.ndjson --with assign-first-responder=on
  inboxctl scenario compare day.ndjson --with-owners accounts.csv --json
  inboxctl scenario compare day.ndjson --as-of change:7 \\
      --with assign-first-responder=on
  inboxctl scenario compare day.ndjson --with-owners crm.csv \\
      --column phone='Teléfono celular' --match-owner name \\
      --encoding windows-1252 --keep manual
  inboxctl scenario compare day.ndjson --with-owners new.csv --mode add \\
      --with assign-first-responder=on --create-contacts")]
pub struct CompareArgs {
    /// Message log, one JSON object per line; - for stdin
    log: PathBuf,
    /// Setting to change (can be repeated)
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    with: Vec<(String, String)>,
    /// File of owners to import; - for stdin
    #[arg(long, value_name = "FILE")]
    with_owners: Option<PathBuf>,
    /// `add`, `replace` or `sync` (default) owners
    ///
    /// How to treat owners not listed in the file, as in `owner import`: `add` keeps them, `replace` removes them from contacts in the file, `sync` removes
    /// them from all contacts.
    #[arg(long, default_value = "sync", requires = "with_owners", value_parser = codes::<ImportMode>())]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    mode: ImportMode,
    #[command(flatten)]
    format: FileFormatArgs,
    #[command(flatten)]
    mapping: MappingArgs,
    #[command(flatten)]
    phones: PhoneArgs,
    /// Create contacts that do not exist
    #[arg(long)]
    create_contacts: bool,
    /// Write reports: html=FILE, markdown=FILE
    ///
    /// Can be repeated. `html` writes a page for a browser, with a chart of the load before and after, `markdown` a summary of a CI
    /// job. FILE may be - for stdout.
    #[arg(long = "report", value_name = "REPORT", value_parser = ReportArg::of_comparison)]
    reports: Vec<ReportArg>,
}

/// Splits `KEY=VALUE`.
fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(key, _)| !key.is_empty());
    let (key, value) = pair.ok_or("expected KEY=VALUE, for example assign-first-responder=on")?;
    Ok((key.to_owned(), value.to_owned()))
}

fn setting((key, value): &(String, String)) -> inbox::Result<Setting> {
    let key: SettingKey = key.parse().map_err(inbox::InboxError::UnknownSetting)?;
    Ok(key.parse(value)?)
}

impl CompareArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        self.check()?;
        let settings = self.with.iter().map(setting).collect::<inbox::Result<Vec<_>>>()?;
        let inputs: Vec<_> = [self.log.as_path()].into_iter().chain(self.with_owners.as_deref()).collect();
        let read = ReadFiles { paths: &inputs, noun: "input file" };
        let reports = Reports::open(&self.reports, context, read, Access::Private)?;
        let profile = self.format.profile(context, &inputs, self.phones.typed().over(self.mapping.typed()))?;
        let open = |path| self.mapping.open(context, path, &profile);
        let mapping = self.with_owners.as_deref().map(open).transpose()?;
        let logs = LogFile::open_twice(&self.log, &context.scratch())?;
        // It is the copies that are changed, a dry run or not.
        let order = ChangeOptions { run: RunMode::Apply, ..context.change_options() };
        let order = with_phones(&self.phones.typed(), &order);
        let mut comparison = Comparison::begin(context.store()?, context.wait, context.as_of)?;
        comparison.set(&order, &settings)?;
        if let Some(file) = mapping {
            self.format.save(context, profile.clone(), &file)?;
            self.import(context, (&with_phones(&profile, &order), &profile), &mut comparison, &file)?;
        }
        let missing = OnMissingContact::create_if(self.create_contacts);
        let mut progress = context.ui.progress(logs[0].size(), false);
        let replayed = comparison.replay(&order, missing, self.phones.without_phone(), logs, &mut progress);
        progress.finish();
        let skipped = replayed.map_err(|error| explain(&self.log, error))?;
        note_skipped(context, (skipped, "line"), &self.log);
        self.write(context, reports, &comparison.report(order.stamp.at)?)
    }

    fn write(&self, context: &Context, reports: Reports, report: &ComparisonReport) -> Result<Outcome> {
        if !reports.take_stdout() {
            context.ui.print(report)?;
        }
        let times = &context.ui.times;
        reports.write(context, |format| {
            Ok(match format {
                ReportFormat::Markdown => result_markdown(&context.typed_line(), report, times),
                _ => comparison_page(report, &self.change(), times, times.clock().now())?,
            }
            .into_bytes())
        })?;
        Ok(Outcome::Done)
    }

    /// What is compared, in a sentence.
    fn change(&self) -> String {
        let settings = self.with.iter().map(|(key, value)| format!("{key}={value}"));
        let owners = self.with_owners.iter().map(|file| format!("the owners of {}", file.display()));
        let changes: Vec<_> = settings.chain(owners).collect();
        format!("Replay of {} with {}.", self.log.display(), changes.join(" and "))
    }

    fn check(&self) -> Result<(), Usage> {
        if self.with.is_empty() && self.with_owners.is_none() {
            let hint = "pass a setting with `--with KEY=VALUE`, or a mapping with `--with-owners FILE`";
            return Err(Usage::new("nothing to compare: no change is given", hint));
        }
        let stdin = Path::new("-");
        if self.log == stdin && self.with_owners.as_deref() == Some(stdin) {
            let hint = "use a file for one of them";
            return Err(Usage::new("the log and the mapping can't both come from stdin", hint));
        }
        Ok(())
    }

    fn import(
        &self,
        context: &Context,
        (order, profile): (&ChangeOptions, &Profile),
        comparison: &mut Comparison,
        file: &ImportFile,
    ) -> Result<()> {
        // Nothing is at stake in a copy: owners go without anybody being asked.
        let (mode, removals) = (self.mode, RemovalLimit::AtMost(u64::MAX));
        let mapping = OwnerImportOptions { mode, removals, ..self.mapping.import(profile) };
        let mut rows = file.rows()?;
        let mut progress = context.ui.progress(Some(file.size()), false);
        let import = comparison.import_owners(order, &mapping, &mut rows, &mut progress);
        progress.finish();
        let import = import.map_err(|error| match file.explain(error) {
            input::ImportError::Faulty(faulty) => anyhow::Error::from(faulty),
            input::ImportError::Inbox(error) => error.into(),
        })?;
        if import.rows.rejected > 0 {
            let hint = Some("fix the rows; check them with `inboxctl owner import FILE --dry-run`".to_owned());
            return Err(FaultyFile { hint, ..file.faulty(&import)? }.into());
        }
        context.note_headers(&rows);
        note_skipped(context, (import.rows.skipped, "row"), file.path());
        Ok(())
    }
}

/// Says how many lines or rows of a file were left out because they name no phone.
fn note_skipped(context: &Context, (skipped, what): (u64, &str), file: &Path) {
    if skipped > 0 {
        let plural = if skipped == 1 { "" } else { "s" };
        let file = file.display();
        context.ui.note(&format!("note: skipped {skipped} {what}{plural} without a phone number in `{file}`"));
    }
}

//! Arguments and steps that all imports have: opening and reading a file, and reporting invalid rows.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::arguments::codes;
use super::report_file::{ReadFiles, ReportArg, Reports};
use super::{Context, Outcome, Usage};
use crate::files::{Access, is_source_of_stdin, is_stream, opened_descriptor, same_place};
use crate::formats::profile::Profile;
use crate::formats::table::{ColumnMapping, Columns, Delimiter, Encoding};
use crate::formats::workbook::SheetCopy;
use crate::inbox::{ChangeOptions, ImportInput, ImportKind, ImportMode, ImportReport, Inbox, OnError, RejectSink};
use crate::input::{self, FaultyFile, ImportFile, RejectsFile, Rows};
use crate::model::{ChangeId, Excerpt};
use crate::output::{EffectStream, failure_markdown, import_markdown};

/// How a file is read. With one line for each option, the short help fits a screen.
#[derive(Debug, clap::Args)]
pub(super) struct FileFormatArgs {
    /// Map a column to headers, e.g. `phone=Cell`
    ///
    /// Can be repeated. `phone=Cell,Phone` takes the first of several headers that is not empty in a row; several
    /// `owner=` add up.
    #[arg(long = "column", value_name = "COLUMN=HEADER")]
    columns: Vec<ColumnMapping>,
    /// Fail on unknown columns
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(hide_possible_values = true)]
    strict_columns: Option<bool>,
    /// Field delimiter [default: detected]
    ///
    /// One of `,`, `;`, `|` or `tab`.
    #[arg(long)]
    delimiter: Option<Delimiter>,
    /// Encoding, if not UTF-8 or UTF-16
    ///
    /// For example `windows-1252` or `latin1`.
    #[arg(long)]
    encoding: Option<Encoding>,
    /// Sheet of a workbook [default: detected]
    ///
    /// By default the first visible sheet with known headers.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Read these options from a YAML file
    ///
    /// A profile describes the file of a CRM once, for imports, `scenario compare` and scenario files. Options
    /// that are typed come first; `--strict-columns=false` and `--skip-without-phone=false` turn a flag of the
    /// profile off. `inboxctl schema profile` has all keys.
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Save these options to a new YAML file
    ///
    /// Written once the headers are known, with --dry-run too. Options that concern the store, such as --mode
    /// and --on-error, are not saved.
    #[arg(long, value_name = "FILE")]
    save_profile: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct ImportFileArgs {
    /// CSV file or workbook (.xlsx) with a header line, or - for stdin
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) format: FileFormatArgs,
    /// Invalid rows: `abort` (default) or `skip`
    ///
    /// `abort` imports nothing, `skip` imports the other rows and exits with 1.
    #[arg(long, default_value = "abort", value_name = "WHAT", value_parser = codes::<OnError>())]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub(super) on_error: OnError,
    /// Write rejected rows and reasons to a file
    ///
    /// It can be corrected and imported again.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Write a report: markdown=FILE
    ///
    /// A summary of a CI job, of a dry run too, with the invalid rows. FILE may be - for stdout.
    #[arg(long = "report", value_name = "REPORT", value_parser = ReportArg::of_import)]
    reports: Vec<ReportArg>,
}

impl FileFormatArgs {
    /// Returns what is typed before what the profile says. Only one of the profile and the other inputs can be
    /// stdin.
    pub(super) fn profile(&self, context: &Context, inputs: &[&Path], others: Profile) -> Result<Profile> {
        self.profile_with(context, inputs, others, |saved| saved)
    }

    /// The same, where a command needs a part of what the profile says.
    pub(super) fn profile_with(
        &self,
        context: &Context,
        inputs: &[&Path],
        others: Profile,
        part: fn(Profile) -> Profile,
    ) -> Result<Profile> {
        let stdin = Path::new("-");
        if self.profile.as_deref() == Some(stdin) && inputs.contains(&stdin) {
            let hint = "use a file for one of them";
            return Err(Usage::new("the file and its profile can't both come from stdin", hint).into());
        }
        let typed = Profile {
            columns: self.columns.clone(),
            strict_columns: self.strict_columns,
            delimiter: self.delimiter,
            encoding: self.encoding,
            sheet: self.sheet.clone(),
            country: context.typed_country,
            ..others
        };
        self.check_save(context)?;
        let saved = self.profile.as_deref().map(input::read_profile).transpose()?;
        let profile = typed.over(part(saved.unwrap_or_default()));
        if self.save_profile.is_some() && profile.is_empty() {
            let hint = "pass the options that the file needs, or remove `--save-profile`";
            return Err(Usage::new("`--save-profile` has no options to save", hint).into());
        }
        Ok(profile)
    }

    /// Refuses to save a profile to the store, a pipe or a device, of which none is a new file.
    fn check_save(&self, context: &Context) -> Result<(), Usage> {
        let Some(path) = self.save_profile.as_deref() else { return Ok(()) };
        let why = if context.is_of_store(path) {
            "it is the store"
        } else if path == Path::new("-") || is_stream(path) {
            "it is not a file"
        } else {
            return Ok(());
        };
        let message = format!("can't save the profile to `{}`: {why}", path.display());
        Err(Usage::new(&message, "pass a new file with `--save-profile FILE`"))
    }

    /// Saves the profile, once the headers of the file are known.
    pub(super) fn save(&self, context: &Context, profile: Profile, file: &ImportFile) -> Result<()> {
        let Some(path) = self.save_profile.as_deref() else { return Ok(()) };
        let columns = file.rows()?.table.mappings().to_vec();
        let profile = context.read(|reader| Ok(profile.map_members(|member| reader.email_of(member))))?;
        input::save_profile(path, &Profile { columns, ..profile })?;
        context.ui.note(&format!("note: saved the profile in `{}`", path.display()));
        Ok(())
    }

    pub(super) fn open(
        context: &Context,
        profile: &Profile,
        path: &Path,
        columns: Columns,
    ) -> Result<ImportFile, FaultyFile> {
        let opened = ImportFile::open(path, columns, profile.read_options(), &context.scratch());
        opened.map_err(|faulty| context.without_country(faulty))
    }
}

/// An import that was applied, but its rejected rows can't be shown or saved.
#[derive(Debug, thiserror::Error)]
#[error("change `{change}` was applied, but {why}")]
pub struct UnreportedImport {
    change: ChangeId,
    why: String,
}

impl UnreportedImport {
    pub const HINT: &str = "run the command again with `--dry-run` to see or save the rejected rows";

    /// An error of a file after the change.
    fn explain(change: Option<ChangeId>, error: anyhow::Error) -> anyhow::Error {
        match (change, error.downcast::<FaultyFile>()) {
            (Some(change), Ok(faulty)) => Self { change, why: faulty.message }.into(),
            (None, Ok(faulty)) => faulty.into(),
            (_, Err(other)) => other,
        }
    }
}

impl ImportFileArgs {
    /// Imports members or teams, and prints the result.
    pub(super) fn import_directory(
        &self,
        context: &Context,
        columns: Columns,
        kind: ImportKind<'_>,
    ) -> Result<Outcome> {
        self.reported(context, |reports| {
            let profile = self.format.profile(context, &[&self.file], Profile::default())?;
            let file = FileFormatArgs::open(context, &profile, &self.file, columns)?;
            self.format.save(context, profile, &file)?;
            self.import((context, reports), &file, kind, &context.change_options())
        })
    }

    /// Opens the reports, imports, and writes the reports, of an error too.
    pub(super) fn reported(
        &self,
        context: &Context,
        import: impl FnOnce(&mut Option<Reports>) -> Result<Outcome>,
    ) -> Result<Outcome> {
        let paths: Vec<_> = [Some(&self.file), self.format.profile.as_ref(), self.rejects.as_ref()]
            .into_iter()
            .flatten()
            .map(PathBuf::as_path)
            .collect();
        let read = ReadFiles { paths: &paths, noun: "input file" };
        let mut reports = Some(Reports::open(&self.reports, context, read, Access::Private)?);
        let imported = import(&mut reports);
        if let (Err(error), Some(reports)) = (&imported, reports) {
            let markdown = failure_markdown(&context.typed_line(), &error.to_string(), error.downcast_ref());
            reports.write(context, |_| Ok(markdown.clone().into_bytes()))?;
        }
        imported
    }

    /// Imports the file and prints the result.
    pub(super) fn import(
        &self,
        (context, reports): (&Context, &mut Option<Reports>),
        file: &ImportFile,
        kind: ImportKind<'_>,
        options: &ChangeOptions,
    ) -> Result<Outcome> {
        self.check_rejects(context, file)?;
        let mut rejecting = self.rejects.as_deref().map(|path| RejectsFile::new(path, file)).transpose()?;
        let mut rows = file.rows()?;
        let mut stream = context.ui.effects();
        let mut progress = context.ui.progress(Some(file.size()), stream.is_on());
        let mut inbox = Inbox::open(context.store()?, context.wait)?;
        let rejects = rejecting.as_mut().map(|rejecting| rejecting as &mut dyn RejectSink);
        let input = ImportInput { source: &mut rows, folder: context.scratch(), rejects, progress: &mut progress };
        let import = stream.lend(|effects| inbox.import(options, kind, input, effects));
        progress.finish();
        let import = import.map_err(|error| match file.explain(error) {
            input::ImportError::Faulty(faulty) => anyhow::Error::from(context.without_country(faulty)),
            input::ImportError::Inbox(error) => error.into(),
        })?;
        if let Some(rejecting) = rejecting {
            rejecting.finish().map_err(|error| UnreportedImport::explain(import.change, error.into()))?;
        }
        let import = ImportReport { ignored_columns: rows.table.ignored().map(str::to_owned).collect(), ..import };
        self.report((context, reports), (file, kind, &rows), &import, stream)
            .map_err(|error| UnreportedImport::explain(import.change, error))
    }

    /// Refuses to write rejected rows to the imported file, the store or the result.
    fn check_rejects(&self, context: &Context, file: &ImportFile) -> Result<(), Usage> {
        let Some(rejects) = self.rejects.as_deref() else { return Ok(()) };
        let shown = rejects.display();
        let message = if rejects == Path::new("-") || opened_descriptor(rejects) == Some(STDOUT) {
            "can't write rejected rows to stdout: the result is printed there".to_owned()
        } else if same_place(rejects, file.path()) || file.path() == Path::new("-") && is_source_of_stdin(rejects) {
            format!("can't write rejected rows to `{shown}`: it is the file to import")
        } else if context.is_of_store(rejects) {
            format!("can't write rejected rows to `{shown}`: it is the store")
        } else {
            return Ok(());
        };
        Err(Usage::new(&message, "pass another file with `--rejects FILE`"))
    }

    fn hint(&self, kind: ImportKind<'_>) -> String {
        let is_sync = matches!(kind, ImportKind::Owners(mapping) if mapping.mode == ImportMode::Sync);
        let skip = if is_sync { "" } else { ", skip them with `--on-error skip`" };
        match &self.rejects {
            Some(rejects) => format!("fix the rows{skip}; they are saved in `{}`", rejects.display()),
            None => format!("fix the rows{skip}, or save them with `--rejects FILE`"),
        }
    }

    fn report(
        &self,
        (context, reports): (&Context, &mut Option<Reports>),
        (file, kind, rows): (&ImportFile, ImportKind<'_>, &Rows),
        import: &ImportReport,
        stream: EffectStream<'_>,
    ) -> Result<Outcome> {
        // An error in JSON is alone on stderr; the result on stdout contains the columns too.
        let refused = import.rows.rejected > 0 && self.on_error == OnError::Abort;
        let alone = refused && context.ui.format.is_json();
        if !alone {
            context.note_headers(rows);
        }
        // More often a failed export than the truth.
        if import.rows.read == 0 && import.removes_owners() {
            context.ui.note("warning: the file has no rows, and owners are removed; check the export");
        }
        if let Some(removed) = import.needs_confirmation {
            let plural = if removed == 1 { "" } else { "s" };
            let ask =
                format!("warning: without `--dry-run`, pass `--confirm {removed}` to remove {removed} owner{plural}");
            context.ui.note(&ask);
        }
        context.note_ignored(import);
        context.note_lookalikes(&import.effects);
        if import.dropped_count > 0 {
            context.ui.dropped(&file.dropped(import)?);
        }
        if !reports.as_ref().is_some_and(Reports::take_stdout) {
            context.ui.print_change(import, stream)?;
        }
        let faulty = (import.rows.rejected > 0).then(|| file.faulty(import)).transpose()?;
        if let Some(reports) = reports.take() {
            let (line, times) = (context.typed_line(), &context.ui.times);
            reports.write(context, |_| Ok(import_markdown(&line, import, faulty.as_ref(), times).into_bytes()))?;
        }
        let Some(faulty) = faulty else {
            return Ok(context.outcome_of(import.has_effects()));
        };
        match self.on_error {
            OnError::Abort => {
                let hints: Vec<_> = faulty.hint.clone().into_iter().chain([self.hint(kind)]).collect();
                Err(FaultyFile { hint: Some(hints.join("\n")), ..faulty }.into())
            }
            OnError::Skip => {
                let saved = self.rejects.as_deref().map(|path| (path, import.rows.rejected));
                context.ui.skipped(&faulty, saved);
                Ok(Outcome::No)
            }
        }
    }
}

impl Context {
    /// Suggests no country where one is set.
    fn without_country(&self, mut faulty: FaultyFile) -> FaultyFile {
        let is_suggested = faulty.options.iter().any(|option| option.name == "country");
        if is_suggested && self.has_country() {
            faulty.options.retain(|option| option.name != "country");
        }
        faulty
    }

    fn has_country(&self) -> bool {
        let in_store =
            || self.read(|reader| reader.setting("default-country").map(|setting| setting.value != setting.default));
        self.country.is_some() || in_store().unwrap_or(false)
    }

    /// Reports headers below a title, and unknown columns.
    pub(super) fn note_headers(&self, rows: &Rows) {
        if let Some(sheet) = rows.sheet.as_deref().filter(|sheet| !sheet.others.is_empty()) {
            self.ui.note(&note_sheet(sheet));
        }
        if let Some(line) = rows.table.line_below_title() {
            let unit = if rows.sheet.is_some() { "row" } else { "line" };
            self.ui.note(&format!("note: the headers are on {unit} {line}; ignored the {unit}s above them"));
        }
        for header in rows.table.missing_headers() {
            self.ui.note(&format!("warning: no header `{}`; using the other headers of its column", Excerpt(header)));
        }
        let mut ignored = rows.table.ignored();
        let mut names: Vec<_> = ignored.by_ref().take(LISTED).map(|name| format!("`{name}`")).collect();
        let more = ignored.count();
        if more > 0 {
            names.push(format!("… and {more} more"));
        }
        if !names.is_empty() {
            self.ui.note(&format!("warning: ignored unknown columns: {}", names.join(", ")));
        }
    }

    /// Reports unknown owners that were left out; JSON has them in the answer.
    pub(super) fn note_ignored(&self, import: &ImportReport) {
        if import.ignored_owner_count == 0 || self.ui.format.is_json() {
            return;
        }
        let owners = import.ignored_owners.iter().take(LISTED);
        let mut listed: Vec<_> =
            owners.map(|ignored| format!("`{}` ({})", Excerpt(&ignored.owner), ignored.count)).collect();
        if import.ignored_owners.len() > LISTED {
            listed.push("…".to_owned());
        }
        let (count, listed) = (import.ignored_owner_count, listed.join(", "));
        let plural = if count == 1 { "" } else { "s" };
        self.ui.note(&format!("warning: ignored unknown owners in {count} place{plural}: {listed}"));
    }

    /// Returns the folder for temporary files: that of the store, which needs the space anyway.
    pub(super) fn scratch(&self) -> PathBuf {
        match self.store.as_deref().and_then(Path::parent) {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    }
}

/// Says which of several sheets was read.
fn note_sheet(sheet: &SheetCopy) -> String {
    const MOST: usize = 5;
    let mut others: Vec<_> = sheet.others.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    if sheet.others.len() > MOST {
        others.push("…".to_owned());
    }
    let hidden = if sheet.is_hidden { "hidden " } else { "" };
    format!("note: read {hidden}sheet `{}`; choose another with `--sheet`: {}", sheet.name, others.join(", "))
}

const STDOUT: u32 = 1;

/// The most unknown columns or owners that a warning lists.
const LISTED: usize = 10;

//! `--report`: where else a result goes, and in which formats.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Context, Usage};
use crate::files::{Access, AtomicFile, is_stream, place, same_place};
use crate::model::or_list;

/// A value of `--report`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReportArg {
    File(ReportFormat, PathBuf),
    Stdout(ReportFormat),
    /// Workflow commands on stdout.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportFormat {
    Junit,
    Json,
    Html,
    Markdown,
}

impl ReportFormat {
    /// Those of a run of scenarios.
    pub(super) const OF_RUN: &[Self] = &[Self::Junit, Self::Json, Self::Html, Self::Markdown];
    /// Those of a comparison.
    pub(super) const OF_COMPARISON: &[Self] = &[Self::Html, Self::Markdown];
    /// That of an import.
    pub(super) const OF_IMPORT: &[Self] = &[Self::Markdown];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Junit => "junit",
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "markdown",
        }
    }

    fn noun(self) -> &'static str {
        if self == Self::Html { "page" } else { "report" }
    }
}

impl ReportArg {
    pub(super) fn new(format: ReportFormat, file: &Path) -> Self {
        let is_stdout = ["-", "/dev/stdout"].iter().any(|stdout| file == Path::new(stdout));
        if is_stdout { Self::Stdout(format) } else { Self::File(format, file.to_owned()) }
    }

    /// Reads a report of a run of scenarios, which may be `github`.
    pub(super) fn of_run(text: &str) -> Result<Self, String> {
        if text == "github" { Ok(Self::Github) } else { Self::read(text, ReportFormat::OF_RUN, &["github"]) }
    }

    pub(super) fn of_comparison(text: &str) -> Result<Self, String> {
        Self::read(text, ReportFormat::OF_COMPARISON, &[])
    }

    pub(super) fn of_import(text: &str) -> Result<Self, String> {
        Self::read(text, ReportFormat::OF_IMPORT, &[])
    }

    /// Reads `FORMAT=FILE`.
    fn read(text: &str, formats: &[ReportFormat], others: &[&str]) -> Result<Self, String> {
        let (name, file) = text.split_once('=').unwrap_or_default();
        let format = formats.iter().find(|format| format.name() == name && !file.is_empty());
        format.map(|format| Self::new(*format, Path::new(file))).ok_or_else(|| {
            let forms: Vec<_> = formats.iter().map(|format| format!("{}=FILE", format.name())).collect();
            let forms: Vec<_> = forms.iter().map(String::as_str).chain(others.iter().copied()).collect();
            format!("expected {}", or_list(&forms))
        })
    }
}

/// The reports of a command. They are open, and known to be writable, before anything runs.
pub(super) struct Reports {
    files: Vec<(ReportFormat, AtomicFile)>,
    stdout: Option<ReportFormat>,
    pub(super) github: bool,
}

/// What a command reads, which no report may replace.
#[derive(Clone, Copy)]
pub(super) struct ReadFiles<'a> {
    pub(super) paths: &'a [&'a Path],
    /// What one of them is called.
    pub(super) noun: &'static str,
}

impl Reports {
    /// Opens the reports of a command that reads these files and folders.
    pub(super) fn open(args: &[ReportArg], context: &Context, read: ReadFiles<'_>, access: Access) -> Result<Self> {
        let mut reports = Self { files: Vec::new(), stdout: None, github: false };
        let prints_data = context.ui.prints_data();
        for arg in args {
            match arg {
                ReportArg::Github if prints_data => return Err(github_with_data().into()),
                ReportArg::Github => reports.github = true,
                ReportArg::Stdout(format) => {
                    if reports.stdout.replace(*format).is_some() {
                        return Err(stdout_taken().into());
                    }
                }
                ReportArg::File(format, path) => {
                    check_target(path, context, read)?;
                    if reports.files.iter().any(|(_, file)| same_place(file.path(), path)) {
                        return Err(same_file(path).into());
                    }
                    reports.files.push((*format, AtomicFile::create(path, access)?));
                }
            }
        }
        if reports.stdout.is_some() && (reports.github || prints_data) {
            return Err(stdout_taken().into());
        }
        Ok(reports)
    }

    /// The files that are written.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|(_, file)| file.path().to_owned()).collect()
    }

    /// Whether a report takes the place of the result on stdout.
    pub(super) fn take_stdout(&self) -> bool {
        self.stdout.is_some()
    }

    /// Writes the files. They go first: the reader of stdout may go away.
    pub(super) fn write_files(&mut self, render: impl Fn(ReportFormat) -> Result<Vec<u8>>) -> Result<()> {
        for (format, file) in self.files.drain(..) {
            file.commit_with(&render(format)?)?;
        }
        Ok(())
    }

    /// Prints the report that takes the place of the result, if there is one.
    pub(super) fn print(&self, context: &Context, render: impl Fn(ReportFormat) -> Result<Vec<u8>>) -> Result<()> {
        self.stdout.map_or(Ok(()), |format| Ok(context.ui.print_bytes(&render(format)?)?))
    }

    /// Writes all reports, and notes where the files are.
    pub(super) fn write(mut self, context: &Context, render: impl Fn(ReportFormat) -> Result<Vec<u8>>) -> Result<()> {
        let written: Vec<_> = self.files.iter().map(|(format, file)| (format.noun(), file.path().to_owned())).collect();
        self.write_files(&render)?;
        for (noun, path) in written {
            context.ui.note(&format!("wrote the {noun} to `{}`", path.display()));
        }
        self.print(context, render)
    }
}

/// Refuses to replace the store, a YAML file, or a file that is read. A stream replaces nothing.
fn check_target(target: &Path, context: &Context, read: ReadFiles<'_>) -> Result<(), Usage> {
    let place = place(target);
    let ending = place.extension().unwrap_or_default().to_ascii_lowercase();
    let is_read = || read.paths.iter().any(|path| !path.is_dir() && same_place(path, target));
    let what = if context.is_of_store(target) {
        "store"
    } else if !is_stream(target) && (ending == "yaml" || ending == "yml" || is_read()) {
        read.noun
    } else {
        return Ok(());
    };
    let message = format!("a report can't replace the {what} `{}`", target.display());
    Err(Usage { message, hint: "use another file".to_owned() })
}

fn stdout_taken() -> Usage {
    Usage::new("`-` writes to stdout, which another output uses already", "write one of them to a file")
}

fn github_with_data() -> Usage {
    let hint = "write the data to a file: `--report github --report json=FILE`";
    Usage::new("`--report github` can't be combined with `--json` or `--format`: both write to stdout", hint)
}

fn same_file(path: &Path) -> Usage {
    let hint = "use a different file for each report";
    Usage::new(&format!("two reports have the same file `{}`", path.display()), hint)
}

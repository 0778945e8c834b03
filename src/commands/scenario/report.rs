//! `--report`: where else the results of a run go, and in which format.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Result;

use crate::commands::{Context, Usage};
use crate::files::{Access, AtomicFile, is_stream, place, same_place};
use crate::output::{CoverageDetail, junit, markdown, report_json, scenario_page};
use crate::scenario::{self, Report};

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
    Markdown,
    Html,
}

impl FromStr for ReportArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, file) = match text.split_once('=') {
            None if text == "github" => return Ok(Self::Github),
            Some(("junit", file)) if !file.is_empty() => (ReportFormat::Junit, file),
            Some(("json", file)) if !file.is_empty() => (ReportFormat::Json, file),
            Some(("markdown", file)) if !file.is_empty() => (ReportFormat::Markdown, file),
            Some(("html", file)) if !file.is_empty() => (ReportFormat::Html, file),
            _ => return Err("expected junit=FILE, json=FILE, html=FILE, markdown=FILE or github"),
        };
        Ok(if ["-", "/dev/stdout"].contains(&file) { Self::Stdout(format) } else { Self::File(format, file.into()) })
    }
}

impl ReportFormat {
    fn render(self, context: &Context, report: &Report) -> Result<Vec<u8>> {
        let times = &context.ui.times;
        Ok(match self {
            Self::Junit => junit(report)?,
            Self::Json => report_json(report)?,
            Self::Markdown => markdown(report).into_bytes(),
            Self::Html => scenario_page(report, times, times.clock().now())?.into_bytes(),
        })
    }
}

/// The reports of a run. They are open, and known to be writable, before anything runs.
pub(super) struct Reports {
    files: Vec<(ReportFormat, AtomicFile)>,
    stdout: Option<ReportFormat>,
    github: bool,
}

impl Reports {
    /// Opens the reports of a run of these scenario files and folders.
    pub(super) fn open(args: &[ReportArg], context: &Context, paths: &[PathBuf]) -> Result<Self> {
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
                    check_target(path, context, paths)?;
                    if reports.files.iter().any(|(_, file)| same_place(file.path(), path)) {
                        return Err(same_file(path).into());
                    }
                    reports.files.push((*format, AtomicFile::create(path, Access::Shared)?));
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

    /// Prints the results and writes all reports.
    pub(super) fn write(self, context: &Context, report: &Report, detail: CoverageDetail) -> Result<()> {
        let printed = self.write_files(context, report)?;
        if printed.stdout.is_some() {
            context.ui.scenario_report_to_stderr(report, detail);
        } else {
            context.ui.scenario_report(report, detail)?;
        }
        printed.print(context, report)
    }

    /// Writes why nothing ran to all reports.
    pub(super) fn write_error(self, context: &Context, error: &scenario::ScenarioError) -> Result<()> {
        let report = Report::stopped(error);
        self.write_files(context, &report)?.print(context, &report)
    }

    /// Writes the files first: the reader of stdout may go away.
    fn write_files(mut self, context: &Context, report: &Report) -> Result<Self> {
        for (format, file) in self.files.drain(..) {
            file.commit_with(&format.render(context, report)?)?;
        }
        Ok(self)
    }

    fn print(&self, context: &Context, report: &Report) -> Result<()> {
        if let Some(format) = self.stdout {
            context.ui.print_bytes(&format.render(context, report)?)?;
        }
        if self.github {
            context.ui.github(report)?;
        }
        Ok(())
    }
}

/// Refuses to replace the store, a YAML file, or a file that is run. A stream replaces nothing.
fn check_target(target: &Path, context: &Context, paths: &[PathBuf]) -> Result<(), Usage> {
    let place = place(target);
    let ending = place.extension().unwrap_or_default().to_ascii_lowercase();
    let what = if context.is_of_store(target) {
        "store"
    } else if !is_stream(target)
        && (ending == "yaml" || ending == "yml" || paths.iter().any(|path| path.is_file() && same_place(path, target)))
    {
        "scenario file"
    } else {
        return Ok(());
    };
    let hint = "use another file, for example `--report json=report.json`";
    Err(Usage::new(&format!("a report can't replace the {what} `{}`", target.display()), hint))
}

fn stdout_taken() -> Usage {
    let hint = "write one of them to a file, for example `--report json=FILE`";
    Usage::new("`-` writes to stdout, which another output uses already", hint)
}

fn github_with_data() -> Usage {
    let hint = "write the data to a file: `--report github --report json=FILE`";
    Usage::new("`--report github` can't be combined with `--json` or `--format`: both write to stdout", hint)
}

fn same_file(path: &Path) -> Usage {
    let hint = "use a different file for each report";
    Usage::new(&format!("two reports have the same file `{}`", path.display()), hint)
}

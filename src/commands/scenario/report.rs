//! `--report`: where else a run is told, and as what.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Result;

use crate::commands::{Context, Usage};
use crate::files::{Access, AtomicFile, is_stream, same_place};
use crate::model::Excerpt;
use crate::output::{Detail, Format, junit, report_json};
use crate::scenario::{self, Files, Report};

/// A report to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// In a file.
    File(Kind, Target),
    /// Lines on stdout that GitHub shows beside a change.
    Github,
    /// Nobody knows what.
    Unknown(String),
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Junit,
    Json,
}

/// Where a file goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Stdout,
    File(PathBuf),
}

impl FromStr for Wanted {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let is_stdout = |name: &str| ["-", "/dev/stdout"].contains(&name);
        let target = |name: &str| if is_stdout(name) { Target::Stdout } else { Target::File(name.into()) };
        Ok(match text.split_once('=') {
            Some(("junit", name)) if !name.is_empty() => Self::File(Kind::Junit, target(name)),
            Some(("json", name)) if !name.is_empty() => Self::File(Kind::Json, target(name)),
            None if text == "github" => Self::Github,
            _ => Self::Unknown(text.to_owned()),
        })
    }
}

/// The files that reports are written to.
pub(super) fn targets(wanted: &[Wanted]) -> Vec<&Path> {
    let targets = wanted.iter().filter_map(|one| match one {
        Wanted::File(_, Target::File(path)) => Some(path.as_path()),
        Wanted::File(_, Target::Stdout) | Wanted::Github | Wanted::Unknown(_) => None,
    });
    targets.collect()
}

/// Where a run is told. That files can be written is known before anything runs.
pub(super) struct Reports {
    files: Vec<(Kind, AtomicFile)>,
    stdout: Option<Kind>,
    github: bool,
}

impl Reports {
    /// Gets everything ready. No report is written over what the run reads.
    pub(super) fn begin(wanted: &[Wanted], format: Format, files: &Files) -> Result<Self> {
        targets(wanted).into_iter().try_for_each(|target| check(target, files))?;
        Self::begin_unchecked(wanted, format)
    }

    /// The same where it isn't known what would be read: nothing is written over but earlier reports.
    pub(super) fn begin_blindly(wanted: &[Wanted], format: Format) -> Result<Self> {
        let harmless = |one: &&Wanted| match one {
            Wanted::File(_, Target::File(path)) => !path.exists() || scenario::may_be_overwritten(path),
            Wanted::File(_, Target::Stdout) | Wanted::Github | Wanted::Unknown(_) => true,
        };
        let wanted: Vec<_> = wanted.iter().filter(harmless).cloned().collect();
        Self::begin_unchecked(&wanted, format)
    }

    fn begin_unchecked(wanted: &[Wanted], format: Format) -> Result<Self> {
        let mut reports = Self { files: Vec::new(), stdout: None, github: false };
        for one in wanted {
            match one {
                Wanted::Unknown(text) => return Err(unknown(text).into()),
                Wanted::Github if format != Format::Table => return Err(github_beside_data().into()),
                Wanted::Github => reports.github = true,
                Wanted::File(kind, Target::Stdout) => {
                    if reports.stdout.replace(*kind).is_some() {
                        return Err(stdout_is_taken("-").into());
                    }
                }
                Wanted::File(kind, Target::File(path)) => {
                    if reports.files.iter().any(|(_, file)| same_place(file.path(), path)) {
                        return Err(twice(&path.display().to_string()).into());
                    }
                    reports.files.push((*kind, AtomicFile::create(path, Access::Shared)?));
                }
            }
        }
        if reports.stdout.is_some() && (reports.github || format != Format::Table) {
            return Err(stdout_is_taken("-").into());
        }
        Ok(reports)
    }

    /// Tells how it went, everywhere.
    pub(super) fn tell(self, context: &Context, report: &Report, detail: Detail) -> Result<()> {
        let printed = self.write_files(report)?;
        if printed.stdout.is_some() {
            context.ui.scenario_report_aside(report, detail);
        } else {
            context.ui.scenario_report(report, detail)?;
        }
        printed.print(context, report)
    }

    /// Tells why nothing was played, wherever a report is wanted; what a person is told is the error.
    pub(super) fn tell_stopped(self, context: &Context, error: &scenario::Error) -> Result<()> {
        let report = Report::stopped(error);
        self.write_files(&report)?.print(context, &report)
    }

    /// Writes the files, before a reader of the rest can go away; what is left goes to stdout.
    fn write_files(mut self, report: &Report) -> Result<Self> {
        for (kind, file) in self.files.drain(..) {
            file.commit_with(&contents(kind, report)?)?;
        }
        Ok(self)
    }

    fn print(&self, context: &Context, report: &Report) -> Result<()> {
        if let Some(kind) = self.stdout {
            context.ui.bytes(&contents(kind, report)?)?;
        }
        if self.github {
            context.ui.github(report)?;
        }
        Ok(())
    }
}

fn contents(kind: Kind, report: &Report) -> Result<Vec<u8>> {
    Ok(match kind {
        Kind::Junit => junit(report)?,
        Kind::Json => report_json(report)?,
    })
}

/// Refuses reports over the store.
pub(super) fn check_store(context: &Context, wanted: &[Wanted]) -> Result<(), Usage> {
    let over = targets(wanted).into_iter().find(|target| context.is_of_store(target));
    over.map_or(Ok(()), |target| Err(over_what_is_read(target, "the store")))
}

/// Refuses a report over what is played, or what is given to a scenario. In a stream nothing is lost.
fn check(target: &Path, files: &Files) -> Result<()> {
    if is_stream(target) {
        return Ok(());
    }
    let read_by = if files.contains(target) {
        "a scenario file of this run"
    } else if target.exists() && !scenario::may_be_overwritten(target) && files.gives(target)? {
        "a file of a scenario"
    } else {
        return Ok(());
    };
    Err(over_what_is_read(target, read_by).into())
}

fn over_what_is_read(target: &Path, what: &str) -> Usage {
    Usage {
        message: format!("the report would overwrite `{}`, {what}", target.display()),
        hint: "use another file, for example `--report json=report.json`".to_owned(),
    }
}

fn unknown(text: &str) -> Usage {
    Usage {
        message: format!("unknown report `{}`", Excerpt(text)),
        hint: "use junit=FILE, json=FILE or github".to_owned(),
    }
}

fn stdout_is_taken(what: &str) -> Usage {
    Usage {
        message: format!("`{what}` writes to stdout, which another output uses already"),
        hint: "write one of them to a file, for example `--report json=FILE`".to_owned(),
    }
}

fn github_beside_data() -> Usage {
    Usage {
        message: "`--report github` can't be combined with `--json` or `--format`: both write to stdout".to_owned(),
        hint: "write the data to a file: `--report github --report json=FILE`".to_owned(),
    }
}

fn twice(file: &str) -> Usage {
    Usage {
        message: format!("two reports have the same file `{file}`"),
        hint: "use a different file for each report".to_owned(),
    }
}

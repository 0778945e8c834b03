//! The reports of a run of scenarios.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::commands::Context;
use crate::commands::report_file::{ReadFiles, ReportArg, ReportFormat, Reports};
use crate::files::Access;
use crate::output::{CoverageDetail, junit, markdown, report_json, scenario_page};
use crate::scenario::{Report, ScenarioError};

/// Opens the reports of a run of these scenario files and folders.
pub(super) fn open(args: &[ReportArg], context: &Context, paths: &[PathBuf]) -> Result<Reports> {
    let paths: Vec<_> = paths.iter().map(PathBuf::as_path).collect::<Vec<&Path>>();
    Reports::open(args, context, ReadFiles { paths: &paths, noun: "scenario file" }, Access::Shared)
}

/// Prints the results and writes all reports.
pub(super) fn write(mut reports: Reports, context: &Context, report: &Report, detail: CoverageDetail) -> Result<()> {
    reports.write_files(|format| render(format, context, report))?;
    if reports.take_stdout() {
        context.ui.scenario_report_to_stderr(report, detail);
    } else {
        context.ui.scenario_report(report, detail)?;
    }
    print(&reports, context, report)
}

/// Writes why nothing ran to all reports.
pub(super) fn write_error(mut reports: Reports, context: &Context, error: &ScenarioError) -> Result<()> {
    let report = Report::stopped(error);
    reports.write_files(|format| render(format, context, &report))?;
    print(&reports, context, &report)
}

fn print(reports: &Reports, context: &Context, report: &Report) -> Result<()> {
    reports.print(context, |format| render(format, context, report))?;
    if reports.github {
        context.ui.github(report)?;
    }
    Ok(())
}

fn render(format: ReportFormat, context: &Context, report: &Report) -> Result<Vec<u8>> {
    let times = &context.ui.times;
    Ok(match format {
        ReportFormat::Junit => junit(report)?,
        ReportFormat::Json => report_json(report)?,
        ReportFormat::Markdown => markdown(report).into_bytes(),
        ReportFormat::Html => scenario_page(report, times, times.clock().now())?.into_bytes(),
    })
}

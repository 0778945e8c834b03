//! `report`

use std::path::PathBuf;

use anyhow::Result;

use super::report_file::{ReadFiles, ReportArg, ReportFormat, Reports};
use super::{Context, Outcome};
use crate::files::Access;
use crate::model::TimePhrase;
use crate::output::load_page;
use crate::report::LoadReport;

/// Shows the portfolio and the load of each member, team and account: contacts and accounts owned, the share of
/// all ownerships, open conversations by status, the oldest unanswered one, and assignments by reason; then
/// contacts and conversations without an owner or a member, and how even the load is.
///
/// A team has the contacts of its members, and the conversations assigned to it. Of accounts the 20 largest are
/// shown; JSON has all. Assignments count even if they were removed later, but not if they were undone.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl report
  inboxctl report --since 7d
  inboxctl report --since 2026-11-01 --json
  inboxctl report --as-of yesterday
  inboxctl report --since 7d --html load.html")]
pub struct ReportArgs {
    /// Count assignments from this time on, e.g. 2026-01-31, 7d
    #[arg(long, value_name = "TIME")]
    since: Option<TimePhrase>,
    /// Write a page for a browser to this file; - for stdout
    ///
    /// The page has the same figures, with charts and tables that can be sorted. It is one file that loads
    /// nothing, to be opened, printed or sent. Nothing is printed on stdout, unless --format asks for data. A new
    /// file is readable by your user only.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl ReportArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let since = context.start_of(self.since.as_ref())?;
        let page: Vec<_> = self.html.iter().map(|path| ReportArg::new(ReportFormat::Html, path)).collect();
        let read = ReadFiles { paths: &[], noun: "file" };
        let reports = Reports::open(&page, context, read, Access::Private)?;
        let (load, at) = context.read(|reader| Ok((reader.load(since)?, reader.at())))?;
        let report = LoadReport::of(load, since);
        if page.is_empty() || context.ui.prints_data() {
            context.ui.print(&report)?;
        }
        reports.write(context, |_| Ok(load_page(&report, &context.ui.times, at)?.into_bytes()))?;
        Ok(Outcome::Done)
    }
}

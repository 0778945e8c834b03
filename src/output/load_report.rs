//! Portfolios and load as text and CSV.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::csv::CsvRecords;
use super::document::Document;
use super::effects::as_i64;
use super::printable::Printable;
use super::table::{Cell, Piece, Table};
use super::text::{count, grouped};
use crate::model::{AssignReason, Status, Time};
use crate::report::{AccountFigures, FigureRow, LoadFigures, LoadReport, MemberFigures, TeamFigures};

/// The number of accounts that people see.
pub(super) const SHOWN_ACCOUNTS: usize = 20;

/// The statuses of open conversations, the most urgent first.
pub(super) const OPEN: [Status; 4] = [Status::New, Status::InProgress, Status::Flow, Status::Created];

impl Printable for LoadReport {
    fn document(&self) -> Document {
        let mut document = section(self.since, &lines(&largest_first(&self.members)), MemberFigures::KIND);
        document.append(section(self.since, &lines(&largest_first(&self.teams)), TeamFigures::KIND));
        document.append(section(self.since, &account_lines(self), AccountFigures::KIND));
        document.table(totals(self));
        document
    }

    fn records(&self) -> serde_json::Result<CsvRecords> {
        let members = self.members.iter().map(record);
        let teams = self.teams.iter().map(record);
        let rows = members.chain(teams).chain(self.accounts.iter().map(record)).chain(total_records(self));
        let keys = ["what", "name", "contacts", "accounts", "share", "open", "oldest_unanswered", "assigned"];
        Ok(CsvRecords::of_texts(keys, rows))
    }
}

/// Rows with the most contacts first, then as they stand.
pub(super) fn largest_first<T: FigureRow>(rows: &[T]) -> Vec<&T> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by_key(|row| Reverse(row.figures().contacts));
    rows
}

/// A row as people name it.
pub(super) trait NamedRow: FigureRow {
    /// The name, with what people should know of it.
    fn label(&self) -> String {
        self.name().unwrap_or("(no account)").to_owned()
    }
}

impl NamedRow for MemberFigures {
    fn label(&self) -> String {
        let mark = match (self.active, self.is_away) {
            (false, _) => " (inactive)",
            (true, true) => " (away)",
            (true, false) => "",
        };
        format!("{}{mark}", self.member)
    }
}

impl NamedRow for TeamFigures {}
impl NamedRow for AccountFigures {}

/// A name with its figures.
type Line<'a> = (String, Cow<'a, LoadFigures>);

fn lines<'a, T: NamedRow>(rows: &[&'a T]) -> Vec<Line<'a>> {
    rows.iter().map(|row| (row.label(), Cow::Borrowed(row.figures()))).collect()
}

/// The largest accounts, and the sum of all.
fn account_lines(report: &LoadReport) -> Vec<Line<'_>> {
    let accounts = largest_first(&report.accounts);
    let mut lines = lines(accounts.get(..SHOWN_ACCOUNTS).unwrap_or(&accounts));
    lines.extend(all_accounts(report).map(|(label, sum)| (label, Cow::Owned(sum))));
    lines
}

/// The sum of all accounts, unless there are none.
pub(super) fn all_accounts(report: &LoadReport) -> Option<(String, LoadFigures)> {
    let figures = || report.accounts.iter().map(|account| &account.figures);
    let number = report.accounts.iter().filter(|account| account.account.is_some()).count();
    (number > 0).then(|| (format!("all {}", count(as_i64(number), "account")), LoadFigures::sum(figures())))
}

/// The portfolios, the open conversations and the assignments.
fn section(since: Option<Time>, lines: &[Line<'_>], kind: &'static str) -> Document {
    let mut document = Document::default();
    if lines.is_empty() {
        return document;
    }
    document.table(portfolios(lines, kind));
    document.gap();
    if lines.iter().any(|(_, figures)| figures.open_count() > 0) {
        document.table(open(lines, kind));
        document.gap();
    }
    if lines.iter().any(|(_, figures)| figures.assigned_count() > 0) {
        document.append(assigned(since, lines, kind));
        document.gap();
    }
    document
}

/// A line that sums up others has no bar.
fn portfolios(lines: &[Line<'_>], kind: &'static str) -> Table {
    let mut table = Table::list(&[kind, "contacts", "accounts", "share", ""]);
    let single = lines.iter().filter(|(_, figures)| matches!(figures, Cow::Borrowed(_)));
    let greatest = single.map(|(_, figures)| figures.contacts).max().unwrap_or_default();
    for (label, figures) in lines {
        let number = if matches!(figures, Cow::Borrowed(_)) { figures.contacts } else { 0 };
        table.row([
            Cell::name(label),
            Cell::Number(figures.contacts),
            Cell::Number(figures.accounts),
            Cell::word(&percent(figures.share)),
            Cell::Bar { number, greatest },
        ]);
    }
    table
}

fn open(lines: &[Line<'_>], kind: &'static str) -> Table {
    let mut table = Table::list(&[kind, "new", "in-progress", "flow", "created", "oldest unanswered"]);
    for (label, figures) in lines {
        let numbers = OPEN.map(|status| Cell::Number(figures.open.get(&status).copied().unwrap_or_default()));
        let cells = std::iter::once(Cell::name(label)).chain(numbers);
        table.row(cells.chain([Cell::from(figures.oldest_unanswered)]));
    }
    table
}

/// The lines with assignments.
fn assigned(since: Option<Time>, lines: &[Line<'_>], kind: &'static str) -> Document {
    let mut table = Table::details(&[kind, "assigned", "reasons"]);
    for (label, figures) in lines.iter().filter(|(_, figures)| figures.assigned_count() > 0) {
        let reasons = numbers(&figures.assigned, |reason: &AssignReason| reason.code(), ", ", " ");
        table.row([Cell::name(label), Cell::Number(figures.assigned_count()), reasons.into()]);
    }
    let mut document = Document::default();
    if let Some(since) = since {
        document.line_of(vec![Piece::words("assignments since "), Piece::Time(since)]);
    }
    document.table(table);
    document
}

fn totals(report: &LoadReport) -> Table {
    let mut table = Table::without_headings(&["", "", ""]);
    for (label, number) in [
        ("contacts without an active owner", report.unowned),
        ("contacts owned by absent members only", report.owned_by_absent_only),
        ("open conversations without a member", report.unassigned),
        ("overdue conversations", report.overdue),
        ("moves to an even share (`owner rebalance`)", report.moves_to_balance),
    ] {
        table.row([label.into(), Cell::Number(number), "".into()]);
    }
    for (label, share) in [("largest share", report.largest_share), ("smallest share", report.smallest_share)] {
        let with_it =
            report.members.iter().filter(|member| member.active && member.figures.share.total_cmp(&share).is_eq());
        let names: Vec<_> = with_it.map(|member| member.member.clone()).collect();
        table.row([label.into(), Cell::word(&percent(share)), first_names(&names).into()]);
    }
    table
}

/// At most two names, and the number of the others.
pub(super) fn first_names(names: &[String]) -> String {
    match names {
        [first, second, others @ ..] if !others.is_empty() => {
            format!("{first}, {second} and {} more", grouped(others.len() as u64))
        }
        names => names.join(", "),
    }
}

/// A part of 1 in percent.
pub(super) fn percent(share: f64) -> String {
    format!("{:>5.1} %", share * 100.0)
}

/// Numbers by code on one line.
fn numbers<K>(numbers: &BTreeMap<K, u64>, code: impl Fn(&K) -> &'static str, between: &str, is: &str) -> String {
    let parts = numbers.iter().map(|(key, number)| format!("{}{is}{number}", code(key)));
    parts.collect::<Vec<_>>().join(between)
}

fn record<T: FigureRow>(row: &T) -> [String; 8] {
    let LoadFigures { contacts, accounts, share, open, oldest_unanswered, assigned } = row.figures();
    [
        T::KIND.to_owned(),
        row.name().unwrap_or_default().to_owned(),
        contacts.to_string(),
        accounts.to_string(),
        share.to_string(),
        numbers(open, |status| status.code(), ";", "="),
        oldest_unanswered.map(|time| time.to_string()).unwrap_or_default(),
        numbers(assigned, |reason| reason.code(), ";", "="),
    ]
}

/// The totals, in the columns of what they count.
fn total_records(report: &LoadReport) -> Vec<[String; 8]> {
    let record = |what: &str, column: usize, value: String| {
        std::array::from_fn(|at| match at {
            0 => what.to_owned(),
            _ if at == column => value.clone(),
            _ => String::new(),
        })
    };
    vec![
        record("unowned", 2, report.unowned.to_string()),
        record("owned_by_absent_only", 2, report.owned_by_absent_only.to_string()),
        record("unassigned", 5, report.unassigned.to_string()),
        record("overdue", 5, report.overdue.to_string()),
        record("largest_share", 4, report.largest_share.to_string()),
        record("smallest_share", 4, report.smallest_share.to_string()),
        record("moves_to_balance", 2, report.moves_to_balance.to_string()),
    ]
}

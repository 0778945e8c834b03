//! The page of `scenario compare --report html=FILE`.

use std::cmp::Reverse;

use askama::Template;

use super::bar_chart::{Bar, BarChart, Fill, LegendItem};
use super::frame::Frame;
use super::page_table::{PageCell, PageColumn, PageTable, shown_of};
use super::page_text::{cut, name};
use crate::inbox::LoadDiff;
use crate::model::Time;
use crate::output::LocalTimes;
use crate::output::scenario::{assignees, reasons};
use crate::output::text::grouped;
use crate::scenario::ComparisonReport;

/// The most rows of a table, and pairs of bars of a chart.
const ROWS: usize = 200;
const MEMBERS: usize = 15;

/// The most characters of a list of members.
const NAMES: usize = 240;

/// Where the rest is.
const ELSEWHERE: &str = "“--format json”";

#[derive(Template)]
#[template(path = "comparison_page.html", config = "src/output/html/askama.toml")]
struct ComparisonPage {
    frame: Frame,
    summary: Vec<(&'static str, String)>,
    load_chart: Option<BarChart>,
    load: Option<PageTable>,
    reasons: Option<PageTable>,
    conversations: Option<PageTable>,
    owners: Option<PageTable>,
}

/// Formats a comparison as a page, as seen at a time. `change` names what was changed.
pub fn comparison_page(
    report: &ComparisonReport,
    change: &str,
    times: &LocalTimes,
    at: Time,
) -> Result<String, askama::Error> {
    let ComparisonReport { conversations, owners, load, .. } = report;
    let moved = load.iter().filter(|one| one.before != one.after).count();
    let page = ComparisonPage {
        frame: Frame {
            title: "Comparison of two replays".to_owned(),
            heading: "Before and after".to_owned(),
            subtitle: cut(&format!("{}. {change}", times.with_zone(at)), NAMES),
        },
        summary: vec![
            ("Conversations assigned differently", grouped(conversations.len() as u64)),
            ("Contacts with different owners", grouped(owners.len() as u64)),
            ("Members with more or fewer open conversations", grouped(moved as u64)),
        ],
        load_chart: load_chart(load),
        load: load_table(load),
        reasons: reason_table(report),
        conversations: conversation_table(report),
        owners: owner_table(report),
    };
    page.render()
}

/// The members with the largest change first.
fn by_change(load: &[LoadDiff]) -> Vec<&LoadDiff> {
    let mut sorted: Vec<_> = load.iter().collect();
    sorted.sort_by_key(|one| Reverse(one.before.abs_diff(one.after)));
    sorted
}

/// Two bars for each member.
fn load_chart(load: &[LoadDiff]) -> Option<BarChart> {
    let shown: Vec<_> = by_change(load).into_iter().take(MEMBERS).collect();
    let bars = shown.iter().flat_map(|one| {
        let bar = |side, number, fill| Bar {
            label: format!("{}, {side}", name(&one.member)),
            value: grouped(number),
            parts: vec![(number, fill)],
        };
        [bar("before", one.before, Fill::LINED), bar("after", one.after, Fill::PLAIN)]
    });
    let texts = shown.iter().map(|one| format!("{} {} to {}", name(&one.member), one.before, one.after));
    let legend = [(Fill::LINED, "before"), (Fill::PLAIN, "after")];
    (!shown.is_empty()).then(|| BarChart {
        id: "load",
        title: "Open conversations of each member, before and after".to_owned(),
        description: format!("The largest changes first: {}.", texts.collect::<Vec<_>>().join(", ")),
        unit: "open conversations",
        bars: bars.collect(),
        marker: None,
        legend: legend.map(|(fill, text)| LegendItem { fill: Some(fill), text: text.to_owned() }).into(),
        note: shown_of(shown.len(), load.len(), "members", "the table below"),
    })
}

fn difference(before: u64, after: u64) -> PageCell {
    let sign = match after.cmp(&before) {
        std::cmp::Ordering::Less => "−",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => "+",
    };
    let (number, minus) = (after.abs_diff(before), if after < before { "-" } else { "" });
    PageCell::Share { text: format!("{sign}{}", grouped(number)), value: format!("{minus}{number}") }
}

/// A table with numbers before and after.
fn numbers(caption: &str, heading: &str, rows: Vec<(String, u64, u64)>, what: &str) -> Option<PageTable> {
    let all = rows.len();
    let row = |(label, before, after): (String, u64, u64)| {
        vec![PageCell::Name(label), PageCell::Number(before), PageCell::Number(after), difference(before, after)]
    };
    let columns = ["Before", "After", "Difference"].map(PageColumn::number);
    (all > 0).then(|| PageTable {
        caption: caption.to_owned(),
        columns: [PageColumn::text(heading)].into_iter().chain(columns).collect(),
        rows: rows.into_iter().take(ROWS).map(row).collect(),
        totals: Vec::new(),
        note: shown_of(all.min(ROWS), all, what, ELSEWHERE),
    })
}

fn load_table(load: &[LoadDiff]) -> Option<PageTable> {
    let rows = by_change(load).into_iter().map(|one| (name(&one.member), one.before, one.after));
    numbers("Open conversations of members", "Member", rows.collect(), "members")
}

fn reason_table(report: &ComparisonReport) -> Option<PageTable> {
    let rows = reasons(report).into_iter().map(|(reason, [before, after])| (reason.code().to_owned(), before, after));
    numbers("Assignments by reason", "Reason", rows.collect(), "reasons")
}

/// A table with texts before and after.
fn texts(caption: &str, heading: &str, rows: Vec<[String; 3]>, all: usize, what: &str) -> Option<PageTable> {
    let row = |[label, before, after]: [String; 3]| {
        vec![PageCell::Name(label), PageCell::Text(before), PageCell::Text(after)]
    };
    (all > 0).then(|| PageTable {
        caption: caption.to_owned(),
        columns: [heading, "Before", "After"].map(PageColumn::text).into(),
        rows: rows.into_iter().map(row).collect(),
        totals: Vec::new(),
        note: shown_of(all.min(ROWS), all, what, ELSEWHERE),
    })
}

fn or(text: &str, none: &str) -> String {
    if text.is_empty() { none.to_owned() } else { cut(text, NAMES) }
}

fn conversation_table(report: &ComparisonReport) -> Option<PageTable> {
    let rows = report.conversations.iter().take(ROWS).map(|one| {
        let [before, after] = [&one.before, &one.after].map(|side| or(&assignees(side.as_ref(), ", "), "unassigned"));
        [name(&one.contact), before, after]
    });
    let caption = "Conversations assigned differently";
    texts(caption, "Contact", rows.collect(), report.conversations.len(), "conversations")
}

fn owner_table(report: &ComparisonReport) -> Option<PageTable> {
    let rows = report.owners.iter().take(ROWS).map(|one| {
        let [before, after] = [&one.before, &one.after].map(|side| or(&side.join(", "), "no owner"));
        [name(&one.contact), before, after]
    });
    texts("Contacts with different owners", "Contact", rows.collect(), report.owners.len(), "contacts")
}

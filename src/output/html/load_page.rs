//! The page of `report`.

use std::collections::BTreeSet;

use askama::Template;

use super::bar_chart::{Bar, BarChart, Fill, LegendItem};
use super::frame::Frame;
use super::page_table::{PageCell, PageColumn, PageTable, shown_of};
use super::page_text::name;
use crate::model::{AssignReason, Status, Time};
use crate::output::LocalTimes;
use crate::output::effects::as_i64;
use crate::output::load_report::{NamedRow, OPEN, SHOWN_ACCOUNTS, all_accounts, first_names, largest_first, percent};
use crate::output::text::{count, grouped};
use crate::report::{FigureRow, LoadFigures, LoadReport, MemberFigures};

/// The most members and teams in a table.
const ROWS: usize = 100;

/// The most bars of a chart.
const BARS: usize = 25;

/// Where the rest is.
const ELSEWHERE: &str = "“inboxctl report --json”";

#[derive(Template)]
#[template(path = "load_page.html", config = "src/output/html/askama.toml")]
struct LoadPage {
    frame: Frame,
    cards: Vec<Card>,
    portfolio_chart: BarChart,
    open_chart: BarChart,
    reason_chart: Option<BarChart>,
    members: PageTable,
    assigned: Option<PageTable>,
    teams: Option<PageTable>,
    accounts: Option<PageTable>,
}

/// Figures that answer a question.
struct Card {
    question: &'static str,
    answers: Vec<CardAnswer>,
}

struct CardAnswer {
    label: &'static str,
    value: String,
    details: String,
    /// The command to go on with.
    command: Option<&'static str>,
}

/// Formats a report as a page, as seen at a time.
pub fn load_page(report: &LoadReport, times: &LocalTimes, at: Time) -> Result<String, askama::Error> {
    let maker = PageMaker { report, times, at };
    let members = largest_first(&report.members);
    let period =
        report.since.map_or("since the beginning".to_owned(), |since| format!("since {}", times.with_zone(since)));
    let page = LoadPage {
        frame: Frame {
            title: "Portfolios and load".to_owned(),
            heading: "Portfolios and load".to_owned(),
            subtitle: format!("{}. Assignments {period}.", times.with_zone(at)),
        },
        cards: vec![maker.too_much(), maker.waiting(), maker.without()],
        portfolio_chart: maker.portfolio_chart(&members),
        open_chart: maker.open_chart(),
        reason_chart: maker.reason_chart(&period),
        members: maker.table("Members", &members, members.len()),
        assigned: PageMaker::assigned(&members, &period),
        teams: maker.table_unless_empty("Teams", &largest_first(&report.teams), ROWS),
        accounts: maker.accounts(),
    };
    page.render()
}

struct PageMaker<'a> {
    report: &'a LoadReport,
    times: &'a LocalTimes,
    at: Time,
}

impl PageMaker<'_> {
    fn active(&self) -> impl Iterator<Item = &MemberFigures> {
        self.report.members.iter().filter(|member| member.active)
    }

    fn too_much(&self) -> Card {
        let extreme = |label, share: f64| {
            let names = self.active().filter(|member| member.figures.share.total_cmp(&share).is_eq());
            let names: Vec<_> = names.map(|member| name(&member.member)).collect();
            CardAnswer { label, value: percent(share).trim().to_owned(), details: first_names(&names), command: None }
        };
        let moves = self.report.moves_to_balance;
        let balance = CardAnswer {
            label: "Moves to an even share",
            value: grouped(moves),
            details: String::new(),
            command: (moves > 0).then_some("inboxctl owner rebalance --help"),
        };
        Card {
            question: "Who has too much?",
            answers: vec![
                extreme("Largest share of contacts", self.report.largest_share),
                extreme("Smallest share", self.report.smallest_share),
                balance,
            ],
        }
    }

    fn waiting(&self) -> Card {
        let oldest = self.report.members.iter().filter_map(|member| Some((member.figures.oldest_unanswered?, member)));
        let oldest = oldest.min_by_key(|(time, _)| *time);
        let (value, details) = oldest.map_or(("none".to_owned(), String::new()), |(time, member)| {
            (elapsed(time, self.at), format!("since {}, {}", self.times.with_zone(time), name(&member.member)))
        });
        Card {
            question: "What waits longest?",
            answers: vec![
                CardAnswer {
                    label: "Oldest unanswered conversation of a member",
                    value,
                    details,
                    command: oldest.map(|_| "inboxctl conversation list --status new --sort opened_at"),
                },
                command_answer("Overdue conversations", self.report.overdue, "inboxctl conversation list --overdue"),
            ],
        }
    }

    fn without(&self) -> Card {
        let LoadReport { unassigned, unowned, owned_by_absent_only, .. } = self.report;
        Card {
            question: "What has no owner?",
            answers: vec![
                command_answer(
                    "Open conversations without a member",
                    *unassigned,
                    "inboxctl conversation list --unassigned",
                ),
                command_answer("Contacts without an active owner", *unowned, "inboxctl contact list --unowned"),
                CardAnswer {
                    label: "Contacts owned by absent members only",
                    value: grouped(*owned_by_absent_only),
                    details: String::new(),
                    command: None,
                },
            ],
        }
    }

    /// The even share of the active members, as a fraction.
    fn even_share(&self) -> Option<(u64, u64)> {
        let members = self.active().count() as u64;
        let contacts = self.active().map(|member| member.figures.contacts).sum();
        (members > 0).then_some((contacts, members))
    }

    fn portfolio_chart(&self, members: &[&MemberFigures]) -> BarChart {
        let even = self.even_share();
        let bar = |member: &&MemberFigures| {
            let LoadFigures { contacts, share, .. } = member.figures;
            let most = even.map_or(contacts, |(contacts, members)| contacts.div_ceil(members));
            let above = if member.active { contacts.saturating_sub(most) } else { 0 };
            Bar {
                label: name(&member.label()),
                value: format!("{} · {}", grouped(contacts), percent(share).trim()),
                parts: vec![(contacts - above, Fill::PLAIN), (above, Fill::HATCHED)],
            }
        };
        let line = even.map(|(contacts, members)| LegendItem {
            fill: None,
            text: format!("even share of an active member: {}", decimal(contacts, members)),
        });
        let fills = [(Fill::PLAIN, "up to the even share"), (Fill::HATCHED, "above it")];
        let fills = fills.map(|(fill, text)| LegendItem { fill: Some(fill), text: text.to_owned() });
        BarChart {
            id: "portfolios",
            title: "Contacts owned by each member".to_owned(),
            description: format!(
                "Bars for {}, the largest portfolio first. The largest share of an active member is {}, the smallest {}. \
                 The table of members has all numbers.",
                count(as_i64(members.len().min(BARS)), "member"),
                percent(self.report.largest_share).trim(),
                percent(self.report.smallest_share).trim(),
            ),
            unit: "contacts",
            bars: members.iter().take(BARS).map(bar).collect(),
            marker: even,
            legend: fills.into_iter().chain(line).collect(),
            note: shown_of(members.len().min(BARS), members.len(), "members", "the table below"),
        }
    }

    fn open_chart(&self) -> BarChart {
        let mut members: Vec<_> = self.report.members.iter().collect();
        members.sort_by_key(|member| std::cmp::Reverse(member.figures.open_count()));
        let number = |member: &MemberFigures, status| member.figures.open.get(&status).copied().unwrap_or_default();
        let bar = |member: &&MemberFigures| Bar {
            label: name(&member.label()),
            value: grouped(member.figures.open_count()),
            parts: OPEN.map(|status| (number(member, status), fill(status))).into(),
        };
        let busiest = members.first().filter(|member| member.figures.open_count() > 0);
        let busiest = busiest.map_or(String::new(), |member| {
            format!(" {} has most: {}.", name(&member.member), grouped(member.figures.open_count()))
        });
        BarChart {
            id: "open",
            title: "Open conversations of each member, by status".to_owned(),
            description: format!("Bars stacked by status, the most open conversations first.{busiest}"),
            unit: "open conversations",
            bars: members.iter().take(BARS).map(bar).collect(),
            marker: None,
            legend: OPEN.map(|status| LegendItem { fill: Some(fill(status)), text: meaning(status).to_owned() }).into(),
            note: shown_of(members.len().min(BARS), members.len(), "members", "the table below"),
        }
    }

    fn reason_chart(&self, period: &str) -> Option<BarChart> {
        let sum = |reason: &AssignReason| {
            let members = self.report.members.iter();
            members.filter_map(|member| member.figures.assigned.get(reason)).sum::<u64>()
        };
        let mut sums: Vec<_> = AssignReason::ALL.iter().map(|reason| (*reason, sum(reason))).collect();
        sums.retain(|(_, number)| *number > 0);
        sums.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        let all: u64 = sums.iter().map(|(_, number)| number).sum();
        let bar = |(reason, number): &(AssignReason, u64)| Bar {
            label: reason.code().to_owned(),
            value: grouped(*number),
            parts: vec![(*number, Fill::PLAIN)],
        };
        let texts: Vec<_> = sums.iter().map(|(reason, number)| format!("{} {number}", reason.code())).collect();
        (!sums.is_empty()).then(|| BarChart {
            id: "reasons",
            title: format!("Assignments by reason, {period}"),
            description: format!("{} assignments: {}.", grouped(all), texts.join(", ")),
            unit: "assignments",
            bars: sums.iter().map(bar).collect(),
            marker: None,
            legend: Vec::new(),
            note: Some("“inboxctl help reasons” explains the reasons.".to_owned()),
        })
    }

    /// The largest accounts, and the sum of all.
    fn accounts(&self) -> Option<PageTable> {
        let table = self.table_unless_empty("Accounts", &largest_first(&self.report.accounts), SHOWN_ACCOUNTS)?;
        let totals = all_accounts(self.report).map(|(label, sum)| self.cells(label, &sum, PageCell::Empty));
        Some(PageTable { totals: totals.unwrap_or_default(), ..table })
    }

    fn table_unless_empty<T: NamedRow>(&self, caption: &str, rows: &[&T], most: usize) -> Option<PageTable> {
        (!rows.is_empty()).then(|| self.table(caption, rows, most))
    }

    fn table<T: NamedRow>(&self, caption: &str, rows: &[&T], most: usize) -> PageTable {
        let shown = rows.get(..most.min(ROWS)).unwrap_or(rows);
        let greatest = rows.iter().map(|row| row.figures().contacts).max().unwrap_or_default();
        let names = format!("{caption} by contacts");
        let statuses = OPEN.map(|status| PageColumn::number(heading(status)));
        let columns = [
            PageColumn::text(kind_heading::<T>()),
            PageColumn::number("Contacts"),
            PageColumn::number("Accounts"),
            PageColumn::number("Share"),
        ]
        .into_iter()
        .chain([PageColumn::picture("")])
        .chain(statuses)
        .chain([
            PageColumn::text(format!("Oldest unanswered ({})", self.times.zone())),
            PageColumn::number("Assigned"),
        ]);
        PageTable {
            caption: names,
            columns: columns.collect(),
            rows: shown.iter().map(|row| self.row(*row, greatest)).collect(),
            totals: Vec::new(),
            note: shown_of(shown.len(), rows.len(), &format!("{}s", T::KIND), ELSEWHERE),
        }
    }

    fn row<T: NamedRow>(&self, row: &T, greatest: u64) -> Vec<PageCell> {
        self.cells(name(&row.label()), row.figures(), PageCell::bar(row.figures().contacts, greatest))
    }

    fn cells(&self, label: String, figures: &LoadFigures, bar: PageCell) -> Vec<PageCell> {
        let share = figures.share;
        let share = PageCell::Share { text: percent(share).trim().to_owned(), value: share.to_string() };
        let numbers = [figures.contacts, figures.accounts].map(PageCell::Number);
        let open = OPEN.map(|status| PageCell::Number(figures.open.get(&status).copied().unwrap_or_default()));
        let oldest = figures
            .oldest_unanswered
            .map_or(PageCell::Empty, |time| PageCell::Time { value: time.to_string(), text: self.times.short(time) });
        let mut cells = vec![PageCell::Name(label)];
        cells.extend(numbers.into_iter().chain([share, bar]).chain(open).chain([oldest]));
        cells.push(PageCell::Number(figures.assigned_count()));
        cells
    }

    /// The assignments of members, with a column for each reason.
    fn assigned(members: &[&MemberFigures], period: &str) -> Option<PageTable> {
        let reasons: BTreeSet<_> = members.iter().flat_map(|member| member.figures.assigned.keys().copied()).collect();
        let with_some: Vec<_> = members.iter().filter(|member| member.figures.assigned_count() > 0).collect();
        let shown = with_some.get(..ROWS).unwrap_or(&with_some);
        let row = |member: &&&MemberFigures| {
            let numbers = reasons.iter().map(|reason| member.figures.assigned.get(reason).copied().unwrap_or_default());
            let numbers = numbers.chain([member.figures.assigned_count()]).map(PageCell::Number);
            std::iter::once(PageCell::Name(name(&member.label()))).chain(numbers).collect()
        };
        let columns = reasons.iter().map(|reason| PageColumn::number(reason.code()));
        (!reasons.is_empty()).then(|| PageTable {
            caption: format!("Assignments of members by reason, {period}"),
            columns: [PageColumn::text("Member")]
                .into_iter()
                .chain(columns)
                .chain([PageColumn::number("All")])
                .collect(),
            rows: shown.iter().map(row).collect(),
            totals: Vec::new(),
            note: shown_of(shown.len(), with_some.len(), "members", ELSEWHERE),
        })
    }
}

fn command_answer(label: &'static str, number: u64, command: &'static str) -> CardAnswer {
    CardAnswer { label, value: grouped(number), details: String::new(), command: (number > 0).then_some(command) }
}

/// A fraction with one decimal.
fn decimal(numerator: u64, denominator: u64) -> String {
    let tenths = (u128::from(numerator) * 10).checked_div(u128::from(denominator)).unwrap_or_default();
    format!("{}.{}", grouped(u64::try_from(tenths / 10).unwrap_or(u64::MAX)), tenths % 10)
}

/// The time between two times, in its largest unit.
fn elapsed(from: Time, to: Time) -> String {
    let minutes = to.as_nanoseconds().saturating_sub(from.as_nanoseconds()).max(0) / 60_000_000_000;
    match minutes {
        0..120 => count(minutes, "minute"),
        120..2880 => count(minutes / 60, "hour"),
        _ => count(minutes / 1440, "day"),
    }
}

fn fill(status: Status) -> Fill {
    match status {
        Status::New => Fill::HATCHED,
        Status::InProgress => Fill::PLAIN,
        Status::Flow => Fill::DOTTED,
        Status::Created | Status::Closed => Fill::LINED,
    }
}

fn meaning(status: Status) -> &'static str {
    match status {
        Status::New => "new: waits for an answer",
        Status::InProgress => "in progress: a member has answered",
        Status::Flow => "flow: an automation is talking",
        Status::Created => "created: the contact has not written yet",
        Status::Closed => "closed",
    }
}

fn heading(status: Status) -> &'static str {
    match status {
        Status::New => "New",
        Status::InProgress => "In progress",
        Status::Flow => "Flow",
        Status::Created => "Created",
        Status::Closed => "Closed",
    }
}

fn kind_heading<T: FigureRow>() -> &'static str {
    match T::KIND {
        "team" => "Team",
        "account" => "Account",
        _ => "Member",
    }
}

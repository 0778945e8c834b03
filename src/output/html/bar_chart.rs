//! Horizontal bars, drawn as SVG. Positions are percentages, so that the chart fits any width while its text keeps
//! its size.

use askama::Template;

use crate::output::text::grouped;

/// The height of a row: a label and a bar.
const ROW: usize = 42;

/// The most parts between two ticks of the axis.
const PARTS: u64 = 4;

/// A bar chart.
#[derive(Template)]
#[template(path = "bar_chart.html", config = "src/output/html/askama.toml")]
pub(super) struct BarChart {
    /// Unique on its page.
    pub(super) id: &'static str,
    pub(super) title: String,
    /// The same as text.
    pub(super) description: String,
    /// The title of the axis.
    pub(super) unit: &'static str,
    pub(super) bars: Vec<Bar>,
    /// A value that is marked on the axis, as a fraction: numerator and denominator.
    pub(super) marker: Option<(u64, u64)>,
    pub(super) legend: Vec<LegendItem>,
    pub(super) note: Option<String>,
}

/// A bar with its label.
pub(super) struct Bar {
    pub(super) label: String,
    /// The value as text.
    pub(super) value: String,
    /// The numbers of its parts, from the left.
    pub(super) parts: Vec<(u64, Fill)>,
}

/// How an area is filled: with a color, and a pattern for those who can't tell colors apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fill {
    pub(super) color: &'static str,
    pub(super) pattern: Option<&'static str>,
}

impl Fill {
    pub(super) const PLAIN: Self = Self { color: "c1", pattern: None };
    pub(super) const HATCHED: Self = Self { color: "c2", pattern: Some("hatch") };
    pub(super) const DOTTED: Self = Self { color: "c3", pattern: Some("dots") };
    pub(super) const LINED: Self = Self { color: "c4", pattern: Some("lines") };
}

/// A line of the legend; without a fill it explains the marker.
pub(super) struct LegendItem {
    pub(super) fill: Option<Fill>,
    pub(super) text: String,
}

struct Tick {
    at: String,
    anchor: &'static str,
    text: String,
}

struct DrawnRow<'a> {
    top: usize,
    label: &'a str,
    value: &'a str,
    parts: Vec<DrawnPart>,
}

struct DrawnPart {
    from: String,
    width: String,
    fill: Fill,
}

impl BarChart {
    /// The distance between two ticks, and the end of the axis.
    fn scale(&self) -> (u64, u64) {
        let sum = |bar: &Bar| bar.parts.iter().map(|(number, _)| number).sum();
        scale(self.bars.iter().map(sum).max().unwrap_or_default())
    }

    fn ticks(&self) -> Vec<Tick> {
        let (step, end) = self.scale();
        let tick = |number: u64| {
            let anchor = match number {
                0 => "start",
                _ if number == end => "end",
                _ => "middle",
            };
            Tick { at: percent_of(number, end), anchor, text: grouped(number) }
        };
        (0..=end / step).map(|place| tick(place * step)).collect()
    }

    /// Where the axis lies.
    fn axis(&self) -> usize {
        self.bars.len() * ROW
    }

    fn height(&self) -> usize {
        self.axis() + 40
    }

    fn drawn_rows(&self) -> Vec<DrawnRow<'_>> {
        let (_, end) = self.scale();
        self.bars.iter().enumerate().map(|(place, bar)| bar.drawn(place * ROW, end)).collect()
    }

    fn marker_at(&self) -> Option<String> {
        let (_, end) = self.scale();
        let (numerator, denominator) = self.marker?;
        Some(percent_of(numerator, end.saturating_mul(denominator)))
    }
}

impl Bar {
    /// The bar at this height, on an axis with this end.
    fn drawn(&self, top: usize, end: u64) -> DrawnRow<'_> {
        let mut from = 0;
        let parts = self.parts.iter().filter(|(number, _)| *number > 0).map(|(number, fill)| {
            let part = DrawnPart { from: percent_of(from, end), width: percent_of(*number, end), fill: *fill };
            from += number;
            part
        });
        DrawnRow { top, label: &self.label, value: &self.value, parts: parts.collect() }
    }
}

/// The distance between two ticks (1, 2 or 5 times a power of ten), and the first of them that is not below a number.
fn scale(greatest: u64) -> (u64, u64) {
    let steps = (0..19).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
    let step = steps.into_iter().find(|step| greatest.div_ceil(*step) <= PARTS).unwrap_or(u64::MAX / PARTS);
    (step, greatest.div_ceil(step).max(1) * step)
}

/// A part of a whole in percent, with two decimals.
pub(super) fn percent_of(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 10_000).checked_div(u128::from(whole)).unwrap_or_default();
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axis_has_at_most_five_round_ticks() {
        assert_eq!(scale(0), (1, 1));
        assert_eq!(scale(1), (1, 1));
        assert_eq!(scale(4), (1, 4));
        assert_eq!(scale(5), (2, 6));
        assert_eq!(scale(9), (5, 10));
        assert_eq!(scale(1234), (500, 1500));
        assert_eq!(scale(1_000_000), (500_000, 1_000_000));
    }

    #[test]
    fn parts_are_percentages_of_the_whole() {
        assert_eq!(percent_of(1, 3), "33.33%");
        assert_eq!(percent_of(3, 3), "100.00%");
        assert_eq!(percent_of(1, 0), "0.00%");
    }
}

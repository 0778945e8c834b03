//! Problems of a store.

use super::csv::CsvRecords;
use super::document::Document;
use super::printable::Printable;
use super::row::Row as _;
use super::table::Table;
use super::text::count;
use crate::inbox::view;

impl Printable for view::CheckReport {
    fn document(&self) -> Document {
        if self.ok {
            return Document::of_line("no problems found");
        }
        let mut document = Document::default();
        let mut table = Table::without_headings(view::Problem::HEADINGS);
        self.faults.iter().for_each(|fault| table.row(fault.cells()));
        document.table(table);
        document.line(format!("{} found", count(self.count, "problem")));
        document
    }

    fn records(&self) -> serde_json::Result<CsvRecords> {
        CsvRecords::of(&self.faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProblemCode;

    #[test]
    fn problems_fit_the_terminal() {
        let what =
            "`ana@acme.example` and `luis@acme.example` stand in one place among the owners of contact `+525512345678`";
        let faults = ProblemCode::ALL.iter().map(|code| view::Problem { code: *code, what: what.to_owned() }).collect();
        let text = view::CheckReport { ok: false, faults, count: 25 }.document().to_text(Some(80));
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.ends_with("\n25 problems found\n"), "{text}");
        let width = ProblemCode::ALL.iter().map(|code| code.code().len()).max().unwrap() + 2;
        assert!(text.contains(&format!("\n{:width$}`ana@acme.example` and", "turn-out-of-range")), "{text}");
    }
}

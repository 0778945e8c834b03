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
        let mut document = Document::default();
        if self.ok {
            document.line("no problems found");
        } else {
            let mut table = Table::without_headings(view::Problem::HEADINGS);
            self.faults.iter().for_each(|fault| table.row(fault.cells()));
            document.table(table);
            document.line(format!("{} found", count(self.count, "problem")));
        }
        self.notes.iter().for_each(|note| document.line(format!("note: {note}")));
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
        let text = view::CheckReport { ok: false, faults, notes: Vec::new(), count: 25 }.document().to_text(Some(80));
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.ends_with("\n25 problems found\n"), "{text}");
        let width = ProblemCode::ALL.iter().map(|code| code.code().len()).max().unwrap() + 2;
        assert!(text.contains(&format!("\n{:width$}`ana@acme.example` and", "turn-out-of-range")), "{text}");
    }
}

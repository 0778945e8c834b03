//! What is wrong with a store, for people.

use super::rows::Row as _;
use super::table::Table;
use super::text::count;
use super::ui::{Error, Format, Ui};
use crate::inbox::view;

impl Ui {
    /// What a check has found.
    pub fn check(&self, check: &view::Check) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.all(check.faults.iter().cloned());
        }
        self.document(check, |width| text(check, width))
    }
}

fn text(check: &view::Check, width: Option<u16>) -> String {
    if check.ok {
        return "no problems found\n".to_owned();
    }
    let mut table = Table::whole(width);
    for fault in &check.faults {
        table.row(fault.cells());
    }
    format!("{table}{} found\n", count(check.count, "problem"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FaultCode;

    #[test]
    fn faults_fit_the_terminal() {
        let what =
            "`ana@acme.example` and `luis@acme.example` stand in one place among the owners of contact `+525512345678`";
        let faults = FaultCode::ALL.iter().map(|code| view::Fault { code: *code, what: what.to_owned() }).collect();
        let text = text(&view::Check { ok: false, faults, count: 25 }, Some(80));
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.ends_with("\n25 problems found\n"), "{text}");
        assert!(text.contains(&format!("\n{:31}`ana@acme.example` and", "turn-out-of-range")), "{text}");
    }
}

//! Why a cell of a workbook has no certain value.

/// An error of a cell. It counts only where its column is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellFault {
    /// The cell shows an error such as `#N/A`.
    Error = 1,
    /// It is a number with more digits than a spreadsheet keeps.
    TooManyDigits,
    /// It is shown as a date, but is none.
    NoDate,
    /// It is a formula that no spreadsheet has calculated.
    NotCalculated,
}

impl CellFault {
    const ALL: [Self; 4] = [Self::Error, Self::TooManyDigits, Self::NoDate, Self::NotCalculated];

    pub(super) fn of(code: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| *fault as u32 == code)
    }

    /// The error in words.
    pub fn message(self, text: &str) -> String {
        match self {
            Self::Error => format!("the cell holds the error `{text}`; correct it in the workbook, or clear the cell"),
            Self::TooManyDigits => {
                format!(
                    "`{text}` has more digits than a spreadsheet keeps; format the column as text, and enter it again"
                )
            }
            Self::NoDate => format!("`{text}` is shown as a date, but is none"),
            Self::NotCalculated => {
                "the formula has no result; open the workbook in a spreadsheet, and save it".to_owned()
            }
        }
    }
}

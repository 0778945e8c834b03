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
    /// It is a date or a time, and not a phone.
    Date,
    /// It is a number that is negative or has a fraction, and not a phone.
    NotWhole,
    /// It is a number that looks rounded, so that digits of a phone are lost.
    Rounded,
}

impl CellFault {
    const ALL: [Self; 7] = [
        Self::Error,
        Self::TooManyDigits,
        Self::NoDate,
        Self::NotCalculated,
        Self::Date,
        Self::NotWhole,
        Self::Rounded,
    ];

    /// Why a number isn't a phone, by its text.
    #[cfg(feature = "workbooks")]
    pub fn of_number(text: &str) -> Option<Self> {
        // A number of at least this many digits may have been rounded if it ends with these zeros.
        const ROUNDED_DIGITS: usize = 12;
        const ROUNDED_ZEROS: &str = "000000";

        if text.contains(['-', '.']) {
            return Some(Self::NotWhole);
        }
        (text.len() >= ROUNDED_DIGITS && text.ends_with(ROUNDED_ZEROS)).then_some(Self::Rounded)
    }

    /// Whether it is one only where a phone is expected.
    pub fn is_of_phones(self) -> bool {
        matches!(self, Self::Date | Self::NotWhole | Self::Rounded)
    }

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
            Self::Date => "the cell holds a date or a time; enter the phone as text".to_owned(),
            Self::NotWhole if text.starts_with('-') => {
                format!("`{text}` is a negative number, perhaps the result of a formula; enter the phone as text")
            }
            Self::NotWhole => format!("`{text}` is a number with a fraction; enter the phone as text"),
            Self::Rounded => {
                format!("`{text}` may be rounded, its last digits are zeros; enter the phone as text")
            }
            Self::NotCalculated => {
                "the formula has no result; open the workbook in a spreadsheet, and save it".to_owned()
            }
        }
    }
}

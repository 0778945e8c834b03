//! Delimiters between cells.

use crate::model::Excerpt;
use std::fmt;
use std::str::FromStr;

/// The character between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delimiter {
    Comma,
    /// `;`, where the comma is the decimal point.
    Semicolon,
    Tab,
    Pipe,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown delimiter `{}`: expected `,` `;` `|` or `tab`", Excerpt(.0))]
pub struct UnknownDelimiter(pub String);

impl Delimiter {
    /// All delimiters, the likelier ones first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

impl FromStr for Delimiter {
    type Err = UnknownDelimiter;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = if matches!(text, "\t" | "\\t") { "tab" } else { text };
        let named = Self::ALL.into_iter().find(|delimiter| delimiter.to_string() == name);
        named.ok_or_else(|| UnknownDelimiter(text.to_owned()))
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Comma => ",",
            Self::Semicolon => ";",
            Self::Tab => "tab",
            Self::Pipe => "|",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiter_parses_its_display() {
        for delimiter in Delimiter::ALL {
            assert_eq!(delimiter.to_string().parse(), Ok(delimiter));
        }
        assert_eq!(r"\t".parse(), Ok(Delimiter::Tab));
        let unknown = "x".parse::<Delimiter>().unwrap_err();
        assert_eq!(unknown.to_string(), "unknown delimiter `x`: expected `,` `;` `|` or `tab`");
    }
}

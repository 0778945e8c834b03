//! Encodings by their names on the web.

use std::fmt;
use std::str::FromStr;

use crate::model::{Excerpt, nearest};

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// A text that names no encoding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown encoding `{}`{}", Excerpt(label), suggestion(label))]
pub struct UnknownEncoding {
    pub label: String,
}

/// The names that are suggested, of all that are understood, separated by blanks.
const NAMES: &str = "\
    utf-8 utf-16 utf-16le utf-16be windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 \
    windows-1255 windows-1256 windows-1257 windows-1258 cp1250 cp1251 cp1252 latin1 latin2 iso-8859-1 \
    iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-9 iso-8859-15 macintosh koi8-r koi8-u ibm866 gbk gb18030 big5 \
    shift_jis euc-jp euc-kr";

fn suggestion(label: &str) -> String {
    match nearest(label, NAMES.split(' ')) {
        Some(name) => format!(" (did you mean `{name}`?)"),
        None => ": expected a web encoding such as `windows-1252`, `latin1` or `utf-16le`".to_owned(),
    }
}

impl Encoding {
    /// The default encoding.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);

    /// The encoding that a byte-order mark names, with the length of the mark.
    pub(super) fn marked(start: &[u8]) -> Option<(Self, usize)> {
        encoding_rs::Encoding::for_bom(start).map(|(encoding, length)| (Self(encoding), length))
    }

    pub(super) fn is_utf_16(self) -> bool {
        [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&self.0)
    }

    /// Returns a decoder to UTF-8.
    pub(super) fn decoder(self) -> encoding_rs::Decoder {
        self.0.new_decoder_without_bom_handling()
    }
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = encoding_rs::Encoding::for_label_no_replacement(text.as_bytes());
        known.map(Self).ok_or_else(|| UnknownEncoding { label: text.to_owned() })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.name().to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_has_many_names() {
        for (name, encoding) in
            [("Latin1", "windows-1252"), (" cp1252 ", "windows-1252"), ("UTF-16", "utf-16le"), ("utf8", "utf-8")]
        {
            assert_eq!(name.parse::<Encoding>().unwrap().to_string(), encoding);
        }
    }

    #[test]
    fn suggested_encodings_are_known() {
        for name in NAMES.split(' ') {
            assert!(name.parse::<Encoding>().is_ok(), "{name}");
        }
    }

    #[test]
    fn unknown_encoding_suggests_a_near_name() {
        let message = |name: &str| name.parse::<Encoding>().unwrap_err().to_string();
        assert_eq!(message("windows-125"), "unknown encoding `windows-125` (did you mean `windows-1250`?)");
        assert_eq!(message("latin-1"), "unknown encoding `latin-1` (did you mean `latin1`?)");
        assert_eq!(
            message("ebcdic"),
            "unknown encoding `ebcdic`: expected a web encoding such as `windows-1252`, `latin1` or `utf-16le`"
        );
        assert!("replacement".parse::<Encoding>().is_err());
    }
}

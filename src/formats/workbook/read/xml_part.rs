//! Parses a part of a workbook as XML, piece by piece, within limits. Document types, and with them
//! entities of their own, are refused; no workbook has them.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};

use super::unpack_limit::UnpackLimit;
use super::workbook_error::WorkbookError;
use crate::model::Excerpt;

/// The longest piece of text or tag, in bytes; the text of a cell is at most 1 MiB.
const MOST_PIECE: usize = 4 << 20;

/// The most elements within each other.
const MOST_DEPTH: usize = 64;

/// A part that is being parsed.
pub(super) struct XmlPart<'p> {
    name: String,
    reader: Reader<PieceLimit<'p>>,
    buffer: Vec<u8>,
    /// The last start tag, without its brackets.
    tag: String,
    tag_name: usize,
    /// The last piece of text.
    text: String,
    depth: usize,
    /// The number of elements that may still begin.
    left: u64,
}

/// A piece of XML; comments and processing instructions are skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XmlPiece {
    /// A start tag, whose name and attributes can be asked for. An empty element has an end too.
    Start,
    End,
    Text,
    /// The end of the part.
    Done,
}

impl<'p> XmlPart<'p> {
    /// A part of at most `most` elements.
    pub(super) fn new(name: &str, source: BufReader<Box<dyn Read + 'p>>, most: u64) -> Self {
        let mut reader = Reader::from_reader(PieceLimit { source, used: 0 });
        reader.config_mut().expand_empty_elements = true;
        Self {
            name: name.to_owned(),
            reader,
            buffer: Vec::new(),
            tag: String::new(),
            tag_name: 0,
            text: String::new(),
            depth: 0,
            left: most,
        }
    }

    /// Reads the next piece.
    pub(super) fn next(&mut self) -> Result<XmlPiece, WorkbookError> {
        loop {
            self.buffer.clear();
            self.reader.get_mut().used = 0;
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.explain(error)),
            };
            match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    self.tag.clear();
                    self.tag.push_str(&tag);
                    self.tag_name = tag.name().as_ref().len();
                    self.count_element()?;
                    return Ok(XmlPiece::Start);
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(XmlPiece::End);
                }
                Event::Text(text) => {
                    self.text.clear();
                    self.text.push_str(&text.xml10_content());
                    return Ok(XmlPiece::Text);
                }
                Event::CData(text) => {
                    self.text.clear();
                    self.text.push_str(&text.xml10_content());
                    return Ok(XmlPiece::Text);
                }
                Event::GeneralRef(entity) => {
                    let Some(sign) = resolve(&entity) else {
                        let message = format!("unknown entity `&{};`", &*entity);
                        return Err(self.invalid(&message));
                    };
                    self.text.clear();
                    self.text.push_str(&sign);
                    return Ok(XmlPiece::Text);
                }
                Event::Eof if self.depth > 0 => return Err(self.invalid("it ends within an element")),
                Event::Eof => return Ok(XmlPiece::Done),
                Event::DocType(_) => return Err(self.invalid("it has a document type")),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => {}
            }
        }
    }

    fn count_element(&mut self) -> Result<(), WorkbookError> {
        if self.depth > MOST_DEPTH {
            return Err(self.invalid("elements too deep"));
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| self.invalid("too many elements"))?;
        Ok(())
    }

    /// The number of elements that are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The name of the last start tag, without its namespace.
    pub(super) fn tag(&self) -> &str {
        let name = self.tag.get(..self.tag_name).unwrap_or_default();
        name.rsplit_once(':').map_or(name, |(_, name)| name)
    }

    /// The attributes of the last start tag: name and text.
    pub(super) fn attributes(&self) -> impl Iterator<Item = Result<(&str, Cow<'_, str>), WorkbookError>> {
        let mut attributes = Attributes::new(&self.tag, self.tag_name);
        attributes.with_checks(false);
        attributes.map(|attribute| {
            let attribute = attribute.map_err(|error| self.invalid(&error.to_string()))?;
            let value = match attribute.value {
                Cow::Borrowed(raw) => unescape(raw),
                Cow::Owned(raw) => unescape(&raw).map(|text| Cow::Owned(text.into_owned())),
            };
            Ok((attribute.key.into_inner(), value.map_err(|error| self.invalid(&error.to_string()))?))
        })
    }

    /// An attribute of the last start tag, whatever its namespace.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, WorkbookError> {
        for attribute in self.attributes() {
            let (key, value) = attribute?;
            if key.rsplit_once(':').map_or(key, |(_, key)| key) == name {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Adds the text of the element whose start was read to `text`, up to its end.
    pub(super) fn read_text(&mut self, text: &mut String, most: usize) -> Result<(), WorkbookError> {
        let depth = self.depth;
        loop {
            match self.next()? {
                XmlPiece::Text => text.push_str(&self.text),
                XmlPiece::End if self.depth < depth => return Ok(()),
                XmlPiece::Start => return Err(self.unexpected("a text")),
                XmlPiece::End | XmlPiece::Done => {}
            }
            if text.len() > most {
                return Err(self.invalid("text longer than 1 MiB"));
            }
        }
    }

    /// Skips the rest of the element whose start was read; rows within it would be lost.
    pub(super) fn skip(&mut self) -> Result<(), WorkbookError> {
        let depth = self.depth;
        while self.depth >= depth {
            if self.next()? == XmlPiece::Start && self.tag() == "sheetData" {
                return Err(self.unexpected("a part that isn't read"));
            }
        }
        Ok(())
    }

    /// Fails if the last piece of text is not blank, where no text can be.
    pub(super) fn refuse_text(&self) -> Result<(), WorkbookError> {
        if self.text.trim().is_empty() || self.depth == 0 {
            return Ok(());
        }
        Err(self.invalid(&format!("unexpected text `{}`", Excerpt(self.text.trim()))))
    }

    /// The error that the last start tag can't be where it is.
    pub(super) fn unexpected(&self, within: &str) -> WorkbookError {
        self.invalid(&format!("unexpected element `{}` in {within}", Excerpt(self.tag())))
    }

    pub(super) fn invalid(&self, why: &str) -> WorkbookError {
        WorkbookError::damaged(format!("the workbook is damaged, part `{}`: {why}", self.name))
    }

    fn explain(&self, error: quick_xml::Error) -> WorkbookError {
        let quick_xml::Error::Io(error) = error else { return self.invalid(&error.to_string()) };
        if error.raw_os_error().is_some() {
            return WorkbookError::Unreadable(io::Error::new(error.kind(), error.to_string()));
        }
        match error.get_ref().and_then(|error| error.downcast_ref::<UnpackLimit>()) {
            Some(limit) => {
                let hint = "split it into several workbooks, or save the sheet as `CSV UTF-8`";
                WorkbookError::refused(format!("the workbook is too large: {limit}"), hint)
            }
            None => self.invalid(&error.to_string()),
        }
    }
}

/// The text of a reference: one of the five entities of XML, or a character by its number.
fn resolve(entity: &BytesRef<'_>) -> Option<String> {
    if entity.is_char_ref() {
        return entity.resolve_char_ref().ok().flatten().map(String::from);
    }
    resolve_xml_entity(entity).map(str::to_owned)
}

/// Ends the reading at a piece that would fill memory.
struct PieceLimit<'p> {
    source: BufReader<Box<dyn Read + 'p>>,
    /// The bytes of the present piece.
    used: usize,
}

impl Read for PieceLimit<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl BufRead for PieceLimit<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used > MOST_PIECE {
            return Err(io::Error::other("a tag or text is longer than 4 MiB"));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        self.used += length;
        self.source.consume(length);
    }
}

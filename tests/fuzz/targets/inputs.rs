//! What targets have in common: options on the first line, and sources that give a few bytes at a time.

use std::io::{self, Read};

/// Splits an input into the words of its first line and the rest.
pub(super) fn split_options(input: &[u8]) -> (Vec<&str>, &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (line, rest) = input.split_at(end);
    let words = str::from_utf8(line).unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    (words.collect(), rest.get(1..).unwrap_or_default())
}

/// The text of an input, if it is UTF-8.
pub(super) fn text(input: &[u8]) -> Option<&str> {
    str::from_utf8(input).ok()
}

/// A source that gives 1, 2, 3 or 61 bytes at a time.
pub(super) struct Pieces<'b> {
    bytes: &'b [u8],
    given: usize,
}

impl<'b> Pieces<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, given: 0 }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min([1, 2, 3, 61][self.given % 4]);
        self.given += 1;
        self.bytes.read(&mut buffer[..length])
    }
}

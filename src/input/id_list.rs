//! A list on stdin, one item a line.

use std::io::{self, Read as _};
use std::path::Path;

use super::faulty_file::FaultyFile;

/// Reads the lines of stdin without blanks around them; blank lines are skipped.
pub fn read_id_list() -> Result<Vec<String>, FaultyFile> {
    let mut bytes = Vec::new();
    let read = io::stdin().read_to_end(&mut bytes);
    read.map_err(|error| FaultyFile::unreadable(Path::new("-"), &error))?;
    // What is not UTF-8 names nothing, and is refused as such.
    Ok(lines(&String::from_utf8_lossy(&bytes)))
}

/// A byte order mark does not belong to the first line.
fn lines(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_and_blank_ones_skipped() {
        assert_eq!(lines("\u{feff}1\r\n\n  +52 55 1234 5678 \n\t\n3"), ["1", "+52 55 1234 5678", "3"]);
        assert_eq!(lines(""), [""; 0]);
    }
}

//! Command lines as bash splits them, and text to insert into them.
//!
//! Bash breaks words at `@`, `=` and `:`, completes only the part after them, and inserts candidates
//! unquoted. So the line is split here, and a candidate is returned as the quoted rest of its word.

/// The beginning of a command line, up to the cursor.
#[derive(Debug)]
pub(super) struct BashLine {
    /// The words without their quotes; the last one is to be completed, and may be empty.
    pub(super) words: Vec<String>,
    /// The beginning of the last word that bash keeps, without its quotes.
    kept: String,
    /// The quote that is open after it.
    quote: Option<char>,
    /// Whether a leading tilde is the user's home.
    is_home: bool,
}

impl BashLine {
    /// Splits a line; bash replaces its end, `replaced`.
    pub(super) fn read(line: &str, replaced: &str) -> Self {
        let (before, replaced) = match line.strip_suffix(replaced) {
            Some(before) => (before, replaced),
            None => (line, ""),
        };
        let mut lexer = Lexer::default();
        lexer.read(before);
        let (kept, quote) = (lexer.word.clone().unwrap_or_default(), lexer.quote);
        lexer.read(replaced);
        let is_home = kept.is_empty() && replaced.starts_with("~/");
        Self { words: lexer.finish(), kept, quote, is_home }
    }

    /// Returns the text that bash inserts for a candidate.
    pub(super) fn insertion(&self, value: &str) -> String {
        let rest = value.get(self.kept.len()..).unwrap_or(value);
        match rest.strip_prefix("~/").filter(|_| self.is_home) {
            Some(path) => format!("~/{}", quoted(path, self.quote)),
            None => quoted(rest, self.quote),
        }
    }
}

/// Quotes a text to continue an open quote, or an unquoted word.
fn quoted(text: &str, quote: Option<char>) -> String {
    let special = match quote {
        Some('\'') => return text.replace('\'', r"'\''"),
        Some(_) => "\"$`\\",
        None => " \t\"'`$\\!&;|<>(){}[]*?#~^",
    };
    let letters =
        text.chars().map(|letter| if special.contains(letter) { format!("\\{letter}") } else { letter.into() });
    letters.collect()
}

/// Splits a line into words without quotes.
#[derive(Debug, Default)]
struct Lexer {
    words: Vec<String>,
    word: Option<String>,
    quote: Option<char>,
    is_escaped: bool,
}

impl Lexer {
    fn read(&mut self, text: &str) {
        for letter in text.chars() {
            self.read_letter(letter);
        }
    }

    fn read_letter(&mut self, letter: char) {
        match (self.quote, letter) {
            _ if self.is_escaped => {
                if self.quote == Some('"') && !"\"$`\\".contains(letter) {
                    self.push('\\');
                }
                self.is_escaped = false;
                self.push(letter);
            }
            (None | Some('"'), '\\') => self.is_escaped = true,
            (Some(open), close) if open == close => self.quote = None,
            (None, '\'' | '"') => {
                self.quote = Some(letter);
                self.word.get_or_insert_default();
            }
            (None, ' ' | '\t' | '\n') => self.words.extend(self.word.take()),
            _ => self.push(letter),
        }
    }

    fn push(&mut self, letter: char) {
        self.word.get_or_insert_default().push(letter);
    }

    fn finish(mut self) -> Vec<String> {
        self.words.push(self.word.unwrap_or_default());
        self.words
    }
}

/// Removes the quotes of a word that may be incomplete.
pub(super) fn unquoted(word: &str) -> String {
    BashLine::read(word, "").words.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_is_split_as_in_bash() {
        for (line, words) in [
            ("inboxctl ", &["inboxctl", ""][..]),
            ("inboxctl  why 3", &["inboxctl", "why", "3"]),
            (r"team show Ventas\ No", &["team", "show", "Ventas No"]),
            ("team show 'Ventas No", &["team", "show", "Ventas No"]),
            (r#"team show "Ventas \"No"#, &["team", "show", r#"Ventas "No"#]),
            (r#"a "b\c" 'd\' ''"#, &["a", r"b\c", r"d\", ""]),
            ("why 'a'b\"c\" ", &["why", "abc", ""]),
        ] {
            assert_eq!(BashLine::read(line, "").words, words, "{line}");
        }
    }

    #[test]
    fn candidate_is_inserted_as_quoted_rest() {
        for (line, replaced, value, inserted) in [
            ("assign 3 --member ana@ac", "@ac", "ana@acme.example", "@acme.example"),
            ("assign 3 --member=ana@", "@", "--member=ana@acme.example", "@acme.example"),
            ("a --to ana@x.example,eva@", "@", "ana@x.example,eva@x.example", "@x.example"),
            ("team show Ven", "Ven", "Ventas Norte", r"Ventas\ Norte"),
            ("team show ven", "ven", "Ventas Norte", r"Ventas\ Norte"),
            ("team show 'Ven", "Ven", "Ventas d'Or", r"Ventas d'\''Or"),
            (r#"team show "Ven"#, "Ven", r#"Ventas "$1""#, r#"Ventas \"\$1\""#),
            (r"team show Ventas\ No", r"Ventas\ No", "Ventas Norte", r"Ventas\ Norte"),
            ("backup ~/s", "~/s", "~/some file", r"~/some\ file"),
            ("team show ~", "~", "~odd", r"\~odd"),
        ] {
            assert_eq!(BashLine::read(line, replaced).insertion(value), inserted, "{line}");
        }
    }
}

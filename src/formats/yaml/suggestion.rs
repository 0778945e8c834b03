//! Suggestions for values that can't be read.

use crate::formats::fault::did_you_mean;
use crate::model::Excerpt;

/// The nearest word, or the words that contain what was written.
pub(super) fn suggestion(written: &str, words: &[&'static str]) -> Option<String> {
    did_you_mean(written, words.iter().copied()).or_else(|| {
        let part = written.to_lowercase().replace(['_', ' '], "-");
        let alike: Vec<_> = words.iter().filter(|word| part.len() > 2 && word.contains(&part)).collect();
        let alike: Vec<_> = alike.into_iter().map(|word| format!("`{word}`")).collect();
        (!alike.is_empty()).then(|| format!("did you mean {}?", alike.join(" or ")))
    })
}

/// How to write several values, or none.
pub(super) fn list_hint(text: &str) -> Option<String> {
    if ["none", "nobody"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Some("use `[]` for an empty list and `null` for no member".to_owned());
    }
    let parts: Vec<_> = text.split([',', ';', '|']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let several = parts.len() > 1 && parts.iter().all(|part| part.contains('@'));
    several.then(|| format!("use a list for several values: `[{}]`", Excerpt(&parts.join(", "))))
}

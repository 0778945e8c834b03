//! Writes profiles, as [`read`](super::read()) reads them.

use serde_json::{Map, Value};

use super::file_profile::Profile;
use crate::formats::yaml::{block, entry};

/// The profile as YAML.
pub fn write(profile: &Profile) -> String {
    let lines = [
        map("columns", &columns(profile)),
        text("match_owner", profile.match_owner.as_ref()),
        text("owner", profile.owner.as_ref()),
        map("aliases", &aliases(profile)),
        text("unknown_owner", profile.unknown_owner.as_ref()),
        text("optional_errors", profile.optional_errors.as_ref()),
        flag("skip_without_phone", profile.skip_without_phone),
        text("country", profile.country.as_ref()),
        text("phone_format", profile.phone_format.as_ref()),
        text("encoding", profile.encoding.as_ref()),
        text("delimiter", profile.delimiter.as_ref()),
        text("sheet", profile.sheet.as_ref()),
        flag("strict_columns", profile.strict_columns),
    ];
    lines.concat().iter().flat_map(|line| [line, "\n"]).collect()
}

fn text(key: &str, value: Option<&impl ToString>) -> Vec<String> {
    value.map(|value| entry(key, &value.to_string().into())).into_iter().collect()
}

fn flag(key: &str, value: Option<bool>) -> Vec<String> {
    value.map(|value| entry(key, &value.into())).into_iter().collect()
}

fn map(key: &str, map: &Map<String, Value>) -> Vec<String> {
    if map.is_empty() { Vec::new() } else { block("", key, map) }
}

/// A header alone is a text, alternatives are a list, and several columns a list of lists.
fn columns(profile: &Profile) -> Map<String, Value> {
    let mut columns = Map::new();
    for mapping in &profile.columns {
        let all = profile.columns.iter().filter(|other| other.column == mapping.column);
        let lists: Vec<_> = all.map(|mapping| mapping.headers.as_slice()).collect();
        let headers = match lists.as_slice() {
            [[header]] => header.as_str().into(),
            [headers] => Value::from(headers.to_vec()),
            lists => lists.iter().map(|headers| headers.to_vec()).collect(),
        };
        columns.insert(mapping.column.clone(), headers);
    }
    columns
}

fn aliases(profile: &Profile) -> Map<String, Value> {
    profile.aliases.iter().map(|alias| (alias.text.clone(), alias.target().into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::profile::read;

    #[test]
    fn written_profile_is_read_again() {
        let text = "\
            columns:\n  phone: [Celular, \"Teléfono: 1\"]\n  owner: [[A, B], [C]]\n  account: Empresa\n\
            match_owner: name\n\
            owner: ana@acme.example\n\
            aliases:\n  \"Ana (ventas)\": ana@acme.example\n  \"#N/A\": none\n\
            unknown_owner: ignore\n\
            optional_errors: drop\n\
            skip_without_phone: true\n\
            country: MX\n\
            phone_format: auto\n\
            encoding: windows-1252\n\
            delimiter: \";\"\n\
            sheet: \"2026\"\n\
            strict_columns: false\n";
        assert_eq!(write(&read(text).unwrap()), text);
        assert_eq!(write(&Profile::default()), "");
    }
}

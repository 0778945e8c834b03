//! Reads profiles.

use super::file_profile::Profile;
use super::keys::{OF_IMPORTS, PROFILE};
use crate::formats::fault::FileError;
use crate::formats::table::ColumnMapping;
use crate::formats::yaml::{FieldMap, FieldValue, ReadContext, Reported, collect, document};
use crate::model::OwnerAlias;

/// Reads a profile in YAML or JSON. A syntax error is returned alone, all other errors together in the order
/// of the file.
pub fn read(text: &str) -> Result<Profile, Vec<FileError>> {
    let root = document(text).map_err(|error| vec![error])?;
    let source = ReadContext::new(text);
    let value = FieldValue::root(&source, &root);
    let map = FieldMap::read_with_hints(value, &PROFILE, option_hint);
    let read = map.and_then(|map| profile(&map));
    // Some errors leave a value, an unknown key for example.
    match (read, source.into_errors()) {
        (Ok(profile), errors) if errors.is_empty() => Ok(profile),
        (_, errors) => Err(errors),
    }
}

/// What to do with an option of an import that does not belong in a profile.
pub(in crate::formats) fn option_hint(key: &str) -> Option<String> {
    let option = OF_IMPORTS.iter().find(|known| **known == key)?.replace('_', "-");
    Some(format!("pass `--{option}` to the import: a profile only describes the file"))
}

/// Reads the keys of a profile from a map that may have others too.
pub(in crate::formats) fn profile(map: &FieldMap<'_>) -> Result<Profile, Reported> {
    let columns = map.optional("columns", columns);
    let match_owner = map.optional("match_owner", FieldValue::code);
    let owner = map.optional("owner", FieldValue::nonempty_text);
    let aliases = map.optional("aliases", aliases);
    let unknown_owner = map.optional("unknown_owner", FieldValue::parse);
    let optional_errors = map.optional("optional_errors", FieldValue::code);
    let skip_without_phone = map.optional("skip_without_phone", FieldValue::flag);
    let country = map.optional("country", FieldValue::parse);
    let phone_format = map.optional("phone_format", FieldValue::code);
    let encoding = map.optional("encoding", FieldValue::parse);
    let delimiter = map.optional("delimiter", FieldValue::parse);
    let sheet = map.optional("sheet", FieldValue::nonempty_text);
    let strict_columns = map.optional("strict_columns", FieldValue::flag);
    Ok(Profile {
        columns: columns?.unwrap_or_default(),
        match_owner: match_owner?,
        owner: owner?,
        aliases: aliases?.unwrap_or_default(),
        unknown_owner: unknown_owner?,
        optional_errors: optional_errors?,
        skip_without_phone: skip_without_phone?,
        country: country?,
        phone_format: phone_format?,
        encoding: encoding?,
        delimiter: delimiter?,
        sheet: sheet?,
        strict_columns: strict_columns?,
    })
}

fn columns(value: FieldValue<'_>) -> Result<Vec<ColumnMapping>, Reported> {
    let columns = collect(value.entries("`columns`", None)?.into_iter().map(column))?;
    Ok(columns.concat())
}

/// The headers of a column: a text, alternatives, or a list of such lists, which add up.
fn column(value: FieldValue<'_>) -> Result<Vec<ColumnMapping>, Reported> {
    let headers = value.one_or_many(|item| Ok((item.is_list(), item.one_or_many(FieldValue::nonempty_text)?)))?;
    let has_lists = headers.iter().any(|(is_list, _)| *is_list);
    let headers: Vec<_> = headers.into_iter().map(|(_, headers)| headers).collect();
    let mappings = if has_lists { headers } else { vec![headers.concat()] };
    Ok(mappings.into_iter().map(|headers| ColumnMapping::exact(value.key, headers)).collect())
}

fn aliases(value: FieldValue<'_>) -> Result<Vec<OwnerAlias>, Reported> {
    collect(value.entries("`aliases`", None)?.into_iter().map(|alias| {
        let member = alias.nonempty_text()?;
        Ok(OwnerAlias::new(alias.key, &member))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<String> {
        let errors = read(text).unwrap_err();
        errors.iter().map(|error| format!("{error} ({})", error.hint.as_deref().unwrap_or("-"))).collect()
    }

    #[test]
    fn headers_are_a_text_alternatives_or_several_columns() {
        let profile = read("columns: { phone: [Celular, \"Teléfono\"], owner: [[A, B], C], account: 'x, y' }").unwrap();
        let columns: Vec<_> = profile.columns.iter().map(|known| (&*known.column, known.headers.join("|"))).collect();
        let expected = [("phone", "Celular|Teléfono"), ("owner", "A|B"), ("owner", "C"), ("account", "x, y")];
        assert_eq!(columns, expected.map(|(column, headers)| (column, headers.to_owned())));
    }

    #[test]
    fn every_error_has_its_place() {
        let text = "columns: []\nmatch_owner: nome\naliases: { Ana: '' }\nencoding: ebcdic\nmode: sync\nshet: A\n";
        assert_eq!(
            errors(text),
            [
                "1:10: `columns` must be a map, not a list (-)",
                "2:14: invalid value `nome`: expected email, name or external-id (did you mean `name`?)",
                "3:17: `Ana` is empty (-)",
                "4:11: unknown encoding `ebcdic`: expected a web encoding such as `windows-1252`, `latin1` or \
                 `utf-16le` (-)",
                "5:1: unknown key `mode` in the profile: expected columns, match_owner, owner, aliases, \
                 unknown_owner, optional_errors, skip_without_phone, country, phone_format, encoding, delimiter, \
                 sheet or strict_columns (pass `--mode` to the import: a profile only describes \
                 the file)",
                "6:1: unknown key `shet` in the profile: expected columns, match_owner, owner, aliases, \
                 unknown_owner, optional_errors, skip_without_phone, country, phone_format, encoding, delimiter, \
                 sheet or strict_columns (did you mean `sheet`?)",
            ]
        );
        assert_eq!(errors(""), ["1:1: the profile is empty (-)"]);
    }
}

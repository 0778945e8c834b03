//! What a file needs to be imported, as a value.

use crate::formats::fault::SuggestedOption;
use crate::formats::table::{ColumnMapping, Delimiter, Encoding, ReadOptions, UnknownColumns};
use crate::model::{Country, MatchOwner, OptionalErrors, OwnerAlias, PhoneFormat, PhoneOptions, UnknownOwner, fold};

/// What a file needs to be imported; what is unset has its default. How an import treats the store, such as
/// its mode, belongs elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The headers of columns. Several entries of a column add up.
    pub columns: Vec<ColumnMapping>,
    pub match_owner: Option<MatchOwner>,
    /// The owner of all contacts, for a file without owners.
    pub owner: Option<String>,
    /// Texts that stand for members.
    pub aliases: Vec<OwnerAlias>,
    pub unknown_owner: Option<UnknownOwner>,
    pub optional_errors: Option<OptionalErrors>,
    pub skip_without_phone: Option<bool>,
    pub country: Option<Country>,
    pub phone_format: Option<PhoneFormat>,
    pub encoding: Option<Encoding>,
    pub delimiter: Option<Delimiter>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    pub strict_columns: Option<bool>,
}

impl Profile {
    /// Puts this profile before another one. The headers of a column replace all of the other one, an alias
    /// that of the same text.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let is_mapped = |column: &str| self.columns.iter().any(|mapping| fold(&mapping.column) == fold(column));
        let has_alias = |text: &str| self.aliases.iter().any(|alias| fold(&alias.text) == fold(text));
        let columns = other.columns.into_iter().filter(|mapping| !is_mapped(&mapping.column));
        let aliases = other.aliases.into_iter().filter(|alias| !has_alias(&alias.text));
        let (columns, aliases) = (columns.collect::<Vec<_>>(), aliases.collect::<Vec<_>>());
        Self {
            columns: columns.into_iter().chain(self.columns).collect(),
            match_owner: self.match_owner.or(other.match_owner),
            owner: self.owner.or(other.owner),
            aliases: aliases.into_iter().chain(self.aliases).collect(),
            unknown_owner: self.unknown_owner.or(other.unknown_owner),
            optional_errors: self.optional_errors.or(other.optional_errors),
            skip_without_phone: self.skip_without_phone.or(other.skip_without_phone),
            country: self.country.or(other.country),
            phone_format: self.phone_format.or(other.phone_format),
            encoding: self.encoding.or(other.encoding),
            delimiter: self.delimiter.or(other.delimiter),
            sheet: self.sheet.or(other.sheet),
            strict_columns: self.strict_columns.or(other.strict_columns),
        }
    }

    /// Names the members otherwise.
    #[must_use]
    pub fn map_members(self, name: impl Fn(&str) -> String) -> Self {
        let owner = self.owner.map(|owner| name(&owner));
        let unknown_owner = self.unknown_owner.map(|unknown| match unknown {
            UnknownOwner::Member(member) => UnknownOwner::Member(name(&member)),
            UnknownOwner::Reject | UnknownOwner::Ignore => unknown,
        });
        let alias = |alias: OwnerAlias| OwnerAlias { member: alias.member.map(|member| name(&member)), ..alias };
        Self { owner, unknown_owner, aliases: self.aliases.into_iter().map(alias).collect(), ..self }
    }

    /// What it says of contacts, without their owners.
    #[must_use]
    pub fn without_owners(self) -> Self {
        let columns = self.columns.into_iter().filter(|mapping| fold(&mapping.column) != "owner").collect();
        Self { columns, match_owner: None, owner: None, aliases: Vec::new(), unknown_owner: None, ..self }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How to read the text of the file.
    pub fn read_options(&self) -> ReadOptions {
        let is_strict = self.strict_columns == Some(true);
        ReadOptions {
            delimiter: self.delimiter,
            encoding: self.encoding,
            mappings: self.columns.clone(),
            unknown: if is_strict { UnknownColumns::Reject } else { UnknownColumns::Ignore },
            sheet: self.sheet.clone(),
            given: self.on_values(),
        }
    }

    /// The options that are set and say how values are read.
    fn on_values(&self) -> Vec<SuggestedOption> {
        let options = [
            ("match-owner", self.match_owner.map(|by| by.to_string())),
            ("country", self.country.map(|country| country.to_string())),
            ("skip-without-phone", self.skip_without_phone.map(|_| String::new())),
            ("unknown-owner", self.unknown_owner.as_ref().map(ToString::to_string)),
            ("optional-errors", self.optional_errors.map(|what| what.to_string())),
        ];
        options.into_iter().filter_map(|(name, value)| Some(SuggestedOption::new(name, value?))).collect()
    }

    /// How to read the phones of the file, where other options are given outside of it.
    pub fn phones(&self, given: PhoneOptions) -> PhoneOptions {
        PhoneOptions { country: self.country.or(given.country), format: self.phone_format.or(given.format) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_before_another_replaces_its_columns_and_aliases() {
        let column = |column: &str, header: &str| ColumnMapping::exact(column, vec![header.to_owned()]);
        let first = Profile {
            columns: vec![column("owner", "A"), column("owner", "B")],
            aliases: vec![OwnerAlias::new("ana", "ana@x"), OwnerAlias::new("n/a", "none")],
            skip_without_phone: Some(false),
            ..Profile::default()
        };
        let second = Profile {
            columns: vec![column("owner", "C"), column("phone", "D")],
            aliases: vec![OwnerAlias::new("Ana", "eva@x"), OwnerAlias::new("Luis", "luis@x")],
            skip_without_phone: Some(true),
            sheet: Some("Sheet1".to_owned()),
            ..Profile::default()
        };
        let both = first.over(second);
        let headers: Vec<_> = both.columns.iter().flat_map(|mapping| &mapping.headers).collect();
        assert_eq!(headers, ["D", "A", "B"]);
        let aliases: Vec<_> = both.aliases.iter().map(|alias| (alias.text.as_str(), alias.target())).collect();
        assert_eq!(aliases, [("Luis", "luis@x"), ("ana", "ana@x"), ("n/a", "none")]);
        assert_eq!((both.skip_without_phone, both.sheet.as_deref()), (Some(false), Some("Sheet1")));
    }
}

//! A key-account mapping as its profile says.

use super::faulty_file::FaultyFile;
use super::import_file::ImportFile;
use crate::formats::columns;
use crate::formats::profile::Profile;
use crate::formats::table::Columns;
use crate::inbox::{OwnerImportOptions, WithoutPhone};
use crate::model::{MatchOwner, OptionalErrors};

/// Opens a file with or without a `phone` column, and with an `owner` column or an owner in the profile.
pub fn open_owners(
    profile: &Profile,
    open: impl FnOnce(Columns) -> Result<ImportFile, FaultyFile>,
) -> Result<ImportFile, FaultyFile> {
    let of_one = profile.owner.is_some();
    let file = open(columns::mapping(of_one))?;
    if file.has("phone")? { Ok(file) } else { file.with_columns(columns::account_mapping(of_one)) }
}

/// Whether the profile names an owner of all contacts, and the file has owners too.
pub fn has_two_owners(profile: &Profile, file: &ImportFile) -> Result<bool, FaultyFile> {
    Ok(profile.owner.is_some() && file.has("owner")?)
}

/// Returns the options of an import that adds the owners of a file, and stops at invalid rows.
pub fn owner_import(profile: &Profile) -> OwnerImportOptions {
    OwnerImportOptions {
        match_owner: profile.match_owner.unwrap_or(MatchOwner::Email),
        owner: profile.owner.clone(),
        aliases: profile.aliases.clone(),
        unknown_owner: profile.unknown_owner.clone().unwrap_or_default(),
        optional_errors: profile.optional_errors.unwrap_or(OptionalErrors::Reject),
        without_phone: WithoutPhone::skip_if(profile.skip_without_phone),
        ..OwnerImportOptions::default()
    }
}

//! The keys of a profile.

use std::borrow::Cow;

use crate::formats::yaml::{FieldKind, FieldSpec, MapSpec, optional};

/// The keys, in the order in which they are written.
pub(in crate::formats) static PROFILE_FIELDS: [FieldSpec; 13] = [
    optional(
        "columns",
        FieldKind::Part("Columns"),
        "The header of each column: a text, alternatives of which the first that is not empty counts, or, for \
         owners in several columns, a list of such lists.",
    ),
    optional("match_owner", FieldKind::Part("MatchOwner"), "How the file identifies owners; email by default."),
    optional("owner", FieldKind::NonemptyText, "The owner of all contacts, for a file without owners."),
    optional("aliases", FieldKind::Part("Aliases"), "Texts that stand for members, or with `none` for no owner."),
    optional(
        "unknown_owner",
        FieldKind::NonemptyText,
        "What to do with unknown owners: `reject` their rows (default), `ignore` them, or the member \
         who owns instead.",
    ),
    optional(
        "optional_errors",
        FieldKind::Part("OptionalErrors"),
        "What to do with invalid cells that a row does not need; reject by default.",
    ),
    optional("skip_without_phone", FieldKind::Flag, "Skip rows without a phone number."),
    optional("country", FieldKind::NonemptyText, "The country of phone numbers without a country code."),
    optional("phone_format", FieldKind::Part("FilePhoneFormat"), "How to read phone numbers without a country code."),
    optional("encoding", FieldKind::NonemptyText, "The encoding, if not UTF-8 or UTF-16, such as windows-1252."),
    optional("delimiter", FieldKind::Part("Delimiter"), "The field delimiter of a CSV file; detected by default."),
    optional("sheet", FieldKind::NonemptyText, "The sheet of a workbook; the first with known headers by default."),
    optional("strict_columns", FieldKind::Flag, "Fail on unknown columns."),
];

pub(super) static PROFILE: MapSpec = MapSpec {
    name: "Profile",
    what: "the profile",
    doc: "How the file of a CRM is read, for `inboxctl owner import FILE --profile PROFILE`.",
    fields: Cow::Borrowed(&PROFILE_FIELDS),
};

/// Options of an import that say how it treats the store, by their names as keys.
pub(super) const OF_IMPORTS: [&str; 10] = [
    "mode",
    "confirm",
    "max_removals",
    "keep",
    "on_error",
    "rejects",
    "existing_only",
    "create_members",
    "allow_inactive",
    "dry_run",
];

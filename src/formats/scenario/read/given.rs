//! Reads the initial state of a scenario.

use std::collections::HashSet;

use crate::formats::fault::{FileError, Spanned};
use crate::formats::profile::{self, Profile};
use crate::formats::scenario::fields::{ABSENCE, CONTACT, FILE_WITH_PROFILE, GIVEN, MEMBER, SETTINGS, TEAM};
use crate::formats::scenario::file::{Given, GivenAbsence, GivenContact, GivenFile, GivenMember, GivenTeam, World};
use crate::formats::yaml::{FieldMap, FieldValue, Reported, collect};
use crate::model::{CONTACT_FIELDS, Email, Excerpt, Fields, Setting, SettingKey};

/// The store of a scenario: `given`, `store: current`, or an empty one.
pub(super) fn world(scenario: &FieldMap<'_>) -> Result<World, Reported> {
    let store = scenario.optional("store", |value| current(value).map(|()| value.key_place));
    let given = scenario.map_under("given", given);
    match (store?, given?) {
        (None, given) => Ok(World::Given(Box::new(given.unwrap_or_default()))),
        (Some(_), None) => Ok(World::CurrentStore),
        (Some(place), Some(_)) => {
            let message = "use `given` or `store`, not both: `given` fills a store of its own";
            Err(scenario.source.report(FileError::new(place, message)))
        }
    }
}

fn current(store: FieldValue<'_>) -> Result<(), Reported> {
    match store.text()? {
        "current" => Ok(()),
        _ => Err(store.unexpected("`current`")),
    }
}

fn given(value: FieldValue<'_>) -> Result<Given, Reported> {
    let map = FieldMap::read(value, &GIVEN)?;
    let settings = map.map_under("settings", |value| collect(settings(&FieldMap::read(value, &SETTINGS)?)));
    let members = map.list("members", |value| value.located(member));
    let teams = map.list("teams", |value| value.located(team));
    let contacts = map.list("contacts", |value| value.located(contact));
    let file = |key| map.optional(key, |value| value.located(file));
    let [members_csv, teams_csv, owners_csv] = ["members_csv", "teams_csv", "owners_csv"].map(file);
    Ok(Given {
        settings: settings?.unwrap_or_default(),
        members: members?,
        teams: teams?,
        contacts: contacts?,
        members_csv: members_csv?,
        teams_csv: teams_csv?,
        owners_csv: owners_csv?,
    })
}

/// A path, or a map with it and how the file is read.
fn file(value: FieldValue<'_>) -> Result<GivenFile, Reported> {
    if !value.is_map() {
        let file = value.nonempty_text()?;
        return Ok(GivenFile { file, saved_profile: None, profile: Profile::default() });
    }
    let map = FieldMap::read_with_hints(value, &FILE_WITH_PROFILE, profile::option_hint)?;
    let file = map.required("file", FieldValue::nonempty_text);
    let saved_profile = map.optional("profile", FieldValue::nonempty_text);
    let profile = profile::profile(&map);
    Ok(GivenFile { file: file?, saved_profile: saved_profile?, profile: profile? })
}

pub(super) fn settings<'m>(map: &'m FieldMap<'_>) -> impl Iterator<Item = Result<Spanned<Setting>, Reported>> + 'm {
    map.entries.iter().filter_map(|entry| {
        let key = entry.key.parse().ok()?;
        Some(entry.located(|value| setting(value, key)))
    })
}

fn setting(value: FieldValue<'_>, key: SettingKey) -> Result<Setting, Reported> {
    let text = match (value.or_null(FieldValue::text)?, key) {
        (Some(text), _) => text,
        // Settings have no null.
        (None, SettingKey::DefaultCountry) => "none",
        (None, SettingKey::AssignFirstResponder) => return Err(value.unexpected("`on` or `off`")),
        (None, SettingKey::DefaultPhoneFormat) => {
            return Err(value.unexpected("`auto`, `international` or `national`"));
        }
    };
    key.parse(text).map_err(|error| match error.hint() {
        Some(hint) => value.error_with_hint(error.to_string(), hint),
        None => value.error(error.to_string()),
    })
}

/// An email, or a map with it.
fn member(value: FieldValue<'_>) -> Result<GivenMember, Reported> {
    if !value.is_map() {
        return Ok(GivenMember {
            email: value.parse()?,
            name: None,
            active: true,
            external_id: None,
            away: Vec::new(),
        });
    }
    let map = FieldMap::read(value, &MEMBER)?;
    let email = map.required("email", FieldValue::parse);
    let name = map.optional("name", FieldValue::nonempty_text);
    let active = map.optional("active", FieldValue::flag);
    let external_id = map.optional("external_id", FieldValue::nonempty_text);
    let away = map.list("away", |value| value.located(absence));
    let (name, active, external_id) = (name?, active?.unwrap_or(true), external_id?);
    Ok(GivenMember { email: email?, name, active, external_id, away: away? })
}

fn absence(value: FieldValue<'_>) -> Result<GivenAbsence, Reported> {
    let map = FieldMap::read(value, &ABSENCE)?;
    let (from, until) = (map.required("from", FieldValue::parse), map.required("until", FieldValue::parse));
    let cover = map.optional("cover", |value| value.one_or_many(email));
    Ok(GivenAbsence { from: from?, until: until?, cover: cover?.unwrap_or_default() })
}

fn team(value: FieldValue<'_>) -> Result<GivenTeam, Reported> {
    let map = FieldMap::read(value, &TEAM)?;
    let name = map.required("name", FieldValue::parse);
    let strategy = map.optional("strategy", FieldValue::code);
    let default_agent = map.optional("default_agent", email);
    let members = map.list("members", email).and_then(|members| each_once(&map, members));
    let reassign_after = map.optional("reassign_after", FieldValue::count);
    let (strategy, default_agent, reassign_after) = (strategy?, default_agent?, reassign_after?);
    Ok(GivenTeam { name: name?, strategy, default_agent, reassign_after, members: members? })
}

/// The members of a team, each once.
fn each_once(team: &FieldMap<'_>, members: Vec<Spanned<Email>>) -> Result<Vec<Spanned<Email>>, Reported> {
    let mut twice = Ok(());
    let mut known = HashSet::new();
    for member in &members {
        if !known.insert(&member.value) {
            let message =
                format!("duplicate member `{}` in the team: list each member once", Excerpt(member.value.as_str()));
            twice = Err(team.source.report(FileError::new(member.place, message)));
        }
    }
    twice.map(|()| members)
}

/// A phone, or a map with it.
fn contact(value: FieldValue<'_>) -> Result<GivenContact, Reported> {
    if !value.is_map() {
        let (fields, owners, pinned) = (Fields::new(), Vec::new(), Vec::new());
        return Ok(GivenContact { phone: value.raw_text()?, fields, owners, pinned });
    }
    let map = FieldMap::read(value, &CONTACT)?;
    let phone = map.required("phone", FieldValue::raw_text);
    let fields = collect(CONTACT_FIELDS.iter().map(|known| {
        let value = map.optional(known.key(), FieldValue::nonempty_text)?;
        Ok((known.field, value))
    }));
    let (owners, pinned) = (map.list("owners", email), map.list("pinned", email));
    let (phone, fields, owners, pinned) = (phone?, fields?.into_iter().collect(), owners?, pinned?);
    for pinned in &pinned {
        if owners.iter().all(|owner| owner.value != pinned.value) {
            let message = format!("pinned member `{}` is not one of the `owners`", Excerpt(pinned.value.as_str()));
            return Err(map.source.report(FileError::new(pinned.place, message)));
        }
    }
    Ok(GivenContact { phone, fields, owners, pinned })
}

fn email(value: FieldValue<'_>) -> Result<Spanned<Email>, Reported> {
    value.located(FieldValue::parse)
}

//! Reads a scenario file.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::given::world;
use super::step::step;
use crate::formats::fault::FileError;
use crate::formats::scenario::fields::{FILE, SCENARIO};
use crate::formats::scenario::file::Scenario;
use crate::formats::yaml::{FieldMap, FieldValue, ReadContext, Reported, document, items};
use crate::model::{Excerpt, nearest};

/// The only key of a file.
const SCENARIOS: &str = "scenarios";

/// Reads a scenario file in YAML or JSON. A syntax error is returned alone, all other errors together
/// in the order of the file.
pub fn read(text: &str) -> Result<Vec<Scenario>, Vec<FileError>> {
    let mut scenarios = Vec::new();
    match parse_streaming(text, |scenario| scenarios.push(scenario)) {
        Some(()) => Ok(scenarios),
        None => parse_whole(text),
    }
}

/// Emits each scenario of a file as soon as it is parsed. None for a file with errors or an unusual
/// layout: then only [`parse_whole`] counts, not what was emitted.
pub fn parse_streaming(text: &str, mut emit: impl FnMut(Scenario)) -> Option<()> {
    let source = ReadContext::new(text);
    let mut names = NameLines::new();
    items(text, SCENARIOS, |item| {
        emit(scenario(FieldValue::item_under(&source, SCENARIOS, item), &mut names).ok()?);
        Some(())
    })?;
    let is_valid = !names.is_empty() && source.into_errors().is_empty();
    is_valid.then_some(())
}

/// Reads all of a file at once.
pub fn parse_whole(text: &str) -> Result<Vec<Scenario>, Vec<FileError>> {
    let root = document(text).map_err(|error| vec![error])?;
    let source = ReadContext::new(text);
    let file = file(FieldValue::root(&source, &root));
    // Some errors leave a value, an unknown key for example.
    match (file, source.into_errors()) {
        (Ok(file), errors) if errors.is_empty() => Ok(file),
        (_, errors) => Err(errors),
    }
}

/// The document of a file as JSON; none if it can't be parsed.
pub(in crate::formats::scenario) fn plain_value(text: &str) -> Option<Json> {
    document(text).ok().map(|root| root.json())
}

fn file(value: FieldValue<'_>) -> Result<Vec<Scenario>, Reported> {
    check_kind(value)?;
    let map = FieldMap::read(value, &FILE)?;
    let mut names = NameLines::new();
    map.required(SCENARIOS, |value| value.one_or_many(|value| scenario(value, &mut names)))
}

/// Refuses a file that isn't meant as a scenario file with one error.
fn check_kind(value: FieldValue<'_>) -> Result<(), Reported> {
    let keys = value.keys();
    let has = |key: &str| keys.as_ref().is_some_and(|keys| keys.contains(&key));
    let is_typo = |keys: &Vec<&str>| keys.iter().any(|key| nearest(key, [SCENARIOS]).is_some());
    let message = match &keys {
        None if value.is_null() => return Ok(()),
        None => format!("the file must be a map, not {}", value.found()),
        Some(_) if has("passed") && has("failed") => {
            "this is a report of `scenario test`, not a scenario file".to_owned()
        }
        Some(keys) if is_typo(keys) => return Ok(()),
        Some(_) => format!("not a scenario file: the key `{SCENARIOS}` is missing"),
    };
    let hint = if value.source.text.trim_start().starts_with("//") {
        "start comments with `#`"
    } else {
        "pass scenario files, which have a list under `scenarios:`, or a folder of such files"
    };
    Err(value.source.report(FileError::new(value.place(), message).with_hint(Some(hint.to_owned()))))
}

/// The line of each scenario name.
type NameLines = HashMap<String, u64>;

fn scenario(value: FieldValue<'_>, names: &mut NameLines) -> Result<Scenario, Reported> {
    let map = FieldMap::read(value, &SCENARIO)?;
    let name = map.required("name", |value| value.located(|value| name(value, names)));
    let world = world(&map);
    let steps = map.required("steps", |value| value.one_or_many(step));
    let scenario = Scenario { name: name?, place: value.place(), world: world?, steps: steps? };
    if scenario.steps.iter().all(|step| step.expect.is_none()) {
        return Err(map.error("the scenario has no expectations: add an `expect` to a step"));
    }
    Ok(scenario)
}

fn name(value: FieldValue<'_>, names: &mut NameLines) -> Result<String, Reported> {
    let name = value.nonempty_text()?;
    match names.insert(name.clone(), value.place().line) {
        None => Ok(name),
        Some(line) => Err(value.error(format!("duplicate scenario name `{}` (first on line {line})", Excerpt(&name)))),
    }
}

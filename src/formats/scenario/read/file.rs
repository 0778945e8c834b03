//! Reads a scenario file from its top.

use std::collections::HashMap;

use super::given::world;
use super::map::Map;
use super::source::{Reported, Source};
use super::step::step;
use super::tree;
use super::value::Value;
use crate::formats::fault::Fault;
use crate::formats::scenario::file::{File, Scenario};

/// Reads a scenario file in YAML or JSON. What is no YAML is told alone, all other faults of the
/// file together, in its order.
pub fn read(text: &str) -> Result<File, Vec<Fault>> {
    let root = tree::parse(text).map_err(|fault| vec![fault])?;
    let source = Source::new(text);
    let file = file(Value::root(&source, &root));
    // Some faults leave a value behind, an unknown key for one.
    match (file, source.into_faults()) {
        (Ok(file), faults) if faults.is_empty() => Ok(file),
        (_, faults) => Err(faults),
    }
}

fn file(value: Value<'_>) -> Result<File, Reported> {
    let map = Map::read(value, "the file", &["scenarios"])?;
    let mut names = HashMap::new();
    let scenarios = map.required("scenarios", |value| value.several(|value| scenario(value, &mut names)))?;
    Ok(File { scenarios })
}

/// The lines in which names of scenarios stand.
type Names<'s> = HashMap<&'s str, u64>;

fn scenario<'s>(value: Value<'s>, names: &mut Names<'s>) -> Result<Scenario, Reported> {
    let map = Map::read(value, "a scenario", &["name", "given", "store", "steps"])?;
    let name = map.required("name", |value| value.located(|value| name(value, names)));
    let world = world(&map);
    let steps = map.required("steps", |value| value.several(step));
    let scenario = Scenario { name: name?, place: value.place(), world: world?, steps: steps? };
    if scenario.steps.iter().all(|step| step.expect.is_none()) {
        return Err(map.fault("the scenario expects nothing, so that nothing could fail: give a step an `expect`"));
    }
    Ok(scenario)
}

fn name<'s>(value: Value<'s>, names: &mut Names<'s>) -> Result<String, Reported> {
    let name = value.word()?;
    match names.insert(value.text()?, value.place().line) {
        None => Ok(name),
        Some(line) => Err(value.fault(format!("`{name}` is the name of the scenario in line {line} already"))),
    }
}

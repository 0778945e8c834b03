//! YAML with positions (JSON is YAML too): [`document`] makes a tree, [`FieldValue`] and [`FieldMap`] read
//! typed values from it by a table of keys, [`MapSpec`], of which the JSON Schema is made too. What the keys
//! mean is up to the caller.

mod context;
mod field_map;
mod field_value;
mod map_schema;
mod map_spec;
mod parse;
mod suggestion;
mod syntax;
mod write;

#[cfg(test)]
mod tests;

pub use context::{ReadContext, Reported, collect};
pub use field_map::FieldMap;
pub use field_value::FieldValue;
pub use map_schema::{FLAG_WORDS, map, map_of, part, value, yes};
pub use map_spec::{FieldKind, FieldSpec, MapSpec, not_null, optional, required};
pub use parse::{document, items};
pub use write::{WIDTH, block, entry};

//! Stores from outside: whatever their bytes, values and history are, commands answer or report an error.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::inputs::{split_options, text};
use super::small_store::{AT, BYTES, SmallStore};

/// Commands that read a store, or would change it.
const COMMANDS: &[&str] = &[
    "status",
    "status --json",
    "member list",
    "member show ana@acme.example --json",
    "member absences",
    "team list --json",
    "contact list --format csv",
    "contact show +525512345678",
    "conversation list --all",
    "conversation show 1 2 3 --json",
    "owner list",
    "owner list --by member",
    "owner list --by account --json",
    "settings list",
    "report --json",
    "report --html -",
    "why 1",
    "why 2 --json",
    "why 3",
    "history list",
    "history list --member ana@acme.example --json",
    "history list --contact +525512345678 --format csv",
    "history show 8 13 15",
    "history show 20 21 22 23 --json",
    "history show 15 --format ndjson",
    "history show 10 --contact +34612345678 --format csv",
    "contact list --as-of change:10",
    "conversation list --all --as-of change:15 --json",
    "owner export",
    "undo 24 --dry-run",
    "undo 8 10 14 15 16 17 --skip-conflicts --dry-run --json",
    "undo 22 --dry-run --format ndjson",
    "simulate-message --contact +525512345678 --from contact --dry-run",
    "simulate-message --contact +34612345678 --from contact --dry-run --json",
    "simulate-message --contact +525587654321 --from flow --assign-team Support --dry-run",
    "assign 1 --team Sales --member ana@acme.example --replace --dry-run",
    "conversation close 1 2 --skip-refused --dry-run",
    "conversation transfer --from eva@acme.example --to ana@acme.example --dry-run",
    "conversation distribute --team Sales --dry-run",
    "owner transfer --from ana@acme.example --to eva@acme.example --dry-run",
    "owner rebalance --among ana@acme.example,eva@acme.example --dry-run",
    "member deactivate ana@acme.example --dry-run --json",
    "member back luis@acme.example --dry-run",
    "contact merge +525587654321 +525512345678 --dry-run",
    "contact erase +525512345678 --dry-run",
];

/// Commands that change a store.
const CHANGES: &[&str] = &[
    "undo --last",
    "undo 15 --skip-conflicts",
    "simulate-message --contact +5491112345678 --from contact --create-contacts",
    "simulate-message --contact +525512345678 --from flow --assign-team Sales",
    "contact add +5491112340000 --owner eva@acme.example --account Acme",
    "team update Sales --strategy least-busy",
    "member remove max@acme.example",
    "owner distribute --to ana@acme.example,eva@acme.example",
    "contact erase +34612345678 --confirm 1",
];

/// The exit code if a store can't be used.
const DAMAGED: u8 = 4;

/// Checks a store, runs some of the commands on it, and one that changes it. If the store is sound, none of
/// them finds damage, and it is sound afterwards.
fn use_store(store: &SmallStore, input: &[u8]) {
    let is_sound = store.run(&["check", "--json"]) == 0;
    // Which ones depends on the input, so that a run is short and all are tried.
    let chosen = input.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let read = (0..3).map(|number| words(COMMANDS[chosen.wrapping_add(number * 7) % COMMANDS.len()]));
    let change = [words(CHANGES[chosen % CHANGES.len()]), vec!["--at", AT]].concat();
    for command in read.chain([change]) {
        let code = store.run(&command);
        assert!(!is_sound || code != DAMAGED, "{command:?}");
    }
    let code = store.run(&["check"]);
    assert!(!is_sound || code == 0, "{code}");
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

/// A store file by its bytes.
pub(super) fn file(input: &[u8]) {
    use_store(&SmallStore::of(Some(input)), input);
}

/// The small store with other values: `TABLE.COLUMN ROW=VALUE` on each line, rows counted from 0.
pub(super) fn values(input: &[u8]) {
    let Some(lines) = text(input) else { return };
    let store = SmallStore::new();
    let edited = crate::rows::open(&store.path());
    edited.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN").unwrap();
    for line in lines.lines().take(8) {
        // A value that its column can't have is left out.
        let _ = edit(&edited, line);
    }
    edited.execute_batch("COMMIT").unwrap();
    drop(edited);
    use_store(&store, input);
}

/// Writes a value, or nothing if the line is invalid.
fn edit(store: &Connection, line: &str) -> Option<()> {
    let (place, value) = line.split_once('=')?;
    let (column, row) = place.split_once(' ')?;
    let (table, column) = column.split_once('.')?;
    let (table, column) = (quoted(table), quoted(column));
    let mut keys = store.prepare(&format!("SELECT name FROM pragma_table_info({table}) WHERE pk > 0")).ok()?;
    let keys: Vec<String> = keys.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()?;
    let key = if keys.is_empty() { "rowid".to_owned() } else { keys.join(", ") };
    let row: u32 = row.parse().ok()?;
    let place = format!("WHERE ({key}) = (SELECT {key} FROM {table} LIMIT 1 OFFSET {row})");
    let value = match value {
        "null" => Value::Null,
        "delete" => {
            return store.execute(&format!("DELETE FROM {table} {place}"), []).ok().map(drop);
        }
        number => number.parse().map_or_else(|_| Value::Text(number.to_owned()), Value::Integer),
    };
    let changed = format!("UPDATE {table} SET {column} = ?1 {place}");
    store.execute(&changed, params_from_iter([value])).ok().map(drop)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', ""))
}

/// The small store with another history: the number of an entry, and its steps below.
pub(super) fn history_entry(input: &[u8]) {
    let (words, steps) = split_options(input);
    let (Some(steps), Some(entry)) = (text(steps), words.first()) else { return };
    let store = SmallStore::new();
    let edited = crate::rows::open(&store.path());
    let changed = "UPDATE entries SET steps = ?1 WHERE id = (SELECT id FROM entries LIMIT 1 OFFSET ?2)";
    let Ok(entry) = entry.parse::<u32>() else { return };
    edited.execute(changed, (steps, entry)).unwrap();
    let change = "SELECT change_id FROM entries LIMIT 1 OFFSET ?1";
    let change = edited.query_row(change, [entry], |row| row.get::<_, i64>(0));
    drop(edited);
    let Ok(change) = change.map(|change| change.to_string()) else { return };
    for command in [
        &["history", "show", &change][..],
        &["history", "show", &change, "--json"],
        &["history", "show", &change, "--format", "ndjson"],
        &["history", "list", "--json"],
        &["undo", &change, "--dry-run"],
        &["undo", &change, "--dry-run", "--skip-conflicts", "--json"],
        &["contact", "list", "--as-of", "change:1"],
        &["why", "1"],
    ] {
        store.run(command);
    }
    use_store(&store, input);
    store.run(&["undo", &change, "--at", AT]);
    store.run(&["check"]);
}

/// The small store in pages as small as they can be, so that its file is small too.
pub(super) fn small_file() -> Vec<u8> {
    let store = SmallStore::new();
    let copy = store.folder().join("copy.db");
    let opened = crate::rows::open(&store.path());
    opened.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM").unwrap();
    opened.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    std::fs::read(copy).unwrap()
}

/// The columns of the tables of the small store with their values, as lines of [`values`], and all steps
/// of its entries, as inputs of [`history_entry`].
pub(super) fn all_values() -> (Vec<String>, Vec<String>) {
    let store = SmallStore::of(Some(&BYTES));
    let store = crate::rows::open(&store.path());
    let tables: Vec<String> = crate::rows::column(&store, "SELECT name FROM sqlite_schema WHERE type = 'table'", []);
    let mut lines = Vec::new();
    for table in tables {
        let names = format!("SELECT name FROM pragma_table_info('{table}')");
        for column in crate::rows::column::<String>(&store, &names, []) {
            let found = crate::rows::column::<Value>(&store, &format!("SELECT {column} FROM {table} LIMIT 1"), []);
            for (row, value) in found.into_iter().enumerate() {
                let value = match value {
                    Value::Null => "null".to_owned(),
                    Value::Integer(number) => number.to_string(),
                    Value::Text(text) => text,
                    Value::Real(_) | Value::Blob(_) => continue,
                };
                lines.push(format!("{table}.{column} {row}={value}"));
            }
        }
    }
    let steps = crate::rows::column::<String>(&store, "SELECT steps FROM entries", []);
    (lines, steps)
}

//! The totals that a change keeps are those of its effects in the history.

use std::fs;

use serde_json::Value;

use super::{mapping, phone, with_people};
use crate::program::Program;
use crate::rows::{assert_sound, column, open};

const CONTACTS: u32 = 700;

/// A store whose changes are of every kind that can have thousands of effects: imports that add, replace and
/// update, a deactivation, a log in which members are passed over, and undone changes.
fn with_changes() -> Program {
    let program = with_people();
    let file = |name: &str, text: String| {
        let path = program.home().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let import = |path: &str, more: &[&str]| program.done(&[&["owner", "import", path], more].concat());
    let map = file("map.csv", mapping(CONTACTS));
    import(&map, &[]);
    let made = import(&file("more.csv", mapping(2 * CONTACTS)), &[]);
    program.done(&["undo", &made["change"].to_string()]);
    let replaced = file("replaced.csv", mapping(CONTACTS).replace("luis@", "ana@").replace("Name 1", "Name 7"));
    import(&replaced, &["--mode", "replace", "--max-removals", "100%"]);
    program.done(&["member", "import", &file("members.csv", "email\neva@acme.example\n".to_owned())]);
    import(&map, &[]);
    program.done(&["member", "deactivate", "luis@acme.example", "--hand-over-to", "eva@acme.example"]);
    let lines = (0..CONTACTS).map(|number| {
        let rest = match number % 4 {
            0 => r#""from": "contact""#,
            1 => r#""from": "flow", "assign": ["luis@acme.example", "ana@acme.example"]"#,
            2 => r#""from": "flow", "assign_team": "Sales""#,
            _ => r#""from": "member", "member": "eva@acme.example""#,
        };
        format!(r#"{{"at": "2026-02-01T10:00:00Z", "contact": "{}", {rest}}}"#, phone(number / 2)) + "\n"
    });
    program.done(&["simulate-message", "--batch", &file("log.ndjson", lines.collect())]);
    for undone in [11, 8, 12, 4] {
        program.run(&["undo", &undone.to_string(), "--skip-conflicts"]);
    }
    program
}

fn shown(program: &Program) -> Vec<Value> {
    let changes: Vec<i64> = column(&open(program.store()), "SELECT id FROM changes ORDER BY id", []);
    changes.iter().map(|change| program.done(&["history", "show", &change.to_string(), "--json"])).collect()
}

#[test]
fn kept_totals_are_those_of_the_history() {
    let program = with_changes();
    assert_sound(&open(program.store()));
    let kept = shown(&program);
    let store = open(program.store());
    let cleared = store.execute("UPDATE changes SET totals = NULL WHERE totals IS NOT NULL", []).unwrap();
    assert!(cleared >= 8, "{cleared} changes keep totals");
    for (kept, counted) in kept.iter().zip(shown(&program)) {
        assert_eq!(*kept, counted);
    }
    assert!(kept.iter().any(|change| change["passed_over_count"].as_i64() > Some(100)));
    let kinds = |change: &Value| change["effect_kinds"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let kinds: std::collections::BTreeSet<_> = kept.iter().flat_map(kinds).collect();
    for kind in ["add-contact", "remove-contact", "add-owner", "remove-owner", "assign-member", "unassign-member"] {
        assert!(kinds.contains(kind), "{kind} in {kinds:?}");
    }
}

#[test]
fn dry_run_keeps_nothing() {
    let program = with_people();
    let path = program.home().join("map.csv");
    fs::write(&path, mapping(3)).unwrap();
    program.done(&["owner", "import", path.to_str().unwrap(), "--dry-run"]);
    assert_eq!(column::<i64>(&open(program.store()), "SELECT count(*) FROM changes", []), [3]);
}

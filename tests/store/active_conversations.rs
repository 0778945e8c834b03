//! The number of active conversations that a member carries (T2) follows every change of a status or of
//! an assignment, by command, by log and by undo.

use crate::program::Program;
use crate::rows::{assert_sound, column, open};

use super::with_people;

const ROSA: &str = "+525512345678";

/// The counts of Ana and Luis, verified with `check`.
fn counted(program: &Program) -> Vec<i64> {
    let store = open(program.store());
    assert_sound(&store);
    column(&store, "SELECT active_conversations FROM members ORDER BY id", [])
}

/// Commands on Rosa's conversation, with the counts of Ana and Luis after each.
const STORY: &[(&[&str], [i64; 2])] = &[
    (&["simulate-message", "--contact", ROSA, "--from", "system", "--create-contacts"], [0, 0]),
    (&["assign", ROSA, "--member", "ana@acme.example"], [0, 0]),
    (&["simulate-message", "--contact", ROSA, "--from", "contact"], [1, 0]),
    (&["assign", ROSA, "--member", "luis@acme.example"], [1, 1]),
    (&["simulate-message", "--contact", ROSA, "--from", "flow"], [0, 0]),
    (&["unassign", ROSA, "--member", "luis@acme.example"], [0, 0]),
    (&["simulate-message", "--contact", ROSA, "--from", "flow", "--assign", "luis@acme.example"], [1, 1]),
    (&["simulate-message", "--contact", ROSA, "--from", "member", "--member", "ana@acme.example"], [1, 1]),
    (&["member", "deactivate", "luis@acme.example"], [1, 0]),
    (&["conversation", "close", ROSA], [0, 0]),
    (&["simulate-message", "--contact", ROSA, "--from", "flow"], [0, 0]),
    (&["assign", ROSA, "--member", "ana@acme.example"], [0, 0]),
    (&["member", "deactivate", "ana@acme.example"], [0, 0]),
    (&["member", "activate", "ana@acme.example"], [0, 0]),
    (&["simulate-message", "--contact", ROSA, "--from", "member", "--member", "ana@acme.example"], [1, 0]),
    (&["member", "activate", "luis@acme.example"], [1, 0]),
    (&["assign", ROSA, "--member", "luis@acme.example"], [1, 1]),
    (&["conversation", "close", ROSA], [0, 0]),
    (&["member", "deactivate", "luis@acme.example"], [0, 0]),
    (&["conversation", "reopen", ROSA], [1, 0]),
];

#[test]
fn count_follows_every_command_and_its_undo() {
    let program = with_people();
    let mut before = vec![0, 0];
    for (words, after) in STORY {
        let change = program.done(words)["change"].to_string();
        assert_eq!(counted(&program), after, "{words:?}");
        let undo = program.done(&["undo", &change])["change"].to_string();
        assert_eq!(counted(&program), before, "undo of {words:?}");
        program.done(&["undo", &undo]);
        assert_eq!(counted(&program), after, "undo of the undo of {words:?}");
        before = after.to_vec();
    }
}

#[test]
fn count_follows_a_log_and_its_lines() {
    let log = r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "system"}
{"at": "2026-01-01T09:01:00Z", "contact": "+525512345678", "action": "assign", "member": "ana@acme.example"}
{"at": "2026-01-01T09:02:00Z", "contact": "+525512345678", "from": "contact"}
{"at": "2026-01-01T09:03:00Z", "contact": "+525512345679", "from": "flow"}
{"at": "2026-01-01T09:04:00Z", "contact": "+525512345679", "action": "assign", "member": "luis@acme.example"}
{"at": "2026-01-01T09:05:00Z", "contact": "+525512345670", "from": "contact"}
{"at": "2026-01-01T09:06:00Z", "contact": "+525512345670", "action": "assign", "member": "luis@acme.example"}
{"at": "2026-01-01T09:07:00Z", "contact": "+525512345670", "from": "flow"}
{"at": "2026-01-01T09:08:00Z", "contact": "+525512345671", "from": "member", "member": "luis@acme.example"}
{"at": "2026-01-01T09:09:00Z", "contact": "+525512345671", "action": "close"}
{"at": "2026-01-01T09:10:00Z", "contact": "+525512345672", "from": "flow", "assign": "luis@acme.example"}
"#;
    let program = with_people();
    let file = program.home().join("day.ndjson");
    std::fs::write(&file, log).unwrap();
    let batch = ["simulate-message", "--batch", file.to_str().unwrap(), "--create-contacts"];
    let change = program.done(&batch)["change"].to_string();
    assert_eq!(counted(&program), [1, 1]);
    program.done(&["undo", &change]);
    assert_eq!(counted(&program), [0, 0]);
}

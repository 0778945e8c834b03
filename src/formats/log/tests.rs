//! Lines of the log, and their errors.

use std::convert::Infallible;

use super::LogReader;
use super::line::WrittenName;
use super::reader::LONGEST;
use crate::formats::Position;
use crate::model::{ErrorCode, Request, Unassign};

/// All lines of a log: an event as text, or errors.
fn read(log: &[u8]) -> Vec<String> {
    let mut log = LogReader::new(log);
    let mut told = Vec::new();
    while let Some(line) = log.read().unwrap() {
        match line {
            Ok(line) => {
                let contact = line.contact.as_ref().map_or("", |contact| contact.value.as_ref());
                told.push(format!("{} {contact} {:?}", line.at.value, words(&line.event)));
            }
            Err(faults) => told.extend(faults.iter().map(ToString::to_string)),
        }
    }
    told
}

fn words(event: &Request<WrittenName<'_>, WrittenName<'_>>) -> Request<String, String> {
    let word = |(): &mut (), name: &WrittenName<'_>| Ok::<_, Infallible>(name.value.to_string());
    event.try_map(&mut (), word, word).unwrap()
}

#[track_caller]
fn check_event(fields: &str, expected: &Request<String, String>) {
    let line = format!("{{\"at\": \"2026-01-01T09:00:00Z\", \"contact\": \"+525512345678\", {fields}}}");
    let mut log = LogReader::new(line.as_bytes());
    let read = log.read().unwrap().unwrap().unwrap();
    let contact = read.contact.as_ref().unwrap();
    assert_eq!((contact.value.as_ref(), contact.place.column), ("+525512345678", 43));
    assert_eq!(&words(&read.event), expected);
}

#[track_caller]
fn check_faults(line: &str, expected: &[&str]) {
    assert_eq!(read(line.as_bytes()), expected, "{line}");
}

const START: &str = r#"{"at":"2026-01-01T09:00:00Z","contact":"+525512345678""#;

#[test]
fn events_have_their_fields() {
    let ana = || "ana@acme.example".to_owned();
    for (fields, request) in [
        (r#""from": "contact""#, Request::ContactMessage),
        (r#""from": "member", "member": "ana@acme.example""#, Request::MemberMessage { member: ana() }),
        (r#""from": "member", "member": "ana@acme.example", "note": false"#, Request::MemberMessage { member: ana() }),
        (r#""from": "member", "member": "ana@acme.example", "note": true"#, Request::MemberNote { member: ana() }),
        (r#""from": "flow""#, Request::FlowMessage),
        (r#""from": "flow", "assign": ["ana@acme.example"]"#, Request::FlowAssign { members: vec![ana()] }),
        (r#""from": "flow", "assign": "ana@acme.example""#, Request::FlowAssign { members: vec![ana()] }),
        (r#""from": "flow", "assign_team": "Sales""#, Request::FlowAssignTeam { team: "Sales".to_owned() }),
        (r#""from": "flow", "end_flow": true, "assign": null"#, Request::FlowEnd),
        (r#""from": "system""#, Request::SystemMessage),
    ] {
        check_event(fields, &request);
    }
    let assign = Request::Assign { members: vec![ana()], team: Some("Sales".to_owned()), replace: true };
    check_event(r#""action": "assign", "member": ["ana@acme.example"], "team": "Sales", "replace": true"#, &assign);
    let named = Unassign::Named { members: vec![ana()], team: true };
    check_event(r#""action": "unassign", "member": "ana@acme.example", "team": true"#, &Request::Unassign(named));
    check_event(r#""action": "unassign", "all": true"#, &Request::Unassign(Unassign::All));
    check_event(r#""action": "close""#, &Request::Close);
}

#[test]
fn log_accepts_bom_blank_lines_and_crlf() {
    let line = format!("{START},\"from\":\"contact\"}}");
    let told = "2026-01-01T09:00:00Z +525512345678 ContactMessage";
    assert_eq!(read(format!("\u{feff}{line}\r\n\r\n  \n{line}").as_bytes()), [told, told]);
    let mut log = LogReader::new(format!("\n\n{line}\n").into_bytes().leak() as &[u8]);
    assert_eq!(log.read().unwrap().unwrap().unwrap().at.place, Position { line: 3, column: 7 });
}

#[test]
fn escaped_text_keeps_its_position() {
    let line = r#"{"\u0061t":"2026-01-01T09:00:00Z","contact":"\u002b525512345678","from":"con\u0074act"}"#;
    assert_eq!(read(line.as_bytes()), ["2026-01-01T09:00:00Z +525512345678 ContactMessage"]);
    check_faults(
        r#"{"at":"2026-01-01T09:00:00Z","contact":"ñ","from":"member","member":"á\u0062","note":1}"#,
        &["1:86: `note` must be `true` or `false`, not `1`"],
    );
}

#[test]
fn unknown_and_duplicate_keys_are_errors() {
    check_faults(
        &format!("{START},\"form\":\"contact\",\"contact\":\"x\"}}"),
        &[
            "1:1: missing `from` (contact, member, flow, system) or `action` (assign, unassign, close, reassign-overdue)",
            "1:57: unknown key `form`",
            "1:74: duplicate key `contact`",
        ],
    );
    let line = format!("{START},\"form\":\"contact\"}}");
    let faults = LogReader::new(line.as_bytes()).read().unwrap().unwrap().unwrap_err();
    assert_eq!(faults[1].hint.as_deref(), Some("did you mean `from`?"));
}

#[test]
fn missing_fields_are_named() {
    check_faults(
        "{}",
        &[
            "1:1: missing `at`: when it happened",
            "1:1: missing `contact`: the contact's phone",
            "1:1: missing `from` (contact, member, flow, system) or `action` (assign, unassign, close, reassign-overdue)",
        ],
    );
    check_faults(&format!("{START},\"from\":\"member\"}}"), &["1:1: `from: member` requires `member`"]);
    check_faults(&format!("{START},\"action\":\"assign\"}}"), &["1:1: nothing to assign: expected `member` or `team`"]);
}

#[test]
fn value_of_wrong_type_has_position() {
    check_faults(
        r#"{"at": [7], "contact": ["x"], "from": "contct"}"#,
        &[
            "1:8: `at` must be text, not a list",
            "1:24: `contact` must be text, not a list",
            "1:39: `from`: invalid value `contct`: expected contact, member, flow or system",
        ],
    );
    check_faults(
        &format!("{START},\"from\":\"flow\",\"assign\":[\"a\",{{}},1]}}"),
        &["1:84: `assign` must be a list of texts, not an object", "1:87: `assign` must be a list of texts, not `1`"],
    );
    check_faults(&format!("{START},\"from\":\"flow\",\"assign\":[]}}"), &["1:79: `assign` is empty"]);
    check_faults(
        r#"{"at":"yesterday","contact":"x","from":"contact"}"#,
        &["1:7: invalid time `yesterday`: expected RFC 3339, for example 2026-01-31T09:00:00Z"],
    );
}

#[test]
fn time_may_be_a_unix_time() {
    for (at, time) in [
        ("1767258000", "2026-01-01T09:00:00Z"),
        ("1767258000.25", "2026-01-01T09:00:00.25Z"),
        ("1767258000123", "2026-01-01T09:00:00.123Z"),
    ] {
        let line = format!(r#"{{"at": {at}, "contact": "+525512345678", "from": "contact"}}"#);
        assert_eq!(read(line.as_bytes()), [format!("{time} +525512345678 ContactMessage")]);
    }
    check_faults(
        r#"{"at": -1, "contact": "x", "from": "contact"}"#,
        &["1:8: invalid time `-1`: expected Unix seconds or milliseconds from 1970 to 2262"],
    );
    let line = r#"{"at": "1767258000", "contact": "x", "from": "contact"}"#;
    let faults = LogReader::new(line.as_bytes()).read().unwrap().unwrap().unwrap_err();
    assert_eq!(faults[0].hint.as_deref(), Some("write a Unix time as a number, without quotes"));
}

#[test]
fn fields_of_other_events_are_errors() {
    check_faults(
        &format!("{START},\"from\":\"contact\",\"member\":\"x\",\"team\":\"y\"}}"),
        &["1:93: `team` can't be combined with `from`"],
    );
    check_faults(
        &format!("{START},\"from\":\"contact\",\"member\":\"x\"}}"),
        &["1:82: `member` requires `from: member`, found `from: contact`"],
    );
    check_faults(
        &format!("{START},\"action\":\"close\",\"member\":\"x\",\"note\":true}}"),
        &[
            "1:82: `member` can't be combined with `action: close`",
            "1:93: `note` can't be combined with `action: close`",
        ],
    );
    check_faults(
        &format!("{START},\"action\":\"close\",\"from\":\"contact\"}}"),
        &["1:65: expected either `from` or `action`, found both"],
    );
}

#[test]
fn invalid_json_is_reported_with_its_position() {
    check_faults("[1]", &["1:1: expected a JSON object, `{…}`"]);
    check_faults("\"x\"", &["1:1: expected a JSON object, `{…}`"]);
    check_faults(r#"{"at":"#, &["1:6: invalid JSON: unexpected end of line"]);
    check_faults(r#"{"at" 1}"#, &["1:7: invalid JSON: expected `:`"]);
    check_faults(r#"{"ñ" 1}"#, &["1:6: invalid JSON: expected `:`"]);
    check_faults("{} {}", &["1:4: invalid JSON: trailing characters"]);
}

#[test]
fn reader_continues_after_invalid_byte() {
    assert_eq!(
        read(b"{\"at\":\"\xc3\xb1\xff\"}\n{}"),
        [
            "1:9: invalid UTF-8 byte `0xFF`",
            "2:1: missing `at`: when it happened",
            "2:1: missing `contact`: the contact's phone",
            "2:1: missing `from` (contact, member, flow, system) or `action` (assign, unassign, close, reassign-overdue)",
        ]
    );
}

#[test]
fn reader_continues_after_long_line() {
    let mut log = vec![b'x'; 3 * LONGEST];
    log.extend_from_slice(b"\n[]");
    assert_eq!(read(&log), ["1:1: the line is longer than 1 MiB", "2:1: expected a JSON object, `{…}`"]);
    let just = format!("{}\r\n[]", " ".repeat(LONGEST));
    assert_eq!(read(just.as_bytes()), ["2:1: expected a JSON object, `{…}`"]);
}

#[test]
fn invalid_values_have_their_own_code() {
    let line = r#"{"at":"yesterday","contact":"x","from":"contact"}"#;
    let faults = LogReader::new(line.as_bytes()).read().unwrap().unwrap().unwrap_err();
    assert_eq!(faults[0].code, ErrorCode::InvalidValue);
}

//! Files that are not YAML, not scenario files, or too large.

use super::*;

#[test]
fn syntax_error_has_its_position() {
    check_faults("scenarios: [", &["1:12: unclosed bracket '['"]);
    check_faults(
        "scenarios: &all [*all]",
        &["1:18: alias `*all` has no anchor `&all` before it (put text that starts with this character in quotes)"],
    );
    check_faults("scenarios: !all []", &["1:17: unsupported tag `!all`"]);
    check_faults("a: 1\n---\nb: 2", &["3:1: expected one YAML document, found a second one"]);
    check_faults("scenarios: 1e999", &["1:12: a scenario must be a map, not `1e999`"]);
}

/// The parser's words alone would not tell what to write.
#[test]
fn syntax_error_has_a_hint() {
    for (text, place, hint) in [
        ("scenarios:\n  - name: O1: the owner", "2:13", "put text that contains `: ` in quotes"),
        ("scenarios:\n  - name:a\n    steps: []", "3:10", "check the colon, space and indentation"),
        ("scenarios:\n  - name: a\n    steps\n", "3:5", "add a colon and a space after the key"),
        ("scenarios:\n  - name: a\n   - name: b", "3:4", "in one column"),
        ("scenarios:\n  - a:\n      - b: c\n     - b: c", "4:6", "in one column"),
        ("scenarios:\n  - name: \"a\n    b: \"c\"", "3:9", "missing comma, quote or bracket"),
        ("scenarios:\n  - name: 'it's'", "2:15", "missing comma, quote or bracket"),
        ("scenarios:\n  - name: 'a", "2:11", "missing comma, quote or bracket"),
        ("scenarios:\n  - { a: b c: d }", "2:13", "missing comma, quote or bracket"),
        ("scenarios:\n  - { a: \"b\"\n  - c: {}", "3:3", "missing comma, quote or bracket"),
        ("scenarios: []]", "1:14", "missing comma, quote or bracket"),
        ("scenarios:\n\t- a", "2:2", "indent with spaces"),
        ("scenarios: @all", "1:12", "in quotes"),
        ("scenarios: \"\\d\"", "1:12", "write a backslash as"),
        ("scenarios: a\u{1}", "1:12", "remove it"),
        ("// mine\n{\"scenarios\": []}", "2:13", "start comments with `#`"),
    ] {
        let faults = read(text).unwrap_err();
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        let told = fault.hint.as_deref().unwrap_or_default();
        assert!(told.contains(hint) && fault.place.to_string() == place, "{text:?}: {fault} ({told})");
    }
}

#[test]
fn unknown_alias_is_named() {
    let message = "alias `*all` has no anchor `&all` before it";
    let hint = "put text that starts with this character in quotes";
    check_faults("scenarios: *all", &[&format!("1:12: {message} ({hint})")]);
    check_faults("scenarios: [*all]", &[&format!("1:13: {message} ({hint})")]);
}

#[test]
fn too_deep_or_too_large_file_is_an_error() {
    let deep = format!("a: {}{}", "[".repeat(3000), "]".repeat(3000));
    check_faults(&deep, &["1:259: lists and maps are nested too deeply"]);
    let level = |level: usize| format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(10));
    let bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned() + &(1..8).map(level).collect::<String>();
    let faults = read(&bomb).unwrap_err();
    assert_eq!(faults[0].message, "the file is too large once its aliases (`*`) are expanded");
}

#[test]
fn missing_space_after_colon_is_suggested() {
    check_step(
        "expect: { contact: x, because: {ana@acme.example:replied} }",
        &["4:41: key `ana@acme.example:replied` has no value (add a space after the colon: \
           `ana@acme.example: replied`)"],
    );
    check_step(
        "close: {contact:x}",
        &["4:17: key `contact:x` has no value (add a space after the colon: `contact: x`)"],
    );
}

#[test]
fn other_file_has_one_error() {
    let hint = "pass scenario files, which have a list under `scenarios:`, or a folder of such files";
    let message = "not a scenario file: the key `scenarios` is missing";
    for text in ["version: '3'\nservices:\n  web: { image: x }\nvolumes: {}", "{}", "{\"a\": 1, \"b\": {}}"] {
        check_faults(text, &[&format!("1:1: {message} ({hint})")]);
    }
    let report = r#"{"passed": 1, "failed": 0, "scenarios": [{"file": "a", "line": 2, "name": "b", "failures": []}]}"#;
    check_faults(report, &[&format!("1:1: this is a report of `scenario test`, not a scenario file ({hint})")]);
    check_faults("// mine\n", &["1:1: the file must be a map, not `// mine` (start comments with `#`)"]);
    check_faults("- a", &[&format!("1:1: the file must be a map, not a list ({hint})")]);
}

#[test]
fn long_value_is_shortened_in_errors() {
    let long = "x".repeat(100_000);
    for text in [
        long.clone(),
        with_given(&format!("{{ members: [{long}] }}")),
        with_given(&format!("{{ {long}: 1 }}")),
        with_given(&format!("{{ settings: {{ assign-first-responder: {long} }} }}")),
        with_step(&format!("{{ expect: {{ contact: x, status: {long} }} }}")),
        with_step(&format!("{{ expect: {{ contact: x, because: {{ {long}: manual }} }} }}")),
        with_step(&format!("{{ expect: {{ contact: x, passed_over: {{ {long}: [] }} }} }}")),
        with_step(&format!("{{ close: {{ contact: x, at: {long} }} }}")),
        with_step(&format!("{{ close: {{ contact: x, {long}: 1, {long}: 2 }} }}")),
        with_step(&format!("{{ close: {{ contact: x, {long}:2 }} }}")),
        format!("scenarios: *{long}"),
        format!("scenarios: 1e{}", "9".repeat(100_000)),
        format!("scenarios: [{{ name: {long} }}, {{ name: {long} }}]"),
    ] {
        for fault in read(&text).unwrap_err() {
            let told = format!("{fault} {}", fault.hint.clone().unwrap_or_default());
            assert!(told.len() < 400, "{} …: {} letters", &told[..100], told.len());
        }
    }
}

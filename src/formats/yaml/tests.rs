//! The parser reads YAML as an independent library does.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::parse::{Node, NodeContent, check_aliases, document};

/// Whether a node is what the other library reads. How numbers are written is not compared.
fn is_same(node: &Node<'_>, value: &Value) -> bool {
    match (&node.value, value) {
        (NodeContent::Number(_), Value::Number(_)) => true,
        (NodeContent::List(nodes), Value::Array(values)) => {
            nodes.len() == values.len() && nodes.iter().zip(values).all(|(node, value)| is_same(node, value))
        }
        (NodeContent::Map(pairs), Value::Object(map)) => {
            let same = |(key, value): &(Node<'_>, Node<'_>)| {
                let NodeContent::Text(key) = &key.value else { return false };
                map.get(&**key).is_some_and(|other| is_same(value, other))
            };
            pairs.len() == map.len() && pairs.iter().all(same)
        }
        (NodeContent::Number(_) | NodeContent::List(_) | NodeContent::Map(_), _) => false,
        _ => node.json() == *value,
    }
}

#[track_caller]
fn check_same(text: &str) {
    let options = serde_saphyr::options! { strict_booleans: true, reject_unsupported_tags: true };
    let other = serde_saphyr::from_str_with_options::<Value>(text, options);
    match (document(text), other) {
        (Ok(node), Ok(value)) => assert!(is_same(&node, &value), "{text:?}: {node:?}, {value}"),
        (Err(_), Err(_)) => {}
        (node, value) => panic!("{text:?}: {node:?}, {value:?}"),
    }
}

#[test]
fn files_are_read_as_by_another_library() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    for entry in fs::read_dir(folder).unwrap() {
        check_same(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
}

#[test]
fn scalars_are_read_as_by_another_library() {
    let plain = "a on NO y null Null NULL ~ true True FALSE 0 7 007 +7 -7 -0 +0 0x1f 0o17 1.5 1. .5 +.5 1e3 inf nan \
                 999999999999999999 9999999999999999999 +525512345678 5587654321 2026-01-01 2026-01-01T09:00:00Z \
                 12:30 12:30:45 1@b - -- ... = .. a:b a#b é +T 0T 1T5 0xT ?x -x 'q' '' \"\" \"7\" \"null\" '~' \
                 \"a\\tb\" 1d";
    for scalar in plain.split_whitespace().chain(["", "a b", "a # b", "'it''s'", "\"a\n  b\"", "a\n  b", "7 8"]) {
        for around in ["S", "a: S", "- S", "[S]", "[S, S]", "{a: S}", "{a: [{b: S}]}"] {
            check_same(&around.replace('S', scalar));
        }
    }
}

#[test]
fn layouts_are_read_as_by_another_library() {
    for text in [
        "a: |\n  one\n  two\nb: >-\n  one\n  two\n",
        "# first\na: 1 # one\n# between\nb:\n# below\n- c\n# last",
        "---\na: 1\n...\n",
        "a: 1\n---\nb: 2",
        "a: 1\n...\nb: 2",
        "%YAML 1.2\n---\na: 1",
        "a: &x 1\nb: *x",
        "a: &x [1, {b: c}]\nb: [*x, *x]",
        "a: *x",
        "a: &x [*x]",
        "a: !!str 1",
        "a: !!int 1",
        "a: !all 1",
        "a: {<<: {b: 1}}",
        "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\ne: {c: 3, <<: [*x, {f: 4}]}",
        "a: {<<: 1}",
        "a:\r\n  - b\r\n  - c: [d,\r\n e]\r\n",
        "é: [ñ, 'ü', \"\\u00e9\"]",
        "\u{feff}a: 1",
        "{a, b: , c: d}",
        "[a: b, c]",
        "a: [1, 2",
        "a: b: c",
        "\ta: 1",
        "- - - a\n    - b\n  - c\n",
        "? a\n: b\n",
        "\n\n  a:   1   \n\n",
        "{\"a\": [1, -2, 0.5, null, true, \"x\"]}",
        "",
        "# nothing",
    ] {
        check_same(text);
    }
}

#[test]
fn aliases_are_counted_before_they_are_expanded() {
    let level = |level: usize| format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(10));
    let bomb = |levels| "a0: &a0 [x, x]\n".to_owned() + &(1..levels).map(level).collect::<String>();
    assert!(check_aliases(&bomb(5)).is_ok());
    // Nothing has room for so much.
    let error = check_aliases(&bomb(60)).unwrap_err();
    assert_eq!(error.message, "the file is too large once its aliases (`*`) are expanded");
    assert_eq!((error.place.line, document(&bomb(60)).unwrap_err()), (7, error));
}

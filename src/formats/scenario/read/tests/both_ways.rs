//! The short way and the long one come to the same.

use super::*;

/// What the short way makes of a text has to be what the long way makes of it.
#[track_caller]
/// A whole document, the short way.
fn short_way(text: &str) -> Option<full::Node<'_>> {
    let mut events = fast::Events::of(text)?;
    let (event, span) = events.next()?;
    let root = events.node(event, &span, 0)?;
    events.is_over().then_some(root)
}

fn check_both_ways(text: &str) -> bool {
    let Some(short) = short_way(text) else { return false };
    assert_eq!(full::parse(text).as_ref().map_err(ToString::to_string), Ok(&short), "{text:?}");
    true
}

#[test]
fn the_short_way_ends_where_the_long_one_does() {
    assert!(check_both_ways(EXAMPLE));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let taken = check_both_ways(&text);
        assert!(taken || text.contains(['&', '!']), "{} goes the long way", path.display());
    }
}

#[test]
fn a_scalar_is_the_same_both_ways() {
    let plain = "a on NO y null Null NULL ~ true True FALSE 0 7 007 +7 -7 -0 +0 0x1f 0o17 0b1 1_000 1.5 1. .5 +.5 1e3 \
                 1e999 .inf -.Inf +.INF .nan inf nan Infinity iNF 999999999999999999 9999999999999999999 \
                 99999999999999999999999 +525512345678 5587654321 2026-01-01 2026-01-01T09:00:00Z 12:30 12:30:45 1@b \
                 + - -- --- ... << = .. a:b a#b é +T 0T 1T5 0xT ?x -x 'q' '' \"\" \"7\" \"null\" '~' \"a\\tb\" 1__0 1d";
    for scalar in plain.split_whitespace().chain([
        "",
        " ",
        "a b",
        "a # b",
        "'it''s'",
        "\"a\n  b\"",
        "a\n  b",
        "7 8",
        "1 : 2",
        "1 e3",
        "-1 a",
        ".5 T",
    ]) {
        for around in ["S", "a: S", "- S", "[S]", "[S, S]", "{a: S}", "{a: [{b: S}]}", "S: 1", "{S: 1}", "? S\n: S"] {
            check_both_ways(&around.replace('S', scalar));
        }
    }
    for taken in
        ["a: on", "a: 7", "a: +525512345678", "a: 2026-01-01T09:00:00Z", "a:", "[~, null, true, ana@b.example]"]
    {
        assert!(check_both_ways(taken), "{taken}");
    }
}

#[test]
fn a_layout_is_the_same_both_ways() {
    for text in [
        "a: |\n  one\n  two\nb: >-\n  one\n  two\n",
        "# first\na: 1 # one\n# between\nb:\n# below\n- c\n# last",
        "---\na: 1\n...\n",
        "a: 1\n---\nb: 2",
        "a: 1\n...\nb: 2",
        "%YAML 1.2\n---\na: 1",
        "a: &x 1\nb: *x",
        "a: !!str 1",
        "a: {<<: {b: 1}}",
        "a:\r\n  - b\r\n  - c: [d,\r\n e]\r\n",
        "é: [ñ, 'ü', \"\\u00e9\"]",
        "\u{feff}a: 1",
        "{a, b: , c: d}",
        "[a: b, c]",
        "a: [1, 2",
        "a: b: c",
        "\ta: 1",
        "- - - a\n    - b\n  - c\n",
        "? - a\n: b\n",
        "a: 1\na: 2",
        "\n\n  a:   1   \n\n",
        "{\"a\": [1, -2, 0.5, null, true, \"x\"]}",
    ] {
        check_both_ways(text);
    }
    let deep = format!("{}{}", "[".repeat(80), "]".repeat(80));
    assert!(!check_both_ways(&deep));
}

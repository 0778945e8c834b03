//! `settings …`

use serde_json::{Value, json};

use super::Test;

fn assign_first_responder(value: &str) -> Value {
    json!({
        "key": "assign-first-responder",
        "value": value,
        "default": "off",
        "description": "Assign first responder as the contact's default assignee?",
    })
}

fn default_country(value: Option<&str>) -> Value {
    json!({
        "key": "default-country",
        "value": value,
        "default": null,
        "description": "Default country of phone numbers without a country code",
    })
}

fn default_phone_format(value: &str) -> Value {
    json!({
        "key": "default-phone-format",
        "value": value,
        "default": "auto",
        "description": "How to read phone numbers without a country code",
    })
}

#[test]
fn list_shows_settings_with_defaults() {
    Test::new()
        .run("settings list")
        .stdout(
            "
            KEY                     VALUE  DEFAULT  DESCRIPTION
            assign-first-responder  off    off      Assign first responder as the contact's default assignee?
            default-country                         Default country of phone numbers without a country code
            default-phone-format    auto   auto     How to read phone numbers without a country code
            ",
        )
        .run("settings list --json")
        .json(json!([assign_first_responder("off"), default_country(None), default_phone_format("auto")]))
        .done();
}

#[test]
fn get_prints_the_value_alone() {
    Test::new()
        .run("settings get default-country")
        .stdout("none\n")
        .given("settings set default-country mx")
        .run("settings get default-country")
        .stdout("MX\n")
        .run("settings get default-country --json")
        .json(default_country(Some("MX")))
        .run("settings get default-country --format csv")
        .stdout_starts("key,value,default,description\ndefault-country,MX,,")
        .done();
}

#[test]
fn set_answers_with_the_effect() {
    Test::new()
        .run("settings set assign-first-responder on --json")
        .json(json!({
            "dry_run": false,
            "change": 1,
            "effects": [{ "effect": "set-setting", "key": "assign-first-responder", "value": "on", "rule": "R3" }],
            "passed_over": [],
        }))
        .run("settings get assign-first-responder --json")
        .json(assign_first_responder("on"))
        .done();
}

#[test]
fn set_accepts_common_spellings() {
    let mut test = Test::new();
    for (key, value, shown) in [
        ("assign-first-responder", "on", json!("on")),
        ("assign-first-responder", "No", json!("off")),
        ("assign-first-responder", "TRUE", json!("on")),
        ("assign-first-responder", "0", json!("off")),
        ("assign-first-responder", "yes", json!("on")),
        ("assign-first-responder", "false", json!("off")),
        ("assign-first-responder", "1", json!("on")),
        ("assign-first-responder", "off", json!("off")),
        ("default-country", "mx", json!("MX")),
        ("default-country", "NONE", json!(null)),
        ("default-phone-format", "International", json!("international")),
        ("default-phone-format", "auto", json!("auto")),
    ] {
        test = test
            .given(&format!("settings set {key} {value}"))
            .run(&format!("settings get {key} --json"))
            .part("/value", shown);
    }
    test.done();
}

#[test]
fn unset_value_is_null_or_none() {
    Test::new()
        .given("settings set default-country MX")
        .run("settings reset default-country --json")
        .part("/effects", json!([{ "effect": "set-setting", "key": "default-country", "value": null, "rule": "R3" }]))
        .given("settings set default-country MX")
        .run("settings set default-country none")
        .stdout(
            "
            change 4: 1 effect
               set default-country to none  R3
            ",
        )
        .done();
}

#[test]
fn set_to_the_same_value_changes_nothing() {
    Test::new()
        .run("settings set assign-first-responder off")
        .stdout("no changes\n")
        .leaves_the_store()
        .run("settings reset default-country --json")
        .json(json!({ "dry_run": false, "change": null, "effects": [], "passed_over": [] }))
        .leaves_the_store()
        .done();
}

#[test]
fn invalid_value_is_refused() {
    Test::new()
        .run("settings set assign-first-responder maybe")
        .refused("invalid-value", "invalid value `maybe` for `assign-first-responder`: expected `on` or `off`", None)
        .run("settings set default-country Atlantis")
        .refused(
            "invalid-value",
            "invalid value `Atlantis` for `default-country`: expected a two-letter country, for example `MX`, or `none`",
            None,
        )
        .run("settings set default-phone-format local")
        .refused(
            "invalid-value",
            "invalid value `local` for `default-phone-format`: expected `auto`, `international` or `national`",
            None,
        )
        .done();
}

#[test]
fn country_is_suggested_for_name_or_code() {
    for (typed, meant) in [("UK", "GB"), ("México", "MX"), ("españa", "ES"), ("USA", "US")] {
        let error = Test::new().error(&format!("settings set default-country {typed} --json"));
        assert_eq!(error["hint"], format!("did you mean `{meant}`?"), "{typed}");
        let usage = Test::new().error(&format!("contact list --country {typed} --json"));
        assert!(usage["message"].as_str().unwrap().contains(&format!("did you mean `{meant}`?")), "{usage}");
    }
}

#[test]
fn phone_format_is_undone() {
    Test::new()
        .given("settings set default-phone-format national\nundo 1")
        .run("settings get default-phone-format --json")
        .json(default_phone_format("auto"))
        .given("undo 2")
        .run("settings get default-phone-format --json")
        .json(default_phone_format("national"))
        .done();
}

//! Profiles: what a CRM's file needs, typed, saved, read, and in scenarios. And what happens to owners that
//! the file names otherwise.

use serde_json::{Value, json};

use super::Test;

/// A file of a CRM, in which Ana is named in two ways.
const CRM: &str = "Celular;Teléfono;Propietario;Empresa;Correo
55 1234 5678;;Ana;Acme;rosa@beta.example
;55 8765 4321;Juan Pérez (baja);Beta;sin correo
55 8765 4322;;ANA (VENTAS);Beta;
;;N/A;Beta;
55 8765 4323;;n/a;Beta;
";

/// All that the file needs, as options.
const OPTIONS: &str = "--column phone=Celular,Teléfono --column owner=Propietario --column account=Empresa \
    --column email=Correo --match-owner name --alias 'Ana (ventas)=ana' --alias N/A=none --unknown-owner ignore \
    --optional-errors drop --skip-without-phone --country MX";

/// The same, as a profile.
const PROFILE: &str = r#"columns:
  phone: [Celular, Teléfono]
  owner: Propietario
  account: Empresa
  email: Correo
match_owner: name
aliases:
  "Ana (ventas)": ana@acme.example
  N/A: none
unknown_owner: ignore
optional_errors: drop
skip_without_phone: true
country: MX
"#;

fn with_crm() -> Test {
    Test::acme().file("crm.csv", CRM)
}

fn owners(test: &Test) -> Vec<String> {
    let owners = test.answer("owner list --json", 0);
    let owners = owners.as_array().unwrap().iter();
    owners.map(|owner| format!("{} {}", owner["phone"].as_str().unwrap(), owner["owner"].as_str().unwrap())).collect()
}

const WARNINGS: &str = "
    warning: ignored unknown owners in 1 place: `Juan Pérez (baja)` (1)
    dropped: crm.csv:3:38: email: `sin correo` is not an email address: it contains a space, a quote or a separator
    ";

#[test]
fn typed_options_are_saved_as_profile_that_imports_the_same() {
    let test = with_crm()
        .run(&format!("owner import crm.csv {OPTIONS} --save-profile crm.yaml --dry-run --json"))
        .part("/rows", json!({ "read": 5, "changed": 4, "unchanged": 0, "rejected": 0, "skipped": 1 }))
        .part("/ignored_owners", json!([{ "owner": "Juan Pérez (baja)", "count": 1 }]))
        .part("/ignored_owner_count", 1)
        .part("/dropped/0/line", 3)
        .part("/dropped/0/column", "email")
        .part("/dropped/0/code", "invalid-email")
        .part("/dropped_count", 1)
        .stderr("note: saved the profile in `crm.yaml`\n")
        .leaves_the_store()
        .run("owner import crm.csv --profile crm.yaml --quiet")
        .run("owner import crm.csv --profile crm.yaml")
        .stdout(
            "
            no changes
               rows      5 read, 0 changed, 4 unchanged, 0 rejected, 1 skipped
               contacts  0 created, 0 updated
               owners    0 added, 0 removed
            ",
        )
        .stderr(WARNINGS)
        .file("ran", "");
    assert_eq!(std::fs::read_to_string(test.folder().join("crm.yaml")).unwrap(), PROFILE);
    assert_eq!(owners(&test), ["+525512345678 ana@acme.example", "+525587654322 ana@acme.example"]);
}

#[test]
fn saved_profile_never_replaces_a_file() {
    with_crm()
        .file("crm.yaml", "kept")
        .run(&format!("owner import crm.csv {OPTIONS} --save-profile crm.yaml"))
        .status(3)
        .stderr("error: `crm.yaml` already exists\nhint: choose another file name, or remove that file\n")
        .run("owner import crm.csv --save-profile new.yaml")
        .fails(
            2,
            "wrong-usage",
            "`--save-profile` has no options to save",
            "pass the options that the file needs, or remove `--save-profile`",
        )
        .run("owner import crm.csv --country MX --save-profile inbox.db-wal")
        .fails(
            2,
            "wrong-usage",
            "can't save the profile to `inbox.db-wal`: it is the store",
            "pass a new file with `--save-profile FILE`",
        )
        .run("owner import crm.csv --country MX --save-profile -")
        .fails(
            2,
            "wrong-usage",
            "can't save the profile to `-`: it is not a file",
            "pass a new file with `--save-profile FILE`",
        )
        // The headers are not understood: nothing to save.
        .run("owner import crm.csv --column phone=Fax --save-profile new.yaml")
        .status(3)
        .stderr_starts("error: crm.csv:1:1: ")
        .run("owner import crm.csv --profile new.yaml")
        .status(3)
        .stderr_starts("error: `new.yaml` can't be read: No such file or directory")
        .done();
}

#[test]
fn typed_option_comes_before_profile_and_profile_before_environment() {
    with_crm()
        .file("crm.yaml", PROFILE)
        .env("INBOXCTL_COUNTRY", "US")
        .run("owner import crm.csv --profile crm.yaml --dry-run --json")
        .part("/rows/changed", 4)
        .stderr("")
        .run("owner import crm.csv --profile crm.yaml --unknown-owner eva --dry-run --json")
        .part("/ignored_owner_count", 0)
        .part(
            "/by_member/1",
            json!({
                "member": "eva@acme.example", "owners_added": 1, "owners_removed": 0, "assigned": 0, "unassigned": 0
            }),
        )
        .run("owner import crm.csv --profile crm.yaml --alias n/a=luis --dry-run --json")
        .part("/by_member/1/member", "luis@acme.example")
        .run("owner import crm.csv --profile crm.yaml --skip-without-phone=false --optional-errors reject --json")
        .status(3)
        .part("/rejected_by_code", json!({ "invalid-email": 1, "invalid-phone": 1 }))
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .run("owner import crm.csv --profile crm.yaml --column phone=Celular --dry-run --json")
        .part("/rows/skipped", 2)
        .part("/ignored_columns", json!(["Teléfono"]))
        .stderr("warning: ignored unknown columns: `Teléfono`\n")
        .run("owner import crm.csv --profile crm.yaml --country US --dry-run --json")
        .part("/effects/0/contact", "+15512345678")
        .done();
}

#[test]
fn invalid_profile_is_reported_whole() {
    with_crm()
        .file("crm.yaml", "match_owner: nombre\nmode: sync\ncountry: XX\n")
        .run("owner import crm.csv --profile crm.yaml")
        .status(3)
        .stderr(
            "
            error: crm.yaml:1:14: invalid value `nombre`: expected email, name or external-id
            error: crm.yaml:2:1: unknown key `mode` in the profile: expected columns, match_owner, owner, aliases, unknown_owner, optional_errors, skip_without_phone, country, phone_format, encoding, delimiter, sheet or strict_columns
            hint: pass `--mode` to the import: a profile only describes the file
            error: crm.yaml:3:10: unknown country `XX`: use its two letters, for example MX
            ",
        )
        .leaves_the_store()
        .done();
}

#[test]
fn contact_with_ignored_owner_loses_none() {
    let test = Test::acme()
        .given("contact add +525587654321 --owner luis@acme.example")
        .file(
            "map.csv",
            "phone,owner\n+525512345678,gone@acme.example; eva@acme.example\n+525587654321,none@x.example\n",
        )
        .run("owner import map.csv --mode sync --unknown-owner ignore --json")
        .part("/owners", json!({ "added": 1, "removed": 0 }))
        .part("/ignored_owner_count", 2)
        .file("ran", "");
    let expected =
        ["+525512345678 ana@acme.example", "+525512345678 eva@acme.example", "+525587654321 luis@acme.example"];
    assert_eq!(owners(&test), expected);
    // Without an unknown owner they go, and an alias for no owner names none.
    let test = test
        .file("map.csv", "phone,owner\n+525512345678,eva@acme.example\n+525587654321,N/A\n")
        .run("owner import map.csv --mode sync --unknown-owner ignore --alias N/A=none --json")
        .part("/owners", json!({ "added": 0, "removed": 2 }))
        .file("ran", "");
    assert_eq!(owners(&test), ["+525512345678 eva@acme.example"]);
}

#[test]
fn alias_is_a_whole_text_and_comes_before_a_name() {
    Test::acme()
        .file("map.csv", "phone,owner\n+525587654321,\"Paz, Ana y Eva; Ana\"\n")
        .run("owner import map.csv --match-owner name --alias 'paz, ana y eva=luis' --alias Ana=eva --json")
        .part("/by_member/0/member", "eva@acme.example")
        .part("/by_member/1/member", "luis@acme.example")
        .part("/rows/rejected", 0)
        .done();
}

/// An alias for an unknown member matters only where a row needs it.
#[test]
fn alias_for_unknown_member_rejects_its_rows_alone() {
    Test::acme()
        .file("map.csv", "phone,owner\n+525587654321,ana@acme.example\n")
        .run("owner import map.csv --alias Ana=anna@acme.example --dry-run --json")
        .part("/rows/rejected", 0)
        .file("map.csv", "phone,owner\n+525587654321,Ana\n")
        .run("owner import map.csv --alias Ana=anna@acme.example --unknown-owner ignore --json")
        .status(3)
        .part("/rejected/0/code", "unknown-member")
        .part("/rejected/0/value", "Ana")
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .run("owner import map.csv --alias Ana=anna@acme.example")
        .status(3)
        .stdout_starts("no changes (1 row rejected)\n")
        .stderr_starts("error: map.csv:2:15: owner: alias of unknown member `anna@acme.example`\n")
        .run("owner import map.csv --unknown-owner anna@acme.example")
        .status(3)
        .stderr_starts("error: unknown member `anna@acme.example`\n")
        .run("owner import map.csv --unknown-owner none")
        .usage("error: invalid value `none` for `--unknown-owner <WHAT>`: expected `reject`, `ignore` or a member\n")
        .run("owner import map.csv --alias Ana")
        .usage("error: invalid value `Ana` for `--alias <TEXT=MEMBER>`: expected TEXT=MEMBER or TEXT=none such as `Ana (sales)=ana@acme.example`, found `Ana`\n")
        .done();
}

/// A name that several members have is not unknown.
#[test]
fn ambiguous_owner_is_rejected_whatever_happens_to_unknown_ones() {
    Test::acme()
        .given("member update luis@acme.example --name Ana")
        .file("map.csv", "phone,owner\n+525587654321,Ana\n")
        .run("owner import map.csv --match-owner name --unknown-owner ignore --json")
        .status(3)
        .part("/rejected/0/code", "ambiguous-owner")
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .done();
}

#[test]
fn dropped_cell_keeps_what_is_stored() {
    Test::acme()
        .given("contact update +525512345678 --email rosa@acme.example")
        .file("map.csv", "phone,owner,email\n+525512345678,,no tiene\n+525587654321,,-\n")
        .run("owner import map.csv --optional-errors drop --json")
        .part("/rows", json!({ "read": 2, "changed": 1, "unchanged": 1, "rejected": 0, "skipped": 0 }))
        .part("/dropped_count", 2)
        .run("contact show +525512345678 --json")
        .part("/email", "rosa@acme.example")
        .run("contact show +525587654321 --json")
        .part("/email", Value::Null)
        .done();
}

#[test]
fn scenario_reads_the_file_as_the_import_does() {
    let scenario = |owners: &str| {
        format!(
            "scenarios:
  - name: the mapping of the CRM
    given:
      members: [{{ email: ana@acme.example, name: Ana }}]
      owners_csv: {owners}
    steps:
      - message: {{ contact: '+525587654322', from: contact }}
        expect: {{ assigned: [ana@acme.example] }}
"
        )
    };
    Test::bare()
        .file("tests/crm.csv", CRM)
        .file("tests/crm.yaml", PROFILE)
        .file("tests/broken.yaml", "mode: sync\n")
        .file("tests/a.yaml", scenario("{ file: crm.csv, profile: crm.yaml }"))
        .run("scenario test tests/a.yaml")
        .stdout("1 passed, 0 failed\n")
        .file("tests/a.yaml", scenario("{ file: crm.csv, profile: crm.yaml, skip_without_phone: false }"))
        .run("scenario test tests/a.yaml")
        .status(3)
        .stderr_starts("error: tests/a.yaml:5:19: tests/crm.csv:5:1: phone: missing phone")
        .file("tests/a.yaml", scenario("{ file: crm.csv, profile: broken.yaml }"))
        .run("scenario test tests/a.yaml")
        .status(3)
        .stderr_starts("error: tests/a.yaml:5:19: tests/broken.yaml:1:1: unknown key `mode` in the profile")
        .file("tests/a.yaml", scenario("{ file: crm.csv, profile: ../../secret.yaml }"))
        .run("scenario test tests/a.yaml")
        .status(3)
        .stderr_starts("error: tests/a.yaml:5:19: `tests/../../secret.yaml` can't be read: ")
        .file("tests/a.yaml", scenario("{ file: crm.csv, confirm: 3 }"))
        .run("scenario test tests/a.yaml")
        .status(3)
        .stderr_starts("error: tests/a.yaml:5:36: unknown key `confirm` in a file of `given`")
        .file(
            "tests/a.yaml",
            scenario("{ file: few.csv, columns: { phone: [Tel, Cel], owner: Kam }, country: mx, delimiter: tab }"),
        )
        .file("tests/few.csv", "Tel\tCel\tKam\n\t55 8765 4322\tana@acme.example\n")
        .run("scenario test tests/a.yaml")
        .stdout("1 passed, 0 failed\n")
        .done();
}

#[test]
fn comparison_reads_the_file_as_the_import_does() {
    let log = r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525587654322", "from": "contact"}"#;
    with_crm()
        .file("crm.yaml", PROFILE)
        .file("day.ndjson", log)
        .run("scenario compare day.ndjson --with-owners crm.csv --profile crm.yaml --create-contacts --json")
        .part("/conversations/0/after/assigned/0/member", "ana@acme.example")
        .stderr("note: skipped 1 row without a phone number in `crm.csv`\n")
        .leaves_the_store()
        .run("scenario compare day.ndjson --with assign-first-responder=on --profile crm.yaml")
        .usage("error: missing required argument `--with-owners <FILE>`\n")
        .done();
}

/// `-` in one column of phones says nothing about the next.
#[test]
fn alternative_without_a_word_gives_way() {
    Test::acme()
        .file("map.csv", "A,B,owner\n-,+525512345678,ana@acme.example\n(),,eva@acme.example\n")
        .run("owner import map.csv --column phone=A,B --mode sync --skip-without-phone --json")
        .part("/rows", json!({ "read": 2, "changed": 0, "unchanged": 1, "rejected": 0, "skipped": 1 }))
        .part("/owners", json!({ "added": 0, "removed": 0 }))
        .done();
}

/// The profile of the mapping is that of the contacts too.
#[test]
fn contacts_take_the_profile_without_its_owners() {
    let test = with_crm()
        .file("crm.yaml", format!("{PROFILE}owner: luis@acme.example\n"))
        .run("contact import crm.csv --profile crm.yaml --json")
        .part("/rows", json!({ "read": 5, "changed": 4, "unchanged": 0, "rejected": 0, "skipped": 1 }))
        .part("/dropped_count", 1)
        .part("/ignored_columns", json!(["Propietario"]))
        .stderr("warning: ignored unknown columns: `Propietario`\n")
        .file("ran", "");
    assert_eq!(owners(&test), ["+525512345678 ana@acme.example"]);
    let _ = test
        .run("contact import crm.csv --profile crm.yaml --column owner=Propietario")
        .status(3)
        .stderr_starts("error: crm.csv:1:1: unknown column `owner` is mapped");
}

#[test]
fn members_and_teams_take_the_keys_of_the_file() {
    Test::new()
        .file("team.csv", "Correo;Nombre;Equipo\nana@acme.example;Ana;Ventas\n")
        .file("team.yaml", "delimiter: ';'\ncolumns: { email: Correo, name: Nombre }\n")
        .run("member import team.csv --profile team.yaml --json")
        .part("/members/created", 1)
        .stderr("warning: ignored unknown columns: `Equipo`\n")
        .file("team.yaml", "columns: { team: Equipo, member: Correo }\nstrict_columns: true\n")
        .run("team import team.csv --profile team.yaml --strict-columns=false --quiet")
        .stderr("")
        .done();
}

#[test]
fn only_one_input_can_be_stdin() {
    with_crm()
        .stdin(CRM)
        .run("owner import - --profile - --dry-run")
        .fails(2, "wrong-usage", "the file and its profile can't both come from stdin", "use a file for one of them")
        .stdin(PROFILE)
        .run("owner import crm.csv --profile - --dry-run --json")
        .part("/rows/changed", 4)
        .done();
}

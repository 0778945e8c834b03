//! `member import`

use serde_json::{Value, json};

use super::Test;

fn with(file: &str) -> Test {
    Test::acme().file("members.csv", file)
}

#[test]
fn import_adds_updates_deactivates_and_reactivates_members() {
    with("Email,name,active,External ID\nANA@acme.example,Ana María,,7\nluis@acme.example,,no,\neva@acme.example,,YES,\n\
          new@acme.example,New,0,\nplain@acme.example,,1,\n")
    .given("member deactivate eva@acme.example\nsimulate-message --contact +525512345678 --from member --member luis@acme.example")
    .run("member import members.csv --json")
    .part("/change", 8)
    .part("/rows", json!({ "read": 5, "changed": 5, "unchanged": 0, "rejected": 0, "skipped": 0 }))
    .part("/members", json!({ "created": 2, "updated": 1, "activated": 1, "deactivated": 2 }))
    .part("/contacts", Value::Null)
    .part("/effects/1", json!({ "effect": "unassign-member", "conversation": 1, "member": "luis@acme.example",
                                "reason": "member-deactivated", "rule": "D1" }))
    .run("member import members.csv")
    .stdout(
        "
        no changes
           rows     5 read, 0 changed, 5 unchanged, 0 rejected
           members  0 created, 0 updated, 0 activated, 0 deactivated
        ",
    )
    .leaves_the_store()
    .run("member list --json")
    .part("/0/name", "Ana María")
    .part("/0/external_id", "7")
    .part("/1/active", true)
    .part("/2/name", Value::Null)
    .column("active", json!([true, true, false, false]))
    .part("/3/name", "New")
    .done();
}

#[test]
fn row_errors_are_those_of_every_import() {
    with("email,name,active,external_id\nno,,,\nana@acme.example,A,maybe,\nluis@acme.example,L,,\nluis@acme.example,M,,\n\
          eva@acme.example\n,x,,\n")
    .run("member import members.csv --json")
    .part("/rows", json!({ "read": 6, "changed": 0, "unchanged": 0, "rejected": 6, "skipped": 0 }))
    .part("/members", json!({ "created": 0, "updated": 0, "activated": 0, "deactivated": 0 }))
    .part("/rejected/0/code", "invalid-email")
    .part("/rejected/1", json!({ "line": 3, "column": "active", "code": "invalid-value", "value": "maybe",
                                 "message": "expected yes/no, sí/no, sim/não, true/false, 1/0, active/inactive, activo/inactivo, \
                                             activa/inactiva, ativo/inativo, ativa/inativa, verdadero/falso, \
                                             verdadeiro/falso or x, found `maybe`" }))
    .part("/rejected/2/code", "conflicting-rows")
    .part("/rejected/3/code", "conflicting-rows")
    .part("/rejected/4/code", "ragged-row")
    .part("/rejected/5/column", "email")
    .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
    .status(3)
    .leaves_the_store()
    .done();
}

#[test]
fn on_error_skip_imports_valid_rows() {
    with("email,name,external_id\neva@acme.example,Eva,7\nluis@acme.example,Luis,7\nluis@acme.example,,\n")
        .given("member update ana@acme.example --external-id 8")
        .run("member import members.csv --on-error skip --rejects bad.csv --json")
        .part("/rows", json!({ "read": 3, "changed": 1, "unchanged": 0, "rejected": 2, "skipped": 0 }))
        .part("/members", json!({ "created": 0, "updated": 1, "activated": 0, "deactivated": 0 }))
        .part(
            "/rejected/0",
            json!({ "line": 3, "column": "external_id", "code": "already-exists", "value": "7",
                                     "message": "member `eva@acme.example` already has external id `7`" }),
        )
        .status(1)
        .run("member import bad.csv -n --json")
        .part("/rows", json!({ "read": 2, "changed": 0, "unchanged": 0, "rejected": 2, "skipped": 0 }))
        .stderr_starts("{\"error\":{\"code\":\"rejected-rows\"")
        .status(3)
        .done();
}

#[test]
fn listed_members_import_unchanged() {
    let folder = with("email,name,external_id\nana@acme.example,\" =Ana \",' 7\nluis@acme.example,'=L, 7\n")
        .given("member import members.csv")
        .run("member list --json")
        .part("/0/name", " =Ana ")
        .part("/2/name", "=L")
        .part("/2/external_id", " 7")
        .done();
    let list = || {
        let mut command = std::process::Command::new(super::PROGRAM);
        let words = ["member", "list", "--format", "csv", "--store", "inbox.db"];
        command.args(words).current_dir(folder.path()).output().unwrap().stdout
    };
    Test::bare()
        .file("inbox.db", std::fs::read(folder.path().join("inbox.db")).unwrap())
        .file("list.csv", list())
        .run("member import list.csv --json")
        .part("/rows", json!({ "read": 3, "changed": 0, "unchanged": 3, "rejected": 0, "skipped": 0 }))
        .part("/ignored_columns", json!([]))
        .leaves_the_store()
        .run("member import list.csv --strict-columns --quiet")
        .leaves_the_store()
        .done();
}

/// Figures of the list are known by all their headers; a single one may be meant.
#[test]
fn unknown_column_is_named() {
    with("email,teams\nana@acme.example,Sales\n")
        .run("member import members.csv --json")
        .part("/ignored_columns", json!(["teams"]))
        .stderr("warning: ignored unknown columns: `teams`\n")
        .done();
}

#[test]
fn dry_run_changes_nothing() {
    with("email,active\nana@acme.example,false\n")
        .run("member import members.csv -n --detailed-exitcode")
        .stdout(
            "
            dry run: 1 effect, none applied
               rows     1 read, 1 changed, 0 unchanged, 0 rejected
               members  0 created, 0 updated, 0 activated, 1 deactivated
               would deactivate member ana@acme.example  D1
            ",
        )
        .status(6)
        .leaves_the_store()
        .done();
}

#[test]
fn email_is_required() {
    with("name\nAna\n").run("member import members.csv").stderr_starts("error: members.csv:1:1: ").status(3).done();
}

#[test]
fn active_is_read_in_three_languages() {
    let words = "yes SÍ si Sim true 1 Active ACTIVO activa ativo Ativa Verdadero VERDADEIRO x \
                 no NÃO nao false 0 inactive Inactivo inactiva inativo INATIVA falso";
    let rows = words.split(' ').enumerate().map(|(number, word)| format!("m{number:02}@acme.example, {word}\n"));
    let active = words.split(' ').enumerate().map(|(number, _)| json!(number < 14)).collect::<Vec<_>>();
    Test::new()
        .file("members.csv", format!("email,active\n{}", rows.collect::<String>()))
        .run("member import members.csv --json")
        .part("/rows/changed", 25)
        .run("member list --json")
        .column("active", Value::Array(active))
        .done();
}

#[test]
fn empty_cell_in_a_column_of_marks_is_a_no() {
    with("email,active\nana@acme.example,X\nluis@acme.example,\neva@acme.example, \nluis@acme.example,x\nnew@acme.example,\n")
        .run("member import members.csv --json")
        .part("/members", json!({ "created": 1, "updated": 0, "activated": 0, "deactivated": 2 }))
        .run("member list --json")
        .column("email", json!(["ana@acme.example", "eva@acme.example", "luis@acme.example", "new@acme.example"]))
        .column("active", json!([true, false, true, false]))
        .done();
    // With another word in the column, or without marks, it keeps what is stored.
    for column in ["x\nluis@acme.example,\neva@acme.example,yes", "\nluis@acme.example,"] {
        with(&format!("email,active\nana@acme.example,{column}\n"))
            .run("member import members.csv --json")
            .part("/members/deactivated", 0)
            .done();
    }
}

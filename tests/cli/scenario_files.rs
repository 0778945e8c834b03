//! Scenarios with CSV files in `given`, in the format of the imports.

use super::Test;

const SCENARIO: &str = r#"scenarios:
  - name: the mapping brings its owners, the dormant one not
    given:
      members_csv: files/members.csv
      teams_csv: files/teams.csv
      owners_csv: files/owners.csv
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect:
          assigned: [ana@acme.example]
          passed_over: { eva@acme.example: inactive-member }
          owners: [ana@acme.example, eva@acme.example]
      - message: { contact: "+525512345678", from: flow, assign_team: Sales }
        expect: { team: Sales, passed_over: { ana@acme.example: already-assigned } }
"#;

fn given(owners: &str) -> Test {
    Test::bare()
        .file("routing/ours.yaml", SCENARIO)
        .file("routing/files/members.csv", "email,active\nana@acme.example,yes\neva@acme.example,no\n")
        .file("routing/files/teams.csv", "team,member\nSales,ana@acme.example\n")
        .file("routing/files/owners.csv", owners)
}

#[test]
fn given_files_are_read_beside_scenario() {
    given("phone,owner\n+52 55 1234 5678,ana@acme.example;eva@acme.example\n")
        .run("scenario test routing")
        .stdout("1 passed, 0 failed\n")
        .done();
}

#[test]
fn invalid_given_file_is_reported_with_both_positions() {
    given("phone,owner\n12,ana@acme.example\n+525512345678,anna@acme.example\n")
        .run("scenario test routing")
        .status(3)
        .stderr(
            "
            error: routing/ours.yaml:6:19: routing/files/owners.csv:2:1: phone: `12` is not a phone number: it has no country code, and no country is set
            error: routing/ours.yaml:6:19: routing/files/owners.csv:3:15: owner: unknown member `anna@acme.example`; did you mean `ana@acme.example`?
            ",
        )
        .done();
}

#[test]
fn missing_given_file_is_named() {
    let scenario = SCENARIO.replace("files/owners.csv", "files/nobody.csv");
    given("")
        .file("routing/ours.yaml", scenario)
        .run("scenario test routing")
        .status(3)
        .stderr_starts(
            "error: routing/ours.yaml:6:19: `routing/files/nobody.csv` can't be read: No such file or directory",
        )
        .done();
}

/// An untrusted scenario must not reveal files outside its folder and the working directory.
#[test]
fn given_file_outside_allowed_folders_is_refused() {
    let given = |path: &str| {
        given("")
            .file("elsewhere/.env", "TOPSECRET=hunter2\n")
            .file("routing/ours.yaml", SCENARIO.replace("files/owners.csv", path))
            .file("routing/files/.env", "TOPSECRET=hunter2\n")
    };
    let refused = |code: &str, message: &str| {
        serde_json::json!({ "error": { "code": code, "message": message, "hint": null,
            "file": "routing/ours.yaml", "line": 6, "column": 19 } })
    };
    let outside = "it is outside the folder of the scenario file and the working directory";
    for path in ["/etc/passwd", "/etc/hostname", "../../../../../../etc/passwd", "/proc/self/environ"] {
        let message = format!("`{}` can't be read: {outside}", std::path::Path::new("routing").join(path).display());
        given(path)
            .run("scenario test routing --json")
            .status(3)
            .stderr_json(refused("unreadable-file", &message))
            .done();
    }
    let hidden = "no recognized column headers: the first line does not look like headers; expected some of";
    for path in ["../elsewhere/.env", "files/.env"] {
        given(path)
            .run("scenario test routing")
            .status(3)
            .stderr_starts(&format!("error: routing/ours.yaml:6:19: routing/{path}:1:1: {hidden}"))
            .done();
    }
}

#[cfg(unix)]
#[test]
fn given_file_must_be_a_plain_file() {
    use std::os::unix::fs::symlink;
    let folder = given("").run("scenario test routing").status(3).stderr_starts("error: ").done();
    let path = |name: &str| folder.path().join("routing/files").join(name);
    assert!(std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    symlink("pipe", path("link-to-pipe")).unwrap();
    symlink("/dev/zero", path("zero")).unwrap();
    symlink("/etc/passwd", path("passwd")).unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    for (name, why) in [
        ("pipe", "it is not a plain file"),
        ("link-to-pipe", "it is not a plain file"),
        ("folder", "it is a folder"),
        ("zero", "it is outside the folder"),
        ("passwd", "it is outside the folder"),
    ] {
        let scenario = SCENARIO.replace("files/owners.csv", &format!("files/{name}"));
        std::fs::write(folder.path().join("routing/ours.yaml"), scenario).unwrap();
        let mut command = std::process::Command::new(super::PROGRAM);
        let ran = command.args(["scenario", "test", "routing", "--json"]).current_dir(folder.path()).output().unwrap();
        let error: serde_json::Value = serde_json::from_slice(&ran.stderr).unwrap();
        assert_eq!((ran.status.code(), &error["error"]["code"]), (Some(3), &"unreadable-file".into()), "{error}");
        assert!(error["error"]["message"].as_str().unwrap().contains(why), "{name}: {error}");
    }
}

/// The folder of the scenario and the working directory are allowed, in any spelling.
#[test]
fn given_file_in_allowed_folder_is_read() {
    let mapping = "phone,owner\n+52 55 1234 5678,ana@acme.example;eva@acme.example\n";
    for path in ["../shared.csv", "../routing/beside.csv", "./files/../beside.csv"] {
        given("")
            .file("shared.csv", mapping)
            .file("routing/beside.csv", mapping)
            .file("routing/ours.yaml", SCENARIO.replace("files/owners.csv", path))
            .run("scenario test routing")
            .stdout("1 passed, 0 failed\n")
            .done();
    }
}

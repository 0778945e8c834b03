//! Scenarios that are given the very files that admins import.

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
fn files_stand_beside_the_scenario_and_make_its_world() {
    given("phone,owner\n+52 55 1234 5678,ana@acme.example;eva@acme.example\n")
        .run("scenario test routing")
        .stdout("1 passed, 0 failed\n")
        .done();
}

#[test]
fn a_faulty_file_is_a_fault_of_the_scenario_with_both_places() {
    given("phone,owner\n12,ana@acme.example\n+525512345678,anna@acme.example\n")
        .run("scenario test routing")
        .status(3)
        .stderr(
            "
            error: routing/ours.yaml:6:19: routing/files/owners.csv:2:1: column `phone`: `12` is not a phone number: it has no country code, and no country was given
            error: routing/ours.yaml:6:19: routing/files/owners.csv:3:15: column `owner`: no member `anna@acme.example`; did you mean `ana@acme.example`?
            ",
        )
        .done();
}

#[test]
fn a_file_that_is_not_there_is_named() {
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

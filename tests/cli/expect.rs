//! `--expect` applies exactly the plan that was reviewed.

use std::fs;

use serde_json::Value;

use super::{Test, words};
use crate::program::Program;

fn digest(program: &Program, typed: &str) -> String {
    let words = words(typed);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    program.done(&words)["digest"].as_str().unwrap().to_owned()
}

fn acme() -> Program {
    let program = Program::with_store();
    for typed in [
        "member add ana@acme.example",
        "member add luis@acme.example",
        "contact add +525512345678 --owner ana@acme.example",
    ] {
        digest(&program, typed);
    }
    program
}

#[test]
fn reviewed_plan_is_applied_and_another_is_refused() {
    let program = acme();
    let command = "owner add +525512345678 luis@acme.example";
    let plan = digest(&program, &format!("{command} --dry-run"));
    // Another contact does not matter.
    digest(&program, "contact add +525587654321 --owner luis@acme.example");
    assert_eq!(digest(&program, &format!("{command} --dry-run --expect {plan}")), plan);
    assert_eq!(digest(&program, &format!("{command} --expect {}", &plan[..8])), plan);
    // The contact has that owner already.
    let late = words(&format!("{command} --expect {plan} --json"));
    let ran = program.run(&late.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((ran.code, ran.stdout.as_str(), &ran.error()["code"]), (Some(3), "", &"plan-changed".into()));
    assert_eq!(program.done(&["history", "list"])[0]["id"], 5);
}

/// A sync that removes nineteen owners.
#[test]
fn digest_of_a_plan_is_a_confirmation() {
    let program = acme();
    let rows: Vec<_> = (0..20).map(|number| format!("+5255123400{number:02},ana@acme.example")).collect();
    fs::write(program.home().join("all.csv"), format!("phone,owner\n{}\n", rows.join("\n"))).unwrap();
    fs::write(program.home().join("one.csv"), "phone,owner\n+525512340000,ana@acme.example\n").unwrap();
    digest(&program, "owner import all.csv");
    let sync = ["owner", "import", "one.csv", "--mode", "sync", "--json"];
    let code = |more: &[&str]| program.run(&[&sync, more].concat()).error()["code"].clone();
    assert_eq!((code(&[]), code(&["--expect", "00000000"])), ("needs-confirmation".into(), "plan-changed".into()));
    let plan = digest(&program, "owner import one.csv --mode sync --dry-run");
    let with = |more: &[&'static str]| code(&[&["--expect", plan.as_str()][..], more].concat());
    // A limit that is given too still holds.
    assert_eq!(with(&["--max-removals", "19"]), "needs-confirmation");
    assert_eq!(with(&["--confirm", "3"]), "needs-confirmation");
    let answer = program.done(&[&sync[..5], &["--expect", &plan]].concat());
    assert_eq!((&answer["owners"]["removed"], &answer["digest"]), (&20.into(), &plan.into()));
}

/// The commands of `help ci`, typed into a shell with a `jq` that finds only the digest.
#[test]
#[cfg(unix)]
fn recipe_of_ci_applies_what_was_reviewed() {
    let program = acme();
    fs::write(program.home().join("accounts.csv"), "phone,owner\n+525512345678,luis@acme.example\n").unwrap();
    let help = program.run(&["help", "ci"]).stdout;
    let recipe = help.split("\n\n").find(|block| block.contains("--expect \"$(jq")).unwrap();
    let (review, apply) = recipe.split_once('\n').unwrap();
    let play = |script: &str| {
        let jq = r#"jq() { sed -n 's/.*"digest": "\(.*\)".*/\1/p' "$3"; }"#;
        let shell = format!("set -e; inboxctl() {{ \"$0\" \"$@\" --utc; }}; {jq}\n{script}");
        let ran = program.command_after(&shell, &["status", "--json"]).output().unwrap();
        (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
    };
    assert_eq!(play(review), (Some(0), String::new()));
    // The contact has that owner in the meantime.
    digest(&program, "owner add +525512345678 luis@acme.example");
    let (code, error) = play(apply);
    assert_eq!(code, Some(3), "{error}");
    assert!(error.starts_with("error: the plan has changed"), "{error}");
    assert_eq!(play(&format!("{review}\n{apply}")), (Some(0), String::new()));
    assert_eq!(program.done(&["owner", "list", "--by", "member"])[0]["member"], "luis@acme.example");
}

#[test]
fn table_of_a_dry_run_names_the_plan() {
    let program = acme();
    let command = ["member", "add", "eva@acme.example", "--dry-run"];
    let plan: Value = program.done(&command)["digest"].clone();
    let shown = program.run(&command).stdout;
    let heading = format!("dry run: 1 effect, none applied (digest {})\n", &plan.as_str().unwrap()[..8]);
    assert!(shown.starts_with(&heading), "{shown}");
}

#[test]
fn expectation_other_than_a_digest_is_wrong_usage() {
    Test::new()
        .run("member add eva@acme.example --expect 6f1c")
        .usage(
            "error: invalid value `6f1c` for `--expect <DIGEST>`: expected a digest of a dry run, or its first 8 \
             digits\n",
        )
        .run("member list --expect 6f1c0a2b")
        .usage("error: unexpected argument `--expect`: `member list` only reads\nhint: remove `--expect`\n")
        .done();
}

//! `version`, `--version`

use serde_json::json;

use super::Test;
use crate::program::Program;
use crate::project_rules::project;

#[test]
fn version_option_prints_the_version() {
    let version = concat!("inboxctl ", env!("CARGO_PKG_VERSION"), "\n");
    Test::bare().run("--version").stdout(version).run("-V").stdout(version).done();
}

#[test]
fn version_names_the_commit_and_what_the_program_is_built_with() {
    let git = std::process::Command::new("git").args(["rev-parse", "HEAD"]).current_dir(project("")).output();
    let is_tracked = project(".git").exists();
    let commit = git.ok().filter(|_| is_tracked).map(|output| String::from_utf8(output.stdout).unwrap());
    let program = Program::with_store();
    let store = rusqlite::Connection::open(program.store()).unwrap();
    let schema: i64 = store.query_one("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    Test::bare()
        .run("version --json")
        .json(json!({
            "version": env!("CARGO_PKG_VERSION"),
            "commit": commit.as_deref().map(str::trim),
            "sqlite": rusqlite::version(),
            "phone_data": "9.0.42",
            "store_schema": schema,
        }))
        .run("version")
        .stdout_starts(concat!("inboxctl      ", env!("CARGO_PKG_VERSION"), "\ncommit        "))
        .done();
}

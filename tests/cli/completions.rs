//! `completions` and the candidates for a shell; `shells.rs` tests real shells.

use std::fs;

use inboxctl::testing::Cli;

use super::Test;
use crate::program::{Program, Ran};
use crate::project_rules::commands;

#[test]
fn completions_print_the_script_of_each_shell() {
    Test::bare()
        .run("completions bash")
        .stdout(include_str!("../../completions/inboxctl.bash"))
        .run("completions zsh")
        .stdout(include_str!("../../completions/_inboxctl"))
        .run("completions fish")
        .stdout(include_str!("../../completions/inboxctl.fish"))
        .run("completions powershell")
        .stdout(include_str!("../../completions/_inboxctl.ps1"))
        .run("completions elvish")
        .stdout(include_str!("../../completions/inboxctl.elv"))
        .done();
}

#[test]
fn completions_need_a_known_shell() {
    Test::bare()
        .run("completions")
        .usage("error: missing required argument `<SHELL>`\n")
        .run("completions csh")
        .usage(
            "
            error: invalid value `csh` for `<SHELL>`: expected bash, elvish, fish, powershell or zsh
            ",
        )
        .done();
}

#[test]
fn complete_variable_requires_a_known_shell() {
    Test::bare()
        .env("COMPLETE", "bash")
        .run("")
        .stdout_starts("# Completes inboxctl in bash")
        .env("COMPLETE", "yes")
        .run("completions fish")
        .stdout_starts("# Completes inboxctl in fish")
        .done();
}

/// An active and an inactive member, two teams, a contact with an open conversation: nine changes.
pub(super) fn acme() -> Program {
    let program = Program::with_store();
    for words in [
        &["member", "add", "ana@acme.example", "--name", "Ana Díaz"][..],
        &["member", "add", "luis@acme.example"],
        &["member", "deactivate", "luis@acme.example"],
        &["team", "add", "Ventas Norte", "--member", "ana@acme.example"],
        &["team", "add", "Sales"],
        &["contact", "add", "+525512345678", "--first-name", "Rosa", "--account", "Acme, Inc"],
        &["simulate-message", "--contact", "+525512345678", "--from", "contact"],
        &["team", "remove", "Sales"],
    ] {
        program.done(words);
    }
    program.done(&["undo", "8"]);
    program
}

fn answered(program: &Program, words: &[&str]) -> Ran {
    let mut command = program.command(&[]);
    command.env("COMPLETE", "fish").args(["--", "inboxctl"]).args(words).output().unwrap().into()
}

/// The values that complete the last of these words.
fn values(program: &Program, words: &[&str]) -> Vec<String> {
    let ran = answered(program, words);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{words:?}");
    ran.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn members_are_completed_by_email() {
    let program = acme();
    let members = ["ana@acme.example", "luis@acme.example"];
    for words in [
        &["assign", "1", "--member", ""][..],
        &["member", "show", ""],
        &["team", "join", "Sales", "ana@acme.example", ""],
        &["owner", "add", "+525512345678", ""],
        &["owner", "transfer", "--from", ""],
        &["contact", "list", "--owner", ""],
        &["simulate-message", "--from", "flow", "--assign", ""],
    ] {
        assert_eq!(values(&program, words), members, "{words:?}");
    }
    assert_eq!(values(&program, &["member", "show", "ANA@"]), ["ana@acme.example"]);
    assert_eq!(values(&program, &["assign", "1", "--member=l"]), ["--member=luis@acme.example"]);
    let second = ["owner", "transfer", "--from", "a", "--to", "ana@acme.example,l"];
    assert_eq!(values(&program, &second), ["ana@acme.example,luis@acme.example"]);
    let described = "ana@acme.example\tAna Díaz\nluis@acme.example\tinactive\n";
    assert_eq!(answered(&program, &["member", "show", ""]).stdout, described);
}

#[test]
fn teams_accounts_and_contacts_are_completed() {
    let program = acme();
    assert_eq!(values(&program, &["team", "show", ""]), ["Sales", "Ventas Norte"]);
    assert_eq!(values(&program, &["assign", "1", "--team", "ven"]), ["Ventas Norte"]);
    assert_eq!(values(&program, &["team", "show", "'Ven"]), ["Ventas Norte"]);
    assert_eq!(values(&program, &["contact", "list", "--account", "acme"]), ["Acme, Inc"]);
    assert_eq!(answered(&program, &["contact", "show", "+52"]).stdout, "+525512345678\tRosa\n");
    assert_eq!(values(&program, &["owner", "add", "+525512345678", "--member", "ana", ""]), ["+525512345678"]);
    assert_eq!(values(&program, &["owner", "remove", "--member=ana", "-", "+"]), ["+525512345678"]);
}

#[test]
fn contacts_are_completed_only_if_few_match() {
    let program = acme();
    let rows: Vec<_> = (0..1_100).map(|number| format!("+52551234{number:04},ana@acme.example")).collect();
    fs::write(program.home().join("book.csv"), format!("phone,owner\n{}", rows.join("\n"))).unwrap();
    program.done(&["owner", "import", "book.csv"]);
    assert_eq!(values(&program, &["contact", "show", "+52551234"]), [""; 0]);
    assert_eq!(values(&program, &["contact", "show", "+5255123410"]).len(), 100);
}

#[test]
fn open_conversations_are_completed_with_their_contact() {
    let program = acme();
    for words in [&["assign", ""][..], &["why", "1"], &["conversation", "close", ""]] {
        assert_eq!(answered(&program, words).stdout, "1\tRosa +525512345678\n", "{words:?}");
    }
    assert_eq!(values(&program, &["why", "+52"]), ["+525512345678"]);
    assert_eq!(values(&program, &["conversation", "reopen", "1"]), [""; 0]);
    program.done(&["conversation", "close", "1"]);
    assert_eq!(values(&program, &["why", "1"]), [""; 0]);
    assert_eq!(answered(&program, &["conversation", "reopen", ""]).stdout, "1\tRosa +525512345678\n");
    program.done(&["simulate-message", "--contact", "+525512345678", "--from", "contact"]);
    assert_eq!(values(&program, &["conversation", "reopen", "1"]), [""; 0]);
}

#[test]
fn changes_are_completed_newest_first_with_their_commands() {
    let program = acme();
    let undo = answered(&program, &["undo", ""]).stdout;
    assert!(undo.starts_with("9\tundo 8 --json --at 2026-01-31T09:00:00Z\n7\tsimulate-message --contact"), "{undo}");
    assert_eq!(values(&program, &["history", "show", ""]), ["9", "8", "7", "6", "5", "4", "3", "2", "1"]);
    assert_eq!(values(&program, &["history", "show", "8"]), ["8"]);
}

#[test]
fn settings_are_completed_with_their_values() {
    let program = acme();
    let keys = ["assign-first-responder", "default-country", "default-phone-format"];
    assert_eq!(values(&program, &["settings", "set", ""]), keys);
    assert_eq!(values(&program, &["settings", "set", "assign-first-responder", ""]), ["on", "off"]);
    assert_eq!(values(&program, &["settings", "set", "default-country", "m"]).first().unwrap(), "MA");
    let formats = ["default-phone-format=auto", "default-phone-format=international", "default-phone-format=national"];
    assert_eq!(values(&program, &["scenario", "compare", "log", "--with", "default-phone-format="]), formats);
    assert_eq!(values(&program, &["owner", "list", "--country", "MX"]), ["MX"]);
}

#[test]
fn commands_options_topics_and_schemas_are_completed() {
    let program = acme();
    assert_eq!(values(&program, &["con"]), ["contact", "conversation"]);
    assert_eq!(values(&program, &["team", "le"]), ["leave"]);
    assert_eq!(values(&program, &["undo", "--skip"]), ["--skip-conflicts", "--skip-refused"]);
    assert_eq!(values(&program, &["member", "list", "--format", ""]), ["table", "json", "ndjson", "csv", "markdown"]);
    assert_eq!(values(&program, &["help", "exit"]), ["exit-codes"]);
    assert_eq!(values(&program, &["help", "owner", "tr"]), ["transfer"]);
    assert_eq!(values(&program, &["schema", "conv"]), ["conversation"]);
    assert_eq!(values(&program, &["completions", ""]), ["bash", "elvish", "fish", "powershell", "zsh"]);
}

#[test]
fn files_are_completed_where_files_belong() {
    let program = acme();
    fs::create_dir(program.home().join("books")).unwrap();
    fs::write(program.home().join("books/a b.csv"), "").unwrap();
    assert_eq!(values(&program, &["owner", "import", ""]), ["inbox.db", "books/"]);
    assert_eq!(values(&program, &["owner", "import", "books/"]), ["books/a b.csv"]);
    assert_eq!(values(&program, &["man", ""]), ["books/"]);
    assert_eq!(values(&program, &["scenario", "test", "--report", "junit=b"]), ["junit=books/"]);
}

/// Options without candidates take free text, a number, or a time.
#[test]
fn options_are_completed_except_free_text() {
    const FREE: &[&str] = &[
        "aliases",
        "author",
        "columns",
        "confirm",
        "delimiter",
        "email",
        "encoding",
        "external_id",
        "first_name",
        "last_name",
        "from_time",
        "limit",
        "max",
        "max_moves",
        "max_removals",
        "name",
        "names",
        "new_email",
        "new_phone",
        "opened_before",
        "phone",
        "reassign_after",
        "rename",
        "search",
        "text",
        "sheet",
        "since",
        "until",
        "weights",
        "coverage_threshold",
    ];
    let (program, parser) = (acme(), Cli::parser());
    fs::create_dir(program.home().join("books")).unwrap();
    let is_shared = |id: &clap::Id| parser.get_arguments().any(|shared| shared.get_id() == id);
    let mut missing = Vec::new();
    for command in commands() {
        let words: Vec<_> = command.iter().map(String::as_str).collect();
        let below = words.iter().fold(&parser, |command, word| command.find_subcommand(word).unwrap());
        for option in below.get_arguments().filter(|option| option.get_action().takes_values()) {
            let name = option.get_long().map(|long| format!("--{long}"));
            let first = (option.get_index() == Some(2)).then_some("default-country");
            let typed: Vec<_> = words.iter().copied().chain(name.as_deref()).chain(first).collect();
            let is_completed =
                |word| values(&program, &[&typed, &[word][..]].concat()).iter().any(|it| !it.starts_with("--"));
            let is_free = is_shared(option.get_id()) || FREE.contains(&option.get_id().as_str());
            if !is_free && !is_completed("") && !is_completed("+") {
                missing.push(typed.join(" "));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn completion_uses_the_typed_store() {
    let program = acme().at("other.db");
    program.done(&["init"]);
    program.done(&["member", "add", "eva@acme.example"]);
    assert_eq!(values(&program, &["member", "show", ""]), ["eva@acme.example"]);
    let here = ["ana@acme.example", "luis@acme.example"];
    assert_eq!(values(&program, &["--store", "inbox.db", "member", "show", ""]), here);
    assert_eq!(values(&program, &["member", "show", "--store=inbox.db", ""]), here);
    assert_eq!(values(&program, &["member", "show", "--store", "~/inbox.db", ""]), here);
}

#[test]
fn unreadable_store_has_no_candidates() {
    let missing = Program::new();
    let foreign = Program::new();
    fs::write(foreign.store(), "phone,owner\n".repeat(100)).unwrap();
    let newer = acme();
    rusqlite::Connection::open(newer.store()).unwrap().pragma_update(None, "user_version", 1_000).unwrap();
    let damaged = acme();
    let bytes = fs::read(damaged.store()).unwrap();
    fs::write(damaged.store(), [&bytes[..4096], &[7; 4096].repeat(bytes.len() / 4096)].concat()).unwrap();
    for program in [missing, foreign, newer, damaged] {
        let before = fs::read(program.store()).ok();
        for command in [&["member", "show", ""][..], &["undo", ""], &["assign", ""], &["contact", "show", "+"]] {
            let found = values(&program, command);
            assert!(found.iter().all(|value| value.starts_with("--")), "{command:?}: {found:?}");
        }
        assert_eq!(fs::read(program.store()).ok(), before);
    }
}

#[test]
fn completion_writes_nothing_and_ignores_locks() {
    let program = acme();
    let writer = rusqlite::Connection::open(program.store()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; INSERT INTO settings VALUES ('x', 'y')").unwrap();
    assert_eq!(values(&program, &["team", "show", "V"]), ["Ventas Norte"]);
    writer.execute_batch("ROLLBACK").unwrap();
    drop(writer);
    let files = || {
        let entries = fs::read_dir(program.home()).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (fs::metadata(&path).unwrap().modified().unwrap(), path)).collect::<Vec<_>>()
    };
    let before = files();
    assert_eq!(values(&program, &["team", "show", "V"]), ["Ventas Norte"]);
    assert_eq!(files(), before);
}

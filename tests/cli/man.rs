//! `man`; that every command has a page with its examples is seen here, that it has examples is kept by
//! the project rules.

use std::collections::BTreeSet;
use std::fs;

use super::Test;
use crate::project_rules::commands;

/// The names of the pages: of the program, and of each of its commands.
fn pages() -> BTreeSet<String> {
    let page = |words: &[String]| [&["inboxctl".to_owned()], words].concat().join("-") + ".1";
    commands().iter().map(|words| page(words)).chain([page(&[])]).collect()
}

#[test]
fn the_first_page_goes_to_stdout() {
    let start = r#"
        .ie \n(.g .ds Aq \(aq
        .el .ds Aq '
        .TH INBOXCTL 1 "" "inboxctl 0.1.0" "inboxctl manual"
        .SH NAME
        inboxctl \- Assign conversations of a shared inbox to members, and explain why
        .SH SYNOPSIS
        \fBinboxctl\fR [OPTIONS] <COMMAND>
        "#;
    Test::bare().run("man").stdout_starts(start).run("man -").stdout_starts(start).done();
}

#[test]
fn a_folder_gets_a_page_for_each_command_and_keeps_what_else_it_has() {
    let number = pages().len();
    let folder = Test::bare()
        .file("share/man/man1/inboxctl-undo.1", "old")
        .file("share/man/man1/other.1", "other")
        .run("man share/man/man1")
        .stderr(&format!("wrote {number} pages to `share/man/man1`\n"))
        .run("man share/man/man1 --quiet")
        .run("man new/man1")
        .stderr(&format!("wrote {number} pages to `new/man1`\n"))
        .done();
    let names = |path: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(folder.path().join(path)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("new/man1"), pages());
    assert_eq!(names("share/man/man1"), pages().into_iter().chain(["other.1".to_owned()]).collect());
    let page = |name: &str| fs::read_to_string(folder.path().join("share/man/man1").join(name)).unwrap();
    assert!(page("inboxctl-undo.1").contains(".TH INBOXCTL-UNDO 1 "));
    assert_eq!(page("other.1"), "other");
}

#[test]
fn every_page_has_the_sections_that_a_reader_looks_for() {
    let folder = Test::bare().run("man pages --quiet").done();
    for name in pages() {
        let page = fs::read_to_string(folder.path().join("pages").join(&name)).unwrap();
        let sections: Vec<_> = page.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        let sections: Vec<_> = sections.into_iter().filter(|section| *section != "COMMANDS").collect();
        assert_eq!(
            sections,
            [
                "NAME",
                "SYNOPSIS",
                "DESCRIPTION",
                "OPTIONS",
                "\"SHARED OPTIONS\"",
                "\"EXIT STATUS\"",
                "ENVIRONMENT",
                "FILES",
                "EXAMPLES",
                "\"SEE ALSO\""
            ],
            "{name}"
        );
        assert!(page.contains("\n.RS 4\n.EX\ninboxctl "), "{name} has no examples that keep their lines");
        let request = page.lines().skip(2).find(|line| line.starts_with('\'') || line.contains(['`', '~', '^']));
        assert_eq!(request, None, "{name}");
        for variable in ["INBOXCTL_STORE", "INBOXCTL_FORMAT", "INBOXCTL_ACTOR", "INBOXCTL_COUNTRY"] {
            assert!(page.contains(&format!("\n.TP\n\\fB{variable}\\fR\n")), "{name}: {variable}");
        }
        assert!(page.contains("\n.TP\n\\fB130\\fR\ncancelled by a signal; no changes were made\n"), "{name}");
    }
}

#[test]
fn a_page_says_what_the_help_says() {
    let folder = Test::bare().run("man pages --quiet").done();
    let page = fs::read_to_string(folder.path().join("pages/inboxctl-simulate-message.1")).unwrap();
    for part in [
        "\n.RS 4\n.EX\n{\"at\": \"2026\\-01\\-01T09:00:00Z\", \"contact\": \"+525512345678\",\n \"from\": \"contact\"}\n.EE\n.RE\n",
        "\ninboxctl simulate\\-message \\-\\-contact +525512345678 \\-\\-from member \\\\\n    \\-\\-member ana@acme.example\n",
        "\n\\fB\\-\\-from\\fR \\fI<FROM>\\fR\nSender of the message [possible values: contact, member, flow, system]\n",
        "\n.SH \"SEE ALSO\"\n\\fBinboxctl\\fR(1)\n",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let page = fs::read_to_string(folder.path().join("pages/inboxctl-owner-import.1")).unwrap();
    assert!(page.contains("\n.SH SYNOPSIS\n\\fBinboxctl owner import\\fR [OPTIONS] <FILE>\n"), "{page}");
    assert!(page.contains("\n.SH \"SEE ALSO\"\n\\fBinboxctl\\fR(1),\n\\fBinboxctl\\-owner\\fR(1),\n"), "{page}");
}

#[test]
fn what_cannot_be_written_is_named() {
    let hint = "check the folder, its permissions and free disk space, or choose another file";
    Test::bare()
        .file("taken", "")
        .file("pages/inboxctl-undo.1/in-the-way", "")
        .run("man taken")
        .stderr(&format!("error: `taken` can't be written\n  caused by: File exists (os error 17)\nhint: {hint}\n"))
        .status(3)
        .run("man pages")
        .stderr(&format!(
            "error: `pages/inboxctl-undo.1` can't be written\n  caused by: it is a folder\nhint: {hint}\n"
        ))
        .status(3)
        .done();
}

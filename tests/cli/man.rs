//! `man`: pages of commands and topics.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::Test;
use super::help::topics;
use crate::project_rules::{commands, printed};

/// The names of the pages of the program, its commands and its topics.
fn pages() -> BTreeSet<String> {
    let page = |words: &[String]| [&["inboxctl".to_owned()], words].concat().join("-") + ".1";
    let topics = topics().into_iter().map(|name| format!("inboxctl-{name}.7"));
    commands().iter().map(|words| page(words)).chain([page(&[])]).chain(topics).collect()
}

#[test]
fn man_prints_the_first_page() {
    let start = r#"
        .ie \n(.g .ds Aq \(aq
        .el .ds Aq '
        .TH inboxctl 1 "" "inboxctl 0.1.0" "inboxctl manual"
        .SH NAME
        inboxctl \- Assign conversations of a shared inbox to members, and explain why
        .SH SYNOPSIS
        \fBinboxctl\fR [OPTIONS] <COMMAND>
        "#;
    Test::bare().run("man").stdout_starts(start).run("man -").stdout_starts(start).done();
}

#[test]
fn man_writes_all_pages_and_keeps_other_files() {
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
    assert!(page("inboxctl-undo.1").contains(".TH inboxctl-undo 1 \"\" "));
    assert_eq!(page("other.1"), "other");
}

/// Writes all pages, and returns them by name.
fn written() -> BTreeMap<String, String> {
    let folder = Test::bare().run("man pages --quiet").done();
    let pages = fs::read_dir(folder.path().join("pages")).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    pages.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn command_pages_have_the_usual_sections() {
    for (name, page) in written().iter().filter(|(name, _)| name.ends_with(".1")) {
        let sections =
            page.lines().filter_map(|line| line.strip_prefix(".SH ")).map(|section| section.trim_matches('"'));
        let sections: Vec<_> = sections.filter(|section| !["COMMANDS", "VERSION"].contains(section)).collect();
        let usual = "NAME,SYNOPSIS,DESCRIPTION,OPTIONS,SHARED OPTIONS,EXIT STATUS,ENVIRONMENT,FILES,EXAMPLES,SEE ALSO";
        assert_eq!(sections.join(","), usual, "{name}");
        assert!(
            page.contains("\n.EX\n") && page.contains("\n  inboxctl "),
            "{name} has no examples that keep their lines"
        );
        let request = page.lines().skip(2).find(|line| line.starts_with('\'') || line.contains(['`', '~', '^']));
        assert_eq!(request, None, "{name}");
        for variable in ["INBOXCTL_STORE", "INBOXCTL_FORMAT", "INBOXCTL_ACTOR", "INBOXCTL_COUNTRY"] {
            assert!(page.contains(&format!("\n.TP\n\\fB{variable}\\fR\n")), "{name}: {variable}");
        }
        assert!(page.contains("\n130  cancelled by a signal; no changes were made\n"), "{name}");
    }
}

#[test]
fn command_page_contains_its_help() {
    let pages = written();
    let page = &pages["inboxctl-simulate-message.1"];
    for part in [
        "\n  {\"at\": \"2026\\-01\\-01T09:00:00Z\", \"contact\": \"+525512345678\",\n   \"from\": \"contact\"}\n",
        "\n  inboxctl simulate\\-message \\-\\-contact +525512345678 \\-\\-from member \\\\\n      \\-\\-member ana@acme.example\n",
        "\n\\fB\\-\\-from\\fR \\fI<FROM>\\fR\nSender of the message\n",
        "\nPath to the store [env: INBOXCTL_STORE]",
        "\n.SH \"SEE ALSO\"\n\\fBinboxctl\\fR(1)\n",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let page = &pages["inboxctl-owner-import.1"];
    assert!(page.contains("\n.SH SYNOPSIS\n\\fBinboxctl owner import\\fR [OPTIONS] <FILE>\n"), "{page}");
    assert!(page.contains("\n.SH \"SEE ALSO\"\n\\fBinboxctl\\fR(1),\n\\fBinboxctl\\-owner\\fR(1),\n"), "{page}");
}

#[test]
fn topic_pages_contain_the_topic() {
    let pages = written();
    assert!(pages["inboxctl.1"].contains("\n\\fBinboxctl\\-rules\\fR(7)"));
    for name in topics() {
        let page = &pages[&format!("inboxctl-{name}.7")];
        assert!(page.contains(&format!("\n.SH NAME\ninboxctl\\-{} \\- ", name.replace('-', "\\-"))), "{page}");
        assert!(page.contains("\n.SH \"SEE ALSO\"\n\\fBinboxctl\\fR(1)"), "{page}");
        let text = printed(&["help", &name]);
        let (shown, kept) = (text.lines().count(), page.lines().filter(|line| !line.starts_with('.')).count());
        assert!(kept + 2 >= shown, "{name} has {shown} lines, its page {kept}");
    }
}

#[test]
fn unwritable_page_is_named() {
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

//! `help` and `--help`; that every command has examples is kept by the house.

use super::Test;

#[test]
fn help_needs_no_store() {
    Test::bare()
        .run("help")
        .stdout_starts(
            "Says who a conversation of a shared inbox belongs to, and why\n\nUsage: inboxctl [OPTIONS] <COMMAND>\n",
        )
        .run("--help")
        .stdout_starts(
            "Says who a conversation of a shared inbox belongs to, and why\n\nUsage: inboxctl [OPTIONS] <COMMAND>\n",
        )
        .run("help owner add")
        .stdout_starts("Make members owners of a contact\n\nUsage: inboxctl owner add [OPTIONS] <CONTACT> <EMAIL>...\n")
        .run("owner add --help")
        .stdout_starts("Make members owners of a contact\n\nUsage: inboxctl owner add [OPTIONS] <CONTACT> <EMAIL>...\n")
        .done();
}

#[test]
fn the_exit_codes_are_a_topic() {
    Test::bare()
        .run("help exit-codes")
        .stdout(
            "
            0    done; also nothing to do, an empty list, already so
            1    it ran, and the answer is no: a scenario failed, rows were skipped, `check` found a fault,
                 an undo left something
            2    wrong usage: the command line can't be understood
            3    bad input: a faulty file, something unknown was named, or the rules refuse; nothing was changed
            4    the store: missing, busy, not ours, newer than this program, damaged, disk full
            5    nothing ran: no scenario found or selected
            6    only with --detailed-exitcode on a dry run: changes are pending (1 and 3 come first)
            130  interrupted; the store is as before
            ",
        )
        .done();
}

#[test]
fn what_is_no_command_is_wrong_usage() {
    Test::bare()
        .run("help owner invite")
        .fails(
            2,
            "wrong-usage",
            "no command or topic `owner invite`",
            "see `inboxctl help` and `inboxctl help exit-codes`",
        )
        .run("owner invite")
        .usage("error: unrecognized subcommand 'invite'\n")
        .run("hstory")
        .usage("error: unrecognized subcommand 'hstory'\n\n  tip: a similar subcommand exists: 'history'\n")
        .done();
}

#[test]
fn the_version_is_told() {
    Test::bare().run("--version").stdout(concat!("inboxctl ", env!("CARGO_PKG_VERSION"), "\n")).done();
}

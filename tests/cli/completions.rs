//! `completions`; that the files in `completions/` are current is kept by the house.

use super::Test;

#[test]
fn every_shell_gets_its_script() {
    Test::bare()
        .run("completions bash")
        .stdout_starts("_inboxctl() {\n")
        .run("completions zsh")
        .stdout_starts("#compdef inboxctl\n")
        .run("completions fish")
        .stdout_starts("# Print an optspec")
        .run("completions powershell")
        .stdout_starts("\n\nusing namespace System.Management.Automation\n")
        .run("completions elvish")
        .stdout_starts("\n\nuse builtin;\n")
        .done();
}

#[test]
fn a_shell_must_be_named() {
    Test::bare()
        .run("completions")
        .usage("error: the following required arguments were not provided:\n  <SHELL>\n")
        .run("completions csh")
        .usage(
            "
            error: invalid value 'csh' for '<SHELL>'
              [possible values: bash, elvish, fish, powershell, zsh]
            ",
        )
        .done();
}

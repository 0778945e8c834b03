//! `completions`; the project rules check that the files in `completions/` are current.

use super::Test;

#[test]
fn completions_print_the_script_of_each_shell() {
    Test::bare()
        .run("completions bash")
        .stdout_starts("_clap_complete_inboxctl() {\n")
        .run("completions zsh")
        .stdout_starts("#compdef inboxctl\n")
        .run("completions fish")
        .stdout_starts("complete --keep-order --exclusive --command inboxctl ")
        .run("completions powershell")
        .stdout_starts("Register-ArgumentCompleter -Native -CommandName inboxctl ")
        .run("completions elvish")
        .stdout_starts("set edit:completion:arg-completer[inboxctl] = ")
        .done();
}

#[test]
fn completions_need_a_known_shell() {
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

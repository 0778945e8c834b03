//! Completion typed into real shells. A shell that isn't installed is skipped, unless the
//! variable `INBOXCTL_SHELL_TESTS` is set, as it is in `.ci/run`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::PROGRAM;
use super::completions::acme;
use crate::program::Program;
use crate::project_rules::project;

const PROMPT: &str = "READY> ";

/// How long to wait for output.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether a shell is installed.
#[expect(clippy::disallowed_methods, reason = "the caller decides whether a missing shell is an error")]
fn has(shell: &str) -> bool {
    let found = Command::new(shell).arg("--version").stdout(Stdio::null()).status().is_ok();
    assert!(found || std::env::var_os("INBOXCTL_SHELL_TESTS").is_none(), "{shell} is not installed");
    found
}

/// The shell's program, with ours in the path and a store.
fn shell(program: &Program, name: &str) -> Command {
    let folder = project("completions");
    let programs = std::path::Path::new(PROGRAM).parent().unwrap();
    let mut command = Command::new(name);
    command.env_clear().current_dir(program.home()).env("HOME", program.home()).env("ZDOTDIR", program.home());
    command.env("PATH", format!("{}:/usr/bin:/bin", programs.display())).env("INBOXCTL_STORE", program.store());
    command.env("COMPLETIONS", folder).env("LC_ALL", "C.UTF-8").env("TERM", "xterm").env("SHELL", "/bin/sh");
    command
}

/// A shell in its own terminal.
struct Terminal {
    child: Child,
    keys: ChildStdin,
    screen: Receiver<Vec<u8>>,
    shown: String,
}

impl Terminal {
    fn open(program: &Program, name: &str) -> Self {
        let mut script = shell(program, "script");
        script.args(["-q", "-f", "-c", name, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = script.spawn().unwrap();
        let (sender, screen) = channel();
        let mut output = child.stdout.take().unwrap();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keys = child.stdin.take().unwrap();
        let mut terminal = Self { child, keys, screen, shown: String::new() };
        terminal.wait_for(&[PROMPT]);
        terminal
    }

    /// Presses keys and waits until all of these texts are shown.
    fn press(&mut self, keys: &str, shown: &[&str]) {
        self.shown.clear();
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.wait_for(shown);
    }

    fn wait_for(&mut self, texts: &[&str]) {
        let end = Instant::now() + PATIENCE;
        while !texts.iter().all(|text| self.shown.contains(text)) {
            match self.screen.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.shown += &String::from_utf8_lossy(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{texts:?} are not shown, but: {:?}", self.shown)
                }
            }
        }
    }

    /// Completes a line with a tab, runs it, and checks the arguments.
    fn completes(&mut self, line: &str, end: &str, arguments: &str) {
        self.press(&format!("{line}\t"), &[end]);
        self.press("\n", &[arguments, PROMPT]);
    }

    /// Lists the candidates of a line.
    fn lists(&mut self, line: &str, shown: &[&str]) {
        self.press(&format!("{line}\t\t"), shown);
        self.press("\u{15}\n", &[PROMPT]);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Types the same lines in bash and in zsh.
fn try_in(terminal: &mut Terminal) {
    terminal.lists("inboxctl assign 3 --member ", &["ana@acme.example", "Ana Díaz", "luis@acme.example"]);
    terminal.lists("inboxctl settings set ", &["assign-first-responder", "default-country"]);
    terminal.lists("inboxctl owner import ", &["inbox.db", "1.csv", "books/"]);
    terminal.lists("inboxctl undo ", &["undo 8", "member add luis@acme.example", "team add 'Ventas Norte'"]);
    terminal.lists("inboxctl help ", &["scenarios", "exit-codes", "simulate-message"]);
    terminal.completes("inboxctl assign 3 --member ana@", "acme.example", "<assign><3><--member><ana@acme.example>");
    terminal.completes("inboxctl assign 3 --member=l", "uis@acme.example", "<assign><3><--member=luis@acme.example>");
    let two = "<owner><transfer><--to><ana@acme.example,luis@acme.example>";
    terminal.completes("inboxctl owner transfer --to ana@acme.example,l", "uis@acme.example", two);
    terminal.completes("inboxctl team show V", "Norte", "<team><show><Ventas Norte>");
    terminal.completes("inboxctl team show 'V", "Norte", "<team><show><Ventas Norte>");
    terminal.completes("inboxctl team show \"V", "Norte", "<team><show><Ventas Norte>");
    terminal.completes("inboxctl team show Ventas\\ N", "orte", "<team><show><Ventas Norte>");
    terminal.completes("inboxctl contact list --account A", "Inc", "<contact><list><--account><Acme, Inc>");
    terminal.completes("inboxctl owner import book\\ ", "1.csv", "<owner><import><book 1.csv>");
    terminal.completes("inboxctl why +52", "5512345678", "<why><+525512345678>");
}

fn with_files(program: Program) -> Program {
    fs::create_dir(program.home().join("books")).unwrap();
    fs::write(program.home().join("book 1.csv"), "").unwrap();
    program
}

/// A function that replaces the program and shows its arguments.
const SHOW: &str = "inboxctl() { printf '<%s>' \"$@\"; echo; }";

#[test]
fn bash_completes() {
    if !has("bash") || !has("script") {
        return;
    }
    let program = with_files(acme());
    let settings = "set completion-query-items 0\nset page-completions off\nset enable-bracketed-paste off\n";
    fs::write(program.home().join(".inputrc"), settings).unwrap();
    let startup = format!("PS1='{PROMPT}'\n. \"$COMPLETIONS/inboxctl.bash\"\n{SHOW}\n");
    fs::write(program.home().join("startup"), startup).unwrap();
    let mut terminal = Terminal::open(&program, "bash --noprofile --rcfile startup -i");
    try_in(&mut terminal);
    terminal.completes("inboxctl owner export > book\\ ", "1.csv", PROMPT);
}

#[test]
fn zsh_completes() {
    if !has("zsh") || !has("script") {
        return;
    }
    let program = with_files(acme());
    let startup = format!(
        "PS1='{PROMPT}'\nLISTMAX=1000\nfpath=(\"$COMPLETIONS\" $fpath)\nautoload -U compinit\ncompinit -u -D\n{SHOW}\n"
    );
    fs::write(program.home().join(".zshrc"), startup).unwrap();
    let mut terminal = Terminal::open(&program, "zsh -i");
    try_in(&mut terminal);
}

#[test]
fn fish_completes() {
    if !has("fish") {
        return;
    }
    let program = with_files(acme());
    let completed = |line: &str| {
        let script = "source $COMPLETIONS/inboxctl.fish; complete --do-complete $argv[1]";
        let output = shell(&program, "fish").args(["--no-config", "-c", script, line]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for (line, start) in [
        ("inboxctl assign 3 --member ", "ana@acme.example\tAna Díaz\nluis@acme.example\tinactive\n"),
        ("inboxctl settings set ", "assign-first-responder\tAssign first responder"),
        ("inboxctl owner import ", "book 1.csv\n"),
        ("inboxctl undo ", "9\tundo 8 --json"),
        ("inboxctl help scen", "scenario"),
        ("inboxctl assign 3 --member ana@", "ana@acme.example\tAna Díaz\n"),
        ("inboxctl assign 3 --member=l", "--member=luis@acme.example\tinactive\n"),
        ("inboxctl owner transfer --to ana@acme.example,l", "ana@acme.example,luis@acme.example\tinactive\n"),
        ("inboxctl team show V", "Ventas Norte\tround-robin\n"),
        ("inboxctl team show 'V", "Ventas Norte\tround-robin\n"),
        ("inboxctl team show Ventas\\ N", "Ventas Norte\tround-robin\n"),
    ] {
        let completed = completed(line);
        assert!(completed.starts_with(start), "{line}: {completed:?}");
    }
}

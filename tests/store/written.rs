//! Written files keep their owner, respect permissions, and are never truncated by a full disk. Most tests
//! need root.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use super::with_people;
use crate::program::{Program, Ran};

const SCENARIO: &str = "scenarios:
  - name: a
    given: { members: [ana@acme.example], contacts: [{ phone: \"+525512345678\" }] }
    steps:
      - message: { contact: \"+525512345678\", from: contact }
        expect: { status: closed }
";

const REJECTED: &str = "phone,owner\n12,ana@acme.example\n";

fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

fn is_root(program: &Program) -> bool {
    let is_root = fs::metadata(program.home()).unwrap().uid() == 0;
    if !is_root {
        skip("it needs root");
    }
    is_root
}

fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn owner_and_mode(path: &Path) -> (u32, u32, u32) {
    let there = fs::metadata(path).unwrap();
    (there.uid(), there.gid(), there.mode() & 0o7777)
}

/// A container often runs as root.
#[test]
fn file_written_by_root_keeps_its_owner() {
    let program = with_people();
    if !is_root(&program) {
        return;
    }
    let path = |name: &str| program.home().join(name);
    fs::write(path("map.csv"), REJECTED).unwrap();
    fs::create_dir(path("pages")).unwrap();
    for name in ["a.yaml", "report.json", "bad.csv", "pages/inboxctl.1", "linked.yaml"] {
        fs::write(path(name), SCENARIO).unwrap();
        permit(&path(name), 0o640);
        chown(path(name), Some(2001), Some(2002)).unwrap();
    }
    symlink("linked.yaml", path("link.yaml")).unwrap();
    for words in [
        &["scenario", "test", "a.yaml", "--update", "--report", "json=report.json"][..],
        &["scenario", "test", "link.yaml", "--update"],
        &["owner", "import", "map.csv", "--rejects", "bad.csv"],
        &["man", "pages"],
    ] {
        program.run(words);
    }
    for name in ["a.yaml", "report.json", "bad.csv", "pages/inboxctl.1", "linked.yaml"] {
        assert_ne!(fs::read_to_string(path(name)).unwrap(), SCENARIO, "{name}");
        assert_eq!(owner_and_mode(&path(name)), (2001, 2002, 0o640), "{name}");
    }
    assert!(fs::symlink_metadata(path("link.yaml")).unwrap().is_symlink());
}

/// In a shared folder, another user's link is not followed.
#[test]
fn protected_link_is_not_followed() {
    let program = with_people();
    if !is_root(&program) || fs::read_to_string("/proc/sys/fs/protected_symlinks").unwrap().trim() != "1" {
        skip("it needs fs.protected_symlinks");
        return;
    }
    let path = |name: &str| program.home().join(name);
    permit(program.home(), 0o755);
    fs::write(path("a.yaml"), SCENARIO).unwrap();
    fs::write(path("map.csv"), REJECTED).unwrap();
    fs::write(path("precious"), "precious").unwrap();
    permit(&path("precious"), 0o600);
    fs::create_dir(path("shared")).unwrap();
    permit(&path("shared"), 0o1777);
    for (name, target) in [("link", path("precious")), ("dangling", path("new"))] {
        symlink(target, path("shared").join(name)).unwrap();
        let link = path("shared").join(name);
        let taken = Command::new("chown").args(["-h", "2001:2001", link.to_str().unwrap()]).status().unwrap();
        assert!(taken.success());
        for words in [
            &["scenario", "test", "a.yaml", "--report", &format!("junit=shared/{name}")][..],
            &["scenario", "test", "a.yaml", "--report", &format!("json=shared/{name}")],
            &["owner", "import", "map.csv", "--rejects", &format!("shared/{name}")],
        ] {
            let ran = program.run(&[words, &["--json"]].concat());
            assert_eq!((ran.code, &ran.error()["code"]), (Some(3), &"unwritable-file".into()), "{words:?}: {ran:?}");
        }
    }
    assert_eq!(fs::read_to_string(path("precious")).unwrap(), "precious");
    assert_eq!(owner_and_mode(&path("precious")), (0, 0, 0o600));
    assert!(!path("new").exists());
}

/// The folder would permit replacing it.
#[test]
fn read_only_file_is_not_replaced() {
    let program = with_people();
    let path = |name: &str| program.home().join(name);
    fs::write(path("a.yaml"), SCENARIO).unwrap();
    fs::write(path("report.json"), "kept").unwrap();
    for name in ["a.yaml", "report.json"] {
        permit(&path(name), 0o444);
    }
    permit(program.home(), 0o777);
    let built = path("inboxctl");
    fs::copy(env!("CARGO_BIN_EXE_inboxctl"), &built).unwrap();
    for words in [&["--update"][..], &["--report", "json=report.json"]] {
        let mut command = Command::new(&built);
        command.args(["scenario", "test", "a.yaml", "--json"]).args(words).current_dir(program.home());
        command.env_clear().env("INBOXCTL_STORE", program.store());
        if is_root(&program) {
            command.uid(2001).gid(2001);
        }
        let ran: Ran = command.output().unwrap().into();
        assert_eq!((ran.code, &ran.error()["code"]), (Some(3), &"unwritable-file".into()), "{words:?}: {ran:?}");
    }
    assert_eq!(fs::read_to_string(path("a.yaml")).unwrap(), SCENARIO);
    assert_eq!(fs::read_to_string(path("report.json")).unwrap(), "kept");
}

/// Runs a shell script in the folder of the program, with a disk of 256 KiB at `small`; `None` if no disk
/// can be mounted.
fn with_small_disk(program: &Program, script: &str) -> Option<Ran> {
    fs::create_dir(program.home().join("small")).unwrap();
    let script = format!("mount -t tmpfs -o size=256k tmpfs small || exit 99; {script}");
    let mut command = Command::new("unshare");
    command.args(["-m", "/bin/sh", "-c", &script, env!("CARGO_BIN_EXE_inboxctl")]).env_clear();
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("INBOXCTL_STORE", program.store());
    let output = command.current_dir(program.home()).output();
    let ran: Option<Ran> =
        output.ok().map(Ran::from).filter(|ran| ran.code != Some(99) && !ran.stderr.contains("unshare"));
    if ran.is_none() {
        skip("no disk can be mounted");
    }
    ran
}

#[test]
fn full_disk_keeps_file_behind_link() {
    let program = with_people();
    let rows = "12,ana@acme.example\n".repeat(20_000);
    fs::write(program.home().join("map.csv"), format!("phone,owner\n{rows}")).unwrap();
    symlink("small/old.csv", program.home().join("link.csv")).unwrap();
    let script = "echo precious > small/old.csv; \"$0\" owner import map.csv --rejects link.csv --json; code=$?
        cat small/old.csv; exit $code";
    let Some(ran) = with_small_disk(&program, script) else { return };
    assert_eq!(
        (ran.code, ran.stdout.as_str(), &ran.error()["code"]),
        (Some(3), "precious\n", &"unwritable-file".into())
    );
}

#[test]
fn full_disk_leaves_no_partial_file() {
    let program = with_people();
    let rows = "12,ana@acme.example\n".repeat(20_000);
    fs::write(program.home().join("map.csv"), format!("phone,owner\n{rows}")).unwrap();
    let script = "\"$0\" owner import map.csv --rejects small/new.csv --json; code=$?; ls -A small; exit $code";
    let Some(ran) = with_small_disk(&program, script) else { return };
    assert_eq!((ran.code, ran.stdout.as_str(), &ran.error()["code"]), (Some(3), "", &"unwritable-file".into()));
}

/// The copy of stdin is beside the store, on the full disk.
#[test]
fn full_disk_under_stdin_is_named() {
    let program = with_people();
    let script = "\"$0\" init --store small/inbox.db > /dev/null
        (echo phone,owner; seq -f '+5255%08.0f,ana@acme.example' 1 20000) |
        \"$0\" owner import - --store small/inbox.db --json";
    let Some(ran) = with_small_disk(&program, script) else { return };
    assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{ran:?}");
    assert!(ran.error()["message"].as_str().unwrap().starts_with("`-` can't be buffered in `small`: "), "{ran:?}");
}

#[test]
fn leftover_draft_is_removed_by_next_writer() {
    let program = with_people();
    let draft = program.home().join(".inboxctl-draft-AbCd12.tmp");
    for words in [&["backup", "copy.db"][..], &["man", "."]] {
        fs::write(&draft, "personal").unwrap();
        program.run(words);
        assert!(!draft.exists(), "{words:?}");
    }
    let temporary = program.home().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let left = temporary.join(".inboxctl-draft-AbCd12.tmp");
    fs::write(&left, "personal").unwrap();
    assert!(program.command(&["backup", "-"]).env("TMPDIR", &temporary).output().unwrap().status.success());
    assert!(!left.exists());
}

#[test]
fn drafts_of_running_processes_are_kept() {
    let program = with_people();
    let start = |number| program.command(&["backup", &format!("{number}.db")]).spawn().unwrap();
    let children: Vec<_> = (0..8).map(start).collect();
    for child in children {
        let ran: Ran = child.wait_with_output().unwrap().into();
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    assert!((0..8).all(|number| program.home().join(format!("{number}.db")).is_file()));
}

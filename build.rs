//! Tells the linker what shortens the start of the program, of which a single command mostly consists, and
//! the program its commit.
//!
//! The dynamic loader relocates a position-independent program and binds libgcc's unwinder each time
//! it starts: without both, a command takes a tenth less. Proc macros are linked by the same flags if
//! they stand in `config.toml`, which fails; so does a static glibc, which would besides load the
//! users' directory of another version at run time (`getpwuid`).

#![expect(clippy::disallowed_methods, reason = "cargo asks and is answered in this way")]

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if (target("ARCH").as_str(), target("OS").as_str(), target("ENV").as_str()) == ("x86_64", "linux", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
    set_commit();
    check_sqlite_flags();
}

/// Warns if SQLite is compiled without the flags of `.cargo/config.toml`, which cargo reads only in the project's
/// folder: an install from elsewhere works, but each command takes 0.16 ms longer to open the store.
fn check_sqlite_flags() {
    println!("cargo::rerun-if-env-changed=LIBSQLITE3_FLAGS");
    if std::env::var_os("LIBSQLITE3_FLAGS").is_none() {
        println!(
            "cargo::warning=SQLite is compiled without the flags of .cargo/config.toml: install from the project's folder"
        );
    }
}

/// Sets `INBOXCTL_COMMIT` for the compiler if the source is tracked by git; a source archive has no commit,
/// even if it is unpacked in another repository.
fn set_commit() {
    if git(&["ls-files", "--error-unmatch", "Cargo.toml"]).is_none() {
        return;
    }
    for file in ["HEAD", "logs/HEAD"] {
        // A missing file would run this script with every build.
        if let Some(path) = git(&["rev-parse", "--git-path", file]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    if let Some(commit) = git(&["rev-parse", "HEAD"]) {
        println!("cargo::rustc-env=INBOXCTL_COMMIT={commit}");
    }
}

/// Returns what git answers; none without git, or outside of a repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

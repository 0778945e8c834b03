//! Tells the linker what shortens the start of the program, of which a single command mostly consists.
//!
//! The dynamic loader relocates a position-independent program and binds libgcc's unwinder each time
//! it starts: without both, a command takes a tenth less. Proc macros are linked by the same flags if
//! they stand in `config.toml`, which fails; so does a static glibc, which would besides load the
//! users' directory of another version at run time (`getpwuid`).

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "cargo asks and is answered in this way")]

fn main() {
    println!("cargo::rerun-if-changed=.cargo/link.rs");
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if (target("ARCH").as_str(), target("OS").as_str(), target("ENV").as_str()) == ("x86_64", "linux", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

//! The targets of the project, for libFuzzer.

#[path = "../../rows.rs"]
#[expect(dead_code, reason = "tests use the rest")]
mod rows;
#[path = "../targets/mod.rs"]
mod targets;
#[path = "../../workbook.rs"]
mod workbook;

use std::path::Path;
use std::{fs, io};

use targets::{TARGETS, Target};

fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).expect("the target is unknown")
}

/// Tries an input with a target.
pub fn run(name: &str, input: &[u8]) {
    (target(name).run)(input);
}

/// Writes the first inputs of a target into its corpus, unless they are in it.
pub fn write_seeds(name: &str) -> io::Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = workspace.join("corpus").join(name);
    fs::create_dir_all(&corpus)?;
    if corpus.join("seed-0").exists() {
        return Ok(());
    }
    let inputs = target(name).inputs(&workspace.join("../../.."));
    let write = |(number, input): (usize, &Vec<u8>)| fs::write(corpus.join(format!("seed-{number}")), input);
    inputs.iter().enumerate().try_for_each(write)
}

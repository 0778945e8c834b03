//! The targets of the project, for libFuzzer.

#[path = "../../rows.rs"]
mod rows;
#[path = "../targets/mod.rs"]
mod targets;
#[path = "../../workbook.rs"]
mod workbook;

use std::path::Path;

/// Tries an input with a target.
pub fn run(target: &str, input: &[u8]) {
    let target = targets::TARGETS.iter().find(|known| known.name == target);
    (target.expect("the target is unknown").run)(input);
}

/// Writes the first inputs of all targets below a folder.
pub fn write_seeds(corpus: &Path) -> std::io::Result<()> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    for target in targets::TARGETS {
        let folder = corpus.join(target.name);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in target.inputs(&project).into_iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}

//! The fuzz targets: functions of bytes that panic if they find a defect.
//!
//! They are shared by the tests and by libFuzzer. Inputs are text as far as possible, and options are on
//! their first line, so that they can be read and mutated well.

mod commands;
mod inputs;
mod readers;
mod seeds;
mod small_store;
mod stores;

use std::fs;
use std::path::Path;

type Inputs = Vec<Vec<u8>>;

/// A fuzz target.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// Tries an input.
    pub(crate) run: fn(&[u8]),
    /// Makes inputs from the fixtures of the project, which is in this folder.
    seeds: fn(&Path) -> Inputs,
}

impl Target {
    /// The inputs made from fixtures, and those of `tests/fuzz/regressions` that found a defect.
    pub(crate) fn inputs(&self, project: &Path) -> Inputs {
        [(self.seeds)(project), self.regressions(project)].concat()
    }

    /// The inputs that found a defect.
    pub(crate) fn regressions(&self, project: &Path) -> Inputs {
        let folder = project.join("tests/fuzz/regressions").join(self.name);
        let Ok(entries) = fs::read_dir(folder) else { return Inputs::new() };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
    }
}

/// All targets.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "table", run: readers::table, seeds: seeds::tables },
    Target { name: "workbook", run: readers::workbook, seeds: seeds::workbooks },
    Target { name: "log", run: readers::log, seeds: seeds::logs },
    Target { name: "scenario", run: readers::scenario, seeds: seeds::scenarios },
    Target { name: "profile", run: readers::profile, seeds: seeds::profiles },
    Target { name: "phone", run: readers::phone, seeds: seeds::phones },
    Target { name: "email", run: readers::email, seeds: seeds::emails },
    Target { name: "store_file", run: stores::file, seeds: seeds::store_files },
    Target { name: "store_values", run: stores::values, seeds: seeds::store_values },
    Target { name: "history_entry", run: stores::history_entry, seeds: seeds::history_entries },
    Target { name: "command_line", run: commands::command_line, seeds: seeds::command_lines },
    Target { name: "import", run: commands::import, seeds: seeds::imports },
    Target { name: "batch", run: commands::batch, seeds: seeds::batches },
];

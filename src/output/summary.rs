//! The result of a command as Markdown, for the summary of a CI job.

use super::document::Document;
use super::local_times::LocalTimes;
use super::markdown::{escape, item, list};
use super::printable::Printable;
use super::text::escaped;
use crate::formats::FileError;
use crate::inbox::ImportReport;
use crate::input::FaultyFile;

/// Formats a result under the command line that was typed.
pub fn result_markdown(command: &str, answer: &impl Printable, times: &LocalTimes) -> String {
    let mut document = answer.document();
    document.show_times(times);
    let result = document.to_markdown();
    if result.is_empty() { heading(command) } else { format!("{}\n{result}", heading(command)) }
}

/// Formats an import, with the invalid rows of its file, if there are any.
pub fn import_markdown(
    command: &str,
    import: &ImportReport,
    faulty: Option<&FaultyFile>,
    times: &LocalTimes,
) -> String {
    let mut blocks = vec![result_markdown(command, import, times)];
    if let Some(removed) = import.needs_confirmation {
        let ask = format!("without `--dry-run`, `--confirm {removed}` is required, or `--expect` with the digest");
        blocks.push(Document::of_line(ask).to_markdown());
    }
    if !import.ignored_columns.is_empty() {
        let names: Vec<_> = import.ignored_columns.iter().map(String::as_str).collect();
        blocks.push(Document::of_line(format!("ignored unknown columns: {}", names.join(", "))).to_markdown());
    }
    blocks.extend(faulty.map(faults));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

/// Formats the error of a command.
pub fn failure_markdown(command: &str, message: &str, faulty: Option<&FaultyFile>) -> String {
    let message = Document::of_line(format!("error: {message}")).to_markdown();
    let listed = faulty.map(faults).filter(|listed| !listed.is_empty());
    format!("{}\n{message}{}", heading(command), listed.map(|listed| format!("\n{listed}")).unwrap_or_default())
}

fn heading(command: &str) -> String {
    format!("### {}\n", escape(&escaped(&format!("`{command}`"))))
}

/// A list of what is wrong in a file.
fn faults(file: &FaultyFile) -> String {
    let item =
        |fault: &FileError| item("", &format!("`{}`: {}", file.place_of(fault), fault.message), fault.hint.as_deref());
    list(file.faults.iter().map(item), file.by_code.values().sum())
}

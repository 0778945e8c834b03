//! How errors are reported: a code, a message, causes and a hint; for files also where.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::Cli;
use crate::commands::{UnreportedImport, Usage, pasted_line, slips, tips};
use crate::exit::Exit;
use crate::files::Unwritable;
use crate::formats::FileError;
use crate::inbox::{InboxError, SHOWN};
use crate::input::{self, FaultSummary, FaultyFile};
use crate::last_resort::InternalError;
use crate::model::{ErrorCode, Excerpt, or_list};
use crate::output::{ErrorDetail, ErrorReport, OutputError, Ui, escaped, group_by_code};
use crate::scenario;

/// Reports an error of a command line, unless the output was closed; the answer is the exit code.
pub fn report(ui: &Ui, error: &anyhow::Error, arguments: &[OsString]) -> Exit {
    if let Some(OutputError::Closed) = error.downcast_ref() {
        return Exit::Done;
    }
    if let Some(scenario::ScenarioError::InvalidFiles(faults)) = error.downcast_ref() {
        Diagnostics::of_scenarios(faults).print(ui);
        return Exit::Input;
    }
    if let Some(file) = error.downcast_ref::<FaultyFile>() {
        let command = pasted_line::hint(&Cli::parser(), arguments, &file.suggested_options());
        Diagnostics::of_file(file, command).print(ui);
        return Exit::from(file.code);
    }
    let (code, hint) = code_and_hint(error);
    let hint = slips::hint(Cli::parser, arguments).or(hint);
    let file = match error.downcast_ref() {
        Some(scenario::ScenarioError::Unreadable { path, .. }) => Some(path.display().to_string()),
        _ => None,
    };
    let causes = error.chain().skip(1).map(ToString::to_string).collect();
    let summary = ErrorDetail { code, message: error.to_string(), causes, hint, file, ..ErrorDetail::default() };
    Diagnostics { summary: Some(summary), ..Diagnostics::default() }.print(ui);
    code.map_or(Exit::No, Exit::from)
}

/// The code of an error, if it has one, and what to do.
fn code_and_hint(error: &anyhow::Error) -> (Option<ErrorCode>, Option<String>) {
    if let Some(usage) = error.downcast_ref::<Usage>() {
        (Some(ErrorCode::WrongUsage), Some(usage.hint.clone()))
    } else if let Some(error) = error.downcast_ref::<InboxError>() {
        let is_changed = matches!(error, InboxError::Unlisted { .. });
        (Some(error.code()).filter(|_| !is_changed), error.hint())
    } else if let Some(error) = error.downcast_ref::<scenario::ScenarioError>() {
        (Some(error.code()), error.hint())
    } else if let Some(error) = error.downcast_ref::<OutputError>() {
        let code = match error {
            OutputError::Read(_) => Some(ErrorCode::StoreIo),
            OutputError::Sheet(error) => Some(error.code()),
            OutputError::Closed | OutputError::CutShort | OutputError::Write(_) => None,
        };
        (code, Some(error.hint().to_owned()))
    } else if error.is::<UnreportedImport>() {
        (None, Some(UnreportedImport::HINT.to_owned()))
    } else if let Some(error) = error.downcast_ref::<Unwritable>() {
        (Some(ErrorCode::UnwritableFile), Some(error.hint().to_owned()))
    } else if error.is::<InternalError>() {
        (Some(ErrorCode::InternalError), Some(InternalError::HINT.to_owned()))
    } else {
        (Some(ErrorCode::StoreIo), None)
    }
}

/// Reports what the parser of the command line found: wrong usage, or help that was asked for.
pub fn report_usage_error(ui: &Ui, error: &clap::Error, arguments: &[OsString]) -> Exit {
    if !error.use_stderr() {
        let printed = ui.print_text(&error.render().ansi().to_string());
        return printed.map_or_else(|error| report(ui, &error.into(), arguments), |()| Exit::Done);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !ui.format.is_json() {
        ui.print_to_stderr(&error.render().ansi().to_string());
        return Exit::Usage;
    }
    let program = Cli::parser();
    let usage = tips::explain(error, &program, arguments).unwrap_or_else(|| {
        let (message, hint) = usage_message(error);
        Usage { message, hint: hint.unwrap_or_else(|| tips::see_help(&program, arguments)) }
    });
    report(ui, &usage.into(), arguments)
}

/// Words an error of the parser; a hint is a line of its own in the error of a value.
fn usage_message(error: &clap::Error) -> (String, Option<String>) {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.as_str()],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let arguments = context(ContextKind::InvalidArg);
    let (one, arguments) = (arguments.len() == 1, quoted(&arguments));
    let value = context(ContextKind::InvalidValue).concat();
    let expected = one_of(&context(ContextKind::ValidValue));
    let message = match error.kind() {
        ErrorKind::MissingRequiredArgument if one => format!("missing required argument {arguments}"),
        ErrorKind::MissingRequiredArgument => format!("missing required arguments {arguments}"),
        ErrorKind::MissingSubcommand => {
            format!("missing subcommand{}", one_of(&context(ContextKind::ValidSubcommand)))
        }
        ErrorKind::ArgumentConflict => {
            format!("{arguments} cannot be used with {}", quoted(&context(ContextKind::PriorArg)))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("missing value for {arguments}{expected}"),
        ErrorKind::InvalidValue => format!("invalid value `{}` for {arguments}{expected}", Excerpt(&value)),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            let (why, hint) = why.split_once("\nhint: ").unwrap_or((&why, ""));
            let why = why.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            let message = format!("invalid value `{}` for {arguments}: {why}", Excerpt(&value));
            return (message, Some(hint.to_owned()).filter(|hint| !hint.is_empty()));
        }
        _ => {
            let text = error.to_string();
            let lines = text.lines().take_while(|line| !line.is_empty()).map(str::trim);
            lines.collect::<Vec<_>>().join(" ").trim_start_matches("error: ").to_owned()
        }
    };
    (message, None)
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// `: expected a, b or c`
fn one_of(values: &[&str]) -> String {
    if values.is_empty() { String::new() } else { format!(": expected {}", or_list(values)) }
}

/// The errors of files, and their summary.
#[derive(Default)]
struct Diagnostics {
    all: Vec<ErrorDetail>,
    by_code: BTreeMap<ErrorCode, u64>,
    summary: Option<ErrorDetail>,
    /// Whether JSON begins with the summary.
    summary_first: bool,
}

impl Diagnostics {
    fn of_scenarios(found: &[(PathBuf, FileError)]) -> Self {
        Self {
            all: found
                .iter()
                .map(|(path, error)| detail(path, error, format!("{}:{}", path.display(), error.place)))
                .collect(),
            by_code: input::count_by_code(found.iter().map(|(_, error)| error)),
            ..Self::default()
        }
    }

    /// The command to paste stands in for the hints of the errors that it solves.
    fn of_file(file: &FaultyFile, mut command: Option<String>) -> Self {
        let in_summary = command.take_if(|_| file.faults.iter().all(|error| error.options.is_empty()));
        let hints: Vec<_> = in_summary.into_iter().chain(file.hint.clone()).collect();
        let has_command = command.is_some();
        let detail = |error: &FileError| {
            let is_solved = has_command && !error.options.is_empty();
            let detail = detail(&file.path, error, file.place_of(error));
            if is_solved { ErrorDetail { hint: command.take(), ..detail } } else { detail }
        };
        let all = file.faults.iter().map(detail).collect();
        let summary = ErrorDetail {
            code: Some(file.code),
            message: file.message.clone(),
            hint: Some(hints.join("\n")).filter(|hint| !hint.is_empty()),
            file: Some(file.path.display().to_string()),
            ..ErrorDetail::default()
        };
        Self {
            all,
            by_code: (*file.by_code).clone(),
            summary: Some(summary).filter(|_| file.summary != FaultSummary::FaultsOnly),
            summary_first: file.summary == FaultSummary::Only,
        }
    }

    fn print(self, ui: &Ui) {
        ui.print_to_stderr(&if ui.format.is_json() { self.into_json() } else { self.to_text() });
    }

    fn into_json(self) -> String {
        let summary = self.summary.filter(|_| self.summary_first || self.all.is_empty());
        let mut details = summary.into_iter().chain(self.all.into_iter().take(SHOWN));
        let Some(error) = details.next() else { return String::new() };
        let fault_count = Some(self.by_code.values().sum()).filter(|count| *count > 1);
        let faults_by_code = fault_count.map(|_| self.by_code).unwrap_or_default();
        let report = ErrorReport { error, faults: details.collect(), fault_count, faults_by_code };
        serde_json::to_string(&report).map(|text| text + "\n").unwrap_or_default()
    }

    /// The summary stands last, where people read first.
    fn to_text(&self) -> String {
        let texts = self.all.iter().filter_map(|one| Some((one.code?, message_text(one) + &hint_text(one))));
        let (text, counts) = group_by_code(texts, &self.by_code);
        match &self.summary {
            Some(summary) => text + &message_text(summary) + &counts + &hint_text(summary),
            None => text + &counts,
        }
    }
}

fn detail(path: &Path, error: &FileError, shown_place: String) -> ErrorDetail {
    let FileError { place, message, hint, code, .. } = error.clone();
    let (file, line, column) = (Some(path.display().to_string()), Some(place.line), Some(place.column));
    ErrorDetail { code: Some(code), message, hint, file, line, column, place: Some(shown_place), causes: Vec::new() }
}

/// Without a position the message names the file.
fn message_text(error: &ErrorDetail) -> String {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let place = error.place.as_ref().map(|place| format!("{}: ", escaped(place))).unwrap_or_default();
    let mut lines = error.message.lines().map(escaped);
    let mut text = format!("{red}error:{red:#} {place}{}\n", lines.next().unwrap_or_default());
    for line in lines {
        let _ = writeln!(text, "       {line}");
    }
    for cause in &error.causes {
        let _ = writeln!(text, "  caused by: {}", escaped(cause));
    }
    text
}

fn hint_text(error: &ErrorDetail) -> String {
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let lines = error.hint.iter().flat_map(|hint| hint.lines());
    lines.fold(String::new(), |text, line| text + &format!("{cyan}hint:{cyan:#} {}\n", escaped(line)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::last_resort;

    #[test]
    fn panic_has_a_code_and_an_exit_code() {
        let error = last_resort::catch(|| panic!("no turn")).unwrap_err();
        let (code, hint) = code_and_hint(&error.into());
        assert_eq!(
            code.map(|code| (code.to_string(), Exit::from(code))),
            Some(("internal-error".to_owned(), Exit::Store))
        );
        assert_eq!(hint.as_deref(), Some(InternalError::HINT));
    }
}

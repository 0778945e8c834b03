//! What a person or a script is diagnostic when something goes wrong: a code, a sentence, the causes,
//! what to do; and for files, where.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::error::{ContextKind, ContextValue};

use crate::cli::Cli;
use crate::commands::{Usage, tips};
use crate::exit::Exit;
use crate::files::Unwritable;
use crate::formats::{FileError, Position};
use crate::inbox::SHOWN;
use crate::input::{self, FaultyFile};
use crate::model::ErrorCode;
use crate::output::{ErrorDetail, ErrorReport, FaultGroups, OutputError, Shown, Ui, escaped, more_like_this};
use crate::{inbox, scenario};

/// How a line begins that says what to do.
const HINT: &str = "hint: ";

/// What went wrong, ready to be diagnostic.
struct Diagnostic {
    code: Option<ErrorCode>,
    message: String,
    causes: Vec<String>,
    hint: Option<String>,
    file: Option<PathBuf>,
    place: Option<Position>,
}

/// Tells what went wrong, and how the program ends. A reader that went away is diagnostic nothing.
pub fn report(ui: &Ui, error: &anyhow::Error) -> Exit {
    if let Some(OutputError::Closed) = error.downcast_ref() {
        return Exit::Done;
    }
    if let Some(OutputError::CutShort) = error.downcast_ref() {
        let hint = "the output is incomplete; run the command again".to_owned();
        show(ui, &Diagnostic::new(None, error.to_string(), Some(hint)));
        return Exit::No;
    }
    if let Some(OutputError::Write(_)) = error.downcast_ref() {
        let hint = "check where the output goes; changes to the store were made, see `inboxctl history list`";
        let causes = error.chain().skip(1).map(ToString::to_string).collect();
        let diagnostic = Diagnostic { causes, ..Diagnostic::new(None, error.to_string(), Some(hint.to_owned())) };
        show(ui, &diagnostic);
        return Exit::No;
    }
    if let Some(usage) = error.downcast_ref::<Usage>() {
        let diagnostic = Diagnostic::new(Some(ErrorCode::WrongUsage), usage.message.clone(), Some(usage.hint.clone()));
        show(ui, &diagnostic);
        return Exit::Usage;
    }
    if let Some(scenario::Error::Faulty(faults)) = error.downcast_ref() {
        Faults::of_scenarios(faults).show(ui);
        return Exit::Input;
    }
    if let Some(file) = error.downcast_ref::<FaultyFile>() {
        Faults::of_file(file).show(ui);
        return Exit::from(file.code);
    }
    if let Some(unlisted @ inbox::InboxError::Unlisted { .. }) = error.downcast_ref() {
        let causes = error.chain().skip(1).map(ToString::to_string).collect();
        show(ui, &Diagnostic { causes, ..Diagnostic::new(None, unlisted.to_string(), unlisted.hint()) });
        return Exit::No;
    }
    let diagnostic = Diagnostic::of(error);
    let exit = diagnostic.code.map_or(Exit::Store, Exit::from);
    show(ui, &diagnostic);
    exit
}

/// Tells what the parser of the command line has to say: help and the version too.
pub fn report_usage_error(ui: &Ui, mut error: clap::Error, arguments: &[OsString]) -> Exit {
    if !error.use_stderr() {
        let printed = ui.print_text(&error.render().ansi().to_string());
        return printed.map_or_else(|error| report(ui, &error.into()), |()| Exit::Done);
    }
    if let Some(usage) = tips::explain(&error, &Cli::parser(), arguments) {
        return report(ui, &usage.into());
    }
    map_context(&mut error, shortened);
    if !ui.format.is_json() {
        ui.print_to_stderr(&rendered(error));
        return Exit::Usage;
    }
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.is_empty()).map(str::trim);
    let (hints, message): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with(HINT));
    let message = message.join(" ").trim_start_matches("error: ").to_owned();
    let hint =
        hints.first().map_or("see `inboxctl --help`, or `--help` of the command", |hint| hint.trim_start_matches(HINT));
    show(ui, &Diagnostic::new(Some(ErrorCode::WrongUsage), message, Some(hint.to_owned())));
    Exit::Usage
}

/// The error as it is shown, with the control characters of what was typed written out. Why a value
/// can't be read may repeat the value.
fn rendered(mut error: clap::Error) -> String {
    let escape = |text: &str| escaped(text).into_owned();
    let why = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    let known = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(typed)) if !typed.is_empty() => why.replace(typed, &escape(typed)),
        _ => why.clone(),
    };
    let known: Vec<_> = known.lines().map(escaped).collect();
    map_context(&mut error, escape);
    let text = error.render().ansi().to_string();
    text.replacen(&why, &known.join("\n"), 1)
}

/// Changes the texts that an error is worded with.
fn map_context(error: &mut clap::Error, change: impl Fn(&str) -> String) {
    let values = error.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) => Some((kind, ContextValue::String(change(text)))),
        ContextValue::Strings(texts) => {
            Some((kind, ContextValue::Strings(texts.iter().map(|text| change(text)).collect())))
        }
        _ => None,
    });
    for (kind, value) in values.collect::<Vec<_>>() {
        error.insert(kind, value);
    }
}

/// At most the first hundred characters of what was typed, as in all messages.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl Diagnostic {
    fn new(code: Option<ErrorCode>, message: String, hint: Option<String>) -> Self {
        Self { code, message, causes: Vec::new(), hint, file: None, place: None }
    }

    fn fault(path: &std::path::Path, fault: &FileError) -> Self {
        let (file, place) = (Some(path.to_owned()), Some(fault.place));
        Self { file, place, ..Self::new(Some(fault.code), fault.message.clone(), fault.hint.clone()) }
    }

    fn of(error: &anyhow::Error) -> Self {
        let (code, hint) = if let Some(error) = error.downcast_ref::<inbox::InboxError>() {
            (Some(error.code()), error.hint())
        } else if let Some(error) = error.downcast_ref::<scenario::Error>() {
            (Some(error.code()), error.hint())
        } else if error.is::<Unwritable>() {
            (Some(ErrorCode::UnwritableFile), Some(Unwritable::HINT.to_owned()))
        } else if let Some(OutputError::Read(_)) = error.downcast_ref() {
            let hint = "check the disk of the folder for temporary files, or set TMPDIR to another one";
            (Some(ErrorCode::StoreIo), Some(hint.to_owned()))
        } else {
            (Some(ErrorCode::StoreIo), None)
        };
        let causes = error.chain().skip(1).map(ToString::to_string).collect();
        let file = match error.downcast_ref() {
            Some(scenario::Error::Unreadable { path, .. }) => Some(path.clone()),
            _ => None,
        };
        Self { causes, file, ..Self::new(code, error.to_string(), hint) }
    }
}

/// The faults of files, and what they come to.
struct Faults {
    all: Vec<Diagnostic>,
    by_code: BTreeMap<ErrorCode, u64>,
    /// What they come to, and whether a script is diagnostic that first.
    sum: Option<(Diagnostic, bool)>,
}

impl Faults {
    fn of_scenarios(found: &[(PathBuf, FileError)]) -> Self {
        let by_code = input::count_by_code(found.iter().map(|(_, fault)| fault));
        Self { all: found.iter().map(|(path, fault)| Diagnostic::fault(path, fault)).collect(), by_code, sum: None }
    }

    fn of_file(file: &FaultyFile) -> Self {
        let sum = Diagnostic {
            file: Some(file.path.clone()),
            ..Diagnostic::new(Some(file.code), file.message.clone(), file.hint.clone())
        };
        Self {
            all: file.faults.iter().map(|fault| Diagnostic::fault(&file.path, fault)).collect(),
            by_code: (*file.by_code).clone(),
            sum: match file.told {
                input::FaultSummary::FaultsOnly => None,
                input::FaultSummary::WithFaults => Some((sum, false)),
                input::FaultSummary::Only => Some((sum, true)),
            },
        }
    }

    fn show(&self, ui: &Ui) {
        ui.print_to_stderr(&if ui.format.is_json() { self.as_json() } else { self.as_text() });
    }

    /// For a script what they come to stands first, or the first of them; the others beside it.
    fn as_json(&self) -> String {
        let sum = self.sum.iter().filter(|(_, first)| *first || self.all.is_empty()).map(|(sum, _)| sum);
        let mut problems = sum.chain(self.all.iter().take(SHOWN)).map(problem);
        let Some(error) = problems.next() else { return String::new() };
        let count = self.by_code.values().sum();
        let (fault_count, faults_by_code) =
            if count > 1 { (Some(count), self.by_code.clone()) } else { (None, BTreeMap::new()) };
        complaint(&ErrorReport { error, faults: problems.collect(), fault_count, faults_by_code })
    }

    /// For a person what they come to stands last, where it is read first.
    fn as_text(&self) -> String {
        let mut groups = FaultGroups::new(&self.by_code);
        let mut text = String::new();
        for fault in &self.all {
            let shown = fault.code.map_or(Shown::Whole, |code| groups.next(code));
            if shown != Shown::Cut {
                text.push_str(&as_text(fault));
            }
            if let Shown::WithMore(more) = shown {
                let _ = writeln!(text, "{}", more_like_this(more));
            }
        }
        match &self.sum {
            Some((sum, _)) => text + &message_text(sum) + &groups.table() + &hint_text(sum),
            None => text + &groups.table(),
        }
    }
}

fn show(ui: &Ui, diagnostic: &Diagnostic) {
    ui.print_to_stderr(&if ui.format.is_json() { as_json(diagnostic) } else { as_text(diagnostic) });
}

/// In the shape that scripts know.
fn as_json(diagnostic: &Diagnostic) -> String {
    let error = problem(diagnostic);
    complaint(&ErrorReport { error, faults: Vec::new(), fault_count: None, faults_by_code: BTreeMap::new() })
}

fn complaint(complaint: &ErrorReport<'_>) -> String {
    serde_json::to_string(complaint).map(|text| text + "\n").unwrap_or_default()
}

fn problem(diagnostic: &Diagnostic) -> ErrorDetail<'_> {
    ErrorDetail {
        code: diagnostic.code,
        message: &diagnostic.message,
        hint: diagnostic.hint.as_deref(),
        file: diagnostic.file.as_ref().map(|path| path.display().to_string()),
        line: diagnostic.place.map(|place| place.line),
        column: diagnostic.place.map(|place| place.column),
        causes: &diagnostic.causes,
    }
}

fn as_text(diagnostic: &Diagnostic) -> String {
    message_text(diagnostic) + &hint_text(diagnostic)
}

fn message_text(diagnostic: &Diagnostic) -> String {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    // Without a place the message names the file.
    let place = diagnostic.file.as_ref().zip(diagnostic.place);
    let place = place.map(|(file, place)| format!("{}:{place}: ", escaped(&file.display().to_string())));
    let mut text = format!("{red}error:{red:#} {}{}\n", place.unwrap_or_default(), escaped(&diagnostic.message));
    for cause in &diagnostic.causes {
        let _ = writeln!(text, "  caused by: {}", escaped(cause));
    }
    text
}

fn hint_text(diagnostic: &Diagnostic) -> String {
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let hint = diagnostic.hint.as_ref().map(|hint| format!("{cyan}hint:{cyan:#} {}\n", escaped(hint)));
    hint.unwrap_or_default()
}

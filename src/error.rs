//! What a person or a script is told when something goes wrong: a code, a sentence, the causes,
//! what to do; and for files, where.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::error::{ContextKind, ContextValue};

use crate::cli::Cli;
use crate::commands::{Usage, shared};
use crate::exit::Exit;
use crate::files::Unwritable;
use crate::formats::{Fault, Place};
use crate::intake::{self, FaultyFile};
use crate::model::ErrorCode;
use crate::output::{self, Complaint, Format, Problem, Screen, escaped};
use crate::{inbox, scenario};

/// How a line begins that says what to do.
const HINT: &str = "hint: ";

/// How many faults of files are told in full.
const SHOWN: usize = 100;

/// What went wrong, ready to be told.
struct Told {
    code: Option<ErrorCode>,
    message: String,
    causes: Vec<String>,
    hint: Option<String>,
    file: Option<PathBuf>,
    place: Option<Place>,
}

/// Tells what went wrong, and how the program ends. A reader that went away is told nothing.
pub fn tell(screen: &Screen, error: &anyhow::Error) -> Exit {
    if let Some(output::Error::Closed) = error.downcast_ref() {
        return Exit::Done;
    }
    if let Some(output::Error::CutShort) = error.downcast_ref() {
        let hint = "what was written is of no use; do it again".to_owned();
        show(screen, &[Told::new(None, error.to_string(), Some(hint))], 0);
        return Exit::No;
    }
    if let Some(output::Error::Write(_)) = error.downcast_ref() {
        let hint =
            "look at where the output goes; a command that writes has made its change, see `inboxctl history list`";
        let causes = error.chain().skip(1).map(ToString::to_string).collect();
        let told = Told { causes, ..Told::new(None, error.to_string(), Some(hint.to_owned())) };
        show(screen, &[told], 0);
        return Exit::No;
    }
    if let Some(usage) = error.downcast_ref::<Usage>() {
        let told = Told::new(Some(ErrorCode::WrongUsage), usage.message.clone(), Some(usage.hint.clone()));
        show(screen, &[told], 0);
        return Exit::Usage;
    }
    if let Some(scenario::Error::Faulty(faults)) = error.downcast_ref() {
        let told: Vec<_> = faults.iter().take(SHOWN).map(|(path, fault)| Told::fault(path, fault)).collect();
        show(screen, &told, (faults.len() - told.len()) as u64);
        return Exit::Input;
    }
    if let Some(file) = error.downcast_ref::<FaultyFile>() {
        show(screen, &Told::file(file, screen.format), 0);
        return Exit::from(file.code);
    }
    let told = Told::of(error);
    let exit = told.code.map_or(Exit::Store, Exit::from);
    show(screen, &[told], 0);
    exit
}

/// Tells what the parser of the command line has to say: help and the version too.
pub fn tell_usage(screen: &Screen, error: clap::Error, arguments: &[OsString]) -> Exit {
    if !error.use_stderr() {
        let printed = screen.text(&error.render().ansi().to_string());
        return printed.map_or_else(|error| tell(screen, &error.into()), |()| Exit::Done);
    }
    if let Some(usage) = shared::unaccepted(&error, &Cli::parser(), arguments) {
        return tell(screen, &usage.into());
    }
    if !matches!(screen.format, Format::Json | Format::Ndjson) {
        screen.complain_styled(&rendered(error));
        return Exit::Usage;
    }
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.is_empty()).map(str::trim);
    let (hints, message): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with(HINT));
    let message = message.join(" ").trim_start_matches("error: ").to_owned();
    let hint =
        hints.first().map_or("see `inboxctl --help`, or `--help` of the command", |hint| hint.trim_start_matches(HINT));
    show(screen, &[Told::new(Some(ErrorCode::WrongUsage), message, Some(hint.to_owned()))], 0);
    Exit::Usage
}

/// The error as it is shown, with the control characters of what was typed written out. Why a value
/// can't be read may repeat the value.
fn rendered(mut error: clap::Error) -> String {
    let escape = |text: &String| escaped(text).into_owned();
    let why = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    let known = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(typed)) if !typed.is_empty() => why.replace(typed, &escape(typed)),
        _ => why.clone(),
    };
    let known: Vec<_> = known.lines().map(escaped).collect();
    let values = error.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) => Some((kind, ContextValue::String(escape(text)))),
        ContextValue::Strings(texts) => Some((kind, ContextValue::Strings(texts.iter().map(escape).collect()))),
        _ => None,
    });
    for (kind, value) in values.collect::<Vec<_>>() {
        error.insert(kind, value);
    }
    let text = error.render().ansi().to_string();
    text.replacen(&why, &known.join("\n"), 1)
}

impl Told {
    fn new(code: Option<ErrorCode>, message: String, hint: Option<String>) -> Self {
        Self { code, message, causes: Vec::new(), hint, file: None, place: None }
    }

    fn fault(path: &std::path::Path, fault: &Fault) -> Self {
        let (file, place) = (Some(path.to_owned()), Some(fault.place));
        Self { file, place, ..Self::new(Some(fault.code), fault.message.clone(), fault.hint.clone()) }
    }

    /// The faults of a file, and what they come to: for a person at the end, where it is read last; for
    /// a script at the start.
    fn file(file: &FaultyFile, format: Format) -> Vec<Self> {
        let faults = file.faults.iter().map(|fault| Self::fault(&file.path, fault));
        let all = Self {
            file: Some(file.path.clone()),
            ..Self::new(Some(file.code), file.message.clone(), file.hint.clone())
        };
        match (format, file.told) {
            (_, intake::Told::EachAlone) => faults.collect(),
            (Format::Json | Format::Ndjson, intake::Told::Each) => faults.chain(Self::more(file.more)).collect(),
            (Format::Json | Format::Ndjson, intake::Told::Sum) => vec![all],
            (Format::Table | Format::Csv, _) => faults.chain(Self::more(file.more)).chain([all]).collect(),
        }
    }

    /// That there are more faults than are told.
    fn more(number: u64) -> Option<Self> {
        (number > 0).then(|| Self::new(None, format!("… and {number} more faults"), None))
    }

    fn of(error: &anyhow::Error) -> Self {
        let (code, hint) = if let Some(error) = error.downcast_ref::<inbox::Error>() {
            (Some(error.code()), error.hint())
        } else if let Some(error) = error.downcast_ref::<scenario::Error>() {
            (Some(error.code()), error.hint())
        } else if error.is::<Unwritable>() {
            (Some(ErrorCode::UnwritableFile), Some(Unwritable::HINT.to_owned()))
        } else if let Some(output::Error::Read(_)) = error.downcast_ref() {
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

fn show(screen: &Screen, told: &[Told], more: u64) {
    let text = match screen.format {
        Format::Json | Format::Ndjson => as_json(told),
        Format::Table | Format::Csv => as_text(told, more),
    };
    screen.complain_styled(&text);
}

/// The first one, in the shape that scripts know; a file's faults stand beside it, all of them.
fn as_json(told: &[Told]) -> String {
    let mut problems = told.iter().map(problem);
    let Some(error) = problems.next() else { return String::new() };
    let complaint = Complaint { error, faults: problems.collect() };
    serde_json::to_string(&complaint).map(|text| text + "\n").unwrap_or_default()
}

fn problem(told: &Told) -> Problem<'_> {
    Problem {
        code: told.code,
        message: &told.message,
        hint: told.hint.as_deref(),
        file: told.file.as_ref().map(|path| path.display().to_string()),
        line: told.place.map(|place| place.line),
        column: told.place.map(|place| place.column),
        causes: &told.causes,
    }
}

fn as_text(told: &[Told], more: u64) -> String {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let mut text = String::new();
    for one in told {
        // Without a place the message names the file.
        let place = one.file.as_ref().zip(one.place);
        let place = place.map(|(file, place)| format!("{}:{place}: ", escaped(&file.display().to_string())));
        let place = place.unwrap_or_default();
        let _ = writeln!(text, "{red}error:{red:#} {place}{}", escaped(&one.message));
        for cause in &one.causes {
            let _ = writeln!(text, "  caused by: {}", escaped(cause));
        }
        if let Some(hint) = &one.hint {
            let _ = writeln!(text, "{cyan}hint:{cyan:#} {}", escaped(hint));
        }
    }
    if more > 0 {
        let _ = writeln!(text, "{red}error:{red:#} … and {more} more faults");
    }
    text
}

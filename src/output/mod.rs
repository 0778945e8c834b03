//! Prints results to stdout in the requested format, and everything else to stderr.
//!
//! No control or bidirectional character of a name reaches a terminal; JSON keeps it, escaped as
//! JSON does.

mod answer;
mod bars;
mod check;
mod contact;
mod csv;
mod document;
mod effects;
mod error;
mod error_report;
mod export;
mod faults;
mod format;
mod heading;
mod history;
mod html;
mod import;
mod json_cell;
mod layout;
mod list;
mod load_report;
mod local_times;
mod markdown;
mod printable;
mod progress;
mod replay;
mod row;
mod row_sorter;
mod rows;
mod scenario;
mod status;
mod summary;
mod table;
mod text;
mod ui;
mod workflow;

pub use csv::{CsvReader, CsvStyle};
pub use document::Document;
pub use effects::EffectStream;
pub use error::OutputError;
pub use error_report::{ErrorDetail, ErrorReport};
pub use export::{ExportWriter, Exported, MappedContact};
pub use faults::group_by_code;
pub use format::{Color, Format, Verbosity};
pub use html::{comparison_page, load_page, scenario_page};
pub use list::{ListLayout, ListWriter};
pub use local_times::LocalTimes;
pub use printable::Printable;
pub use row::Row;
pub use scenario::{CoverageDetail, junit, markdown, report_json};
pub use summary::{failure_markdown, import_markdown, result_markdown};
pub use table::Cell;
pub use text::escaped;
pub use ui::Ui;
pub use workflow::Workflow;

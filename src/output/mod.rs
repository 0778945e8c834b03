//! The only printer: results on stdout in the format asked for, everything else on stderr.
//!
//! No control or bidirectional character of a name reaches a terminal; JSON keeps it, escaped as
//! JSON does.

mod answer;
mod bars;
mod check;
mod csv;
mod effects;
mod error_report;
mod export;
mod faults;
mod heading;
mod import;
mod progress;
mod replay;
mod rows;
mod scenario;
mod table;
mod text;
mod ui;

pub use effects::EffectStream;
pub use error_report::{ErrorDetail, ErrorReport};
pub use faults::{FaultGroups, Shown, more_like_this};
pub use rows::Row;
pub use scenario::{Compared, Detail, junit, report_json};
pub use table::Cell;
pub use text::escaped;
pub use ui::{Color, Error, Format, Page, Ui, Verbosity};

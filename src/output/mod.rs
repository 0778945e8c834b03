//! The only printer: results on stdout in the format asked for, everything else on stderr.
//!
//! No control or bidirectional character of a name reaches a terminal; JSON keeps it, escaped as
//! JSON does.

mod answer;
mod bars;
mod check;
mod complaint;
mod csv;
mod effects;
mod export;
mod faults;
mod heading;
mod import;
mod progress;
mod replay;
mod rows;
mod scenario;
mod screen;
mod table;
mod text;

pub use complaint::{Complaint, Problem};
pub use effects::EffectStream;
pub use export::Export;
pub use faults::{FaultGroups, Shown, more_like_this};
pub use progress::Progress;
pub use replay::Stream;
pub use rows::Row;
pub use scenario::{Compared, Comparing, Detail, junit, report_json};
pub use screen::{Color, Error, Format, Noise, Page, Screen};
pub use table::{Cell, Table};
pub use text::escaped;

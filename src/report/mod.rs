//! Figures of portfolios and load, as values.

mod load_report;

pub use load_report::{AccountFigures, FigureRow, LoadFigures, LoadReport, MemberFigures, TeamFigures};

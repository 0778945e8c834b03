//! Pages for a browser: one self-contained file each, which loads nothing and can be read without scripts.
//!
//! Templates and what they show lie side by side. Whatever the size of the store, a page stays below a megabyte:
//! what grows is shown in part, with totals.

mod bar_chart;
mod comparison_page;
mod frame;
mod load_page;
mod page_table;
mod page_text;
mod scenario_page;

pub use comparison_page::comparison_page;
pub use load_page::load_page;
pub use scenario_page::scenario_page;

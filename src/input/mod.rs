//! Files that are imported: opened, read by their headers, and handed to the inbox row by row; errors get
//! their positions, and rejected rows are written to a file.

mod faulty_file;
mod id_list;
mod import_file;
mod log_file;
mod owner_file;
mod profile_file;
mod rejects_file;
mod spool;
mod suggested;
mod text_file;

pub use faulty_file::{FaultSummary, FaultyFile, ImportError, count_by_code};
pub use id_list::read_id_list;
pub use import_file::{ImportFile, Rows};
pub use log_file::LogFile;
pub use owner_file::{has_two_owners, open_owners, owner_import};
pub use profile_file::{read_plain_profile, read_profile, save_profile};
pub use rejects_file::RejectsFile;
pub use text_file::read_text;

//! The options of every list.

use super::arguments::count;
use super::usage::Usage;
use crate::inbox::view;
use crate::model::{Excerpt, RowKey, RowOrder, or_list};
use crate::output::{Format, ListLayout, Row as _};

/// Which rows a list has, in which order, and what it shows of them.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Show at most N rows
    #[arg(long, value_name = "N", value_parser = count::<u64>)]
    limit: Option<u64>,
    /// Sort by keys of the list's JSON, comma-separated; -KEY for descending
    #[arg(long, value_name = "KEY", value_delimiter = ',', allow_hyphen_values = true)]
    sort: Vec<String>,
    /// Show these keys of the list's JSON as columns, comma-separated (table, csv, markdown)
    #[arg(long, value_name = "KEY", value_delimiter = ',', conflicts_with = "ids")]
    columns: Vec<String>,
    /// Print only what names each row, one a line, for a command that reads - from stdin
    #[arg(long, conflicts_with_all = ["format", "json"])]
    pub(super) ids: bool,
}

impl ListArgs {
    /// Returns what to print of a list whose rows have these keys, in this format.
    pub(super) fn layout(&self, known: &[String], format: Format) -> Result<ListLayout, Usage> {
        if format.is_json() && !self.columns.is_empty() {
            let message = "`--columns` can't be used with JSON, which has all keys";
            return Err(Usage::new(message, "remove `--columns`, or use `--format csv`"));
        }
        let order = RowOrder(self.sort.iter().map(|word| RowKey::read(word)).collect());
        let columns: Vec<_> = self.columns.iter().map(|key| key.trim().to_owned()).collect();
        let mut named =
            order.0.iter().map(|key| ("--sort", &key.key)).chain(columns.iter().map(|key| ("--columns", key)));
        if let Some((option, key)) = named.find(|(_, key)| !known.contains(key)) {
            let message = format!("unknown key `{}` in `{option}`", Excerpt(key));
            let known: Vec<_> = known.iter().map(String::as_str).collect();
            return Err(Usage { message, hint: format!("use {}", or_list(&known)) });
        }
        Ok(ListLayout { limit: self.limit, order, columns })
    }
}

/// Lists the keys of a list's rows, for completions.
pub(super) fn list_keys(command: &str) -> Vec<String> {
    match command {
        "member list" => view::MemberView::keys(),
        "member absences" => view::AbsenceView::keys(),
        "team list" => view::TeamView::keys(),
        "contact list" => view::ContactView::keys(),
        "owner list" => view::Ownership::keys(),
        "conversation list" => view::ConversationView::keys(),
        "settings list" => view::SettingView::keys(),
        "history list" => view::Change::keys(),
        _ => Vec::new(),
    }
}

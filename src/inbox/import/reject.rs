//! Rows of a mapping that can't be taken once it is known what their contact has: each with its reason,
//! and with `skip` the other rows of the contact with it.

use super::OnError;
use super::apply::OwnerImporter;
use super::faults::RowError;
use super::row_group::RowGroup;
use super::spill_error;
use crate::inbox::error::Result;
use crate::model::{ErrorCode, Excerpt, MemberId, Refusal};

impl OwnerImporter<'_, '_> {
    /// Whether rows of the group contradict each other, or are to be rejected with another.
    pub(super) fn reject_group(&mut self, group: &RowGroup) -> Result<bool> {
        for conflict in &group.conflicts {
            self.faults.push(conflict).map_err(spill_error)?;
        }
        if group.rejected_line.is_none() && group.conflicts.is_empty() {
            return Ok(false);
        }
        self.reject_others(group, |line| {
            group
                .rejected_line
                .iter()
                .copied()
                .chain(group.conflicts.iter().map(|fault| fault.line))
                .find(|l| *l != line)
        })?;
        Ok(true)
    }

    /// With a rejected row, the other rows of its contact are rejected too; where nothing is written
    /// anyway, only what is wrong is told.
    pub(super) fn reject_others(&mut self, group: &RowGroup, with: impl Fn(u64) -> Option<u64>) -> Result<()> {
        if self.mapping.on_error == OnError::Abort {
            return Ok(());
        }
        let own: Vec<u64> = group.conflicts.iter().map(|fault| fault.line).collect();
        for line in group.lines.iter().copied().filter(|line| !own.contains(line)) {
            let message = group.subject().rejected_with(with(line).unwrap_or_default());
            self.reject(line, None, ErrorCode::ConflictingRows, &group.key, message)?;
        }
        Ok(())
    }

    fn reject(&mut self, line: u64, column: Option<&str>, code: ErrorCode, value: &str, message: String) -> Result<()> {
        self.faults.push(&RowError::new(line, column, code, value, message)).map_err(spill_error)
    }

    pub(super) fn reject_rows(&mut self, group: &RowGroup, column: &str, code: ErrorCode, what: &str) -> Result<()> {
        for line in &group.lines {
            self.reject(*line, Some(column), code, &group.key, format!("{what} `{}`", Excerpt(&group.key)))?;
        }
        Ok(())
    }

    /// The rows that name members who may not become owners, and the others with them.
    pub(super) fn reject_owners(&mut self, group: &RowGroup, members: &[MemberId]) -> Result<()> {
        let mut rejected = Vec::new();
        for (member, line) in group.owners.iter().filter(|(member, _)| members.contains(member)) {
            let email = self.session.names.member(self.session.connection, *member)?;
            let message = format!("`{email}` is inactive; accept with `--allow-inactive`");
            self.reject(*line, Some("owner"), ErrorCode::InactiveMember, &email, message)?;
            rejected.push(*line);
        }
        if self.mapping.on_error == OnError::Abort {
            return Ok(());
        }
        let first = rejected.first().copied().unwrap_or_default();
        for line in group.lines.iter().filter(|line| !rejected.contains(line)) {
            let message = group.subject().rejected_with(first);
            self.reject(*line, None, ErrorCode::ConflictingRows, &group.key, message)?;
        }
        Ok(())
    }
}

/// Who may not become owner; a mapping is refused for nothing else.
pub(super) fn inactive(refusal: Refusal) -> Vec<MemberId> {
    match refusal {
        Refusal::InactiveMembers { members, .. } => members,
        Refusal::NoOpenConversation
        | Refusal::ConversationClosed(_)
        | Refusal::ReplaceWithNobody
        | Refusal::SuccessorLeaves(_)
        | Refusal::StillReferenced(_) => Vec::new(),
    }
}

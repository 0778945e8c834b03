//! One request about several contacts or conversations, as one change.

use std::collections::HashSet;

use super::error::Result;
use super::refusals::{OnRefused, Refusals};
use super::requests::OnMissingContact;
use super::session::Session;
use crate::model::{Email, Request, RequestSubject, Target, TeamName};

/// What to do where some are refused.
const SKIP: &str = "nothing was changed; change the others with `--skip-refused`";

impl Session<'_> {
    /// Does the same to each contact or conversation, in this order; to one named twice, once. All are found before
    /// the first one changes.
    pub fn request_each(
        &mut self,
        targets: &[Target],
        request: &Request<Email, TeamName>,
        missing: OnMissingContact,
        on_refused: OnRefused,
    ) -> Result<()> {
        self.summarize();
        let request = &self.resolve(request)?;
        self.answer.conversations = matches!(request.subject(), RequestSubject::Conversation).then(Vec::new);
        let find = |target| self.find_subject(&self.named_target(target)?, request);
        let found = targets.iter().map(|target| find(target).map_err(Box::new));
        let found: Vec<_> = found.collect();
        let (mut seen, mut refusals) = (HashSet::new(), Refusals::default());
        for (target, subject) in targets.iter().zip(found) {
            let Some(subject) = refusals.accept(target, subject.map_err(|error| *error))? else { continue };
            if seen.insert(subject.clone()) {
                let asked = self.ask(&subject, request, missing);
                refusals.accept(target, asked)?;
            }
        }
        self.finish_refusals(refusals, on_refused)
    }

    /// Fails with what was refused, or lists it in the answer.
    pub(super) fn finish_refusals(&mut self, refusals: Refusals, on_refused: OnRefused) -> Result<()> {
        if on_refused == OnRefused::Fail {
            return refusals.fail(SKIP);
        }
        self.answer.refused = Some(refusals.first);
        self.answer.refused_count = Some(refusals.count);
        Ok(())
    }
}

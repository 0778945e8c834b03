//! What isn't rewritten since it comes of a slip.

use crate::formats::scenario::Topic;
use crate::scenario::report::Failure;

/// The failures of a scenario, of which those are left to a person that come of a slip: those of the
/// step that has one, and of all that follow, since that step hasn't happened.
pub(super) fn spared(mut failures: Vec<Failure>) -> Vec<Failure> {
    let Some(slip) = failures.iter().find(|failure| has_slip(failure)).map(|failure| failure.step) else {
        return failures;
    };
    for failure in failures.iter_mut().filter(|failure| failure.step >= slip && failure.remedy.is_ok()) {
        failure.remedy = Err("it stands on a step that names something that isn't there");
    }
    failures
}

/// Whether a step was refused, and only a person can tell whether that is meant.
fn has_slip(failure: &Failure) -> bool {
    failure.key == Topic::Refused.code() && failure.remedy.is_err()
}

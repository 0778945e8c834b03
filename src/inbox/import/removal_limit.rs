//! The number of owners that a mapping may remove without confirmation.

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RemovalLimit {
    /// Five, or a tenth of all.
    Default,
    /// This number, if it is over the default.
    Exactly(u64),
    AtMost(u64),
    /// A share of all.
    Percent(f64),
}

impl RemovalLimit {
    /// What a limit that was asked for allows to remove of all owners, in words.
    pub(super) fn allowance(self, all: u64) -> Option<String> {
        match self {
            Self::Default | Self::Exactly(_) => None,
            Self::AtMost(most) => Some(format!("`--max-removals {most}` allows {most}")),
            #[expect(clippy::cast_precision_loss, reason = "a share needs at most 52 bits")]
            Self::Percent(most) => {
                Some(format!("`--max-removals {most}%` allows {:.0}", (most * all as f64 / 100.0).floor()))
            }
        }
    }

    pub(super) fn allows(self, removed: u64, all: u64) -> bool {
        let is_default = removed <= 5 || removed.saturating_mul(10) <= all;
        match self {
            Self::Default => is_default,
            Self::Exactly(count) => is_default || removed == count,
            Self::AtMost(most) => removed <= most,
            #[expect(clippy::cast_precision_loss, reason = "a share needs at most 52 bits")]
            Self::Percent(most) => removed as f64 * 100.0 <= most * all as f64,
        }
    }
}

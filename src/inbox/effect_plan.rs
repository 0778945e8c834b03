//! The decisions about many contacts, put into the order of one decision about all: effects by kind, then those
//! passed over; within each as they were decided.

use crate::inbox::error::{Result, spill_error};
use crate::inbox::plan_space::PlanSpace;
use crate::inbox::progress::Phase;
use crate::inbox::session::Session;
use crate::inbox::sort::Sorter;
use crate::model::{DecidedEffect, Decision, Effect, PassedOver, RuleId};

/// The number of effects that are applied at a time.
const BATCH: usize = 512;

/// What is planned, sorted as it is to be applied.
pub(super) struct EffectPlan {
    sorter: Sorter,
    rules: Vec<RuleId>,
    records: u64,
}

/// The number of a decision in order, and which of the contacts that it moves together.
pub(super) type PlanOrder = (u64, u64);

impl EffectPlan {
    pub(super) fn new(space: &PlanSpace<'_>) -> Self {
        Self { sorter: space.sorter(), rules: Vec::new(), records: 0 }
    }

    /// Adds a decision about a contact.
    pub(super) fn push(&mut self, order: PlanOrder, decision: &Decision) -> Result<()> {
        for DecidedEffect { effect, rule } in &decision.effects {
            let kind = u8::try_from(effect.kind() as usize).unwrap_or(u8::MAX - 1);
            self.push_record(kind, order, &(effect, rule))?;
        }
        for passed in &decision.passed_over {
            self.push_record(u8::MAX, order, passed)?;
        }
        for rule in &decision.rules {
            if !self.rules.contains(rule) {
                self.rules.push(*rule);
            }
        }
        Ok(())
    }

    fn push_record(&mut self, kind: u8, (order, part): PlanOrder, record: &impl serde::Serialize) -> Result<()> {
        let mut key = [kind; 17];
        let places = order.to_be_bytes().into_iter().chain(part.to_be_bytes());
        key.iter_mut().skip(1).zip(places).for_each(|(to, from)| *to = from);
        self.records += 1;
        let payload = serde_json::to_vec(record).map_err(std::io::Error::from);
        payload.and_then(|payload| self.sorter.push(&key, &payload)).map_err(spill_error)
    }
}

impl Session<'_> {
    /// Applies a plan, and adds it to the answer.
    pub(super) fn apply_plan(&mut self, plan: EffectPlan, space: &mut PlanSpace<'_>) -> Result<()> {
        let EffectPlan { sorter, rules, records } = plan;
        self.apply_decided(Decision { rules, ..Decision::default() })?;
        let mut sorted = sorter.sorted().map_err(spill_error)?;
        let (mut batch, mut done) = (Decision::default(), 0);
        while let Some((key, payload)) = sorted.next().map_err(spill_error)? {
            space.step(self.wait, Phase::Writing, done, Some(records))?;
            done += 1;
            let read: Result<(), serde_json::Error> = if key.first() == Some(&u8::MAX) {
                serde_json::from_slice::<PassedOver>(payload).map(|passed| batch.passed_over.push(passed))
            } else {
                let read = serde_json::from_slice::<(Effect, Option<RuleId>)>(payload);
                read.map(|(effect, rule)| batch.effects.push(DecidedEffect { effect, rule }))
            };
            read.map_err(|error| spill_error(error.into()))?;
            // Who was passed over comes after all effects.
            if batch.effects.len() + batch.passed_over.len() == BATCH {
                self.apply_batch(&mut batch)?;
            }
        }
        self.apply_batch(&mut batch)
    }

    fn apply_batch(&mut self, batch: &mut Decision) -> Result<()> {
        let Decision { effects, passed_over, .. } = std::mem::take(batch);
        self.apply_decided(Decision { effects, ..Decision::default() })?;
        self.pass_over(passed_over)
    }
}

//! The oracle's rotation (T1): it stores the next member, where the product stores a position.

use inboxctl::testing::model::{MemberId, Strategy};

use crate::rules::inbox::{TeamSeed, Turns};

pub(super) struct RoundRobin {
    pub(super) strategy: Strategy,
    pub(super) default_agent: Option<MemberId>,
    members: Vec<MemberId>,
    /// `None` after the last member was picked.
    next: Option<MemberId>,
    last_picked: Option<MemberId>,
}

impl RoundRobin {
    pub(super) fn new(seed: &TeamSeed) -> Self {
        Self {
            strategy: seed.strategy,
            default_agent: seed.default_agent,
            members: seed.members.to_vec(),
            next: seed.members.first().copied(),
            last_picked: None,
        }
    }

    pub(super) fn has(&self, member: MemberId) -> bool {
        self.members.contains(&member)
    }

    /// All members, in the order of the rotation.
    pub(super) fn in_turn(&self) -> Vec<MemberId> {
        let mut order = self.members.clone();
        order.rotate_left(self.place());
        order
    }

    pub(super) fn pick(&mut self, member: MemberId) {
        let behind = self.members.iter().skip_while(|other| **other != member).nth(1);
        self.next = behind.copied();
        self.last_picked = Some(member);
    }

    pub(super) fn join(&mut self, member: MemberId) {
        self.members.push(member);
        self.next = self.next.or(Some(member));
    }

    pub(super) fn leave(&mut self, member: MemberId) {
        if self.next == Some(member) {
            self.next = self.members.iter().skip_while(|other| **other != member).nth(1).copied();
        }
        self.members.retain(|other| *other != member);
    }

    pub(super) fn picture(&self) -> Turns {
        Turns { members: self.members.clone(), turn: self.place(), last_picked: self.last_picked }
    }

    fn place(&self) -> usize {
        self.members.iter().position(|member| Some(*member) == self.next).unwrap_or(self.members.len())
    }
}

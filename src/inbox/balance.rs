//! How many contacts a rebalance would move, from counts alone (P2).

use super::MemberLoad;

/// The number of moves of a rebalance among all active members.
///
/// Each member is to own the total divided by their number, rounded down or up: up first for those who can't
/// come down to less, then for those who own more.
pub(super) fn moves_to_balance(members: &[MemberLoad]) -> u64 {
    let members: Vec<_> = members.iter().filter(|member| member.active).collect();
    let total: u64 = members.iter().map(|member| member.counts.contacts).sum();
    let (Some(least), Some(mut ups)) =
        (total.checked_div(members.len() as u64), total.checked_rem(members.len() as u64))
    else {
        return 0;
    };
    let mut moves = 0;
    let is_stuck = |member: &MemberLoad| member.counts.contacts - member.movable > least;
    let (stuck, free): (Vec<_>, Vec<_>) = members.into_iter().partition(|member| is_stuck(member));
    for member in stuck.into_iter().chain(free) {
        let above = member.counts.contacts.saturating_sub(least);
        let up = u64::from(above > 0 && ups > 0);
        ups -= up;
        moves += member.movable.min(above - up);
    }
    moves
}

//! Requests about teams.

use super::error::{InboxError, Result};
use super::find;
use super::session::Session;
use crate::model::{
    DecidedEffect, Decision, Effect, Email, Excerpt, Field, Fields, MemberId, RuleId, Strategy, Team, TeamId, TeamName,
    shell_quoted,
};
use crate::rules::turn_after_leaving;
use crate::store::directory;
use crate::store::entity::{self, EntityRef};

#[derive(Debug, Clone)]
pub struct NewTeam {
    pub name: TeamName,
    pub strategy: Strategy,
    pub default_agent: Option<Email>,
    /// The minutes after which a pick that has not answered is reassigned (T5).
    pub reassign_after: Option<u64>,
    pub members: Vec<Email>,
}

/// The changes of a team.
#[derive(Debug, Clone, Default)]
pub struct TeamChanges {
    pub name: Option<TeamName>,
    pub strategy: Option<Strategy>,
    /// `Some(None)` for none.
    #[expect(clippy::option_option, reason = "not given, cleared, or set")]
    pub default_agent: Option<Option<Email>>,
    /// `Some(None)` for none.
    #[expect(clippy::option_option, reason = "not given, cleared, or set")]
    pub reassign_after: Option<Option<u64>>,
    /// The members in their new order.
    pub order: Option<Vec<Email>>,
}

impl Session<'_> {
    /// Adds a team with its members.
    pub fn add_team(&mut self, new: &NewTeam) -> Result<()> {
        if let Some(team) = directory::team_by_name(self.connection, &new.name)? {
            let hint = format!("update it with `inboxctl team update {}`", shell_quoted(team.name.as_str()));
            return Err(name_exists(&team, hint));
        }
        let agent = new.default_agent.as_ref().map(|email| self.member(email)).transpose()?;
        let members = self.members(&new.members)?;
        let fields = Fields::from([
            (Field::Name, Some(new.name.to_string())),
            (Field::Strategy, Some(new.strategy.to_string())),
            (Field::DefaultAgent, agent.map(|agent| agent.to_string())),
            (Field::ReassignAfter, new.reassign_after.map(|minutes| minutes.to_string())),
        ]);
        check_reassignment(new.strategy, new.reassign_after)?;
        let team = TeamId(entity::insert(self.connection, "team", None, &fields)?);
        let joining = joining(team, &[], &members);
        self.apply([Effect::AddTeam { team }].into_iter().chain(joining).collect())
    }

    /// Updates a team's name, strategy, default agent or order.
    pub fn update_team(&mut self, team: &TeamName, changes: &TeamChanges) -> Result<()> {
        let team = find::team(self.connection, team)?;
        let mut set = Fields::new();
        if let Some(name) = &changes.name {
            self.check_free(&team, name)?;
            set.insert(Field::Name, Some(name.to_string()));
        }
        if let Some(strategy) = changes.strategy {
            set.insert(Field::Strategy, Some(strategy.to_string()));
        }
        if let Some(agent) = &changes.default_agent {
            let agent = agent.as_ref().map(|email| self.member(email)).transpose()?;
            set.insert(Field::DefaultAgent, agent.map(|agent| agent.to_string()));
        }
        if let Some(minutes) = changes.reassign_after {
            set.insert(Field::ReassignAfter, minutes.map(|minutes| minutes.to_string()));
        }
        let after = changes.reassign_after.unwrap_or(team.reassign_after.map(u64::from));
        check_reassignment(changes.strategy.unwrap_or(team.strategy), after)?;
        let order = changes.order.as_ref().map(|order| self.order(&team, order)).transpose()?;
        self.update(EntityRef::Team(team.id), set, |set| Effect::UpdateTeam { team: team.id, set })?;
        order.map_or(Ok(()), |order| self.replace_members(team, &order))
    }

    /// Looks up the members of a team in another order, which names each of them once.
    fn order(&mut self, team: &Team, order: &[Email]) -> Result<Vec<MemberId>> {
        let members = self.members(order)?;
        let mut problems = Vec::new();
        for (number, (member, email)) in members.iter().zip(order).enumerate() {
            if !team.members.contains(member) {
                problems.push(format!("`{email}` is not a member"));
            } else if members.iter().take(number).any(|earlier| earlier == member) {
                problems.push(format!("`{email}` is listed twice"));
            }
        }
        for member in team.members.iter().filter(|member| !members.contains(member)) {
            problems.push(format!("`{}` is missing", self.names.member(self.connection, *member)?));
        }
        if problems.is_empty() { Ok(members) } else { Err(invalid_order(team, &problems)) }
    }

    /// Fails if another team has the name, in any case.
    fn check_free(&self, team: &Team, name: &TeamName) -> Result<()> {
        match directory::team_by_name(self.connection, name)? {
            Some(other) if other.id != team.id => {
                Err(name_exists(&other, "choose another name, or rename that team first".to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Adds members at the end of a team (T1); those in it keep their position.
    pub fn join_team(&mut self, team: &TeamName, members: &[Email]) -> Result<()> {
        let team = find::team(self.connection, team)?;
        let members = self.members(members)?;
        self.apply(joining(team.id, &team.members, &members))
    }

    /// Removes members from a team; the rotation keeps pointing at the same member (T1).
    pub fn leave_team(&mut self, team: &TeamName, members: &[Email]) -> Result<()> {
        let mut team = find::team(self.connection, team)?;
        let members = self.members(members)?;
        let mut effects = Vec::new();
        for member in members {
            if team.members.contains(&member) {
                team.turn = turn_after_leaving(&team, member);
                team.members.retain(|other| *other != member);
                effects.push(Effect::LeaveTeam { team: team.id, member, turn: team.turn });
            }
        }
        self.apply(effects)
    }

    /// Sets the members of a team in order.
    pub(super) fn set_team_members(&mut self, team: &TeamName, members: &[Email]) -> Result<()> {
        let team = find::team(self.connection, team)?;
        let members = self.members(members)?;
        self.replace_members(team, &members)
    }

    /// T1: the common start stays, the others leave and join again; the rotation stands behind the member picked
    /// last, if still in the team, else at the start.
    fn replace_members(&mut self, mut team: Team, members: &[MemberId]) -> Result<()> {
        let kept = team.members.iter().zip(members).take_while(|(one, other)| one == other).count();
        let mut effects = Vec::new();
        for member in team.members.iter().skip(kept).copied().collect::<Vec<_>>() {
            team.turn = turn_after_leaving(&team, member);
            team.members.retain(|other| *other != member);
            effects.push(Effect::LeaveTeam { team: team.id, member, turn: team.turn }.without_rule());
        }
        effects.extend(joining(team.id, &team.members, members).into_iter().map(Effect::without_rule));
        let place = team.last_picked.and_then(|picked| members.iter().position(|member| *member == picked));
        let turn = place.map_or(0, |place| place + 1);
        if turn != team.turn && !effects.is_empty() {
            let picked = team.last_picked;
            effects.push(DecidedEffect {
                effect: Effect::AdvanceTurn { team: team.id, turn, picked },
                rule: Some(RuleId::T1),
            });
        }
        self.apply_decided(Decision { effects, ..Decision::default() })
    }

    pub fn team(&self, name: &TeamName) -> Result<Team> {
        find::team(self.connection, name)
    }
}

/// The effects of joining, for members that are not in the team, each once.
fn joining(team: TeamId, present: &[MemberId], members: &[MemberId]) -> Vec<Effect> {
    let mut joined = present.to_vec();
    let mut effects = Vec::new();
    for member in members {
        if !joined.contains(member) {
            joined.push(*member);
            effects.push(Effect::JoinTeam { team, member: *member });
        }
    }
    effects
}

/// The most minutes after which a team reassigns: a week.
const LONGEST_WAIT: u64 = 10_080;

/// T5: whole minutes up to a week, and only where the strategy has another member to pick.
pub(super) fn check_reassignment(strategy: Strategy, after: Option<u64>) -> Result<()> {
    let Some(minutes) = after else { return Ok(()) };
    let (message, hint) = if !(1..=LONGEST_WAIT).contains(&minutes) {
        (format!("invalid number of minutes `{minutes}`: expected 1 to {LONGEST_WAIT}"), "use `none` for never")
    } else if strategy == Strategy::DefaultAgent {
        let message = "a team with the strategy `default-agent` can't reassign: it has one agent";
        (message.to_owned(), "use another strategy, or `--reassign-after none`")
    } else {
        return Ok(());
    };
    Err(InboxError::Invalid { message, hint: Some(hint.to_owned()) })
}

fn invalid_order(team: &Team, problems: &[String]) -> InboxError {
    let name = Excerpt(team.name.as_str());
    InboxError::Invalid {
        message: format!("the order must list each member of `{name}` once: {}", problems.join(", ")),
        hint: Some("change the members with `inboxctl team join` and `inboxctl team leave`".to_owned()),
    }
}

fn name_exists(team: &Team, hint: String) -> InboxError {
    InboxError::AlreadyExists {
        message: format!("team `{}` already exists", Excerpt(team.name.as_str())),
        hint: Some(hint),
    }
}

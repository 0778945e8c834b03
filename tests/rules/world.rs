//! The smallest inbox around `decide`: it provides the situation and applies the effects.

use std::collections::BTreeMap;

use inboxctl::testing::model::{
    Absence, AbsenceId, ChangeId, ClosedConversation, ContactId, ContactState, Conversation, ConversationId,
    CurrentConversation, Decision, Directory, Effect, Holding, Holdings, Member, MemberId, Moment, OpenAssignment,
    Reference, ReferenceKind, Refusal, ReopenObstacle, Request, Role, RoleKind, Settings, Situation, Status, Team,
    TeamId, Time,
};
use inboxctl::testing::rules::{decide, turn_after_leaving};

use super::inbox::{
    About, Activity, Answer, CONTACTS, ConversationPicture, Event, Inbox, MEMBERS, Outcome, Picture, TEAMS, TeamSeed,
    Turns, by_rule, contacts_by_phone,
};

#[derive(Clone)]
pub(crate) struct World {
    settings: Settings,
    directory: Directory,
    /// Each with all its conversations: the closed ones are never forgotten.
    contacts: BTreeMap<ContactId, ContactState>,
    /// The status in which conversations were closed last.
    closed_in: BTreeMap<ConversationId, Status>,
    /// The present, in minutes.
    minute: i64,
    absences: i64,
}

impl Inbox for World {
    fn ask(&mut self, event: &Event) -> Answer {
        let decision = match event {
            Event::Ask(about, request) => self.decide(*about, request),
            Event::Join(team, member) => Ok(self.joining(*team, *member)),
            Event::Leave(team, member) => Ok(self.leaving(*team, *member)),
        };
        match decision {
            Err(refusal) => Answer::Refused(refusal.code(), refusal.rule()),
            Ok(decision) => {
                self.keep(&decision);
                Answer::Done(Outcome {
                    effects: decision.effects,
                    passed_over: by_rule(decision.passed_over),
                    left: decision.offboarding,
                })
            }
        }
    }

    fn picture(&self) -> Picture {
        let activity = |member: &Member| if member.active { Activity::Active } else { Activity::Inactive };
        Picture {
            assign_first_responder: self.settings.assign_first_responder,
            members: self.members().map(|member| (member.id, activity(member))).collect(),
            teams: self.teams().map(|team| (team.id, turns(team))).collect(),
            contacts: self.contacts.values().map(|it| (it.contact, it.owners.members().collect())).collect(),
            conversations: self.pictures(),
        }
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let mut directory = Directory::default();
        directory.members.extend(MEMBERS.into_iter().map(new_member).map(|member| (member.id, member)));
        directory.teams.extend(TEAMS.iter().map(new_team).map(|team| (team.id, team)));
        Self {
            settings: Settings::default(),
            directory,
            contacts: CONTACTS.map(|(id, _)| (id, ContactState::new(id, ConversationId(1)))).into(),
            closed_in: BTreeMap::new(),
            minute: 0,
            absences: 0,
        }
    }

    /// Sets the present.
    pub(crate) fn wait_until(&mut self, minute: i64) {
        self.minute = minute;
    }

    /// Sets the minutes after which a team reassigns.
    pub(crate) fn reassign_after(&mut self, team: TeamId, minutes: u32) {
        self.team(team).reassign_after = Some(minutes);
    }

    fn now(&self) -> Time {
        Time::from_nanoseconds(0).plus_minutes(self.minute)
    }

    /// The decision of the rules, not applied: a dry run.
    pub(crate) fn decide(&self, about: About, request: &Request) -> Result<Decision, Refusal> {
        let state = self.state_of(about, request);
        decide(&self.situation(&state, request), request)
    }

    /// Applies a decision.
    pub(crate) fn keep(&mut self, decision: &Decision) {
        decision.effects.iter().for_each(|ruled| self.apply(&ruled.effect));
    }

    fn state_of(&self, about: About, request: &Request) -> ContactState {
        match about {
            About::Contact(contact) => {
                let mut state = self.state(contact);
                if *request == Request::Reopen
                    && state.open().is_none()
                    && let Some(latest) = state.past.pop()
                {
                    self.make_current(latest, &mut state);
                }
                state
            }
            About::Conversation(id) => {
                let conversation = self.conversations().find(|it| it.id == id).unwrap();
                let mut state = self.state(conversation.contact);
                if conversation.status == Status::Closed {
                    state.past.retain(|other| other.id != id);
                    self.make_current(conversation.clone(), &mut state);
                }
                state
            }
            About::Inbox => ContactState::new(ContactId(0), ConversationId(0)),
        }
    }

    /// Makes a closed conversation the one that a request names.
    fn make_current(&self, conversation: Conversation, state: &mut ContactState) {
        let latest = state.past.iter().map(|other| other.id).max().filter(|other| *other > conversation.id);
        let obstacle =
            state.open().map(|open| ReopenObstacle::Open(open.id)).or_else(|| latest.map(ReopenObstacle::Later));
        let closed_in = self.closed_in[&conversation.id];
        state.current = CurrentConversation::Closed(ClosedConversation { conversation, closed_in, obstacle });
    }

    fn situation<'a>(&'a self, state: &'a ContactState, request: &Request) -> Situation<'a> {
        let mut situation = Situation::new(self.now(), self.settings, &self.directory, state);
        situation.next_absence = AbsenceId(self.absences + 1);
        match request {
            Request::Away { member, hand_over_open: true, .. } => {
                situation.backlog = self.backlog(|it| it.assigned.contains(*member));
            }
            Request::ReassignOverdue { team, limit } => situation.backlog = self.overdue(*team, *limit),
            Request::Deactivate { member, .. } | Request::TransferOwners { member, .. } => {
                situation.holdings = self.holdings(*member);
            }
            Request::TransferConversations { member, team, status, .. } => {
                situation.backlog = self.backlog(|it| {
                    it.assigned.contains(*member)
                        && team.is_none_or(|team| it.team == Some(team))
                        && status.is_none_or(|status| it.status == status.into())
                });
            }
            Request::DistributeConversations { status, .. } => {
                let statuses = status.map_or(vec![Status::New, Status::InProgress], |status| vec![status.into()]);
                situation.backlog = self.backlog(|it| it.assigned.is_empty() && statuses.contains(&it.status));
            }
            Request::RemoveMember { member } => situation.references = self.references_to_member(*member),
            Request::RemoveTeam { team } => situation.references = self.references_to_team(*team),
            Request::RemoveContact => situation.references = self.references_to_contact(state.contact),
            _ => {}
        }
        situation
    }

    fn state(&self, contact: ContactId) -> ContactState {
        let numbers = i64::try_from(self.conversations().count()).unwrap();
        ContactState { next_conversation: ConversationId(numbers + 1), ..self.contacts[&contact].clone() }
    }

    fn conversations(&self) -> impl Iterator<Item = &Conversation> {
        self.contacts.values().flat_map(ContactState::conversations)
    }

    /// The open conversations of which something is true, by number: none is older than its number says.
    fn backlog(&self, looked_at: impl Fn(&Conversation) -> bool) -> Vec<ContactState> {
        let is_looked_at = |state: &&ContactState| state.open().is_some_and(&looked_at);
        let mut backlog: Vec<_> = self.contacts.values().filter(is_looked_at).cloned().collect();
        backlog.sort_by_key(|state| state.open().unwrap().id);
        backlog
    }

    /// The overdue conversations, the longest overdue first.
    fn overdue(&self, team: Option<TeamId>, limit: Option<u64>) -> Vec<ContactState> {
        let minutes = |it: &Conversation| self.directory.teams.get(&it.team?)?.reassign_after;
        let at = self.now().as_nanoseconds();
        let mut overdue = self.backlog(|it| {
            team.is_none_or(|team| it.team == Some(team)) && minutes(it).is_some_and(|after| it.is_overdue(after, at))
        });
        overdue.sort_by_key(|state| {
            let open = state.open().unwrap();
            open.picked_at().unwrap() + i64::from(minutes(open).unwrap()) * 60_000_000_000
        });
        overdue.truncate(limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap()));
        overdue
    }

    fn pictures(&self) -> Vec<(ContactId, ConversationPicture)> {
        let mut pictures: Vec<_> = self.conversations().map(|it| (it.contact, picture(it))).collect();
        pictures.sort_by_key(|(_, picture)| picture.id);
        pictures
    }

    fn holdings(&self, member: MemberId) -> Holdings {
        let held = contacts_by_phone().into_iter().filter_map(|contact| self.holding(member, contact)).collect();
        Holdings { held, roles: self.teams().flat_map(|team| roles_in(team, member)).collect() }
    }

    fn holding(&self, member: MemberId, contact: ContactId) -> Option<Holding> {
        let state = &self.contacts[&contact];
        let owners: Vec<_> = state.owners.members().collect();
        let open = state
            .open()
            .filter(|open| open.assigned.contains(member))
            .map(|open| OpenAssignment { conversation: open.id, assigned: open.assigned.members().collect() });
        let pinned = state.owners.seat(member).is_some_and(|seat| seat.pinned);
        (owners.contains(&member) || open.is_some()).then_some(Holding { contact, owners, pinned, open })
    }

    fn references_to_member(&self, member: MemberId) -> Vec<Reference> {
        counted([
            (ReferenceKind::Ownership, self.contacts.values().filter(|it| it.owners.contains(member)).count()),
            (ReferenceKind::Assignment, self.conversations().filter(|it| it.assigned.contains(member)).count()),
            (
                ReferenceKind::FirstResponse,
                self.conversations().filter(|it| it.first_responder == Some(member)).count(),
            ),
            (ReferenceKind::Membership, self.teams().filter(|team| team.members.contains(&member)).count()),
            (ReferenceKind::DefaultAgent, self.teams().filter(|team| team.default_agent == Some(member)).count()),
        ])
    }

    fn references_to_team(&self, team: TeamId) -> Vec<Reference> {
        let named = self.conversations().filter(|it| it.team == Some(team)).count();
        counted([(ReferenceKind::Conversation, named)])
    }

    fn references_to_contact(&self, contact: ContactId) -> Vec<Reference> {
        let had = self.conversations().filter(|it| it.contact == contact).count();
        counted([(ReferenceKind::Conversation, had)])
    }

    fn joining(&self, team: TeamId, member: MemberId) -> Decision {
        let joins = !self.directory.teams.get(&team).unwrap().members.contains(&member);
        without_rule(joins.then_some(Effect::JoinTeam { team, member }))
    }

    fn leaving(&self, team: TeamId, member: MemberId) -> Decision {
        let from = self.directory.teams.get(&team).unwrap();
        let turn = turn_after_leaving(from, member);
        without_rule(from.members.contains(&member).then_some(Effect::LeaveTeam { team, member, turn }))
    }

    fn apply(&mut self, effect: &Effect) {
        match effect {
            Effect::SetSetting { setting } => self.settings.put(*setting),
            effect if effect.is_of_state() => self.apply_to_contact(effect),
            _ => self.apply_to_directory(effect),
        }
    }

    fn apply_to_contact(&mut self, effect: &Effect) {
        let (contact, conversation) = effect.subject();
        let contact =
            contact.or_else(|| self.conversations().find(|it| Some(it.id) == conversation).map(|it| it.contact));
        let mut state = self.contacts.remove(&contact.unwrap()).unwrap();
        if let Some(place) = state.past.iter().position(|closed| Some(closed.id) == conversation) {
            let closed = state.past.remove(place);
            self.make_current(closed, &mut state);
        }
        if let (Effect::CloseConversation { conversation }, Some(open)) = (effect, state.open()) {
            self.closed_in.insert(*conversation, open.status);
        }
        let directory = &mut self.directory;
        let loads = &mut |member, by| directory.members.get_mut(&member).unwrap().active_conversations += by;
        let at = Time::from_nanoseconds(0).plus_minutes(self.minute).as_nanoseconds();
        state.apply(Moment { at, change: ChangeId(1) }, effect, loads).unwrap();
        self.contacts.insert(state.contact, state);
    }

    fn apply_to_directory(&mut self, effect: &Effect) {
        match effect {
            Effect::AddAbsence { member, absence, from, until, cover } => {
                let absence = Absence { id: *absence, from: *from, until: *until, cover: cover.clone() };
                self.absences = absence.id.0;
                let absences = &mut self.directory.members.get_mut(member).unwrap().absences;
                absences.push(absence);
                absences.sort_by_key(|absence| absence.from);
                return;
            }
            Effect::EndAbsence { member, absence, until, .. } => {
                let absences = &mut self.directory.members.get_mut(member).unwrap().absences;
                match until {
                    Some(until) => absences.iter_mut().find(|it| it.id == *absence).unwrap().until = *until,
                    None => absences.retain(|it| it.id != *absence),
                }
                return;
            }
            _ => {}
        }
        match *effect {
            Effect::AdvanceTurn { team, turn, picked } => {
                let team = self.team(team);
                (team.turn, team.last_picked) = (turn, picked);
            }
            Effect::JoinTeam { team, member } => self.team(team).members.push(member),
            Effect::LeaveTeam { team, member, turn } => {
                let team = self.team(team);
                team.members.retain(|other| *other != member);
                team.turn = turn;
            }
            Effect::ActivateMember { member } => self.directory.members.get_mut(&member).unwrap().active = true,
            Effect::DeactivateMember { member } => self.directory.members.get_mut(&member).unwrap().active = false,
            Effect::RemoveMember { member } => drop(self.directory.members.remove(&member)),
            Effect::RemoveTeam { team } => drop(self.directory.teams.remove(&team)),
            Effect::RemoveContact { contact } => drop(self.contacts.remove(&contact)),
            _ => panic!("no request of these tests has the effect {effect:?}"),
        }
    }

    fn members(&self) -> impl Iterator<Item = &Member> {
        MEMBERS.into_iter().filter_map(|id| self.directory.members.get(&id))
    }

    fn teams(&self) -> impl Iterator<Item = &Team> {
        TEAMS.iter().filter_map(|seed| self.directory.teams.get(&seed.id))
    }

    fn team(&mut self, id: TeamId) -> &mut Team {
        self.directory.teams.get_mut(&id).unwrap()
    }
}

fn new_member(id: MemberId) -> Member {
    let email = format!("member-{id}@acme.example").parse().unwrap();
    Member { id, email, name: None, external_id: None, active: true, active_conversations: 0, absences: Vec::new() }
}

fn new_team(seed: &TeamSeed) -> Team {
    Team {
        id: seed.id,
        name: format!("Team {}", seed.id).parse().unwrap(),
        strategy: seed.strategy,
        default_agent: seed.default_agent,
        members: seed.members.to_vec(),
        turn: 0,
        last_picked: None,
        reassign_after: None,
    }
}

fn turns(team: &Team) -> Turns {
    Turns { members: team.members.clone(), turn: team.turn, last_picked: team.last_picked }
}

fn picture(conversation: &Conversation) -> ConversationPicture {
    ConversationPicture {
        id: conversation.id,
        status: conversation.status,
        team: conversation.team,
        assigned: conversation.assigned.members().collect(),
        contact_wrote: conversation.contact_wrote,
        handed_over: conversation.handed_over,
        first_responder: conversation.first_responder,
    }
}

fn roles_in(team: &Team, member: MemberId) -> Vec<Role> {
    let places = [
        (RoleKind::Member, team.members.contains(&member)),
        (RoleKind::DefaultAgent, team.default_agent == Some(member)),
    ];
    places.into_iter().filter(|(_, has)| *has).map(|(kind, _)| Role { team: team.id, kind }).collect()
}

fn counted<const KINDS: usize>(counts: [(ReferenceKind, usize); KINDS]) -> Vec<Reference> {
    let found = counts.into_iter().filter(|(_, count)| *count > 0);
    found.map(|(kind, count)| Reference { kind, count: i64::try_from(count).unwrap() }).collect()
}

fn without_rule(effect: Option<Effect>) -> Decision {
    Decision { effects: effect.into_iter().map(Effect::without_rule).collect(), ..Decision::default() }
}

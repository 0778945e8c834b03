//! Whether a file tells the same as before it was rewritten, expectations aside.

use crate::formats::fault::{Located, Place};
use crate::formats::scenario::file::{Given, Scenario, World};
use crate::formats::scenario::step::{Action, Step, Target};

/// Whether nothing but expectations may have changed: the same happens in the same order, and the
/// same is there before. Only where it stands may differ.
pub fn tell_the_same(now: &[Scenario], before: &[Scenario]) -> bool {
    now.len() == before.len() && now.iter().zip(before).all(|(now, before)| story(now) == story(before))
}

const NOWHERE: Place = Place { line: 0, column: 0 };

/// A scenario without its expectations, standing nowhere.
fn story(scenario: &Scenario) -> Scenario {
    let mut story = scenario.clone();
    story.place = NOWHERE;
    lift(&mut story.name);
    match &mut story.world {
        World::Given(given) => lift_given(given),
        World::CurrentStore => {}
    }
    story.steps.iter_mut().for_each(lift_step);
    story
}

fn lift<T>(located: &mut Located<T>) {
    located.place = NOWHERE;
}

fn lift_given(given: &mut Given) {
    given.settings.iter_mut().for_each(lift);
    given.members.iter_mut().for_each(lift);
    for team in &mut given.teams {
        lift(team);
        team.value.default_agent.iter_mut().for_each(lift);
        team.value.members.iter_mut().for_each(lift);
    }
    for contact in &mut given.contacts {
        lift(contact);
        lift(&mut contact.value.phone);
        contact.value.owners.iter_mut().for_each(lift);
    }
    let files = [&mut given.members_csv, &mut given.teams_csv, &mut given.owners_csv];
    files.into_iter().flatten().for_each(lift);
}

fn lift_step(step: &mut Step) {
    step.place = NOWHERE;
    step.expect = None;
    step.action.iter_mut().filter_map(contact).for_each(lift);
}

/// The contact that an action names.
fn contact(action: &mut Action) -> Option<&mut Located<String>> {
    match action {
        Action::Message { contact, .. }
        | Action::OwnerAdd { contact, .. }
        | Action::OwnerRemove { contact, .. }
        | Action::ContactRemove { contact } => Some(contact),
        Action::Assign { conversation, .. }
        | Action::Unassign { conversation, .. }
        | Action::Close { conversation } => match conversation {
            Target::Contact(contact) => Some(contact),
            Target::Conversation(_) => None,
        },
        Action::Settings(_)
        | Action::Deactivate { .. }
        | Action::Activate { .. }
        | Action::MemberRemove { .. }
        | Action::TeamRemove { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::scenario::read;

    const BEFORE: &str = r#"scenarios:
  - name: one
    given:
      settings: { default-country: MX }
      members: [ana@acme.example]
      teams: [{ name: Sales, default_agent: ana@acme.example, members: [ana@acme.example] }]
      contacts: [{ phone: "5512345678", owners: [ana@acme.example] }]
      members_csv: members.csv
    steps:
      - message: { contact: "5512345678", from: contact }
        expect: { status: new }
      - close: { contact: "5512345678" }
"#;

    #[test]
    fn only_expectations_and_places_may_change() {
        let before = read(BEFORE).unwrap().scenarios;
        let same = |old: &str, new: &str| {
            assert!(BEFORE.contains(old), "{old}");
            tell_the_same(&read(&BEFORE.replace(old, new)).unwrap().scenarios, &before)
        };
        assert!(same("status: new", "unassigned: true"));
        assert!(same(
            "        expect: { status: new }\n",
            "        expect:\n          status: new\n          team: null\n"
        ));
        assert!(same("scenarios:", "# moved\n\nscenarios:"));
        assert!(same("given:\n      settings: {", "given:\n      settings:  {"));
        for (old, new) in [
            ("name: one", "name: two"),
            ("MX", "ES"),
            ("members: [ana@acme.example]\n", "members: [ana@acme.example, eva@acme.example]\n"),
            ("phone: \"5512345678\"", "phone: \"5512345679\""),
            (", owners: [ana@acme.example]", ""),
            ("members_csv: members.csv", "members_csv: others.csv"),
            ("from: contact", "from: system"),
            ("from: contact", "from: contact, at: 2026-01-02T00:00:00Z"),
            ("from: contact", "from: contact, create_contacts: true"),
            ("      - close: { contact: \"5512345678\" }\n", ""),
        ] {
            assert!(!same(old, new), "{new}");
        }
    }
}

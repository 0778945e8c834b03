//! What `help` tells of that is no command.

use crate::model::{Assigned, Owned, Passed, Removed, RuleId};

/// What there is to be told.
#[derive(Debug, Clone, Copy)]
pub(super) enum Topic {
    ExitCodes,
    Scenarios,
    Rules,
    Reasons,
}

/// What it is asked for by.
const NAMES: [(&str, Topic); 4] = [
    ("exit-codes", Topic::ExitCodes),
    ("scenarios", Topic::Scenarios),
    ("rules", Topic::Rules),
    ("reasons", Topic::Reasons),
];

impl Topic {
    /// The topic with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, topic)| *topic)
    }

    /// The names of all of them.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// What there is to know.
    pub(super) fn text(self) -> String {
        match self {
            Self::ExitCodes => EXIT_CODES.to_owned(),
            Self::Scenarios => SCENARIOS.to_owned(),
            Self::Rules => table(RuleId::ALL.iter().map(|rule| (rule.code(), rule.sentence()))),
            Self::Reasons => reasons(),
        }
    }
}

/// What each exit code means.
pub(super) const EXIT_CODES: &str = "\
0    done; also nothing to do, an empty list, already so
1    it ran, and the answer is no: a scenario failed, rows were skipped, `check`
     found a fault, an undo left something
2    wrong usage: the command line can't be understood
3    bad input: a faulty file, something unknown was named, or the rules refuse;
     nothing was changed
4    the store: missing, busy, not ours, newer than this program, damaged, disk
     full
5    nothing ran: no scenario found or selected
6    only with --detailed-exitcode on a dry run: changes are pending (1 and 3
     come first)
130  interrupted; no changes were made
";

/// How a scenario file is written; the example in it is played by a test.
const SCENARIOS: &str = r#"A scenario file is YAML or JSON. Each scenario plays in a world of its own,
which begins empty and is forgotten after; the store is never touched.

scenarios:
  - name: Rosa gets her owner when she writes
    given:                       # what is there at first; may be left out
      settings: { assign-first-responder: on, default-country: MX }
      members: [ana@acme.example, { email: eva@acme.example, active: false }]
      teams:
        - { name: Sales, strategy: round-robin, members: [ana@acme.example] }
      contacts:
        - { phone: "+525512345678",
            owners: [ana@acme.example, eva@acme.example] }
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect:
          status: new
          assigned: [ana@acme.example]
          because: { ana@acme.example: contact-owner }
          passed_over: { eva@acme.example: inactive-member }
      - close: { contact: "+525512345678" }
        expect: { status: closed }

Instead of `given` there may be `store: current`: a copy of the store, as it is.
`given` takes CSV files too, as `member`, `team` and `owner import` do, named
relative to the scenario file: members_csv, teams_csv, owners_csv. They must be
plain files in its folder or in the working directory.

A step does one thing, or only expects:
  message         contact, from: contact | member | flow | system
                  from a member: member, note; from a flow: assign, assign_team,
                  end_flow; and create_contacts
  assign          contact or conversation: N; member, team, replace
  unassign        contact or conversation: N; member, team, all
  close           contact or conversation: N
  owner_add       contact, member, assign_open, create_contacts
  owner_remove    contact, member
  settings        KEY: VALUE
  deactivate      member, hand_over_to
  activate        member
  member_remove   member
  team_remove     team
  contact_remove  contact
Step n happens n minutes after 2026-01-01T00:00:00Z, unless it has an `at`.

What isn't expected isn't looked at. `expect` looks at the step's contact, or at
the one it names with `contact`: at the open conversation, else at the latest.
  status, team, first_responder
                  this one (`null`: no team, no first responder)
  assigned, owners
                  exactly these; `[]` is nobody
  unassigned: true
                  nobody is on it
  not_assigned    none of these is on it
  because         why each of these is on it; others may be too
  passed_over     why each of these was passed over, in this step; others may
                  be. `{ ana@acme.example: [] }`: Ana wasn't. `nobody` where
                  none in particular is meant
  effects         exactly what the step changed, as in its JSON
  refused         the error code; a step that is refused fails without it
A scenario ends at its first step that fails; `scenario explain` goes on.

The rules and the codes: `inboxctl help rules`, `inboxctl help reasons`.
Editors complete such files with the schema that `inboxctl schema scenario`
prints.
"#;

fn reasons() -> String {
    let parts = [
        ("Why a member is on a conversation", table(Assigned::ALL.iter().map(|it| (it.code(), it.sentence())))),
        ("Why a member owns a contact", table(Owned::ALL.iter().map(|it| (it.code(), it.sentence())))),
        ("Why a member no longer does", table(Removed::ALL.iter().map(|it| (it.code(), it.sentence())))),
        ("Why a member was passed over", table(Passed::ALL.iter().map(|it| (it.code(), it.sentence())))),
    ];
    parts.map(|(heading, table)| format!("{heading}:\n{table}")).join("\n")
}

/// Words and what they mean, one a line.
fn table(rows: impl Iterator<Item = (&'static str, &'static str)> + Clone) -> String {
    let width = rows.clone().map(|(word, _)| word.len()).max().unwrap_or_default();
    rows.fold(String::new(), |text, (word, meaning)| text + &format!("  {word:width$}  {meaning}\n"))
}

//! `check` finds each kind of problem, and no others.

use std::collections::BTreeSet;
use std::fs;

use inboxctl::testing::inbox::{Inbox, LockWait, view};
use inboxctl::testing::model::ProblemCode;

use super::with_contacts;
use crate::program::Program;
use crate::rows::{column, open};

/// Ana and Luis, of team Sales, own Rosa of Acme and are assigned to her open conversation 1; Saúl's
/// conversation 2, in which Ana replied, is closed. Eva is inactive, and one member was removed.
const STORY: &[&[&str]] = &[
    &["member", "add", "ana@acme.example"],
    &["member", "add", "luis@acme.example"],
    &["member", "add", "eva@acme.example"],
    &["team", "add", "Sales", "--member", "ana@acme.example", "--member", "luis@acme.example"],
    &["member", "deactivate", "eva@acme.example"],
    &[
        "contact",
        "add",
        "+525512345678",
        "--account",
        "Acme",
        "--owner",
        "ana@acme.example",
        "--owner",
        "luis@acme.example",
    ],
    &["simulate-message", "--contact", "+525512345678", "--from", "contact"],
    &["assign", "1", "--team", "Sales"],
    &["contact", "add", "+525587654321"],
    &["simulate-message", "--contact", "+525587654321", "--from", "member", "--member", "ana@acme.example"],
    &["conversation", "close", "2"],
    &["settings", "set", "default-country", "mx"],
    &[
        "member",
        "away",
        "ana@acme.example",
        "--from",
        "1970-01-01T00:00:00Z",
        "--until",
        "1970-01-01T00:00:01Z",
        "--cover",
        "luis@acme.example",
    ],
    &["member", "add", "zed@acme.example"],
    &["member", "remove", "zed@acme.example"],
];

/// The cause of each problem, its code and its message.
const SPOILS: &[(&str, ProblemCode, &str)] = &[
    (
        "DROP INDEX conversations_by_team",
        ProblemCode::MissingFromSchema,
        "the index `conversations_by_team` is missing",
    ),
    ("DROP VIEW owners", ProblemCode::MissingFromSchema, "the view `owners` is missing"),
    ("CREATE TABLE mine (id)", ProblemCode::UnexpectedInSchema, "unexpected table `mine`"),
    (
        "DROP INDEX conversations_by_team; CREATE INDEX conversations_by_team ON conversations (status)",
        ProblemCode::AlteredSchema,
        "the index `conversations_by_team` was altered",
    ),
    ("DROP VIEW owners; CREATE VIEW owners AS SELECT 1", ProblemCode::AlteredSchema, "the view `owners` was altered"),
    (
        "INSERT INTO absences (member_id, from_at, until_at) VALUES (2, 20, 5)",
        ProblemCode::BrokenConstraint,
        "CHECK constraint failed in absences",
    ),
    (
        "INSERT INTO absences (member_id, from_at, until_at) VALUES (1, 5, 20)",
        ProblemCode::AbsencesOverlap,
        "two absences of `ana@acme.example` overlap",
    ),
    (
        "UPDATE conversations SET picked_at = 1 WHERE id = 1",
        ProblemCode::PickTimeDiffers,
        "conversation 1 has another time of its pick than the assignment",
    ),
    (
        "UPDATE teams SET strategy = 'default-agent', reassign_after = 5",
        ProblemCode::ReassignmentWithDefaultAgent,
        "team `Sales` has a default agent and reassigns after 5 minutes: \
         run `inboxctl team update Sales --reassign-after none`",
    ),
    (
        "UPDATE entries SET contact_id = 77 WHERE change_id = 6",
        ProblemCode::DanglingReference,
        "an entry of change 6 refers to missing row 77 of `contacts`",
    ),
    (
        "UPDATE contacts SET account_id = 77 WHERE id = 1",
        ProblemCode::DanglingReference,
        "contact `+525512345678` refers to missing row 77 of `accounts`",
    ),
    (
        "INSERT INTO contact_owners VALUES (2, 77, 0, 'manual', 0, 1, 0)",
        ProblemCode::DanglingReference,
        "an owner of contact `+525587654321` refers to missing row 77 of `members`",
    ),
    (
        "INSERT INTO contact_owners VALUES (77, 1, 0, 'manual', 0, 1, 0)",
        ProblemCode::DanglingReference,
        "an owner of contact `77` refers to missing row 77 of `contacts`",
    ),
    (
        "UPDATE contact_owners SET change_id = 77 WHERE member_id = 1",
        ProblemCode::DanglingReference,
        "an owner of contact `+525512345678` refers to missing row 77 of `changes`",
    ),
    (
        "UPDATE conversations SET contact_id = 77 WHERE id = 2",
        ProblemCode::DanglingReference,
        "conversation 2 refers to missing row 77 of `contacts`",
    ),
    (
        "UPDATE conversations SET team_id = 77 WHERE id = 2",
        ProblemCode::DanglingReference,
        "conversation 2 refers to missing row 77 of `teams`",
    ),
    (
        "UPDATE conversations SET first_responder_id = 77 WHERE id = 2",
        ProblemCode::DanglingReference,
        "conversation 2 refers to missing row 77 of `members`",
    ),
    (
        "INSERT INTO assignments VALUES (2, 77, 7, 0, 'manual', 0, 1)",
        ProblemCode::DanglingReference,
        "an assignment of conversation 2 refers to missing row 77 of `members`",
    ),
    (
        "UPDATE assignments SET change_id = 77 WHERE conversation_id = 2",
        ProblemCode::DanglingReference,
        "an assignment of conversation 2 refers to missing row 77 of `changes`",
    ),
    (
        "INSERT INTO team_members VALUES (1, 77, 7)",
        ProblemCode::DanglingReference,
        "a member of team `Sales` refers to missing row 77 of `members`",
    ),
    (
        "UPDATE teams SET default_agent_id = 77",
        ProblemCode::DanglingReference,
        "team `Sales` refers to missing row 77 of `members`",
    ),
    (
        "UPDATE changes SET undone_by = 77 WHERE id = 1",
        ProblemCode::DanglingReference,
        "change 1 refers to missing row 77 of `changes`",
    ),
    (
        "INSERT INTO change_members VALUES (1, 77)",
        ProblemCode::DanglingReference,
        "the member list of change 77 refers to missing row 77 of `changes`",
    ),
    (
        "UPDATE members SET active = 7 WHERE id = 3",
        ProblemCode::UnknownValue,
        "member `eva@acme.example` has the unknown state `7`",
    ),
    (
        "UPDATE teams SET strategy = 'by-dice'",
        ProblemCode::UnknownValue,
        "team `Sales` has the unknown strategy `by-dice`",
    ),
    (
        "UPDATE conversations SET status = 'asleep' WHERE id = 1;
         UPDATE members SET active_conversations = 0",
        ProblemCode::UnknownValue,
        "conversation 1 has the unknown status `asleep`",
    ),
    (
        "UPDATE conversations SET contact_wrote = 7 WHERE id = 1",
        ProblemCode::UnknownValue,
        "conversation 1 has a flag that is neither 0 nor 1",
    ),
    (
        "UPDATE conversations SET handed_over = 7 WHERE id = 1",
        ProblemCode::UnknownValue,
        "conversation 1 has a flag that is neither 0 nor 1",
    ),
    (
        "UPDATE assignments SET reason = 'by-dice' WHERE conversation_id = 2",
        ProblemCode::UnknownValue,
        "`ana@acme.example` is assigned to conversation 2 with the unknown reason `by-dice`",
    ),
    (
        "UPDATE assignments SET is_open = 7 WHERE conversation_id = 2",
        ProblemCode::UnknownValue,
        "`ana@acme.example` is assigned to conversation 2 with the unknown state `7`",
    ),
    (
        "UPDATE contact_owners SET reason = 'by-dice' WHERE member_id = 2",
        ProblemCode::UnknownValue,
        "`luis@acme.example` owns contact `+525512345678` with the unknown reason `by-dice`",
    ),
    (
        "UPDATE removed SET kind = 'ghost'",
        ProblemCode::UnknownValue,
        "removed `zed@acme.example` has the unknown kind `ghost`",
    ),
    (
        "UPDATE members SET email = 'Eva@acme.example' WHERE id = 3",
        ProblemCode::InvalidEmail,
        "the email of member `Eva@acme.example` is not in folded form: \
         run `inboxctl member update Eva@acme.example --email eva@acme.example`",
    ),
    (
        "UPDATE members SET email = 'JOSÉ@acme.example' WHERE id = 3",
        ProblemCode::InvalidEmail,
        "the email of member `JOSÉ@acme.example` is not in folded form: \
         run `inboxctl member update JOSÉ@acme.example --email josé@acme.example`",
    ),
    (
        "UPDATE members SET email = 'eva' WHERE id = 3",
        ProblemCode::InvalidEmail,
        "the email of member `eva` is not valid: run `inboxctl member update eva --email NEW`",
    ),
    (
        "UPDATE contacts SET email = 'rosa' WHERE id = 1",
        ProblemCode::InvalidEmail,
        "the email `rosa` of contact `+525512345678` is not valid: run `inboxctl contact update +525512345678 --email NEW`",
    ),
    (
        "UPDATE contacts SET phone = '+52 55 1234 5678' WHERE id = 1",
        ProblemCode::InvalidPhone,
        "the phone of contact `+52 55 1234 5678` is not in canonical form: \
         `inboxctl contact update '+52 55 1234 5678' --phone +525512345678`",
    ),
    (
        "UPDATE contacts SET phone = 'Rosa' WHERE id = 1",
        ProblemCode::InvalidPhone,
        "the phone of contact `Rosa` is not in canonical form: `inboxctl contact update Rosa --phone PHONE`",
    ),
    (
        "UPDATE contacts SET phone = '+5215512345678' WHERE id = 1",
        ProblemCode::PhoneNotCanonical,
        "the phone of contact `+5215512345678` is now written `+525512345678`: \
         `inboxctl contact update +5215512345678 --phone +525512345678`",
    ),
    (
        "UPDATE contacts SET phone = '+52551234' WHERE id = 1",
        ProblemCode::PhoneNotCanonical,
        "the phone of contact `+52551234` is no longer valid: it is too short: \
         `inboxctl contact update +52551234 --phone PHONE`",
    ),
    (
        "UPDATE contacts SET phone = '+5215587654321' WHERE id = 1",
        ProblemCode::PhoneNotCanonical,
        "the phone of contact `+5215587654321` is now written `+525587654321`: \
         contact `+525587654321` exists too; if it has no conversation, `inboxctl contact remove +525587654321`, then \
         `inboxctl contact update +5215587654321 --phone +525587654321`",
    ),
    (
        "UPDATE contacts SET phone = '+522125550117' WHERE id = 1",
        ProblemCode::PhoneMisread,
        "the phone of contact `+522125550117` is not valid, but `+12125550117` is: if that is the number, \
         `inboxctl contact update +522125550117 --phone +12125550117`",
    ),
    ("UPDATE teams SET name = '', name_key = ''", ProblemCode::InvalidName, "team 1 has no name"),
    (
        "INSERT INTO teams (id, name, name_key, strategy) VALUES (2, 'SALES', 'SALES', 'round-robin')",
        ProblemCode::SameName,
        "teams `Sales` and `SALES` have the same name: run `inboxctl team update SALES --rename NEW`",
    ),
    ("UPDATE accounts SET name = ' ', name_key = ''", ProblemCode::InvalidName, "account 1 has no name"),
    (
        "UPDATE teams SET name_key = 'Sales'",
        ProblemCode::NameKeyDiffers,
        "team `Sales` has the outdated comparison key `Sales`",
    ),
    (
        "UPDATE accounts SET name = 'ÁCME'",
        ProblemCode::NameKeyDiffers,
        "account `ÁCME` has the outdated comparison key `acme`",
    ),
    (
        "INSERT INTO settings VALUES ('phase-of-the-moon', 'full')",
        ProblemCode::InvalidSetting,
        "unknown setting `phase-of-the-moon`",
    ),
    (
        "UPDATE settings SET value = 'Atlantis'",
        ProblemCode::InvalidSetting,
        "invalid value `Atlantis` for `default-country`: expected a two-letter country, for example `MX`, or `none`",
    ),
    (
        "UPDATE conversations SET closed_at = NULL WHERE id = 2",
        ProblemCode::ClosingTimeDiffers,
        "conversation 2 is `closed` and has no closing time",
    ),
    (
        "UPDATE conversations SET closed_at = 0 WHERE id = 1",
        ProblemCode::ClosingTimeDiffers,
        "conversation 1 is `new` and has a closing time",
    ),
    (
        "UPDATE members SET active = 0 WHERE id = 2",
        ProblemCode::InactiveMemberAssigned,
        "`luis@acme.example` is inactive and assigned to the open conversation 1",
    ),
    (
        "UPDATE assignments SET is_open = 0 WHERE conversation_id = 1 AND member_id = 2;
         UPDATE members SET active_conversations = 0 WHERE id = 2",
        ProblemCode::AssignmentStateDiffers,
        "`luis@acme.example` is assigned to conversation 1 as if it were closed",
    ),
    (
        "UPDATE assignments SET is_open = 1 WHERE conversation_id = 2",
        ProblemCode::AssignmentStateDiffers,
        "`ana@acme.example` is assigned to conversation 2 as if it were open",
    ),
    (
        "UPDATE members SET active_conversations = 7 WHERE id = 3",
        ProblemCode::OpenConversationsMiscounted,
        "`eva@acme.example` has 0 active conversations, but 7 are counted",
    ),
    (
        "UPDATE members SET active_conversations = -1 WHERE id = 3",
        ProblemCode::OpenConversationsMiscounted,
        "`eva@acme.example` has 0 active conversations, but -1 are counted",
    ),
    (
        "UPDATE assignments SET position = 0 WHERE conversation_id = 1",
        ProblemCode::PlaceTakenTwice,
        "`ana@acme.example` and `luis@acme.example` have the same position on conversation 1",
    ),
    (
        "UPDATE contact_owners SET position = 0",
        ProblemCode::PlaceTakenTwice,
        "`ana@acme.example` and `luis@acme.example` have the same position among the owners of contact `+525512345678`",
    ),
    (
        "UPDATE team_members SET position = 0",
        ProblemCode::PlaceTakenTwice,
        "2 members have the same position in team `Sales`",
    ),
    (
        "UPDATE teams SET turn = 3",
        ProblemCode::TurnOutOfRange,
        "the rotation of team `Sales` is at 3, but it has 2 members",
    ),
    (
        "UPDATE teams SET turn = -1",
        ProblemCode::TurnOutOfRange,
        "the rotation of team `Sales` is at -1, but it has 2 members",
    ),
    (
        "UPDATE assignments SET position = 4294967295 WHERE conversation_id = 2",
        ProblemCode::NumberOutOfRange,
        "an assignment of conversation 2 has a number out of range",
    ),
    (
        "UPDATE entries SET conversation_id = 9223372036854775807 WHERE change_id = 3",
        ProblemCode::NumberOutOfRange,
        "an entry of change 3 has a number out of range",
    ),
    (
        "UPDATE sqlite_sequence SET seq = 'abc' WHERE name = 'changes'",
        ProblemCode::NumberOutOfRange,
        "the last number of `changes` is `abc`",
    ),
    (
        "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'changes'",
        ProblemCode::NumberOutOfRange,
        "the last number of `changes` is `9223372036854775807`",
    ),
    (
        "DELETE FROM change_members WHERE change_id = 3",
        ProblemCode::MemberListDiffers,
        "the member list of change 3 lacks members that its entries name",
    ),
    (
        "INSERT INTO change_members VALUES (77, 3)",
        ProblemCode::MemberListDiffers,
        "the member list of change 3 names the unknown member 77",
    ),
    (
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'conversations'",
        ProblemCode::NumberBehind,
        "the next number of `conversations` would be 2, but 2 is already used",
    ),
    (
        "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'members'",
        ProblemCode::NumberBehind,
        "the next number of `members` would be 4, but 4 is already used",
    ),
    (
        "DELETE FROM sqlite_sequence WHERE name = 'changes'",
        ProblemCode::NumberBehind,
        "the next number of `changes` would be 1, but 15 is already used",
    ),
    (
        "DELETE FROM entries WHERE change_id = 12; DELETE FROM changes WHERE id = 12",
        ProblemCode::ChangeMissing,
        "change 12 is missing",
    ),
    (
        "DELETE FROM entries WHERE change_id IN (11, 12); DELETE FROM changes WHERE id IN (11, 12)",
        ProblemCode::ChangeMissing,
        "changes 11 to 12 are missing",
    ),
    (
        "UPDATE sqlite_sequence SET seq = 17 WHERE name = 'changes'",
        ProblemCode::ChangeMissing,
        "changes 16 to 17 are missing",
    ),
    (
        "UPDATE changes SET undone_by = 4 WHERE id = 5",
        ProblemCode::UndoneByEarlier,
        "change 5 was undone by change 4, which is not later",
    ),
    (
        "UPDATE changes SET undone_by = 5 WHERE id = 5",
        ProblemCode::UndoneByEarlier,
        "change 5 was undone by change 5, which is not later",
    ),
    (
        "INSERT INTO entries (change_id, steps) VALUES (3, '[]')",
        ProblemCode::EntriesAstray,
        "change 3 has an entry outside of its range",
    ),
    (
        "UPDATE changes SET last_entry = last_entry + 1 WHERE id = 3",
        ProblemCode::EntriesAstray,
        "the entries of change 3 are not in one range",
    ),
    (
        "UPDATE entries SET steps = '{' WHERE change_id = 3",
        ProblemCode::UnreadableEntry,
        "change 3 is unreadable: invalid type: map, expected a sequence at line 1 column 0",
    ),
    (
        "UPDATE entries SET steps = CAST(x'ff' AS TEXT) WHERE change_id = 3",
        ProblemCode::UnreadableEntry,
        "change 3 is unreadable: expected value at line 1 column 1",
    ),
    (
        "UPDATE changes SET effect_count = 7 WHERE id = 3",
        ProblemCode::EffectsMiscounted,
        "change 3 counts 7 effects, but its entries have 1",
    ),
    (
        "UPDATE changes SET totals = '{\"effects\": [[\"add-owner\", 1, 7]], \"passed_over\": 0}' WHERE id = 3",
        ProblemCode::EffectsMiscounted,
        "change 3 counts 1 effects, but its totals have 7",
    ),
    (
        "UPDATE changes SET totals = '{}' WHERE id = 3",
        ProblemCode::UnreadableEntry,
        "the totals of change 3 are unreadable: missing field `effects` at line 1 column 2",
    ),
    (
        "UPDATE entries SET steps = '[]' WHERE change_id = 3; UPDATE changes SET effect_count = 0 WHERE id = 3",
        ProblemCode::EffectsMiscounted,
        "change 3 has no effects",
    ),
];

fn told() -> (Program, Vec<u8>) {
    let program = Program::with_store();
    for words in STORY {
        program.done(words);
    }
    let whole = fs::read(program.store()).unwrap();
    (program, whole)
}

fn spoil(program: &Program, spoiling: &str) {
    let store = open(program.store());
    store.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    store.execute_batch(spoiling).unwrap();
}

fn check(program: &Program) -> view::CheckReport {
    Inbox::open_to_check(program.store(), LockWait::ZERO).unwrap().check().unwrap()
}

/// The report of a store without problems.
fn sound() -> view::CheckReport {
    view::CheckReport { ok: true, faults: Vec::new(), notes: Vec::new(), count: 0 }
}

#[test]
fn each_problem_is_found_alone() {
    let (program, whole) = told();
    assert_eq!(check(&program), sound());
    for (spoiling, code, what) in SPOILS {
        fs::write(program.store(), &whole).unwrap();
        spoil(&program, spoiling);
        let found = check(&program);
        let told: Vec<_> = found.faults.iter().map(|fault| (fault.code, fault.what.as_str())).collect();
        assert_eq!(told, [(*code, *what)], "{spoiling}");
        assert_eq!((found.ok, found.count), (false, 1), "{spoiling}");
        for beside in ["inbox.db-wal", "inbox.db-shm"] {
            let _ = fs::remove_file(program.home().join(beside));
        }
    }
}

/// These occur only with others, or need a damaged file.
const WITH_OTHERS: [ProblemCode; 3] =
    [ProblemCode::TwoOpenConversations, ProblemCode::DamagedFile, ProblemCode::Unchecked];

#[test]
fn every_problem_code_has_a_case() {
    let tried: BTreeSet<_> = SPOILS.iter().map(|(_, code, _)| *code).chain(WITH_OTHERS).collect();
    assert_eq!(tried, ProblemCode::ALL.iter().copied().collect());
}

fn codes(check: &view::CheckReport) -> Vec<ProblemCode> {
    let mut codes: Vec<_> = check.faults.iter().map(|fault| fault.code).collect();
    codes.dedup();
    codes
}

#[test]
fn second_open_conversation_is_found_without_its_index() {
    let (program, _) = told();
    spoil(
        &program,
        "DROP INDEX one_open_conversation_a_contact;
         INSERT INTO conversations (contact_id, status, opened_at) VALUES (1, 'created', 0)",
    );
    let found = check(&program);
    assert_eq!(codes(&found), [ProblemCode::MissingFromSchema, ProblemCode::TwoOpenConversations]);
    assert_eq!(found.faults[1].what, "contact `+525512345678` has 2 open conversations: 1, 3");
}

#[test]
fn additional_indexes_and_statistics_are_noted() {
    let (program, _) = told();
    spoil(&program, "CREATE INDEX also_mine ON contacts (first_name); ANALYZE");
    let notes = [
        "additional index `also_mine` on `contacts`",
        "statistics of the query planner in `sqlite_stat1`",
        "statistics of the query planner in `sqlite_stat4`",
    ];
    assert_eq!(check(&program), view::CheckReport { notes: notes.map(str::to_owned).to_vec(), ..sound() });
    program.done(&["member", "add", "new@acme.example"]);
    let shown = notes.map(|note| format!("note: {note}\n")).concat();
    assert_eq!(program.run(&["check"]).stdout, format!("no problems found\n{shown}"));
}

#[test]
fn first_hundred_problems_are_listed() {
    let program = with_contacts(250);
    spoil(&program, "UPDATE contact_owners SET reason = 'by-dice'; UPDATE members SET email = 'ana' WHERE id = 1");
    let found = check(&program);
    assert_eq!(codes(&found), [ProblemCode::UnknownValue, ProblemCode::InvalidEmail]);
    assert_eq!((found.faults.len(), found.count), (102, 251));
    assert_eq!(found.faults[100].what, "and 150 more");
}

/// With any page damaged, problems are reported, unless the store can't be opened.
#[test]
fn damaged_file_is_checked_as_far_as_possible() {
    let program = with_contacts(300);
    let whole = fs::read(program.store()).unwrap();
    let page: u32 = open(program.store()).pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    let page = page as usize;
    let (mut seen, mut closed) = (BTreeSet::new(), 0);
    for number in 1..whole.len() / page {
        let mut spoilt = whole.clone();
        spoilt[number * page..(number + 1) * page].fill(0xa5);
        fs::write(program.store(), &spoilt).unwrap();
        let Ok(mut inbox) = Inbox::open(program.store(), LockWait::ZERO) else {
            closed += 1;
            continue;
        };
        let found = inbox.check().unwrap();
        assert!(!found.ok, "page {number}");
        seen.extend(found.faults.iter().map(|fault| fault.code));
        assert!(fs::read(program.store()).unwrap() == spoilt, "page {number} was written");
    }
    assert!(closed < 4, "{closed} pages keep it from being opened");
    assert!(seen.is_superset(&BTreeSet::from([ProblemCode::DamagedFile, ProblemCode::Unchecked])), "{seen:?}");
}

/// All references found by SQLite's own check are found.
#[test]
fn every_reference_is_checked() {
    let (program, _) = told();
    // Only undone runs of contacts contain these, which no command above creates.
    spoil(&program, "INSERT INTO removed_contacts (id, removed_by, phone) VALUES (70, 1, '+525500000070')");
    spoil(&program, "INSERT INTO removed_owners VALUES (70, 1, 1, 0, 'import', 0, 1, 0)");
    spoil(&program, "INSERT INTO undos VALUES (2, 1)");
    let whole = fs::read(program.store()).unwrap();
    let references = "SELECT child.name, \"from\" FROM sqlite_schema AS child, pragma_foreign_key_list(child.name)
                      WHERE child.type = 'table'";
    let references = crate::rows::rows(&open(program.store()), references, []);
    assert!(references.len() > 10);
    for reference in references {
        let [rusqlite::types::Value::Text(table), rusqlite::types::Value::Text(column)] = &reference[..] else {
            panic!("{reference:?}")
        };
        fs::write(program.store(), &whole).unwrap();
        let some = if column == "undone_by" { "WHERE id = 1" } else { "" };
        spoil(&program, &format!("UPDATE OR IGNORE {table} SET {column} = 77 {some}"));
        let missed: i64 = column_of(&program, "SELECT count(*) FROM pragma_foreign_key_check");
        assert!(missed > 0, "{table}.{column}");
        let found = check(&program);
        let dangling = found.faults.iter().filter(|fault| fault.code == ProblemCode::DanglingReference).count();
        assert_eq!(i64::try_from(dangling).unwrap(), missed, "{table}.{column}: {found:?}");
        for beside in ["inbox.db-wal", "inbox.db-shm"] {
            let _ = fs::remove_file(program.home().join(beside));
        }
    }
}

fn column_of(program: &Program, sql: &str) -> i64 {
    column(&open(program.store()), sql, [])[0]
}

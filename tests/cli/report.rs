//! `report`

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Test;
use crate::rows::open;

/// Two teams, an inactive owner, an account in two spellings, and assignments that were removed and undone.
const STORY: &str = "member add beto@acme.example
    team add Support --strategy least-busy --member ana --member eva
    contact add +525512340001 --account ACME --owner ana --owner luis
    contact add +525512340002 --account Acme --owner ana
    contact add +525512340003 --account Globex --owner eva
    contact add +525512340004 --account Initech --owner beto
    contact add +525512340005 --owner beto --owner eva
    contact add +525512340006 --account Umbrella
    simulate-message --contact +525512345678 --from contact
    simulate-message --contact +525512340001 --from contact
    simulate-message --contact +525512340002 --from flow --assign-team Sales
    simulate-message --contact +525512340002 --from member --member ana
    simulate-message --contact +525512340003 --from flow
    simulate-message --contact +525512340006 --from contact
    simulate-message --contact +525512340004 --from contact
    assign 5 --member eva
    undo --last
    unassign 2 --member luis
    conversation close 1
    undo --last
    undo 25
    conversation close 2
    assign 5 --member luis,eva
    member deactivate beto";

fn story() -> Test {
    Test::acme().given(STORY)
}

/// What the lists of the program say, from which the figures are counted anew.
struct Lists {
    contacts: Vec<Value>,
    conversations: Vec<Value>,
    members: Vec<Value>,
    teams: Vec<Value>,
    /// The assignments of changes that are neither undone nor undos.
    assigned: Vec<Value>,
}

fn texts(values: &Value) -> Vec<&str> {
    values.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
}

fn tally<'a>(codes: impl Iterator<Item = &'a Value>) -> Value {
    let mut tally = BTreeMap::new();
    codes.for_each(|code| *tally.entry(code.as_str().unwrap()).or_insert(0) += 1);
    json!(tally)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// The account without case.
fn account(thing: &Value) -> Option<String> {
    thing["account"].as_str().map(str::to_lowercase)
}

fn owners(contact: &Value) -> Vec<&str> {
    texts(&contact["owners"])
}

impl Lists {
    fn of(test: &Test) -> Self {
        let list = |typed: &str| test.answer(&format!("{typed} --json"), 0).as_array().unwrap().clone();
        let counts =
            |change: &Value| change["undone_by"].is_null() && !change["command"].as_str().unwrap().starts_with("undo");
        let changes = list("history list").into_iter().filter(counts);
        let effects = changes.flat_map(|change| {
            let shown = test.answer(&format!("history show {} --json", change["id"]), 0);
            shown["effects"].as_array().unwrap().clone()
        });
        Self {
            contacts: list("contact list"),
            conversations: list("conversation list --all"),
            members: list("member list"),
            teams: list("team list"),
            assigned: effects.filter(|effect| effect["effect"] == "assign-member").collect(),
        }
    }

    fn figures(
        &self,
        owned: &dyn Fn(&Value) -> bool,
        has: &dyn Fn(&Value) -> bool,
        given: &dyn Fn(&Value) -> bool,
    ) -> Value {
        let all: usize = self.contacts.iter().map(|contact| owners(contact).len()).sum();
        let owned: Vec<_> =
            self.contacts.iter().filter(|contact| !owners(contact).is_empty() && owned(contact)).collect();
        let mut accounts: Vec<_> = owned.iter().filter_map(|contact| account(contact)).collect();
        accounts.sort();
        accounts.dedup();
        let open: Vec<_> = self.conversations.iter().filter(|one| one["status"] != "closed" && has(one)).collect();
        let new = open.iter().filter(|one| one["status"] == "new").map(|one| one["opened_at"].as_str().unwrap());
        json!({
            "contacts": owned.len(),
            "accounts": accounts.len(),
            "share": number(owned.len()) / number(all),
            "open": tally(open.iter().map(|one| &one["status"])),
            "oldest_unanswered": new.min(),
            "assigned": tally(self.assigned.iter().filter(|one| given(one)).map(|one| &one["reason"])),
        })
    }

    fn member(&self, email: &str) -> Value {
        let is_on = |one: &Value| one["assigned"].as_array().unwrap().iter().any(|on| on["member"] == email);
        self.figures(&|contact| owners(contact).contains(&email), &is_on, &|effect| effect["member"] == email)
    }

    fn team(&self, team: &Value) -> Value {
        let own = texts(&team["members"]);
        let is_own = |contact: &Value| owners(contact).iter().any(|owner| own.contains(owner));
        let has = |one: &Value| one["team"] == team["name"];
        self.figures(&is_own, &has, &|effect| has(self.conversation(effect)))
    }

    fn account(&self, name: Option<&str>) -> Value {
        let is_of = |thing: &Value| account(thing) == name.map(str::to_lowercase);
        self.figures(&is_of, &is_of, &|effect| is_of(self.conversation(effect)))
    }

    fn conversation(&self, effect: &Value) -> &Value {
        self.conversations.iter().find(|one| one["id"] == effect["conversation"]).unwrap()
    }

    fn active(&self) -> Vec<&str> {
        let active = self.members.iter().filter(|member| member["active"] == true);
        active.map(|member| member["email"].as_str().unwrap()).collect()
    }

    fn without_active_owner(&self) -> Vec<&Value> {
        let active = self.active();
        let none = |contact: &&Value| !owners(contact).iter().any(|owner| active.contains(owner));
        self.contacts.iter().filter(none).collect()
    }
}

/// The figures of a row, without its name.
fn without(name: &str, row: &Value) -> Value {
    let mut row = row.clone();
    row.as_object_mut().unwrap().remove(name).unwrap();
    row
}

/// Compares a report with a count of the lists.
#[track_caller]
fn check(test: &Test) {
    let (lists, report) = (Lists::of(test), test.answer("report --json", 0));
    let rows = |key: &str| report[key].as_array().unwrap();
    assert_eq!(rows("members").len(), lists.members.len());
    for row in rows("members") {
        assert_eq!(without("member", row), lists.member(row["member"].as_str().unwrap()), "{row}");
    }
    assert_eq!(rows("teams").len(), lists.teams.len());
    for (row, team) in rows("teams").iter().zip(&lists.teams) {
        assert_eq!((&row["team"], without("team", row)), (&team["name"], lists.team(team)));
    }
    let mut accounts: Vec<_> = lists.contacts.iter().map(account).collect();
    accounts.sort();
    accounts.dedup();
    assert_eq!(rows("accounts").iter().map(account).collect::<Vec<_>>(), accounts);
    for row in rows("accounts") {
        assert_eq!(without("account", row), lists.account(row["account"].as_str()), "{row}");
    }
    let unowned = lists.without_active_owner();
    assert_eq!(report["unowned"], unowned.len());
    assert_eq!(report["owned_by_absent_only"], unowned.iter().filter(|contact| !owners(contact).is_empty()).count());
    let unassigned = lists.conversations.iter().filter(|one| one["status"] != "closed" && one["assigned"] == json!([]));
    assert_eq!(report["unassigned"], unassigned.count());
    let shares = || lists.active().into_iter().map(|email| lists.member(email)["share"].as_f64().unwrap());
    assert_eq!(report["largest_share"], shares().reduce(f64::max).unwrap());
    assert_eq!(report["smallest_share"], shares().reduce(f64::min).unwrap());
}

#[test]
fn report_counts_what_the_lists_say() {
    let test = story();
    check(&test);
    let report = test.answer("report --json", 0);
    let assigned = |place: usize| report["members"][place]["assigned"].clone();
    assert_eq!(assigned(0), json!({ "contact-owner": 2, "team-round-robin": 1 }));
    assert_eq!(assigned(1), json!({ "contact-owner": 1 }));
    assert_eq!(assigned(2), json!({ "manual": 1 }));
    assert_eq!(assigned(3), json!({ "manual": 1, "contact-owner": 1 }));
    assert_eq!(report["since"], Value::Null);
}

#[test]
fn empty_store_has_zeros() {
    Test::new()
        .run("report --json")
        .json(json!({
            "members": [], "teams": [], "accounts": [], "unowned": 0, "owned_by_absent_only": 0, "unassigned": 0,
            "overdue": 0, "largest_share": 0.0, "smallest_share": 0.0, "moves_to_balance": 0, "since": null,
        }))
        .done();
}

/// The events of a log have times of their own, before that of the change.
const LOG: &str = r#"{"at": "2025-12-30T09:00:00Z", "contact": "+525512345678", "from": "contact"}
{"at": "2025-12-31T09:00:00Z", "contact": "+525512345678", "from": "member", "member": "eva@acme.example"}
{"at": "2025-12-31T09:05:00Z", "contact": "+525512345678", "action": "assign", "member": ["luis@acme.example"]}
"#;

#[test]
fn assignments_count_since_a_time() {
    let test = Test::acme()
        .file("day.ndjson", LOG)
        .given("simulate-message --batch day.ndjson")
        .at("2026-01-02T00:00:00Z")
        .given("assign 1 --member eva@acme.example --replace\nunassign 1 --member eva\nassign 1 --member eva");
    let assigned = |since: &str| {
        let report = test.answer(&format!("report --json {since}"), 0);
        let members = report["members"].as_array().unwrap().iter();
        members.map(|member| member["assigned"].clone()).collect::<Vec<_>>()
    };
    let (ana, luis) = (json!({ "contact-owner": 1 }), json!({ "manual": 1 }));
    let eva = json!({ "replied": 1, "manual": 1 });
    assert_eq!(assigned(""), [ana, eva.clone(), luis.clone()]);
    assert_eq!(assigned("--since 2025-12-31"), [json!({}), eva, luis.clone()]);
    assert_eq!(assigned("--since 2025-12-31T09:00:01Z"), [json!({}), json!({ "manual": 1 }), luis]);
    assert_eq!(assigned("--since 2026-01-02"), [json!({}), json!({ "manual": 1 }), json!({})]);
    assert_eq!(assigned("--since 2026-01-03"), vec![json!({}); 3]);
    assert_eq!(test.answer("report --since 2026-01-02 --json", 0)["since"], "2026-01-02T00:00:00Z");
}

/// Luis was unassigned before the undo, which skips him: he was assigned all the same.
#[test]
fn assignments_that_an_undo_skipped_count() {
    let test = Test::acme().given(
        "simulate-message --contact +525512345678 --from contact
         assign 1 --member eva --member luis
         unassign 1 --member luis",
    );
    let left = test.answer("undo 7 --skip-conflicts --json", 1);
    assert_eq!(left["effect_count"], 1);
    let report = test.answer("report --json", 0);
    let assigned: Vec<_> = (0..3).map(|place| &report["members"][place]["assigned"]).collect();
    assert_eq!(assigned, [&json!({ "contact-owner": 1 }), &json!({}), &json!({ "manual": 1 })]);
}

#[test]
fn largest_accounts_are_shown_and_all_in_json() {
    let accounts: Vec<_> = (10..35)
        .map(|number| format!("contact add +5255123400{number} --account 'Account {number}' --owner ana"))
        .collect();
    let test =
        Test::acme().given(&accounts.join("\n")).given("contact add +525512340099 --account 'account 34' --owner eva");
    assert_eq!(test.answer("report --json", 0)["accounts"].as_array().unwrap().len(), 26);
    let columns = test.answer("report --json", 0);
    assert_eq!(columns["accounts"][24]["contacts"], 2);
    test.run("report")
        .stdout_starts(
            "
            MEMBER             CONTACTS  ACCOUNTS  SHARE
            ana@acme.example         26        26   96.3 %  ████████████████████████████████████████
            eva@acme.example          1         1    3.7 %  █▌
            luis@acme.example         0         0    0.0 %

            TEAM   CONTACTS  ACCOUNTS  SHARE
            Sales        26        26   96.3 %  ████████████████████████████████████████

            ACCOUNT          CONTACTS  ACCOUNTS  SHARE
            Account 34              2         1    7.4 %  ████████████████████████████████████████
            Account 10              1         1    3.7 %  ████████████████████
            Account 11              1         1    3.7 %  ████████████████████
            ",
        )
        .done();
}

#[test]
fn tables_show_portfolios_load_and_totals() {
    story()
        .run("report --since 2026-01-01")
        .stdout(
            "
            MEMBER                        CONTACTS  ACCOUNTS  SHARE
            ana@acme.example                     3         1   37.5 %  ████████████████████████████████████████
            beto@acme.example (inactive)         2         1   25.0 %  ██████████████████████████▋
            eva@acme.example                     2         1   25.0 %  ██████████████████████████▋
            luis@acme.example                    1         1   12.5 %  █████████████▎

            MEMBER                        NEW  IN-PROGRESS  FLOW  CREATED  OLDEST UNANSWERED (UTC)
            ana@acme.example                0            1     0        0
            beto@acme.example (inactive)    0            0     0        0
            eva@acme.example                1            0     0        0  1 Jan 00:00
            luis@acme.example               1            0     0        0  1 Jan 00:00

            assignments since 1 Jan 00:00 UTC
            MEMBER                        ASSIGNED  REASONS
            ana@acme.example                     3  contact-owner 2, team-round-robin 1
            beto@acme.example (inactive)         1  contact-owner 1
            eva@acme.example                     1  manual 1
            luis@acme.example                    2  manual 1, contact-owner 1

            TEAM     CONTACTS  ACCOUNTS  SHARE
            Support         5         2   62.5 %  ████████████████████████████████████████
            Sales           3         1   37.5 %  ████████████████████████

            TEAM     NEW  IN-PROGRESS  FLOW  CREATED  OLDEST UNANSWERED
            Support    0            0     0        0
            Sales      0            1     0        0

            assignments since 1 Jan 00:00 UTC
            TEAM   ASSIGNED  REASONS
            Sales         1  team-round-robin 1

            ACCOUNT         CONTACTS  ACCOUNTS  SHARE
            ACME                   3         1   37.5 %  ████████████████████████████████████████
            (no account)           1         0   12.5 %  █████████████▎
            Globex                 1         1   12.5 %  █████████████▎
            Initech                1         1   12.5 %  █████████████▎
            Umbrella               0         0    0.0 %
            all 4 accounts         6         3   75.0 %

            ACCOUNT         NEW  IN-PROGRESS  FLOW  CREATED  OLDEST UNANSWERED (UTC)
            ACME              0            1     0        0
            (no account)      0            0     0        0
            Globex            0            0     1        0
            Initech           1            0     0        0  1 Jan 00:00
            Umbrella          1            0     0        0  1 Jan 00:00
            all 4 accounts    2            1     1        0  1 Jan 00:00

            assignments since 1 Jan 00:00 UTC
            ACCOUNT         ASSIGNED  REASONS
            ACME                   4  contact-owner 3, team-round-robin 1
            Initech                1  contact-owner 1
            Umbrella               2  manual 2
            all 4 accounts         7  manual 2, contact-owner 4, team-round-robin 1

            contacts without an active owner                  2
            contacts owned by absent members only             1
            open conversations without a member               2
            overdue conversations                             0
            moves to an even share (`owner rebalance`)        1
            largest share                                37.5 %  ana@acme.example
            smallest share                               12.5 %  luis@acme.example
            ",
        )
        .done();
}

/// The rows are those of `member away` and `team update --reassign-after`.
#[test]
fn absent_owners_and_overdue_conversations_count_at_the_time() {
    let test = Test::acme().given(
        "contact add +525512340001 --owner luis
         contact add +525512340002 --owner ana --owner luis
         simulate-message --contact +525512340001 --from flow --assign-team Sales",
    );
    let rows = "UPDATE teams SET reassign_after = 15;
                INSERT INTO absences (member_id, from_at, until_at)
                SELECT id, unixepoch('2026-01-10') * 1000000000, unixepoch('2026-02-01') * 1000000000 FROM members
                WHERE email = 'ana@acme.example'";
    open(&test.folder().join("inbox.db")).execute_batch(rows).unwrap();
    let at = |time: &str| {
        let report = test.answer(&format!("report --as-of {time} --json"), 0);
        ["overdue", "owned_by_absent_only", "unowned"].map(|key| report[key].as_u64().unwrap())
    };
    assert_eq!(at("2026-01-01T00:14:59Z"), [0, 0, 0]);
    assert_eq!(at("2026-01-01T00:15:00Z"), [1, 0, 0]);
    assert_eq!(at("2026-01-10T00:00:00Z"), [1, 1, 0]);
    assert_eq!(at("2026-02-01T00:00:00Z"), [1, 0, 0]);
}

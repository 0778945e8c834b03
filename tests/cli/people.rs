//! Members, teams and contacts in the words of the command line.

use std::fmt::Write as _;

use serde_json::json;

use super::Test;

const ROSA: &str = "+525512345678";

/// Ana and two others whose names or emails resemble each other, and Rosa with a conversation.
fn office() -> Test {
    Test::acme().given(
        "member add maria.nunez@acme.example --name 'María Núñez'
        member add mario@acme.example --name 'Mario  Ruiz'
        member add mario@beta.example --name Anabel
        contact update +525512345678 --external-id 0042
        simulate-message --contact +525512345678 --from contact",
    )
}

#[test]
fn member_is_named_by_email_local_part_or_name() {
    let mut test = office();
    for (word, email) in [
        ("ana", "ana@acme.example"),
        (" ANA ", "ana@acme.example"),
        ("Ána", "ana@acme.example"),
        ("Maria.Nunez", "maria.nunez@acme.example"),
        ("MARIA NUNEZ", "maria.nunez@acme.example"),
        ("maría  núñez", "maria.nunez@acme.example"),
        ("mario ruiz", "mario@acme.example"),
        ("MARIO@beta.example", "mario@beta.example"),
    ] {
        test = test.run(&format!("member show '{word}' --json")).part("/email", email);
    }
    test.done();
}

#[test]
fn every_command_takes_members_in_words() {
    office()
        .given(&format!(
            "owner add {ROSA} luis 'maria nunez'
            owner remove {ROSA} Luis
            owner transfer --from 'maria nunez' --to eva,luis
            conversation transfer --from 'maria nunez' --to eva,luis
            member away eva --until +2w --cover 'maria nunez',luis
            member absences eva
            member back EVA
            contact list --owner eva
            owner list --member ana
            contact add +525587654321 --owner anabel
            team add Night --default-agent anabel --member ana
            team join Sales eva 'mario ruiz'
            team leave Sales EVA
            team update Night --default-agent luis
            assign 1 --member luis
            unassign 1 --member LUIS
            conversation list --assigned-to ana
            history list --member eva
            why 1 --member Ana
            simulate-message --contact {ROSA} --from member --member 'maría núñez'
            simulate-message --contact {ROSA} --from flow --assign anabel
            member update ana --external-id 7
            member deactivate eva --hand-over-to ana,'mario ruiz'
            member activate eva
            member add new@acme.example
            member remove new"
        ))
        .run("team show Sales --json")
        .part("/members", json!(["ana@acme.example", "luis@acme.example", "mario@acme.example"]))
        .run("conversation show 1 --json")
        .part("/assigned/1/member", "maria.nunez@acme.example")
        .part("/assigned/2/member", "mario@beta.example")
        .done();
}

#[test]
fn email_wins_over_name() {
    office()
        .given("member update luis --name ana@acme.example")
        .run("member show ana@acme.example --json")
        .part("/name", "Ana")
        .done();
}

#[test]
fn word_of_several_members_is_ambiguous() {
    office()
        .run("assign 1 --member mario")
        .refused(
            "ambiguous-member",
            "ambiguous member `mario`: `mario@acme.example`, `mario@beta.example`",
            "use the email of the member",
        )
        .given("member update luis --name ANA")
        .run("owner list --member ana")
        .refused(
            "ambiguous-member",
            "ambiguous member `ana`: `ana@acme.example`, `luis@acme.example`",
            "use the email of the member",
        )
        .done();
}

#[test]
fn exact_accents_win_among_members() {
    Test::acme()
        .given(
            "member update ana --name 'José Díaz'
            member update luis --name 'Jose Diaz'",
        )
        .run("member show 'JOSÉ DÍAZ' --json")
        .part("/email", "ana@acme.example")
        .run("member show 'jose diaz' --json")
        .part("/email", "luis@acme.example")
        .run("member show 'José Diaz'")
        .refused(
            "ambiguous-member",
            "ambiguous member `José Diaz`: `ana@acme.example`, `luis@acme.example`",
            "use the email of the member",
        )
        .done();
}

#[test]
fn beginning_of_a_name_is_suggested_and_not_taken() {
    office()
        .run("member show mar")
        .refused(
            "unknown-member",
            "unknown member `mar`",
            "did you mean `mario@acme.example`, `mario@beta.example` or `maria.nunez@acme.example`?",
        )
        .run("member show nunez")
        .refused("unknown-member", "unknown member `nunez`", "did you mean `maria.nunez@acme.example`?")
        .run("assign 1 --member lius")
        .refused("unknown-member", "unknown member `lius`", "did you mean `luis@acme.example`?")
        .run("owner list --member mario@acme.exmaple")
        .refused("unknown-member", "unknown member `mario@acme.exmaple`", "did you mean `mario@acme.example`?")
        .run("member show Nadie")
        .refused("unknown-member", "unknown member `Nadie`", "see `inboxctl member list`")
        .done();
}

#[test]
fn at_most_ten_members_are_suggested() {
    let mut commands = String::new();
    for number in 10..25 {
        let _ = writeln!(commands, "member add agente{number}@acme.example");
    }
    let ten: Vec<_> = (10..20).map(|number| format!("`agente{number}@acme.example`")).collect();
    let hint = format!("did you mean {} or {}?", ten[..9].join(", "), ten[9]);
    Test::new()
        .given(commands.trim_end())
        .run("member show agen")
        .refused("unknown-member", "unknown member `agen`", Some(&*hint.leak()))
        .done();
}

#[test]
fn file_names_members_by_email_only() {
    office()
        .file("map.csv", "phone,owner\n+525512345678,luis\n")
        .run("owner import map.csv --json")
        .status(3)
        .part("/rejected/0/code", "invalid-email")
        .stderr_starts(r#"{"error":{"code":"rejected-rows""#)
        .file("teams.csv", "team,member\nSales,luis\n")
        .run("team import teams.csv --json")
        .status(3)
        .part("/rejected/0/code", "invalid-email")
        .stderr_starts(r#"{"error":{"code":"rejected-rows""#)
        .file(
            "log.ndjson",
            r#"{"at":"2026-01-02T00:00:00Z","contact":"+525512345678","from":"member","member":"luis"}"#,
        )
        .run("simulate-message --batch log.ndjson")
        .status(3)
        .stderr_starts("error: log.ndjson:1:81: `luis` is not an email address: it has no `@`\n")
        .done();
}

#[test]
fn owner_of_all_rows_is_named_in_words() {
    office()
        .file("map.csv", "phone\n+525587654321\n")
        .run("owner import map.csv --owner LUIS --json")
        .part("/effects/1/member", "luis@acme.example")
        .done();
}

#[test]
fn file_names_contacts_by_phone_only() {
    office()
        .file("log.ndjson", r#"{"at":"2026-01-02T00:00:00Z","contact":"external-id:0042","from":"contact"}"#)
        .run("simulate-message --batch log.ndjson")
        .status(3)
        .stderr_starts("error: log.ndjson:1:40: `external-id:0042` is not a phone number: it contains letters\n")
        .file(
            "a.yaml",
            "scenarios:
  - name: A
    given:
      contacts: [{ phone: '+525512345678', external_id: '0042' }]
    steps:
      - message: { contact: 'external-id:0042', from: contact }
        expect: { refused: invalid-phone }
",
        )
        .run("scenario test a.yaml")
        .stdout("1 passed, 0 failed\n")
        .done();
}

#[test]
fn contact_is_named_by_external_id() {
    office()
        .run("contact show external-id:0042 --json")
        .part("/phone", ROSA)
        .run("owner add external-id:0042 luis --json")
        .part("/effects/0/contact", ROSA)
        .run("conversation show external-id:0042 --json")
        .part("/id", 1)
        .run("simulate-message --contact external-id:0042 --from contact --json")
        .part("/conversation/id", 1)
        .run("assign external-id:0042 --member luis --json")
        .part("/conversation/id", 1)
        .run("contact update external-id:0042 --account Beta --json")
        .part("/effects/0/contact", ROSA)
        .run("history list --contact external-id:0042 --quiet --json")
        .part("/0/effect_count", 1)
        .run("owner list --contact external-id:0042 --json")
        .column("owner", json!(["ana@acme.example", "luis@acme.example"]))
        .run("contact show external-id:42")
        .refused("unknown-contact", "unknown contact `external-id:42`", "see `inboxctl contact list --search ID`")
        .run("contact add external-id:0042")
        .refused(
            "invalid-phone",
            "`external-id:0042` is not a phone number: it contains letters",
            "use `+`, country code and number, for example +525512345678",
        )
        .done();
}

#[test]
fn external_id_of_two_contacts_is_ambiguous() {
    office()
        .given("contact add +525587654321 --external-id 0042")
        .run("why external-id:0042")
        .refused(
            "ambiguous-contact",
            "ambiguous contact `external-id:0042`: `+525512345678`, `+525587654321`",
            "use the phone number of the contact",
        )
        .done();
}

#[test]
fn reading_commands_show_the_latest_conversation_and_say_so() {
    const NOTE: &str = "note: `+525512345678` has no open conversation; the latest is 2, closed\n";
    office()
        .given(&format!(
            "conversation close 1
            simulate-message --contact {ROSA} --from contact
            conversation close 2"
        ))
        .run("why '+52 55 1234 5678' --json")
        .part("/conversation/id", 2)
        .stderr(NOTE)
        .run("conversation show external-id:0042 --json")
        .part("/id", 2)
        .stderr(NOTE)
        .run(&format!("why {ROSA} --json --quiet"))
        .part("/conversation/id", 2)
        .run(&format!("conversation close {ROSA}"))
        .refused(
            "unknown-conversation",
            "`+525512345678` has no open conversation",
            "see `inboxctl conversation list --contact +525512345678 --all` for closed ones",
        )
        .given("contact add +525587654321")
        .run("why +525587654321")
        .refused(
            "unknown-conversation",
            "`+525587654321` has no conversation",
            "see `inboxctl contact show +525587654321`",
        )
        .done();
}

#[test]
fn unquoted_phone_leads_to_the_quoted_command() {
    office()
        .run("why +52 55 1234 1022")
        .usage(
            "
            error: unexpected argument `55`
            hint: quote the phone number: `inboxctl why '+52 55 1234 1022'`
            ",
        )
        .run("owner add +52 55 1234 0077 ana@acme.example")
        .status(3)
        .stderr(
            "
            error: unknown member `55`
            hint: quote the phone number: `inboxctl owner add '+52 55 1234 0077' ana@acme.example --at 2026-01-01T00:00:00Z`
            ",
        )
        .done();
}

#[test]
fn members_before_the_contact_lead_to_the_right_order() {
    office()
        .run("owner add ana@acme.example +525512345678")
        .status(3)
        .stderr(
            "
            error: unknown member `+525512345678`
            hint: the contact comes first: `inboxctl owner add +525512345678 ana@acme.example --at 2026-01-01T00:00:00Z`
            ",
        )
        .done();
}

#[test]
fn unquoted_team_leads_to_the_quoted_command() {
    office()
        .given("team add 'Ventas Norte'")
        .run("team join ventas norte ana@acme.example")
        .refused(
            "unknown-member",
            "unknown member `norte`",
            "quote the name: `inboxctl team join 'Ventas Norte' ana@acme.example`",
        )
        .run("team join Sales norte ana@acme.example")
        .refused("unknown-member", "unknown member `norte`", "see `inboxctl member list`")
        .run("team show ventas norte")
        .usage("error: unexpected argument `norte`\nhint: pass one team, and quote a name with blanks\n")
        .run("member show María Núñez")
        .usage("error: unexpected argument `Núñez`\nhint: pass one member, and quote a name with blanks\n")
        .done();
}

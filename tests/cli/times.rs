//! Times as people type and see them, in the local time zone.

use serde_json::json;

use super::Test;

/// A change of 2026-01-01T00:00:00Z, and one of now, 2026-06-15T12:00:00Z.
fn now_and_then() -> Test {
    Test::new()
        .given("member add ana@acme.example")
        .env("INBOXCTL_TEST_CLOCK", "2026-06-15T12:00:00Z")
        .at(None)
        .given("member add eva@acme.example")
}

#[test]
fn times_are_spans_words_and_dates() {
    let mut test = now_and_then();
    for (filter, ids) in [
        ("--since yesterday", json!([2])),
        ("--since '2 days ago'", json!([2])),
        ("--since 1h", json!([2])),
        ("--since 170d", json!([2, 1])),
        ("--until yesterday", json!([1])),
        ("--until today", json!([2, 1])),
        ("--until now", json!([2, 1])),
        ("--until '2026-06-15 11:59'", json!([1])),
        ("--since 2026-01-01 --until 2026-01-01", json!([1])),
        ("--until 2025-12-31", json!([])),
    ] {
        test = test.run(&format!("history list {filter} --json")).column("id", ids);
    }
    test.done();
}

#[test]
fn local_times_follow_the_zone() {
    let mut test = now_and_then().env("TZ", "CST6");
    for (filter, ids) in [
        ("--until 2025-12-31", json!([1])),
        ("--until '2025-12-31 17:59'", json!([])),
        ("--until '2025-12-31 18:00'", json!([1])),
        ("--until '2025-12-31 18:00' --utc", json!([])),
        ("--until 2026-01-01T00:00:00Z", json!([1])),
    ] {
        test = test.run(&format!("history list {filter} --json")).column("id", ids);
    }
    test.run("settings set default-country MX --at '2026-03-01 10:00' --json")
        .part("/change", 3)
        .run("history list --limit 1 --json")
        .part("/0/at", "2026-03-01T16:00:00Z")
        .part("/0/recorded_at", "2026-06-15T12:00:00Z")
        .stderr("showing 1 of 3 changes\n")
        .done();
}

/// A backdated change shows when it was recorded.
#[test]
fn tables_show_local_times_with_their_zone() {
    now_and_then()
        .env("TZ", "CST6")
        .run("history list")
        .stdout(
            "
            ID  AT (CST)           ACTOR   COMMAND                                                EFFECTS
            2   15 Jun 06:00       tester  member add eva@acme.example                            1
            1   31 Dec 2025 18:00  tester  member add ana@acme.example --at 2026-01-01T00:00:00Z  1
            ",
        )
        .run("history list --limit 1 --utc")
        .stdout(
            "
            ID  AT (UTC)      ACTOR   COMMAND                      EFFECTS
            2   15 Jun 12:00  tester  member add eva@acme.example  1
            ",
        )
        .stderr("showing 1 of 2 changes\n")
        .given("member add luis@acme.example --at 2026-06-01T09:00:00Z")
        .run("history list --limit 1")
        .stdout_starts("ID  AT (CST)                             ACTOR   ")
        .stderr("showing 1 of 3 changes\n")
        .run("history show 3")
        .stdout_starts("change 3 by tester at 1 Jun 03:00 CST\nrecorded 15 Jun 06:00 CST by USER\n")
        .done();
}

#[test]
fn local_time_without_one_reading_is_wrong_usage() {
    Test::new()
        .env("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        .run("history list --since '2026-10-25 02:30'")
        .usage(
            "error: `2026-10-25 02:30` happens twice in the local time zone: 2026-10-25T00:30:00Z or \
             2026-10-25T01:30:00Z\nhint: give the time with its zone, for example 2026-01-31T09:00:00Z\n",
        )
        .at(None)
        .run("member add eva@acme.example --at '2026-03-29 02:30'")
        .usage("error: `2026-03-29 02:30` does not exist in the local time zone: the clocks are put forward over it\n")
        .done();
}

/// An unknown zone is not taken for UTC.
#[test]
fn unknown_zone_matters_only_to_local_times() {
    now_and_then()
        .env("TZ", "America/Atlantis")
        .run("history list --since 2026-01-01T00:00:01Z --json")
        .column("id", json!([2]))
        .run("history list --since yesterday")
        .usage("error: the local time zone is unknown: TZ is `America/Atlantis`: ")
        .done();
}

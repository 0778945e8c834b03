//! `status`

use serde_json::json;

use super::Test;

#[test]
fn status_of_empty_store_prints_zeros() {
    Test::new()
        .run("status")
        .stdout(
            "
            members                 0 active, 0 inactive, 0 away
            teams                   0
            contacts                0, 0 without an active owner
            conversations           0 open (0 without a member, 0 overdue), 0 closed
            changes                 0
            assign-first-responder  off
            default-country
            default-phone-format    auto
            ",
        )
        .done();
}

#[test]
fn status_counts_everything() {
    let counts = json!({
        "members": { "active": 2, "inactive": 1, "away": 0 },
        "teams": 1,
        "contacts": { "total": 3, "unowned": 2 },
        "conversations": { "open": 1, "unassigned": 1, "overdue": 0, "closed": 1 },
        "changes": 14,
        "settings": { "assign-first-responder": "on", "default-country": "MX", "default-phone-format": "national" },
    });
    Test::acme()
        .given(
            "contact add +525587654321
             contact add +525500000001 --owner eva@acme.example
             member deactivate eva@acme.example
             settings set assign-first-responder on
             settings set default-country mx
             settings set default-phone-format national
             simulate-message --contact +525512345678 --from contact
             conversation close 1
             simulate-message --contact +525587654321 --from contact",
        )
        .run("status --json")
        .json(counts.clone())
        .run("status --format ndjson")
        .ndjson([counts])
        .done();
}

#[test]
fn status_prints_metrics_in_csv() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("status --format csv")
        .stdout(
            "
            key,value
            members.active,3
            members.inactive,0
            members.away,0
            teams,1
            contacts.total,1
            contacts.unowned,0
            conversations.open,1
            conversations.unassigned,0
            conversations.overdue,0
            conversations.closed,0
            changes,6
            settings.assign-first-responder,off
            settings.default-country,
            settings.default-phone-format,auto
            ",
        )
        .done();
}

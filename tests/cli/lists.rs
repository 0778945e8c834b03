//! What all lists have in common: `--sort`, `--columns`, `--limit` and `--ids`.

use serde_json::{Value, json};

use super::Test;

/// Members, teams, contacts, conversations and changes whose names differ in case, and some without.
fn office() -> Test {
    Test::acme().given(
        "member update eva --name abel
        team add ads --member eva
        contact add +525587654321 --first-name rosa --account beta --owner luis
        contact add +12125550117 --first-name Ana --external-id 9 --owner luis --owner eva
        contact add +12125550118
        simulate-message --contact +525587654321 --from contact
        simulate-message --contact +12125550117 --from contact
        simulate-message --contact +525512345678 --from system
        assign 1 --team Sales
        assign 2 --team ads",
    )
}

const LISTS: [&str; 9] = [
    "member list",
    "team list",
    "contact list",
    "contact list --search a",
    "owner list",
    "owner list --by account",
    "conversation list --all",
    "settings list",
    "history list",
];

/// The value of a key, so that values are in the order of the list.
fn comparable(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{:>20}", number.as_i64().unwrap()),
        Value::String(text) => text.to_lowercase(),
        Value::Null => String::new(),
        Value::Array(items) => {
            let text = |item: &Value| item.as_str().unwrap_or(item["member"].as_str().unwrap_or_default()).to_owned();
            items.iter().map(text).collect::<Vec<_>>().join(";").to_lowercase()
        }
        other => other.to_string(),
    }
}

#[test]
fn every_list_is_sorted_by_each_of_its_keys() {
    let test = office();
    for list in LISTS {
        let rows = test.answer(&format!("{list} --json"), 0);
        let keys: Vec<_> = rows[0].as_object().unwrap().keys().cloned().collect();
        for key in &keys {
            let sorted = |sort: &str| -> Vec<Value> {
                let rows = test.answer(&format!("{list} --json --sort {sort}"), 0);
                rows.as_array().unwrap().clone()
            };
            let mut expected = rows.as_array().unwrap().clone();
            expected.sort_by_key(|row| comparable(&row[key]));
            assert_eq!(sorted(key), expected, "{list} --sort {key}");
            expected.sort_by_key(|row| std::cmp::Reverse(comparable(&row[key])));
            let backward = sorted(&format!("-{key}"));
            let values = |rows: &[Value]| rows.iter().map(|row| row[key].clone()).collect::<Vec<_>>();
            assert_eq!(values(&backward), values(&expected), "{list} --sort -{key}");
            // The same order, though only some keys are sorted in SQL.
            let second = &keys[keys.len() - 1];
            let mut expected = rows.as_array().unwrap().clone();
            expected.sort_by_key(|row| (comparable(&row[key]), comparable(&row[second])));
            assert_eq!(sorted(&format!("{key},{second}")), expected, "{list} --sort {key},{second}");
        }
    }
}

#[test]
fn limit_takes_the_first_after_sorting() {
    office()
        .run("contact list --sort -first_name --limit 2 --json")
        .column("first_name", json!(["Rosa", "rosa"]))
        .stderr("showing 2 of 4 contacts\n")
        .run("contact list --sort -owners --limit 1 --json")
        .column("phone", json!(["+12125550117"]))
        .stderr("showing 1 of 4 contacts\n")
        .run("contact list --sort -owners --limit 4 --json")
        .column("phone", json!(["+12125550117", "+525587654321", "+525512345678", "+12125550118"]))
        .done();
}

#[test]
fn every_list_says_where_the_limit_cut_it() {
    let mut test = office();
    for list in LISTS {
        let all = test.answer(&format!("{list} --json"), 0).as_array().unwrap().len();
        let what = match list.split(' ').next().unwrap() {
            "owner" if list.contains("account") => "accounts",
            "history" => "changes",
            "settings" => "settings",
            other => &format!("{other}s"),
        };
        for (sort, shown) in [("", 1), (" --sort reason", 1), ("", 0)] {
            if sort.is_empty() || list == "owner list" {
                test = test
                    .run(&format!("{list} --limit {shown} --format csv --quiet{sort}"))
                    .stdout_starts("")
                    .run(&format!("{list} --limit {shown}{sort}"))
                    .stdout_starts("")
                    .stderr(&format!("showing {shown} of {all} {what}\n"));
            }
        }
    }
    test.done();
}

#[test]
fn columns_are_shown_in_the_order_named() {
    office()
        .run("contact list --columns owners,first_name,external_id --sort first_name,phone")
        .stdout(
            "
            OWNERS                               FIRST NAME  EXTERNAL ID

            luis@acme.example, eva@acme.example  Ana         9
            ana@acme.example                     Rosa
            luis@acme.example                    rosa
            ",
        )
        .run("conversation list --columns id,opened_at,assigned,closed_at --sort id --format markdown")
        .stdout(
            "
            | Id | Opened at (UTC) | Assigned | Closed at |
            | --- | --- | --- | --- |
            | 1 | 1 Jan 00:00 | luis@acme.example |  |
            | 2 | 1 Jan 00:00 | luis@acme.example, eva@acme.example |  |
            | 3 | 1 Jan 00:00 |  |  |
            ",
        )
        .run("owner list --columns owner,phone --sort -change,owner --format csv --limit 2")
        .stdout("owner,phone\neva@acme.example,+12125550117\nluis@acme.example,+12125550117\n")
        .stderr("showing 2 of 4 owners\n")
        .done();
}

#[test]
fn unknown_keys_are_wrong_usage() {
    office()
        .run("owner list --sort phone,-name")
        .usage(
            "error: unknown key `name` in `--sort`\n\
             hint: use phone, account, owner, active, reason, since, change or pinned\n",
        )
        .run("owner list --by member --columns phone")
        .usage("error: unknown key `phone` in `--columns`\nhint: use member, contacts or accounts\n")
        .run("member list --columns email --json")
        .status(2)
        .stderr_starts("{\"error\":{\"code\":\"wrong-usage\",\"message\":\"`--columns` can't be used with JSON, ")
        .run("member list --columns email --ids")
        .usage("error: ")
        .done();
}

#[test]
fn sorted_ids_are_named_once() {
    office()
        .run("owner list --ids --sort -owner")
        .stdout("+12125550117\n+525587654321\n+525512345678\n")
        .run("conversation list --ids --sort assigned,-id --limit 2")
        .stdout("3\n1\n")
        .stderr("showing 2 of 3 conversations\n")
        .done();
}

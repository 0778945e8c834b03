//! How phones are read on the command line, in files and in logs.

use std::fs;

use serde_json::json;

use super::Test;

/// The phones of the contacts imported from a file with these phones.
fn imported(options: &str, phones: &[&str]) -> Vec<String> {
    let row = |phone: &&str| format!("\"{}\",ana@acme.example\n", phone.replace('"', "\"\""));
    let rows = phones.iter().map(row).collect::<Vec<_>>().concat();
    let test = Test::new()
        .given("member add ana@acme.example")
        .file("map.csv", format!("phone,owner\n{rows}"))
        .given(&format!("owner import map.csv {options} -q"));
    let contacts = test.answer("contact list --json", 0);
    contacts.as_array().unwrap().iter().map(|contact| contact["phone"].as_str().unwrap().to_owned()).collect()
}

/// The errors of the phones of a file: message without the phone, and hint.
fn rejected(options: &str, phone: &str) -> (String, String) {
    let file = format!("phone,owner\n\"{}\",ana@acme.example\n", phone.replace('"', "\"\""));
    let test = Test::acme().file("map.csv", file);
    let answer = test.answer(&format!("owner import map.csv {options} --json"), 3);
    let fault = &answer["rejected"][0];
    assert_eq!(fault["code"], "invalid-phone", "{answer}");
    let message = fault["message"].as_str().unwrap();
    let why = message.split_once(" is not a phone number: ").map_or(message, |(_, why)| why);
    (why.to_owned(), fault["hint"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn import_reads_intact_numbers_of_spreadsheets() {
    for phones in [
        ["525512345678.0", "+525512345679.0"],
        ["'+525512345678", "'525512345679"],
        ["=\"+52 55 1234 5678\"", "=\"5215512345679\""],
        ["5215512345678@c.us", "https://wa.me/525512345679"],
        ["044 55 1234 5678", "55-1234-5679"],
    ] {
        assert_eq!(imported("--country MX", &phones), ["+525512345678", "+525512345679"], "{phones:?}");
    }
    assert_eq!(imported("--country IN", &["9812345678.0", "+919812345678"]), ["+919812345678"]);
}

#[test]
fn import_reads_foreign_number_without_plus() {
    assert_eq!(
        imported("--country MX", &["12125550117", "525512340000", "15512340000"]),
        ["+12125550117", "+15512340000", "+525512340000"]
    );
}

#[test]
fn import_rejects_numbers_spoilt_by_spreadsheets() {
    for cell in ["#N/A", "#REF!", "######"] {
        assert_eq!(rejected("--country MX", cell).0, "it is a spreadsheet error value", "{cell}");
    }
    for cell in ["4.47900E+11", "5,21551E+12"] {
        assert_eq!(
            rejected("--country MX", cell).0,
            "a spreadsheet turned it into scientific notation, so digits are lost",
            "{cell}"
        );
    }
    assert_eq!(rejected("--country MX", "525512340000.5").0, "it is a decimal number from a spreadsheet");
}

#[test]
fn import_rejects_two_numbers_in_one_cell() {
    for cell in ["030 1234 / 030 5678", "030 1234\n030 9999", "+49 30 1234 / 030 5678", "030 1234, 030 5678"] {
        assert_eq!(rejected("--country DE", cell).0, "it contains more than one number", "{cell}");
    }
    assert_eq!(rejected("--country KR", "02-123-4567/8").0, "it has an extension");
}

#[test]
fn import_names_the_option_that_reads_a_phone() {
    let (why, hint) = rejected("", "5512342156");
    assert_eq!(why, "it has no country code, and no country is set");
    assert!(hint.contains("--country MX"), "{hint}");
    let (_, hint) = rejected("", "525512342156");
    assert!(hint.contains("`--phone-format international` for numbers such as `+525512342156`"), "{hint}");
    let (why, hint) = rejected("--country DE", "4917612345678");
    assert_eq!(why, "it is ambiguous: `+494917612345678` or `+4917612345678`");
    assert!(hint.contains("--phone-format international") && hint.contains("--phone-format national"), "{hint}");
    let (_, hint) = rejected("", "");
    assert!(hint.contains("--skip-without-phone"), "{hint}");
    Test::acme()
        .file("map.csv", "phone,owner\n5512342156,ana@acme.example\n")
        .run("owner import map.csv")
        .stdout_starts("")
        .stderr_starts(
            "
            error: map.csv:2:1: phone: `5512342156` is not a phone number: it has no country code, and no country is set
            hint: add the country code, or set the country with `--country MX` or `inboxctl settings set default-country MX`
            ",
        )
        .status(3)
        .done();
}

#[test]
fn import_shows_invisible_characters() {
    let error = Test::acme()
        .file(
            "map.csv",
            "phone,owner\n+1\u{fe0d}-555-123-4567,ana@acme.example\n+1\u{3164}555 123 4567,ana@acme.example\n",
        )
        .answer("owner import map.csv --json", 3);
    assert!(error["rejected"][0]["message"].as_str().unwrap().contains("<U+FE0D>"), "{error}");
    assert!(error["rejected"][1]["message"].as_str().unwrap().contains("<U+3164>"), "{error}");
}

#[test]
fn phone_format_decides_about_bare_digits() {
    let digits = ["4917612345678"];
    assert_eq!(imported("--country DE --phone-format international", &digits), ["+4917612345678"]);
    assert_eq!(imported("--phone-format international", &digits), ["+4917612345678"]);
    assert_eq!(imported("--country DE --phone-format national", &digits), ["+494917612345678"]);
    let test = Test::acme().given("settings set default-country DE\nsettings set default-phone-format international");
    test.given("contact add 4917612345678")
        .run("contact show +4917612345678 --json")
        .part("/phone", "+4917612345678")
        .run("owner import map.csv --phone-format both")
        .usage("error: invalid value `both` for `--phone-format <FORMAT>`")
        .run("simulate-message --contact +525512345678 --from contact --phone-format auto")
        .usage("error: `--contact <PHONE>` cannot be used with")
        .done();
}

#[test]
fn ambiguous_digits_are_refused_with_both_readings() {
    Test::acme()
        .run("contact add 4917612345678 --country DE")
        .refused(
            "invalid-phone",
            "`4917612345678` is not a phone number: it is ambiguous: `+494917612345678` or `+4917612345678`",
            "use `+4917612345678` or `+494917612345678`",
        )
        .run("contact add 525512340000")
        .refused(
            "invalid-phone",
            "`525512340000` is not a phone number: it has no country code, and no country is set",
            "use `+525512340000`, or set the country of the number with `--country MX` or \
             `inboxctl settings set default-country MX`",
        )
        .done();
}

#[test]
fn whatsapp_ids_name_their_contact() {
    for typed in
        ["5215512345678@c.us", "5215512345678:7@s.whatsapp.net", "https://wa.me/525512345678", "whatsapp:525512345678"]
    {
        Test::acme().run(&format!("contact show {typed} --json")).part("/first_name", "Rosa").done();
    }
}

const DAY: &str = "\
{\"at\": \"2026-06-01T09:00:00Z\", \"contact\": \"MX.13491208655302741918\", \"from\": \"contact\"}
{\"at\": \"2026-06-01T09:01:00Z\", \"contact\": \"5215512345678@c.us\", \"from\": \"contact\"}
{\"at\": \"2026-06-01T09:02:00Z\", \"contact\": \"131112345678901@lid\", \"from\": \"member\", \"member\": \"who@acme.example\"}
";

#[test]
fn log_without_phones_is_refused_with_a_hint() {
    Test::acme()
        .file("day.ndjson", DAY)
        .run("simulate-message --batch day.ndjson")
        .stderr_starts(
            "
            error: day.ndjson:1:43: `MX.13491208655302741918` is not a phone number: contacts without a phone number (WhatsApp's own ids) are not supported yet
            hint: skip such entries with `--skip-without-phone`
            ",
        )
        .status(3)
        .leaves_the_store()
        .done();
}

#[test]
fn log_skips_lines_without_phone() {
    Test::acme()
        .file("day.ndjson", DAY)
        .run("simulate-message --batch day.ndjson --skip-without-phone --json")
        .part("/skipped", 2)
        .part("/events", json!({ "contact": 1 }))
        .part("/conversations/opened", 1)
        .run("scenario compare day.ndjson --with assign-first-responder=on --skip-without-phone --json")
        .part("/conversations", json!([]))
        .stderr("note: skipped 2 lines without a phone number in `day.ndjson`\n")
        .done();
}

/// As WhatsApp's own exports have them: Unix times, addresses, groups.
const EXPORTED: &str = "\
{\"at\": 1780304400, \"contact\": \"5215512345678@s.whatsapp.net\", \"from\": \"contact\"}
{\"at\": 1780304460, \"contact\": \"120363025246125486@g.us\", \"from\": \"contact\"}
{\"at\": 1780304520, \"contact\": \"131112345678901@lid\", \"from\": \"contact\"}
{\"at\": 1780304580.5, \"contact\": \"https://wa.me/525512345678\", \"from\": \"contact\"}
{\"at\": 1780304640123, \"contact\": \"5215512345678@c.us\", \"action\": \"close\"}
";

#[test]
fn log_takes_ids_and_times_of_whatsapp() {
    Test::acme()
        .file("day.ndjson", EXPORTED)
        .run("simulate-message --batch day.ndjson --skip-without-phone --json")
        .part("/skipped", 2)
        .part("/events", json!({ "close": 1, "contact": 2 }))
        .part("/conversations", json!({ "opened": 1, "closed": 1 }))
        .run("conversation list --all --json")
        .part("/0/opened_at", "2026-06-01T09:00:00Z")
        .part("/0/closed_at", "2026-06-01T09:04:00.123Z")
        .done();
}

const CRM: &str = "\
phone,owner
5512345678,luis@acme.example
,luis@acme.example
131112345678901@lid,luis@acme.example
5512340000,luis@acme.example
";

#[test]
fn import_skips_rows_without_phone() {
    for (mode, removed) in [("add", 0), ("replace", 1), ("sync", 1)] {
        Test::acme()
            .file("crm.csv", CRM)
            .run(&format!("owner import crm.csv --country MX --mode {mode} --skip-without-phone --json"))
            .part("/rows", json!({ "read": 4, "changed": 2, "unchanged": 0, "rejected": 0, "skipped": 2 }))
            .part("/owners", json!({ "added": 2, "removed": removed }))
            .run(&format!("owner import crm.csv --country MX --mode {mode} --skip-without-phone --json"))
            .part("/rows", json!({ "read": 4, "changed": 0, "unchanged": 2, "rejected": 0, "skipped": 2 }))
            .done();
    }
    Test::acme()
        .file("crm.csv", CRM)
        .run("owner import crm.csv --country MX --dry-run")
        .stdout_starts("")
        .stderr_starts("error: crm.csv:3:1: phone: missing phone\n")
        .status(3)
        .run("owner import crm.csv --country MX --skip-without-phone --dry-run --json")
        .part("/rows/skipped", 2)
        .done();
}

#[test]
fn skipped_rows_are_counted_apart() {
    Test::acme()
        .file("crm.csv", format!("{CRM}55 12,luis@acme.example\n"))
        .run("owner import crm.csv --country MX --skip-without-phone --on-error skip --json")
        .part("/rows", json!({ "read": 5, "changed": 2, "unchanged": 0, "rejected": 1, "skipped": 2 }))
        .status(1)
        .run("owner import crm.csv --country MX --skip-without-phone --json")
        .part("/rows", json!({ "read": 5, "changed": 0, "unchanged": 2, "rejected": 1, "skipped": 2 }))
        .stderr_starts("")
        .status(3)
        .done();
}

#[test]
fn comparison_skips_rows_without_phone() {
    let log = "{\"at\": \"2026-06-01T09:01:00Z\", \"contact\": \"+525512345678\", \"from\": \"contact\"}\n";
    Test::acme()
        .file("crm.csv", CRM)
        .file("day.ndjson", log)
        .run("scenario compare day.ndjson --with-owners crm.csv --country MX --skip-without-phone --json")
        .part("/conversations/0/after/assigned/0/member", "luis@acme.example")
        .stderr("note: skipped 2 rows without a phone number in `crm.csv`\n")
        .done();
}

/// A store with Rosa's phone in the form of older versions.
fn spoilt(phone: &str) -> Test {
    let folder = Test::acme().run("status").stdout_starts("").done();
    let path = folder.path().join("inbox.db");
    let connection = crate::rows::open(&path);
    connection.execute("UPDATE contacts SET phone = ?1 WHERE id = 1", [phone]).unwrap();
    drop(connection);
    Test::bare().file("inbox.db", fs::read(path).unwrap())
}

#[test]
fn stored_spelling_finds_its_contact() {
    for phone in ["+5215512345678", "+52551234", "+52 55 1234 5678", "+541123456789"] {
        spoilt(phone)
            .run(&format!("contact show '{phone}' --json"))
            .part("/first_name", "Rosa")
            .run(&format!("contact update '{phone}' --phone +525512345678"))
            .stdout_starts("change 6: 1 effect\n")
            .run("check")
            .stdout_starts("")
            .done();
        spoilt(phone).run(&format!("contact remove '{phone}'")).stdout_starts("change 6:").done();
    }
}

#[test]
fn stored_spelling_in_files_finds_its_contact() {
    for phone in ["+5215512345678", "+52551234", "+541123456789"] {
        let log = format!("{{\"at\": \"2026-06-01T09:01:00Z\", \"contact\": \"{phone}\", \"from\": \"contact\"}}\n");
        spoilt(phone)
            .file("map.csv", format!("phone,owner\n{phone},luis@acme.example\n"))
            .file("day.ndjson", log)
            .run("owner import map.csv --json")
            .part("/contacts", json!({ "created": 0, "updated": 0 }))
            .part("/owners/added", 1)
            .run("simulate-message --batch day.ndjson --json")
            .part("/contacts_created", 0)
            .part("/conversations/opened", 1)
            .done();
    }
}

#[test]
fn check_suggests_fix_for_misread_phone() {
    let test = spoilt("+522125550117").run("check --json").status(1).part(
        "/faults/0",
        json!({
            "code": "phone-misread",
            "what": "the phone of contact `+522125550117` is not valid, but `+12125550117` is: if that is the number, \
                     `inboxctl contact update +522125550117 --phone +12125550117`",
        }),
    );
    test.given("contact update +522125550117 --phone +12125550117").run("check").stdout("no problems found\n").done();
}

//! The commands that the history records: contacts stand in them by their canonical phone, however they were typed.

use inboxctl::testing::Cli;

use super::{START, Test};
use crate::project_rules::commands;

/// Commands as typed and as recorded, in order.
const COMMANDS: &[(&str, &str)] = &[
    (
        "contact add '+52 (55) 8765-4321' --external-id C-7 --first-name 55",
        "contact add +525587654321 --external-id C-7 --first-name 55",
    ),
    ("contacts update external-id:C-7 --last-name Ruiz", "contacts update +525587654321 --last-name Ruiz"),
    (
        "-v contact update 5587654321 --phone='55 8765 0000' --country MX",
        "-v contact update +525587654321 --phone=+525587650000 --country MX",
    ),
    (
        "contact update +525587650000 --phone whatsapp:5215587654321",
        "contact update +525587650000 --phone +525587654321",
    ),
    ("owner add wa.me/525587654321 ana eva", "owner add +525587654321 ana eva"),
    (
        "owner remove external-id:C-7 0052-55-1234-5678 --member eva,ana",
        "owner remove +525587654321 +525512345678 --member eva,ana",
    ),
    (
        "owner add 5215512345678@c.us 0052155-1234-5678 external-id:C-7 --member luis",
        "owner add +525512345678 +525512345678 +525587654321 --member luis",
    ),
    (
        "owner distribute external-id:C-7 0052-55-1234-5678 --from luis --to eva",
        "owner distribute +525587654321 +525512345678 --from luis --to eva",
    ),
    ("owner pin external-id:C-7 0052-55-1234-5678 --member eva", "owner pin +525587654321 +525512345678 --member eva"),
    ("owner unpin external-id:C-7 eva", "owner unpin +525587654321 eva"),
    ("owner set external-id:C-7 0052-55-1234-5678 --no-owners", "owner set +525587654321 +525512345678 --no-owners"),
    (
        "owner add 1-212-555-0117 --country US ana --create-contacts",
        "owner add +12125550117 --country US ana --create-contacts",
    ),
    (
        "simulate-message --contact='+52 1 55 1234 5678' --from contact",
        "simulate-message --contact=+525512345678 --from contact",
    ),
    (
        "simulate-message --from contact --contact external-id:C-7",
        "simulate-message --from contact --contact +525587654321",
    ),
    ("assign 00525512345678 2 external-id:C-7 --member eva", "assign +525512345678 2 +525587654321 --member eva"),
    ("unassign external-id:C-7 --member eva --actor 2", "unassign +525587654321 --member eva --actor 2"),
    ("conversation close '+52.55.1234.5678' 2", "conversation close +525512345678 2"),
    ("conversation reopen '+52.55.1234.5678' 2", "conversation reopen +525512345678 2"),
    (
        "contact add '+1 212 555 0118' --account '+52 55 1234 5678'",
        "contact add +12125550118 --account '+52 55 1234 5678'",
    ),
    (
        "contact add 0012125550119 --external-id C-9 --owner ana",
        "contact add +12125550119 --external-id C-9 --owner ana",
    ),
    ("contact merge external-id:C-9 '+52-55-1234-5678'", "contact merge +12125550119 +525512345678"),
    ("contact remove tel:+12125550118 nonsense --skip-refused", "contact remove +12125550118 nonsense --skip-refused"),
];

#[test]
fn recorded_commands_name_contacts_by_canonical_phone() {
    let test = Test::acme();
    for (typed, recorded) in COMMANDS {
        let status = i32::from(typed.ends_with("--skip-refused"));
        let plan = |command: &str| test.answer(&format!("{command} --dry-run --json"), status)["digest"].clone();
        let digest = plan(typed);
        assert!(digest.is_string(), "{typed} changes nothing");
        assert_eq!(digest, plan(recorded), "{recorded} does the same as {typed}");
        test.answer(&format!("{typed} --json"), status);
        let command = &test.answer("history list --limit 1 --json --quiet", 0)[0]["command"];
        assert_eq!(*command, format!("{recorded} --json --at {START}"));
    }
}

#[test]
fn every_command_with_contacts_is_recorded() {
    let program = Cli::parser();
    let cases: Vec<_> = COMMANDS.iter().map(|(_, recorded)| recorded.replace("contacts ", "contact ")).collect();
    for words in commands() {
        let below = words.iter().fold(&program, |command, word| command.find_subcommand(word).unwrap());
        let mut arguments = below.get_arguments().filter_map(|argument| argument.get_value_names());
        let names_contacts = arguments.any(|names| {
            names.iter().any(|name| ["PHONE", "CONTACT", "CONVERSATION", "FROM", "INTO"].contains(&name.as_str()))
        });
        // What is erased leaves no command that names it.
        let names_contacts = names_contacts && !words.ends_with(&["erase".to_owned()]);
        let writes = !below.has_subcommands() && below.get_arguments().any(|argument| argument.get_id() == "actor");
        let name = words.join(" ");
        let is_tested = cases.iter().any(|case| case.contains(&name));
        assert!(!(names_contacts && writes) || is_tested, "{name} is not tested");
    }
}

#[test]
fn erasing_by_external_id_leaves_no_trace_of_it() {
    Test::acme()
        .given("contact update +525512345678 --external-id C-7")
        .given("contact erase external-id:C-7 --confirm 1 --quiet")
        .run("history list --limit 1 --json --quiet")
        .part("/0/command", format!("contact erase erased-1 --confirm 1 --quiet --at {START}"))
        .done();
}

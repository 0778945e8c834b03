//! Random commands, as an admin types them. A new command is a line of [`WRITERS`] or [`READERS`].

use proptest::prelude::*;

use crate::chance::below;

/// A word in capitals is replaced, a part in brackets is left out half of the time, and one of several words
/// with `|` between them is chosen.
type Synopsis = &'static str;

/// The commands that write, and how often each is typed.
const WRITERS: &[(u64, Synopsis)] = &[
    (3, "member add nora@acme.example|iker@acme.example [--name TEXT] [--external-id TEXT]"),
    (3, "member update EMAIL --name|--external-id|--email TEXT"),
    (1, "member update EMAIL --email eva@acme.example|nora@acme.example"),
    (3, "member deactivate EMAIL"),
    (3, "member deactivate EMAIL --hand-over-to EMAILS"),
    (6, "member activate EMAIL"),
    (1, "member remove EMAIL"),
    (2, "member import MEMBERS [--on-error skip]"),
    (2, "team add TEAM [--strategy round-robin|least-busy|default-agent] [--default-agent EMAIL] [--member EMAIL]"),
    (2, "team update TEAM --strategy round-robin|least-busy|default-agent [--default-agent EMAIL]"),
    (1, "team update TEAM --rename TEAM"),
    (2, "team update Sales --order eva,luis,ana|luis,ana,eva|ana,eva,luis [--strategy least-busy|round-robin]"),
    (2, "team update Ventas --order beto,eva|eva,beto [--default-agent EMAIL]"),
    (3, "team join TEAM EMAIL EMAIL"),
    (3, "team leave TEAM EMAIL"),
    (1, "team remove TEAM"),
    (2, "team import TEAMS [--on-error skip]"),
    (
        4,
        "contact add +525512340005|+525512340006 [--account ACCOUNT] [--first-name TEXT] [--external-id TEXT] [--owner EMAIL]",
    ),
    (3, "contact update PHONE --account ACCOUNT [--last-name TEXT] [--email rosa@globex.example]"),
    (2, "contact update PHONE --phone +525512340001|+525512340005"),
    (3, "contact remove PHONES [--skip-refused]"),
    (4, "contact merge PHONE PHONE"),
    (5, "owner add PHONE EMAIL EMAIL [--assign-open] [--create-contacts]"),
    (2, "owner add PHONES --member EMAILS [--assign-open] [--skip-refused]"),
    (3, "owner set PHONE EMAIL [EMAIL] [--create-contacts]"),
    (2, "owner set PHONES --no-owners|--member=ana [--skip-refused]"),
    (3, "owner remove PHONE EMAIL"),
    (2, "owner remove PHONES --member EMAILS [--skip-refused]"),
    (3, "owner import MAPPING [--create-members] [--allow-inactive] [--existing-only] [--on-error skip]"),
    (3, "owner import MAPPING --mode replace [--keep manual,first-responder] [--max-removals 100%]"),
    (3, "owner import MAPPING --mode sync [--keep import] [--max-removals 100%] [--allow-inactive]"),
    (3, "owner transfer --from EMAIL --to EMAILS [--account ACCOUNT]"),
    (3, "conversation transfer --from EMAIL --to EMAILS [--team TEAM] [--status new|in-progress|created] [--limit 1]"),
    (3, "conversation distribute [--team TEAM] [--status new|flow|created] [--limit 2]"),
    (3, "conversation reassign-overdue [--team TEAM] [--limit 1]"),
    (3, "member away EMAIL --until 2026-02-10|2026-03-01 [--from 2026-01-01|2026-02-01] [--cover EMAILS]"),
    (2, "member away EMAIL --until 2026-02-20 --cover EMAILS --hand-over-open"),
    (3, "member back EMAIL [--from 2026-02-01]"),
    (2, "team update TEAM --reassign-after 5|15|none [--strategy round-robin|least-busy]"),
    (3, "owner pin PHONES --member EMAILS [--skip-refused]"),
    (2, "owner unpin PHONES --member EMAILS [--skip-refused]"),
    (2, "owner add PHONE EMAIL --pin"),
    (2, "owner import PINS [--mode replace] [--max-removals 100%]"),
    (3, "owner distribute --to EMAILS [--from EMAIL] [--account ACCOUNT] [--max 2] [--weight ana=2] [--limit 2]"),
    (2, "owner distribute PHONES --team TEAM [--from EMAIL]"),
    (3, "owner rebalance --among EMAILS [--weight luis=3] [--keep-accounts-together] [--max-moves 2]"),
    (1, "owner rebalance --team TEAM [--keep-accounts-together]"),
    (5, "assign CONVERSATIONS --member EMAILS [--team TEAM] [--replace] [--skip-refused]"),
    (2, "assign CONVERSATIONS --team TEAM [--skip-refused]"),
    (4, "unassign CONVERSATIONS --member EMAILS [--skip-refused]"),
    (2, "unassign CONVERSATIONS --all|--team [--skip-refused]"),
    (5, "conversation close CONVERSATIONS [--skip-refused]"),
    (4, "conversation reopen CONVERSATIONS [--skip-refused]"),
    (12, "simulate-message --contact PHONE --from contact [--create-contacts]"),
    (6, "simulate-message --contact PHONE --from member --member EMAIL"),
    (5, "simulate-message --contact PHONE --from flow|system"),
    (5, "simulate-message --contact PHONE --from flow --assign-team TEAM"),
    (3, "simulate-message --contact PHONE --from flow --assign EMAIL"),
    (2, "simulate-message --contact PHONE --from flow --end-flow"),
    (3, "simulate-message --batch LOG [--create-contacts]"),
    (4, "settings set assign-first-responder on|off"),
    (1, "settings set default-country MX|none"),
    (1, "settings reset assign-first-responder|default-country"),
    (7, "undo CHANGE"),
    (4, "undo CHANGE --skip-conflicts"),
    (3, "undo CHANGES [--skip-conflicts] [--skip-refused]"),
    (2, "undo --last"),
];

/// The commands that read, each with a format where it takes one.
const READERS: &[(u64, Synopsis)] = &[
    (1, "status FORMAT"),
    (1, "report [--since TIME] FORMAT"),
    (1, "member list [--active] FORMAT"),
    (1, "member list --inactive FORMAT"),
    (1, "member show EMAIL FORMAT"),
    (1, "member list --away FORMAT"),
    (1, "member absences [EMAIL] FORMAT"),
    (1, "conversation list --overdue FORMAT"),
    (1, "team list FORMAT"),
    (1, "team show TEAM FORMAT"),
    (1, "contact list [--account ACCOUNT] [--owner EMAIL] [--search TEXT] [--limit 2] FORMAT"),
    (1, "contact list --unowned|--owned-by-inactive|--ids FORMAT"),
    (1, "contact show PHONES FORMAT"),
    (1, "owner list [--contact PHONE] [--member EMAIL] [--reason manual|import|handed-over] FORMAT"),
    (1, "owner list --pinned FORMAT"),
    (1, "owner list --by member|account [--account ACCOUNT] FORMAT"),
    (1, "owner export"),
    (2, "conversation list [--all] [--assigned-to EMAIL] [--team TEAM] [--account ACCOUNT] FORMAT"),
    (1, "conversation list --unassigned|--ids|--all [--contact PHONE] [--limit 2] FORMAT"),
    (1, "conversation list --status new|in-progress|closed --opened-before TIME FORMAT"),
    (2, "conversation show CONVERSATIONS FORMAT"),
    (3, "why CONVERSATION [--member EMAIL] FORMAT"),
    (1, "settings list FORMAT"),
    (1, "settings get assign-first-responder|default-country FORMAT"),
    (2, "history list [--member EMAIL] [--contact PHONE] [--limit 3] FORMAT"),
    (2, "history list [--team TEAM] [--account ACCOUNT] [--since TIME] [--until TIME] FORMAT"),
    (1, "history list --command import|undo|close --conversation CONVERSATION FORMAT"),
    (3, "history show CHANGE FORMAT"),
];

/// Most exist at the start.
const EMAILS: [&str; 8] = [
    "ana@acme.example",
    "luis@acme.example",
    "eva@acme.example",
    "beto@acme.example",
    "luis",
    "eva",
    "beto",
    "nora@acme.example",
];

const TEAMS: [&str; 4] = ["Sales", "Ventas", "Night", "sáles"];

/// Most exist at the start.
const PHONES: [&str; 7] = [
    "+525512340001",
    "+525512340002",
    "+525512340003",
    "+525512340004",
    "+52 1 55 1234 0001",
    "+52 55 1234 0002",
    "+525512340005",
];

/// The last one has no contact at the start.
const ACCOUNTS: [&str; 5] = ["Acme", "ACME", "Globex", "", "Initech"];

const TEXTS: [&str; 6] = ["Ana", "Núñez; López", "=1+1", "ana", "two\nlines", ""];

/// Commands that come before all others.
pub(super) const START: [&str; 12] = [
    "init",
    "member add ana@acme.example --name Ana",
    "member add luis@acme.example --name Luis --external-id 7",
    "member add eva@acme.example",
    "member add beto@acme.example",
    "team add Sales --member ana@acme.example --member luis@acme.example --member eva@acme.example",
    "team add Ventas --strategy least-busy --member eva@acme.example --member beto@acme.example",
    "contact add +525512340001 --first-name Rosa --account Acme --owner ana@acme.example",
    "contact add +525512340002 --account Acme --owner luis@acme.example --owner eva@acme.example",
    "contact add +525512340003 --account Globex --owner eva@acme.example",
    "contact add +525512340004",
    "simulate-message --contact +525512340001 --from contact",
];

/// A command with its stdin.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) words: Vec<String>,
    pub(super) stdin: String,
}

impl Typed {
    pub(super) fn with(&self, options: &[&str]) -> Self {
        let words = self.words.iter().cloned().chain(options.iter().map(|&word| word.to_owned())).collect();
        Self { words, stdin: self.stdin.clone() }
    }

    pub(super) fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }
}

/// One number for each command. A failing sequence is shrunk by leaving commands out.
pub(super) fn seeds(commands: usize) -> impl Strategy<Value = Vec<Option<u64>>> {
    proptest::collection::vec(proptest::option::weighted(0.99, any::<u64>().no_shrink()), commands)
}

/// Chooses the words of commands.
pub(super) struct Chooser {
    state: u64,
    /// How many conversations and changes there are.
    pub(super) conversations: u64,
    pub(super) changes: u64,
}

impl Chooser {
    pub(super) fn new(seed: u64, conversations: u64, changes: u64) -> Self {
        Self { state: seed, conversations, changes }
    }

    pub(super) fn writer(&mut self) -> Typed {
        let mut typed = self.typed(WRITERS);
        if self.below(6) == 0 {
            typed.words.extend(["--at".to_owned(), self.value("TIME")]);
        }
        typed
    }

    pub(super) fn reader(&mut self) -> Typed {
        self.typed(READERS)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        below(&mut self.state, end)
    }

    fn of<T: Copy>(&mut self, things: &[T]) -> T {
        things[usize::try_from(self.below(things.len() as u64)).unwrap()]
    }

    fn typed(&mut self, table: &[(u64, Synopsis)]) -> Typed {
        let mut place = self.below(table.iter().map(|(weight, _)| weight).sum());
        let chosen = table.iter().find(|(weight, _)| {
            let is_here = place < *weight;
            place = place.saturating_sub(*weight);
            is_here
        });
        self.fill(chosen.unwrap().1)
    }

    fn fill(&mut self, synopsis: Synopsis) -> Typed {
        let mut typed = Typed { words: Vec::new(), stdin: String::new() };
        let mut is_left_out = false;
        for word in synopsis.split(' ') {
            if word.starts_with('[') {
                is_left_out = self.below(2) == 0;
            }
            if !is_left_out {
                self.word(word.trim_matches(['[', ']']), &mut typed);
            }
            is_left_out &= !word.ends_with(']');
        }
        typed
    }

    fn word(&mut self, word: &str, typed: &mut Typed) {
        match word {
            "EMAILS" => typed.words.push(self.several(|this| this.value("EMAIL")).join(",")),
            "PHONES" => typed.words.extend(self.several(|this| this.value("PHONE"))),
            "CONVERSATIONS" => typed.words.extend(self.several(|this| this.value("CONVERSATION"))),
            "CHANGES" => typed.words.extend(self.several(|this| this.value("CHANGE"))),
            "FORMAT" => {
                typed.words.push(format!("--format={}", self.of(&["table", "json", "ndjson", "csv", "markdown"])));
            }
            "MAPPING" => self.file(typed, "phone,owner,first_name,account", &["PHONE", "OWNERS", "TEXT", "ACCOUNT"]),
            "PINS" => self.file(typed, "phone,owner,pinned", &["PHONE", "OWNERS", "OWNER"]),
            "MEMBERS" => self.file(typed, "email,name,active", &["OWNER", "TEXT", "ACTIVE"]),
            "TEAMS" => self.file(typed, "team,member", &["TEAM", "OWNER"]),
            "LOG" => {
                typed.words.push("-".to_owned());
                typed.stdin = self.log();
            }
            choice if choice.contains('|') => {
                typed.words.push(self.of(&choice.split('|').collect::<Vec<_>>()).to_owned());
            }
            other => typed.words.push(self.value(other)),
        }
    }

    /// What replaces a word in capitals; another word is kept.
    fn value(&mut self, word: &str) -> String {
        let text = match word {
            "EMAIL" => self.of(&EMAILS),
            "TEAM" => self.of(&TEAMS),
            "PHONE" => self.of(&PHONES),
            "ACCOUNT" => self.of(&ACCOUNTS),
            "TEXT" => self.of(&TEXTS),
            "ACTIVE" => self.of(&["yes", "no", ""]),
            // Files name members by their email.
            "OWNER" if self.below(16) > 0 => self.of(&EMAILS[..4]),
            "OWNER" => "nora@acme.example",
            "OWNERS" => return self.several(|this| this.value("OWNER")).join(";"),
            "TIME" => return format!("2026-01-31T1{}:{:02}:00Z", self.below(2), self.below(60)),
            "CONVERSATION" if self.below(4) == 0 => self.of(&PHONES),
            "CONVERSATION" => return (1 + self.below(self.conversations + 1)).to_string(),
            // The latest more often: earlier ones tend to be in conflict.
            "CHANGE" => return self.change().to_string(),
            word => word,
        };
        text.to_owned()
    }

    fn change(&mut self) -> u64 {
        let back = if self.below(2) == 0 { self.below(4) } else { self.below(self.changes) };
        self.changes.saturating_sub(back).max(1)
    }

    /// One to three.
    fn several<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..=self.below(3)).map(|_| one(self)).collect()
    }

    fn file(&mut self, typed: &mut Typed, header: &str, columns: &[&str]) {
        let cell = |text: String| format!("\"{text}\"");
        let row = |this: &mut Self| columns.iter().map(|column| cell(this.value(column))).collect::<Vec<_>>().join(",");
        typed.words.push("-".to_owned());
        typed.stdin = format!("{header}\n{}\n", self.several(row).join("\n"));
    }

    fn log(&mut self) -> String {
        let lines = self.several(|this| {
            let email = this.value("OWNER");
            let event = match this.below(7) {
                0 => r#""from": "contact""#.to_owned(),
                1 => format!(r#""from": "member", "member": "{email}""#),
                2 => format!(r#""from": "flow", "assign_team": "{}""#, this.value("TEAM")),
                3 => r#""action": "close""#.to_owned(),
                6 => return r#"{"at": "2026-01-31T10:00:00Z", "action": "reassign-overdue"}"#.to_owned(),
                4 => format!(r#""action": "assign", "member": "{email}""#),
                _ => r#""from": "system""#.to_owned(),
            };
            format!(r#"{{"at": "2026-01-31T10:00:00Z", "contact": "{}", {event}}}"#, this.value("PHONE"))
        });
        lines.join("\n") + "\n"
    }
}

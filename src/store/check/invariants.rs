//! The invariants of the rows of a store.
//!
//! Those that a row keeps by itself are conditions, so that one scan looks at all of a table. The others are
//! statements that find all violations in the whole store. Each violation is described in one text, with
//! names instead of numbers.

use crate::model::ProblemCode;

pub(super) struct Invariant {
    pub(super) code: ProblemCode,
    pub(super) table: &'static str,
    /// A statement with one text a violation.
    pub(super) violations: &'static str,
}

const fn invariant(code: ProblemCode, table: &'static str, violations: &'static str) -> Invariant {
    Invariant { code, table, violations }
}

/// What each row of a table must keep.
pub(super) struct RowLaw {
    pub(super) code: ProblemCode,
    pub(super) table: &'static str,
    /// The condition of a violation.
    pub(super) broken: &'static str,
    /// What describes it.
    pub(super) text: &'static str,
}

const fn law(code: ProblemCode, table: &'static str, broken: &'static str, text: &'static str) -> RowLaw {
    RowLaw { code, table, broken, text }
}

/// The laws of the tables that can have millions of rows, except references.
///
/// The functions `known`, `is_…`, `email_of`, `phone_…`, `setting_fault`, `shell_word` and `fold` call the
/// parsers of the model.
pub(super) const ROW_LAWS: &[RowLaw] = &[
    law(
        ProblemCode::UnknownValue,
        "conversations",
        "NOT known('status', status)",
        "printf('conversation %d has the unknown status `%s`', id, status)",
    ),
    law(
        ProblemCode::UnknownValue,
        "conversations",
        "contact_wrote NOT IN (0, 1) OR handed_over NOT IN (0, 1)",
        "printf('conversation %d has a flag that is neither 0 nor 1', id)",
    ),
    law(
        ProblemCode::PickTimeDiffers,
        "conversations",
        "picked_at IS NOT (SELECT since FROM assignments WHERE conversation_id = conversations.id AND member_id = pick_id
                           AND reason IN ('team-round-robin', 'team-least-busy', 'team-default-agent'))",
        "printf('conversation %d has another time of its pick than the assignment', id)",
    ),
    law(
        ProblemCode::ClosingTimeDiffers,
        "conversations",
        "(status = 'closed') <> (closed_at IS NOT NULL)",
        "printf('conversation %d is `%s` and has %s closing time', id, status, iif(closed_at IS NULL, 'no', 'a'))",
    ),
    law(
        ProblemCode::UnknownValue,
        "assignments",
        "NOT known('assigned', reason)",
        "printf('`%s` is assigned to conversation %d with the unknown reason `%s`',
                (SELECT email FROM members WHERE id = member_id), conversation_id, reason)",
    ),
    law(
        ProblemCode::UnknownValue,
        "assignments",
        "is_open NOT IN (0, 1)",
        "printf('`%s` is assigned to conversation %d with the unknown state `%s`',
                (SELECT email FROM members WHERE id = member_id), conversation_id, is_open)",
    ),
    law(
        ProblemCode::AssignmentStateDiffers,
        "assignments",
        "is_open IN (0, 1) AND is_open <> ((SELECT status FROM conversations WHERE id = conversation_id) <> 'closed')",
        "printf('`%s` is assigned to conversation %d as if it were %s',
                (SELECT email FROM members WHERE id = member_id), conversation_id, iif(is_open = 1, 'open', 'closed'))",
    ),
    law(
        ProblemCode::DanglingReference,
        "conversations",
        "NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.id = contact_id)
         AND NOT EXISTS (SELECT 1 FROM removed WHERE kind = 'contact' AND removed.id = contact_id
                         AND removed.name = 'erased-' || contact_id)",
        "printf('conversation %d refers to missing row %d of `contacts`', id, contact_id)",
    ),
    law(
        ProblemCode::UnknownValue,
        "contact_owners",
        "NOT known('owned', reason)",
        "printf('`%s` owns contact `%s` with the unknown reason `%s`', (SELECT email FROM members WHERE id = member_id),
                (SELECT phone FROM contacts WHERE id = contact_id), reason)",
    ),
    law(
        ProblemCode::UnknownValue,
        "contact_owners",
        "pinned NOT IN (0, 1)",
        "printf('`%s` owns contact `%s` with the unknown pin `%s`', (SELECT email FROM members WHERE id = member_id),
                (SELECT phone FROM contacts WHERE id = contact_id), pinned)",
    ),
    law(
        ProblemCode::InvalidEmail,
        "contacts",
        "NOT is_email(email)",
        "printf('the email `%s` of contact `%s` is not valid: run `inboxctl contact update %s --email NEW`', email,
                phone, phone)",
    ),
    law(
        ProblemCode::InvalidPhone,
        "contacts",
        "NOT is_phone(phone)",
        "printf('the phone of contact `%s` is not in canonical form: %s', phone, phone_remedy(phone, phone_now(phone),
            EXISTS (SELECT 1 FROM contacts AS other WHERE other.phone = phone_now(contacts.phone)),
            EXISTS (SELECT 1 FROM conversations WHERE contact_id = contacts.id)))",
    ),
    law(
        ProblemCode::PhoneNotCanonical,
        "contacts",
        "phone_fault(phone) IS NOT NULL",
        "printf('the phone of contact `%s` %s: %s', phone, phone_fault(phone), phone_remedy(phone, phone_now(phone),
            EXISTS (SELECT 1 FROM contacts AS other WHERE other.phone = phone_now(contacts.phone)),
            EXISTS (SELECT 1 FROM conversations WHERE contact_id = contacts.id)))",
    ),
    law(
        ProblemCode::PhoneMisread,
        "contacts",
        "phone_meant(phone) IS NOT NULL",
        "printf('the phone of contact `%s` is not valid, but `%s` is: if that is the number, %s', phone,
            phone_meant(phone), phone_remedy(phone, phone_meant(phone),
            EXISTS (SELECT 1 FROM contacts AS other WHERE other.phone = phone_meant(contacts.phone)),
            EXISTS (SELECT 1 FROM conversations WHERE contact_id = contacts.id)))",
    ),
    law(
        ProblemCode::DanglingReference,
        "entries",
        "contact_id BETWEEN -4611686018427387903 AND 4611686018427387903
         AND NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.id = contact_id)
         AND NOT EXISTS (SELECT 1 FROM removed WHERE kind = 'contact' AND removed.id = contact_id)
         AND NOT EXISTS (SELECT 1 FROM removed_contacts WHERE removed_contacts.id = contact_id)",
        "printf('an entry of change %d refers to missing row %d of `contacts`', change_id, contact_id)",
    ),
    law(
        ProblemCode::EntriesAstray,
        "entries",
        "EXISTS (SELECT 1 FROM changes WHERE changes.id = change_id
                 AND (entries.id BETWEEN first_entry AND last_entry) IS NOT 1)",
        "printf('change %d has an entry outside of its range', change_id)",
    ),
];

/// All other invariants except references and the history.
pub(super) const INVARIANTS: &[Invariant] = &[
    invariant(
        ProblemCode::UnknownValue,
        "members",
        "SELECT printf('member `%s` has the unknown state `%s`', email, active) FROM members
         WHERE active NOT IN (0, 1)",
    ),
    invariant(
        ProblemCode::UnknownValue,
        "teams",
        "SELECT printf('team `%s` has the unknown strategy `%s`', name, strategy) FROM teams
         WHERE NOT known('strategy', strategy)",
    ),
    invariant(
        ProblemCode::UnknownValue,
        "removed",
        "SELECT printf('removed `%s` has the unknown kind `%s`', name, kind) FROM removed
         WHERE kind NOT IN ('member', 'team', 'contact')",
    ),
    invariant(
        ProblemCode::InvalidEmail,
        "members",
        "SELECT printf('the email of member `%s` is %s: run `inboxctl member update %s --email %s`', email,
                       iif(today IS NULL, 'not valid', 'not in folded form'), shell_word(email),
                       iif(today IS NULL OR today IN (SELECT email FROM members AS other WHERE other.id <> given.id),
                           'NEW', shell_word(today)))
         FROM (SELECT id, email, email_of(email) AS today FROM members) AS given WHERE today IS NOT email COLLATE BINARY",
    ),
    invariant(ProblemCode::InvalidName, "teams", "SELECT printf('team %d has no name', id) FROM teams WHERE trim(name) = ''"),
    invariant(
        ProblemCode::InvalidName,
        "accounts",
        "SELECT printf('account %d has no name', id) FROM accounts WHERE trim(name) = ''",
    ),
    invariant(
        ProblemCode::NameKeyDiffers,
        "teams",
        "SELECT printf('team `%s` has the outdated comparison key `%s`', name, name_key) FROM teams
         WHERE fold(name) IS NOT name_key
             AND NOT EXISTS (SELECT 1 FROM teams AS other WHERE other.id <> teams.id AND other.name_key = fold(teams.name))",
    ),
    invariant(
        ProblemCode::SameName,
        "teams",
        "SELECT printf('teams `%s` and `%s` have the same name: run `inboxctl team update %s --rename NEW`', other.name,
                       teams.name, shell_word(teams.name))
         FROM teams JOIN teams AS other ON other.name_key = fold(teams.name) AND other.id <> teams.id
         WHERE fold(teams.name) IS NOT teams.name_key",
    ),
    invariant(
        ProblemCode::NameKeyDiffers,
        "accounts",
        "SELECT printf('account `%s` has the outdated comparison key `%s`', name, name_key) FROM accounts
         WHERE fold(name) IS NOT name_key",
    ),
    invariant(
        ProblemCode::InvalidSetting,
        "settings",
        "SELECT setting_fault(key, value) FROM settings WHERE setting_fault(key, value) IS NOT NULL",
    ),
    invariant(
        ProblemCode::TwoOpenConversations,
        "conversations",
        "SELECT printf('contact `%s` has %d open conversations: %s', (SELECT phone FROM contacts WHERE id = contact),
                       number, (SELECT group_concat(id, ', ') FROM conversations
                                WHERE contact_id = contact AND status <> 'closed'))
         FROM (SELECT contact_id AS contact, count(*) AS number FROM conversations
               WHERE status <> 'closed' GROUP BY contact_id HAVING count(*) > 1)",
    ),
    invariant(
        ProblemCode::InactiveMemberAssigned,
        "assignments",
        "SELECT printf('`%s` is inactive and assigned to the open conversation %d', email, conversation_id)
         FROM members JOIN assignments ON member_id = members.id WHERE active = 0 AND is_open = 1",
    ),
    invariant(
        ProblemCode::OpenConversationsMiscounted,
        "members",
        // Few conversations are open and not active: these are read, the others only counted by an index.
        "WITH inactive (member, number) AS (
             SELECT member_id, count(*) FROM conversations
             CROSS JOIN assignments ON conversation_id = conversations.id AND is_open = 1
             WHERE status NOT IN ('new', 'in-progress') GROUP BY member_id)
         SELECT printf('`%s` has %d active conversations, but %d are counted', email, found, counted)
         FROM (SELECT email, active_conversations AS counted,
                      (SELECT count(*) FROM assignments WHERE member_id = members.id AND is_open = 1)
                      - coalesce(number, 0) AS found
               FROM members LEFT JOIN inactive ON member = members.id)
         WHERE found <> counted",
    ),
    // Orders are short, so that comparing each pair is faster than sorting all rows.
    invariant(
        ProblemCode::PlaceTakenTwice,
        "assignments",
        "SELECT printf('`%s` and `%s` have the same position on conversation %d', first.email, second.email,
                       one.conversation_id)
         FROM assignments AS one JOIN assignments AS other
             ON other.conversation_id = one.conversation_id AND other.member_id > one.member_id
         LEFT JOIN members AS first ON first.id = one.member_id
         LEFT JOIN members AS second ON second.id = other.member_id
         WHERE other.position = one.position",
    ),
    invariant(
        ProblemCode::PlaceTakenTwice,
        "contact_owners",
        "SELECT printf('`%s` and `%s` have the same position among the owners of contact `%s`', first.email, second.email,
                       phone)
         FROM contact_owners AS one JOIN contact_owners AS other
             ON other.contact_id = one.contact_id AND other.member_id > one.member_id
         LEFT JOIN members AS first ON first.id = one.member_id
         LEFT JOIN members AS second ON second.id = other.member_id
         LEFT JOIN contacts ON contacts.id = one.contact_id
         WHERE other.position = one.position",
    ),
    invariant(
        ProblemCode::PlaceTakenTwice,
        "team_members",
        "SELECT printf('%d members have the same position in team `%s`', count(*), name)
         FROM team_members LEFT JOIN teams ON teams.id = team_id GROUP BY team_id, position HAVING count(*) > 1",
    ),
    invariant(
        ProblemCode::TurnOutOfRange,
        "teams",
        "SELECT printf('the rotation of team `%s` is at %d, but it has %d members', name, turn, places)
         FROM (SELECT name, turn, (SELECT count(*) FROM team_members WHERE team_id = teams.id) AS places FROM teams)
         WHERE turn NOT BETWEEN 0 AND places",
    ),
    invariant(
        ProblemCode::ReassignmentWithDefaultAgent,
        "teams",
        "SELECT printf('team `%s` has a default agent and reassigns after %d minutes: run ' ||
                       '`inboxctl team update %s --reassign-after none`', name, reassign_after, shell_word(name))
         FROM teams WHERE strategy = 'default-agent' AND reassign_after IS NOT NULL",
    ),
    invariant(
        ProblemCode::AbsencesOverlap,
        "absences",
        "SELECT printf('two absences of `%s` overlap', (SELECT email FROM members WHERE id = one.member_id))
         FROM absences AS one JOIN absences AS other ON other.member_id = one.member_id AND other.id > one.id
         WHERE other.from_at < one.until_at AND one.from_at < other.until_at",
    ),
    invariant(
        ProblemCode::NumberBehind,
        "sqlite_sequence",
        "WITH highest (kind, id) AS (
             SELECT 'changes', max(id) FROM changes
             UNION ALL SELECT 'conversations', max(id) FROM conversations
             UNION ALL SELECT 'members', max(id) FROM members
             UNION ALL SELECT 'teams', max(id) FROM teams
             UNION ALL SELECT 'contacts', max(id) FROM contacts
             UNION ALL SELECT 'absences', max(id) FROM absences
             UNION ALL SELECT 'contacts', max(id) FROM removed_contacts
             UNION ALL SELECT kind || 's', max(id) FROM removed WHERE kind IN ('member', 'team', 'contact') GROUP BY kind)
         SELECT printf('the next number of `%s` would be %d, but %d is already used', kind, coalesce(seq, 0) + 1,
                       max(id))
         FROM highest LEFT JOIN sqlite_sequence ON sqlite_sequence.name = kind
         GROUP BY kind HAVING max(id) > coalesce(seq, 0)",
    ),
    invariant(
        ProblemCode::NumberOutOfRange,
        "sqlite_sequence",
        "SELECT printf('the last number of `%s` is `%s`', name, seq) FROM sqlite_sequence
         WHERE typeof(seq) <> 'integer' OR seq NOT BETWEEN 0 AND 4611686018427387903",
    ),
    invariant(
        ProblemCode::MemberListDiffers,
        "change_members",
        "SELECT printf('the member list of change %d names the unknown member %d', change_id, member_id)
         FROM change_members WHERE member_id NOT IN (SELECT id FROM members)
             AND member_id NOT IN (SELECT id FROM removed)",
    ),
    invariant(
        ProblemCode::ChangeMissing,
        "changes",
        "SELECT iif(id = previous + 2, printf('change %d is missing', previous + 1),
                    printf('changes %d to %d are missing', previous + 1, id - 1))
         FROM (SELECT id, coalesce((SELECT max(id) FROM changes WHERE changes.id < next.id), 0) AS previous
               FROM (SELECT id FROM changes WHERE NOT is_restore
                     UNION SELECT seq + 1 FROM sqlite_sequence
                     WHERE name = 'changes' AND typeof(seq) = 'integer' AND seq <= 4611686018427387903) AS next)
         WHERE previous < id - 1",
    ),
    invariant(
        ProblemCode::UndoneByEarlier,
        "changes",
        "SELECT printf('change %d was undone by change %d, which is not later', id, undone_by) FROM changes
         WHERE undone_by <= id",
    ),
];

/// The columns of each table that hold numbers of rows, or positions in an order.
pub(super) const NUMBERS: &[(&str, &[&str], &[&str])] = &[
    ("contacts", &["id", "account_id"], &[]),
    ("conversations", &["id", "contact_id", "team_id", "first_responder_id", "pick_id"], &[]),
    ("assignments", &["conversation_id", "member_id", "change_id"], &["position"]),
    ("contact_owners", &["contact_id", "member_id", "change_id"], &["position"]),
    ("members", &["id"], &[]),
    ("teams", &["id", "default_agent_id", "last_picked"], &[]),
    ("team_members", &["team_id", "member_id"], &["position"]),
    ("absences", &["id", "member_id"], &[]),
    ("absence_cover", &["absence_id", "member_id"], &["position"]),
    ("changes", &["id", "first_entry", "last_entry", "undone_by"], &[]),
    ("undos", &["change_id", "undoes"], &[]),
    ("entries", &["id", "change_id", "contact_id", "conversation_id"], &[]),
    ("removed_contacts", &["id", "removed_by", "account_id"], &[]),
    ("removed_owners", &["contact_id", "member_id", "removed_by", "change_id"], &["position"]),
    ("change_members", &["member_id", "change_id"], &[]),
];

/// The description of a row with a dangling reference, by table.
pub(super) const ROWS: &[(&str, &str)] = &[
    ("members", "printf('member `%s`', email)"),
    ("contacts", "printf('contact `%s`', phone)"),
    ("conversations", "printf('conversation %d', id)"),
    ("assignments", "printf('an assignment of conversation %d', conversation_id)"),
    (
        "contact_owners",
        "printf('an owner of contact `%s`',
                coalesce((SELECT phone FROM contacts WHERE contacts.id = contact_id), contact_id))",
    ),
    (
        "absences",
        "printf('an absence of member `%s`', coalesce((SELECT email FROM members WHERE members.id = member_id), member_id))",
    ),
    ("absence_cover", "printf('a substitute in absence %d', absence_id)"),
    ("teams", "printf('team `%s`', name)"),
    (
        "team_members",
        "printf('a member of team `%s`', coalesce((SELECT name FROM teams WHERE teams.id = team_id), team_id))",
    ),
    ("changes", "printf('change %d', id)"),
    ("undos", "printf('the undo by change %d', change_id)"),
    ("entries", "printf('an entry of change %d', change_id)"),
    ("removed_contacts", "printf('contact `%s` (removed by change %d)', phone, removed_by)"),
    ("removed_owners", "printf('an owner that change %d removed from contact %d', removed_by, contact_id)"),
    ("change_members", "printf('the member list of change %d', change_id)"),
];

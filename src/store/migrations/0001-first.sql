-- The first schema. Migrations are never edited once released; a new one is appended.
--
-- Times are nanoseconds since 1970 (UTC). Rows that a change made carry its number, so an addition
-- is its own history; what is overwritten or removed is kept in `entries`.

PRAGMA application_id = 0x696e6278; -- "inbx"

-- A log of what was done: one row a change, whoever asked for it.
CREATE TABLE changes (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    actor        TEXT    NOT NULL,
    command      TEXT    NOT NULL,
    effect_count INTEGER NOT NULL DEFAULT 0,
    -- The entries of a change stand in one run: there is one writer at a time.
    first_entry  INTEGER,
    last_entry   INTEGER,
    undone_by    INTEGER REFERENCES changes (id)
) STRICT;

-- What a change did, decision by decision. `steps` is a JSON array of {at, did, passed}: `at` where
-- it is not the time of the change, `did` an array of [effect, rule, what the effect overwrote or
-- removed], `passed` who was passed over. Keys: c conversation, k contact, m member, t team,
-- r reason, s status.
CREATE TABLE entries (
    id              INTEGER PRIMARY KEY,
    change_id       INTEGER NOT NULL REFERENCES changes (id),
    contact_id      INTEGER,
    conversation_id INTEGER,
    steps           TEXT NOT NULL
) STRICT;
CREATE INDEX entries_by_contact ON entries (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX entries_by_conversation ON entries (conversation_id) WHERE conversation_id IS NOT NULL;

-- Which changes name which members.
CREATE TABLE change_members (
    member_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL REFERENCES changes (id),
    PRIMARY KEY (member_id, change_id)
) STRICT, WITHOUT ROWID;

-- What the history still names although it is gone.
CREATE TABLE removed (
    kind TEXT    NOT NULL CHECK (kind IN ('member', 'team', 'contact')),
    id   INTEGER NOT NULL,
    name TEXT    NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    email              TEXT    NOT NULL UNIQUE COLLATE NOCASE CHECK (email = lower(email)),
    name               TEXT,
    external_id        TEXT    UNIQUE,
    active             INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    -- How many open conversations the member is on, so that a pick needn't count them.
    open_conversations INTEGER NOT NULL DEFAULT 0 CHECK (open_conversations >= 0)
) STRICT;

CREATE TABLE teams (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    name             TEXT    NOT NULL CHECK (name <> ''),
    name_key         TEXT    NOT NULL UNIQUE, -- the name without case
    strategy         TEXT    NOT NULL CHECK (strategy IN ('round-robin', 'least-busy', 'default-agent')),
    default_agent_id INTEGER REFERENCES members (id),
    turn             INTEGER NOT NULL DEFAULT 0 CHECK (turn >= 0),
    last_picked      INTEGER -- a member, who may be gone
) STRICT;
CREATE INDEX teams_by_default_agent ON teams (default_agent_id) WHERE default_agent_id IS NOT NULL;

CREATE TABLE team_members (
    team_id   INTEGER NOT NULL REFERENCES teams (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    position  INTEGER NOT NULL,
    PRIMARY KEY (team_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_members_by_member ON team_members (member_id);

-- Every spelling of an account's name; spellings with one key are one account.
CREATE TABLE accounts (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE CHECK (name <> ''),
    name_key TEXT NOT NULL -- the name without case
) STRICT;
CREATE INDEX accounts_by_key ON accounts (name_key);

CREATE TABLE contacts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    phone       TEXT NOT NULL UNIQUE CHECK (phone GLOB '+[1-9]*'),
    first_name  TEXT,
    last_name   TEXT,
    email       TEXT,
    account_id  INTEGER REFERENCES accounts (id),
    external_id TEXT
) STRICT;
CREATE INDEX contacts_by_account ON contacts (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE contact_owners (
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    member_id  INTEGER NOT NULL REFERENCES members (id),
    position   INTEGER NOT NULL, -- owners stand as they came
    reason     TEXT    NOT NULL CHECK (reason IN ('manual', 'import', 'first-responder', 'handed-over')),
    since      INTEGER NOT NULL,
    change_id  INTEGER NOT NULL REFERENCES changes (id),
    PRIMARY KEY (contact_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_owners_by_member ON contact_owners (member_id);

CREATE TABLE conversations (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id         INTEGER NOT NULL REFERENCES contacts (id),
    status             TEXT    NOT NULL CHECK (status IN ('created', 'flow', 'new', 'in-progress', 'closed')),
    team_id            INTEGER REFERENCES teams (id),
    contact_wrote      INTEGER NOT NULL DEFAULT 0 CHECK (contact_wrote IN (0, 1)),
    handed_over        INTEGER NOT NULL DEFAULT 0 CHECK (handed_over IN (0, 1)),
    first_responder_id INTEGER REFERENCES members (id),
    opened_at          INTEGER NOT NULL,
    closed_at          INTEGER,
    CHECK ((status = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_open_conversation_a_contact ON conversations (contact_id) WHERE status <> 'closed';
CREATE INDEX closed_conversations_by_contact ON conversations (contact_id) WHERE status = 'closed';
CREATE INDEX conversations_by_team ON conversations (team_id) WHERE team_id IS NOT NULL;

CREATE TABLE assignments (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id),
    member_id       INTEGER NOT NULL REFERENCES members (id),
    position        INTEGER NOT NULL, -- members stand as they joined
    is_open         INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1)), -- whether the conversation is
    reason          TEXT    NOT NULL CHECK (reason IN ('manual', 'replied', 'contact-owner', 'flow-assign',
                        'team-round-robin', 'team-least-busy', 'team-default-agent', 'handed-over')),
    since           INTEGER NOT NULL,
    change_id       INTEGER NOT NULL REFERENCES changes (id),
    PRIMARY KEY (conversation_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_by_member ON assignments (member_id, is_open);

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT
) STRICT, WITHOUT ROWID;

-- For any SQLite client: who owns which contact.
CREATE VIEW owners AS
    SELECT contacts.phone, accounts.name AS account, members.email AS owner, members.active,
           contact_owners.reason, datetime(contact_owners.since / 1000000000, 'unixepoch') AS since
    FROM contact_owners
    JOIN contacts ON contacts.id = contact_owners.contact_id
    JOIN members ON members.id = contact_owners.member_id
    LEFT JOIN accounts ON accounts.id = contacts.account_id;

-- For any SQLite client: the open conversations with who is on them.
CREATE VIEW open_conversations AS
    SELECT conversations.id AS conversation, contacts.phone, conversations.status, teams.name AS team,
           (SELECT group_concat(email, '; ')
            FROM (SELECT members.email
                  FROM assignments JOIN members ON members.id = assignments.member_id
                  WHERE assignments.conversation_id = conversations.id
                  ORDER BY assignments.position)) AS assigned,
           datetime(conversations.opened_at / 1000000000, 'unixepoch') AS opened_at
    FROM conversations
    JOIN contacts ON contacts.id = conversations.contact_id
    LEFT JOIN teams ON teams.id = conversations.team_id
    WHERE conversations.status <> 'closed';

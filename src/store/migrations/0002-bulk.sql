-- What work on a million contacts at once needs. Migrations are never edited once released.

-- An entry may be about a run of contacts with consecutive numbers: `contact_id` and those behind it,
-- `contact_count` in all, never more than 512, so that whoever looks for one contact knows how far
-- back to look. Its one step then has, in place of `did`, either `made` (the contacts were made; an
-- array of the members that became owners of each, reason import) or `gone` (the contacts were
-- removed, undone; their rows stand in the two tables below), and `effects`, how many that were.
ALTER TABLE entries ADD COLUMN contact_count INTEGER CHECK (contact_count BETWEEN 1 AND 512);

-- The rows of runs that a change removed, as they were.
CREATE TABLE removed_contacts (
    id          INTEGER NOT NULL,
    removed_by  INTEGER NOT NULL REFERENCES changes (id),
    phone       TEXT    NOT NULL,
    first_name  TEXT,
    last_name   TEXT,
    email       TEXT,
    account_id  INTEGER REFERENCES accounts (id),
    external_id TEXT,
    PRIMARY KEY (id, removed_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE removed_owners (
    contact_id INTEGER NOT NULL,
    member_id  INTEGER NOT NULL,
    removed_by INTEGER NOT NULL REFERENCES changes (id),
    position   INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    since      INTEGER NOT NULL,
    change_id  INTEGER NOT NULL REFERENCES changes (id), -- the change that made it
    PRIMARY KEY (contact_id, member_id, removed_by)
) STRICT, WITHOUT ROWID;

-- Removing a contact asks whether a conversation names it; a partial index can't answer.
DROP INDEX closed_conversations_by_contact;
CREATE INDEX conversations_by_contact ON conversations (contact_id);

-- What makes rows cheaper to write. Migrations are never edited once released.

-- How many effects a change has of each kind and member, and how many members it passed over, where it
-- can have thousands: {"effects": [[kind, member, number]], "passed_over": number}. Those of other changes,
-- and of changes from before, are counted when they are shown.
ALTER TABLE changes ADD COLUMN totals TEXT;

-- No list of codes in the schema: a new code must not rewrite a table, and SQLite builds a b-tree of a
-- list for each row that it checks. The types of the program hold them, and `check` finds others.
-- Stored rows stay as they are, so that the text of the schema is edited in place, as SQLite's page on
-- ALTER TABLE describes for constraints that are removed. RESET makes this connection read it again
-- before the next statement; `migrate` tells the other connections.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (kind IN (''member'', ''team'', ''contact''))', '')
WHERE type = 'table' AND name = 'removed';
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (strategy IN (''round-robin'', ''least-busy'', ''default-agent''))', '')
WHERE type = 'table' AND name = 'teams';
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (reason IN (''manual'', ''import'', ''first-responder'', ''handed-over''))', '')
WHERE type = 'table' AND name = 'contact_owners';
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (status IN (''created'', ''flow'', ''new'', ''in-progress'', ''closed''))', '')
WHERE type = 'table' AND name = 'conversations';
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (reason IN (''manual'', ''replied'', ''contact-owner'', ''flow-assign'',
                        ''team-round-robin'', ''team-least-busy'', ''team-default-agent'', ''handed-over''))', '')
WHERE type = 'table' AND name = 'assignments';
PRAGMA writable_schema = RESET;

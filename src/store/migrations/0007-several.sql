-- What changes about several changes and contacts need. Migrations are never edited once released.

-- What each undo took back. `changes.undone_by` says by which one, while that counts: it is emptied when
-- that one is undone itself.
CREATE TABLE undos (
    change_id INTEGER NOT NULL REFERENCES changes (id),
    undoes    INTEGER NOT NULL REFERENCES changes (id),
    PRIMARY KEY (change_id, undoes)
) STRICT, WITHOUT ROWID;
INSERT INTO undos (change_id, undoes) SELECT id, undoes FROM changes WHERE undoes IS NOT NULL;
ALTER TABLE changes DROP COLUMN undoes;

-- Whether it put a backup in the store's place: it has no effects, and numbers between it and the change before
-- were those of the former store.
ALTER TABLE changes ADD COLUMN is_restore INTEGER NOT NULL DEFAULT 0 CHECK (is_restore IN (0, 1));

-- The contact that a removed one was merged into: its history goes on there.
ALTER TABLE removed ADD COLUMN merged_into INTEGER;
CREATE INDEX removed_by_merge ON removed (merged_into) WHERE merged_into IS NOT NULL;

-- Of an erased contact only its number remains, in `removed`; its conversations still name that.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL REFERENCES contacts (id)', 'NOT NULL')
WHERE type = 'table' AND name = 'conversations';
PRAGMA writable_schema = RESET;

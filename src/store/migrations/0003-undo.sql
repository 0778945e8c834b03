-- What taking back a change that took back another needs. Migrations are never edited once released.

-- The change that this one took back. `undone_by` says who took this one back, while that counts: it
-- is emptied when that one is taken back itself.
ALTER TABLE changes ADD COLUMN undoes INTEGER REFERENCES changes (id);

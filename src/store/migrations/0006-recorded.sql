-- When a change was really made, and by which user of the system, beside the time and the author that a
-- command may name. Unknown for changes from before. Migrations are never edited once released.
ALTER TABLE changes ADD COLUMN recorded_at INTEGER;
ALTER TABLE changes ADD COLUMN user TEXT;

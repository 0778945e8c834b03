-- What counts for least busy (T2), and which names are the same. Migrations are never edited once released.

-- How many active conversations the member is on, those in `new` or `in-progress`, so that a pick
-- needn't count them. Until now all open ones were counted.
ALTER TABLE members RENAME COLUMN open_conversations TO active_conversations;
UPDATE members SET active_conversations =
    (SELECT count(*) FROM assignments JOIN conversations ON conversations.id = assignments.conversation_id
     WHERE assignments.member_id = members.id AND assignments.is_open = 1
         AND conversations.status IN ('new', 'in-progress'));

-- Runs of blanks of any kind are one blank now, and what can't be seen says nothing: names are compared
-- anew. Of two teams that were told apart by that alone, one keeps its former key; it is found by its
-- name as it is stored, and `check` names both.
UPDATE OR IGNORE teams SET name_key = fold(name) WHERE fold(name) IS NOT name_key;
UPDATE accounts SET name_key = fold(name) WHERE fold(name) IS NOT name_key;

-- What counts for least busy (T2). Migrations are never edited once released.

-- How many active conversations the member is on, those in `new` or `in-progress`, so that a pick
-- needn't count them. Until now all open ones were counted.
ALTER TABLE members RENAME COLUMN open_conversations TO active_conversations;
UPDATE members SET active_conversations =
    (SELECT count(*) FROM assignments JOIN conversations ON conversations.id = assignments.conversation_id
     WHERE assignments.member_id = members.id AND assignments.is_open = 1
         AND conversations.status IN ('new', 'in-progress'));

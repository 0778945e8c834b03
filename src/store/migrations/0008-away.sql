-- What absences, pins and reassignment need. Migrations are never edited once released.

-- When members are away: `from_at` is part of it, `until_at` is not. Those of a member do not overlap.
CREATE TABLE absences (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES members (id),
    from_at   INTEGER NOT NULL,
    until_at  INTEGER NOT NULL,
    CHECK (from_at < until_at)
) STRICT;
CREATE INDEX absences_by_member ON absences (member_id, from_at);

-- Who covers, in order.
CREATE TABLE absence_cover (
    absence_id INTEGER NOT NULL REFERENCES absences (id),
    position   INTEGER NOT NULL,
    member_id  INTEGER NOT NULL REFERENCES members (id),
    PRIMARY KEY (absence_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX absence_cover_by_member ON absence_cover (member_id);

-- Pinned ownerships are removed by hand only.
ALTER TABLE contact_owners ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
ALTER TABLE removed_owners ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));

-- The minutes after which a conversation goes to another member of the team.
ALTER TABLE teams ADD COLUMN reassign_after INTEGER CHECK (reassign_after BETWEEN 1 AND 10080);

-- The member that the team picked last since it was set, who may be unassigned or gone, and since when, while
-- the member is assigned as such. Picks from before are unknown: their conversations are never overdue.
ALTER TABLE conversations ADD COLUMN pick_id INTEGER;
ALTER TABLE conversations ADD COLUMN picked_at INTEGER;
-- The picks that wait for an answer, the longest first.
CREATE INDEX waiting_picks ON conversations (team_id, picked_at) WHERE status = 'new' AND picked_at IS NOT NULL;

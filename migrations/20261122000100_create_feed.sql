-- The change feed: commit order = number order, without gaps. See ARCHITECTURE.md, "One change feed".
CREATE TABLE feed (
    id BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO feed (id, number) VALUES (1, 0);

CREATE TABLE changes (
    number BIGINT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor_id TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX changes_by_entity ON changes (entity, entity_id, number);

-- The last number that each follower (mail, …) has dealt with, where it keeps it here.
CREATE TABLE followers (
    name TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);

-- When everybody may know a workshop to take place: what lists are filtered and ordered by. The hours of a field visit are for
-- the people who come, so that these are the bounds of its day; of other workshops, the instants beside them. Derived like those.
ALTER TABLE workshops ADD COLUMN shown_starts_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE workshops ADD COLUMN shown_ends_at BIGINT NOT NULL DEFAULT 0;
UPDATE workshops SET shown_starts_at = starts_at, shown_ends_at = ends_at;
-- Midnight is as long before the start as its clock shows; where the clock changes that night, deriving again puts it right.
UPDATE workshops SET shown_starts_at = starts_at
    - (CAST(substr(starts_local, 12, 2) AS BIGINT) * 60 + CAST(substr(starts_local, 15, 2) AS BIGINT)) * 60000000
    WHERE kind = 'field_visit';
UPDATE workshops SET shown_ends_at = shown_starts_at + 86400000000 WHERE kind = 'field_visit';
CREATE INDEX workshops_by_shown_start ON workshops (shown_starts_at, id);
CREATE INDEX workshops_by_shown_end ON workshops (shown_ends_at);
CREATE INDEX workshops_by_end ON workshops (ends_at);

-- Lists and counts are answered from an index alone: with ten thousand practices a count took 18 ms from the rows.
DROP INDEX practices_public;
DROP INDEX practices_by_organization;
CREATE INDEX practices_shown ON practices
    (archived_at, visibility, published_at, id, published_revision, organization_id, verified_at, has_indicators);
CREATE INDEX practices_by_organization ON practices
    (organization_id, archived_at, visibility, published_revision, published_at, id);

-- What an organization has put in, and may: every version of its documents by its own size, and the announced length of its
-- members' uploads (docs/decisions/0007). `used` moves in their transaction; the row comes with the first of them.
CREATE TABLE organization_storage (
    organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id),
    -- All in bytes.
    used BIGINT NOT NULL,
    -- Its own limits. NULL: those of storage_limits.
    file_limit BIGINT,
    quota BIGINT
);

-- One row: for every organization without its own. NULL: no limit but the server's.
CREATE TABLE storage_limits (
    id BIGINT NOT NULL PRIMARY KEY,
    file_limit BIGINT,
    quota BIGINT
);
INSERT INTO storage_limits (id, file_limit, quota) VALUES (1, NULL, NULL);

-- For whom an upload takes room. Never NULL, though SQLite cannot promise so of an added column.
ALTER TABLE uploads ADD COLUMN organization_id TEXT REFERENCES organizations (id);
UPDATE uploads SET organization_id = (SELECT m.organization_id FROM members m WHERE m.id = uploads.member_id);

INSERT INTO organization_storage (organization_id, used)
SELECT o.id,
    COALESCE((SELECT CAST(SUM(v.size) AS BIGINT) FROM documents d JOIN document_versions v ON v.document_id = d.id
        WHERE d.organization_id = o.id), 0)
    + COALESCE((SELECT CAST(SUM(u.length) AS BIGINT) FROM uploads u WHERE u.organization_id = o.id), 0)
FROM organizations o;

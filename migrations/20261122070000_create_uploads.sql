-- Files on their way in, or waiting for the rest of their form. Their bytes lie in staging, under the identifier.
CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES members (id),
    file_name TEXT NOT NULL,
    -- How long the file will be, in bytes.
    length BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_member ON uploads (member_id, created_at);
CREATE INDEX uploads_by_expiry ON uploads (expires_at);

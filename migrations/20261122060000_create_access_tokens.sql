-- What programs of a member show instead of a session. Only the hash is here; a revoked one is a deleted row.
CREATE TABLE access_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES members (id),
    -- What the member calls it.
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    -- What it opens: words of accounts/scopes.rs, with a space between.
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    expires_at BIGINT NOT NULL,
    CONSTRAINT access_tokens_token_hash UNIQUE (token_hash)
);
CREATE INDEX access_tokens_by_member ON access_tokens (member_id, created_at);
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

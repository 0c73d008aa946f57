CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    -- Only the hash: who reads the database cannot accept an invitation.
    token_hash TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    -- As the person wrote in a request to join; empty where nobody asked.
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    locale TEXT NOT NULL,
    invited_by TEXT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    withdrawn_at BIGINT,
    CONSTRAINT invitations_token_hash UNIQUE (token_hash)
);
CREATE INDEX invitations_by_organization ON invitations (organization_id, created_at);
CREATE INDEX invitations_by_inviter ON invitations (invited_by, created_at);
CREATE INDEX invitations_by_email ON invitations (email_key);

CREATE TABLE password_resets (
    token_hash TEXT NOT NULL PRIMARY KEY,
    -- NULL where the address has no account: the row is written all the same, so that both take the same time.
    member_id TEXT REFERENCES members (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX password_resets_by_member ON password_resets (member_id);
CREATE INDEX password_resets_by_expiry ON password_resets (expires_at);

CREATE TABLE join_requests (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    message TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- approved or declined; NULL while it waits.
    decision TEXT,
    decided_at BIGINT,
    decided_by TEXT REFERENCES members (id)
);
CREATE INDEX join_requests_by_organization ON join_requests (organization_id, created_at);
CREATE INDEX join_requests_by_email ON join_requests (email_key);

-- A member who lost the mailbox: a publisher asks, an admin decides, the old address is told.
CREATE TABLE recoveries (
    id TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES members (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    reason TEXT NOT NULL,
    requested_by TEXT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    -- approved or declined; NULL while it waits.
    decision TEXT,
    decided_at BIGINT,
    decided_by TEXT REFERENCES members (id)
);
CREATE INDEX recoveries_by_member ON recoveries (member_id, created_at);

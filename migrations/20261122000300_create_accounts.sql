CREATE TABLE members (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    -- The address normalised in Rust; what makes an account unique.
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    locale TEXT NOT NULL,
    -- A PHC string; NULL until the invited person has chosen a password.
    password_hash TEXT,
    -- 1 where the person agreed that other members see the name.
    shows_name BIGINT NOT NULL,
    is_coordinator BIGINT NOT NULL,
    is_admin BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deactivated_at BIGINT,
    CONSTRAINT members_email_key UNIQUE (email_key)
);
CREATE INDEX members_by_organization ON members (organization_id, created_at);

CREATE TABLE publishers (
    member_id TEXT NOT NULL REFERENCES members (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    granted_by TEXT,
    granted_at BIGINT NOT NULL,
    -- How an admin checked, outside the portal, that this person may speak for the organization.
    check_note TEXT NOT NULL,
    PRIMARY KEY (member_id, organization_id)
);
CREATE INDEX publishers_by_organization ON publishers (organization_id);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (member_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

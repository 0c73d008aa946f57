CREATE TABLE workshops (
    id TEXT NOT NULL PRIMARY KEY,
    -- proposed, scheduled, closed, cancelled; live and finished follow from the clock.
    decision TEXT NOT NULL,
    kind TEXT NOT NULL,
    visibility TEXT NOT NULL,
    locale TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- Title and summary in the other language; empty where nobody translated them.
    title_translated TEXT NOT NULL,
    summary_translated TEXT NOT NULL,
    description TEXT NOT NULL,
    -- What people agreed on: wall time (YYYY-MM-DDTHH:MM) and zone. The instants beside it are derived, and derived
    -- again when the rules of the clock change.
    starts_local TEXT NOT NULL,
    ends_local TEXT NOT NULL,
    zone TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    -- For registered people only.
    place TEXT NOT NULL,
    -- People, not registrations; NULL is no limit.
    capacity BIGINT,
    moderated BIGINT NOT NULL,
    video_provider TEXT NOT NULL,
    video_url TEXT NOT NULL,
    video_room TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES members (id),
    cancel_reason TEXT NOT NULL,
    -- SEQUENCE in calendars: grows with each change that people must hear of.
    sequence BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX workshops_by_start ON workshops (starts_at, id);

CREATE TABLE workshop_hosts (
    workshop_id TEXT NOT NULL REFERENCES workshops (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (workshop_id, organization_id)
);
CREATE INDEX workshop_hosts_by_organization ON workshop_hosts (organization_id);

CREATE TABLE workshop_topics (
    workshop_id TEXT NOT NULL REFERENCES workshops (id),
    topic TEXT NOT NULL REFERENCES topics (slug),
    PRIMARY KEY (workshop_id, topic)
);
CREATE INDEX workshop_topics_by_topic ON workshop_topics (topic);

-- The practices a workshop is about, those of its agenda among them.
CREATE TABLE workshop_practices (
    workshop_id TEXT NOT NULL REFERENCES workshops (id),
    practice_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (workshop_id, practice_id)
);
CREATE INDEX workshop_practices_by_practice ON workshop_practices (practice_id);

CREATE TABLE workshop_agenda (
    workshop_id TEXT NOT NULL REFERENCES workshops (id),
    position BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    title TEXT NOT NULL,
    -- A post, never a name.
    speaker TEXT NOT NULL,
    organization_id TEXT REFERENCES organizations (id),
    practice_id TEXT,
    PRIMARY KEY (workshop_id, position)
);

CREATE TABLE registrations (
    id TEXT NOT NULL PRIMARY KEY,
    workshop_id TEXT NOT NULL REFERENCES workshops (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    state TEXT NOT NULL,
    -- One, or as many as sit in a meeting room.
    heads BIGINT NOT NULL,
    -- The place in the queue.
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- The start that the person was reminded of, a day and an hour ahead: a new date is reminded of anew.
    day_reminder_for BIGINT NOT NULL,
    hour_reminder_for BIGINT NOT NULL,
    CONSTRAINT registrations_member UNIQUE (workshop_id, member_id)
);
CREATE INDEX registrations_by_state ON registrations (workshop_id, state, created_at);
CREATE INDEX registrations_by_member ON registrations (member_id);

-- Personal links to the join page, one a mail; all of a registration's go when it is cancelled.
CREATE TABLE join_keys (
    token_hash TEXT NOT NULL PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX join_keys_by_registration ON join_keys (registration_id);

-- Every revision is kept; the highest is current.
CREATE TABLE minutes (
    workshop_id TEXT NOT NULL REFERENCES workshops (id),
    revision BIGINT NOT NULL,
    text TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workshop_id, revision)
);

CREATE TABLE recommendations (
    id TEXT NOT NULL PRIMARY KEY,
    workshop_id TEXT NOT NULL REFERENCES workshops (id),
    text TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    -- YYYY-MM-DD; empty where none was agreed.
    due_on TEXT NOT NULL,
    status TEXT NOT NULL,
    -- What was done so far, in the organization's words.
    progress TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX recommendations_by_workshop ON recommendations (workshop_id, created_at);
CREATE INDEX recommendations_by_organization ON recommendations (organization_id, created_at);

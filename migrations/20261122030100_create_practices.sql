-- A practice is the thing that keeps its address; its words are in revisions, every one of which is kept.
CREATE TABLE practices (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    -- The owner's own number for it, where it was imported.
    external_id TEXT,
    -- `public` or `network`: chosen at publishing, so meaningless before.
    visibility TEXT NOT NULL,
    -- The number of the revision that readers see; NULL until the first approval.
    published_revision BIGINT,
    -- The newest revision, published or not: two people who both start from the same one collide here.
    latest_revision BIGINT NOT NULL,
    -- Of the published revision, so that a filter need not open it.
    has_indicators BIGINT NOT NULL,
    -- The first publication; where imported, the date that the file gives.
    published_at BIGINT,
    -- When the owner last said that it still runs.
    confirmed_at BIGINT,
    verified_at BIGINT,
    verified_by TEXT,
    archived_at BIGINT,
    created_at BIGINT NOT NULL,
    -- When what readers see last changed.
    updated_at BIGINT NOT NULL,
    CONSTRAINT practices_external_id UNIQUE (organization_id, external_id)
);
-- The two lists that everyone asks for: what a visitor sees, and what a member sees.
CREATE INDEX practices_public ON practices (published_at, id)
    WHERE visibility = 'public' AND published_revision IS NOT NULL AND archived_at IS NULL;
CREATE INDEX practices_listed ON practices (published_at, id)
    WHERE published_revision IS NOT NULL AND archived_at IS NULL;
CREATE INDEX practices_by_organization ON practices (organization_id, published_at);

CREATE TABLE practice_revisions (
    practice_id TEXT NOT NULL REFERENCES practices (id),
    number BIGINT NOT NULL,
    -- draft, in_review, returned, withdrawn, published, superseded
    state TEXT NOT NULL,
    -- Counts the saves of a draft, so that the second of two people who edit it is told.
    version BIGINT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- Title and summary in the other language, a translation.
    title_other TEXT NOT NULL,
    summary_other TEXT NOT NULL,
    -- JSON lists: read and written whole with the revision, and never searched by the database.
    topics TEXT NOT NULL,
    steps TEXT NOT NULL,
    indicators TEXT NOT NULL,
    problem TEXT NOT NULL,
    solution TEXT NOT NULL,
    result TEXT NOT NULL,
    -- Who wrote it last: the one who may not approve it, unless alone. NULL where imported.
    author_id TEXT,
    -- The author's post at that time: it stays when the person leaves.
    author_post TEXT NOT NULL,
    -- The revision whose words these were, where an old one was restored.
    restored_from BIGINT,
    -- What the reviewer wrote when returning it.
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    submitted_at BIGINT,
    decided_at BIGINT,
    decided_by TEXT,
    decided_post TEXT NOT NULL,
    -- 1 where the author approved it, being the organization's only publisher.
    sole_publisher BIGINT NOT NULL,
    PRIMARY KEY (practice_id, number)
);

-- Topics of the published revision, for filters and counts.
CREATE TABLE practice_topics (
    practice_id TEXT NOT NULL REFERENCES practices (id),
    topic TEXT NOT NULL REFERENCES topics (slug),
    PRIMARY KEY (practice_id, topic)
);
CREATE INDEX practice_topics_by_topic ON practice_topics (topic, practice_id);
